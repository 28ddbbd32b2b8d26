"""Whether a text is English, by how many of its words are."""

from __future__ import annotations

import re

from assistant.language import Commonness, load_english
from assistant.text import normalise, words

# In code points: enough to tell.
_SAMPLE = 50_000
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LETTER = re.compile(r"[^\W\d_]")
