"""Formulas in plain text, as titles and search show them."""

from __future__ import annotations

import pytest

from sphinx_byline.math.formulas import Formula
from sphinx_byline.math.plain import plain_text


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("E = mc^2", "E = mc²"),
        (r"\alpha\beta", "αβ"),
        (r"\frac{a}{b}", "a/b"),
        (r"\frac{x+1}{2}", "(x+1)/2"),
        (r"\binom{n}{k}", "(n k)"),
        (r"\sqrt{2}", "√2"),
        (r"\sqrt[3]{x}", "³√x"),
        ("A^T", "A^T"),
        (r"x_{ij}^{n+1}", "xᵢⱼⁿ⁺¹"),
        (r"\mathcal{L}_{\text{CE}}", "L_CE"),
        (r"\hat{x}", "x̂"),
        (r"\overline{AB}", "AB"),
        (r"\underline{AB}", "AB"),
        (r"O(n\log n)", "O(n log n)"),
        (r"\max(0,z)", "max(0,z)"),
        (r"\lim_{x\to 0} f", "lim_(x → 0)f"),
        (r"\int_0^1 x", "∫₀¹x"),
        (r"\overset{!}{=}", "=^!"),
        (r"\begin{matrix}1&2\\3&4\end{matrix}", "1 2; 3 4"),
        (r"\text{注意力 机制}", "注意力 机制"),
        ("a<b", "a < b"),
        (r"a\quad b\phantom{c}", "a b"),
        ("", ""),
    ],
)
def test_a_formula_reads_as_a_person_would_type_it(engine, tex, text):
    assert plain_text(engine.typeset([Formula(tex, display=False)])[0].html) == text


@pytest.mark.parametrize("html", ["", "<p>no formula</p>", "<math><mi>x</math>"])
def test_what_holds_no_formula_has_no_text(html):
    assert plain_text(html) == ""


def test_a_formula_of_great_depth_has_no_text_and_harms_nobody(engine):
    deep = engine.typeset([Formula(r"\frac{1}{" * 100 + "x" + "}" * 100, display=False)])[0]
    assert isinstance(plain_text(deep.html), str)
    assert plain_text("<math>" + "<mrow>" * 5000 + "</mrow>" * 5000 + "</math>") == ""
