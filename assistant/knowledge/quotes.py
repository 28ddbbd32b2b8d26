"""Find a fact's quotes in the sources, and say of one that is not there what comes nearest."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from assistant.knowledge.pack import Quote
from assistant.knowledge.wording import named, pasteable
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assistant.knowledge.source import Sentence, Source

_CLOSE = 50.0
_SHOWN_WHOLE = 200
_AROUND = 30
_NAMED = 4
_LIKE = {
    **dict.fromkeys("\"'“”„‟«»″‘’‚‛′`", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00ad\u200b\ufeff", ""),
    "…": "...",
}


class QuoteError(Exception):
    """A quote does not stand exactly once within one sentence; the message says how."""


class CrossingError(QuoteError):
    """A quote runs from one sentence into another."""


def find_quote(text: str, sources: Mapping[str, Source], source: str | None = None) -> Quote:
    """Find the one place of `text` in the source called `source`, or in all of them where that is None.

    Raises:
        QuoteError: The quote is not verbatim, not within one sentence, or there more than once.
    """
    searched = {source: sources[source]} if source is not None else sources
    places = [(found, start) for found in searched.values() for start in _starts(found.text, text)]
    if not places:
        raise QuoteError(f"does not stand in the article word for word; {nearest_words(text, searched)}")
    found, start = places[0]
    first = found.sentence_at(start)
    last = found.sentence_at(start + len(text) - 1)
    if first is None or last is None:
        raise QuoteError("begins or ends with a space: take it away")
    if first is not last:
        raise CrossingError(
            f"runs from {_called(first, found, sources)} into {_called(last, found, sources)}:"
            " give each sentence a quote of its own"
        )
    if len(places) > 1:
        at = [in_sentence(each, offset, sources) for each, offset in places]
        raise QuoteError(f"stands {len(at)} times, in {enumerated(at)}: {_way_out(places)}")
    return Quote(found.name, first.number, start, start + len(text), text)


def _starts(text: str, part: str) -> list[int]:
    starts = []
    start = text.find(part)
    while start >= 0:
        starts.append(start)
        start = text.find(part, start + 1)
    return starts


def _way_out(places: Sequence[tuple[Source, int]]) -> str:
    """What to do about a quote that stands in several places: name its source, if that will do."""
    times = Counter(source.name for source, _ in places)
    single = [name for name, count in times.items() if count == 1]
    if len(times) == 1 or not single:
        return "quote more words of the one"
    keys = enumerated([named(f"source: {name}") for name in single], "or")
    return f"write {keys} beside it, or quote more words of the one"


def in_sentence(source: Source, offset: int, sources: Mapping[str, Source]) -> str:
    """``sentence 5``, the one at `offset`, with its source's name where the pack has several."""
    return _called(source.sentence_at(offset), source, sources)


def enumerated(names: list[str], conjunction: str = "and") -> str:
    """``a, b and c`` without repetitions, and without most of a long list."""
    different = list(dict.fromkeys(names))
    if len(different) > _NAMED:
        different[_NAMED - 1 :] = ["others"]
    *most, last = different
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def _called(sentence: Sentence | None, source: Source, sources: Mapping[str, Source]) -> str:
    """``sentence 5``, with its source's name where the pack has several."""
    number = f"sentence {sentence.number}" if sentence else "a gap between sentences"
    return number if len(sources) == 1 else f"{number} of {one_line(source.name)}"


def nearest_words(text: str, sources: Mapping[str, Source], write: Callable[[str], str] = pasteable) -> str:
    """Say what to `write` instead of `text`, or which sentence is closest to it."""
    for fold_case, what in ((False, "quotation marks, dashes or spaces"), (True, "capitals or such marks")):
        for source in sources.values():
            alike = _verbatim_like(text, source.text, fold_case=fold_case)
            if alike:
                return f"only {what} differ: write {write(alike)}"
    choices = {
        (name, sentence.number): sentence.text
        for name, source in sources.items()
        for sentence in source.sentences
    }
    best = process.extractOne(text, choices, scorer=fuzz.partial_ratio, score_cutoff=_CLOSE)
    if best is None:
        return "no sentence is close to it"
    name, number = best[2]
    source = sources[name]
    called = _called(source.sentences[number - 1], source, sources)
    return f"closest is {called}: {_closest_part(text, best[0])}"


def _verbatim_like(text: str, source: str, *, fold_case: bool) -> str:
    """The first span of `source` that differs from `text` in marks and spaces alone; empty if none does."""
    wanted, _ = _folded(text.strip(), fold_case=fold_case)
    folded, origins = _folded(source, fold_case=fold_case)
    start = folded.find(wanted) if wanted else -1
    return source[origins[start] : origins[start + len(wanted) - 1] + 1] if start >= 0 else ""


def _folded(text: str, *, fold_case: bool) -> tuple[str, list[int]]:
    """Return `text` with marks made alike, and for each character of that its offset in `text`."""
    pieces: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        if character.isspace():
            piece = "" if pieces and pieces[-1] == " " else " "
        else:
            piece = _LIKE.get(character, character)
        if fold_case:
            piece = piece.casefold()
        if piece:
            pieces.append(piece)
            origins.extend([offset] * len(piece))
    return "".join(pieces), origins


def _closest_part(text: str, sentence: str) -> str:
    """The sentence, or of a long one the part that is most like `text`, in whole words."""
    alignment = fuzz.partial_ratio_alignment(text, sentence)
    if alignment is None or len(sentence) <= _SHOWN_WHOLE:
        return named(sentence, _SHOWN_WHOLE)
    start = sentence.rfind(" ", 0, max(0, alignment.dest_start - _AROUND)) + 1
    stop = sentence.find(" ", alignment.dest_end + _AROUND)
    part = sentence[start : stop if stop >= 0 else len(sentence)]
    return named(f"{'… ' if start else ''}{part}{' …' if stop >= 0 else ''}", len(part) + 4)
