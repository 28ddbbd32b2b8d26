"""Begin a batch again and again and kill it at random moments: ``python killing.py PACK IN OUT KILLS``.

It prints how many bytes there were at each kill, and then finishes it. The assistant is loaded once;
each batch runs in a process of its own.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from assistant import Assistant
from assistant.batch import Batch, InputFormat, fill, part, rows_of
from assistant.formats import OutputFormat


def size(target: Path) -> int:
    """How many bytes of the replies there are."""
    part_path = part.part_of(target)
    return part_path.stat().st_size if part_path.exists() else 0


def main(pack: Path, questions: Path, target: Path, kills: int) -> None:
    chance = random.Random(9)
    part._NOTE_EVERY = 0.004  # type: ignore[misc]  (a batch of seconds is to stand for one of hours)
    work = Batch(Assistant.load(pack), pack, OutputFormat.JSONL)

    def answer() -> None:
        with questions.open("rb") as stream:
            rows = rows_of(stream, questions.name, InputFormat.AUTO)
            fill(target, work, rows, resume=True, watch=lambda _: None)

    # What is made ready at the first question is ready in every process.
    for line in questions.read_text("utf-8").splitlines()[:50]:
        work.assistant.ask(json.loads(line)["question"])
    came: list[int] = []
    while len(came) < kills:
        child = os.fork()
        if not child:
            answer()
            os._exit(0)
        # As the machine may be busy, a moment is told by how much was written; and then any moment after it.
        enough = size(target) + chance.randrange(40_000)
        while size(target) < enough and not target.exists():
            time.sleep(0.0005)
        time.sleep(chance.uniform(0, 0.004))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if target.exists():
            # It came to its end before it was killed; the next begins anew.
            target.unlink()
        else:
            came.append(size(target))
    print(json.dumps(came))
    answer()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), int(sys.argv[4]))
