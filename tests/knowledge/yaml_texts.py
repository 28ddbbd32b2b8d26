"""Texts that are nearly YAML, and what the parsers of the field make of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ruamel.yaml
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

SOUND = (
    """\
topic: a
facts:
  - id: x
    quotes: [what is it?, "b c"]
    text: one
      two
  - {id: y, text: 'it''s'}
""",
    "a:\n  - b c\n  - 'd e'\nf: |\n  one\n   two\n\n  three\ng: >-\n  one\n  two\nh: x # c\n",
    'intents:\n- id: a\n  phrases: [a (b|c) d,\n    e f, "g"]\n- id: b\n',
    "a: \"x\n  y\\\n  z\"\nb: 'x\n\n  y'\nc: {d: [e, f: g], h: i}\n",
)
# fmt: off
PIECES = (
    "a", "b: ", "- ", "key: ", "[", "]", "{", "}", ", ", ",", ": ", ":", "::", "?", "? ", "'",
    "\"", "#", " # c", "#c", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "\t", " ", "  ", "|\n",
    "> \n", "|-\n", "|+\n", "|2\n", "---\n", "...\n", "%YAML 1.2\n", "&a ", "*a",
    "!t ", "!t", "!", "!!str", "!<x>", "%TAG ! x\n", "%FOO\n", "\"\\u12\"", "\\",
    "\\n", "\r\n", "\x85", "\u2028", "\ufeff", "@", "`", "%", "~", "-", "yes", "1", "é", "\\x41",
    "\\/", "\\\n", "''", "<<: ",
)
SCALARS = (
    "no", "Off", "y", "010", "08", "0o7", "1:30", "1_000", "1e3", ".5", "-.5", "5.", "2026-11-29",
    "=", "0x1F", "null", "true", "1_0e3", "a?", "?a", "-a", ":a", "a:b", "a#b", "\"a\":b",
    "http://x.y", "\"é\\n\"", "0.", "+1", ".inf",
)
# fmt: on
FORMS = (
    "k: {}\nl: {}\n",
    "k:\n- {}\n- {}\n",
    "k: [{}, {}]\n",
    "k: {{a: {}, b: {}}}\n",
    "k: {{{}: {}}}\n",
    "{}: {}\n",
    "k: {} # {}\n",
    "k: [{},{}]\n",
    "k: {} {}\n",
    "k: [{} {}]\n",
    "k: {}{}\n",
    "k: |\n  {}\n  {}\n",
    "k:\n  {}\n  {}\n",
)


def mangled(pick: Random) -> str:
    """Two scalars in YAML, a few pieces of YAML in a row, or a sound text with one to three small changes."""
    kind = pick.random()
    if kind < 0.3:
        return pick.choice(FORMS).format(pick.choice(SCALARS), pick.choice(SCALARS))
    if kind < 0.6:
        return "".join(pick.choices(PIECES, k=pick.randint(1, 14)))
    text = pick.choice(SOUND)
    for _ in range(pick.randint(1, 3)):
        place = pick.randrange(len(text) + 1)
        out = pick.choice((0, 0, 1, 3))
        text = text[:place] + ("" if out else pick.choice(PIECES + SCALARS)) + text[place + out :]
    return text


def read_by_all(text: str) -> list[object]:
    """What PyYAML reads, with libyaml where it is there and without, and what ruamel.yaml does as YAML 1.2.

    It is as Python writes it, so that 1, 1.0 and true are three things; or an error.
    """
    loaders = [getattr(yaml, name) for name in ("SafeLoader", "CSafeLoader") if hasattr(yaml, name)]
    readers = [lambda text, loader=loader: yaml.load(text, loader) for loader in loaders]
    return [_read(reader, text) for reader in (*readers, ruamel.yaml.YAML(typ="safe", pure=True).load)]


def _read(reader: Callable[[str], object], text: str) -> object:
    try:
        return repr(reader(text))
    except (yaml.YAMLError, ruamel.yaml.error.YAMLError, ValueError, TypeError, KeyError) as error:
        return error
