"""The command that plays a demo, rehearses it, or keeps it."""

from __future__ import annotations

import gc
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.commands import Ignores, command
from assistant.cli.options import load, pack_option
from assistant.errors import AssistantError, ExitCode
from assistant.streams import OutputError, give_up_streams, in_a_terminal, standard_output
from assistant.text import printable

if TYPE_CHECKING:
    from assistant.demo.script import Script
    from assistant.dialogue import Assistant


_SLOWEST, _FASTEST = 0.25, 4.0


def _pace(_context: click.Context, _option: click.Parameter, value: str) -> float:
    try:
        pace = float(value)
    except ValueError:
        pace = 0.0
    if not _SLOWEST <= pace <= _FASTEST:
        raise AssistantError(f"{value}: a pace is a number from {_SLOWEST:g} to {_FASTEST:g}")
    return pace


@command(rules=[Ignores("--check", ("--stage", "--pace", "--export")), Ignores("--notes")])
@click.argument("script", metavar="[SCRIPT]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Try every step without a screen; exit 1 if one is not as the script expects.",
)
@click.option(
    "--export",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Keep what is shown in a new folder: a page, a picture of each step and a recording."
    " Without a terminal it plays unseen.",
)
@click.option("--notes", is_flag=True, help="Show the presenter's notes of the demo in another terminal.")
@click.option("--stage", is_flag=True, help="Look as a projector wants it: wider spaces, no list of keys.")
@click.option(
    "--pace",
    metavar="N",
    default="1",
    show_default=True,
    callback=_pace,
    help="Play so many times as fast, from 0.25 to 4.",
)
@pack_option
@click.pass_context
def demo(  # noqa: PLR0913 (an argument for each option)
    context: click.Context,
    *,
    script: Path | None,
    only_check: bool,
    folder: Path | None,
    notes: bool,
    stage: bool,
    pace: float,
    pack: Path | None,
) -> None:
    """Play a demo: the questions and notes of SCRIPT, or of the pack's own intents/demo.yaml.

    It exits 2 when the script cannot be used.
    """
    unseen = folder is not None and not in_a_terminal()
    if not (only_check or unseen):
        _need_a_terminal()
    if notes:
        from assistant.tui.stage.notes import show_notes  # noqa: PLC0415

        context.exit(show_notes())
    if only_check:
        assistant, read = _opened(script, pack)
        context.exit(_rehearse(read, assistant))
    if folder and unseen:
        _export(*_opened(script, pack), folder, pace=pace, stage=stage)
        return
    # As in the chat: up to the first frame there is no garbage worth a search.
    gc.disable()
    from assistant.tui.stage.pace import Pace  # noqa: PLC0415  (Textual is for the stage alone)
    from assistant.tui.stage.playing import play  # noqa: PLC0415
    from assistant.tui.stage.screen import Showing  # noqa: PLC0415

    showing = Showing(None, Pace(pace), projector=stage)
    code, told = play(partial(_opened, script, pack), showing, folder)
    if told:
        _tell(told, left=bool(code))
    if code:
        # Before whatever comes at exit, as the window may be gone.
        give_up_streams()
    context.exit(code)


def _opened(script: Path | None, pack: Path | None) -> tuple[Assistant, Script]:
    """The assistant, and the script that is for its pack."""
    from assistant.demo.reading import default_script, read_script  # noqa: PLC0415
    from assistant.knowledge import default_pack_folder  # noqa: PLC0415

    path = script or default_script(pack or default_pack_folder())
    assistant = load(pack)
    return assistant, read_script(path, assistant.pack)


def _export(assistant: Assistant, script: Script, folder: Path, *, pace: float, stage: bool) -> None:
    """Play without a terminal, and keep what is shown in `folder`."""
    from assistant.cli.progress import telling_steps  # noqa: PLC0415
    from assistant.tui.stage.exporting import export, kept_in  # noqa: PLC0415
    from assistant.tui.stage.pace import Pace  # noqa: PLC0415
    from assistant.tui.stage.screen import Showing  # noqa: PLC0415

    showing = Showing(script, Pace(pace, fast=True), projector=stage)
    with telling_steps(len(script.steps)) as watch:
        files = export(assistant, showing, folder, watch=watch)
    with standard_output():
        click.echo(printable(kept_in(folder, files)))


def _tell(told: str, *, left: bool) -> None:
    """Say where the demo is, be it to nobody where the presenter `left` by closing the window."""
    try:
        with standard_output():
            click.echo(printable(told))
    except OutputError:
        if not left:
            raise


def _need_a_terminal() -> None:
    """A stage is in a terminal.

    Raises:
        AssistantError: when there is none.
    """
    if not in_a_terminal():
        raise AssistantError("a demo is played in a terminal: without one, give --check or --export DIR")
    # As in the chat.
    os.environ.setdefault("ESCDELAY", "25")


def _rehearse(script: Script, assistant: Assistant) -> ExitCode:
    """Print what came out other than the script expects, or that nothing did."""
    from assistant.demo import rehearsal  # noqa: PLC0415

    played = rehearsal.rehearse(script, assistant)
    found = rehearsal.problems(played)
    with standard_output():
        for problem in found:
            click.echo(str(problem))
        if not found:
            click.echo(rehearsal.summary(played))
    return ExitCode.FELL_SHORT if found else ExitCode.ANSWERED
