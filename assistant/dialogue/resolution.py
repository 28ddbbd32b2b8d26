"""Resolution: from a question, alone or in a conversation, to decided readings of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.dialogue.account import Account, Ground
from assistant.dialogue.clauses import asides, endings, halvings, joined_questions, sentences, squeezed
from assistant.dialogue.entities import ACTORS
from assistant.dialogue.interpretation import BRIEF, SELF_CONTAINED, interpret, profile_of
from assistant.dialogue.outcome import APART, GROUNDED, SETTLED, UNANSWERED, Decision, Outcome, Part
from assistant.dialogue.reading import Context, Reader
from assistant.matching.analysis import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.reading import Reading
    from assistant.matching.analysis import Feature

# The factor by which the words of the last question, or of another part, are lent to the next.
FRESH = 0.8
# A part of a question stands for itself from this score on, and so much more than the whole.
_PART_BELIEVED = 0.50
_MARGIN = 0.05
# A whole question this good is not taken apart.
_WHOLE_BELIEVED = 0.85
# A question of more words than this may hold more than what it asks.
_LONG = 16
# A question of more words than this tells a story, in which other names may have their place.
_TELLS_MORE = 24
# A clause of a long question is considered from this score on.
_CLAUSE_BELIEVED = 0.40
# What a whole question comes to that is not taken apart, and what one that may hold too much.
_WHOLE = SETTLED | {Outcome.CHAT}
_LOST = frozenset({Outcome.OUT_OF_SCOPE, Outcome.CLARIFY})


def resolve(compiled: CompiledPack, question: str, context: Context | None = None) -> list[Part]:
    """The parts of `question` that ask something, each read and decided; at least one."""
    question, context = squeezed(question), context or Context()
    reader = Reader(compiled)
    whole = interpret(reader, question, context)
    reading, decision = whole
    is_believed = decision.outcome in _WHOLE and reading.score >= _WHOLE_BELIEVED
    if reading.is_certain and is_believed:
        return [whole]
    pieces = [piece for sentence in _with_topics(reader, question) for piece in joined_questions(sentence)]
    if is_believed and not all(_asks(reader, piece) for piece in pieces):
        return [whole]
    parts = _pieces(reader, pieces, whole, context) if len(pieces) > 1 else []
    if is_believed and not parts:
        return [whole]
    parts = parts or _halves(reader, question, whole, context)
    is_long = len(reading.analysis.tokens) > _LONG
    rambles = decision.outcome in _LOST or (is_long and reading.score < SELF_CONTAINED)
    core = _core(reader, question, context) if rambles and not parts else None
    tells_more = len(reading.analysis.tokens) > _TELLS_MORE
    if (
        core
        and (tells_more or not _drops(reader.compiled, reading, core))
        and (decision.outcome not in SETTLED or core.reading.certainty > reading.certainty)
    ):
        return [core]
    return parts or [whole]


def _pieces(reader: Reader, pieces: Sequence[str], whole: Part, context: Context) -> list[Part]:
    """The sentences and joined questions that ask something, each in the light of those before it."""
    parts: dict[int, Part] = {}
    others: dict[int, Part] = {}
    around = context
    leaning = 0
    for index in _bare_last(reader, pieces):
        asking = _asks(reader, pieces[index])
        part = interpret(reader, pieces[index], around, apart=index > 0)
        reading, decision = part
        believed = decision.outcome in GROUNDED and reading.score >= _PART_BELIEVED
        is_bare = decision.outcome is Outcome.CLARIFY and not reading.analysis.content
        leans = reading.leaned or not reading.analysis.content
        if is_bare or (parts and leans and around.unanswered):
            leaning += 1
            continue  # What leans on a question that has no answer has none either.
        if believed and asking:
            parts[index] = part
        if believed or not asking:
            around = _widened(reader.compiled, context, part)
        elif asking and _stands_apart(part):
            others[index] = part
    together = {**parts, **others} if parts else {}
    distinct = _distinct([together[index] for index in sorted(together)])
    reading, decision = whole
    if decision.outcome is Outcome.NOT_MENTIONED and _loses(decision, distinct):
        return []
    if len(parts) == len(distinct) == len(pieces) - leaning and not reading.is_certain:
        return distinct  # Each asks for something else, and each is settled.
    if decision.outcome in GROUNDED and decision.outcome is not Outcome.NOT_MENTIONED:
        best = max([part.reading.score for part in distinct], default=0.0)
        if best <= reading.score or [part.decision.intents for part in distinct] == [decision.intents]:
            return []
    return distinct


def _stands_apart(part: Part) -> bool:
    """Whether what becomes of a part is told for itself, as no answer is that it only leans to."""
    reading, decision = part
    leans_to_answer = reading.leaned and decision.outcome is Outcome.ANSWER
    return bool(reading.analysis.content) and decision.outcome in APART and not leans_to_answer


def _drops(compiled: CompiledPack, whole: Reading, core: Part) -> bool:
    """Whether a clause of a question no longer has a stranger that the whole of it names."""
    grounds = Account(compiled, whole.analysis).of(compiled.numbers[core.decision.intents[0]])
    named = [feature for feature, ground in grounds.items() if ground is Ground.NOTHING]
    asked = core.reading.analysis.words
    return any(not set(feature.surface.split()).issubset(asked) for feature in named)


def _loses(decision: Decision, parts: Sequence[Part]) -> bool:
    """Whether the parts of a question no longer have a stranger that the whole of it names."""
    asked = {word for part in parts for word in part.reading.analysis.words}
    return any(asked.isdisjoint(feature.surface.split()) for feature in decision.named)


def _with_topics(reader: Reader, question: str) -> list[str]:
    """The sentences of a question; one that but names a topic ("The bridge.") goes with the next."""
    whole: list[str] = []
    topics = ""
    for sentence in sentences(question):
        if _is_topic(reader, sentence):
            topics += f"{sentence} "
        else:
            whole.append(topics + sentence)
            topics = ""
    return [*whole, topics.strip()] if topics else whole


def _is_topic(reader: Reader, text: str) -> bool:
    """Whether a sentence is a name or a noun, or a few, and nothing else: "Now the bridge."."""
    analysis = reader.analyse(text)
    leading = reader.compiled.english.articles | reader.compiled.english.topic_openers
    said = [each for each in analysis.features if each.surface not in leading]
    are_nouns = all(map(reader.compiled.names_a_thing, said))
    return are_nouns and len(analysis.tokens) <= BRIEF and bool(analysis.content) and not text.endswith("?")


def _bare_last(reader: Reader, pieces: Sequence[str]) -> list[int]:
    """The pieces by number, those at the start that lean on what follows ("when and where did …") last."""
    bare = 0
    while bare < len(pieces) - 1 and reader.is_bare(reader.analyse(pieces[bare])):
        bare += 1
    return [*range(bare, len(pieces)), *range(bare)]


def _widened(compiled: CompiledPack, context: Context, part: Part) -> Context:
    """What another part of the same question may lean on: this part, and the conversation."""
    reading, decision = part
    features = {**context.features, **{feature.name: FRESH for feature in reading.analysis.content}}
    subject, unanswered = profile_of(compiled, decision), decision.outcome in UNANSWERED
    return Context(features, context.bonus, subject, unanswered, reading.analysis.text)


def _asks(reader: Reader, text: str) -> bool:
    """Whether `text` asks or demands something, as against telling it."""
    analysis = reader.analyse(text)
    demands = reader.compiled.english.demands.intersection(analysis.tokens[:1])
    return text.endswith("?") or bool(analysis.question_types) or bool(demands)


def _halves(reader: Reader, question: str, whole: Part, context: Context) -> list[Part]:
    """The two halves of a question, cut at an "and" or a comma where both are understood best."""
    best: list[Part] = []
    if whole.decision.outcome is Outcome.NOT_MENTIONED:
        return best  # A stranger may look like a slip where it begins a half.
    best_score = max(whole.reading.score, _PART_BELIEVED) + _MARGIN
    for before, after, joined in halvings(question):
        asks, asks_too = (bool(reader.analyse(half).question_types) for half in (before, after))
        shared = _shared_by_names(reader, before, after) if joined or asks is asks_too else None
        if shared is None or (not context and reader.rank(before + shared).score <= best_score):
            continue
        first = interpret(reader, before + shared, context)
        if first.reading.score <= best_score:
            continue
        second = interpret(reader, after, _widened(reader.compiled, context, first))
        score = min(first.reading.score, second.reading.score)
        are_settled = {first.decision.outcome, second.decision.outcome} <= SETTLED
        if score > best_score and are_settled and first.decision.intents != second.decision.intents:
            best, best_score = [first, second], score
    return best


def _shared_by_names(reader: Reader, first: str, second: str) -> str | None:
    """What follows a cut between two names of the same type, told of both: "are owls and bats covered?".

    Empty for any other cut; None where the two act together, so that there is nothing to cut.
    """
    before, after = (
        [each for each in reader.analyse(text).features if each.origin is not Origin.QUESTION]
        for text in (first, second)
    )
    before = before[-1:]
    kind = reader.compiled.type_of(before[0]) if before else ""
    if not kind or len(after) < 2 or kind != reader.compiled.type_of(after[0]):
        return ""
    if kind in ACTORS:
        return None
    name = after[0].surface
    return second[len(name) :] if second.casefold().startswith(name) else ""


def _distinct(parts: Sequence[Part]) -> list[Part]:
    """The parts, each intent once, or with each stranger, in order."""
    distinct: dict[tuple[tuple[str, ...], tuple[Feature, ...]], Part] = {}
    for part in parts:
        distinct.setdefault((part.decision.intents, part.decision.named), part)
    return list(distinct.values())


def _core(reader: Reader, question: str, context: Context) -> Part | None:
    """The clause of a rambling question that asks, and is understood best."""
    parts = sentences(question)
    told = asides(question, reader.compiled.english)
    # "I forgot the name of the place. What was it?" asks by its last sentence for what another one names.
    asked_apart = any(reader.is_bare(reader.analyse(text)) for text in parts)
    best: Part | None = None
    for text in [clause for sentence in parts for clause in endings(sentence) or [sentence]]:
        if not reader.analyse(text).content or not (asked_apart or _asks(reader, text)):
            continue
        if told.issuperset(reader.analyse(text).words):
            continue
        least = max(_CLAUSE_BELIEVED, best.reading.certainty if best else 0.0)
        if not context and reader.rank(text).score < least:
            continue  # No belief can make it the surest.
        part = interpret(reader, text, context)
        reading, decision = part
        believed = decision.outcome in SETTLED and reading.score >= _CLAUSE_BELIEVED
        if believed and (best is None or reading.certainty > best.reading.certainty):
            best = part
    return best
