"""Where a question falls into parts: sentences, and questions that are joined within one sentence."""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from assistant.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.language import English

# The end of a sentence, a dash that sets a clause apart, or a line break; and a colon too, where what is
# before it need not be what the question is about ("The cable: who lays it?").
_WHOLE_SENTENCE_END = re.compile(r"(?<=[.?!;…])\s+|\s+[-–—]+\s+|\s*—\s*|\n+")
_SENTENCE_END = re.compile(rf"{_WHOLE_SENTENCE_END.pattern}|(?<=\w\w):\s+")
_QUESTION_WORD = (
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|does|did|do|has|have|can|will|on what|"
    r"on which|in what|in which|by whom|for how)"
)
_JOINED_QUESTION = re.compile(
    rf"(?:,?\s+(?:and|&)(?:,?\s+(?:also|then|separately|finally),?)?|,\s+(?:also|plus))\s+(?={_QUESTION_WORD}\b)",
    re.IGNORECASE,
)
# Commas join the first questions of a series, if an "and" joins the last: they are no relative clauses then.
_SERIES_OF_QUESTIONS = re.compile(
    rf"{_JOINED_QUESTION.pattern}|,\s+(?=(?:who|what|when|where|why|how)\s+"
    r"(?:is|are|was|were|did|does|do|will|has|have|can|much|many|long)\b)",
    re.IGNORECASE,
)
_OPENS_ASKING = re.compile(rf"(?:and\s+)?{_QUESTION_WORD}\b", re.IGNORECASE)
_JOINT = re.compile(
    r"\s*[,;]?\s+(?:and|&|plus|as well as)\b(?:,?\s+(?:also|separately|then|finally),?)?\s+|\s*[,;]\s+",
    re.IGNORECASE,
)
# One of these is in every text that `_JOINT` is found in, and they are found ten times as fast.
_SIGNS_OF_A_JOINT = (",", ";", "and", "&", "plus", "as well as")
_CLAUSE_END = re.compile(
    r"\s*,\s+|\s+(?=(?:so|but|because|since|anyway|therefore)\b)|\s+-+\s+|:\s+", re.IGNORECASE
)
_CLAUSE = re.compile(r"[:,]+\s+|\s+(?=(?:so|but|because|since|and)\b)", re.IGNORECASE)
# The words beside grammar that make a question whole.
_ENOUGH = 2
MOST_PARTS = 12


def squeezed(text: str) -> str:
    """`text` with single spaces and no blank lines, so that no pattern has to wade through white space."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def sentences(question: str) -> list[str]:
    """The sentences and set-apart clauses of a question, blank ones left out; at most `MOST_PARTS`."""
    return [part.strip() for part in _SENTENCE_END.split(question) if part and part.strip()][:MOST_PARTS]


def joined_questions(sentence: str) -> list[str]:
    """The questions that "and" or a comma joins in a sentence, each with a question word of its own."""
    is_series = _OPENS_ASKING.match(sentence) and _JOINED_QUESTION.search(sentence)
    joint = _SERIES_OF_QUESTIONS if is_series else _JOINED_QUESTION
    return [part.strip() for part in joint.split(sentence) if part.strip()]


def halvings(sentence: str) -> list[tuple[str, str, bool]]:
    """Every way to cut a sentence in two at an "and" or a comma, and whether an "and" is there."""
    small = sentence.casefold()
    if not any(sign in small for sign in _SIGNS_OF_A_JOINT):
        return []
    joints = [(joint.start(), joint.end(), joint.group().strip()) for joint in _JOINT.finditer(sentence)]
    cuts = [(sentence[:start].strip(), sentence[end:].strip(), sign) for start, end, sign in joints]
    return [(before, after, sign not in ",;") for before, after, sign in cuts if before and after][
        :MOST_PARTS
    ]


def asides(text: str, english: English) -> frozenset[str]:
    """The words of what is told beside the question, where a clause asks and does not lean on them.

    That are clauses that tell of who asks, and whole sentences beside one that says enough by itself.
    """
    told: list[str] = []
    kept: list[str] = []
    parts = _WHOLE_SENTENCE_END.split(text)
    cut = [[words(clause.casefold()) for clause in _CLAUSE.split(part)] for part in parts]
    clauses = list(chain.from_iterable(cut))
    asking = [clause for clause in clauses if english.asks(clause)]
    if not asking or not english.personal_pronouns.isdisjoint(chain.from_iterable(asking)):
        return frozenset()
    says_enough = len(_content(chain.from_iterable(asking), english)) >= _ENOUGH
    for sentence in cut:
        beside = says_enough and not any(map(english.asks, sentence))
        own = [n for n, clause in enumerate(sentence) if _is_personal(clause, english)]
        for place, clause in enumerate(sentence):
            # What leads up to "so before I go" is told as that is.
            leads_up = own and place <= own[-1] and not english.asks(clause)
            (told if beside or leads_up else kept).extend(clause)
    return frozenset(told).difference(kept)


def asked_for(text: str, english: English) -> list[list[str]]:
    """The words of each clause from the word on that asks: "which apps stayed"."""
    cut = [words(clause.casefold()) for part in _SENTENCE_END.split(text) for clause in _CLAUSE.split(part)]
    return [clause[place:] for clause in cut for place in _asking_place(clause, english)]


def _asking_place(clause: list[str], english: English) -> list[int]:
    pairs = enumerate(pairwise([*clause, ""]))
    # "Which I half agree with" asks nothing.
    asking = [
        n
        for n, (word, after) in pairs
        if word in english.question_words and after not in english.first_person
    ]
    return asking[:1]


def _is_personal(clause: list[str], english: English) -> bool:
    return not english.asks(clause) and not english.first_person.isdisjoint(clause)


def _content(cut: Iterable[str], english: English) -> set[str]:
    return set(cut) - english.stop_words - english.framing_words


def endings(question: str) -> list[str]:
    """The clauses of a rambling question, each alone and with all that follows it, the last first."""
    clauses = [clause.strip() for clause in _CLAUSE_END.split(question) if clause.strip()]
    if len(clauses) < 2:
        return []
    clauses = clauses[-MOST_PARTS:]
    texts: dict[str, None] = {}
    for start in range(len(clauses) - 1, -1, -1):
        texts[clauses[start]] = None
        texts[", ".join(clauses[start:])] = None
    return list(texts)
