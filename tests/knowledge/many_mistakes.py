"""A pack with as many mistakes of one kind as are wanted, all else in it sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ARTICLE = """\
The council approved the bridge on Monday. It will join the two banks, the mayor said on Tuesday in the old \
town hall. Work begins in May. The ferry goes on until then.

The council approved the bridge on Mondays, as it does with bridges.
"""

PACK = """\
title: The bridge
about: A bridge is to be built.
welcome: [Who wants the bridge?, When does the work begin?, What will the bridge do?]
"""

LEXICON = """\
entities:
  - id: ada_lund
    type: engineer
    forms: [ada lund]
"""

BRIDGE = """\
topic: bridge
title: The bridge
facts:
  - {id: banks, statement: It will join the banks., quotes: [It will join the two banks]}
intents:
  - {id: purpose, kind: answer, question: What will the bridge do?, facts: [banks], phrases: [what is it for]}
  - {id: start, kind: answer, question: When does the work begin?, facts: [banks], phrases: [start date]}
  - {id: wanted, kind: answer, question: Who wants the bridge?, facts: [banks], phrases: [who is for it]}
"""

_TOPIC = "topic: many\ntitle: Many mistakes\n"


def _each(count: int, line: str, end: str = "\n") -> str:
    """`line` so many times, each with a number of its own for ``{}``."""
    return "".join([line.format(number) + end for number in range(count)])


def _keys(line: str) -> Callable[[int], str]:
    """Makes a topic with such a line at the top, again and again."""
    return lambda count: _TOPIC + _each(count, line)


def _entries(key: str, line: str, head: str = _TOPIC) -> Callable[[int], str]:
    """Makes a file with such an entry in the list under `key`, again and again."""
    return lambda count: f"{head}{key}:\n" + _each(count, f"  - {line}")


def _gaps(old: str = "", new: str = "", more: str = "") -> Callable[[int], str]:
    """Makes a topic of gaps, with `new` instead of `old` in each of them, and `more` behind it."""
    gap = "id: gap_{0}, kind: gap, question: Question {0}?, says: None., phrases: [phrase {0}]"
    return _entries("intents", f"{{{{{gap.replace(old, new) if old else gap}{more}}}}}")


def _facts(quote: str, more: str = "") -> Callable[[int], str]:
    """Makes a topic of facts with such a quote each."""
    return _entries("facts", f"{{{{id: fact_{{0}}, statement: Fact {{0}}., quotes: [{quote}]{more}}}}}")


def _items(key: str, item: str, kind: str = "gap", more: str = "says: None.") -> Callable[[int], str]:
    """Makes an intent with such an item in the list under `key`, again and again."""
    phrases = "" if key == "phrases" else "    phrases: [many mistakes]\n"
    head = f"  - id: many\n    kind: {kind}\n    question: How many mistakes?\n    {more}\n{phrases}"
    return lambda count: f"{_TOPIC}intents:\n{head}    {key}:\n" + _each(count, f"      - {item}")


def _in_a_line(item: str) -> Callable[[int], str]:
    """Makes an intent with such an item among its phrases, again and again, all in a line."""
    head = "  - id: many\n    kind: gap\n    question: How many mistakes?\n    says: None.\n"
    return lambda count: f"{_TOPIC}intents:\n{head}    phrases: [" + _each(count, item, ", ") + "]\n"


# What is wrong, with the file that is wrong and what makes it for a number of mistakes.
KINDS: dict[str, tuple[str, Callable[[int], str]]] = {
    "unknown keys in one group": ("many", _keys("colour_{}: red")),
    "misspelt keys in one group": ("many", _keys("intents_{}: []")),
    "one key many times": ("many", _keys("title: Title {}")),
    "anchors": ("many", _keys("key_{}: &x y")),
    "an unknown key in each entry": ("many", _gaps(more=", colour: red")),
    "a misspelt key in each entry": ("many", _gaps("phrases:", "phrase:")),
    "a key twice in each entry": ("many", _gaps(more=", kind: gap")),
    "a missing key in each entry": ("many", _gaps("question: Question {0}?, ", "")),
    "a list for text in each entry": ("many", _gaps("None.", "[none]")),
    "an unknown kind in each entry": ("many", _gaps("kind: gap", "kind: gep")),
    "no phrases in each entry": ("many", _gaps("[phrase {0}]", "[]")),
    "entries that are text": ("many", _entries("intents", "intent {}")),
    "numbers in a list": ("many", _items("phrases", "20{:05}")),
    "groups in a list": ("many", _items("phrases", "why {}: because")),
    "nothing in a list": ("many", _items("phrases", "# {}")),
    "bad ids": ("many", _gaps("gap_{0}", "Gap-{0}")),
    "one id many times": ("many", _gaps("gap_{0}", "gap")),
    "a phrase many times in an intent": ("many", _items("phrases", "one phrase")),
    "a phrase under many intents": ("many", _gaps("phrase {0}]", "one phrase]")),
    "a template under many intents": ("many", _gaps("phrase {0}]", "(one|a single) phrase]")),
    "quotes that are nowhere": ("many", _facts("The ferry goes on for {0} years")),
    "quotes like nothing": ("many", _facts("xyzzy {0} xyzzy")),
    "quotes with other capitals": ("many", _facts("work begins in may")),
    "quotes that stand twice": ("many", _facts("The council approved")),
    "quotes that stand all over": ("many", _facts("e")),
    "quotes of unknown files": ("many", _facts("Work begins in May", ", source: file_{0}.txt")),
    "unknown facts": ("many", _items("facts", "bank_{}", "answer", 'verdict: "no"')),
    "unknown facts beside as many facts": (
        "many",
        lambda count: (
            _gaps(more=", facts: [fact_x{0}]")(count)
            + _facts("It will join the two banks")(count).removeprefix(_TOPIC)
        ),
    ),
    "one fact many times": ("many", _items("facts", "banks")),
    "unknown types": ("many", _items("decides", "kind_{}", "answer", "facts: [banks]")),
    "types that a gap decides": ("many", _items("decides", "country")),
    "broken templates": ("many", _items("phrases", "phrase (one|{}")),
    "broken templates in a line": ("many", _in_a_line("phrase (one|{}")),
    "a broken template in each entry": ("many", _gaps("phrase {0}]", '"phrase {0}|"]')),
    "templates with unknown rules": ("many", _items("phrases", "the <bridg{}>")),
    "broken rules": ("lexicon", _entries("rules", "{{id: rule_{0}, template: (a|b}}", "")),
    "rules made of themselves": (
        "lexicon",
        _entries("rules", "{{id: rule_{0}, template: a <rule_{0}>}}", ""),
    ),
    "rules made of unknown rules": (
        "lexicon",
        _entries("rules", "{{id: rule_{0}, template: a <rule_x{0}>}}", ""),
    ),
    "a form under many terms": ("lexicon", _entries("terms", "{{id: term_{0}, forms: [one form]}}", LEXICON)),
    "too many welcomes": ("pack", _entries("welcome", "Who wants {} bridges?", PACK.partition("welcome")[0])),
    "unknown names in without": ("pack", _entries("without", "chat_joke_{}", PACK)),
    "splits that are nowhere": ("pack", _entries("split", "the council | approved {} bridges", PACK)),
    "joins that stand all over": ("pack", _entries("join", "e", PACK)),
}


def write_pack(folder: Path, kind: str, count: int) -> None:
    """Write a pack with `count` mistakes of a kind to `folder`."""
    name, make = KINDS[kind]
    files = {
        "seeds/article.txt": ARTICLE,
        "intents/pack.yaml": PACK,
        "intents/lexicon.yaml": LEXICON,
        "intents/bridge.yaml": BRIDGE,
        f"intents/{name}.yaml": make(count),
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
