"""The folder of the person's own that the program keeps things in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from assistant.history.turns import HistoryError

# Names the folder instead of the user's data folder.
VARIABLE: Final = "ASSISTANT_DATA_DIR"


def data_folder() -> Path:
    """The folder that `VARIABLE` names, or the user's data folder for this program.

    Raises:
        HistoryError: when there is no such place, as for a user without a home.
    """
    from platformdirs import user_data_path  # noqa: PLC0415  (it takes a while, and few commands need it)

    named = os.environ.get(VARIABLE, "").strip()
    try:
        return Path(named).expanduser().absolute() if named else user_data_path("assistant", appauthor=False)
    except (OSError, RuntimeError) as error:
        raise HistoryError(f"no folder for the history: {error}") from None
