"""Every key and what it does, place by place, made from the bindings: for the help and the palette."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from textual.binding import Binding
from textual.keys import format_key

from assistant.manual import widget_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.screen import Screen

# Words where the footer, which has little room, has signs: they can be searched for, and read aloud.
_IN_WORDS: Final = frozenset({"backspace", "delete", "down", "enter", "escape", "left", "right", "up"})


@dataclass(frozen=True, slots=True)
class KeyRow:
    """Keys, each of which does the same, and what that is."""

    keys: tuple[str, ...]
    meaning: str

    @property
    def text(self) -> str:
        """The keys on one line."""
        return ", ".join(self.keys)


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """The keys of one place, in words; `screen` is where one is then, if it is not the chat."""

    title: str
    rows: tuple[KeyRow, ...]
    screen: type[Screen[Any]] | None = None


# What is bound to no key, as any letter, or any line, may do it.
ANY_LETTER: Final = KeyRow(("any letter",), "Type it at the prompt, wherever the focus is")
TYPED: Final = (
    KeyRow(("1 to 9",), "Ask the question with that number, where nothing else was typed"),
    KeyRow(("/",), "List the commands that can be typed"),
)


def key_name(binding: Binding) -> str:
    """How the key of `binding` is called, such as ``ctrl+q`` or ``pgup``."""
    modifiers, key = binding.parse_key()
    return "+".join([*modifiers, key if key in _IN_WORDS else format_key(key)])


def key_rows(*bindings: Iterable[BindingType]) -> tuple[KeyRow, ...]:
    """A row for each thing that `bindings` do, in their order."""
    words = widget_keys()
    rows: dict[str, list[str]] = {}
    for group in bindings:
        for binding in Binding.make_bindings(group):
            # Textual's own bindings have no tooltip, and are described in the terms of programs.
            meaning = binding.tooltip or words.get(binding.action) or binding.description
            rows.setdefault(meaning, []).append(key_name(binding))
    return tuple(KeyRow(tuple(dict.fromkeys(keys)), meaning) for meaning, keys in rows.items())


def chat_keys() -> list[KeyGroup]:
    """The keys of the chat and of every screen that it opens."""
    # What only some conversations come to is not loaded for the first frame of all.
    from textual.containers import VerticalScroll  # noqa: PLC0415
    from textual.widgets import DataTable, Input, OptionList, Tree  # noqa: PLC0415

    from assistant.tui.batch_screen import BatchScreen  # noqa: PLC0415
    from assistant.tui.commands import COMMANDS  # noqa: PLC0415
    from assistant.tui.coverage_screen import CoverageScreen  # noqa: PLC0415
    from assistant.tui.help_screen import HelpScreen  # noqa: PLC0415
    from assistant.tui.history_screen import Confirmation, HistoryScreen, NameInput  # noqa: PLC0415
    from assistant.tui.palette_screen import CommandLine, PaletteScreen  # noqa: PLC0415
    from assistant.tui.paste_screen import PasteOption, PasteScreen  # noqa: PLC0415
    from assistant.tui.questions_screen import FilterLine, QuestionsScreen  # noqa: PLC0415
    from assistant.tui.widgets.article import ArticlePane  # noqa: PLC0415
    from assistant.tui.widgets.choices import Choice  # noqa: PLC0415
    from assistant.tui.widgets.exchange import CitationChip  # noqa: PLC0415
    from assistant.tui.widgets.marks import MarkChip  # noqa: PLC0415
    from assistant.tui.widgets.prompt import Prompt  # noqa: PLC0415
    from assistant.tui.widgets.reopened import EarlierTurns  # noqa: PLC0415
    from assistant.tui.widgets.why import WhyChip  # noqa: PLC0415

    acting, moving = (
        [command.binding() for command in COMMANDS if command.keys and command.moves is moves]
        for moves in (False, True)
    )
    chips = (CitationChip.BINDINGS, WhyChip.BINDINGS, MarkChip.BINDINGS, EarlierTurns.BINDINGS)
    pasted = (PasteScreen.BINDINGS, PasteOption.BINDINGS)
    topics = (FilterLine.BINDINGS, QuestionsScreen.BINDINGS, Tree.BINDINGS)
    history = (HistoryScreen.BINDINGS, NameInput.BINDINGS, Confirmation.BINDINGS, OptionList.BINDINGS)
    # Of a table whose rows are chosen whole, these go from column to column.
    columns = Binding("left,right,home,end", "")
    batch = (BatchScreen.BINDINGS, _without(DataTable.BINDINGS, [*BatchScreen.BINDINGS, columns]))
    return [
        KeyGroup("In the chat", key_rows(acting)),
        KeyGroup("Moving about", (*key_rows(moving), ANY_LETTER)),
        KeyGroup("At the prompt", (*key_rows(Prompt.BINDINGS), *TYPED)),
        KeyGroup("Editing the line", key_rows(_without(Input.BINDINGS, Prompt.BINDINGS))),
        KeyGroup("On what tab reaches", key_rows(Choice.BINDINGS, *chips)),
        KeyGroup("In the article", key_rows(ArticlePane.BINDINGS)),
        KeyGroup("Among the topics", key_rows(*topics), QuestionsScreen),
        KeyGroup("In the menu", key_rows(CommandLine.BINDINGS, PaletteScreen.BINDINGS), PaletteScreen),
        KeyGroup("In the history", key_rows(*history), HistoryScreen),
        KeyGroup("When several lines were pasted", key_rows(*pasted), PasteScreen),
        KeyGroup("In a batch", key_rows(*batch), BatchScreen),
        KeyGroup("Where the article is tinted", key_rows(CoverageScreen.BINDINGS), CoverageScreen),
        KeyGroup("In this help", key_rows(HelpScreen.BINDINGS), HelpScreen),
        KeyGroup("Wherever else a text scrolls", key_rows(_up_and_down(VerticalScroll.BINDINGS))),
    ]


def _without(bindings: Iterable[BindingType], others: Iterable[BindingType]) -> list[Binding]:
    """Those of `bindings` whose keys `others` do not take."""
    taken = {binding.key for binding in Binding.make_bindings(others)}
    return [binding for binding in Binding.make_bindings(bindings) if binding.key not in taken]


def _up_and_down(bindings: Iterable[BindingType]) -> list[Binding]:
    """Those of `bindings` that do not scroll sideways: no text here is wider than its place."""
    return [each for each in Binding.make_bindings(bindings) if not each.action.endswith(("left", "right"))]
