"""The command that numbers the sentences of an article."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.commands import command
from assistant.cli.options import pack_option
from assistant.operating_system import shell_word
from assistant.streams import standard_output
from assistant.text import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.knowledge.numbering import NumberedSentence, Numbering
    from assistant.knowledge.source import Source


@command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json_lines", is_flag=True, help="Print one JSON object a line.")
@pack_option
def sentences(file: Path | None, as_json_lines: bool, pack: Path | None) -> None:
    """Number the sentences of FILE, or of the pack with the facts that quote them."""
    from assistant.errors import PackError  # noqa: PLC0415
    from assistant.knowledge import default_pack_folder  # noqa: PLC0415
    from assistant.knowledge.numbering import Numbering  # noqa: PLC0415

    if file and pack:
        raise click.UsageError("name a FILE or a pack, not both")
    numbering = _of_file(file) if file else Numbering.of_pack(pack or default_pack_folder())
    lines = _json_lines(numbering) if as_json_lines else _text_lines(numbering)
    with standard_output() as output:
        output.writelines(f"{line}\n" for line in lines)
    if not numbering.sources_complete:
        raise PackError(numbering.problems)
    if numbering.problems:
        click.echo(_warning(numbering, pack), err=True)


def _of_file(file: Path) -> Numbering:
    """The sentences of an article of any format, as `new` would number them."""
    from assistant.articles import read_article  # noqa: PLC0415
    from assistant.knowledge.numbering import Numbering  # noqa: PLC0415

    article = read_article(file)
    for change in article.changes:
        click.echo(f"mended: {change}", err=True)
    return Numbering.of_text(file.name, article.text)


def _warning(numbering: Numbering, pack: Path | None) -> str:
    what = (
        "the intents cannot be read, so no fact is named"
        if numbering.quoted is None
        else "the intents cannot be read as a whole, so facts may be missing"
    )
    option = f" --pack {shell_word(one_line(str(pack)))}" if pack else ""
    return f"{what}; to see why: assistant check{option}"


def _json_lines(numbering: Numbering) -> Iterator[str]:
    import json  # noqa: PLC0415

    from assistant.render import tame_json  # noqa: PLC0415

    for source in numbering.sources:
        for numbered in numbering.sentences(source):
            text = json.dumps(_record(numbered), ensure_ascii=False, separators=(",", ":"))
            yield tame_json(text)


def _record(numbered: NumberedSentence) -> dict[str, object]:
    sentence = numbered.sentence
    return {
        "source": numbered.source,
        "number": sentence.number,
        "start": sentence.start,
        "end": sentence.end,
        "kind": sentence.kind.value,
        "text": sentence.text,
        "facts": numbered.facts,
        "unsure": [stop._asdict() for stop in numbered.unsure],
    }


def _text_lines(numbering: Numbering) -> Iterator[str]:
    for index, source in enumerate(numbering.sources):
        if index:
            yield ""
        yield f"{one_line(source.name)}: {counted(len(source.sentences), 'sentence')}"
        yield from _source_lines(numbering, source)


def _source_lines(numbering: Numbering, source: Source) -> Iterator[str]:
    import shutil  # noqa: PLC0415  (it brings every kind of compression along)

    columns = min(shutil.get_terminal_size((88, 24)).columns, 100)
    digits = len(str(len(source.sentences)))
    for numbered in numbering.sentences(source):
        yield from _sentence_lines(numbered, digits + 2, max(columns, 20))


def _sentence_lines(numbered: NumberedSentence, digits: int, columns: int) -> Iterator[str]:
    import textwrap  # noqa: PLC0415

    from assistant.knowledge import SentenceKind  # noqa: PLC0415

    sentence = numbered.sentence
    kind = "" if sentence.kind is SentenceKind.TEXT else f"[{sentence.kind}] "
    indent = " " * (digits + 2)
    wrapper = textwrap.TextWrapper(
        columns, f"{sentence.number:{digits}}. ", indent, break_long_words=False, break_on_hyphens=False
    )
    yield from wrapper.wrap(f"{kind}{one_line(sentence.text)}")
    wrapper.initial_indent = indent
    for note in _notes(numbered):
        yield from wrapper.wrap(note)


def _notes(numbered: NumberedSentence) -> Iterator[str]:
    """What there is to say of a sentence, beside its text."""
    if numbered.facts:
        yield f"facts: {', '.join(numbered.facts)}"
    elif numbered.facts is not None and numbered.sentence.kind.needs_fact:
        yield "no fact quotes it"
    for stop in numbered.unsure:
        yield f"unsure: “{one_line(stop.words)}” may {'not ' if stop.ends else ''}end here"
