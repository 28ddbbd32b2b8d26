"""Resolution: from a question, alone or in a conversation, to decided readings of its parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.dialogue.decision import Decision, Outcome, decide
from assistant.dialogue.parts import endings, halvings, joined_questions, sentences, squeezed
from assistant.dialogue.reader import Reader
from assistant.dialogue.understanding import FRESH, Context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.dialogue.understanding import Reading, Understanding
    from assistant.matching.analysis import Analysis

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
# What comes of a question that says nothing by itself after one that the article does not answer.
_NO_ANSWER_TO_LEAN_ON = Decision(
    Outcome.UNKNOWN, (), 1.0, "It leans on a question that the article does not answer."
)
UNANSWERED = frozenset({Outcome.GAP, Outcome.FOREIGN, Outcome.MISPLACED, Outcome.UNKNOWN})
_SETTLED = frozenset({Outcome.ANSWER, Outcome.GAP})
_GROUNDED = frozenset(
    {Outcome.ANSWER, Outcome.GAP, Outcome.FOREIGN, Outcome.MISPLACED, Outcome.CLARIFY}
)


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
    leaning = leans(reader, alone) or (apart and len(alone.analysis.content) <= 1)
    if leaning or alone.score < _SELF_CONTAINED:
        followed = understanding.follow_ups.find(text, context.subject)
        if followed is not None:
            return alone, followed_up(reader, followed)
    if context.unanswered and understanding.is_bare(alone.analysis):
        return alone, _NO_ANSWER_TO_LEAN_ON
    if alone.score >= _SELF_CONTAINED and not leaning:
        return alone, decided
    if leaning or decided.outcome is Outcome.UNKNOWN:
        if understanding.matcher.is_scant(alone.analysis):
            context = replace(context, bonus={i: _SCANT_EMPHASIS * b for i, b in context.bonus.items()})
        leaned = understanding.read(text, context)
        if leaning or leaned.score > alone.score:
            return leaned, decide(leaned, understanding)
    return alone, decided


def followed_up(reader: Reader, intent: str) -> Decision:
    """The decision for an elliptical question whose intent the subject of the conversation settles."""
    return Decision(
        Outcome(reader.understanding.kind(intent).value),
        (intent,),
        _FOLLOWED_UP,
        f"A follow-up that means {intent} here.",
    )


def leans(reader: Reader, reading: Reading) -> bool:
    """Whether a question leans on what was said before: by a pronoun, by an opener like "and", by brevity."""
    tokens = reading.analysis.tokens
    english = reader.understanding.english
    if tokens[:1] and tokens[0] in english.leaning_openers:
        return True
    content = {word for feature in reading.analysis.content for word in feature.surface.split()}
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        if token in english.pronouns or (token in english.demonstratives and following not in content):
            return True
    return len(reading.analysis.content) == 0 or (len(reading.analysis.content) == 1 and len(tokens) <= 4)


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


def _both_ask(reader: Reader, first: str, second: str) -> bool:
    """Whether both texts hold a word that asks, or neither does."""
    return bool(reader.analyse(first).asks) == bool(reader.analyse(second).asks)


def _distinct(parts: Sequence[Part]) -> list[Part]:
    """The parts, each intent once, in order."""
    return list({decision.intents: (reading, decision) for reading, decision in reversed(parts)}.values())[
        ::-1
    ]
