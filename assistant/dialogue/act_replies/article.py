"""The article itself: what it names, who is quoted, its sentences, its length, its gist in its own words."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING

from assistant.dialogue.act_replies.turn import Asked
from assistant.dialogue.replies import listed_in_words
from assistant.knowledge.pack import IntentKind
from assistant.knowledge.source import SentenceKind
from assistant.response import Citation, Status
from assistant.text import in_quotation_marks, normalise, phrase_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.dialogue.act_replies.turn import Turn
    from assistant.dialogue.mentions import Mention
    from assistant.knowledge.source import Sentence
    from assistant.response import Response

    Place = tuple[str, Sentence]

# What a gist has if nobody says how many sentences, and the most that is shown at once.
_GIST, _MOST_SHOWN = 2, 12
# A sentence of fewer words is a date line or a heading, and one so like another says the same.
_FEWEST_WORDS, _ALIKE = 8, 92
# The most questions that are given as left open.
_MOST_OPEN = 4
# So many sentences are at the top, where a heading stands.
_TOP = 3


def mentioned(turn: Turn) -> Response | None:
    """What the article names of a kind, each with the place where it does first.

    None for "which countries are in it?" where "it" is something that is talked of.
    """
    if _is_of_something_else(turn):
        return None
    kind = _kind(turn)
    if kind == "city" and not turn.wording.mentions.of(kind):
        kind = "place"  # It may be a town that nobody knows.
    mentions = turn.wording.mentions.of(kind)
    plural = turn.wording.say(f"kind_{kind}")
    if not mentions:
        return turn.reply(Status.NOT_IN_ARTICLE, turn.wording.say("mentions_none", kind=plural))
    names = listed_in_words([mention.name for mention in mentions])
    if len(mentions) == 1:
        answer = turn.wording.say("mentions_one", kind=turn.wording.say(f"one_{kind}"), names=names)
    else:
        count = turn.compiled.english.in_words(len(mentions))
        answer = turn.wording.say("mentions", count=count, kind=plural, names=names)
    return turn.reply(Status.ANSWERED, answer, _named(mentions))


def any_of_a_kind(turn: Turn) -> Response | None:
    """What the article names of a kind, where several are asked for: "any dates?", and not "any date?"."""
    kind = _kind(turn)
    plural = turn.wording.say(f"kind_{kind}")
    is_plural = turn.slots["kind"].endswith("s") or turn.slots["kind"] in plural.split()
    return mentioned(turn) if is_plural else None


def mentioned_too(turn: Turn) -> Response | None:
    """More of what the article names, where that was asked for last: "and which places?", "how many?"."""
    last = turn.memory.last
    if last is None or last.act != turn.act.kind:
        return None
    return mentioned(turn) if turn.slots else turn.again(last)


def quoted_people(turn: Turn) -> Response:
    """The sentences that report what somebody said."""
    said = [place for place in sentences_of(turn) if turn.reports((place[0], place[1].number))]
    if not said:
        return turn.reply(Status.NOT_IN_ARTICLE, turn.wording.say("quotes_nobody"))
    quotes = " ".join([in_quotation_marks(sentence.text) for _, sentence in said])
    return turn.reply(Status.ANSWERED, turn.wording.say("quotes_people", quote=quotes), _whole(turn, said))


def sentence(turn: Turn) -> Response:
    """One sentence of the article, by its number."""
    every = list(sentences_of(turn))
    number = turn.number(len(every))
    if not 1 <= number <= len(every):
        message = turn.wording.say("no_such_sentence", count=len(every))
        return turn.reply(Status.NOT_IN_ARTICLE, message)
    place = every[number - 1]
    return turn.reply(Status.ANSWERED, read_out(turn, number, place[1].text), _whole(turn, [place]))


def read_out(turn: Turn, number: int, text: str) -> str:
    """How a sentence is read out."""
    return turn.wording.say("sentence", number=number, quote=in_quotation_marks(text))


def headline(turn: Turn) -> Response:
    """The heading on top, below a date or a byline perhaps, or else the first sentence."""
    top = list(islice(sentences_of(turn), _TOP))
    above = list(takewhile(lambda each: len(each[1].text.split()) < _FEWEST_WORDS, top))
    reached = top[: len(above) + 1]
    place = next((each for each in reached if each[1].kind is SentenceKind.HEADING), top[0])
    answer = turn.wording.say("headline", quote=in_quotation_marks(place[1].text))
    return turn.reply(Status.ANSWERED, answer, _whole(turn, [place]))


def text(turn: Turn) -> Response:
    """The whole article, or its first sentences if it is long."""
    every = list(sentences_of(turn))
    shown = every[:_MOST_SHOWN]
    message = "text" if len(shown) == len(every) else "text_begins"
    quotes = " ".join([sentence.text for _, sentence in shown])
    answer = turn.wording.say(message, count=len(every), shown=len(shown), quote=quotes)
    return turn.reply(Status.ANSWERED, answer, _whole(turn, shown))


def length(turn: Turn) -> Response:
    """How many sentences and words there are."""
    every = list(sentences_of(turn))
    count = sum([len(sentence.text.split()) for _, sentence in every])
    answer = turn.wording.say("length", sentences=len(every), words=count)
    return turn.reply(Status.ANSWERED, answer, _whole(turn, [every[0], every[-1]]))


def overview(turn: Turn) -> Response | Asked:
    """The gist as the pack has it, or else as the article does."""
    compiled = turn.compiled
    asked = [turn.text, *compiled.english.acts.overview_questions]
    known = [text for text in asked if compiled.matcher.exact(phrase_key(text)) >= 0]
    return Asked(tuple(known), act="about_article", is_alone=True) if known else _gist(turn, _GIST)


def short(turn: Turn) -> Response:
    """The gist in as many sentences as are asked for."""
    asked = turn.slots.get("number", "1")
    return _gist(turn, int(turn.compiled.english.numerals.get(asked, asked)))


def gist(turn: Turn) -> Response:
    """The gist in a sentence or two."""
    return _gist(turn, _GIST)


def left_open(turn: Turn) -> Response | Asked | None:
    """Questions that the article is known to leave open, the first of each topic.

    Where something else was talked of, and the article is not named, it may be asked of that, and is if the
    pack has an answer. None where it is, or where nothing is known to be open.
    """
    pack = turn.compiled.pack
    by_topic: dict[str, str] = {}
    for intent in pack.intents.values():
        if intent.kind is IntentKind.GAP and not pack.is_draft(intent.id):
            by_topic.setdefault(intent.topic, intent.question)
    if not by_topic or _is_of_something_else(turn):
        return None
    questions = " ".join([in_quotation_marks(question) for question in islice(by_topic.values(), _MOST_OPEN)])
    reply = turn.own_words(Status.NOT_IN_ARTICLE, "left_open", questions=questions)
    said = set(words(normalise(turn.text)))
    named = {each.split()[-1] for each in turn.compiled.english.acts.articles_are_called}
    may_be_of_another = turn.memory.latest is not None and said.isdisjoint(named)
    return Asked((turn.text,), otherwise=reply) if may_be_of_another else reply


def _gist(turn: Turn, count: int) -> Response:
    """The first sentences of the article that say something, in its own words."""
    from rapidfuzz.fuzz import token_set_ratio  # noqa: PLC0415  (most questions need none)

    chosen: list[Place] = []
    for place in sentences_of(turn):
        said = place[1].text
        is_new = all(token_set_ratio(said, other.text) < _ALIKE for _, other in chosen)
        if is_new and len(words(said)) >= _FEWEST_WORDS and len(chosen) < count:
            chosen.append(place)
    shown = chosen or list(sentences_of(turn))[:1]
    quotes = " ".join([in_quotation_marks(sentence.text) for _, sentence in shown])
    return turn.reply(Status.ANSWERED, turn.wording.say("gist", quote=quotes), _whole(turn, shown))


def _kind(turn: Turn) -> str:
    """The kind of names that is asked for; whoever acts where none is named."""
    asked = turn.slots.get("kind", "")
    return turn.compiled.english.acts.mentioned_kinds[asked] if asked else "player"


def _is_of_something_else(turn: Turn) -> bool:
    last, said = turn.memory.last, set(words(normalise(turn.text)))
    if last is None or last.act == turn.act.kind or "it" not in said:
        return False
    return said.isdisjoint(turn.compiled.english.acts.mention_words)


def sentences_of(turn: Turn) -> Iterator[Place]:
    """The sentences of all sources, in order."""
    for source in turn.compiled.pack.sources.values():
        for each in source.sentences:
            yield source.name, each


def _whole(turn: Turn, places: Iterable[Place]) -> list[Citation]:
    return [turn.citation((source, each.number)) for source, each in places]


def _named(mentions: Iterable[Mention]) -> list[Citation]:
    return [Citation(each.source, each.sentence, each.start, each.end, each.name) for each in mentions]
