"""The page that remains of a demo."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assistant.demo.page import Aside, Showing, as_page
from assistant.reply import Reply, Status
from assistant.text import one_line
from tests.page import Page
from tests.test_export import HOSTILE
from tests.tui.fake import NOTHING, PACK, REPLIES, SOURCE

CSP = "default-src 'none'; style-src 'unsafe-inline'"
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "h1", "main", "section", "h2", "h3", "p"),
    *("article", "div", "span", "b", "sup", "mark", "blockquote", "cite", "a", "ul", "ol", "li", "br", "nav"),
}


def showing(*told: Reply | Aside | str, **changed: object) -> Showing:
    replies = (
        REPLIES.get(each, NOTHING).model_copy(update={"question": each}) if isinstance(each, str) else each
        for each in told
    )
    whole: dict[str, object] = {
        "title": "A demo",
        "about": PACK.title,
        "sources": (SOURCE,),
        "told": tuple(replies),
    }
    return Showing(**(whole | changed))  # type: ignore[arg-type]


def test_everything_that_was_told_is_there_in_order() -> None:
    page = Page(
        as_page(
            showing(Aside("Welcome", "to\nall"), "How long will it be?", Aside("", "A note"), "who", "cost")
        )
    )
    assert page.words["h3"] == ["Welcome", "How long will it be?", "who", "cost", "The article"]
    assert "✓ Answered" in page.words["p"]
    assert "The bridge will be 212 metres long." in page.words["p"]
    assert page.words["div"] == ["\nWelcome\nto\nall\n", "\nA note\n"]
    options = REPLIES["who"].suggestions
    assert [item for item in page.words["li"] if item in options] == list(options)


def test_a_quote_is_marked_in_its_whole_sentence_and_leads_to_it() -> None:
    page = Page(as_page(showing("How long will it be?")))
    assert page.words["mark"] == ["The bridge will be 212 metres long"]
    sentence = one_line(SOURCE.sentences[2].text)
    assert page.words["blockquote"] == [f"{sentence} sentence 3"]
    assert "#source-1-sentence-3" in page.having("href")
    anchors = {f"#{name}" for name in page.having("id")}
    assert set(page.having("href")) <= anchors


def test_the_article_tells_how_often_each_sentence_was_drawn_on() -> None:
    page = Page(as_page(showing(*["How long will it be?"] * 4, "Who approved the bridge?", "cost")))
    sentences = [words for words in page.words["span"] if words[:1].isdigit() and "×" not in words[:2]]
    assert len(sentences) == len(SOURCE.sentences)
    counted = {words.split()[0]: words.split()[-1] for words in sentences if words.endswith("×")}
    assert counted == {"2": "1×", "3": "4×"}
    tints = {
        attributes["id"]: attributes["class"]
        for tag, attributes in page.tags
        if "sentence" in str(attributes.get("class"))
    }
    assert tints["source-1-sentence-3"] == "sentence tint-3"
    assert tints["source-1-sentence-2"] == "sentence tint-1"
    # What is quoted with a refusal did not answer anything.
    assert tints["source-1-sentence-9"] == "sentence"
    assert "2 of 15 sentences, drawn on 5 times; 1 question refused." in page.words["p"]


def test_refused_questions_are_a_list_of_their_own() -> None:
    page = Page(as_page(showing("cost", "How long will it be?", "what of Atlantis?")))
    refused = [item for item in page.words["li"] if "article" in item]
    assert refused == [f"cost{REPLIES['cost'].answer}", f"what of Atlantis?{NOTHING.answer}"]
    assert {"#question-1", "#question-3"} <= set(page.having("href"))
    assert "No question was refused." in Page(as_page(showing("hello"))).words["p"]


def test_it_needs_nothing_beside_itself() -> None:
    page = Page(as_page(showing("cost")))
    assert CSP in page.having("content")
    assert {tag for tag, _ in page.tags} <= TAGS
    assert all(str(target).startswith("#") for target in page.having("href"))
    assert page.having("src") == []


def test_it_names_a_date_only_when_it_is_told_one() -> None:
    assert "<time" not in as_page(showing("cost"))
    noon = datetime(2026, 3, 4, 12, 5, 6, tzinfo=UTC)
    assert '<time datetime="2026-03-04T12:05:06+00:00">2026-03-04 12:05</time>' in as_page(
        showing("cost", created=noon)
    )


@given(st.one_of(st.just(HOSTILE), st.text(max_size=60)))
def test_hostile_text_stays_text(text: str) -> None:
    replies = [Reply(question=text, status=status, answer=text, suggestions=(text,)) for status in Status]
    whole = as_page(showing(Aside(text, text), *replies, title=text, about=text))
    page = Page(whole)
    assert {tag for tag, _ in page.tags} <= TAGS
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "\x1b" not in whole
    assert "\u202e" not in whole
    whole.encode()
