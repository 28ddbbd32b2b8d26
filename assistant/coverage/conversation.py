"""What a conversation drew on of the article as it stands now, which may be edited since it was quoted."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from assistant.coverage.replies import Coverage
from assistant.response import Status
from assistant.text import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assistant.knowledge.source import Source
    from assistant.reply import Citation, Reply

    Place = tuple[str, int]

# The acts to which the reply is one that was given before.
_AGAIN = frozenset({"repeat", "source", "quote", "doubt", "challenge", "form"})
NOTHING_ASKED = "Nothing has been asked in this conversation yet."


class ConversationCoverage(NamedTuple):
    """What replies drew on, and with which questions."""

    coverage: Coverage[Reply]
    questions: Mapping[Place, Sequence[str]]
    """Those whose reply quotes a sentence, as an answer or as a passage: each once, by source and number."""

    @classmethod
    def of(cls, replies: Iterable[Reply], sources: Mapping[str, Source]) -> ConversationCoverage:
        """What `replies` drew on of `sources`; what does not stand there any more is left out.

        So is what only says again what another one said, be it with its quote.
        """
        standing = [
            reply.model_copy(update={"citations": tuple(standing_citations(reply.citations, sources))})
            for reply in replies
            if not says_nothing_new(reply)
        ]
        questions: dict[Place, dict[str, None]] = {}
        for reply in standing:
            if reply.status.traits.is_answer or reply.status is Status.PASSAGE:
                for cited in reply.citations:
                    asked = questions.setdefault((cited.source, cited.sentence), {})
                    asked[one_line(reply.question)] = None
        coverage = Coverage.of(sources.values(), standing)
        return cls(coverage, {place: tuple(asked) for place, asked in questions.items()})

    def spoken_lines(self) -> Iterator[str]:
        """All of it for reading aloud, a statement a line: the figures, the sentences, what was refused."""
        covered = self.coverage
        if not covered.replies:
            yield NOTHING_ASKED
            return
        yield f"{covered.in_words}."
        for source in covered.sources:
            if len(covered.sources) > 1:
                yield f"Source: {one_line(source.name)}"
            others = []
            for sentence in source.sentences:
                answers = covered.times(source.name, sentence.number)
                passages = covered.times_shown(source.name, sentence.number)
                counts = [counted(answers, "answer")] * bool(answers)
                counts += [counted(passages, "passage")] * bool(passages)
                if counts:
                    yield f"Sentence {sentence.number}, {', '.join(counts)}: {one_line(sentence.text)}"
                else:
                    others.append(sentence.number)
            if others:
                yield f"Not drawn on: sentence{'s' * (len(others) > 1)} {_ranges(others)}."
        for reply in covered.refused:
            yield f"Not in the article: {one_line(reply.question)}"


def says_nothing_new(reply: Reply) -> bool:
    """Whether a reply only says again what one before it said, or that there is no more."""
    return reply.act in _AGAIN or (reply.act == "more" and not reply.status.traits.is_answer)


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers in order as in ``1, 2, 4 to 11``."""
    # Numbers that follow one another have the same distance from their places.
    runs = groupby(enumerate(numbers), lambda each: each[1] - each[0])
    parts: list[str] = []
    for _, run in runs:
        first, *_, last = [number for _, number in run] * 2
        parts += [f"{first} to {last}"] if last - first > 1 else map(str, range(first, last + 1))
    return ", ".join(parts)


def standing_citations(citations: Iterable[Citation], sources: Mapping[str, Source]) -> Iterator[Citation]:
    """Each of `citations` where its words stand in `sources` now; those that are gone are left out."""
    for citation in citations:
        source = sources.get(citation.source)
        start = source.find(citation.quote, citation.start, citation.sentence) if source else None
        if source is None or start is None:
            continue
        if sentence := source.sentence_at(start):
            end = start + len(citation.quote)
            yield citation.model_copy(update={"sentence": sentence.number, "start": start, "end": end})
