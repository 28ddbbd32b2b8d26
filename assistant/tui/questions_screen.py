"""What can be asked, group by group, filtered as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import on
from textual.binding import Binding
from textual.containers import VerticalGroup
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, Tree

from assistant.dialogue.suggestions import words_like
from assistant.knowledge.contents import QuestionGroup
from assistant.text import normalise, one_line, words
from assistant.tui.upstream import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

# What is less like a word, such as one of four letters with another in it, is another word.
_LEAST_LIKE: Final = 0.7


class QuestionTree(Tree[str]):
    """Topics, folded with a triangle that more fonts have than Textual's own."""

    ICON_NODE = "► "


class QuestionsScreen(ModalScreen[str | None]):
    """A tree of questions; it is dismissed with the one that was chosen, or None."""

    CSS_PATH = "questions_screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Close", tooltip="Back to the chat", id="questions.close"),
        Binding("down", "to_tree", "To the list", show=False, tooltip="To the list", id="questions.down"),
    ]

    def __init__(self, title: str, groups: Iterable[QuestionGroup]) -> None:
        super().__init__()
        self._title = title
        self._groups = list(groups)

    def compose(self) -> ComposeResult:
        """Title, filter, tree."""
        with VerticalGroup(id="questions"):
            yield Static(Content(one_line(self._title)), classes="questions--title")
            # A letter that brings the focus along is not to be typed over by the next.
            yield Line(placeholder="Type to filter", select_on_focus=False, id="questions-filter")
            tree = QuestionTree("", id="questions-tree")
            tree.show_root = False
            yield tree

    def on_mount(self) -> None:
        """Show everything; where there are many groups, only their titles."""
        self._fill("")

    @on(Input.Changed)
    def _filter(self, message: Input.Changed) -> None:
        self._fill(message.value)

    def _fill(self, filter_: str) -> None:
        tree = self._tree
        tree.clear()
        found = filtered(self._groups, filter_)
        for group in found:
            node = tree.root.add(Text(one_line(group.title)), expand=bool(filter_.strip()) or len(found) == 1)
            for question in group.questions:
                node.add_leaf(Text(one_line(question)), data=question)
        if not found:
            tree.root.add_leaf(Text("No question holds these words."))

    @property
    def _tree(self) -> Tree[str]:
        return self.query_one("#questions-tree", Tree)

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


def filtered(groups: Sequence[QuestionGroup], text: str) -> list[QuestionGroup]:
    """What is left of `groups`: the questions that hold each word of `text`, be it as a beginning.

    Of a word that no question holds, those count that are most like it.
    """
    held = {
        (group, q): frozenset(words(normalise(f"{group.title} {q}")))
        for group in groups
        for q in group.questions
    }
    vocabulary = frozenset().union(*held.values())
    wanted = [_meant(word, vocabulary) for word in words(normalise(text))]
    left = [
        QuestionGroup(
            group.title, tuple(q for q in group.questions if all(meant & held[group, q] for meant in wanted))
        )
        for group in groups
    ]
    return [group for group in left if group.questions]


def _meant(word: str, vocabulary: frozenset[str]) -> frozenset[str]:
    """The words that begin with `word`, or else those most like it."""
    like = words_like(word, vocabulary, half=True)
    begun = frozenset(other for other in like if other.startswith(word))
    nearest = max([_LEAST_LIKE, *like.values()])
    return begun or frozenset(other for other, likeness in like.items() if likeness >= nearest)
