"""When something was, in as few words as tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def told(moment: datetime, now: datetime) -> str:
    """`moment` in the time zone of `now`: by the hour today, by the day this year, and by the date before."""
    there = moment.astimezone(now.tzinfo)
    days = (now.date() - there.date()).days
    if days == 0:
        return f"today {there:%H:%M}"
    if days == 1:
        return "yesterday"
    if there.year == now.year:
        return f"{there:%b} {there.day}"
    return there.date().isoformat()
