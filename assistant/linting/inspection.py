"""Inspection: a pack that loads, with the places of its entries, as the rules look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from assistant.dialogue import Assistant
from assistant.dialogue.vocabulary import lexicon_of, plain_words
from assistant.errors import AssistantError, PackError, Problem
from assistant.knowledge.files import display, folder_files, read_text
from assistant.knowledge.loader import load_with_places
from assistant.knowledge.pack import IntentKind
from assistant.knowledge.reach import reach_of
from assistant.knowledge.rules import own_wordings
from assistant.knowledge.yaml_traps import traps
from assistant.language import load_english
from assistant.lazy import lazy
from assistant.linting.leaving_out import leave_out
from assistant.linting.workers import Result, Task, ask_all, share_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from assistant.knowledge.draft import Placed
    from assistant.knowledge.nodes import Node
    from assistant.knowledge.pack import Intent
    from assistant.knowledge.reach import SentenceReach
    from assistant.knowledge.schema import FactEntry, IntentEntry
    from assistant.linting.workers import Asked
    from assistant.matching.lexicon import Lexicon


class Wording(NamedTuple):
    """A wording that an intent of the pack is asked by, its question included, and where it stands."""

    intent: str
    text: str
    node: Node
    """The phrase, or the template that makes the wording."""


class Inspection:
    """A pack that loads, and what the rules share while they look at it."""

    def __init__(self, folder: Path, progress: Callable[[float], None] = lambda _: None) -> None:
        """`progress` is called with the share of the slow rules' work that is done, in 0..1.

        Raises:
            PackError: The pack cannot be used.
        """
        self.folder = folder
        self.pack, self.draft = load_with_places(folder)
        self.progress = progress

    @lazy
    def assistant(self) -> Assistant:
        """The assistant for the pack; it is compiled, or taken from the cache.

        Raises:
            AssistantError: The pack is not what it was when it was read.
        """
        what = "the pack was saved while it was checked; check it again"
        try:
            assistant = Assistant.load(self.folder)
        except PackError:
            raise AssistantError(what) from None
        if assistant.pack != self.pack:
            raise AssistantError(what)
        return assistant

    @lazy
    def replies(self) -> list[Asked]:
        """What each of `wordings` by itself is answered with."""
        return self.ask([wording.text for wording in self.wordings])

    def ask(self, questions: Sequence[str]) -> list[Asked]:
        """What each question by itself is answered with, in order."""
        return ask_all(self.assistant, questions, self.progress)

    def share_out(
        self, work: Callable[[Assistant, Task], Result], tasks: Sequence[Task], *, alone: bool
    ) -> list[Result]:
        """What `work` makes of each task, in order: by this process `alone`, or by one a processor."""
        return share_out(work, tasks, self.assistant, self.progress, alone=alone)

    @lazy
    def left_out(self) -> dict[str, dict[Wording, str | None]]:
        """Where wordings of each intent lead once they are left out, as of `leave_out`."""
        return leave_out(self)

    @lazy
    def texts(self) -> dict[str, str]:
        """The texts of the pack's YAML files, by path as problems have it."""
        paths, _ = folder_files(self.folder / "intents", ".yaml", ())
        texts = ((display(path), read_text(path, [])) for path in paths)
        return {path: text for path, text in texts if text is not None}

    @lazy
    def traps(self) -> list[Problem]:
        """The traps of YAML in the files, each with its rule."""
        return [
            Problem(path, trap.line, trap.column, "", trap.message, trap.rule)
            for path, text in self.texts.items()
            for trap in traps(text)
        ]

    @lazy
    def reach(self) -> tuple[SentenceReach, ...]:
        """What the answers reach of each sentence."""
        return reach_of(self.pack)

    @lazy
    def lexicon(self) -> Lexicon:
        """The lexicon of the pack and the language."""
        plain = plain_words([source.text for source in self.pack.sources.values()])
        return lexicon_of(self.pack, load_english(), plain)

    @lazy
    def intents(self) -> dict[str, Placed[IntentEntry]]:
        """The pack's own intents by id, in file order; what every pack shares is not among them."""
        return {placed.entry.id: placed for placed in self.draft.intents}

    @lazy
    def facts(self) -> dict[str, Placed[FactEntry]]:
        """The facts by id, in file order."""
        return {placed.entry.id: placed for placed in self.draft.facts}

    @lazy
    def wordings(self) -> list[Wording]:
        """All wordings of the pack's own intents, in file order."""
        return [
            Wording(placed.entry.id, text, node)
            for placed in self.draft.intents
            for text, node in own_wordings(placed)
        ]

    def answers(self) -> Iterator[tuple[Intent, Placed[IntentEntry]]]:
        """The pack's own intents with an answer."""
        for name, placed in self.intents.items():
            if placed.entry.kind is IntentKind.ANSWER:
                yield self.pack.intents[name], placed

    def at(self, intent: str, what: str) -> Problem:
        """The problem that `what` is wrong with an intent as a whole."""
        return self.intents[intent].node.problem(what)
