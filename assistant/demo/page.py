"""The page that remains of a demo: what was asked and answered, what it rests on, and what was refused.

A pure function from a `Showing` to text. Whatever came from outside stands in it literally.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.coverage.conversation import says_nothing_new
from assistant.coverage.replies import MOST_TINTED, TINTS, Coverage
from assistant.markup import cut, html, html_answer, html_page, html_quotes, html_source, marked
from assistant.reply import Reply
from assistant.text import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from assistant.knowledge.source import Sentence, Source


@dataclass(frozen=True, slots=True)
class Aside:
    """Words to the audience between the questions; either may be empty."""

    title: str
    text: str


@dataclass(frozen=True)
class Showing:
    """A demo that was shown: its title, that of the pack, and everything in the order it came.

    `created` is when; without it the page names no date.
    """

    title: str
    about: str
    sources: tuple[Source, ...]
    told: tuple[Reply | Aside, ...]
    created: datetime | None = None

    @cached_property
    def coverage(self) -> Coverage[Reply]:
        """What the replies drew on."""
        replies = (told for told in self.told if isinstance(told, Reply))
        return Coverage.of(self.sources, (reply for reply in replies if not says_nothing_new(reply)))

    def anchor(self, source: str, sentence: int) -> str:
        """The name by which a link finds a sentence, empty where there is none; sources count from 1."""
        for place, known in enumerate(self.sources, 1):
            if known.name == source and 1 <= sentence <= len(known.sentences):
                return f"source-{place}-sentence-{sentence}"
        return ""

    def heading(self, source: Source) -> str:
        """What stands above a source."""
        return "The article" if len(self.sources) == 1 else one_line(source.name)


def as_page(shown: Showing) -> str:
    """One page that needs nothing beside itself: no script, no other file, no network."""
    own = Path(__file__).with_name("page.css")
    return html_page(shown.title, [TINTS, own], _header(shown), _main(shown))


def _header(shown: Showing) -> Iterator[str]:
    about = html(one_line(shown.about))
    if shown.created:
        moment, when = shown.created.isoformat(timespec="seconds"), shown.created.strftime("%Y-%m-%d %H:%M")
        about += f' – shown on <time datetime="{moment}">{when}</time>'
    yield f'<p class="label">{about}</p>'
    yield f'<p class="covered">{html(shown.coverage.in_words)}.</p>'
    yield '<nav aria-label="On this page"><ul>'
    yield '<li><a href="#transcript">Questions and answers</a></li>'
    yield '<li><a href="#drawn-on">What was drawn on</a></li>'
    yield '<li><a href="#refused">What was refused</a></li>'
    yield "</ul></nav>"


def _main(shown: Showing) -> Iterator[str]:
    yield '<section aria-labelledby="transcript">'
    yield '<h2 id="transcript">Questions and answers</h2>'
    number = 0
    for told in shown.told:
        if isinstance(told, Reply):
            number += 1
            yield from _turn(shown, number, told)
        else:
            yield from _aside(told)
    yield "</section>"
    yield '<section aria-labelledby="drawn-on">'
    yield '<h2 id="drawn-on">What was drawn on</h2>'
    yield _LEGEND
    for source in shown.sources:
        yield from html_source(shown.heading(source), source, partial(_sentence, shown, source), level=3)
    yield "</section>"
    yield '<section aria-labelledby="refused">'
    yield '<h2 id="refused">What was refused</h2>'
    yield from _refused(shown)
    yield "</section>"


def _turn(shown: Showing, number: int, reply: Reply) -> Iterator[str]:
    glyph, words, *_ = reply.status.traits
    sources = {source.name: source for source in shown.sources}
    yield f'<article class="turn {reply.status.value}" id="question-{number}">'
    yield f"<h3>{html(one_line(reply.question))}</h3>"
    yield f'<p class="status"><span aria-hidden="true">{glyph}</span> {words}</p>'
    yield from html_answer(reply, html_quotes(reply, sources, shown.anchor))
    yield "</article>"


def _aside(aside: Aside) -> Iterator[str]:
    yield '<div class="aside">'
    if title := one_line(aside.title):
        yield f"<h3>{html(title)}</h3>"
    yield from (f"<p>{html(line.strip())}</p>" for line in printable(aside.text).split("\n") if line.strip())
    yield "</div>"


_LEGEND: Final = (
    '<p class="label legend">How many answers rest on a sentence: '
    + " ".join(
        f'<span class="tint-{tint}">{tint}×{" or more" if tint == MOST_TINTED else ""}</span>'
        for tint in range(1, MOST_TINTED + 1)
    )
    + " The others were not needed.</p>"
)


def _sentence(shown: Showing, source: Source, sentence: Sentence) -> str:
    times = shown.coverage.times(source.name, sentence.number)
    tint = f" tint-{shown.coverage.tint(source.name, sentence.number)}" if times else ""
    told = f' <b class="times">{times:,}×</b>' if times else ""
    text = marked(cut(source, sentence, ()), html)
    anchor = shown.anchor(source.name, sentence.number)
    return f'<span class="sentence{tint}" id="{anchor}"><sup>{sentence.number}</sup> {text}{told}</span>'


def _refused(shown: Showing) -> Iterator[str]:
    """The questions that the article does not answer, with what was said instead."""
    replies = [told for told in shown.told if isinstance(told, Reply)]
    if not shown.coverage.refused:
        yield '<p class="label">No question was refused.</p>'
        return
    yield '<p class="label">The article does not say, and so nothing was made up.</p>'
    yield '<ul class="refused">'
    refused = {id(reply) for reply in shown.coverage.refused}
    for number, reply in enumerate(replies, 1):
        if id(reply) in refused:
            question = f'<a href="#question-{number}">{html(one_line(reply.question))}</a>'
            yield f'<li>{question}<br><span class="answer">{html(reply.answer)}</span></li>'
    yield "</ul>"
