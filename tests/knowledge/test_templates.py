"""Templates in a pack: what they make of it, and what may be wrong with them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.knowledge import PackReport
from assistant.knowledge.expansion import A_LIST, A_TEMPLATE
from assistant.knowledge.loader import load_with_places

if TYPE_CHECKING:
    from .conftest import PackFolder

BRIDGE = "intents/bridge.yaml"
LEXICON = "intents/lexicon.yaml"
DIGITS = "(0|1|2|3|4|5|6|7|8|9)"
START = "phrases: [start date]"


def with_rules(pack: PackFolder, *rules: str) -> None:
    entries = "".join(
        f"  - id: {rule.partition(':')[0]}\n    template: {rule.partition(':')[2]}\n" for rule in rules
    )
    pack.edit("stop_words:", f"rules:\n{entries}stop_words:", LEXICON)


def with_phrases(pack: PackFolder, *phrases: str) -> None:
    pack.edit(START, "phrases:" + "".join(f"\n      - {phrase}" for phrase in phrases))


def too(intent: str, line: int) -> str:
    return f"under the intent “{intent}” too, at {BRIDGE}:{line}: take one out"


def test_phrases_and_follow_ups_are_made(pack: PackFolder) -> None:
    with_rules(pack, "when:(when|[on] which <unit>)", "unit:(day|date)", "bridge:(span|link)")
    with_phrases(pack, "<when> (does|will) it [all] start", "start date", "<ada_lund>'s <bridge>")
    pack.edit("    phrases: [price]\n", "    phrases: [price]\n    follow_ups: [and <when>, then]\n")

    loaded = pack.load()

    assert loaded.intents["start"].phrases[:6] == (
        "When does the work begin?",
        "when does it all start",
        "when does it start",
        "when will it all start",
        "when will it start",
        "on which day does it all start",
    )
    assert loaded.intents["start"].phrases[-5:] == (
        "start date",
        "ada lund's span",
        "ada lund's link",
        "dr lund's span",
        "dr lund's link",
    )
    assert len(loaded.intents["start"].phrases) == 1 + 5 * 2 * 2 + 1 + 4
    assert loaded.intents["gap_cost"].follow_ups == (
        "and when",
        "and on which day",
        "and on which date",
        "and which day",
        "and which date",
        "then",
    )


def test_a_pack_with_templates_answers(pack: PackFolder) -> None:
    with_phrases(pack, "(when|at what time|in which month) (do|will) the builders [finally] (turn up|arrive)")

    assistant = Assistant.load(pack.root)

    assert assistant.ask("in which month will the builders arrive?").answer == "Work begins in May."
    assert assistant.ask("and at what time do the builders finally turn up").answer == "Work begins in May."


def test_a_wording_that_the_intent_has_is_not_made_again(pack: PackFolder) -> None:
    with_phrases(
        pack, "start date", "'[the] Start (date|day)'", "(when|WHEN) does the work begin", "the start [day]"
    )

    assert pack.load().intents["start"].phrases == (
        "When does the work begin?",
        "start date",
        "the Start date",
        "the Start day",
        "Start day",
        "the start",
    )


def test_wordings_are_unlike_those_of_other_intents(pack: PackFolder) -> None:
    with_phrases(pack, "(start|begin) (day|date)")
    pack.edit("[who is for it]", "['begin Date', 'the [start] day']")
    pack.edit("[price]", "['[the] (begin|start) (day|month)']")

    many = "“begin day” and 1 more wording of this template stand"
    one = "“the start day”, which this template makes, stands"
    assert pack.problems() == [
        f"{BRIDGE}:30:15: intents[2].phrases[0]: “begin Date” stands {too('start', 24)}",
        f"{BRIDGE}:35:15: intents[3].phrases[0]: {many} {too('start', 24)}",
        f"{BRIDGE}:35:15: intents[3].phrases[0]: {one} {too('wanted', 30)}",
    ]


def test_follow_ups_of_several_intents_may_be_the_same(pack: PackFolder) -> None:
    pack.edit(START, f"{START}\n    follow_ups: [(and|so) when]")
    pack.edit("[who is for it]", "[who is for it]\n    follow_ups: [and (when|who)]")

    assert pack.load().intents["wanted"].follow_ups == ("and when", "and who")


# Bounds


def test_of_a_large_template_a_sample_is_used(pack: PackFolder) -> None:
    with_phrases(pack, "start date", f"{DIGITS * 12} (day|date)")

    loaded, draft = load_with_places(pack.root)
    phrases = loaded.intents["start"].phrases

    assert len(phrases) == 2 + A_TEMPLATE
    assert sum(text.endswith("day") for text in phrases) == A_TEMPLATE // 2
    assert (
        PackReport.of(loaded, draft.templates).lines()[3]
        == f"{11 + A_TEMPLATE} phrases, {A_TEMPLATE} of 1 template"
    )
    (use,) = draft.templates
    assert (use.made, use.count) == (A_TEMPLATE, 2_000_000_000_000)


def test_the_templates_of_an_intent_share_its_bound(pack: PackFolder) -> None:
    with_phrases(pack, *[f"{letter} {DIGITS * 3}" for letter in "abcdefghi"], "(x|y|z) day")

    phrases = pack.load().intents["start"].phrases

    assert len(phrases) == 1 + A_LIST
    assert sum(text.endswith("day") for text in phrases) == 3
    shares = [sum(text.startswith(f"{letter} ") for text in phrases) for letter in "abcdefghi"]
    assert max(shares) - min(shares) <= 1


def test_a_pack_of_large_templates_loads_at_once(pack: PackFolder) -> None:
    rules = [f"r{number}:(<r{number - 1}>|<r{number - 1}>|x{number}) y" for number in range(1, 9)]
    with_rules(pack, f"r0:{DIGITS * 9}", *rules)
    with_phrases(pack, *[f"{letter} <r8> [<r8>]" for letter in "abcdef"])

    began = time.process_time()
    loaded, draft = load_with_places(pack.root)

    assert time.process_time() - began < 2
    assert min(each.count for each in draft.templates) > 10**20
    assert len(loaded.intents["start"].phrases) == 1 + A_LIST


# Mistakes


@pytest.mark.parametrize(
    ("phrase", "column", "what"),
    [
        ("when (does|will it", 14, "“(” is never closed: write “)” where the group ends"),
        ("'when (does|will it'", 15, "“(” is never closed: write “)” where the group ends"),
        ('"when (does|will it"', 15, "“(” is never closed: write “)” where the group ends"),
        ("'it''s (a|b'", 9, "“(” is never closed: write “)” where the group ends"),
        ("when (a|b\n        it", 9, "“(” is never closed: write “)” where the group ends"),
        ("when (a|) it", 17, "an alternative is empty: write a word, or [ ] around what may be left out"),
        ("when | who", 14, "“|” stands outside of brackets: put the alternatives in ( )"),
        ("in <mont>", 12, "there is no rule and no term of the lexicon “mont”; did you mean “month”?"),
        ("in <x>", 12, "there is no rule and no term of the lexicon “x”"),
        ("'[in] [may]'", 9, "all of this may be left out: a phrase needs a word that stays"),
        ("'[so] <maybe>?'", 9, "all of this may be left out: a phrase needs a word that stays"),
        ("'[so]", 9, "this quotation mark is never closed"),
        ("[so] when", 14, "“[” at the start has a meaning of its own in YAML: put the whole text in quotes"),
        ("[so]", 9, "must be text, not a list: put text that begins with [ in quotes"),
    ],
)
def test_a_mistake_is_told_where_it_stands(pack: PackFolder, phrase: str, column: int, what: str) -> None:
    with_rules(pack, "month:(may|june)", 'maybe:"[<month>]"')
    with_phrases(pack, "start date", phrase)

    (problem,) = pack.problems()

    assert problem.startswith(f"{BRIDGE}:25:{column}: ")
    assert problem.endswith(f": {what}")


def test_mistakes_in_rules_are_told_once(pack: PackFolder) -> None:
    with_rules(pack, "one:a (b", "two:<one> c", "two:d", "three:<tow>")
    with_phrases(pack, "<one> (x|<two>)", "<three>", "<four")

    alone = "“<” belongs to no “<name>” of a rule: write “\\<” where the sign itself is meant"
    unknown = "there is no rule and no term of the lexicon “tow”; did you mean “two”?"
    assert pack.problems() == [
        f"{BRIDGE}:26:9: intents[1].phrases[2]: {alone}",
        f"{LEXICON}:14:17: rules[0].template: “(” is never closed: write “)” where the group ends",
        f"{LEXICON}:17:9: rules[2].id: another rule is called “two”, at {LEXICON}:15: rename one",
        f"{LEXICON}:20:15: rules[3].template: {unknown}",
    ]


def test_a_cycle_is_told_with_its_path(pack: PackFolder) -> None:
    with_rules(pack, "zero:<one>", "one:(a|<two>)", "two:b [<three>]", "three:<one>", "own:x <own>")
    with_phrases(pack, "<zero> <two>", "<own>")

    assert pack.problems() == [
        f"{LEXICON}:20:15: rules[3].template: the rule “one” is made of itself: one → two → three → one",
        f"{LEXICON}:22:17: rules[4].template: the rule “own” is made of itself: own → own",
    ]


def test_nothing_is_said_of_a_rule_that_cannot_be_read(pack: PackFolder) -> None:
    with_phrases(pack, "<when> it starts")
    with_rules(pack, "when:5")

    assert pack.problems() == [
        f'{LEXICON}:14:15: rules[0].template: YAML reads 5 as a number: put it in quotes, "5"'
    ]

    pack.write(LEXICON, "terms: [\n")

    assert [problem.split(": ")[0] for problem in pack.problems()] == [f"{LEXICON}:2:1"]


def test_rules_that_are_too_deep_or_too_long_are_told(pack: PackFolder) -> None:
    deep = [f"d{number}:x <d{number + 1}>" for number in range(30)]
    long = [f"l{number}:<l{number - 1}> <l{number - 1}>" for number in range(1, 15)]
    with_rules(pack, *deep, "d30:end", "l0:word", *long)

    assert [problem.partition(": rules")[2] for problem in pack.problems()] == [
        "[19].template: brackets and rules stand more than 20 deep in one another",
        "[41].template: this makes wordings of more than 4,000 characters",
    ]


def test_a_chain_of_a_thousand_rules_is_no_trouble(pack: PackFolder) -> None:
    with_rules(pack, "r0:word", *[f"r{number}:<r{number - 1}> x" for number in range(1, 1000)])

    assert "brackets and rules stand more than 20 deep" in pack.problems()[0]
