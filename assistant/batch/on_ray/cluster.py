"""The connection to Ray: quiet while all is well, and a line where it is not."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import socket
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

# How the address begins of a cluster that this machine is no node of.
CLIENT = "ray://"
_PATIENCE_SECONDS = 5.0
# The last line of a traceback.
_NAMED = re.compile(r"(?P<name>[\w.]*(?:Error|Exception|Invalid)): (?P<message>.+)")
# What Ray reads when it is imported, and hands on to the processes that it starts.
_SETTINGS = {
    # Nothing leaves the machine.
    "RAY_USAGE_STATS_ENABLED": "0",
    # No word about a change of what concerns graphics cards.
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_DATA_LOG_LEVEL": "CRITICAL",
}


@contextlib.contextmanager
def connected(address: str | None) -> Iterator[None]:
    """Ray at `address`; whatever goes wrong there is one line.

    Raises:
        AssistantError: with what went wrong, told by Ray.
    """
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    _reach(address)
    with warnings.catch_warnings(), _without_the_core():
        # What Ray means to change is no business of whoever runs a batch.
        warnings.simplefilter("ignore")
        with _connected(address):
            yield


@contextlib.contextmanager
def _connected(address: str | None) -> Iterator[None]:
    import ray  # noqa: PLC0415
    from ray.exceptions import RayError  # noqa: PLC0415

    began = not ray.is_initialized()
    try:
        if began:
            _begin(address)
        set_up(progress=sys.stderr.isatty())
        yield
    except (RayError, OSError, RuntimeError, ValueError, ImportError) as error:
        raise AssistantError(f"{address or 'Ray'}: {_told(error)}") from None
    finally:
        if began:
            ray.shutdown()


def _begin(address: str | None) -> None:
    import ray  # noqa: PLC0415

    # A client is warned that it has no say in whether there is a dashboard.
    local = {} if address is not None and address.startswith(CLIENT) else {"include_dashboard": False}
    ray.init(address, logging_level=logging.CRITICAL, log_to_driver=False, **local)


def set_up(*, progress: bool) -> None:
    """Make Ray Data keep the order of rows, and tell of what fails by an error alone."""
    from ray.data import DataContext  # noqa: PLC0415

    context = DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = progress
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


@contextlib.contextmanager
def _without_the_core() -> Iterator[None]:
    """Leave out what the core of Ray, which is no Python, writes to standard error past all levels."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    with (
        os.fdopen(kept, "w", encoding="utf-8") as stderr,
        Path(os.devnull).open("wb") as nowhere,
        contextlib.redirect_stderr(stderr),
    ):
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)


def _reach(address: str | None) -> None:
    """See that something listens at `address`: Ray would try for minutes, and complain all the while."""
    host, _, port = (address or "").removeprefix(CLIENT).rpartition(":")
    if not host or not port.isdecimal():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), _PATIENCE_SECONDS).close()
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AssistantError(f"{address}: there is no Ray: {reason}") from None


def _told(error: BaseException) -> str:
    """What an error comes to: Ray wraps it in others, with a traceback before it and advice behind it."""
    texts = [str(error)]
    while (cause := getattr(error, "cause", None) or error.__cause__) is not None:
        error = cause
        texts.append(str(error))
    if isinstance(error, AssistantError):
        return one_line(str(error))
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    named = [found for line in lines if (found := _NAMED.match(line))]
    own = [found["message"] for found in named if found["name"].startswith("assistant.")]
    told = own or [found.group() for found in named] or lines or [type(error).__name__]
    return one_line(told[-1])
