"""A conversation to take away: its questions and answers, and the article with the quotes marked.

Pure functions from a `Talk` to text. Whatever came from outside stands in it literally: as Markdown it is
escaped, as HTML too, and what a terminal would act on is shown as in the chat.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.render import MARKS, tame_json
from assistant.response import Status
from assistant.text import one_line, printable, replace_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from assistant.knowledge.source import Sentence, Source
    from assistant.reply import Citation, Reply

CLOSEST: Final = "Closest in the article"

_WHITE_SPACE: Final = re.compile(r"\s+")
# What Markdown, or a common extension of it, reads as more than itself: anywhere, or where a line begins.
_MARKDOWN: Final = re.compile(r"[\\`*_{}\[\]<>|~&$#]|^[+=-]")
_NUMBERED: Final = re.compile(r"^(\d+)([.)])")


@dataclass(frozen=True)
class Talk:
    """A conversation, and what it was about; `created` is when it was taken away."""

    title: str
    sources: tuple[Source, ...]
    replies: tuple[Reply, ...]
    created: datetime

    @cached_property
    def quoted(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """What was quoted of each source, by its name."""
        spans: dict[str, list[tuple[int, int]]] = {}
        for reply in self.replies:
            for citation in reply.citations:
                spans.setdefault(citation.source, []).append((citation.start, citation.end))
        return {name: merged(found) for name, found in spans.items()}

    def anchor(self, source: Source, sentence: Sentence) -> str:
        """The name by which a link finds a sentence; sources count from 1."""
        of_many = f"source-{self.sources.index(source) + 1}-" if len(self.sources) > 1 else ""
        return f"{of_many}sentence-{sentence.number}"

    def place(self, citation: Citation) -> tuple[str, str]:
        """Where a citation stands, in words, and the anchor of its sentence, empty where there is none."""
        of_many = f" of {one_line(citation.source)}" if len(self.sources) > 1 else ""
        for source in self.sources:
            sentence = source.sentence_at(citation.start) if source.name == citation.source else None
            if sentence:
                return f"sentence {sentence.number}{of_many}", self.anchor(source, sentence)
        return f"sentence {citation.sentence}{of_many}", ""

    def heading(self, source: Source) -> str:
        """What stands above a source."""
        return "The article" if len(self.sources) == 1 else one_line(source.name)


def merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same places as `spans`, in order, with what overlaps or touches made one and nothing empty."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return tuple(found)


def cut(source: Source, sentence: Sentence, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The parts of a sentence on one line, in order, and whether each lies in one of the merged `spans`."""
    place = sentence.start
    for start, end in spans:
        first, last = max(start, place), min(end, sentence.end)
        if first < last:
            yield _on_a_line(source.text[place:first]), False
            yield _on_a_line(source.text[first:last]), True
            place = last
    yield _on_a_line(source.text[place : sentence.end]), False


def _on_a_line(text: str) -> str:
    return _WHITE_SPACE.sub(" ", printable(text))


def _when(talk: Talk) -> str:
    return talk.created.strftime("%Y-%m-%d %H:%M")


# JSON


def as_json(talk: Talk) -> str:
    """One object: `title`, `created`, and `turns`, which are replies."""
    record = {
        "title": talk.title,
        "created": talk.created.isoformat(timespec="seconds"),
        "turns": [reply.model_dump(mode="json") for reply in talk.replies],
    }
    text = json.dumps(record, ensure_ascii=False, indent=2)
    return tame_json(replace_lone_surrogates(text)) + "\n"


# Markdown


def as_markdown(talk: Talk) -> str:
    """The conversation, then the article, its sentences numbered and what was quoted of it marked."""
    blocks = [f"# {_md(one_line(talk.title))}", f"Exported on {_when(talk)}."]
    for reply in talk.replies:
        blocks += [f"## {_md(one_line(reply.question))}", *_md_reply(talk, reply)]
    for source in talk.sources:
        blocks.append(f"## {_md(talk.heading(source))}")
        blocks += (_md_sentence(talk, source, sentence) for sentence in source.sentences)
    return "\n\n".join(blocks) + "\n"


def _md_reply(talk: Talk, reply: Reply) -> Iterator[str]:
    glyph, words = MARKS[reply.status]
    yield f"**{_md(glyph)} {words}**"
    yield from (_md(one_line(line)) for line in printable(reply.answer).split("\n") if line.strip())
    if reply.citations and reply.status is Status.NOT_IN_ARTICLE:
        yield f"{CLOSEST}:"
    for citation in reply.citations:
        words, anchor = talk.place(citation)
        link = f"[{_md(words)}](#{anchor})" if anchor else _md(words)
        yield f"> “{_md(one_line(citation.quote))}” — {link}"
    if reply.status is Status.CLARIFY and reply.suggestions:
        listed = enumerate(reply.suggestions, 1)
        yield "\n".join(f"{number}. {_md(one_line(question))}" for number, question in listed)


def _md_sentence(talk: Talk, source: Source, sentence: Sentence) -> str:
    parts = cut(source, sentence, talk.quoted.get(source.name, ()))
    text = "".join(f"<mark>{_md(part)}</mark>" if quoted else _md(part) for part, quoted in parts)
    return f'<a id="{talk.anchor(source, sentence)}"></a>**{sentence.number}** {text}'


def _md(text: str) -> str:
    """A line of text that Markdown shows as it stands."""
    return _NUMBERED.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\g<0>", text))


# HTML


_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p class="created">Exported on <time datetime="{iso}">{when}</time>.</p>
</header>
<main>
<section aria-labelledby="conversation">
<h2 id="conversation">The conversation</h2>
{turns}
</section>
{articles}
</main>
</body>
</html>
"""


def as_html(talk: Talk) -> str:
    """The same as one page that needs nothing beside itself: no script, no other file, no network."""
    return _PAGE.format(
        title=_html(one_line(talk.title)),
        style=Path(__file__).with_name("export.css").read_text("utf-8"),
        iso=talk.created.isoformat(timespec="seconds"),
        when=_when(talk),
        turns="\n".join(line for reply in talk.replies for line in _html_reply(talk, reply)),
        articles="\n".join(line for source in talk.sources for line in _html_source(talk, source)),
    )


def _html_reply(talk: Talk, reply: Reply) -> Iterator[str]:
    glyph, words = MARKS[reply.status]
    yield f'<article class="turn {reply.status.value}">'
    yield f"<h3>{_html(one_line(reply.question))}</h3>"
    yield f'<p class="status"><span aria-hidden="true">{glyph}</span> {words}</p>'
    yield f'<p class="answer">{_html(printable(reply.answer))}</p>'
    if reply.citations and reply.status is Status.NOT_IN_ARTICLE:
        yield f'<p class="label">{CLOSEST}</p>'
    for citation in reply.citations:
        words, anchor = talk.place(citation)
        link = f'<a href="#{anchor}">{_html(words)}</a>' if anchor else _html(words)
        yield f"<blockquote>“{_html(one_line(citation.quote))}” — {link}</blockquote>"
    if reply.status is Status.CLARIFY and reply.suggestions:
        yield "<ol>"
        yield from (f"<li>{_html(one_line(question))}</li>" for question in reply.suggestions)
        yield "</ol>"
    yield "</article>"


def _html_source(talk: Talk, source: Source) -> Iterator[str]:
    yield "<section>"
    yield f"<h2>{_html(talk.heading(source))}</h2>"
    paragraphs: list[list[str]] = []
    for sentence, opens in source.with_openings():
        if opens:
            paragraphs.append([])
        paragraphs[-1].append(_html_sentence(talk, source, sentence))
    for paragraph in paragraphs:
        yield "<p>" + "\n".join(paragraph) + "</p>"
    yield "</section>"


def _html_sentence(talk: Talk, source: Source, sentence: Sentence) -> str:
    parts = cut(source, sentence, talk.quoted.get(source.name, ()))
    text = "".join(f"<mark>{_html(part)}</mark>" if quoted else _html(part) for part, quoted in parts)
    number = f"<sup>{sentence.number}</sup>"
    return f'<span class="sentence" id="{talk.anchor(source, sentence)}">{number} {text}</span>'


def _html(text: str) -> str:
    return escape(printable(text))


FORMATS: Final[Mapping[str, Callable[[Talk], str]]] = {
    "md": as_markdown,
    "html": as_html,
    "json": as_json,
}
"""How a conversation can be written, by the ending of the file."""
