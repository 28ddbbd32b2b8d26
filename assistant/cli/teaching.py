"""The command by which a pack learns from what was asked in vain."""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from assistant.cli.commands import command
from assistant.cli.gathering_gaps import Sources, gather, history_options, meter, summary, talks_of_history
from assistant.cli.options import load, pack_option
from assistant.errors import AssistantError, ExitCode, PackError
from assistant.streams import opened, standard_output
from assistant.text import counted, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.curating.asking import Talk
    from assistant.curating.decisions import DecisionFile
    from assistant.curating.teaching import Teacher
    from assistant.dialogue import Assistant
    from assistant.evaluation import Row

# Where a pack keeps its own labelled questions, and how their names end.
_OWN_LABELS: Final = Path("tests", "questions")
_LABELS: Final = (".jsonl", ".csv")
_YES, _NO = "y", "n"


@command()
@click.option("--from", "decisions", metavar="FILE", type=click.Path(path_type=str),
              help="Take decisions from a file (jsonl, csv or parquet; - is standard input), such as one that"
                   " gaps --out wrote and a person filled in.")  # fmt: skip
@history_options
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Go through the first N groups.")
@click.option("--compare", "compared", metavar="FILE", multiple=True, type=click.Path(path_type=str),
              help="Tell which labelled questions of FILE move, beside those in tests/questions of the pack."
                   " May be repeated.")  # fmt: skip
@click.option("--all", "everything", is_flag=True,
              help="Ask again all labelled questions and all of the history, not a sample.")  # fmt: skip
@click.option("--labels", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Append what was taught to a file of labelled questions (jsonl).")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show what would change and what moves, and write nothing.")
@click.option("--yes", is_flag=True, help="With --from, write without asking.")
@pack_option
@click.pass_context
def teach(  # noqa: PLR0913, PLR0917  (an argument for each option)
    context: click.Context,
    decisions: str | None,
    files: tuple[str, ...],
    batches: tuple[str, ...],
    history: bool | None,
    limit: int | None,
    compared: tuple[str, ...],
    everything: bool,
    labels: Path | None,
    dry_run: bool,
    yes: bool,
    pack: Path | None,
) -> None:
    """Teach the pack to answer what was asked in vain: gap by gap, or by a file of decisions.

    Before anything is written, it shows what changes in the YAML, and every question whose answer moves. It
    exits 1 when nothing is written because you say no, or, with --dry-run, when an answer gets worse.
    """
    _check_usage(decisions, batches + files, limit, dry_run=dry_run, yes=yes)
    if labels:
        from assistant.curating.labelling import check_labels_file  # noqa: PLC0415

        check_labels_file(labels)
    folder = _folder(pack)
    assistant = load(pack)
    talks = talks_of_history(assistant) if history is not False else []
    rows = list(_labelled(assistant, folder, compared, labels))
    if decisions is not None:
        with opened(decisions) as stream:
            from assistant.curating.decisions import read_decisions  # noqa: PLC0415

            file = read_decisions(stream, decisions, assistant.pack)
        teacher = _teacher(folder, assistant, rows, talks, everything=everything)
        context.exit(_teach_file(teacher, file, labels, dry_run=dry_run, yes=yes))
    gathered = gather(assistant, Sources.chosen(history, batches, files), limit)
    talks += [each.talk for each in gathered.questions]
    click.echo(summary(gathered))
    from assistant.cli.teaching_by_key import Session, Terminal  # noqa: PLC0415

    session = Session(
        _teacher(folder, assistant, rows, talks, everything=everything), Terminal(), labels, dry_run=dry_run
    )
    context.exit(session.run(gathered.gaps))


def _check_usage(
    decisions: str | None, gathered: tuple[str, ...], limit: int | None, *, dry_run: bool, yes: bool
) -> None:
    typed = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    if decisions is None:
        if yes:
            raise click.UsageError("--yes goes with --from: without it, each decision is asked for")
        if not typed:
            raise click.UsageError("this takes a terminal; --from FILE takes decisions from a file")
        return
    if gathered or limit:
        raise click.UsageError("--from has the questions itself: leave out --batch, --questions and --limit")
    if not (yes or dry_run) and (decisions == "-" or not typed):
        raise click.UsageError(
            "to be asked before anything is written takes a terminal: give --yes or --dry-run"
        )


def _folder(pack: Path | None) -> Path:
    """The folder of the pack, which is the person's own.

    Raises:
        AssistantError: It is the pack of the installed program.
    """
    import assistant  # noqa: PLC0415
    from assistant.knowledge import default_pack_folder  # noqa: PLC0415

    if pack:
        return pack
    folder = default_pack_folder()
    if folder.is_relative_to(Path(assistant.__file__).resolve().parent):
        raise AssistantError(
            f"{folder}: this pack came with the program, and the next version replaces it: copy it, and name"
            " the copy with --pack"
        )
    return folder


def _labelled(assistant: Assistant, folder: Path, named: Iterable[str], labels: Path | None) -> Iterator[Row]:
    """The rows of all labelled sets; one of the pack's own that cannot be used is passed over, and told."""
    from assistant.evaluation import QuestionsError, read_questions  # noqa: PLC0415

    has_labels = labels is not None and labels.is_file() and labels.stat().st_size > 0
    given = [*named, *([str(labels)] if has_labels else [])]
    own = folder / _OWN_LABELS
    paths: list[Path] = []
    try:
        if own.is_dir():
            paths = sorted(path for path in own.iterdir() if path.suffix in _LABELS and path.is_file())
    except OSError as error:
        click.echo(f"{own} is not asked: {error.strerror}", err=True)
    names = {Path(name).resolve(): (name, True) for name in given}
    names = {path.resolve(): (str(path), False) for path in paths} | names
    for name, must_do in names.values():
        try:
            with opened(name) as stream:
                yield from read_questions(stream, name, assistant.pack)
        except AssistantError as error:
            if must_do:
                raise
            what = error.problems[0] if isinstance(error, QuestionsError) else error
            click.echo(f"{name} is not asked: {what}", err=True)


def _teacher(
    folder: Path, assistant: Assistant, rows: list[Row], talks: list[Talk], *, everything: bool
) -> Teacher:
    from assistant.curating.teaching import Teacher  # noqa: PLC0415
    from assistant.curating.watching import MOST_WATCHED, Watched  # noqa: PLC0415

    most = math.inf if everything else MOST_WATCHED
    watched = Watched(assistant.compiled.analyzer, rows, talks, most)
    return Teacher(folder, assistant, watched, meter("Asking"))


def _teach_file(
    teacher: Teacher, file: DecisionFile, labels: Path | None, *, dry_run: bool, yes: bool
) -> ExitCode:
    from assistant.curating.report import proposal_as_lines  # noqa: PLC0415

    try:
        proposal = teacher.propose(file.decisions)
    except PackError as error:
        raise AssistantError(f"nothing is written, as the pack would not load:\n{error}") from None
    compared = teacher.compare(proposal)
    ignored = sum(each.ignore for each in file.decisions)
    with standard_output():
        for line in proposal_as_lines(proposal, compared):
            click.echo(printable(line))
        if ignored:
            click.echo(f"{counted(ignored, 'question')} to ignore.")
        if file.undecided:
            verb = "is" if file.undecided == 1 else "are"
            click.echo(f"{counted(file.undecided, 'question')} of the file {verb} not decided yet.")
    if dry_run:
        return ExitCode.FELL_SHORT if compared.is_worse else ExitCode.ANSWERED
    if (proposal.files.changed or ignored) and not (yes or _agrees()):
        click.echo("Nothing is written.")
        return ExitCode.FELL_SHORT
    written = teacher.accept(proposal, labels)
    done = [f"Written: {', '.join(written)}."] if written else []
    done += [f"{ignored:,} ignored."] if ignored else []
    click.echo(" ".join(done) or "There was nothing to write.")
    return ExitCode.ANSWERED


def _agrees() -> bool:
    click.echo("Write this? y, n ", nl=False)
    key = ""
    while key not in (_YES, _NO):
        key = click.getchar().lower()
        if not key:
            # A terminal that is gone gives nothing, again and again.
            raise EOFError
    click.echo(key)
    return key == _YES
