"""What the file of a script may say, before it is compared with a pack."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant.knowledge.nodes import ScalarNode
from assistant.knowledge.schema import Id, Text, own_error
from assistant.knowledge.wording import did_you_mean, listed, named
from assistant.response import Status
from assistant.text import LONGEST_QUESTION

STATUSES: Final = tuple(status for status in Status if status is not Status.ERROR)
LONGEST_SECONDS: Final = 600
_SECONDS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")
_NUMBER = re.compile(r"[0-9]{1,3}[.)]?")
_COUNT = re.compile("[1-9][0-9]{0,5}")


def _written(value: object) -> str | None:
    """A number as it is written in the file, or any text; None for what is neither."""
    text = value.text if isinstance(value, ScalarNode) else value
    return text if isinstance(text, str) else None


def _shown(value: object) -> str:
    text = _written(value)
    if text is not None:
        return named(text)
    if isinstance(value, bool):
        return str(value).lower()
    return "a list" if isinstance(value, list) else "a group of keys"


def _seconds(value: object) -> float:
    text = _written(value)
    if text is None or not _SECONDS.fullmatch(text):
        raise own_error(f"must be a number of seconds, such as 2 or 0.5, not {_shown(value)}")
    if float(text) > LONGEST_SECONDS:
        raise own_error(f"must be at most {LONGEST_SECONDS} seconds, not {text}")
    return float(text)


def _count(value: object) -> int:
    text = _written(value)
    if text is None or not _COUNT.fullmatch(text):
        raise own_error(f"must be a number from 1, such as 2, not {_shown(value)}")
    return int(text)


def _switch(value: object) -> bool:
    if value is not True:
        raise own_error(f"must be true, not {_shown(value)}: a step that is not wanted is taken out")
    return True


def _question(value: str) -> str:
    """Refuse what the chat would not take for a question when it is typed there."""
    if len(value) > LONGEST_QUESTION:
        raise own_error(f"is {len(value):,} characters long: a question may have {LONGEST_QUESTION:,}")
    if "\n" in value:
        raise own_error("breaks off in the middle: a question is typed on one line")
    if value.startswith("/"):
        raise own_error("begins with “/”, as a command does: ask a question")
    return value


def _not_a_number(value: object) -> object:
    text = _written(value)
    if text is not None and _NUMBER.fullmatch(text.strip()):
        raise own_error(f"{named(text)} is the number of an option: write “pick” instead of “ask”")
    return value


def _status(value: object) -> Status:
    text = _written(value)
    if text is None:
        raise own_error(f"must be a status, not {_shown(value)}")
    if text not in STATUSES:
        hint = did_you_mean(text, STATUSES) or f"; they are {listed(STATUSES)}"
        raise own_error(f"{named(text)} is no status of a reply{hint}")
    return Status(text)


def _one_or_more(value: object) -> object:
    """A single value stands for a list of one."""
    return value if isinstance(value, list) or value is None else [value]


_ListOf = BeforeValidator(_one_or_more)
Question = Annotated[Text, AfterValidator(_question), BeforeValidator(_not_a_number)]
Seconds = Annotated[float, BeforeValidator(_seconds)]
Count = Annotated[int, BeforeValidator(_count)]
Switch = Annotated[bool, BeforeValidator(_switch)]
StatusName = Annotated[Status, BeforeValidator(_status)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    EXAMPLE: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _is_group(cls, value: object) -> object:
        if value is not None and not isinstance(value, dict):
            raise own_error(f"must be a group of keys with values, such as “{cls.EXAMPLE}”")
        return value


class ExpectEntry(_Entry):
    """What a reply has to be; a list means any one of its items."""

    EXAMPLE: ClassVar = "status: answered"

    status: Annotated[tuple[StatusName, ...], _ListOf, Field(min_length=1)] = ()
    intent: Annotated[tuple[Id, ...], _ListOf, Field(min_length=1)] = ()
    sentence: Annotated[tuple[Count, ...], _ListOf, Field(min_length=1)] = ()


class StepEntry(_Entry):
    """A step as written; which of its keys go together is checked elsewhere."""

    EXAMPLE: ClassVar = "ask: ..."

    ask: Question = ""
    pick: Count = 0
    pause: Seconds = 0.0
    note: Text = ""
    card: Text = ""
    source: Switch = False
    why: Switch = False
    text: Text = ""
    presenter: Text = ""
    hold: Seconds | None = None
    expect: ExpectEntry = ExpectEntry()


class ScriptFile(_Entry):
    """A whole script."""

    EXAMPLE: ClassVar = "title: ..."

    title: Text
    steps: tuple[StepEntry, ...] = Field(min_length=1)
