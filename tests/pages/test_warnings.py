"""What authors are told of lists, directives, translations and pages: where it is, and what was done instead."""

from __future__ import annotations

import re

import pytest

INDEX = "# 首页\n\n"


def article(title: str, *fields: str, body: str = "正文。") -> str:
    return "\n".join(["---", f"title: {title}", "date: 2024-03-01", *fields, "---", "", body, ""])


ARTICLES = {
    "a.md": article("甲", "tags: 数学", "author: 李明", "series: 链"),
    "b.md": article("乙", "tags: 数学", "level: easy"),
    "c.md": article("丙", "category: 技术"),
}


def directive(name: str, *options: str) -> str:
    return "\n".join([f"```{{{name}}}", *options, "```", ""])


def titles(html: str) -> list[str]:
    return re.findall(r'<h\d class="byline-card-title[^>]*><a[^>]*>(.*?)</a>', html)


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (":limt: 1", '{article-list}: there is no option "limt"; it is left out; did you mean "limit"?'),
        (":tag: 数学", '{article-list}: there is no option "tag"; it is left out; did you mean "tags"?'),
        (":colour: red", '{article-list}: there is no option "colour"; it is left out; it knows style, tags,'),
        (":limit: many", 'the option "limit" is "many"; it is left out; expected a whole number from 1'),
        (":limit: 0", 'the option "limit" is "0"; it is left out; expected a whole number from 1'),
        (":style: card", 'the option "style" is "card"; it is left out; expected "cards"'),
        (":since: 2024-02-30", 'the option "since" is "2024-02-30"; it is left out; expected a year, a month or a day'),
        (":year: last", 'the option "year" is "last"; it is left out; expected years such as 2024, 2020-2023'),
        (
            ":where: level is easy",
            'the option "where" is "level is easy"; it is left out; expected conditions of a field, a sign and a value',
        ),
        (":tags:", 'the option "tags" is ""; it is left out; expected at least one name'),
        (":group-by: decade", 'the option "group-by" is "decade"; it is left out; expected "year" or "month" or'),
    ],
)
def test_an_option_that_cannot_be_used_is_one_warning_at_the_list_which_goes_without_it(build, option, told):
    site = build({**ARTICLES, "index.md": INDEX + directive("article-list", option)}, warnings=[told])
    assert site.warnings[0].startswith("index.md:3: WARNING: {article-list}: ")
    assert site.warnings[0].endswith("[byline.list]")
    assert titles(site.html("index")) == ["甲", "乙", "丙"]


def test_each_option_that_cannot_be_used_has_a_warning_of_its_own_and_the_others_hold(build):
    options = [":limit: 2", ":colour: red", ":offset: -1", ":style: compact"]
    site = build({**ARTICLES, "index.md": INDEX + directive("article-list", *options)}, warnings=["colour", "offset"])
    assert titles(site.html("index")) == ["甲", "乙"]
    assert "byline-list-compact" in site.html("index")


@pytest.mark.parametrize("option", [":where: levle = easy", ":sort: -levle", ":fields: title, levle"])
def test_a_field_that_no_article_has_is_told_at_the_list(build, option):
    site = build(
        {**ARTICLES, "index.md": INDEX + directive("article-list", option)},
        warnings=['no article has a field "levle"; it is taken for empty; mend the name [byline.list]'],
    )
    assert site.warnings[0].startswith("index.md:3: ")


@pytest.mark.parametrize("option", [":where: level = easy", ":sort: -updated, level", ":where: subtitle"])
def test_a_field_that_some_article_has_or_that_is_ours_is_no_mistake(build, option):
    build({**ARTICLES, "index.md": INDEX + directive("article-list", option)})


def test_a_list_of_terms_of_no_kind_shows_nothing_and_says_which_kinds_there_are(build):
    body = "```{term-list} tagz\n```\n\n字。\n"
    told = '{term-list}: "tagz" is no kind of terms; nothing is shown; expected "tags" [byline.list]'
    site = build({**ARTICLES, "index.md": INDEX + body}, confoverrides={"byline_home_list": False}, warnings=[told])
    assert site.warnings[0].startswith("index.md:3: ")
    assert "byline-termlist" not in site.html("index")
    assert "字。" in site.html("index")


@pytest.mark.parametrize("name", ["author-card", "series-nav", "related-articles", "article-meta", "cover"])
def test_what_is_about_an_article_says_so_where_there_is_none(build, name):
    site = build(
        {**ARTICLES, "index.md": INDEX, "guide.md": "---\norphan: true\n---\n# 指南\n\n" + directive(name)},
        warnings=[f"{{{name}}}: this page is no "],
    )
    assert site.warnings[0].startswith("guide.md:6: WARNING: ")
    assert site.warnings[0].endswith("[byline.list]")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("```{author-card} 王芳\n```", 'no article has the author "王芳"; nothing is shown; mend the name'),
        ("```{series-nav} 环\n```", 'no article has the series "环"; nothing is shown; mend the name'),
        ("```{related-articles} gone\n```", '"gone" is no article; nothing is shown; mend the path'),
        ("```{article-meta} /guide\n```", '"guide" is no article; nothing is shown; mend the path'),
        ("```{article-list}\n:category: 艺术\n```", 'no article has the category "艺术"; the list goes without it'),
        ("{article}`gone`", 'there is no article "gone"; the text stands without a link; mend the name'),
    ],
)
def test_a_name_that_nobody_knows_is_told_where_it_is_written(build, written, told):
    site = build(
        {**ARTICLES, "index.md": INDEX, "guide.md": f"---\norphan: true\n---\n# 指南\n\n{written}\n"}, warnings=[told]
    )
    assert site.warnings[0].startswith("guide.md:6: WARNING: ")
    assert site.warnings[0].endswith("[byline.term]")


# --- translations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "document"), [("../zh/gone.md", "zh/gone"), ("/guide.md", "guide"), ("draft.md", "en/draft")]
)
def test_a_translation_of_what_is_no_article_is_told_at_the_field(build, written, document):
    files = {
        "index.md": INDEX,
        "guide.md": "---\norphan: true\n---\n# 指南\n",
        "en/a.md": article("A", "lang: en", f"translation_of: {written}"),
        "en/draft.md": article("D", "draft: true"),
    }
    told = f'"translation_of" leads to "{document}", where there is no article; no version links to the other; mend'
    site = build(files, warnings=[told])
    assert site.warnings[0].startswith("en/a.md:5: WARNING: ")
    assert site.warnings[0].endswith("[byline.translation]")
    assert "hreflang" not in site.html("en/a")


def test_a_translation_is_in_order_as_soon_as_there_is_its_article(build):
    files = {"index.md": INDEX, "en/a.md": article("A", "lang: en", "translation_of: ../zh/a.md")}
    site = build(files, warnings=["[byline.translation]"])
    again = site.edit({"zh/a.md": article("甲")}).rebuild()
    assert 'hreflang="en"' in again.html("zh/a")
    assert 'hreflang="zh-CN"' in again.html("en/a")
    again.edit({"zh/a.md": None}).rebuild(warnings=["[byline.translation]"])


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "page"), [("index", "page/2"), ("news/index", "news/page/2"), ("news", "news/page/2")]
)
def test_a_document_where_a_list_goes_on_stays_and_the_list_s_document_is_named(build, document, page):
    own = "---\norphan: true\n---\n# 我的页\n"
    files = {
        **ARTICLES,
        "index.md": INDEX,
        f"{document}.md": "---\norphan: true\n---\n# 新闻\n\n" + directive("article-list", ":per-page: 1"),
        f"{page}.md": own,
    }
    told = f'a list goes on at "{page}", where there is another page; that page stays; rename one'
    site = build(files, confoverrides={"byline_home_list": False}, warnings=[told])
    assert site.warnings[0].startswith(f"{document}.md: WARNING: ")
    assert site.warnings[0].endswith("[byline.page]")
    assert "我的页" in site.html(page)
    assert titles(site.html(document)) == ["甲"]
    assert titles(site.html(page.replace("2", "3"))) == ["丙"]


def test_the_list_that_goes_on_is_named_and_no_other_whose_name_begins_alike(build):
    listing = directive("article-list", ":per-page: 2")
    files = {
        **ARTICLES,
        "index.md": INDEX,
        "new.md": f"---\norphan: true\n---\n# 新\n\n{directive('article-list')}",
        "news.md": f"---\norphan: true\n---\n# 新闻\n\n{listing}",
        "news/page/2.md": "---\norphan: true\n---\n# 我的页\n",
    }
    site = build(files, warnings=['"news/page/2"'])
    assert site.warnings[0].startswith("news.md: WARNING: ")


def test_a_translation_into_its_own_language_is_told(build):
    files = {
        **ARTICLES,
        "index.md": INDEX,
        "zh.md": "---\ntags: x\n---\n# 甲\n",
        "wrong.md": "---\ntags: x\ntranslation_of: zh.md\n---\n# 乙\n",
    }
    build(
        files, warnings=['wrong.md:3: WARNING: "translation_of" leads to "zh", which is in zh-CN too; no version links']
    )


def test_a_whole_number_will_do_for_a_threshold(build):
    build({**ARTICLES, "index.md": INDEX}, confoverrides={"byline_related_threshold": 1})
