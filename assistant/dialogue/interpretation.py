"""Interpretation: what one question means, by itself or in the light of what was said before."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.dialogue.acts import bare_wording
from assistant.dialogue.clauses import squeezed
from assistant.dialogue.decision import ANSWERED_FROM, decide
from assistant.dialogue.entities import ACTORS
from assistant.dialogue.outcome import GROUNDED, SETTLED, Decision, Outcome, Part, Reason
from assistant.dialogue.reading import read
from assistant.text import as_phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.reading import Context, Reader, Reading
    from assistant.matching.analysis import Analysis, Feature

# A question this good by itself is not bent by its conversation, unless it leans on it by its words.
SELF_CONTAINED = 0.62
# How much more the bonuses of a conversation count for a question that says next to nothing by itself.
_SCANT_EMPHASIS = 3.0
# How far an elliptical question is believed to mean what the subject makes of it.
_FOLLOWED_UP = 0.85
# How much an intent must be about the subject before a follow-up may mean it.
_RELATED = 0.25
# A follow-up has at most so many characters, and its wording is compared with so many others.
_LONGEST_FOLLOW_UP = 60
_NEAREST_FOLLOW_UPS = 5
# A fragment keeps the answer that it has by itself from this belief on.
_SURE = 0.9
# A question of more words than this is no mere fragment.
BRIEF = 4
# One number is no misspelling of another, however like it.
_FIGURES = re.compile(r"\d+")
# What comes of a question that says nothing by itself, and leans on one that has no such answer.
_NO_ANSWER_TO_LEAN_ON = Decision(Outcome.OUT_OF_SCOPE, (), 1.0, Reason("nothing_of_the_kind"))


def interpret(reader: Reader, text: str, context: Context, *, apart: bool = False) -> Part:
    """One reading of `text` as a single question, leaning on `context` where it does not stand alone.

    With `apart`, another part of the same question came before: one thing named is not enough to stand.
    """
    reading = reader.read(text)
    decision = decide(reader.compiled, reading)
    alone = Part(reading, decision)
    if not context:
        return alone
    pointing = _points_back(reader, reading.analysis)
    if decision.outcome is Outcome.CHAT and decision.confidence >= _SURE and not pointing:
        return alone
    leaning = pointing or _is_fragment(reader, reading) or (apart and len(reading.analysis.content) <= 1)
    if leaning or reading.score < SELF_CONTAINED:
        elliptic = _elliptic(reader, reading, context)
        if elliptic is not None:
            return elliptic
    settled = not leaning and decision.outcome is not Outcome.OUT_OF_SCOPE
    if settled or (not pointing and _stands(reader, alone, leaning=leaning, apart=apart)):
        return alone
    return _leaned(reader, alone, context, leaning=leaning)


def _points_back(reader: Reader, analysis: Analysis) -> bool:
    """Whether a question leans by its words on what was said before: a pronoun, or an opener like "and"."""
    tokens, english = analysis.tokens, reader.compiled.english
    if _opens_leaning(reader, analysis) or _has_pronoun(reader, analysis):
        return True
    content = {word for feature in analysis.content for word in feature.surface.split()}
    pairs = pairwise((*tokens, ""))
    return any(token in english.demonstratives and following not in content for token, following in pairs)


def _opens_leaning(reader: Reader, analysis: Analysis) -> bool:
    openers = reader.compiled.english.leaning_openers
    return any(analysis.tokens[: len(opener)] == opener for opener in openers)


def _has_pronoun(reader: Reader, analysis: Analysis) -> bool:
    return not reader.compiled.english.pronouns.isdisjoint(analysis.tokens)


def _is_fragment(reader: Reader, reading: Reading) -> bool:
    """Whether a question is too short to tell its subject: no whole sentence, and no phrase of the pack."""
    analysis = reading.analysis
    if not analysis.content:
        return True
    if len(analysis.content) > 1 or len(analysis.tokens) > BRIEF:
        return False
    return not (_is_sentence(reader, analysis) or reading.is_certain)


def _is_sentence(reader: Reader, analysis: Analysis) -> bool:
    """Whether a question asks of what it names, right after a verb: "who is …", "what does a … do"."""
    english, named = reader.compiled.english, analysis.content[0]
    tokens = [token for token in analysis.tokens if token not in english.articles]
    if not analysis.question_types - {"yesno"} or len(tokens) < 3:
        return False
    is_verb = tokens[1] in english.copulas or tokens[1] in english.auxiliaries
    return is_verb and tokens[2] in f"{named.surface} {named.read_as}".split()


def _stands(reader: Reader, part: Part, *, leaning: bool, apart: bool) -> bool:
    """Whether a question that points to nothing said before is taken as it stands."""
    reading, decision = part
    if not leaning:
        return reading.score >= SELF_CONTAINED
    analysis = reading.analysis
    if not analysis.question_types and reader.is_bare(analysis):
        return True  # It has nothing but words of grammar that ask for nothing ("the", "of").
    named = bool(analysis.content) and not apart
    return named and decision.outcome is Outcome.ANSWER and decision.confidence >= _SURE


def _leaned(reader: Reader, alone: Part, context: Context, *, leaning: bool) -> Part:
    """What a question means in the light of `context`, or by itself where that is no better."""
    compiled, (reading, decided) = reader.compiled, alone
    if context.bonus is not None and compiled.matcher.is_scant(reading.analysis):
        context = replace(context, bonus=_SCANT_EMPHASIS * context.bonus)
    leaned = read(compiled, reading.analysis, context)
    if not leaning and leaned.score <= reading.score:
        return alone
    decision = decide(compiled, leaned)
    if decision.outcome is Outcome.ANSWER and _asks_otherwise(reader, leaned, decision):
        return Part(leaned, _NO_ANSWER_TO_LEAN_ON)
    better = decided.outcome in (Outcome.ANSWER, Outcome.CLARIFY) or decision.outcome is Outcome.ANSWER
    return alone if better and _misses_the_name(reader, leaned, decision) else Part(leaned, decision)


def _asks_otherwise(reader: Reader, leaned: Reading, decision: Decision) -> bool:
    """Whether a question of grammar alone ("against whom?") asks by a preposition that its answer has not."""
    compiled, analysis = reader.compiled, leaned.analysis
    english, number = compiled.english, compiled.numbers[decision.intents[0]]
    pairs = pairwise(analysis.tokens)
    asked = [
        word
        for word, after in pairs
        if word in english.prepositions
        and after in english.question_words
        and (word,) not in english.leaning_openers
    ]
    has = [compiled.matcher.index.rate(word, number) or compiled.mentioning(word)[number] for word in asked]
    return reader.is_bare(analysis) and bool(asked) and not any(has)


def _misses_the_name(reader: Reader, leaned: Reading, decision: Decision) -> bool:
    """Whether what leaning makes of a mere name is a gap nobody asked for, or an answer without the name."""
    compiled, named = reader.compiled, _name_alone(reader, leaned.analysis)
    if named is None or compiled.type_of(named) not in ACTORS or decision.outcome not in SETTLED:
        return False
    number = compiled.numbers[decision.intents[0]]
    if decision.outcome is Outcome.GAP:
        believed = [each.belief for each in leaned.candidates if each.number == number]
        return sum(believed) < ANSWERED_FROM
    return not compiled.mentioning(named.name)[number]


def _name_alone(reader: Reader, analysis: Analysis) -> Feature | None:
    """The one thing that a question names without asking anything of it: "and X?", "what about X?"."""
    allowed = {"what", "how"} if _opens_leaning(reader, analysis) else set()
    if len(analysis.content) != 1 or analysis.question_types - allowed or _has_pronoun(reader, analysis):
        return None
    return analysis.content[0]


# Ellipsis


def _elliptic(reader: Reader, alone: Reading, context: Context) -> Part | None:
    """What a question means that says next to nothing, where the conversation settles it."""
    intent = _follow_up(reader.compiled, alone.analysis.text, context.subject)
    if intent is not None:
        name, kind = reader.compiled.matcher.intents[intent], reader.compiled.kinds[intent]
        return Part(alone, Decision(Outcome(kind.value), (name,), _FOLLOWED_UP, Reason("follow_up")))
    if context.unanswered and alone.analysis.question_types and reader.is_bare(alone.analysis):
        return Part(alone, _NO_ANSWER_TO_LEAN_ON)
    return _likened(reader, alone, context)


def _follow_up(compiled: CompiledPack, text: str, subject: Mapping[int, float]) -> int | None:
    """The intent that `text` means after talk of `subject`, or None where it means none for sure."""
    if not subject or len(text) > _LONGEST_FOLLOW_UP:
        return None
    wording = bare_wording(text, compiled.english)
    numbers = _FIGURES.findall(wording)
    scored = [
        (ratio / 100 * _relatedness(compiled, intent, subject), compiled.matcher.intents[intent])
        for near, ratio in compiled.follow_up_wordings.nearest(wording, limit=_NEAREST_FOLLOW_UPS)
        if _FIGURES.findall(near) == numbers
        for intent in compiled.follow_ups[near]
    ]
    best, intent = max(scored, default=(0.0, ""))
    return compiled.numbers[intent] if best >= _RELATED else None


def _relatedness(compiled: CompiledPack, intent: int, subject: Mapping[int, float]) -> float:
    """The cosine of what an intent is about and what was talked of, in 0..1."""
    features, strengths = compiled.matcher.index.profile(intent)
    norm = math.sqrt(sum([strength * strength for strength in subject.values()])) or 1.0
    before = [subject.get(feature, 0.0) for feature in features.tolist()]
    return float(strengths @ before) / norm


def _likened(reader: Reader, alone: Reading, context: Context) -> Part | None:
    """The last question asked again of the one thing that this one names: "is it in Lima?" - "and Quito?"."""
    named = _name_alone(reader, alone.analysis)
    kind = reader.compiled.type_of(named)
    if named is None or not kind:
        return None
    last = reader.analyse(squeezed(context.question))
    things = [feature for feature in last.content if reader.compiled.names_a_thing(feature)]
    before = [feature for feature in things if reader.compiled.type_of(feature) == kind]
    if not before and kind not in ACTORS and _opens_leaning(reader, alone.analysis):
        before = things
    if len(before) != 1 or before[0].name == named.name or _has_pronoun(reader, last):
        return None
    text, places = as_phrase(before[0].surface).subn(named.surface, last.text)
    reading = reader.read(text) if places == 1 else None
    if reading is None or reading.score < SELF_CONTAINED:
        return None
    decision = decide(reader.compiled, reading)
    return Part(reading, decision) if decision.outcome in GROUNDED else None


def profile_of(compiled: CompiledPack, decision: Decision) -> dict[int, float]:
    """What the first intent of a decision is about, as strengths of features by number."""
    number = compiled.numbers.get(decision.intents[0]) if decision.intents else None
    if number is None:
        return {}
    features, strengths = compiled.matcher.index.profile(number)
    return dict(zip(features.tolist(), strengths.tolist(), strict=True))
