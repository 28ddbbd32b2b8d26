"""The packages that read HTML, PDF and Word: an extra, for text and Markdown need none of them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from assistant.errors import AssistantError


def library(name: str, kind: str) -> Any:
    """The module `name`, which reads files of a `kind`.

    Raises:
        AssistantError: It is not installed.
    """
    try:
        return import_module(name)
    except ImportError:
        raise AssistantError(f"to read {kind}: pip install 'assistant[articles]'") from None
