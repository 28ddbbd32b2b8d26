"""Every rule of a pack, broken in one place: the whole message, with file, line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import PackFolder

START_DATE_TOO = "“start date” stands under the intent “start” too, at intents/bridge.yaml:23: take one out"
NO_ID = "cannot be an id: use small letters, digits and single _ between them"
NOT_TEXT = "must be text; “: ” within text has a meaning of its own in YAML: put the whole text in quotes"
INTENT_KEYS = (
    "“id”, “kind”, “question”, “facts”, “says”, “verdict”, “phrases”, “follow_ups”, “decides” and “draft”"
)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param(
            "phrases: [price]",
            "phrase: [price]",
            "34:5: intents[3].phrase: there is no key “phrase”; did you mean “phrases”?",
            id="unknown key, with what it was meant for",
        ),
        pytest.param(
            "phrases: [price]",
            "colour: x\n    phrases: [price]",
            f"34:5: intents[3].colour: there is no key “colour”; the keys here are {INTENT_KEYS}",
            id="unknown key like no other",
        ),
        pytest.param(
            "facts:\n  - id: joins",
            "fact:\n  - id: joins",
            "3:1: fact: there is no key “fact”; did you mean “facts”?",
            id="unknown key at the top hides nothing below it",
        ),
        pytest.param(
            "    question: Hello!\n",
            "",
            "35:5: intents[4]: the key “question” is missing",
            id="missing key",
        ),
        pytest.param("topic: bridge\n", "", "1:1: the key “topic” is missing", id="missing key at the top"),
        pytest.param(
            "title: The bridge itself\n",
            "title: The bridge itself\ntitle: again\n",
            "3:1: title: the key “title” stands here twice, first in line 2",
            id="duplicate key",
        ),
        pytest.param(
            "    says: Hello.",
            "    says: Hello.\n    kind: gap",
            "39:5: intents[4].kind: the key “kind” stands here twice, first in line 36",
            id="duplicate key in an entry",
        ),
        pytest.param(
            "topic: bridge",
            "topic: bridges",
            "1:8: topic: is “bridges”, but the file is “bridge.yaml”: the two must be the same",
            id="topic and file name differ",
        ),
        pytest.param(
            "id: start",
            "id: purpose",
            "19:9: intents[1].id: another intent is called “purpose”, at intents/bridge.yaml:12: rename one",
            id="duplicate intent",
        ),
        pytest.param(
            "intents:\n",
            "  - {id: joins_banks, statement: Work begins., quotes: [Work begins]}\nintents:\n",
            "11:10: facts[2].id: another fact is called “joins_banks”, at intents/bridge.yaml:4: rename one",
            id="duplicate fact",
        ),
        pytest.param(
            "id: start",
            "id: Start-Up",
            "19:9: intents[1].id: “Start-Up” cannot be an id: use small letters, digits and single _ between"
            " them, such as “start_up”",
            id="malformed id",
        ),
        pytest.param(
            "facts: [begins_in_may]",
            "facts: [begin_in_may]",
            "22:13: intents[1].facts[0]: there is no fact “begin_in_may”; did you mean “begins_in_may”?",
            id="reference to nothing, near a fact",
        ),
        pytest.param(
            "facts: [begins_in_may]",
            "facts: [begins_in_may, xyz]",
            "22:28: intents[1].facts[1]: there is no fact “xyz”",
            id="reference to nothing at all",
        ),
        pytest.param(
            "facts: [begins_in_may]",
            "facts: [begins_in_may, begins_in_may]",
            "22:28: intents[1].facts[1]: the fact “begins_in_may” is named twice: take one out",
            id="reference twice",
        ),
        pytest.param(
            "[price]",
            "[start date]",
            "34:15: intents[3].phrases[0]: “start date” stands under the intent “start” too,"
            " at intents/bridge.yaml:23: take one out",
            id="phrase under two intents",
        ),
        pytest.param(
            "[price]",
            "['Who WANTS the   bridge!']",
            "34:15: intents[3].phrases[0]: “Who WANTS the bridge!” stands under the intent “wanted” too,"
            " at intents/bridge.yaml:26: take one out",
            id="phrase that is another intent's question, but for case and punctuation",
        ),
        pytest.param(
            "[price]",
            "[price, ＰＲＩＣＥ?]",
            "34:22: intents[3].phrases[1]: “ＰＲＩＣＥ?” stands twice in this intent, first in line 34",
            id="phrase twice in an intent, but for width and punctuation",
        ),
        pytest.param(
            "[price]",
            "[what does it cost]",
            "34:15: intents[3].phrases[0]: “what does it cost” is this intent's own question:"
            " take it out here",
            id="phrase that is its intent's question",
        ),
        pytest.param(
            "[price]",
            "[]",
            "34:14: intents[3].phrases: this intent has no phrases: write other ways to ask the same",
            id="no phrases",
        ),
        pytest.param(
            "    phrases: [price]\n",
            "",
            "30:5: intents[3]: this intent has no phrases: write other ways to ask the same",
            id="no phrases key",
        ),
        pytest.param(
            "    facts: [begins_in_may]\n",
            "",
            "19:5: intents[1]: this answer has no facts: name the facts that it is made of",
            id="answer without facts",
        ),
        pytest.param(
            "    says: Hello.\n",
            "",
            "35:5: intents[4]: this chat has nothing to say: write under “says” what to reply",
            id="chat without says",
        ),
        pytest.param(
            "    says: The article does not give the cost.\n",
            "",
            "30:5: intents[3]: this gap has nothing to say: write under “says” what to reply",
            id="gap without says",
        ),
        pytest.param(
            "    facts: [begins_in_may]",
            "    facts: [begins_in_may]\n    says: In May.",
            "23:11: intents[1].says: an answer is told by its facts: take “says” out, or make this a gap",
            id="answer with says",
        ),
        pytest.param(
            "    says: Hello.",
            "    says: Hello.\n    facts: [joins_banks]",
            "39:12: intents[4].facts: small talk rests on no facts: take “facts” out",
            id="chat with facts",
        ),
        pytest.param(
            "    says: Hello.",
            "    says: Hello.\n    verdict: 'no'",
            "39:14: intents[4].verdict: only an answer can have a verdict: take “verdict” out",
            id="verdict without an answer",
        ),
        pytest.param(
            'verdict: "yes"',
            "verdict: maybe",
            '27:14: intents[2].verdict: must be "yes" or "no", not “maybe”',
            id="verdict that is none",
        ),
        pytest.param(
            'verdict: "yes"',
            "verdict: yes",
            '27:14: intents[2].verdict: YAML reads yes as true or false: put it in quotes, "yes"',
            id="verdict without quotes",
        ),
        pytest.param(
            "kind: gap",
            "kind: gapp",
            "31:11: intents[3].kind: “gapp” is no kind of intent; did you mean “gap”?",
            id="unknown kind",
        ),
        pytest.param(
            "kind: gap",
            "kind: fact sheet",
            "31:11: intents[3].kind: “fact sheet” is no kind of intent;"
            " the kinds are “answer”, “gap” and “chat”",
            id="unknown kind like no other",
        ),
        pytest.param(
            "phrases: [price]",
            "phrases: price",
            "34:14: intents[3].phrases: must be a list: one item a line, each after “- ”",
            id="text for a list",
        ),
        pytest.param(
            "phrases: [price]",
            "phrases:",
            "34:13: intents[3].phrases: is empty: write something here, or take it out",
            id="nothing for a list",
        ),
        pytest.param(
            "says: Hello.",
            "says: [a, b]",
            "38:11: intents[4].says: must be text, not a list: put text that begins with [ in quotes",
            id="list for text",
        ),
        pytest.param(
            "says: Hello.",
            "says: {a: b}",
            "38:11: intents[4].says: must be text, not a group of keys",
            id="group for text",
        ),
        pytest.param(
            "  - id: hello",
            "  - greetings\n  - id: hello",
            "35:5: intents[4]: must be a group of keys with values, such as “id: ...”",
            id="text for an entry",
        ),
        pytest.param(
            "says: Hello.",
            "says: '  '",
            "38:11: intents[4].says: is empty: write some text",
            id="blank text",
        ),
        pytest.param(
            "says: Hello.",
            'says: "a\\eb"',
            "38:11: intents[4].says: holds the control character U+001B: take it out",
            id="escape character",
        ),
        pytest.param(
            "quotes: [Work begins in May]",
            "quotes: []",
            "10:13: facts[1].quotes: is an empty list: write at least one item",
            id="fact without quotes",
        ),
        pytest.param(
            "quotes: [Work begins in May]",
            "quotes: [' ']",
            "10:14: facts[1].quotes[0]: is empty: copy some words of the article",
            id="blank quote",
        ),
    ],
)
def test_problem_in_a_topic_file(pack: PackFolder, old: str, new: str, problem: str) -> None:
    pack.edit(old, new)

    assert pack.problems() == [f"intents/bridge.yaml:{problem}"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param(
            "[ada lund, dr lund]",
            "[ada lund, Crossing]",
            "7:23: entities[0].forms[1]: “Crossing” stands under the term “bridge” too,"
            " at intents/lexicon.yaml:3: take one out",
            id="form under two terms",
        ),
        pytest.param(
            "id: ada_lund",
            "id: bridge",
            "5:9: entities[0].id: another term is called “bridge”, at intents/lexicon.yaml:2: rename one",
            id="duplicate term",
        ),
        pytest.param(
            "in_article: false",
            "in_article: nope",
            "10:17: entities[1].in_article: must be true or false, not “nope”",
            id="neither true nor false",
        ),
        pytest.param(
            "    type: river\n", "", "8:5: entities[1]: the key “type” is missing", id="entity without a type"
        ),
        pytest.param(
            "[bridge, crossing]",
            "[bridge, crossing]\n    type: thing",
            "4:5: terms[0].type: there is no key “type”; the keys here are “id”, “forms” and “draft”",
            id="synonyms with a type",
        ),
    ],
)
def test_problem_in_the_lexicon(pack: PackFolder, old: str, new: str, problem: str) -> None:
    pack.edit(old, new, "intents/lexicon.yaml")

    assert pack.problems() == [f"intents/lexicon.yaml:{problem}"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param(
            "  - Who wants the bridge?\n",
            "",
            "4:3: welcome: must have exactly three questions, not 2",
            id="two questions",
        ),
        pytest.param(
            "Who wants",
            "Who want",
            "4:5: welcome[0]: “Who want the bridge?” is not the question of any intent, letter for letter;"
            " did you mean “Who wants the bridge?”?",
            id="no question of an intent",
        ),
        pytest.param(
            "Who wants the bridge?",
            "What does it cost?",
            "4:5: welcome[0]: “What does it cost?” is the question of a gap, not of an answer",
            id="question of a gap",
        ),
        pytest.param(
            "Who wants the bridge?",
            "What will the bridge do?",
            "6:5: welcome[2]: “What will the bridge do?” stands twice in the welcome",
            id="question twice",
        ),
        pytest.param("title: The bridge\n", "", "1:1: the key “title” is missing", id="missing title"),
        pytest.param(
            "about: A bridge is to be built.",
            "about: 1997",
            '2:8: about: YAML reads 1997 as a number: put it in quotes, "1997"',
            id="number for text",
        ),
    ],
)
def test_problem_in_the_pack_file(pack: PackFolder, old: str, new: str, problem: str) -> None:
    pack.edit(old, new, "intents/pack.yaml")

    assert pack.problems() == [f"intents/pack.yaml:{problem}"]


def test_every_wrong_item_of_a_list_is_told_of(pack: PackFolder) -> None:
    pack.edit(
        "[price]", "\n      - price\n      - 5\n      - 1950-01-26\n      - no\n      -\n      - how: much"
    )

    start, date = "intents/bridge.yaml:", "1950-01-26"
    assert pack.problems() == [
        f'{start}36:9: intents[3].phrases[1]: YAML reads 5 as a number: put it in quotes, "5"',
        f'{start}37:9: intents[3].phrases[2]: YAML reads {date} as a date: put it in quotes, "{date}"',
        f'{start}38:9: intents[3].phrases[3]: YAML reads no as true or false: put it in quotes, "no"',
        f"{start}39:8: intents[3].phrases[4]: is empty: write something here, or take it out",
        f"{start}40:9: intents[3].phrases[5]: {NOT_TEXT}",
    ]


def test_problems_of_all_files_come_together_in_file_order(pack: PackFolder) -> None:
    pack.edit("kind: gap", "kind: gapp")
    pack.edit("[price]", "[start date]")
    pack.edit("Work begins in May]", "Work begins in June]")
    pack.edit("Who wants", "Who want", "intents/pack.yaml")
    pack.edit("false", "nope", "intents/lexicon.yaml")
    pack.write("intents/empty.yaml", "")

    assert [problem.split(": ")[0] for problem in pack.problems()] == [
        "intents/bridge.yaml:10:14",
        "intents/bridge.yaml:31:11",
        "intents/empty.yaml:1:1",
        "intents/lexicon.yaml:10:17",
    ]


def test_a_mistake_in_an_entry_hides_none_in_another_and_invents_none(pack: PackFolder) -> None:
    pack.edit("statement: Work begins in May.", "statment: 5")
    pack.edit("[price]", "[price, 5, start date]")

    start = "intents/bridge.yaml:"
    assert pack.problems() == [
        f"{start}9:5: facts[1].statment: there is no key “statment”; did you mean “statement”?",
        f'{start}9:15: facts[1].statment: YAML reads 5 as a number: put it in quotes, "5"',
        f'{start}34:22: intents[3].phrases[1]: YAML reads 5 as a number: put it in quotes, "5"',
        (
            f"{start}34:25: intents[3].phrases[2]: “start date” stands under the intent “start” too,"
            " at intents/bridge.yaml:23: take one out"
        ),
    ]


def test_a_fact_that_is_left_out_as_broken_is_not_missed_where_it_is_named(pack: PackFolder) -> None:
    pack.edit("    statement: Work begins in May.\n", "")

    assert pack.problems() == ["intents/bridge.yaml:8:5: facts[1]: the key “statement” is missing"]


def test_facts_of_a_file_that_cannot_be_read_are_not_missed_elsewhere(pack: PackFolder) -> None:
    pack.write("intents/more.yaml", "topic: more\nfacts: [\n")
    pack.edit("facts: [begins_in_may]", "facts: [fact_of_the_other_file]")

    assert [problem.split(": ")[0] for problem in pack.problems()] == ["intents/more.yaml:3:1"]


def test_a_fact_that_no_intent_uses_is_no_problem(pack: PackFolder) -> None:
    pack.edit("joins_banks, begins_in_may]", "joins_banks]")
    pack.edit("facts: [begins_in_may]", "facts: [joins_banks]")

    assert "begins_in_may" in pack.load().facts


def test_a_form_may_stand_twice_in_one_term(pack: PackFolder) -> None:
    pack.edit("[bridge, crossing]", "[foot-bridge, foot bridge]", "intents/lexicon.yaml")

    assert pack.load().terms["bridge"].forms == ("foot-bridge", "foot bridge")


def test_a_key_beside_the_one_it_resembles_does_not_replace_it(pack: PackFolder) -> None:
    pack.edit("phrases: [price]", "phrases: [price, start date]\n    phrase: [who is for it]")

    assert pack.problems() == [
        f"intents/bridge.yaml:34:22: intents[3].phrases[1]: {START_DATE_TOO}",
        "intents/bridge.yaml:35:5: intents[3].phrase: there is no key “phrase”; did you mean “phrases”?",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("topic: bridge\n", "# no topic\n", "2:1: the key “topic” is missing"),
        (
            "title: The bridge itself\n",
            "title: \n",
            "2:7: title: is empty: write something here, or take it out",
        ),
    ],
)
def test_what_is_wrong_at_the_top_hides_nothing_below(
    pack: PackFolder, old: str, new: str, problem: str
) -> None:
    pack.edit("[price]", "[start date]")
    pack.edit(old, new)

    assert pack.problems() == [
        f"intents/bridge.yaml:{problem}",
        f"intents/bridge.yaml:34:15: intents[3].phrases[0]: {START_DATE_TOO}",
    ]


def test_a_missing_title_of_the_pack_hides_nothing_of_its_welcome(pack: PackFolder) -> None:
    pack.edit("title: The bridge\n", "", "intents/pack.yaml")
    pack.edit("Who wants the bridge?", "What does it cost?", "intents/pack.yaml")

    assert pack.problems() == [
        "intents/pack.yaml:1:1: the key “title” is missing",
        "intents/pack.yaml:3:5: welcome[0]: “What does it cost?” is the question of a gap, not of an answer",
    ]


def test_a_broken_item_alone_in_its_list_is_told_of_once(pack: PackFolder) -> None:
    pack.edit("phrases: [price]", "phrases: ['']")

    assert pack.problems() == ["intents/bridge.yaml:34:15: intents[3].phrases[0]: is empty: write some text"]


def test_what_refers_to_an_entry_with_a_malformed_id_is_not_told_of(pack: PackFolder) -> None:
    pack.edit("id: begins_in_may", "id: Begins-In-May")
    pack.edit("facts: [begins_in_may]", "facts: [Begins-In-May]")
    pack.edit("joins_banks, begins_in_may]", "joins_banks]")

    assert pack.problems() == [
        f"intents/bridge.yaml:8:9: facts[1].id: “Begins-In-May” {NO_ID}, such as “begins_in_may”"
    ]
