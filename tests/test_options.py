"""No option of any command is passed over: what would have no effect is refused, with what to do."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner, Result

from assistant.cli import cli
from assistant.cli.commands import StrictCommand

GROUP = {"--no-history", "--pack", "--version", "--watch"}
# Every option of every command. Whoever adds one here has thought of what it is given with: where it has no
# effect, there is a rule in the command, or a check of its own, and an example below.
OPTIONS = {
    "ask": {"--explain", "--json", "--pack"},
    "batch": {
        "--address", "--engine", "--fail-on", "--format", "--input-format", "--output", "--pack", "--quiet",
        "--resume", "--workers",
    },
    "chat": {"--no-history", "--pack", "--plain", "--watch"},
    "check": {
        "--explain", "--fail-on", "--format", "--ignore", "--pack", "--quick", "--rules", "--select",
        "--watch",
    },
    "coverage": {"--batch", "--history", "--html", "--json", "--pack"},
    "demo": {"--check", "--export", "--notes", "--pace", "--pack", "--stage"},
    "eval": {
        "--baseline", "--folds", "--input-format", "--json", "--junit", "--leave-one-out", "--max-changed",
        "--max-false", "--max-unnoticed", "--min-score", "--misses", "--pack", "--perturb", "--show",
    },
    "gaps": {"--batch", "--history", "--ignored", "--json", "--limit", "--out", "--pack", "--questions"},
    "guide": set(),
    "new": {"--any-language", "--article", "--dry-run"},
    "picture": {"--light", "--pack"},
    "sample": {"--follow-ups", "--limit", "--pack"},
    "schema": {"--write"},
    "sentences": {"--json", "--pack"},
    "serve": {
        "--host", "--most-chats", "--no-history", "--pack", "--port", "--public-url", "--share-history",
        "--watch",
    },
    "teach": {
        "--all", "--batch", "--compare", "--dry-run", "--from", "--history", "--labels", "--limit", "--pack",
        "--questions", "--yes",
    },
}  # fmt: skip
REFUSED = """
batch q.txt --address auto
batch q.txt --resume
batch q.jsonl -o out --engine ray --quiet
batch q.jsonl -o out --engine ray --resume
batch q.jsonl -o out --engine ray --workers 1
check --explain quote-missing --format json
check --explain quote-missing --pack p
check --explain quote-missing --rules
check --rules --fail-on never
check --rules --pack p
check --rules --quick
check --rules --select draft
check --rules --watch
coverage --html page.html --json
demo --check --export out
demo --check --pace 1
demo --check --stage
demo --notes --check
demo --notes --export out
demo --notes --pace 2
demo --notes --pack p
demo --notes --stage
demo --notes script.yaml
eval --leave-one-out --input-format csv
eval --leave-one-out --perturb
eval --leave-one-out q.jsonl
eval q.jsonl --folds 20
eval q.jsonl --max-changed 1
eval q.jsonl --max-unnoticed 1
eval q.jsonl --show 3
gaps --no-history
gaps --out out.csv --json
gaps --out out.csv --limit 20
schema pack --write p
sentences article.txt --pack p
teach --from d.jsonl --batch b.jsonl
teach --from d.jsonl --limit 1
teach --from d.jsonl --questions q.txt
teach --no-history
teach --yes
--pack a ask --pack b hello
--watch chat --watch
""".strip().splitlines()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="assistant")


def assert_refused(result: Result, *words: str) -> None:
    """A usage error, whose last line tells what is wrong with these words."""
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    told = result.stderr.splitlines()[-1]
    assert told.startswith("Error: ")
    assert all(word in told for word in words), told
    assert result.stdout == ""


def options_of(command: click.Command) -> set[str]:
    return {max(each.opts, key=len) for each in command.params if isinstance(each, click.Option)}


def test_every_option_is_thought_of() -> None:
    assert {name: options_of(command) for name, command in cli.commands.items()} == OPTIONS
    assert options_of(cli) == GROUP
    assert all(isinstance(command, StrictCommand) for command in cli.commands.values())


def test_every_rule_is_about_options_that_there_are() -> None:
    for command in cli.commands.values():
        assert isinstance(command, StrictCommand)
        for rule in command.rules:
            named = {rule.option, *getattr(rule, "others", ()), *filter(None, [getattr(rule, "other", "")])}
            assert {name.partition(" ")[0] for name in named} <= options_of(command)


@pytest.mark.parametrize("line", REFUSED)
def test_what_has_no_effect_is_refused(line: str) -> None:
    assert_refused(run(*line.split()))


@pytest.mark.parametrize("name", sorted(OPTIONS))
@pytest.mark.parametrize("option", sorted(GROUP - {"--version"}))
def test_what_stands_before_a_command_is_for_that_command(name: str, option: str) -> None:
    given = (option, "p") if option == "--pack" else (option,)
    takes = option in OPTIONS[name]
    result = run(*given, name, "--no-such-option")
    assert_refused(result, "--no-such-option" if takes else f"{name} does not take {option}: leave it out")


def test_what_stands_before_a_command_has_its_effect(tiny_folder: object) -> None:
    assert "41 metres" in run("--pack", str(tiny_folder), "ask", "how high is the tower?").stdout
