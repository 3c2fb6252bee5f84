r"""What KaTeX gets for what the author wrote."""

from __future__ import annotations

import pytest

from sphinx_byline.math import wrapping
from sphinx_byline.math.formulas import Typeset


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
    result = engine.typeset([wrapping.display(text, bare=False).formula])[0]
    assert isinstance(result, Typeset)
    assert result.html.count("<mtr") == rows


@pytest.mark.parametrize("environment", ["equation", "gather", "align", "alignat"])
def test_katex_numbers_nothing(engine, environment):
    columns = "{2}" if environment == "alignat" else ""
    text = f"\\begin{{{environment}}}{columns} a \\end{{{environment}}}"
    result = engine.typeset([wrapping.display(text, bare=True).formula])[0]
    assert isinstance(result, Typeset)
    assert "eqn-num" not in result.html


def test_a_label_that_sphinx_has_taken_over_is_left_out():
    one = wrapping.display(r"\begin{align} a \label{x} \end{align}", bare=True, labelled=True)
    assert "label" not in one.formula.tex
    several = wrapping.display(r"\begin{align} a \label{x} \\ b \label{y} \end{align}", bare=True, labelled=True)
    assert several.formula.tex.count("label") == 2


@pytest.mark.parametrize(
    "text",
    [
        r"\bad",
        "a\n\\bad",
        "a &= b \\\\\n  \\bad",
        "a\n\nb\n\n\n  \\bad",
        "a\n\n[b]\n\n*c\n\n\\bad",
        r"𝔸 \bad",
        r"\begin{align} a \label{x} \bad \end{align}",
        r"\begin{equation}\bad\end{equation}",
        "\\begin{gather}\na \\label{x}\n\\end{gather}\\bad",
        "\\begin{alignat}{2} a & b \\\\\n\\text{𝔸中} & \\bad \\end{alignat}",
    ],
)
def test_positions_lead_back_to_what_the_author_wrote(engine, text):
    wrapped = wrapping.display(text, bare=False, labelled=True)
    (failure,) = engine.typeset([wrapped.formula])
    assert text[wrapped.offset(failure.position) :].startswith(r"\bad")


@pytest.mark.parametrize("text", [r"\bad", "a\n\\bad ", " \n a + \\bad", r"𝔸 \text{中}\bad"])
def test_positions_within_a_line_count_the_white_space_around_the_formula(engine, text):
    wrapped = wrapping.inline(text)
    (failure,) = engine.typeset([wrapped.formula])
    assert text[wrapped.offset(failure.position) :].startswith(r"\bad")


@pytest.mark.parametrize("text", ["a \\\\ \\frac{b", "\\frac{b\n\n", "x  "])
def test_positions_beyond_the_end_lead_to_the_end_of_what_is_written(text):
    for wrapped in (wrapping.display(text, bare=False), wrapping.inline(text)):
        assert wrapped.offset(10_000) == len(text.rstrip())
