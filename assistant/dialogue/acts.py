"""Dialogue acts: what people say about the conversation itself ("say that again", "source?")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from assistant.language import Commonness
from assistant.matching.letters import Wordings
from assistant.text import normalise, phrase_key, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.language import English

# "Not Peru, Chile" is "not Peru but Chile".
_NOT_BUT = re.compile(r"\A((?:no,? )?not [^,]+),\s+(?!(?:i|we)\b)", re.IGNORECASE)
# "S9" alone is a sentence.
_SENTENCE = re.compile(r"\As(\d+)(?= |\Z)")
# Why somebody wants it.
_PURPOSE = re.compile(
    r"\b(?:so(?: that)?|because|since|in order that) (?:i|we)\b.*", re.IGNORECASE | re.DOTALL
)
_FULL_STOP = re.compile(r"(?<=[.!?…])\s+")
# How like the wording of an act a text is, and one of its words a misspelt one, by RapidFuzz's ratio.
_NEAR, _NEAR_WORD = 84, 70
# The most characters of an act, and the most words of a pick.
_LONGEST, _LONGEST_PICK = 90, 5
# The most words of what is an act by its cue.
_MOST_WORDS = 12


class Act(NamedTuple):
    """What somebody does by saying something."""

    name: str
    """Its name in the table of acts, perhaps with what it is about behind a space."""
    slots: Mapping[str, str]
    """What its wording names, by what that is to the act."""

    @property
    def kind(self) -> str | None:
        """The name without what the act is about; None where it is no act."""
        return self.name.partition(" ")[0] or None


NO_ACT = Act("", {})


def bare_wording(text: str, english: English) -> str:
    """`text` normalised, chat spellings written out, without fillers at either end ("and", "please")."""
    wording = [part for word in phrase_key(text).split() for part in english.spelt_out.get(word, (word,))]
    while len(wording) > 1 and wording[0] in english.fillers:
        wording.pop(0)
    while len(wording) > 1 and wording[-1] in english.fillers:
        wording.pop()
    return " ".join(wording)


class DialogueActs:
    """Recognises the act of an utterance that is about the conversation.

    Such an utterance is made of words that any question may hold, so its wording must be met nearly whole.
    """

    def __init__(self, english: English) -> None:
        self._english = english
        bare = {bare_wording(wording, english): act for wording, act in english.acts.moves}
        # "What?" and "again, please" are acts as they stand, and not with whatever was left out beside them.
        self._acts = {key: bare[key] for key in bare if key not in english.fillers | english.question_words}
        self._worded = {phrase_key(wording): act for wording, act in english.acts.moves}
        self._wordings = Wordings(self._acts, _NEAR)
        self._cues = [(bare_wording(wording, english), act) for wording, act in english.acts.act_cues]
        in_cues = [word for cue, act in self._cues if act != "not" for word in cue.split()]
        grammar = english.stop_words | english.framing_words | english.fillers
        self._beside_cues = grammar.union(english.acts.neutral_words, in_cues)
        self._to_you = english.negations | {"you"}
        self._words = frozenset(word for wording in self._acts for word in wording.split())

    def act(self, text: str, *, exactly: bool = False, goes_on: bool = False) -> Act | None:
        """The act that a text is, None where it is none.

        With `exactly`, the text is to be worded as an act is, letter for letter. What may name anything is
        an act only where a conversation `goes_on`.
        """
        if len(text) > _LONGEST:
            return None
        act = self._act(text, exactly=exactly, goes_on=goes_on)
        return act or (None if exactly else self._beside_talk(text, goes_on=goes_on))

    def _beside_talk(self, text: str, *, goes_on: bool) -> Act | None:
        """The act of a text without the sentences before it, or the clause behind it, that tell something.

        Of several acts in a row the last counts.
        """
        parts = [part for part in _FULL_STOP.split(text.strip()) if part]
        acts = [self._act(part, exactly=False, goes_on=goes_on) for part in parts]
        if len(parts) > 1:
            asks = any(self._asks(part) and not act for part, act in zip(parts[:-1], acts[:-1], strict=True))
            return None if asks else acts[-1]
        said, _, aside = text.rpartition(",")
        act = self._act(said, exactly=False, goes_on=goes_on) if said else None
        if act is None:
            return None
        other = self._act(aside.strip(), exactly=False, goes_on=goes_on)
        if other and act.kind == "about_article":
            return act  # "The first sentence, word for word."
        of_asker = not self._english.first_person.isdisjoint(words(normalise(aside)))
        return other or (act if of_asker and not self._asks(aside) else None)

    def _asks(self, text: str) -> bool:
        return text.endswith("?") or self._english.asks(words(normalise(text)))

    def _act(self, text: str, *, exactly: bool, goes_on: bool) -> Act | None:
        name = self._worded.get(phrase_key(text)) or (None if exactly else self._nearest(text))
        if name is not None or exactly:
            return Act(name, {}) if name else None
        act = self._with_slots(text) or self._open(text, goes_on=goes_on)
        return act or (self._by_cue(text) if goes_on else None)

    def _open(self, text: str, *, goes_on: bool) -> Act | None:
        """The act that a text is as a whole, whatever it names, with what it names as it is spelt."""
        words = self._demand(_NOT_BUT.sub(r"\1 but ", text))
        if not goes_on and self._english.acts.mention_words.isdisjoint(words):
            return None
        wording = " ".join([*words, ""])
        for name, pattern in self._english.acts.open_act_patterns:
            match = pattern.fullmatch(wording)
            if match:
                return Act(name, {key: _as_spelt(value, text) for key, value in match.groupdict("").items()})
        return None

    def _demand(self, text: str) -> list[str]:
        """The words of a text without what makes a request of it: "could you please"."""
        wording = _SENTENCE.sub(r"sentence \1", bare_wording(text, self._english))
        request = self._english.acts.request.match(f"{wording} ")
        return (wording[request.end() :] if request else wording).split() or wording.split()

    def _with_slots(self, text: str) -> Act | None:
        """The act whose wording, with something named in it, a text is as a whole."""
        words = self._demand(text)
        if not all(word in self._english.acts.act_words or word.isdigit() for word in words):
            return None  # Patterns are seldom needed, and slow to compile.
        wording = " ".join([*words, ""])
        for name, pattern in self._english.acts.act_patterns:
            match = pattern.fullmatch(wording)
            if match:
                return Act(name, {key: value.strip() for key, value in match.groupdict("").items() if value})
        return None

    def _by_cue(self, text: str) -> Act | None:
        """The act whose cue a text has, if nothing else in it tells or asks anything."""
        english = self._english
        wording = " ".join(self._demand(_PURPOSE.sub("", text)))
        words = frozenset(wording.split())
        if len(words) > _MOST_WORDS or not english.personal_pronouns.isdisjoint(words):
            return None
        if any(word not in self._beside_cues for word in words):
            return None
        is_asked = "?" in text or not self._to_you.isdisjoint(words)
        plain = " ".join([word for word in wording.split() if word not in english.acts.emphases])
        for cue, name in self._cues:
            if f" {cue} " in f" {wording} " or f" {cue} " in f" {plain} ":
                act = name.removeprefix("asked ")
                others = words.difference(cue.split())
                if name == "not" or not english.acts.questions_of_fact.isdisjoint(others):
                    return None
                if act == name or is_asked:
                    return Act(act, {})
        return None

    def _nearest(self, text: str) -> str | None:
        wording = bare_wording(text, self._english)
        if not all(word in self._words or self._is_unknown(word) for word in wording.split()):
            return None  # It says more than any act, as most questions do.
        near = self._wordings.nearest(wording)
        # A word that is left out may be all that makes an act of it: "where was that (written)?"
        if not near or len(wording.split()) < len(near[0][0].split()):
            return None
        # Each of its words is to be one of the known wording, or a misspelling of one.
        known = Wordings(near[0][0].split(), _NEAR_WORD)
        strange = [word for word in wording.split() if word not in near[0][0].split()]
        is_known = all(self._is_unknown(word) and known.nearest(word) for word in strange)
        return self._acts[near[0][0]] if is_known else None

    def _is_unknown(self, word: str) -> bool:
        return self._english.commonness(word) is Commonness.UNKNOWN

    def is_empty_talk(self, text: str) -> bool:
        """Whether a text neither asks nor tells anything, nor leans on anything: "ok, now I understand"."""
        english, said = self._english, words(normalise(text))
        grammar = english.stop_words | english.framing_words | english.fillers | english.courtesies
        leans = any(tuple(said[: len(opener)]) == opener for opener in english.leaning_openers)
        points = not (english.pronouns | english.demonstratives).isdisjoint(said)
        asks = text.endswith("?") or english.asks(said)
        talk = english.framing_words | english.fillers | english.courtesies | english.first_person
        return grammar.issuperset(said) and not talk.isdisjoint(said) and not (asks or leans or points)

    def pick(self, text: str, options: int) -> int | None:
        """Which of some options a text picks, counted from 0; it may be one that is not there."""
        picks = self._english.acts.picks
        words = phrase_key(text).split()
        if len(words) > _LONGEST_PICK or not all(word in picks for word in words):
            return None
        named = [picks[word] for word in words if picks[word] != "around"]
        if len(named) > 1 and words[-1] == "one":
            named.pop()
        if len(set(named)) != 1:
            return None
        return options - 1 if named[0] == "last" else int(named[0]) - 1


def _as_spelt(words: str, text: str) -> str:
    """Normalised words as `text` spells them, where it has them in a row."""
    found = re.search(r"\W+".join(map(re.escape, words.split())), text, re.IGNORECASE) if words else None
    return found.group() if found else words.strip()
