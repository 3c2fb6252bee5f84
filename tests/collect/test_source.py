"""From a file to an article: bad input is one warning each, and every other page is right."""

from __future__ import annotations

import re

import pytest
from sphinx.errors import ConfigError

GOOD = "---\ntitle: 好文章\nauthor: 李明\ntags: 数学\n---\n\n正文。\n"
INDEX = "# 首页\n"


def test_bad_files_are_one_warning_each_and_the_rest_is_built(build):
    site = build(
        {
            "index.md": INDEX,
            "good.md": GOOD,
            "header.md": "---\ntitle: a: b\nauthor: x\n---\n# Kept\n\nText.\n",
            "date.md": "---\ntitle: Date\ndate: 2024-02-30\n---\nText.\n",
            "cover.md": "---\ntitle: Cover\ncover: gone.png\n---\nText.\n",
            "gbk.md": "# 标题\n".encode("gbk"),
        },
        warnings=[
            "header.md:2: WARNING: the header cannot be read: ",
            'date.md:3: WARNING: "date" is "2024-02-30"; the field is left out; expected a date that exists',
            'cover.md:3: WARNING: the cover "gone.png" is not there',
            "gbk.md:1: WARNING: byte 0xb1 is not UTF-8",
        ],
    )
    assert "Kept" in site.html("header")
    assert "gbk" not in site.env.all_docs
    home = site.html("index")
    for title in ("好文章", "Date", "Cover"):
        assert title in home
    assert "Kept" not in home


def test_a_file_in_another_encoding_comes_back_once_it_is_saved_as_utf8(build):
    site = build({"index.md": INDEX, "a.md": b"# \xff\n"}, warnings=["a.md:1"])
    again = site.edit({"a.md": GOOD}).rebuild()
    assert "好文章" in again.html("a")


def test_a_draft_appears_nowhere(build):
    files = {
        "index.md": INDEX,
        "good.md": GOOD,
        "draft.md": "---\ntitle: 秘密\nauthor: 无名\ntags: 数学, 未公开\ndate: 2024-01-01\ndraft: true\n---\n秘密。\n",
    }
    site = build(files, confoverrides={"html_baseurl": "https://example.org/"})
    for name, content in site.outputs().items():
        assert "秘密".encode() not in content, name
        assert "未公开".encode() not in content, name
        assert "draft" not in name
    assert site.rebuild().read == []


def test_an_article_that_becomes_a_draft_is_taken_down_everywhere(build):
    draft = "---\ntitle: 旧文\nauthor: 王芳\ntags: 数学\ndraft: {}\n---\n旧文。\n"
    site = build({"index.md": INDEX, "good.md": GOOD, "old.md": draft.format("false")})
    assert "旧文" in site.html("tags/数学")
    again = site.edit({"old.md": draft.format("true")}).rebuild()
    assert "旧文" not in again.html("index") + again.html("tags/数学") + again.html("good")
    assert not (again.outdir / "old.html").exists()
    assert not (again.outdir / "authors" / "王芳.html").exists()


def test_drafts_are_shown_where_the_setting_asks_for_them(build):
    files = {"index.md": INDEX, "d.md": "---\ntitle: 草稿一\ndraft: true\ndate: 2024-01-01\n---\nx\n"}
    site = build(files, confoverrides={"byline_drafts": True, "html_baseurl": "https://example.org/"})
    assert "草稿一" in site.html("index")
    assert not (site.outdir / "atom.xml").exists()


@pytest.mark.parametrize(
    ("settings", "articles"),
    [
        ({}, {"posts/a"}),
        ({"byline_article_include": ["guide/**"]}, {"posts/a", "guide/b"}),
        ({"byline_article_exclude": ["posts/*"]}, set()),
    ],
)
def test_globs_widen_and_narrow_what_an_article_is(build, settings, articles):
    files = {
        "index.md": "# H\n\n```{toctree}\n:glob:\n*/*\n```\n",
        "posts/a.md": "---\ntags: x\n---\n# A\n",
        "guide/b.md": "# B\n",
    }
    site = build(files, confoverrides=settings)
    assert set(site.env.domains["byline"].articles) == articles


def test_sphinx_and_myst_keep_the_fields_that_are_theirs(build):
    site = build(
        {
            "index.md": INDEX,
            "a.md": "---\norphan: true\nmyst:\n  substitutions:\n    who: World\n  enable_extensions: [substitution]\n"
            "nosearch: true\n---\n# A\n\nHello {{ who }}.\n",
        }
    )
    assert "Hello World." in site.html("a")
    assert "nosearch" in site.env.metadata["a"]


def test_a_bad_setting_is_one_warning_and_its_default_holds(build):
    site = build(
        {"index.md": INDEX, "good.md": GOOD},
        confoverrides={"byline_per_page": 0, "byline_tags_path": "../x"},
        warnings=["conf.py: byline_per_page is ", "conf.py: byline_tags_path is "],
    )
    assert (site.outdir / "tags" / "数学.html").is_file()


def test_a_slip_in_a_setting_s_name_is_asked_about(build):
    conf = 'extensions = ["sphinx_byline"]\nhtml_theme = "byline"\nbyline_timezne = "UTC"\n'
    build({"conf.py": conf, "index.md": INDEX}, warnings=["did you mean byline_timezone?"])


def test_a_missing_home_page_is_said_in_plain_words(build):
    with pytest.raises(ConfigError, match=r"there is no home page: write index\.md"):
        build({"a.md": GOOD})


@pytest.mark.parametrize("theme", ["byline", "alabaster"])
def test_every_document_can_be_in_a_language_of_its_own(build, theme):
    files = {"index.md": INDEX, "page.md": "---\nlang: en\norphan: true\n---\n# Page\n", "a.md": GOOD}
    site = build(files, confoverrides={"html_theme": theme})
    assert '<html lang="en"' in site.html("page")
    assert '<html lang="zh-CN"' in site.html("a")


def test_a_second_build_finds_nothing_of_ours_changed_in_the_configuration(build):
    for theme in ("byline", "alabaster"):
        site = build({"index.md": INDEX, "a.md": GOOD}, confoverrides={"html_theme": theme})
        said = re.findall(r"configuration has changed \(\d+ options?: (.*?)\)", site.rebuild().app.status.getvalue())
        assert set(said) <= {"'html_static_path'"}  # sphinx-design adds to it in every build (0.8)


def test_a_page_without_a_header_is_missed_in_the_toctrees_and_one_with_a_header_is_not(build):
    files = {"index.md": INDEX, "a.md": GOOD, "lost.md": "# 丢\n", "about.md": "---\nlang: en\n---\n# About\n"}
    site = build(files, warnings=["lost.md: WARNING: document isn't included in any toctree"])
    toctree = "# 首页\n\n```{toctree}\nlost\n```\n"
    site.edit({"index.md": toctree}).rebuild(warnings=["about.md: WARNING: document isn't included in any toctree"])


def test_the_author_s_own_page_of_a_tag_need_not_stand_in_a_toctree(build):
    build({"index.md": INDEX, "a.md": GOOD, "tags/数学.md": "# 数学\n", "authors/index.md": "# 作者\n"})


def test_an_address_of_the_site_without_https_is_a_warning(build):
    build(
        {"index.md": INDEX},
        confoverrides={"html_baseurl": "notes.example.org"},
        warnings=['conf.py: html_baseurl is "notes.example.org", which is no whole address'],
    )


def test_images_of_a_text_are_found_where_other_tools_serve_them(build):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'
    text = "---\ntags: x\n---\n# A\n\n![](/img/a.svg)\n\n![](b%20c.svg)\n\n![](//x.example/d.svg)\n\n![](../e.svg)\n"
    files = {"index.md": INDEX, "posts/a.md": text, "static/img/a.svg": svg, "posts/a/b c.svg": svg, "e.svg": svg}
    page = build(files).html("posts/a")
    assert re.findall(r'<img[^>]* src="([^"]*)"', page) == [
        "../_images/a.svg",
        "../_images/b%20c.svg",
        "https://x.example/d.svg",
        "../_images/e.svg",
    ]
