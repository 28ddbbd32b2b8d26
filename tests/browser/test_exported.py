"""The page that an export leaves, in a browser."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from assistant.export import Talk, as_html

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from assistant import Assistant
    from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

OWL = "A brass owl on the roof strikes the hour"


@pytest.fixture
def page(tiny: Assistant, tmp_path: Path, visit: Visit) -> Page:
    questions = ("what strikes the hour?", "who designed the tower?", "hello!")
    talk = Talk(
        tiny.pack.title,
        tuple(tiny.pack.sources.values()),
        tuple(map(tiny.ask, questions)),
        datetime(2026, 3, 4, tzinfo=UTC),
    )
    path = tmp_path / "talk.html"
    path.write_text(as_html(talk), "utf-8")
    page = visit.page()
    page.goto(path.as_uri())
    return page


def test_nothing_else_is_asked_for(page: Page, visit: Visit) -> None:
    page.get_by_role("link").first.click()

    assert {url.partition(":")[0] for url in visit.asked} == {"file"}
    assert {url.partition("#")[0] for url in visit.asked} == {page.url.partition("#")[0]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_quote_is_marked(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    mark = page.locator("mark", has_text=OWL)

    ground = "element => getComputedStyle(element).backgroundColor"
    assert mark.is_visible()
    assert mark.evaluate(ground) != page.locator("body").evaluate(ground)


@pytest.mark.parametrize("width", [400, 1280])
def test_a_link_leads_to_its_sentence(page: Page, width: int) -> None:
    # So low that the article is not in view at first.
    page.set_viewport_size({"width": width, "height": 240})
    inside = "element => { const {top, bottom} = element.getBoundingClientRect();"
    inside += " return 0 <= top && bottom <= innerHeight; }"
    sentence = page.locator(".sentence", has_text=OWL)
    assert not sentence.evaluate(inside)

    page.get_by_role("link", name="sentence 4").click()

    assert sentence.evaluate(inside)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
