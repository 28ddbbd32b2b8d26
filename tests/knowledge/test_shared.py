"""What every pack shares: small talk, synonyms and names, and how a pack changes them or does without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from assistant.evaluation.copied import copied_phrases
from assistant.knowledge import IntentKind, PackReport
from assistant.knowledge.flat import flatten, unflatten
from assistant.knowledge.small_talk import small_talk
from assistant.language import load_english
from assistant.matching.lexicon import form_stems
from assistant.reply import Status

if TYPE_CHECKING:
    from .conftest import PackFolder

ARTICLE = "The ferry to Sandholm starts on 4 May. A ticket costs 12 crowns. Captain Ilse Rok steers it."

PACK = """\
title: The Sandholm ferry
about: A ferry starts.
welcome:
  - When does the ferry start?
  - What does a ticket cost?
  - Who steers the ferry?
"""

FERRY = """\
topic: ferry
title: The ferry
facts:
  - {id: starts, statement: The ferry starts on 4 May., quotes: [The ferry to Sandholm starts on 4 May]}
  - {id: ticket, statement: A ticket costs 12 crowns., quotes: [A ticket costs 12 crowns]}
  - {id: captain, statement: Captain Ilse Rok steers it., quotes: [Captain Ilse Rok steers it]}
intents:
  - id: starts
    kind: answer
    question: When does the ferry start?
    facts: [starts]
    phrases: [first day of the ferry]
  - id: ticket
    kind: answer
    question: What does a ticket cost?
    facts: [ticket]
    phrases: [cost of a ticket]
  - id: captain
    kind: answer
    question: Who steers the ferry?
    facts: [captain]
    phrases: [name of the captain]
"""


@pytest.fixture
def ferry(pack: PackFolder) -> PackFolder:
    """A pack of three facts, without a word of small talk or a lexicon."""
    pack.write("seeds/article.txt", ARTICLE)
    pack.write("intents/pack.yaml", PACK)
    pack.write("intents/ferry.yaml", FERRY)
    for name in ("bridge", "lexicon"):
        (pack.root / f"intents/{name}.yaml").unlink()
    return pack


def add(pack: PackFolder, intents: str) -> None:
    pack.write("intents/own.yaml", f"topic: own\ntitle: Own\nintents:\n{intents}")


def without(pack: PackFolder, names: str) -> None:
    pack.write("intents/pack.yaml", f"{PACK}without: [{names}]\n")


def asked(pack: PackFolder, question: str) -> tuple[Status, tuple[str, ...]]:
    reply = Assistant.load(pack.root).ask(question)
    return reply.status, reply.intents


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("good morning to you", "chat_greeting"),
        ("thanks a lot!", "chat_thanks"),
        ("what can I ask you about?", "chat_what_can_i_ask"),
        ("are you a robot?", "chat_who_are_you"),
        ("bye then", "chat_goodbye"),
    ],
)
def test_three_facts_make_a_pack_that_can_be_talked_to(ferry: PackFolder, said: str, intent: str) -> None:
    assert asked(ferry, said) == (Status.CHAT, (intent,))


def test_who_are_you_is_small_talk_and_no_choice_of_answers(ferry: PackFolder) -> None:
    assert asked(ferry, "who are you")[0] is Status.CHAT


def test_small_talk_speaks_of_the_pack_at_hand(ferry: PackFolder) -> None:
    assistant = Assistant.load(ferry.root)

    assert "“The Sandholm ferry”" in assistant.ask("hello").answer
    assert "“What does a ticket cost?”" in assistant.ask("what can I ask?").answer


def test_no_shared_reply_has_a_slot_that_stays_empty(ferry: PackFolder) -> None:
    says = [each.says for each in ferry.load().intents.values() if each.kind is IntentKind.CHAT]

    assert says
    assert not [text for text in says if "{" in text or "}" in text]


@pytest.mark.parametrize(
    "question",
    [
        "is the ferry a robot?",
        "does the captain speak german",
        "who programmed the ferry",
        "is the ferry connected to the internet",
        "when was it made",
    ],
)
def test_a_question_about_the_article_is_no_small_talk(ferry: PackFolder, question: str) -> None:
    assert asked(ferry, question)[0] is not Status.CHAT


def test_the_pack_says_it_its_own_way_and_adds_phrases(ferry: PackFolder) -> None:
    add(ferry, "  - id: chat_greeting\n    says: Ahoy! {title}\n    phrases: [ahoy there]\n")
    intent = ferry.load().intents["chat_greeting"]

    assert (intent.kind, intent.question, intent.topic) == (IntentKind.CHAT, "Hello!", "smalltalk")
    assert intent.says == "Ahoy! {title}", "what a pack writes is no template"
    assert {"hiya there", "ahoy there"} < set(intent.phrases)
    assert asked(ferry, "ahoy there") == (Status.CHAT, ("chat_greeting",))


def test_a_question_of_its_own_leaves_the_shared_one_a_phrase(ferry: PackFolder) -> None:
    add(ferry, "  - id: chat_greeting\n    question: Ahoy!\n")
    intent = ferry.load().intents["chat_greeting"]

    assert (intent.question, intent.phrases[0], "Hello!" in intent.phrases) == ("Ahoy!", "Ahoy!", True)


def test_a_wording_of_the_pack_is_no_shared_one_any_more(ferry: PackFolder) -> None:
    ferry.edit("[name of the captain]", "[name of the captain, Who owns you]", "intents/ferry.yaml")
    loaded = ferry.load()

    assert "who owns you" not in loaded.intents["chat_who_made_you"].phrases
    assert "Who owns you" in loaded.intents["captain"].phrases


def test_an_intent_with_the_question_of_a_shared_one_stands_in_for_it(ferry: PackFolder) -> None:
    add(ferry, "  - {id: ahoy, kind: chat, question: Hello, says: Ahoy!, phrases: [ahoy there]}\n")
    loaded = ferry.load()

    assert "chat_greeting" not in loaded.intents
    assert loaded.small_talk.replaced == ("chat_greeting",)


@pytest.mark.parametrize(
    ("names", "gone", "stays"),
    [("chat_joke", {"chat_joke"}, {"chat_greeting"}), ("small_talk", {"chat_joke", "chat_greeting"}, set())],
)
def test_small_talk_can_be_switched_off(
    ferry: PackFolder, names: str, gone: set[str], stays: set[str]
) -> None:
    without(ferry, names)
    intents = ferry.load().intents.keys()

    assert gone.isdisjoint(intents)
    assert stays <= intents


def test_what_is_switched_off_has_to_be_whole_where_the_pack_has_its_own(ferry: PackFolder) -> None:
    without(ferry, "chat_joke")
    add(ferry, "  - id: chat_joke\n    says: No jokes on board.\n    phrases: [a pun]\n")

    assert ferry.problems() == [
        "intents/own.yaml:4:5: intents[0]: the key “kind” is missing",
        "intents/own.yaml:4:5: intents[0]: the key “question” is missing",
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("chat_jok", "; did you mean “chat_joke”?"), ("countries", "; did you mean “country”?"), ("qqqqqq", "")],
)
def test_only_what_is_shared_can_be_switched_off(ferry: PackFolder, name: str, hint: str) -> None:
    without(ferry, f"month, {name}")

    assert ferry.problems() == [
        f"intents/pack.yaml:7:18: without[1]: no pack shares anything called “{name}”{hint}"
    ]


def test_shared_small_talk_stays_small_talk(ferry: PackFolder) -> None:
    add(ferry, "  - {id: chat_joke, kind: gap, question: A joke?, says: None., phrases: [a pun]}\n")

    what = "“chat_joke” is small talk of every pack: take “kind” out, or use another id"
    assert ferry.problems() == [f"intents/own.yaml:4:27: intents[0].kind: {what}"]


def test_two_wordings_of_the_pack_collide_all_the_same(ferry: PackFolder) -> None:
    add(ferry, "  - id: chat_joke\n    phrases: [a pun]\n  - id: chat_greeting\n    phrases: [A pun!]\n")

    what = "“A pun!” stands under the intent “chat_joke” too, at intents/own.yaml:5: take one out"
    assert ferry.problems() == [f"intents/own.yaml:7:15: intents[1].phrases[0]: {what}"]


def test_an_intent_that_is_shared_by_nobody_has_to_be_whole(ferry: PackFolder) -> None:
    add(ferry, "  - id: chat_weather\n    kind: chat\n    phrases: [nice weather]\n")

    assert ferry.problems() == ["intents/own.yaml:4:5: intents[0]: the key “question” is missing"]


def test_the_report_tells_what_is_shared(ferry: PackFolder) -> None:
    without(ferry, "chat_joke")
    add(ferry, "  - id: chat_greeting\n    says: Ahoy!\n  - id: chat_thanks\n    phrases: [ta muchly]\n")
    report = PackReport.of(ferry.load())

    assert (
        "19 shared intents for small talk, 2 of them changed by this pack, 1 switched off" in report.lines()
    )
    assert report.intents == {IntentKind.ANSWER: 3, IntentKind.GAP: 0, IntentKind.CHAT: 2}
    assert report.phrases == 7


def test_a_pack_is_stored_with_what_it_made_of_the_shared(ferry: PackFolder) -> None:
    without(ferry, "chat_joke, country")
    loaded = ferry.load()

    assert unflatten(flatten(loaded), {each.id: each.phrases for each in loaded.intents.values()}) == loaded


def test_a_shared_phrase_that_is_a_question_of_an_exam_is_a_copy(ferry: PackFolder) -> None:
    assert [place.partition(":")[0] for place in copied_phrases(ferry.root, ["Knock, knock!"])] == [
        "smalltalk.yaml"
    ]


# Words


def test_everyday_words_mean_the_same_without_a_lexicon(ferry: PackFolder) -> None:
    question = "on which day does it commence?"
    assert asked(ferry, question) == (Status.ANSWERED, ("starts",))

    without(ferry, "synonyms")

    assert asked(ferry, question)[0] is not Status.ANSWERED


@pytest.mark.parametrize("names", ["cost", "synonyms"])
def test_words_can_be_switched_off(ferry: PackFolder, names: str) -> None:
    analyse = Assistant.load(ferry.root).compiled.analyzer.analyse
    assert analyse("price").names == analyse("costs").names

    without(ferry, names)

    analyse = Assistant.load(ferry.root).compiled.analyzer.analyse
    assert analyse("price").names != analyse("costs").names


def test_names_can_be_switched_off(ferry: PackFolder) -> None:
    without(ferry, "organisation")
    lexicon = Assistant.load(ferry.root).compiled.analyzer.lexicon

    assert not [each for each in lexicon.concepts.values() if each.type == "organisation"]
    assert [each for each in lexicon.concepts.values() if each.type == "country"]


@pytest.mark.parametrize(
    ("lexicon", "same", "apart"),
    [
        ("terms:\n  - {id: fare, forms: [fare, price]}\n", ("cost", "expense"), ("cost", "price")),
        ("terms:\n  - {id: cost, forms: [cost, outlay]}\n", ("cost", "outlay"), ("price", "expense")),
        ("stop_words: [price]\n", ("cost", "expense"), ("cost", "price")),
    ],
    ids=["form by form", "by its id", "its stop words"],
)
def test_the_pack_has_its_own_words(
    ferry: PackFolder, lexicon: str, same: tuple[str, str], apart: tuple[str, str]
) -> None:
    ferry.write("intents/lexicon.yaml", lexicon)
    analyse = Assistant.load(ferry.root).compiled.analyzer.analyse

    assert analyse(same[0]).names == analyse(same[1]).names
    assert analyse(apart[0]).names != analyse(apart[1]).names


def test_a_shared_word_excuses_nothing(ferry: PackFolder) -> None:
    """A noun that has synonyms is a stranger as any other where the article has none of them."""
    reply = Assistant.load(ferry.root).ask("Who steers the truck?")

    assert reply.status is not Status.ANSWERED


# The data


def test_every_name_that_can_be_switched_off_means_one_thing() -> None:
    intents = {entry.id for entry in small_talk().content.intents}
    english = load_english()
    types = {kind for kind, _ in english.entities}

    assert not intents & english.groups
    assert not types & english.synonyms.keys()


def test_no_form_stands_under_two_shared_terms() -> None:
    english = load_english()
    owners: dict[tuple[str, ...], str] = {}
    for kind, forms in english.entities:
        owners.update({form_stems(form): f"{kind} {forms[0]}" for form in forms})
    collisions = [
        (form, name, owners[form_stems(form)])
        for name, forms in english.synonyms.items()
        for form in forms
        if owners.setdefault(form_stems(form), name) != name
    ]

    assert collisions == []


def test_no_lone_word_of_grammar_has_synonyms() -> None:
    english = load_english()
    grammar = (
        english.stop_words
        | english.framing_words
        | {word for each in english.question_types for word in each[:1]}
    )

    assert [form for forms in english.synonyms.values() for form in forms if form in grammar] == []


def test_forms_that_are_one_by_their_stems_stand_there_once() -> None:
    for name, forms in load_english().synonyms.items():
        assert len(forms) > 1, name
        assert len({form_stems(form) for form in forms}) == len(forms), name
