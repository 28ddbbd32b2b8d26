"""Values as they are kept, and as they are read: a damaged one is no reason to lose the others."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Final

from pydantic import ValidationError

from assistant.history.turns import Mark
from assistant.reply import Reply
from assistant.text import replace_lone_surrogates

# What is written in no known way was asked then.
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_YEAR: Final = 9000


def text_of(value: object) -> str:
    """A text; what is none is empty."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else ""


def reply_of(text: object) -> Reply | None:
    """The reply that was kept; none where another version of this program wrote it in another form."""
    try:
        return Reply.model_validate_json(text_of(text)) if text else None
    except ValidationError:
        return None


def mark_of(value: object) -> Mark:
    """A mark; what is none marks nothing."""
    return Mark(str(value)) if value in set(Mark) else Mark.NONE


def reply_as_json(reply: Reply) -> str:
    """A reply as it is kept."""
    return replace_lone_surrogates(json.dumps(reply.model_dump(mode="python"), ensure_ascii=False))


def stamp_of(moment: datetime) -> str:
    """A moment as it is kept."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def time_of(stamp: object) -> datetime:
    """The moment of a stamp; long ago where it tells none."""
    try:
        moment = datetime.fromisoformat(text_of(stamp))
    except ValueError:
        return _LONG_AGO
    # No other can be told in every time zone.
    if not _LONG_AGO.year <= moment.year <= _LAST_YEAR:
        return _LONG_AGO
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
