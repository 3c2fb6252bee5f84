"""All documents on one page: each id stands there once, and every link leads to the right one."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from tests.cjk.conftest import CONF

DOCUMENT = """\
# {title}

## 概述

[](#概述) [](/甲.md#概述) [](/sub/乙.md#概述) [](/index.md#概述) [](#intro) [](/甲.md#intro)
{{ref}}`标甲` {{doc}}`/index`

脚注[^1]

[^1]: {title}的脚注

```{{figure}} /x.png
:name: 图{title}

说明
```

{{numref}}`图甲` {{numref}}`图乙` {{eq}}`式甲` {{eq}}`式乙`

$$
a
$$ (式{title})

## Intro

(标{title})=
### {title}节
"""
SITE = {
    "conf.py": CONF + "numfig = True\n",
    "index.md": "# 题\n\n```{toctree}\n:numbered:\n甲\nsub/乙\n```\n\n## 概述\n\n[](甲.md#概述) [](#概述)\n\n"
    "## Document 甲\n\n脚注[^1]\n\n[^1]: 主\n",
    "甲.md": DOCUMENT.format(title="甲"),
    "sub/乙.md": DOCUMENT.format(title="乙"),
    "x.png": b"",
}


def body(html: str) -> str:
    return html.split('<div class="body" role="main">')[1].split('class="clearer"', maxsplit=1)[0]


def part(html: str, docname: str) -> str:
    """The text of one document."""
    return html.split(f'<span id="document-{docname}"></span>')[1].split('<span id="document-', maxsplit=1)[0]


def links(html: str) -> list[str]:
    """The addresses of links of the first paragraph below the heading."""
    return re.findall(
        r'<a class="reference internal" href="([^"]*)"', html.split("<p>")[1].split("</p>", maxsplit=1)[0]
    )


@pytest.fixture
def page(build):
    return build(SITE, builder="singlehtml", shared=True).html("index")


def test_each_id_stands_once_and_every_link_lands(page):
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert [name for name in re.findall(r'href="#([^"]+)"', page) if name not in ids] == []


def test_links_lead_to_the_document_that_they_mean(page):
    both = ["#甲-概述", "#sub-乙-概述", "#概述"]
    assert links(part(page, "甲")) == ["#甲-概述", *both, "#intro", "#intro", "#标甲", "#"]
    assert links(part(page, "sub/乙")) == ["#sub-乙-概述", *both, "#sub-乙-intro", "#intro", "#标甲", "#"]
    assert [f'id="{name}"' in part(page, "甲") for name in ("甲-概述", "intro", "标甲")] == [True] * 3
    assert [f'id="{name}"' in part(page, "sub/乙") for name in ("sub-乙-概述", "sub-乙-intro")] == [True] * 2


def test_footnotes_lead_to_their_own_document_and_back(page):
    for docname in ("甲", "sub/乙"):
        text = part(page, docname)
        there, mark = re.findall(r'footnote-reference brackets" href="#([^"]*)" id="([^"]*)"', text)[0]
        assert f'class="footnote brackets" id="{there}"' in text
        assert f'<a role="doc-backlink" href="#{mark}">' in text


def test_sections_figures_and_equations_keep_their_numbers(page):
    for number, docname in ((1, "甲"), (2, "sub/乙")):
        text = part(page, docname)
        assert re.findall(r'section-number">([\d.]+) ', text) == [
            f"{number}.",
            f"{number}.1.",
            f"{number}.2.",
            f"{number}.2.1.",
        ]
        assert re.findall(r'caption-number">图 ([\d.]+) ', text) == [f"{number}.1"]
        assert re.findall(r'class="eqno">\(([\d.]+)\)', text) == [f"{number}.1"]
        assert re.findall(r'href="#([^"]*)">(?:<span class="std std-numref">)?(?:图 |\()([\d.]+)', text) == [
            ("图甲", "1.1"),
            ("图乙", "2.1"),
            ("equation-式甲", "1.1"),
            ("equation-式乙", "2.1"),
        ]


def test_the_table_of_contents_leads_to_the_right_one(page):
    contents = page.split('class="sphinxsidebarwrapper"')[1]
    assert re.findall(r'href="(#[^"]+)">([\d.]+ \S+)</a>', contents) == [
        ("#document-甲", "1. 甲"),
        ("#甲-概述", "1.1. 概述"),
        ("#intro", "1.2. Intro"),
        ("#标甲", "1.2.1. 甲节"),
        ("#document-sub/乙", "2. 乙"),
        ("#sub-乙-概述", "2.1. 概述"),
        ("#sub-乙-intro", "2.2. Intro"),
        ("#标乙", "2.2.1. 乙节"),
    ]


def test_a_page_without_doubles_keeps_every_id(build):
    files = {
        "conf.py": CONF.replace("zh_CN", "en"),
        "index.md": "# Title\n\n## First\n\n```{toctree}\na\n```\n",
        "a.md": "# Other\n\n(there)=\n## Second\n\n[](#there) {ref}`there`\n\n$$\nx\n$$ (eq)\n\n## A-b c\n",
    }
    page = body(build(files, builder="singlehtml").html("index"))
    assert re.findall(r'\bid="([^"]*)"', page) == [
        *("title", "first", "document-a", "other", "there", "second", "equation-eq", "a-b-c")
    ]
    assert re.findall(r'<a class="reference internal" href="([^"]*)"', page) == ["#there", "#there"]


def test_a_made_up_id_takes_no_other(build):
    files = {
        "index.md": "# 题\n\n## 概述\n\n```{toctree}\na\nb\n```\n",
        "a.md": "# 甲\n\n## 概述\n",
        "b.md": "# 乙\n\n(a-概述)=\n## 细节\n\n[](#a-概述) [](a.md#概述)\n",
    }
    page = body(build({**files, "conf.py": CONF}, builder="singlehtml").html("index"))
    assert re.findall(r'<section id="([^"]*)"', page) == ["题", "概述", "甲", "a-概述-1", "乙", "a-概述"]
    assert re.findall(r'<a class="reference internal" href="([^"]*)"', page) == ["#a-概述", "#a-概述-1"]


def test_a_link_to_what_is_not_on_the_page_is_no_link(build):
    files = {
        "conf.py": CONF,
        "index.md": "# 题\n\n[甲文](a.md#概述) [甲](a.md)\n\n## 概述\n",
        "a.md": "---\norphan: true\n---\n# 甲\n\n## 概述\n",
    }
    page = body(build(files, builder="singlehtml").html("index"))
    assert "甲文" in page
    assert re.findall(r'class="reference internal"', page) == []
