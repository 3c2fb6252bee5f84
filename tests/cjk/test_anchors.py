from __future__ import annotations

import json
import posixpath
import re
import zlib
from urllib.parse import unquote

import pytest
from docutils import nodes
from tests.cjk.conftest import CONF

from sphinx_byline.cjk.anchors import label_anchor, readable_anchor

HEADINGS = {
    "概述": "概述",
    "🧮 概述": "概述",
    "链式法则": "链式法则",
    "随机梯度下降 (SGD)": "随机梯度下降-sgd",
    "Adam 优化器": "adam-优化器",
    "第 1 章：引言": "第-1-章-引言",
    "ＡＩ入门": "ai入门",
    "C++ 与 C#": "c-与-c",
    "👨‍👩‍👧‍👦 家庭": "家庭",
    "はじめに": "はじめに",
    "한국어 제목": "한국어-제목",
    "Введение": "введение",
    "हिन्दी भाषा": "हिन्दी-भाषा",
    "مقدمة في التعلم": "مقدمة-في-التعلم",
    "שָׁלוֹם": "שָׁלוֹם",
    "می\u200cخواهم": "میخواهم",
    # Docutils can say these.
    "Getting started": "getting-started",
    "1. Café & Straße": "cafe-strasze",
    "cafe\u0301": "cafe",
    "🚀 Launch": "launch",
    "2024": "2024",
    "1.2.0": "1-2-0",
    # Neither letter nor number: the code points, so that it stays when headings are added before it.
    "🗝️": "u1f5dd",
    "🚀🚀": "u1f680-u1f680",
    # … but a site in English keeps what docutils counts.
    "???": "",
    "": "",
}

LABELS = {
    "标签": "标签",
    "第1章_引言.二": "第1章_引言.二",
    "relu函数": "relu函数",
    "图 “一”": "图-一",
    'a"><b>标': "a-b-标",
    "a:标签": "a-标签",
    "می\u200cخواهم": "میخواهم",
    "🚀": "u1f680",
    "my_label": "my-label",
    "überschrift": "uberschrift",
}


def anchors(document):
    return [section["ids"] for section in document.findall(nodes.section)]


def test_an_anchor_says_what_its_heading_says():
    assert {heading: readable_anchor(heading) for heading in HEADINGS} == HEADINGS


def test_the_anchor_of_a_label_is_the_label():
    assert {name: label_anchor(name) for name in LABELS} == LABELS


def test_an_anchor_of_a_long_heading_is_short_and_ends_with_a_whole_letter():
    assert readable_anchor("很长的标题" * 60) == "很长的标题" * 16
    devanagari = readable_anchor("कि" * 30 + "नकि" * 30)
    assert len(devanagari) <= 80
    assert ("कि" * 30 + "नकि" * 30)[len(devanagari)] in "कन"


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


def test_a_heading_of_signs_alone_has_an_anchor_that_stays(doctree):
    assert anchors(doctree("# 题\n\n## 🗝️\n\n## $\\alpha$\n\n## !!!\n\n## 脚注[^1]\n\n[^1]: 注\n"))[1:] == [
        ["u1f5dd", "id2"],
        ["alpha"],
        ["id3"],
        ["脚注", "id5"],
    ]


def test_a_setting_switches_it_off(page):
    off = "byline_heading_anchors = False\n"
    text = (
        "# 题\n\n(标签)=\n段落 {eq}`能量` {ref}`x <标签>`\n\n```{math}\n:label: 能量\n\nx\n```\n\n"
        "```{glossary}\n梯度\n  文\n```\n"
    )
    html = page(text, conf=off)
    assert re.findall(r'\bid="([^"]*)"', html) == ["id1", "id2", "equation", "term-0"]
    assert re.findall(r'href="([^"]*)"', html) == ["#equation", "#id2"]


# --- what an author wrote ---------------------------------------------------------------------------------------------

LABELLED = """\
# 题

(标签)=
## 概述

{#我的锚}
## 细节

(远)=
(段)=
一段。[文字]{#行内}

```{figure} x.png
:name: 图标

图的说明
```

```{table} 表的说明
:name: 表标

| a | b |
|---|---|
| 1 | 2 |
```

```{code-block} python
:name: 码标
:caption: 码的说明

x = 1
```

$$
z
$$ (速度)

```{math}
:label: 能量

x
```

```{math}
:label: 质量

y
```

```{glossary}
梯度
  文

Adam 优化器
  文

gradient
  文
```
"""
LINKS = """\
[](#标签) {ref}`标签` [](/index.md#标签) [](#我的锚) [](/index.md#概述) [](/index.md#细节) [](/index.md#id2)
[段](#段) [段](/index.md#远) [文](#行内) {ref}`段 <段>`
{numref}`图标` {numref}`表标` {numref}`码标` [](#图标) {eq}`能量` {eq}`质量` [](#速度)
{term}`梯度` {term}`Adam 优化器` {term}`gradient`
"""
WHERE = {
    "index.html": [
        *("标签", "标签", "标签", "我的锚", "标签", "我的锚", "标签", "段", "远", "行内", "段"),
        *("图标", "表标", "码标", "图标", "equation-能量", "equation-质量", "equation-速度"),
        *("term-梯度", "term-adam-优化器", "term-gradient"),
    ],
    "": ["标签r", "段r", "标签r", "概述", "内r", "equation-公式r", "图r", "term-术语"],
}
EXTENSIONS = 'myst_enable_extensions = ["attrs_block", "attrs_inline", "dollarmath"]\nnumfig = True\n'
RST = """\
丙
==

.. _标签r:

概述
----

.. _段r:

段 标签r_ 段r_ :ref:`标签r` 概述_ 内r_ :eq:`公式r` :numref:`图r` :term:`术语`，_`内r`。

.. _图r:

.. figure:: x.png

   说明

.. math::
   :label: 公式r

   x

.. glossary::

   术语
     文
"""
SITE = {
    "conf.py": CONF + EXTENSIONS + 'copyright = "us"\nversion = "1"\nepub_show_urls = "no"\nlatex_engine = "xelatex"\n',
    "index.md": LABELLED + "\n" + LINKS + "\n```{toctree}\nb\nc\n```\n",
    "b.md": "# 乙\n\n" + LINKS,
    "c.rst": RST,
    "x.png": b"",
}


def links_in_text(html: str) -> list[str]:
    """The addresses of links to places, in the order of the text."""
    text = (
        html.split('role="main"')[1]
        .split('class="toctree-wrapper', maxsplit=1)[0]
        .split('class="clearer"', maxsplit=1)[0]
    )
    return [unquote(link) for link in re.findall(r'<a class="reference internal" href="([^"]*#[^"]*)"', text)]


@pytest.fixture
def labelled(build):
    return lambda builder="html": build(SITE, builder=builder, shared=True)


def test_what_an_author_wrote_is_the_anchor_of_whatever_it_stands_at(labelled):
    site = labelled()
    links = {page: links_in_text(site.html(page)) for page in ("index", "b", "c")}
    assert links["b"] == [f"index.html#{name}" for name in WHERE["index.html"]]
    assert links["index"] == [f"#{name}" for name in WHERE["index.html"]]
    assert links["c"] == [f"#{name}" for name in WHERE[""]]
    assert re.findall(r"<a [^>]*>\((.)\)</a>", site.html("b")) == ["2", "3", "1"]
    firsts = set(re.findall(r'\bid="([^"]*)"[^>]*>(?!</span>)', site.html("index")))
    assert set(WHERE["index.html"]) - firsts == {"远"}  # The nearer of two labels comes first.


def test_what_docutils_called_an_element_still_lands(labelled):
    html = labelled().html("index")
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert {*(f"id{number}" for number in range(1, 11)), "equation", "term-0", "term-Adam"} <= set(ids)


def test_other_projects_are_told_what_an_author_wrote(labelled):
    site = labelled()
    lines = zlib.decompress((site.outdir / "objects.inv").read_bytes().split(b"zlib.\n", 1)[1]).decode().splitlines()
    found = [re.match(r"(.+) std:(label|term) -1 (\S+) ", line) for line in lines]
    labels, terms = (
        {match[1]: match[3].replace("$", match[1]) for match in found if match and match[2] == kind}
        for kind in ("label", "term")
    )
    assert {name: labels[name] for name in ("标签", "我的锚", "段", "行内", "图标", "表标", "码标")} == {
        name: f"index.html#{name}" for name in ("标签", "我的锚", "段", "行内", "图标", "表标", "码标")
    }
    assert (labels["标签r"], labels["内r"]) == ("c.html#标签r", "c.html#内r")
    assert terms == {
        "梯度": "index.html#term-梯度",
        "Adam 优化器": "index.html#term-adam-优化器",
        "gradient": "index.html#term-gradient",
        "术语": "c.html#term-术语",
    }
    assert 'href="index.html#term-梯度"' in site.html("genindex")


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub"])
def test_every_link_lands(labelled, builder):
    site = labelled(builder)
    pages = {
        posixpath.normpath(f"/{name}"): data.decode()
        for name, data in site.outputs().items()
        if name.endswith((".html", ".xhtml"))
    }
    found = 0
    for name, html in pages.items():
        for link in re.findall(r'href="([^":]*#[^"]+)"', html):
            path, _, anchor = unquote(link).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            target = target if target in pages else posixpath.join(target, "index.html")
            assert f'id="{anchor}"' in pages[target], (name, link)
            found += 1
    assert found > 40


def test_every_link_in_a_book_for_latex_has_its_label(labelled):
    site = labelled("latex")
    tex = next(data.decode() for name, data in site.outputs().items() if name.endswith(".tex"))
    links = set(re.findall(r"\\(?:hyperref|ref|eqref)[\[{](\\detokenize\{[^}]*\}|[^\]}]*)", tex))
    assert len(links) > 15
    missing = {link for link in links if f"\\label{{{link}}}" not in tex}
    # Sphinx has none for a span, and none for MyST's link to an equation, whatever they are called.
    assert missing == {r"\detokenize{index:_u884c_u5185}", r"\detokenize{index:equation-_u901f_u5ea6}"}


# --- translations and English -----------------------------------------------------------------------------------------


def test_a_translated_heading_has_its_own_anchor_and_keeps_that_of_the_original(build):
    words = {
        "题": "Subject",
        "概述": "Overview",
        "细节": "Details",
        "Intro": "导言",
        "梯度": "gradient",
        "乙": "Second",
    }
    catalogue = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n' + "".join(
        f'\nmsgid "{said}"\nmsgstr "{translated}"\n' for said, translated in words.items()
    )
    site = build(
        {
            "conf.py": CONF.replace("zh_CN", "en") + 'locale_dirs = ["locales"]\ngettext_compact = "all"\n',
            "index.md": "# 题\n\n[x](#概述) [x](#概述-1) [](#细节) [](#intro) {term}`梯度`\n\n"
            "## 概述\n\n## 细节\n\n## 概述\n\n## Intro\n\n```{glossary}\n梯度\n  x\n```\n",
            "b.md": "---\norphan: true\n---\n# 乙\n\n[x](index.md#概述-1) [](index.md#细节) [](index.md#details)\n",
            "locales/en/LC_MESSAGES/all.po": catalogue,
        }
    )
    assert anchors(site.env.get_doctree("index")) == [
        ["subject", "id1", "题"],
        ["overview", "id2", "概述"],
        ["details", "id3", "细节"],
        ["overview-1", "id4", "概述-1"],
        ["导言", "intro"],
    ]
    links = re.findall(r'<a class="reference internal" href="([^"]*#[^"]+)"', site.html("index"))
    for link in ["#overview", "#overview-1", "#details", "#导言", "#term-梯度"]:
        assert link in links
    links = re.findall(r'<a class="reference internal" href="(index[^"]*#[^"]+)"', site.html("b"))
    assert links == ["index.html#overview-1", "index.html#details", "index.html#details"]
    assert re.findall(r'id="(term-[^"]*)"', site.html("index")) == ["term-gradient", "term-梯度", "term-0"]


def test_a_site_in_english_is_the_same_to_the_byte(build):
    files = {
        "index.md": "# Title\n\n(a_label)=\n## Getting started\n\n{#own}\n## Here\n\n## Notes\n\n"
        "## ???\n\n## Café\n\n"
        "(para)=\nText[^1] {ref}`a_label` [](#notes) {eq}`my eq` {term}`C++` {term}`word`\n\n[^1]: Note\n\n"
        "```{math}\n:label: my eq\n\nx\n```\n\n```{glossary}\nword\n  x\n\nC++\n  x\n\nC\n  x\n```\n",
        "b.rst": ":orphan:\n\nOther\n=====\n\n.. _there:\n\nPart\n----\n\nA there_ and Part_ and `Other`_.\n",
    }
    conf = CONF.replace("zh_CN", "en") + "myst_enable_extensions = ['attrs_block']\nmyst_heading_anchors = 3\n"
    on, off = (build({**files, "conf.py": conf + f"byline_heading_anchors = {value}\n"}) for value in (True, False))
    assert on.html("index") == off.html("index")
    assert on.html("b") == off.html("b")
    assert on.text("searchindex.js") == off.text("searchindex.js")


def test_two_formulas_in_dollars_have_each_its_own_label(page):
    html = page("# 题\n\n$$a$$ (能量)\n\n$$b$$ (动量)\n\n{eq}`动量` {eq}`能量`\n")
    assert re.findall(r'href="(#equation[^"]*)"[^>]*>([^<]*)<', html) == [
        ("#equation-动量", "(2)"),
        ("#equation-能量", "(1)"),
    ]
    assert html.index('id="equation-能量"') < html.index('id="equation-动量"')
