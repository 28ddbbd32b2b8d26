"""Trees of plain data and NumPy arrays as bytes, and back, without a copy of the arrays.

The bytes are the same on every platform and read by every version of Python. They hold, in this order:

1. the length of the JSON text in bytes, as a little-endian unsigned 64-bit integer,
2. the JSON text: ``{"tree": ..., "arrays": [[path, dtype, shape, offset], ...]}`` in UTF-8,
3. the arrays, little-endian and in C order, each aligned to `ALIGNMENT` bytes.

In the tree, ``null`` stands for an array. Its path is the sequence of keys and indices that leads to it from
the outermost object; its offset counts from the end of the JSON text, rounded up to `ALIGNMENT`.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A dict with str keys, a list or a tuple of trees, a str, an int, a float, a bool, None or an array.
Tree: TypeAlias = Any
# The keys and indices that lead to a node of the document.
_Path: TypeAlias = "list[str | int]"

# Of the arrays, in bytes: that of a cache line, and no less than any instruction asks for.
ALIGNMENT = 64
_LENGTH_BYTES = 8
# Booleans, integers and floats; wider ones differ between platforms.
_KINDS = "biuf"
_LARGEST_ITEM = 8


def encode(tree: Tree) -> bytes:
    """Return `tree` as bytes.

    Args:
        tree: Plain data and arrays of booleans, integers or floats of at most 64 bits. Tuples become lists,
            and arrays become little-endian and contiguous.

    Raises:
        TypeError: The tree holds anything else.
    """
    arrays: list[tuple[_Path, NDArray[Any]]] = []
    plain = _without_arrays(tree, ["tree"], arrays)
    entries: list[list[Any]] = []
    blocks: list[bytes] = []
    offset = 0
    for path, array in arrays:
        entries.append([path, array.dtype.str, array.shape, offset])
        blocks.append(_padded(array.tobytes()))
        offset += len(blocks[-1])
    document = json.dumps({"tree": plain, "arrays": entries}, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate is a valid character of a str, but has no valid UTF-8.
    text = document.encode("utf-8", "surrogatepass")
    return b"".join((_padded(len(text).to_bytes(_LENGTH_BYTES, "little") + text), *blocks))


def decode(data: memoryview) -> Tree:
    """Return the tree that `encode` made `data` of.

    Args:
        data: All bytes of an archive that is known to be undamaged. They stay in use as long as any array of
            the tree does.

    Returns:
        The tree. Its arrays are read-only views of `data`; they are aligned as far as `data` itself is.
    """
    data = data.toreadonly()
    length = int.from_bytes(data[:_LENGTH_BYTES], "little")
    start = _aligned(_LENGTH_BYTES + length)
    document = json.loads(str(data[_LENGTH_BYTES : _LENGTH_BYTES + length], "utf-8", "surrogatepass"))
    for path, dtype, shape, offset in document["arrays"]:
        *above, last = path
        parent = document
        for key in above:
            parent = parent[key]
        count = math.prod(shape)
        array = np.frombuffer(data, dtype, count, start + offset) if count else np.empty(0, dtype)
        array = array.reshape(shape)
        array.flags.writeable = False
        parent[last] = array
    return document["tree"]


def _aligned(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT


def _padded(data: bytes) -> bytes:
    return data.ljust(_aligned(len(data)), b"\0")


def _without_arrays(tree: Tree, path: _Path, arrays: list[tuple[_Path, NDArray[Any]]]) -> Tree:
    """Return `tree` as JSON can hold it, and add its arrays, ready to be stored, to `arrays`."""
    match tree:
        case None | str() | int() | float():
            return tree
        case dict():
            if not all(isinstance(key, str) for key in tree):
                raise TypeError(f"a key at {path} is no str")
            return {key: _without_arrays(value, [*path, key], arrays) for key, value in tree.items()}
        case list() | tuple():
            return [_without_arrays(value, [*path, index], arrays) for index, value in enumerate(tree)]
        case np.ndarray():
            if tree.dtype.kind not in _KINDS or tree.dtype.itemsize > _LARGEST_ITEM:
                raise TypeError(f"the array at {path} is of {tree.dtype}")
            arrays.append((path, np.asarray(tree, tree.dtype.newbyteorder("<"))))
            return None
        case _:
            raise TypeError(f"the {type(tree).__name__} at {path} is neither plain data nor an array")
