"""The console of Rich, for what a command draws on a terminal in colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.segment import Segment

from assistant.streams import styled
from assistant.text import controls_shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import ConsoleOptions, RenderableType


class LiteralConsole(Console):
    """A console to which only its own styles and movements are any: text from outside is shown literally.

    Args:
        stream: The stream to a terminal.
        options: What `Console` takes beside it.
    """

    def __init__(self, stream: TextIO, **options: Any) -> None:
        super().__init__(file=styled(stream), **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The segments of `renderable`."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(controls_shown(segment.text), segment.style)
