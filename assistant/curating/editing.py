"""Decisions as edits of the files of a pack, which are made in memory."""

from __future__ import annotations

import re
from difflib import unified_diff
from typing import TYPE_CHECKING, Final, NamedTuple

from assistant.curating.decisions import sentence_place
from assistant.errors import AssistantError, PackError
from assistant.knowledge.files import folder_files, read_text, whole_file
from assistant.knowledge.insertion import entries, with_entry, with_items
from assistant.knowledge.pack import SHARED_TOPIC, IntentKind
from assistant.knowledge.wording import same_wording
from assistant.language import plain_text
from assistant.language.templates import escaped
from assistant.text import normalise, one_line, replace_lone_surrogates, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from assistant.curating.decisions import Decision
    from assistant.dialogue import Assistant
    from assistant.errors import Problem
    from assistant.knowledge.insertion import Fields
    from assistant.knowledge.pack import Fact

# Files of `intents/` that have no intents.
_NO_TOPICS: Final = ("pack.yaml", "lexicon.yaml", "demo.yaml")
_NEW_GAPS: Final = ("gaps", "What the article does not say")
_PHRASES: Final = "phrases"
_FOLLOW_UPS: Final = "follow_ups"
_SMALL_TALK: Final = (SHARED_TOPIC, "Small talk")
# A new gap needs a phrase beside its question; these are put before a question that has no other wording.
_ANOTHER_WORDING: Final = "(tell me|does the article say) {question}"
_WORDS_OF_ID: Final = 5
_LETTERS: Final = re.compile("[a-z0-9]+")
_ENDS: Final = ("?", "!", ".")


class Taught(NamedTuple):
    """What became of a decision: the question as it stands in the pack now, and the intent it leads to."""

    question: str
    intent: str
    kind: IntentKind


class PackFiles:
    """The topic files of a pack, as they are and as they would be; nothing is written.

    Raises:
        PackError: A file cannot be read.
    """

    def __init__(self, folder: Path, assistant: Assistant) -> None:
        self.folder = folder
        self._assistant = assistant
        self._pack = assistant.pack
        problems: list[Problem] = []
        paths, _ = folder_files(folder / "intents", ".yaml", ())
        read = {path: read_text(path, problems) for path in paths if path.name not in _NO_TOPICS}
        if problems:
            raise PackError(problems)
        self._before = {path: text or "" for path, text in read.items()}
        self._texts = dict(self._before)
        self._homes = self._homes_of("intents")
        self._fact_homes = self._homes_of("facts")
        self._added_facts: dict[tuple[str, int], str] = {}
        self._known: dict[tuple[str, str], set[str]] = {}
        for name, intent in self._pack.intents.items():
            self._known[name, _PHRASES] = {*map(same_wording, intent.phrases)}
            self._known[name, _FOLLOW_UPS] = {*map(same_wording, intent.follow_ups)}

    def _homes_of(self, listing: str) -> dict[str, Path]:
        """The file of each entry, by id."""
        homes = {}
        for path, text in self._texts.items():
            try:
                homes.update(dict.fromkeys(entries(text, listing), path))
            except AssistantError as error:
                raise PackError([whole_file(path, str(error))]) from None
        return homes

    @property
    def before(self) -> Mapping[Path, str]:
        """The texts of the files that change, as they are; empty for one that is not there yet."""
        return {path: self._before.get(path, "") for path in self.changed}

    @property
    def changed(self) -> Mapping[Path, str]:
        """The texts of the files that change, as they would be."""
        return {path: text for path, text in self._texts.items() if text != self._before.get(path)}

    def diff(self) -> Iterator[str]:
        """What changes, as the lines of a unified diff."""
        for path, text in self.changed.items():
            name = path.relative_to(self.folder).as_posix()
            old = self._before.get(path, "")
            origin = f"a/{name}" if path in self._before else "/dev/null"
            for line in unified_diff(old.splitlines(), text.splitlines(), origin, f"b/{name}", lineterm=""):
                yield one_line(line) if line.startswith(("---", "+++")) else line

    def apply(self, decision: Decision) -> Taught | None:
        """Make the edit that a decision stands for; None where there is nothing to write."""
        if decision.intent:
            return self._add_phrases(decision, decision.intent)
        if decision.gap:
            return self._add_gap(decision, decision.gap)
        return self._add_draft(decision) if decision.draft else None

    def _add_phrases(self, decision: Decision, intent: str) -> Taught:
        key = _FOLLOW_UPS if decision.after else _PHRASES
        wordings = _as_asked(*decision.wordings)
        new = [each for each in wordings if same_wording(each) not in self._known[intent, key]]
        self._known[intent, key].update(map(same_wording, new))
        kind = self._pack.intents[intent].kind
        path = self._homes.get(intent)
        items = tuple(map(escaped, new))
        if path is None and items:
            path = self._topic_file(*_SMALL_TALK)
            self._texts[path] = with_entry(self._texts[path], "intents", {"id": intent, key: items})
            self._homes[intent] = path
        elif path is not None:
            self._texts[path] = with_items(self._texts[path], "intents", intent, key, items)
        return Taught(wordings[0], intent, kind)

    def _add_gap(self, decision: Decision, says: str) -> Taught:
        name = decision.id or self._free_id(f"gap_{_slug(decision.question)}")
        topic = decision.topic or self._likely_topic(decision.question, IntentKind.GAP)
        path = self._topic_path(topic) if topic else self._topic_file(*_NEW_GAPS)
        fields: Fields = {"kind": "gap", "says": one_line(says)}
        return self._add_intent(path, name, decision, IntentKind.GAP, fields)

    def _add_draft(self, decision: Decision) -> Taught:
        places = [sentence_place(each, self._pack) for each in decision.draft or ()]
        facts = list(decision.facts) or [self._fact_of(*place) or "" for place in places]
        home = next((self._fact_homes[fact] for fact in facts if fact in self._fact_homes), None)
        topic = decision.topic or self._likely_topic(decision.question, IntentKind.ANSWER)
        path = self._topic_path(decision.topic) if decision.topic else home or self._topic_path(topic)
        for number, fact in enumerate(facts):
            if not fact:
                # A place may be named twice, and have its fact since the first time.
                facts[number] = self._fact_of(*places[number]) or self._add_fact(path, *places[number])
        name = decision.id or self._free_id(_slug(decision.question))
        fields: Fields = {"kind": "answer", "facts": tuple(dict.fromkeys(facts)), "draft": True}
        return self._add_intent(path, name, decision, IntentKind.ANSWER, fields)

    def _add_intent(
        self, path: Path, name: str, decision: Decision, kind: IntentKind, fields: Fields
    ) -> Taught:
        asked, *others = _as_asked(*decision.wordings)
        question = _as_question(asked)
        phrases = [escaped(each) for each in others if same_wording(each) != same_wording(question)]
        phrases = phrases or [_ANOTHER_WORDING.format(question=escaped(asked.rstrip("".join(_ENDS))))]
        ordered = {"id": name, "kind": fields["kind"], "question": question}
        fields = ordered | fields | {"phrases": tuple(phrases)}
        if "draft" in fields:
            fields["draft"] = fields.pop("draft")
        self._texts[path] = with_entry(self._texts[path], "intents", fields)
        self._homes[name] = path
        return Taught(question, name, kind)

    def _fact_of(self, source: str, number: int) -> str | None:
        """The fact that quotes most of a sentence; None where none does."""
        facts = facts_of(self._pack.facts.values(), source, number)
        return facts[0].id if facts else self._added_facts.get((source, number))

    def _add_fact(self, path: Path, source: str, number: int) -> str:
        """Add a fact whose statement and quote are a sentence as it stands."""
        sentence = self._pack.sources[source].sentences[number - 1]
        name = self._free_id(f"sentence_{number}")
        fields: Fields = {"id": name, "statement": one_line(sentence.text), "quotes": (sentence.text,)}
        if len(self._pack.sources) > 1:
            fields["source"] = source
        fields["draft"] = True
        self._texts[path] = with_entry(self._texts[path], "facts", fields)
        self._fact_homes[name] = path
        self._added_facts[source, number] = name
        return name

    def _free_id(self, name: str) -> str:
        taken = {*self._pack.intents, *self._pack.facts, *self._homes, *self._fact_homes}
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name}_{number}"
        return free

    def _likely_topic(self, question: str, kind: IntentKind) -> str:
        """The topic of the intent of a kind that is nearest to a question; empty where the pack has none."""
        ranking = self._assistant.compiled.matcher.rank(question, limit=None)
        intents = [self._pack.intents[each.intent] for each in ranking] + list(self._pack.intents.values())
        return next((each.topic for each in intents if each.kind is kind and each.id in self._homes), "")

    def _topic_path(self, topic: str) -> Path:
        return self.folder / "intents" / f"{topic}.yaml"

    def _topic_file(self, topic: str, title: str) -> Path:
        """The file of a topic, begun where it is not there yet."""
        path = self._topic_path(topic)
        self._texts.setdefault(path, f"topic: {topic}\ntitle: {title}\n")
        return path


def facts_of(facts: Iterable[Fact], source: str, number: int) -> list[Fact]:
    """The facts that quote a sentence, those first that quote most of it and nothing else."""

    def own(fact: Fact) -> tuple[int, int]:
        quoted = [quote.end - quote.start for quote in fact.quotes if (quote.source, quote.sentence) == place]
        return -len(fact.quotes) + len(quoted), max(quoted)

    place = (source, number)
    quoting = [each for each in facts if any((q.source, q.sentence) == place for q in each.quotes)]
    return sorted(quoting, key=own, reverse=True)


def _as_asked(*questions: str) -> list[str]:
    """Questions as phrases: without greetings and the like, each wording once."""
    wordings: dict[str, str] = {}
    for question in questions:
        text = replace_lone_surrogates(one_line(plain_text(question)) or one_line(question))
        wordings.setdefault(same_wording(text), text)
    return list(wordings.values())


def _as_question(text: str) -> str:
    begun = text[:1].upper() + text[1:]
    return begun if begun.endswith(_ENDS) else f"{begun}?"


def _slug(question: str) -> str:
    """An id made of the first words of a question."""
    found = [part for word in words(normalise(question)) for part in _LETTERS.findall(word.replace("'", ""))]
    slug = "_".join(found[:_WORDS_OF_ID])
    return slug if slug[:1].isalpha() else f"question_{slug}".rstrip("_")
