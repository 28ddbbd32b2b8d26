"""The command that checks a pack."""

from __future__ import annotations

import shutil
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Final

import click

from assistant.cli.commands import Ignores, command
from assistant.cli.options import pack_option
from assistant.errors import AssistantError, ExitCode
from assistant.streams import draw, standard_output

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from assistant.linting.check import Checked
    from assistant.linting.rules import Severity

# Seconds between two looks at how far it is, and between two lines where there is no terminal.
_LOOK_EVERY: Final = 0.1
_LINE_EVERY: Final = 5.0
# Columns of a text that is read with ease.
_WIDEST: Final = 100
_SEVERITIES: Final = ("error", "warning", "advice")


def _ids(_context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """The rules that an option names, alone or with commas between them."""
    from assistant.knowledge.wording import did_you_mean, named  # noqa: PLC0415
    from assistant.linting.rules import rules  # noqa: PLC0415

    names = tuple(name.strip() for each in given for name in each.split(",") if name.strip())
    if given and not names:
        raise AssistantError(f"{option.opts[0]} names no rule: assistant check --rules lists them")
    for name in names:
        if name not in rules():
            hint = did_you_mean(name, rules()) or ": assistant check --rules lists them"
            raise AssistantError(f"{option.opts[0]}: there is no rule {named(name)}{hint}")
    return names


@command(rules=[Ignores("--explain"), Ignores("--rules")])
@click.option("--select", metavar="RULE,...", multiple=True, callback=_ids, help="Look for these alone.")
@click.option("--ignore", metavar="RULE,...", multiple=True, callback=_ids, help="Leave these rules out.")
@click.option("--quick", is_flag=True, help="Leave out the rules that ask the pack questions.")
@click.option("--format", "output_format", type=click.Choice(["text", "json", "github", "sarif"]),
              default="text", show_default=True, help="How to print what breaks a rule.")  # fmt: skip
@click.option("--fail-on", type=click.Choice([*_SEVERITIES, "never"]), default="error", show_default=True,
              help="Exit 1 if something as bad as this is there; errors exit 2 anyway.")  # fmt: skip
@click.option("--watch", is_flag=True,
              help="Check again at every save of the pack; quick, unless rules are selected.")  # fmt: skip
@click.option("--explain", metavar="RULE", help="Tell what a rule looks for, why, and what to do.")
@click.option("--rules", "list_rules", is_flag=True, help="List the rules.")
@pack_option
@click.pass_context
def check(  # noqa: PLR0913, PLR0917  (an argument for each option)
    context: click.Context,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    quick: bool,
    output_format: str,
    fail_on: str,
    watch: bool,
    explain: str | None,
    list_rules: bool,
    pack: Path | None,
) -> None:
    """Check the pack by all rules: exit 2 if it cannot be used, else tell what a curator should know."""
    from assistant.knowledge import default_pack_folder  # noqa: PLC0415

    if explain is not None or list_rules:
        _tell(_listed() if explain is None else _explained(explain))
        return
    folder = pack or default_pack_folder()
    wanted = _wanted(select, ignore, quick or (watch and not select))
    check_once = partial(_check, folder, wanted, output_format, fail_on)
    if watch:
        from assistant.cli.watching import run_at_changes  # noqa: PLC0415
        from assistant.knowledge.watching import PackWatcher  # noqa: PLC0415

        context.exit(run_at_changes(PackWatcher(folder), check_once))
    context.exit(check_once())


def _check(folder: Path, wanted: Collection[str], output_format: str, fail_on: str) -> ExitCode:
    """Check the pack in `folder` once, and print what comes of it.

    Raises:
        AssistantError: with every problem of a pack that cannot be used, if people are to read it.
    """
    from assistant.linting.check import check_pack  # noqa: PLC0415
    from assistant.linting.formats import CheckFormat, lines  # noqa: PLC0415

    meter = _Meter()
    try:
        checked = check_pack(folder, wanted, meter.look)
    finally:
        meter.done()
    printed = list(lines(checked, CheckFormat(output_format)))
    if checked.report is None and output_format == CheckFormat.TEXT:
        raise AssistantError("\n".join(printed[:-1]))
    _tell(printed)
    return _exit_code(checked, fail_on)


def _wanted(select: Collection[str], ignore: Collection[str], quick: bool) -> list[str]:
    from assistant.linting.rules import rules  # noqa: PLC0415

    wanted = [
        rule.id
        for rule in rules().values()
        if (not select or rule.id in select) and rule.id not in ignore and not (quick and rule.slow)
    ]
    if not wanted:
        raise click.UsageError("--quick and --ignore leave out all rules that --select names")
    return wanted


def _exit_code(checked: Checked, fail_on: str) -> ExitCode:
    from assistant.linting.formats import severity_of  # noqa: PLC0415
    from assistant.linting.rules import Severity  # noqa: PLC0415

    if checked.report is None:
        return ExitCode.ERROR
    falls_short = fail_on != "never" and any(
        severity_of(problem).reaches(Severity(fail_on)) for problem in checked.problems
    )
    return ExitCode.FELL_SHORT if falls_short else ExitCode.ANSWERED


def _explained(name: str) -> list[str]:
    from assistant.knowledge.wording import did_you_mean, named  # noqa: PLC0415
    from assistant.linting.rules import rules  # noqa: PLC0415

    rule = rules().get(name)
    if rule is None:
        hint = did_you_mean(name, rules()) or ": assistant check --rules lists them"
        raise AssistantError(f"there is no rule {named(name)}{hint}")
    silence = f"A comment silences it: # check: ignore {rule.id} (why)"
    width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    text = click.wrap_text(" ".join(rule.text.split()), width)
    lines = [f"{rule.id}, {_article(rule.severity)}: {rule.title}", "", *text.splitlines()]
    return lines if rule.severity == "error" else [*lines, "", silence]


def _article(severity: Severity) -> str:
    return {"error": "an error", "warning": "a warning", "advice": "advice"}[severity]


def _listed() -> list[str]:
    from assistant.linting.rules import rules  # noqa: PLC0415

    width = max(map(len, rules()))
    return [f"{rule.severity:8} {rule.id:{width}}  {rule.title}" for rule in rules().values()]


def _tell(lines: Iterable[str]) -> None:
    with standard_output():
        for line in lines:
            click.echo(line)


class _Meter:
    """Which rule is looked at, and how far it is, on standard error."""

    def __init__(self) -> None:
        self._in_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic() + (_LOOK_EVERY if self._in_terminal else _LINE_EVERY)
        self._shown = False

    def look(self, rule: str, share: float) -> None:
        """Show that so great a share of a rule is done, in 0..1."""
        now = time.monotonic()
        if sys.stderr is None or now < self._next:
            return
        self._next = now + (_LOOK_EVERY if self._in_terminal else _LINE_EVERY)
        if not self._in_terminal:
            click.echo(f"{rule}: {share:.0%}", err=True)
            return
        self._shown = True
        width = max(shutil.get_terminal_size((80, 24)).columns - len(rule) - 10, 10)
        bar = "█" * int(width * share)
        draw(f"\r\x1b[K{rule} {bar:░<{width}} {share:4.0%}")

    def done(self) -> None:
        """Take the line away."""
        if self._shown:
            draw("\r\x1b[K")
