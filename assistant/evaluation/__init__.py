"""How well the assistant answers labelled questions, and phrases of its pack that it was not shown."""

from __future__ import annotations

from assistant.evaluation.baseline import changes_as_text, read_figures
from assistant.evaluation.copied import copied_phrases
from assistant.evaluation.exam import Asked, take
from assistant.evaluation.figures import Bounds, Figures, fell_short
from assistant.evaluation.folds import leave_out
from assistant.evaluation.judge import Verdict
from assistant.evaluation.junit import as_junit
from assistant.evaluation.labels import Expect, Label, Row
from assistant.evaluation.perturbation import perturb, perturbation_as_text
from assistant.evaluation.questions import QuestionsError, read_questions
from assistant.evaluation.report import figures_as_text, misses_as_text, worst_as_text

__all__ = [
    "Asked",
    "Bounds",
    "Expect",
    "Figures",
    "Label",
    "QuestionsError",
    "Row",
    "Verdict",
    "as_junit",
    "changes_as_text",
    "copied_phrases",
    "fell_short",
    "figures_as_text",
    "leave_out",
    "misses_as_text",
    "perturb",
    "perturbation_as_text",
    "read_figures",
    "read_questions",
    "take",
    "worst_as_text",
]
