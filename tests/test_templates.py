"""Templates: what they stand for, and a fair, fixed sample of that."""

from __future__ import annotations

import time
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.grammar import Choice, Text
from assistant.language.sampling import sample
from assistant.language.templates import TemplateError, as_pattern, expand, parse

# Trees of templates: a word, ("row", parts), ("one", alternatives) or ("maybe", alternatives).
Tree = str | tuple[str, list["Tree"]]

WORDS = st.sampled_from(["a", "b", "c", "who", "was it", "d'e"])


def nested(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.tuples(st.sampled_from(["row", "one", "maybe"]), several)


TREES: st.SearchStrategy[Tree] = st.recursive(WORDS, nested, max_leaves=7)


def written(tree: Tree) -> str:
    if isinstance(tree, str):
        return tree
    kind, parts = tree
    texts = list(map(written, parts))
    return {"row": " ".join(texts), "one": f"({'|'.join(texts)})", "maybe": f" [{' | '.join(texts)}]"}[kind]


def meant(tree: Tree) -> list[str]:
    """All wordings of a tree, each way to make one, with no help of the parser."""
    if isinstance(tree, str):
        return [tree]
    kind, parts = tree
    if kind == "row":
        return [" ".join(filter(None, texts)) for texts in product(*map(meant, parts))]
    return [text for part in parts for text in meant(part)] + [""] * (kind == "maybe")


@given(TREES)
def test_a_template_stands_for_what_it_says(tree: Tree) -> None:
    wordings = parse(written(tree))

    assert expand(written(tree)) == list(dict.fromkeys(meant(tree)))
    assert wordings.count == len(meant(tree))
    assert [wordings.at(index) for index in range(wordings.count)] == wordings.every()


@given(TREES)
def test_a_pattern_matches_the_same(tree: Tree) -> None:
    pattern = as_pattern([written(tree)])

    for wording in set(meant(tree)):
        assert pattern.fullmatch("".join(f"{word} " for word in wording.split())), wording
    assert not pattern.fullmatch("something else ")


@given(TREES, st.integers(1, 12))
def test_a_sample_is_as_large_as_may_be_and_holds_nothing_else(tree: Tree, number: int) -> None:
    some = sample(parse(written(tree)), number)

    assert len(some) == len(set(some)) <= number
    assert set(some) <= set(meant(tree))
    if len(meant(tree)) <= number or len(set(meant(tree))) == len(meant(tree)):
        assert len(some) == min(number, len(set(meant(tree))))


def test_a_sample_is_the_same_on_every_machine() -> None:
    few = sample(parse("(a|b|c) (d|e [very] [much]|f) [(g|h) (i|j)]"), 8)

    assert few == ["b e very g i", "a e h j", "c f g i", "b f h j", "c d", "b d", "a f", "c e much"]


def test_of_a_sample_every_alternative_has_its_share() -> None:
    many = sample(parse("(a|b|c|d) (e|f|(g|h|i) (j|k|l|m|n) (o|p|q|r)) [s|t] (u|v|w|x|y) [z]"), 120)

    counts = Counter(word for text in many for word in text.split())
    assert len(many) == 120
    for words, share in {
        "abcd": 30,
        "ef": 40,
        "ghi": 13,
        "jklmn": 8,
        "opqr": 10,
        "st": 40,
        "uvwxy": 24,
    }.items():
        for word in words:
            assert abs(counts[word] - share) <= 2 + share // 8, (word, counts[word], share)
    assert abs(counts["z"] - 60) <= 8


def test_what_is_left_out_has_nothing_to_do_with_what_else_is() -> None:
    many = sample(parse(" ".join(f"[{letter}]" for letter in "abcdefghijklmn")), 120)

    for one, other in product("abcdefghijklmn", repeat=2):
        if one != other:
            assert 12 <= sum(one in text and other in text for text in many) <= 50, (one, other)


def test_a_rare_alternative_is_there_though_others_have_a_million_wordings() -> None:
    digits = "(0|1|2|3|4|5|6|7|8|9)"

    many = sample(parse(f"(who|(which|what) {digits * 6})"), 100)

    assert len(many) == 100
    assert "who" in many
    assert 30 < sum(text.startswith("which") for text in many) < 70


def test_the_number_of_wordings_costs_nothing() -> None:
    template = " ".join(["(a|b|c|d|e|f|g|h|i|j)"] * 100)

    began = time.process_time()
    many = sample(parse(template), 150)

    assert parse(template).count == 10**100
    assert len(many) == 150
    assert time.process_time() - began < 1


def test_words_may_be_made_of_parts_and_space_does_not_matter() -> None:
    assert expand("  [un]ban  (s|ned) ") == ["unban s", "unban ned", "ban s", "ban ned"]
    assert expand("colo[u]r(s|ed)") == ["colours", "coloured", "colors", "colored"]


@pytest.mark.parametrize(
    ("template", "wordings"),
    [
        (r"\(a|b\)", "“|” stands outside"),
        (r"a \(b\) [c]", ["a (b) c", "a (b)"]),
        (r"(\||\[) \<x\>", ["| <x>", "[ <x>"]),
        (r"c:\new (a|\\)", [r"c:\new a", "c:\\new \\"]),
    ],
)
def test_a_backslash_makes_a_mark_plain(template: str, wordings: str | list[str]) -> None:
    if isinstance(wordings, str):
        with pytest.raises(TemplateError, match=wordings.replace("|", r"\|")):
            expand(template)
    else:
        assert expand(template) == wordings


def test_a_rule_stands_for_its_wordings() -> None:
    def rule(name: str, offset: int) -> Choice:
        return Choice([Text(name), Text(str(offset))])

    assert parse("(a|<two>) b", rule).every() == ["a b", "two b", "3 b"]


@pytest.mark.parametrize(
    ("template", "offset", "what"),
    [
        ("who (did|was it", 4, "“(” is never closed: write “)” where the group ends"),
        ("who [(a|b) c", 4, "“[” is never closed: write “]” where the group ends"),
        ("who (did] it", 8, "“]” cannot close “(”: write “)” before it"),
        ("who did) it", 7, "“)” closes nothing: write “\\)” where the sign itself is meant"),
        ("who|what", 3, "“|” stands outside of brackets: put the alternatives in ( )"),
        ("(a||b)", 3, "an alternative is empty: write a word, or [ ] around what may be left out"),
        ("x ( |b)", 4, "an alternative is empty: write a word, or [ ] around what may be left out"),
        ("x []", 3, "an alternative is empty: write a word, or [ ] around what may be left out"),
        ("5 < 6", 2, "“<” belongs to no “<name>” of a rule: write “\\<” where the sign itself is meant"),
        ("(a) > 6", 4, "“>” belongs to no “<name>” of a rule: write “\\>” where the sign itself is meant"),
        ("the <rule>", 4, "there is no rule “rule”"),
        ("(" * 21, 20, "brackets and rules stand more than 20 deep in one another"),
    ],
)
def test_a_mistake_has_a_place(template: str, offset: int, what: str) -> None:
    with pytest.raises(TemplateError) as caught:
        parse(template)

    assert (caught.value.offset, str(caught.value)) == (offset, what)
