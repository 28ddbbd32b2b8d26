"""Loops over arrays, compiled to machine code where Numba is there (the extra `[fast]`).

Numba takes longer to load than hundreds of questions take to answer, so only who asks more loads it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from assistant import cache

if TYPE_CHECKING:
    from collections.abc import Callable

Loop = TypeVar("Loop", bound="Callable[..., Any]")


@lru_cache(1)
def can_compile() -> bool:
    """Whether Numba is there, and fits NumPy."""
    try:
        import numba  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def compiled(loop: Loop) -> Loop:
    """`loop` as machine code, or as it is where it cannot be compiled.

    It does the same either way: Numba keeps the order in which numbers are added, and fuses no operations.
    """
    if not can_compile():
        return loop
    import numba  # noqa: PLC0415

    folder = _folder()
    config: Any = numba.config
    usual, config.CACHE_DIR = config.CACHE_DIR, str(folder or "")
    try:
        machine_code: Loop = numba.njit(loop, cache=folder is not None, error_model="numpy")
    except RuntimeError:
        # The folder cannot be written.
        machine_code = numba.njit(loop, error_model="numpy")
    finally:
        config.CACHE_DIR = usual
    return machine_code


@lru_cache(1)
def _folder() -> Path | None:
    """Where machine code is kept, for compiling takes seconds: another place after any change of this code.

    Numba itself looks at the file of a loop alone, and not at where the numbers come from that it takes.
    """
    files = sorted(Path(__file__).parents[1].rglob("*.py"))
    stamps = [(str(file), (status := file.stat()).st_mtime_ns, status.st_size) for file in files]
    return cache.folder("numba", repr(stamps))
