"""Follow-ups: elliptical questions ("which ones?") that get their meaning from what was talked of."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.dialogue.ellipsis import bare_wording
from assistant.dialogue.near import Wordings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.knowledge.pack import Pack
    from assistant.language import English
    from assistant.matching import IntentMatcher

_NEAR_ENOUGH = 88
_LONGEST = 60
# How much an intent must be about what was talked of before a follow-up may mean it.
_RELATED = 0.25


# One number is no misspelling of another, however like it.
_FIGURES = re.compile(r"\d+")


class FollowUps:
    """The follow-ups of a pack. One wording may belong to many intents: the subject decides."""

    def __init__(self, pack: Pack, matcher: IntentMatcher, english: English) -> None:
        self._pack = pack
        self._matcher = matcher
        self._english = english

    @cached_property
    def _intents(self) -> dict[str, list[str]]:
        """By wording, the intents that it may mean; made when a conversation first has a subject."""
        intents: dict[str, list[str]] = defaultdict(list)
        for intent in self._pack.intents.values():
            for wording in intent.follow_ups:
                intents[bare_wording(wording, self._english)].append(intent.id)
        return intents

    @cached_property
    def _wordings(self) -> Wordings:
        return Wordings(self._intents, _NEAR_ENOUGH)

    def find(self, text: str, subject: Mapping[str, float]) -> str | None:
        """The intent that `text` means after talk of `subject`, or None where it means none for sure."""
        if not subject or len(text) > _LONGEST:
            return None
        wording = bare_wording(text, self._english)
        found = self._wordings.nearest(wording, limit=5)
        figures = _FIGURES.findall(wording)
        scored = [
            (ratio / 100 * self._relatedness(intent, subject), intent)
            for near, ratio in found
            if _FIGURES.findall(near) == figures
            for intent in self._intents[near]
        ]
        best, intent = max(scored, default=(0.0, ""))
        return intent if best >= _RELATED else None

    def _relatedness(self, intent: str, subject: Mapping[str, float]) -> float:
        """The cosine of what an intent is about and what was talked of, in 0..1."""
        profile = self._matcher.profile(intent)
        norm = math.sqrt(sum(strength * strength for strength in subject.values())) or 1.0
        return sum(strength * subject.get(name, 0.0) for name, strength in profile.items()) / norm
