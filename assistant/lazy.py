"""Values that an immutable object works out when they are first read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

V = TypeVar("V")


class lazy(Generic[V]):  # noqa: N801  (a decorator, like `property`)
    """A property that is computed once and then stands in the object.

    There is no lock, other than in `functools.cached_property` of Python 3.11: a process that is forked while
    a thread computes the value would wait for that thread for ever. Two threads may compute the value at the
    same time, which is harmless where it is always the same.
    """

    def __init__(self, compute: Callable[[Any], V]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> V: ...
    def __get__(self, instance: object, owner: type) -> V | Self:
        """The value; it replaces this lookup from now on."""
        if instance is None:
            return self
        value: V = instance.__dict__.setdefault(self._name, self._compute(instance))
        return value
