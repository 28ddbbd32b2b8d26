"""What the pictures of a demo are called."""

from __future__ import annotations

import pytest

from assistant.demo.pictures import picture_name, steady
from assistant.demo.script import Ask, Card, Note, Pause, Pick, Place, Source, Step, Why

HERE = Place("demo.yaml", 1, 1)


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (Ask(place=HERE, question="What was decided?"), "01-ask-what-was-decided.svg"),
        (Ask(place=HERE, question="../../Ünïcode\x1b[31m / <b>中</b>"), "01-ask-unicode-b-b.svg"),
        (Ask(place=HERE, question="中?"), "01-ask.svg"),
        (Ask(place=HERE, question="x" * 300), f"01-ask-{'x' * 40}.svg"),
        (Ask(place=HERE, question="word " * 60), "01-ask-word-word-word-word-word-word-word-word.svg"),
        (Pick(place=HERE, number=2), "01-pick-2.svg"),
        (Note(place=HERE, text="Now, this"), "01-note-now-this.svg"),
        (Card(place=HERE, title="The end"), "01-card-the-end.svg"),
        (Pause(place=HERE, seconds=1), "01-pause.svg"),
        (Source(place=HERE), "01-source.svg"),
        (Why(place=HERE), "01-why.svg"),
        (None, "01-live-what-now.svg"),
    ],
)
def test_names(step: Step | None, name: str) -> None:
    assert picture_name(1, 20, step, "What now?") == name


def test_names_sort_in_order() -> None:
    assert picture_name(7, 120, Why(place=HERE)) == "007-why.svg"


def test_a_picture_fetches_nothing() -> None:
    svg = '<svg><style>@font-face { src: url("https://x.example/f.woff") }\n.terminal-12-r1 {}</style></svg>'
    assert steady(svg) == "<svg><style>\n.picture-r1 {}</style></svg>"
