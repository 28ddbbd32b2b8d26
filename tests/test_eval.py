"""`assistant eval`: labelled questions are read, asked and judged, and the figures add up."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation import (
    Asked,
    Expect,
    Figures,
    Label,
    QuestionsError,
    Row,
    Verdict,
    as_junit,
    copied_phrases,
    leave_out,
    misses_as_text,
    read_questions,
    take,
)
from assistant.evaluation.judge import judge
from assistant.evaluation.labels import QuestionRow
from assistant.reply import Citation, Reply, Status

if TYPE_CHECKING:
    from pathlib import Path

    from assistant import Assistant
    from tests.conftest import Run

HEIGHT = {"question": "How tall is the tower?", "expect": "answer", "sentences": [3], "words": [["41"]]}
ARCHITECT = {"question": "Who drew it up, which architect?", "expect": "not_in_article"}
EXAM = [
    {"id": "height", "category": "direct", **HEIGHT},
    {"id": "architect", "category": "gap", **ARCHITECT, "intent": "gap_architect"},
    {
        "id": "talk",
        "category": "talk",
        "turns": [
            {"question": "hi there!", "expect": "chat"},
            {"question": "Where does the east door lead to?", "expect": "answer", "sentences": [6]},
            {"question": "And the west door?", "expect": "answer", "sentences": [7], "words": [["market"]]},
        ],
    },
]


def lines(*records: object) -> list[str]:
    return [json.dumps(record, ensure_ascii=False) + "\n" for record in records]


def read(assistant: Assistant, text: str, name: str = "exam.jsonl") -> list[Row]:
    return read_questions(io.BytesIO(text.encode()), name, assistant.pack)


@pytest.fixture
def exam(tmp_path: Path) -> Path:
    path = tmp_path / "exam.jsonl"
    path.write_text("".join(lines(*EXAM)), "utf-8")
    return path


def sit(assistant: Assistant, *records: object) -> list[Asked]:
    return list(take(assistant, read(assistant, "".join(lines(*records)))))


# Reading


def test_a_row_without_an_id_is_known_by_its_line(tiny: Assistant) -> None:
    rows = read(tiny, "\n" + lines(HEIGHT)[0])

    assert [(row.id, row.category, row.conversation) for row in rows] == [("2", "all", False)]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param("{,}", "1:2: this row is not valid JSON: ", id="no JSON"),
        pytest.param('["who?"]', "1:1: this row is not a JSON object", id="no object"),
        pytest.param(
            '{"question": "who?", "expect": "answer", "sentences": []}',
            "1:55: sentences: is an empty list",
            id="no sentence",
        ),
        pytest.param("[" * 100_000, "1:1: this row is nested too deeply", id="too deep"),
        pytest.param('{"question": "who?"}', "1:1: the key “expect” is missing", id="missing"),
        pytest.param(
            '{"question": "who?", "expect": "answr", "sentences": [3]}',
            "1:32: expect: there is no expect “answr”; did you mean “answer”?",
            id="misspelt value",
        ),
        pytest.param(
            '{"question": "who?", "expect": "answer", "sentence": [3]}',
            "1:54: sentence: there is no key “sentence”; did you mean “sentences”?",
            id="misspelt key",
        ),
        pytest.param(
            '{"question": "who?", "expect": "answer", "sentences": [3, 8]}',
            "1:59: sentences[1]: there is no sentence 8: the article has 7",
            id="no such sentence",
        ),
        pytest.param(
            '{"question": "who?", "expect": "answer", "sentences_all": [[3], [0]]}',
            "1:66: sentences_all[1][0]: must be the number of a sentence, counted from 1",
            id="sentence 0",
        ),
        pytest.param(
            '{"question": "who?", "expect": "answer", "intent": "hight"}',
            "1:52: intent: the pack has no intent “hight”; did you mean “height”?",
            id="no such intent",
        ),
        pytest.param(
            '{"question": "who?", "expect": "answer"}',
            "1:1: does not say which answer is right",
            id="no answer named",
        ),
        pytest.param(
            '{"question": "who?", "expect": "chat", "words": [["x"]]}',
            "1:1: expects “chat”: “sentences” and “words” belong to an answer",
            id="words of no answer",
        ),
        pytest.param(
            '{"turns": [{"question": "hi", "expect": "chat"}, {"question": 7, "expect": "chat"}]}',
            "1:63: turns[1].question: must be text",
            id="in a turn",
        ),
        pytest.param('{"turns": []}', "1:11: turns: is an empty list", id="no turn"),
    ],
)
def test_a_problem_names_its_line_and_column(tiny: Assistant, line: str, problem: str) -> None:
    with pytest.raises(QuestionsError) as caught:
        read(tiny, line)

    assert len(caught.value.problems) == 1
    assert str(caught.value).startswith(f"exam.jsonl:{problem}")


def test_every_problem_is_told(tiny: Assistant) -> None:
    broken = lines({"id": "a", **HEIGHT}, {"id": "a", **HEIGHT, "sentences": [9]}, {"expect": "chat"})

    with pytest.raises(QuestionsError) as caught:
        read(tiny, "".join(broken))

    assert [(problem.line, problem.where) for problem in caught.value.problems] == [
        (2, "id"),
        (2, "sentences[0]"),
        (3, ""),
    ]


def test_every_problem_of_a_row_is_told_at_once(tiny: Assistant) -> None:
    odd = {"id": "a", "question": "?", "expect": "answer", "status": "anser", "intent": "nointent"}
    turn = {"question": "?", "expect": "chat", "words": [["x"]], "status": "cht"}
    broken = lines(
        {**odd, "sentences": [99, 0]},
        {"turns": [{**turn, "intent": "hight"}, {"question": 7, "expect": "answer"}]},
        {"question": "?", "expect": "answer", "status": "anser", "sentence": [3]},
    )

    with pytest.raises(QuestionsError) as caught:
        read(tiny, "".join(broken))

    assert [
        (problem.line, problem.where, problem.what.split(":")[0]) for problem in caught.value.problems
    ] == [
        (1, "status[0]", "there is no status “anser”; did you mean “answered”?"),
        (1, "intent", "the pack has no intent “nointent”"),
        (1, "sentences[0]", "there is no sentence 99"),
        (1, "sentences[1]", "must be the number of a sentence, counted from 1, or “file.txt"),
        (2, "turns[0]", "expects “chat”"),
        (2, "turns[0].status[0]", "there is no status “cht”; did you mean “chat”?"),
        (2, "turns[0].intent", "the pack has no intent “hight”; did you mean “height”?"),
        (2, "turns[1]", "does not say which answer is right"),
        (2, "turns[1].question", "must be text"),
        (3, "status[0]", "there is no status “anser”; did you mean “answered”?"),
        (3, "sentence", "there is no key “sentence”; did you mean “sentences”?"),
    ]


def test_an_empty_file_is_a_problem(tiny: Assistant) -> None:
    with pytest.raises(QuestionsError, match=r"^exam\.jsonl:1:1: there is no question here$"):
        read(tiny, "\n")


# Tables

TABLE = """\
id;category;conversation;question;expect;intent;sentences;sentences_all;words
height;direct;;How tall is the tower?;answer;;3|4;;"41;metres|feet"
architect;gap;;Who drew it up, which architect?;not_in_article;gap_architect|gap_none;;;
;talk;c1;hi there!;chat;;;;
both;direct;;Where do the east door and the west door lead?;either;;;6;
east;talk;c1;Where does the east door lead to?;answer;east_door;;"6|5;6";
;more;c1;And the west door?;answer;;7;;market
"""


def test_a_table_says_what_json_lines_say(tiny: Assistant) -> None:
    height, architect, talk, both = read(tiny, TABLE.replace("|gap_none", ""), "exam.csv")

    assert height == Row.of(
        QuestionRow.model_validate(
            {
                "id": "height",
                "category": "direct",
                **HEIGHT,
                "sentences": [3, 4],
                "words": [["41"], ["metres", "feet"]],
            }
        ),
        2,
    )
    assert architect.turns[0].intent == ("gap_architect",)
    assert both.turns[0].sentences_all == ((6,),)
    assert (talk.id, talk.conversation) == ("c1", True)
    assert talk.turns[1].sentences_all == ((6, 5), (6,))
    assert [(name, category) for name, category, _ in talk.named()] == [
        ("c1.1", "talk"),
        ("east", "talk"),
        ("c1.3", "more"),
    ]


def test_the_turns_of_a_table_share_their_context(tiny: Assistant) -> None:
    asked = list(take(tiny, read(tiny, TABLE.replace("|gap_none", ""), "exam.csv")))

    assert {each.id: each.verdict for each in asked if each.category in ("talk", "more")} == {
        "c1.1": Verdict.RIGHT,
        "east": Verdict.RIGHT,
        "c1.3": Verdict.RIGHT,
    }


def test_flat_json_rows_may_be_turns(tiny: Assistant) -> None:
    turns = [{**turn, "conversation": "talk", "category": "talk"} for turn in EXAM[2]["turns"]]

    assert [(each.id, each.verdict) for each in sit(tiny, *turns)] == [
        (f"talk.{number}", Verdict.RIGHT) for number in (1, 2, 3)
    ]


def test_parquet_may_have_lists_or_what_cells_say(tiny: Assistant) -> None:
    table = pa.table(
        {
            "id": [1, 2, 3],
            "question": ["How tall is the tower?"] * 3,
            "expect": ["answer"] * 3,
            "sentences": [3.0, None, float("nan")],
            "sentences_all": [None, [[3, 4]], None],
            "words": [None, [["41", "x"]], None],
            "intent": [None, "", "height|owl"],
        }
    )
    file = io.BytesIO()
    pq.write_table(table, file)

    one, two, three = (row.turns[0] for row in read_questions(file, "exam.parquet", tiny.pack))

    assert (one.sentences, two.sentences_all, two.words) == ((3,), ((3, 4),), (("41", "x"),))
    assert three.intent == ("height", "owl")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param("who?;answr;3;;", "2:6: expect: there is no expect “answr”; did you mean", id="expect"),
        pytest.param("who?;;3;;", "2:6: expect: the cell “expect” is empty", id="no expect"),
        pytest.param(";chat;;;", "2:1: question: the cell “question” is empty", id="no question"),
        pytest.param(
            "who?;answer;3|8;;", "2:13: sentences[1]: there is no sentence 8", id="no such sentence"
        ),
        pytest.param("who?;answer;3||4;;", "2:13: sentences[1]: must be the number", id="no number"),
        pytest.param("who?;answer;;hight;", "2:14: intent: the pack has no intent “hight”", id="intent"),
        pytest.param("who?;answer;;;", "2:1: does not say which answer is right", id="no answer named"),
        pytest.param('"who; me?";answer;"9";;', "2:19: sentences[0]: there is no sentence 9", id="quoted"),
        pytest.param('"who\nis?";answer;9;;', "3:13: sentences[0]: there is no sentence 9", id="two lines"),
        pytest.param("who?;answer;3;;;;", "2:1: this row has 7 cells where the header has 5", id="cells"),
        pytest.param('"who?;answer;3;;', "2:1: this row has a quote that is not closed", id="not closed"),
    ],
)
def test_a_problem_of_a_table_names_its_cell(tiny: Assistant, line: str, problem: str) -> None:
    with pytest.raises(QuestionsError) as caught:
        read(tiny, f"question;expect;sentences;intent;id\n{line}\n", "exam.csv")

    assert len(caught.value.problems) == 1
    assert str(caught.value).startswith(f"exam.csv:{problem}")


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("question,expect,sentence", "1:17: there is no column “sentence”; did you mean “sentences”?"),
        ("question,sentences", "1:1: there is no column “expect”"),
        ("question,expect,expect", "1:10: there are two columns “expect”"),
    ],
)
def test_a_wrong_column_is_told_once(tiny: Assistant, header: str, problem: str) -> None:
    with pytest.raises(QuestionsError) as caught:
        read(tiny, f"{header}\n" + "hi,chat,chat\n" * 3, "exam.csv")

    told = [line for line in str(caught.value).splitlines() if ":1:" in line]
    assert told == [f"exam.csv:{problem}"]


def test_an_id_stands_in_one_row_alone(tiny: Assistant) -> None:
    table = "id,conversation,question,expect\nc.2,,hi,chat\n,c,hi,chat\n,c,hi,chat\nx,c,hi,chat\nx,,hi,chat\n"

    with pytest.raises(QuestionsError) as caught:
        read(tiny, table, "exam.csv")

    assert str(caught.value).splitlines() == [
        "exam.csv:4:1: id: the id “c.2” stands in line 2 already",
        "exam.csv:6:1: id: the id “x” stands in line 5 already",
    ]


# Judging


def label(expect: Expect, **more: object) -> Label:
    return Label.model_validate({"question": "?", "expect": expect, **more})


def answer(tiny: Assistant, text: str = "It is 41 metres high.", quote: str = "41 metres") -> Reply:
    (source,) = tiny.pack.sources.values()
    start = source.text.index("41 metres")
    citation = Citation(source=source.name, sentence=3, start=start, end=start + len(quote), quote=quote)
    return Reply(
        question="?", status=Status.ANSWERED, answer=text, intents=("height",), citations=(citation,)
    )


ANSWER, EITHER, GAP, CHAT = Expect.ANSWER, Expect.EITHER, Expect.NOT_IN_ARTICLE, Expect.CHAT


@pytest.mark.parametrize(
    ("due", "verdict"),
    [
        (label(ANSWER, sentences=[3]), Verdict.RIGHT),
        (label(ANSWER, sentences=[2, 3], words=[["METRES", "feet"], ["41"]]), Verdict.RIGHT),
        (label(ANSWER, sentences=["clocks.txt:3"]), Verdict.RIGHT),
        (label(ANSWER, intent="height"), Verdict.RIGHT),
        (label(EITHER, sentences=[3]), Verdict.RIGHT),
        (label(ANSWER, sentences=[3], words=[["feet"]]), Verdict.INCOMPLETE),
        (label(EITHER, sentences=[3], words=[["feet"]]), Verdict.WRONG),
        (label(ANSWER, sentences=[4]), Verdict.WRONG),
        (label(ANSWER, sentences_all=[[3], [4]]), Verdict.WRONG),
        (label(ANSWER, intent=["owl", "children"]), Verdict.WRONG),
        (label(ANSWER, sentences=[3], status="clarify"), Verdict.WRONG),
        (label(GAP), Verdict.WRONG),
        (label(CHAT), Verdict.WRONG),
    ],
)
def test_the_verdict_on_an_answer(tiny: Assistant, due: Label, verdict: Verdict) -> None:
    assert judge(due, answer(tiny), tiny.pack.sources, tiny.ask) is verdict


def test_an_answer_whose_quote_is_not_in_the_source_is_ungrounded(tiny: Assistant) -> None:
    reply = answer(tiny, quote="42 metres")

    assert judge(label(ANSWER, sentences=[3]), reply, tiny.pack.sources, tiny.ask) is Verdict.UNGROUNDED


@pytest.mark.parametrize(
    ("more", "due"),
    [
        ({"sentences": [3], "words": [["monday"]]}, "the word “monday”"),
        (
            {"sentences": [3], "words": [["41"], ["feet", "Yards"], ["tall"]]},
            "the words “feet” or “yards” + “tall”",
        ),
        ({"sentences": [4], "words": [["monday"]]}, "sentence 4"),
    ],
)
def test_what_was_due_is_what_is_missing(
    run: Run, tiny_folder: Path, tmp_path: Path, more: dict[str, object], due: str
) -> None:
    report = tmp_path / "report.xml"
    row = {**HEIGHT, **more}

    done = run("eval", "-", "--pack", tiny_folder, "--misses", "--junit", report, stdin="".join(lines(row)))

    assert f"    due: {due}; given: height at " in done.stdout
    assert f"    1  {due}  " in done.stdout
    assert done.stdout.endswith(", 1 question\n")
    assert (
        ElementTree.fromstring(report.read_text("utf-8"))[0][0].get("message") == f"due: {due}; given: height"
    )


@pytest.mark.parametrize(
    ("status", "due", "verdict"),
    [
        (Status.NOT_IN_ARTICLE, label(GAP), Verdict.RIGHT),
        (Status.NOT_IN_ARTICLE, label(EITHER), Verdict.RIGHT),
        (Status.NOT_IN_ARTICLE, label(GAP, intent="gap_architect"), Verdict.OFF),
        (Status.NOT_IN_ARTICLE, label(ANSWER, sentences=[3]), Verdict.REFUSED),
        (Status.NOT_IN_ARTICLE, label(CHAT), Verdict.OFF),
        (Status.CHAT, label(CHAT), Verdict.RIGHT),
        (Status.CHAT, label(GAP), Verdict.OFF),
        (Status.CHAT, label(GAP, status=["not_in_article", "chat"]), Verdict.RIGHT),
        (Status.CHAT, label(ANSWER, sentences=[3]), Verdict.REFUSED),
    ],
)
def test_the_verdict_on_a_reply_without_facts(
    tiny: Assistant, status: Status, due: Label, verdict: Verdict
) -> None:
    reply = Reply(question="?", status=status, answer="No.")

    assert judge(due, reply, tiny.pack.sources, tiny.ask) is verdict


@pytest.mark.parametrize(
    ("due", "verdict"),
    [
        (label(ANSWER, sentences=[6]), Verdict.CLARIFIED),
        (label(ANSWER, sentences=[3]), Verdict.LOST),
        (label(GAP), Verdict.CLARIFIED),
        (label(CHAT), Verdict.LOST),
        (label(ANSWER, sentences=[3], status="clarify"), Verdict.RIGHT),
    ],
)
def test_an_offer_is_worth_where_it_leads(tiny: Assistant, due: Label, verdict: Verdict) -> None:
    offers = ("Where does the west door lead?", "Where does the east door lead?")
    reply = Reply(question="?", status=Status.CLARIFY, answer="Which?", suggestions=offers)

    assert judge(due, reply, tiny.pack.sources, tiny.ask) is verdict


# Taking an exam


def test_where_nothing_is_missed_it_says_so(tiny: Assistant) -> None:
    assert misses_as_text(sit(tiny, EXAM[0])) == "every reply is right"


def test_a_conversation_keeps_its_context(tiny: Assistant) -> None:
    asked = sit(tiny, *EXAM)

    assert [each.id for each in asked] == ["height", "architect", "talk.1", "talk.2", "talk.3"]
    assert {each.verdict for each in asked} == {Verdict.RIGHT}, misses_as_text(asked)


def test_the_figures_add_up(tiny: Assistant) -> None:
    wrong = {"id": "wrong", "category": "direct", **HEIGHT, "sentences": [4]}
    refused = {**HEIGHT, "id": "refused", "question": "What is the weather on Mars?"}

    asked = sit(tiny, EXAM[0], wrong, refused)
    figures = Figures.of(asked)

    assert (figures.total.questions, figures.total.score, figures.total.false_answers) == (3, 0.3333, 0.3333)
    assert figures.categories["direct"].verdicts == {Verdict.RIGHT: 1, Verdict.WRONG: 1}
    assert figures.verdicts == {"height": "right", "wrong": "wrong", "refused": "refused"}
    assert {(each.expected, each.given) for each in figures.confusions} == {
        ("sentence 4", "height"),
        ("sentence 3", "not_in_article"),
    }
    (tenth,) = figures.reliability
    confidence = asked[0].reply.confidence
    assert (tenth.answers, tenth.right) == (2, 0.5)
    assert tenth.start <= confidence <= tenth.start + 0.1
    assert figures.calibration_error == pytest.approx(abs(confidence - 0.5), abs=1e-4)


@pytest.mark.endurance
def test_leaving_out_asks_every_phrase_once(tiny: Assistant) -> None:
    asked = list(leave_out(tiny.pack, folds=4))

    phrases = [phrase for intent in tiny.pack.intents.values() for phrase in intent.phrases]
    assert sorted(each.label.question for each in asked) == sorted(phrases)
    assert {each.category for each in asked} == {"answer", "gap", "chat"}


def test_a_phrase_left_out_is_not_known(tiny: Assistant) -> None:
    for each in leave_out(tiny.pack, folds=2):
        assert each.label.question not in {match.phrase for match in each.reply.matches}


def test_a_copied_phrase_is_found_where_it_stands(tiny_folder: Path) -> None:
    text = (tiny_folder / "intents" / "tower.yaml").read_text("utf-8").splitlines()

    found = copied_phrases(tiny_folder, ["  HOW high is the tower", "How tall, is it", "How wide is it?"])

    assert [place.rpartition("/")[2] for place in found] == [
        f"tower.yaml:{number}"
        for number, line in enumerate(text, 1)
        if "How high is the tower?" in line or "how tall is it" in line
    ]


# The command


def test_a_good_exam_exits_0(run: Run, exam: Path, tiny_folder: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"

    done = run("eval", exam, "--pack", tiny_folder, "--min-score", "1", "--max-false", "0", "--json", figures)

    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].split() == ["category", "questions", "score", "false", "right"]
    assert done.stdout.splitlines()[-1] == "score 100.0%, false answers 0.0%, 5 questions"
    assert json.loads(figures.read_text("utf-8"))["total"]["score"] == 1.0


@pytest.mark.parametrize(
    ("bound", "said"),
    [
        (("--min-score", "0.9"), "the score, 80.00%, is below 90.00%"),
        (("--max-false", "0.1"), "the share of false answers, 20.00%, is above 10.00%"),
    ],
)
def test_an_exam_that_falls_short_exits_1(
    run: Run, exam: Path, tiny_folder: Path, bound: tuple[str, str], said: str
) -> None:
    exam.write_text(exam.read_text("utf-8").replace("[3]", "[4]"), "utf-8")

    done = run("eval", exam, "--pack", tiny_folder, *bound, "--misses")

    assert (done.code, done.stderr) == (1, said + "\n")
    assert done.stdout.startswith(
        "[wrong] height How tall is the tower?\n    due: sentence 4; given: height at"
    )


def test_a_baseline_tells_what_changed(run: Run, exam: Path, tiny_folder: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    good = exam.read_text("utf-8")
    exam.write_text(good.replace("[3]", "[4]").replace('"id": "architect"', '"id": "old"'), "utf-8")
    run("eval", exam, "--pack", tiny_folder, "--json", before)
    exam.write_text(good.replace("[6]", "[5]"), "utf-8")

    done = run("eval", exam, "--pack", tiny_folder, "--baseline", before)

    assert done.stdout.splitlines()[:3] == [
        "since the baseline: 1 better, 1 worse, 1 new, 1 gone",
        "  better: height, wrong before and right now",
        "  worse: talk.2, right before and wrong now",
    ]


def test_a_baseline_that_is_none_exits_2(run: Run, exam: Path, tiny_folder: Path) -> None:
    done = run("eval", exam, "--pack", tiny_folder, "--baseline", exam)

    assert (done.code, done.stderr) == (2, f"{exam}: this is no result of `assistant eval --json`\n")


def test_junit_shows_each_question(run: Run, tiny_folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    odd = {**HEIGHT, "id": "odd", "question": "How tall <is> the \x1b\uffff tower?", "sentences": [4]}

    run("eval", "-", "--pack", tiny_folder, "--junit", report, stdin="".join(lines(EXAM[0], odd)))

    suite = ElementTree.fromstring(report.read_text("utf-8"))
    first, second = suite
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "2",
        "failures": "1",
        "errors": "0",
        "skipped": "0",
    }
    assert (first.get("classname"), first.get("name"), len(first)) == (
        "direct",
        "height How tall is the tower?",
        0,
    )
    times = [float(each.get("time", "")) for each in (first, second)]
    assert min(times) > 0
    assert float(suite.get("time", "")) == pytest.approx(sum(times), abs=1e-5)
    assert second.get("name") == "odd How tall <is> the \u241b\ufffd tower?"
    (failure,) = second
    assert failure.get("type") == "wrong"
    assert failure.get("message") == "due: sentence 4; given: height"
    assert (failure.text or "").startswith("due: sentence 4; given: height at ")
    assert "The tower is 41 metres high." in (failure.text or "")


@given(*[st.text(max_size=20)] * 5)
def test_junit_is_well_formed_whatever_is_asked(
    question: str, name: str, category: str, answer: str, suite: str
) -> None:
    label = Label(question=question, expect=Expect.ANSWER, intent=(f"x{name}",))
    reply = Reply(question=question, status=Status.NOT_IN_ARTICLE, answer=answer, intents=(name,))

    text = as_junit([Asked(name, category, label, reply, Verdict.REFUSED, 0.5)], suite)

    root = ElementTree.fromstring(text.encode())
    assert (root.tag, root[0].tag, root[0].get("time"), root[0][0].tag) == (
        "testsuite",
        "testcase",
        "0.500000",
        "failure",
    )


def test_bad_labels_exit_2(run: Run, tiny_folder: Path) -> None:
    done = run("eval", "-", "--pack", tiny_folder, stdin='{"question": "who?"}\n{}\n')

    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "<stdin>:1:1: the key “expect” is missing",
        "<stdin>:2:1: the key “expect” is missing",
        "<stdin>:2:1: the key “question” is missing",
    ]


def test_each_byte_that_is_not_utf_8_is_told(run: Run, tiny_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "e.csv").write_bytes(
        b'question,expect\nHi,chat\n"a\ncaf\xe9",chat\nHello,not_in\n\xff,chat\n'
    )
    done = run("eval", "e.csv", "--pack", tiny_folder, cwd=tmp_path)

    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "e.csv:4:4: this row has the byte 0xe9, which is not UTF-8",
        "e.csv:5:7: expect: there is no expect “not_in”; did you mean “not_in_article”?",
        "e.csv:6:1: this row has the byte 0xff, which is not UTF-8",
    ]


@pytest.mark.parametrize(
    "arguments", [("eval",), ("eval", "a.jsonl", "--leave-one-out"), ("eval", "a.jsonl", "--min-score", "97")]
)
def test_a_usage_error_exits_2(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)

    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: assistant eval")


@pytest.mark.endurance
def test_leaving_out_prints_kinds_and_the_worst(run: Run, tiny_folder: Path) -> None:
    done = run("eval", "--leave-one-out", "--folds", "3", "--pack", tiny_folder)

    assert done.code == 0
    assert done.stderr.splitlines() == [f"part {part} of 3" for part in (1, 2, 3)]
    assert done.stdout.startswith("worst intents")
    assert [
        line.split()[0] for line in done.stdout.splitlines() if line.startswith(("answer", "gap", "chat"))
    ]


def test_two_outputs_in_one_file_are_refused(run: Run, tiny_folder: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"question": "How high is it?", "expect": "answer", "sentences": [4]}\n', "utf-8")
    out = tmp_path / "out"

    done = run("eval", questions, "--pack", tiny_folder, "--junit", out, "--json", out)

    assert (done.code, out.exists()) == (2, False)
    assert "the same file" in done.stderr
