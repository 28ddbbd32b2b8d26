"""The questions asked so far, walked through as in a shell."""

from __future__ import annotations


class QuestionHistory:
    """Earlier questions, oldest first, and a place among them.

    The place after the last question is the draft: what stood at the prompt before the walk began.
    """

    def __init__(self) -> None:
        self._questions: list[str] = []
        self._place = 0
        self._draft = ""

    def add(self, question: str) -> None:
        """Put `question` at the end, unless it is the last one already, and go to an empty draft."""
        if not self._questions or self._questions[-1] != question:
            self._questions.append(question)
        self._place = len(self._questions)
        self._draft = ""

    def earlier(self, current: str) -> str | None:
        """The question before the present place, or None at the oldest; `current` is what is shown."""
        if self._place == 0:
            return None
        if self._place == len(self._questions):
            self._draft = current
        self._place -= 1
        return self._questions[self._place]

    def later(self) -> str | None:
        """The question after the present place, in the end the draft, or None at the draft."""
        if self._place == len(self._questions):
            return None
        self._place += 1
        return self._draft if self._place == len(self._questions) else self._questions[self._place]
