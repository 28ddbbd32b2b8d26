"""What a check prints, and how it exits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.linting.rules import rules

if TYPE_CHECKING:
    from tests.conftest import Run
    from tests.linting.conftest import SoundPack

# A warning in line 7 and, for its sampled wordings, advice in line 52.
LEXICON, NORR = Path("intents/lexicon.yaml"), Path("intents/norr.yaml")


@pytest.fixture
def flawed(pack: SoundPack) -> SoundPack:
    pack.edit("[lamp, bulb]", "[lamp, which]", str(LEXICON))
    pack.edit("- who is quoted", "- (who|whom) " + "(is|was) " * 7 + "quoted")
    return pack


def check(run: Run, *arguments: str) -> tuple[int, list[str]]:
    done = run("check", "--pack", ".", "--quick", *arguments, cwd=Path.cwd())
    assert done.stderr == ""
    return done.code, done.stdout.splitlines()


def test_each_problem_is_a_line_with_its_place_severity_and_rule(run: Run, flawed: SoundPack) -> None:
    _, lines = check(run)

    assert lines[0] == (
        "intents/lexicon.yaml:5:19: warning: terms[1].forms[1]: “which” is grammar, which any question may "
        "have [grammar-form]"
    )
    assert lines[1].startswith("intents/norr.yaml:52:9: advice: intents[3].phrases[3]: ")
    assert lines[1].endswith("of 256 wordings are used [sampled-template]")
    assert (
        lines[-1] == "1 warning, 1 piece of advice; assistant check --explain RULE tells why and what to do"
    )


def test_json_has_a_line_for_each_problem(run: Run, flawed: SoundPack) -> None:
    _, lines = check(run, "--format", "json")

    first, _ = map(json.loads, lines)
    assert first == {
        "path": "intents/lexicon.yaml",
        "line": 5,
        "column": 19,
        "where": "terms[1].forms[1]",
        "what": "“which” is grammar, which any question may have",
        "rule": "grammar-form",
        "severity": "warning",
    }


def test_github_gets_annotations(run: Run, flawed: SoundPack) -> None:
    flawed.edit("[lamp, which]", "[lamp, 100%, which is]", str(LEXICON))

    _, lines = check(run, "--format", "github")

    assert lines[0] == (
        "::warning file=intents/lexicon.yaml,line=5,col=25,title=grammar-form::"
        "terms[1].forms[2]: “which is” is grammar, which any question may have"
    )
    assert lines[1].startswith("::notice file=intents/norr.yaml,line=52,col=9,title=sampled-template::")


def test_sarif_has_the_rules_and_refers_to_them(run: Run, flawed: SoundPack) -> None:
    _, lines = check(run, "--format", "sarif")

    (made,) = json.loads("\n".join(lines))["runs"]
    described = made["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == list(rules())
    assert [result["ruleId"] for result in made["results"]] == ["grammar-form", "sampled-template"]
    assert [described[result["ruleIndex"]]["id"] for result in made["results"]] == [
        "grammar-form",
        "sampled-template",
    ]
    assert [result["level"] for result in made["results"]] == ["warning", "note"]
    place = made["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "intents/lexicon.yaml"
    assert place["region"] == {"startLine": 5, "startColumn": 19}


@pytest.mark.parametrize("output_format", ["json", "github", "sarif"])
def test_a_pack_that_cannot_be_used_is_a_report_too(run: Run, pack: SoundPack, output_format: str) -> None:
    pack.edit("kind: gap", "kind: hole")

    code, lines = check(run, "--format", output_format)

    assert code == 2
    assert any("hole" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 0),
        (("--fail-on", "warning"), 1),
        (("--fail-on", "warning", "--ignore", "grammar-form"), 0),
        (("--fail-on", "advice", "--ignore", "grammar-form"), 1),
        (("--fail-on", "advice", "--select", "grammar-form,draft", "--ignore", "grammar-form"), 0),
        (("--fail-on", "never"), 0),
    ],
)
def test_it_fails_on_what_it_is_asked_to(
    run: Run, flawed: SoundPack, arguments: tuple[str, ...], code: int
) -> None:
    assert check(run, *arguments)[0] == code


def test_a_sound_pack_breaks_no_rule_slow_ones_included(run: Run, pack: SoundPack) -> None:
    done = run("check", "--pack", ".", "--fail-on", "advice", cwd=Path.cwd())

    assert done.code == 0
    assert done.stdout.splitlines()[-1] == "no rule is broken"


def test_a_rule_is_explained(run: Run) -> None:
    done = run("check", "--explain", "grammar-form")

    assert done.code == 0
    assert done.stdout.startswith("grammar-form, a warning: ")
    assert "# check: ignore grammar-form (why)" in done.stdout


def test_rules_are_listed(run: Run) -> None:
    done = run("check", "--rules")

    assert [line.split()[1] for line in done.stdout.splitlines()] == list(rules())


@pytest.mark.parametrize("option", ["--select", "--ignore", "--explain"])
def test_a_rule_that_is_not_there_is_an_error(run: Run, option: str) -> None:
    done = run("check", option, "grammar-forms")

    assert (done.code, done.stdout) == (2, "")
    assert "there is no rule “grammar-forms”; did you mean “grammar-form”?" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [("--quick", "--select", "confused-phrases"), ("--select", ","), ("--explain", "")]
)
def test_what_leaves_nothing_to_look_for_is_an_error(run: Run, arguments: tuple[str, ...]) -> None:
    done = run("check", *arguments)

    assert (done.code, done.stdout) == (2, "")
    assert "rule" in done.stderr
