"""Where the focus goes by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget


def first_in_view(screen: Screen[Any], scroller: Widget) -> Widget | None:
    """The first widget that takes the focus at or below the top edge of `scroller`, in the order of `screen`.

    What has scrolled out of view above it comes before that: one key does not leave the latest reply behind.
    """
    top = scroller.content_region.y
    return next((widget for widget in screen.focus_chain if widget.region.bottom > top), None)
