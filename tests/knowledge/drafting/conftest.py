"""An article that was written for these tests, and the pack that is drafted from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.knowledge import Pack, split_sentences
from assistant.knowledge.drafting.reading import SentenceRead
from assistant.knowledge.drafting.tagging import Tagger

ARTICLE = Path(__file__).with_name("observatory.txt")


@pytest.fixture(scope="session")
def article() -> str:
    return ARTICLE.read_text("utf-8")


@pytest.fixture(scope="session")
def read(article: str) -> list[SentenceRead]:
    """The sentences of the article, tagged."""
    sentences = [sentence.text for sentence in split_sentences(article)]
    tagger = Tagger(sentences)
    return [SentenceRead(tagger.tag(sentence)) for sentence in sentences]


@pytest.fixture(scope="session")
def drafted(article: str) -> Pack:
    return Pack.draft(article, "observatory.txt")


@pytest.fixture(scope="session")
def bot(drafted: Pack) -> Assistant:
    return Assistant.from_pack(drafted)
