"""Keeps what a demo shows: every step and every live turn, with its reply and its picture, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assistant.coverage.conversation import ConversationCoverage
from assistant.demo.pace import longest_pause
from assistant.demo.page import Aside, Showing, as_page
from assistant.demo.pictures import picture_name, steady
from assistant.demo.script import Card, Note
from assistant.reply import Reply
from assistant.tui.coverage_screen import CoverageScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from datetime import datetime

    from assistant.demo.script import Step
    from assistant.tui.stage.app import DemoApp
    from assistant.tui.stage.recording import Recording

PAGE: Final = "index.html"
RECORDING: Final = "demo.cast"


@dataclass(eq=False)
class Entry:
    """A step that was done, or without one a question that the presenter asked live.

    Two are never the same, be it that the same was said.
    """

    step: Step | None
    reply: Reply | None
    picture: str = ""

    def told(self) -> Iterator[Reply | Aside]:
        """What of it belongs on the page."""
        match self.step:
            case Note(text=text):
                yield Aside("", text)
            case Card(title=title, text=text):
                yield Aside(title, text)
            case _ if self.reply:
                yield self.reply


class Keeper:
    """Watches `app` play.

    Args:
        app: What plays, though nothing yet.
        settled: Awaited before a step is looked at, so that all of it is on the screen.
        pictures: Whether pictures are wanted.
    """

    def __init__(self, app: DemoApp, settled: Callable[[], Awaitable[None]], *, pictures: bool) -> None:
        self._app = app
        self._settled = settled
        self._pictures = pictures
        self._entries: list[Entry] = []
        # Where the script's steps are among the entries: one that is gone back to is done again.
        self._of_step: dict[int, Entry] = {}
        # What was shown and is yet to be pictured, as soon as nothing moves, or when the presenter leaves.
        self._moving: list[Entry] = []
        app.chat.on_step, app.chat.on_live, app.on_leave = self._keep_step, self._keep_live, self._picture_all

    @property
    def empty(self) -> bool:
        """Whether nothing was shown."""
        return not self._entries

    def showing(self, created: datetime | None = None) -> Showing:
        """What was shown so far."""
        pack = self._app.chat.pack
        told = tuple(told for entry in self._entries for told in entry.told())
        return Showing(self._title, pack.title, tuple(pack.sources.values()), told, created)

    async def show_coverage(self) -> None:
        """Put what was drawn on over the chat."""
        replies = [told for told in self.showing().told if isinstance(told, Reply)]
        heading = f"What was drawn on: {self._title}"
        covered = ConversationCoverage.of(replies, self._app.chat.pack.sources)
        await self._app.push_screen(CoverageScreen(heading, covered, from_top=True))

    def files(self, recording: Recording, created: datetime | None = None) -> dict[str, str]:
        """All that is to be kept, texts by the names of their files."""
        pause = longest_pause(self._app.player.steps)
        files = {PAGE: as_page(self.showing(created)), RECORDING: recording.cast(self._title, created, pause)}
        for number, entry in enumerate(self._entries, 1):
            if entry.picture:
                asked = entry.reply.question if entry.reply else ""
                files[picture_name(number, len(self._entries), entry.step, asked)] = entry.picture
        return files

    @property
    def _title(self) -> str:
        return self._app.player.title

    async def _keep_step(self, step: Step, reply: Reply | None) -> None:
        place = self._app.player.position
        entry = self._of_step.get(place)
        if entry is None:
            entry = self._of_step[place] = Entry(step, reply)
            self._entries.append(entry)
        entry.reply = reply
        await self._picture(entry)

    def _keep_live(self, reply: Reply) -> None:
        entry = Entry(None, reply)
        self._entries.append(entry)
        self._app.chat.run_worker(self._picture(entry), group="pictures")

    async def _picture(self, entry: Entry) -> None:
        """Take a picture of `entry` as soon as all of it is to be seen."""
        if not self._pictures:
            return
        self._moving.append(entry)
        await self._settled()
        if entry in self._moving:
            self._moving.remove(entry)
            entry.picture = self._taken()

    def _picture_all(self) -> None:
        """Take a picture of what waits for one, before nothing is to be seen any more."""
        for entry in self._moving:
            entry.picture = self._taken()
        self._moving.clear()

    def _taken(self) -> str:
        picture = steady(self._app.export_screenshot(title=self._title, simplify=True))
        # Textual takes it for drawn on the terminal.
        self._app.screen.refresh()
        return picture
