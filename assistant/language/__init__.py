"""What the engine knows about English, whatever the article: data files, read once."""

from assistant.language.commonness import Commonness
from assistant.language.english import English, load_english
from assistant.language.plain_text import plain_text

__all__ = ["Commonness", "English", "load_english", "plain_text"]
