"""A page of HTML taken apart, to look at what it holds."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"br", "hr", "input", "meta"}


class Page(HTMLParser):
    """What a page is made of; it fails on tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.words.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.words[tag][-1] += data

    def having(self, name: str) -> list[str | None]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]

    def cells(self, name: str) -> list[str]:
        """The words of the cells of a column, row by row."""
        kinds = [attributes.get("class") for tag, attributes in self.tags if tag == "td"]
        return [words for kind, words in zip(kinds, self.words["td"], strict=True) if kind == name]
