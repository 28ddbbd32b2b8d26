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

NOWHERE = "does not stand in the article word for word"

_CLOSE = 50.0
# In code points of the sources, which takes two seconds.
_MOST_SEARCHED = 100_000_000
# In code points, of a quote.
_LONGEST_COMPARED = 2_000
_SHOWN_WHOLE = 200
_AROUND = 30
_NAMED = 4
# What may differ, without and with case folded.
_SLIPS = {False: "quotation marks, dashes or spaces", True: "capitals or such marks"}
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


class Quotes:
    """Finds the quotes of a pack in its sources."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._nearest = NearestWords(sources)
        self._results: dict[tuple[str, str | None], Quote | QuoteError] = {}

    def find(self, text: str, source: str | None = None) -> Quote | QuoteError:
        """Find the one place of `text` in the source called `source`, or in all of them where that is None.

        Returns:
            The quote, or what is wrong: it is not verbatim, not within one sentence, or there more than once.
        """
        # A word that stands all over a long article may be quoted again and again by mistake.
        result = self._results.get((text, source))
        if result is None:
            result = self._results[text, source] = self._search(text, source)
        return result

    def _search(self, text: str, source: str | None) -> Quote | QuoteError:
        sources = self._sources
        searched = [sources[source]] if source is not None else sources.values()
        places = [(each, start) for each in searched for start in _starts(each.text, text)]
        if not places:
            return QuoteError(NOWHERE + self._nearest.hint(text, source))
        place, start = places[0]
        first = place.sentence_at(start)
        last = place.sentence_at(start + len(text) - 1)
        if first is None or last is None:
            return QuoteError("begins or ends with a space: take it away")
        if first is not last:
            return CrossingError(
                f"runs from {_called(first, place, sources)} into {_called(last, place, sources)}:"
                " give each sentence a quote of its own"
            )
        if len(places) > 1:
            at = [in_sentence(each, offset, sources) for each, offset in places]
            return QuoteError(f"stands {len(at)} times, in {enumerated(at)}: {_way_out(places)}")
        return Quote(place.name, first.number, start, start + len(text), text)


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


class NearestWords:
    """Says what in the sources of a pack comes nearest to words that do not stand there.

    The effort has a bound: where thousands of quotes are not in a long article, a hint is given for the
    first of them alone.
    """

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._folded: dict[tuple[str, bool], tuple[str, list[int]]] = {}
        self._left = _MOST_SEARCHED

    def hint(self, text: str, source: str | None = None, write: Callable[[str], str] = pasteable) -> str:
        """Return ``; ...`` with what to `write` instead of `text`, or which sentence is closest to it.

        It is looked for in the source called `source`, or in all of them where that is None; the hint is
        empty once the bound is reached.
        """
        searched = [self._sources[source]] if source is not None else list(self._sources.values())
        if self._left <= 0:
            return ""
        self._left -= sum(len(each.text) for each in searched)
        for fold_case, what in _SLIPS.items():
            for each in searched:
                alike = self._verbatim_like(text, each, fold_case=fold_case)
                if alike:
                    return f"; only {what} differ: write {write(alike)}"
        return f"; {self._closest(text[:_LONGEST_COMPARED], searched)}"

    def _verbatim_like(self, text: str, source: Source, *, fold_case: bool) -> str:
        """The first span of `source` that differs from `text` in marks and spaces alone; else nothing."""
        key = source.name, fold_case
        if key not in self._folded:
            self._folded[key] = _folded(source.text, fold_case=fold_case)
        folded, origins = self._folded[key]
        wanted, _ = _folded(text.strip(), fold_case=fold_case)
        start = folded.find(wanted) if wanted else -1
        return source.text[origins[start] : origins[start + len(wanted) - 1] + 1] if start >= 0 else ""

    def _closest(self, text: str, searched: Sequence[Source]) -> str:
        sentences = [(source, sentence) for source in searched for sentence in source.sentences]
        texts = [sentence.text for _, sentence in sentences]
        best = process.extractOne(text, texts, scorer=fuzz.partial_ratio, score_cutoff=_CLOSE)
        if best is None:
            return "no sentence is close to it"
        source, sentence = sentences[best[2]]
        # As the pack names it: by its source only where the words may be in several.
        called = _called(sentence, source, {each.name: each for each in searched})
        return f"closest is {called}: {_closest_part(text, sentence.text)}"


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
