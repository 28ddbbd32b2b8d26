"""Rows of unequal length and tables of strings: arrays give back what they were made of."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import archive
from assistant.arrays import Rows, StringTable, starts_of, sums_at

# Lone surrogates too: any str is one that may occur.
STRINGS = st.lists(st.text(st.characters(exclude_categories=()), max_size=5), max_size=8)
ROWS = st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=4), max_size=6)
BOUNDS = st.none() | st.integers(-10, 10)


# Tables of strings


@given(STRINGS)
def test_a_table_holds_the_strings_that_it_was_made_of(strings: list[str]) -> None:
    table = StringTable.of(strings)

    assert len(table) == len(strings)
    assert table.all() == list(table) == strings
    assert [table[place] for place in range(-len(strings), len(strings))] == strings * 2


@given(STRINGS, BOUNDS, BOUNDS)
def test_a_slice_of_a_table_is_a_table_of_some_strings_in_a_row(
    strings: list[str], first: int | None, last: int | None
) -> None:
    part = StringTable.of(strings)[first:last]

    assert isinstance(part, StringTable)
    assert part.all() == list(part) == strings[first:last]
    assert part[1:].all() == strings[first:last][1:]


@given(STRINGS)
def test_a_table_is_stored_and_restored(strings: list[str]) -> None:
    table = StringTable.of(strings)
    stored = archive.decode(memoryview(archive.encode(table.to_tree())))

    assert StringTable.from_tree(stored).all() == strings


def test_a_part_of_a_table_can_be_sent_and_copied() -> None:
    part = StringTable.of(["one", "two", "\ud800"])[1:]

    assert pickle.loads(pickle.dumps(part)) == copy.deepcopy(part) == ["two", "\ud800"]


@given(STRINGS, st.text(max_size=5))
def test_a_table_is_equal_to_any_sequence_of_its_strings(strings: list[str], other: str) -> None:
    table = StringTable.of(strings)

    assert table == strings
    assert table == tuple(strings)
    assert table == StringTable.of(["before", *strings, "after"])[1:-1]
    assert table != [*strings, other]
    assert hash(table) == hash(StringTable.of(strings))
    assert (other in table) == (other in strings)
    assert eval(repr(table), {"StringTable": StringTable}) == table


def test_strings_are_no_table_of_their_letters() -> None:
    assert StringTable.of("abc") == ["a", "b", "c"]
    assert StringTable.of("abc") != "abc"


@pytest.mark.parametrize("place", [2, -3, 100])
def test_there_is_nothing_beyond_the_ends_of_a_table(place: int) -> None:
    with pytest.raises(IndexError):
        StringTable.of(["one", "two"])[place]


def test_a_table_is_not_sliced_with_a_step() -> None:
    with pytest.raises(ValueError, match="step"):
        StringTable.of(["one", "two"])[::-1]


def test_a_table_of_nothing_is_empty() -> None:
    table = StringTable.of([])

    assert not table
    assert table.all() == list(table) == list(table[:]) == []


# Rows


@given(ROWS)
def test_each_row_is_the_one_that_was_given(rows: list[list[int]]) -> None:
    made = Rows.of(rows)

    assert [made.row(number).tolist() for number in range(len(rows))] == rows


@given(ROWS.filter(bool), st.data())
def test_the_places_of_some_rows_are_those_of_their_values(
    rows: list[list[int]], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=5))
    made = Rows.of(rows)
    places, lengths = made.places(np.array(chosen, np.int64))

    assert made.values[places].tolist() == [value for number in chosen for value in rows[number]]
    assert lengths.tolist() == [len(rows[number]) for number in chosen]


def test_no_rows_have_no_values() -> None:
    made = Rows.of([])
    places, lengths = made.places(np.zeros(0, np.int64))

    assert (made.starts.tolist(), made.values.tolist()) == ([0], [])
    assert (places.tolist(), lengths.tolist()) == ([], [])


@given(st.lists(st.integers(0, 5), max_size=8))
def test_rows_stand_one_after_another(lengths: list[int]) -> None:
    assert starts_of(lengths).tolist() == [sum(lengths[:number]) for number in range(len(lengths) + 1)]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(-9, 9)), max_size=12))
def test_what_stands_at_a_place_is_summed(pairs: list[tuple[int, int]]) -> None:
    places, weights = (
        (np.array(column, np.int64) for column in zip(*pairs, strict=True))
        if pairs
        else (
            np.zeros(0, np.int64),
            np.zeros(0, np.int64),
        )
    )

    assert sums_at(places, weights, 6).tolist() == [
        sum(weight for place, weight in pairs if place == number) for number in range(6)
    ]
