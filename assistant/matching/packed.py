"""Mappings that can be kept encoded, and of which a question decodes no more than it needs."""

from __future__ import annotations

import marshal
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

V = TypeVar("V")
# All names in order, one a line; where the value of each begins, and the last ends; all values.
Encoded = tuple[str, bytes, bytes]


class Packed(Mapping[str, V]):
    """By name, a value of plain types: numbers, strings, and tuples, lists and dicts of such.

    A value that is given encoded is decoded when it is first asked for. No name has a line break.
    """

    def __init__(self, values: Mapping[str, V] | None = None, encoded: Encoded | None = None) -> None:
        """Either `values`, or `encoded`, which another object has made of its values."""
        self._values = dict(values or {})
        self._encoded = encoded
        names, places, self._data = encoded or ("", b"", b"")
        self._places = array("I", places)
        self._names = names.split("\n") if len(self._places) > 1 else []

    def encoded(self) -> Encoded:
        """All values, encoded."""
        if self._encoded is not None:
            return self._encoded
        plain: Mapping[str, Any] = self._values
        names = sorted(plain)
        values = [marshal.dumps(plain[name]) for name in names]
        places = array("I", accumulate(map(len, values), initial=0))
        return "\n".join(names), places.tobytes(), b"".join(values)

    def _place(self, name: str) -> int | None:
        """Which of the encoded values has the name."""
        place = bisect_left(self._names, name)
        return place if place < len(self._names) and self._names[place] == name else None

    def __getitem__(self, name: str) -> V:
        value = self._values.get(name)
        if value is None:
            value = self._decoded(name)
            if value is None:
                raise KeyError(name)
        return value

    def find(self, name: str) -> V | None:
        """The value of `name`, or None; what `get` returns, but sooner."""
        value = self._values.get(name)
        return self._decoded(name) if value is None else value

    def _decoded(self, name: str) -> V | None:
        place = self._place(name)
        if place is None:
            return None
        data = self._data[self._places[place] : self._places[place + 1]]
        value: V = marshal.loads(data)
        self._values[name] = value
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._values or (isinstance(name, str) and self._place(name) is not None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names if self._encoded is not None else self._values)

    def __len__(self) -> int:
        return len(self._names) if self._encoded is not None else len(self._values)
