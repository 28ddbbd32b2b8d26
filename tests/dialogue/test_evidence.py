"""The evidence for each candidate is what its definition says, found one candidate after another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.dialogue.evidence import ABOUT_FROM, LONG, OWN_FROM, RATE_DOUBT, Evidence, gather
from assistant.dialogue.reading import CANDIDATES

if TYPE_CHECKING:
    from assistant import Assistant
    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.matching.analysis import Analysis
    from assistant.matching.matcher import Ranking

PANEL = Path(__file__).parents[1] / "questions" / "panel.jsonl"
ACTORS = ("person", "country", "organisation")


class Plain:
    """The evidence for the candidates of a question, by names of features."""

    def __init__(self, compiled: CompiledPack, analysis: Analysis, candidates: Ranking) -> None:
        self.compiled = compiled
        self.analysis = analysis
        self.intents = candidates.intents.tolist()
        self.scores = candidates.scores.tolist()
        analyse, phrases = compiled.analyzer.analyse, compiled.matcher.phrases
        self.nearest = [analyse(phrases[number]) for number in candidates.phrases.tolist()]
        self.content = {each.name: compiled.matcher.index.weight(each) for each in analysis.content}

    def rate(self, name: str, intent: int) -> float:
        return self.compiled.matcher.index.rate(name, intent)

    def lacking(self, name: str, intent: int) -> float:
        return self.content[name] * max(0.0, 1 - self.rate(name, intent) / OWN_FROM)

    def unexplained(self, place: int) -> float:
        lacking = sum(self.lacking(name, self.intents[place]) for name in self.content)
        return lacking / (sum(self.content.values()) or 1.0)

    def unasked(self, place: int) -> float:
        said = {each.name: self.compiled.matcher.index.weight(each) for each in self.nearest[place].content}
        missing = sum(weight for name, weight in said.items() if name not in self.analysis.names)
        return missing / sum(said.values()) if said else 0.0

    def rival(self, place: int) -> float:
        return max(
            (
                weight
                * (
                    max(self.rate(name, other) for other in self.intents)
                    - self.rate(name, self.intents[place])
                )
                for name, weight in self.content.items()
            ),
            default=0.0,
        )

    def support(self, place: int) -> float:
        own = self.intents[place]
        return max(
            (
                score
                for intent, score in zip(self.intents, self.scores, strict=True)
                if intent != own and self.compiled.share_a_sentence(own, intent)
            ),
            default=0.0,
        )

    def question_type(self, place: int) -> float:
        types = self.analysis.question_types
        rates = [self.rate(f"?{kind}", self.intents[place]) for kind in types]
        return min(1.0, max(rates) / OWN_FROM) if types else 1.0

    def phrase_type(self, place: int) -> float:
        asked, own = self.analysis.question_types, self.nearest[place].question_types
        return len(asked & own) / len(asked | own) if asked | own else 1.0

    def unmentioned(self, place: int) -> float:
        intent = self.intents[place]
        named = [name for name in self.content if self.compiled.analyzer.lexicon.type_of(name)]
        absent = [self.content[name] for name in named if not self.compiled.mentioning(name)[intent]]
        return max(absent, default=0.0) if self.compiled.sentences[intent] else 0.0

    def swapped(self, place: int) -> float:
        intent, lexicon = self.intents[place], self.compiled.analyzer.lexicon
        most = 0.0
        for name in self.content if self.compiled.sentences[intent] else ():
            concept = lexicon.concept(name)
            if concept is None or not concept.in_article or concept.type not in ACTORS:
                continue
            others = [
                self.rate(f"#{other.id}", intent)
                for other in lexicon.concepts.values()
                if other.in_article and other.type == concept.type and f"#{other.id}" not in self.content
            ]
            rival = max(others, default=0.0)
            if rival > ABOUT_FROM:
                most = max(most, rival / (rival + self.rate(name, intent) + RATE_DOUBT))
        return most

    def foreign_word(self, place: int) -> float:
        foreign = [
            weight for name, weight in self.content.items() if not self.rate(name, self.intents[place])
        ]
        return max(foreign, default=0.0)

    def length(self, _: int) -> float:
        return len(self.content) / LONG

    def unknown(self, _: int) -> float:
        known = self.compiled.matcher.index.numbers
        return sum(name not in known for name in self.content) / (len(self.content) or 1)


def gathered(assistant: Assistant, question: str) -> tuple[Evidence, Ranking, Analysis]:
    compiled = assistant.compiled
    analysis = compiled.analyzer.analyse(question)
    candidates = compiled.matcher.ranking(analysis).first(CANDIDATES)
    return gather(compiled, analysis, candidates), candidates, analysis


def check(assistant: Assistant, question: str) -> None:
    evidence, candidates, analysis = gathered(assistant, question)
    plain = Plain(assistant.compiled, analysis, candidates)

    assert evidence.score.tolist() == candidates.scores.tolist()
    assert evidence.likelihood.tolist() == candidates.likelihoods.tolist()
    for name in set(Evidence._fields) - {"score", "likelihood", "focus"}:
        expected = [getattr(plain, name)(place) for place in range(len(candidates.intents))]
        assert getattr(evidence, name).tolist() == pytest.approx(expected), (question, name)


def test_evidence_is_what_its_definition_says(assistant: Assistant) -> None:
    rows = [json.loads(line) for line in PANEL.read_text("utf-8").splitlines()]
    for question in [row["question"] for row in rows if "question" in row][::12]:
        check(assistant, question)


@pytest.mark.parametrize(
    "question",
    [
        *(
            "How high is the tower?",
            "Who designed the tower in Orsholm?",
            "when?",
            "Hello!",
            "the owl, the door",
        ),
        *("is the museum of clocks in Vellmar free for kids", "tower tower xyzzy", "what does it do"),
    ],
)
def test_it_is_so_in_a_small_pack(tiny: Assistant, question: str) -> None:
    check(tiny, question)


def evidence_for(assistant: Assistant, question: str, intent: str) -> dict[str, float]:
    evidence, candidates, _ = gathered(assistant, question)
    place = candidates.intents.tolist().index(assistant.compiled.numbers[intent])
    return {name: float(column[place]) for name, column in evidence._asdict().items()}


@pytest.mark.parametrize(
    ("intent", "number", "without", "with_it"),
    [
        ("apps_count", "swapped", "How many apps did India ban?", "How many apps did Japan ban?"),
        (
            "atmanirbhar",
            "unmentioned",
            "What is said on Atmanirbhar Bharat?",
            "Motegi on Atmanirbhar Bharat?",
        ),
        (
            "standoff_where",
            "focus",
            "Which place was the standoff in?",
            "Which altitude has the standoff place?",
        ),
        (
            "standoff_where",
            "foreign_word",
            "Where was the standoff?",
            "Where was the altitude of the standoff?",
        ),
        ("standoff_where", "unknown", "Where was the standoff?", "Where was the zyzzyva of the standoff?"),
        (
            "standoff_where",
            "unexplained",
            "Where was the standoff?",
            "Where was the altitude of the standoff?",
        ),
        ("standoff_where", "length", "Where was the standoff?", "Where was the altitude of the standoff?"),
    ],
)
def test_what_evidence_finds(
    assistant: Assistant, intent: str, number: str, without: str, with_it: str
) -> None:
    before, after = (evidence_for(assistant, text, intent)[number] for text in (without, with_it))

    assert before + 0.1 < after


@pytest.mark.parametrize(
    ("question", "focused"),
    [
        pytest.param("Which altitude has the standoff?", True, id="what follows the word"),
        pytest.param("Which is the altitude of the standoff?", False, id="not what a verb parts from it"),
        pytest.param("Where was the altitude of the standoff?", False, id="nothing is asked for by name"),
    ],
)
def test_what_is_asked_for_by_name_is_in_focus(assistant: Assistant, question: str, focused: bool) -> None:
    assert (evidence_for(assistant, question, "standoff_where")["focus"] > 0) is focused
