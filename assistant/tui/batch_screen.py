"""Many questions asked one by one: a table that fills, and the whole reply of one row."""

from __future__ import annotations

from collections import Counter
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import DataTable, Static

from assistant.colours import OF_STATUS
from assistant.errors import AssistantError
from assistant.formats import OutputFormat, reply_format, whole
from assistant.reply import Reply
from assistant.response import Status, not_read_out, sureness
from assistant.text import LONGEST_QUESTION, counted, one_line, printable
from assistant.tui.handing_over import hand_over
from assistant.tui.widgets.key_bar import KeyBar
from assistant.tui.widgets.notice import Notice
from assistant.tui.widgets.reply_table import ReplyTable
from assistant.tui.widgets.title_bar import TitleBar
from assistant.tui.widgets.unbroken import Unbroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from assistant.records.rows import Row
    from assistant.tui.ports import Assistant, Clock, Conversation
    from assistant.tui.upstream import InOrder

# Seconds of answering until the screen may draw and take keys again.
_SLICE: Final = 0.004
# Seconds between two additions to the table: each makes it draw all that shows anew.
_ADD_EVERY: Final = 0.25


class ReplyPane(VerticalScroll):
    """A whole reply: how it went, the question, the answer, what it rests on, what to choose from."""

    def compose(self) -> ComposeResult:
        """A text for each."""
        for part in ("status", "question", "answer", "rest"):
            yield Static(classes=f"batch--{part}")

    def show(self, reply: Reply, *, of_many: bool) -> None:
        """Show `reply`; `of_many` sources, the quotes name theirs."""
        for status in Status:
            self.set_class(reply.status is status, f"-{status.value.replace('_', '-')}")
        glyph, words, *_ = reply.status.traits
        texts = {
            "status": f"{glyph} {words}, {sureness(reply.confidence)} sure",
            "question": printable(reply.question[:LONGEST_QUESTION]),
            "answer": printable(reply.answer),
            "rest": "\n".join(_rest(reply, of_many=of_many)),
        }
        for part, text in texts.items():
            self.query_one(f".batch--{part}", Static).update(Content(text))
        self.scroll_home(animate=False)


def _rest(reply: Reply, *, of_many: bool) -> Iterable[str]:
    citations = not_read_out(reply)
    if citations and (label := reply.status.traits.quotes):
        yield f"{label}:"
    for citation in citations:
        source = f" of {one_line(citation.source)}" if of_many else ""
        yield f"“{one_line(citation.quote)}” — sentence {citation.sentence}{source}"
    if reply.status.traits.offers_choice:
        yield from (f"· {one_line(question)}" for question in reply.suggestions)


def _count(status: Status, count: int) -> Content:
    """How many replies have `status`, in its colour."""
    words = " ".join(status.traits[:2])
    return Content.styled(f"{words} {count:,}", f"bold ${OF_STATUS[status]}")


class BatchScreen(Screen[str | None]):
    """The replies to `rows`; it is dismissed with a question to ask in the chat, or None.

    Rows of the same conversation share their context, and any other is asked on its own.

    Args:
        assistant: Who answers.
        rows: What is asked, in order.
        clock: Tells the time.
        origin: Where the rows come from, in words that follow their number; empty where that is plain.
    """

    CSS_PATH = "batch_screen.tcss"
    AUTO_FOCUS = "ReplyTable"
    BINDING_GROUP_TITLE = "Batch"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ask", "Ask in chat", tooltip="Ask the row's question in the chat", id="batch.ask"),
        Binding("escape", "stop", "Stop", tooltip="Stop, and keep the replies so far", id="batch.stop"),
        Binding("escape", "close", "Close", tooltip="Back to the chat", id="batch.close"),
        Binding(
            "s",
            "save('jsonl')",
            "Save JSONL",
            tooltip="Save the replies so far as JSON Lines",
            id="batch.save",
        ),
        Binding("c", "save('csv')", "Save CSV", tooltip="Save the replies so far as CSV", id="batch.csv"),
        Binding(
            "h", "save('html')", "Save HTML", tooltip="Save the replies so far as a page", id="batch.html"
        ),
        # Of priority as the app's own is, which is not shown and else takes its place in the footer.
        Binding("ctrl+q", "app.quit", "Quit", priority=True, tooltip="Leave the program", id="batch.quit"),
    ]

    def __init__(self, assistant: Assistant, rows: Sequence[Row], clock: Clock, origin: str = "") -> None:
        super().__init__()
        self._assistant = assistant
        self._rows = rows
        self._clock = clock
        self._origin = origin
        self._conversations: dict[str, Conversation] = {}
        self._replies: list[Reply] = []
        self._answering = True

    @property
    def replies(self) -> tuple[Reply, ...]:
        """The replies so far."""
        return tuple(self._replies)

    def compose(self) -> ComposeResult:
        """Title, table, progress, notice, reply, keys."""
        yield TitleBar(f"A batch of {counted(len(self._rows), 'question')}{self._origin}")
        yield ReplyTable(len(self._rows))
        yield Static(id="batch-progress")
        yield Notice()
        yield ReplyPane()
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin as soon as the table is there."""
        self.call_after_refresh(self.run_worker, self._answer)

    # Answering

    async def _answer(self) -> None:
        """Answer every question in order, a few milliseconds at a time, until all are or it is stopped."""
        added = 0
        shown = 0.0
        pause = monotonic() + _SLICE
        for row in self._rows:
            self._replies.append(self._reply(row))
            if monotonic() < pause:
                continue
            if monotonic() - shown > _ADD_EVERY:
                added = self._add_from(added)
                shown = monotonic()
            await cast("InOrder[None]", self.app).give_way()
            if not self._answering:
                break
            pause = monotonic() + _SLICE
        self._answering = False
        self._add_from(added)
        self.refresh_bindings()

    def _reply(self, row: Row) -> Reply:
        """The reply to `row`, with its id and conversation."""
        if row.problem:
            reply = Reply(question=row.question, status=Status.ERROR, answer=row.wrong)
        else:
            reply = self._conversation(row.conversation).ask(row.question)
        return reply.model_copy(update={"id": row.id, "conversation": row.conversation})

    def _conversation(self, name: str | None) -> Conversation:
        if name is None:
            return self._assistant.conversation()
        if name not in self._conversations:
            self._conversations[name] = self._assistant.conversation()
        return self._conversations[name]

    def _add_from(self, first: int) -> int:
        """Put the replies from `first` on into the table, and tell how many are there."""
        # There is no table any more where the app is being left.
        for table in self.query(ReplyTable):
            for reply in self._replies[first:]:
                table.add(reply)
            table.fit()
            self.query_one("#batch-progress", Static).update(self._progress())
        return len(self._replies)

    def _progress(self) -> Unbroken:
        done, total = len(self._replies), len(self._rows)
        so_far = f"{done:,} of {total:,}"
        if self._answering:
            return Unbroken([Content(f"{so_far} replies so far")])
        counts = Counter(reply.status for reply in self._replies)
        parts = [_count(status, counts[status]) for status in Status if counts[status]]
        return Unbroken(parts if done == total else [Content(f"Stopped after {so_far}"), *parts])

    @on(DataTable.RowHighlighted)
    def _show_row(self, message: DataTable.RowHighlighted) -> None:
        if message.cursor_row < len(self._replies):
            reply = self._replies[message.cursor_row]
            self.query_one(ReplyPane).show(reply, of_many=len(self._assistant.pack.sources) > 1)

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape stops what runs, and else closes."""
        if action in ("stop", "close"):
            return (action == "stop") is self._answering
        return super().check_action(action, parameters)

    def action_stop(self) -> None:
        """Answer no more."""
        self._answering = False
        self.refresh_bindings()

    def action_close(self) -> None:
        """Back to the chat."""
        self.dismiss(None)

    def action_ask(self) -> None:
        """Ask the question of the row under the cursor in the chat."""
        row = self.query_one(ReplyTable).cursor_row
        if row >= len(self._replies):
            return
        question = self._replies[row].question[:LONGEST_QUESTION]
        if not question.strip():
            self.notify("There is no question in this row.", severity="warning", markup=False)
            return
        self._answering = False
        self.dismiss(question)

    def action_save(self, ending: str) -> None:
        """Write the replies so far to a new file, as `assistant batch` would."""
        if not self._replies:
            self.notify("There is no reply to save yet.", severity="warning", markup=False)
            return
        name = f"batch-{self._clock():%Y%m%d-%H%M%S}"
        written = whole(reply_format(OutputFormat(ending), self._assistant.pack), self._replies)
        try:
            place = hand_over(self.app, written, name, ending, name)
        except AssistantError as error:
            self.notify(one_line(str(error)), severity="error", markup=False)
            return
        self.notify(f"Saved {len(self._replies):,} replies{place}", markup=False)
