"""Check a pack by all of its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from assistant.errors import PackError, breaking
from assistant.knowledge.report import PackReport
from assistant.linting import article, asking, demos, facts, files, leaving_out, lexicon, wordings
from assistant.linting.inspection import Inspection
from assistant.linting.rules import rules
from assistant.linting.silencing import Silences

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from assistant.errors import Problem

    Look = Callable[[Inspection], Iterable[Problem]]

# What looks for what each rule is on; errors, and comments on rules, are found on the way.
_LOOKS: Mapping[str, Look] = {
    "unreached-phrase": asking.unreached_phrases,
    "confused-phrases": leaving_out.confused_phrases,
    "answered-stranger": asking.answered_strangers,
    "unreached-sentence": article.unreached_sentences,
    "unsupported-statement": facts.unsupported_statements,
    "overlapping-facts": facts.overlapping_facts,
    "grammar-form": lexicon.grammar_forms,
    "colliding-form": lexicon.colliding_forms,
    "shadowing-form": lexicon.shadowing_forms,
    "dead-phrase": wordings.dead_phrases,
    "cut-text": files.cut_texts,
    "yaml-dialect": files.yaml_dialects,
    "stale-demo": demos.stale_demo,
    "thin-intent": leaving_out.thin_intents,
    "unreached-name": article.unreached_names,
    "idle-phrase": wordings.idle_phrases,
    "unused-fact": wordings.unused_facts,
    "long-answer": wordings.long_answers,
    "sampled-template": wordings.sampled_templates,
    "draft": wordings.drafts,
}


class Checked(NamedTuple):
    """What a check comes to."""

    problems: tuple[Problem, ...]
    """In file order; each has its rule."""
    report: PackReport | None
    """What the pack holds; None for one that cannot be used."""


def check_pack(
    folder: Path,
    wanted: Collection[str] | None = None,
    progress: Callable[[str, float], None] = lambda _rule, _share: None,
) -> Checked:
    """Check the pack in `folder`.

    Args:
        folder: A folder with ``seeds/`` and ``intents/``.
        wanted: The ids of the rules to check; all of them with None. Errors are looked for anyway.
        progress: Is called with the rule that is looked at, and the share of it that is done, in 0..1.

    Raises:
        AssistantError: A process that helps with a slow rule ends before its time.
    """
    chosen = [rule for rule in rules() if wanted is None or rule in wanted]
    looks = [rule for rule in chosen if rule in _LOOKS]
    current = ""
    try:
        inspection = Inspection(folder, lambda share: progress(current, share))
    except PackError as error:
        return Checked(error.problems, None)
    silences = Silences(inspection.texts)
    problems: list[Problem] = []
    for current in looks:
        progress(current, 0.0)
        problems += silences.heeded(breaking(current, _LOOKS[current](inspection)))
    problems += [each for each in silences.problems(looks) if each.rule in chosen]
    report = PackReport.of(inspection.pack, tuple(inspection.draft.templates))
    return Checked(tuple(sorted(problems)), report)
