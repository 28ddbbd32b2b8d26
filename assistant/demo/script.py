"""The script of a demo: a title and steps, each of which knows where in its file it stands.

Everything here is frozen. A `Script` that `assistant.demo.reading` has read is sound: every intent and every
sentence that it expects is there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.response import Status


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: `line` and `column` from 1, and `where` in the file's own terms."""

    path: str
    line: int
    column: int
    where: str = ""


@dataclass(frozen=True, slots=True)
class Expect:
    """What a reply has to be; nothing is asked for where a list is empty.

    The status is one of `statuses`; the reply leads to one of `intents` at least, and cites one of
    `sentences` at least. `places` has where each of them is written, by its key.
    """

    statuses: tuple[Status, ...] = ()
    intents: tuple[str, ...] = ()
    sentences: tuple[int, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


NOTHING_EXPECTED = Expect()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What every step has.

    `presenter` is for the presenter alone, and may be empty; `hold` is how many seconds to stay after the
    step at pace 1, or None for as long as it takes to read what it shows.
    """

    place: Place
    presenter: str = ""
    hold: float | None = None
    covers_chat: ClassVar = False
    """Whether it lies over the chat."""

    @property
    def in_words(self) -> str:
        """What it does, in a line."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(_Step):
    """A question, typed out and sent."""

    question: str
    expect: Expect = NOTHING_EXPECTED

    @property
    def in_words(self) -> str:
        """The question."""
        return f"Ask: {self.question}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick(_Step):
    """One of the questions that the last reply offers, by its number from 1."""

    number: int
    expect: Expect = NOTHING_EXPECTED

    @property
    def in_words(self) -> str:
        """Which of them."""
        return f"Pick option {self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(_Step):
    """Nothing happens for so many seconds."""

    seconds: float

    @property
    def in_words(self) -> str:
        """For how long."""
        return f"Pause for {self.seconds:g} s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(_Step):
    """A note to the audience, in the chat."""

    text: str

    @property
    def in_words(self) -> str:
        """The note."""
        return f"Note: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(_Step):
    """A card with a title, and perhaps a text under it."""

    title: str
    text: str = ""
    covers_chat: ClassVar = True

    @property
    def in_words(self) -> str:
        """Its title."""
        return f"Card: {self.title}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(_Step):
    """The sentence that the last reply cites, shown in the article."""

    @property
    def in_words(self) -> str:
        """Always the same."""
        return "Show the source in the article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Why(_Step):
    """Why the last reply is what it is, unfolded."""

    @property
    def in_words(self) -> str:
        """Always the same."""
        return "Unfold why"


Step = Ask | Pick | Pause | Note | Card | Source | Why


@dataclass(frozen=True, slots=True)
class Script:
    """A whole script; `path` is its file as messages show it."""

    title: str
    steps: tuple[Step, ...]
    path: str
