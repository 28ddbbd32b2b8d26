"""Commands typed at the prompt, and the file that an export leaves."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.errors import AssistantError
from assistant.tui.app import ChatApp
from assistant.tui.commands import COMMANDS, typed_action, typed_commands
from assistant.tui.help_screen import HelpScreen, KeyLine
from assistant.tui.saving import wanted
from assistant.tui.theme import LIGHT
from assistant.tui.widgets.article import ArticlePane
from assistant.tui.widgets.exchange import Exchange
from assistant.tui.widgets.prompt import Prompt
from tests.tui.fake import PACK
from tests.tui.test_commands import palette

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TextIO

    from tests.tui.fake import FakeAssistant

    Ask = Callable[..., Awaitable[None]]

NAME = "conversation-20260304-120506"


@pytest.fixture
def app(assistant: FakeAssistant) -> ChatApp:
    app = ChatApp(assistant, clock=lambda: datetime(2026, 3, 4, 12, 5, 6, tzinfo=UTC))
    app.animation_level = "none"
    return app


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The present folder: empty, and the home too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def notes(app: ChatApp) -> list[str]:
    return [note.message for note in app._notifications]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# The table


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.slash])
def test_a_line_runs_its_command(command) -> None:
    assert typed_action(f"/{command.slash}") == command.name
    assert typed_action(f"/{command.slash.upper()} ") == command.name


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("/exprot", "export"),
        ("/exp", "export"),
        ("/hlep", "help"),
        ("/q", "quit"),
        ("/exit", "quit"),
        ("/" + "thme" * 900, "theme"),
    ],
)
def test_an_unknown_command_names_the_nearest(typed: str, nearest: str) -> None:
    with pytest.raises(AssistantError) as error:
        typed_action(typed)
    assert f"the nearest is /{nearest}." in str(error.value)
    assert len(str(error.value)) < 100


def test_a_bare_slash_leads_to_the_help() -> None:
    with pytest.raises(AssistantError, match=r"^/help lists"):
        typed_action("/")


def test_words_after_a_command_that_takes_none() -> None:
    with pytest.raises(AssistantError, match=r"^/quit takes no words after it\.$"):
        typed_action("/quit smoking")


# In the chat


async def test_a_typed_command_is_no_question(app: ChatApp, assistant: FakeAssistant, ask: Ask) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        pane = app.screen.query_one(ArticlePane)
        await ask(pilot, "/article")
        assert not pane.display
        await ask(pilot, "  /ARTICLE ")
        assert pane.display
        await ask(pilot, "/theme")
        assert app.theme == LIGHT.name
        assert assistant.conversations[-1].asked == []
        assert not app.screen.query(Exchange)
        await pilot.press("up", "up")
        assert app.screen.query_one(Prompt).value == "/ARTICLE"


async def test_new_and_copy(app: ChatApp, assistant: FakeAssistant, ask: Ask) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "How long will it be?", "/copy")
        assert app.clipboard.startswith("The bridge will be 212 metres long.")
        await ask(pilot, "/new")
        assert len(assistant.conversations) == 2
        assert not app.screen.query(Exchange)


async def test_quit(app: ChatApp, ask: Ask) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "/quit")
        assert not app.is_running


async def test_the_help_lists_what_can_be_typed(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(100, 80)) as pilot:
        await ask(pilot, "/help")
        assert isinstance(app.screen, HelpScreen)
        lines = [(line.keys, line.meaning) for line in app.screen.query(KeyLine)]
        assert set(typed_commands()) <= set(lines)
        assert [keys for keys, _ in typed_commands()] == [
            "/help", "/article", "/why", "/topics", "/new", "/copy", "/export", "/theme", "/quit",
        ]  # fmt: skip


async def test_an_unknown_command_is_answered_by_a_notice(
    app: ChatApp, assistant: FakeAssistant, ask: Ask
) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "/exprot md", "/[bold]x[/]", "/new york")
        assert notes(app) == [
            "There is no command /exprot; the nearest is /export.",
            "There is no command /[bold]x[/]; the nearest is /help.",
            "/new takes no words after it.",
        ]
        assert assistant.conversations[-1].asked == []


# Exporting


async def test_there_is_nothing_to_export(app: ChatApp, ask: Ask, folder: Path) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "/export")
        assert notes(app) == ["There is no conversation to export yet."]
        assert names(folder) == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("/export", f"{NAME}.md"),
        ("/export HTML", f"{NAME}.html"),
        ("/export json", f"{NAME}.json"),
        ("/export page.html", "page.html"),
        ("/export md page.txt", "page.txt"),
        ("/export html page", "page.html"),
        ("/export pdf", "pdf.md"),
        ("/export 'my talk.json'", "my talk.json"),
        ('/export json it\'s "so" (1).json', 'it\'s "so" (1).json'),
        ("/export ~/home.md", "home.md"),
        ("/export .", f"{NAME}.md"),
    ],
)
async def test_an_export_is_written_and_its_path_told(
    app: ChatApp, ask: Ask, folder: Path, line: str, name: str
) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "How long will it be?", line)
        assert notes(app) == [f"Exported to {folder / name}"]
        assert names(folder) == [name]
        written = (folder / name).read_text("utf-8")
        assert PACK.title in written
        assert "The bridge will be 212 metres long" in written


async def test_the_key_and_the_palette_export_as_markdown(app: ChatApp, ask: Ask, folder: Path) -> None:
    async with app.run_test(size=(100, 40)) as pilot:
        await ask(pilot, "How long will it be?", "cost")
        await pilot.press("ctrl+s")
        await palette(pilot, "export the")
        await pilot.press("enter", "enter")
        await pilot.pause(0.2)
        assert names(folder) == [f"{NAME}-2.md", f"{NAME}.md"]
        assert "## cost" in (folder / f"{NAME}.md").read_text("utf-8")


async def test_a_file_is_never_written_over(app: ChatApp, ask: Ask, folder: Path) -> None:
    (folder / "talk.md").write_text("mine", "utf-8")
    (folder / "talk-2.md").symlink_to(folder / "nowhere")
    async with app.run_test() as pilot:
        await ask(pilot, "hello", "/export talk.md")
        assert notes(app) == [f"Exported to {folder / 'talk-3.md'}"]
        assert (folder / "talk.md").read_text("utf-8") == "mine"
        assert not (folder / "nowhere").exists()


async def test_only_this_conversation_is_exported(app: ChatApp, ask: Ask, folder: Path) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "hello", "/new", "cost", "/export json")
        record = json.loads((folder / f"{NAME}.json").read_text("utf-8"))
        assert [turn["question"] for turn in record["turns"]] == ["cost"]
        assert record["created"] == "2026-03-04T12:05:06+00:00"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/export no/such/folder.md", "no/such/folder.md: No such file or directory"),
        ("/export /dev/null/talk.md", "/dev/null/talk.md: Not a directory"),
        ("/export talk.pdf", "talk.pdf: .pdf is no format; name one of md, html, json before the path."),
        ("/export ~no_such_person/talk.md", "~no_such_person/talk.md: Could not determine home directory."),
        (f"/export {'x' * 300}.md", f"{'x' * 300}.md: File name too long"),
    ],
)
async def test_what_cannot_be_written_is_told(
    app: ChatApp, ask: Ask, folder: Path, line: str, words: str
) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "hello", line)
        assert notes(app) == [words]
        assert names(folder) == []
        assert app.is_running


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_folder_that_may_not_be_written(app: ChatApp, ask: Ask, folder: Path) -> None:
    folder.chmod(0o500)
    async with app.run_test() as pilot:
        await ask(pilot, "hello", "/export")
        assert notes(app) == [f"{folder}: Permission denied"]
    folder.chmod(0o700)


async def test_a_full_disk_leaves_no_half_a_file(
    app: ChatApp, ask: Ask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> TextIO:
        path.touch()
        return Path("/dev/full").open("w", encoding="utf-8")

    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    monkeypatch.setattr("assistant.tui.saving._new", full)
    async with app.run_test() as pilot:
        await ask(pilot, "hello", "/export")
        assert notes(app) == [f"{folder}: No space left on device"]
        assert names(folder) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ("md", "")),
        ("json", ("json", "")),
        ("html a b.txt", ("html", "a b.txt")),
        ("A.HTML", ("html", "A.HTML")),
        ('"a b.md"', ("md", "a b.md")),
        ("folder.d/x", ("md", "folder.d/x")),
        ("..", ("md", "..")),
        ('"', ("md", '"')),
    ],
)
def test_what_is_wanted(words: str, expected: tuple[str, str]) -> None:
    assert wanted(words) == expected
