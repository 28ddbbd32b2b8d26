"""The chat line by line: for screen readers, for pipes, and for terminals that draw no screen.

Every line says something by itself, and none is wrapped: what reads aloud pauses where a line ends, and a
terminal breaks long lines anyway. There is no colour, and the layout is plain ASCII.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError
from assistant.knowledge.contents import by_topic
from assistant.render import as_numbered_lines, as_quote_lines, as_spoken_lines
from assistant.response import Status
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import BinaryIO, TextIO

    from assistant.dialogue import Assistant
    from assistant.response import Response

PROMPT: Final = "> "
_HINT = "Type a question, or the number of one. /help lists the commands, /quit ends the chat."
_HELP = (
    "Ask in your own words. Every answer quotes the article; what it does not say stays unsaid.",
    "A number asks the question that was listed with it last.",
)
_NUMBER = re.compile(r"([0-9]{1,3})[.)]?")


class PlainChat:
    """One person's chat: lines in, lines out. It owns the conversation and the questions on offer."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._conversation = assistant.conversation()
        self._offered: tuple[str, ...] = assistant.pack.welcome
        self._last: Response | None = None
        self.ended = False

    def welcome(self) -> Iterator[str]:
        """What stands at the beginning."""
        yield one_line(self._assistant.pack.title)
        yield one_line(self._assistant.pack.about)
        yield from self._begin()
        yield _HINT

    def reply(self, line: str) -> Iterator[str]:
        """What there is to say to a line that was typed."""
        text = line.strip()
        if not text:
            return iter(())
        if text.startswith("/"):
            return self._command(text.split()[0])
        number = _NUMBER.fullmatch(text)
        if number and self._offered:
            return self._pick(int(number[1]))
        return self._ask(text)

    def _ask(self, question: str) -> Iterator[str]:
        reply = self._conversation.respond(question)
        self._offered = reply.suggestions
        if reply.status in (Status.ANSWERED, Status.NOT_IN_ARTICLE):
            self._last = reply
        # A file's name is tiresome to hear after each quote; with one source, `/sources` is the place to ask.
        yield from as_spoken_lines(reply, name_sources=len(self._assistant.pack.sources) > 1)

    def _pick(self, number: int) -> Iterator[str]:
        count = len(self._offered)
        if not 1 <= number <= count:
            numbers = f"from 1 to {count}" if count > 1 else "1"
            yield f"There is no question {number}. Type a number {numbers}, or a question."
            return
        question = self._offered[number - 1]
        yield f"Question: {one_line(question)}"
        yield from self._ask(question)

    def _command(self, name: str) -> Iterator[str]:
        if name.lower() in _COMMANDS:
            _, run = _COMMANDS[name.lower()]
            yield from run(self)
        else:
            yield f"There is no command {one_line(name)}. /help lists the commands."

    def _begin(self) -> Iterator[str]:
        self._offered = self._assistant.pack.welcome
        if self._offered:
            yield "Try asking:"
            yield from as_numbered_lines(self._offered)

    def _help(self) -> Iterator[str]:
        yield from _HELP
        yield "Commands:"
        for name, (about, _) in _COMMANDS.items():
            yield f"{name}: {about}"

    def _topics(self) -> Iterator[str]:
        """Every question that has an answer, under its topic, to be picked as well."""
        offered: list[str] = []
        for group in by_topic(self._assistant.pack):
            yield f"Topic: {one_line(group.title)}"
            yield from as_numbered_lines(group.questions, start=len(offered) + 1)
            offered += group.questions
        self._offered = tuple(offered)

    def _sources(self) -> Iterator[str]:
        if self._last is None:
            yield "Nothing was answered yet."
        elif not self._last.citations:
            yield "The last answer quotes nothing."
        else:
            yield from as_quote_lines(self._last, name_sources=True)

    def _new(self) -> Iterator[str]:
        self._conversation = self._assistant.conversation()
        self._last = None
        yield "New conversation."
        yield from self._begin()

    def end(self) -> Iterator[str]:
        """What there is to say when the person leaves."""
        self.ended = True
        yield "Goodbye."


_COMMANDS: Mapping[str, tuple[str, Callable[[PlainChat], Iterator[str]]]] = {
    "/help": ("Say how to ask, and list the commands.", PlainChat._help),
    "/topics": ("List what can be asked, by topic.", PlainChat._topics),
    "/sources": ("Repeat the quotes of the last answer, and name their source.", PlainChat._sources),
    "/new": ("Forget what was said and begin again.", PlainChat._new),
    "/quit": ("End the chat. So does the end of the input.", PlainChat.end),
}


def run_plain(assistant: Assistant, stream: BinaryIO, output: TextIO, *, typed: bool) -> None:
    """Chat until the input ends or the person leaves; `typed` tells that the input is a terminal.

    Raises:
        AssistantError: when the input cannot be read.
    """
    chat = PlainChat(assistant)
    _say(output, chat.welcome())
    while not chat.ended:
        if typed:
            output.write(PROMPT)
            output.flush()
        raw = _line(stream)
        if not raw and typed:
            # The end was typed beside the prompt.
            output.write("\n")
        _say(output, chat.reply(_decoded(raw)) if raw else chat.end())


def _say(output: TextIO, lines: Iterable[str]) -> None:
    """Write whole replies, and at once: whoever sits at the other end of a pipe waits for them."""
    output.write("".join(f"{line}\n" for line in lines))
    output.flush()


def _line(stream: BinaryIO) -> bytes:
    try:
        return stream.readline()
    except OSError as error:
        raise AssistantError(f"standard input: {error.strerror}") from None


def _decoded(raw: bytes) -> str:
    """A line as text; bytes that are not UTF-8 cost their characters, not the chat."""
    return raw.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
