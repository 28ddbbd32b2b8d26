"""Say in plain words what is wrong with text that is not YAML, and where a person should look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import yaml

DEEPEST: Final = 20
TOO_DEEP: Final = f"lists and keys stand more than {DEEPEST} deep in one another"

OWN_MEANING: Final = "at the start has a meaning of its own in YAML: put the text in quotes"
_SPECIAL = ("@", "`", "%")
_IN_QUOTES = ", [ ] { or }"
# What the parser finds only at the end of these, began where its context says.
_TOLD_AT_THE_START = ("scanning a quoted", "scanning a double", "scanning a simple key", "parsing a flow")
_TAG = ("scanning a tag", "parsing a tag")


def explain(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str]:
    """Return the line and the column, from 1, and what is wrong, for a syntax error in `text`."""
    problem, context = error.problem or "", error.context or ""
    mark = error.problem_mark
    is_tag = any(part in context for part in _TAG)
    if is_tag or ("escape" not in problem and any(part in context for part in _TOLD_AT_THE_START)):
        mark = error.context_mark or mark
    if mark is None:
        return 1, 1, "this is not YAML"
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    before, after = line[: mark.column], line[mark.column :]
    return mark.line + 1, mark.column + 1, _meaning(problem, context, before.rstrip()[-1:], after[:1])


def _meaning(problem: str, context: str, before: str, after: str) -> str:
    """Put the words of the parser, which has two dialects, in ours, by the characters around the place."""
    cannot_start = "cannot start" in problem
    meanings = [
        # Newer versions of libyaml have a bound of their own, met before any event of the line is told.
        ("nesting depth" in problem, TOO_DEEP),
        (
            "tab character" in problem or (cannot_start and after == "\t"),
            "a tab stands here: indent with spaces",
        ),
        (cannot_start and after in _SPECIAL, f"text may not begin with “{after}”: put it in quotes"),
        (
            "mapping values" in problem,
            "no key can stand here: put text with “: ” in it in quotes, or mend the line above",
        ),
        ("end of stream" in problem and after in ("'", '"'), "this quotation mark is never closed"),
        (any(part in context for part in _TAG) or "undefined tag handle" in problem, f"“!” {OWN_MEANING}"),
        (
            "escape" in problem or "hexdecimal" in problem or "Unicode character code" in problem,
            "in double quotes “\\” has a meaning of its own: write it twice",
        ),
        (
            problem.endswith("expected <document start>") or problem.startswith("expected '<document start>"),
            "nothing can follow here: check the line above, and how far this one is indented",
        ),
        (
            "document indicator" in problem or "document separator" in problem,
            "this line breaks off a text in quotes",
        ),
        ("mapping keys" in problem or after == "?", "text may not begin with “?” here: put it in quotes"),
        ("directive" in context or "duplicate" in problem, "a line may not begin with “%”: take it out"),
        (cannot_start, f"text may not begin with “{after}” here: put it in quotes"),
        ("expected ':'" in problem, "a key needs a colon after it, and an item of a list “- ” before it"),
        ("sequence entries" in problem, "an item of a list must begin on a line of its own"),
        (
            "flow" in context and after in ("[", "{"),
            f"“{after}” begins a list that cannot be read: close it, or put text with {_IN_QUOTES} in quotes",
        ),
        ("flow" in context, "a list or a group that began with [ or { is broken off here: close it"),
        (
            "block" in context and before in ("'", '"'),
            "text goes on after its closing quotation mark: put all of it in one pair",
        ),
        (
            "block" in context and before == "]",
            "“[” at the start has a meaning of its own in YAML: put the whole text in quotes",
        ),
        ("block" in context, "this line does not fit the lines above it: check how far it is indented"),
    ]
    return next((meaning for applies, meaning in meanings if applies), "this is not YAML")
