"""One colour has one meaning, on every surface, and can be read on a dark ground and on a light one."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from assistant.colours import COLOURS, OF_STATUS, TEXTS, as_style, shades
from assistant.response import Status
from tests.conftest import ROOT

PACKAGE = ROOT / "assistant"
GROUNDS = pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
# Text that can stand on more than the ground.
READ = [(text, "ground") for text in TEXTS]
READ += [(text, on) for text in ("text", "muted", "accent") for on in ("surface", "panel", "cited")]
READ += [("text", on) for on in ("tint", "quote", "reached-1", "reached-2", "reached-3")]
READ += [("ground", "accent")]
NAMED = "black|white|red|green|blue|yellow|orange|purple|gr[ae]y|cyan|magenta|brown|pink"
LITERAL = re.compile(
    rf"#[0-9a-fA-F]{{3,8}}\b|\b(?:rgb|hsl)a?\(|:[^;{{}}\n]*(?<![-\w$])(?:{NAMED})(?![-\w])[^;{{}}\n]*;"
)


def luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[place : place + 2], 16)) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@GROUNDS
@pytest.mark.parametrize(("text", "ground"), READ)
def test_text_can_be_read(dark: bool, text: str, ground: str) -> None:
    colours = shades(dark=dark)
    assert contrast(colours[text], colours[ground]) >= 4.5


@GROUNDS
def test_a_quote_stands_out_from_its_sentence(dark: bool) -> None:
    colours = shades(dark=dark)
    assert contrast(colours["quote"], colours["cited"]) > 1.15
    assert contrast(colours["cited"], colours["surface"]) > 1.03


@GROUNDS
@pytest.mark.parametrize("tints", [("cited", "tint", "quote"), ("reached-1", "reached-2", "reached-3")])
def test_tints_differ(dark: bool, tints: tuple[str, ...]) -> None:
    colours = shades(dark=dark)
    read = [contrast(colours["text"], colours[ground]) for ground in ("ground", *tints)]
    assert all(weaker / stronger > 1.1 for weaker, stronger in pairwise(read))


@GROUNDS
def test_no_two_meanings_share_a_colour(dark: bool) -> None:
    assert len(set(shades(dark=dark).values())) == len(COLOURS)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=str(path.relative_to(PACKAGE)))
        for ending in ("css", "tcss", "html", "js")
        for path in sorted(PACKAGE.rglob(f"*.{ending}"))
    ],
)
def test_no_surface_has_a_colour_of_its_own(path) -> None:
    assert LITERAL.findall(path.read_text("utf-8")) == []


def test_no_module_has_a_colour_of_its_own() -> None:
    written = re.compile(r"[\"' ]#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})\b[\"' ;]")
    modules = [path for path in PACKAGE.rglob("*.py") if written.search(path.read_text("utf-8"))]
    assert modules == [PACKAGE / "colours.py"]


@pytest.mark.parametrize(
    "rule", ["color: red;", "border: solid red;", "border: solid #f00;", "color: rgb(1, 2, 3);"]
)
def test_a_colour_of_its_own_is_noticed(rule: str) -> None:
    assert LITERAL.search(f"a {{ {rule} }}")
    assert not LITERAL.search("a { white-space: pre; border: solid $line-red; color: var(--red); }")


@pytest.mark.parametrize("name", ["widgets/exchange.tcss", "batch_screen.tcss"])
@pytest.mark.parametrize("status", Status)
def test_a_status_has_its_colour_in_the_chat_and_in_a_batch(name: str, status: Status) -> None:
    sheet = (PACKAGE / "tui" / name).read_text("utf-8")
    shown = re.search(rf"&\.-{status.replace('_', '-')}\b[^$]*--status {{ color: \$([\w-]+); }}", sheet)
    # What has no rule of its own is muted, as small talk is.
    assert (shown.group(1) if shown else "muted") == OF_STATUS[status]


@pytest.mark.parametrize("status", Status)
def test_a_status_has_its_colour_on_a_page(status: Status) -> None:
    assert f".{status} .status {{ color: var(--{OF_STATUS[status]}); }}" in as_style()


def test_a_style_sheet_names_no_colour_that_is_not_there() -> None:
    sheets = [*PACKAGE.rglob("*.css"), *PACKAGE.rglob("*.html")]
    named = {name for sheet in sheets for name in re.findall(r"var\(--([\w-]+)", sheet.read_text("utf-8"))}
    assert named <= COLOURS.keys()
