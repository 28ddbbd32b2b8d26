"""Phrases in any number, made by recombining halves of the default pack's phrases; the same every time."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

from tests.default_pack import default_assistant

if TYPE_CHECKING:
    from collections.abc import Iterator

INTENTS = 150


@cache
def _pack_phrases() -> tuple[tuple[str, ...], ...]:
    intents = default_assistant().pack.intents.values()
    return tuple(intent.phrases for intent in intents if len(intent.phrases) >= 20)


def recombined(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """`count` pairs of a phrase and one of `INTENTS` intents; another `seed` gives other phrases of the same.

    An intent takes the beginnings of its phrases from three intents of the pack and the endings from three
    others, so that its phrases resemble each other and share their halves with other intents.
    """
    pack = _pack_phrases()
    sources = random.Random(0)
    halves = [(sources.sample(pack, 3), sources.sample(pack, 3)) for _ in range(INTENTS)]
    chosen = random.Random(seed)
    for number in range(count):
        intent = number % INTENTS
        beginnings, endings = halves[intent]
        first = chosen.choice(chosen.choice(beginnings)).split()
        second = chosen.choice(chosen.choice(endings)).split()
        cut = chosen.randint(1, max(1, len(first) - 1))
        rest = chosen.randint(0, max(0, len(second) - 1))
        yield " ".join([*first[:cut], *second[rest:]]), f"intent_{intent}"


def questions(count: int, seed: int = 2) -> list[str]:
    """`count` recombined questions, every tenth with two letters swapped."""
    chosen = random.Random(seed)
    asked = [phrase for phrase, _ in recombined(count, seed)]
    for index in range(0, count, 10):
        asked[index] = _swapped(asked[index], chosen)
    return asked


def _swapped(text: str, chosen: random.Random) -> str:
    at = chosen.randrange(max(1, len(text) - 1))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
