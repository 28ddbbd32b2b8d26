"""Work in a thread that does not hold up the end of the process."""

from __future__ import annotations

import asyncio
import contextvars
import sys
import threading
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Seconds for which a thread keeps the interpreter while another waits for it: a tenth of Python's own.
_SHORT: Final = 0.0005
P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def keys_first() -> Iterator[None]:
    """Let other threads give way sooner to the one that draws, at the price of more such changes."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_SHORT)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)


async def in_daemon_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `function` returns, called in a daemon thread of its own.

    `asyncio.to_thread` takes a thread of a pool, all of which the end of the process waits for. Where the
    caller is cancelled the thread runs on, and nobody learns what came of it.

    Raises:
        BaseException: what `function` raises.
    """
    future: Future[T] = Future()
    # From here on a caller who is cancelled leaves it as it is.
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            result = function(*args, **kwargs)
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)

    context = contextvars.copy_context()
    name = getattr(function, "__name__", "work")
    threading.Thread(target=context.run, args=(run,), name=name, daemon=True).start()
    return await asyncio.wrap_future(future)
