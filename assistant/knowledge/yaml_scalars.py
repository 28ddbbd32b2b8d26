"""What the versions of YAML take a scalar without quotes for."""

from __future__ import annotations

import re
from typing import Final

from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

TEXT: Final = "text"
NUMBER: Final = "a number"
NOTHING: Final = "nothing"
_KINDS: Final = {"str": TEXT, "int": NUMBER, "float": NUMBER, "timestamp": "a date", "null": NOTHING}
# Not for PyYAML, but for others that read YAML 1.1.
_SHORT_BOOLS: Final = {"y": "true", "Y": "true", "n": "false", "N": "false"}
# The core schema of YAML 1.2.2, section 10.3.2.
_CORE: Final = {
    NOTHING: re.compile("null|Null|NULL|~|"),
    "true": re.compile("true|True|TRUE"),
    "false": re.compile("false|False|FALSE"),
    NUMBER: re.compile(
        r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
        r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
    ),
}
_OCTAL: Final = re.compile("[-+]?0[0-7]+")
_SIGNED: Final = re.compile("[-+]0o[0-7_]+")
_FIRST: Final = frozenset("-+.0123456789=<~yYnNtTfFoO")


def differing(text: str) -> str:
    """What is wrong with a scalar that is not the same to all without quotes; empty for one that is."""
    if text[:1] not in _FIRST or "\n" in text:
        return ""
    old, new = _in_1_1(text), _in_1_2(text)
    if old == new == NUMBER and _OCTAL.fullmatch(text):
        old, new = str(int(text, 8)), str(int(text))
    elif old == new == TEXT and (_SIGNED.fullmatch(text) or _in_1_2(text.replace("_", "")) == NUMBER):
        return f"some take “{text}” for a number: put it in quotes"
    if old == new:
        return ""
    quotes = f"write {old}, or put text in quotes" if old in ("true", "false") else "put it in quotes"
    return f"“{text}” is {old} in YAML 1.1 and {new} in YAML 1.2: {quotes}"


def type_in_1_1(text: str) -> str:
    """The type of a scalar without quotes in YAML 1.1, such as ``str``, ``bool``, ``int`` or ``null``."""
    for tag, pattern in Resolver.yaml_implicit_resolvers.get(text[:1], ()):
        if pattern.match(text):
            return str(tag.rpartition(":")[2])
    return "str"


def _in_1_1(text: str) -> str:
    kind = type_in_1_1(text)
    if kind == "bool":
        return str(SafeConstructor.bool_values[text.lower()]).lower()
    return _SHORT_BOOLS.get(text) or _KINDS.get(kind, "a mark of its own")


def _in_1_2(text: str) -> str:
    return next((kind for kind, pattern in _CORE.items() if pattern.fullmatch(text)), TEXT)
