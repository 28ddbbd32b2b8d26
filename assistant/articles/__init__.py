"""An article from any file, mended: what becomes the source of a pack.

Each reader leads from the bytes of a file to text with Markdown marks, and mending from there to the source.
"""

from assistant.articles.change import Change
from assistant.articles.english import why_not_english
from assistant.articles.reading import ArticleText, read_article

__all__ = ["ArticleText", "Change", "read_article", "why_not_english"]
