"""The page of the coverage."""

from __future__ import annotations

import re

from assistant import Assistant, Pack
from assistant.coverage.article import CoveredArticle
from assistant.coverage.page import as_page
from assistant.coverage.replies import Coverage
from tests.page import Page

HOSTILE = 'Ada <script>alert(1)</script> \x1b[2J\u202e met 4 & 5 "owls" in Rome.'


def page(library: Assistant, *questions: str) -> str:
    replies = Coverage.of(library.pack.sources.values(), map(library.ask, questions)) if questions else None
    return as_page(CoveredArticle.of(library.pack, replies))


def tinted(text: str, by: str) -> list[tuple[int, str]]:
    """The tints and the words that have them, in the drawing of the article by intents or by questions."""
    drawing = text[text.index(f'aria-labelledby="by-{by}"') :].partition("</section>\n</section>")[0]
    spans = re.finditer(r'class="tint-(\d)"(?: title="[^"]*")?>([^<]*)', drawing.partition("<section>")[2])
    return [(int(span[1]), span[2]) for span in spans]


def test_words_are_tinted_by_how_many_intents_reach_them(library: Assistant) -> None:
    assert tinted(page(library), "intents") == [
        (1, "The ferry to Tarn sails at noon."),
        (1, "opened the library on 4 May."),
        (1, "It has 900"),
        (2, "maps"),
        (1, ", and the oldest map shows an island."),
    ]


def test_given_replies_words_are_tinted_by_how_many_questions_reached_them(library: Assistant) -> None:
    asked = ["How many maps are there?", "How many maps are there?", "What does the oldest map show?"]

    assert tinted(page(library, *asked), "questions") == [
        (2, "It has 900"),
        (2, "maps"),
        (1, ", and the oldest map shows an island."),
    ]
    assert 'id="by-questions"' not in page(library)


def test_what_no_intent_reaches_is_listed_and_flagged(library: Assistant) -> None:
    shown = Page(page(library))

    assert ["missed" in str(name) for name in shown.having("class")].count(True) == 1
    assert "Nobody may borrow a map." in " ".join(shown.words["li"])
    assert "Edda Holm (person)" in " ".join(shown.words["li"])


def test_the_table_has_each_intent_with_the_words_that_it_reaches(library: Assistant) -> None:
    cells = Page(page(library, "How many maps are there?")).words["td"]

    assert "How many maps are there? mapsIt has 900 maps" in cells[6]
    assert cells[7:9] == ["1", "0"]


def test_it_needs_nothing_beside_itself_and_each_link_leads_somewhere(library: Assistant) -> None:
    shown = Page(page(library, "How many maps are there?"))
    anchors = shown.having("id")

    assert len(anchors) == len(set(anchors))
    assert {str(link) for link in shown.having("href")} <= {f"#{anchor}" for anchor in anchors}
    assert not shown.having("src")
    assert "script" not in {tag for tag, _ in shown.tags}


def test_hostile_text_stays_text() -> None:
    pack = Pack.draft(f"{HOSTILE}\n")
    text = as_page(CoveredArticle.of(pack))

    assert "script" not in {tag for tag, _ in Page(text).tags}
    assert not set(text) & set("\x1b\u202e")
