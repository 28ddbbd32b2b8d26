"""What small changes to questions do to their replies: some change nothing, others must be noticed.

After CheckList (Ribeiro et al. 2020), where a change of form is an invariance test, and contrast sets
(Gardner et al. 2020), where a change of what is asked must change the reply.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assistant.dialogue.clauses import asides
from assistant.evaluation.judge import Verdict
from assistant.evaluation.labels import Expect
from assistant.language import load_english, plain_text
from assistant.language.nouns import NounKind, noun
from assistant.matching.analysis import Origin
from assistant.reply import Status
from assistant.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from assistant.dialogue import Assistant
    from assistant.evaluation.exam import Asked
    from assistant.matching.analysis import Feature
    from assistant.reply import Reply

    Change = Callable[[str, random.Random], str]

_SEED = 7
# A word is a noun if so great a share of its uses are.
_LEAST_SHARE = 0.6
# What a reply says that owns up to a stranger without naming it.
_OWNS_UP = re.compile(
    r"no\b|.*\b(?:does not|doesn't) (?:mention|say|name|give|list)\b", re.IGNORECASE | re.DOTALL
)
_ARTICLE = re.compile(r"(?:the|a|an) ", re.IGNORECASE)
_STRANGERS_BY_KIND = {
    NounKind.PERSON: "group",
    NounKind.GROUP: "organisation",
    NounKind.PLACE: "place",
    NounKind.EVENT: "event",
}


class Perturbed(NamedTuple):
    """A question that was changed, and what became of its reply."""

    change: str
    """The kind of change."""
    question: str
    """The changed question."""
    before: Reply
    after: Reply
    is_bad: bool
    """Whether the reply changed where it must not, or stayed where it must not."""


class Perturbation(NamedTuple):
    """What became of all changed questions."""

    same: Sequence[Perturbed]
    """Those that mean the same: bad if the status or the intents changed."""
    contrasts: Sequence[Perturbed]
    """Those that ask about a stranger: bad if they are answered as if nothing had changed."""


def perturb(assistant: Assistant, asked: Iterable[Asked]) -> Perturbation:
    """Change every single question that is answered rightly, in every way that fits; the same ways always."""
    chance = random.Random(_SEED)
    right = [each for each in asked if each.verdict is Verdict.RIGHT and each.is_single]
    same: list[Perturbed] = []
    strangers: list[Perturbed] = []
    for each in right:
        question, before = each.label.question, each.reply
        for name, change in _SAME.items():
            changed = change(question, chance)
            if changed != question:
                after = assistant.ask(changed)
                moved = (before.status, set(before.intents)) != (after.status, set(after.intents))
                same.append(Perturbed(name, changed, before, after, moved))
        if each.label.expect is Expect.ANSWER and before.status is Status.ANSWERED:
            for kind, stranger, changed in contrasts(assistant, question, before.intents, chance):
                after = assistant.ask(changed)
                is_noticed = owns_up(after.status, after.answer, stranger)
                strangers.append(Perturbed(kind, changed, before, after, not is_noticed))
    return Perturbation(same, strangers)


def owns_up(status: Status, answer: str, stranger: str) -> bool:
    """Whether a reply to a question with a stranger in it is no answer as if there was none."""
    if status is not Status.ANSWERED:
        return True
    named = _ARTICLE.sub("", stranger).casefold() in answer.casefold()
    return named or _OWNS_UP.match(answer) is not None


# Contrasts


def contrasts(
    assistant: Assistant, question: str, intents: Iterable[str], chance: random.Random
) -> Iterator[tuple[str, str, str]]:
    """The kind of stranger, the stranger and the changed question, for each thing that facts mention.

    `intents` are those that the question is answered by. Strangers are chosen by `chance`.
    """
    compiled = assistant.compiled
    analysis = compiled.analyzer.analyse(question)
    numbers = [compiled.numbers[intent] for intent in intents]
    for feature in analysis.content:
        if not any(compiled.mentioning(feature.name)[number] for number in numbers):
            continue
        kind = _kind(assistant, feature)
        stranger = chance.choice(_strangers()[kind]) if kind else ""
        pattern = rf"(?<![^\W_])(?:the )?{re.escape(feature.surface)}(?![^\W_])"
        changed, times = re.subn(pattern, stranger, question, count=1, flags=re.IGNORECASE)
        asked = plain_text(changed)
        told = asides(asked, compiled.english)
        if (
            kind
            and times
            and not feature.read_as
            and stranger in asked
            and told.isdisjoint(words(stranger.casefold()))
        ):
            yield kind, stranger, changed


def _kind(assistant: Assistant, feature: Feature) -> str:
    """The kind of stranger that may stand in for what a feature names; empty for what names nothing."""
    compiled = assistant.compiled
    kind = compiled.type_of(feature)
    if kind == "country":
        describes = feature.surface.endswith(tuple(compiled.english.describing_endings))
        return "nationality" if describes else kind
    if kind:
        return kind if kind in _strangers() else "thing"
    if feature.surface.isdigit():
        return "number"
    word = feature.surface.rpartition(" ")[2].removesuffix("'s")
    used = noun(word)
    is_known = used is not None and used.share > _LEAST_SHARE and word not in compiled.english.general_nouns
    if not is_known and feature.origin is not Origin.LEXICON:
        return ""
    if used is None or used.kind is NounKind.OTHER:
        return ""
    return _STRANGERS_BY_KIND.get(used.kind, "thing") if is_known else ""


@cache
def _strangers() -> Mapping[str, list[str]]:
    lines = Path(__file__).with_name("strangers.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.partition(":") for line in lines if not line.startswith("#")]
    return {kind: [wording.strip() for wording in wordings.split(",")] for kind, _, wordings in rows}


# Changes of form


def _inside_longest(mark: str, question: str, _: random.Random) -> str:
    words = re.findall(r"[A-Za-z]{6,}", question)
    if not words:
        return question
    word = max(words, key=len)
    middle = len(word) // 2
    return question.replace(word, word[:middle] + mark + word[middle:], 1)


def _wrapped(question: str, chance: random.Random) -> str:
    spaces = [match.start() for match in re.finditer(r"(?<=[a-z,]) (?=[a-z])", question)]
    if not spaces:
        return question
    at = chance.choice(spaces)
    return f"{question[:at]}\n{question[at + 1 :]}"


def _misspelt(question: str, chance: random.Random) -> str:
    words = [word for word in re.findall(r"\b[a-z]{7,}\b", question) if word[2] != word[3]]
    if not words:
        return question
    word = chance.choice(words)
    return question.replace(word, word[:2] + word[3] + word[2] + word[4:], 1)


def _fuller(question: str, _: random.Random) -> str:
    return re.sub(r"\b(who|what|where|when|how)'s\b", r"\1 is", question, count=1, flags=re.IGNORECASE)


def _shorter(question: str, _: random.Random) -> str:
    return re.sub(r"\b(who|what|where|when|how) is\b", r"\1's", question, count=1, flags=re.IGNORECASE)


def _respelt(question: str, _: random.Random) -> str:
    return re.sub(r"[a-z]+", lambda word: load_english().one_spelling(word.group()), question)


def _around(before: Sequence[str], after: Sequence[str], question: str, chance: random.Random) -> str:
    return chance.choice(before) + question + chance.choice(after)


_NONE = ("",)
_SAME: dict[str, Change] = {
    "invisible character": partial(_inside_longest, "\u2060"),
    "soft hyphen": partial(_inside_longest, "\u00ad"),
    "wrapped line": _wrapped,
    "misspelt word": _misspelt,
    "contraction": _shorter,
    "no contraction": _fuller,
    "spelling": _respelt,
    "capitals": lambda question, _: question.upper(),
    "small letters": lambda question, _: question.lower(),
    "list mark": partial(_around, ("4) ", "12. ", "* ", "• ", "- "), _NONE),
    "label": partial(_around, ("Question: ", "Q3: ", "Q. "), _NONE),
    "greeting": partial(_around, ("Hello there, ", "Hey! ", "Good afternoon. "), _NONE),
    "thanks": partial(_around, _NONE, (" Thanks a lot!", " Many thanks.", " Cheers")),
    "preamble": partial(
        _around, ("I am preparing a talk. ", "One more question: ", "We have a visitor at noon. "), _NONE
    ),
    "lead-in": partial(_around, ("Can you tell me: ", "So, ", "According to the article, "), _NONE),
    "please": lambda question, _: f"{question.rstrip('?. ')}, please",
    "end mark": lambda question, _: f"{question.rstrip('?!. ')}??",
    "quotation marks": lambda question, _: f"«{question}»",
    "spaces": lambda question, _: f"  {question.replace(' ', '   ')} ",
}


def perturbation_as_text(found: Perturbation, show: int) -> str:
    """How many replies of each kind of change are bad, `show` examples of each, and the two shares."""
    lines: list[str] = []
    for title, changed in (("same", found.same), ("contrast", found.contrasts)):
        by_kind: defaultdict[str, list[Perturbed]] = defaultdict(list)
        for each in changed:
            by_kind[each.change].append(each)
        for kind, of_kind in by_kind.items():
            bad = [each for each in of_kind if each.is_bad]
            lines.append(
                f"{title:8}  {kind:20}  {len(bad):4} of {len(of_kind):5}  {len(bad) / len(of_kind):6.1%}"
            )
            lines += [
                f"    {each.question!r}: {_told(each.before)}, then {_told(each.after)}"
                for each in bad[:show]
            ]
    lines.append(
        f"replies changed by a change of form {share_bad(found.same):.1%} of {len(found.same):,}, "
        f"contrasts answered as if nothing had changed {share_bad(found.contrasts):.1%} "
        f"of {len(found.contrasts):,}"
    )
    return "\n".join(lines)


def share_bad(changed: Sequence[Perturbed]) -> float:
    """The share of changed questions whose reply is bad, in 0..1."""
    return sum([each.is_bad for each in changed]) / max(len(changed), 1)


def _told(reply: Reply) -> str:
    return f"{reply.status} {' '.join(reply.intents)} {reply.confidence:.2f}"
