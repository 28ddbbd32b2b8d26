"""The history to talk into: the file, another where it is damaged, none where there can be none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.history.database import FILE, set_aside
from assistant.history.folder import data_folder
from assistant.history.store import History
from assistant.history.turns import HistoryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    Clock = Callable[[], datetime]
    Tell = Callable[[str], None]


def open_history(*, keep: bool, clock: Clock, tell: Tell) -> History:
    """The user's history, or one that ends with the process where nothing is to be kept."""
    if not keep:
        return History(None)
    try:
        return History(data_folder() / FILE)
    except HistoryError as error:
        return open_instead(error, clock, tell)


def open_instead(error: HistoryError, clock: Clock, tell: Tell) -> History:
    """The history to go on with after `error`; `tell` is told of it."""
    if not error.damaged:
        return open_unkept(error, tell)
    path = data_folder() / FILE
    try:
        # Another chat may have set it aside already.
        return History(path, thorough=True)
    except HistoryError as found:
        if not found.damaged:
            return open_unkept(found, tell)
    try:
        kept = set_aside(path, clock())
        history = History(path)
    except HistoryError as found:
        return open_unkept(found, tell)
    tell(f"The history was damaged; it is now {kept}, and a new one begins.")
    return history


def open_unkept(error: HistoryError, tell: Tell) -> History:
    """A history that ends with the process, for `error` does not let one be kept.

    What was kept before is in it, as far as it can be read.
    """
    tell(f"What is said from here on is not kept: {error}")
    try:
        return History(None, copied=data_folder() / FILE)
    except HistoryError:
        return History(None)
