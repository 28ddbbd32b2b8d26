"""Every rule: a pack that breaks none is broken in one place, and that rule alone says so, there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.errors import AssistantError
from assistant.linting.inspection import Inspection
from assistant.linting.rules import rules

if TYPE_CHECKING:
    from tests.linting.conftest import SoundPack

NORR, LEXICON, PACK, ARTICLE = (
    "intents/norr.yaml",
    "intents/lexicon.yaml",
    "intents/pack.yaml",
    "seeds/article.txt",
)
DEMO = """\
title: The lighthouse
steps:
  - ask: When did the lighthouse open?
    expect: {status: not_in_article}
"""
# Alike but for what they ask for, so that each gets the other's questions where its own phrases are out.
TWIN = """\
  - id: gap_range_of_lamp
    kind: gap
    question: How far did the old lamp shine?
    says: The article does not say how far the old lamp shone.
    phrases:
      - does the light reach as far as thirty kilometres
      - from how many kilometres away is the light to be seen
      - how many kilometres away is all the light seen
      - from how many kilometres away can all ships see the light
"""
# No two have a word in common.
MIXED = """\
  - id: unwilling
    kind: answer
    question: Was anybody else ready to give money?
    facts: [nobody_else]
    phrases:
      - did all others refuse
      - how popular was this investment
      - any rival sponsors
"""


def test_a_sound_pack_breaks_no_rule(pack: SoundPack) -> None:
    assert pack.problems() == ()


BREAKING = [
    ("yaml", NORR, "facts:\n", "facts: [\n", ""),
    ("value", NORR, "kind: gap", "kind: hole", "hole"),
    ("value", NORR, "    says: The article", "    say: The article", "there is no key “say”"),
    ("template", NORR, "- who is quoted", "- who is (quoted", "("),
    ("sentence", PACK, "about:", "join: [no such words]\nabout:", "does not stand in the article"),
    ("quote", NORR, "opened again on Saturday\"]", "opened again on Sunday\"]", "closest is sentence 2"),
    ("duplicate-id", NORR, "- id: range", "- id: payer", "payer"),
    ("kind", NORR, "    kind: answer\n    question: How far", "    kind: gap\n    question: How far", "gap"),
    ("duplicate-phrase", NORR, "- is there a keeper", "- who is quoted", "under the intent “others” too"),
    ("duplicate-form", LEXICON, "[lamp, bulb]", "[lamp, beacon]", "under the term “lighthouse” too"),
    ("reference", NORR, "facts: [shines_far]", "facts: [shines_near]", "there is no fact “shines_near”"),
    ("welcome", PACK, "How far does", "How near does", "How near does"),
    ("unreached-phrase", NORR, "- who is quoted", "- was", "does not lead to “others”"),
    ("confused-phrases", NORR, "  - id: gap_keeper\n", f"{TWIN}  - id: gap_keeper\n", "the answer “range”"),
    ("answered-stranger", NORR, "- who financed the new lamp", "- who paid for trousers", "“trousers”"),
    ("thin-intent", NORR, "  - id: gap_keeper\n", f"{MIXED}  - id: gap_keeper\n", "3 of 3 phrases"),
    ("unreached-sentence", NORR, "    facts: [nobody_else]", "    facts: [shines_far]", "sentence 5"),
    ("unsupported-statement", NORR, "40,000 crowns for the lamp", "50,000 crowns for the lamp", "50,000"),
    ("unsupported-statement", NORR, "The lamp shines", "The lamp of Visby shines", "Visby"),
    ("unsupported-statement", NORR, "on Saturday.\n", "on Sunday.\n", "Sunday"),
    ("grammar-form", LEXICON, "[lamp, bulb]", "[lamp, which]", "“which” is grammar"),
    ("colliding-form", LEXICON, "[lamp, bulb]", "[lamp, beacons]", "“beacons” is read as “beacon”"),
    ("shadowing-form", LEXICON, "[lamp, bulb]", "[lamp, u]", "no longer read as “you”"),
    ("dead-phrase", NORR, "- who is quoted", '- "???"', "has no word"),
    ("dead-phrase", NORR, "- who is quoted", f"- {'who ' * 1_001}", "4,003 characters"),
    ("cut-text", NORR, "- who is quoted", "- who is speaker number #1", "#1"),
    ("yaml-dialect", LEXICON, "[lamp, bulb]", "[lamp, bulb?]", "put “bulb?” in quotes"),
    ("unreached-name", ARTICLE, "for the new lamp. It\n", "for the new lamp. In Visby it\n", "“Visby”"),
    ("idle-phrase", NORR, "- who is quoted", "- the words of the harbour master", "says no more than"),
    ("unused-fact", NORR, "facts: [holm_paid]", "facts: [nobody_else]", "“holm_paid”"),
    ("long-answer", NORR, "wanted to pay.", f"wanted to pay{', or to give' * 20}.", "in 1 fact"),
    ("sampled-template", NORR, "- who is quoted", "- (who|whom) " + "(is|was) " * 7 + "quoted", "of 256"),
    ("draft", NORR, "    facts: [shines_far]\n", "    facts: [shines_far]\n    draft: true\n", "1 intent"),
    ("unknown-rule", NORR, "title: The", "# check: ignore idle-phrases\ntitle: The", "“idle-phrase”"),
    ("unknown-rule", NORR, "title: The", "# check: ignore quote\ntitle: The", "no comment silences"),
    ("unknown-rule", NORR, "title: The", "# check: off\ntitle: The", "silences nothing"),
    ("idle-comment", NORR, "title: The", "# check: ignore draft\ntitle: The", "nothing here breaks “draft”"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "file", "old", "new", "message"),
    BREAKING,
    ids=[f"{case[0]} {place}" for place, case in enumerate(BREAKING)],
)
def test_a_broken_rule_is_named(
    pack: SoundPack, rule: str, file: str, old: str, new: str, message: str
) -> None:
    pack.edit(old, new, file)

    broken = pack.problems({rule, "draft"})

    assert {problem.rule for problem in broken} >= {rule}
    assert any(message in problem.what for problem in broken if problem.rule == rule)
    assert {problem.path for problem in broken if problem.rule == rule} <= {file, ARTICLE}


def test_facts_that_overlap_are_named(pack: SoundPack) -> None:
    pack.edit("facts: [holm_paid]", "facts: [holm_paid, holm_gave]")
    pack.edit(
        "  - id: shines_far\n",
        "  - id: holm_gave\n    statement: Ada Holm gave 40,000 crowns.\n"
        '    quotes: ["paid 40,000 crowns for the new lamp"]\n  - id: shines_far\n',
    )

    (problem,) = pack.problems({"overlapping-facts"})

    assert "“holm_paid” and “holm_gave” quote the same words" in problem.what


def test_a_demo_that_no_longer_holds_is_named(pack: SoundPack) -> None:
    pack.write("intents/demo.yaml", DEMO)

    (problem,) = pack.problems({"stale-demo"})

    assert (problem.rule, problem.path, problem.line) == ("stale-demo", "intents/demo.yaml", 4)


def test_a_demo_that_cannot_be_played_is_named(pack: SoundPack) -> None:
    pack.write("intents/demo.yaml", DEMO.replace("steps:", "stages:"))

    assert {problem.rule for problem in pack.problems({"stale-demo"})} == {"stale-demo"}


def test_a_pack_without_topics_is_named(pack: SoundPack) -> None:
    Path(NORR).unlink()

    assert [problem.rule for problem in pack.problems()] == ["file"]


def test_every_rule_is_broken_by_a_test() -> None:
    broken = {case[0] for case in BREAKING} | {"overlapping-facts", "stale-demo", "file"}

    assert broken >= rules().keys()


@pytest.mark.parametrize(
    ("quoted", "stated", "is_same"),
    [
        ("45", "forty-five", True),
        ("45", "forty five", True),
        ("45", "forty-six", False),
        ("50", "fifty", True),
    ],
)
def test_numbers_in_words_are_those_in_digits(
    pack: SoundPack, quoted: str, stated: str, is_same: bool
) -> None:
    pack.edit("30 kilometres.", f"{quoted} kilometres.", ARTICLE)
    pack.edit('"shines as far as 30 kilometres"', f'"shines as far as {quoted} kilometres"')
    pack.edit("The lamp shines as far as 30 kilometres.", f"The lamp shines as far as {stated} kilometres.")

    assert (pack.problems({"unsupported-statement"}) == ()) == is_same


def test_a_pack_that_is_saved_meanwhile_is_not_mistaken_for_what_was_read(pack: SoundPack) -> None:
    inspection = Inspection(Path())
    pack.edit("- who is quoted", "- who was quoted")

    with pytest.raises(AssistantError, match="saved while it was checked"):
        _ = inspection.assistant
