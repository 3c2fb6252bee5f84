"""A book in Chinese or Korean is made for a LaTeX and fonts that can typeset it; what the author has chosen stands."""

from __future__ import annotations

import shutil
import subprocess

import pytest

CONF = """\
project = "P"
language = "{}"
extensions = ["sphinx_byline"]
html_theme = "byline"
"""
INDEX = "# 书\n\n```{toctree}\na\n```\n"
ARTICLE = "---\ntags: x\n---\n# 文章\n\n## 🗝️ 概述\n\n梯度下降，`代码`。\n"


def book(build, language: str, more: str = ""):
    files = {"conf.py": CONF.format(language) + more, "index.md": INDEX, "a.md": ARTICLE}
    return build(files, builder="latex", warnings=None if language == "ko" else ())


@pytest.mark.parametrize(
    ("language", "font", "contents", "chapter"),
    [
        ("zh_CN", "Noto Serif CJK SC", "目录", "第 {"),
        ("zh_TW", "Noto Serif CJK TC", "目錄", "第 {"),
        ("ko", "Noto Serif CJK KR", "차례", "제 {"),
    ],
)
def test_a_book_is_on_a4_with_fonts_and_words_of_its_language(build, language, font, contents, chapter):
    site = book(build, language)
    tex = site.text("p.tex")
    assert site.app.config.latex_engine == "xelatex"
    assert "a4paper" in tex
    assert font in tex
    assert f"\\contentsname}}{{{contents}}}" in tex
    assert chapter in tex


def test_a_japanese_book_keeps_the_engine_that_knows_its_rules(build):
    site = book(build, "ja")
    assert site.app.config.latex_engine == "uplatex"
    assert "a4paper" in site.text("p.tex")
    assert "xeCJK" not in site.text("p.tex")


def test_what_the_author_has_chosen_for_paper_stands(build):
    own = "latex_elements = {'papersize': 'b5paper', 'fontpkg': r'\\setCJKmainfont{Mine}'}\n"
    tex = book(build, "zh_CN", own).text("p.tex")
    assert "b5paper" in tex
    assert "Mine" in tex
    assert "Noto Serif" not in tex
    other = book(build, "zh_CN", "latex_engine = 'lualatex'\n").text("p.tex")
    assert "xeCJK" not in other


def test_a_book_in_english_is_sphinx_s_own(build):
    site = book(build, "en")
    assert site.app.config.latex_engine == "pdflatex"
    assert site.app.config.latex_elements == {}


@pytest.mark.skipif(shutil.which("xelatex") is None, reason="no XeLaTeX here")
@pytest.mark.parametrize("kind", ["manual", "howto"])
def test_xelatex_typesets_the_book(build, kind):
    more = f"latex_documents = [('index', 'p.tex', '书', '作者', '{kind}')]\n"
    site = book(build, "zh_CN", more)
    command = ["xelatex", "-interaction=nonstopmode", "-halt-on-error", "p.tex"]
    done = subprocess.run(command, cwd=site.outdir, capture_output=True, text=True, errors="replace", check=False)
    missing = subprocess.run(["kpsewhich", "xeCJK.sty"], capture_output=True, check=False).returncode
    if missing:
        pytest.skip("no xeCJK here")
    assert done.returncode == 0, done.stdout[-2000:]
    log = (site.outdir / "p.log").read_text(errors="replace")
    assert not [line for line in log.splitlines() if "There is no 梯" in line or "There is no 概" in line]
