"""Whether a text is English, by how many of its words are."""

from __future__ import annotations

import unicodedata
from collections import Counter

from assistant.language import Commonness, load_english
from assistant.text import normalise, words

# In code points: enough to tell.
_SAMPLE = 50_000
# Measured on single sentences: English has 40% or more, eleven other languages have 29% or less. Frequent
# words of theirs that are no English ones count against it: German alone may look half English without.
_LEAST_SHARE = 0.35
# What the scripts are called that Unicode names by their characters.
_SCRIPTS = {"CJK": "Han", "HIRAGANA": "Kana", "KATAKANA": "Kana"}


def why_not_english(text: str) -> str | None:
    """The reason why a text does not look English, to follow “this does not look English:”.

    Args:
        text: An article, or a sentence of one; its first 50,000 code points are looked at.

    Returns:
        The reason in words for people, or None where the text looks English.
    """
    sample = text[:_SAMPLE]
    script = _main_script(sample)
    if script is None:
        return "it has no words"
    if script != "LATIN":
        return f"most of its letters are {_SCRIPTS.get(script, script.title())}"
    every = [word for word in words(normalise(sample)) if not word.isdigit()]
    english = load_english()
    known = sum(english.commonness(word) is not Commonness.UNKNOWN for word in every)
    foreign = sum(word in english.other_languages for word in every)
    if known - foreign >= _LEAST_SHARE * len(every):
        return None
    return f"of its first {len(every):,} words, only {known:,} are English ones"


def _main_script(text: str) -> str | None:
    scripts = Counter(unicodedata.name(each, "?").split()[0] for each in text if each.isalpha())
    return scripts.most_common(1)[0][0] if scripts else None
