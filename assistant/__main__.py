"""``python -m assistant`` and the installed command."""

# Of the interpreter itself: to load `signal` takes milliseconds, in which ctrl+c would print a traceback.
import _signal  # type: ignore[import-not-found]
import os

# Until all is loaded and `main` sees to it, ctrl+c ends the process at once, as the shell expects.
if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)

# As NumPy is loaded, its linear algebra starts a thread for each processor, which takes as long as all else.
# Questions are too small for more than one, and a batch has processes instead.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from assistant.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
