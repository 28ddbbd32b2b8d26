"""Teaching: decisions become a change of a pack, which is asked about before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from assistant.curating.asking import Outcomes
from assistant.curating.changed import load_changed, write
from assistant.curating.editing import PackFiles
from assistant.curating.gathering import history_key
from assistant.curating.ignored import ignore
from assistant.curating.labelling import append_labels, labels_of
from assistant.curating.moves import Comparison, Direction, movable
from assistant.dialogue import Assistant
from assistant.errors import AssistantError
from assistant.knowledge.files import display

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from assistant.curating.asking import Outcome, Talk
    from assistant.curating.decisions import Decision
    from assistant.curating.editing import Taught
    from assistant.curating.gaps import Gap
    from assistant.curating.moves import Move
    from assistant.curating.watching import Watched


class WrittenError(AssistantError):
    """The pack is written, and what goes with it is not."""


class Lesson(NamedTuple):
    """A question that was taught, where it leads, and what becomes of it."""

    decision: Decision
    taught: Taught
    outcome: Outcome

    @property
    def is_learnt(self) -> bool:
        """Whether it leads to the intent that it was taught for."""
        return self.taught.intent in self.outcome.intents


class Compared(NamedTuple):
    """What a change was asked about, and what moves."""

    phrases: int
    """How many phrases of the pack can move, and were asked."""
    all_phrases: int
    labelled: tuple[int, int]
    """How many labelled questions were asked, of how many."""
    talked: tuple[int, int]
    """How many questions that people asked were asked again, of how many."""
    moves: Sequence[Move]

    @property
    def is_worse(self) -> bool:
        """Whether an answer gets worse."""
        return any(move.direction is Direction.WORSE for move in self.moves)


class Proposal(NamedTuple):
    """A change of a pack that is not written yet."""

    decisions: Sequence[Decision]
    files: PackFiles
    lessons: Sequence[Lesson]
    after: Outcomes
    """The pack as it would be."""


class Teacher:
    """Proposes changes of the pack in a folder and writes them; each builds on those before it."""

    def __init__(
        self,
        folder: Path,
        assistant: Assistant,
        watched: Watched,
        progress: Callable[[int, int], object] = lambda *_: None,
    ) -> None:
        """`progress` is as for `ask_all`."""
        self._folder = folder
        self._before = Outcomes(assistant)
        self._watched = watched
        self._progress = progress

    @property
    def assistant(self) -> Assistant:
        """The assistant of the pack as it is now."""
        return self._before.assistant

    def settles(self, gap: Gap) -> bool:
        """Whether the pack has come to reply to the questions of a gap in another way, which is its own."""
        now = self._before.of([gap.talk])[0][-1]
        return now.substance != gap.outcome.substance and now.is_settled(self.assistant.pack)

    def propose(self, decisions: Sequence[Decision]) -> Proposal:
        """What decisions would change.

        Raises:
            PackError: The pack could not be loaded with them.
            AssistantError: A decision cannot be written into the files as they are.
        """
        files = PackFiles(self._folder, self.assistant)
        made = [(decision, files.apply(decision)) for decision in decisions]
        after = self._before
        if files.changed:
            after = Outcomes(Assistant.from_pack(load_changed(self._folder, files.changed)))
        lessons = []
        for decision, taught in made:
            if taught:
                outcome = after.of([_talk(decision)])[0][-1]
                lessons.append(Lesson(decision, taught, outcome))
        return Proposal(decisions, files, lessons, after)

    def compare(self, proposal: Proposal) -> Compared:
        """What a proposal moves: phrases of the pack, labelled questions and questions that people asked."""
        before, after = self._before.assistant.pack, proposal.after.assistant.pack
        every = sum(len(intent.phrases) for intent in before.intents.values())
        taught = [wording for each in proposal.lessons for wording in each.decision.wordings]
        rows, talks = self._watched.labelled(taught), self._watched.talks(taught)
        labelled, talked = (rows.asked, rows.total), (talks.asked, talks.total)
        if before is after:
            return Compared(0, every, labelled, talked, ())
        comparison = Comparison(self._before, proposal.after, self._progress)
        goals = {
            wording: lesson.taught.intent
            for lesson in proposal.lessons
            for wording in lesson.decision.wordings
        }
        moves = [
            *comparison.of_phrases(),
            *comparison.of_labelled(rows.conversations),
            *comparison.of_asked(talks.conversations, "asked", goals),
        ]
        phrases = sum(len(intent.phrases) for intent in movable(before, after))
        return Compared(phrases, every, labelled, talked, moves)

    def accept(self, proposal: Proposal, labels: Path | None = None) -> list[str]:
        """Write a proposal, and go on from it.

        Args:
            proposal: The latest one.
            labels: A file that what was taught is appended to, as labelled questions.

        Returns:
            The files that were written, as messages show them.

        Raises:
            WrittenError: The pack is written, and what is ignored, or the labels, cannot be.
            AssistantError: A file was changed since the proposal was made, or cannot be written.
        """
        write(proposal.files.before, proposal.files.changed)
        written = [display(path) for path in proposal.files.changed]
        # From here on the pack is another one, whatever becomes of the rest.
        self._before = proposal.after
        try:
            ignored = [
                (wording, each.after)
                for each in proposal.decisions
                if each.ignore
                for wording in each.wordings
            ]
            if ignored:
                ignore(history_key(self.assistant), ignored)
            if labels:
                rows = [row for each in proposal.lessons for row in self._labels(each)]
                if append_labels(labels, rows):
                    written.append(display(labels))
        except AssistantError as error:
            if not written:
                raise
            verb = "is" if len(written) == 1 else "are"
            raise WrittenError(f"{', '.join(written)} {verb} written, but {error}") from None
        return written

    def _labels(self, lesson: Lesson) -> Iterable[dict[str, object]]:
        after = lesson.decision.after
        before = self._before.of([(after,)])[0][0].status if after else None
        return labels_of(lesson.decision, lesson.taught, before)


def _talk(decision: Decision) -> Talk:
    """The question of a decision in its conversation."""
    return (decision.after, decision.question) if decision.after else (decision.question,)
