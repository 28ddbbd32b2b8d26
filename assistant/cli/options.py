"""What several commands share: options, and loading the assistant."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.dialogue import Assistant

_PackFolder = click.Path(path_type=Path, file_okay=True, dir_okay=True)


def installed_version() -> str:
    """The version of this program; of a checkout that is not installed it is not known."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("assistant")
    except PackageNotFoundError:
        return "(not installed)"


def pack_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that every command takes."""
    return click.option(
        "--pack",
        "pack",
        metavar="DIR",
        type=_PackFolder,
        help="The pack to answer from, instead of the default one.",
    )(command)


def history_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option of what opens the chat."""
    return click.option("--no-history", is_flag=True, help="Keep nothing of the conversation.")(command)


def watch_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option of what opens the chat for whoever writes the pack."""
    return click.option(
        "--watch", is_flag=True, help="Load the pack again at every save; the conversation goes on."
    )(command)


def load(pack: Path | None) -> Assistant:
    """The assistant for the pack in that folder, or for the default one."""
    from assistant.dialogue import Assistant  # noqa: PLC0415

    # What is loaded stays to the end: no use in searching it for garbage, again and again and at the exit.
    gc.disable()
    assistant = Assistant.load(pack)
    gc.freeze()
    gc.enable()
    return assistant
