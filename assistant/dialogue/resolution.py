"""Resolution: from a question, alone or in a conversation, to decided readings of its parts."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.dialogue.account import Account, Ground
from assistant.dialogue.acts import bare_wording
from assistant.dialogue.clauses import asides, endings, halvings, joined_questions, sentences, squeezed
from assistant.dialogue.decision import ANSWERED_FROM, decide
from assistant.dialogue.entities import ACTORS
from assistant.dialogue.outcome import APART, GROUNDED, SETTLED, UNANSWERED, Decision, Outcome, Part
from assistant.dialogue.reading import Context, Reader, read
from assistant.matching.analysis import Origin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.reading import Reading
    from assistant.matching.analysis import Analysis, Feature

# The factor by which the words of the last question, or of another part, are lent to the next.
FRESH = 0.8
# A part of a question stands for itself from this score on, and so much more than the whole.
_PART_BELIEVED = 0.50
_MARGIN = 0.05
# A whole question this good is not taken apart.
_WHOLE_BELIEVED = 0.85
# A question this good by itself is not bent by its conversation, unless it leans on it by its words.
_SELF_CONTAINED = 0.62
# How much more the bonuses of a conversation count for a question that says next to nothing by itself.
_SCANT_EMPHASIS = 3.0
# How far an elliptical question is believed to mean what the subject makes of it.
_FOLLOWED_UP = 0.85
# How much an intent must be about the subject before a follow-up may mean it.
_RELATED = 0.25
# A follow-up has at most so many characters, and its wording is compared with so many others.
_LONGEST_FOLLOW_UP = 60
_NEAREST_FOLLOW_UPS = 5
# A question of more words than this may hold more than what it asks.
_LONG = 16
# A question of more words than this tells a story, in which other names may have their place.
_TELLS_MORE = 24
# A clause of a long question is considered from this score on.
_CLAUSE_BELIEVED = 0.40
# A fragment keeps the answer that it has by itself from this belief on.
_SURE = 0.9
# A question of more words than this is no mere fragment.
_BRIEF = 4
# One number is no misspelling of another, however like it.
_FIGURES = re.compile(r"\d+")
# What a whole question comes to that is not taken apart, and what one that may hold too much.
_WHOLE = SETTLED | {Outcome.CHAT}
_LOST = frozenset({Outcome.OUT_OF_SCOPE, Outcome.CLARIFY})
# What comes of a question that says nothing by itself, and leans on one that has no such answer.
_NO_ANSWER_TO_LEAN_ON = Decision(
    Outcome.OUT_OF_SCOPE, (), 1.0, "It leans on a question whose answer has nothing of the kind."
)


def resolve(compiled: CompiledPack, question: str, context: Context | None = None) -> list[Part]:
    """The parts of `question` that ask something, each read and decided; at least one."""
    question, context = squeezed(question), context or Context()
    reader = Reader(compiled)
    whole = _interpret(reader, question, context)
    reading, decision = whole
    if decision.outcome in _WHOLE and reading.score >= _WHOLE_BELIEVED:
        return [whole]
    pieces = [piece for sentence in _with_topics(reader, question) for piece in joined_questions(sentence)]
    parts = _pieces(reader, pieces, whole, context) if len(pieces) > 1 else []
    parts = parts or _halves(reader, question, whole, context)
    is_long = len(reading.analysis.tokens) > _LONG
    rambles = decision.outcome in _LOST or (is_long and reading.score < _SELF_CONTAINED)
    core = _core(reader, question, context) if rambles and not parts else None
    tells_more = len(reading.analysis.tokens) > _TELLS_MORE
    if (
        core
        and (tells_more or not _drops(reader.compiled, reading, core))
        and (decision.outcome not in SETTLED or core.reading.certainty > reading.certainty)
    ):
        return [core]
    return parts or [whole]


# One question


def _interpret(reader: Reader, text: str, context: Context, *, apart: bool = False) -> Part:
    """One reading of `text` as a single question, leaning on `context` where it does not stand alone.

    With `apart`, another part of the same question came before: one thing named is not enough to stand.
    """
    reading = reader.read(text)
    decision = decide(reader.compiled, reading)
    alone = Part(reading, decision)
    if not context:
        return alone
    pointing = _points_back(reader, reading.analysis)
    leaning = pointing or _is_fragment(reader, reading) or (apart and len(reading.analysis.content) <= 1)
    if leaning or reading.score < _SELF_CONTAINED:
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
    if len(analysis.content) > 1 or len(analysis.tokens) > _BRIEF:
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
        return reading.score >= _SELF_CONTAINED
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
    number = compiled.numbers[decision.intents[0]]
    asked = compiled.english.prepositions.intersection(analysis.tokens)
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
        reason = f"A follow-up that means {name} here."
        return Part(alone, Decision(Outcome(kind.value), (name,), _FOLLOWED_UP, reason))
    if context.unanswered and reader.is_bare(alone.analysis):
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
    before = [feature for feature in last.content if reader.compiled.type_of(feature) == kind]
    if len(before) != 1 or before[0].name == named.name or _has_pronoun(reader, last):
        return None
    name = re.compile(rf"(?<!\w){re.escape(before[0].surface)}(?!\w)", re.IGNORECASE)
    text, places = name.subn(named.surface, last.text)
    reading = reader.read(text) if places == 1 else None
    if reading is None or reading.score < _SELF_CONTAINED:
        return None
    decision = decide(reader.compiled, reading)
    return Part(reading, decision) if decision.outcome in GROUNDED else None


# Several questions in one


def _pieces(reader: Reader, pieces: Sequence[str], whole: Part, context: Context) -> list[Part]:
    """The sentences and joined questions that ask something, each in the light of those before it."""
    parts: dict[int, Part] = {}
    others: dict[int, Part] = {}
    around = context
    for index in _bare_last(reader, pieces):
        asking = _asks(reader, pieces[index])
        part = _interpret(reader, pieces[index], around, apart=index > 0)
        reading, decision = part
        believed = decision.outcome in GROUNDED and reading.score >= _PART_BELIEVED
        is_bare = decision.outcome is Outcome.CLARIFY and not reading.analysis.content
        if is_bare or (parts and reading.leaned and around.unanswered):
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
    """The sentences of a question; what but names its topic ("Ladakh. What happened?") goes with the next."""
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
    """Whether a sentence is a name or a noun, or a few, and nothing else."""
    analysis = reader.analyse(text)
    said = [each for each in analysis.features if each.surface not in reader.compiled.english.articles]
    are_nouns = all(map(reader.compiled.names_a_thing, said))
    return are_nouns and len(analysis.tokens) <= _BRIEF and bool(analysis.content) and not text.endswith("?")


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
    return Context(features, context.bonus, subject, unanswered)


def profile_of(compiled: CompiledPack, decision: Decision) -> dict[int, float]:
    """What the first intent of a decision is about, as strengths of features by number."""
    number = compiled.numbers.get(decision.intents[0]) if decision.intents else None
    if number is None:
        return {}
    features, strengths = compiled.matcher.index.profile(number)
    return dict(zip(features.tolist(), strengths.tolist(), strict=True))


def _asks(reader: Reader, text: str) -> bool:
    """Whether `text` asks or demands something, as against telling it."""
    analysis = reader.analyse(text)
    demands = reader.compiled.english.demands.intersection(analysis.tokens[:1])
    return text.endswith("?") or bool(analysis.question_types) or bool(demands)


def _halves(reader: Reader, question: str, whole: Part, context: Context) -> list[Part]:
    """The two halves of a question, cut at an "and" or a comma where both are understood best."""
    best: list[Part] = []
    best_score = max(whole.reading.score, _PART_BELIEVED) + _MARGIN
    for before, after, joined in halvings(question):
        asks, asks_too = (bool(reader.analyse(half).question_types) for half in (before, after))
        shared = _shared_by_names(reader, before, after) if joined or asks is asks_too else None
        if shared is None or (not context and reader.rank(before + shared).score <= best_score):
            continue
        first = _interpret(reader, before + shared, context)
        if first.reading.score <= best_score:
            continue
        second = _interpret(reader, after, _widened(reader.compiled, context, first))
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
        part = _interpret(reader, text, context)
        reading, decision = part
        believed = decision.outcome in SETTLED and reading.score >= _CLAUSE_BELIEVED
        if believed and (best is None or reading.certainty > best.reading.certainty):
            best = part
    return best
