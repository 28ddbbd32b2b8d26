"""Comments that silence a rule: what they are on, and what becomes of those that silence nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.linting.conftest import SoundPack

PACK, LEXICON = "intents/pack.yaml", "intents/lexicon.yaml"
# In this form two rules are broken, in the line of the term's forms.
BROKEN = "forms: [lamp, u, which]"
QUICK = {"grammar-form", "shadowing-form", "unreached-sentence", "idle-comment", "unknown-rule"}


@pytest.fixture
def broken(pack: SoundPack) -> SoundPack:
    pack.edit("forms: [lamp, bulb]", BROKEN, LEXICON)
    return pack


def names(pack: SoundPack) -> list[str]:
    return sorted(problem.rule for problem in pack.problems(QUICK))


def test_without_a_comment_both_rules_are_broken(broken: SoundPack) -> None:
    assert names(broken) == ["grammar-form", "shadowing-form"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (LEXICON, BROKEN, f"{BROKEN}  # check: ignore grammar-form"),
        (LEXICON, BROKEN, f"{BROKEN} # check: ignore grammar-form (it is the name of a lamp)"),
        (LEXICON, "  - id: lamp\n", "  # check: ignore grammar-form\n  - id: lamp\n"),
        (LEXICON, "  - id: lamp\n", "  # check: ignore grammar-form\n  # Lamps.\n\n  - id: lamp\n"),
        (LEXICON, "  - id: lamp\n", "  - id: lamp  # check: ignore grammar-form\n"),
        (LEXICON, "terms:\n", "terms:  # check: ignore grammar-form\n"),
        (LEXICON, "terms:\n", "# check: ignore grammar-form\nterms:\n"),
        (PACK, "title:", "# check: ignore grammar-form\ntitle:"),
    ],
    ids=[
        "beside",
        "with a reason",
        "above",
        "above a comment",
        "at the entry",
        "at the list",
        "file",
        "pack",
    ],
)
def test_a_comment_silences_its_rule_where_it_stands(
    broken: SoundPack, file: str, old: str, new: str
) -> None:
    broken.edit(old, new, file)

    assert names(broken) == ["shadowing-form"]


def test_a_comment_on_another_entry_silences_nothing(broken: SoundPack) -> None:
    broken.edit("  - id: lighthouse\n", "  - id: lighthouse  # check: ignore grammar-form\n", LEXICON)

    assert names(broken) == ["grammar-form", "idle-comment", "shadowing-form"]


def test_a_comment_may_name_several_rules(broken: SoundPack) -> None:
    broken.edit(BROKEN, f"{BROKEN}  # check: ignore grammar-form, shadowing-form (both)", LEXICON)

    assert names(broken) == []


def test_what_is_wrong_with_the_article_is_silenced_for_the_pack(pack: SoundPack) -> None:
    pack.edit("    facts: [nobody_else]", "    facts: [shines_far]")
    assert names(pack) == ["unreached-sentence"]

    pack.edit("title:", "# check: ignore unreached-sentence (it is hearsay)\ntitle:", PACK)

    assert names(pack) == []


def test_a_rule_that_was_not_looked_for_makes_no_comment_idle(pack: SoundPack) -> None:
    pack.edit("title:", "# check: ignore confused-phrases\ntitle:", PACK)

    assert names(pack) == []


def test_a_topic_is_not_the_pack_file_for_its_name(pack: SoundPack) -> None:
    text = (
        "# check: ignore grammar-form\ntopic: mypack\ntitle: More\nfacts: []\nintents:\n"
        "  - id: gap_more\n    kind: gap\n    question: More?\n    says: No.\n    phrases: [any more]\n"
    )
    pack.write("intents/mypack.yaml", text)
    pack.edit("forms: [lamp, bulb]", "forms: [lamp, which]", LEXICON)

    assert names(pack) == ["grammar-form", "idle-comment"]


def test_a_comment_below_the_mark_of_a_document_is_on_the_file(broken: SoundPack) -> None:
    broken.edit("terms:\n", "---\n# check: ignore grammar-form\nterms:\n", LEXICON)

    assert names(broken) == ["shadowing-form"]


def test_no_comment_is_on_comments(pack: SoundPack) -> None:
    pack.edit("title:", "# check: ignore idle-comment\ntitle:", PACK)

    assert names(pack) == ["unknown-rule"]
