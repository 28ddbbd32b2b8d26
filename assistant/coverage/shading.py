"""The coverage of an article in a terminal with colours: words are shaded by how often they are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rich.style import Style
from rich.text import Text

from assistant.colours import COLOURS, Colour
from assistant.coverage.article import By
from assistant.coverage.lines import digits_of, kind_tag, notes, source_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from assistant.coverage.article import CoveredArticle
    from assistant.knowledge.reach import SentenceReach


def _styles(more: Colour, most: Colour) -> tuple[str, ...]:
    """The style of each shade, from none to most; each names both colours, to be read on any ground."""
    text = COLOURS["text"]
    return (
        "",
        *[f"{text.dark} on {shade.dark}" for shade in (more, most)],
        f"bold {text.light} on {most.light}",
    )


_SHADES: Final = {
    By.INTENTS: _styles(COLOURS["reached-2"], COLOURS["reached-3"]),
    By.QUESTIONS: _styles(COLOURS["tint"], COLOURS["quote"]),
}
# Of sixteen colours, those that are like them.
_FEW_COLOURS: Final = {
    By.INTENTS: ("", "bright_white on green", "black on green", "bold black on bright_green"),
    By.QUESTIONS: ("", "bright_white on blue", "black on cyan", "bold black on bright_cyan"),
}
_UNREACHED: Final = Style(color="yellow", bold=True)
_LACKING: Final = Style(underline=True, bold=True)
_NOTE: Final = Style(dim=True)
_LEGENDS: Final = {
    By.INTENTS: "Shaded by how many intents reach the words:",
    By.QUESTIONS: "Shaded by how many questions were answered with the words, or were shown them:",
}


def print_shaded(console: Console, covered: CoveredArticle) -> None:
    """Print the same as `assistant.coverage.lines.as_lines`, with shades for numbers, to a `console`."""
    palette = _FEW_COLOURS if console.color_system == "standard" else _SHADES
    for by in covered.views:
        for line in _View(console, covered, by, palette[by]).lines():
            console.print(line)
        console.print()
    for statement in covered.in_words():
        console.print(Text(statement))


class _View(NamedTuple):
    """The article in the shades of one view."""

    console: Console
    covered: CoveredArticle
    by: By
    shades: tuple[str, ...]

    def lines(self) -> Iterator[Text]:
        """The legend, then source by source the sentences."""
        yield self._legend()
        for source in self.covered.pack.sources.values():
            yield Text()
            yield Text(source_line(source))
            for reach in self.covered.of_source(source):
                lead = f"{reach.sentence.number:{digits_of(source)}}. "
                yield from _hanging(self.console, self._sentence(reach), lead)
                for note in notes(self.covered, reach, self.by):
                    yield from _hanging(self.console, Text(note, _NOTE), " " * len(lead))

    def _legend(self) -> Text:
        legend, scale = Text(f"{_LEGENDS[self.by]}\nnone "), self.covered.scale(self.by)
        for shade in range(1, len(scale.least) + 1):
            legend.append(f" {scale.in_numbers(shade)} ", self.shades[shade]).append(" ")
        if self.by is By.INTENTS:
            legend.append("\nUnderlined is a ").append("name", _LACKING)
            legend.append(", a date or a number that none of them mentions.")
        return legend

    def _sentence(self, reach: SentenceReach) -> Text:
        text, scale = Text(kind_tag(reach)), self.covered.scale(self.by)
        is_missed = self.by is By.INTENTS and reach.is_missed
        for part in self.covered.parts(reach, self.by):
            # A shaded space between two parts would look like a word.
            before, words, after = part.cut
            style = Style.parse(self.shades[scale.shade(part.reaching)])
            style += _LACKING if part.name else Style()
            text.append(before).append(words, _UNREACHED + style if is_missed else style).append(after)
        return text


def _hanging(console: Console, text: Text, lead: str) -> Iterator[Text]:
    for line in text.wrap(console, max(console.width - len(lead), 20)):
        line.rstrip()
        yield Text(lead) + line
        lead = " " * len(lead)
