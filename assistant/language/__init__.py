"""What the engine knows about English, whatever the article: data files, read once."""

from assistant.language.english import Commonness, English, load_english

__all__ = ["Commonness", "English", "load_english"]
