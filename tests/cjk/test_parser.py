"""Wherever Markdown stands, it is parsed by the same rules, and each of these can be switched off."""

from __future__ import annotations

import re

import pytest
from docutils import nodes

MARKDOWN = "**强调。**后文\n第二行 ~~删。~~后\n\n文字\n$$x$$\n其中 $y$，花 $5 买 $6。\n"
PARSED = ["强调。后文第二行 删。后", "文字", "x", "其中 y，花 $5 买 $6。"]


def parsed(element):
    """Paragraphs and formulas below an element, in order, without the tags that MyST strikes text through with."""
    blocks = element.findall(lambda node: isinstance(node, nodes.paragraph | nodes.math_block))
    return [re.sub("</?s>", "", block.astext()) for block in blocks]


# MyST's own {include} asks for env.app.
@pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        ":::{{note}}\n{}:::",
        "::::{{grid}} 1\n:::{{grid-item}}\n{}:::\n::::",
        "::::{{tab-set}}\n:::{{tab-item}} 一\n{}:::\n::::",
        "```{{include}} part.txt\n```",
        "```{{eval-rst}}\n.. include:: part.txt\n   :parser: myst\n```",
        "{{.lead}}\n{}",
    ],
)
def test_nested_markdown_is_parsed_as_an_article_is(doctree, around):
    document = doctree("# T\n\n" + around.format(MARKDOWN), others={"part.txt": MARKDOWN})
    assert parsed(document) == PARSED


@pytest.mark.parametrize("name", ["myst", "markdown", "myst_parser.sphinx_", "myst_parser.docutils_"])
def test_rst_that_includes_markdown_has_it_parsed_so_too(build, name):
    index = f"题\n==\n\n.. include:: part.txt\n   :parser: {name}\n\n* 点\n\n  .. include:: rest.txt\n"
    site = build({"index.rst": index, "part.txt": MARKDOWN, "rest.txt": "**强**\n\n"}, builder="dummy")
    document = site.env.get_doctree("index")
    assert parsed(document) == [*PARSED, "点", "强"]
    assert [node.astext() for node in document.findall(nodes.strong)] == ["强调。", "强"]


def test_a_parser_that_is_none_is_still_an_error_at_its_line(build):
    index = "题\n==\n\n.. include:: part.txt\n   :parser: nobody\n"
    build({"index.rst": index, "part.txt": ""}, builder="dummy", warnings=["index.rst:4: ERROR"])


@pytest.mark.parametrize("parser", ["", "myst"])
def test_docstrings_in_markdown_are_parsed_so_too(build, parser):
    conf = f"""
extensions = ["sphinx_byline", "autodoc2"]
html_theme = "basic"
autodoc2_packages = [{{"path": "pkg", "auto_mode": False}}]
autodoc2_docstring_parser_regexes = {[(".*", parser)] if parser else []}
"""
    index = "# T\n\n```{autodoc2-docstring} pkg.f\n```\n"
    docstring = MARKDOWN.replace("\n", "\n    ")
    module = f'def f():\n    """{docstring}"""\n'
    site = build({"conf.py": conf, "index.md": index, "pkg/__init__.py": module}, builder="dummy", warnings=None)
    assert parsed(site.env.get_doctree("index")) == PARSED


def test_translations_are_parsed_by_the_same_rules(doctree):
    po = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n\n'
        'msgid "Bold text, $x$."\nmsgstr "**强调。**后文，\\n花 $5 买 $6，$x$。"\n'
    )
    document = doctree(
        "# T\n\nBold text, $x$.",
        conf='locale_dirs = ["locale"]\ngettext_compact = "all"\n',
        others={"locale/zh_CN/LC_MESSAGES/all.po": po},
        warnings=None,
    )
    assert parsed(document) == ["强调。后文，花 $5 买 $6，x。"]


def test_each_rule_has_its_setting(doctree):
    text = "# 概述\n\n" + MARKDOWN

    def read(setting):
        document = doctree(text, conf=f"{setting} = False\n", warnings=None)
        return parsed(document), next(document.findall(nodes.section))["ids"]

    ids = ["概述", "id1"]
    assert read("byline_cjk_emphasis") == (["**强调。**后文第二行 ~~删。~~后", *PARSED[1:]], ids)
    assert read("byline_soft_breaks") == (["强调。后文\n第二行 删。后", *PARSED[1:]], ids)
    assert read("byline_math_interrupts")[0][:1] == PARSED[:1]
    assert "x" not in read("byline_math_interrupts")[0]
    assert read("byline_heading_anchors") == (PARSED, ["id1"])
