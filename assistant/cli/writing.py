"""The commands for whoever writes a pack: the schemas of its files, and the guides."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.commands import command
from assistant.errors import AssistantError
from assistant.replacing import replaced_text
from assistant.streams import standard_output

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@command()
@click.argument("kind", required=False)
@click.option("--write", "folder", metavar="DIR", type=click.Path(path_type=Path),
              help="Write all schemas into the pack DIR, as DIR/.schema/KIND.json.")  # fmt: skip
def schema(kind: str | None, folder: Path | None) -> None:
    """Print the JSON Schema of the KIND of file of a pack, or list the kinds."""
    from assistant.knowledge.json_schema import as_text  # noqa: PLC0415

    if kind and folder:
        raise click.UsageError("name a KIND or a folder to write all of them to, not both")
    every = _schemas()
    if folder:
        _write(folder, {f"{name}.json": as_text(each) for name, each in every.items()})
    else:
        with standard_output():
            if kind is None:
                for name, each in every.items():
                    click.echo(f"{name:8} {each['description']}")
            else:
                click.echo(as_text(every[_known(kind, every, "kind of file")]), nl=False)


def _schemas() -> dict[str, dict[str, Any]]:
    """The schemas by kind: those of the files of a pack, and that of a script to show it with."""
    from assistant.demo.schema import ScriptFile  # noqa: PLC0415
    from assistant.knowledge.json_schema import MODELS, schema_of  # noqa: PLC0415

    return {kind: schema_of(model) for kind, model in MODELS.items()} | {"demo": schema_of(ScriptFile)}


def _write(pack: Path, texts: Mapping[str, str]) -> None:
    from assistant.knowledge.json_schema import FOLDER  # noqa: PLC0415

    if not pack.is_dir():
        raise AssistantError(f"{pack}: there is no such folder: name that of a pack")
    folder = pack / FOLDER
    if folder.is_symlink():
        raise AssistantError(
            f"{folder}: this is a link: take it away, as the schemas are written in the pack"
        )
    try:
        folder.mkdir(exist_ok=True)
        for name, text in texts.items():
            with replaced_text(folder / name, follow=False) as sink:
                sink.write(text)
    except OSError as error:
        raise AssistantError(f"{folder}: cannot be written: {error.strerror or error}") from None
    with standard_output():
        click.echo(f"Written to {folder}: {', '.join(texts)}")


@command()
@click.argument("topic", required=False)
def guide(topic: str | None) -> None:
    """Print the guide to TOPIC for whoever writes a pack, or list the topics."""
    from assistant import guides  # noqa: PLC0415

    with standard_output() as output:
        if topic is None:
            for name in guides.topics():
                click.echo(f"{name:10} {guides.title(name)}")
        else:
            text = guides.text(_known(topic, guides.topics(), "guide"))
            if output.isatty():
                _render(text)
            else:
                click.echo(text, nl=False)


def _render(markdown: str) -> None:
    """Show a text in Markdown to somebody who reads it in a terminal."""
    import shutil  # noqa: PLC0415  (it brings every kind of compression along)

    from rich.markdown import Markdown  # noqa: PLC0415
    from rich.theme import Theme  # noqa: PLC0415

    from assistant.cli.console import LiteralConsole  # noqa: PLC0415

    # The terminal's own background and colours, be it dark or light.
    size = shutil.get_terminal_size((80, 24))
    # With but a width, Rich takes a plain terminal for one of 80 columns.
    width, height = min(size.columns, 100), size.lines
    theme = Theme({"markdown.code": "bold"})
    console = LiteralConsole(sys.stdout, width=width, height=height, theme=theme)
    console.print(Markdown(markdown, code_theme="ansi_dark"))


def _known(name: str, valid: Mapping[str, object] | tuple[str, ...], what: str) -> str:
    """The name, where it is a valid one."""
    from assistant.knowledge.wording import did_you_mean, listed, named  # noqa: PLC0415

    if name in valid:
        return name
    hint = did_you_mean(name, valid) or f"; there are {listed(valid)}"
    raise AssistantError(f"there is no {what} {named(name)}{hint}")
