"""A reply as JSON, or as text to read or to hear; the same for every surface."""

from __future__ import annotations

import re
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.response import Response, not_read_out
from assistant.text import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.dialogue.explanation import Explanation
    from assistant.reply import Reply
    from assistant.response import Quoting


NOTHING_MATCHED = "This was no question to match: it is about the conversation, or the article itself."
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
    for citation in not_read_out(reply.answer, reply.citations):
        yield ""
        yield from _wrap(f"“{one_line(citation.quote)}”", width, indent="    ")
        yield f"    — {one_line(citation.source)}, sentence {citation.sentence}"
    if reply.suggestions and reply.status.traits.offers_choice:
        yield ""
        for number, suggestion in enumerate(reply.suggestions, 1):
            yield from _wrap(f"{number}. {one_line(suggestion)}", width, indent="  ")


def _wrap(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, max(width, 20), initial_indent=indent, subsequent_indent=indent) or [""]


def as_spoken_lines(reply: Reply | Response, *, name_sources: bool) -> Iterator[str]:
    """The reply for reading aloud: a whole statement a line, however long, and what it is in words."""
    yield from as_answer_lines(reply)
    yield from _quote_lines(not_read_out(reply.answer, reply.citations), name_sources=name_sources)
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


def explanation_as_text(explanation: Explanation, width: int = 88) -> str:
    """How a question was read and how the intents ranked, for `ask --explain`."""
    wrapped = textwrap.wrap(f"Decision: {explanation.decision}", width)
    return "\n".join([*_explanation_lines(explanation, bar=20), *wrapped])


def explanation_as_spoken_lines(explanation: Explanation) -> Iterator[str]:
    """The same for reading aloud: no bars, and each line whole."""
    yield from map(one_line, _explanation_lines(explanation, bar=0))
    yield f"Decision: {one_line(explanation.decision)}"


def _explanation_lines(explanation: Explanation, *, bar: int) -> list[str]:
    """All but the decision; `bar` is the length of the bar of what is certain."""
    lines = [f"What was asked: {one_line(explanation.asked)}", "What accounts for each word:"]
    for reading in explanation.readings:
        note = f" (read as {one_line(reading.read_as)})" if reading.read_as else ""
        lines.append(f"  {one_line(reading.surface)}{note}: {reading.meaning}")
    lines.append("What it may mean, and how far each is believed:")
    for line in explanation.ranking:
        drawn = f"{'█' * round(line.belief * bar):<{bar}}"
        lines.append(f"  {line.belief:4.0%} {drawn} {one_line(line.question)}")
        lines.append(f"        nearest phrase: {one_line(line.phrase)} (similarity {line.score:.2f})")
        lines.append(f"        shared: {', '.join(line.shared) or 'nothing'}")
        if line.unexplained:
            lines.append(f"        nothing accounts for: {', '.join(map(one_line, line.unexplained))}")
    if not explanation.ranking:
        lines.append("  no question of the pack shares a word with it")
    return lines
