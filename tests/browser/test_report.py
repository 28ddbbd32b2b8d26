"""The page of a batch, in a browser."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import pytest

from assistant.formats import OutputFormat, reply_format, whole
from assistant.reply import Reply, Status
from tests.formats.conftest import HOSTILE, batch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from assistant import Assistant
    from tests.browser.conftest import Visit

    Open = Callable[[list[Reply]], Page]

pytestmark = pytest.mark.browser

SHOWN = "rows => rows.filter(row => row.checkVisibility()).map(row => row.cells[{}].textContent)"


def shown(page: Page, column: int = 0) -> list[str]:
    """What the rows that show have in a column."""
    return page.locator("tbody tr").evaluate_all(SHOWN.format(column))


def choose(page: Page, figure: str) -> None:
    page.locator(f"#figures .{figure}").click()


def texts(sure: dict[str, float]) -> list[Reply]:
    return [
        Reply(id=str(number), question=question, status=Status.ANSWERED, answer="!", confidence=confidence)
        for number, (question, confidence) in enumerate(sure.items(), 1)
    ]


@pytest.fixture
def address(tiny: Assistant, tmp_path: Path) -> Callable[[list[Reply]], str]:
    def address(replies: list[Reply]) -> str:
        path = tmp_path / "report.html"
        path.write_text(whole(reply_format(OutputFormat.HTML, tiny.pack), replies), "utf-8", newline="\n")
        return path.as_uri()

    return address


@pytest.fixture
def open_page(address: Callable[[list[Reply]], str], visit: Visit) -> Iterator[Open]:
    """Opens the page of some replies; nothing may go wrong in it, and nothing else be asked for."""
    wrong: list[str] = []
    page = visit.page()
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))

    def open_page(replies: list[Reply]) -> Page:
        page.goto(address(replies))
        return page

    yield open_page
    assert wrong == []
    assert {url.partition("#")[0] for url in visit.asked} <= {page.url.partition("#")[0]}


@pytest.fixture
def page(open_page: Open, tiny: Assistant) -> Page:
    return open_page(batch(tiny))


IDS = [*"12345678", "a-1", "a-2", "10"]


ROWS = len(IDS) + len(Status)


def test_all_shows_at_first(page: Page) -> None:
    assert shown(page)[: len(IDS)] == IDS
    assert len(shown(page)) == len(IDS) + len(Status)
    assert page.locator("output").inner_text() == ""
    assert page.locator("#more").is_hidden()


def test_a_figure_chooses_its_replies(page: Page) -> None:
    choose(page, "chat")
    assert shown(page, 1) == ["~ Small talk"] * 2
    assert page.locator("output").inner_text() == f"2 of {ROWS} found"

    choose(page, "all")
    assert len(shown(page)) == ROWS


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("high TOWER", ["1", "4"]),
        ("twelve pay", ["2"]),
        ("a-2", ["a-2"]),
        ("البرج", ["8"]),
        ("no such words", []),
    ],
)
def test_words_are_found_in_questions_answers_and_quotes(page: Page, typed: str, ids: list[str]) -> None:
    page.get_by_role("searchbox", name="Find").fill(typed)

    assert [found for found in shown(page) if found in IDS] == ids


def test_case_accents_and_apostrophes_make_no_difference(open_page: Open) -> None:
    page = open_page(texts({"What’s a CAFÉ?": 0.5, "other": 0.5}))

    page.get_by_role("searchbox").fill("what's cafe")

    assert shown(page) == ["1"]


def test_figure_and_words_both_count(page: Page) -> None:
    page.get_by_role("searchbox").fill("tower")
    choose(page, "not_in_article")

    assert "4" in shown(page)
    assert "1" not in shown(page)


SURE = {"b 10": 0.9, "c": 0.05, "B 9": 1.0, "a": 0.05}


@pytest.mark.parametrize(
    ("column", "rising", "falling"),
    [
        ("Question", ["4", "3", "1", "2"], ["2", "1", "3", "4"]),
        ("Sure", ["2", "4", "1", "3"], ["3", "1", "2", "4"]),
    ],
)
def test_a_heading_sorts(open_page: Open, column: str, rising: list[str], falling: list[str]) -> None:
    page = open_page(texts(SURE))
    heading = page.get_by_role("columnheader", name=column)
    button = heading.get_by_role("button")

    button.click()
    assert shown(page) == rising
    assert heading.get_attribute("aria-sort") == "ascending"
    button.click()
    assert shown(page) == falling
    assert heading.get_attribute("aria-sort") == "descending"
    assert page.locator("[aria-sort]").count() == 1

    page.get_by_role("button", name="Row").click()
    assert shown(page) == ["1", "2", "3", "4"]
    page.get_by_role("button", name="Row").click()
    assert shown(page) == ["4", "3", "2", "1"]


def test_statuses_sort_in_the_order_of_the_figures(page: Page) -> None:
    figures = page.locator("#figures .status").all_inner_texts()[1:]

    page.get_by_role("button", name="Status").click()

    assert list(dict.fromkeys(shown(page, 1))) == figures


def test_what_is_filtered_stays_so_when_sorted(page: Page) -> None:
    choose(page, "chat")

    page.get_by_role("button", name="Row").click()

    assert shown(page, 1) == ["~ Small talk"] * 2
    assert shown(page)[1] == "7"


def test_the_keyboard_reaches_all_in_the_order_that_is_seen(page: Page) -> None:
    reached = []
    for _ in range(6):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("() => document.activeElement.innerText || document.activeElement.type"))
    assert reached == ["radio", "search", "Row", "Status", "Question", "Sure"]
    page.keyboard.press("Enter")
    assert page.locator("[aria-sort=ascending]").inner_text().startswith("Sure")

    for _ in range(5):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    assert set(shown(page, 1)) == {"✓ Answered"}
    page.keyboard.press("Tab")
    page.keyboard.type("free of charge")
    assert shown(page) == ["2"]


@pytest.mark.parametrize("javascript", [True, False])
def test_figures_are_seen_first(
    browser: Browser, address: Callable[[list[Reply]], str], tiny: Assistant, javascript: bool
) -> None:
    with browser.new_context(java_script_enabled=javascript) as context:
        page = context.new_page()
        page.goto(address(batch(tiny)))

        figures, table = page.locator("#figures").bounding_box(), page.locator("table").bounding_box()
        assert figures
        assert table
        assert figures["y"] + figures["height"] <= table["y"]
        assert page.get_by_role("searchbox").count() == page.get_by_role("button").count() // 4 == javascript
        assert page.get_by_role("row").count() == ROWS + 1
        assert page.get_by_role("cell", name="The tower is 41 metres high").first.is_visible()


def test_hostile_text_is_shown(page: Page) -> None:
    page.get_by_role("searchbox").fill("alert(1)")

    assert len(shown(page)) == len(Status)
    assert all(HOSTILE[:60] in text for text in shown(page, 2))


@pytest.mark.parametrize("width", [400, 1280])
def test_it_is_as_wide_as_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})

    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_role("button", name="Sure").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_quote_is_marked(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    ground = "element => getComputedStyle(element).backgroundColor"

    assert page.locator("mark").first.evaluate(ground) != page.locator("body").evaluate(ground)


# Many rows


@pytest.fixture
def many(open_page: Open, tiny: Assistant) -> Page:
    replies = batch(tiny)[: len(IDS)]
    page = open_page(
        [replies[number % len(replies)].model_copy(update={"id": str(number)}) for number in range(1, 10_001)]
    )
    page.wait_for_selector("html.js")
    return page


def test_of_many_rows_the_first_show_until_all_are_asked_for(many: Page) -> None:
    assert shown(many) == [str(number) for number in range(1, 501)]
    assert many.locator("output").inner_text() == "10,000 of 10,000 found, the first 500 shown"

    many.get_by_role("button", name="Show all 10,000").click()

    assert len(shown(many)) == 10_000
    assert many.locator("#more").is_hidden()


def test_all_that_was_found_is_printed(many: Page) -> None:
    choose(many, "chat")
    assert len(shown(many)) == 500

    many.evaluate("() => dispatchEvent(new Event('beforeprint'))")

    assert len(shown(many)) == 10_000 // len(IDS)


def test_ten_thousand_rows_follow_what_is_typed(many: Page) -> None:
    box = many.get_by_role("searchbox")
    box.focus()
    took = []
    for key in "twelve":
        begun = perf_counter()
        many.keyboard.type(key)
        many.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
        took.append(perf_counter() - begun)

    assert len(shown(many)) == 500
    # Ten times what is wanted: the machine may have much else to do.
    assert sorted(took)[3] < 1
