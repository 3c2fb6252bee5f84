from __future__ import annotations

import json
import re

import pytest
from docutils import nodes

from sphinx_byline.cjk.anchors import readable_anchor


def anchors(document):
    return [section["ids"] for section in document.findall(nodes.section)]


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("概述", "概述"),
        ("🧮 概述", "概述"),
        ("链式法则", "链式法则"),
        ("随机梯度下降 (SGD)", "随机梯度下降-sgd"),
        ("Adam 优化器", "adam-优化器"),
        ("第 1 章：引言", "第-1-章-引言"),
        ("ＡＩ入门", "ai入门"),
        ("はじめに", "はじめに"),
        ("한국어 제목", "한국어-제목"),
        ("Введение", "введение"),
        ("हिन्दी भाषा", "हिन्दी-भाषा"),
        ("Getting started", "getting-started"),
        ("1. Café & Straße", "cafe-strasze"),
        ("2024", "2024"),
        ("🗝️", ""),
    ],
)
def test_an_anchor_says_what_its_heading_says(heading, anchor):
    assert readable_anchor(heading) == anchor


def test_docutils_own_id_stays_as_a_second_anchor(doctree):
    assert anchors(doctree("# 题\n\n## Adam 优化器\n\n## Getting started\n")) == [
        ["题", "id1"],
        ["adam-优化器", "adam"],
        ["getting-started"],
    ]


def test_headings_of_one_text_are_counted(doctree):
    ids = anchors(doctree("# 题\n\n## 小结\n\n## 小结\n\n## Notes\n\n## Notes\n\n## Notes 1\n\n## 小结\n"))
    assert [first for first, *_ in ids] == ["题", "小结", "小结-1", "notes", "notes-2", "notes-1", "小结-2"]


def test_an_explicit_label_comes_first(doctree):
    ids = anchors(doctree("# 题\n\n(here)=\n## 概述\n\n{#there}\n## 细节\n"))
    assert ids == [["题", "id1"], ["here", "概述", "id2"], ["there", "细节"]]


def test_no_two_elements_share_an_id(page):
    html = page("# 题\n\n(概述-1)=\n正文\n\n## 概述\n\n## 概述\n\n{#abc}\n段落\n\n## Abc\n\n> ## 概述\n")
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert all(name and not re.search(r"\s", name) for name in ids)


@pytest.mark.parametrize("conf", ["", "myst_heading_anchors = 3\n"])
def test_links_find_headings_from_here_and_from_elsewhere(page, conf):
    links = "[a](#概述) [](#概述) [b](b.md#链式法则) [](b.md#链式法则) [c](b.md#adam) [d](b.md#label)"
    html = page(
        f"# 题\n\n{links}\n\n## 🧮 概述\n",
        others={"b.md": "---\norphan: true\n---\n# 乙\n\n## 链式法则\n\n(label)=\n## Adam 优化器\n"},
        conf=conf,
    )
    assert re.findall(r'href="([^"]*)"', html) == [
        "#概述",
        "#概述",
        "b.html#链式法则",
        "b.html#链式法则",
        "b.html#label",
        "b.html#label",
    ]
    assert html.count("🧮 概述") == 2


def test_mysts_own_anchors_go_on_working(page):
    html = page("# 题\n\n[a](#-概述) [b](#概述)\n\n## 🧮 概述\n", conf="myst_heading_anchors = 2\n")
    assert re.findall(r'href="([^"]*)"', html) == ["#概述", "#概述"]


def test_tables_of_contents_search_and_references_use_them(build):
    site = build({"index.md": "# 题\n\n## 概述\n\n```{contents}\n```\n\n{ref}`x`\n\n(x)=\n## 细节\n"})
    html = site.html("index")
    assert 'href="#概述"' in html
    assert site.env.tocs["index"].astext().split() == ["题", "概述", "细节"]
    assert [ref["anchorname"] for ref in site.env.tocs["index"].findall(nodes.reference)] == ["", "#概述", "#x"]
    index = json.loads(site.text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")"))
    assert index["alltitles"]["概述"] == [[0, "概述"]]


def test_a_heading_without_letters_keeps_docutils_id(doctree):
    assert anchors(doctree("# 题\n\n## 🗝️\n"))[1] == ["id2"]


def test_a_setting_switches_it_off(doctree):
    assert anchors(doctree("# 题\n", conf="byline_heading_anchors = False\n")) == [["id1"]]
