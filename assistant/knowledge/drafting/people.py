"""People: whom an article names, by which names and in which roles, across its sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from assistant.knowledge.drafting.clauses import noun_phrases
from assistant.knowledge.drafting.names import Kind, text_of
from assistant.knowledge.drafting.tokens import DESCRIBES, Tag
from assistant.language import load_english
from assistant.language.nouns import NounKind, noun

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.knowledge.drafting.reading import SentenceRead
    from assistant.knowledge.drafting.tokens import Token

# So great a share of the uses of a word are of a person where it may be what somebody is.
_PERSON_FROM = 0.5
_POSSESSIVE = ("'s", "’s", "s'", "s’")


class _Role(NamedTuple):
    """What somebody is called, and whose or of what they are that."""

    name: str
    of: str


class _Mention(NamedTuple):
    """Somebody, as one sentence names them."""

    name: str
    title: str
    roles: tuple[_Role, ...]


@dataclass
class Person:
    """Somebody whom an article names."""

    name: str
    """The fullest form of the name, without titles."""
    sentence: int
    """The place of the sentence that introduces them: the first that says what they are, if any does."""
    called: list[str] = field(default_factory=list)
    """What the article calls them: "prime minister", "minister", "chairman"."""
    roles: list[str] = field(default_factory=list)
    """Those that nobody else is called."""
    of: str = ""
    """Whose or of what they are that: "the panel", "Norrland"."""
    titled: list[str] = field(default_factory=list)
    """The name with the titles that it stands with."""
    is_namesake: bool = False
    """Whether somebody else has the surname, whom it means by itself."""

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.rpartition(" ")[2]

    @property
    def forms(self) -> list[str]:
        """All the forms by which a question may name them, the fullest first."""
        honoured = [f"{each.title()} {self.surname}" for each in sorted(load_english().honorifics)]
        by_surname = [] if self.is_namesake else [self.surname, *honoured]
        forms = [self.name, *by_surname, *self.titled, *self.roles]
        return list({form.casefold(): form for form in reversed(forms)}.values())[::-1]

    def may_be(self, name: str) -> bool:
        """Whether a name may be theirs: the same, or a part of it that is no namesake's."""
        own, other = self.name.split(), name.split()
        if own[-1] != other[-1]:
            return False
        return own[0] == other[0] or (min(len(own), len(other)) == 1 and not self.is_namesake)

    def add(self, mention: _Mention, sentence: int) -> None:
        """Take in another mention, in the sentence at a place."""
        if len(mention.name.split()) > len(self.name.split()):
            self.name = mention.name
        if mention.roles and not self.called:
            self.sentence, self.of = sentence, next((role.of for role in mention.roles if role.of), "")
        # "The minister" may be meant for the transport minister.
        names = [name for role in mention.roles for name in (role.name, role.name.rpartition(" ")[2])]
        self.called = list(dict.fromkeys([*self.called, *names]))
        if mention.title:
            self.titled = list(dict.fromkeys([*self.titled, f"{mention.title} {mention.name}"]))


def people(sentences: Sequence[SentenceRead]) -> list[Person]:
    """Whom some sentences name, in order; a role that several have belongs to none of them."""
    met: list[Person] = []
    for number, sentence in enumerate(sentences):
        for mention in _mentions(sentence):
            same = next((person for person in met if person.may_be(mention.name)), None)
            if same is None:
                namesake = any(person.surname == mention.name.rpartition(" ")[2] for person in met)
                same = Person(mention.name, number, is_namesake=namesake)
                met.append(same)
            same.add(mention, number)
    everyone = [person for person in met if " " in person.name or person.called]
    for person in everyone:
        person.roles = [role for role in person.called if _is_of_one(role, person, everyone, sentences)]
    return everyone


def _is_of_one(
    role: str, person: Person, everyone: Sequence[Person], sentences: Sequence[SentenceRead]
) -> bool:
    """Whether a role is that of one person, wherever the article speaks of it."""
    if any(role in other.called for other in everyone if other is not person):
        return False
    if " " in role or role in load_english().titles:
        return True
    bearing = [sentence for sentence in sentences if any(token.plain == role for token in sentence.tokens)]
    return all(any(token.text == person.surname for token in each.tokens) for each in bearing)


def _mentions(sentence: SentenceRead) -> Iterator[_Mention]:
    """The people of a sentence."""
    tokens = sentence.tokens
    for each in sentence.names:
        if each.kind is not Kind.PERSON or tokens[each.phrase.head].tag is not Tag.NAME:
            continue
        first, last = each.phrase.span[0], each.phrase.head + 1
        owners = [place + 1 for place in range(first, last) if tokens[place].text.endswith(_POSSESSIVE)]
        words = list(tokens[max(owners, default=first) : last])
        titles = _titles(words)
        name = words[len(titles) :]
        if name and all(token.tag is Tag.NAME for token in name):
            of = text_of(tokens[first : owners[-1]]) if owners else ""
            held = [_Role(text_of(titles).lower(), of)] if titles and _is_role(titles[-1].plain) else []
            held += _apposed(tokens, first, last)
            yield _Mention(text_of(name), text_of(titles), tuple(held))


def _titles(words: Sequence[Token]) -> list[Token]:
    """The words before a name that are titles or roles: "Emeritus Professor", "Transport minister"."""
    english = load_english()
    titles = [place for place, word in enumerate(words[:-1]) if _may_be_title(word)]
    last = max(titles, default=-1) + 1
    return [word for word in words[:last] if word.plain not in english.articles]


def _may_be_title(token: Token) -> bool:
    """Whether a word before a name is a title: with a capital, only if it is one for sure."""
    return _is_title(token.plain) and (token.tag is not Tag.NAME or _is_sure_title(token.plain))


def _is_sure_title(word: str) -> bool:
    english = load_english()
    return word in english.titles or word in english.leading_roles


def _is_title(word: str) -> bool:
    used = noun(word)
    is_person = used is not None and used.kind is NounKind.PERSON and used.share > _PERSON_FROM
    return is_person or _is_sure_title(word)


def _is_role(title: str) -> bool:
    """Whether a title is what somebody is, and not but a form of address: "Mr"."""
    return noun(title) is not None


def _apposed(tokens: Sequence[Token], first: int, last: int) -> list[_Role]:
    """The roles that stand beside a name, between commas: "the chairman of the panel", "its director"."""
    roles = []
    if last + 1 < len(tokens) and tokens[last].text == ",":
        roles.append(_role(tokens, last + 1))
    if first >= 2 and tokens[first - 1].text == ",":
        start = first - 2
        while start > 0 and tokens[start - 1].tag in DESCRIBES:
            start -= 1
        roles.append(_role(tokens, start))
    return [role for role in roles if role]


def _role(tokens: Sequence[Token], start: int) -> _Role | None:
    """The role that a noun phrase names, and whose or of what it is; None where it names none."""
    words: list[Token] = []
    owner: list[Token] = []
    end = start
    while end < len(tokens) and tokens[end].tag in DESCRIBES:
        if tokens[end].text.endswith(_POSSESSIVE):
            owner, words = [*tokens[start : end + 1]], []
        elif tokens[end].tag is not Tag.DETERMINER:
            words.append(tokens[end])
        end += 1
    if not words or not _is_title(words[-1].plain):
        return None
    if end < len(tokens) and tokens[end].plain == "of":
        following = next((each for each in noun_phrases(tokens) if each.span[0] <= end < each.span[1]), None)
        owner = list(tokens[end + 1 : following.span[1]]) if following else owner
    return _Role(" ".join([word.plain for word in words]), text_of(owner))
