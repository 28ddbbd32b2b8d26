"""Plain text: what a question is once everything is off that does not change what is asked.

Two questions that differ in their form alone have the same plain text, and so get the same reply.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from assistant.language.english import load_english
from assistant.text import replace_lone_surrogates, visible, without_escapes, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.language.english import English

_QUOTATION_MARKS = str.maketrans(dict.fromkeys('"“”„‟«»″', " "))
# "3.", "(b)", "-", "•": what stands before an entry of a list. A dash needs a space behind it, a number a
# mark and a space, so that neither a figure nor a compound is taken for one.
_LIST_MARK = re.compile(
    r"(?:[-*+•‣◦▪·–—>#]+|\(?(?:\d{1,3}|[a-z])[.):])\s+(?=\S)|[•‣◦▪]\s*(?=\S)", re.IGNORECASE
)
_LABEL = re.compile(r"([a-z]+)(?:\s?\d{1,3})?\s?[:.)]\s+(?=\S)", re.IGNORECASE)
# "1,000" is one number.
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
# "No. 4" ends no sentence.
_NUMBER_SIGN = re.compile(r"\b(?:no|nr)\.\s?(?=\d)|#(?=\d+\b)", re.IGNORECASE)
_LINE_BREAK = re.compile(r"[^\S\n]*\n\s*")
_SENTENCE_END = re.compile(r"(?<=[.?!;:…])\s+|\s+[-–—]+\s+|\n")
_ENDS_A_LINE = (".", "?", "!", ";", ":", "…")
_CAPITALISED = re.compile(r"\b[A-Z][A-Za-z']*")
_END_MARKS = re.compile(r"[\s.?!,;:…]+\Z")
_MARKS_AT_THE_START = " \n.,;:!¡¿…-–—"
_ENDS_A_LEAD_IN = tuple(",:;.…-–—")
_WORD_OF_LETTERS = re.compile(r"\b[a-z]{2,8}\b(?!['’])", re.IGNORECASE)
_LONGEST_LEAD_IN = 12
# What follows the name leaves so many words, and has so many at most.
_FEWEST_BEFORE, _LONGEST_LEAD_OUT = 4, 8
_WORD_AT_THE_START = re.compile(r"[^\s,.!?;:…]+")


def plain_text(question: str) -> str:
    """`question` without invisible characters, marks of lists, labels, greetings, thanks and preambles.

    Wrapped lines are joined. Capitals, and the words that ask, stay as they are. Where nothing else would be
    left, what is left is what was said: a greeting alone is a greeting. Idempotent.
    """
    text = question
    while (plainer := _plainer(text)) != text:
        text = plainer
    return text


@lru_cache(2**10)
def _plainer(text: str) -> str:
    english = load_english()
    characters = visible(replace_lone_surrogates(without_escapes(text))).translate(_QUOTATION_MARKS)
    characters = _THOUSANDS.sub("", _NUMBER_SIGN.sub("number ", characters))
    characters = _WORD_OF_LETTERS.sub(lambda word: _with_apostrophe(word.group(), english), characters)
    lines = [line for line in map(_unmarked, _LINE_BREAK.split(characters)) if line]
    joined = _joined(lines, english)
    asked = _without_preamble(_without_courtesies(joined, english), english)
    asked = _claimed(asked, english)
    asked = _without_lead_out(_after_lead_in(asked, english) or asked, english)
    return _END_MARKS.sub(lambda marks: "?" if "?" in marks.group() else "", asked) or asked


def _with_apostrophe(word: str, english: English) -> str:
    """A contraction with its apostrophe ("whats", "what's"), and any other word as it is."""
    spelt = english.apostrophes.get(word.casefold())
    return word[:1] + spelt[1:] if spelt else word


def _unmarked(line: str) -> str:
    """A line with single spaces, and without the mark of a list or the label that it begins with."""
    line = " ".join(line.split())
    while match := _LIST_MARK.match(line) or _label(line):
        line = line[match.end() :]
    return line


def _label(line: str) -> re.Match[str] | None:
    match = _LABEL.match(line)
    return match if match and match.group(1).casefold() in load_english().labels else None


def _joined(lines: Iterable[str], english: English) -> str:
    """Lines as one text: a line break stays where a sentence ends, or another question begins."""
    text = ""
    for line in lines:
        if not text:
            text = line
        elif text.endswith(_ENDS_A_LINE) or _begins_another(text.rpartition("\n")[2], line, english):
            text = f"{text}\n{line}"
        else:
            text = f"{text} {line}"
    return text


def _begins_another(before: str, line: str, english: English) -> bool:
    """Whether a line is a question of its own, and so was the one before it: no part of one is wrapped."""
    first, second = words(before.casefold()), words(line.casefold())
    if not first or not second or before[:1].isupper() is not line[:1].isupper():
        return False
    openers = english.question_words | english.yes_no_openers
    return first[0] in openers and second[0] in openers and len(first) > 1 and _has_content(first, english)


def _without_courtesies(text: str, english: English) -> str:
    """`text` without what is said for courtesy at either end of it."""
    while (rest := _after_courtesy(text, english) or _before_courtesy(text, english)) is not None:
        text = rest
    return text


def _after_courtesy(text: str, english: English) -> str | None:
    """What follows a greeting and its like, None where `text` begins with none or is nothing else."""
    spans = list(_WORD_AT_THE_START.finditer(text))[: english.longest_courtesy]
    spelt = [span.group().casefold() for span in spans]
    for length in range(len(spans), 0, -1):
        rest = text[spans[length - 1].end() :]
        asks = spelt[length : length + 1] and spelt[length] in english.question_words
        is_apart = asks or rest.lstrip(" ")[:1] in _MARKS_AT_THE_START
        greets = tuple(spelt[:length]) in english.greetings and is_apart
        if greets or tuple(spelt[:length]) in english.openings:
            asked = _if_anything(rest.lstrip(_MARKS_AT_THE_START), english)
            # "Thank you, that will be all" is said for courtesy as a whole.
            asks = asked is not None and ("?" in asked or _asks_by_words(asked, english))
            return asked if asks or spelt[:1] != ["thank"] else None
    return None


def _before_courtesy(text: str, english: English) -> str | None:
    """What precedes a "thanks" and its like, None where `text` ends with none or is nothing else."""
    spans = list(_WORD_AT_THE_START.finditer(text))[-english.longest_courtesy :]
    spelt = [span.group().casefold() for span in spans]
    for length in range(len(spans), 0, -1):
        is_apart = spelt[-length - 1 : -length] != ["with"]
        if is_apart and tuple(spelt[-length:]) in english.closings:
            start = spans[-length].start()
            asked = text[:start].rstrip(" \n,;-–—")
            return _if_anything(f"{asked}?" if "?" in text[start:] else asked, english)
    return None


def _after_lead_in(text: str, english: English) -> str | None:
    """What a lead-in ("could you tell me", "so,") leads up to, None where `text` begins with none."""
    spans, spelt = _first_words(text)
    if not english.lead_in.match(" ".join([*spelt, ""])):
        return None
    length = max(n for n in range(len(spans) + 1) if english.lead_in.fullmatch(" ".join([*spelt[:n], ""])))
    rest = text[spans[length - 1].end() :]
    is_apart = rest.lstrip(" ")[:1] in _ENDS_A_LEAD_IN
    asks = length > 1 and not english.question_words.isdisjoint(spelt[length : length + 1])
    return _if_anything(rest.lstrip(_MARKS_AT_THE_START), english) if is_apart or asks else None


def _first_words(text: str) -> tuple[list[re.Match[str]], list[str]]:
    """The words that a lead-in may have, and one more: where they stand, and in lower case."""
    spans = list(islice(_WORD_AT_THE_START.finditer(text), _LONGEST_LEAD_IN + 1))
    return spans, [span.group().casefold() for span in spans]


def _claimed(text: str, english: English) -> str:
    """What a text asks to be allowed to claim ("can I say that ..."), as a question; else the text."""
    spans, spelt = _first_words(text)
    opened = english.claim_lead_in.match(" ".join([*spelt, ""]))
    length = len(opened.group().split()) if opened else 0
    if not 0 < length < len(spans) - 1 or not english.question_words.isdisjoint(spelt[length : length + 1]):
        return text
    return f"{text[spans[length].start() :].rstrip(' ?.!')}?"


def _without_lead_out(text: str, english: English) -> str:
    """`text` without what only tells that the article has a name: "who is the minister named here"."""
    spans = list(_WORD_AT_THE_START.finditer(text))
    spelt = [span.group().casefold() for span in spans]
    for start in range(max(_FEWEST_BEFORE, len(spelt) - _LONGEST_LEAD_OUT), len(spelt) - 1):
        named = spelt[start - 1]
        is_name = named not in english.stop_words and named not in english.acts.mentioned_kinds
        if is_name and english.lead_out.fullmatch(" ".join([*spelt[start:], ""])):
            return text[: spans[start - 1].end()] + text[spans[-1].end() :]
    return text


def _if_anything(rest: str, english: English) -> str | None:
    """`rest` if it says anything: more than fillers and courtesies."""
    said = [word for word in words(rest.casefold()) if word not in english.fillers]
    return rest if said and tuple(said) not in english.courteous else None


def _without_preamble(text: str, english: English) -> str:
    """`text` without the sentences that tell of who asks, where others ask and need them not."""
    parts = [part for part in _SENTENCE_END.split(text) if part]
    if len(parts) < 2:
        return text
    cut = {part: words(part.casefold()) for part in parts}
    asking = [part for part in parts if _asks(part, cut[part], english)] or parts[-1:]
    leans = any(not english.personal_pronouns.isdisjoint(cut[part]) for part in asking)
    stand = all(_has_content(cut[part], english) for part in asking) and not leans
    dropped = [
        part
        for part in parts
        if part not in asking
        and (_is_courtesy(cut[part], english) or (stand and _is_of_asker(part, cut[part], english)))
    ]
    for part in dropped:
        at = text.index(part)
        text = text[:at].rstrip(" \n-–—") + " " + text[at + len(part) :].lstrip(" \n-–—")
    return text.strip()


def _asks(part: str, cut: list[str], english: English) -> bool:
    """Whether a sentence asks something, as against telling it."""
    return part.endswith("?") or english.asks(cut)


def _asks_by_words(text: str, english: English) -> bool:
    return english.asks(words(text.casefold()))


def _has_content(cut: list[str], english: English) -> bool:
    grammar = english.stop_words | english.framing_words | english.fillers
    return any(word not in grammar for word in cut)


def _is_of_asker(part: str, cut: list[str], english: English) -> bool:
    """Whether a sentence tells of who asks, and names nothing that the question may be about."""
    names = [word for word in _CAPITALISED.findall(part)[1:] if word.casefold() not in english.first_person]
    return not english.first_person.isdisjoint(cut) and not names


def _is_courtesy(cut: list[str], english: English) -> bool:
    """Whether a sentence is made of grammar and such words as people apologise and lead up with."""
    grammar = english.stop_words | english.framing_words | english.fillers | english.courtesies
    return grammar.issuperset(cut)
