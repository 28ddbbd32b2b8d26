"""The decision: whether a reading is good enough to answer, too close to call, or not in the article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from assistant.dialogue.account import asks_of_another_person, is_decided, misplaced, strangers, unexplained
from assistant.dialogue.reading import EXACT
from assistant.knowledge.pack import IntentKind
from assistant.matching.matcher import is_specific

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.reading import Candidate, Reading
    from assistant.matching.analysis import Feature

# An answer is given from this belief on. Below it a wrong answer costs more than a refusal.
ANSWERED_FROM = 0.5
# The score from which a gap is near enough to be named, and the belief from which small talk is answered.
GAP_FROM = 0.34
CHAT_FROM = 0.5
# A stranger alone refuses a question that would else be believed at least so much.
STRANGER_FROM = 0.25
# Answers that are believed together but not alone are offered as a choice, if each is believed at least so
# much, and so much beside the best.
OFFERED_FROM = 0.25
OFFERED_BESIDE = 0.6
MOST_OPTIONS = 4


class Outcome(StrEnum):
    """What a decision comes to."""

    ANSWER = "answer"
    GAP = "gap"
    CHAT = "chat"
    CLARIFY = "clarify"
    NOT_MENTIONED = "not_mentioned"
    """The question names what the article lacks."""
    MISPLACED = "misplaced"
    """The facts have another in the role that the question gives to an actor."""
    OTHER_LANGUAGE = "other_language"
    OUT_OF_SCOPE = "out_of_scope"


# The outcomes after which a bare "why?" has nothing to lean on, and those that rest on an intent.
UNANSWERED = frozenset({Outcome.GAP, Outcome.NOT_MENTIONED, Outcome.MISPLACED, Outcome.OUT_OF_SCOPE})
SETTLED = frozenset({Outcome.ANSWER, Outcome.GAP})
GROUNDED = SETTLED | {Outcome.NOT_MENTIONED, Outcome.MISPLACED, Outcome.CLARIFY}


@dataclass(frozen=True, slots=True)
class Decision:
    """What is made of a reading."""

    outcome: Outcome
    intents: tuple[str, ...]
    """The intents that it concerns, by id; several to choose from for `CLARIFY`."""
    confidence: float
    """How likely the outcome is right, in 0..1."""
    reason: str
    """Why, in a sentence."""
    verdict: str = ""
    """The yes or no that an answer opens with, if it is asked for one and the facts decide it."""
    named: tuple[Feature, ...] = ()
    """What a refusal names: what the article lacks, or who has another role in it."""


class Part(NamedTuple):
    """A question, or a part of one, read and decided."""

    reading: Reading
    decision: Decision


def decide(compiled: CompiledPack, reading: Reading) -> Decision:
    """What to do with a reading."""
    if compiled.english.is_other_language(reading.analysis.words):
        return Decision(Outcome.OTHER_LANGUAGE, (), 1.0, "The question is not in English.")
    if not reading.candidates:
        return Decision(Outcome.OUT_OF_SCOPE, (), 1.0, "No word of the question is known.")
    return _without_doubt(compiled, reading) or _by_belief(compiled, reading)


def _without_doubt(compiled: CompiledPack, reading: Reading) -> Decision | None:
    """Small talk, a gap that was asked word for word, and a question without a subject."""
    best = reading.candidates[0]
    likeliest = max(reading.candidates, key=lambda each: each.belief)
    if likeliest.kind is IntentKind.CHAT and likeliest.belief >= CHAT_FROM:
        reason = f"Small talk, {likeliest.intent}."
        return Decision(Outcome.CHAT, (likeliest.intent,), likeliest.belief, reason)
    if best.kind is IntentKind.GAP and reading.is_certain:
        return Decision(Outcome.GAP, (best.intent,), best.score, f"{best.intent}, word for word.")
    return _ask_back(compiled, reading, reading.answer) if reading.answer else None


def _ask_back(compiled: CompiledPack, reading: Reading, answer: Candidate) -> Decision | None:
    """A choice for a bare question word, a refusal for less, where no conversation says what is meant."""
    analysis = reading.analysis
    has_subject = analysis.content or compiled.english.framing_words.intersection(analysis.tokens)
    if reading.leaned or answer.score >= EXACT or has_subject:
        return None
    if not analysis.question_types:
        return Decision(Outcome.OUT_OF_SCOPE, (), 1.0, "The question has no subject.")
    if not any(map(is_specific, analysis.names)):
        return None
    options = _apart(compiled, [each for each in reading.candidates if each.kind is IntentKind.ANSWER])
    return Decision(Outcome.CLARIFY, _ids(options), answer.score, "The question has no subject.")


def _by_belief(compiled: CompiledPack, reading: Reading) -> Decision:
    """An answer, a choice or a refusal, by how far the best answer is believed."""
    answer, analysis = reading.answer, reading.analysis
    if answer is None:
        return _refuse(reading, 0.0)
    missing = unexplained(compiled, analysis, answer.number)
    accounts_for_some = not analysis.content or len(missing) < len(analysis.content)
    trust = reading.trust if accounts_for_some else 0.0
    strange = strangers(compiled, analysis, answer.number)
    if strange:
        return _about_strangers(compiled, reading, answer, trust, strange)
    if trust >= ANSWERED_FROM:
        return _answer(compiled, reading, answer)
    least = max(OFFERED_FROM, OFFERED_BESIDE * answer.belief)
    rivals = _apart(compiled, [each for each in reading.answers if each.belief >= least])
    together = sum([each.belief for each in rivals])
    if len(rivals) > 1 and together >= ANSWERED_FROM:
        return Decision(Outcome.CLARIFY, _ids(rivals), together, "Several intents are too close to call.")
    return _refuse(reading, trust)


def _answer(compiled: CompiledPack, reading: Reading, answer: Candidate) -> Decision:
    """The answer that is believed, unless its facts tell that of somebody or something else."""
    if asks_of_another_person(compiled, reading.analysis, answer.number):
        return Decision(Outcome.OUT_OF_SCOPE, (), 1.0, f"{answer.intent} does not tell that of a person.")
    roles = misplaced(compiled, reading.analysis, answer.number)
    if roles:
        return _about_misplaced(compiled, reading, answer, tuple([role.feature for role in roles]))
    reason = f"{answer.intent} is taken to be what was asked: {_sure(reading.trust)}."
    verdict = _verdict(compiled, reading, answer)
    return Decision(Outcome.ANSWER, (answer.intent,), reading.trust, reason, verdict)


def _about_strangers(
    compiled: CompiledPack, reading: Reading, answer: Candidate, trust: float, strange: tuple[Feature, ...]
) -> Decision:
    """A no where the facts settle it, a refusal that names what the article lacks, or a known gap."""
    decides = compiled.pack.intents[answer.intent].decides
    settles = all(compiled.type_of(feature) in decides for feature in strange)
    if trust >= ANSWERED_FROM and settles and "yesno" in reading.analysis.question_types:
        reason = f"{answer.intent} settles what the question takes for granted."
        offers = compiled.english.alternatives.intersection(reading.analysis.tokens)
        return Decision(Outcome.ANSWER, (answer.intent,), trust, reason, "" if offers else "no")
    if trust >= STRANGER_FROM and not _gap_is_nearer(compiled, reading, answer, strange):
        reason = f"The article does not mention {', '.join([feature.surface for feature in strange])}."
        return Decision(Outcome.NOT_MENTIONED, (answer.intent,), 1.0 - trust / 2, reason, named=strange)
    return _refuse(reading, trust)


def _about_misplaced(
    compiled: CompiledPack, reading: Reading, answer: Candidate, named: tuple[Feature, ...]
) -> Decision:
    """What to do where the facts have another in the role that the question gives to an actor.

    Another answer of the same sentences may have the same actor in it. Else a question that wants a yes or a
    no is put right, and any other refused.
    """
    trust, analysis = reading.trust, reading.analysis
    for other in reading.answers[1:]:
        stands_in = other.belief >= OFFERED_FROM and compiled.share_a_sentence(other.number, answer.number)
        if stands_in and not misplaced(compiled, analysis, other.number):
            reason = f"{other.intent} is believed, and tells it of the same."
            return Decision(Outcome.ANSWER, (other.intent,), trust, reason)
    reason = f"{answer.intent} does not tell that of {', '.join([feature.surface for feature in named])}."
    if analysis.question_types == {"yesno"}:
        return Decision(Outcome.ANSWER, (answer.intent,), trust, reason, named=named)
    if _gap_is_nearer(compiled, reading, answer, named):
        return _refuse(reading, 0.0)
    return Decision(Outcome.MISPLACED, (answer.intent,), 1.0 - trust / 2, reason, named=named)


def _verdict(compiled: CompiledPack, reading: Reading, answer: Candidate) -> str:
    """The yes or no of the answer, where the question is one that it answers as it stands."""
    english, analysis = compiled.english, reading.analysis
    verdict = compiled.pack.intents[answer.intent].verdict
    turned = english.negations | english.alternatives | english.personal_pronouns
    if "yesno" not in analysis.question_types or not turned.isdisjoint(analysis.tokens):
        return ""
    return verdict if verdict and is_decided(compiled, reading, answer.number) else ""


def _refuse(reading: Reading, trust: float) -> Decision:
    """A known gap where one is near, else a plain refusal; `trust` is the belief in the best answer."""
    why = f"No answer is sure enough, the best being {_sure(trust)}"
    gap = reading.gap
    if gap is not None and gap.score >= GAP_FROM:
        return Decision(Outcome.GAP, (gap.intent,), 1.0 - trust, f"{why}; the gap {gap.intent} is near.")
    intents = _ids(reading.answers[:1])
    return Decision(Outcome.OUT_OF_SCOPE, intents, 1.0 - trust, f"{why}, and no known gap is near.")


def _sure(trust: float) -> str:
    """How sure an answer is, beside how sure it has to be; never rounded up to what is enough."""
    return f"{int(100 * trust)}% sure, where an answer needs {ANSWERED_FROM:.0%}"


def _gap_is_nearer(
    compiled: CompiledPack, reading: Reading, answer: Candidate, named: Iterable[Feature]
) -> bool:
    """Whether a gap is nearer than the answer, and has phrases with every one of some names."""
    gap, rate = reading.gap, compiled.matcher.index.rate
    if gap is None or gap.score < answer.score:
        return False
    return all(rate(feature.name, gap.number) for feature in named)


def _apart(compiled: CompiledPack, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates that rest on different sentences, the first ones, `MOST_OPTIONS` at most."""
    chosen: list[Candidate] = []
    for candidate in candidates:
        if not any(compiled.share_a_sentence(candidate.number, other.number) for other in chosen):
            chosen.append(candidate)
    return chosen[:MOST_OPTIONS]


def _ids(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    return tuple([each.intent for each in candidates])
