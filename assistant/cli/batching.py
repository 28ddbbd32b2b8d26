"""The command that answers many questions."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.commands import Ignores, Needs, command
from assistant.cli.options import installed_version, load, pack_option
from assistant.errors import AssistantError, ExitCode
from assistant.response import Status
from assistant.signals import Terminated
from assistant.streams import opened, refuse_to_write_over, standard_output
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assistant.batch import InputFormat
    from assistant.formats import OutputFormat, Summary


@dataclass(frozen=True, slots=True)
class _Files:
    """What is read and written."""

    source: str
    input_format: str
    output: str | None
    output_format: OutputFormat


def _statuses(_: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> frozenset[Status]:
    names = [name.strip() for value in values for name in value.split(",")]
    for name in names:
        if name not in list(Status):
            raise AssistantError(f"--fail-on: {name} is no status; name some of {', '.join(Status)}")
    return frozenset(map(Status, names))


@command(
    rules=[Ignores("--engine ray", ("--resume", "--workers", "--quiet")), Needs("--address", "--engine ray")]
)
@click.argument("file", default="-", type=click.Path(path_type=str))
@click.option(
    "--input-format",
    type=click.Choice(["auto", "text", "csv", "jsonl", "parquet"]),
    default="auto",
    show_default=True,
    help="How the questions are written; auto goes by the file's ending, or without one by the first line.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["jsonl", "csv", "text", "markdown", "html", "parquet"]),
    help="How the replies are written; without it the ending of -o tells, or jsonl where there is none.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=str),
    help="Write the replies there, whole or not at all, instead of to standard output.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where to answer: on this machine, or on a Ray cluster, from and to files that all its nodes reach.",
)
@click.option(
    "--address",
    metavar="ADDRESS",
    help="The Ray cluster: auto, HOST:6379 on a node of it, or ray://HOST:10001 from anywhere else.",
)
@click.option("--resume", is_flag=True, help="Go on with -o FILE where an earlier run was ended.")
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many processes answer; the replies are the same with any number.",
)
@click.option(
    "--fail-on",
    metavar="STATUS,...",
    multiple=True,
    callback=_statuses,
    help=f"Exit 1 when a reply has one of these: {', '.join(Status)}.",
)
@click.option("-q", "--quiet", is_flag=True, help="Tell nothing of how it goes, errors alone.")
@pack_option
@click.pass_context
def batch(  # noqa: PLR0913, PLR0917  (an argument for each option)
    context: click.Context,
    file: str,
    input_format: str,
    output_format: str | None,
    output: str | None,
    engine: str,
    address: str | None,
    resume: bool,
    workers: int,
    fail_on: frozenset[Status],
    quiet: bool,
    pack: Path | None,
) -> None:
    """Answer every question of FILE, or of standard input: one reply for each row, in order.

    It exits 0 when every row could be read, else 2.
    """
    if output is not None and (not output or output.endswith(".gz")):
        what = "compressed files are not written" if output else "an empty name"
        raise click.UsageError(f"-o {output}: {what}")
    output = None if output == "-" else output
    chosen = _chosen(output_format, output, is_folder=engine == "ray")
    files = _Files(file, input_format, output, chosen)
    if engine == "ray":
        summary = _on_ray(pack, files, address)
    else:
        summary = _here(pack, files, workers, resume=resume, quiet=quiet)
    context.exit(_judged(summary, fail_on))


def _on_ray(pack: Path | None, files: _Files, address: str | None) -> Summary:
    from assistant.batch.on_ray import run_on_ray  # noqa: PLC0415

    if files.output is None:
        raise click.UsageError("--engine ray needs -o, a folder to write to")
    return run_on_ray(
        load(pack), files.source, files.input_format, files.output, files.output_format, address
    )


def _here(pack: Path | None, files: _Files, workers: int, *, resume: bool, quiet: bool) -> Summary:
    from assistant import batch as batches  # noqa: PLC0415
    from assistant.batch.part import part_of  # noqa: PLC0415
    from assistant.cli.progress import Meter, summary_as_text, telling  # noqa: PLC0415

    target = Path(files.output) if files.output else None
    if resume and not target:
        raise click.UsageError("--resume goes on with a file: name it with -o FILE")
    if files.output_format == "parquet" and not target:
        raise click.UsageError("Parquet is no text for a stream: name a file with -o FILE")
    name = f"{files.output_format} {_fingerprint(pack)}" if target else ""
    work = batches.Batch(load(pack), pack, files.output_format, workers, name)
    with opened(files.source) as stream, _interruptible(target):
        refuse_to_write_over(stream, target, target and part_of(target))
        guessed = _unheard if quiet else _tell_guess(files.source)
        rows = batches.rows_of(stream, files.source, batches.InputFormat(files.input_format), guessed)
        meter = Meter(stream)
        with telling(meter, quiet=quiet, replies_shown=not target and sys.stdout.isatty()) as watch:
            if target:
                summary = batches.fill(target, work, rows, resume=resume, watch=watch)
            else:
                with standard_output() as sink:
                    summary = work.run(rows, batches.StreamSink(sink), watch)
    if not quiet:
        click.echo(summary_as_text(summary, meter), err=True)
    return summary


def _unheard(_: InputFormat) -> None:
    """Nobody asked."""


def _tell_guess(source: str) -> Callable[[InputFormat], None]:
    """Tell where the first line was taken for the names of columns, since it gets no reply then."""
    name = "<stdin>" if source == "-" else one_line(source)
    what = "the first line names columns, so this is read as CSV; if it is not, give --input-format text"

    def tell(guess: InputFormat) -> None:
        if guess == "csv" and sys.stderr is not None:
            # Click would write past the bar, which takes care of what is written here.
            sys.stderr.write(f"{name}: {what}\n")

    return tell


@contextmanager
def _interruptible(target: Path | None) -> Iterator[None]:
    """Tell on ctrl+c and the like what is left of the batch."""
    from assistant.batch import kept  # noqa: PLC0415

    try:
        yield
    except (KeyboardInterrupt, Terminated) as ended:
        # Of ctrl+c Click itself ends the line.
        end = "\n" if isinstance(ended, Terminated) else ""
        click.echo(f"interrupted{kept(target) if target else ''}{end}", err=True, nl=False)
        raise


def _chosen(named: str | None, output: str | None, *, is_folder: bool) -> OutputFormat:
    """The format that was named, or that the ending of the file tells; without an ending it is JSON Lines."""
    from assistant.formats import ENDINGS, OutputFormat, by_ending  # noqa: PLC0415
    from assistant.records import unknown_ending  # noqa: PLC0415

    if named:
        return OutputFormat(named)
    path = Path(output or "")
    # What follows a dot in the name of a folder is no ending.
    if path.suffix.strip(".") and not by_ending(path) and not is_folder:
        raise unknown_ending(f"-o {output}", path.suffix, ENDINGS, "--format", OutputFormat)
    return by_ending(path) or OutputFormat.JSONL


def _fingerprint(pack: Path | None) -> str:
    """What tells replies from those of another pack or version."""
    from assistant.knowledge import default_pack_folder  # noqa: PLC0415
    from assistant.knowledge.digest import pack_digest  # noqa: PLC0415

    return f"{installed_version()} {pack_digest(pack or default_pack_folder())}"


def _judged(summary: Summary, fail_on: frozenset[Status]) -> ExitCode:
    """Tell what is wrong with the replies, if anything."""
    from assistant.text import counted  # noqa: PLC0415

    if summary.unread:
        click.echo(f"{summary.unread:,} of {counted(summary.rows, 'row')} could not be read", err=True)
        return ExitCode.ERROR
    failed = [
        f"{summary.counts[status]:,} {status}"
        for status in Status
        if summary.counts[status] and status in fail_on
    ]
    if failed:
        click.echo(f"failed: {', '.join(failed)}", err=True)
    return ExitCode.FELL_SHORT if failed else ExitCode.ANSWERED
