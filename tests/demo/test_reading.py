"""Reading a script: what it becomes, and every way in which it can be wrong, with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.demo.reading import default_script
from assistant.demo.script import Ask, Card, Expect, Note, Pause, Pick, Place, Source, Why
from assistant.errors import AssistantError
from assistant.knowledge.digest import pack_digest
from assistant.response import Status

if TYPE_CHECKING:
    from pathlib import Path

    from tests.demo.conftest import ScriptFolder

BEGUN = "title: x\nsteps:\n  - ask: q\n"
KINDS = "“ask”, “pick”, “pause”, “note”, “card”, “source” and “why”"


def test_a_script_becomes_its_steps(script: ScriptFolder) -> None:
    read = script.read()
    card, ask, source, why, _, pick, pause, note, _ = read.steps

    def place(line: int, step: int) -> Place:
        return Place("demo.yaml", line, 5, f"steps[{step}]")

    assert (read.title, read.path) == ("The tower in a minute", "demo.yaml")
    assert card == Card(place=place(3, 0), title="The clock tower", text="One article, and what it says.")
    assert ask == Ask(
        place=place(5, 1),
        presenter="Ask them to guess.",
        question="How high is the tower?",
        expect=Expect((Status.ANSWERED,), ("height",), (3,)),
    )
    assert source == Source(place=place(8, 2))
    assert why == Why(place=place(9, 3), hold=2.5)
    assert pick == Pick(place=place(13, 5), number=2, expect=Expect((), ("east_door", "west_door")))
    assert pause == Pause(place=place(15, 6), seconds=1.0)
    assert note == Note(place=place(16, 7), text="And what it does not say.")


def test_what_is_expected_knows_where_it_is_written(script: ScriptFolder) -> None:
    ask = script.read().steps[1]

    assert isinstance(ask, Ask)
    assert ask.expect.places["intent"] == Place("demo.yaml", 7, 40, "steps[1].expect.intent")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param(
            "- ask: How",
            "- aks: How",
            "5:5: steps[1].aks: there is no key “aks”; did you mean “ask”?",
            id="unknown key with one near",
        ),
        pytest.param(
            "    text: One",
            "    colour: One",
            "4:5: steps[0].colour: there is no key “colour”; the keys here are “ask”, “pick”, “pause”,"
            " “note”, “card”, “source”, “why”, “text”, “presenter”, “hold” and “expect”",
            id="unknown key with none near",
        ),
        pytest.param(
            "{status: clarify}",
            "{stats: clarify}",
            "12:14: steps[4].expect.stats: there is no key “stats”; did you mean “status”?",
            id="unknown key of what is expected",
        ),
        pytest.param(
            "status: clarify",
            "status: clarfy",
            "12:22: steps[4].expect.status: “clarfy” is no status of a reply; did you mean “clarify”?",
            id="unknown status",
        ),
        pytest.param(
            "status: clarify",
            "status: [answered, error]",
            "12:33: steps[4].expect.status[1]: “error” is no status of a reply;"
            " they are “answered”, “passage”, “clarify”, “not_in_article” and “chat”",
            id="status that no reply here has",
        ),
        pytest.param(
            "intent: height",
            "intent: hieght",
            "7:40: steps[1].expect.intent: there is no intent “hieght”; did you mean “height”?",
            id="unknown intent",
        ),
        pytest.param(
            "[east_door, west_door]",
            "[east_door, zzz]",
            "14:34: steps[5].expect.intent[1]: there is no intent “zzz”",
            id="unknown intent in a list",
        ),
        pytest.param(
            "sentence: 3",
            "sentence: 8",
            "7:58: steps[1].expect.sentence: there is no sentence 8: the last is 7",
            id="unknown sentence",
        ),
        pytest.param(
            "sentence: 3",
            "sentence: []",
            "7:58: steps[1].expect.sentence: is an empty list: write at least one item",
            id="empty list",
        ),
        pytest.param(
            "{status: clarify}",
            "clarify",
            "12:13: steps[4].expect: must be a group of keys with values, such as “status: answered”",
            id="text for what is expected",
        ),
        pytest.param(
            "- pick: 2",
            "- pick: second",
            "13:11: steps[5].pick: must be a number from 1, such as 2, not “second”",
            id="option by a word",
        ),
        pytest.param(
            "- pick: 2",
            "- pick: 0",
            "13:11: steps[5].pick: must be a number from 1, such as 2, not “0”",
            id="option zero",
        ),
        pytest.param(
            "pause: 1",
            "pause: 1:30",
            "15:12: steps[6].pause: must be a number of seconds, such as 2 or 0.5, not “1:30”",
            id="minutes, which YAML takes for a number",
        ),
        pytest.param(
            "pause: 1",
            "pause: 3600",
            "15:12: steps[6].pause: must be at most 600 seconds, not 3600",
            id="pause of an hour",
        ),
        pytest.param(
            "hold: 2.5",
            "hold: .inf",
            "10:11: steps[3].hold: must be a number of seconds, such as 2 or 0.5, not “.inf”",
            id="stay for ever",
        ),
        pytest.param(
            "source: true",
            "source: 3",
            "8:13: steps[2].source: must be true, not “3”: a step that is not wanted is taken out",
            id="source by its number",
        ),
        pytest.param(
            "why: true",
            "why: false",
            "9:10: steps[3].why: must be true, not false: a step that is not wanted is taken out",
            id="step switched off",
        ),
        pytest.param(
            "- ask: Where does the door lead?",
            '- ask: "2"',
            "11:10: steps[4].ask: “2” is the number of an option: write “pick” instead of “ask”",
            id="question that would pick",
        ),
        pytest.param(
            "- ask: Where does the door lead?",
            "- ask: 2",
            "11:10: steps[4].ask: “2” is the number of an option: write “pick” instead of “ask”",
            id="question that is a number",
        ),
        pytest.param(
            "- ask: Where does the door lead?",
            "- ask: /help",
            "11:10: steps[4].ask: begins with “/”, as a command does: ask a question",
            id="question that is a command",
        ),
        pytest.param(
            "- ask: Where does the door lead?",
            '- ask: "Where does\\nthe door lead?"',
            "11:10: steps[4].ask: breaks off in the middle: a question is typed on one line",
            id="question of two lines",
        ),
        pytest.param(
            "- ask: Where does the door lead?",
            f"- ask: {'why ' * 1000}not",
            "11:10: steps[4].ask: is 4,003 characters long: a question may have 4,000",
            id="question that is too long",
        ),
        pytest.param(
            "- note: And what it does not say.",
            "- note:",
            "16:10: steps[7].note: is empty: write something here, or take it out",
            id="empty note",
        ),
        pytest.param(
            "- note: And what it does not say.",
            "- And what it does not say.",
            "16:5: steps[7]: must be a group of keys with values, such as “ask: ...”",
            id="text for a step",
        ),
        pytest.param(
            "- note: And what it does not say.",
            "- presenter: Breathe.",
            f"16:5: steps[7]: this step does nothing: it needs one of the keys {KINDS}",
            id="step that does nothing",
        ),
        pytest.param(
            "- source: true\n  - why: true",
            "- source: true\n    why: true",
            "9:5: steps[2].why: this step has “source” already: make it a step of its own",
            id="two steps in one",
        ),
        pytest.param(
            "    hold: 2.5",
            "    expect: {status: answered}",
            "10:5: steps[3].expect: goes with “ask” and “pick” alone: take it out",
            id="nothing to expect of",
        ),
        pytest.param(
            "    presenter: Ask",
            "    text: Ask",
            "6:5: steps[1].text: goes with “card” alone: take it out",
            id="text without a card",
        ),
        pytest.param(
            "  - card: The clock tower\n",
            "  - why: true\n  - card: The clock tower\n",
            "3:5: steps[0].why: no question was asked before this step",
            id="why of nothing",
        ),
        pytest.param(
            "title: The tower in a minute\n",
            "",
            "1:1: the key “title” is missing",
            id="no title",
        ),
        pytest.param(
            "  - pause: 1\n",
            "  - pause: 1\n    pause: 2\n",
            "16:5: steps[6].pause: the key “pause” stands here twice, first in line 15",
            id="key twice",
        ),
        pytest.param(
            "And what it does not say.",
            "And: what it does not say.",
            "16:14: no key can stand here: put text with “: ” in it in quotes, or mend the line above",
            id="no YAML",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(script: ScriptFolder, old: str, new: str, problem: str) -> None:
    script.edit(old, new)

    assert script.problems() == [f"demo.yaml:{problem}"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1:1: the file is empty"),
        ("title: x\n", "1:1: the key “steps” is missing"),
        ("title: x\nsteps: []\n", "2:8: steps: is an empty list: write at least one item"),
        ("- ask: q\n", "1:1: the file must consist of keys with values, such as “title: ...”"),
        ("title: x\nsteps: hello\n", "2:8: steps: must be a list: one item a line, each after “- ”"),
    ],
)
def test_a_script_without_steps_is_none(script: ScriptFolder, text: str, problem: str) -> None:
    script.path.write_text(text, "utf-8")

    assert script.problems() == [f"demo.yaml:{problem}"]


def test_all_mistakes_are_told_at_once_in_their_order(script: ScriptFolder) -> None:
    script.edit("Who designed the tower?\n", "Who designed the tower?\n    hold: long\n")
    script.edit("intent: height", "intent: hight")
    script.edit("source: true", "sauce: true")

    assert [problem.split(": ")[0] for problem in script.problems()] == [
        "demo.yaml:7:40",
        "demo.yaml:8:5",
        "demo.yaml:18:11",
    ]


@pytest.mark.parametrize("lost", ["- ask:", "- How high is it?"])
def test_what_leans_on_a_lost_question_is_not_called_wrong(script: ScriptFolder, lost: str) -> None:
    script.path.write_text(f"title: x\nsteps:\n  {lost}\n  - source: true\n", "utf-8")

    assert len(script.problems()) == 1
    assert script.problems()[0].startswith("demo.yaml:3:")


def test_a_file_that_is_not_there_is_told(script: ScriptFolder) -> None:
    script.path.unlink()

    assert script.problems() == ["demo.yaml:1:1: cannot be read: No such file or directory"]


# In a pack


def test_the_script_of_a_pack_is_no_topic_of_it(tiny_folder: Path, tmp_path: Path) -> None:
    folder = copied(tiny_folder, tmp_path)
    before = Assistant.load(folder).pack
    default = folder / "intents" / "demo.yaml"
    default.write_text(BEGUN, "utf-8")

    assert Assistant.load(folder).pack == before
    assert default_script(folder) == default


def test_an_edit_of_the_script_leaves_the_cache_of_the_pack_good(tiny_folder: Path, tmp_path: Path) -> None:
    folder = copied(tiny_folder, tmp_path)
    before = pack_digest(folder)
    (folder / "intents" / "demo.yaml").write_text(BEGUN, "utf-8")

    assert pack_digest(folder) == before


def test_a_pack_without_a_script_says_to_name_one(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(tiny_folder, tmp_path)
    monkeypatch.chdir(folder)

    with pytest.raises(AssistantError) as caught:
        default_script(folder)

    assert str(caught.value) == "intents/demo.yaml: this pack has no script for a demo: name one"


def copied(tiny_folder: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    for path in tiny_folder.glob("*/*"):
        copy = folder / path.relative_to(tiny_folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return folder
