"""Traps in a YAML file that can be read: what YAML cuts off, and what other programs read otherwise.

There are two versions of YAML in use, 1.1 and 1.2, and many parsers. A file without the traps that are found
here gives the same data in all of them; the tests hold it against PyYAML, with libyaml and without, which
reads YAML 1.1, and against ruamel.yaml, which reads YAML 1.2.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml

from assistant.knowledge.wording import named
from assistant.knowledge.yaml_events import LOADER
from assistant.knowledge.yaml_scalars import differing

if TYPE_CHECKING:
    from collections.abc import Iterator

DIALECT: Final = "yaml-dialect"
CUT: Final = "cut-text"

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_ODD_LINE_END = re.compile("[\x85\u2028\u2029]")
# Between scalars: a comment, or what not all programs know.
_BETWEEN = re.compile(r"#[^\n\r\x85\u2028\u2029]*|(?P<tab>\t)|(?P<mark>[?:])")
# A block of text with a tab or a # right behind its mark, or with spaces alone in its first lines.
_ODD_BLOCK = re.compile(r"[|>][-+1-9]*(?P<odd>#|[ ]*\t|[ ]*(?:#.*)?(?:\r?\n)+[ ]+(?=\r?\n))")
_ODD_BLOCK_MESSAGE: Final = (
    "not all read a block of text that begins so: leave no tab, # or spaces before the text"
)
_COMMENT = re.compile(r"[ \t]+(?P<comment>#[^\n\r\x85\u2028\u2029]*)")
# What is no text, with no space behind the # either: a ruler, or the beginning of a usual remark.
_REMARK = re.compile(r"#(?:[\s#!=*_~-]|$|[\w-]+:(?:\s|$)|(?:TODO|FIXME|NOTE|XXX|noqa)\b)")
_NUMBER = re.compile(r"#\s*\d+\W*$")
_OPEN_END = re.compile(r"(?:[,;:/&+(–—-]|\b(?:an?|and|nr|number|or|the)|\b(?:no|nr)\.)$", re.IGNORECASE)
_TAB: Final = "not all take a tab for space: write spaces"
_NO_KEY: Final = "some take “?” for the mark of a key: put text that begins with it in quotes"
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("“", "”"))


class Trap(NamedTuple):
    """A place where a file says something else than it seems to, or not the same to every program."""

    line: int
    """From 1, as `column`."""
    column: int
    rule: str
    """`DIALECT` or `CUT`."""
    message: str
    """What is wrong, and what to write instead."""


def traps(text: str) -> Iterator[Trap]:
    """Find the traps in a YAML file, in the order of their places; none behind what is not YAML.

    `CUT`: a # with a space before it begins a comment, also in the middle of a text that has no quotes. Most
    comments are meant. One is taken for a part of the text that is cut off where no space follows the #
    ("who is #1 here"), unless it is a ruler (##, #--) or a usual remark (#TODO, #word:); where the text
    before it has no end, for a bracket is open or a comma or an article comes last ("which of the # signs");
    and where it is a number alone ("what is issue # 3").

    `DIALECT`: a scalar without quotes that is text in one version of YAML and a number, a date or a truth
    value in another; a question mark in a list in brackets, a tab, a key that stands twice, a line end that
    not all know, and a directive.
    """
    yield from sorted(_Finder(text.removeprefix("\ufeff")).find())


class _Open(NamedTuple):
    """A list or a group that is open: the keys of a group, whether it is in brackets, and is itself a key."""

    keys: set[str] | None
    in_brackets: bool
    is_key: bool


class _Finder:
    """Looks through the events of a text, and at what is between its scalars."""

    def __init__(self, text: str) -> None:
        self._text = text
        # Where each line begins.
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        # Where the last scalar ends.
        self._end = 0
        self._open: list[_Open] = []
        self._at_key = False

    def find(self) -> Iterator[Trap]:
        """The traps, those of the line ends first."""
        for match in _ODD_LINE_END.finditer(self._text):
            code = f"U+{ord(match[0]):04X}"
            what = f"{code} ends a line in YAML 1.1 and not in YAML 1.2: write \\u{code[2:]} in double quotes"
            yield self._trap(match.start(), what)
        try:
            for event in yaml.parse(self._text, Loader=LOADER):
                yield from self._of(event)
        except yaml.YAMLError:
            return
        yield from self._between(len(self._text))

    def _of(self, event: yaml.Event) -> Iterator[Trap]:
        if isinstance(event, yaml.ScalarEvent):
            yield from self._of_scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            is_group = isinstance(event, yaml.MappingStartEvent)
            in_brackets = bool(event.flow_style) or self._in_brackets
            self._open.append(_Open(set() if is_group else None, in_brackets, self._at_key))
            self._at_key = is_group
        elif isinstance(event, yaml.CollectionEndEvent):
            self._at_key = self._open.pop().is_key
            self._next()
        elif isinstance(event, yaml.AliasEvent):
            self._next()
        elif isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
            yield self._trap(_start(event), "not all programs heed a line that begins with “%”: take it out")

    @property
    def _in_brackets(self) -> bool:
        return bool(self._open) and self._open[-1].in_brackets

    def _next(self) -> None:
        """Go on from a key to its value, and from that to the next key."""
        self._at_key = not self._at_key and bool(self._open) and self._open[-1].keys is not None

    def _of_scalar(self, event: yaml.ScalarEvent) -> Iterator[Trap]:
        start = _start(event)
        yield from self._between(start)
        self._end = event.end_mark.index  # type: ignore[union-attr]
        if self._at_key:
            yield from self._of_key(event.value, start)
        if not event.style:
            yield from self._of_plain(event, start)
        elif block := _ODD_BLOCK.match(self._text, start):
            yield self._trap(block.start("odd"), _ODD_BLOCK_MESSAGE)
        self._next()

    def _of_key(self, key: str, start: int) -> Iterator[Trap]:
        keys = self._open[-1].keys
        if keys is not None and key in keys:
            what = f"the key {named(key)} stands here twice: some take the first, some the last, some neither"
            yield self._trap(start, what)
        elif keys is not None:
            keys.add(key)

    def _of_plain(self, event: yaml.ScalarEvent, start: int) -> Iterator[Trap]:
        """The traps of a scalar without quotes."""
        written = self._text[start : self._end]
        if event.implicit[0] and (what := differing(event.value)):
            yield self._trap(start, what)
        if self._in_brackets and "?" in written:
            what = f"some take “?” in brackets for a mark of its own: put {named(event.value)} in quotes"
            yield self._trap(start, what)
        tab = written.find("\t")
        if tab >= 0:
            yield self._trap(start + tab, "not all take a tab in text without quotes: write a space")
        comment = _COMMENT.match(self._text, self._end)
        if comment and _is_cut(event.value, comment["comment"]):
            whole = named(f"{event.value} {comment['comment']}".strip())
            what = f"YAML takes the rest of the line for a comment: put {whole} in quotes"
            yield self._trap(comment.start("comment"), what, CUT)

    def _between(self, end: int) -> Iterator[Trap]:
        """The traps between the last scalar and a place."""
        for match in _BETWEEN.finditer(self._text, self._end, max(end, self._end)):
            following = self._text[match.end() : match.end() + 1].strip()
            if match["tab"]:
                yield self._trap(match.start(), _TAB)
            elif match["mark"] == "?" and following:
                yield self._trap(match.start(), _NO_KEY)
            elif match["mark"] and following:
                what = "not all take this colon for the end of a key: write a space after it"
                yield self._trap(match.start(), what)

    def _trap(self, index: int, message: str, rule: str = DIALECT) -> Trap:
        line = bisect_right(self._starts, index)
        return Trap(line, index - self._starts[line - 1] + 1, rule, message)


def _start(event: yaml.Event) -> int:
    return event.start_mark.index  # type: ignore[union-attr]


def _is_cut(before: str, comment: str) -> bool:
    """Whether a comment behind a text without quotes looks like a part of it."""
    if not _REMARK.match(comment) or _NUMBER.match(comment):
        return True
    has_opened = any(before.count(opening) > before.count(closing) for opening, closing in _PAIRS)
    return has_opened or bool(_OPEN_END.search(before))
