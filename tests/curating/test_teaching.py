"""What is taught is written into the YAML as a person would, after what moves was shown."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from assistant import Assistant
from assistant.cli.gathering_gaps import Sources, gather
from assistant.curating.asking import Outcomes
from assistant.curating.changed import write
from assistant.curating.decisions import Decision
from assistant.curating.gathering import history_key
from assistant.curating.ignored import ignore, is_ignored_key, read_ignored
from assistant.curating.moves import Comparison, Direction, movable
from assistant.curating.report import comparison_as_lines, proposal_as_lines
from assistant.curating.teaching import Teacher, WrittenError
from assistant.curating.watching import Watched
from assistant.errors import AssistantError, PackError
from assistant.evaluation import read_questions
from assistant.knowledge.drafting.files import draft_files
from assistant.knowledge.drafting.packs import write_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from assistant.curating.asking import Talk
    from assistant.evaluation import Row
    from tests.curating.conftest import Keeper


def teacher(pack: Path, labelled: Iterable[Row] = (), talks: Iterable[Talk] = ()) -> Teacher:
    assistant = Assistant.load(pack)
    return Teacher(pack, assistant, Watched(assistant.compiled.analyzer, labelled, talks))


def teach(pack: Path, *decisions: Decision) -> list[str]:
    """Write decisions; the lines that were added and, behind a -, taken away."""
    at_work = teacher(pack)
    proposal = at_work.propose(decisions)
    at_work.accept(proposal)
    changed = [line for line in proposal.files.diff() if line[:1] in ("+", "-")]
    return [line.removeprefix("+") for line in changed if not line.startswith(("+++", "---"))]


def test_a_phrase_joins_the_phrases_of_its_intent(pack: Path) -> None:
    added = teach(pack, Decision(question="Hi, which beast sounds the hour?", intent="owl"))

    assert added == [
        "-    phrases: [which bird is on the roof, what does the brass owl do, who rings the bell]",
        "    phrases: [which bird is on the roof, what does the brass owl do, who rings the bell,",
        '              "which beast sounds the hour?"]',
    ]
    assert Assistant.load(pack).respond("which beast sounds the hour?").intents == ("owl",)


def test_a_wording_that_is_there_is_not_written_again(pack: Path) -> None:
    assert teach(pack, Decision(question="Who rings the bell?!", intent="owl")) == []


def test_signs_of_templates_are_taken_as_they_are(pack: Path) -> None:
    question = "who (if anyone) rings <it> [loudly] | softly"

    teach(pack, Decision(question=question, intent="owl"))

    assert question in Assistant.load(pack).pack.intents["owl"].phrases


def test_a_follow_up_joins_the_follow_ups(pack: Path) -> None:
    decision = Decision(question="and in which decade?", after="Who designed it?", intent="gap_architect")

    assert teach(pack, decision) == ["    follow_ups:", "      - and in which decade?"]


def test_a_phrase_of_small_talk_that_every_pack_shares_comes_on_top(pack: Path) -> None:
    teach(pack, Decision(question="toodle pip", intent="chat_goodbye"))

    taught = Assistant.load(pack)
    assert taught.respond("toodle pip").intents == ("chat_goodbye",)
    assert taught.respond("goodbye").intents == ("chat_goodbye",)
    assert yaml.safe_load((pack / "intents/smalltalk.yaml").read_text("utf-8"))["topic"] == "smalltalk"


def test_a_gap_is_an_intent_that_says_so(pack: Path, topic: Path) -> None:
    before = topic.read_text("utf-8")
    says = "The article does not say: who paid?"

    added = teach(pack, Decision(question="who paid the bricklayers", gap=says, phrases=("who paid them",)))

    assert added == [
        "  - id: gap_who_paid_the_bricklayers",
        "    kind: gap",
        "    question: Who paid the bricklayers?",
        f'    says: "{says}"',
        "    phrases:",
        "      - who paid them",
    ]
    assert topic.read_text("utf-8").startswith(before)
    reply = Assistant.load(pack).respond("who paid the bricklayers")
    assert (reply.status, reply.answer) == ("not_in_article", says)


def test_a_draft_answers_with_the_sentence_and_says_that_it_is_one(pack: Path) -> None:
    decision = Decision(question="what stands on top of the roof at night", draft=(4,), id="on_top")

    added = teach(pack, decision)

    assert [added[0], added[-1]] == ["  - id: on_top", "    draft: true"]
    assert "      - owl" in added
    reply = Assistant.load(pack).respond("What stands on top of the roof at night?")
    assert reply.status == "answered"
    assert reply.answer.startswith("Draft, unchecked: A brass owl")


def without_west_door(topic: Path) -> None:
    """Leave out the fact that quotes the last sentence, and its intent."""
    text = topic.read_text("utf-8")
    start, end = text.index("  - id: west_door\n    statement"), text.index("intents:")
    text = text[:start] + text[end:]
    start, end = text.index("  - id: west_door\n    kind"), text.index("  - id: gap_architect")
    topic.write_text(text[:start] + text[end:], "utf-8")


def test_two_drafts_of_a_sentence_have_one_fact(pack: Path, topic: Path) -> None:
    without_west_door(topic)

    added = teach(
        pack,
        Decision(question="what does the market border on", draft=(7,)),
        Decision(question="by which gate do traders come", draft=(7, 7)),
    )

    assert [line for line in added if "sentence_7" in line] == [
        "  - id: sentence_7",
        *["      - sentence_7"] * 2,
    ]


def test_a_sentence_that_no_fact_quotes_becomes_a_fact(pack: Path, topic: Path) -> None:
    without_west_door(topic)

    teach(pack, Decision(question="what does the market border on", draft=(7,)))

    loaded = Assistant.load(pack).pack
    assert loaded.facts["sentence_7"].statement == "The west door opens onto the market."
    assert loaded.is_draft("what_does_the_market_border")


def test_ids_are_free_ones(pack: Path) -> None:
    decisions = [
        Decision(question=each, gap="No.")
        for each in ("who paid for it all, Anna", "who paid for it all, Berta")
    ]

    added = teach(pack, *decisions)

    assert [line for line in added if "- id" in line] == [
        "  - id: gap_who_paid_for_it_all",
        "  - id: gap_who_paid_for_it_all_2",
    ]


def test_a_drafted_pack_learns_too(tmp_path: Path) -> None:
    article = "The Mill of Sarn opened on 4 May. It grinds rye. The mayor, Ada Lind, cut the ribbon.\n"
    folder = tmp_path / "drafted"
    write_files(folder, draft_files(article, "mill.txt").files)

    teach(
        folder,
        Decision(question="what sort of cereal goes in", draft=(2,)),
        Decision(question="how many stones has it", gap="The article does not say."),
    )

    taught = Assistant.load(folder)
    assert "rye" in taught.respond("what sort of cereal goes in?").answer
    assert taught.respond("how many stones has it?").status == "not_in_article"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_rest_of_the_file_stays_as_it_is(pack: Path, topic: Path, newline: str) -> None:
    text = topic.read_text("utf-8").replace("intents:\n", "\n# Ünïcode 🙂\nintents:   # by hand\n\n")
    topic.write_bytes(text.replace("\n", newline).encode())

    teach(
        pack,
        Decision(question="how far up does it reach: 40 m?", intent="height"),
        Decision(question="who paid the bricklayers", gap="No."),
    )

    after = topic.read_bytes().decode()
    left = iter(after)
    assert all(sign in left for sign in text.replace("\n", newline))
    assert after.count("\n") == after.count(newline)


def test_a_file_that_was_changed_meanwhile_is_left_alone(pack: Path, topic: Path) -> None:
    at_work = teacher(pack)
    proposal = at_work.propose([Decision(question="which beast sounds the hour", intent="owl")])
    changed = topic.read_text("utf-8") + "# mine\n"
    topic.write_text(changed, "utf-8")

    with pytest.raises(AssistantError, match=r"tower\.yaml: it was changed meanwhile: nothing is written"):
        at_work.accept(proposal)

    assert topic.read_text("utf-8") == changed


def test_a_pack_that_would_not_load_is_not_proposed(pack: Path, topic: Path) -> None:
    before = topic.read_bytes()

    with pytest.raises(PackError) as caught:
        teacher(pack).propose([Decision(question="how tall is it", intent="owl")])

    (problem,) = caught.value.problems
    assert problem.path.endswith("pack/intents/tower.yaml")
    assert "how tall is it" in str(problem)
    assert topic.read_bytes() == before


def test_a_file_that_cannot_be_read_any_more_is_told(pack: Path, topic: Path) -> None:
    at_work = teacher(pack)
    topic.write_text("intents: [", "utf-8")

    with pytest.raises(PackError, match=r"tower\.yaml:1:1: this cannot be read as YAML"):
        at_work.propose([Decision(question="which beast sounds the hour", intent="owl")])


def test_ignored_questions_are_remembered_and_change_nothing(pack: Path) -> None:
    assert teach(pack, Decision(question="asdf", phrases=("asdf jkl",), ignore=True)) == []

    assert read_ignored(history_key(Assistant.load(pack))) == {
        is_ignored_key("asdf"),
        is_ignored_key("asdf jkl"),
    }


def test_a_line_of_what_is_ignored_ends_at_a_newline_alone(own_data: Path) -> None:
    ignore("p", [("odd \u2028 sign", None)])
    path = own_data / "ignored.jsonl"
    path.write_bytes(path.read_bytes().rstrip())

    ignore("p", [("asdf", None)])

    assert read_ignored("p") == {is_ignored_key("odd \u2028 sign"), is_ignored_key("asdf")}


def test_a_follow_up_is_ignored_after_its_own_question_alone(
    pack: Path, tiny: Assistant, keeper: Keeper
) -> None:
    decade = "in which decade?"
    keeper.keep("Who designed the tower?", decade)
    keeper.keep("How high is the tower?", decade)
    assert len(gather(tiny, Sources(True, (), ())).gaps) == 1

    teach(pack, Decision(question=decade, after="Who designed the tower?", ignore=True))

    gathered = gather(tiny, Sources(True, (), ()))
    assert [gap.after for gap in gathered.gaps] == ["How high is the tower?"]
    assert gathered.ignored == 1


def rows(pack: Path, *labels: dict[str, object]) -> Path:
    path = pack.parent / "labels.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in labels), "utf-8")
    return path


def test_what_moves_is_told_from_phrases_labels_and_history(pack: Path) -> None:
    path = rows(
        pack,
        {"question": "which beast sounds the hour", "expect": "answer", "intent": "owl"},
        {"question": "which beast sounds the hour?", "expect": "not_in_article"},
    )
    with path.open("rb") as stream:
        labelled = read_questions(stream, "labels.jsonl", Assistant.load(pack).pack)
    talks = [("which beast sounds the hour",), ("How high is the tower?", "which beast sounds the hour")]
    at_work = teacher(pack, labelled, talks)

    compared = at_work.compare(
        at_work.propose([Decision(question="which beast sounds the hour", intent="owl")])
    )

    assert [(each.origin, each.question, each.direction) for each in compared.moves] == [
        ("labelled", "which beast sounds the hour", Direction.BETTER),
        ("labelled", "which beast sounds the hour?", Direction.WORSE),
        ("asked", "which beast sounds the hour", Direction.BETTER),
    ]
    assert compared.is_worse
    lines = list(comparison_as_lines(compared))
    assert lines[:3] == [
        "1 question moves to the worse:",
        "  labelled: which beast sounds the hour?",
        "      not in the article → answered (owl)",
    ]
    assert lines[-1].endswith("2 labelled questions; 3 past questions.")


def test_a_phrase_that_another_intent_loses_moves_to_the_worse(pack: Path) -> None:
    at_work = teacher(pack)

    compared = at_work.compare(at_work.propose([Decision(question="no", intent="owl")]))

    assert ("no thanks", Direction.WORSE) in [(each.question, each.direction) for each in compared.moves]


def test_no_other_phrase_than_those_that_are_asked_moves(pack: Path) -> None:
    at_work = teacher(pack)
    decisions = [
        Decision(question="which tall beast rings at the east door on the roof", intent="owl"),
        Decision(question="who opens the west door for kids", gap="No."),
    ]
    proposal = at_work.propose(decisions)
    before, after = at_work.assistant, proposal.after.assistant
    asked = {phrase for each in movable(before.pack, after.pack) for phrase in each.phrases}

    skipped = [
        phrase for each in before.pack.intents.values() for phrase in each.phrases if phrase not in asked
    ]

    assert skipped
    for phrase in skipped:
        assert before.respond(phrase).intents == after.respond(phrase).intents


def test_of_many_questions_the_nearest_are_asked_and_a_sample(tiny: Assistant) -> None:
    talks = [(f"is there a lift to floor {number}", "and then?") for number in range(40)]
    talks[31] = ("which beast sounds the hour",)
    watched = Watched(tiny.compiled.analyzer, (), talks, most=11)

    chosen = watched.talks(["a beast is on the roof"])

    assert talks[31] in chosen.conversations
    assert (chosen.asked, chosen.total) == (11, 79)
    assert watched.talks(["a beast is on the roof"]) == chosen
    assert Watched(tiny.compiled.analyzer, (), talks, most=79).talks([]).conversations == talks


def test_a_question_that_would_lead_elsewhere_is_told(pack: Path) -> None:
    at_work = teacher(pack)
    decision = Decision(question="and its price?", after="How high is the tower?", intent="gap_architect")

    proposal = at_work.propose([decision])

    lines = list(proposal_as_lines(proposal, at_work.compare(proposal)))

    assert lines[-2] == "! “and its price?” does not lead to gap_architect yet: answered (children)"


def test_each_decision_builds_on_those_before(pack: Path) -> None:
    at_work = teacher(pack)
    at_work.accept(at_work.propose([Decision(question="who paid them", gap="No.", id="gap_paid")]))

    at_work.accept(at_work.propose([Decision(question="at whose cost was it built", intent="gap_paid")]))

    assert at_work.assistant.respond("at whose cost was it built").intents == ("gap_paid",)
    assert Assistant.load(pack).respond("at whose cost was it built").intents == ("gap_paid",)


def test_outcomes_are_asked_once(tiny: Assistant) -> None:
    outcomes = Outcomes(tiny)
    comparison = Comparison(outcomes, outcomes)

    assert list(comparison.of_asked([("who?",), ("who?",)], "asked", {})) == []


def test_what_was_taught_goes_to_a_labelled_set(pack: Path, tiny: Assistant) -> None:
    path = rows(pack, {"question": "How high?", "expect": "answer", "intent": "height"})
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    at_work = teacher(pack)
    decisions = [
        Decision(question="which beast sounds the hour", phrases=("what beast sounds",), intent="owl"),
        Decision(question="how high?", intent="height"),
        Decision(question="who paid them", gap="No."),
        Decision(question="toodle pip", intent="chat_goodbye"),
        Decision(question="and its colour?", after="How high is the tower?", intent="owl"),
        Decision(question="asdf", ignore=True),
    ]

    written = at_work.accept(at_work.propose(decisions), path)

    assert written[-1].endswith("labels.jsonl")
    with path.open("rb") as stream:
        found = read_questions(stream, "labels.jsonl", at_work.assistant.pack)
    turns = [turn for row in found for turn in row.turns]
    assert [(each.question, each.expect.value, each.intent) for each in turns] == [
        ("How high?", "answer", ("height",)),
        ("which beast sounds the hour", "answer", ("owl",)),
        ("what beast sounds", "answer", ("owl",)),
        ("who paid them", "not_in_article", ("gap_who_paid_them",)),
        ("toodle pip", "chat", ("chat_goodbye",)),
        ("How high is the tower?", "either", ()),
        ("and its colour?", "answer", ("owl",)),
    ]


def test_a_link_is_written_through(pack: Path, topic: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    shutil.move(topic, real)
    topic.symlink_to(real)

    teach(pack, Decision(question="which beast sounds the hour", intent="owl"))

    assert topic.is_symlink()
    assert "which beast" in real.read_text("utf-8")


def test_a_question_that_cannot_be_encoded_is_labelled_as_the_pack_has_it(pack: Path, tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    decision = Decision.model_construct(question="which beast \ud800 sounds the hour", intent="owl")

    for _ in range(2):
        at_work = teacher(pack)
        at_work.accept(at_work.propose([decision]), path)

    (line,) = path.read_text("utf-8").splitlines()
    assert json.loads(line)["question"] == "which beast \ufffd sounds the hour"


def test_labels_that_cannot_be_written_do_not_undo_the_pack(pack: Path, tmp_path: Path) -> None:
    at_work = teacher(pack)
    proposal = at_work.propose([Decision(question="which beast sounds the hour", intent="owl")])

    with pytest.raises(WrittenError, match=r"tower\.yaml is written, but .*none"):
        at_work.accept(proposal, tmp_path / "none" / "labels.jsonl")

    assert at_work.assistant.respond("which beast sounds the hour").intents == ("owl",)


def test_files_that_cannot_all_be_written_leave_nothing_behind(pack: Path, topic: Path) -> None:
    before = topic.read_bytes()
    in_the_way = topic.parent / "none" / "x.yaml"

    with pytest.raises(AssistantError, match=r"x\.yaml: No such file or directory$"):
        write({}, {topic: "topic: tower\n", in_the_way: "topic: x\n"})

    assert topic.read_bytes() == before
    assert not [path for path in topic.parent.iterdir() if "part" in path.name]


def test_an_interrupted_write_leaves_nothing_behind(
    pack: Path, topic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    before = sorted(topic.parent.iterdir())
    monkeypatch.setattr("shutil.copymode", interrupted)

    with pytest.raises(KeyboardInterrupt):
        teach(pack, Decision(question="which beast sounds the hour", intent="owl"))

    assert sorted(topic.parent.iterdir()) == before
