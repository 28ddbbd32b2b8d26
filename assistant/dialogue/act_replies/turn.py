"""A turn that is an act of dialogue: all that a reply to it may need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.dialogue.replies import listed_in_words
from assistant.response import Citation, Response, Status
from assistant.text import in_quotation_marks, normalise, replace_lone_surrogates, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.dialogue.acts import Act
    from assistant.dialogue.compiled_pack import CompiledPack, SentencePlace
    from assistant.dialogue.memory import Memory
    from assistant.dialogue.replies import Wording
    from assistant.knowledge.source import Sentence


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said, and in the light of what; nothing here is written."""

    compiled: CompiledPack
    wording: Wording
    memory: Memory
    question: str
    """The question as it was typed."""
    text: str
    """Its plain text."""
    act: Act

    @property
    def slots(self) -> Mapping[str, str]:
        """What the wording of the act names."""
        return self.act.slots

    @property
    def last_reply(self) -> Response | None:
        """The last reply about the article, on whatever it rests; or the last of all where there is none."""
        last = self.memory.last
        return last if last and last.act == "about_article" else self.memory.latest or last

    def sentence(self, place: SentencePlace) -> Sentence:
        """The sentence at a place."""
        source, number = place
        return self.compiled.pack.sources[source].sentences[number - 1]

    def citation(self, place: SentencePlace) -> Citation:
        """A whole sentence as a citation."""
        sentence = self.sentence(place)
        return Citation(place[0], sentence.number, sentence.start, sentence.end, sentence.text)

    def rests_on(self, reply: Response) -> set[str]:
        """The names of the features of what a reply states and cites."""
        compiled = self.compiled
        has = {name for intent in reply.intents for name in compiled.stated(compiled.numbers[intent])}
        for place in reply.places:
            has |= compiled.sentence_features.get(place, frozenset())
        return has

    def without_verdict(self, answer: str) -> str:
        """An answer without the yes or the no that it begins with."""
        for verdict in ("yes", "no"):
            answer = answer.removeprefix(self.wording.say(verdict, statement=""))
        return answer

    def number(self, count: int) -> int:
        """The number or the place that is named; of `count` things, where it is counted from the end."""
        english = self.compiled.english
        asked = self.slots.get("number") or english.acts.ordinals[self.slots["ordinal"]]
        number = int(english.numerals.get(asked, asked))
        return number + count + 1 if number < 0 else number

    def reports(self, place: SentencePlace) -> bool:
        """Whether a sentence reports what somebody said."""
        reporting = self.compiled.english.reporting_words
        return not reporting.isdisjoint(words(normalise(self.sentence(place).text)))

    def worded(
        self, message: str, places: Sequence[SentencePlace], most: int | None = None, **values: object
    ) -> str:
        """A message about sentences, worded for one or for several, with what `most` of them say."""
        several = f"{message}_several"
        name = several if len(places) > 1 and several in self.compiled.english.messages else message
        quotes = listed_in_words([in_quotation_marks(self.sentence(place).text) for place in places[:most]])
        of_many = len(self.compiled.pack.sources) > 1
        names = [f"{number} of {source}" if of_many else str(number) for source, number in places]
        numbers = listed_in_words(names)
        return self.wording.say(name, sentence=numbers, quote=quotes, count=len(places), **values)

    def own_words(
        self, status: Status, message: str, last: Response | None = None, **values: object
    ) -> Response:
        """One of the assistant's own messages, with the suggestions of the `last` reply, if any."""
        answer = self.wording.say(message, example=self.compiled.pack.welcome[0], **values)
        return self.reply(status, answer, suggestions=last.suggestions if last else ())

    def read_out(self, reply: Response, message: str, most: int | None = None, **values: object) -> Response:
        """An earlier reply with the sentences that it rests on, whole, as its answer: `most` of them."""
        answer = self.worded(message, reply.places, most, **values)
        return replace(self.again(reply, answer), citations=tuple(map(self.citation, reply.places)))

    def again(self, reply: Response, answer: str = "") -> Response:
        """An earlier reply once more, perhaps with another `answer`."""
        shown = replace_lone_surrogates(self.question)
        return replace(reply, question=shown, answer=answer or reply.answer, act=self.act.kind)

    def reply(
        self,
        status: Status,
        answer: str,
        citations: Iterable[Citation] = (),
        suggestions: Iterable[str] = (),
    ) -> Response:
        """A reply that is worded by no intent; it suggests what is worth asking next if nothing else."""
        return Response(
            replace_lone_surrogates(self.question),
            status,
            answer,
            confidence=1.0,
            citations=tuple(citations),
            suggestions=tuple(suggestions) or self.wording.next_questions.after((), self.memory.covered),
            act=self.act.kind,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """Another question that a turn stands for."""

    texts: tuple[str, ...]
    """Its wording, and others to try where the ones before come to nothing."""
    otherwise: Response | None = None
    """The reply where that question has no answer, if not its own."""
    act: str | None = None
    """The name of the act that it comes of, None where the turn was a question after all."""
    unlike: tuple[str, ...] = ()
    """The intents that are not meant, for they are what it puts right."""
    is_alone: bool = False
    """Whether it leans on nothing that was said."""
    is_unasked: bool = False
    """Whether nobody asked it, so that neither a yes nor a no is due."""
    preface: Response | None = None
    """What is said before the reply."""
    is_to_be_about: bool = False
    """Whether an answer will do only if it is chiefly about what is asked."""
    points_at: str = ""
    """What was pointed at in a list."""
