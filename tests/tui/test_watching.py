"""The chat while its pack is edited."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.dialogue import reloading
from assistant.history import key_of
from assistant.history.database import FILE
from assistant.history.store import History
from assistant.knowledge.watching import PackWatcher
from assistant.tui.help_screen import HelpScreen
from assistant.tui.watching import WatchingApp
from assistant.tui.widgets.article import ArticlePane
from assistant.tui.widgets.problems import PackProblems
from assistant.tui.widgets.prompt import Prompt
from tests.editing import edit, without_intent
from tests.tui.telling import told
from tests.tui.test_chat import shown
from tests.tui.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    Ask = Callable[..., Awaitable[None]]

pytestmark = pytest.mark.endurance

NEW_PHRASE = ("how tall is it", "how tall is it, zorbles from toe to tip")
MISSPELT = ("facts: [height]", "facts: [hieght]")
MENDED = MISSPELT[::-1]
NO_SUCH_FACT = "there is no fact “hieght”; did you mean “height”?"
RELOADED = "The pack was reloaded"


class Saves(PackWatcher):
    """Reports a change when a test says that there is one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._changes: asyncio.Queue[None] = asyncio.Queue()

    def report(self) -> None:
        self._changes.put_nowait(None)

    async def next_change(self) -> None:
        await self._changes.get()


class Writing:
    """Somebody who chats about the pack while writing it."""

    def __init__(self, folder: Path, pilot: Pilot[None], app: WatchingApp, saves: Saves) -> None:
        self.folder = folder
        self.pilot = pilot
        self.app = app
        self.saves = saves

    @property
    def answers(self) -> list[str]:
        return [reply.answer for reply in self.app.chat.replies]

    @property
    def problems(self) -> str:
        """What is shown above the prompt."""
        strip = self.app.chat.query_one(PackProblems)
        return str(strip.content) if strip.display else ""

    @property
    def cited(self) -> list[str]:
        """The sentences that stand out in the article."""
        return [view.sentence.text for view in self.app.chat.query("SentenceView.-cited")]

    async def save(self) -> None:
        """Save what was edited, and wait for what comes of it."""
        reloads, begun, problems = self._outcome()

        def has_come() -> bool:
            now = self._outcome()
            return now[0] > reloads or now[1] != begun or bool(now[2] and now[2] != problems)

        self.saves.report()
        await until(self.pilot, has_come)

    async def sees(self, text: str) -> None:
        """Wait until `text` is on the screen."""
        await until(self.pilot, lambda: text in shown(self.app))

    def _outcome(self) -> tuple[int, bool, tuple[str, ...]]:
        """How often the pack was reloaded, whether the chat has begun, and what is wrong."""
        reloads = sum(text.startswith(RELOADED) for text in told(self.app))
        return reloads, self.app.chat.begun, self.app.chat.query_one(PackProblems).problems


@contextlib.asynccontextmanager
async def writing(
    folder: Path, *, begins: bool = True, keep: bool = False, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Writing]:
    saves = Saves(folder)
    app = WatchingApp(
        lambda: Assistant.load(folder), saves, lambda: datetime(2026, 3, 4, 12, 5, 6, tzinfo=UTC), keep=keep
    )
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.chat.begun if begins else app.chat.query_one(PackProblems).display)
        yield Writing(folder, pilot, app, saves)


@pytest.fixture(autouse=True)
def _loaded_by_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    async def reload(folder: Path) -> Assistant:
        return await asyncio.to_thread(Assistant.load, folder)

    monkeypatch.setattr(reloading, "reload", reload)


async def test_the_next_reply_is_made_of_what_was_saved(tiny_copy: Path, ask: Ask) -> None:
    async with writing(tiny_copy) as person:
        await ask(person.pilot, "How high is the tower?")
        edit(tiny_copy, "statement: The tower is 41", "statement: All in all it is 41")
        edit(tiny_copy, *NEW_PHRASE)
        await person.save()
        await ask(person.pilot, "Zorbles from toe to tip?")

        assert person.answers == ["The tower is 41 metres high.", "All in all it is 41 metres high."]
        assert f"{RELOADED}: 1 fact changed, 1 phrase more." in told(person.app)


async def test_what_was_said_before_a_save_can_be_leant_on(tiny_copy: Path, ask: Ask) -> None:
    async with writing(tiny_copy) as person:
        await ask(person.pilot, "How high is the tower?")
        edit(tiny_copy, *NEW_PHRASE)
        await person.save()
        await ask(person.pilot, "really?", "where does it say that?")

        assert all("The tower is 41 metres high" in answer for answer in person.answers)
        assert [reply.act for reply in person.app.chat.replies][1:] == ["doubt", "source"]


async def test_why_is_about_the_reply_that_was_given(tiny_copy: Path, ask: Ask) -> None:
    async with writing(tiny_copy) as person:
        await ask(person.pilot, "how many metres does it rise")
        edit(tiny_copy, "how many metres does it rise", "how many metres does it soar")
        await person.save()
        await person.pilot.press("f3")

        await person.sees("Nearest phrase: how many metres does it rise")


async def test_an_intent_that_was_deleted_does_not_break_the_conversation(tiny_copy: Path, ask: Ask) -> None:
    async with writing(tiny_copy) as person:
        await ask(person.pilot, "What strikes the hour?")
        without_intent(tiny_copy, "owl", "children")
        edit(tiny_copy, "What strikes the hour?", "Do children pay?", "intents/pack.yaml")
        await person.save()
        await ask(person.pilot, "really?", "How high is the tower?", "say that again")

        assert person.answers[0] == "A brass owl on the roof strikes the hour."
        assert person.answers[2] == "The tower is 41 metres high."
        assert "The tower is 41 metres high" in person.answers[3]


async def test_problems_are_shown_and_the_version_before_answers(tiny_copy: Path, ask: Ask) -> None:
    async with writing(tiny_copy) as person:
        edit(tiny_copy, *MISSPELT)
        await person.save()

        assert person.problems.splitlines() == [
            "✗ 2 problems in the pack: f9 lists all. The version before answers.",
            f"intents/tower.yaml:31:13: intents[1].facts[0]: {NO_SUCH_FACT}",
            f"intents/tower.yaml:58:13: intents[6].facts[0]: {NO_SUCH_FACT}",
        ]
        await person.sees("intents/tower.yaml:31:13")
        await ask(person.pilot, "How high is the tower?")
        assert person.answers == ["The tower is 41 metres high."]

        edit(tiny_copy, *MENDED)
        await person.save()
        assert not person.problems


async def test_the_list_of_problems_follows_the_saves(
    tiny_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Problems name the files from where one stands.
    monkeypatch.chdir(tiny_copy.parent)
    async with writing(tiny_copy) as person:
        edit(tiny_copy, *MISSPELT)
        await person.save()
        await person.pilot.press("f9")
        await person.pilot.pause()
        await person.sees("  pack/intents/tower.yaml:58:13: ")
        edit(tiny_copy, "facts: [owl]", "facts: [olw]")
        await person.save()
        await person.sees("3 problems in the pack")

        edit(tiny_copy, *MENDED)
        edit(tiny_copy, "facts: [olw]", "facts: [owl]")
        await person.save()
        await person.sees("No problems in the pack")
        await person.pilot.press("escape")
        assert person.app.screen is person.app.chat


async def test_without_problems_there_are_none_to_list(tiny_copy: Path) -> None:
    async with writing(tiny_copy) as person:
        await person.pilot.press("f9")

        assert told(person.app)[-1] == "The pack has no problems."


async def test_a_pack_that_is_broken_at_the_start_is_waited_for(tiny_copy: Path, ask: Ask) -> None:
    edit(tiny_copy, *MISSPELT)
    async with writing(tiny_copy, begins=False) as person:
        assert "The chat begins once it is mended." in person.problems
        await ask(person.pilot, "How high is the tower?")
        assert "Loading the article" not in shown(person.app)

        edit(tiny_copy, *MENDED)
        await person.save()
        await until(person.pilot, lambda: bool(person.answers))
        assert person.answers == ["The tower is 41 metres high."]
        assert not person.problems
        assert "being reloaded" not in shown(person.app)


async def test_the_article_is_shown_as_it_was_saved_and_marks_go_along_with_the_words(
    tiny_copy: Path, ask: Ask
) -> None:
    async with writing(tiny_copy) as person:
        await ask(person.pilot, "How high is the tower?")
        edit(tiny_copy, "The tower is 41", "A gull lives there. The tower is 41", "seeds/clocks.txt")
        await person.save()

        (pane,) = person.app.chat.query(ArticlePane)
        assert "A gull lives there." in [view.sentence.text for view in pane.query("SentenceView").results()]
        assert person.cited == ["The tower is 41 metres high."]
        assert [view.sentence.number for view in pane.query("SentenceView.-used")] == [4]
        await ask(person.pilot, "What strikes the hour?")
        assert person.cited == ["A brass owl on the roof strikes the hour."]


async def test_a_quote_that_the_article_lost_is_shown_as_it_was(tiny_copy: Path, ask: Ask) -> None:
    async with writing(tiny_copy) as person:
        await ask(person.pilot, "How high is the tower?")
        edit(tiny_copy, "The tower is 41 metres high", "The tower is 42 metres high", "seeds/clocks.txt")
        edit(tiny_copy, "The tower is 41 metres high", "The tower is 42 metres high")
        await person.save()

        assert not person.cited
        await person.pilot.click("CitationChip")
        assert not person.cited
        await person.sees("The tower is 41 metres high")


async def test_the_welcome_is_that_of_the_newest_version_until_something_is_asked(
    tiny_copy: Path, ask: Ask
) -> None:
    async with writing(tiny_copy) as person:
        edit(tiny_copy, "A museum opens a tower.", "A tower is opened.", "intents/pack.yaml")
        await person.save()
        await person.sees("A tower is opened.")

        await ask(person.pilot, "How high is the tower?")
        edit(tiny_copy, "A tower is opened.", "The doors open.", "intents/pack.yaml")
        await person.save()
        assert "The doors open." not in shown(person.app)


async def test_what_is_typed_stays(tiny_copy: Path) -> None:
    async with writing(tiny_copy) as person:
        await person.pilot.press(*"How hi", "left")
        edit(tiny_copy, *NEW_PHRASE)
        await person.save()

        prompt = person.app.chat.query_one(Prompt)
        assert (prompt.value, prompt.cursor_position, prompt.has_focus) == ("How hi", 5, True)


async def test_another_screen_is_not_disturbed(tiny_copy: Path) -> None:
    async with writing(tiny_copy) as person:
        await person.pilot.press("f1")
        edit(tiny_copy, *NEW_PHRASE)
        await person.save()

        assert isinstance(person.app.screen, HelpScreen)
        assert RELOADED not in shown(person.app)
        assert "was saved" not in shown(person.app)
        assert not list(person.app._notifications)


async def test_a_save_during_a_reload_takes_its_place(
    tiny_copy: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    reload, begun, cancelled = reloading.reload, asyncio.Event(), asyncio.Event()

    async def endless(_folder: Path) -> Assistant:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()
        raise AssertionError

    async with writing(tiny_copy) as person:
        monkeypatch.setattr(reloading, "reload", endless)
        person.saves.report()
        await until(person.pilot, begun.is_set)
        await ask(person.pilot, "How high is the tower?")
        assert person.answers == ["The tower is 41 metres high."]

        monkeypatch.setattr(reloading, "reload", reload)
        edit(tiny_copy, *NEW_PHRASE)
        await person.save()
        assert cancelled.is_set()
        await ask(person.pilot, "Zorbles from toe to tip?")
        assert person.answers[1] == "The tower is 41 metres high."


async def test_the_conversation_is_kept_as_one_about_the_edited_article(
    tiny_copy: Path, tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    async with writing(tiny_copy, keep=True) as person:
        await ask(person.pilot, "How high is the tower?")
        edit(tiny_copy, "The tower is 41", "A gull lives there. The tower is 41", "seeds/clocks.txt")
        await person.save()
        await ask(person.pilot, "What strikes the hour?")
        await until(person.pilot, lambda: len(person.answers) == 2)

    history = History(tmp_path / "data" / FILE)
    (kept,) = history.conversations(key_of(Assistant.load(tiny_copy).pack.sources.values()))
    assert [turn.question for turn in history.turns(kept.number)] == [
        "How high is the tower?",
        "What strikes the hour?",
    ]
