"""The walk through the gaps: what each key leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.cli.teaching import _agrees
from assistant.cli.teaching_by_key import Session, Terminal
from assistant.curating.choosing import intents_like, sentences_like
from assistant.curating.gaps import gaps_of
from assistant.curating.gathering import Question, Reason, history_key, still_open
from assistant.curating.ignored import is_ignored_key, read_ignored
from assistant.curating.teaching import Teacher
from assistant.curating.watching import Watched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.endurance

PAID = ("who paid the bricklayers",)
LIFT = ("is there a lift?",)


class Typed(Terminal):
    """Someone who types what was written down before, a key or a line at a time."""

    def __init__(self, *typed: str) -> None:
        self.typed = list(typed)
        self.shown: list[str] = []

    def show(self, text: str = "") -> None:
        self.shown += text.split("\n")

    def key(self, prompt: str) -> str:
        self.shown.append(prompt)
        if not self.typed:
            raise EOFError
        return self.typed.pop(0)

    def line(self, prompt: str, words: Sequence[str] = ()) -> str:  # noqa: ARG002  (none are completed)
        return self.key(prompt)


def walk(
    pack: Path, typed: Typed, *talks: tuple[str, ...], labels: Path | None = None, dry_run: bool = False
) -> int:
    """Go through the gaps that the last questions of some conversations are; the exit code."""
    assistant = Assistant.load(pack)
    asked = [Question(talk, len(talk) - 1, Reason.ASKED) for talk in talks]
    gaps = gaps_of(assistant, [each for each in still_open(assistant, asked) if each])
    teacher = Teacher(pack, assistant, Watched(assistant.compiled.analyzer))
    code = Session(teacher, typed, labels, dry_run=dry_run).run(gaps)
    assert not typed.typed
    return code


def test_a_number_makes_a_phrase_of_the_intent_beside_it(pack: Path) -> None:
    typed = Typed("1", "y")

    assert walk(pack, typed, PAID) == 0

    assert "  1  What strikes the hour?  (owl)" in typed.shown
    assert PAID[0] in Assistant.load(pack).pack.intents["owl"].phrases
    assert typed.shown[-1] == "1 decision written, 0 ignored."


def test_no_goes_back_to_the_choice(pack: Path, topic: Path) -> None:
    typed = Typed("1", "n", "g", "The article names no payer.", "y")

    walk(pack, typed, PAID)

    assert "names no payer" in topic.read_text("utf-8")
    assert PAID[0] not in Assistant.load(pack).pack.intents["owl"].phrases


def test_an_intent_is_named_by_words_of_it(pack: Path) -> None:
    walk(pack, Typed("i", "gap_architect", "y"), PAID)
    walk(pack, Typed("i", "", "i", "hieght", "1", "y"), LIFT)

    intents = Assistant.load(pack).pack.intents
    assert PAID[0] in intents["gap_architect"].phrases
    assert LIFT[0] in intents["height"].phrases


def test_a_draft_answers_with_sentences_that_are_looked_for(pack: Path) -> None:
    typed = Typed("d", "owl on the roof", "99", "4", "y")

    walk(pack, typed, ("tell all about feathered beasts",))

    assert "  4  A brass owl on the roof strikes the hour." in typed.shown
    reply = Assistant.load(pack).respond("tell all about feathered beasts")
    assert reply.answer.startswith("Draft, unchecked: A brass owl")


def test_what_was_answered_on_the_way_is_passed_over(pack: Path) -> None:
    typed = Typed("g", "", "y")

    walk(pack, typed, PAID, PAID, ("what were the bricklayers paid",))

    assert typed.shown[-2].endswith("is answered by now.")


def test_a_follow_up_is_taught_as_one_and_a_gap_of_it_needs_the_whole_question(pack: Path) -> None:
    talk = ("Who designed the tower?", "in which decade?")

    walk(pack, Typed("i", "gap_architect", "y"), talk)
    walk(pack, Typed("g", "", "g", "Which year was the harbour dug?", "", "y"), (talk[0], "and the harbour?"))

    taught = Assistant.load(pack)
    assert taught.pack.intents["gap_architect"].follow_ups == ("in which decade?",)
    assert taught.pack.intents["gap_which_year_was_the_harbour"].question == "Which year was the harbour dug?"


def test_a_dry_run_asks_for_nothing_and_writes_nothing(pack: Path, topic: Path, tmp_path: Path) -> None:
    before = topic.read_bytes()
    typed = Typed("1", "x")

    walk(pack, typed, PAID, LIFT, dry_run=True)

    assert "+++ b/intents/tower.yaml" in typed.shown
    assert typed.shown[-1] == "Nothing was written: a dry run."
    assert topic.read_bytes() == before
    assert not (tmp_path / "data" / "ignored.jsonl").exists()


def test_what_cannot_be_written_leaves_the_choice_open(pack: Path, topic: Path) -> None:
    topic.write_text(topic.read_text("utf-8").replace("who drew the plans", PAID[0]), "utf-8")
    assistant = Assistant.load(pack)
    topic.write_text(topic.read_text("utf-8") + "  - [", "utf-8")
    asked = still_open(assistant, [Question(LIFT, 0, Reason.ASKED)])
    gaps = gaps_of(assistant, [each for each in asked if each])
    typed = Typed("1", "s")

    Session(Teacher(pack, assistant, Watched(assistant.compiled.analyzer)), typed).run(gaps)

    assert any("tower.yaml:1:1: this cannot be read as YAML" in line for line in typed.shown)
    assert typed.shown[-1] == "0 decisions written, 0 ignored."


def test_a_gap_whose_label_cannot_be_written_is_settled(pack: Path, tmp_path: Path) -> None:
    typed = Typed("1", "y")

    walk(pack, typed, PAID, labels=tmp_path / "none" / "labels.jsonl")

    assert any("tower.yaml is written, but " in line for line in typed.shown)
    assert typed.shown[-1] == "1 decision written, 0 ignored."


def test_all_wordings_of_a_gap_are_ignored(pack: Path) -> None:
    wordings = ("which fireworks are there at the market?", "which fireworks are at the markt")

    walk(pack, Typed("x"), *((each,) for each in wordings))

    assert read_ignored(history_key(Assistant.load(pack))) == {*map(is_ignored_key, wordings)}


def test_other_keys_show_the_keys_and_q_ends(pack: Path) -> None:
    typed = Typed("\x1b[A", "q")

    assert walk(pack, typed, PAID, LIFT) == 0

    assert typed.shown.count("  x ignore   s skip   q quit") == 2


@pytest.mark.parametrize(
    ("typed", "intent"),
    [("owl", "owl"), ("gap architekt", "gap_architect"), ("which way does the west door go", "west_door")],
)
def test_intents_are_named_typos_and_all(tiny: Assistant, typed: str, intent: str) -> None:
    assert intents_like(tiny, typed)[0] == intent


def test_sentences_are_looked_for_typos_and_all(tiny: Assistant) -> None:
    assert sentences_like(tiny.pack, "bras owl")[0] == ("clocks.txt", 4)


def test_a_terminal_that_is_gone_ends_the_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.getchar", str)

    with pytest.raises(EOFError):
        Terminal().key("> ")
    with pytest.raises(EOFError):
        _agrees()
