"""What a reader says of a file that it cannot read."""

from __future__ import annotations


class BrokenError(Exception):
    """A file that its reader cannot read; the message says why and what helps, in words for people."""
