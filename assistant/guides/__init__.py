"""The guides for whoever writes a pack; each is a file in Markdown beside this one."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def topics() -> tuple[str, ...]:
    """What there are guides to, in the order in which a newcomer reads them."""
    first = ("curating",)
    others = sorted(path.stem for path in _FOLDER.glob("*.md") if path.stem not in first)
    return (*first, *others)


def text(topic: str) -> str:
    """The guide to a topic, in Markdown."""
    return (_FOLDER / f"{topic}.md").read_text("utf-8")


def title(topic: str) -> str:
    """The title of a guide, which is its first line."""
    return text(topic).partition("\n")[0].removeprefix("# ")
