"""Lists of names, kept by the numbers of the names so that they take little room and no time to load."""

from __future__ import annotations

from array import array
from itertools import accumulate, chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# All names, one a line; the numbers of those of every list; where each list begins, and the last ends.
State = tuple[str, bytes, bytes]


class NameLists:
    """Lists of names by index. No name has a line break."""

    def __init__(self, lists: Sequence[Iterable[str]] = ()) -> None:
        found = [list(each) for each in lists]
        self._names = list(dict.fromkeys(chain.from_iterable(found)))
        numbers = {name: number for number, name in enumerate(self._names)}
        self._numbers = array("I", [numbers[name] for name in chain.from_iterable(found)])
        self._places = array("I", accumulate(map(len, found), initial=0))

    def state(self) -> State:
        """What `restore` takes."""
        return "\n".join(self._names), self._numbers.tobytes(), self._places.tobytes()

    @classmethod
    def restore(cls, state: State) -> NameLists:
        """The lists whose state it is."""
        lists = cls()
        names, numbers, places = state
        lists._names = names.split("\n")
        lists._numbers, lists._places = array("I", numbers), array("I", places)
        return lists

    def __getitem__(self, index: int) -> list[str]:
        """The list with this index."""
        numbers = self._numbers[self._places[index] : self._places[index + 1]]
        return list(map(self._names.__getitem__, numbers))
