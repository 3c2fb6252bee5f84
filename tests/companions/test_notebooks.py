"""Notebooks of MyST-NB, which brings all of Jupyter: left out where it is not installed."""

from __future__ import annotations

import json
import re

import pytest

pytest.importorskip("myst_nb")

MARKDOWN = "**强调。**后文\n第二行 ~~删。~~后\n\n文字\n$$x$$\n其中 $y$，花 $5 买 $6。\n"
HEADER = """\
---
file_format: mystnb
kernelspec: {name: python3}
title: 笔记本
date: 2024-01-01
---

"""
CELL = "\n```{code-cell} ipython3\n1 + 1\n```\n"
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": f"# 题\n\n## 概述\n\n{MARKDOWN}"},
            {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": "1 + 1"},
        ],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python"}},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
)
FILES = {
    "index.md": "# 首页\n\n```{toctree}\nplain\ntext\nbook\n```\n",
    "plain.md": f"---\ntitle: 文章\ndate: 2024-01-01\n---\n\n## 概述\n\n{MARKDOWN}",
    "text.md": f"{HEADER}## 概述\n{CELL}\n{MARKDOWN}\n:::{{note}}\n{MARKDOWN}:::\n",
    "book.ipynb": NOTEBOOK,
}
# It is told of a kernel that is not asked.
LEXER = "myst-nb.lexer"


@pytest.fixture
def notebooks(build):
    def build_notebooks(files, *, extensions='["sphinx_byline", "myst_nb"]', conf="", warnings=()):
        settings = f'language = "zh_CN"\nextensions = {extensions}\nhtml_theme = "basic"\nnb_execution_mode = "off"\n'
        site = build({"conf.py": settings + conf, **files}, warnings=None)
        found = [warning for warning in site.warnings if LEXER not in warning]
        assert len(found) == len(warnings)
        assert all(part in warning for part, warning in zip(warnings, found, strict=True))
        return site

    return build_notebooks


@pytest.mark.parametrize("extensions", ['["sphinx_byline", "myst_nb"]', '["myst_nb", "sphinx_byline"]'])
def test_notebooks_and_articles_are_parsed_by_the_same_rules(notebooks, extensions):
    site = notebooks(FILES, extensions=extensions)
    for name, times in (("plain", 1), ("text", 2), ("book", 1)):
        html = site.html(name)
        assert html.count("<strong>强调。</strong>后文第二行 <s>删。</s>后") == times
        assert html.count("<p>文字</p>") == times
        assert html.count("花 $5 买 $6。") == times
        assert html.count('id="概述"') == 1
    titles = {"plain": "文章", "text": "笔记本", "book": "题"}
    for name, title in titles.items():
        [heading] = re.findall(r"<h1>(.*?)<a", site.html(name))
        assert heading == title


def test_a_text_notebook_with_a_header_is_an_article(notebooks):
    site = notebooks(FILES)
    articles = site.env.get_domain("byline").articles
    assert sorted(articles) == ["plain", "text"]
    assert articles["text"].date.when.year == 2024


def test_a_title_of_the_header_moves_out_of_the_middle_of_a_notebook(notebooks):
    text = f"{HEADER}引言。\n{CELL}\n(there)=\n# 笔记本\n\n正文，见 [](#there)。\n\n# 第二\n"
    html = notebooks({"index.md": text}).html("index").partition('role="main"')[2]
    assert re.findall(r"<h(\d)>(.+?)<a", html) == [("1", "笔记本"), ("2", "第二")]
    assert html.index("<h1") < html.index("引言") < html.index("正文")


def test_an_unclosed_formula_is_named_by_its_line_in_a_text_notebook(notebooks):
    notebooks({"index.md": f"{HEADER}# 题\n{CELL}\n$$x\n"}, warnings=["index.md:14: WARNING: $$ opens a formula"])


def test_settings_and_the_notebooks_own_header_rule(notebooks):
    html = notebooks(FILES, conf="byline_cjk_emphasis = False\nbyline_soft_breaks = False\n").html("text")
    assert html.count("**强调。**后文\n第二行") == 2

    spaced = HEADER.replace("title:", "myst: {dmath_allow_space: true}\ntitle:") + "$ a $"
    assert "$ a $" not in notebooks({"index.md": spaced}).html("index")
