"""How a person types: not every letter takes as long, and after a comma one breathes."""

from __future__ import annotations

import random
from typing import Final

from assistant.demo.pace import LETTERS_A_SECOND

# So many times as long as after a letter within a word.
_AFTER: Final = {" ": 1.3, ",": 3.0, ";": 3.0, ":": 3.0, ".": 3.0, "?": 3.0, "!": 3.0, "-": 1.5}
_LEAST, _MOST = 0.5, 1.5


def gaps(text: str, seed: int = 0) -> list[float]:
    """The seconds after each letter of `text` at pace 1; the same text and seed give the same.

    Together they are what typing the text is reckoned to take.
    """
    varying = random.Random(f"{seed} {text}")
    weights = [_AFTER.get(letter, 1.0) * varying.uniform(_LEAST, _MOST) for letter in text]
    scale = len(text) / LETTERS_A_SECOND / sum(weights) if weights else 0.0
    return [weight * scale for weight in weights]
