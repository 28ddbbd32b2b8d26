"""Files: a draft as the files of a pack, to be read and edited by people."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.knowledge.drafting.entries import drafted
from assistant.knowledge.json_schema import schemas
from assistant.knowledge.schema import PackFile, TopicFile
from assistant.knowledge.sentences import split_sentences
from assistant.knowledge.source import SentenceKind
from assistant.knowledge.yaml_writer import write_yaml
from assistant.language import load_english
from assistant.text import normalise, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pydantic import BaseModel

    from assistant.knowledge.drafting.entries import Drafted
    from assistant.knowledge.schema import FactEntry, IntentEntry
    from assistant.knowledge.source import Sentence

# A topic has so many sentences at most; a longer article is drafted in parts.
_MOST_OF_TOPIC = 40
_LONGEST_TITLE = 80
# A name of a file, in characters.
_LONGEST_NAME = 60
# A first line of no more words says but when and where.
_WORDS_OF_DATELINE = 6
_WIDTH = 110
_WELCOMES = 3
# What is best to begin with is a question of so many words.
_WELCOME_WORDS = range(4, 13)
# What is plain to ask for, and the answer to see at a glance.
_WELCOME_FIRST = ("who", "when", "why", "money", "count", "said", "where")
# Where an editor finds what a file may say, beside the folder of the file.
SCHEMA_FOLDER = ".schema"
_MODELINE = "# yaml-language-server: $schema=../{folder}/{schema}.json\n"


class DraftedPack(NamedTuple):
    """A pack that was drafted: the text of each file by its path in the pack, and what is in it."""

    files: Mapping[str, str]
    counts: Mapping[str, int]
    """How many facts, questions, phrases, gaps, names and synonyms there are."""
    remarks: Mapping[str, Sequence[int]]
    """What a curator should look at, each with the numbers of the sentences."""


def draft_files(text: str, name: str, progress: Callable[[int, int], None] | None = None) -> DraftedPack:
    """Draft a pack from the text of an article.

    Args:
        text: The article, as it is to stand in ``seeds/``.
        name: The name of its file there, which ends in ``.txt``.
        progress: Is called with how many sentences are done, of how many.

    Returns:
        A pack that loads, with every entry marked as a draft.
    """
    sentences = split_sentences(text)
    made = drafted(text, sentences, progress)
    texts = {f"seeds/{name}": text, "intents/pack.yaml": _yaml("pack", _pack(sentences, made))}
    for topic in _topics(made):
        texts[f"intents/{topic.topic}.yaml"] = _yaml("topic", topic)
    texts["intents/lexicon.yaml"] = _yaml("lexicon", made.lexicon)
    texts |= {f"{SCHEMA_FOLDER}/{name}": schema for name, schema in schemas().items()}
    counts = {
        "fact": len(made.facts),
        "question": len(made.answers),
        "phrase": sum(len(intent.phrases) for intent in (*made.answers, *made.gaps)),
        "gap": len(made.gaps),
        "name": len(made.lexicon.entities),
        "synonym set": len(made.lexicon.terms),
    }
    remarks = {
        "It may not end where it is split": [each.number for each in sentences if each.unsure],
        "No fact, since it stands there more than once": made.repeated,
    }
    return DraftedPack(texts, counts, {what: numbers for what, numbers in remarks.items() if numbers})


def _pack(sentences: Sequence[Sentence], made: Drafted) -> PackFile:
    headlines = [each for each in sentences if each.kind is SentenceKind.HEADING]
    telling = [
        each for each in sentences if each.kind.needs_fact and len(each.text.split()) > _WORDS_OF_DATELINE
    ]
    first = one_line((telling or sentences)[0].text)
    title = one_line(headlines[0].text).lstrip("# ") if headlines else first
    if len(title) > _LONGEST_TITLE:
        title = title[: _LONGEST_TITLE - 2].rpartition(" ")[0] + " …"
    return PackFile(title=title.rstrip("."), about=first, welcome=_welcome(made))


def _welcome(made: Drafted) -> tuple[str, ...]:
    """Three questions to try: of different kinds and on different sentences, as far as there are such."""
    fit = [each for each in made.answers if len(each.question.split()) in _WELCOME_WORDS]
    chosen: dict[tuple[str, ...], str] = {}
    for kind in _WELCOME_FIRST:
        for intent in fit:
            if intent.id.startswith(f"{kind}_") and intent.facts not in chosen:
                chosen[intent.facts] = intent.question
                break
    rest = [each.question for each in (*fit, *made.answers)]
    return tuple(islice(dict.fromkeys([*chosen.values(), *rest]), _WELCOMES))


def _topics(made: Drafted) -> Iterator[TopicFile]:
    """The facts and their questions, in parts, and the gaps."""
    parts = [
        made.facts[start : start + _MOST_OF_TOPIC] for start in range(0, len(made.facts), _MOST_OF_TOPIC)
    ]
    for number, facts in enumerate(parts, 1):
        ids = {fact.id for fact in facts}
        intents = tuple(intent for intent in made.answers if ids.issuperset(intent.facts))
        name, title = ("article", "The article") if len(parts) == 1 else (f"part_{number}", f"Part {number}")
        yield _topic(name, title, facts, intents)
    if made.gaps:
        yield _topic("gaps", "What the article does not say", (), made.gaps)


def _topic(
    name: str, title: str, facts: tuple[FactEntry, ...], intents: tuple[IntentEntry, ...]
) -> TopicFile:
    return TopicFile.model_construct(topic=name, title=title, facts=facts, intents=intents)


def _yaml(schema: str, content: BaseModel) -> str:
    """The YAML of a file, with the line by which editors find its schema, and what to do with a draft."""
    plain: dict[str, Any] = content.model_dump(mode="json", exclude_defaults=True)
    for fact in plain.get("facts", ()):
        fact["quotes"] = [quote["text"] for quote in fact["quotes"]]
    note = load_english().messages["draft_note"]
    modeline = _MODELINE.format(folder=SCHEMA_FOLDER, schema=schema)
    return f"{modeline}# {note}\n{write_yaml(plain, _WIDTH)}"


def seed_name(name: str) -> str:
    """The name of a file in ``seeds/`` for an article of some name."""
    stem = re.sub("[^a-z0-9]+", "_", normalise(name)).strip("_")[:_LONGEST_NAME]
    return f"{stem or 'article'}.txt"
