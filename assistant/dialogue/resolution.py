"""Resolution: from a question, alone or in a conversation, to decided readings of its parts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.dialogue.decision import ANSWERED_FROM, Decision, Outcome, decide
from assistant.dialogue.parts import endings, halvings, joined_questions, sentences, squeezed
from assistant.dialogue.reader import Reader
from assistant.dialogue.roles import ACTORS
from assistant.dialogue.understanding import FRESH, Context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.dialogue.understanding import Reading, Understanding
    from assistant.matching.analysis import Analysis, Feature

    Part = tuple[Reading, Decision]

# A part of a question stands for itself from this score on.
_PART_BELIEVED = 0.50
# A whole question this good is not taken apart.
_WHOLE_BELIEVED = 0.85
# A question this good by itself is not bent by its conversation, unless it leans on it by its words.
_SELF_CONTAINED = 0.62
# How much more the bonuses of a conversation count for a question that says next to nothing by itself.
_SCANT_EMPHASIS = 3.0
# How far an elliptical question is believed to mean what the subject makes of it.
_FOLLOWED_UP = 0.85
# A question of more words than this may hold more than what it asks.
_LONG = 16
# A clause of a long question is considered from this score on.
_CLAUSE_BELIEVED = 0.40
# A fragment keeps the answer that it has by itself from this belief on.
_SURE = 0.9
# A question of more words than this is no mere fragment.
_BRIEF = 4
# What comes of a question that says nothing by itself after one that the article does not answer.
_NO_ANSWER_TO_LEAN_ON = Decision(
    Outcome.UNKNOWN, (), 1.0, "It leans on a question that the article does not answer."
)
UNANSWERED = frozenset({Outcome.GAP, Outcome.FOREIGN, Outcome.MISPLACED, Outcome.UNKNOWN})
_SETTLED = frozenset({Outcome.ANSWER, Outcome.GAP})
_GROUNDED = frozenset({Outcome.ANSWER, Outcome.GAP, Outcome.FOREIGN, Outcome.MISPLACED, Outcome.CLARIFY})


def resolve(understanding: Understanding, question: str, context: Context | None = None) -> list[Part]:
    """The parts of `question` that ask something, each read and decided; at least one."""
    question = squeezed(question)
    reader = Reader(understanding)
    whole = interpret(reader, question, context)
    settled = whole[1].outcome in (Outcome.ANSWER, Outcome.GAP, Outcome.CHAT)
    if settled and whole[0].score >= _WHOLE_BELIEVED:
        return [whole]
    pieces = [piece for sentence in sentences(question) for piece in joined_questions(sentence)]
    parts = _pieces(reader, pieces, whole, context) if len(pieces) > 1 else []
    parts = parts or _halves(reader, question, whole, context)
    if not parts and _rambles(whole):
        parts = _core(reader, question, context)
        if parts and not _surer(parts[0], whole):
            parts = []
    return parts or [whole]


def _rambles(part: Part) -> bool:
    reading, decision = part
    lost = decision.outcome in (Outcome.UNKNOWN, Outcome.FOREIGN, Outcome.CLARIFY)
    return lost or (len(reading.analysis.tokens) > _LONG and reading.score < _SELF_CONTAINED)


def _surer(part: Part, whole: Part) -> bool:
    """Whether a clause is understood better than the question that it belongs to."""
    return whole[1].outcome not in _SETTLED or part[0].certainty > whole[0].certainty


def _core(reader: Reader, question: str, context: Context | None) -> list[Part]:
    """The clause of a rambling question that asks, where one is understood much better than the whole."""
    told = sentences(question)
    # "I forgot the name of the place. What was it?" asks by its last sentence for what another one names.
    asked_apart = any(reader.understanding.is_bare(reader.analyse(text)) for text in told)
    best: Part | None = None
    for text in (clause for sentence in told for clause in endings(sentence) or [sentence]):
        analysis = reader.analyse(text)
        if not analysis.content or not (asked_apart or asks(reader, text, analysis)):
            continue
        least = max(_CLAUSE_BELIEVED, best[0].certainty if best else 0.0)
        if not context and reader.read(text).score < least:
            continue  # No belief can make it the surest.
        part = interpret(reader, text, context)
        reading, decision = part
        if decision.outcome not in _SETTLED or reading.score < _CLAUSE_BELIEVED:
            continue
        if best is None or reading.certainty > best[0].certainty:
            best = part
    return [best] if best else []


def interpret(reader: Reader, text: str, context: Context | None, apart: bool = False) -> Part:
    """One reading of `text` as a single question, leaning on `context` where it does not stand alone.

    With `apart`, another part of the same question came before: one thing named is not enough to stand.
    """
    understanding = reader.understanding
    alone = reader.read(text)
    decided = decide(alone, understanding)
    if context is None or not context:
        return alone, decided
    pointing = _points_back(reader, alone)
    leaning = pointing or _is_fragment(reader, alone) or (apart and len(alone.analysis.content) <= 1)
    if leaning or alone.score < _SELF_CONTAINED:
        elliptic = _elliptic(reader, alone, context)
        if elliptic is not None:
            return elliptic
    settled = not leaning and decided.outcome is not Outcome.UNKNOWN
    if settled or (not pointing and _stands(reader, (alone, decided), leaning=leaning, apart=apart)):
        return alone, decided
    return _leaned(reader, (alone, decided), context, leaning=leaning)


def _leaned(reader: Reader, alone: Part, context: Context, *, leaning: bool) -> Part:
    """What a question means in the light of `context`, or by itself where that is no better."""
    reading, decided = alone
    leaned = reader.understanding.weigh(reading.analysis, _emphasised(reader, reading, context))
    if not leaning and leaned.score <= reading.score:
        return alone
    decision = decide(leaned, reader.understanding)
    better = decided.outcome in (Outcome.ANSWER, Outcome.CLARIFY) or decision.outcome is Outcome.ANSWER
    return alone if better and _misses_the_name(reader, leaned, decision) else (leaned, decision)


def _elliptic(reader: Reader, alone: Reading, context: Context) -> Part | None:
    """What a question means that says next to nothing, where the conversation settles it."""
    followed = reader.understanding.follow_ups.find(alone.analysis.text, context.subject)
    if followed is not None:
        return alone, followed_up(reader, followed)
    if context.unanswered and reader.understanding.is_bare(alone.analysis):
        return alone, _NO_ANSWER_TO_LEAN_ON
    return _likened(reader, alone, context)


def _misses_the_name(reader: Reader, leaned: Reading, decision: Decision) -> bool:
    """Whether what leaning makes of a mere name is a gap nobody asked for, or an answer without the name."""
    understanding = reader.understanding
    named = _name_alone(reader, leaned.analysis)
    if named is None or understanding.type_of(named) not in ACTORS:
        return False
    if decision.outcome is Outcome.GAP:
        return leaned.beliefs.get(decision.intents[0], 0.0) < ANSWERED_FROM
    return decision.outcome is Outcome.ANSWER and named.name not in understanding.mentions(
        decision.intents[0]
    )


def _name_alone(reader: Reader, analysis: Analysis) -> Feature | None:
    """The one thing that a question names without asking anything of it: "and X?", "what about X?"."""
    english = reader.understanding.english
    opened = any(analysis.tokens[: len(opener)] == opener for opener in english.leaning_openers)
    if len(analysis.content) != 1 or (analysis.asks and not opened) or _has_pronoun(reader, analysis):
        return None
    return None if analysis.asks - {"what", "how"} else analysis.content[0]


def _likened(reader: Reader, alone: Reading, context: Context) -> Part | None:
    """The last question asked again of the one thing that this one names: "is it in Lima?" - "and Quito?"."""
    named = _name_alone(reader, alone.analysis)
    kind = reader.understanding.type_of(named) if named else ""
    if named is None or not kind:
        return None
    asked = reader.analyse(squeezed(context.asked))
    before = [feature for feature in asked.content if reader.understanding.type_of(feature) == kind]
    if len(before) != 1 or before[0].name == named.name or _has_pronoun(reader, asked):
        return None
    name = re.compile(rf"(?<!\w){re.escape(before[0].surface)}(?!\w)", re.IGNORECASE)
    text, found = name.subn(named.surface, asked.text)
    reading = reader.read(text) if found == 1 else None
    if reading is None or reading.score < _SELF_CONTAINED:
        return None
    decision = decide(reading, reader.understanding)
    return (reading, decision) if decision.outcome in _GROUNDED else None


def _has_pronoun(reader: Reader, analysis: Analysis) -> bool:
    return not reader.understanding.english.pronouns.isdisjoint(analysis.tokens)


def _stands(reader: Reader, part: Part, *, leaning: bool, apart: bool) -> bool:
    """Whether a question that points to nothing said before is taken as it stands."""
    reading, decision = part
    if not leaning:
        return reading.score >= _SELF_CONTAINED
    if not reader.understanding.says_anything(reading.analysis):
        return True
    named = bool(reading.analysis.content) and not apart
    return named and decision.outcome is Outcome.ANSWER and decision.confidence >= _SURE


def _emphasised(reader: Reader, alone: Reading, context: Context) -> Context:
    """`context`, with more weight for a question that says next to nothing by itself."""
    if not reader.understanding.matcher.is_scant(alone.analysis):
        return context
    return replace(context, bonus={i: _SCANT_EMPHASIS * b for i, b in context.bonus.items()})


def followed_up(reader: Reader, intent: str) -> Decision:
    """The decision for an elliptical question whose intent the subject of the conversation settles."""
    return Decision(
        Outcome(reader.understanding.kind(intent).value),
        (intent,),
        _FOLLOWED_UP,
        f"A follow-up that means {intent} here.",
    )


def _points_back(reader: Reader, reading: Reading) -> bool:
    """Whether a question leans by its words on what was said before: a pronoun, or an opener like "and"."""
    tokens = reading.analysis.tokens
    english = reader.understanding.english
    if any(tokens[: len(opener)] == opener for opener in english.leaning_openers):
        return True
    content = {word for feature in reading.analysis.content for word in feature.surface.split()}
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        if token in english.pronouns or (token in english.demonstratives and following not in content):
            return True
    return False


def _is_fragment(reader: Reader, reading: Reading) -> bool:
    """Whether a question is too short to tell its subject: no whole sentence, and no phrase of the pack."""
    analysis = reading.analysis
    if not analysis.content:
        return True
    if len(analysis.content) > 1 or len(analysis.tokens) > _BRIEF:
        return False
    return not (_is_sentence(reader, analysis) or reading.is_certain)


def _is_sentence(reader: Reader, analysis: Analysis) -> bool:
    """Whether a question asks of what it names, right after a verb: "who is …", "what does a … do"."""
    english = reader.understanding.english
    tokens = [token for token in analysis.tokens if token not in english.articles]
    if not analysis.asks - {"yesno"} or len(tokens) < 3:
        return False
    named = analysis.content[0]
    return (
        tokens[1] in english.copulas | english.auxiliaries
        and tokens[2] in f"{named.surface} {named.read_as}".split()
    )


def _pieces(reader: Reader, pieces: Sequence[str], whole: Part, context: Context | None) -> list[Part]:
    found: dict[int, Part] = {}
    around = context
    for index in _bare_last(reader, pieces):
        asking = asks(reader, pieces[index], reader.analyse(pieces[index]))
        if asking and not around and reader.read(pieces[index]).score < _PART_BELIEVED:
            continue
        part = interpret(reader, pieces[index], around, apart=index > 0)
        reading, decision = part
        believed = decision.outcome in _GROUNDED and reading.score >= _PART_BELIEVED
        if decision.outcome is Outcome.CLARIFY and not reading.analysis.content:
            continue
        if believed and asking:
            found[index] = part
        if believed or not asking:
            around = _widened(reader, context, part)
    kept = _distinct([found[index] for index in sorted(found)])
    if whole[1].outcome in _GROUNDED and whole[1].outcome is not Outcome.FOREIGN:
        best = max((reading.score for reading, _ in kept), default=0.0)
        if best <= whole[0].score or (len(kept) == 1 and kept[0][1].intents == whole[1].intents):
            return []
    return kept


def _bare_last(reader: Reader, pieces: Sequence[str]) -> list[int]:
    """The pieces by number, those at the start that lean on what follows ("when and where did …") last."""
    bare = 0
    while bare < len(pieces) - 1 and reader.understanding.is_bare(reader.analyse(pieces[bare])):
        bare += 1
    return [*range(bare, len(pieces)), *range(bare)]


def _widened(reader: Reader, context: Context | None, part: Part) -> Context:
    """What another part of the same question may lean on: this part, and the conversation."""
    reading, decision = part
    features = dict(context.features) if context else {}
    features |= {feature.name: FRESH for feature in reading.analysis.content}
    subject = reader.understanding.matcher.profile(decision.intents[0]) if decision.intents else {}
    bonus = context.bonus if context else {}
    return Context(features, bonus, subject, unanswered=decision.outcome in UNANSWERED)


def asks(reader: Reader, text: str, analysis: Analysis) -> bool:
    """Whether `text` asks or demands something, as against telling it."""
    first = analysis.tokens[:1]
    return (
        text.endswith("?")
        or bool(analysis.asks)
        or (bool(first) and first[0] in reader.understanding.english.demands)
    )


def _halves(reader: Reader, question: str, whole: Part, context: Context | None) -> list[Part]:
    best: list[Part] = []
    best_score = max(whole[0].score, _PART_BELIEVED) + 0.05
    for first, second, joined in halvings(question):
        if not joined and not _both_ask(reader, first, second):
            continue
        shared = _shared_by_names(reader, first, second)
        if shared is None:
            continue
        first += shared  # noqa: PLW2901
        if not context and reader.read(first).score <= best_score:
            continue
        parts = [interpret(reader, first, context)]
        if parts[0][0].score <= best_score:
            continue
        parts.append(interpret(reader, second, _widened(reader, context, parts[0])))
        score = min(reading.score for reading, _ in parts)
        if score > best_score and all(
            decision.outcome in (Outcome.ANSWER, Outcome.GAP) for _, decision in parts
        ):
            distinct = _distinct(parts)
            if len(distinct) > 1:
                best, best_score = distinct, score
    return best


def _shared_by_names(reader: Reader, first: str, second: str) -> str | None:
    """What follows a cut between two names of the same type, told of both: "are owls and bats covered?".

    Empty for any other cut; None where the two act together, so that there is nothing to cut.
    """
    before, after = reader.analyse(first).features[-1:], reader.analyse(second).features
    kind = reader.understanding.type_of(before[0]) if before else ""
    if not kind or len(after) < 2 or kind != reader.understanding.type_of(after[0]):
        return ""
    if kind in ACTORS:
        return None
    name = after[0].surface
    return second[len(name) :] if second.casefold().startswith(name) else ""


def _both_ask(reader: Reader, first: str, second: str) -> bool:
    """Whether both texts hold a word that asks, or neither does."""
    return bool(reader.analyse(first).asks) == bool(reader.analyse(second).asks)


def _distinct(parts: Sequence[Part]) -> list[Part]:
    """The parts, each intent once, in order."""
    return list({decision.intents: (reading, decision) for reading, decision in reversed(parts)}.values())[
        ::-1
    ]
