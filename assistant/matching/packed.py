"""Mappings that can be kept encoded, and of which a question decodes no more than it needs."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView

V = TypeVar("V")


class Packed(dict[str, V], Generic[V]):
    """By name, a value of plain types: numbers, strings, and tuples, lists and dicts of such.

    A value that is given encoded is decoded when it is first asked for, and all of them are when the mapping
    is gone through. ``[name]`` gives `nothing` for a name that has no value. Not to be changed.
    """

    def __init__(
        self, nothing: V, values: Mapping[str, V] | None = None, encoded: Mapping[str, bytes] | None = None
    ) -> None:
        super().__init__(values or {})
        self._nothing = nothing
        self._encoded = dict(encoded or {})

    def encoded(self) -> dict[str, bytes]:
        """All values, encoded."""
        decoded: Any = super().items()
        return self._encoded | {name: marshal.dumps(value) for name, value in decoded}

    def __missing__(self, name: str) -> V:
        data = self._encoded.pop(name, None)
        if data is None:
            return self._nothing
        value: V = marshal.loads(data)
        self[name] = value
        return value

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self._encoded

    def __len__(self) -> int:
        return super().__len__() + len(self._encoded)

    def get(self, name: str, default: Any = None) -> Any:
        """The value of `name`, or `default` where it has none."""
        return self[name] if name in self else default

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def keys(self) -> KeysView[str]:
        """All names."""
        self._decode()
        return super().keys()

    def values(self) -> ValuesView[V]:
        """All values."""
        self._decode()
        return super().values()

    def items(self) -> ItemsView[str, V]:
        """All names with their values."""
        self._decode()
        return super().items()

    def __eq__(self, other: object) -> bool:
        self._decode()
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    def _decode(self) -> None:
        for name in list(self._encoded):
            self[name]
