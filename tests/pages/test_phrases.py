"""Formulas in the texts about an article: typeset where people read, plain where programs do."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

ARTICLE = """\
---
title: 关于 $\\alpha^2$
subtitle: 或 $\\frac{a}{b}$
description: 设 $x_1 \\in \\RR$，价格 $5 和 $6，或 \\$7。
math: {'\\RR': '\\mathbb{R}'}
author: A
date: 2026-01-02
---

正文。
"""
CONF = """\
project = "P"
language = "zh_CN"
extensions = ["sphinx_byline"]
html_theme = "byline"
html_baseurl = "https://example.org/"
"""


def article(body, header=""):
    return f"---\nauthor: A\ndate: 2026-01-03\n{header}---\n\n# B\n\n{body}\n"


def visible(html):
    html = re.sub(r'<span class="katex-html".*?</span></span></span>(?=</span></span>)', "", html, flags=re.DOTALL)
    return re.sub(r"<annotation.*?</annotation>|<[^>]+>", "", html)


def test_lede_subtitle_and_card_show_typeset_formulas(build):
    site = build({"conf.py": CONF, "index.md": "# H\n", "a.md": ARTICLE})
    page, home = site.html("a"), site.html("index")
    (lede,) = re.findall(r'<p class="byline-lede[^>]*>(.*?)</p>', page, re.DOTALL)
    assert lede.count('class="katex"') == 1
    assert "价格 $5 和 $6，或 $7。" in lede
    assert re.search(r'<p class="byline-subtitle">.*?katex.*?</p>', page)
    (teaser,) = re.findall(r'<p class="byline-teaser[^>]*>(.*?)</p>', home, re.DOTALL)
    assert teaser == lede
    assert "katex.min.css" in home


def test_programs_are_told_in_plain_text(build):
    site = build({"conf.py": CONF, "index.md": "# H\n", "a.md": ARTICLE})
    page = site.html("a")
    told = "设 x₁ ∈ ℝ，价格 $5 和 $6，或 $7。"
    assert re.findall(r'<meta (?:name|property)="(?:og:)?description" content="([^"]*)"', page) == [told, told]
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data)["description"] == told


def test_the_feed_has_formulas_in_mathml_alone(build):
    site = build({"conf.py": CONF, "index.md": "# H\n", "a.md": ARTICLE})
    names = {"a": "http://www.w3.org/2005/Atom"}
    entry = ET.fromstring(site.text("atom.xml")).find("a:entry", names)
    assert entry.find("a:title", names).text == "关于 α²"
    summary = entry.find("a:summary", names)
    assert summary.get("type") == "html"
    assert summary.text.startswith('设 <math xmlns="http://www.w3.org/1998/Math/MathML">')
    assert "katex" not in summary.text
    assert "annotation" not in summary.text


def test_a_teaser_from_the_text_keeps_its_formulas_and_its_length(build):
    body = "第一段有 $E = mc^2$ 公式，" + "后面还有很多字，" * 40 + "$x$。"
    site = build({"conf.py": CONF, "index.md": "# H\n", "b.md": article(body)})
    (teaser,) = re.findall(r'<p class="byline-teaser[^>]*>(.*?)</p>', site.html("index"), re.DOTALL)
    assert teaser.count('class="katex"') == 1
    told = site.env.domains["byline"].articles["b"].teaser
    assert told.startswith("第一段有 E = mc² 公式，后面")
    assert told.endswith("…")
    assert len(told) <= 161


def test_a_list_is_written_again_when_only_the_tex_of_a_teaser_changes(build):
    site = build({"conf.py": CONF, "index.md": "# H\n", "b.md": article("Of $\\mathbf{x}$ and more.")})
    again = site.edit({"b.md": article("Of $\\mathit{x}$ and more.")}).rebuild()
    assert "mathbf" not in again.html("index")
    assert again.outputs() == again.rebuild(freshenv=True).outputs()


def test_a_wrong_formula_in_the_header_is_told_once_where_it_stands(build):
    files = {"conf.py": CONF, "index.md": "# H\n", "b.md": article("Text.", "description: So $a + \\bad$ it is\n")}
    build(files, warnings=[r"b.md:4:22: WARNING: KaTeX: undefined control sequence \bad"])
