"""The decision: whether a reading is good enough to answer, too close to call, or not in the article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.dialogue.understanding import EXACT
from assistant.knowledge.pack import IntentKind

if TYPE_CHECKING:
    from assistant.dialogue.understanding import Reading, Understanding
    from assistant.matching.matcher import Candidate

# An answer is given from this belief on. Below it a wrong answer costs more than a refusal.
ANSWERED_FROM = 0.5
# The score from which a gap is near enough to be named, and the belief from which small talk is answered.
GAP_FROM = 0.34
CHAT_FROM = 0.5
# A foreign name alone refuses a question that would else be believed at least so much.
FOREIGN_FROM = 0.25
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
    FOREIGN = "foreign"
    LANGUAGE = "language"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome, the intents it concerns (several to choose from for `CLARIFY`), and why.

    `confidence` is how likely the outcome is right, in 0..1. `verdict` is the yes or no that an answer opens
    with, empty where none was asked for or the facts do not decide it.
    """

    outcome: Outcome
    intents: tuple[str, ...]
    confidence: float
    reason: str
    verdict: str = ""


def decide(reading: Reading, understanding: Understanding) -> Decision:
    """What to do with a reading."""
    if understanding.english.is_foreign(reading.analysis.words):
        return Decision(Outcome.LANGUAGE, (), 1.0, "The question is not in English.")
    if not reading.ranking:
        return Decision(Outcome.UNKNOWN, (), 1.0, "No word of the question is known.")
    return _without_doubt(reading, understanding) or _by_belief(reading, understanding)


def _without_doubt(reading: Reading, understanding: Understanding) -> Decision | None:
    """Small talk, and a gap that was asked word for word."""
    best = reading.ranking[0]
    kind = understanding.kind(best.intent)
    likeliest, belief = max(reading.beliefs.items(), key=lambda item: item[1])
    if understanding.kind(likeliest) is IntentKind.CHAT and belief >= CHAT_FROM:
        return Decision(Outcome.CHAT, (likeliest,), belief, f"Small talk, {likeliest}.")
    if kind is IntentKind.GAP and best.score >= EXACT:
        return Decision(Outcome.GAP, (best.intent,), best.score, f"{best.intent}, word for word.")
    return _asks_back(reading, reading.candidate, understanding) if reading.candidate else None


def _by_belief(reading: Reading, understanding: Understanding) -> Decision:
    candidate = reading.candidate
    if candidate is None:
        return _refuse(reading, 0.0)
    trust = reading.trust if _touches(reading) else 0.0
    if reading.foreign:
        return _about_foreign(reading, candidate, trust, understanding)
    if trust >= ANSWERED_FROM:
        reason = f"{candidate.intent} is taken to be what was asked: {_sure(trust)}."
        return Decision(Outcome.ANSWER, (candidate.intent,), trust, reason, _verdict(reading, understanding))
    rivals = _rivals(reading, understanding)
    together = sum(reading.beliefs[intent] for intent in rivals)
    if len(rivals) > 1 and together >= ANSWERED_FROM:
        return Decision(Outcome.CLARIFY, rivals, together, "Several intents are too close to call.")
    return _refuse(reading, trust)


def _about_foreign(
    reading: Reading, candidate: Candidate, trust: float, understanding: Understanding
) -> Decision:
    """A no where the facts settle it, a refusal that names what the article lacks, or a known gap."""
    if trust >= ANSWERED_FROM and _settles(reading, candidate, understanding):
        reason = f"{candidate.intent} settles what the question takes for granted."
        offers = understanding.english.alternatives & set(reading.analysis.tokens)
        return Decision(Outcome.ANSWER, (candidate.intent,), trust, reason, "" if offers else "no")
    if trust >= FOREIGN_FROM and not _gap_is_nearer(reading, understanding):
        named = ", ".join(feature.surface for feature in reading.foreign)
        reason = f"The article does not mention {named}."
        return Decision(Outcome.FOREIGN, (candidate.intent,), 1.0 - trust / 2, reason)
    return _refuse(reading, trust)


def _touches(reading: Reading) -> bool:
    """Whether the candidate accounts for any of the question's content, where it has some."""
    return not reading.analysis.content or len(reading.unexplained) < len(reading.analysis.content)


def _asks_back(reading: Reading, candidate: Candidate, understanding: Understanding) -> Decision | None:
    """A choice for a bare question word, a refusal for less, where no conversation says what is meant."""
    if reading.leaned or candidate.score >= EXACT or not understanding.is_bare(reading.analysis):
        return None
    if not reading.analysis.asks:
        return Decision(Outcome.UNKNOWN, (), 1.0, "The question has no subject.")
    if not understanding.matcher.points(reading.analysis):
        return None
    options: list[str] = []
    for match in reading.ranking:
        fresh = all(not understanding.sentences(match.intent) & understanding.sentences(o) for o in options)
        if understanding.kind(match.intent) is IntentKind.ANSWER and fresh:
            options.append(match.intent)
    return Decision(
        Outcome.CLARIFY, tuple(options[:MOST_OPTIONS]), candidate.score, "The question has no subject."
    )


def _verdict(reading: Reading, understanding: Understanding) -> str:
    """The yes or no of the candidate, where the question is one that it answers as it stands."""
    if reading.candidate is None or "yesno" not in reading.analysis.asks or reading.unexplained:
        return ""
    english = understanding.english
    if (english.negations | english.alternatives) & set(reading.analysis.tokens):
        return ""
    return understanding.pack.intents[reading.candidate.intent].verdict


def _refuse(reading: Reading, trust: float) -> Decision:
    """A known gap where one is near, else a plain refusal; `trust` is the belief in the best answer."""
    why = f"No answer is sure enough, the best being {_sure(trust)}"
    gap = reading.gap
    if gap is not None and gap.score >= GAP_FROM:
        return Decision(Outcome.GAP, (gap.intent,), 1.0 - trust, f"{why}; the gap {gap.intent} is near.")
    intents = (reading.candidate.intent,) if reading.candidate else ()
    return Decision(Outcome.UNKNOWN, intents, 1.0 - trust, f"{why}, and no known gap is near.")


def _sure(trust: float) -> str:
    """How sure an answer is, beside how sure it has to be; never rounded up to what is enough."""
    return f"{int(100 * trust)}% sure, where an answer needs {ANSWERED_FROM:.0%}"


def _settles(reading: Reading, candidate: Candidate, understanding: Understanding) -> bool:
    """Whether a yes-or-no question gets its no from the candidate, whatever foreign name it holds."""
    if "yesno" not in reading.analysis.asks:
        return False
    decides = understanding.pack.intents[candidate.intent].decides
    return all(understanding.type_of(feature) in decides for feature in reading.foreign)


def _gap_is_nearer(reading: Reading, understanding: Understanding) -> bool:
    """Whether a gap accounts for every foreign name in the question and is nearer than the candidate."""
    if reading.gap is None or reading.candidate is None or reading.gap.score < reading.candidate.score:
        return False
    shared = understanding.matcher.shared(reading.analysis, reading.gap.intent)
    return all(feature.name in shared for feature in reading.foreign)


def _rivals(reading: Reading, understanding: Understanding) -> tuple[str, ...]:
    """The answers believed most that rest on different sentences, best first."""
    rivals: list[str] = []
    for intent, belief in sorted(reading.beliefs.items(), key=lambda item: -item[1]):
        if understanding.kind(intent) is not IntentKind.ANSWER:
            continue
        if belief < max(OFFERED_FROM, OFFERED_BESIDE * reading.beliefs[rivals[0]] if rivals else 0.0):
            break
        if not any(understanding.sentences(intent) & understanding.sentences(rival) for rival in rivals):
            rivals.append(intent)
    return tuple(rivals[:MOST_OPTIONS])
