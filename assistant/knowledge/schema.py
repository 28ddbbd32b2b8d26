"""What the three kinds of YAML file in ``intents/`` may say, one file at a time."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from assistant.knowledge.pack import IntentKind  # noqa: TC001  (Pydantic reads the annotation)
from assistant.knowledge.wording import named

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
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
Id = Annotated[str, AfterValidator(_id)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FactEntry(_Entry):
    """A fact as written; `source` names the file in ``seeds/`` that is quoted, where only one is meant."""

    id: Id
    statement: Text
    quotes: tuple[Verbatim, ...] = Field(min_length=1)
    source: Text | None = None


class IntentEntry(_Entry):
    """An intent as written; its question is no part of `phrases`, and its kind says what else is due."""

    id: Id
    kind: IntentKind
    question: Text
    facts: tuple[Text, ...] = ()
    says: Text = ""
    verdict: Literal["", "yes", "no"] = ""
    phrases: tuple[Text, ...] = ()
    follow_ups: tuple[Text, ...] = ()
    decides: tuple[Id, ...] = ()


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


class EntityEntry(_Entry):
    """A named thing; `in_article` is false where no source mentions it."""

    id: Id
    type: Id
    forms: tuple[Text, ...] = Field(min_length=1)
    in_article: bool = True


class LexiconFile(_Entry):
    """``intents/lexicon.yaml``."""

    terms: tuple[TermEntry, ...] = ()
    entities: tuple[EntityEntry, ...] = ()
    stop_words: tuple[Text, ...] = ()


class PackFile(_Entry):
    """``intents/pack.yaml``."""

    title: Text
    about: Text
    welcome: tuple[Text, ...]
    without: tuple[Text, ...] = ()
