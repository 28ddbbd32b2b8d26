"""The command that drafts a pack from an article."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from assistant.cli.commands import command
from assistant.errors import AssistantError
from assistant.operating_system import shell_word
from assistant.streams import draw, standard_output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.articles import ArticleText
    from assistant.knowledge.drafting.files import DraftedPack

# Seconds between two looks at how far it is.
_LOOK_EVERY: Final = 0.1
# The numbers of so many sentences are listed.
_MOST_LISTED: Final = 20
_NEXT: Final = (
    ("assistant --pack {pack}", "ask it: each answer says that it is a draft"),
    ("assistant sentences --pack {pack}", "the sentences, and where a split is unsure"),
    ("assistant check --pack {pack}", "what is in the pack"),
    ("assistant guide curating", "from a draft to a pack to rely on, in ten steps"),
)


@command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--article", metavar="FILE", required=True, type=click.Path(path_type=Path),
              help="The article: text or Markdown; HTML, PDF or Word with the extra [articles].")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Tell what would be drafted, and write nothing.")
@click.option("--any-language", is_flag=True, help="Draft it even if the article does not look English.")
def new(folder: Path, article: Path, dry_run: bool, any_language: bool) -> None:
    """Draft a pack for an article in the new folder DIR: it answers at once, and says that it is a draft."""
    from assistant.articles import read_article, why_not_english  # noqa: PLC0415
    from assistant.knowledge.drafting.files import draft_files  # noqa: PLC0415

    _check_free(folder)
    read = read_article(article)
    reason = None if any_language else why_not_english(read.text)
    if reason:
        raise AssistantError(
            f"{article}: this does not look English, and English is what is read: {reason};"
            " --any-language drafts it all the same"
        )
    meter = _Meter()
    try:
        drafted = draft_files(read.text, f"{read.name}.txt", meter.look)
    except AssistantError as error:
        raise AssistantError(f"{article}: {error}") from None
    finally:
        meter.done()
    if not dry_run:
        _write(folder, drafted)
    with standard_output():
        for line in (*_changes(read, article), *_report(folder, drafted, dry_run=dry_run)):
            click.echo(line)


def _check_free(folder: Path) -> None:
    """Refuse a folder that has anything in it."""
    try:
        if folder.is_dir() and not any(folder.iterdir()):
            return
        if folder.exists() or folder.is_symlink():
            raise AssistantError(
                f"{folder}: this is there already: name a new folder, nothing is overwritten"
            )
    except OSError as error:
        raise AssistantError(f"{folder}: cannot be used: {error.strerror or error}") from None


def _write(folder: Path, drafted: DraftedPack) -> None:
    """Write the files beside the folder, and put them in its place once they are whole."""
    from assistant.knowledge.drafting.packs import write_files  # noqa: PLC0415

    parent = folder.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=parent) as beside:
            whole = Path(beside) / "pack"
            write_files(whole, drafted.files)
            if folder.is_dir():
                folder.rmdir()
            os.rename(whole, folder)  # noqa: PTH104  (which fails where something has come to be there)
    except OSError as error:
        raise AssistantError(f"{folder}: cannot be written: {error.strerror or error}") from None


class _Meter:
    """A bar of how many sentences are done, on standard error where that is a terminal."""

    def __init__(self) -> None:
        self._shows = sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic()
        self._shown = False

    def look(self, done: int, total: int) -> None:
        """Show that so many sentences are done."""
        now = time.monotonic()
        if not self._shows or now < self._next:
            return
        self._next, self._shown = now + _LOOK_EVERY, True
        width = max(shutil.get_terminal_size((80, 24)).columns - 32, 10)
        bar = "█" * (width * done // total)
        draw(f"\rDrafting {bar:░<{width}} {done:,} of {total:,}")

    def done(self) -> None:
        """Take the bar away."""
        if self._shown:
            draw("\r\x1b[K")


def _changes(read: ArticleText, article: Path) -> Iterator[str]:
    """What was mended of the article."""
    if read.changes:
        yield f"Mended in {article.name}, so that its sentences can be quoted:"
        yield from (f"  {change}" for change in read.changes)


def _report(folder: Path, drafted: DraftedPack, *, dry_run: bool) -> Iterator[str]:
    """What was drafted, what to look at, and what to do next."""
    from assistant.text import counted  # noqa: PLC0415

    made = ", ".join(counted(count, kind) for kind, count in drafted.counts.items())
    yield f"{'Would draft' if dry_run else f'Drafted in {folder}'}: {made}."
    for what, numbers in drafted.remarks.items():
        listed = ", ".join(map(str, numbers[:_MOST_LISTED])) + ("" if len(numbers) <= _MOST_LISTED else ", …")
        yield f"  {what}: sentence{'' if len(numbers) == 1 else 's'} {listed}"
    if dry_run:
        return
    pack = shell_word(str(folder))
    yield "Next:"
    for line, what in _NEXT:
        yield f"  {line.format(pack=pack):<{len(pack) + 30}}{what}"
