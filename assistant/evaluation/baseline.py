"""What became of each question since an earlier result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from assistant.errors import AssistantError
from assistant.evaluation.figures import Figures
from assistant.evaluation.judge import Verdict
from assistant.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

# From the best to the worst, as `Verdict` lists them.
_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}


def read_figures(path: Path) -> Figures:
    """The figures that ``eval --json`` wrote to `path`.

    Raises:
        AssistantError: when they cannot be read.
    """
    try:
        return Figures.model_validate_json(path.read_bytes())
    except OSError as error:
        raise AssistantError(f"{path}: {error.strerror}") from None
    except ValidationError:
        raise AssistantError(f"{path}: this is no result of `assistant eval --json`") from None


def changes_as_text(before: Mapping[str, Verdict], now: Mapping[str, Verdict]) -> str:
    """The questions that got better and worse, each with both verdicts, and how many came and went."""
    both = [name for name in now if name in before]
    better = [name for name in both if _ORDER[now[name]] < _ORDER[before[name]]]
    worse = [name for name in both if _ORDER[now[name]] > _ORDER[before[name]]]
    came, went = len(now) - len(both), len(before) - len(both)
    lines = [f"since the baseline: {len(better)} better, {len(worse)} worse, {came} new, {went} gone"]
    lines += _listed("better", better, before, now)
    lines += _listed("worse", worse, before, now)
    return "\n".join(lines)


def _listed(
    word: str, names: Iterable[str], before: Mapping[str, Verdict], now: Mapping[str, Verdict]
) -> Iterator[str]:
    for name in names:
        yield f"  {word}: {one_line(name)}, {before[name]} before and {now[name]} now"
