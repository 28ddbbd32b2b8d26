"""The command that lists what was asked in vain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.commands import Ignores, command
from assistant.cli.gathering_gaps import Sources, gather, history_options, summary
from assistant.cli.options import load, pack_option
from assistant.streams import standard_output
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.curating.gaps import Gap


@command(rules=[Ignores("--out", ("--limit", "--json"))])
@history_options
@click.option("--limit", metavar="N", type=click.IntRange(min=1), default=20, show_default=True,
              help="Print the first N groups.")  # fmt: skip
@click.option("--ignored", "with_ignored", is_flag=True, help="Take ignored questions too.")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
              help="Write all groups to a new file (csv or jsonl), to fill in for teach --from.")  # fmt: skip
@click.option("--json", "as_json_lines", is_flag=True, help="Print one JSON object a line.")
@pack_option
def gaps(  # noqa: PLR0913, PLR0917  (an argument for each option)
    history: bool | None,
    batches: tuple[str, ...],
    files: tuple[str, ...],
    limit: int,
    with_ignored: bool,
    out: Path | None,
    as_json_lines: bool,
    pack: Path | None,
) -> None:
    """List what was asked and not answered, by likeness, the most asked first.

    Each question is asked again of the pack as it is now, in its conversation: what is answered by now is
    only counted.
    """
    import json  # noqa: PLC0415

    from assistant.curating.worksheet import check_worksheet, write_worksheet  # noqa: PLC0415
    from assistant.render import tame_json  # noqa: PLC0415

    sources = Sources.chosen(history, batches, files)
    if out:
        check_worksheet(out)
        gathered = gather(load(pack), sources, with_ignored=with_ignored)
        write_worksheet(out, gathered.gaps)
        click.echo(f"{out}: {summary(gathered)}", err=True)
        return
    gathered = gather(load(pack), sources, limit, with_ignored=with_ignored)
    with standard_output():
        for gap in gathered.gaps:
            if as_json_lines:
                click.echo(tame_json(json.dumps(gap.as_data(), ensure_ascii=False)))
            else:
                click.echo("\n".join(gap_as_lines(gap)) + "\n")
    left = len(gathered.gaps) - limit
    more = f"; {left:,} more with --limit {len(gathered.gaps)}" if left > 0 else ""
    click.echo(f"{summary(gathered)}{more}", err=True)


def gap_as_lines(gap: Gap) -> Iterator[str]:
    """A gap for a person to read: how often, the wordings, what is nearest and why it lost."""
    marks = [f"{count:,} marked as wrong" for reason, count in gap.reasons.items() if reason == "wrong"]
    marks += ["a follow-up" + (f" to “{gap.after}”" if gap.after else "")] if gap.leans else []
    lead = f"{gap.count:5,} × "
    note = f"  ({'; '.join(marks)})" if marks else ""
    yield f"{lead}{one_line(gap.wordings[0])}{note}"
    indent = " " * len(lead)
    for wording in gap.wordings[1:]:
        yield f"{indent}{one_line(wording)}"
    if gap.different > len(gap.wordings):
        yield f"{indent}… {gap.different:,} wordings"
    if gap.nearest:
        yield f"{indent}nearest: {gap.nearest[0].intent}"
    yield f"{indent}{gap.why}"
