"""``python -m assistant`` and the installed command."""

from __future__ import annotations

from assistant.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
