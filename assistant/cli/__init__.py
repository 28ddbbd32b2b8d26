"""The command line: parse arguments, load the pack, hand over, exit."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Final, NoReturn

import click

from assistant import signals
from assistant.cli.commands import CommandsByName, pass_on
from assistant.cli.options import history_option, installed_version, pack_option, watch_option
from assistant.errors import AssistantError, ExitCode
from assistant.streams import give_up_streams, note, text_shown
from assistant.text import printable

if TYPE_CHECKING:
    from pathlib import Path

# Where each command is; only the one that is called is loaded.
COMMANDS: Final = {
    "ask": "assistant.cli.asking:ask",
    "batch": "assistant.cli.batching:batch",
    "chat": "assistant.cli.chatting:chat",
    "check": "assistant.cli.checking:check",
    "coverage": "assistant.cli.covering:coverage",
    "demo": "assistant.cli.demoing:demo",
    "eval": "assistant.cli.evaluating:evaluate",
    "gaps": "assistant.cli.listing_gaps:gaps",
    "guide": "assistant.cli.writing:guide",
    "new": "assistant.cli.drafting:new",
    "picture": "assistant.cli.chatting:picture",
    "sample": "assistant.cli.sampling:sample",
    "schema": "assistant.cli.writing:schema",
    "sentences": "assistant.cli.numbering:sentences",
    "serve": "assistant.cli.chatting:serve",
    "teach": "assistant.cli.teaching:teach",
}


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    click.echo(f"assistant {installed_version()}")
    context.exit()


@click.group(
    commands=CommandsByName(COMMANDS),
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
              help="Show the version and exit.")  # fmt: skip
@history_option
@watch_option
@pack_option
@click.pass_context
def cli(context: click.Context, no_history: bool, watch: bool, pack: Path | None) -> None:
    """Answer questions about an article only from what the article says.

    Without a command it opens the chat.
    """
    if context.invoked_subcommand is None:
        context.invoke(cli.commands["chat"], no_history=no_history, watch=watch, pack=pack)
    else:
        pass_on(cli, context)


def main() -> NoReturn:
    """Run the command line; every expected error is a line on stderr and exit code 2."""
    try:
        signals.raise_at_signals()
        code = _run()
        code = signals.exit_code(number) if (number := signals.unheeded()) else code
        if code >= signals.exit_code(0):
            # A signal has ended it, perhaps as there is no terminal any more.
            give_up_streams()
        signals.end_at_signals()
    except KeyboardInterrupt:
        code = signals.INTERRUPTED
    except signals.Terminated as ended:
        code = ended.exit_code
        give_up_streams()
    except Exception:
        # Python wraps what a signal raises while a class is made, up to 3.11, and a library may do so too.
        if not (number := signals.unheeded()):
            raise
        code = signals.exit_code(number)
    sys.exit(code)


def _run() -> int:
    """Run the command that was given; the exit code."""
    try:
        with text_shown():
            code = cli.main(prog_name="assistant", standalone_mode=False)
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        return _failed(shown.getvalue().rstrip())
    except click.Abort:
        return signals.INTERRUPTED
    except AssistantError as error:
        return _failed(str(error))
    return code if isinstance(code, int) else ExitCode.ANSWERED


def _failed(message: str) -> int:
    # What it repeats of an argument or a file's name is made safe to show.
    note(printable(message))
    return ExitCode.ERROR
