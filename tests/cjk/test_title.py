from __future__ import annotations

import re

import pytest

HEADER = "---\ntitle: 梯度下降\n---\n\n"


def headings(html):
    found = re.findall(r"<h(\d)[^>]*>(.*?)</h\1>", html, re.DOTALL)
    return [(int(level), re.sub(r"<[^>]+>", "", text)) for level, text in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", [(1, "梯度下降")]),
        ("只有正文。", [(1, "梯度下降")]),
        ("## 概述\n\n### 细节", [(1, "梯度下降"), (2, "概述"), (3, "细节")]),
        ("引言。\n\n## 概述", [(1, "梯度下降"), (2, "概述")]),
    ],
)
def test_without_a_first_heading_the_headers_title_is_the_pages(page, body, expected):
    assert headings(page(HEADER + body)) == expected


@pytest.mark.parametrize(
    "before", ["", "<!-- 草稿 -->\n\n", "<!-- a -->\n<!-- b -->\n\n", "(start)=\n", "% 注\n\n"], ids=ascii
)
def test_one_first_heading_is_the_pages_whatever_the_header_says(page, before):
    html = page(HEADER + before + "# 另一个题目\n\n## 概述")
    assert headings(html) == [(1, "另一个题目"), (2, "概述")]


@pytest.mark.parametrize("heading", ["# 梯度下降", "梯度下降\n===", "# **梯度**下降", "# 梯度下降 #"])
def test_a_heading_that_repeats_the_title_stands_once(page, heading):
    assert headings(page(f"{HEADER}{heading}\n\n正文。")) == [(1, "梯度下降")]


def test_further_first_level_headings_go_below_the_title(page):
    html = page(HEADER + "# 梯度下降\n\n# 一\n\n## 一之一\n\n# 二")
    assert headings(html) == [(1, "梯度下降"), (2, "一"), (3, "一之一"), (2, "二")]


def test_the_title_is_known_again_in_other_widths_and_cases(page):
    html = page("---\ntitle: Ｇｒａｄｉｅｎｔ  descent\n---\n\n# Gradient Descent\n\n# Two")
    assert headings(html) == [(1, "Gradient Descent"), (2, "Two")]


def test_chapters_without_a_common_title_get_the_headers(page):
    html = page(HEADER + "# 一\n\n## 一之一\n\n# 二")
    assert headings(html) == [(1, "梯度下降"), (2, "一"), (3, "一之一"), (2, "二")]


def test_text_before_the_first_heading_stands_below_the_title(page):
    html = page(HEADER + "引言。\n\n# 一\n\n## 一之一")
    assert headings(html) == [(1, "梯度下降"), (2, "一"), (3, "一之一")]
    assert html.index("<h1") < html.index("引言") < html.index("<h2")


def test_a_title_below_a_first_line_of_text_moves_above_it(page):
    html = page(HEADER + "引言。\n\n(there)=\n# 梯度下降\n\n正文，见 [](#there)。")
    assert headings(html) == [(1, "梯度下降")]
    assert html.index("<h1") < html.index("引言") < html.index("正文")


def test_six_levels_below_a_title_stay_six_levels(page):
    html = page(HEADER + "# 甲\n\n## 乙\n\n### 丙\n\n#### 丁\n\n##### 戊\n\n###### 己\n\n# 庚")
    assert headings(html)[-2:] == [(6, "己"), (2, "庚")]


# MyST's own {include} asks for env.app.
@pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")
def test_headings_that_a_directive_brings_go_below_the_title(page):
    html = page(HEADER + "```{include} part.txt\n```\n", others={"part.txt": "# 部分\n\n## 细节\n"})
    assert [level for level, _ in headings(html)].count(1) == 1


def test_headings_in_quotes_and_lists_are_no_titles(page):
    html = page(HEADER + "> # 引用\n\n- # 列表\n")
    assert headings(html)[0] == (1, "梯度下降")
    assert html.count("<h1") == 1


def test_the_title_is_text_but_for_its_math(page):
    html = page('---\ntitle: "*a* [b](c) <i> {abbr}`x` $5 and $6: $x^2$"\n---\n正文')
    title = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)[1]
    assert title.startswith("*a* [b](c) &lt;i&gt; {abbr}`x` $5 and $6: <")
    assert "x^2" in title


def test_without_a_title_in_the_header_nothing_changes(page):
    html = page("# 一\n\n# 二", warnings=None)
    assert [level for level, _ in headings(html)].count(1) == 2


def test_translated_paragraphs_do_not_bring_the_title_again(page):
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8"\n\nmsgid "正文。"\nmsgstr "Text."\n'
    html = page(
        HEADER + "正文。",
        conf='language = "en"\nlocale_dirs = ["locale"]\ngettext_compact = "all"\n',
        others={"locale/en/LC_MESSAGES/all.po": po},
        warnings=None,
    )
    assert "Text." in html
    assert headings(html) == [(1, "梯度下降")]
