"""The commands that answer one question, and that check a pack."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from assistant.cli.options import load, pack_option
from assistant.errors import ExitCode
from assistant.streams import standard_output

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
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
            for explanation in assistant.explain(text):
                click.echo("\n" + explanation_as_text(explanation, width), err=as_json_line)
    context.exit(ExitCode.ANSWERED if reply.status.traits.is_answer else ExitCode.NOT_ANSWERED)


@click.command()
@click.option("--watch", is_flag=True, help="Check again at every save of the pack, until ctrl+c.")
@pack_option
@click.pass_context
def check(context: click.Context, watch: bool, pack: Path | None) -> None:
    """Check the pack: print every problem and exit 2, or a short report and exit 0."""
    from assistant.knowledge import default_pack_folder  # noqa: PLC0415

    folder = pack or default_pack_folder()
    if watch:
        from assistant.cli.watching import run_at_changes  # noqa: PLC0415
        from assistant.knowledge.watching import PackWatcher  # noqa: PLC0415

        context.exit(run_at_changes(PackWatcher(folder), partial(_check, folder)))
    context.exit(_check(folder))


def _check(folder: Path) -> int:
    """Check the pack in `folder` once: print the report; the exit code.

    Raises:
        PackError: with every problem of the pack.
    """
    from assistant.knowledge.loader import load_with_templates  # noqa: PLC0415
    from assistant.knowledge.report import PackReport  # noqa: PLC0415

    report = PackReport.of(*load_with_templates(folder))
    with standard_output():
        for line in report.lines():
            click.echo(line)
    return ExitCode.ANSWERED


def _width() -> int:
    """How many columns a reply may take."""
    import shutil  # noqa: PLC0415  (it brings every kind of compression along)

    return min(shutil.get_terminal_size((88, 24)).columns, 100)
