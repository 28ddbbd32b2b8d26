"""Many questions at once: several lines that were pasted, or whole files, named or dropped on the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.text import one_line
from assistant.tui.commands import BATCH, commands_begun
from assistant.tui.daemon_thread import in_daemon_thread
from assistant.tui.talk.screen import TalkScreen
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.suggestions import Suggestions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from textual.worker import Worker

    from assistant.records.rows import Row
    from assistant.tui.messages import LinesPasted
    from assistant.tui.paste_screen import PasteUse

NO_FILES_HERE = "A chat in a browser reads no files. Paste the questions at the prompt, one on each line."
_WHAT_IT_TAKES = f"/{BATCH} takes a file of questions, text or CSV: name it, or drop it on the window."
_FOLDER = "a folder"
READING_SAID_AFTER = 0.3
"""Seconds in which most files are read: to say that one is being read would only flicker."""
# Seconds for which that is shown: to the end of it, however long the disk takes.
_READING_SHOWN = 600.0


class Batching(TalkScreen):
    """The part of the chat that runs batches."""

    _reading: Worker[Any] | None = None
    _is_reading_said = False

    @property
    def is_reading(self) -> bool:
        """Whether a file is being read, whose batch, or what is wrong with it, is to be shown next."""
        reading = self._reading
        return reading is not None and not (reading.is_finished or reading.is_cancelled)

    def offer_lines(self, pasted: LinesPasted) -> None:
        """Ask what the lines are meant for."""
        from assistant.tui.paste_screen import PasteScreen  # noqa: PLC0415

        self.app.push_screen(PasteScreen(pasted.questions), partial(self._use_lines, pasted))

    def _use_lines(self, pasted: LinesPasted, use: PasteUse | None) -> None:
        from assistant.records.rows import Row  # noqa: PLC0415
        from assistant.tui.paste_screen import PasteUse  # noqa: PLC0415

        if use is PasteUse.BATCH:
            self._run([Row(str(number), question) for number, question in enumerate(pasted.questions, 1)])
        elif use is PasteUse.LINE:
            prompt = self.query_one(Prompt)
            prompt.replace(pasted.text, *prompt.selection)

    def commands_begun(self, line: str) -> Mapping[str, str]:
        """The commands that a line beginning with a slash may become, and what each does.

        After the command for files, it is their names. What ends in a space or a slash is not all yet.
        """
        command, space, path = line.lstrip().partition(" ")
        if not space or command != f"/{BATCH}" or self.app.is_web:
            return commands_begun(line, in_browser=self.app.is_web)
        from assistant.tui.file_names import paths_begun  # noqa: PLC0415

        return {f"{command} {name}": _FOLDER * name.endswith("/") for name in paths_begun(path.lstrip())}

    def action_batch(self, words: str = "") -> None:
        """Run the files that `words` name as a batch; without words, say what is wanted."""
        if self.app.is_web:
            self.notify(NO_FILES_HERE, severity="warning", markup=False)
            return
        from assistant.records.named_files import typed_paths  # noqa: PLC0415

        if paths := typed_paths(words):
            # A large file takes a second, and a disk that sleeps some more.
            self._is_reading_said = False
            self._reading = self.run_worker(self._run_files(paths), group="files", exclusive=True)
            return
        prompt = self.query_one(Prompt)
        if not prompt.value:
            prompt.insert_text_at_cursor(f"/{BATCH} ")
            # They lie over the notice; the next key opens them again.
            self.query_one(Suggestions).close()
        prompt.focus()
        self.notify(_WHAT_IT_TAKES, severity="warning", markup=False)

    async def _run_files(self, paths: Sequence[Path]) -> None:
        from assistant.records.question_files import rows_of_files  # noqa: PLC0415

        *most, last = [one_line(path.name) for path in paths]
        names = f"{', '.join(most)}{' and ' if most else ''}{last}"
        notice = self.set_timer(READING_SAID_AFTER, partial(self._say_reading, names))
        try:
            rows = await in_daemon_thread(rows_of_files, paths)
        except AssistantError as error:
            self.notify(one_line(str(error)), severity="error", markup=False)
            return
        finally:
            notice.stop()
        if self._is_reading_said:
            self.drop_notice()
        self._run(rows, f" from {names}")

    def _say_reading(self, names: str) -> None:
        self._is_reading_said = True
        self.notify(f"Reading {names} … esc stops it.", timeout=_READING_SHOWN, markup=False)

    def action_to_prompt(self) -> None:
        """Return to the prompt, and give up the files that are being read."""
        if self._reading and self.is_reading:
            self._reading.cancel()
            self.notify("Stopped reading.", markup=False)
        super().action_to_prompt()

    def _run(self, rows: Sequence[Row], origin: str = "") -> None:
        from assistant.tui.batch_screen import BatchScreen  # noqa: PLC0415

        self.app.push_screen(BatchScreen(self._assistant, rows, self._clock, origin), self._ask_chosen)
