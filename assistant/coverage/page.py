"""The coverage of an article as one page: the article tinted, what nothing reaches, and the intents.

A pure function from a `CoveredArticle` to text. Whatever came from outside stands in it literally. Nothing is
told by colour or by a title alone: each tint has its number, and the table names every intent.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.coverage.article import By
from assistant.coverage.replies import TINTS
from assistant.knowledge.source import SentenceKind
from assistant.markup import html, html_page, html_source, on_a_line, place
from assistant.text import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.coverage.article import CoveredArticle, Part, Scale
    from assistant.knowledge.reach import NameSpan, SentenceReach
    from assistant.knowledge.source import Sentence, Source

# A title with more questions covers the page; the table has all of them.
_MOST_IN_TITLE: Final = 8
_COUNTED: Final = {
    By.INTENTS: "How many intents reach the words",
    By.QUESTIONS: "How many questions were answered with the words, or were shown them as a passage",
}
_MARKS: Final = {
    By.INTENTS: "A small number behind words says how many."
    ' <span class="lacking">Such</span> is a name, a date or a number that no intent there mentions.',
    By.QUESTIONS: "A small number behind words says how many.",
}


def as_page(covered: CoveredArticle) -> str:
    """One page that needs nothing beside itself: no script, no other file, no network."""
    styles = [TINTS, Path(__file__).with_name("page.css")]
    return html_page(f"Coverage: {covered.pack.title}", styles, _header(covered), _main(covered))


def _header(covered: CoveredArticle) -> Iterator[str]:
    yield '<ul class="figures">'
    yield from (f"<li>{html(statement)}</li>" for statement in covered.in_words())
    yield "</ul>"
    yield '<nav aria-label="On this page"><ul>'
    yield from (f'<li><a href="#by-{by}">The article by {by}</a></li>' for by in covered.views)
    yield '<li><a href="#unreached">What no intent reaches</a></li>'
    yield '<li><a href="#intents">The intents by sentence</a></li>'
    yield "</ul></nav>"


def _main(covered: CoveredArticle) -> Iterator[str]:
    for by in covered.views:
        yield f'<section class="article by-{by}" aria-labelledby="by-{by}">'
        yield f'<h2 id="by-{by}">The article by {by}</h2>'
        yield _legend(covered, by)
        for source in covered.pack.sources.values():
            yield from html_source(one_line(source.name), source, _shown(covered, source, by), level=3)
        yield "</section>"
    yield '<section aria-labelledby="unreached">'
    yield '<h2 id="unreached">What no intent reaches</h2>'
    yield from _unreached(covered)
    yield "</section>"
    yield '<section aria-labelledby="intents">'
    yield '<h2 id="intents">The intents by sentence</h2>'
    yield from _table(covered)
    yield "</section>"


def _legend(covered: CoveredArticle, by: By) -> str:
    scale = covered.scale(by)
    tints = [f'<span class="tint-{tint}">{scale.in_numbers(tint)}</span>' for tint in _shades(scale)]
    return f'<p class="label legend">{_COUNTED[by]}: none, {" ".join(tints)}. {_MARKS[by]}</p>'


def _shades(scale: Scale) -> range:
    return range(1, len(scale.least) + 1)


# The article


def _shown(covered: CoveredArticle, source: Source, by: By) -> Callable[[Sentence], str]:
    shown = {reach.sentence.number: _sentence(covered, reach, by) for reach in covered.of_source(source)}
    return lambda sentence: shown[sentence.number]


def _sentence(covered: CoveredArticle, reach: SentenceReach, by: By) -> str:
    kind = reach.sentence.kind
    tag = "" if kind is SentenceKind.TEXT else f'<span class="kind">[{kind}]</span> '
    words = f"<sup>{reach.sentence.number}</sup>&nbsp;{tag}{''.join(_parts(covered, reach, by))}"
    if by is By.QUESTIONS:
        asked = covered.asked(reach)
        times = f' <b class="times">{asked}</b>' if asked else ""
        return f'<span class="sentence">{words}{times}</span>'
    missed, flag = (" missed", ' <span class="flag">no intent</span>') if reach.is_missed else ("", "")
    return f'<span class="sentence{missed}" id="{_anchor(covered, reach)}">{words}{flag}</span>'


def _parts(covered: CoveredArticle, reach: SentenceReach, by: By) -> Iterator[str]:
    """The words of a sentence, tinted, with their count behind those that share it."""
    for part, following in pairwise([*covered.parts(reach, by), None]):
        assert part is not None
        before, words, after = part.cut
        is_last = following is None or following[1:3] != part[1:3]
        title = counted(part.reaching, by.removesuffix("s"))
        label = (
            f'<span class="count" title="{title}">{part.reaching:,}</span>'
            if part.reaching and is_last
            else ""
        )
        yield f"{before}{_part(covered, part, html(words), covered.scale(by))}{label}{after}"


def _part(covered: CoveredArticle, part: Part, words: str, scale: Scale) -> str:
    """The `words` of a part, which are HTML, with its looks."""
    if part.name:
        where = " but of other sentences" if part.name.is_mentioned_elsewhere else ""
        title = html(f"{part.name.kind}: mentioned by no intent{where}")
        words = f'<span class="lacking" title="{title}">{words}</span>'
    if not part.reaching:
        return words
    title = f' title="{html(_title(covered, part))}"' if part.intents else ""
    return f'<span class="tint-{scale.shade(part.reaching)}"{title}>{words}</span>'


def _title(covered: CoveredArticle, part: Part) -> str:
    questions = covered.questions(part.intents[:_MOST_IN_TITLE])
    more = len(part.intents) - len(questions)
    return "\n".join([*map(one_line, questions), *([f"and {more:,} more"] if more else [])])


def _anchor(covered: CoveredArticle, reach: SentenceReach) -> str:
    """The name by which a link finds a sentence; sources count from 1."""
    return f"source-{list(covered.pack.sources).index(reach.source) + 1}-sentence-{reach.sentence.number}"


def _link(covered: CoveredArticle, reach: SentenceReach) -> str:
    words = place(reach.source, reach.sentence.number, of_many=len(covered.pack.sources) > 1)
    return f'<a href="#{_anchor(covered, reach)}">{html(words)}</a>'


# What is left


def _unreached(covered: CoveredArticle) -> Iterator[str]:
    if not covered.missed and not covered.lacking:
        yield '<p class="label">Nothing: every name, date and number is mentioned too.</p>'
        return
    if covered.missed:
        yield "<h3>Sentences</h3>"
        yield "<ul>"
        for reach in covered.missed:
            yield f"<li>{_link(covered, reach)}: {html(one_line(reach.sentence.text))}</li>"
        yield "</ul>"
    if covered.lacking:
        yield "<h3>Names, dates and numbers</h3>"
        yield '<p class="label">No intent that reaches the sentence mentions them.</p>'
        yield "<ul>"
        for reach in covered.lacking:
            names = dict.fromkeys(map(_name, reach.unreached_names))
            yield f"<li>{_link(covered, reach)}: {', '.join(names)}</li>"
        yield "</ul>"


def _name(name: NameSpan) -> str:
    elsewhere = ", mentioned by intents of other sentences alone" if name.is_mentioned_elsewhere else ""
    return f"<b>{html(one_line(name.text))}</b> ({html(name.kind)}{elsewhere})"


# The intents


def _table(covered: CoveredArticle) -> Iterator[str]:
    """A row for each sentence that an intent reaches: its intents, each with the words that it reaches."""
    yield "<table>"
    asked = '<th scope="col" class="number">Answers</th><th scope="col" class="number">Passages</th>'
    yield (
        '<thead><tr><th scope="col">Sentence</th><th scope="col">Intents</th>'
        f"{asked if covered.replies else ''}</tr></thead>"
    )
    yield "<tbody>"
    for reach in covered.reached:
        if reach.intents or reach.is_missed:
            yield "".join(_row(covered, reach))
    yield "</tbody>"
    yield "</table>"


def _row(covered: CoveredArticle, reach: SentenceReach) -> Iterator[str]:
    yield f'<tr><th scope="row">{_link(covered, reach)}</th><td>'
    if reach.intents:
        yield "<ul>"
        for intent, question in zip(reach.intents, covered.questions(reach.intents), strict=True):
            words = html(" … ".join(_words_of(covered.pack.sources[reach.source], reach, intent)))
            called = f"{html(one_line(question))} <code>{html(intent)}</code>"
            yield f'<li>{called}<br><span class="kind">{words}</span></li>'
        yield "</ul>"
    else:
        yield '<span class="flag">none</span>'
    yield "</td>"
    if covered.replies:
        where = (reach.source, reach.sentence.number)
        for times in (covered.replies.times(*where), covered.replies.times_shown(*where)):
            yield f'<td class="number">{times:,}</td>'
    yield "</tr>"


def _words_of(source: Source, reach: SentenceReach, intent: str) -> Iterator[str]:
    """The words of a sentence that an intent reaches, those apart that are apart in it."""
    run: tuple[int, int] | None = None
    for span in reach.spans:
        if intent not in span.intents:
            continue
        if run and run[1] == span.start:
            run = (run[0], span.end)
            continue
        if run:
            yield on_a_line(source.text[slice(*run)]).strip()
        run = (span.start, span.end)
    if run:
        yield on_a_line(source.text[slice(*run)]).strip()
