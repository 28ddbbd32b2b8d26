"""What the three kinds of YAML file in ``intents/`` may say, one file at a time."""

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


Text = Annotated[str, AfterValidator(_text)]
Verbatim = Annotated[str, AfterValidator(_verbatim)]
Abbreviation = Annotated[str, AfterValidator(_abbreviation)]
Split = Annotated[str, AfterValidator(_split)]
Id = Annotated[str, AfterValidator(_id)]


def _is_group(value: object, model: type[BaseModel]) -> bool:
    """Whether `value` is meant as a group of keys; one without any of the keys of `model` is a slip."""
    return isinstance(value, dict) and not value.keys().isdisjoint(model.model_fields)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuoteEntry(_Entry):
    """A quote as written: words of the article, and the file in ``seeds/`` that they stand in, if named."""

    text: Verbatim
    source: Text | None = None


class FactEntry(_Entry):
    """A fact as written; `source` names the file of all quotes that do not name their own."""

    id: Id
    statement: Text
    quotes: tuple[QuoteEntry, ...] = Field(min_length=1)
    source: Text | None = None
    draft: bool = False

    @field_validator("quotes", mode="before", json_schema_input_type=tuple[Verbatim | QuoteEntry, ...])
    @classmethod
    def _plain_quotes(cls, value: object) -> object:
        """Take words alone for a quote that names no source."""
        if not isinstance(value, list):
            return value
        return [each if _is_group(each, QuoteEntry) else {"text": each} for each in value]


class IntentEntry(_Entry):
    """An intent as written; its question is no part of `phrases`, and its kind says what else is due.

    `phrases` and `follow_ups` may be templates.
    """

    id: Id
    kind: IntentKind
    question: Text
    facts: tuple[Text, ...] = ()
    says: Text = ""
    verdict: Literal["", "yes", "no"] = ""
    phrases: tuple[Text, ...] = ()
    follow_ups: tuple[Text, ...] = ()
    decides: tuple[Id, ...] = ()
    draft: bool = False


class TopicFile(_Entry):
    """A topic file, ``intents/<topic>.yaml``."""

    topic: Id
    title: Text
    facts: tuple[FactEntry, ...] = ()
    intents: tuple[IntentEntry, ...] = ()


class TermEntry(_Entry):
    """A set of forms that mean the same."""

    id: Id
    forms: tuple[Text, ...] = Field(min_length=1)
    draft: bool = False


class EntityEntry(_Entry):
    """A named thing; `in_article` is false where no source mentions it."""

    id: Id
    type: Id
    forms: tuple[Text, ...] = Field(min_length=1)
    in_article: bool = True
    draft: bool = False


class RuleEntry(_Entry):
    """A template that others name as ``<id>``."""

    id: Id
    template: Text


class LexiconFile(_Entry):
    """``intents/lexicon.yaml``."""

    terms: tuple[TermEntry, ...] = ()
    entities: tuple[EntityEntry, ...] = ()
    rules: tuple[RuleEntry, ...] = ()
    stop_words: tuple[Text, ...] = ()


class PackFile(_Entry):
    """``intents/pack.yaml``; the last three keys mend the rules by which sentences are split."""

    title: Text
    about: Text
    welcome: tuple[Text, ...]
    abbreviations: tuple[Abbreviation, ...] = ()
    split: tuple[Split, ...] = ()
    join: tuple[Text, ...] = ()
    without: tuple[Text, ...] = ()
