"""Small talk: whether a question is to the assistant itself, as the small talk that is near is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.text import normalise, words

if TYPE_CHECKING:
    from assistant.dialogue.compiled_pack import CompiledPack
    from assistant.dialogue.reading import Candidate
    from assistant.matching.analysis import Analysis

# Small talk is with "you" if so great a share of its phrases says so, unless a question is so like one.
_ADDRESSED_FROM, _LIKE_SMALL_TALK = 0.65, 0.85


def is_spoken_to(compiled: CompiledPack, analysis: Analysis, small_talk: Candidate) -> bool:
    """Whether a question is to "you", as most phrases of some small talk are, or very like one."""
    if _speaks_of_another(compiled, analysis, small_talk):
        return False
    if small_talk.score >= _LIKE_SMALL_TALK or _names_assistant(compiled, analysis):
        return True
    addressed, rate = compiled.english.second_person, compiled.matcher.index.rate
    share = sum([rate(word, small_talk.number) for word in addressed])
    return share < _ADDRESSED_FROM or not addressed.isdisjoint(analysis.tokens)


def _names_assistant(compiled: CompiledPack, analysis: Analysis) -> bool:
    """Whether a question names the assistant by what it is, as the article names nothing: "this bot"."""
    names = compiled.english.assistant_words
    return any(each.surface in names and each.name not in compiled.in_article for each in analysis.features)


def _speaks_of_another(compiled: CompiledPack, analysis: Analysis, small_talk: Candidate) -> bool:
    """Whether a question asks of it or them what small talk asks of "you"."""
    english, said = compiled.english, analysis.words
    asked = set(words(normalise(compiled.matcher.phrases[small_talk.phrase])))
    is_of_you = not english.second_person.isdisjoint(asked)
    others = (english.thing_pronouns | english.personal_pronouns) - english.demonstratives - asked
    return is_of_you and english.second_person.isdisjoint(said) and not others.isdisjoint(said)
