"""Acts of dialogue as data: how people word what they say about the conversation and the article itself."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from assistant.language.data_files import lines, named, wordings, words
from assistant.language.templates import as_pattern, choice, expand
from assistant.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

ActPatterns = tuple[tuple[str, re.Pattern[str]], ...]
"""Names of acts, each with the pattern of some of their wordings."""

# How words end that are nothing but ordinals, unlike "former" and "opening".
_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_LETTERS = re.compile(r"[\w']+")


@dataclass(frozen=True)
class ActWordings:
    """The data files on acts.

    `moves` are pairs of a wording and the act that it is as a whole; `act_templates` and `open_act_templates`
    are pairs of an act and a template with slots, for what it may name: one of some things, or anything.
    `act_cues` are pairs of a wording and the act that it gives away beside `neutral_words`. `forms`,
    `mentioned_kinds`, `ordinals` and `picks` lead from a wording to the form, the kind, the place or the
    option that it stands for; `numerals` from a word to its digits.
    """

    numerals: Mapping[str, str]
    moves: tuple[tuple[str, str], ...]
    articles_are_called: tuple[str, ...]
    act_templates: tuple[tuple[str, str], ...]
    open_act_templates: tuple[tuple[str, str], ...]
    mention_words: frozenset[str]
    forms: Mapping[str, str]
    act_cues: tuple[tuple[str, str], ...]
    questions_of_fact: frozenset[str]
    neutral_words: frozenset[str]
    list_ends: frozenset[str]
    overview_questions: tuple[str, ...]
    request: re.Pattern[str]
    other_words: frozenset[str]
    emphases: frozenset[str]
    mentioned_kinds: Mapping[str, str]
    ordinals: Mapping[str, str]
    picks: Mapping[str, str]

    @lazy
    def form_words(self) -> frozenset[str]:
        """The last words of `forms`."""
        return frozenset(wording.split()[-1] for wording in self.forms)

    @lazy
    def telling_ordinals(self) -> dict[str, frozenset[str]]:
        """The words that say which of several, each with all that say the same: "first", "1st"."""
        by_place: defaultdict[str, set[str]] = defaultdict(set)
        for word, place in self.ordinals.items():
            by_place[place].add(word)
        return {
            word: frozenset(by_place[place]) for word, place in self.ordinals.items() if word[-2:] in _ORDINAL
        }

    @lazy
    def act_words(self) -> frozenset[str]:
        """The words of the wordings of acts that name something."""
        fixed = [word for _, template in self.act_templates for word in _LETTERS.findall(template)]
        named = [word for wording in (*self.mentioned_kinds, *self.ordinals) for word in wording.split()]
        return frozenset([*fixed, *named, *self.numerals])

    @lazy
    def act_patterns(self) -> ActPatterns:
        """The acts that name one of some things, each with the pattern of one of its templates."""
        slots = self._slots | {"{it}": choice(self.articles_are_called)}
        return tuple((name, as_pattern([template], slots)) for name, template in self.act_templates)

    @lazy
    def open_act_patterns(self) -> ActPatterns:
        """The acts that name anything, each with the pattern of one of its templates."""
        slots = self._slots | {
            "{rest}": r"(?P<rest>\S.*?\s)",
            "{other}": r"(?P<other>\S.*?\s)",
            "{noun}": r"(?P<noun>\S+ )",
        }
        return tuple((name, as_pattern([template], slots)) for name, template in self.open_act_templates)

    @lazy
    def _slots(self) -> dict[str, str]:
        """The patterns of what acts may name."""
        another_kind = rf"(?:or |and )?{choice(self.mentioned_kinds)}"
        return {
            "{kind}": f"{choice(self.mentioned_kinds, 'kind')}(?:{another_kind})*",
            "{ordinal}": choice(self.ordinals, "ordinal"),
            "{number}": rf"(?P<number>(?:\d{{1,3}}|{'|'.join(self.numerals)}) )",
        }


@cache
def load_act_wordings() -> ActWordings:
    """The data on acts, read once a process."""
    return ActWordings(
        numerals=dict(wordings("numerals.txt")),
        moves=tuple((each, move) for wording, move in wordings("moves.txt") for each in expand(wording)),
        articles_are_called=tuple(
            each.strip() for line in lines("articles_are_called.txt") for each in line.split(",")
        ),
        act_templates=tuple(named("act_templates.txt")),
        open_act_templates=tuple(named("open_act_templates.txt")),
        mention_words=frozenset(words("mention_words.txt")),
        forms={each: form for wording, form in wordings("forms.txt") for each in expand(wording)},
        act_cues=tuple((each, act) for wording, act in wordings("act_cues.txt") for each in expand(wording)),
        questions_of_fact=frozenset(words("questions_of_fact.txt")),
        neutral_words=frozenset(words("neutral_words.txt")),
        list_ends=frozenset(words("list_ends.txt")),
        overview_questions=tuple(lines("overview_questions.txt")),
        request=as_pattern(lines("requests.txt")),
        emphases=frozenset(words("emphases.txt")),
        other_words=frozenset(words("other_words.txt")),
        mentioned_kinds=dict(wordings("mentioned_kinds.txt")),
        ordinals=dict(wordings("ordinals.txt")),
        picks=dict(reversed([*wordings("picks.txt")])),
    )
