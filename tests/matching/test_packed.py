"""Mappings that are kept encoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.matching.packed import Packed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NAMES = st.text(st.characters(exclude_characters="\n"), max_size=3)
VALUES = st.dictionaries(NAMES, st.lists(st.integers() | st.floats(allow_nan=False)), max_size=5)
GIVEN = {"a": [1], "b": [2, 3]}


def restored(values: dict[str, list[float]]) -> Packed[list[float]]:
    return Packed(encoded=Packed(values).encoded())


@given(VALUES, NAMES)
def test_what_was_encoded_comes_back(values: dict[str, list[float]], name: str) -> None:
    packed = restored(values)

    assert packed.get(name) == values.get(name)
    assert packed == values
    assert Packed[list[float]](encoded=packed.encoded()) == values


@pytest.mark.parametrize(
    "look",
    [
        dict,
        list,
        len,
        sorted,
        lambda values: values == GIVEN,
        lambda values: "a" in values,
        lambda values: "c" in values,
        lambda values: values.get("a"),
        lambda values: values.get("c"),
        lambda values: values.get("c", "none"),
        lambda values: list(values.keys()),
        lambda values: list(values.values()),
        lambda values: list(values.items()),
        lambda values: dict(values.items()),
        lambda values: {**values},
    ],
)
def test_encoded_or_not_it_looks_like_the_dict(look: Callable[[Mapping[str, list[float]]], object]) -> None:
    half = restored(GIVEN)
    half["a"]

    assert look(restored(GIVEN)) == look(half) == look(Packed(GIVEN)) == look(dict(GIVEN))


def test_a_value_is_decoded_once() -> None:
    packed = restored(GIVEN)

    assert packed["a"] is packed["a"]


def test_an_unknown_name_is_none() -> None:
    with pytest.raises(KeyError, match="c"):
        restored(GIVEN)["c"]
