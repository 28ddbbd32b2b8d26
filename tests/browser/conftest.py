"""A real Chromium, and the chat served to it: with the extra `[browser]`, `pytest -n 0 -m browser`."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    Serve = Callable[..., AbstractContextManager["Served"]]

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# The terminal of the page is in no variable, but the page sets this property of its object once.
_KEEP_TERMINAL = """
Object.defineProperty(Object.prototype, "fitAddon", {configurable: true, set(addon) {
    Object.defineProperty(this, "fitAddon", {value: addon, writable: true});
    window.shown = this.terminal;
}})
"""
_LINES = """() => {
    const buffer = window.shown.buffer.active;
    return Array.from({length: window.shown.rows}, (_, y) => buffer.getLine(y).translateToString(true));
}"""
_UNDERLINED = """() => {
    const buffer = window.shown.buffer.active, found = [];
    for (let y = 0; y < window.shown.rows; y++) {
        let run = "";
        for (let x = 0; x < window.shown.cols; x++) {
            const cell = buffer.getLine(y).getCell(x);
            if (cell.isUnderline()) run += cell.getChars() || " ";
        }
        if (run) found.push(run.trim());
    }
    return found.join(" ");
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the tests with a browser to the end: from its start on, its own event loop is always running."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium of this machine."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="the extra [browser] is not installed")
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if not found:
        pytest.skip("there is no Chromium here")
    with sync_api.sync_playwright() as playwright:
        # Its sandbox does not run as root.
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """A browser's profile; it notes every address that one of its pages asks for."""

    context: BrowserContext
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("request", lambda request: self.asked.append(request.url))

    def page(self) -> Page:
        page = self.context.new_page()
        page.on("websocket", lambda websocket: self.asked.append(websocket.url))
        return page


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    with browser.new_context(
        viewport={"width": 1280, "height": 720}, permissions=["clipboard-read", "clipboard-write"]
    ) as context:
        yield Visit(context)


class Tab:
    """A tab with the chat in it, read as the terminal in the page has it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        page.add_init_script(_KEEP_TERMINAL)
        page.goto(url)
        page.wait_for_selector("body.-first-byte")
        self.wait_for("Ask about the article")

    @property
    def lines(self) -> list[str]:
        return self.page.evaluate(_LINES)

    @property
    def underlined(self) -> str:
        return self.page.evaluate(_UNDERLINED)

    def wait(self, until: Callable[[], object]) -> None:
        """Wait until something is so, half a minute at most."""
        for _ in range(300):
            if until():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("\n".join(self.lines))

    def wait_for(self, text: str) -> None:
        self.wait(lambda: text in "\n".join(self.lines))

    def ask(self, line: str) -> None:
        self.page.keyboard.type(line)
        self.wait_for(line)
        self.page.keyboard.press("Enter")

    def click(self, text: str) -> None:
        """Click on `text` once nothing on the page has moved for half a second."""
        self.wait_for(text)
        seen: list[list[str]] = []

        def at_rest() -> bool:
            seen.append(self.lines)
            return len(seen) > 5 and all(lines == seen[-1] for lines in seen[-6:])

        self.wait(at_rest)
        self.page.mouse.click(*self.place(text))

    def place(self, text: str) -> tuple[float, float]:
        """Where on the page the middle of `text` is."""
        box = self.page.locator(".xterm-screen").bounding_box()
        lines = self.lines
        row = next(number for number, line in enumerate(lines) if text in line)
        column = lines[row].index(text) + len(text) / 2
        columns = self.page.evaluate("() => window.shown.cols")
        assert box
        x = box["x"] + column * box["width"] / columns
        return x, box["y"] + (row + 0.5) * box["height"] / len(lines)

    def pixels(self, text: str) -> bytes:
        """What is drawn about `text`."""
        x, y = self.place(text)
        return self.page.screenshot(clip={"x": x - 40, "y": y - 8, "width": 80, "height": 16})


@dataclass
class Served:
    """A server that runs."""

    process: subprocess.Popen[str]
    said: list[str]

    @property
    def url(self) -> str:
        """The address of the server, with the token."""
        found = re.search(r"at (\S+)(?:, served from (\S+))? - ", self.said[-1])
        assert found, self.said
        public, own = found.groups()
        return own + public[public.index("/?") :] if own else public

    @property
    def origin(self) -> str:
        """The address of the server without the token."""
        return self.url.partition("/?")[0]

    @property
    def chats(self) -> list[int]:
        """The processes of the chats."""
        listed = ["ps", "--ppid", str(self.process.pid), "-o", "pid="]
        return [
            int(pid)
            for pid in subprocess.run(listed, capture_output=True, text=True, check=False).stdout.split()
        ]

    def end(self) -> tuple[int, str]:
        """Its exit code after ctrl+c, and what it had said by then beside where it is."""
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out + err


@pytest.fixture(scope="session")
def serve(environment: dict[str, str]) -> Serve:
    pytest.importorskip("textual_serve", reason="the extra [browser] is not installed")

    @contextmanager
    def serve(
        pack: Path, *options: str, cwd: Path | None = None, lines: int = 1, data: Path | None = None
    ) -> Iterator[Served]:
        command = [sys.executable, "-m", "assistant", "serve", "--port", "0", "--pack", pack, *options]
        # The libraries' own warnings are not ours to mend.
        env = environment | {"PYTHONWARNINGS": ""} | ({"ASSISTANT_DATA_DIR": str(data)} if data else {})
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with subprocess.Popen(command, **pipes, text=True, env=env, cwd=cwd) as process:
            try:
                assert process.stderr
                yield Served(process, [process.stderr.readline() for _ in range(lines)])
            finally:
                process.terminate()

    return serve


@pytest.fixture(scope="session")
def served(serve: Serve, tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The tiny pack, served from an empty folder and out of one whose name a shell would take apart."""
    folder = tmp_path_factory.mktemp("served") / 'it\'s "a" $(pack); #1'
    shutil.copytree(tiny_folder, folder)
    empty = tmp_path_factory.mktemp("empty")
    with serve(folder, cwd=empty) as running:
        yield running
    assert list(empty.iterdir()) == []
