"""The style sheets: what can be read, what it weighs, and that each thing stands once."""

from __future__ import annotations

import gzip
import re
import tomllib

import pytest
from jinja2 import FileSystemLoader
from jinja2.sandbox import SandboxedEnvironment

from sphinx_byline.theme import THEME_DIR

STYLES = sorted((THEME_DIR / "styles").glob("*.css"))
TOKENS = (THEME_DIR / "styles" / "20-tokens.css").read_text(encoding="utf-8")
SCRIPT = (THEME_DIR / "static" / "byline.js").read_text(encoding="utf-8")
TEXT_SCRIPT = (THEME_DIR / "static" / "byline-text.js").read_text(encoding="utf-8")
ZOOM_SCRIPT = (THEME_DIR / "static" / "byline-zoom.js").read_text(encoding="utf-8")
PAIRS = dict(re.findall(r"--byline-([\w-]+): light-dark\((#\w+, #\w+)\)", TOKENS))
ENOUGH = 4.5
"""WCAG 2.2, 1.4.3: contrast of text of any size, level AA."""


def served() -> str:
    environment = SandboxedEnvironment(loader=FileSystemLoader(THEME_DIR))
    options = tomllib.loads((THEME_DIR / "theme.toml").read_text(encoding="utf-8"))["options"]
    return environment.get_template("static/byline.css.jinja").render(
        {f"theme_{name}": value for name, value in options.items()}
    )


def colour(name: str, mode: str) -> str:
    light, dark = PAIRS[name].split(", ")
    return light if mode == "light" else dark


def luminance(hexadecimal: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(hexadecimal[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "sheet", "tint"])
@pytest.mark.parametrize("text", ["ink", "soft", "blue", "green", "amber", "red", "violet"])
def test_every_text_can_be_read_on_every_ground(text, ground, mode):
    assert contrast(colour(text, mode), colour(ground, mode)) >= ENOUGH


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_the_search_marks_can_be_read(mode):
    assert contrast(colour("ink", mode), colour("mark", mode)) >= ENOUGH


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_border_of_a_field_can_be_seen(mode):
    assert contrast(colour("edge", mode), colour("paper", mode)) >= 3, "WCAG 2.2, 1.4.11"


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_colour_is_written_once_among_the_tokens(path):
    if path.name == "20-tokens.css":
        colours = re.findall(r"#[0-9a-f]{6}\b", path.read_text(encoding="utf-8"))
        assert len(colours) == len(set(colours))
        return
    screen = path.read_text(encoding="utf-8").split("@media print")[0]
    # White on a seal and on a caption over a picture, and the accent where there are no tokens: the same in both modes.
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", screen)) <= {"#fff", "#a3341d"}


def test_the_served_sheet_is_whole_and_everything_in_it_is_in_a_layer():
    css = re.sub(r"/\*.*?\*/", "", served(), flags=re.DOTALL)
    assert "{%" not in css
    assert css.count("{") == css.count("}")
    depth = 0
    outside = []
    for statement in re.findall(r"[^{};]*[{};]", css):
        if depth == 0 and statement.strip(" \n;}"):
            outside.append(statement.strip())
        depth += statement.endswith("{") - statement.endswith("}")
    assert all(statement.startswith(("@charset", "@layer")) for statement in outside), outside


def test_the_sheet_for_other_themes_stands_alone():
    css = (THEME_DIR / "styles" / "byline-lists.css").read_text(encoding="utf-8")
    assert "@layer" not in css, "it would lose against every rule of the theme around it"
    bare = re.findall(r"var\(--byline-[\w-]+\)", css)
    assert not bare, "each of our tokens needs something to fall back on"


@pytest.mark.parametrize("part", ["neighbours", "path", "toc", "card-title", "brand", "nav"])
def test_a_formula_in_a_title_keeps_its_own_boxes(part):
    """KaTeX is made of spans: a rule for each span below a title would tear its formula apart."""
    assert not re.search(rf"\.byline-{part}\b[^{{}},]*(?: |\()span\b", served())


def test_nothing_is_fetched():
    assert not re.search(r"url\(|@import|https?:", re.sub(r"/\*.*?\*/", "", served(), flags=re.DOTALL))
    assert not re.search(r"https?:|fetch\(|import\(", SCRIPT + TEXT_SCRIPT + ZOOM_SCRIPT)


def test_the_weight_over_the_wire():
    assert len(gzip.compress(served().encode())) < 14_336
    assert len(gzip.compress((SCRIPT + TEXT_SCRIPT + ZOOM_SCRIPT).encode())) < 4_000
    assert len(SCRIPT.splitlines()) <= 150
