"""The list of kept conversations: a line for each, and another for what was found beyond its title."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.visual import Visual
from textual.widgets.option_list import Option

from assistant.history.turns import LONGEST_TITLE
from assistant.text import one_line, printable
from assistant.tui.when import told
from assistant.tui.widgets.searched_list import SearchedList

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual import events
    from textual.css.styles import RulesMap
    from textual.strip import Strip
    from textual.visual import RenderOptions

    from assistant.history import Kept

    Runs = Sequence[tuple[str, bool]]

_PRESENT_LEAD, _LEAD = "● ", "  "
_PRESENT: Final = "open now"
_GAP: Final = "  "
# What is to be read keeps off the edge of the row.
_EDGE: Final = 1
# As wide as "today 14:03".
_WHEN_WIDTH: Final = 11
# From so many cells on there is room for whole words.
_ROOMY: Final = 64


def number_of_questions(kept: Kept) -> str:
    """How much was asked, in words."""
    return f"{kept.turns} question{'s' * (kept.turns != 1)}"


class KeptLine(Visual):
    """What it is called on the left, how much was asked and when on the right.

    Beneath stands what was found in it, unless the title shows that, and then `room` blank lines.
    """

    def __init__(self, list_: KeptList, kept: Kept, now: datetime, *, present: bool) -> None:
        self._list = list_
        self._lead = _PRESENT_LEAD if present else _LEAD
        self._title = _flat_runs(kept.marked_title) or [(one_line(kept.title[:LONGEST_TITLE]) or "…", False)]
        self._when = _PRESENT if present else told(kept.touched, now)
        self._counts = (f"{kept.turns} q.", number_of_questions(kept))
        self._snippet = _flat_runs(kept.snippet)
        self.room = 0

    def render_strips(
        self,
        width: int,
        height: int | None,  # noqa: ARG002  (as in Textual)
        style: Style,
        options: RenderOptions,
    ) -> list[Strip]:
        """Its lines; muted and coloured only where they are not those of the one that is chosen."""
        chosen = style.background == self._list.chosen_style.background
        if chosen:
            lead, muted, strong = Style(), Style(), Style(underline=True)
        else:
            lead = strong = self._list.match_style
            muted = self._list.muted_style
        rows = [self._first_row(width, lead, muted, strong)]
        if self._has_second_row(width):
            rows.append(self._second_row(max(0, width - _EDGE), muted, strong))
        rows += [Content()] * self.room
        return [row.truncate(width, ellipsis=True).render_strips(width, 1, style, options)[0] for row in rows]

    def _right(self, width: int) -> str:
        count = self._counts[width >= _ROOMY]
        return f"{_GAP}{count}{_GAP}{self._when:>{_WHEN_WIDTH}}{' ' * _EDGE}"

    def _title_width(self, width: int) -> int:
        return max(0, width - len(self._lead) - len(self._right(width)))

    def _first_row(self, width: int, lead: Style, muted: Style, strong: Style) -> Content:
        runs = [(text, strong if is_match else Style()) for text, is_match in self._title]
        title = Content.assemble(*runs).truncate(self._title_width(width), ellipsis=True, pad=True)
        return Content.assemble((self._lead, lead), title, (self._right(width), muted))

    def _second_row(self, width: int, muted: Style, strong: Style) -> Content:
        runs = [(text, strong if is_match else muted) for text, is_match in self._snippet]
        before, is_match = self._snippet[0]
        # What was found is to be seen, with some of what stands before it.
        if not is_match and len(_LEAD) + cell_len(_plain(self._snippet[:2])) >= width:
            runs[0] = (_end_of(before, width // 3), muted)
        return Content.assemble((_LEAD, muted), *runs).truncate(width, ellipsis=True)

    def _has_second_row(self, width: int) -> bool:
        """Whether more was found than the title shows at `width`."""
        title, snippet = _plain(self._title), _plain(self._snippet)
        if snippet.strip("…") not in title:
            return True
        room = self._title_width(width)
        # Where the title is cut, an ellipsis takes the place of its last character.
        room -= cell_len(title) > room
        return not _matches(self._snippet, cell_len(snippet)) <= _matches(self._title, room)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """All there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """A line, or two, and the room."""
        return 1 + self._has_second_row(width) + self.room


def _flat_runs(runs: Runs) -> Runs:
    """`runs` on one line; other than with `one_line`, what parts them from their neighbours stays."""
    return [(printable(text).replace("\n", " ").replace("\t", " "), is_match) for text, is_match in runs]


def _plain(runs: Runs) -> str:
    return "".join(text for text, _ in runs)


def _end_of(text: str, width: int) -> str:
    """The last words of `text`, as many as there is room for."""
    words = text.lstrip("…").split(" ")
    while words and cell_len(" ".join(words)) > width:
        del words[0]
    return f"…{' '.join(words)}"


def _matches(runs: Runs, width: int) -> set[str]:
    """The words among `runs` that were searched for and can be read within `width` cells."""
    ends = accumulate(cell_len(text) for text, _ in runs)
    return {
        text.casefold() for (text, is_match), end in zip(runs, ends, strict=True) if is_match and end <= width
    }


class KeptList(SearchedList):
    """The conversations; a click chooses one, a click on the chosen one posts `Selected`."""

    class AboveFirst(Message):
        """The arrow was pressed that leads up from the first."""

    def __init__(self, id: str) -> None:  # noqa: A002  (as in Textual)
        super().__init__(id=id, markup=False, compact=True)
        self._kept: tuple[Kept, ...] = ()

    @property
    def chosen(self) -> Kept | None:
        """The conversation that keys are about."""
        place = self.highlighted
        return self._kept[place] if place is not None and place < len(self._kept) else None

    def show(self, kept: Sequence[Kept], now: datetime, present: int | None, after: str) -> None:
        """List `kept`, with `after` in the end where it says something.

        What was chosen stays chosen; where it is gone, what stands in its place is chosen.
        """
        chosen, place = self.chosen, self.highlighted or 0
        self._kept = tuple(kept)
        options = [Option(KeptLine(self, one, now, present=one.number == present)) for one in self._kept]
        if after:
            options.append(Option(Content(f"{_LEAD}{after}"), disabled=True))
        self.set_options(options)
        numbers = [one.number for one in self._kept]
        if chosen and chosen.number in numbers:
            place = numbers.index(chosen.number)
        self.highlighted = min(place, len(numbers) - 1) if numbers else None

    def choose_first(self) -> None:
        """Choose the first."""
        self.highlighted = 0 if self._kept else None

    def action_cursor_up(self) -> None:
        """The line above; from the first one, out of the list."""
        if self.highlighted:
            self.highlighted -= 1
        else:
            self.post_message(self.AboveFirst())

    def action_cursor_down(self) -> None:
        """The line below, stopping at the last."""
        if self._kept:
            place = 0 if self.highlighted is None else self.highlighted + 1
            if place < len(self._kept):
                self.highlighted = place
            else:
                self.action_last()

    def action_last(self) -> None:
        """The last conversation, and what stands after it in view."""
        self.highlighted = len(self._kept) - 1 if self._kept else None
        self.scroll_end(animate=False)

    async def _on_click(self, event: events.Click) -> None:
        place = event.style.meta.get("option")
        event.prevent_default()
        if place is None or place >= len(self._kept):
            return
        if place == self.highlighted:
            self.action_select()
        self.highlighted = place

    def make_room(self, lines: int) -> None:
        """Leave so many lines free beneath the chosen conversation, all of it in view, and none elsewhere."""
        for place, option in enumerate(self.options):
            if isinstance(option.prompt, KeptLine):
                option.prompt.room = lines if place == self.highlighted else 0
        self._clear_caches()
        self.scroll_to_highlight()

    def place_beneath_chosen(self) -> int:
        """The line of the widget on which the room beneath the chosen conversation begins, in view or not."""
        place = self.highlighted or 0
        line = self._index_to_line[place] - self.scroll_offset.y + self._heights[place]
        prompt = self.options[place].prompt
        return line - prompt.room if isinstance(prompt, KeptLine) else line

    def place_of_chosen(self) -> int | None:
        """The line of the widget on which the chosen conversation stands; None where it is not to be seen."""
        if self.highlighted is None:
            return None
        self._update_lines()
        line = self._index_to_line[self.highlighted] - self.scroll_offset.y
        return line if 0 <= line < self.scrollable_content_region.height else None
