"""Archives: trees of plain data and arrays come back as they were, and arrays are not copied."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import archive

DTYPES = ("?", "b", "B", "<i2", ">i2", "<u4", ">u4", "<i8", ">i8", "<f2", "<f4", ">f4", "<f8", ">f8")

# Lone surrogates too: any str is one that may occur.
texts = st.text(st.characters(), max_size=8)
shapes = st.lists(st.integers(0, 4), max_size=3).map(tuple)


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray[Any, Any]:
    dtype = np.dtype(draw(st.sampled_from(DTYPES)))
    shape = draw(shapes)
    size = math.prod(shape) * dtype.itemsize
    array = np.frombuffer(bytearray(draw(st.binary(min_size=size, max_size=size))), dtype).reshape(shape)
    # Neither contiguous nor in C order.
    return array.T if draw(st.booleans()) else array[..., ::-1] if array.ndim else array


plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
trees = st.recursive(
    plain | arrays(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def decoded(tree: archive.Tree) -> archive.Tree:
    return archive.decode(memoryview(archive.encode(tree)))


def assert_same(tree: archive.Tree, other: archive.Tree) -> None:
    assert type(tree) is type(other)
    if isinstance(tree, np.ndarray):
        assert other.dtype == tree.dtype.newbyteorder("<")
        assert other.shape == tree.shape
        assert other.tobytes() == tree.astype(other.dtype).tobytes()
    elif isinstance(tree, dict):
        assert list(tree) == list(other)
        for key, value in tree.items():
            assert_same(value, other[key])
    elif isinstance(tree, list):
        assert len(tree) == len(other)
        for value, other_value in zip(tree, other, strict=True):
            assert_same(value, other_value)
    else:
        assert tree == other


def found_arrays(tree: archive.Tree) -> list[np.ndarray[Any, Any]]:
    match tree:
        case np.ndarray():
            return [tree]
        case dict():
            return [array for value in tree.values() for array in found_arrays(value)]
        case list():
            return [array for value in tree for array in found_arrays(value)]
    return []


def aligned_buffer(data: bytes) -> memoryview:
    """The same bytes, writable, at an address that is a multiple of the alignment."""
    room = np.empty(len(data) + archive.ALIGNMENT, np.uint8)
    start = -room.ctypes.data % archive.ALIGNMENT
    room[start : start + len(data)] = np.frombuffer(data, np.uint8)
    return memoryview(room)[start : start + len(data)]


@given(trees)
def test_a_tree_comes_back_as_it_was(tree: archive.Tree) -> None:
    assert_same(tree, decoded(tree))


@given(trees)
def test_equal_trees_are_equal_bytes(tree: archive.Tree) -> None:
    assert archive.encode(decoded(tree)) == archive.encode(tree)


@given(trees)
def test_arrays_are_aligned_read_only_views(tree: archive.Tree) -> None:
    buffer = aligned_buffer(archive.encode(tree))

    for array in found_arrays(archive.decode(buffer)):
        assert not array.flags.writeable
        assert array.flags.c_contiguous
        if array.size:
            assert array.ctypes.data % archive.ALIGNMENT == 0
            assert np.shares_memory(array, np.frombuffer(buffer, np.uint8))


def test_a_view_cannot_be_made_writable() -> None:
    (array,) = archive.decode(aligned_buffer(archive.encode([np.arange(3)])))

    with pytest.raises(ValueError, match="WRITEABLE"):
        array.flags.writeable = True


def test_tuples_become_lists() -> None:
    assert decoded({"a": (1, (2.5, None))}) == {"a": [1, [2.5, None]]}


@pytest.mark.parametrize("value", [math.inf, -math.inf, -0.0, 5e-324, 0.1, 2**53 + 1, -(2**70)])
def test_numbers_are_exact(value: float) -> None:
    assert repr(decoded(value)) == repr(value)


def test_a_number_that_is_none_stays_so() -> None:
    assert math.isnan(decoded([math.nan])[0])


@pytest.mark.parametrize("text", ["\ud800", "\ud83d\ude00", "😀", "\0", "\u2028", '"\\', ""])
def test_any_text_survives(text: str) -> None:
    assert decoded({text: [text]}) == {text: [text]}


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_bytes_are_the_same_on_every_platform(order: str) -> None:
    tree = {"a": [np.array([[1, 2], [3, 4]], f"{order}i4"), "é"], "b": np.array(True), "c": 0.5}
    text = (
        '{"tree":{"a":[null,"é"],"b":null,"c":0.5},'
        '"arrays":[[["tree","a",0],"<i4",[2,2],0],[["tree","b"],"|b1",[],64]]}'
    ).encode()

    data = archive.encode(tree)

    assert data[:8] == len(text).to_bytes(8, "little")
    assert data[8 : 8 + len(text)] == text
    start = -(-(8 + len(text)) // 64) * 64
    assert not any(data[8 + len(text) : start])
    assert data[start:] == bytes.fromhex("01000000 02000000 03000000 04000000").ljust(64, b"\0") + (
        b"\x01".ljust(64, b"\0")
    )


@pytest.mark.parametrize(
    "tree",
    [
        {1: 2},
        {"a": {None: 2}},
        {1},
        b"bytes",
        [...],
        1j,
        np.int64(1),
        np.array(["text"]),
        np.array([None]),
        np.array([1j]),
        np.array(["2026-01-01"], "M8[D]"),
        np.zeros(2, [("a", "i4")]),
    ],
    ids=repr,
)
def test_anything_else_is_refused(tree: Any) -> None:
    with pytest.raises(TypeError):
        archive.encode({"in": [tree]})


def test_a_number_too_wide_for_some_platforms_is_refused() -> None:
    if np.dtype(np.longdouble).itemsize <= 8:
        pytest.skip("no wider floats here")
    with pytest.raises(TypeError):
        archive.encode(np.zeros(2, np.longdouble))


def test_a_dict_that_looks_like_an_entry_for_an_array_is_none() -> None:
    tree = {"tree": None, "arrays": [[["tree"], "<i4", [1], 0]]}

    assert decoded(tree) == tree
