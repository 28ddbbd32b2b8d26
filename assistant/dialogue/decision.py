"""The decision: whether a reading is good enough to answer, too close to call, or not in the article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.dialogue.account import (
    asks_of_another_person,
    is_decided,
    misplaced,
    shares_all,
    strangers,
    unexplained,
)
from assistant.dialogue.reading import EXACT
from assistant.knowledge.pack import IntentKind
from assistant.matching.matcher import is_specific

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.entities import ActorRole
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
    if compiled.kinds[likeliest.number] is IntentKind.CHAT and likeliest.belief >= CHAT_FROM:
        reason = f"Small talk, {likeliest.intent}."
        return Decision(Outcome.CHAT, (likeliest.intent,), likeliest.belief, reason)
    if compiled.kinds[best.number] is IntentKind.GAP and reading.is_certain:
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
    answers = [each for each in reading.candidates if compiled.kinds[each.number] is IntentKind.ANSWER]
    options = _apart(compiled, answers)
    return Decision(Outcome.CLARIFY, options, answer.score, "The question has no subject.")


def _by_belief(compiled: CompiledPack, reading: Reading) -> Decision:
    answer = reading.answer
    if answer is None:
        return _refuse(reading, 0.0)
    content = reading.analysis.content
    accounts_for_some = not content or len(unexplained(compiled, reading.analysis, answer.number)) < len(
        content
    )
    trust = reading.trust if accounts_for_some else 0.0
    strange = strangers(compiled, reading.analysis, answer.number)
    if strange:
        return _about_strangers(compiled, reading, answer, trust, strange)
    if trust >= ANSWERED_FROM:
        return _answer(compiled, reading, answer)
    rivals = _rivals(compiled, reading)
    together = sum([each.belief for each in reading.candidates if each.intent in rivals])
    if len(rivals) > 1 and together >= ANSWERED_FROM:
        return Decision(Outcome.CLARIFY, rivals, together, "Several intents are too close to call.")
    return _refuse(reading, trust)


def _answer(compiled: CompiledPack, reading: Reading, answer: Candidate) -> Decision:
    """The answer that is believed, unless its facts tell that of somebody or something else."""
    if asks_of_another_person(compiled, reading.analysis, answer.number):
        return Decision(Outcome.OUT_OF_SCOPE, (), 1.0, f"{answer.intent} does not tell that of a person.")
    roles = misplaced(compiled, reading.analysis, answer.number)
    if roles:
        return _about_misplaced(compiled, reading, answer, roles)
    reason = f"{answer.intent} is taken to be what was asked: {_sure(reading.trust)}."
    return Decision(
        Outcome.ANSWER, (answer.intent,), reading.trust, reason, _verdict(compiled, reading, answer)
    )


def _about_strangers(
    compiled: CompiledPack, reading: Reading, answer: Candidate, trust: float, strange: tuple[Feature, ...]
) -> Decision:
    """A no where the facts settle it, a refusal that names what the article lacks, or a known gap."""
    if trust >= ANSWERED_FROM and _settles(compiled, reading, answer, strange):
        reason = f"{answer.intent} settles what the question takes for granted."
        offers = compiled.english.alternatives.intersection(reading.analysis.tokens)
        return Decision(Outcome.ANSWER, (answer.intent,), trust, reason, "" if offers else "no")
    if trust >= STRANGER_FROM and not _gap_is_nearer(compiled, reading, strange):
        reason = f"The article does not mention {', '.join([feature.surface for feature in strange])}."
        return Decision(Outcome.NOT_MENTIONED, (answer.intent,), 1.0 - trust / 2, reason, named=strange)
    return _refuse(reading, trust)


def _settles(
    compiled: CompiledPack, reading: Reading, answer: Candidate, strange: tuple[Feature, ...]
) -> bool:
    """Whether a yes-or-no question gets its no from the answer, whatever stranger it holds."""
    if "yesno" not in reading.analysis.question_types:
        return False
    decides = compiled.pack.intents[answer.intent].decides
    return all(compiled.type_of(feature) in decides for feature in strange)


def _about_misplaced(
    compiled: CompiledPack, reading: Reading, answer: Candidate, roles: list[ActorRole]
) -> Decision:
    """What to do where the facts have another in the role that the question gives to an actor.

    Another answer of the same sentences may have the same actor in it. Else a question that wants a yes or a
    no is put right, and any other refused.
    """
    trust, named = reading.trust, tuple([role.feature for role in roles])
    for other in reading.by_belief:
        if _stands_in_for(compiled, other, answer) and not misplaced(
            compiled, reading.analysis, other.number
        ):
            reason = f"{other.intent} is believed, and tells it of the same."
            return Decision(Outcome.ANSWER, (other.intent,), trust, reason)
    reason = f"{answer.intent} does not tell that of {', '.join([feature.surface for feature in named])}."
    if reading.analysis.question_types == {"yesno"}:
        return Decision(Outcome.ANSWER, (answer.intent,), trust, reason, named=named)
    if _gap_is_nearer(compiled, reading, named):
        return _refuse(reading, 0.0)
    return Decision(Outcome.MISPLACED, (answer.intent,), 1.0 - trust / 2, reason, named=named)


def _stands_in_for(compiled: CompiledPack, other: Candidate, answer: Candidate) -> bool:
    """Whether another answer is believed enough to be offered, and rests on a sentence of `answer`."""
    return (
        other.number != answer.number
        and compiled.kinds[other.number] is IntentKind.ANSWER
        and other.belief >= OFFERED_FROM
        and compiled.share_a_sentence(other.number, answer.number)
    )


def _verdict(compiled: CompiledPack, reading: Reading, answer: Candidate) -> str:
    """The yes or no of the answer, where the question is one that it answers as it stands."""
    verdict = compiled.pack.intents[answer.intent].verdict
    if not verdict or "yesno" not in reading.analysis.question_types:
        return ""
    english = compiled.english
    turned = english.negations | english.alternatives | english.personal_pronouns
    if not turned.isdisjoint(reading.analysis.tokens):
        return ""
    return verdict if is_decided(compiled, reading, answer.number) else ""


def _refuse(reading: Reading, trust: float) -> Decision:
    """A known gap where one is near, else a plain refusal; `trust` is the belief in the best answer."""
    why = f"No answer is sure enough, the best being {_sure(trust)}"
    gap = reading.gap
    if gap is not None and gap.score >= GAP_FROM:
        return Decision(Outcome.GAP, (gap.intent,), 1.0 - trust, f"{why}; the gap {gap.intent} is near.")
    intents = (reading.answer.intent,) if reading.answer else ()
    return Decision(Outcome.OUT_OF_SCOPE, intents, 1.0 - trust, f"{why}, and no known gap is near.")


def _sure(trust: float) -> str:
    """How sure an answer is, beside how sure it has to be; never rounded up to what is enough."""
    return f"{int(100 * trust)}% sure, where an answer needs {ANSWERED_FROM:.0%}"


def _gap_is_nearer(compiled: CompiledPack, reading: Reading, named: Iterable[Feature]) -> bool:
    """Whether a gap accounts for every one of the names in the question and is nearer than the answer."""
    if reading.gap is None or reading.answer is None or reading.gap.score < reading.answer.score:
        return False
    return shares_all(compiled, named, reading.gap.number)


def _rivals(compiled: CompiledPack, reading: Reading) -> tuple[str, ...]:
    """The answers believed most that rest on different sentences, best first."""
    answers = [each for each in reading.candidates if compiled.kinds[each.number] is IntentKind.ANSWER]
    answers.sort(key=lambda each: -each.belief)
    least = max(OFFERED_FROM, OFFERED_BESIDE * answers[0].belief)
    return _apart(compiled, [each for each in answers if each.belief >= least])


def _apart(compiled: CompiledPack, candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """Candidates that rest on different sentences, the first ones of `MOST_OPTIONS` at most."""
    chosen: list[Candidate] = []
    for candidate in candidates:
        if not any(compiled.share_a_sentence(candidate.number, other.number) for other in chosen):
            chosen.append(candidate)
    return tuple([each.intent for each in chosen[:MOST_OPTIONS]])
