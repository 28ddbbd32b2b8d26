"""People: whom an article names, by which names and in which roles, across its sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.knowledge.drafting.names import Kind, text_of
from assistant.knowledge.drafting.tagging import Tag
from assistant.language import load_english
from assistant.language.nouns import NounKind, noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.knowledge.drafting.asking import SentenceRead
    from assistant.knowledge.drafting.tagging import Token

_HONORIFICS = ("Mr", "Mrs", "Ms", "Dr")


@dataclass
class Person:
    """Somebody whom an article names."""

    name: str
    """The fullest form of the name, without titles."""
    roles: list[str] = field(default_factory=list)
    """What the article calls them: "prime minister", "chairman"."""
    titled: list[str] = field(default_factory=list)
    """The name with the titles that it stands with."""

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.rpartition(" ")[2]

    @property
    def forms(self) -> list[str]:
        """All the forms by which a question may name them, the fullest first."""
        honoured = [f"{each} {self.surname}" for each in _HONORIFICS]
        forms = [self.name, self.surname, *self.titled, *honoured, *self.roles]
        return list({form.casefold(): form for form in reversed(forms)}.values())[::-1]


def people(sentences: Iterable[SentenceRead]) -> list[Person]:
    """Whom some sentences name, in order; a role that several have belongs to none of them."""
    by_surname: dict[str, Person] = {}
    for sentence in sentences:
        for name, roles, titled in _named_in(sentence):
            surname = name.rpartition(" ")[2]
            person = by_surname.setdefault(surname.casefold(), Person(name))
            if len(name.split()) > len(person.name.split()):
                person.name = name
            person.roles += [role for role in roles if role not in person.roles]
            person.titled += [titled] if titled and titled not in person.titled else []
    everyone = [person for person in by_surname.values() if " " in person.name or person.roles]
    held = [role for person in everyone for role in person.roles]
    for person in everyone:
        person.roles = [role for role in person.roles if held.count(role) == 1]
    return everyone


def _named_in(sentence: SentenceRead) -> Iterable[tuple[str, list[str], str]]:
    """The people of a sentence: name, roles, and the name with its titles."""
    tokens = sentence.tokens
    for each in sentence.names:
        if each.kind is not Kind.PERSON or tokens[each.phrase.head].tag is not Tag.NAME:
            continue
        first, last = each.phrase.span[0], each.phrase.head + 1
        start = max(
            [place + 1 for place in range(first, last) if tokens[place].text.endswith(("'s", "’s"))],
            default=first,
        )
        words = list(tokens[start:last])
        titles = _titles(words)
        name = words[len(titles) :]
        if not name or any(token.tag is not Tag.NAME for token in name):
            continue
        title = text_of(titles)
        roles = [title.lower()] if title and _is_role(title) else []
        roles += _apposed(tokens, first, last)
        yield text_of(name), roles, f"{title} {text_of(name)}" if title else ""


def _titles(words: Sequence[Token]) -> list[Token]:
    """The words before a name that are titles or roles: "Emeritus Professor", "Transport minister"."""
    english = load_english()
    last = max([place + 1 for place, word in enumerate(words[:-1]) if _is_title(word.plain)], default=0)
    return [word for word in words[:last] if word.plain not in english.articles]


def _is_title(word: str) -> bool:
    used = noun(word)
    return word in load_english().titles or (
        used is not None and used.kind is NounKind.PERSON and used.share > 0.5
    )


def _is_role(title: str) -> bool:
    """Whether a title is what somebody is, and not but a form of address: "Mr"."""
    return noun(title.rsplit(maxsplit=1)[-1].lower()) is not None


def _apposed(tokens: Sequence[Token], first: int, last: int) -> list[str]:
    """The roles that stand beside a name, between commas: "the chairman of the panel", "its director"."""
    roles = []
    if last + 1 < len(tokens) and tokens[last].text == ",":
        roles.append(_role(tokens, last + 1))
    if first >= 2 and tokens[first - 1].text == ",":
        start = first - 2
        while start > 0 and tokens[start - 1].tag in (Tag.NOUN, Tag.DESCRIBING, Tag.DETERMINER, Tag.NAME):
            start -= 1
        roles.append(_role(tokens, start))
    return [role for role in roles if role]


def _role(tokens: Sequence[Token], start: int) -> str:
    """The role that a noun phrase names, empty where it names none."""
    words: list[Token] = []
    for token in tokens[start:]:
        if token.tag is Tag.DETERMINER or token.text.endswith(("'s", "’s")):
            words = []
        elif token.tag in (Tag.NOUN, Tag.DESCRIBING):
            words.append(token)
        else:
            break
    if not words or not _is_title(words[-1].plain):
        return ""
    return " ".join([word.plain for word in words])
