"""What a curator decides of a question, and files of such decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from assistant.errors import Problem, ProblemsError
from assistant.evaluation.known import Known
from assistant.evaluation.labels import SentenceName  # noqa: TC001  (Pydantic reads the annotation)
from assistant.formats.table import unguarded
from assistant.knowledge.schema import Id, Text  # noqa: TC001  (Pydantic reads the annotations)
from assistant.knowledge.wording import did_you_mean, listed, named
from assistant.records import InputFormat, records
from assistant.text import LONGEST_QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import BinaryIO

    from pydantic_core import ErrorDetails

    from assistant.knowledge.pack import Pack
    from assistant.records import Loc

KINDS: Final = ("intent", "gap", "draft", "ignore")
"""The keys that say what becomes of a question, of which a decision has one."""
# A number of more digits names no sentence, and Python refuses to read one of thousands.
_MOST_DIGITS: Final = 9
# In a cell these part several values, as in files of labelled questions.
BETWEEN: Final = "|"
# What a spreadsheet or a person puts into the cell of a question that is not ignored.
_NOT: Final = ("false", "no", "0")
_LISTS: Final = ("phrases", "others", "draft", "facts")
_ONLY_WITH: Final = {
    "after": ("intent", "ignore"),
    "topic": ("gap", "draft"),
    "id": ("gap", "draft"),
    "facts": ("draft",),
}
NOTES: Final = ("count", "nearest", "why")
"""The keys of a worksheet that are for whoever fills it in, and decide nothing."""
_MEANINGS: Final = {
    "string_type": "must be text",
    "tuple_type": "must be a list",
    "too_short": "is an empty list",
    "bool_type": "must be true",
    "bool_parsing": "must be true",
}


class DecisionsError(ProblemsError):
    """A file of decisions that cannot be used."""


def _error(what: str) -> PydanticCustomError:
    return PydanticCustomError("decision", "{what}", {"what": what})


def _several(value: object) -> object:
    return value if isinstance(value, list | tuple) or value is None else [value]


class Decision(BaseModel):
    """What becomes of a question; one of the keys `intent`, `gap`, `draft` and `ignore` says it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: Text
    phrases: Annotated[tuple[Text, ...], BeforeValidator(_several)] = ()
    """Other wordings of the same."""
    others: Annotated[tuple[str, ...], BeforeValidator(_several)] = ()
    """More wordings, which are ignored with the question, and never taught."""
    after: Text | None = None
    """The question before it, where it means something only after that; it becomes a follow-up."""
    intent: Text | None = None
    """The intent that the question becomes a phrase of."""
    gap: Text | None = None
    """What a new gap says."""
    draft: Annotated[tuple[SentenceName, ...], BeforeValidator(_several), Field(min_length=1)] | None = None
    """The sentences that answer the question."""
    facts: Annotated[tuple[Text, ...], BeforeValidator(_several)] = ()
    """The facts that answer it, by id, where others than the first of each sentence do."""
    ignore: bool = False
    """Whether the question is of no use to the pack."""
    id: Id | None = None
    """The id of the new intent."""
    topic: Text | None = None
    """The topic that the new intent goes to."""

    @property
    def wordings(self) -> tuple[str, ...]:
        """The question and its other wordings, as far as the decision is about them."""
        return self.question, *self.phrases, *(self.others if self.ignore else ())

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        kinds = [key for key in KINDS if getattr(self, key)]
        if len(kinds) != 1:
            what = "several things to do: keep" if kinds else "nothing to do: give"
            raise _error(f"says {what} one of {listed(KINDS)}")
        for key, homes in _ONLY_WITH.items():
            if getattr(self, key) and kinds[0] not in homes:
                raise _error(f"has {named(key)}, which goes with {listed(homes)}: take it out")
        # What is ignored is never asked again, however long it is.
        if not self.ignore and len(self.question) > LONGEST_QUESTION:
            raise _error(f"has a question of {len(self.question):,} characters; at most {LONGEST_QUESTION:,}")
        return self


class DecisionFile(NamedTuple):
    """What a file of decisions holds."""

    decisions: tuple[Decision, ...]
    undecided: int
    """How many questions nothing is decided of yet."""


def read_decisions(stream: BinaryIO, name: str, pack: Pack) -> DecisionFile:
    """The decisions of a file, JSON Lines, CSV or Parquet, checked against the pack that they are about.

    A row with a question, and none of the keys that say what becomes of it, is left undecided.

    Raises:
        DecisionsError: Anything is wrong with the file; it holds every problem.
        AssistantError: The file as a whole cannot be read.
    """
    path = "<stdin>" if name == "-" else name
    problems: list[Problem] = []
    decisions: list[Decision] = []
    undecided = 0
    for record in records(stream, name, otherwise=InputFormat.JSONL):
        if record.problem:
            problems.append(Problem(path, *record.problem_place, "", record.told_problem))
            continue
        values = _entry(record.values, is_row=record.sheet is not None)
        if values.get("question") and not any(values.get(key) for key in KINDS):
            undecided += 1
            continue
        decision, wrong = _read(values)
        wrong += list(_unknown(decision, pack)) if decision else []
        problems += [Problem(path, *record.place(loc), _where(loc), what) for loc, what in wrong]
        decisions += [decision] if decision else []
    if not decisions and not problems:
        what = f"there is no decision here: give a question one of {listed(KINDS)}"
        problems.append(Problem(path, 1, 1, "", what))
    if problems:
        raise DecisionsError(problems)
    return DecisionFile(tuple(decisions), undecided)


def _read(values: Mapping[str, object]) -> tuple[Decision | None, list[tuple[Loc, str]]]:
    try:
        return Decision.model_validate(values), []
    except ValidationError as error:
        return None, [_explained(detail) for detail in error.errors(include_url=False)]


def _entry(given: Mapping[str, object], *, is_row: bool) -> dict[str, object]:
    """What a row says, with the cells of a table as they would be in JSON; what is empty is left out."""
    entry: dict[str, object] = {}
    for key, value in given.items():
        if key in NOTES or value in ("", None, (), []) or value is False:
            continue
        if not (is_row and isinstance(value, str)):
            entry[key] = value
            continue
        cell = unguarded(value)
        if key == "ignore" and cell.strip().casefold() in _NOT:
            continue
        parts = [part.strip() for part in cell.split(BETWEEN)]
        if key == "draft":
            are_numbers = [part.isdecimal() and len(part) <= _MOST_DIGITS for part in parts]
            entry[key] = [int(part) if yes else part for part, yes in zip(parts, are_numbers, strict=True)]
        else:
            entry[key] = parts if key in _LISTS else cell
    return entry


def _explained(detail: ErrorDetails) -> tuple[Loc, str]:
    loc, kind = detail["loc"], detail["type"]
    if kind == "missing":
        return loc[:-1], f"the key {named(str(loc[-1]))} is missing"
    if kind == "extra_forbidden":
        keys = list(Decision.model_fields)
        hint = did_you_mean(str(loc[-1]), keys) or f"; the keys here are {listed(keys)}"
        return loc, f"there is no key {named(str(loc[-1]))}{hint}"
    return loc, _MEANINGS.get(kind, detail["msg"])


def _unknown(decision: Decision, pack: Pack) -> Iterator[tuple[Loc, str]]:
    """What a decision names and the pack does not have, and an id that it has already."""
    for loc, what in Known(pack).check({"intent": decision.intent, "sentences": list(decision.draft or ())}):
        yield ("draft", *loc[1:]) if loc[0] == "sentences" else loc, what
    if decision.id and decision.id in pack.intents:
        yield ("id",), f"there is an intent {named(decision.id)} already"
    if decision.topic and decision.topic not in pack.topics:
        hint = did_you_mean(decision.topic, pack.topics)
        yield ("topic",), f"there is no topic {named(decision.topic)}{hint}"
    for place, fact in enumerate(decision.facts):
        if fact not in pack.facts:
            yield ("facts", place), f"there is no fact {named(fact)}{did_you_mean(fact, pack.facts)}"


def sentence_place(name: int | str, pack: Pack) -> tuple[str, int]:
    """The source and the number of a sentence by its name, a number or ``file.txt:number``."""
    if isinstance(name, int):
        return next(iter(pack.sources)), name
    source, _, number = name.rpartition(":")
    return source, int(number)


def _where(loc: Loc) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).lstrip(".")
