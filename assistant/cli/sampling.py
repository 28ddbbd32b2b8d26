"""The command that shows what the phrases of an intent stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assistant.cli.commands import command
from assistant.cli.options import pack_option
from assistant.errors import AssistantError
from assistant.streams import standard_output

if TYPE_CHECKING:
    from pathlib import Path


@command()
@click.argument("intent")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Print N of them, from first to last.")
@click.option("--follow-ups", is_flag=True, help="Print what the follow-ups make instead of the phrases.")
@pack_option
def sample(intent: str, limit: int | None, follow_ups: bool, pack: Path | None) -> None:
    """Print the phrases of INTENT, with all that its templates make, one a line."""
    from assistant.knowledge import default_pack_folder  # noqa: PLC0415
    from assistant.knowledge.loader import load_with_places  # noqa: PLC0415
    from assistant.knowledge.wording import did_you_mean, named  # noqa: PLC0415
    from assistant.text import counted, one_line  # noqa: PLC0415

    loaded, draft = load_with_places(pack or default_pack_folder())
    if intent not in loaded.intents:
        hint = did_you_mean(intent, loaded.intents)
        raise AssistantError(f"there is no intent {named(intent)} in this pack{hint}")
    chosen = loaded.intents[intent]
    texts = chosen.follow_ups if follow_ups else chosen.phrases
    shown = min(limit or len(texts), len(texts))
    with standard_output():
        for place in range(shown):
            click.echo(one_line(texts[place * len(texts) // shown]))
    key = "follow_ups" if follow_ups else "phrases"
    own = [each for each in draft.templates if (each.intent, each.key) == (intent, key)]
    click.echo(f"{shown:,} of {counted(len(texts), 'follow-up' if follow_ups else 'phrase')}", err=True)
    for each in filter(lambda use: use.sampled, own):
        click.echo(f"{each.place}: {each.made:,} of {each.count:,} wordings are used", err=True)
