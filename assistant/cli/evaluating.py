"""The command that scores the replies to labelled questions."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.commands import Ignores, Needs, command
from assistant.cli.options import load, pack_option
from assistant.errors import ExitCode
from assistant.replacing import is_special, real
from assistant.streams import opened, output_to, refuse_to_write_over, standard_output

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.dialogue import Assistant
    from assistant.evaluation import Row


@command(
    "eval",
    rules=[
        Needs("--folds", "--leave-one-out"),
        Needs("--show", "--perturb"),
        Ignores("--leave-one-out", ("--input-format",)),
    ],
)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=str))
@click.option(
    "--input-format",
    type=click.Choice(["auto", "csv", "jsonl", "parquet"]),
    default="auto",
    show_default=True,
    help="How the questions are written; auto goes by the file's ending, or without one by the first line.",
)
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
@click.option(
    "--perturb",
    is_flag=True,
    help="Change the questions that are answered rightly: in form alone, and by a stranger's name.",
)
@click.option(
    "--show",
    metavar="N",
    type=click.IntRange(min=0),
    default=3,
    show_default=True,
    help="With --perturb, list so many bad replies of each kind of change.",
)
@click.option(
    "--max-changed",
    metavar="P",
    type=click.FloatRange(0, 1),
    help="With --perturb, exit 1 when more than the share P of changes of form changes the reply.",
)
@click.option(
    "--max-unnoticed",
    metavar="P",
    type=click.FloatRange(0, 1),
    help="With --perturb, exit 1 when more than the share P of strangers goes unnoticed.",
)
@pack_option
@click.pass_context
def evaluate(  # noqa: PLR0913, PLR0917  (an argument for each option)
    context: click.Context,
    file: str | None,
    input_format: str,
    leave_one_out: bool,
    folds: int,
    min_score: float | None,
    max_false: float | None,
    json_file: Path | None,
    baseline: Path | None,
    junit: Path | None,
    misses: bool,
    perturb: bool,
    show: int,
    max_changed: float | None,
    max_unnoticed: float | None,
    pack: Path | None,
) -> None:
    """Score the replies to the labelled questions of FILE, or to the pack's own phrases.

    It exits 1 when a bound (--min-score, --max-false, --max-changed, --max-unnoticed) is missed, and 2 when
    the questions cannot be used.
    """
    from assistant import evaluation  # noqa: PLC0415
    from assistant.render import tame_json  # noqa: PLC0415

    if (file is None) is not leave_one_out:
        raise click.UsageError("name a FILE of labelled questions, or give --leave-one-out")
    if leave_one_out and perturb:
        raise click.UsageError(
            "--perturb changes the questions of a FILE, and --leave-one-out asks none of it"
        )
    if not perturb and (max_changed, max_unnoticed) != (None, None):
        raise click.UsageError("--max-changed and --max-unnoticed bound what --perturb finds: give that too")
    _check_outputs(json_file, junit)
    before = evaluation.read_figures(baseline) if baseline else None
    assistant = load(pack)
    if file is None:
        asked = list(evaluation.leave_out(assistant.pack, folds, _tell_part(folds)))
    else:
        labelled = _labelled(file, input_format, assistant, json_file, junit)
        asked = list(evaluation.take(assistant, labelled))
    changed = evaluation.perturb(assistant, asked) if perturb else None
    figures = evaluation.Figures.of(asked, changed)
    with standard_output():
        if misses:
            click.echo(evaluation.misses_as_text(asked) + "\n")
        if leave_one_out:
            click.echo(evaluation.worst_as_text(asked) + "\n")
        if before:
            click.echo(evaluation.changes_as_text(before.verdicts, figures.verdicts) + "\n")
        if changed:
            click.echo(evaluation.perturbation_as_text(changed, show) + "\n")
        click.echo(evaluation.figures_as_text(figures))
    if json_file:
        with output_to(json_file) as sink:
            sink.write(tame_json(figures.model_dump_json(indent=1)) + "\n")
    if junit:
        with output_to(junit) as sink:
            sink.write(evaluation.as_junit(asked, file or "leave-one-out"))
    bounds = evaluation.Bounds(min_score, max_false, max_changed, max_unnoticed)
    missed = evaluation.fell_short(figures, bounds)
    if missed:
        click.echo(missed, err=True)
    context.exit(ExitCode.FELL_SHORT if missed else ExitCode.ANSWERED)


def _check_outputs(json_file: Path | None, junit: Path | None) -> None:
    """Of two outputs in one file the second would replace the first; a stream takes both."""
    if not (json_file and junit):
        return
    with suppress(OSError):
        if real(json_file) == real(junit) and not is_special(junit):
            raise click.UsageError(f"--json and --junit name the same file, {junit}: name two")


def _labelled(file: str, input_format: str, assistant: Assistant, *outputs: Path | None) -> list[Row]:
    from assistant.evaluation import read_questions  # noqa: PLC0415
    from assistant.records import InputFormat  # noqa: PLC0415

    with opened(file) as stream:
        refuse_to_write_over(stream, *outputs)
        return read_questions(stream, file, assistant.pack, InputFormat(input_format))


def _tell_part(folds: int) -> Callable[[int], None]:
    return lambda part: click.echo(f"part {part} of {folds}", err=True)
