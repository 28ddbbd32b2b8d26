"""What the tests of articles share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from assistant.articles import ArticleText, read_article

if TYPE_CHECKING:
    from pathlib import Path

Read = Callable[..., ArticleText]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads an article from a file with some content."""

    def read_content(content: str | bytes, name: str = "article.txt") -> ArticleText:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_article(path)

    return read_content
