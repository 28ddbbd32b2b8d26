"""The events of a YAML text, the same with and without libyaml.

PyYAML has two parsers: libyaml, which is fast and which not every build has, and one in Python, which reads
some texts otherwise: it takes a question mark in a list in brackets for the mark of a key, and a tab for a
mistake. Where libyaml is not there, `LOADER` is the parser in Python, put right where the two differ.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml
from yaml.events import ScalarEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import FlowSequenceEndToken, ScalarToken, TagToken

_BREAKS: Final = "\r\n\x85\u2028\u2029"
_ENDS: Final = "\0" + _BREAKS
_BLANK: Final = " \t" + _ENDS
_FLOW: Final = ",[]{}"
_TAG: Final = re.compile(
    r"""
    !<(?:[\w;/?:@&=+$.!~*'(),[\]-]|%[0-9a-fA-F]{2})+>
    | (?P<handle>![\w-]*!) (?:[\w;/?:@&=+$.!~*'()-]|%[0-9a-fA-F]{2})+
    | !(?![\w-]*!) (?:[\w;/?:@&=+$.!~*'()-]|%[0-9a-fA-F]{2})*
    """,
    re.ASCII | re.VERBOSE,
)


class PythonLoader(Reader, Scanner, Parser):
    """A parser in Python that takes the texts that libyaml takes, and reads them as it does."""

    def __init__(self, stream: str) -> None:
        Reader.__init__(self, stream)
        Scanner.__init__(self)
        Parser.__init__(self)

    def check_plain(self) -> bool:
        """Whether a scalar without quotes begins here."""
        char, following = self.peek(), self.peek(1)
        if char in "-?:" and following not in _BLANK:
            return char == "-" or not self.flow_level
        return char not in _BLANK + "-?:,[]{}#&*!|>'\"%@`"

    def scan_to_next_token(self) -> None:
        """Go on to what comes after space and comments; a tab is space where it indents nothing."""
        while True:
            while self.peek() == " " or (self.peek() == "\t" and self._is_tab_allowed):
                self.forward()
            if self.peek() == "#":
                while self.peek() not in _ENDS:
                    self.forward()
            if not self.scan_line_break():
                return
            if not self.flow_level:
                self.allow_simple_key = True

    @property
    def _is_tab_allowed(self) -> bool:
        return bool(self.flow_level) or not self.allow_simple_key

    def scan_plain(self) -> ScalarToken:
        """Read a scalar without quotes, which may hold tabs and, in brackets, question marks."""
        start = end = self.get_mark()
        indent = self.indent + 1
        parts: list[str] = []
        space = ""
        while self.peek() != "#" and not self._is_at_document_mark():
            length = self._length_of_word(start)
            if not length:
                break
            self.allow_simple_key = False
            parts += [space, self.prefix(length)]
            self.forward(length)
            end = self.get_mark()
            space = self._space(start, indent)
            if not space or (not self.flow_level and self.column < indent):
                break
        return ScalarToken("".join(parts), True, start, end)

    def _is_at_document_mark(self) -> bool:
        return not self.column and self.prefix(3) in ("---", "...") and self.peek(3) in _BLANK

    def _length_of_word(self, start: Any) -> int:
        """How many characters are before the next space, or before what ends the scalar."""
        length = 0
        while (char := self.peek(length)) not in _BLANK:
            following = self.peek(length + 1)
            if self.flow_level and char == ":" and following in _FLOW + "?":
                self.forward(length)
                raise ScannerError(
                    "while scanning a plain scalar", start, "found unexpected ':'", self.get_mark()
                )
            if (char == ":" and following in _BLANK) or (self.flow_level and char in _FLOW):
                break
            length += 1
        return length

    def _space(self, start: Any, indent: int) -> str:
        """Read the space after a word, in which a line end is a blank, and an empty line is a line end."""
        blanks, breaks = "", []
        while (char := self.peek()) in " \t" + _BREAKS:
            if char in _BREAKS:
                breaks.append(self.scan_line_break())
                continue
            if breaks and char == "\t" and self.column < indent:
                what = "found a tab character that violates indentation"
                raise ScannerError("while scanning a plain scalar", start, what, self.get_mark())
            if not breaks:
                blanks += char
            self.forward()
        if not breaks:
            return blanks
        self.allow_simple_key = True
        first, rest = breaks[0], "".join(breaks[1:])
        return (rest or " ") if first == "\n" else first + rest

    def scan_block_scalar_indicators(self, start_mark: Any) -> tuple[bool | None, int | None]:
        """Read what stands behind the mark of a block: whether to keep its last line ends, and its indent."""
        keep: bool | None = None
        indent: int | None = None
        while True:
            char = self.peek()
            if char in "+-" and keep is None:
                keep = char == "+"
            elif char in "123456789" and indent is None:
                indent = int(char)
            elif char in _BLANK + "#":
                return keep, indent
            else:
                what = "expected chomping or indentation indicators"
                raise ScannerError("while scanning a block scalar", start_mark, what, self.get_mark())
            self.forward()

    def scan_block_scalar_ignored_line(self, start_mark: Any) -> None:
        """Go on to the text of a block, over a comment behind its mark."""
        while self.peek() == "\t":
            self.forward()
            while self.peek() == " ":
                self.forward()
        super().scan_block_scalar_ignored_line(start_mark)

    def scan_block_scalar_indentation(self) -> tuple[list[str], int, Any]:
        """Read the empty lines that a block begins with, and see how far it is indented."""
        breaks, most, end = super().scan_block_scalar_indentation()
        self._refuse_tab()
        return breaks, most, end

    def scan_block_scalar_breaks(self, indent: int) -> tuple[list[str], Any]:
        """Read empty lines in a block."""
        breaks, end = super().scan_block_scalar_breaks(indent)
        if self.column < indent:
            self._refuse_tab()
        return breaks, end

    def _refuse_tab(self) -> None:
        if self.peek() == "\t":
            what = "found a tab character where an indentation space is expected"
            raise ScannerError("while scanning a block scalar", None, what, self.get_mark())

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: Any) -> list[str]:
        """Read a word of a text in quotes; an unknown escape is found where its backslash is."""
        try:
            chunks: list[str] = super().scan_flow_scalar_non_spaces(double, start_mark)
        except ScannerError as error:
            if error.problem_mark and "unknown escape" in (error.problem or ""):
                error.problem_mark.column -= 1
            raise
        return chunks

    def scan_tag(self) -> TagToken:
        """Read a tag, which nothing but space may follow, or in brackets a comma."""
        start = self.get_mark()
        tag = _TAG.match(self.buffer, self.pointer)
        if tag:
            self.forward(len(tag[0]))
        if not tag or not (self.peek() in _BLANK or (self.flow_level and self.peek() == ",")):
            raise ScannerError("while scanning a tag", start, "found no tag", self.get_mark())
        return TagToken((tag["handle"], tag[0]), start, self.get_mark())

    def scan_directive_name(self, start_mark: Any) -> str:
        """Read what follows a percent sign; there are but two names."""
        name: str = super().scan_directive_name(start_mark)
        if name not in ("YAML", "TAG"):
            what = "found unknown directive name"
            raise ScannerError("while scanning a directive", start_mark, what, self.get_mark())
        return name

    def fetch_stream_end(self) -> None:
        """End the text, as if its last line had an end."""
        if self.column:
            self.line += 1
            self.column = 0
        self.stale_possible_simple_keys()
        super().fetch_stream_end()

    def parse_flow_mapping_key(self, first: bool = False) -> yaml.Event:
        """A key in braces."""
        return self._at_next_token(super().parse_flow_mapping_key(first))

    def parse_flow_mapping_value(self) -> yaml.Event:
        """The value of a key in braces."""
        return self._at_next_token(super().parse_flow_mapping_value())

    def parse_flow_sequence_entry_mapping_key(self) -> yaml.Event:
        """The key behind a question mark in brackets; for want of one, libyaml drops the next token."""
        event: yaml.Event = super().parse_flow_sequence_entry_mapping_key()
        if isinstance(event, ScalarEvent) and event.start_mark is event.end_mark:
            event.start_mark = event.end_mark = self.peek_token().end_mark
            if not self.check_token(FlowSequenceEndToken):
                self.get_token()
        return event

    def parse_flow_sequence_entry_mapping_value(self) -> yaml.Event:
        """The value of a key in brackets."""
        return self._at_next_token(super().parse_flow_sequence_entry_mapping_value())

    def _at_next_token(self, event: yaml.Event) -> yaml.Event:
        """The event; where there is no value, it stands where the next token begins."""
        if isinstance(event, ScalarEvent) and event.start_mark is event.end_mark:
            event.start_mark = event.end_mark = self.peek_token().start_mark
        return event


LOADER: Final[Any] = getattr(yaml, "CSafeLoader", PythonLoader)
