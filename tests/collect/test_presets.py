"""What works with a conf.py of five lines, and what an author's own settings change of it."""

from __future__ import annotations

CONF = """\
project = "P"
language = "zh_CN"
extensions = ["sphinx_byline"]
html_theme = "byline"
"""
ARTICLE = """---
title: T
tags: x
---

$a^2$ costs $5 and $6. ~~gone~~

- [x] done

Term
: Meaning

:::{note}
A note
:::

\\begin{align}a &= b\\end{align}

[span]{.marked}
"""


def test_the_markdown_of_articles_works_without_a_word_in_conf_py(build):
    page = build({"index.md": "# H\n", "a.md": ARTICLE}).html("a")
    assert "costs $5 and $6." in page
    assert "<s>gone</s>" in page
    assert "<dt>Term" in page
    assert 'class="admonition note"' in page
    assert 'type="checkbox"' in page
    assert '<span class="marked">span</span>' in page
    assert "begin{align}" not in page.replace('<annotation encoding="application/x-tex">\\begin{align}', "")


def test_what_the_author_sets_stands(build):
    conf = CONF + "myst_enable_extensions = ['deflist']\nmyst_dmath_allow_space = True\nexclude_patterns = []\n"
    site = build({"conf.py": conf, "index.md": "# H\n", "a.md": "---\ntags: x\n---\n# T\n\n$a$\n"})
    assert site.app.config.myst_enable_extensions == ["deflist"]
    assert site.app.config.myst_dmath_allow_space is True
    assert site.app.config.exclude_patterns == []
    assert "$a$" in site.html("a")


def test_a_virtual_environment_beside_the_articles_is_left_alone(build):
    site = build({"index.md": "# H\n", ".venv/lib/x.md": "# X\n", "node_modules/y/readme.md": "# Y\n"})
    assert set(site.env.all_docs) == {"index"}


def test_extensions_that_we_load_may_be_listed_before_or_after_ours(build):
    for extensions in (
        ["myst_parser", "sphinxcontrib.katex", "sphinx_design", "sphinx_byline"],
        ["sphinx_byline", "sphinxcontrib.katex", "myst_parser"],
    ):
        conf = CONF.replace('["sphinx_byline"]', repr(extensions))
        page = build({"conf.py": conf, "index.md": "# H\n", "a.md": "---\ntags: x\n---\n# T\n\n$a$\n"}).html("a")
        assert page.count('class="katex"') == 1
        assert "cdn" not in page
