"""A formula that KaTeX cannot typeset is one warning, where it stands, with what to do; the page shows its TeX."""

from __future__ import annotations

import pytest

CONF = """\
project = "Notes"
extensions = ["myst_parser", "sphinx_byline.math"]
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence"]
myst_dmath_double_inline = True
"""


@pytest.fixture
def site(build):
    def build_site(text, warnings, name="index.md", **files):
        return build({"conf.py": CONF, name: text, **files}, warnings=warnings)

    return build_site


def test_the_warning_names_file_line_fault_piece_outcome_and_remedy(site):
    built = site(
        "---\norphan: true\n---\n\n# A\n\nBefore\nand $x$ or\n$\\foo + 1$ end.\n",
        [
            (
                r'index.md:9: WARNING: KaTeX: undefined control sequence \foo in "\foo + 1"; the page shows the TeX; '
                r"correct the name, or define it under macros in katex_options [byline.math]"
            )
        ],
    )
    html = built.html("index")
    assert '<code class="byline-math-error" title="KaTeX: undefined control sequence \\foo in &#34;' in html
    assert r">\foo + 1</code>" in html


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# A\n\n$$\na\n\\bad\n$$\n", 5),
        ("# A\n\n$$\n\n\na &= b \\\\\nc &= \\bad\n$$\n", 7),
        ("# A\n\n$$\na\n\nb\n\n\\bad\n$$\n", 8),
        ("# A\n\n> Quote\n>\n> - item\n>\n>   $$\n>   a\n>   \\bad\n>   $$\n", 9),
        ("# A\n\n\\begin{align}\na &= 1 \\\\\n&= \\bad\n\\end{align}\n", 5),
        ("# A\n\n```{math}\n:label: x\n\na\n\\bad\n```\n", 7),
        ("# A\n\n:::{note}\nText\n\n$\\bad$\n:::\n", 6),
        ("# A\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | $\\bad$ |\n", 6),
        ("# A\n\nexample x\nand $x \\bad$\n", 4),
        ("# On\n\n## The $\\bad$\n", 3),
        ("# A\n\n$$\n𝔸𝔸𝔸 \\text{𝔸}\n\\bad\n$$\n", 5),
    ],
)
def test_the_line_is_the_one_of_the_fault(site, text, line):
    site(text, [f"index.md:{line}: WARNING: KaTeX: undefined control sequence \\bad"])


def test_a_formula_that_occurs_on_two_lines_is_told_for_each(site):
    site("# A\n\n$\\bad$ and $\\bad$\nand\n$\\bad$\n", ["index.md:3: ", "index.md:5: "])


def test_a_fault_in_a_title_is_told_once_though_many_pages_show_it(site):
    site(
        "# Start\n\n```{toctree}\none\ntwo\n```\n",
        [r"one.md:1: WARNING: KaTeX: undefined control sequence \bad"],
        **{"one.md": "# On $\\bad$\n\n## And\n", "two.md": "# Two\n"},
    )


def test_a_fault_in_an_included_file_is_found_there(site):
    site(
        "A\n=\n\n.. include:: part.txt\n",
        [r"part.txt:2: WARNING: KaTeX: undefined control sequence \bad"],
        name="index.rst",
        **{"part.txt": "Text\nand :math:`\\bad`\n"},
    )


def test_restructuredtext_has_its_lines_too(site):
    block = ".. math::\n   :nowrap:\n\n   \\begin{eqnarray}\n   a\n   \\end{eqnarray}\n"
    site(
        f"A\n=\n\nText\nwith :math:`\\bad`.\n\n{block}",
        ["index.rst:5: WARNING: KaTeX: undefined", "index.rst:10: WARNING: KaTeX: no such environment eqnarray"],
        name="index.rst",
    )


def test_a_cached_fault_is_told_by_every_build_that_writes_its_page(site):
    built = site("# A\n\n$\\bad$\n", [r"\bad"])
    built.edit({"index.md": "# A\n\n$\\bad$\n\nMore.\n"}).rebuild(warnings=[r"index.md:3: "])


@pytest.mark.parametrize(
    ("tex", "hint"),
    [
        (r"a \label{x}", "put the label after the block"),
        (r"\eqref{x}", "refer to it by {eq}`name`"),
        (r"\begin{eqnarray}a\end{eqnarray}", "use align"),
        (r"\begin{multline}a\end{multline}", "use gather"),
        (r"\begin{nonsense}a\end{nonsense}", "use one that KaTeX has"),
        (r"\newcommand{\R}{r}", r"\R exists already"),
        (r"\DeclareMathOperator{\f}{f}", r"use \operatorname{name}"),
        (r"\SI{3}{m}", "siunitx is not part of KaTeX"),
        (r"\num{3}", r"write 3\,\mathrm{m}"),
        (r"\dv{x}{y}", "the physics package is not part of KaTeX"),
        (r"\mbox{a}", r"use \text{...}"),
        (r"\require{a}", "leave it out"),
        ("a & b", "such as \\begin{aligned}"),
        (r"\frac{a", "write the brace that closes it"),
        (r"\left( a", r"\right. draws nothing"),
        ("x^2^3", "put braces around one of the two"),
        (r"\def\a{\a}\a", "a macro seems to call itself"),
        (r"\href{https://example.org}{x}", "put links, images and HTML outside the formula"),
        (r"\htmlData{a=b}{x}", r"\htmlData is not allowed in formulas"),
        ("{" * 4000, "divide the formula"),
        ("x" * 10_001, "longer than 10,000 bytes; "),
    ],
)
def test_what_often_goes_wrong_comes_with_how_to_mend_it(site, tex, hint):
    built = site(f"# A\n\n$${tex}$$\n", None)
    assert len(built.warnings) == 1
    assert hint.rstrip("; ") in built.warnings[0]


def test_tex_in_a_message_cannot_become_markup(site):
    built = site('# A\n\n$\\bad"><script>alert(1)</script>$\n', [r"\bad"])
    assert "<script>alert" not in built.html("index")


def test_chinese_outside_of_text_is_no_warning_but_told_once(site):
    built = site("# A\n\n$速度 = v$ and $时间，$\n", [])
    told = [line for line in built.app.status.getvalue().splitlines() if "unicodeTextInMathMode" in line]
    assert told == ["index: typeset, though LaTeX would not take it: unicodeTextInMathMode (5)"]
