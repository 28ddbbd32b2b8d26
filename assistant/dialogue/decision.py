"""The decision: whether a reading is good enough to answer, too close to call, or not in the article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.dialogue.understanding import EXACT
from assistant.knowledge.pack import IntentKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.dialogue.roles import Part
    from assistant.dialogue.understanding import Reading, Understanding
    from assistant.matching.analysis import Analysis, Feature
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
# A verdict stands for what the facts mention, and for what so many phrases of the intent have.
OWN_FROM = 0.1
# What a verdict is on is what the intent is most about, or nearly so.
_CHIEF_FROM = 0.75
# An intent is about a person whom so many of its phrases name.
_ABOUT_FROM = 0.25


class Outcome(StrEnum):
    """What a decision comes to."""

    ANSWER = "answer"
    GAP = "gap"
    CHAT = "chat"
    CLARIFY = "clarify"
    FOREIGN = "foreign"
    MISPLACED = "misplaced"
    LANGUAGE = "language"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome, the intents it concerns (several to choose from for `CLARIFY`), and why.

    `confidence` is how likely the outcome is right, in 0..1. `verdict` is the yes or no that an answer opens
    with, empty where none was asked for or the facts do not decide it. `named` is what a refusal names: what
    the article lacks, or who has another part in it.
    """

    outcome: Outcome
    intents: tuple[str, ...]
    confidence: float
    reason: str
    verdict: str = ""
    named: tuple[Feature, ...] = ()


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
    if kind is IntentKind.GAP and reading.is_certain:
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
        return _answer(reading, candidate, understanding)
    rivals = _rivals(reading, understanding)
    together = sum(reading.beliefs[intent] for intent in rivals)
    if len(rivals) > 1 and together >= ANSWERED_FROM:
        return Decision(Outcome.CLARIFY, rivals, together, "Several intents are too close to call.")
    return _refuse(reading, trust)


def _answer(reading: Reading, candidate: Candidate, understanding: Understanding) -> Decision:
    """The answer that is believed, unless its facts tell that of somebody or something else."""
    if _is_of_another_matter(reading, candidate, understanding):
        return Decision(Outcome.UNKNOWN, (), 1.0, f"{candidate.intent} does not tell that of a person.")
    misplaced = understanding.roles.misplaced(reading.analysis, candidate.intent)
    if misplaced:
        return _about_misplaced(reading, candidate, misplaced, understanding)
    reason = f"{candidate.intent} is taken to be what was asked: {_sure(reading.trust)}."
    verdict = _verdict(reading, understanding)
    return Decision(Outcome.ANSWER, (candidate.intent,), reading.trust, reason, verdict)


def _about_foreign(
    reading: Reading, candidate: Candidate, trust: float, understanding: Understanding
) -> Decision:
    """A no where the facts settle it, a refusal that names what the article lacks, or a known gap."""
    if trust >= ANSWERED_FROM and _settles(reading, candidate, understanding):
        reason = f"{candidate.intent} settles what the question takes for granted."
        offers = understanding.english.alternatives & set(reading.analysis.tokens)
        return Decision(Outcome.ANSWER, (candidate.intent,), trust, reason, "" if offers else "no")
    if trust >= FOREIGN_FROM and not _gap_is_nearer(reading, reading.foreign, understanding):
        named = ", ".join(feature.surface for feature in reading.foreign)
        reason = f"The article does not mention {named}."
        return Decision(Outcome.FOREIGN, (candidate.intent,), 1.0 - trust / 2, reason, named=reading.foreign)
    return _refuse(reading, trust)


def _is_of_another_matter(reading: Reading, candidate: Candidate, understanding: Understanding) -> bool:
    """Whether a question such as "is she tall?" asks of a person what the candidate does not tell of one."""
    english, analysis = understanding.english, reading.analysis
    asking, asked = analysis.tokens[:1], analysis.tokens[1:2]
    if not (english.copulas.issuperset(asking) and english.personal_pronouns.issuperset(asked)):
        return False
    rate, terms = understanding.matcher.rate, understanding.pack.terms.values()
    people = (f"#{term.id}" for term in terms if term.type == "person")
    is_about_a_person = any(rate(name, candidate.intent) >= _ABOUT_FROM for name in people)
    return not (is_about_a_person and _covers(candidate.intent, analysis, understanding))


def _about_misplaced(
    reading: Reading, candidate: Candidate, misplaced: list[Part], understanding: Understanding
) -> Decision:
    """What to do where the facts have another in the part that the question gives to an actor.

    Another answer of the same sentences may have the same actor in it. Else a question that wants a yes or a
    no is put right, and any other refused.
    """
    trust, named = reading.trust, tuple(part.feature for part in misplaced)
    for other in _beside(reading, candidate, understanding):
        if not understanding.roles.misplaced(reading.analysis, other):
            return Decision(
                Outcome.ANSWER, (other,), trust, f"{other} is believed, and tells it of the same."
            )
    reason = f"{candidate.intent} does not tell that of {', '.join(feature.surface for feature in named)}."
    if reading.analysis.asks == {"yesno"}:
        return Decision(Outcome.ANSWER, (candidate.intent,), trust, reason, named=named)
    if _gap_is_nearer(reading, named, understanding):
        return _refuse(reading, 0.0)
    return Decision(Outcome.MISPLACED, (candidate.intent,), 1.0 - trust / 2, reason, named=named)


def _beside(reading: Reading, candidate: Candidate, understanding: Understanding) -> list[str]:
    """Other answers believed enough to be offered that rest on a sentence which the candidate rests on."""
    cited = understanding.sentences(candidate.intent)
    return [
        found.intent
        for found in reading.by_belief
        if found is not candidate
        and understanding.is_answer(found.intent)
        and reading.beliefs[found.intent] >= OFFERED_FROM
        and not cited.isdisjoint(understanding.sentences(found.intent))
    ]


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
    if reading.candidate is None or "yesno" not in reading.analysis.asks:
        return ""
    verdict = understanding.pack.intents[reading.candidate.intent].verdict
    english, tokens = understanding.english, set(reading.analysis.tokens)
    if not verdict or (english.negations | english.alternatives | english.personal_pronouns) & tokens:
        return ""
    return verdict if _is_decided(reading, reading.candidate.intent, understanding) else ""


def _is_decided(reading: Reading, intent: str, understanding: Understanding) -> bool:
    """Whether the verdict of `intent` is on all that a question says, and on what the intent is about."""
    if reading.is_certain:
        return True
    analysis = reading.analysis
    profile = understanding.matcher.profile(intent)
    least = _CHIEF_FROM * max(profile.values(), default=0.0)
    return (
        all(name in analysis.names for name, strength in profile.items() if strength >= least)
        and _covers(intent, analysis, understanding)
        and not understanding.roles.unsettled(analysis, intent)
    )


def _covers(intent: str, analysis: Analysis, understanding: Understanding) -> bool:
    """Whether all that a question says is mentioned by the facts of `intent`, or the intent's own."""
    mentioned, rate = understanding.mentions(intent), understanding.matcher.rate
    return all(f.name in mentioned or rate(f.name, intent) >= OWN_FROM for f in analysis.content)


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


def _gap_is_nearer(reading: Reading, named: Iterable[Feature], understanding: Understanding) -> bool:
    """Whether a gap accounts for every one of the names in the question and is nearer than the candidate."""
    if reading.gap is None or reading.candidate is None or reading.gap.score < reading.candidate.score:
        return False
    shared = understanding.matcher.shared(reading.analysis, reading.gap.intent)
    return all(feature.name in shared for feature in named)


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
