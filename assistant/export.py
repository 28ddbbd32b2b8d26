"""A conversation to take away: its questions and answers, and the article with the quotes marked.

Pure functions from a `Talk` to text. Whatever came from outside stands in it literally.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.markup import (
    cut,
    html,
    html_answer,
    html_page,
    html_source,
    marked,
    md,
    md_reply,
    merged,
    place,
    shown_citations,
)
from assistant.render import tame_json
from assistant.text import one_line, replace_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from assistant.history import Journal
    from assistant.knowledge.pack import Pack
    from assistant.knowledge.source import Sentence, Source
    from assistant.reply import Citation, Reply


def talk_of(pack: Pack, replies: Iterable[Reply], created: datetime, journal: Journal | None = None) -> Talk:
    """A conversation about `pack`, with what its `journal`, if it has one, says of the `replies`."""
    return Talk(
        pack.title,
        tuple(pack.sources.values()),
        tuple(replies),
        created,
        journal.marks if journal else (),
        journal.name if journal else "",
    )


@dataclass(frozen=True)
class Talk:
    """A conversation, and what it was about; `created` is when it was taken away.

    `marks` tell what the person said of each reply, ``right``, ``wrong`` or nothing; without them nothing was
    said of any. `name` is what the person called the conversation, if anything.
    """

    title: str
    sources: tuple[Source, ...]
    replies: tuple[Reply, ...]
    created: datetime
    marks: tuple[str, ...] = ()
    name: str = ""

    @property
    def headline(self) -> str:
        """What stands above all."""
        return self.name or self.title

    @property
    def about(self) -> str:
        """What it is about, where the headline does not tell."""
        return self.title if self.name else ""

    @property
    def turns(self) -> Iterator[tuple[Reply, str]]:
        """Each reply, and what the person said of it."""
        return zip(self.replies, self.marks or repeat(""), strict=False)

    @cached_property
    def quoted(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """What was quoted of each source, by its name."""
        spans: dict[str, list[tuple[int, int]]] = {}
        shown = [citation for reply in self.replies for citation in shown_citations(reply)]
        places = {(citation.source, citation.sentence) for citation in shown}
        # Of a sentence that was read out as well, what answers stands out.
        every = [citation for reply in self.replies for citation in reply.citations]
        alone = [citation for citation in every if (citation.source, citation.sentence) not in places]
        for citation in (*shown, *alone):
            for _, start in self._places(citation):
                spans.setdefault(citation.source, []).append((start, start + len(citation.quote)))
        return {name: merged(found) for name, found in spans.items()}

    def _places(self, citation: Citation) -> Iterator[tuple[Source, int]]:
        """Where a citation stands now: its source and the code point, or nothing where the words are gone."""
        for source in self.sources:
            if source.name == citation.source:
                start = source.find(citation.quote, citation.start, citation.sentence)
                if start is not None:
                    yield source, start

    def anchor(self, source: Source, sentence: Sentence) -> str:
        """The name by which a link finds a sentence; sources count from 1."""
        of_many = f"source-{self.sources.index(source) + 1}-" if len(self.sources) > 1 else ""
        return f"{of_many}sentence-{sentence.number}"

    def place(self, citation: Citation) -> tuple[str, str]:
        """Where a citation stands, in words, and the anchor of its sentence, empty where there is none."""
        of_many = len(self.sources) > 1
        for source, start in self._places(citation):
            if sentence := source.sentence_at(start):
                words = place(source.name, sentence.number, of_many=of_many)
                return words, self.anchor(source, sentence)
        return place(citation.source, citation.sentence, of_many=of_many), ""

    def heading(self, source: Source) -> str:
        """What stands above a source."""
        return "The article" if len(self.sources) == 1 else one_line(source.name)


def _when(talk: Talk) -> str:
    return talk.created.strftime("%Y-%m-%d %H:%M")


def _told(mark: str) -> str:
    """A mark in words, after how the reply went."""
    return f", marked {mark}" if mark else ""


# JSON


def as_json(talk: Talk) -> str:
    """One object: `title`, `created`, and `turns`, which are replies, with a `mark` where they have one.

    A conversation with a name has that for a title, and `about` tells the other.
    """
    record = {
        "title": talk.headline,
        **({"about": talk.about} if talk.about else {}),
        "created": talk.created.isoformat(timespec="seconds"),
        "turns": [
            reply.model_dump(mode="json") | ({"mark": str(mark)} if mark else {})
            for reply, mark in talk.turns
        ],
    }
    text = json.dumps(record, ensure_ascii=False, indent=2)
    return tame_json(replace_lone_surrogates(text)) + "\n"


# Markdown


def as_markdown(talk: Talk) -> str:
    """The conversation, then the article, its sentences numbered and what was quoted of it marked."""
    blocks = [f"# {md(one_line(talk.headline))}"]
    if talk.about:
        blocks.append(md(f"About: {one_line(talk.about)}"))
    blocks.append(f"Exported on {_when(talk)}.")
    for reply, mark in talk.turns:
        status, *rest = md_reply(reply, partial(_md_place, talk))
        blocks += [f"## {md(one_line(reply.question))}", f"{status}{_told(mark)}", *rest]
    for source in talk.sources:
        blocks.append(f"## {md(talk.heading(source))}")
        blocks += (_md_sentence(talk, source, sentence) for sentence in source.sentences)
    return "\n\n".join(blocks) + "\n"


def _md_place(talk: Talk, citation: Citation) -> str:
    words, anchor = talk.place(citation)
    return f"[{md(words)}](#{anchor})" if anchor else md(words)


def _md_sentence(talk: Talk, source: Source, sentence: Sentence) -> str:
    parts = cut(source, sentence, talk.quoted.get(source.name, ()))
    text = marked(parts, md)
    return f'<a id="{talk.anchor(source, sentence)}"></a>**{sentence.number}** {text}'


# HTML


def as_html(talk: Talk) -> str:
    """The same as one page that needs nothing beside itself: no script, no other file, no network."""
    iso, when = talk.created.isoformat(timespec="seconds"), _when(talk)
    about = [f'<p class="about">About: {html(one_line(talk.about))}</p>'] if talk.about else []
    turns = (line for reply, mark in talk.turns for line in _html_reply(talk, reply, mark))
    articles = (
        line
        for source in talk.sources
        for line in html_source(talk.heading(source), source, partial(_html_sentence, talk, source))
    )
    return html_page(
        talk.headline,
        [Path(__file__).with_name("export.css")],
        [*about, f'<p class="created">Exported on <time datetime="{iso}">{when}</time>.</p>'],
        [
            '<section aria-labelledby="conversation">',
            '<h2 id="conversation">The conversation</h2>',
            "\n".join(turns),
            "</section>",
            *articles,
        ],
    )


def _html_reply(talk: Talk, reply: Reply, mark: str) -> Iterator[str]:
    glyph, words, *_ = reply.status.traits
    yield f'<article class="turn {reply.status.value}">'
    yield f"<h3>{html(one_line(reply.question))}</h3>"
    yield f'<p class="status"><span aria-hidden="true">{glyph}</span> {words}{_told(mark)}</p>'
    yield from html_answer(reply, (_html_quote(talk, citation) for citation in shown_citations(reply)))
    yield "</article>"


def _html_quote(talk: Talk, citation: Citation) -> str:
    words, anchor = talk.place(citation)
    link = f'<a href="#{anchor}">{html(words)}</a>' if anchor else html(words)
    return f"“{html(one_line(citation.quote))}” — {link}"


def _html_sentence(talk: Talk, source: Source, sentence: Sentence) -> str:
    parts = cut(source, sentence, talk.quoted.get(source.name, ()))
    text = marked(parts, html)
    number = f"<sup>{sentence.number}</sup>"
    return f'<span class="sentence" id="{talk.anchor(source, sentence)}">{number} {text}</span>'


FORMATS: Final[Mapping[str, Callable[[Talk], str]]] = {
    "md": as_markdown,
    "html": as_html,
    "json": as_json,
}
"""How a conversation can be written, by the ending of the file."""
