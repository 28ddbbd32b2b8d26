"""``python -m assistant`` and the installed command."""

from __future__ import annotations

import os

# As NumPy is loaded, its linear algebra starts a thread for each processor, which takes as long as all else.
# Questions are too small for more than one, and a batch has processes instead.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from assistant.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
