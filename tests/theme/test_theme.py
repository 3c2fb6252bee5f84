"""A site under our theme: one heading, one main part, scripts that block nothing, options that are checked."""

from __future__ import annotations

import re

import pytest

from sphinx_byline.theme import highlight_scheme

ARTICLE = """\
---
title: 链式法则
author: 李明
date: 2026-03-01
tags: [数学, 微积分]
description: 反向传播的核心。
---

# 链式法则

第一段。

## 推导

第二段。

```python
x = 1
```

## 例子

第三段。
"""
SITE = {"index.md": "# 数学笔记\n\n写给愿意动手的人。\n\n```{toctree}\nchain\nguide\n```\n", "chain.md": ARTICLE} | {
    "guide.md": "# 指南\n\n## 一\n\n文字。\n\n## 二\n\n文字。\n"
}
CONF = """\
project = "数学笔记"
language = "zh_CN"
extensions = ["sphinx_byline"]
html_theme = "byline"
"""


@pytest.mark.parametrize("page", ["index", "chain", "guide", "tags/index", "tags/数学", "authors/李明", "search"])
def test_every_page_has_one_heading_one_main_part_and_its_landmarks(build, page):
    html = build(SITE).html(page)
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert '<main id="main" role="main"' in html
    assert html.count('<header class="byline-top"') == 1
    assert html.count("<footer") == 1
    assert html.index('href="#main"') < html.index("<header"), "the way past the header comes first"


def test_a_header_of_an_article_stands_in_the_article_and_its_contents_outside(build):
    html = build(SITE).html("chain")
    main = html[html.index("<main") : html.index("</main>")]
    assert re.search(r'<article class="[^"]*h-entry', main)
    assert re.search(r'<h1 class="p-name">链式法则</h1>', main)
    assert re.search(r'class="[^"]*\be-content\b', main)
    assert "byline-toc" not in main, "Sphinx's search would show the contents in place of the text"
    assert "byline-toc" in html


def test_no_script_keeps_the_page_waiting(build):
    html = build(SITE).html("chain")
    for tag in re.findall(r"<script[^>]*\bsrc=[^>]*>", html):
        assert re.search(r"\b(defer|async|type=\"module\")", tag), tag


def test_an_extension_s_inline_script_and_its_attributes_are_kept(build):
    conf = CONF + (
        "def setup(app):\n"
        "    app.add_js_file(None, body='window.kept = \"a <script b\";')\n"
        "    app.add_js_file('https://example.org/own.js', **{'async': 'async', 'data-key': 'k'})\n"
        "    app.add_js_file('https://example.org/mod.js', type='module')\n"
    )
    html = build({**SITE, "conf.py": conf}).html("chain")
    assert '<script>window.kept = "a <script b";</script>' in html
    assert '<script async="async" data-key="k" src="https://example.org/own.js"></script>' in html
    assert '<script src="https://example.org/mod.js" type="module"></script>' in html or (
        '<script type="module" src="https://example.org/mod.js"></script>' in html
    )


def test_one_style_sheet_of_ours_blocks_and_code_is_coloured_in_it(build):
    site = build(SITE)
    html = site.html("chain")
    assert "byline.css?v=" in html
    assert "pygments.css" not in html
    assert "basic.css" not in html
    assert "@layer highlight" in site.text("_static/byline.css")


@pytest.mark.parametrize(("style", "scheme"), [("monokai", "dark"), ("friendly", "light")])
def test_a_pygments_style_of_the_site_s_own_is_linked_and_keeps_its_colours(build, style, scheme):
    html = build(SITE, confoverrides={"pygments_style": style}).html("chain")
    assert "pygments.css?v=" in html
    assert f'data-highlight="{scheme}"' in html


def test_a_style_that_nobody_knows_counts_as_light():
    assert highlight_scheme("no-such-style") == "light"
    assert highlight_scheme("none") == ""


def test_options_reach_the_style_sheet(build):
    options = {"accent": "oklch(0.5 0.1 200)", "heading_font": "sans", "footer": "<p>京ICP备</p>"}
    site = build(SITE, confoverrides={"html_theme_options": options})
    css = site.text("_static/byline.css")
    assert "--byline-accent-base: oklch(0.5 0.1 200);" in css
    assert "--byline-heading: var(--byline-sans)" in css
    assert "<p>京ICP备</p>" in site.html("index")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("accent", "red; } body { display: none"),
        ("accent", "url(https://example.org)"),
        ("accent", 7),
        ("heading_font", "comic"),
        ("repository_url", "javascript:alert(1)"),
    ],
)
def test_an_option_that_does_not_fit_is_one_warning_and_the_default(build, option, value):
    site = build(
        SITE, confoverrides={"html_theme_options": {option: value}}, warnings=[f'html_theme_options["{option}"]']
    )
    assert "--byline-accent-base: #b03a22;" in site.text("_static/byline.css")
    assert "--byline-heading: var(--byline-serif)" in site.text("_static/byline.css")
    assert "javascript:" not in site.html("index")


def test_a_child_theme_is_ours_as_well(build):
    theme = {"_themes/child/theme.toml": '[theme]\ninherit = "byline"\n'}
    conf = CONF.replace('"byline"\n', '"child"\nhtml_theme_path = ["_themes"]\n') + "exclude_patterns = ['_themes']\n"
    html = build({**SITE, **theme, "conf.py": conf}).html("chain")
    assert "byline.js" in html
    assert "byline-lists.css" not in html


def test_sidebars_of_the_site_stand_below_the_contents(build):
    files = {**SITE, "_templates/own.html": "<p>eigene Spalte</p>"}
    options = {"html_sidebars": {"**": ["own.html"]}, "templates_path": ["_templates"]}
    html = build(files, confoverrides=options).html("chain")
    assert "eigene Spalte" in html[html.index("<aside") : html.index("</aside>")]


def test_a_site_s_template_may_fill_the_blocks_of_sphinx_s_own_layout(build):
    blocks = [
        "extrahead",
        "header",
        "sidebar1",
        "document",
        "body",
        "sidebar2",
        "relbar1",
        "relbar2",
        "footer",
        "scripts",
    ]
    text = '{% extends "!layout.html" %}\n' + "".join(
        f"{{% block {block} %}}{{{{ super() }}}}<!--own {block}-->{{% endblock %}}\n" for block in blocks
    )
    html = build({**SITE, "_templates/layout.html": text}, confoverrides={"templates_path": ["_templates"]}).html(
        "index"
    )
    # What a page's own template says of its body comes after the layout's.
    for block in set(blocks) - {"body"}:
        assert f"<!--own {block}-->" in html
    assert html.count("<h1") == 1


def test_words_around_an_article_in_another_language_keep_the_site_s_language(build):
    article = "---\nauthor: Ada\ndate: 2026-01-01\nlang: en\n---\n\n# Note G\n\nText.\n"
    html = build({**SITE, "chain.md": article}).html("chain")
    assert '<html lang="en"' in html
    assert '<header class="byline-top" lang="zh-CN">' in html
    assert re.search(r"<footer[^>]* lang=\"zh-CN\"", html)


def test_a_page_written_from_right_to_left_says_so(build):
    html = build(SITE, confoverrides={"language": "ar"}).html("index")
    assert re.search(r'<html lang="ar" dir="rtl"', html)


@pytest.mark.parametrize("theme", ["alabaster", "furo", "pydata_sphinx_theme"])
def test_lists_and_generated_pages_show_in_other_themes(build, theme):
    site = build(SITE, confoverrides={"html_theme": theme})
    page = site.html("tags/数学")
    assert "byline-lists.css" in page
    assert "链式法则" in page[page.index("h-feed") :]
    assert "<h1>数学</h1>" in page
    assert site.text("_static/byline-lists.css")
    assert "李明" in site.html("authors/index")
    assert "数学" in site.html("tags/index")
    assert "p-author" in site.html("chain")


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml"])
def test_the_theme_draws_for_every_html_builder(build, builder):
    site = build(SITE, builder=builder)
    assert "byline-top" in site.text("index.html")


def test_a_general_index_is_drawn_whole_and_split(build):
    files = {**SITE, "guide.md": "# 指南\n\n```{index} 梯度\n```\n\n```{index} single: 方法; 牛顿\n```\n\n文字。\n"}
    assert "梯度" in build(files).html("genindex")
    split = build(files, confoverrides={"html_split_index": True})
    assert "牛顿" in split.html("genindex-all")
    assert any("梯度" in split.text(name) for name in split.outputs() if name.startswith("genindex-"))


def test_a_module_index_is_drawn(build):
    files = {**SITE, "guide.md": "# 指南\n\n```{py:module} demo.part\n:synopsis: a < b\n```\n\n文字。\n"}
    html = build(files).html("py-modindex")
    assert "demo.part" in html
    assert "a &lt; b" in html


def test_a_heading_of_a_page_stands_before_its_contents_with_everything_else_in_place(build):
    html = build(SITE).html("guide")
    main = html[html.index("<main") :]
    assert main.index("<h1>指南") < main.index('<section id="') < main.index("<h2>一")
    assert html.count("<h1") == 1


def test_one_entry_is_no_table_of_contents(build):
    files = {"one": "# 一\n\n## 甲\n\n文字。\n", "two": "# 二\n\n## 甲\n\n文字。\n\n## 乙\n\n文字。\n"}
    index = "# 家\n\n```{toctree}\none\ntwo\n```\n"
    site = build({"index.md": index} | {f"{name}.md": text for name, text in files.items()})
    assert "byline-toc" not in site.html("one")
    assert "byline-toc" in site.html("two")


def test_a_page_without_a_heading_is_headed_by_its_name(build):
    html = build({**SITE, "notes.md": "---\norphan: true\n---\n\n只有一段。\n"}).html("notes")
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == ["notes"]


def test_a_site_without_an_icon_gets_a_seal_and_one_with_an_icon_keeps_it(build):
    icons = r'<link rel="icon" href="([^"]*)"'
    drawn = re.findall(icons, build(SITE).html("chain"))
    assert len(drawn) == 1
    assert drawn[0].startswith("data:image/svg+xml,")
    assert "%E6%95%B0" in drawn[0], "the first character of the site's name"
    own = build({**SITE, "own.svg": "<svg/>"}, confoverrides={"html_favicon": "own.svg"}).html("chain")
    assert len(re.findall(icons, own)) == 1
    assert "own.svg" in re.findall(icons, own)[0]


def test_a_page_has_one_viewport(build):
    assert build(SITE).html("chain").count('name="viewport"') == 1


def test_the_site_s_own_footer_comes_before_what_it_is_made_with(build):
    html = build(SITE, confoverrides={"html_theme_options": {"footer": "<p>京ICP备</p>"}}).html("index")
    assert html.index("京ICP备") < html.index("由 Sphinx 与 sphinx-byline 构建")


def test_the_files_of_sphinx_design_come_with_pages_that_use_it(build):
    tabs = "# Tabs\n\n::::{tab-set}\n:::{tab-item} A\nB\n:::\n::::\n"
    site = build({"index.md": "# Home\n", "tabs.md": f"---\norphan: true\n---\n{tabs}"})
    for name in ("sphinx-design.min.css", "design-tabs.js"):
        assert name in site.html("tabs")
        assert name not in site.html("index")
