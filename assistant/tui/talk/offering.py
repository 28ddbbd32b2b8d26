"""What can be asked, what was quoted and what was drawn on, shown when it is called for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from assistant.tui.messages import SentenceChosen
from assistant.tui.talk.screen import TalkScreen
from assistant.tui.widgets.article import ArticlePane

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.knowledge.contents import QuestionGroup


class Offering(TalkScreen):
    """The part of the chat that offers questions, by topic or by sentence, and shows what was quoted."""

    def action_topics(self) -> None:
        """Show what can be asked, by topic."""
        from assistant.knowledge.contents import by_topic  # noqa: PLC0415  (the first frame does without it)

        self._offer("What can be asked", by_topic(self._assistant.pack))

    def action_coverage(self) -> None:
        """Show the article tinted by what this conversation drew on."""
        from assistant.coverage.conversation import ConversationCoverage  # noqa: PLC0415
        from assistant.tui.coverage_screen import CoverageScreen  # noqa: PLC0415

        covered = ConversationCoverage.of(self.replies, self._assistant.pack.sources)
        self.app.push_screen(CoverageScreen("What this conversation drew on", covered))

    @on(SentenceChosen)
    def _offer_its_questions(self, message: SentenceChosen) -> None:
        """Show what a sentence of the article answers."""
        from assistant.knowledge.contents import QuestionGroup, answered_by  # noqa: PLC0415

        questions = answered_by(self._assistant.pack, message.source, message.number)
        if questions:
            title = f"What sentence {message.number} answers"
            self._offer(title, [QuestionGroup(f"Sentence {message.number}", questions)])
        else:
            self.notify(f"No question rests on sentence {message.number}.", markup=False)

    def _offer(self, title: str, groups: Iterable[QuestionGroup]) -> None:
        from assistant.tui.questions_screen import QuestionsScreen  # noqa: PLC0415

        self.app.push_screen(QuestionsScreen(title, groups), self._ask_chosen)

    async def action_sources(self) -> None:
        """Repeat the sentences that the last answer quotes, whole, and show the first in the article."""
        told = (reply for reply in reversed(self.replies) if reply.status.traits.is_about_article)
        reply = next(told, None)
        if reply is None or not reply.citations:
            words = "The last answer quotes nothing." if reply else "Nothing was answered yet."
            self.notify(words, severity="warning", markup=False)
            return
        offered = [] if (choices := self._choices()) is None else choices.questions
        from assistant.tui.widgets.exchange import SourcesView  # noqa: PLC0415  (not for the first frame)

        await self._transcript.add(SourcesView(reply, self._assistant.pack.sources, offered))
        self.remove_class("-article-closed")
        self.query_one(ArticlePane).cite(reply.citations)
