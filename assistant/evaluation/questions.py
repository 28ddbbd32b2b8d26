"""Read a file of labelled questions; every problem in it is told with its line and column."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from assistant.errors import AssistantError, Problem
from assistant.evaluation.labels import ConversationRow, Expect, Label, QuestionRow, Row
from assistant.knowledge.wording import did_you_mean, listed, named, nearest
from assistant.reply import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pydantic_core import ErrorDetails

    from assistant.knowledge.pack import Pack

Loc = tuple[str | int, ...]

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\n\r]*")
_MEANINGS = {
    "string_type": "must be text",
    "string_pattern_mismatch": "is empty or not of the form that belongs here",
    "string_too_short": "is empty: write some text",
    "tuple_type": "must be a list",
    "too_short": "is an empty list",
    "model_type": "must be an object with keys",
}


class QuestionsError(AssistantError):
    """A file of questions that cannot be used; holds every problem that was found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


def read_questions(lines: Iterable[str], name: str, pack: Pack) -> list[Row]:
    """The rows of the JSON Lines file `name`, checked against the pack that they are asked of.

    Raises:
        QuestionsError: Anything is wrong with the file; it holds every problem.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    places: dict[str, int] = {}
    known = _Known(pack)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row, wrong = _read(line, number, known)
        if row is not None:
            first = places.setdefault(row.id, number)
            if first != number:
                wrong.append((("id",), f"the id {named(row.id)} stands in line {first} already"))
            rows.append(row)
        problems.extend(Problem(name, number, column_of(line, loc), _where(loc), what) for loc, what in wrong)
    if not rows and not problems:
        problems.append(Problem(name, 1, 1, "", "there is no question here"))
    if problems:
        raise QuestionsError(problems)
    return rows


def _read(line: str, number: int, known: _Known) -> tuple[Row | None, list[tuple[Loc, str]]]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        # The place of the mistake; a loc that leads nowhere stands for an offset.
        return None, [((error.pos,), f"this is not JSON: {error.msg}")]
    except (ValueError, RecursionError) as error:
        return None, [((), f"this is not JSON: {error}")]
    if not isinstance(record, dict):
        return None, [((), "must be an object such as {“question”: ..., “expect”: ...}")]
    model: type[QuestionRow | ConversationRow] = ConversationRow if "turns" in record else QuestionRow
    try:
        entry = model.model_validate(record)
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [_explained(model, detail) for detail in details if not _follows(detail)]
    return Row.of(entry, number), list(known.check(entry))


def _explained(model: type[BaseModel], detail: ErrorDetails) -> tuple[Loc, str]:
    loc, kind, value = detail["loc"], detail["type"], detail["input"]
    if kind == "missing":
        return loc[:-1], f"the key {named(str(loc[-1]))} is missing"
    if kind == "extra_forbidden":
        keys = list((Label if "turns" in loc else model).model_fields)
        hint = did_you_mean(str(loc[-1]), keys) or f"; the keys here are {listed(keys)}"
        return loc, f"there is no key {named(str(loc[-1]))}{hint}"
    if kind == "enum" and isinstance(value, str):
        choices = list(Status if "status" in loc else Expect)
        hint = did_you_mean(value, choices) or f"; there are {listed(choices)}"
        return loc, f"there is no {loc_name(loc)} {named(value)}{hint}"
    return loc, _MEANINGS.get(kind, detail["msg"])


def loc_name(loc: Loc) -> str:
    """The key that a place is in or under."""
    return next((part for part in reversed(loc) if isinstance(part, str)), "")


def _follows(detail: ErrorDetails) -> bool:
    """Whether a list is called too short only because items of it are wrong, which is told of each."""
    return detail["type"] == "too_short" and bool(detail["input"])


class _Known:
    """The intents and sentences that a label may name."""

    def __init__(self, pack: Pack) -> None:
        self._intents = list(pack.intents)
        self._several = len(pack.sources) > 1
        self._sentences = [
            f"{name}:{sentence.number}"
            for name, source in pack.sources.items()
            for sentence in source.sentences
        ]

    def check(self, entry: QuestionRow | ConversationRow) -> Iterator[tuple[Loc, str]]:
        """What of `entry` leads nowhere in the pack, and where it stands."""
        if isinstance(entry, QuestionRow):
            yield from self._label(entry, ())
            return
        for index, turn in enumerate(entry.turns):
            yield from self._label(turn, ("turns", index))

    def _label(self, label: Label, place: Loc) -> Iterator[tuple[Loc, str]]:
        for intent in label.intent:
            if intent not in self._intents:
                hint = did_you_mean(intent, self._intents)
                yield (*place, "intent"), f"the pack has no intent {named(intent)}{hint}"
        named_sentences: Iterator[tuple[Loc, int | str]] = (
            ((*place, "sentences_all", group, index), sentence)
            if label.sentences_all
            else ((*place, "sentences", index), sentence)
            for group, sentences in enumerate(label.groups)
            for index, sentence in enumerate(sentences)
        )
        for loc, sentence in named_sentences:
            wrong = self._sentence(sentence)
            if wrong:
                yield loc, wrong

    def _sentence(self, sentence: int | str) -> str:
        if isinstance(sentence, str):
            known = sentence in self._sentences
            return "" if known else f"there is no such sentence; did you mean {named(self._near(sentence))}?"
        if self._several:
            return f"the pack has several sources: say which, such as {named(self._near(str(sentence)))}"
        last = len(self._sentences)
        return "" if sentence <= last else f"there is no sentence {sentence}: the article has {last}"

    def _near(self, sentence: str) -> str:
        return nearest(sentence, self._sentences) or self._sentences[0]


def _where(loc: Loc) -> str:
    where = ""
    for part in loc if loc and isinstance(loc[0], str) else ():
        where += f"[{part}]" if isinstance(part, int) else f".{part}"
    return where.lstrip(".")


def column_of(text: str, loc: Sequence[str | int]) -> int:
    """The column, from 1, of the value at `loc` in the JSON `text`, or of the nearest one above it.

    A `loc` that begins with a number is an offset into `text`.
    """
    if loc and isinstance(loc[0], int):
        return loc[0] + 1
    at = _skip(text, 0)
    for part in loc:
        child = next((value for key, value in _children(text, at) if key == part), None)
        if child is None:
            break
        at = child
    return at + 1


def _children(text: str, at: int) -> Iterator[tuple[str | int, int]]:
    """The key or index, and the offset of the value, of each child of the JSON value at the offset `at`."""
    if text[at] not in "{[":
        return
    has_keys = text[at] == "{"
    at = _skip(text, at + 1)
    index = 0
    while text[at] not in "}]":
        key: Any = index
        if has_keys:
            key, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        yield key, at
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] == ",":
            at = _skip(text, at + 1)
        index += 1


def _skip(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at
