"""What is cited of a quote: the words that answer, and not their neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant import Assistant

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = """\
The fair has stalls for honey, old maps, brass lamps, kites and wool. \
Old maps and honey are sold again in spring.

On 4 May, at the Corn Hall in Brenholt, Mayor Tilda Vance and her neighbour Otto Lindqvist opened the fair.
"""

PACK = """\
title: The fair
about: A fair.
welcome:
  - Who opened the fair?
  - What stalls are there at the fair?
  - Are boats sold at the fair?
"""

TOPIC = """\
topic: fair
title: The fair
facts:
  - id: has_maps
    statement: Old maps are among the things that are sold at the fair.
    quotes: ["honey, old maps, brass lamps"]
  - id: has_no_boats
    statement: The list of what is sold does not have boats.
    quotes: ["stalls for honey, old maps, brass lamps, kites and wool"]
  - id: all_stalls
    statement: There are stalls for honey, old maps, brass lamps, kites and wool.
    quotes: ["The fair has stalls for honey, old maps, brass lamps, kites and wool"]
  - id: opened
    statement: Tilda Vance and Otto Lindqvist opened the fair on 4 May at the Corn Hall in Brenholt.
    quotes:
      - "On 4 May, at the Corn Hall in Brenholt, Mayor Tilda Vance and her neighbour Otto Lindqvist opened"
intents:
  - id: maps
    kind: answer
    question: Which old things are sold at the fair?
    phrases: ["are maps on sale", "old maps at the fair"]
    facts: [has_maps]
    verdict: "yes"
  - id: boats
    kind: answer
    question: Are boats sold at the fair?
    phrases: ["is there a boat", "boats on sale"]
    facts: [has_no_boats]
    verdict: "no"
  - id: stalls
    kind: answer
    question: What stalls are there at the fair?
    phrases:
      - list all the stalls
      - are there stalls for kites
      - is there a stall for lamps
      - stalls for wool
      - are there stalls for honey and kites
      - is there any stall besides kites
    facts: [all_stalls]
    verdict: "yes"
  - id: opened
    kind: answer
    question: Who opened the fair?
    phrases: ["when was the fair opened", "where was the fair opened", "how was the fair opened"]
    facts: [opened]
"""


@pytest.fixture(scope="module")
def fair(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("fair")
    for name, text in {
        "seeds/fair.txt": ARTICLE,
        "intents/pack.yaml": PACK,
        "intents/fair.yaml": TOPIC,
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return Assistant.load(folder)


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        pytest.param("Which old things are sold at the fair?", ["old maps"], id="the one item of the fact"),
        pytest.param("are there stalls for kites?", ["kites"], id="the item that is asked for"),
        pytest.param("is there a stall for lamps?", ["brass lamps"], id="in another form"),
        pytest.param("stalls for wool", ["wool"], id="the last item, of no question"),
        pytest.param("are there stalls for honey and kites?", ["honey", "kites"], id="two items apart"),
        pytest.param("when was the fair opened?", ["On 4 May"], id="when"),
        pytest.param("where was the fair opened?", ["at the Corn Hall in Brenholt"], id="where"),
        pytest.param(
            "Who opened the fair?", ["Mayor Tilda Vance and her neighbour Otto Lindqvist opened"], id="who"
        ),
    ],
)
def test_what_answers_is_cited_without_its_neighbours(
    fair: Assistant, question: str, quotes: list[str]
) -> None:
    citations = fair.ask(question).citations

    assert [each.quote for each in citations] == quotes
    text = fair.pack.sources["fair.txt"].text
    assert all(text[each.start : each.end] == each.quote for each in citations)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        pytest.param("list all the stalls", "all_stalls", id="all are asked for"),
        pytest.param("is there any stall besides kites?", "all_stalls", id="others are asked for"),
        pytest.param("Are boats sold at the fair?", "has_no_boats", id="all of a list bears out a no"),
        pytest.param("how was the fair opened?", "opened", id="no part has what is asked for"),
    ],
)
def test_a_quote_stays_whole_where_all_of_it_answers(fair: Assistant, question: str, fact: str) -> None:
    whole = [quote.text for quote in fair.pack.facts[fact].quotes]

    assert [each.quote for each in fair.ask(question).citations] == whole
