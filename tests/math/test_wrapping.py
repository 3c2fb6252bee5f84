r"""What KaTeX gets for what the author wrote."""

from __future__ import annotations

import pytest

from sphinx_byline.math import wrapping
from sphinx_byline.math.bundle import installed
from sphinx_byline.math.engine import QuickJsEngine, Typeset


@pytest.fixture(scope="module")
def engine():
    made = QuickJsEngine(installed())
    yield made
    made.close()


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a = b", 0),
        (r"a &= b \\ c &= d", 2),
        (r"a \\ b \\", 2),
        ("a\n\nb\n\nc", 3),
        ("\n\na\n\n", 0),
        ("a\n \t\nb", 2),
        ("a \\\\\n\nb", 2),
        ("a % comment\n\nb", 2),
        ("a\n\n[b]", 2),
        ("a\n\n*b", 2),
        (r"\begin{bmatrix} a \\ b \end{bmatrix}", 2),
        (r"\begin{bmatrix} a \\ b \end{bmatrix} \\ c", 4),
        (r"\begin{align} a &= b \\ c &= d \end{align}", 2),
        ("\\begin{matrix} a\n\nb \\end{matrix}", 1),
        (r"\{ a \\ b \}", 2),
        (r"a \tag{1} \\ b \tag{2}", 2),
        ("", 0),
    ],
)
def test_rows_are_aligned_where_the_author_wrote_rows(engine, text, rows):
    result = engine.typeset([wrapping.display(text, bare=False)])[0]
    assert isinstance(result, Typeset)
    assert result.html.count("<mtr") == rows


@pytest.mark.parametrize("environment", ["equation", "gather", "align", "alignat"])
def test_katex_numbers_nothing(engine, environment):
    columns = "{2}" if environment == "alignat" else ""
    text = f"\\begin{{{environment}}}{columns} a \\end{{{environment}}}"
    result = engine.typeset([wrapping.display(text, bare=True)])[0]
    assert isinstance(result, Typeset)
    assert "eqn-num" not in result.html


def test_a_label_that_sphinx_has_taken_over_is_left_out():
    formula = wrapping.display(r"\begin{align} a \label{x} \end{align}", bare=True, labelled=True)
    assert "label" not in formula.tex
    several = wrapping.display(r"\begin{align} a \label{x} \\ b \label{y} \end{align}", bare=True, labelled=True)
    assert several.tex.count("label") == 2


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("\\bad", (0, 0)),
        ("a\n\\bad", (1, 0)),
        ("a &= b \\\\\n  \\bad", (1, 2)),
        ("a\n\nb\n\n\n\\bad", (5, 2)),
        ("𝔸 \\bad", (0, 2)),
    ],
)
def test_positions_lead_back_to_what_the_author_wrote(engine, text, place):
    formula = wrapping.display(text, bare=False)
    assert wrapping.place(text, formula, engine.typeset([formula])[0].position) == place


def test_positions_beyond_the_end_lead_to_the_end():
    text = "a \\\\ \\frac{b"
    assert wrapping.place(text, wrapping.display(text, bare=False), 10_000) == (0, len(text))


def test_white_space_around_an_inline_formula_counts():
    text = "\na\n\\bad "
    assert wrapping.place(text, wrapping.inline(text), 2) == (2, 0)
