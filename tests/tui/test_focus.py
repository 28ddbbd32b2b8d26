"""Everything that can be chosen, reached and chosen by keys alone, in the order of the screen."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input

from assistant.history import Mark
from assistant.tui.app import ChatApp
from assistant.tui.coverage_screen import CoverageScreen
from assistant.tui.help_screen import HelpScreen
from assistant.tui.paste_screen import PasteScreen
from assistant.tui.problems_screen import ProblemsScreen
from assistant.tui.questions_screen import QuestionsScreen
from assistant.tui.widgets.article import ArticlePane, SentenceView
from assistant.tui.widgets.chip import Chip
from assistant.tui.widgets.choices import Choice
from assistant.tui.widgets.exchange import CitationChip, Exchange
from assistant.tui.widgets.marks import MarkChip
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.why import WhyChip, WhyView
from tests.tui.fake import PACK
from tests.tui.staging import ByHand, settled, staged
from tests.tui.test_chat import asked, shown
from tests.tui.test_coverage_screen import drawn
from tests.tui.waiting import until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.geometry import Region
    from textual.pilot import Pilot
    from textual.widget import Widget

    from tests.tui.fake import FakeAssistant

    Ask = Callable[..., Awaitable[None]]

SIZES = pytest.mark.parametrize(
    "size", [(120, 40), pytest.param((60, 20), marks=pytest.mark.endurance)], ids=["120x40", "60x20"]
)
QUESTION = "Who approved the bridge?"


async def tap(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one by one, each once all that came of the one before it is done."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def walk(pilot: Pilot[None], key: str) -> list[Widget]:
    """What has the focus after one `key` after the other, until it comes round to where it began."""
    screen = pilot.app.screen
    begun = screen.focused
    walked: list[Widget] = []
    while not walked or walked[-1] is not begun:
        await tap(pilot, key)
        assert screen.focused is not None
        assert screen.focused not in walked
        walked.append(screen.focused)
    return walked


def comes_before(one: Region, other: Region) -> bool:
    """Whether a reader comes to `one` first: it is above, or on the same lines and to the left."""
    return one.y < other.y if one.bottom <= other.y or other.bottom <= one.y else one.x < other.x


async def check_order(pilot: Pilot[None]) -> list[Widget]:
    """Walk through the screen in front both ways, in the order in which it is read, and tell that order."""
    screen = pilot.app.screen
    chain = screen.focus_chain
    assert screen.focused
    here = chain.index(screen.focused)
    assert await walk(pilot, "shift+tab") == [*reversed(chain[:here]), *reversed(chain[here:])]
    forward = await walk(pilot, "tab")
    # From the prompt, which is the last, on to what is in view.
    begun = chain.index(forward[0])
    assert forward == (chain[begun:] if here == len(chain) - 1 else [*chain[begun:], *chain[:begun]])
    for one, other in itertools.pairwise(chain):
        assert comes_before(one.region, other.region), (one, other)
    return chain


@SIZES
async def test_the_focus_goes_through_the_chat_in_the_order_of_the_screen(
    app: ChatApp, ask: Ask, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await ask(pilot, QUESTION)
        chain = await check_order(pilot)
        names = " ".join(type(widget).__name__ for widget in chain)
        article = "ArticlePane " if size[0] > 96 else ""
        # The questions of the welcome, then the reply.
        chips = "WhyChip MarkChip MarkChip CitationChip"
        assert names == f"Choice Choice Choice {chips} Choice Choice Choice {article}Prompt"


@pytest.mark.endurance
@SIZES
async def test_what_has_the_focus_is_in_view(app: ChatApp, ask: Ask, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await ask(pilot, QUESTION, "who")
        body = app.screen.query_one("#body").region
        for key in ["tab"] * 4 + ["shift+tab"] * len(app.screen.focus_chain):
            await tap(pilot, key)
            await pilot.wait_for_scheduled_animations()
            assert app.focused is not None
            assert app.focused.region.overlaps(body) or isinstance(app.focused, Prompt)


@pytest.mark.endurance
@pytest.mark.parametrize("height", range(17, 27))
async def test_tab_stays_with_the_reply_however_little_of_what_is_above_is_cut_off(
    app: ChatApp, ask: Ask, height: int
) -> None:
    async with app.run_test(size=(80, height)) as pilot:
        await ask(pilot, QUESTION)
        transcript = app.screen.query_one("Transcript")
        scrolled = transcript.scroll_y
        await tap(pilot, "tab")
        await pilot.wait_for_scheduled_animations()
        assert transcript.scroll_y == scrolled


async def test_tab_goes_from_the_prompt_to_the_first_in_view_and_not_to_the_first_of_all(
    app: ChatApp, ask: Ask
) -> None:
    async with app.run_test(size=(120, 24)) as pilot:
        await ask(pilot, *[QUESTION] * 4)
        await pilot.wait_for_scheduled_animations()
        scrolled = app.screen.query_one("Transcript").scroll_y
        assert scrolled > 0
        await tap(pilot, "tab")
        await pilot.wait_for_scheduled_animations()
        await pilot.pause()
        last = app.screen.query(Exchange).last()
        assert app.focused in list(last.query(Chip))
        assert app.screen.query_one("Transcript").scroll_y == scrolled


@pytest.mark.endurance
async def test_enter_presses_everything_in_the_chat(app: ChatApp, assistant: FakeAssistant, ask: Ask) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)

        async def press_on(kind: type[Widget]) -> None:
            await tap(pilot, "escape", "tab")
            while not isinstance(app.focused, kind):
                assert not isinstance(app.focused, Prompt), f"no {kind.__name__} can be reached"
                await tap(pilot, "tab")
            await tap(pilot, "enter")

        await press_on(WhyChip)
        assert app.screen.query_one(WhyView).display
        await press_on(MarkChip)
        assert [turn.mark for turn in app.chat._journal.turns] == [Mark.RIGHT]
        await press_on(CitationChip)
        (cited,) = app.screen.query("SentenceView.-cited")
        await press_on(ArticlePane)
        assert isinstance(app.screen, QuestionsScreen)
        assert "What sentence 2 answers" in shown(app)
        await pilot.press("escape")
        assert cited.has_class("-cursor")
        await press_on(Choice)
        # Which is the first depends on how much of the beginning is in view.
        assert asked(assistant)[1:] in [[PACK.welcome[0]], ["How long will it be?"]]


@pytest.mark.endurance
async def test_keys_go_through_the_sentences_of_the_article(app: ChatApp) -> None:
    async with app.run_test(size=(120, 24)) as pilot:
        pane = app.screen.query_one(ArticlePane)
        views = list(app.screen.query(SentenceView))
        await pilot.press("shift+tab")
        assert app.focused is pane

        def cursor() -> SentenceView:
            (view,) = app.screen.query("SentenceView.-cursor").results(SentenceView)
            assert pane.region.contains_region(view.region)
            return view

        assert cursor() is views[0]
        for view in views[1:]:
            await tap(pilot, "down")
            assert cursor() is view
        await pilot.press("down", "up")
        await pilot.pause()
        assert cursor() is views[-2]
        await pilot.press("home")
        await pilot.pause()
        assert (cursor(), pane.scroll_y) == (views[0], 0)
        await pilot.press("pagedown")
        await pilot.pause()
        assert cursor() not in (views[0], views[-1])
        await pilot.press("end")
        await pilot.pause()
        assert cursor() is views[-1]
        await pilot.press("escape")
        assert not app.screen.query(".-cursor")
        await pilot.click(views[-2])
        assert cursor() is views[-2]


async def test_the_cursor_stays_in_view_where_one_sentence_fills_the_pane(app: ChatApp) -> None:
    async with app.run_test(size=(40, 16)) as pilot:
        await tap(pilot, "f2")
        pane = app.screen.query_one(ArticlePane)
        pane.styles.height = 4
        await tap(pilot, "shift+tab")
        assert app.focused is pane

        def cursor() -> int:
            (view,) = app.screen.query("SentenceView.-cursor").results(SentenceView)
            assert view.region.overlaps(pane.region)
            return view.sentence.number

        walked = [cursor()]
        for _ in range(4):
            await tap(pilot, "pagedown")
            walked.append(cursor())
        assert walked == [1, 1, 2, 2, 2]
        # From the midst of a sentence it is one step to the next.
        await tap(pilot, "down")
        assert cursor() == 3


async def test_scrolling_by_keys(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, *[QUESTION] * 3)
        transcript = app.screen.query_one("Transcript")
        end = transcript.scroll_y
        for key, scrolled in (
            ("shift+up", end - 1),
            ("shift+down", end),
            ("ctrl+home", 0),
            ("ctrl+end", end),
        ):
            await pilot.press(key)
            await pilot.pause()
            assert transcript.scroll_y == scrolled
        assert app.screen.query_one(Prompt).has_focus


@pytest.mark.endurance
async def test_escape_and_letters_return_to_the_prompt(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)
        prompt = app.screen.query_one(Prompt)
        for widget in app.screen.focus_chain:
            widget.focus()
            await pilot.press("escape")
            assert prompt.has_focus
            widget.focus()
            await pilot.press("x")
            assert prompt.has_focus
        assert prompt.value == "x" * len(app.screen.focus_chain)


@pytest.mark.endurance
async def test_what_is_to_become_of_pasted_lines_is_chosen_by_keys(app: ChatApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        for place, line in ((2, ""), (1, f"{QUESTION} cost")):
            app.screen.query_one(Prompt).post_message(events.Paste(f"{QUESTION}\ncost"))
            await pilot.pause()
            assert isinstance(app.screen, PasteScreen)
            await check_order(pilot)
            await tap(pilot, *["down"] * place, "enter")
            assert app.screen is app.chat
            assert app.chat.query_one(Prompt).value == line


@pytest.mark.endurance
@SIZES
async def test_the_focus_goes_through_every_other_screen_in_order(
    app: ChatApp, ask: Ask, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await ask(pilot, QUESTION, "cost")
        for key, kinds in (
            ("f1", ["Line"]),
            ("f4", ["FilterLine", "QuestionTree"]),
            ("f6", ["SearchInput", "KeptList"]),
        ):
            await pilot.press(key)
            await pilot.pause()
            assert [type(widget).__name__ for widget in await check_order(pilot)] == kinds
            await pilot.press("escape")
            await pilot.pause()
            assert app.screen.query_one(Prompt).has_focus
        app.screen.query_one(Prompt).post_message(events.Paste(f"{QUESTION}\ncost"))
        await pilot.pause()
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert [type(widget).__name__ for widget in await check_order(pilot)] == ["ReplyTable", "ReplyPane"]
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert app.screen is app.chat


@pytest.mark.endurance
async def test_the_screens_that_only_show_something_close_by_key(app: ChatApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        for screen in (ProblemsScreen(["a"]), CoverageScreen("A bridge", drawn())):
            for key in ("escape", "enter"):
                await app.push_screen(screen)
                await pilot.pause()
                await pilot.press("f1")
                await until(pilot, lambda: isinstance(app.screen, HelpScreen))
                await pilot.press("f1", key)
                await until(pilot, lambda: app.screen is app.chat)


@pytest.mark.endurance
async def test_on_stage_the_focus_goes_the_same_way() -> None:
    app = staged(ByHand(paused=True))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        focused = app.screen.focused
        app.screen.add_class("-carded")
        await tap(pilot, "tab")
        assert app.screen.focused is focused
        app.screen.remove_class("-carded")
        await pilot.press("x")
        await settled(pilot)
        await pilot.press("backspace")
        app.screen.query_one(Prompt).insert_text_at_cursor(QUESTION)
        await pilot.press("enter")
        await settled(pilot)
        chain = await check_order(pilot)
        assert any(isinstance(widget, CitationChip) for widget in chain)


async def test_what_has_the_focus_looks_different_without_colour_too(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = ChatApp(assistant)
    async with app.run_test(size=(120, 40)) as pilot:
        await ask(pilot, QUESTION)

        def marked(kind: type[Widget]) -> int:
            styles = (segment.style for view in app.screen.query(kind) for segment in view.render_line(0))
            # A chip is underlined anyhow; reversed, it stands out the more.
            return sum(2 * bool(style.reverse) + bool(style.underline) for style in styles if style)

        for kind in (WhyChip, MarkChip, CitationChip, Choice, SentenceView):
            before = marked(kind)
            app.screen.query(ArticlePane if kind is SentenceView else kind).first().focus()
            await pilot.pause()
            assert marked(kind) > before


@pytest.mark.endurance
async def test_typing_in_a_list_goes_to_its_search(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, QUESTION)
        for key in ("f4", "f6"):
            await pilot.press(key, "tab", "b")
            await pilot.pause()
            search = app.screen.query(Input).first()
            assert (search.value, search.has_focus) == ("b", True)
            await pilot.press("escape")
            await pilot.pause()
