"""The coverage of an article in a terminal with colours: words are shaded by how many intents reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.style import Style
from rich.text import Text

from assistant.coverage.article import SHADES, in_numbers
from assistant.coverage.lines import kind_tag, notes
from assistant.text import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from assistant.coverage.article import CoveredArticle
    from assistant.knowledge.reach import SentenceReach

# Each names both colours, so that it can be read on any ground.
_SHADES: Final = ("", "white on #1f4e79", "black on #4f9bd9", "bold black on #9fd3ff")
_FEW_COLOURS: Final = ("", "white on blue", "black on cyan", "bold black on bright_cyan")
_UNREACHED: Final = Style(color="red", bold=True)
_LACKING: Final = Style(underline=True, bold=True)
_NOTE: Final = Style(dim=True)


def print_shaded(console: Console, covered: CoveredArticle) -> None:
    """Print the same as `assistant.coverage.lines.as_lines`, with shades for numbers, to a `console`."""
    shades = _FEW_COLOURS if console.color_system == "standard" else _SHADES
    console.print(_legend(shades))
    for source in covered.pack.sources.values():
        console.print()
        console.print(Text(f"{one_line(source.name)}: {counted(len(source.sentences), 'sentence')}"))
        digits = len(str(len(source.sentences))) + 2
        for reach in covered.of_source(source):
            for line in _sentence(console, covered, reach, digits, shades):
                console.print(line)
    console.print()
    for statement in covered.in_words():
        console.print(Text(statement))


def _legend(shades: tuple[str, ...]) -> Text:
    legend = Text("Shaded by how many intents reach the words: none ")
    for shade in range(1, len(SHADES) + 1):
        legend.append(f" {in_numbers(shade)} ", shades[shade]).append(" ")
    return (
        legend.append("\nUnderlined is a ")
        .append("name", _LACKING)
        .append(", a date or a number that none of them mentions.")
    )


def _sentence(
    console: Console, covered: CoveredArticle, reach: SentenceReach, digits: int, shades: tuple[str, ...]
) -> Iterator[Text]:
    """A sentence and its notes, a line each, indented behind the number."""
    body = Text(kind_tag(reach))
    for part in covered.parts(reach):
        # A shaded space between two parts would look like a word.
        before, words, after = part.cut
        style = Style.parse(shades[part.shade]) + (_LACKING if part.name else Style())
        body.append(before).append(words, _UNREACHED + style if reach.is_missed else style).append(after)
    lead = f"{reach.sentence.number:{digits}}. "
    yield from _hanging(console, body, lead)
    for note in notes(covered, reach):
        yield from _hanging(console, Text(note, _NOTE), " " * len(lead))


def _hanging(console: Console, text: Text, lead: str) -> Iterator[Text]:
    for line in text.wrap(console, max(console.width - len(lead), 20)):
        line.rstrip()
        yield Text(lead) + line
        lead = " " * len(lead)
