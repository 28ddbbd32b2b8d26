"""Serves chats, each in a process and a terminal of its own, that a test can type at; time stands still.

Run as a program, with a socket to its parent as the first argument.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import socket
import struct
import sys
import termios
from datetime import UTC, datetime
from typing import Any

from textual.widgets import Input

from assistant import Assistant
from assistant.demo.script import Ask, Card, Note, Place, Script, Source, Why
from assistant.tui.app import ChatApp
from assistant.tui.stage.app import DemoApp
from assistant.tui.stage.pace import Pace
from assistant.tui.stage.screen import Showing
from assistant.tui.widgets import choices, notice
from assistant.tui.widgets.exchange import Exchange

# Seconds.
_NEVER = 1e6
_PLACE = Place("demo.yaml", 1, 1)
_SCRIPT = Script(
    "A demo",
    (
        Card(place=_PLACE, title="A card", text="What was approved?"),
        Ask(place=_PLACE, question="Who approved it?"),
        Source(place=_PLACE),
        Why(place=_PLACE),
        Ask(place=_PLACE, question="When?"),
        Note(place=_PLACE, text="A note"),
        Ask(place=_PLACE, question="What does it cost?"),
    ),
    "demo.yaml",
)


class FrozenPace(Pace):
    """In which only keys get on."""

    async def _rest(self, seconds: float) -> float:  # noqa: ARG002
        await self._changed.wait()
        return 0.0


def make(kind: str, answering: Assistant) -> ChatApp:
    """The app of that kind."""
    clock = lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)  # noqa: E731
    if kind == "chat":
        return ChatApp(answering, clock, keep=True)
    return DemoApp(answering, Showing(_SCRIPT, FrozenPace(paused=kind == "paused", clock=lambda: 0.0)), clock)


def state(app: ChatApp) -> dict[str, Any]:
    """What of `app` a person could tell apart."""
    focused = app.focused
    return {
        # For a key, or for the conversation to begin.
        "waiting": len(app._coming) + (app._dealing is not None) + (not app.chat.begun),
        "screens": [type(screen).__name__ for screen in app.screen_stack],
        "focused": focused and f"{type(focused).__name__} {focused.id} {focused.region}",
        "lines": [
            (type(screen).__name__, line.id, line.value, *line.selection)
            for screen in app.screen_stack
            for line in screen.query(Input)
        ],
        "asked": [exchange.question for exchange in app.chat.query(Exchange)],
        "theme": app.theme,
        "player": str(app.player.state) if isinstance(app, DemoApp) else "",
    }


def run(kind: str, answering: Assistant, folder: str, size: tuple[int, int], telling: socket.socket) -> None:
    """Chat until killed; what the app is like is told at each SIGUSR1."""
    for name in ("ASSISTANT_DATA_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "HOME"):
        os.environ[name] = folder
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    os.chdir(folder)
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    app = make(kind, answering)
    signal.signal(signal.SIGUSR1, lambda *_: telling.sendall(json.dumps(state(app)).encode() + b"\n"))
    app.run()


def serve(parent: socket.socket) -> None:
    """Begin what the parent asks for, and give it the terminal, and where the app tells what it is like."""
    choices.PICK_DELAY = _NEVER  # type: ignore[misc]
    notice.STAYS = dict.fromkeys(notice.STAYS, _NEVER)  # type: ignore[misc]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    answering = Assistant.load()
    for word in ("who", "warm up what is made at the first question"):
        answering.suggest(word)
        answering.conversation().ask(word)
    parent.sendall(b"ready")
    while asked := parent.recv(4096):
        kind, folder, size = json.loads(asked)
        ours, theirs = socket.socketpair()
        pid, terminal = pty.fork()
        if pid == 0:
            try:
                run(kind, answering, folder, tuple(size), theirs)
            finally:
                os._exit(0)
        socket.send_fds(parent, [str(pid).encode()], [terminal, ours.fileno()])
        os.close(terminal)
        ours.close()
        theirs.close()


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
