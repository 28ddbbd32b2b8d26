"""The decision: whether a reading is good enough to answer, too close to call, or not in the article."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from assistant.dialogue.account import EXPLAINED, UNEXPLAINED, Account, Ground
from assistant.dialogue.drafts import lacks, names_read_otherwise, pooled, telling
from assistant.dialogue.outcome import Decision, Outcome, Reason
from assistant.dialogue.passages import passages
from assistant.dialogue.reading import EXACT
from assistant.dialogue.settling import Settling
from assistant.dialogue.small_talk import is_spoken_to
from assistant.dialogue.verdicts import (
    asks_of_another_person,
    is_turned_round,
    lacks_circumstance,
    lacks_predicate,
    lacks_what_is_asked,
    misplaced,
)
from assistant.knowledge.pack import IntentKind
from assistant.language.nouns import is_noun
from assistant.matching.matcher import is_specific

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.reading import Candidate, Reading
    from assistant.matching.analysis import Feature

    Features = tuple[Feature, ...]

# An answer is given from this belief on. Below it a wrong answer costs more than a refusal.
ANSWERED_FROM = 0.55
# A draft has to account for every word of a question besides: less belief is enough.
DRAFT_FROM = 0.3
# What an answer rests on is shown from this belief on, as it stands.
SHOWN_FROM = 0.45
# The score from which a gap is near enough to be named, and the belief from which small talk is answered.
GAP_FROM = 0.34
GAP_BELIEVED_FROM = 0.1
CHAT_FROM = 0.5
# A stranger alone refuses a question that would else be believed at least so much.
STRANGER_FROM = 0.25
# Answers that are believed so far together but not alone are offered as a choice, if each is believed at
# least so much, and so much beside the best.
CHOSEN_FROM = 0.5
OFFERED_FROM = 0.25
OFFERED_BESIDE = 0.45
MOST_OPTIONS = 4
# An answer that rests on the same as the best gives its verdict from this belief on.
SETTLES_FROM = 0.1
# An answer is asked by a word that so great a share of its phrases has.
_ASKED_BY_FROM = 0.3
# Another answer is considered from this belief on, where the best does not account for every word of a
# question; and what is left then of the belief in those that do not, or that are in doubt.
CONSIDERED_FROM, UNACCOUNTED, DOUBTED = 0.03, 0.1, 0.5
# How often an answer that is believed was asked for after all, on labelled questions and contrasts: where a
# stranger is another word for something known, and where the facts do say that of what is named.
PARAPHRASED, SAID = 0.1, 0.3
# An answer that has less than the rest of the question is none, however well that fits.
_MOST_LACKING = 0.75
# What leans on something that was said before ("who made it?") is small talk from this score on.
_SAID_FROM = 0.85


def decide(compiled: CompiledPack, reading: Reading) -> Decision:
    """What to do with a reading."""
    if compiled.english.is_other_language(reading.analysis.words):
        return Decision(Outcome.OTHER_LANGUAGE, (), 1.0, Reason("language"))
    if not reading.candidates:
        return Decision(Outcome.OUT_OF_SCOPE, (), 1.0, Reason("unknown"))
    return _Deciding(compiled, reading).decision()


class _Deciding:
    """The steps from one reading to a decision."""

    def __init__(self, compiled: CompiledPack, reading: Reading) -> None:
        self._compiled, self._reading, self._analysis = compiled, reading, reading.analysis
        self._account = Account(compiled, reading.analysis)
        self._settling = Settling(compiled, reading, self._account)
        self._accounted = cache(self._account_of)

    def decision(self) -> Decision:
        """What comes of the reading."""
        made = self._without_doubt() or self._by_belief()
        return self._of_draft(made) if self._is_draft(made) else made

    def _is_draft(self, made: Decision) -> bool:
        """Whether what is said rests on an answer that no curator has checked."""
        says = made.outcome in (Outcome.ANSWER, Outcome.MISPLACED) and not self._reading.is_certain
        return says and self._compiled.pack.is_draft(made.intents[0])

    def _of_draft(self, made: Decision) -> Decision:
        """The same, if the draft accounts for every word, and else its sentence as it stands."""
        answer = next(each for each in self._reading.answers if each.intent == made.intents[0])
        if made.outcome is Outcome.MISPLACED and self._left(answer, Ground.NOTHING):
            return made
        lacking = lacks(self._compiled, self._analysis, answer.number, self._accounted(answer))
        if lacking is None:
            stands = made if made.outcome is Outcome.ANSWER else self._answer(answer, self._reading.trust)
            # What is done by whom is read by rules that are wrong at times: no yes and no no rests on them.
            return replace(stands, verdict="")
        shown = self._compiled.quoted_sentences(answer.number)
        trust = self._reading.trust / 2
        return Decision(Outcome.PASSAGE, (answer.intent,), trust, lacking, passages=shown)

    def _account_of(self, candidate: Candidate) -> Mapping[Feature, Ground]:
        """What accounts for each word of the question, if it means a candidate."""
        is_certain = self._reading.is_certain and candidate == self._reading.candidates[0]
        own = self._account.of(candidate.number, is_certain=is_certain)
        if not self._compiled.pack.is_draft(candidate.intent):
            return own
        others = self._compiled.neighbours(candidate.number)
        return pooled(own, [self._account.of(number) for number in others])

    def _left(self, candidate: Candidate, *grounds: Ground) -> Features:
        """The words that a candidate leaves on some grounds."""
        return tuple([each for each, ground in self._accounted(candidate).items() if ground in grounds])

    # Without doubt

    def _without_doubt(self) -> Decision | None:
        """Small talk, a gap that was asked word for word, and a question without a subject."""
        reading = self._reading
        best = reading.candidates[0]
        likeliest = max(reading.candidates, key=lambda each: each.belief)
        is_chat = likeliest.kind is IntentKind.CHAT and likeliest.belief >= CHAT_FROM
        is_chat = is_chat and is_spoken_to(self._compiled, self._analysis, likeliest)
        if is_chat and not self._tells_of_more(likeliest):
            return Decision(Outcome.CHAT, (likeliest.intent,), likeliest.belief, Reason("small_talk"))
        if best.kind is IntentKind.GAP and reading.is_certain:
            reason = Reason("known_gap")
            return self._spoken_against(best) or Decision(Outcome.GAP, (best.intent,), best.score, reason)
        return self._ask_back(reading.answer) if reading.answer else None

    def _tells_of_more(self, small_talk: Candidate) -> bool:
        """Whether a question names what the article tells of, or a stranger, and no small talk does."""
        compiled = self._compiled
        leans = not self._analysis.content and not compiled.english.pronouns.isdisjoint(self._analysis.words)
        if leans and small_talk.score < _SAID_FROM:
            return True
        accounted = self._accounted(small_talk)
        return any(map(self._is_people, accounted)) or any(
            (each.name in compiled.mentioned or ground in UNEXPLAINED) and each.name not in compiled.chatted
            for each, ground in accounted.items()
        )

    def _is_people(self, feature: Feature) -> bool:
        """Whether those of a country are meant, and no language: "the Welsh", not "the Welsh language"."""
        words = self._analysis.words
        if self._compiled.type_of(feature) != "country" or feature.surface not in words[1:]:
            return False
        place = words.index(feature.surface, 1)
        after = words[place + 1 : place + 2]
        return words[place - 1] in self._compiled.english.articles and not any(map(is_noun, after))

    def _ask_back(self, answer: Candidate) -> Decision | None:
        """A choice for a bare question word, a refusal for less, where no conversation says what is meant."""
        analysis, reading = self._analysis, self._reading
        has_subject = analysis.content or self._compiled.english.framing_words.intersection(analysis.tokens)
        if reading.leaned or answer.score >= EXACT or has_subject:
            return None
        if not analysis.question_types:
            return Decision(Outcome.OUT_OF_SCOPE, (), 1.0, Reason("no_subject"))
        if not any(map(is_specific, analysis.names)):
            return None
        chats = [each for each in reading.candidates if each.kind is IntentKind.CHAT]
        is_of_you = not self._compiled.english.second_person.isdisjoint(analysis.words)
        if chats and is_of_you and sum([each.belief for each in chats]) >= CHAT_FROM:
            chat = max(chats, key=lambda each: each.belief)
            return Decision(Outcome.CHAT, (chat.intent,), chat.belief, Reason("small_talk"))
        options = self._apart([each for each in reading.candidates if each.kind is IntentKind.ANSWER])
        return Decision(Outcome.CLARIFY, _ids(options), answer.score, Reason("any_subject"))

    # By belief

    def _by_belief(self) -> Decision:
        """An answer, a choice or a refusal, by how far the best answer is believed."""
        reading, answer = self._reading, self._reading.answer
        if answer is None:
            return self._refuse(0.0)
        trust = reading.trust if self._explains_enough(answer) else 0.0
        if trust >= self._least(answer) and not self._left(answer, *UNEXPLAINED):
            return self._answer(answer, trust)
        if self._left(answer, *UNEXPLAINED):
            return self._by_account() or self._with_strangers(answer, trust)
        if any(each.belief > answer.belief and not self._is_due(each) for each in self._others()):
            decision = self._by_account()
            if decision is not None:
                return decision
        least = max(OFFERED_FROM, OFFERED_BESIDE * answer.belief)
        rivals = self._apart([each for each in reading.answers if each.belief >= least])
        together = sum([each.belief for each in rivals])
        if len(rivals) > 1 and together >= CHOSEN_FROM:
            return Decision(Outcome.CLARIFY, _ids(rivals), together, Reason("too_close"))
        return self._refuse(trust)

    def _others(self) -> list[Candidate]:
        """The gap that is nearest, and the small talk."""
        chats = [each for each in self._reading.candidates if each.kind is IntentKind.CHAT]
        return [*filter(None, [self._reading.gap]), *chats]

    def _least(self, answer: Candidate) -> float:
        """The belief from which an answer is given."""
        return DRAFT_FROM if self._compiled.pack.is_draft(answer.intent) else ANSWERED_FROM

    def _explains_enough(self, answer: Candidate) -> bool:
        """Whether an answer has a fair share of what the question is about, by weight."""
        weights = self._compiled.matcher.index.weigh(self._analysis.content)
        grounds = self._accounted(answer)
        lacking = [each for each, ground in grounds.items() if ground not in EXPLAINED]
        return sum([weights[each.name] for each in lacking]) <= _MOST_LACKING * sum(weights.values())

    def _by_account(self) -> Decision | None:
        """The answer that is believed most of those that account for every word, or settle what they do not.

        Belief in all that do not is as good as gone.
        """
        due = [
            each for each in self._reading.answers if each.belief >= CONSIDERED_FROM and self._is_due(each)
        ]
        if not due:
            return None
        answer, compiled = due[0], self._compiled
        together = [
            each for each in due if each == answer or compiled.share_a_sentence(each.number, answer.number)
        ]
        others = [each for each in self._reading.candidates if each not in together]
        believed = sum([each.belief for each in together])
        left = 1.0 - sum([each.belief for each in self._reading.candidates])
        left += sum([each.belief * self._credit(each) for each in others])
        trust = believed / max(believed + left, believed, ANSWERED_FROM)
        if trust < self._least(answer):
            return None
        strange = self._left(answer, *UNEXPLAINED)
        return self._settle(answer, trust, strange) if strange else self._answer(answer, trust)

    def _credit(self, candidate: Candidate) -> float:
        """What is left of the belief in a candidate for what it does not account for."""
        if self._is_due(candidate):
            return 1.0
        is_amiss = not self._is_named(candidate) or self._left(candidate, Ground.NOTHING, Ground.ELSEWHERE)
        return UNACCOUNTED if is_amiss else DOUBTED

    def _is_due(self, candidate: Candidate) -> bool:
        """Whether a candidate accounts for the question, or settles what it does not account for."""
        if not self._is_named(candidate):
            return False
        strange = self._left(candidate, *UNEXPLAINED)
        if not strange or self._left(candidate, Ground.DOUBT):
            return not strange
        return self._settling.settles(candidate, strange) and (
            self._settling.wants_verdict or bool(self._settling.quantity(candidate))
        )

    def _is_named(self, candidate: Candidate) -> bool:
        """Whether a question names all that a gap is about; nothing else has to be named."""
        if candidate.kind is not IntentKind.GAP or self._reading.leaned:
            return True
        return self._compiled.chief_names[candidate.number].issubset(self._analysis.names)

    def _answer(self, answer: Candidate, trust: float) -> Decision:
        """The answer that is believed, unless its facts tell that of somebody or something else."""
        compiled, analysis = self._compiled, self._analysis
        if asks_of_another_person(compiled, analysis, answer.number):
            return Decision(Outcome.OUT_OF_SCOPE, (), 1.0, Reason("no_person"))
        is_amiss = is_turned_round, lacks_what_is_asked, lacks_circumstance, lacks_predicate
        if not self._reading.is_certain and any(each(compiled, analysis, answer.number) for each in is_amiss):
            return self._misplaced(answer, trust, ())
        if not self._reading.is_certain and not self._reading.leaned and self._is_of_another(answer):
            return self._misplaced(answer, trust, ())
        roles = misplaced(compiled, analysis, answer.number)
        if roles:
            return self._about_misplaced(answer, trust, tuple([role.feature for role in roles]))
        verdict = self._settling.verdict(answer)
        if not verdict and not self._reading.is_certain:
            answer, verdict = self._with_verdict(answer)
        return Decision(Outcome.ANSWER, (answer.intent,), trust, Reason("meant"), verdict)

    def _is_of_another(self, answer: Candidate) -> bool:
        """Whether a question says what another likely answer is asked by, and this one never is."""
        rate, mentioning = self._compiled.matcher.index.rate, self._compiled.mentioning
        others = [
            each
            for each in self._reading.answers
            if each != answer
            and each.belief >= CONSIDERED_FROM
            and not self._compiled.share_a_sentence(each.number, answer.number)
        ]
        return any(
            rate(feature.name, answer.number) == 0.0
            and not mentioning(feature.name)[answer.number]
            and any(rate(feature.name, other.number) >= _ASKED_BY_FROM for other in others)
            for feature in self._analysis.content
        )

    def _with_verdict(self, answer: Candidate) -> tuple[Candidate, str]:
        """Of the answers that rest on the same as one that says no yes and no no, one that does if any."""
        for other in self._reading.answers:
            is_likely = other.belief >= SETTLES_FROM and self._is_due(other)
            if is_likely and self._compiled.share_a_sentence(other.number, answer.number):
                verdict = self._settling.verdict(other)
                if verdict:
                    return other, verdict
        return answer, ""

    # With words that nothing accounts for

    def _with_strangers(self, answer: Candidate, trust: float) -> Decision:
        """What becomes of a question with words that no believable answer accounts for."""
        strange = self._left(answer, Ground.NOTHING)
        if strange and (trust < STRANGER_FROM or self._gap_is_nearer(answer, strange)):
            return self._refuse(trust)
        if strange:
            # In another form or place, the article may have it all the same.
            lacking = [each for each in strange if each.name not in self._compiled.in_article]
            name = "not_mentioned" if lacking else "misplaced"
            reason = Reason(name, _surfaces(lacking or strange))
            confidence = 1.0 - PARAPHRASED * trust
            return Decision(Outcome.NOT_MENTIONED, (answer.intent,), confidence, reason, named=strange)
        if trust < self._least(answer):
            return self._refuse(trust)
        elsewhere = self._left(answer, Ground.ELSEWHERE)
        if elsewhere:
            return self._misplaced(answer, trust, elsewhere)
        doubtful = self._left(answer, Ground.DOUBT)
        reason = Reason("not_called", _surfaces(doubtful))
        shown = self._compiled.quoted_sentences(answer.number)
        return Decision(Outcome.PASSAGE, (answer.intent,), trust / 2, reason, passages=shown)

    def _settle(self, answer: Candidate, trust: float, named: Features) -> Decision:
        """The verdict of the facts, if one is asked for, and an answer that puts the question right if not.

        A question that offers a choice ("on Thursday or Friday?") wants no verdict.
        """
        reason = Reason("settled", _surfaces(named))
        offers_choice = not self._compiled.english.alternatives.isdisjoint(self._analysis.tokens)
        if offers_choice or not self._settling.wants_verdict:
            return Decision(Outcome.ANSWER, (answer.intent,), trust, reason, named=named)
        verdict = self._settling.quantity(answer) or "no"
        return Decision(Outcome.ANSWER, (answer.intent,), trust, reason, verdict)

    def _about_misplaced(self, answer: Candidate, trust: float, named: Features) -> Decision:
        """What to do where the facts have another in the role that the question gives to an actor.

        Another answer of the same sentences may have the same actor in it. Else a question that wants a yes
        or a no is put right, and any other refused.
        """
        compiled = self._compiled
        for other in self._reading.answers:
            stands_in = other.belief >= OFFERED_FROM and compiled.share_a_sentence(
                other.number, answer.number
            )
            if stands_in and other != answer and not misplaced(compiled, self._analysis, other.number):
                return Decision(Outcome.ANSWER, (other.intent,), trust, Reason("meant"))
        if self._analysis.question_types == {"yesno"}:
            if self._settling.settles(answer, named):
                return self._settle(answer, trust, named)
            if all(compiled.mentioning(feature.name)[answer.number] for feature in named):
                reason = Reason("no_verdict", _surfaces(named))
                return Decision(Outcome.ANSWER, (answer.intent,), trust, reason)
        return self._misplaced(answer, trust, named)

    def _misplaced(self, answer: Candidate, trust: float, named: Features) -> Decision:
        """A refusal where the article tells of what is named, but not that."""
        if self._gap_is_nearer(answer, named):
            return self._refuse(0.0)
        reason = Reason("misplaced", _surfaces(named)) if named else Reason("not_asked_for")
        return Decision(Outcome.MISPLACED, (answer.intent,), 1.0 - SAID * trust, reason, named=named)

    # Refusals

    def _refuse(self, trust: float) -> Decision:
        """A known gap where one is near, else a passage or a refusal; `trust` is that in the best answer."""
        gap = self._reading.gap
        speaks = gap and gap.score >= GAP_FROM and gap.belief >= GAP_BELIEVED_FROM
        if gap and speaks and self._is_due(gap) and not self._is_loose(gap):
            reason = Reason("gap")
            return self._spoken_against(gap) or Decision(Outcome.GAP, (gap.intent,), 1.0 - trust, reason)
        answer = self._reading.answer
        is_near = answer is not None and trust >= SHOWN_FROM and self._analysis.content
        if answer and is_near and not self._left(answer, Ground.NOTHING, Ground.ELSEWHERE):
            shown = self._compiled.quoted_sentences(answer.number)
            return Decision(Outcome.PASSAGE, (answer.intent,), trust, Reason("shown"), passages=shown)
        shown = passages(self._compiled, self._analysis, self._account)
        is_of_draft = answer is not None and self._compiled.pack.is_draft(answer.intent)
        if shown and not (is_of_draft and names_read_otherwise(self._compiled, self._analysis)):
            return Decision(Outcome.PASSAGE, (), 1.0 - trust, Reason("passage"), passages=shown)
        ids, named = _ids(self._reading.answers[:1]), self._account.unknown_names()
        return Decision(Outcome.OUT_OF_SCOPE, ids, 1.0 - trust, Reason("refused"), named=named)

    def _spoken_against(self, gap: Candidate) -> Decision | None:
        """What the article has on a question, where a gap that no curator has checked would deny it."""
        compiled = self._compiled
        if not compiled.pack.is_draft(gap.intent):
            return None
        answers = [each for each in self._reading.answers if each.score >= GAP_FROM]
        answer = next((each for each in answers if not self._is_loose(each)), None)
        shown = compiled.quoted_sentences(answer.number) if answer else telling(compiled, self._analysis)
        if not shown:
            return None
        return Decision(Outcome.PASSAGE, (), SHOWN_FROM, Reason("draft_gap"), passages=shown)

    def _is_loose(self, draft: Candidate) -> bool:
        """Whether what no curator has checked does not account for every word."""
        if not self._compiled.pack.is_draft(draft.intent):
            return False
        return lacks(self._compiled, self._analysis, draft.number, self._accounted(draft)) is not None

    def _gap_is_nearer(self, answer: Candidate, named: Iterable[Feature]) -> bool:
        """Whether a gap is nearer than the answer, and has phrases with every one of some names."""
        gap, rate = self._reading.gap, self._compiled.matcher.index.rate
        if gap is None or gap.score < answer.score or gap.belief < GAP_BELIEVED_FROM:
            return False
        return all(rate(feature.name, gap.number) for feature in named)

    def _apart(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Candidates that rest on different sentences, the first ones, `MOST_OPTIONS` at most."""
        chosen: list[Candidate] = []
        for candidate in candidates:
            if not any(self._compiled.share_a_sentence(candidate.number, other.number) for other in chosen):
                chosen.append(candidate)
        return chosen[:MOST_OPTIONS]


def _surfaces(features: Iterable[Feature]) -> tuple[str, ...]:
    return tuple([feature.surface for feature in features])


def _ids(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    return tuple([each.intent for each in candidates])
