"""A matcher that is stored, sent or copied is the same matcher, and so is one made in another process."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pytest

from assistant import archive
from assistant.dialogue.compiled_pack import CompiledPack
from assistant.matching import IntentMatcher
from assistant.matching.analysis import Analyzer
from assistant.matching.lexicon import Concept, Lexicon

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant import Assistant

Thing = TypeVar("Thing", IntentMatcher, CompiledPack)

PAIRS = [
    (template.format(place), intent)
    for place in ("tower", "museum of clocks", "gate", "\ud800 door")
    for template, intent in (
        ("when does the {} open", "openingHours"),
        ("how tall is the {}", "height"),
        ("who designed the {}?", "architect"),
        ("is the {} free", "ticket_price"),
    )
]
QUESTIONS = [
    *(
        "when does the spire open",
        "whn dos the moc opn",
        "hours",
        "who?",
        "clocks",
        "is the gate tall or free",
    ),
    *("how tall is the tower", "zxqv", "", "\ud800", "🙂", "who's the towre's architect"),
]
CONTEXT = {"#tower": 0.8, "open": 0.4, "?who": 0.6, "xyzzy": 1.0}


def lexicon() -> Lexicon:
    tower, moc = Concept("tower", "building"), Concept("moc", "place", in_article=False)
    return Lexicon([(tower, ["tower", "spire"]), (moc, ["museum of clocks", "moc"])])


def built() -> IntentMatcher:
    return IntentMatcher.build(PAIRS, Analyzer(lexicon(), stop_words=["kindly"]))


def fitted() -> IntentMatcher:
    return IntentMatcher.fit(PAIRS, Analyzer(lexicon(), stop_words=["kindly"]))


def stored(thing: Thing) -> Thing:
    return type(thing).from_tree(archive.decode(memoryview(archive.encode(thing.to_tree()))))


def sent(thing: Thing) -> Thing:
    return pickle.loads(pickle.dumps(thing))


def behaviour(matcher: IntentMatcher) -> list[object]:
    """All that a matcher says to some questions, by itself and in a conversation."""
    bonus = np.linspace(-0.1, 0.1, len(matcher.intents))
    heard: list[object] = []
    for question in QUESTIONS:
        analysis = matcher.analyzer.analyse(question)
        heard += [analysis, matcher.is_scant(analysis), matcher.rank(question, None)]
        for ranking in (matcher.ranking(analysis), matcher.ranking(analysis, CONTEXT, bonus)):
            heard.append([column.tolist() for column in ranking])
    heard += [matcher.intents, matcher.phrases.all()]
    heard += [[column.tolist() for column in matcher.index.profile(n)] for n in range(len(matcher.intents))]
    return heard


@pytest.mark.parametrize("copied", [stored, sent, copy.deepcopy, copy.copy])
@pytest.mark.parametrize("make", [built, fitted])
def test_a_copy_of_a_matcher_is_the_same_to_the_last_bit(
    make: Callable[[], IntentMatcher], copied: Callable[[IntentMatcher], IntentMatcher]
) -> None:
    matcher = make()
    once = copied(matcher)

    assert behaviour(once) == behaviour(matcher)
    # After it was asked, and once more from the copy.
    assert behaviour(copied(once)) == behaviour(copied(matcher)) == behaviour(matcher)


@pytest.mark.parametrize("copied", [stored, sent, copy.deepcopy])
def test_a_matcher_without_phrases_is_copied(copied: Callable[[IntentMatcher], IntentMatcher]) -> None:
    assert copied(IntentMatcher.build([])).rank("when does it open") == []
    assert copied(IntentMatcher.fit([])).rank("when does it open") == []


@pytest.mark.parametrize("copied", [stored, sent, copy.deepcopy])
def test_a_copy_of_a_compiled_pack_is_the_same(
    tiny: Assistant, copied: Callable[[CompiledPack], CompiledPack]
) -> None:
    compiled = CompiledPack.compile(tiny.pack)
    once = copied(compiled)

    assert once.pack == compiled.pack
    assert behaviour(once.matcher) == behaviour(compiled.matcher)
    assert np.array_equal(once.mentions, compiled.mentions)
    for name in ("mentioned", "in_article", "sentence_features", "corrects", "roles", "leaders"):
        assert getattr(once, name) == getattr(compiled, name), name
    for name in ("numbers", "kinds", "sentences", "actors", "follow_ups"):
        assert getattr(once, name) == getattr(compiled, name), name


@pytest.mark.parametrize("make", ["build", "fit"])
def test_the_ranking_is_the_same_in_every_process(environment: dict[str, str], make: str) -> None:
    question = "is the tal twoer opn and free"
    code = (
        "import sys, json\n"
        "from assistant.matching import IntentMatcher\n"
        "pairs, question = json.load(sys.stdin)\n"
        f"matcher = IntentMatcher.{make}([tuple(pair) for pair in pairs])\n"
        "print([[*match] for match in matcher.rank(question, None)])"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=environment | {"PYTHONHASHSEED": seed},
            input=json.dumps([PAIRS, question]),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2", "3")
    }

    here = getattr(IntentMatcher, make)(PAIRS).rank(question, None)
    assert len(here) > 1
    assert printed == {str([[*match] for match in here])}
