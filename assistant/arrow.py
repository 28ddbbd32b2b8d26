"""PyArrow, for whoever reads or writes Parquet: large, seldom needed, and an extra."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from types import ModuleType


def libraries() -> tuple[ModuleType, ModuleType]:
    """The modules `pyarrow` and `pyarrow.parquet`.

    Raises:
        AssistantError: when they are not installed.
    """
    try:
        import pyarrow  # noqa: PLC0415
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise AssistantError("Parquet needs more packages: pip install 'assistant[parquet]'") from None
    return pyarrow, pyarrow.parquet
