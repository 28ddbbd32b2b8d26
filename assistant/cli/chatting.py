"""The commands that open the chat: in the terminal, in a browser, or for a picture of it."""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.commands import command
from assistant.cli.options import history_option, load, pack_option, watch_option
from assistant.errors import AssistantError
from assistant.served import DRIVER
from assistant.streams import in_a_terminal, output_to, standard_output
from assistant.text import one_line

if TYPE_CHECKING:
    from assistant.knowledge.watching import PackWatcher


@command()
@click.option(
    "--plain",
    is_flag=True,
    help="Chat line by line, for screen readers; it is always so without a terminal, or on a dumb one.",
)
@history_option
@watch_option
@pack_option
@click.pass_context
def chat(context: click.Context, plain: bool, no_history: bool, watch: bool, pack: Path | None) -> None:
    """Open the chat in the terminal."""
    if sys.stdin is None:
        raise AssistantError("standard input is closed")
    watcher = _watcher(pack) if watch else None
    typed = sys.stdin.isatty()
    if plain or not (in_a_terminal() or _in_browser()):
        from assistant.plain import PlainChat, run_plain  # noqa: PLC0415

        plain_chat = PlainChat(load(pack), keep=typed and not no_history, watcher=watcher)
        with standard_output() as output:
            run_plain(plain_chat, sys.stdin.buffer, output, typed=typed)
        return
    # After an escape Textual waits so many milliseconds for the rest of a longer key, as long as this is not
    # set before it is loaded; the 100 that it takes else are felt.
    os.environ.setdefault("ESCDELAY", "25")
    # Up to the first frame there is no garbage worth a search; loading turns it on again.
    gc.disable()
    from assistant.clock import local_time  # noqa: PLC0415
    from assistant.tui.loading import run_chat  # noqa: PLC0415  (Textual is for the chat alone)

    context.exit(run_chat(partial(load, pack), local_time, keep=not no_history, watcher=watcher))


def _watcher(pack: Path | None) -> PackWatcher:
    """What notices every save from now on, also one while the pack is being loaded."""
    from assistant.knowledge import default_pack_folder  # noqa: PLC0415
    from assistant.knowledge.watching import PackWatcher  # noqa: PLC0415

    return PackWatcher(pack or default_pack_folder())


def _in_browser() -> bool:
    """Whether `serve`, or another server of Textual, has started this, and a browser shows it."""
    driver = os.environ.get("TEXTUAL_DRIVER", "")
    return driver == DRIVER or driver.endswith(":WebDriver")


def _port(_context: click.Context, _option: click.Parameter, value: str) -> int:
    if not (value.isdecimal() and int(value) < 2**16):
        raise AssistantError(f"{value}: a port is a number from 0 to 65535")
    return int(value)


def _public_url(_context: click.Context, _option: click.Parameter, value: str) -> str:
    from urllib.parse import urlsplit  # noqa: PLC0415

    try:
        parts = urlsplit(value)
        whole = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        whole = False
    if value and not whole:
        raise AssistantError(f"{value}: no address of a page, such as https://chat.example.org")
    return value


@command()
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen; whoever can reach the address can use the chat.",
)
@click.option(
    "--port",
    metavar="N",
    default="8000",
    show_default=True,
    callback=_port,
    help="The port to listen at; 0 takes one that is free.",
)
@click.option(
    "--public-url",
    metavar="URL",
    default="",
    callback=_public_url,
    help="What a browser opens, where that is another address, such as a proxy's.",
)
@click.option(
    "--most-chats",
    metavar="N",
    type=click.IntRange(1, 1000),
    default=3,
    show_default=True,
    help="How many chats there may be at once; each takes some 75 MB.",
)
@click.option(
    "--share-history",
    is_flag=True,
    help="Let every tab see, and delete, all conversations that were kept, and not its own alone.",
)
@history_option
@watch_option
@pack_option
def serve(  # noqa: PLR0913, PLR0917  (an argument for each option)
    host: str,
    port: int,
    public_url: str,
    most_chats: int,
    share_history: bool,
    no_history: bool,
    watch: bool,
    pack: Path | None,
) -> None:
    """Serve the chat to browsers, on this machine alone unless --host says otherwise, until ctrl+c."""
    from importlib.util import find_spec  # noqa: PLC0415

    if not find_spec("textual_serve"):
        raise AssistantError("serve needs more packages: pip install 'assistant[serve]'")
    from assistant.knowledge import default_pack_folder  # noqa: PLC0415
    from assistant.web import serving  # noqa: PLC0415

    folder = pack or default_pack_folder()
    # Loaded first: what is wrong with the pack is told here, and the tabs find it in the cache.
    title = load(folder).pack.title
    with serving.listen(host, port) as listening:
        keep = not no_history and serving.is_private(listening, public_url)
        if share_history and not keep:
            raise click.UsageError(
                "--share-history shares what is kept; with --no-history, --host or --public-url nothing is"
            )
        served = serving.ServedChat(
            serving.chat_words(folder, keep=keep, watch=watch),
            serving.chat_environment(share_history=share_history),
            one_line(title),
            public_url.rstrip("/"),
            most_chats,
        )
        serving.serve(served, listening, lambda line: click.echo(line, err=True))


@command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("questions", metavar="[QUESTION]...", nargs=-1)
@click.option("--light", is_flag=True, help="Draw the light theme.")
@pack_option
def picture(file: Path, questions: tuple[str, ...], light: bool, pack: Path | None) -> None:
    """Draw the chat into FILE, an SVG, after each QUESTION was asked."""
    from assistant.tui.picture import picture as draw  # noqa: PLC0415
    from assistant.tui.theme import DARK, LIGHT  # noqa: PLC0415

    drawn = draw(load(pack), questions, theme=(LIGHT if light else DARK).name)
    with output_to(file) as sink:
        sink.write(drawn)
