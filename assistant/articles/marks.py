"""Which lines of a text stand for themselves: list items, headings, tables, quotations and code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LIST_ITEM = re.compile(r"\s*(?:[-*+•‣◦▪]|\(?\d{1,3}[.)]|\([a-z]\))\s+\S")
OWN_LINE = re.compile(r"\s*(?:#{1,6}\s|\||>|`{3}|~{3}|\[\^?[^\]]{1,24}\]:|[-=_*]{3,}\s*\Z)|(?: {4}|\t)\s*\S")
_FENCE = re.compile(r"\s{0,12}(?:`{3}|~{3})")
_INDENTED = re.compile(r"(?: {4}|\t)\s*\S")


def are_code(lines: Sequence[str]) -> list[bool]:
    """Whether each line is code in Markdown: a fence, between two of them, or indented by four spaces."""
    codes: list[bool] = []
    is_open = False
    for line in lines:
        is_fence = _FENCE.match(line) is not None
        codes.append(is_fence or is_open or _INDENTED.match(line) is not None)
        is_open ^= is_fence
    return codes
