"""Insert into YAML text and leave every other character as it is: comments, order, quotes and widths.

A round trip through a YAML library lays a file out anew. Here a parser only tells where values begin and end.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from assistant.errors import AssistantError
from assistant.knowledge.wording import named, pasteable
from assistant.text import one_line

Value = str | bool | tuple[str, ...]
"""What an inserted key may hold: text, true or false, or a list of texts."""
Fields = dict[str, Value]

_BOM: Final = "\ufeff"
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# A line with a flow list is broken before it gets longer than this, in columns.
_WIDTH: Final = 110
# How far the dash of a list stands to the right of its key, where the file has no list to go by.
_DASH_INDENT: Final = 2
# Text that every version of YAML reads as itself, where it is no word for something else.
_PLAIN: Final = re.compile(r"[^\W\d_][\w .;!?/%&+-]*(?<! )")
# Some parsers take it for the mark of a key within brackets.
_NOT_IN_FLOW: Final = "?"
_RESERVED: Final = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def scalar(text: str, *, in_flow: bool = False) -> str:
    """`text`, which is on one line, as a YAML scalar that YAML 1.1 and 1.2 read alike.

    `in_flow` tells that it stands within brackets or braces.
    """
    is_plain = _PLAIN.fullmatch(text) and text.casefold() not in _RESERVED and not text.endswith("-")
    return text if is_plain and not (in_flow and _NOT_IN_FLOW in text) else pasteable(text)


def with_items(text: str, listing: str, entry: str, key: str, items: tuple[str, ...]) -> str:
    """Add to a list of one entry of a file, as its last items.

    Args:
        text: The file.
        listing: The key at the top under which the entry stands, such as ``intents``.
        entry: The ``id`` of the entry.
        key: The key of the list in the entry; it is added where it is not there.
        items: What to add.

    Raises:
        AssistantError: There is no such entry, or what is under the key is no list.
    """
    mark, text = _without_mark(text)
    for item in items:
        text = _with_item(text, listing, entry, key, item)
    return mark + text


def with_entry(text: str, listing: str, fields: Fields) -> str:
    """Add an entry to the list under a key at the top of a file, as the last one.

    Raises:
        AssistantError: What is under the key is no list.
    """
    mark, text = _without_mark(text)
    return mark + _with_entry(text, listing, fields)


def entries(text: str, listing: str) -> tuple[str, ...]:
    """The ids of the entries in the list under a key at the top of a file.

    Raises:
        AssistantError: The file is no YAML, or has no keys.
    """
    found = _value(_compose(_without_mark(text)[1]), listing)
    nodes = found.value if isinstance(found, yaml.SequenceNode) else []
    ids = [_value(node, "id") for node in nodes]
    return tuple([each.value for each in ids if isinstance(each, yaml.ScalarNode)])


def _with_entry(text: str, listing: str, fields: Fields) -> str:
    root = _compose(text)
    found = _value(root, listing)
    dash = _dash_indent(root)
    if found is None:
        return _insert_lines(text, _behind(text, root), [f"{listing}:", *_entry_lines(fields, dash, dash)])
    if isinstance(found, yaml.SequenceNode) and found.value and not found.flow_style:
        column = found.start_mark.column
        return _insert_lines(text, _behind(text, found), _entry_lines(fields, column, dash))
    if isinstance(found, yaml.SequenceNode) and found.value:
        return _insert_in_flow(text, found, _flow(fields))
    if _is_empty(found):
        return _replace_empty(text, found, _entry_lines(fields, dash, dash))
    raise AssistantError(f"{named(listing)} is no list")


def _with_item(text: str, listing: str, entry: str, key: str, item: str) -> str:
    root = _compose(text)
    group = _entry(root, listing, entry)
    found = _value(group, key)
    is_block = isinstance(found, yaml.SequenceNode) and found.value and not found.flow_style
    begins_block = found is None and not group.flow_style
    written = scalar(item, in_flow=not (is_block or begins_block))
    dash = _dash_indent(root)
    if found is None and group.flow_style:
        return _insert_in_flow(text, group, f"{key}: [{written}]")
    if found is None:
        column = group.start_mark.column
        lines = [" " * column + f"{key}:", " " * (column + dash) + f"- {written}"]
        return _insert_lines(text, _behind(text, group), lines)
    if is_block:
        line = " " * found.start_mark.column + f"- {written}"
        return _insert_lines(text, _behind(text, found), [line])
    if isinstance(found, yaml.SequenceNode) and found.value:
        return _insert_in_flow(text, found, written)
    if _is_empty(found) and isinstance(found, yaml.SequenceNode):
        return text[: found.start_mark.index] + f"[{written}]" + text[found.end_mark.index :]
    if _is_empty(found):
        return text[: found.start_mark.index] + f" [{written}]" + text[found.start_mark.index :]
    raise AssistantError(f"{named(key)} of {named(entry)} is no list")


def _without_mark(text: str) -> tuple[str, str]:
    """A file as its byte order mark, if it has one, and all else."""
    return ("", text) if not text.startswith(_BOM) else (_BOM, text[1:])


def _compose(text: str) -> Any:
    """The tree of a file that was read before; its marks count in code points of `text`."""
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise AssistantError(f"this cannot be read as YAML: {one_line(str(error))}") from None
    if not isinstance(root, yaml.MappingNode):
        raise AssistantError("this file has no keys")
    return root


def _value(group: Any, key: str) -> Any:
    """The node under a key of a group; None where there is none."""
    pairs = group.value if isinstance(group, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _entry(root: Any, listing: str, name: str) -> Any:
    found = _value(root, listing)
    for node in found.value if isinstance(found, yaml.SequenceNode) else []:
        identity = _value(node, "id")
        if identity is not None and identity.value == name:
            return node
    raise AssistantError(f"there is no {named(name)} under {named(listing)}")


def _is_empty(node: Any) -> bool:
    """Whether a value is an empty list, or nothing at all."""
    is_nothing = isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index
    return is_nothing or (isinstance(node, yaml.SequenceNode) and not node.value)


def _dash_indent(root: Any) -> int:
    """How far the dashes of lists stand to the right of their keys in this file."""
    for _, listed in root.value:
        if isinstance(listed, yaml.SequenceNode) and listed.value and not listed.flow_style:
            return int(listed.start_mark.column)
    return _DASH_INDENT


def _end(text: str, node: Any) -> int:
    """The offset behind the last character of a value; a block ends where the last thing in it does."""
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        return _end(text, node.value[-1])
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        return _end(text, node.value[-1][1])
    # The end of a block scalar is told with the line breaks behind it.
    begin, end = node.start_mark.index, node.end_mark.index
    return int(begin + len(text[begin:end].rstrip()))


def _behind(text: str, node: Any) -> int:
    """The offset behind the line in which a value ends, with any comment in it."""
    end_of_line = text.find("\n", _end(text, node))
    return len(text) if end_of_line < 0 else end_of_line + 1


def _insert_lines(text: str, offset: int, lines: list[str]) -> str:
    newline = _newline(text)
    before = text[:offset]
    if before and not before.endswith("\n"):
        before += newline
    return before + newline.join([*lines, ""]) + text[offset:]


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _insert_in_flow(text: str, node: Any, written: str) -> str:
    """Add to a flow collection that is not empty; a line that would get too long is broken."""
    last = node.value[-1]
    offset = _end(text, last[1] if isinstance(last, tuple) else last)
    begin = text.rfind("\n", 0, offset) + 1
    closing = text[offset : node.end_mark.index].split("\n", 1)[0].rstrip()
    is_long = offset - begin + len(f", {written}{closing}") > _WIDTH
    between = f",{_newline(text)}{' ' * (node.start_mark.column + 1)}" if is_long else ", "
    return text[:offset] + between + written + text[offset:]


def _replace_empty(text: str, node: Any, lines: list[str]) -> str:
    """Put the lines of a block under the key of an empty list."""
    begin, end = node.start_mark.index, node.end_mark.index
    cut = text[:begin].rstrip(" ") + text[end:]
    offset = cut.find("\n", len(text[:begin].rstrip(" ")))
    return _insert_lines(cut, len(cut) if offset < 0 else offset + 1, lines)


def _entry_lines(fields: Fields, column: int, dash: int) -> list[str]:
    """An entry as the lines of a block list whose dash stands in a column, from 0."""
    lines: list[str] = []
    for key, value in fields.items():
        lead = " " * column + ("  " if lines else "- ")
        if isinstance(value, tuple):
            lines.append(f"{lead}{key}:")
            lines.extend(f"{' ' * (column + 2 + dash)}- {scalar(item)}" for item in value)
        else:
            lines.append(f"{lead}{key}: {_written(value)}")
    return lines


def _flow(fields: Fields) -> str:
    return f"{{{', '.join(f'{key}: {_written(value, in_flow=True)}' for key, value in fields.items())}}}"


def _written(value: Value, *, in_flow: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return scalar(value, in_flow=in_flow)
    return f"[{', '.join(scalar(item, in_flow=True) for item in value)}]"
