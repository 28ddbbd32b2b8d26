"""A pack with people, places, a list and sums of money, which no act was made for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from assistant import Assistant

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.reply import Reply

ARTICLE = """\
Thursday, March 4, 2021

Mayor Rosa Quispe and Professor Jon Aldo agreed on Monday in Lima to open three libraries. \
The libraries will lend maps, toys, seeds and telescopes. Quispe was a teacher before. \
“Nobody will pay a fee,” Aldo said.

Peru and Chile share the cost of US$2 million. The National Reading Agency runs the libraries. \
More talks are planned in Santiago on May 9.
"""

PACK = """\
title: Three libraries
about: Two people open three libraries.
welcome:
  - What was agreed?
  - What will the libraries lend?
  - Who pays?
without: [small_talk]
"""

LEXICON = """\
terms:
  - id: library
    forms: [library, libraries]
  - id: talks
    forms: [talks, meeting]
entities:
  - id: quispe
    type: person
    forms: [rosa quispe, quispe, mayor]
  - id: aldo
    type: person
    forms: [jon aldo, aldo, professor]
  - id: lima
    type: city
    forms: [lima]
  - id: santiago
    type: city
    forms: [santiago]
"""

TOPIC = """\
topic: libraries
title: The libraries
facts:
  - id: agreed
    statement: Rosa Quispe and Jon Aldo agreed on Monday in Lima to open three libraries.
    quotes: ["Mayor Rosa Quispe and Professor Jon Aldo agreed on Monday in Lima to open three libraries"]
  - id: lent
    statement: The libraries will lend maps, toys, seeds and telescopes.
    quotes: ["The libraries will lend maps, toys, seeds and telescopes"]
  - id: maps
    statement: Maps are among the things that can be lent.
    quotes: ["The libraries will lend maps"]
  - id: quispe
    statement: Rosa Quispe is the mayor; she was a teacher before.
    quotes: ["Mayor Rosa Quispe", "Quispe was a teacher before"]
  - id: aldo
    statement: Jon Aldo is a professor.
    quotes: ["Professor Jon Aldo"]
  - id: no_fee
    statement: Nobody will pay a fee, Aldo said.
    quotes: ["“Nobody will pay a fee,” Aldo said"]
  - id: cost
    statement: Peru and Chile share the cost of US$2 million.
    quotes: ["Peru and Chile share the cost of US$2 million"]
  - id: agency
    statement: The National Reading Agency runs the libraries.
    quotes: ["The National Reading Agency runs the libraries"]
  - id: more_talks
    statement: More talks are planned in Santiago on May 9.
    quotes: ["More talks are planned in Santiago on May 9"]
  - id: dated
    statement: The article is of Thursday, March 4, 2021.
    quotes: ["Thursday, March 4, 2021"]
intents:
  - id: agreed
    kind: answer
    question: What was agreed?
    facts: [agreed]
    phrases: [when was it agreed, who agreed, in which city was it agreed, what did quispe and aldo agree on]
  - id: lent
    kind: answer
    question: What will the libraries lend?
    facts: [lent]
    phrases: [which things do the libraries lend, things that can be borrowed]
  - id: maps
    kind: answer
    question: Do they lend maps?
    verdict: "yes"
    facts: [maps]
    phrases: [can i borrow maps, are maps lent, tell me about maps]
  - id: quispe
    kind: answer
    question: Who is Rosa Quispe?
    facts: [quispe]
    phrases: [tell me about rosa quispe, what was the mayor before, job of quispe, is quispe a teacher]
  - id: aldo
    kind: answer
    question: Who is Jon Aldo?
    facts: [aldo]
    phrases: [tell me about jon aldo, what is the job of aldo, is aldo a professor]
  - id: no_fee
    kind: answer
    question: Is there a fee?
    verdict: "no"
    facts: [no_fee]
    phrases: [must one pay a fee, what did aldo say about fees, do readers pay]
  - id: cost
    kind: answer
    question: Who pays?
    facts: [cost]
    phrases: [what does it cost, which countries share the cost, price of the libraries]
  - id: agency
    kind: answer
    question: Who runs the libraries?
    facts: [agency]
    phrases: [which agency runs them]
  - id: more_talks
    kind: answer
    question: When are more talks planned?
    facts: [more_talks]
    phrases: [where are the next talks, in which city are more talks planned]
  - id: dated
    kind: answer
    question: When is the article from?
    facts: [dated]
    phrases: [date of the article]
  - id: gap_books
    kind: gap
    question: How many books are there?
    says: The article does not say how many books there are.
    phrases: [number of books]
  - id: chat_greeting
    kind: chat
    question: Hello!
    says: Hello. Ask me about the libraries.
    phrases: [good day]
"""


class Say(Protocol):
    """Asks questions in one conversation and returns the replies."""

    def __call__(self, *questions: str) -> list[Reply]: ...


@pytest.fixture(scope="session")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant of a pack of libraries."""
    folder: Path = tmp_path_factory.mktemp("libraries")
    texts = {
        "seeds/libraries.txt": ARTICLE,
        "intents/pack.yaml": PACK,
        "intents/lexicon.yaml": LEXICON,
        "intents/libraries.yaml": TOPIC,
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return Assistant.load(folder)


@pytest.fixture
def say(libraries: Assistant) -> Say:
    """Ask the assistant of the libraries, in one conversation."""
    conversation = libraries.conversation()
    return lambda *questions: [conversation.ask(question) for question in questions]
