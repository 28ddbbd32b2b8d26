"""What the three kinds of YAML file in ``intents/`` may say, one file at a time.

The docstrings of the entries and of their keys are for curators: they stand in the JSON Schema too, which
editors show beside what is written.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from assistant.knowledge.pack import IntentKind  # noqa: TC001  (Pydantic reads the annotation)
from assistant.knowledge.wording import named

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_ABBREVIATION = re.compile(r"[^\W_][\w.&'’/-]{0,40}")
_ID = re.compile("[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
# As an editor checks it by the JSON Schema.
_SOMETHING = r"\S"
_ONE_BAR = r"^[^|]*[^|\s][^|]*\|[^|]*[^|\s][^|]*$"


def own_error(what: str) -> PydanticCustomError:
    """Return the error that says `what` as it is."""
    return PydanticCustomError("pack", "{what}", {"what": what})


def _text(value: str) -> str:
    """Strip `value`; refuse nothing but space, and characters that a terminal would act upon."""
    tidy = value.strip()
    if not tidy:
        raise own_error("is empty: write some text")
    control = _CONTROL.search(tidy)
    if control:
        raise own_error(f"holds the control character U+{ord(control[0]):04X}: take it out")
    return tidy


def _verbatim(value: str) -> str:
    if not value.strip():
        raise own_error("is empty: copy some words of the article")
    return value


def _abbreviation(value: str) -> str:
    """Return an abbreviation without its last stop."""
    bare = _text(value).rstrip(".")
    if _ABBREVIATION.fullmatch(bare):
        return bare
    last = bare.split()[-1:]
    like = named(f"{last[0] if last and _ABBREVIATION.fullmatch(last[0]) else 'approx'}.")
    raise own_error(f"{named(value)} is no abbreviation: write one word with its full stop, such as {like}")


def _split(value: str) -> str:
    """Tidy the words around a bar; there must be one bar, with words on either side."""
    parts = [" ".join(part.split()) for part in _text(value).split("|")]
    if len(parts) == 2 and all(parts):
        return "|".join(parts)
    raise own_error(
        "must have one “|” where one sentence ends and the next begins, between words of both,"
        " such as “in the U.S. | Shares fell”"
    )


def _id(value: str) -> str:
    if _ID.fullmatch(value):
        return value
    like = re.sub("[^a-z0-9]+", "_", value.lower()).strip("_0123456789")
    example = f", such as {named(like)}" if _ID.fullmatch(like) else ""
    raise own_error(
        f"{named(value)} cannot be an id: use small letters, digits and single _ between them{example}"
    )


Text = Annotated[str, AfterValidator(_text), Field(json_schema_extra={"pattern": _SOMETHING})]
Verbatim = Annotated[str, AfterValidator(_verbatim), Field(json_schema_extra={"pattern": _SOMETHING})]
Abbreviation = Annotated[str, AfterValidator(_abbreviation), Field(json_schema_extra={"pattern": _SOMETHING})]
Split = Annotated[str, AfterValidator(_split), Field(json_schema_extra={"pattern": _ONE_BAR})]
Id = Annotated[str, AfterValidator(_id), Field(json_schema_extra={"pattern": f"^{_ID.pattern}$"})]


def _is_group(value: object, model: type[BaseModel]) -> bool:
    """Whether `value` is meant as a group of keys; one without any of the keys of `model` is a slip."""
    return isinstance(value, dict) and not value.keys().isdisjoint(model.model_fields)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class QuoteEntry(_Entry):
    """A quote that names its file, for a pack of several articles. Other quotes are their words alone."""

    text: Verbatim
    """Words copied from the article, character for character, all of one sentence. They stand there only
    once."""
    source: Text | None = None
    """The file in seeds/ that has the words, such as article.txt."""


_Quotes = Annotated[tuple[Verbatim | QuoteEntry, ...], Field(min_length=1)]


class FactEntry(_Entry):
    """One thing that the article says, with the words of the article that say it."""

    id: Id
    """The name by which intents refer to the fact, such as opens_in_june. No two facts share one."""
    statement: Text
    """What is shown as the answer: a full sentence in plain words, which says no more than the quotes
    do."""
    quotes: tuple[QuoteEntry, ...] = Field(min_length=1)
    """The words of the article that the statement rests on, one or more times. Copy them: each has to stand
    in one sentence of the article, character for character, and only once."""
    source: Text | None = None
    """The file in seeds/ that all quotes of this fact are from. It is needed only where a pack has several
    articles, and the words stand in more than one."""
    draft: bool = False
    """true as long as nobody has checked the statement beside its quotes. The answer then says that it is
    unchecked. Once it is checked, delete this line."""

    @field_validator("quotes", mode="before", json_schema_input_type=_Quotes)
    @classmethod
    def _plain_quotes(cls, value: object) -> object:
        """Take words alone for a quote that names no source."""
        if not isinstance(value, list):
            return value
        return [each if _is_group(each, QuoteEntry) else {"text": each} for each in value]


class IntentEntry(_Entry):
    """Something that a person may ask, in one way or another, and where it leads.

    An intent with the id of shared small talk, such as chat_greeting, may leave out all but its id: what it
    has itself takes the place of what every pack says, and its phrases come on top.
    """

    id: Id
    """The name of the intent, such as opening_date. No two intents share one."""
    kind: IntentKind
    """Where the intent leads: answer, gap or chat."""
    question: Text
    """The question in its best wording, such as: When does the tower open? It is shown where the intent is
    offered, and need not stand among the phrases again."""
    facts: tuple[Text, ...] = ()
    """The ids of facts. The statements of an answer's facts are the answer, in this order. For a gap they
    are the nearest facts, which are shown beside what it says; it needs none. Small talk has none."""
    says: Text = ""
    """What a gap or small talk replies. For a gap, say what the article does not say, such as: The article
    does not name the architect. An answer has no such key: its facts are what it says."""
    verdict: Literal["", "yes", "no"] = ""
    """For an answer, "yes" or "no", in quotes: what the article replies to the question, where that asks
    for a yes or a no. It is said first, if the question names nothing but what the facts or many phrases
    name."""
    phrases: tuple[Text, ...] = ()
    """Other ways to ask the same: other words, not only another order of them. A phrase may be a template,
    such as (when|what day) does [the] tower open. No wording stands under two intents."""
    follow_ups: tuple[Text, ...] = ()
    """Short wordings, such as: and when? They mean this intent only right after something about the same.
    They may be templates, and one may stand under many intents."""
    decides: tuple[Id, ...] = ()
    """For an answer, the types of names that its facts settle, such as [person]. “Was it somebody else?”
    then gets a no; without this key it is refused. There are the types of the lexicon, and country,
    weekday, month, person, place, organisation and role."""
    draft: bool = False
    """true as long as nobody has checked the intent. Its answer then says that it is unchecked. Once it is
    checked, delete this line."""


class TopicFile(_Entry):
    """A topic: facts and the questions about them, in a file of its own, intents/TOPIC.yaml."""

    topic: Id
    """The name of the topic. It is the name of the file without .yaml."""
    title: Text
    """The title under which people find its questions, such as: Opening hours and tickets."""
    facts: tuple[FactEntry, ...] = ()
    """What the article says about the topic, each with its quotes."""
    intents: tuple[IntentEntry, ...] = ()
    """What people may ask about it. An intent may name facts of other topics too."""


class TermEntry(_Entry):
    """Forms that mean the same in questions about this article."""

    id: Id
    """The name of the term, such as tower. In templates <tower> stands for all of its forms. A term with
    the id of a shared set of synonyms replaces that set."""
    forms: tuple[Text, ...] = Field(min_length=1)
    """Words or names that mean the same, such as [tower, spire, belfry]. Inflections and typos need no
    entry. No form stands under two terms or entities."""
    draft: bool = False
    """true as long as nobody has checked the term. It is a note to curators and changes no answer."""


class EntityEntry(_Entry):
    """Somebody or something with a name."""

    id: Id
    """A name for the entry, such as ines_okafor. In templates <ines_okafor> stands for all of its forms."""
    type: Id
    """What it is: person, organisation, country, place, role, or a word of your own such as ship. Names of
    one type may be taken for each other, and decides refers to types."""
    forms: tuple[Text, ...] = Field(min_length=1)
    """What it is called, the usual name first, such as [ines okafor, okafor, director okafor]. No form
    stands under two terms or entities."""
    in_article: bool = True
    """false for a name that people may ask about although the article has nothing on it. Names that do not
    stand in the article are known for such without it."""
    draft: bool = False
    """true as long as nobody has checked the entry. It is a note to curators and changes no answer."""


class RuleEntry(_Entry):
    """A template with a name, for parts that many phrases have in common."""

    id: Id
    """The name of the rule, such as date. In other templates <date> stands for it."""
    template: Text
    """What the rule stands for, such as (day|date). It may name further rules, terms and entities, but not
    itself."""


class LexiconFile(_Entry):
    """The words of a pack: synonyms, names, and parts of templates, in intents/lexicon.yaml."""

    terms: tuple[TermEntry, ...] = ()
    """Sets of forms that mean the same. Everyday synonyms are there without being written."""
    entities: tuple[EntityEntry, ...] = ()
    """Who and what has a name. Countries, weekdays, months, offices and well-known bodies are there without
    being written."""
    rules: tuple[RuleEntry, ...] = ()
    """Parts of templates, to be named in phrases as <id>."""
    stop_words: tuple[Text, ...] = ()
    """Words that say nothing about what is asked, beside those of English, such as [kindly]. A question is
    read as if they were mere grammar."""


class PackFile(_Entry):
    """The pack as a whole, in intents/pack.yaml: what it is about, and how its article is read."""

    title: Text
    """The title of the pack, such as: The clock tower of Vellmar."""
    about: Text
    """What the article is about, in one sentence."""
    welcome: tuple[Text, ...] = Field(json_schema_extra={"minItems": 3, "maxItems": 3, "uniqueItems": True})
    """Three questions to begin with. Each is the question of an intent of the kind answer, letter for
    letter."""
    abbreviations: tuple[Abbreviation, ...] = ()
    """Words after whose full stop no sentence ends, such as [approx., Ald.]. One with a capital holds for
    that alone."""
    split: tuple[Split, ...] = ()
    """Where a sentence ends that would otherwise go on: words of the article with a | at the end, such as:
    in the U.S. | Shares fell. The words stand in the article only once."""
    join: tuple[Text, ...] = ()
    """Words within which no sentence ends, such as: at 5 p.m. Officials left. They stand in the article
    only once."""
    without: tuple[Text, ...] = ()
    """What every pack shares and this one does not want: ids of small talk such as chat_joke, or small_talk
    for all of it; types of names such as month; ids of sets of synonyms such as cost, or synonyms for all
    of them."""
