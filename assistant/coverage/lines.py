"""The coverage of an article as lines of plain text, and as JSON Lines."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

from assistant.knowledge.source import SentenceKind
from assistant.render import tame_json
from assistant.text import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.coverage.article import CoveredArticle
    from assistant.knowledge.reach import NameSpan, SentenceReach

LEGEND = "A number in brackets says how many intents reach the words before it; without one all are the same."


def as_lines(covered: CoveredArticle, columns: int) -> Iterator[str]:
    """The article, sentence by sentence with what reaches it, wrapped to some columns; then the summary."""
    yield from textwrap.wrap(LEGEND, columns)
    for source in covered.pack.sources.values():
        yield ""
        yield f"{one_line(source.name)}: {counted(len(source.sentences), 'sentence')}"
        digits = len(str(len(source.sentences))) + 2
        for reach in covered.of_source(source):
            lead = f"{reach.sentence.number:{digits}}. "
            yield from _wrapped(f"{kind_tag(reach)}{_with_counts(covered, reach)}", columns, lead, digits + 2)
            for note in notes(covered, reach):
                yield from _wrapped(note, columns, " " * (digits + 2), digits + 2)
    yield ""
    for statement in covered.in_words():
        yield from textwrap.wrap(statement, columns)


def _wrapped(text: str, columns: int, lead: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text, columns, initial_indent=lead, subsequent_indent=" " * indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def kind_tag(reach: SentenceReach) -> str:
    """What stands before a sentence that is none, such as ``[heading]``."""
    kind = reach.sentence.kind
    return "" if kind is SentenceKind.TEXT else f"[{kind}] "


def _with_counts(covered: CoveredArticle, reach: SentenceReach) -> str:
    """The sentence with how many intents reach the words, where they are not the same for all of it."""
    parts: list[tuple[str, int]] = []
    for part in covered.parts(reach):
        if parts and parts[-1][1] == len(part.intents):
            parts[-1] = (parts[-1][0] + part.text, len(part.intents))
        else:
            parts.append((part.text, len(part.intents)))
    if len(parts) < 2:
        return one_line(reach.sentence.text)
    shown = ((text, text.rstrip(), count) for text, count in parts)
    return "".join(f"{words} [{count}]{text[len(words) :]}" for text, words, count in shown).strip()


def notes(covered: CoveredArticle, reach: SentenceReach) -> Iterator[str]:
    """What there is to say of a sentence, beside its text."""
    asked = _asked(covered, reach)
    if reach.intents:
        yield "; ".join([counted(len(reach.intents), "intent"), *asked])
    elif reach.is_missed:
        yield "; ".join(["no intent reaches it", *asked])
    elif asked:
        yield "; ".join(asked)
    nowhere = [name for name in reach.unreached_names if not name.is_mentioned_elsewhere]
    elsewhere = [name for name in reach.unreached_names if name.is_mentioned_elsewhere]
    if nowhere:
        yield f"mentioned by no intent: {_listed(nowhere)}"
    if elsewhere:
        yield f"mentioned by intents of other sentences alone: {_listed(elsewhere)}"


def _asked(covered: CoveredArticle, reach: SentenceReach) -> list[str]:
    """How many questions drew on a sentence; nothing where it is not known what was asked."""
    if covered.replies is None:
        return []
    place = (reach.source, reach.sentence.number)
    answers, passages = covered.replies.times(*place), covered.replies.times_shown(*place)
    is_due = answers or reach.sentence.kind.needs_fact
    asked = [f"{counted(answers, 'answer')} rest{'s' * (answers == 1)} on it"] if is_due else []
    return asked + ([f"shown as a passage {counted(passages, 'time')}"] if passages else [])


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
    }
