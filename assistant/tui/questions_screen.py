"""What can be asked, group by group, filtered as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.segment import Segment
from rich.text import Text
from textual import on
from textual.binding import Binding
from textual.containers import VerticalGroup
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, Tree

from assistant.knowledge.contents import QuestionGroup
from assistant.text import one_line
from assistant.tui.upstream import Line
from assistant.tui.widgets.key_bar import KeyBar
from assistant.tui.word_search import WordSearch, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widgets.tree import TreeNode

_INDENT: Final = 2
_MARGIN: Final = 1


class FilterLine(Line):
    """Where one types what is looked for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "submit", "Ask", tooltip="Ask the only question left, or go to the list", id="filter.ask"
        ),
    ]


class QuestionTree(Tree[str]):
    """Topics and their questions, each on a line, with what was searched for marked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"question-tree--match"}
    # A triangle that more fonts have than Textual's own.
    ICON_NODE = "► "
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "select_cursor",
            "Ask",
            tooltip="Ask the question, or unfold or fold the topic",
            id="topics.ask",
        ),
    ]

    def __init__(self) -> None:
        super().__init__("")
        self.show_root = False
        self.show_guides = False
        self.guide_depth = _INDENT

    def show(self, groups: Iterable[QuestionGroup], search: WordSearch, *, unfolded: bool) -> None:
        """Show `groups`, and in them what is searched for."""
        self.clear()
        for group in groups:
            topic = self.root.add(self._marked(group.title, search), expand=unfolded)
            for question in group.questions:
                topic.add_leaf(self._marked(question, search), data=question)

    def _marked(self, text: str, search: WordSearch) -> Text:
        label = Text(one_line(text))
        match = self.get_component_rich_style("question-tree--match", partial=True)
        for start, end in search.places(label.plain):
            label.stylize(match, start, end)
        return label

    def get_label_width(self, node: TreeNode[str]) -> int:  # noqa: ARG002  (as in Textual)
        """No line needs more room than there is."""
        return 0

    def render_label(self, node: TreeNode[str], base_style: Style, style: Style) -> Text:
        """As much of a line as there is room for."""
        label = super().render_label(node, base_style, style)
        room = self.scrollable_content_region.width - 2 * _MARGIN
        label.truncate(room - (0 if node.allow_expand else _INDENT), overflow="ellipsis")
        return label

    def render_line(self, y: int) -> Strip:
        """A line with a margin that belongs to it: what is chosen stands out in its whole width."""
        line = super().render_line(y)
        margin = Segment(" " * _MARGIN, self.rich_style)
        segments = [margin, *line.crop(0, line.cell_length - _MARGIN)]
        if y + self.scroll_offset.y == self.cursor_line:
            chosen = self.get_component_rich_style("tree--cursor")
            segments = [Segment(text, style and style + chosen, control) for text, style, control in segments]
        return Strip(segments)


class QuestionsScreen(ModalScreen[str | None]):
    """A tree of questions; it is dismissed with the one that was chosen, or None."""

    CSS_PATH: ClassVar = ["dialog.tcss", "questions_screen.tcss"]
    # No ClassVar: Textual types it as a plain attribute.
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", tooltip="Back to the chat", id="questions.close"),
        Binding("down", "to_tree", "To the list", show=False, tooltip="To the list", id="questions.down"),
        Binding("ctrl+q", "app.quit", "Quit", tooltip="Leave the program", id="questions.quit"),
    ]

    def __init__(self, title: str, groups: Iterable[QuestionGroup]) -> None:
        super().__init__()
        self._title = title
        self._groups = list(groups)

    def compose(self) -> ComposeResult:
        """Title, filter, tree, keys."""
        with VerticalGroup(classes="dialog") as box:
            box.border_title = Content(one_line(self._title))
            # A letter that brings the focus along is not to be typed over by the next.
            yield FilterLine(
                placeholder="Type to filter", select_on_focus=False, compact=True, classes="dialog--search"
            )
            yield QuestionTree()
            yield KeyBar(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show everything; where there are many groups, only their titles."""
        self._fill("")

    @on(Input.Changed)
    def _filter(self, message: Input.Changed) -> None:
        self._fill(message.value)

    def _fill(self, typed: str) -> None:
        left = filtered(self._groups, typed)
        unfolded = bool(typed.strip()) or len(left) == 1
        self._tree.show(left, search_in(self._groups, typed), unfolded=unfolded)
        if not left:
            self._tree.root.add_leaf(Text("No question holds these words."))

    @property
    def _tree(self) -> QuestionTree:
        return self.query_one(QuestionTree)

    @on(Input.Submitted)
    def _choose_first(self) -> None:
        """Choose the only question left, or go to the list."""
        left = [q for group in filtered(self._groups, self.query_one(Input).value) for q in group.questions]
        if len(left) == 1:
            self.dismiss(left[0])
        else:
            self.action_to_tree()

    @on(Tree.NodeSelected)
    def _choose(self, message: Tree.NodeSelected[str]) -> None:
        if message.node.data is not None:
            self.dismiss(message.node.data)

    def on_key(self, event: events.Key) -> None:
        """Typing goes to the filter, wherever the focus is; in the list, space unfolds."""
        filter_ = self.query_one(Input)
        if filter_.has_focus or not event.is_printable or not event.character or event.key == "space":
            return
        event.stop()
        filter_.focus()
        filter_.insert_text_at_cursor(event.character)

    def action_to_tree(self) -> None:
        """From the filter to the list, to the first question where one is shown."""
        tree = self._tree
        tree.focus()
        opened = next((group for group in tree.root.children if group.is_expanded and group.children), None)
        tree.move_cursor(opened.children[0] if opened else None)


def filtered(groups: Sequence[QuestionGroup], typed: str) -> list[QuestionGroup]:
    """What is left of `groups`: the questions that hold each word of what was `typed`, be it in the title."""
    search = search_in(groups, typed)
    left = [
        QuestionGroup(
            group.title, tuple(q for q in group.questions if search.matches(words_of(f"{group.title} {q}")))
        )
        for group in groups
    ]
    return [group for group in left if group.questions]


def search_in(groups: Iterable[QuestionGroup], typed: str) -> WordSearch:
    """What the words of what was `typed` mean among those of `groups`."""
    texts = (text for group in groups for text in (group.title, *group.questions))
    return WordSearch(typed, frozenset().union(*map(words_of, texts)))
