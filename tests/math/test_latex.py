"""On paper the same macros mean the same: those of the site, and each page's own."""

from __future__ import annotations

import re

CONF = r"""
project = "Book"
extensions = ["sphinx_byline"]
html_theme = "byline"
byline_math_macros = r'''
\newcommand{\E}[1]{\mathbb{E}\left[#1\right]}
\DeclareMathOperator*{\argmax}{arg\,max}
\def\v#1{\mathbf{#1}}
'''
"""
FILES = {
    "conf.py": CONF,
    "index.md": "# Home of $\\E{x}$\n\n```{toctree}\na\nb\nc\n```\n\n$\\argmax_x \\E{\\v{x}}$\n",
    "a.md": "---\ntitle: On $\\E{\\R}$\nmath:\n  '\\E': '\\mathcal{E}(#1)'\n  '\\R': '\\mathbb{R}_{+}'\n---\n\n"
    "$\\E{x} \\R$\n",
    "b.md": "---\ntitle: B\nmath: |\n  \\newcommand{\\E}{e}\n  \\def\\R{r}\n---\n\n$\\E + \\R$\n",
    "c.md": "# C\n\n$a$ alone\n",
}


def text_of(built):
    """The one book, without its preamble."""
    (name,) = [path.name for path in built.outdir.glob("*.tex") if path.name != "byline-macros.tex"]
    return built.text(name).partition(r"\begin{document}")[2]


def test_formulas_keep_their_tex_with_the_macros_of_the_site(build):
    text = text_of(build(FILES, builder="latex"))
    assert r"\(\argmax_x \E{\v{x}}\)" in text
    assert r"\(a\)" in text


def test_each_page_has_its_own_meaning_of_a_name_in_its_text_and_its_title(build):
    built = build(FILES, builder="latex")
    text, definitions = text_of(built), built.text("byline-macros.tex")
    other, mine = re.search(r"\\\((\\byline\w+E)\{x\} (\\byline\w+R)\\\)", text).groups()
    assert rf"\({other}{{{mine}}}\protect\)" in text
    assert rf"@math@{other[1:]}\endcsname[1]{{\mathcal{{E}}(#1)}}" in definitions
    assert rf"@math@{mine[1:]}\endcsname{{\mathbb{{R}}_{{+}}}}" in definitions
    third, last = re.search(r"\\\((\\byline\w+E) \+ (\\byline\w+R)\\\)", text).groups()
    assert third != other
    assert last != mine


def test_a_book_without_macros_hears_of_none(build):
    plain = {"conf.py": CONF.partition("byline_math")[0], "index.md": "# A\n\n$a$ and $\\alpha$\n"}
    built = build(plain, builder="latex")
    assert "byline" not in built.text("book.tex")
    assert not list(built.outdir.glob("byline-macros*"))


def test_macros_serve_paper_whatever_draws_formulas_on_screen(build):
    built = build(FILES, builder="latex", confoverrides={"html_math_renderer": "mathjax"})
    assert r"\mathbb{E}" in built.text("byline-macros.tex")
