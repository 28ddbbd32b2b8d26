"""A frozen assistant: its article and replies never change with the pack, and so neither do the pictures."""

from __future__ import annotations

import re
from types import MappingProxyType

from assistant.dialogue.explanation import Explanation, PartExplanation, RankedIntent, WordLink
from assistant.knowledge.pack import Fact, Intent, IntentKind, Pack, Quote, Topic
from assistant.knowledge.source import Sentence, Source
from assistant.reply import Citation, Reply, Status

ARTICLE = """\
A new bridge for Port Ellery

The town council of Port Ellery on Tuesday approved a footbridge across the River Wend, which has divided \
the old harbour from the market since the ferry stopped running. The bridge will be 212 metres long and is \
to be built of oak and weathering steel.

“It will bring the two halves of our town together again, and it will do so without a single car,” Mayor \
Ada Lindqvist said after the vote. She added that the work would begin in spring.

The bridge is meant to serve walkers, cyclists, wheelchair users, school classes, market traders with hand \
carts, and visitors of the maritime museum, the fish hall, the rope works and the lighthouse, all of which \
lie within ten minutes of its eastern end.

Two designs were considered. The council chose the one by Tern & Daughters, a practice of boat builders, \
over a concrete arch that would have cost less to build but more to keep.

The engineers measured the current for a year. They found that the piers must stand at least thirty metres \
apart, so that ice can pass between them in winter.

Not everyone is content. The rowing club fears for its course, and the last ferryman, Ole Brandt, said that \
he would rather have seen a new boat.

The council will meet the rowing club on 4 May. Until then, the plans can be seen in the library.
"""

NAME = "bridge.txt"


def _source() -> Source:
    sentences = []
    for match in re.finditer(r"[^\n]+?(?:[.”](?= |\n)|(?=\n))", ARTICLE):
        text = match.group().strip()
        start = match.start() + match.group().index(text)
        sentences.append(Sentence(len(sentences) + 1, start, start + len(text), text))
    return Source(NAME, ARTICLE, tuple(sentences))


SOURCE = _source()


def _quote(number: int) -> Quote:
    sentence = SOURCE.sentences[number - 1]
    return Quote(NAME, number, sentence.start, sentence.end, sentence.text)


PACK = Pack(
    title="A bridge for Port Ellery",
    about="What the town council decided about a footbridge across the River Wend.",
    welcome=("Who approved the bridge?", "How long will it be?", "What did the mayor say?"),
    sources=MappingProxyType({NAME: SOURCE}),
    topics=MappingProxyType(
        {"bridge": Topic("bridge", "The [b]bridge[/]"), "club": Topic("club", "The club")}
    ),
    facts=MappingProxyType({"approved": Fact("approved", "The council approved it.", (_quote(2),))}),
    intents=MappingProxyType(
        {
            "approval": Intent(
                "approval", IntentKind.ANSWER, "bridge", "Who approved the bridge?", (), ("approved",)
            ),
            "length": Intent("length", IntentKind.ANSWER, "bridge", "How long will it be?", ()),
            "cost": Intent("cost", IntentKind.GAP, "bridge", "What does it cost?", (), says="Not told."),
            "rowers": Intent("rowers", IntentKind.ANSWER, "club", "Who meets the rowing club?", ()),
        }
    ),
    terms=MappingProxyType({}),
    stop_words=frozenset(),
)


def cite(quote: str) -> Citation:
    start = ARTICLE.index(quote)
    sentence = SOURCE.sentence_at(start)
    assert sentence is not None
    return Citation(source=NAME, sentence=sentence.number, start=start, end=start + len(quote), quote=quote)


def _reply(status: Status, answer: str, *quotes: str, suggestions: tuple[str, ...] = ()) -> Reply:
    return Reply(
        question="",
        status=status,
        answer=answer,
        confidence=0.93 if status is Status.ANSWERED else 0.5,
        citations=tuple(cite(quote) for quote in quotes),
        suggestions=suggestions,
    )


REPLIES = {
    "Who approved the bridge?": _reply(
        Status.ANSWERED,
        "The town council of Port Ellery approved the footbridge on Tuesday.",
        "The town council of Port Ellery on Tuesday approved a footbridge across the River Wend",
        suggestions=("How long will it be?", "When does the work begin?", "Which designs were considered?"),
    ),
    "How long will it be?": _reply(
        Status.ANSWERED,
        "The bridge will be 212 metres long.",
        "The bridge will be 212 metres long",
        suggestions=("What is it built of?",),
    ),
    "Who is it for, and who made it?": _reply(
        Status.ANSWERED,
        "It is meant for walkers, cyclists, wheelchair users and others. The design is by Tern & Daughters.",
        "The bridge is meant to serve walkers, cyclists, wheelchair users, school classes, market traders "
        "with hand carts",
        "visitors of the maritime museum, the fish hall, the rope works and the lighthouse",
        "The council chose the one by Tern & Daughters",
    ),
    "When can I see the plans?": _reply(
        Status.ANSWERED,
        "The plans can be seen in the library until the council meets the rowing club on 4 May.",
        "The council will meet the rowing club on 4 May.",
        "Until then, the plans can be seen in the library.",
        suggestions=("Who is against it?",),
    ),
    "cost": _reply(
        Status.NOT_IN_ARTICLE,
        "The article does not say what the bridge costs. It only compares the two designs.",
        "a concrete arch that would have cost less to build but more to keep",
        suggestions=("Which designs were considered?",),
    ),
    "who": _reply(
        Status.CLARIFY,
        "That could mean more than one thing. Which of these?",
        suggestions=(
            "Who approved the bridge?",
            "Who is it for, and who made it?",
            "Who spoke for the rowing club, and who for the last of the ferrymen who are not content?",
            "How long will it be?",
        ),
    ),
    "hello": _reply(Status.CHAT, "Hello. Ask me anything about the bridge."),
    "[bold]x[/]": _reply(
        Status.ANSWERED, "[red]literal[/red] [b]answer[/b] \\[x]", "Two designs were considered."
    ),
    "nasty": _reply(
        Status.CLARIFY,
        "esc \x1b[31mred\x1b[0m bidi \u202eabc nul \x00 lone \ud800 end",
        suggestions=("\x1b[5mx",),
    ),
}
SUGGESTED = (
    "Who approved the bridge?",
    "Who is it for, and who made it?",
    "Who spoke for the rowing club, and who for the last of the ferrymen who are not content?",
    "How long will it be?",
    "Which designs were considered, and who chose among them?",
    "Who is against it?",
    "Who is \x1b[31mred\x1b[0m [b]literally[/b]?",
)
NOTHING = _reply(Status.NOT_IN_ARTICLE, "The article says nothing about that.")


_PART = PartExplanation(
    asked="Who approved the bridge?",
    reason="it means “Who approved the bridge?”, which the article answers.",
    accounts=("It asks: who", "Questions like it have: bridge", "Nothing accounts for: [b]why[/]"),
    ranking=(
        RankedIntent(
            "approval",
            "Who approved the bridge?",
            0.87,
            0.81,
            "which body let the crossing pass",
            ("who", "bridge"),
            ("[b]why[/]",),
        ),
        RankedIntent(
            "length", "How long will it be?", 0.04, 0.20, "how long is the bridge", ("bridge",), ("approved",)
        ),
        RankedIntent("rowers", "Who meets the rowing club?", 0.004, 0.12, "who meets them", ("who",), ()),
    ),
    links=(
        WordLink("bridge", "crossing", "both mean footbridge"),
        WordLink("aproved", "approved", "misspelt; the same stem"),
        WordLink("who", "who", ""),
    ),
    together=0.93,
)
_SMALL_TALK = "it is small talk, and no question about the article."


class FakeConversation:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, question: str) -> Reply:
        self.asked.append(question)
        return REPLIES.get(question, NOTHING).model_copy(update={"question": question})

    def why(self) -> Explanation:
        reply = REPLIES.get(self.asked[-1], NOTHING)
        if reply.status is Status.CHAT:
            return Explanation(reply.confidence, _SMALL_TALK, ())
        return Explanation(reply.confidence, _PART.reason, (_PART,))


class FakeAssistant:
    pack = PACK

    def __init__(self) -> None:
        self.conversations: list[FakeConversation] = []

    def suggest(self, text: str, limit: int = 5) -> tuple[str, ...]:
        typed = text.casefold()
        return tuple(question for question in SUGGESTED if typed in question.casefold())[:limit]

    def conversation(self) -> FakeConversation:
        self.conversations.append(FakeConversation())
        return self.conversations[-1]
