"""The coverage of an article as lines of plain text, and as JSON Lines."""

from __future__ import annotations

import json
import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, Final

from assistant.coverage.article import By
from assistant.knowledge.source import SentenceKind
from assistant.render import tame_json
from assistant.text import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.coverage.article import CoveredArticle
    from assistant.knowledge.reach import NameSpan, SentenceReach
    from assistant.knowledge.source import Source

_LEGENDS: Final = {
    By.INTENTS: "By intents: [3] behind words says how many intents reach them. Where no number stands in a"
    " sentence, the same reach all of its words.",
    By.QUESTIONS: "By questions: [3] behind words says how many questions were answered with them, or were"
    " shown them as a passage. Where no number stands in a sentence, it is the same for all of its words.",
}


def as_lines(covered: CoveredArticle, columns: int) -> Iterator[str]:
    """The article by each of its views, sentence by sentence, wrapped to some columns; then the summary."""
    for by in covered.views:
        yield from textwrap.wrap(_LEGENDS[by], columns)
        for source in covered.pack.sources.values():
            yield ""
            yield from textwrap.wrap(source_line(source), columns)
            digits = digits_of(source)
            for reach in covered.of_source(source):
                lead = f"{reach.sentence.number:{digits}}. "
                words = f"{kind_tag(reach)}{_with_counts(covered, reach, by)}"
                yield from _wrapped(words, columns, lead, digits + 2)
                for note in notes(covered, reach, by):
                    yield from _wrapped(note, columns, " " * (digits + 2), digits + 2)
        yield ""
    for statement in covered.in_words():
        yield from textwrap.wrap(statement, columns)


def source_line(source: Source) -> str:
    """What stands above the sentences of a source."""
    return f"{one_line(source.name)}: {counted(len(source.sentences), 'sentence')}"


def digits_of(source: Source) -> int:
    """How many columns the number of a sentence takes, with the space before it."""
    return len(str(len(source.sentences))) + 2


def _wrapped(text: str, columns: int, lead: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text, columns, initial_indent=lead, subsequent_indent=" " * indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def kind_tag(reach: SentenceReach) -> str:
    """What stands before a sentence that is none, such as ``[heading]``."""
    kind = reach.sentence.kind
    return "" if kind is SentenceKind.TEXT else f"[{kind}] "


def _with_counts(covered: CoveredArticle, reach: SentenceReach, by: By) -> str:
    """The sentence with the counts of its words, where they are not the same for all of it."""
    parts = [
        ("".join(part.text for part in alike), count)
        for count, alike in groupby(covered.parts(reach, by), lambda part: part.reaching)
    ]
    if len(parts) < 2:
        return one_line(reach.sentence.text)
    shown = ((text, text.rstrip(), count) for text, count in parts)
    return "".join(f"{words} [{count:,}]{text[len(words) :]}" for text, words, count in shown).strip()


def notes(covered: CoveredArticle, reach: SentenceReach, by: By) -> Iterator[str]:
    """What there is to say of a sentence, beside its text."""
    yield from _of_intents(reach) if by is By.INTENTS else _of_questions(covered, reach)


def _of_intents(reach: SentenceReach) -> Iterator[str]:
    if reach.intents:
        yield counted(len(reach.intents), "intent")
    elif reach.is_missed:
        yield "no intent reaches it"
    nowhere = [name for name in reach.unreached_names if not name.is_mentioned_elsewhere]
    elsewhere = [name for name in reach.unreached_names if name.is_mentioned_elsewhere]
    if nowhere:
        yield f"mentioned by no intent: {_listed(nowhere)}"
    if elsewhere:
        yield f"mentioned by intents of other sentences alone: {_listed(elsewhere)}"


def _of_questions(covered: CoveredArticle, reach: SentenceReach) -> Iterator[str]:
    if asked := covered.asked(reach):
        yield asked
    elif reach.sentence.kind.needs_fact:
        yield "no question reached it"


def _listed(names: Sequence[NameSpan]) -> str:
    """Names with what they are, each once."""
    return ", ".join(dict.fromkeys(f"{one_line(name.text)} ({name.kind})" for name in names))


def as_json_lines(covered: CoveredArticle) -> Iterator[str]:
    """An object for each sentence; no character in it controls a terminal."""
    for reach in covered.reached:
        text = json.dumps(_record(covered, reach), ensure_ascii=False, separators=(",", ":"))
        yield tame_json(text)


def _record(covered: CoveredArticle, reach: SentenceReach) -> dict[str, object]:
    sentence, replies = reach.sentence, covered.replies
    place = (reach.source, sentence.number)
    return {
        "source": reach.source,
        "number": sentence.number,
        "start": sentence.start,
        "end": sentence.end,
        "kind": sentence.kind.value,
        "text": sentence.text,
        "intents": reach.intents,
        "spans": [span._asdict() for span in reach.spans],
        "unreached_names": [name._asdict() for name in reach.unreached_names],
        "answers": replies.times(*place) if replies else None,
        "passages": replies.times_shown(*place) if replies else None,
        "asked": [
            {"start": start, "end": end, "questions": times} for start, end, times in replies.parts(*place)
        ]
        if replies
        else None,
    }
