"""Words are found in any script, without accents, and spelt nearly so; snippets mark them as they stand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.history.store import History
from assistant.history.words import Search
from tests.history.talk import NOW, PACK, found, keep

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {
    "The Straße in Überlingen": ["strasse", "STRASSE", "strass", "uberlingen", "straße"],
    "GROẞE Ärzte": ["grosse", "arzte", "große"],
    "日本の会議は東京で開かれた": ["東京", "会議", "京", "日本の"],
    "中国的文化交流": ["文化", "交流"],
    "การประชุมที่โตเกียว": ["ประชุม", "โตเกียว"],
    "İstanbul and IĞDIR": ["istanbul", "İSTANBUL", "igdir", "ığdır"],
    "Ὁ Σίσυφος ἐστίν": ["σισυφος", "ΣΙΣΥΦΟΣ", "εστιν"],
    "यह हिन्दी की किताब है": ["हिन्दी", "किताब", "की"],
    "Ｆｕｌｌ ｗｉｄｔｈ ﾃｽﾄ": ["full", "width", "テスト"],
    "the ﬁnest ﬂag": ["finest", "flag"],
    "Œuvre, smørrebrød, Łódź": ["oeuvre", "smorrebrod", "lodz"],
    "한국의 서울": ["서울", "한국"],
    "שָׁלוֹם עוֹלָם": ["שלום"],
}


@pytest.mark.parametrize(
    ("text", "searched"), [(text, word) for text, words in TEXTS.items() for word in words]
)
def test_a_word_is_found_however_it_is_written(memory: History, text: str, searched: str) -> None:
    for other in TEXTS:
        keep(memory, (other, ""))

    assert found(memory, searched) == [text]
    (kept,) = memory.conversations(PACK, searched)
    assert "".join(piece for piece, _ in kept.snippet).strip("…") in text
    assert any(was_found for _, was_found in kept.snippet)


@pytest.mark.parametrize(
    ("text", "searched", "marked"),
    [
        ("Die Straße am See", "strasse", ["Straße"]),
        ("これは日本の本です", "日本", ["日", "本"]),
        ("the ﬁnest", "finest", ["ﬁnest"]),
        ("a bridge, cafe\u0301s", "cafes BRIDGE", ["bridge", "cafe\u0301s"]),
        ("The bridge", "brigde", ["bridge"]),
    ],
)
def test_a_snippet_marks_the_words_as_they_stand(
    memory: History, text: str, searched: str, marked: list[str]
) -> None:
    keep(memory, ("?", text))
    (kept,) = memory.conversations(PACK, searched)

    assert [piece for piece, was_found in kept.snippet if was_found] == marked
    assert "".join(piece for piece, _ in kept.snippet) == text


@given(st.text(max_size=80), st.text(max_size=8))
@example("x" * 40, "x")
def test_a_snippet_is_a_part_of_the_text(text: str, searched: str) -> None:
    pieces = Search(searched).snippet([text]) if Search(searched) else ()
    assert "".join(piece for piece, _ in pieces).strip("…") in text


def test_what_is_spelt_nearly_so_comes_after_what_is_spelt_so(memory: History) -> None:
    for question in ("the brigde again", "ferrymen", "the bridge", "bridges", "a ridge"):
        keep(memory, (question, ""), moment=NOW)

    assert found(memory, "bridge") == ["bridges", "the bridge", "a ridge", "the brigde again"]
    assert found(memory, "brigde") == ["the brigde again", "the bridge"]
    assert found(memory, "ferryman") == ["ferrymen"]
    assert found(memory, "the brdige") == ["the bridge"]


@pytest.mark.parametrize("searched", ["1925", "ber", "brudgo"])
def test_numbers_short_words_and_other_words_are_not_taken_for_misspelt(
    memory: History, searched: str
) -> None:
    keep(memory, ("built in 1924 by bea, a bridge", ""))

    assert found(memory, searched) == []


def test_names_are_found_misspelt(memory: History) -> None:
    memory.rename(keep(memory, ("Who?", "")), "Über die Brücke")

    assert found(memory, "brucke") == found(memory, "brukce") == found(memory, "uber") == ["Über die Brücke"]


def test_the_present_state_of_a_text_is_found(memory: History) -> None:
    conversation = memory.begin(PACK, NOW)
    memory.ask(conversation, "harbour", NOW)
    assert found(memory, "harbour") == ["harbour"]
    memory.delete(conversation)
    assert found(memory, "harbour") == []


# A history of the layout before


def old(path: Path, turns: int) -> None:
    """A history as the version before wrote it, in whose index SQLite folded the words."""
    path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(OLD_LAYOUT)
        connection.execute(
            "INSERT INTO conversation VALUES (7, 'p', 'The Straße', ?, ?)", [NOW.isoformat()] * 2
        )
        connection.executemany(
            "INSERT INTO turn (conversation, asked, question, answer) VALUES (7, ?, ?, 'Straße')",
            [(NOW.isoformat(), f"question {number}") for number in range(turns)],
        )


def test_a_history_of_the_layout_before_is_carried_over(path: Path) -> None:
    old(path, 300)
    history = History(path)

    (kept,) = history.conversations(PACK, "question 299 strasse")
    assert (kept.number, kept.name, kept.turns) == (7, "The Straße", 300)
    assert history.begin(PACK, NOW) == 8
    history.close()


def test_a_program_of_before_may_have_it_open_meanwhile(path: Path) -> None:
    old(path, 3)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("SELECT * FROM turn").fetchall()
        history = History(path)
        number = other.execute(
            "INSERT INTO turn (conversation, asked, question) VALUES (7, ?, 'of before')", [NOW.isoformat()]
        ).lastrowid
        other.execute("UPDATE turn SET answer = 'Überraschung' WHERE id = ?", [number])
        assert found(history, "uberraschung") == ["The Straße"]
        other.execute("DELETE FROM turn WHERE id = ?", [number])
        assert found(history, "uberraschung") == []
        history.close()


OLD_LAYOUT = """
CREATE TABLE conversation (
    -- Never given out again: another chat may still hold the number of one that was deleted.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pack TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    begun TEXT NOT NULL,
    touched TEXT NOT NULL
) STRICT;
CREATE INDEX conversation_by_time ON conversation (pack, touched);
CREATE TABLE turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    asked TEXT NOT NULL,
    question TEXT NOT NULL,
    -- These three are empty until the question was answered.
    status TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',
    reply TEXT NOT NULL DEFAULT '',
    mark TEXT NOT NULL DEFAULT '' CHECK (mark IN ('', 'right', 'wrong'))
) STRICT;
CREATE INDEX turn_by_conversation ON turn (conversation);
CREATE VIRTUAL TABLE turn_text USING fts5 (
    question, answer, content = 'turn', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2',
    prefix = '1 2 3'
);
CREATE TRIGGER turn_added AFTER INSERT ON turn BEGIN
    INSERT INTO turn_text (rowid, question, answer) VALUES (new.id, new.question, new.answer);
END;
CREATE TRIGGER turn_changed AFTER UPDATE OF question, answer ON turn BEGIN
    INSERT INTO turn_text (turn_text, rowid, question, answer)
        VALUES ('delete', old.id, old.question, old.answer);
    INSERT INTO turn_text (rowid, question, answer) VALUES (new.id, new.question, new.answer);
END;
CREATE TRIGGER turn_removed AFTER DELETE ON turn BEGIN
    INSERT INTO turn_text (turn_text, rowid, question, answer)
        VALUES ('delete', old.id, old.question, old.answer);
END;
CREATE VIRTUAL TABLE name_text USING fts5 (
    name, content = 'conversation', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER conversation_added AFTER INSERT ON conversation BEGIN
    INSERT INTO name_text (rowid, name) VALUES (new.id, new.name);
END;
CREATE TRIGGER conversation_renamed AFTER UPDATE OF name ON conversation BEGIN
    INSERT INTO name_text (name_text, rowid, name) VALUES ('delete', old.id, old.name);
    INSERT INTO name_text (rowid, name) VALUES (new.id, new.name);
END;
CREATE TRIGGER conversation_removed AFTER DELETE ON conversation BEGIN
    INSERT INTO name_text (name_text, rowid, name) VALUES ('delete', old.id, old.name);
END;
PRAGMA user_version = 1;
"""
