"""The command that shows what the intents of a pack reach of its article, and what questions drew on."""

from __future__ import annotations

import os
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.commands import command
from assistant.cli.options import load, pack_option
from assistant.errors import AssistantError
from assistant.streams import opened, output_to, refuse_to_write_over, standard_output
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TextIO

    from assistant.coverage.article import CoveredArticle
    from assistant.coverage.replies import Coverage
    from assistant.knowledge.source import Source
    from assistant.past_replies import PastReply


@command()
@click.option("--html", "page", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Write one page that needs no network, and print the summary alone.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line, for each sentence.")
@click.option(
    "--batch",
    "batches",
    metavar="FILE",
    multiple=True,
    help="Count the replies of a batch too, in JSON Lines, CSV or Parquet; more than one may be named.",
)
@click.option("--history", is_flag=True, help="Count what was asked in the chat on this machine too.")
@pack_option
def coverage(
    page: Path | None, as_json: bool, batches: tuple[str, ...], history: bool, pack: Path | None
) -> None:
    """Show how many intents reach each sentence, and each word, of the article, and what none reaches.

    With a batch or the history it shows as well how many questions were answered with which words.
    """
    if page and as_json:
        raise click.UsageError("--html writes a page and --json prints lines: name one of them")
    if page:
        _refuse_own_file(page, pack)
    from assistant.coverage.article import CoveredArticle  # noqa: PLC0415

    loaded = load(pack).pack
    asked = _asked(loaded.sources, batches, page, history=history) if batches or history else None
    covered = CoveredArticle.of(loaded, asked)
    if page:
        from assistant.coverage.page import as_page  # noqa: PLC0415

        text = as_page(covered)
        with output_to(page) as sink:
            sink.write(text)
    with standard_output() as output:
        if page:
            output.writelines(f"{line}\n" for line in covered.in_words())
        elif as_json:
            from assistant.coverage.lines import as_json_lines  # noqa: PLC0415

            output.writelines(f"{line}\n" for line in as_json_lines(covered))
        else:
            _print(covered, output)


def _refuse_own_file(page: Path, pack: Path | None) -> None:
    """Refuse to write the page over a file of the pack, or to a stream.

    Raises:
        AssistantError: The page may not be written there.
    """
    from assistant.knowledge import default_pack_folder  # noqa: PLC0415

    if str(page) == "-":
        raise AssistantError("--html writes a file: give it a name, such as coverage.html")
    folder = pack or default_pack_folder()
    for part in ("seeds", "intents"):
        if page.resolve().is_relative_to((folder / part).resolve()):
            raise AssistantError(f"{one_line(str(page))} is in the pack: write the page somewhere else")


def _print(covered: CoveredArticle, output: TextIO) -> None:
    """Print it in shades to a terminal that has colours, and else as plain text that says as much."""
    import shutil  # noqa: PLC0415  (it brings every kind of compression along)

    columns = max(min(shutil.get_terminal_size((88, 24)).columns, 100), 20)
    if output.isatty():
        from assistant.cli.console import LiteralConsole  # noqa: PLC0415

        console = LiteralConsole(output, width=columns, highlight=False, soft_wrap=False)
        if console.color_system and not console.no_color:
            from assistant.coverage.shading import print_shaded  # noqa: PLC0415

            print_shaded(console, covered)
            return
    from assistant.coverage.lines import as_lines  # noqa: PLC0415

    output.writelines(f"{line}\n" for line in as_lines(covered, columns))


def _asked(
    sources: Mapping[str, Source], batches: Iterable[str], page: Path | None, *, history: bool
) -> Coverage[PastReply]:
    """What was drawn on in the batches, none of which is the `page` to write, and in the history."""
    from assistant.coverage.replies import Coverage  # noqa: PLC0415
    from assistant.past_replies import replies_of_history  # noqa: PLC0415

    known = tuple(sources.values())

    def replies() -> Iterator[PastReply]:
        for batch in batches:
            yield from _judged(
                one_line(batch), chain.from_iterable(_of_file(file, known, page) for file in _files(batch))
            )
        if history:
            yield from _judged("the history of this article", replies_of_history(known))

    return Coverage.of(known, replies())


def _files(batch: str) -> list[str]:
    """The file itself, or those of the folder that a batch on Ray wrote, in their order."""
    folder = Path(batch)
    if batch == "-" or not folder.is_dir():
        return [batch]
    try:
        files = sorted(each for each in folder.iterdir() if not each.name.startswith((".", "_")))
    except OSError as error:
        raise AssistantError(f"{batch}: {error.strerror}") from None
    return [os.fspath(file) for file in files]


def _of_file(file: str, sources: tuple[Source, ...], page: Path | None) -> Iterator[PastReply]:
    from assistant.past_replies import replies_of_batch  # noqa: PLC0415

    with opened(file) as stream:
        refuse_to_write_over(stream, page)
        yield from replies_of_batch(stream, file, sources)


def _judged(where: str, replies: Iterable[PastReply]) -> Iterator[PastReply]:
    """The `replies`; then it is said where there are none, or where some quote another article.

    Raises:
        AssistantError: when all that quote anything do.
    """
    total = quoting = strange = 0
    for reply in replies:
        total += 1
        strange += reply.is_strange
        quoting += reply.is_strange or bool(reply.citations)
        yield reply
    if strange == quoting > 0:
        raise AssistantError(
            f"{where}: no reply quotes this article as it stands: it is of another pack, which --pack names,"
            " or of an older state of this one"
        )
    if strange:
        what = "1 reply quotes" if strange == 1 else f"{strange:,} replies quote"
        _note(f"{where}: {what} what this article does not say; such quotes are not counted")
    elif not total:
        _note(f"{where}: there is no reply in it")


def _note(text: str) -> None:
    if sys.stderr is not None:
        click.echo(text, err=True)
