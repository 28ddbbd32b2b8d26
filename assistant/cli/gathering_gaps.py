"""What the commands for gaps share: where questions come from, and the assistant that they are asked of."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from assistant.streams import draw, opened
from assistant.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.curating.asking import Talk
    from assistant.curating.gaps import Gaps
    from assistant.curating.gathering import Question
    from assistant.dialogue import Assistant


class Sources(NamedTuple):
    """Where questions come from."""

    history: bool
    batches: tuple[str, ...]
    questions: tuple[str, ...]

    @classmethod
    def chosen(cls, history: bool | None, batches: tuple[str, ...], files: tuple[str, ...]) -> Sources:
        """What the options ask for.

        Raises:
            UsageError: when that is nothing at all.
        """
        if history is False and not (batches or files):
            raise click.UsageError("with --no-history there is nothing to read: name --batch or --questions")
        return cls(not (batches or files) if history is None else history, batches, files)


class Gathered(NamedTuple):
    """The gaps of today, and how many questions are none any more."""

    gaps: Gaps
    settled: int
    ignored: int
    questions: list[Question]
    """All questions that were gathered."""


def history_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which a command takes questions of the history, of batches and of files."""
    questions = click.option(
        "--questions", "files", metavar="FILE", multiple=True, type=click.Path(path_type=str),
        help="Ask the questions of a file (text, CSV, JSON Lines or Parquet; - is standard input)"
             " and take those that get no answer. May be repeated.",
    )  # fmt: skip
    batches = click.option(
        "--batch", "batches", metavar="FILE", multiple=True, type=click.Path(path_type=str),
        help="Take the replies of a batch (jsonl, csv or parquet) whose status is open. May be repeated.",
    )  # fmt: skip
    history = click.option(
        "--history/--no-history", default=None,
        help="Take what the history holds about this pack; the default where no file is named.",
    )  # fmt: skip
    return batches(questions(history(command)))


def gather(
    assistant: Assistant, sources: Sources, limit: int | None = None, *, with_ignored: bool = False
) -> Gathered:
    """The gaps that questions from `sources` show today.

    Raises:
        AssistantError: A file, or the history, cannot be read.
    """
    from assistant.curating.gaps import gaps_of  # noqa: PLC0415
    from assistant.curating.gathering import history_key, of_batch, of_file, still_open  # noqa: PLC0415
    from assistant.curating.ignored import is_ignored_key, read_ignored  # noqa: PLC0415

    key = history_key(assistant)
    questions = _of_history(key) if sources.history else []
    for name in sources.batches:
        with opened(name) as stream:
            questions += of_batch(stream, name)
    for name in sources.questions:
        with opened(name) as stream:
            questions += of_file(stream, "<stdin>" if name == "-" else name)
    ignored = frozenset() if with_ignored else read_ignored(key)
    found = still_open(assistant, questions, meter("Asking"))
    open_now = [each for each in found if each is not None]
    # Whether a question leans on the one before it is known only now.
    wanted = [each for each in open_now if is_ignored_key(each.text, each.after) not in ignored]
    gaps = gaps_of(assistant, wanted, limit)
    return Gathered(gaps, len(questions) - len(open_now), len(open_now) - len(wanted), questions)


def _of_history(key: str) -> list[Question]:
    from assistant.curating.gathering import of_history  # noqa: PLC0415
    from assistant.past_replies import history_to_read  # noqa: PLC0415

    with history_to_read() as history:
        return list(of_history(history, key)) if history else []


def talks_of_history(assistant: Assistant) -> list[Talk]:
    """Every conversation that the history has about the pack of an assistant.

    Raises:
        HistoryError: It cannot be read.
    """
    from assistant.curating.gathering import history_key, talks_of_history  # noqa: PLC0415
    from assistant.past_replies import history_to_read  # noqa: PLC0415

    with history_to_read() as history:
        return talks_of_history(history, history_key(assistant)) if history else []


def summary(gathered: Gathered) -> str:
    """How many gaps there are, and what is none, in a line."""
    gaps = gathered.gaps
    parts = [f"{counted(len(gaps), 'group')} of {counted(gaps.questions, 'question')}"]
    if gathered.settled:
        parts.append(f"{gathered.settled:,} {'is' if gathered.settled == 1 else 'are'} answered by now")
    if gathered.ignored:
        parts.append(f"{gathered.ignored:,} {'is' if gathered.ignored == 1 else 'are'} ignored")
    return "; ".join(parts)


def meter(doing: str) -> Callable[[int, int], None]:
    """Shows on standard error how many questions are done, where that is a terminal."""
    shows = sys.stderr is not None and sys.stderr.isatty()

    def show(done: int, total: int) -> None:
        if shows:
            end = "\r\x1b[K" if done == total else ""
            draw(f"\r{doing} {done:,} of {total:,}{end}")

    return show
