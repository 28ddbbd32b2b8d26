"""A reply as JSON, or as text to read or to hear; the same for every surface."""

from __future__ import annotations

import re
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Final, NamedTuple

from assistant.response import Response, not_read_out, sureness
from assistant.text import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.dialogue.explanation import Explanation, PartExplanation, WordLink
    from assistant.reply import Reply
    from assistant.response import Quoting

# A ranking has beside its first those that are believed at least so far.
_RANKED_FROM: Final = 0.01
# The bar of what is certain, in columns.
_LONGEST_BAR: Final = 20
_STRAIGHT: Final = str.maketrans("“”‘’", "\"\"''")
# JSON leaves these as they are, but a terminal would act on some and line readers would split at others.
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def as_json(reply: Reply | Response) -> str:
    """One line of JSON with exactly the keys of the contract; no character in it controls a terminal."""
    if isinstance(reply, Response):
        import json  # noqa: PLC0415  (what prints text does without it)

        text = json.dumps(asdict(reply), ensure_ascii=False, separators=(",", ":"))
    else:
        left_out = {"id", "conversation"} if reply.id is None else set()
        text = reply.model_dump_json(exclude=left_out)
    return tame_json(text)


def tame_json(text: str) -> str:
    """JSON that holds the same, with what a terminal or a line reader would act on escaped."""
    return _UNSAFE_IN_JSON.sub(_json_escape, text)


def _json_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def as_text(reply: Reply | Response, width: int = 88) -> str:
    """The reply for a person to read, wrapped to `width` columns, without a newline at the end."""
    return "\n".join(_text_lines(reply, width))


def _text_lines(reply: Reply | Response, width: int) -> Iterator[str]:
    heading = "" if reply.status.traits.is_answer else reply.status.traits.heading
    answer = printable(reply.answer)
    yield from _wrap(f"{heading}: {answer}" if heading else answer, width)
    for citation in not_read_out(reply):
        yield ""
        yield from _wrap(f"“{one_line(citation.quote)}”", width, indent="    ")
        yield f"    — {one_line(citation.source)}, sentence {citation.sentence}"
    if reply.suggestions and reply.status.traits.offers_choice:
        yield ""
        for number, suggestion in enumerate(reply.suggestions, 1):
            yield from _wrap(f"{number}. {one_line(suggestion)}", width, indent="  ")


def _wrap(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, max(width, 20), initial_indent=indent, subsequent_indent=indent) or [""]


def _hanging(text: str, width: int, lead: str) -> list[str]:
    """`text` behind a `lead`, which what is wrapped stands clear of."""
    columns = max(width, len(lead) + 20)
    return textwrap.wrap(text, columns, initial_indent=lead, subsequent_indent=" " * len(lead)) or [lead]


def as_spoken_lines(reply: Reply | Response, *, name_sources: bool) -> Iterator[str]:
    """The reply for reading aloud: a whole statement a line, however long, and what it is in words."""
    yield from as_answer_lines(reply)
    yield from _quote_lines(not_read_out(reply), name_sources=name_sources)
    if reply.suggestions:
        yield "Did you mean:" if reply.status.traits.offers_choice else "You can also ask:"
        yield from as_numbered_lines(reply.suggestions)


def as_answer_lines(reply: Reply | Response) -> Iterator[str]:
    """What a reply is, in words, and the answer, without its quotes."""
    if heading := reply.status.traits.heading:
        yield f"{heading}."
    yield from (one_line(line) for line in printable(reply.answer).split("\n") if line.strip())


def as_quote_lines(reply: Reply | Response, *, name_sources: bool) -> Iterator[str]:
    """The quotes of a reply, each with where it stands, a line each."""
    yield from _quote_lines(reply.citations, name_sources=name_sources)


def _quote_lines(citations: Iterable[Quoting], *, name_sources: bool) -> Iterator[str]:
    for citation in citations:
        source = f" of {one_line(citation.source)}" if name_sources else ""
        yield f'Sentence {citation.sentence}{source}: "{one_line(citation.quote)}"'


def as_numbered_lines(questions: Iterable[str], start: int = 1) -> Iterator[str]:
    """Questions to pick by number, a line each."""
    for number, question in enumerate(questions, start):
        yield f"{number}. {one_line(question)}"


class WhyLine(NamedTuple):
    """A line of an explanation, the same words wherever it is shown."""

    text: str
    level: int = 0
    """0 for people, 1 and more for curators, who are shown what belongs to a line beneath it."""
    belief: float | None = None
    """How far the question that `text` is is believed to be meant, in 0..1, where it is one of a ranking."""
    is_unexplained: bool = False
    """Whether it names words that nothing accounts for."""


def why_lines(explanation: Explanation) -> Iterator[WhyLine]:
    """Why a reply was given: a sentence with the only number for people, and the details for curators.

    Where the question has several parts, there is a sentence more for each.
    """
    if explanation.is_outdated:
        yield WhyLine("This reply was given before. Now it would be another, and this is why that one:")
    yield WhyLine(f"{sureness(explanation.confidence)} sure: {one_line(explanation.reason)}")
    parts = explanation.parts
    if len(parts) > 1:
        for part in parts:
            yield WhyLine(f"On “{one_line(part.asked)}”: {one_line(part.reason)}")
    if parts:
        yield WhyLine("For curators:", 1)
    for part in parts:
        yield from _details(part)


def _details(part: PartExplanation) -> Iterator[WhyLine]:
    """How one part of a question was read, and how the intents rank; numbers are from 0 to 1."""
    yield WhyLine(f"Understood as: {one_line(part.asked)}", 2)
    if not part.ranking:
        yield WhyLine("No question of the pack shares a word with it.", 2)
        return
    first = part.ranking[0]
    yield WhyLine(f"Nearest phrase: {one_line(first.phrase)} (similarity {first.score:.2f})", 2)
    if met := [_link(link) for link in part.links]:
        yield WhyLine(f"Words met: {', '.join(met)}", 2)
    for account in part.accounts:
        yield WhyLine(one_line(account), 2)
    offered = "Offered, as they rest on different sentences, each with the belief that it is meant"
    heading = offered if part.offered else "Belief that a question of the pack is meant"
    yield WhyLine(f"{heading}, by the words alone:", 2)
    for place, ranked in enumerate(part.ranking):
        if place >= max(part.offered, 1) and ranked.belief < _RANKED_FROM:
            continue
        if part.offered and place == part.offered:
            yield WhyLine("Not offered, as they are less likely or rest on one of those sentences:", 2)
        yield WhyLine(one_line(ranked.question), 3, ranked.belief)
        if ranked != first:
            yield WhyLine(f"Nearest phrase: {one_line(ranked.phrase)} (similarity {ranked.score:.2f})", 4)
        if ranked.unexplained:
            unexplained = ", ".join(map(one_line, ranked.unexplained))
            yield WhyLine(f"Not accounted for: {unexplained}", 4, is_unexplained=True)
    if part.together is not None:
        yield WhyLine(
            f"Belief in the answers on the sentence of the nearest one, together: {part.together:.2f} "
            f"(an answer needs {part.needed:.2f})",
            2,
        )


def _link(link: WordLink) -> str:
    asked, phrase = one_line(link.asked), one_line(link.phrase)
    words = asked if asked == phrase else f"{asked} = {phrase}"
    return f"{words} ({link.how})" if link.how else words


def explanation_as_text(explanation: Explanation, width: int = 88) -> str:
    """Why a reply was given, wrapped to `width` columns, for `ask --explain`."""
    lines: list[str] = []
    for line in why_lines(explanation):
        indent = "  " * max(line.level - 1, 0)
        if line.belief is None:
            lines += _wrap(line.text, width, indent)
        else:
            bar = "█" * round(line.belief * _LONGEST_BAR)
            lines += _hanging(line.text, width, f"{indent}{line.belief:.2f} {bar:<{_LONGEST_BAR}} ")
    return "\n".join(lines)


def explanation_as_spoken_lines(explanation: Explanation) -> Iterator[str]:
    """The same for reading aloud: no bars, no marks beyond ASCII, and each line whole."""
    for line in why_lines(explanation):
        belief = "" if line.belief is None else f"{line.belief:.2f} "
        yield f"{belief}{line.text}".translate(_STRAIGHT)
