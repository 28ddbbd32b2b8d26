"""What the chat writes for a person, put where that person is."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from assistant.saving import download_name, save
from assistant.text import one_line

if TYPE_CHECKING:
    from textual.app import App


def hand_over(app: App[object], text: str, name: str, ending: str, unnamed: str) -> str:
    """Write `text` to a new file, or hand it to the browser that shows the chat: files here are not its.

    It is called `unnamed` where `name` is empty, or a folder.

    Returns:
        Where it went, in words that follow a verb.

    Raises:
        AssistantError: when the file cannot be written.
    """
    if app.is_web:
        kept = download_name(name, ending, unnamed)
        app.deliver_text(StringIO(text), save_directory=".", save_filename=kept)
        return f": your browser keeps it as {kept}"
    return f" to {one_line(str(save(text, name, ending, unnamed)))}"
