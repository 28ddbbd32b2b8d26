"""The command that answers one question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assistant.cli.commands import command
from assistant.cli.options import load, pack_option
from assistant.errors import ExitCode
from assistant.streams import standard_output

if TYPE_CHECKING:
    from pathlib import Path


@command()
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json_line", is_flag=True, help="Print the reply as one JSON object.")
@click.option("--explain", is_flag=True, help="Show how the question was read and how the intents ranked.")
@pack_option
@click.pass_context
def ask(
    context: click.Context, question: tuple[str, ...], as_json_line: bool, explain: bool, pack: Path | None
) -> None:
    """Answer one QUESTION: exit 0 when answered, 1 when not."""
    from assistant.render import as_json, as_text, explanation_as_text  # noqa: PLC0415

    assistant = load(pack)
    text = " ".join(question)
    reply = assistant.respond(text)
    width = _width()
    with standard_output():
        click.echo(as_json(reply) if as_json_line else as_text(reply, width))
        if explain:
            click.echo("\n" + explanation_as_text(assistant.explain(text), width), err=as_json_line)
    context.exit(ExitCode.ANSWERED if reply.status.traits.is_answer else ExitCode.NOT_ANSWERED)


def _width() -> int:
    """How many columns a reply may take."""
    import shutil  # noqa: PLC0415  (it brings every kind of compression along)

    return min(shutil.get_terminal_size((88, 24)).columns, 100)
