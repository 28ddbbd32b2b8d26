"""What the file of a script may say, before it is compared with a pack."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from assistant.knowledge.nodes import ScalarNode
from assistant.knowledge.schema import Id, Text, own_error
from assistant.knowledge.wording import did_you_mean, listed, named
from assistant.response import Status
from assistant.text import LONGEST_QUESTION

STATUSES: Final = tuple(status for status in Status if status is not Status.ERROR)
LONGEST_SECONDS: Final = 600
KINDS: Final = ("ask", "pick", "pause", "note", "card", "source", "why")
"""The keys of a step of which it has one."""
ONLY_WITH: Final = {"expect": ("ask", "pick"), "text": ("card",)}
"""The keys that go with some kinds of step alone."""
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


def _list_of(item: Any) -> BeforeValidator:
    """One value, or a list of them."""
    return BeforeValidator(
        _one_or_more, json_schema_input_type=item | Annotated[tuple[item, ...], Field(min_length=1)]
    )


# As an editor checks it by the JSON Schema: a question does not begin as a command does.
_NO_COMMAND = {"pattern": r"^\s*[^/\s]", "maxLength": LONGEST_QUESTION}
Question = Annotated[
    Text, AfterValidator(_question), BeforeValidator(_not_a_number), Field(json_schema_extra=_NO_COMMAND)
]
Seconds = Annotated[
    float,
    BeforeValidator(_seconds, json_schema_input_type=Annotated[float, Field(ge=0, le=LONGEST_SECONDS)]),
]
Count = Annotated[int, BeforeValidator(_count, json_schema_input_type=Annotated[int, Field(ge=1)])]
Switch = Annotated[bool, BeforeValidator(_switch, json_schema_input_type=Literal[True])]
StatusName = Annotated[
    Status, BeforeValidator(_status), WithJsonSchema({"type": "string", "enum": list(STATUSES)})
]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
    EXAMPLE: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _is_group(cls, value: object) -> object:
        if value is not None and not isinstance(value, dict):
            raise own_error(f"must be a group of keys with values, such as “{cls.EXAMPLE}”")
        return value


class ExpectEntry(_Entry):
    """What a reply has to be. Each key has one value or a list, of which any one will do."""

    EXAMPLE: ClassVar = "status: answered"

    status: Annotated[tuple[StatusName, ...], _list_of(StatusName), Field(min_length=1)] = ()
    """The status of the reply: answered, passage, clarify, not_in_article or chat."""
    intent: Annotated[tuple[Id, ...], _list_of(Id), Field(min_length=1)] = ()
    """The id of the intent that the reply leads to."""
    sentence: Annotated[tuple[Count, ...], _list_of(Count), Field(min_length=1)] = ()
    """The number of a sentence that the reply cites, from 1."""


class StepEntry(_Entry):
    """A step: exactly one of ask, pick, pause, note, card, source and why, and what goes with it."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": [kind]} for kind in KINDS],
            "dependentSchemas": {
                key: {"anyOf": [{"required": [kind]} for kind in kinds]} for key, kinds in ONLY_WITH.items()
            },
        }
    )
    EXAMPLE: ClassVar = "ask: ..."

    ask: Question = ""
    """A question, typed out and sent."""
    pick: Count = 0
    """The number, from 1, of one of the questions that the last reply offers."""
    pause: Seconds = 0.0
    """How many seconds nothing happens."""
    note: Text = ""
    """A note to the audience, in the chat."""
    card: Text = ""
    """The title of a card that fills the screen."""
    source: Switch = False
    """true: show in the article the sentence that the last reply cites."""
    why: Switch = False
    """true: unfold why the last reply is what it is."""
    text: Text = ""
    """The text of a card, under its title."""
    presenter: Text = ""
    """A note that the presenter alone sees."""
    hold: Seconds | None = None
    """How many seconds to stay after the step, instead of as long as it takes to read what it shows."""
    expect: ExpectEntry = ExpectEntry()
    """What the reply to a question has to be, for a check of the script."""


class ScriptFile(_Entry):
    """A script to show a pack with: intents/demo.yaml, or a file of any name. It adds nothing to the pack."""

    EXAMPLE: ClassVar = "title: ..."

    title: Text
    """The title of the demo."""
    steps: tuple[StepEntry, ...] = Field(min_length=1)
    """What happens, in order."""
