"""The time where the person is."""

from __future__ import annotations

from datetime import UTC, datetime


def local_time() -> datetime:
    """The present moment, in the person's time zone."""
    return datetime.now(UTC).astimezone()
