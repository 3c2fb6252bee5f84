"""A page asks early for the fonts that its formulas are set in, and for no other."""

from __future__ import annotations

import re

import pytest

from sphinx_byline.math.bundle import installed
from sphinx_byline.math.fonts import fonts_of
from sphinx_byline.math.formulas import Formula


@pytest.mark.parametrize(
    ("tex", "fonts"),
    [
        ("1", "Main-Regular"),
        ("x", "Main-Regular Math-Italic"),
        (r"\mathbf{1}", "Main-Regular Main-Bold"),
        (r"\boldsymbol{x}", "Main-Regular Math-BoldItalic"),
        (r"\mathbb{R}", "Main-Regular AMS-Regular"),
        (r"\mathcal{L}", "Main-Regular Caligraphic-Regular"),
        (r"\mathfrak{g}", "Main-Regular Fraktur-Regular"),
        (r"\mathscr{F}", "Main-Regular Script-Regular"),
        (r"\mathsf{1}", "Main-Regular SansSerif-Regular"),
        (r"\mathtt{1}", "Main-Regular Typewriter-Regular"),
        (r"\mathit{1}", "Main-Regular Main-Italic"),
        (r"\textbf{a}", "Main-Regular Main-Bold"),
        (r"\sum", "Main-Regular Size2-Regular"),
        (r"\textstyle\sum", "Main-Regular Size1-Regular"),
        (r"\bigl(", "Main-Regular Size1-Regular"),
        (r"\Biggl(", "Main-Regular Size4-Regular"),
    ],
)
def test_a_formula_needs_the_fonts_that_it_is_set_in(engine, tex, fonts):
    html = engine.typeset([Formula(tex, display=True)])[0].html
    found = fonts_of(html, installed().style_sheet)
    assert {re.fullmatch(r"fonts/KaTeX_(.*)\.woff2", font)[1] for font in found} == set(fonts.split())
    assert all((installed().folder / font).is_file() for font in found)


def test_a_page_without_formulas_needs_none():
    assert fonts_of('<p class="mathbb">R</p>', installed().style_sheet) == ()
    assert fonts_of('<span class="katex-html">', "") == ()


def test_pages_preload_from_wherever_they_are(build):
    files = {"conf.py": 'extensions = ["sphinx_byline"]\nhtml_theme = "byline"\n', "a/b.md": "# B\n\n$x$\n"}
    index = "# A\n\n```{toctree}\na/b\n```\n"
    for builder, up in (("html", "../"), ("dirhtml", "../../")):
        page = build({"index.md": index, **files}, builder=builder).html("a/b")
        links = re.findall(
            r'<link rel="preload" href="([^"]*)" as="font" type="font/woff2" crossorigin fetchpriority="low" />', page
        )
        assert links == [
            f"{up}_static/byline-katex/fonts/KaTeX_{name}.woff2" for name in ("Main-Regular", "Math-Italic")
        ]
