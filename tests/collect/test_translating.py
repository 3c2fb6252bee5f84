"""Front matter is translated by the same .po files as the text, and pages keep their addresses in every language."""

from __future__ import annotations

import re

import pytest

CONF = """\
project = "P"
language = "zh_CN"
extensions = ["sphinx_byline"]
html_theme = "byline"
locale_dirs = ["locale"]
gettext_compact = False
"""
HEADER = """\
title: 只在头部
subtitle: 副题
description: 描述甲
tags: [数学, 深度学习]
cover: {image: "https://example.org/a.png", alt: 图中有字, caption: 图注}
series: 丛书
category: [[科学, 分析]]
"""
SITE = {
    "conf.py": CONF,
    "index.md": "# 首页\n",
    "a.md": f"---\n{HEADER}---\n\n正文。\n",
    "about.md": "---\norphan: true\ndescription: 页面的描述\n---\n\n# 关于\n",
    "tags.yml": "数学:\n  description: 数与形\n",
    "authors.yml": "li:\n  name: 李明\n  bio: 写数学\n",
}


def catalog(words: dict[str, str]) -> str:
    entries = "".join(f'\nmsgid "{word}"\nmsgstr "{said}"\n' for word, said in words.items())
    return f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n{entries}'


ENGLISH = {
    "locale/en/LC_MESSAGES/a.po": catalog(
        {
            "只在头部": "Only in the header",
            "副题": "Second line",
            "描述甲": "What it is about",
            "深度学习": "Deep learning",
            "图中有字": "A picture of words",
            "丛书": "A series",
            "分析": "Analysis",
            "正文。": "Text.",
        }
    ),
    "locale/en/LC_MESSAGES/about.po": catalog({"页面的描述": "About the page"}),
    "locale/en/LC_MESSAGES/index.po": catalog(
        {"数学": "Mathematics", "数与形": "Number and form", "写数学": "Writes mathematics"}
    ),
}


def messages(pot: str) -> set[str]:
    return set(re.findall(r'^msgid "(.+)"$', pot, re.MULTILINE))


def test_the_words_of_headers_and_registries_are_messages(build):
    site = build(SITE, builder="gettext")
    assert messages(site.text("a.pot")) == {
        *("只在头部", "副题", "描述甲", "数学", "深度学习", "图中有字", "图注", "丛书", "科学", "分析", "正文。"),
    }
    assert messages(site.text("about.pot")) == {"关于", "页面的描述"}
    assert messages(site.text("index.pot")) == {"首页", "数学", "数与形", "写数学"}


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_translated_site_shows_translated_front_matter_at_the_same_addresses(build, parallel):
    site = build({**SITE, **ENGLISH}, confoverrides={"language": "en"}, parallel=parallel)
    page = site.html("a")
    for said in ("Only in the header", "Second line", "What it is about", "Deep learning", "A series", "Text."):
        assert said in page
    assert 'alt="A picture of words"' in page
    assert "图注" in page  # What nobody has translated stays.
    assert "Deep learning" in site.html("tags/深度学习")
    assert "Number and form" in site.html("tags/数学")
    assert "Mathematics" in site.html("tags/index")
    assert 'content="About the page"' in site.html("about")
    assert "科学" in site.html("categories/科学/分析")
    assert "Analysis" in site.html("categories/科学/分析")


def test_a_new_translation_is_shown_by_the_next_build(build):
    site = build({**SITE, **ENGLISH}, confoverrides={"language": "en"})
    words = catalog({"数学": "Maths", "数与形": "Number and form"})
    again = site.edit({"locale/en/LC_MESSAGES/index.po": words}).rebuild()
    assert "Maths" in again.html("tags/index")
    assert "Mathematics" not in again.html("tags/index")


def test_without_a_catalogue_everything_stays_as_it_was_written(build):
    page = build(SITE, confoverrides={"language": "fr"}).html("a")
    assert "描述甲" in page
    assert "深度学习" in page
