"""What every Markdown file and every page is made of: text as it stands, answers, quotes and the looks.

Whatever came from outside is shown literally: as Markdown it is escaped, as HTML too, and what a terminal
would act on is shown as in the chat.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.colours import as_style
from assistant.response import not_read_out
from assistant.text import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from assistant.knowledge.source import Sentence, Source
    from assistant.reply import Citation, Reply


_WHITE_SPACE: Final = re.compile(r"\s+")
# What Markdown, or a common extension of it, reads as more than itself: anywhere, or where a line begins.
_MARKDOWN: Final = re.compile(r"[\\`*_{}\[\]<>|~&$#]|^[+=-]")
_NUMBERED: Final = re.compile(r"^(\d+)([.)])")


# Text


def md(text: str) -> str:
    """A line of text that Markdown shows as it stands."""
    return _NUMBERED.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\g<0>", text))


def html(text: str) -> str:
    """Text that a page shows as it stands, as an element's content or the value of an attribute."""
    return escape(printable(text))


# Quotes


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
            yield on_a_line(source.text[place:first]), False
            yield on_a_line(source.text[first:last]), True
            place = last
    yield on_a_line(source.text[place : sentence.end]), False


def on_a_line(text: str) -> str:
    """`text` made printable, with every run of white space as one space, at its ends too."""
    return _WHITE_SPACE.sub(" ", printable(text))


def marked(parts: Iterable[tuple[str, bool]], escaped: Callable[[str], str]) -> str:
    """The `parts` of a sentence, escaped, with what is quoted of them marked."""
    return "".join(f"<mark>{escaped(part)}</mark>" if quoted else escaped(part) for part, quoted in parts)


def place(source: str, sentence: int, *, of_many: bool) -> str:
    """Where a quote stands, in words; `of_many` sources, the words name it."""
    return f"sentence {sentence} of {one_line(source)}" if of_many else f"sentence {sentence}"


# Replies


def md_reply(reply: Reply, where: Callable[[Citation], str]) -> Iterator[str]:
    """How it went, the answer, its quotes and the questions to choose from, a block each.

    `where` tells, as Markdown, where a quote stands.
    """
    glyph, words, *_ = reply.status.traits
    yield f"**{md(glyph)} {words}**"
    yield from (md(one_line(line)) for line in printable(reply.answer).split("\n") if line.strip())
    if label := _label(reply):
        yield f"{label}:"
    yield from (f"> “{md(one_line(each.quote))}” — {where(each)}" for each in shown_citations(reply))
    if options := _options(reply):
        yield "\n".join(f"{number}. {md(option)}" for number, option in enumerate(options, 1))


def html_answer(reply: Reply, quotes: Iterable[str]) -> Iterator[str]:
    """The answer, its `quotes`, which are HTML, and the questions to choose from, an element each."""
    yield f'<p class="answer">{html(reply.answer)}</p>'
    if label := _label(reply):
        yield f'<p class="label">{label}</p>'
    yield from (f"<blockquote>{quote}</blockquote>" for quote in quotes)
    if options := _options(reply):
        yield "<ol>"
        yield from (f"<li>{html(option)}</li>" for option in options)
        yield "</ol>"


def _label(reply: Reply) -> str:
    """What stands above the quotes where they are no answer."""
    return reply.status.traits.quotes if shown_citations(reply) else ""


def shown_citations(reply: Reply) -> tuple[Citation, ...]:
    """The citations that stand under the answer: what it reads out itself is not shown again."""
    return not_read_out(reply)


def _options(reply: Reply) -> tuple[str, ...]:
    """The questions to choose from."""
    return tuple(map(one_line, reply.suggestions)) if reply.status.traits.offers_choice else ()


def html_quotes(
    reply: Reply, sources: Mapping[str, Source], anchor: Callable[[str, int], str] = lambda *_: ""
) -> Iterator[str]:
    """Every sentence that is quoted, once, the quotes marked in it, and where it stands.

    `anchor` names the place on the page to which that leads, where there is one.
    """
    shown = shown_citations(reply)
    for (name, number), found in groupby(shown, lambda quote: (quote.source, quote.sentence)):
        where = html(place(name, number, of_many=len(sources) > 1))
        target = anchor(name, number)
        link = f'<a href="#{html(target)}">{where}</a>' if target else where
        yield f"{_in_sentence(tuple(found), sources)} <cite>{link}</cite>"


def _in_sentence(quotes: tuple[Citation, ...], sources: Mapping[str, Source]) -> str:
    first = quotes[0]
    source = sources.get(first.source)
    sentence = source.sentence_at(first.start) if source else None
    # What another state of the article was quoted from is not to be marked in this one.
    if (
        not source
        or not sentence
        or any(source.text[quote.start : quote.end] != quote.quote for quote in quotes)
    ):
        return " … ".join(f"<mark>{html(one_line(quote.quote))}</mark>" for quote in quotes)
    return marked(cut(source, sentence, merged((quote.start, quote.end) for quote in quotes)), html)


# Pages


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
{header}</header>
<main>
{main}
</main>
</body>
</html>
"""


def html_page(title: str, own_style: Iterable[Path], header: Iterable[str], main: Iterable[str]) -> str:
    """A page that needs nothing beside itself: no script, no other file, no network.

    What is under the title and what follows are HTML, an element or more each.
    """
    return _PAGE.format(
        title=html(one_line(title)),
        style=style(*own_style),
        header="".join(f"{element}\n" for element in header),
        main="\n".join(main),
    )


def html_source(
    heading: str, source: Source, shown: Callable[[Sentence], str], *, level: int = 2
) -> Iterator[str]:
    """A source by paragraphs, under a heading of a `level`, each sentence as the HTML `shown` of it."""
    yield "<section>"
    yield f"<h{level}>{html(heading)}</h{level}>"
    paragraphs: list[list[str]] = []
    for sentence, opens in source.with_openings():
        if opens:
            paragraphs.append([])
        paragraphs[-1].append(shown(sentence))
    for paragraph in paragraphs:
        yield "<p>" + "\n".join(paragraph) + "</p>"
    yield "</section>"


# Looks


def style(*own: Path) -> str:
    """The style of a page: the colours and what all have in common, then its `own`, in order."""
    files = (Path(__file__).with_name("page.css"), *own)
    return as_style() + "".join(each.read_text("utf-8") for each in files)
