"""Lists of unequal length, and of strings, laid end to end in arrays: what is mapped from a file as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Reals = NDArray[np.float64]
    Flags = NDArray[np.bool_]

Name = TypeVar("Name")


class Rows(NamedTuple):
    """Rows of unequal length, one after another."""

    starts: Integers
    """Where each row begins in `values`, and where the last one ends; shape (rows + 1,)."""
    values: NDArray[Any]
    """The values of all rows; shape (values,)."""

    @classmethod
    def of(cls, rows: Iterable[Sequence[int]], dtype: type[np.generic] = np.uint32) -> Rows:
        """Rows of whole numbers."""
        listed = list(rows)
        flat = [value for row in listed for value in row]
        return cls(starts_of([len(row) for row in listed]), np.array(flat, dtype))

    @classmethod
    def grouped(cls, rows: NDArray[Any], values: NDArray[Any], count: int) -> Rows:
        """`count` rows of numbers that are sorted by their row; `rows` has the number of each one's."""
        return cls(starts_of(np.bincount(rows, minlength=count)), compact(values))

    @property
    def owners(self) -> Integers:
        """The number of the row of each value; shape (values,)."""
        return np.arange(len(self.starts) - 1).repeat(np.diff(self.starts))

    def row(self, number: int) -> NDArray[Any]:
        """The values of one row."""
        return self.values[self.starts[number] : self.starts[number + 1]]

    def places(self, numbers: NDArray[Any]) -> tuple[Integers, Integers]:
        """Where the values of some rows stand, row after row, and how many each row has."""
        first = self.starts[numbers]
        lengths = self.starts[numbers + 1] - first
        ends = lengths.cumsum()
        total = int(ends[-1]) if len(ends) else 0
        places = np.arange(total) + (first - ends + lengths).repeat(lengths)
        return places, lengths


def compact(numbers: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers, 0 or more, in the smallest type that holds them, to spare the processor's cache."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def sums_at(places: NDArray[Any], weights: NDArray[Any], count: int) -> Reals:
    """The sum of the weights at each of `count` places."""
    # Of no weights at all NumPy makes a sum of whole numbers.
    return np.bincount(places, weights, count).astype(np.float64, copy=False)


def starts_of(lengths: Sequence[int] | NDArray[Any]) -> Integers:
    """Where rows of these lengths begin that stand one after another, and where the last one ends."""
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts


def numbered(names: Iterable[Name]) -> dict[Name, int]:
    """The names, each once, with the numbers 0, 1 ... in their order."""
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


class StringTable(Sequence[str]):
    """Strings in one block of UTF-8, decoded one at a time when they are read; a slice shares the block."""

    def __init__(self, block: NDArray[np.uint8], starts: NDArray[np.uint32]) -> None:
        """`starts` has the offset of each string in `block`, and the end of the last: (strings + 1,)."""
        self._block = block
        self._starts = starts
        self._view = block.data

    @classmethod
    def of(cls, strings: Iterable[str]) -> StringTable:
        """The table of these strings, in their order."""
        encoded = [string.encode("utf-8", "surrogatepass") for string in strings]
        starts = np.array([*accumulate(map(len, encoded), initial=0)], np.uint32)
        return cls(np.frombuffer(b"".join(encoded), np.uint8), starts)

    def to_tree(self) -> dict[str, Any]:
        """The table as plain data and arrays."""
        return {"block": self._block, "starts": self._starts}

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> StringTable:
        """The table that `to_tree` was asked of."""
        return cls(tree["block"], tree["starts"])

    def __reduce__(self) -> tuple[Any, ...]:
        return StringTable.from_tree, (self.to_tree(),)

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> StringTable: ...
    def __getitem__(self, index: int | slice) -> str | StringTable:
        """One string, or a table of some in a row."""
        if isinstance(index, slice):
            first, last, step = index.indices(len(self))
            if step != 1:
                raise ValueError("a table of strings is sliced without a step")
            return StringTable(self._block, self._starts[first : max(first, last) + 1])
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        place = index % len(self)
        first, last = self._starts.item(place), self._starts.item(place + 1)
        return str(self._view[first:last], "utf-8", "surrogatepass")

    def all(self) -> list[str]:
        """All strings, decoded."""
        block = self._block.tobytes()
        bounds = [*pairwise(self._starts.tolist())]
        if block.isascii():
            text = block.decode("ascii")
            return [text[first:last] for first, last in bounds]
        return [block[first:last].decode("utf-8", "surrogatepass") for first, last in bounds]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and not isinstance(other, str) and self.all() == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self.all()))

    def __repr__(self) -> str:
        return f"StringTable.of({self.all()!r})"


@dataclass(frozen=True)
class Record:
    """A value of arrays, `Rows` and numbered names, one a field, which is stored as it is."""

    def to_tree(self) -> dict[str, Any]:
        """The record as plain data and arrays."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        named = {name: StringTable.of(value) for name, value in values.items() if isinstance(value, dict)}
        return values | {name: table.to_tree() for name, table in named.items()}

    @classmethod
    def from_tree(cls, tree: Mapping[str, Any]) -> Self:
        """The record that `to_tree` was asked of."""
        return cls(**{name: _restored(value) for name, value in tree.items()})


def _restored(value: Any) -> Any:
    if isinstance(value, dict):
        return numbered(StringTable.from_tree(value).all())
    return Rows(*value) if isinstance(value, list | tuple) else value
