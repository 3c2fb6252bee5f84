"""Tag and author pages, their indexes, lists, roles, and what of these is written again."""

from __future__ import annotations

import re
import zlib
from urllib.parse import quote

import pytest

INDEX = "# 首页\n\n```{article-list}\n```\n"


def article(title: str, date: str = "", tags: str = "", author: str = "", body: str = "正文。") -> str:
    lines = [f"title: {title}", f"date: {date}", f"tags: {tags}", f"author: {author}"]
    return "---\n" + "\n".join(line for line in lines if not line.endswith(": ")) + f"\n---\n\n{body}\n"


SITE = {
    "index.md": INDEX,
    "a.md": article("甲", "2024-01-01", "AI, 数学", "李明"),
    "b.md": article("乙", "2024-01-02", "ai", "王芳"),
    "c.md": article("丙", "2024-01-03", "AI", "李明"),
}


def titles(html: str) -> list[str]:
    """The titles of the articles in a page's list, in their order."""
    return [
        re.sub("<[^>]+>", "", found).strip()
        for found in re.findall(r'<h\d class="byline-card-title[^>]*>(.*?)</h\d>', html, re.DOTALL)
    ]


def test_home_lists_the_newest_first(build):
    assert titles(build(SITE, shared=True).html("index")) == ["丙", "乙", "甲"]


def test_a_home_page_without_a_list_or_toctree_gets_the_list(build):
    site = build({**SITE, "index.md": "# 首页\n\n欢迎。\n"})
    assert titles(site.html("index")) == ["丙", "乙", "甲"]
    assert "欢迎。" in site.html("index")
    hidden = build({**SITE, "index.md": "# 首页\n\n```{toctree}\n:hidden:\nabout\n```\n", "about.md": "# 关于\n"})
    assert titles(hidden.html("index")) == ["丙", "乙", "甲"]
    without = build({**SITE, "index.md": "# 首页\n"}, confoverrides={"byline_home_list": False})
    assert titles(without.html("index")) == []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (":limit: 2", ["丙", "乙"]),
        (":tags: 数学", ["甲"]),
        (":tags: AI", ["丙", "乙", "甲"]),
        (":authors: 王芳", ["乙"]),
        (":tags: ai\n:authors: 李明\n:limit: 1", ["丙"]),
        (":tags: 数学，AI", ["丙", "乙", "甲"]),
        (":style: compact", ["丙", "乙", "甲"]),
    ],
)
def test_a_list_shows_what_its_options_ask_for(build, options, expected):
    site = build({**SITE, "index.md": f"# 首页\n\n```{{article-list}}\n{options}\n```\n"})
    assert titles(site.html("index")) == expected


def test_a_name_that_no_article_has_is_a_warning_and_an_empty_list_says_so(build):
    site = build(
        {**SITE, "index.md": "# 首页\n\n```{article-list}\n:tags: 物理\n:empty: 什么也没有\n```\n"},
        warnings=['index.md:3: WARNING: no article has the tag "物理"'],
    )
    assert titles(site.html("index")) == []
    assert "什么也没有" in site.html("index")


def test_a_list_works_in_restructuredtext(build):
    index = "首页\n====\n\n.. article-list::\n   :tags: 数学\n"
    site = build({"a.md": SITE["a.md"], "b.md": SITE["b.md"], "index.rst": index})
    assert titles(site.html("index")) == ["甲"]


def test_each_tag_and_author_has_a_page_and_stands_in_an_index(build):
    site = build(SITE, shared=True)
    assert titles(site.html("tags/ai")) == ["丙", "乙", "甲"]
    assert titles(site.html("tags/数学")) == ["甲"]
    assert titles(site.html("authors/李明")) == ["丙", "甲"]
    assert 'href="ai.html"' in site.html("tags/index")
    assert 'href="%E7%8E%8B%E8%8A%B3.html"' in site.html("authors/index")


def test_a_long_list_goes_on_at_page_two(build):
    site = build(SITE, confoverrides={"byline_per_page": 2})
    assert titles(site.html("tags/ai")) == ["丙", "乙"]
    assert titles(site.html("tags/ai/page/2")) == ["甲"]
    assert 'href="ai/page/2.html"' in site.html("tags/ai")
    assert 'href="../../ai.html"' in site.html("tags/ai/page/2")


def test_a_document_of_the_author_takes_the_place_of_a_generated_page(build):
    site = build({**SITE, "tags/数学.md": "---\norphan: true\n---\n# 关于数学\n\n我写的。\n"})
    assert "我写的。" in site.html("tags/数学")
    assert 'href="tags/%E6%95%B0%E5%AD%A6.html"' in site.html("a")


def test_pages_can_be_moved_and_switched_off(build):
    moved = build(SITE, confoverrides={"byline_tags_path": "主题", "byline_author_pages": False})
    assert (moved.outdir / "主题" / "ai.html").is_file()
    assert not (moved.outdir / "tags").exists()
    assert not (moved.outdir / "authors").exists()
    assert "authors/" not in moved.html("a")


def test_roles_link_to_the_pages_and_show_the_publication_s_spelling(build):
    text = "# 首页\n\n{tag}`ａｉ` {author}`李明` {tag}`人工智能 <AI>` {tag}`没有`\n"
    site = build(
        {**SITE, "index.md": text},
        warnings=['no article has the tag "没有"'],
        confoverrides={"byline_home_list": False},
    )
    page = site.html("index")
    assert re.search(r'href="tags/ai.html"[^>]*><span[^>]*>AI</span>', page)
    assert re.search(r'href="authors/%E6%9D%8E%E6%98%8E.html"[^>]*><span[^>]*>李明</span>', page)
    assert "人工智能</span></a>" in page


def test_the_inventory_lists_tags_and_authors(build):
    site = build(SITE, shared=True)
    lines = zlib.decompress((site.outdir / "objects.inv").read_bytes().split(b"\n", 4)[4]).decode().splitlines()
    assert "ai byline:tag -1 tags/ai.html AI" in lines
    assert "李明 byline:author -1 authors/%E6%9D%8E%E6%98%8E.html -" in lines
    assert [line.split()[0] for line in lines if " byline:tag " in line] == ["ai", "数学"]


def test_addresses_end_in_a_slash_under_dirhtml(build):
    site = build(SITE, builder="dirhtml", shared=True)
    assert (site.outdir / "tags" / "ai" / "index.html").is_file()
    assert 'href="../tags/ai/"' in site.html("a")
    assert 'href="a/"' in site.html("index")


@pytest.mark.parametrize(
    "builder", ["singlehtml", "epub", "latex", "text", "man", "gettext", "texinfo", "json", "pickle", "xml"]
)
def test_every_builder_builds_the_site_without_a_warning(build, builder):
    overrides = {"version": "1", "copyright": "2026", "man_pages": [("index", "x", "x", ["x"], 1)]}
    build(SITE, builder=builder, confoverrides=overrides)


@pytest.mark.parametrize("theme", ["alabaster", "furo", "pydata_sphinx_theme"])
def test_articles_and_lists_are_shown_under_other_themes(build, theme):
    pytest.importorskip(theme)
    site = build(SITE, confoverrides={"html_theme": theme})
    assert titles(site.html("index")) == ["丙", "乙", "甲"]
    assert titles(site.html("tags/ai")) == ["丙", "乙", "甲"]
    page = site.html("a")
    assert "李明" in page
    assert 'datetime="2024-01-01"' in page
    body = page.split('role="main"')[-1]  # alabaster's own name of the site is a heading as well
    assert body.count("<h1>") == 1


def test_previous_is_older_and_next_is_newer(build):
    page = build(SITE, shared=True).html("b")
    assert re.search(r'rel="prev"[^>]*href="a.html"|href="a.html"[^>]*rel="prev"', page)
    assert re.search(r'rel="next"[^>]*href="c.html"|href="c.html"[^>]*rel="next"', page)


def test_retagging_brings_old_and_new_tag_pages_up_to_date(build):
    site = build(SITE, shared=True)
    again = site.edit({"a.md": article("甲", "2024-01-01", "几何", "李明")}).rebuild()
    assert again.read == ["a"]
    assert not (again.outdir / "tags" / "数学.html").exists()
    assert titles(again.html("tags/几何")) == ["甲"]
    assert titles(again.html("tags/ai")) == ["丙", "乙"]
    index = again.html("tags/index").split("<main")[1]
    assert "几何" in index
    assert "数学" not in index.split("<footer")[0]


def test_a_second_build_without_a_change_writes_nothing_of_ours(build):
    files = {**SITE, "index.md": "# 首页\n"}
    site = build(files, confoverrides={"html_baseurl": "https://example.org/"})
    pages = {name for name in site.rebuild().written if name.endswith((".html", ".xml"))}
    assert pages <= {"genindex.html", "search.html", "opensearch.xml"}


EDITS = {
    "retag": {"a.md": article("甲", "2024-01-01", "几何", "李明")},
    "redate": {"a.md": article("甲", "2025-01-01", "AI, 数学", "李明")},
    "retitle": {"b.md": article("新的乙", "2024-01-02", "ai", "王芳")},
    "rename an author": {"b.md": article("乙", "2024-01-02", "ai", "陈静")},
    "respell a tag": {"a.md": article("甲", "2024-01-01", "ai, 数学", "李明")},
    "add": {"d.md": article("丁", "2024-02-01", "AI, 新", "新人")},
    "untitle": {"c.md": article("丙", "2024-01-03", "AI", "李明", body="# 标题 $x$\n\n正文。")},
    "more on an author": {"b.md": "---\ntitle: 乙\ndate: 2024-01-02\nauthor: {name: 李明, bio: 写数学}\n---\n正文。\n"},
    "guide": {"index.md": INDEX + "\n```{toctree}\nguide\n```\n", "guide.md": "# 指南\n"},
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_after_an_edit_every_page_is_as_after_a_clean_build(build, edit):
    overrides = {"html_baseurl": "https://example.org/"}
    edited = build(SITE, confoverrides=overrides, shared=True).edit(edit).rebuild()
    clean = build({**SITE, **edit}, confoverrides=overrides)
    # Sphinx itself leaves the search index different: sphinx#12599.
    own = {".buildinfo", "searchindex.js", ".buildinfo.bak"}
    left = {name: data for name, data in edited.outputs().items() if name not in own}
    right = {name: data for name, data in clean.outputs().items() if name not in own}
    assert left.keys() == right.keys()
    assert [name for name in right if left[name] != right[name]] == []


def test_removing_an_article_takes_its_terms_away(build):
    again = build(SITE, shared=True).edit({"b.md": None}).rebuild()
    assert titles(again.html("index")) == ["丙", "甲"]
    assert not (again.outdir / "authors" / "王芳.html").exists()


def test_parallel_builds_give_the_same_bytes_as_serial_ones(build):
    files = {
        f"p{number:02}.md": article(
            f"第{number}篇",
            f"2024-01-{number + 1:02}",
            f"t{number % 5}, AI",
            f"作者{number % 3}",
            f"公式 $x_{number}$。",
        )
        for number in range(25)
    }
    serial = build({"index.md": INDEX, **files}).outputs()
    parallel = build({"index.md": INDEX, **files}, parallel=4).outputs()
    assert serial.keys() == parallel.keys()
    assert [name for name in serial if serial[name] != parallel[name]] == []


def test_a_build_that_was_broken_off_is_made_good_by_the_next(build):
    site = build(SITE, shared=True)
    state = next(site.doctreedir.glob("byline-html-*.json"))
    state.write_text("{broken", encoding="utf-8")
    (site.outdir / "tags" / "ai.html").unlink()
    again = site.rebuild()
    assert titles(again.html("tags/ai")) == ["丙", "乙", "甲"]


@pytest.mark.parametrize(("tag", "name"), [("Python", "Python"), ("C++", "C++"), ("数学", "数学")])
def test_a_document_under_a_tag_s_own_name_stands_for_the_tag(build, tag, name):
    files = {"index.md": INDEX, "a.md": article("甲", tags=f"'{tag}'"), f"tags/{name}.md": "# 我写的\n"}
    site = build(files)
    assert titles(site.html(f"tags/{name}")) == ["甲"]
    assert f'href="tags/{quote(name)}.html"' in site.html("a")
    assert [path.name for path in (site.outdir / "tags").glob("*.html")] in (
        [f"{name}.html", "index.html"],
        ["index.html", f"{name}.html"],
    )


def test_a_document_in_the_place_of_a_page_that_is_switched_off_is_linked_as_soon_as_it_is_there(build):
    site = build(SITE, confoverrides={"byline_tag_pages": False})
    assert "tags/" not in site.html("a")
    again = site.edit({"tags/ai.md": "---\norphan: true\n---\n# 我写的\n"}).rebuild()
    assert 'href="tags/ai.html"' in again.html("a")
    assert 'href="tags/ai.html"' in again.html("index")
    assert "tags/ai.html" not in again.edit({"tags/ai.md": None}).rebuild().html("index")


def test_links_follow_a_document_that_comes_and_goes_under_a_tag_s_own_name(build):
    files = {
        "index.md": INDEX,
        "a.md": article("甲", tags="Python"),
        "b.md": "---\norphan: true\n---\n# 乙\n\n{tag}`python`\n",
    }
    site = build(files)
    assert 'href="tags/python.html"' in site.html("b")
    again = site.edit({"tags/Python.md": "# 我写的\n"}).rebuild()
    for page in ("a", "b", "index"):
        assert 'href="tags/Python.html"' in again.html(page)
        assert "tags/python.html" not in again.html(page)
    gone = again.edit({"tags/Python.md": None}).rebuild()
    assert 'href="tags/python.html"' in gone.html("b")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_year_s_list_has_its_months_in_a_document_too(build, builder):
    generated = build(SITE, builder=builder, shared=True).html("archive/2024")
    own = build({**SITE, "archive/2024.md": "# 我的 2024\n"}, builder=builder).html("archive/2024")
    months = re.findall(r'<h\d class="byline-group-title">(?:<a[^>]*>)?([^<]+)', own)
    assert months == ["2024年1月"]
    assert months == re.findall(r'<h\d class="byline-group-title">(?:<a[^>]*>)?([^<]+)', generated)
    assert titles(own) == titles(generated) == ["丙", "乙", "甲"]
