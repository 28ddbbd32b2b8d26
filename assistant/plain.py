"""The chat line by line: for screen readers, for pipes, and for terminals that draw no screen.

Every line says something by itself, and none is wrapped: what reads aloud pauses where a line ends, and a
terminal breaks long lines anyway. There is no colour, and the layout is plain ASCII.
"""

from __future__ import annotations

import codecs
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from assistant.errors import AssistantError, ProblemsError
from assistant.knowledge.contents import by_topic
from assistant.manual import commands, how_to_ask, plain_keys
from assistant.operating_system import line_editor
from assistant.render import (
    as_numbered_lines,
    as_quote_lines,
    as_spoken_lines,
    explanation_as_spoken_lines,
)
from assistant.signals import interrupt_noted
from assistant.text import counted, one_line
from assistant.typed import no_such_command, no_such_question, number_typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import BinaryIO, TextIO

    from assistant.dialogue import Assistant
    from assistant.history import Journal, Kept, Turn
    from assistant.knowledge.watching import PackWatcher
    from assistant.recalling import Recalling
    from assistant.reply import Reply
    from assistant.response import Response

PROMPT: Final = "> "
_HINT = "Type a question, or the number of one. /help lists the commands, /quit ends the chat."
# So many problems of the pack are said unasked.
_MOST_PROBLEMS: Final = 3


class PlainChat:
    """One person's chat: lines in, lines out. It owns the conversation and the questions on offer.

    With `keep`, what is said is kept beyond the process, as that of the other chat is. With a `watcher`, each
    line is replied to from the pack as it was saved last, as long as that is sound.
    """

    def __init__(
        self, assistant: Assistant, *, keep: bool = False, watcher: PackWatcher | None = None
    ) -> None:
        self._assistant = assistant
        self._watcher = watcher
        self._problems: tuple[str, ...] = ()
        self._notices: list[str] = []
        self._journal = self._opened_journal() if keep else None
        self._recalling: Recalling | None = None
        self._conversation = assistant.conversation()
        # The one that gave the last reply, and knows why.
        self._replied = self._conversation
        self._offered: tuple[str, ...] = assistant.pack.welcome
        self._last: Response | Reply | None = None
        self._replies: list[Response | Reply] = []
        self._loss = ""
        self.ended = False

    def _opened_journal(self) -> Journal:
        # With Pydantic and SQLite it takes longer to import than all else.
        from assistant.clock import local_time  # noqa: PLC0415
        from assistant.history import Journal  # noqa: PLC0415

        journal = Journal(_key(self._assistant), keep=True, clock=local_time, tell=self._notices.append)
        journal.open()
        return journal

    def welcome(self) -> Iterator[str]:
        """What stands at the beginning."""
        yield one_line(self._assistant.pack.title)
        yield one_line(self._assistant.pack.about)
        yield from self._begin()
        yield _HINT
        yield from self._told()

    def _told(self) -> Iterator[str]:
        """What became of the history, once."""
        yield from map(one_line, self._notices)
        self._notices.clear()

    def reply(self, line: str) -> Iterator[str]:
        """What there is to say to a line that was typed."""
        yield from self._renewed()
        yield from self._reply(line.strip())

    def _reply(self, text: str) -> Iterator[str]:
        if not text:
            return iter(())
        if _may_name_files(text) and (files := _dropped(text)):
            return self._batch(files)
        if text.startswith("/"):
            return self._command(text)
        number = number_typed(text)
        if number is not None and self._offered:
            return self._pick(number)
        return self._ask(text)

    def _renewed(self) -> Iterator[str]:
        """What became of the pack since the last line, if it is watched; a sound one answers from here on."""
        if self._watcher is None or not self._watcher.settle():
            return
        from assistant.dialogue import Assistant  # noqa: PLC0415

        try:
            assistant = Assistant.load(self._watcher.folder)
        except AssistantError as error:
            problems = error.problems if isinstance(error, ProblemsError) else (error,)
            self._problems = tuple(one_line(str(problem)) for problem in problems)
            yield f"{counted(len(problems), 'problem')} in the pack. The version before goes on answering."
            yield from self._problems[:_MOST_PROBLEMS]
            if len(problems) > _MOST_PROBLEMS:
                yield f"{len(problems) - _MOST_PROBLEMS:,} more: /problems lists all."
            return
        yield self._go_on_with(assistant)

    def _go_on_with(self, assistant: Assistant) -> str:
        """Go on with another version of the pack, asked all that was asked before; what has changed in it."""
        from assistant.knowledge.difference import difference  # noqa: PLC0415

        what = difference(self._assistant.pack, assistant.pack)
        self._assistant, self._problems = assistant, ()
        self._conversation = assistant.conversation()
        for reply in self._replies:
            self._conversation.respond(reply.question)
        if self._journal:
            self._journal.refile(_key(assistant))
        return f"The pack was reloaded{what and ': '}{one_line(what)}."

    def _list_problems(self, _words: str = "") -> Iterator[str]:
        if self._watcher is None:
            yield "The pack is not watched: --watch tells its problems at every save."
        else:
            yield from self._problems or ("The pack has no problems.",)

    def _ask(self, question: str) -> Iterator[str]:
        reply = self._respond(question)
        self._take(reply)
        # A file's name is tiresome to hear after each quote; with one source, `/sources` is the place to ask.
        yield from as_spoken_lines(reply, name_sources=len(self._assistant.pack.sources) > 1)
        yield from self._told()

    def _take(self, reply: Response | Reply) -> None:
        """Go on from `reply`."""
        self._replies.append(reply)
        self._offered = reply.suggestions
        if reply.status.traits.is_about_article:
            self._last = reply

    def _respond(self, question: str) -> Response:
        self._replied = self._conversation
        if self._journal is None:
            return self._conversation.respond(question)
        from assistant.reply import Reply  # noqa: PLC0415

        place = self._journal.ask(question)
        reply = self._conversation.respond(question)
        self._journal.answer(place, Reply.model_validate(reply))
        return reply

    def _pick(self, number: int) -> Iterator[str]:
        if not 1 <= number <= len(self._offered):
            yield no_such_question(number, len(self._offered))
            return
        question = self._offered[number - 1]
        yield f"Question: {one_line(question)}"
        yield from self._ask(question)

    def _command(self, line: str) -> Iterator[str]:
        name, *words = line.split(maxsplit=1)
        command = _COMMANDS.get(name.casefold())
        if command:
            yield from command.run(self, *words)
        else:
            yield no_such_command(name[1:], [known[1:] for known in _COMMANDS])

    def _begin(self) -> Iterator[str]:
        self._offered = self._assistant.pack.welcome
        if self._offered:
            yield "Try asking:"
            yield from as_numbered_lines(self._offered)

    def _help(self, _words: str = "") -> Iterator[str]:
        yield "Keys:"
        for keys, what in plain_keys().items():
            yield f"{keys}: {what}"
        yield "Commands:"
        words = commands("plain")
        for name, command in _COMMANDS.items():
            yield f"{name}: {words[name[1:]]}. {command.takes}".rstrip()
        yield "How to ask:"
        yield from how_to_ask("plain")

    def _topics(self, _words: str = "") -> Iterator[str]:
        """Every question that has an answer, under its topic, to be picked as well."""
        offered: list[str] = []
        for group in by_topic(self._assistant.pack):
            yield f"Topic: {one_line(group.title)}"
            yield from as_numbered_lines(group.questions, start=len(offered) + 1)
            offered += group.questions
        self._offered = tuple(offered)

    def _sources(self, _words: str = "") -> Iterator[str]:
        if self._last is None:
            yield "Nothing was answered yet."
        elif not self._last.citations:
            yield "The last answer quotes nothing."
        else:
            yield from as_quote_lines(self._last, name_sources=True)

    def _why(self, _words: str = "") -> Iterator[str]:
        if not self._replies:
            yield "Nothing was asked yet."
            return
        why = self._replied.why()
        yield from explanation_as_spoken_lines(replace(why, is_outdated=self._is_outdated()))

    def _is_outdated(self) -> bool:
        """Whether the last reply is one that was kept, and would be another now."""
        now = self._replied.memory.replied
        return now is not None and now.answer != self._replies[-1].answer

    def _export(self, words: str = "") -> Iterator[str]:
        if not self._replies:
            yield "There is no conversation to export yet."
            return
        # Pydantic takes longer to import than to chat.
        from assistant.clock import local_time  # noqa: PLC0415
        from assistant.export import talk_of  # noqa: PLC0415
        from assistant.reply import Reply  # noqa: PLC0415
        from assistant.saving import export  # noqa: PLC0415

        replies = map(Reply.model_validate, self._replies)
        talk = talk_of(self._assistant.pack, replies, local_time(), self._journal)
        try:
            path = export(talk, words)
        except AssistantError as error:
            yield one_line(str(error))
        else:
            yield f"Exported to {one_line(str(path))}"

    def _batch(self, words: str = "") -> Iterator[str]:
        """The replies to the questions of whole files, each on its own, until ctrl+c stops them."""
        from assistant.records.named_files import typed_paths  # noqa: PLC0415

        paths = typed_paths(words)
        if not paths:
            yield "A file of questions follows /batch, text or CSV: /batch questions.csv"
            return
        from assistant.records.question_files import rows_of_files  # noqa: PLC0415
        from assistant.spoken_batch import spoken_batch  # noqa: PLC0415

        try:
            rows = rows_of_files(paths)
        except AssistantError as error:
            yield one_line(str(error))
            return
        # The key may come while a line is written, which is not within this method: it could not be caught.
        with interrupt_noted() as is_stopped:
            yield from spoken_batch(self._assistant, rows, is_stopped)

    def _coverage(self, _words: str = "") -> Iterator[str]:
        """The sentences of the article, and how often this conversation drew on each."""
        from assistant.coverage.conversation import ConversationCoverage  # noqa: PLC0415
        from assistant.reply import Reply  # noqa: PLC0415

        replies = map(Reply.model_validate, self._replies)
        yield from ConversationCoverage.of(replies, self._assistant.pack.sources).spoken_lines()

    def _right(self, _words: str = "") -> Iterator[str]:
        yield from self._mark("right")

    def _wrong(self, _words: str = "") -> Iterator[str]:
        yield from self._mark("wrong")

    def _mark(self, name: str) -> Iterator[str]:
        """Note what the person says of the last answer; small talk has none."""
        if self._journal is None:
            yield "Nothing is kept of this conversation, and so no mark."
            return
        from assistant.history import Mark  # noqa: PLC0415

        place = self._journal.last_answer
        turn = self._journal.turn(place) if place else None
        if place is None or turn is None:
            yield "There is no answer to mark yet."
            return
        self._journal.mark(place, Mark(name))
        yield f"Marked as {name}: {one_line(turn.question)}"
        yield from self._told()

    def _history(self, words: str = "") -> Iterator[str]:
        """The conversations that were kept, or those that hold `words`."""
        try:
            yield from self._recall().lines(words.strip())
        except AssistantError as error:
            yield one_line(str(error))
        yield from self._told()

    def _open(self, words: str = "") -> Iterator[str]:
        """Go on with a conversation that was kept."""
        try:
            kept, turns = self._recall().opened(words.strip())
        except AssistantError as error:
            yield one_line(str(error))
        else:
            yield from self._go_on(kept, turns)
        yield from self._told()

    def _recall(self) -> Recalling:
        if self._journal is None:
            raise AssistantError("Nothing is kept of this conversation, and so there is no history.")
        if self._recalling is None:
            from assistant.recalling import Recalling  # noqa: PLC0415  (seldom needed)

            self._recalling = Recalling(self._journal)
        return self._recalling

    def _go_on(self, kept: Kept, turns: list[Turn]) -> Iterator[str]:
        """Take up a conversation that was kept, and say how it ended."""
        from assistant.recalling import said_again  # noqa: PLC0415
        from assistant.reply import Reply  # noqa: PLC0415

        assert self._journal
        self._forget()
        self._journal.resume(kept.number, turns)
        for place, turn in zip(self._journal.places, turns, strict=True):
            # Asked again, so that the next question may lean on it; what was said then still holds.
            now = self._conversation.respond(turn.question)
            if turn.reply is None:
                self._journal.answer(place, Reply.model_validate(now))
            self._take(turn.reply or now)
        name_sources = len(self._assistant.pack.sources) > 1
        yield from said_again(kept, turns, self._replies, name_sources=name_sources)

    def _forget(self) -> None:
        self._conversation = self._replied = self._assistant.conversation()
        self._last = None
        self._replies.clear()

    def _new(self, _words: str = "") -> Iterator[str]:
        self._forget()
        if self._journal:
            self._journal.restart()
        yield "New conversation."
        yield from self._begin()

    def end(self, _words: str = "") -> Iterator[str]:
        """What there is to say when the person leaves."""
        self.ended = True
        if not self.close():
            yield "Goodbye."

    def close(self) -> str:
        """Write what is left and let go of the history; what could not be kept, if anything."""
        if self._journal:
            self._loss = self._journal.close()
            self._journal = None
        return self._loss


def _key(assistant: Assistant) -> str:
    """What the history knows the pack by."""
    from assistant.history import key_of  # noqa: PLC0415

    return key_of(assistant.pack.sources.values())


def _may_name_files(text: str) -> bool:
    """Whether `text` begins as a terminal writes a file that is dropped on its window."""
    return text[0] in "/\\~'\"" or text[1:2] == ":" or text[:5].casefold() == "file:"


def _dropped(text: str) -> str:
    """The files that were dropped, as the words of a command; empty where `text` is something else."""
    from assistant.records.named_files import as_words, dropped_paths  # noqa: PLC0415  (seldom needed)

    return as_words(dropped_paths(text))


class _Command(NamedTuple):
    """What a command does; `run` gets what stands after it, of which `takes` tells what it may be."""

    run: Callable[..., Iterator[str]]
    takes: str = ""


_COMMANDS: Mapping[str, _Command] = {
    "/help": _Command(PlainChat._help),
    "/topics": _Command(PlainChat._topics),
    "/coverage": _Command(PlainChat._coverage),
    "/sources": _Command(PlainChat._sources),
    "/why": _Command(PlainChat._why),
    "/export": _Command(PlainChat._export, "A format may follow, md, html or json, and a path."),
    "/batch": _Command(PlainChat._batch, "The file follows: text, a question a line, or CSV."),
    "/right": _Command(PlainChat._right),
    "/wrong": _Command(PlainChat._wrong),
    "/history": _Command(PlainChat._history, "Words that are searched for may follow."),
    "/open": _Command(PlainChat._open, "The number that /history tells follows."),
    "/problems": _Command(PlainChat._list_problems),
    "/new": _Command(PlainChat._new),
    "/quit": _Command(PlainChat.end),
}


def run_plain(chat: PlainChat, stream: BinaryIO, output: TextIO, *, typed: bool) -> None:
    """Chat until the input ends or the person leaves; `typed` tells that the input is a terminal.

    Raises:
        AssistantError: when the input cannot be read, or something that was said could not be kept.
    """
    try:
        _chat(chat, stream, output, typed=typed)
    finally:
        loss = chat.close()
    if loss:
        raise AssistantError(loss)


def _chat(chat: PlainChat, stream: BinaryIO, output: TextIO, *, typed: bool) -> None:
    next_line = _edited if typed and output.isatty() and _can_edit() else _line
    _say(output, chat.welcome())
    while not chat.ended:
        if typed and next_line is _line:
            output.write(PROMPT)
            output.flush()
        raw = next_line(stream)
        if not raw and typed:
            # The end was typed beside the prompt.
            output.write("\n")
        _say(output, chat.reply(_decoded(raw)) if raw else chat.end())


def _can_edit() -> bool:
    """Whether lines can be edited and called back while they are typed."""
    editor = line_editor()
    if editor and "libedit" not in (editor.__doc__ or ""):
        # Both tell the terminal by codes what it need not know.
        editor.parse_and_bind("set enable-bracketed-paste off")
        editor.parse_and_bind("set enable-meta-key off")
    return editor is not None


def _edited(_stream: BinaryIO) -> bytes:
    """The next line as `_line` gives it, typed with the keys of a shell: arrows, history, ctrl+r."""
    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    try:
        return (input(PROMPT) + "\n").encode("utf-8", "surrogateescape")
    except EOFError:
        return b""


def _say(output: TextIO, lines: Iterable[str]) -> None:
    """Write each line as soon as it is there: whoever sits at the other end of a pipe waits for it."""
    for line in lines:
        output.write(f"{line}\n")
        output.flush()


def _line(stream: BinaryIO) -> bytes:
    try:
        return stream.readline()
    except OSError as error:
        raise AssistantError(f"standard input: {error.strerror}") from None


def _decoded(raw: bytes) -> str:
    """A line as text; bytes that are not UTF-8 cost their characters, not the chat."""
    return raw.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
