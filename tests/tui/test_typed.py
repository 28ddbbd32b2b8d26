"""Commands typed at the prompt, and the file that an export leaves."""

from __future__ import annotations

import errno
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from assistant.errors import AssistantError
from assistant.saving import wanted
from assistant.tui.app import ChatApp
from assistant.tui.commands import COMMANDS, typed_action, typed_commands
from assistant.tui.help_screen import HelpScreen
from assistant.tui.theme import LIGHT
from assistant.tui.widgets.article import ArticlePane
from assistant.tui.widgets.exchange import Exchange, SourcesView
from assistant.tui.widgets.key_table import KeyTable
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.suggestions import Suggestion, Suggestions
from assistant.tui.widgets.transcript import Transcript
from assistant.tui.widgets.why import WhyView
from tests.tui.fake import PACK
from tests.tui.telling import told
from tests.tui.test_chat import shown
from tests.tui.test_commands import palette
from tests.tui.waiting import until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path
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
    return told(app)


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
    ],
)
def test_an_unknown_command_names_the_nearest(typed: str, nearest: str) -> None:
    with pytest.raises(AssistantError) as error:
        typed_action(typed)
    assert f"the nearest is /{nearest}." in str(error.value)


def test_a_command_like_no_other_is_told_in_short() -> None:
    with pytest.raises(AssistantError, match=r"^There is no command /thmeth\w*…\. /help lists"):
        typed_action("/" + "thme" * 900)


def test_a_bare_slash_leads_to_the_help() -> None:
    with pytest.raises(AssistantError, match=r"^/help lists"):
        typed_action("/")


def test_words_after_a_command_that_takes_none() -> None:
    with pytest.raises(AssistantError, match=r"^/quit takes no words after it\.$"):
        typed_action("/quit smoking")


# In the chat


@pytest.mark.endurance
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
        lines = [row for table in app.screen.query(KeyTable) for row in table.rows]
        assert set(typed_commands()) <= set(lines)
        assert [keys for keys, _ in typed_commands()] == [
            "/help", "/article", "/why", "/topics", "/coverage", "/sources", "/copy", "/right",
            "/wrong", "/export", "/batch", "/theme", "/quit", "/new", "/history",
        ]  # fmt: skip


async def test_an_unknown_command_is_answered_by_a_notice(
    app: ChatApp, assistant: FakeAssistant, ask: Ask
) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, "/exprot md", "/[bold]x[/]", "/new york")
        assert notes(app) == [
            "There is no command /exprot; the nearest is /export. /help lists the commands.",
            "There is no command /[bold]x[/]. /help lists the commands.",
            "/new takes no words after it.",
        ]
        assert assistant.conversations[-1].asked == []


@pytest.mark.parametrize(
    ("line", "begun"),
    [
        ("/", [f"/{command.slash}" for command in COMMANDS if command.slash]),
        ("/to", ["/topics"]),
        ("/T", ["/topics", "/theme"]),
        ("/export", ["/export"]),
        ("/export ", []),
        ("/zz", []),
    ],
)
async def test_a_slash_offers_the_commands(app: ChatApp, line: str, begun: list[str]) -> None:
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press(*line)
        await pilot.pause()
        suggestions = app.screen.query_one(Suggestions)
        assert [command.strip() for command in suggestions.questions] == begun
        screen = shown(app)
        for command, about in typed_commands():
            assert (f"{command:<12} {about[:40]}" in screen) == (command in begun)


async def test_the_list_of_commands_is_as_long_as_they_are(app: ChatApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        suggestions = app.screen.query_one(Suggestions)
        for line in ("/", "h", "i"):
            await pilot.press(line)
            await pilot.pause()
            assert suggestions.region.height == len(suggestions.questions)
            assert suggestions.region.bottom == app.screen.query_one(Prompt).region.y


async def test_tab_completes_a_command_and_enter_runs_the_chosen_one(app: ChatApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        prompt = app.screen.query_one(Prompt)
        await pilot.press(*"/th", "tab")
        assert prompt.value == "/theme"
        await pilot.press("ctrl+u", *"/th", "down", "enter")
        await pilot.pause()
        assert app.theme == LIGHT.name
        assert prompt.value == ""


@pytest.mark.endurance
async def test_a_chosen_command_that_takes_words_waits_for_them(app: ChatApp, ask: Ask, folder: Path) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        prompt = app.screen.query_one(Prompt)
        await ask(pilot, "hello")
        await pilot.press(*"/ex", "down", "enter")
        assert prompt.value == "/export "
        await ask(pilot, "html page")
        assert names(folder) == ["page.html"]
        await pilot.press(*"/ex")
        await pilot.pause()
        await pilot.click(next(line for line in app.screen.query(Suggestion) if line.display))
        await pilot.pause()
        assert prompt.value == "/export "
        await pilot.press("ctrl+u", *"/th")
        await pilot.pause()
        await pilot.click(next(line for line in app.screen.query(Suggestion) if line.display))
        await pilot.pause()
        assert app.theme == LIGHT.name


# What the last answer quotes


async def test_sources_repeats_whole_sentences_and_names_their_source(app: ChatApp, ask: Ask) -> None:
    async with app.run_test(size=(120, 50)) as pilot:
        await ask(pilot, "Who approved the bridge?", "hello", "/sources")
        view = app.screen.query_one(SourcesView)
        screen = shown(app)
        assert "Quoted for: Who approved the bridge?" in screen
        assert "sentence 2 of bridge.txt" in screen
        assert [pane.sentence.number for pane in app.screen.query("SentenceView.-cited")] == [2]
        assert app.screen.query_one(Transcript).latest is view
        await pilot.press("f3")
        assert app.screen.query(Exchange).last().query(WhyView)


async def test_sources_leaves_what_is_on_offer(app: ChatApp, assistant: FakeAssistant, ask: Ask) -> None:
    async with app.run_test(size=(120, 50)) as pilot:
        await ask(pilot, "How long will it be?", "who", "/sources", "4")
        assert assistant.conversations[-1].asked == ["How long will it be?", "who", "How long will it be?"]


@pytest.mark.parametrize(
    ("asked", "told"), [((), "Nothing was answered yet."), (("what",), "The last answer quotes nothing.")]
)
async def test_without_quotes_sources_says_so(
    app: ChatApp, ask: Ask, asked: tuple[str, ...], told: str
) -> None:
    async with app.run_test() as pilot:
        await ask(pilot, *asked, "/sources")
        assert notes(app) == [told]


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
        ("/export md pdf", "pdf.md"),
        ("/export talks/", "talks.md"),
        ("/export './my talk'", "my talk.md"),
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
        await pilot.press("enter")
        await until(pilot, lambda: len(notes(app)) == 2)
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
        ("/export docx", "docx is no format: name one of md, html, json, or a path such as docx.md."),
        ("/export doc x", "doc is no format: name one of md, html, json, or a path such as doc.md."),
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
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("assistant.replacing.on_disk", full)
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


# In a browser


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("/export", f"{NAME}.md"),
        ("/export html", f"{NAME}.html"),
        ('/export json ../../etc/my talk;x="y".json', "my-talk-x-y-.json"),
        ("/export .", f"{NAME}.md"),
        ("/export html ~/päge", "p-ge.html"),
        ("/export ./…", f"{NAME}.md"),
    ],
)
async def test_a_browser_is_handed_the_file_and_none_is_written(
    app: ChatApp, ask: Ask, folder: Path, monkeypatch: pytest.MonkeyPatch, line: str, name: str
) -> None:
    handed: dict[str, str] = {}

    def deliver(file: TextIO, *, save_directory: str, save_filename: str) -> None:
        handed[save_filename] = file.read()

    monkeypatch.setattr(ChatApp, "is_web", True)
    monkeypatch.setattr(app, "deliver_text", deliver)
    async with app.run_test() as pilot:
        await ask(pilot, "hello", line)
        assert list(handed) == [name]
        assert PACK.title in handed[name]
        assert notes(app) == [f"Exported: your browser keeps it as {name}"]
        assert names(folder) == []
