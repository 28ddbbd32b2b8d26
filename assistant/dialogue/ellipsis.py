"""What is left of an utterance without the words that only open or close it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.text import phrase_key

if TYPE_CHECKING:
    from assistant.language import English


def bare_wording(text: str, english: English) -> str:
    """`text` normalised, chat spellings written out, without fillers at either end ("and", "please")."""
    said = [part for word in phrase_key(text).split() for part in english.chat_spellings.get(word, (word,))]
    while len(said) > 1 and said[0] in english.fillers:
        said.pop(0)
    while len(said) > 1 and said[-1] in english.fillers:
        said.pop()
    return " ".join(said).replace("'s ", " is ")
