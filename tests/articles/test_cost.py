"""What mending costs grows with the text, whatever the text."""

from __future__ import annotations

import time

import pytest

from assistant.articles.mending import mend

PROSE = "The harbour board of Orsholm approved a new lamp for the light-\nhouse, and the sum  is known.\n\n"


@pytest.mark.parametrize(
    "unit",
    [
        PROSE,
        "word ",
        "word\n",
        "gov-\n",
        "a\u00ad\n",
        "-",
        " ",
        "\n",
        "\f",
        "Head\n\nThe lamp is lit and\n\n7\n\f",
        "Page 1\n",
        "a" + " " * 500,
        "| a | b |\n",
        "```\n",
        "    code\n",
        "â€",
        "\u00ad\u200b\u00a0",
        "ﬁ",
        "1. one\n  two\n",
    ],
)
def test_linear_time(unit: str) -> None:
    small, large = (unit * (size // len(unit)) for size in (25_000, 200_000))

    def seconds(text: str) -> float:
        # Of the processor, which other tests use meanwhile.
        started = time.process_time()
        mend(text)
        return time.process_time() - started

    once = min(seconds(small) for _ in range(3))
    # Eight times as much text: quadratic work would take 64 times as long.
    assert seconds(large) < max(30 * once, 0.08)
