"""Teaching in a terminal: gap by gap, with a key for each decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from assistant.errors import AssistantError, ExitCode, PackError
from assistant.operating_system import line_editor
from assistant.text import counted, one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from assistant.curating.decisions import Decision
    from assistant.curating.gaps import Gap, Gaps
    from assistant.curating.teaching import Teacher

_KEYS: Final = (
    "  i  a phrase for another intent\n"
    "  g  a gap: the article does not say\n"
    "  d  a draft: sentences answer it\n"
    "  x ignore   s skip   q quit"
)
_DOES_NOT_SAY: Final = "The article does not say."
_INTERRUPTED: Final = 130


class Terminal:
    """Shows lines, and reads keys and lines."""

    def show(self, text: str = "") -> None:
        """Show a text and end the line."""
        click.echo(printable(text))

    def key(self, prompt: str) -> str:
        """One key, shown behind the prompt.

        Raises:
            EOFError: It ends the input.
            KeyboardInterrupt: It is ctrl+c.
        """
        click.echo(prompt, nl=False)
        key = click.getchar()
        if not key:
            # A terminal that is gone gives nothing, again and again.
            raise EOFError
        click.echo(key if key.isprintable() else "")
        return key

    def line(self, prompt: str, words: Sequence[str] = ()) -> str:
        """A line; tab completes `words` where the terminal can."""
        _complete(words)
        try:
            return input(prompt).strip()
        finally:
            _complete(())


def _complete(words: Sequence[str]) -> None:
    editor = line_editor()
    if editor is None:
        return

    def complete(typed: str, state: int) -> str | None:
        matches = [word for word in words if word.startswith(typed)]
        matches = matches or [word for word in words if typed in word]
        return matches[state] if state < len(matches) else None

    libedit = "libedit" in (editor.__doc__ or "")
    editor.set_completer(complete if words else None)
    editor.set_completer_delims(" \t")
    editor.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")


class Session:
    """One walk through the gaps; whatever is decided is written before the next gap is shown."""

    def __init__(
        self, teacher: Teacher, terminal: Terminal, labels: Path | None = None, *, dry_run: bool = False
    ) -> None:
        self._teacher = teacher
        self._terminal = terminal
        self._labels = labels
        self._dry_run = dry_run
        self._taught = 0
        self._ignored = 0

    def run(self, gaps: Gaps) -> int:
        """Go through the gaps; the exit code."""
        code: int = ExitCode.ANSWERED
        try:
            for number, gap in enumerate(gaps, 1):
                if not self._settle(gap, f"{number} of {gaps.shown}"):
                    break
        except EOFError:
            self._terminal.show()
        except (KeyboardInterrupt, click.Abort):
            self._terminal.show()
            code = _INTERRUPTED
        done = f"{counted(self._taught, 'decision')} written, {self._ignored:,} ignored."
        self._terminal.show("Nothing was written: a dry run." if self._dry_run else done)
        return code

    def _settle(self, gap: Gap, place: str) -> bool:
        """Ask what becomes of a gap until it is settled or skipped; whether to go on."""
        if self._taught and self._teacher.settles(gap):
            self._terminal.show(f"\n{place}: “{gap.wordings[0]}” is answered by now.")
            return True
        offered = [each.intent for each in gap.nearest]
        self._show(gap, place)
        while True:
            key = self._terminal.key("> ")
            if key == "q":
                return False
            if key in ("s", " "):
                return True
            make = self._choices(offered).get(key)
            if make is None:
                self._terminal.show(_keys(offered))
                continue
            try:
                decision = make(gap)
            except ValueError as error:
                # A wording that is too long, or has nothing to see.
                self._terminal.show(str(error))
                continue
            if decision and self._carry_out(decision):
                return True
            self._terminal.show(_keys(offered))

    def _show(self, gap: Gap, place: str) -> None:
        say = self._terminal.show
        say(f"\n{place}: asked {counted(gap.count, 'time')}{f', after “{gap.after}”' if gap.after else ''}")
        for wording in gap.wordings:
            say(f"  {one_line(wording)}")
        say(gap.why)
        intents = self._teacher.assistant.pack.intents
        for number, each in enumerate(gap.nearest, 1):
            say(f"  {number}  {one_line(intents[each.intent].question)}  ({each.intent})")
        say(_keys([each.intent for each in gap.nearest]))

    def _choices(self, offered: Sequence[str]) -> dict[str, Callable[[Gap], Decision | None]]:
        def phrase_of(intent: str) -> Callable[[Gap], Decision | None]:
            return lambda gap: _decision(gap, intent=intent)

        numbered = {str(number): phrase_of(intent) for number, intent in enumerate(offered, 1)}
        return numbered | {
            "i": self._another_intent,
            "g": self._gap,
            "d": self._draft,
            "x": lambda gap: _decision(gap, ignore=True),
        }

    def _another_intent(self, gap: Gap) -> Decision | None:
        from assistant.curating.choosing import intents_like  # noqa: PLC0415

        assistant = self._teacher.assistant
        typed = self._terminal.line("Intent, or words of it (tab completes): ", tuple(assistant.pack.intents))
        if not typed:
            return None
        intents = intents_like(assistant, typed)
        if intents != [typed]:
            picked = self._pick([f"{assistant.pack.intents[name].question}  ({name})" for name in intents])
            return None if picked is None else _decision(gap, intent=intents[picked])
        return _decision(gap, intent=typed)

    def _gap(self, gap: Gap) -> Decision | None:
        question = self._full_question(gap)
        if question is None:
            return None
        says = self._terminal.line(f"What to say to it [{_DOES_NOT_SAY}]: ") or _DOES_NOT_SAY
        return _decision(gap, question, gap=says)

    def _draft(self, gap: Gap) -> Decision | None:
        from assistant.curating.choosing import sentences_like  # noqa: PLC0415

        question = self._full_question(gap)
        if question is None:
            return None
        pack = self._teacher.assistant.pack
        words = question
        while True:
            for source, number in sentences_like(pack, words):
                text = one_line(pack.sources[source].sentences[number - 1].text)
                self._terminal.show(f"  {_sentence_name(source, number, len(pack.sources))}  {text}")
            words = self._terminal.line("Sentences that answer it, by number, or words to look for: ")
            if not words:
                return None
            named = _sentences(words, {name: len(each.sentences) for name, each in pack.sources.items()})
            if named:
                return _decision(gap, question, draft=named)

    def _full_question(self, gap: Gap) -> str | None:
        """The question of a new intent, which means something by itself; None where there is none."""
        if not gap.leans:
            return gap.wordings[0]
        return self._terminal.line("The whole question, as it would be asked by itself: ") or None

    def _pick(self, options: Sequence[str]) -> int | None:
        for number, option in enumerate(options, 1):
            self._terminal.show(f"  {number}  {one_line(option)}")
        if not options:
            self._terminal.show("Nothing is like that.")
            return None
        key = self._terminal.key("Which? a number, or any other key for none ")
        return int(key) - 1 if key.isascii() and key.isdecimal() and 1 <= int(key) <= len(options) else None

    def _carry_out(self, decision: Decision) -> bool:
        """Show what a decision changes and, if the person agrees, write it; whether the gap is settled."""
        from assistant.curating.report import proposal_as_lines  # noqa: PLC0415
        from assistant.curating.teaching import WrittenError  # noqa: PLC0415

        try:
            proposal = self._teacher.propose([decision])
            if not decision.ignore:
                for line in proposal_as_lines(proposal, self._teacher.compare(proposal)):
                    self._terminal.show(line)
                if not proposal.files.changed:
                    return False
            if self._dry_run:
                return True
            if not decision.ignore and not self._agrees():
                return False
            written = self._teacher.accept(proposal, self._labels)
        except PackError as error:
            self._terminal.show(f"Nothing is written, as the pack would not load:\n{error}")
            return False
        except AssistantError as error:
            self._terminal.show(str(error))
            is_written = isinstance(error, WrittenError)
            self._taught += is_written
            return is_written
        self._taught += not decision.ignore
        self._ignored += decision.ignore
        self._terminal.show(f"Written: {', '.join(written)}." if written else "Ignored.")
        return True

    def _agrees(self) -> bool:
        while True:
            key = self._terminal.key("Write this? y, n ").lower()
            if key in ("y", "n"):
                return key == "y"


def _keys(offered: Sequence[str]) -> str:
    numbers = f"  1-{len(offered)}  a phrase for that intent\n" if offered else ""
    return numbers + _KEYS


def _decision(asked: Gap, question: str | None = None, **kind: object) -> Decision:
    """A decision about a gap, or about another question that stands for it."""
    from assistant.curating.decisions import Decision  # noqa: PLC0415

    first, *others = asked.wordings
    alone = question is not None and question != first
    about: dict[str, object] = {"question": question or first, "phrases": () if alone else tuple(others)}
    if kind.get("ignore"):
        about["others"] = asked.others
    if asked.after and question is None:
        about["after"] = asked.after
    return Decision.model_validate(about | kind)


def _sentence_name(source: str, number: int, sources: int) -> str:
    return str(number) if sources == 1 else f"{source}:{number}"


def _sentences(typed: str, counts: dict[str, int]) -> tuple[int | str, ...] | None:
    """The sentences that a line names and nothing else; None where it is something else."""
    names: list[int | str] = []
    for part in typed.replace(",", " ").split():
        source, _, number = part.rpartition(":")
        known = source in counts or (not source and len(counts) == 1)
        count = counts.get(source) or (next(iter(counts.values())) if known else 0)
        if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= count):
            return None
        names.append(part if source else int(number))
    return tuple(names) or None
