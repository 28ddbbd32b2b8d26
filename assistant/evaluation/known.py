"""The intents and sentences of a pack, which labels may name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.evaluation.labels import is_sentence_name
from assistant.knowledge.wording import did_you_mean, named, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assistant.knowledge.pack import Pack
    from assistant.records import Loc


class Known:
    """The intents and sentences that a label may name."""

    def __init__(self, pack: Pack) -> None:
        self._intents = list(pack.intents)
        self._several = len(pack.sources) > 1
        self._sentences = [
            f"{name}:{sentence.number}"
            for name, source in pack.sources.items()
            for sentence in source.sentences
        ]

    def check(self, label: Mapping[str, object]) -> Iterator[tuple[Loc, str]]:
        """What of `label`, as it was read, leads nowhere in the pack, and where it stands.

        What is no name of an intent or a sentence at all is passed over.
        """
        intents = label.get("intent")
        for intent in [intents] if isinstance(intents, str) else _items(intents):
            if isinstance(intent, str) and intent.strip() and intent not in self._intents:
                hint = did_you_mean(intent, self._intents)
                yield ("intent",), f"the pack has no intent {named(intent)}{hint}"
        yield from self._sentences_at(("sentences",), label.get("sentences"))
        for group, sentences in enumerate(_items(label.get("sentences_all"))):
            yield from self._sentences_at(("sentences_all", group), sentences)

    def _sentences_at(self, place: Loc, sentences: object) -> Iterator[tuple[Loc, str]]:
        for index, sentence in enumerate(_items(sentences)):
            wrong = self._sentence(sentence) if is_sentence_name(sentence) else ""
            if wrong:
                yield (*place, index), wrong

    def _sentence(self, sentence: int | str) -> str:
        if isinstance(sentence, str):
            known = sentence in self._sentences
            return "" if known else f"there is no such sentence; did you mean {named(self._near(sentence))}?"
        if self._several:
            return f"the pack has several sources: say which, such as {named(self._near(str(sentence)))}"
        last = len(self._sentences)
        return "" if sentence <= last else f"there is no sentence {sentence}: the article has {last}"

    def _near(self, sentence: str) -> str:
        return nearest(sentence, self._sentences) or self._sentences[0]


def _items(value: object) -> list[object] | tuple[object, ...]:
    return value if isinstance(value, list | tuple) else ()
