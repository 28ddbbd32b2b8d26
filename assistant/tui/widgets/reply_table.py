"""The table of a batch: a row for each reply, marked in the colour of its status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text
from textual.widgets import DataTable

from assistant.colours import OF_STATUS
from assistant.response import sureness
from assistant.text import one_line

if TYPE_CHECKING:
    from textual.app import App

    from assistant.reply import Reply
    from assistant.response import Status

# More of a text than a cell shows on any terminal.
_LONGEST_CELL: Final = 300
# Questions take no more of the width that they share with the answers, however long they are.
_MOST_FOR_QUESTIONS: Final = 2 / 5
_QUESTION: Final = "Question"


def _cell(text: str, *, right: bool = False) -> Text:
    # A string would be taken for markup.
    shown = one_line(text[:_LONGEST_CELL])
    return Text(shown, no_wrap=True, overflow="ellipsis", justify="right" if right else "left")


class StatusMark:
    """The mark of a status; its colour is looked up as it is drawn, for the theme may change."""

    def __init__(self, app: App[object], status: Status) -> None:
        self._app = app
        self._status = status

    def __str__(self) -> str:
        return self._status.traits.glyph

    def __rich__(self) -> Text:
        return Text(str(self), style=f"bold {self._app.theme_variables[OF_STATUS[self._status]]}")


class ReplyTable(DataTable[Text | StatusMark]):
    """A row for each reply; questions have the width that they need, answers what the rest leaves."""

    def __init__(self, total: int) -> None:
        super().__init__(cursor_type="row", zebra_stripes=False)
        self._longest_question = cell_len(_QUESTION)
        digits = len(str(total))
        for label, width in (("#", digits), ("", 1), (_QUESTION, 20), ("Answer", 20), ("Sure", 4)):
            self.add_column(_cell(label), width=width, key=label or "mark")

    def add(self, reply: Reply) -> None:
        """Put `reply` under the others; `fit` makes room for it."""
        question = _cell(reply.question)
        self._longest_question = max(self._longest_question, question.cell_len)
        self.add_row(
            _cell(reply.id or "", right=True),
            StatusMark(self.app, reply.status),
            question,
            _cell(reply.answer),
            _cell(sureness(reply.confidence), right=True),
        )

    def fit(self) -> None:
        """Share the width out between questions and answers."""
        number, mark, question, answer, sure = self.ordered_columns
        taken = sum(column.get_render_width(self) for column in (number, mark, sure))
        room = max(20, self.scrollable_content_region.width - taken - 4 * self.cell_padding)
        question.width = min(self._longest_question, int(room * _MOST_FOR_QUESTIONS))
        answer.width = room - question.width
        self._require_update_dimensions = True
        self.check_idle()

    def on_resize(self) -> None:
        """Another width is shared out anew."""
        self.fit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave enter to the screen."""
        return False if action == "select_cursor" else super().check_action(action, parameters)
