from __future__ import annotations

from assistant.tui.earlier import QuestionHistory


def test_an_empty_history_leads_nowhere() -> None:
    history = QuestionHistory()
    assert history.earlier("draft") is None
    assert history.later() is None


def test_the_draft_comes_back() -> None:
    history = QuestionHistory()
    history.add("one")
    history.add("two")
    assert [history.earlier("draft"), history.earlier("two"), history.earlier("one")] == ["two", "one", None]
    assert [history.later(), history.later(), history.later()] == ["two", "draft", None]


def test_the_same_question_twice_in_a_row_is_kept_once() -> None:
    history = QuestionHistory()
    for question in ("one", "one", "two", "one"):
        history.add(question)
    assert [history.earlier("") for _ in range(4)] == ["one", "two", "one", None]


def test_asking_goes_back_to_an_empty_draft() -> None:
    history = QuestionHistory()
    history.add("one")
    history.earlier("draft")
    history.add("one")
    assert history.later() is None
    assert history.earlier("") == "one"
    assert history.later() == ""
