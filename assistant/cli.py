"""The command line: parse arguments, load the pack, hand over, exit."""

from __future__ import annotations

import gc
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from assistant.errors import AssistantError, ExitCode
from assistant.streams import OutputError, opened, output_to, standard_output
from assistant.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.dialogue import Assistant
    from assistant.evaluation import Row

_PackFolder = click.Path(path_type=Path, file_okay=True, dir_okay=True)


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        number = version("assistant")
    except PackageNotFoundError:
        number = "(not installed)"
    click.echo(f"assistant {number}")
    context.exit()


def pack_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that every command takes."""
    return click.option(
        "--pack",
        "pack",
        metavar="DIR",
        type=_PackFolder,
        help="The pack to answer from, instead of the default one.",
    )(command)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
              help="Show the version and exit.")  # fmt: skip
@pack_option
@click.pass_context
def cli(context: click.Context, pack: Path | None) -> None:
    """Answer questions about an article only from what the article says.

    Without a command it opens the chat.
    """
    context.obj = pack
    if context.invoked_subcommand is None:
        context.invoke(chat)


@cli.command()
@click.option(
    "--plain", is_flag=True, help="Chat line by line, for screen readers; without a terminal it is always so."
)
@pack_option
@click.pass_context
def chat(context: click.Context, plain: bool, pack: Path | None) -> None:
    """Open the chat in the terminal."""
    assistant = _load(pack or context.find_root().obj)
    if sys.stdin is None:
        raise AssistantError("standard input is closed")
    typed = sys.stdin.isatty()
    if plain or not typed or not sys.stdout.isatty():
        from assistant.plain import run_plain  # noqa: PLC0415

        with standard_output() as output:
            run_plain(assistant, sys.stdin.buffer, output, typed=typed)
        return
    from assistant.tui.app import run_chat  # noqa: PLC0415  (Textual is for the chat alone)

    run_chat(assistant)


@cli.command()
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
    from assistant.response import Status  # noqa: PLC0415

    assistant = _load(pack or context.find_root().obj)
    text = " ".join(question)
    reply = assistant.respond(text)
    width = _width()
    with standard_output():
        click.echo(as_json(reply) if as_json_line else as_text(reply, width))
        if explain:
            for explanation in assistant.explain(text):
                click.echo("\n" + explanation_as_text(explanation, width), err=as_json_line)
    context.exit(ExitCode.ANSWERED if reply.status is Status.ANSWERED else ExitCode.NOT_ANSWERED)


@cli.command()
@click.argument("file", default="-", type=click.Path(path_type=str))
@click.option(
    "--input-format",
    type=click.Choice(["auto", "text", "csv", "jsonl"]),
    default="auto",
    show_default=True,
    help="How the questions are written; auto goes by the file's ending.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["jsonl", "csv", "text"]),
    default="jsonl",
    show_default=True,
    help="How the replies are written.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the replies there, whole or not at all, instead of to standard output.",
)
@pack_option
@click.pass_context
def batch(  # noqa: PLR0913, PLR0917  (an argument for each option)
    context: click.Context,
    file: str,
    input_format: str,
    output_format: str,
    output: Path | None,
    pack: Path | None,
) -> None:
    """Answer every question of FILE, or of standard input: one reply for each row, in order."""
    from assistant import batch as batches  # noqa: PLC0415

    assistant = _load(pack or context.find_root().obj)
    with opened(file) as stream, output_to(output) as sink:
        write = batches.writer(sink, batches.OutputFormat(output_format))
        outcome = batches.run(assistant, stream, file, batches.InputFormat(input_format), write)
    if outcome.unread:
        click.echo(f"{outcome.unread} of {outcome.rows} rows could not be read", err=True)
    context.exit(ExitCode.ERROR if outcome.unread else ExitCode.ANSWERED)


@cli.command()
@pack_option
@click.pass_context
def check(context: click.Context, pack: Path | None) -> None:
    """Check the pack: print every problem and exit 2, or a short report and exit 0."""
    from assistant.knowledge import default_pack_folder, load_pack  # noqa: PLC0415
    from assistant.knowledge.report import PackReport  # noqa: PLC0415

    loaded = load_pack(pack or context.find_root().obj or default_pack_folder())
    with standard_output():
        for line in PackReport.of(loaded).lines():
            click.echo(line)


@cli.command("eval")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=str))
@click.option(
    "--leave-one-out",
    is_flag=True,
    help="Ask each phrase of the pack of an assistant that was not shown it, nor the others of its fold.",
)
@click.option(
    "--folds",
    type=click.IntRange(min=2),
    default=20,
    show_default=True,
    help="In how many parts --leave-one-out leaves phrases out; each part takes a fit.",
)
@click.option(
    "--min-score", metavar="P", type=click.FloatRange(0, 1), help="Exit 1 when the score is below P, 0 to 1."
)
@click.option(
    "--max-false",
    metavar="P",
    type=click.FloatRange(0, 1),
    help="Exit 1 when the share of false answers is above P, 0 to 1.",
)
@click.option(
    "--json",
    "json_file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write all figures there too.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Tell what got better and worse since --json wrote FILE.",
)
@click.option(
    "--junit",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a test case for each question there, as JUnit XML.",
)
@click.option("--misses", is_flag=True, help="List every question whose reply is not right.")
@pack_option
@click.pass_context
def evaluate(  # noqa: PLR0913, PLR0917  (an argument for each option)
    context: click.Context,
    file: str | None,
    leave_one_out: bool,
    folds: int,
    min_score: float | None,
    max_false: float | None,
    json_file: Path | None,
    baseline: Path | None,
    junit: Path | None,
    misses: bool,
    pack: Path | None,
) -> None:
    """Score the replies to the labelled questions of FILE (JSON Lines), or to the pack's own phrases.

    It exits 1 when --min-score or --max-false is missed, and 2 when the questions cannot be used.
    """
    from assistant import evaluation  # noqa: PLC0415

    if (file is None) is not leave_one_out:
        raise click.UsageError("name a FILE of labelled questions, or give --leave-one-out")
    before = evaluation.read_figures(baseline) if baseline else None
    assistant = _load(pack or context.find_root().obj)
    if file is None:
        asked = list(evaluation.leave_out(assistant.pack, folds, _tell_part(folds)))
    else:
        asked = list(evaluation.take(assistant, _labelled(file, assistant)))
    figures = evaluation.Figures.of(asked)
    with standard_output():
        if misses:
            click.echo(evaluation.misses_as_text(asked) + "\n")
        if leave_one_out:
            click.echo(evaluation.worst_as_text(asked) + "\n")
        if before:
            click.echo(evaluation.changes_as_text(before.verdicts, figures.verdicts) + "\n")
        click.echo(evaluation.figures_as_text(figures))
    if json_file:
        with output_to(json_file) as sink:
            sink.write(figures.model_dump_json(indent=1) + "\n")
    if junit:
        with output_to(junit) as sink:
            sink.write(evaluation.as_junit(asked, file or "leave-one-out"))
    missed = evaluation.fell_short(figures, min_score, max_false)
    if missed:
        click.echo(missed, err=True)
    context.exit(ExitCode.FELL_SHORT if missed else ExitCode.ANSWERED)


def _labelled(file: str, assistant: Assistant) -> list[Row]:
    from assistant.batch import lines_of  # noqa: PLC0415
    from assistant.evaluation import read_questions  # noqa: PLC0415

    name = "<stdin>" if file == "-" else file
    with opened(file) as stream:
        return read_questions(lines_of(stream, name), name, assistant.pack)


def _tell_part(folds: int) -> Callable[[int], None]:
    return lambda part: click.echo(f"part {part} of {folds}", err=True)


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("questions", metavar="[QUESTION]...", nargs=-1)
@click.option("--light", is_flag=True, help="Draw the light theme.")
@pack_option
@click.pass_context
def picture(
    context: click.Context, file: Path, questions: tuple[str, ...], light: bool, pack: Path | None
) -> None:
    """Draw the chat into FILE, an SVG, after each QUESTION was asked."""
    from assistant.tui.picture import picture as draw  # noqa: PLC0415
    from assistant.tui.theme import DARK, LIGHT  # noqa: PLC0415

    drawn = draw(_load(pack or context.find_root().obj), questions, theme=(LIGHT if light else DARK).name)
    try:
        file.write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise AssistantError(f"{file}: {error.strerror}") from None


def _width() -> int:
    """How many columns a reply may take."""
    import shutil  # noqa: PLC0415  (it brings every kind of compression along)

    return min(shutil.get_terminal_size((88, 24)).columns, 100)


def _load(pack: Path | None) -> Assistant:
    from assistant.dialogue import Assistant  # noqa: PLC0415

    # What is loaded stays to the end: no use in searching it for garbage, again and again and at the exit.
    gc.disable()
    assistant = Assistant.load(pack)
    gc.freeze()
    gc.enable()
    return assistant


def main() -> NoReturn:
    """Run the command line; every expected error is a line on stderr and exit code 2."""
    try:
        if sys.stdout is None:
            raise AssistantError("standard output is closed")
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        code = cli.main(prog_name="assistant", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else ExitCode.ANSWERED)
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        _fail(shown.getvalue().rstrip())
    except click.Abort:
        sys.exit(130)
    except AssistantError as error:
        if isinstance(error, OutputError):
            # Python would complain again when it flushes at exit, so nothing is left to flush.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _fail(str(error))


def _fail(message: str) -> NoReturn:
    """Exit with a message; what it repeats of an argument or a file's name is made safe to show."""
    click.echo(printable(message), err=True)
    sys.exit(ExitCode.ERROR)
