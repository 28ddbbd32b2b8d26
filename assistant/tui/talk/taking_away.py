"""What a person takes away from the chat: the last answer, or all that was said."""

from __future__ import annotations

from assistant.errors import AssistantError
from assistant.text import one_line, printable
from assistant.tui.talk.screen import TalkScreen


class TakingAway(TalkScreen):
    """The part of the chat that copies an answer, and exports the conversation."""

    def action_copy_answer(self) -> None:
        """Copy the last answer and the sentences that it rests on."""
        if not self.replies:
            self.notify("There is no answer to copy yet.", severity="warning", markup=False)
            return
        reply = self.replies[-1]
        quotes = [f"“{citation.quote}” (sentence {citation.sentence})" for citation in reply.citations]
        self.app.copy_to_clipboard(printable("\n\n".join([reply.answer, *quotes])))
        self.notify("Copied the last answer.", timeout=2, markup=False)

    def action_export(self, words: str = "") -> None:
        """Write the conversation to a file; `words` may name its format and its path."""
        if not self.replies:
            self.notify("There is no conversation to export yet.", severity="warning", markup=False)
            return
        from assistant.export import FORMATS, talk_of  # noqa: PLC0415
        from assistant.saving import new_name, wanted  # noqa: PLC0415
        from assistant.tui.handing_over import hand_over  # noqa: PLC0415

        now = self._clock()
        talk = talk_of(self._assistant.pack, self.replies, now, self._journal)
        try:
            ending, name = wanted(words)
            place = hand_over(self.app, FORMATS[ending](talk), name, ending, new_name(talk.name, now))
        except AssistantError as error:
            self.notify(one_line(str(error)), severity="error", markup=False)
            return
        self.notify(f"Exported{place}", markup=False)
