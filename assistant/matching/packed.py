"""Mappings that can be kept encoded, and of which a question decodes no more than it needs."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

V = TypeVar("V")


class Packed(Mapping[str, V]):
    """By name, a value of plain types: numbers, strings, and tuples, lists and dicts of such.

    A value that is given encoded is decoded when it is first asked for.
    """

    def __init__(
        self, values: Mapping[str, V] | None = None, encoded: Mapping[str, bytes] | None = None
    ) -> None:
        """Either `values`, or `encoded`, which another object has made of its values."""
        self._values = dict(values or {})
        self._encoded = encoded or {}
        self._names: Mapping[str, object] = self._encoded or self._values

    def encoded(self) -> dict[str, bytes]:
        """All values, encoded."""
        plain: Mapping[str, Any] = self._values
        return {name: self._encoded.get(name) or marshal.dumps(plain[name]) for name in self._names}

    def __getitem__(self, name: str) -> V:
        value = self._values.get(name)
        if value is None:
            value = self._values[name] = marshal.loads(self._encoded[name])
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
