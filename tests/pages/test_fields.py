"""What a field of the header does to the pages."""

from __future__ import annotations

import json
import os
import re
from urllib.parse import quote

import pytest

INDEX = "# 首页\n"


def article(**fields: str) -> str:
    lines = [f"{name}: {value}" for name, value in {"title": "题", "tags": "数学", **fields}.items()]
    return "---\n" + "\n".join(lines) + "\n---\n\n正文。\n\n## 一\n\n甲。\n\n## 二\n\n乙。\n"


def titles(html: str) -> list[str]:
    return re.findall(r'<h\d class="byline-card-title[^>]*><a[^>]*>(.*?)</a>', html)


def json_ld(html: str) -> dict:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return json.loads(found)


UNLISTED = {
    "index.md": INDEX,
    "a.md": article(title="甲", date="2024-01-01", author="李明"),
    "b.md": article(title="秘", date="2024-01-02", author="王芳", tags="数学, 独有", unlisted="true"),
    "c.md": article(title="丙", date="2024-01-03", author="李明"),
}


def test_an_unlisted_article_has_a_page_and_stands_nowhere_else(build):
    site = build(UNLISTED, confoverrides={"html_baseurl": "https://example.org/"})
    page = site.html("b")
    assert '<meta name="robots" content="noindex" />' in page
    assert "未列出" in page
    assert 'rel="prev"' not in page
    assert 'href="tags/%E6%95%B0%E5%AD%A6.html"' in page
    assert "独有" in page
    assert "独有.html" not in page
    for name, content in site.outputs().items():
        if name not in {"b.html", "_sources/b.md.txt"} and name.endswith((".html", ".xml", ".js")):
            assert "秘" not in content.decode(), name
            assert "王芳" not in content.decode(), name
    assert not (site.outdir / "authors" / "王芳.html").exists()
    assert "noindex" not in site.html("a")


def test_a_page_that_is_no_article_can_be_unlisted_too(build):
    page = "---\norphan: true\nunlisted: true\n---\n# 页\n\n暗号。\n"
    site = build({"index.md": INDEX, "p.md": page}, confoverrides={"byline_metadata": False})
    assert 'name="robots" content="noindex"' in site.html("p")
    assert "暗号" not in site.text("searchindex.js")


def test_pinned_articles_come_first_in_lists_and_keep_their_place_in_time(build):
    files = {
        "index.md": INDEX,
        "a.md": article(title="甲", date="2024-01-01", pin="true"),
        "b.md": article(title="乙", date="2024-01-02"),
        "c.md": article(title="丙", date="2024-01-03", sticky="10"),
        "d.md": article(title="丁", date="2024-01-04"),
    }
    site = build(files, confoverrides={"html_baseurl": "https://example.org/"})
    assert titles(site.html("index")) == ["丙", "甲", "丁", "乙"]
    assert titles(site.html("tags/数学")) == ["丙", "甲", "丁", "乙"]
    assert site.html("index").count("置顶") == 2
    assert re.search(r'rel="next"[^>]*href="b.html"', site.html("a"))
    assert re.findall(r"<title>(.)</title>", site.text("atom.xml").partition("<entry>")[2]) == ["丁", "丙", "乙", "甲"]


def test_hugo_s_lightest_article_comes_first(build):
    files = {
        "index.md": INDEX,
        "a.md": article(title="甲", date="2024-01-03", weight="20"),
        "b.md": article(title="乙", date="2024-01-01", weight="10"),
        "c.md": article(title="丙", date="2024-01-02", weight="0"),
    }
    assert titles(build(files).html("index")) == ["乙", "甲", "丙"]


def test_a_short_title_stands_in_navigation_breadcrumb_and_neighbours_alone(build):
    files = {
        "index.md": "# 首页\n\n```{toctree}\n:hidden:\nguide\n```\n",
        "guide.md": "---\nshort_title: 短\n---\n# 一份很长的指南\n\n```{toctree}\nsub\n```\n",
        "sub.md": "# 下\n\n字。\n",
        "a.md": article(title="甲的长标题", linkTitle="甲短", date="2024-01-01"),
        "b.md": article(title="乙", date="2024-01-02"),
    }
    site = build(files)
    assert ">短</a>" in site.html("index").partition("</header>")[0]
    path = site.html("sub").partition('class="byline-path"')[2].partition("</nav>")[0]
    assert ">短</a>" in path
    assert "<h1>一份很长的指南" in site.html("guide")
    assert "甲短" in site.html("b").partition('class="byline-neighbours"')[2].partition("</nav>")[0]
    assert titles(site.html("index")) == ["乙", "甲的长标题"]
    again = site.edit({"guide.md": files["guide.md"].replace("短", "新")}).rebuild()
    assert ">新</a>" in again.html("sub").partition('class="byline-path"')[2].partition("</nav>")[0]


def test_subtitle_category_series_licence_and_doi_are_shown_and_told_to_machines(build):
    header = article(
        subtitle="副题 <b>",
        categories="[[技术, Python]]",
        series="{name: 链, order: 2}",
        license="CC-BY-SA-4.0",
        doi="https://doi.org/10.1000/182",
        author="{name: 实验室, type: organization}",
    )
    first = article(title="首", series="{name: 链, order: 1}", license="false")
    site = build({"index.md": INDEX, "a.md": header, "b.md": first}, confoverrides={"byline_license": "MIT"})
    page = site.html("a")
    assert "副题 &lt;b&gt;" in page
    (kicker,) = re.findall(r'<p class="byline-kicker">(.*?)</p>', page)
    assert kicker == f'<a class="p-category" href="categories/{quote("技术")}/python.html">技术 / Python</a>'
    assert "<h1>Python</h1>" in site.html("categories/技术/python")
    assert titles(site.html("categories/技术/python")) == ["题"]
    assert 'rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/">CC BY-SA 4.0</a>' in page
    assert 'href="https://doi.org/10.1000/182">10.1000/182</a>' in page
    told = json_ld(page)
    assert told["alternativeHeadline"] == "副题 <b>"
    assert told["articleSection"] == "Python"
    assert told["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert told["sameAs"] == "https://doi.org/10.1000/182"
    assert (told["isPartOf"]["name"], told["position"]) == ("链", 2)
    assert told["author"][0]["@type"] == "Organization"
    assert 'rel="license"' not in site.html("b")


def test_a_licence_of_the_site_is_that_of_every_article_that_names_none(build):
    site = build({"index.md": INDEX, "a.md": article()}, confoverrides={"byline_license": "CC0"})
    assert 'rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/"' in site.html("a")


def test_the_canonical_address_is_that_of_the_first_publication(build):
    files = {"index.md": INDEX, "a.md": article(canonical="https://first.example/a?x=1")}
    for settings in ({}, {"html_baseurl": "https://example.org/"}):
        page = build(files, confoverrides=settings).html("a")
        assert re.findall(r'<link rel="canonical" href="([^"]*)"', page) == ["https://first.example/a?x=1"]
        assert '<meta property="og:url" content="https://first.example/a?x=1" />' in page


@pytest.mark.parametrize("field", [{"toc": "false"}, {"hide_table_of_contents": "true"}, {"hide": "[toc]"}])
def test_an_article_can_do_without_its_table_of_contents(build, field):
    site = build({"index.md": INDEX, "a.md": article(**field), "b.md": article()})
    assert "byline-toc" not in site.html("a")
    assert "byline-toc" in site.html("b")


@pytest.mark.parametrize(
    ("written", "shown"), [("false", None), ("7", "约 7 分钟"), ("4.2 min", "约 5 分钟"), ("true", "约 1 分钟")]
)
def test_an_author_knows_better_how_long_it_takes_to_read(build, written, shown):
    page = build({"index.md": INDEX, "a.md": article(reading_time=written)}).html("a")
    assert re.findall(r"约 \d+ 分钟", page)[:1] == ([shown] if shown else [])


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90"></svg>'


def test_page_card_and_social_sites_can_have_an_image_each(build):
    cover = "{image: wide.svg, card: small.svg, social: 'https://x.example/s.png'}"
    site = build({"index.md": INDEX, "a.md": article(cover=cover), "wide.svg": SVG, "small.svg": SVG})
    assert re.findall(r'class="u-photo" src="([^"]*)"', site.html("a")) == ["_images/wide.svg"]
    assert re.findall(r'class="u-photo" src="([^"]*)"', site.html("index")) == ["_images/small.svg"]
    assert '<meta property="og:image" content="https://x.example/s.png" />' in site.html("a")
    assert (site.outdir / "_images" / "small.svg").is_file()


def test_a_pdf_shows_the_cover_and_not_the_card(build):
    cover = "{image: wide.png, card: small.png}"
    files = {"index.md": INDEX + "\n```{toctree}\na\n```\n", "a.md": article(cover=cover)}
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
        "a5f645400000000049454e44ae426082"
    )
    site = build({**files, "wide.png": pixel, "small.png": pixel}, builder="latex")
    (tex,) = site.outdir.glob("*.tex")
    assert "wide" in tex.read_text(encoding="utf-8")
    assert "{small}" not in tex.read_text(encoding="utf-8")


def test_articles_without_a_cover_get_the_site_s_own(build):
    files = {"index.md": INDEX, "a.md": article(), "b.md": article(cover="false"), "img/d.svg": SVG}
    site = build(files, confoverrides={"byline_default_cover": "img/d.svg"})
    assert 'src="_images/d.svg"' in site.html("a")
    assert "d.svg" not in site.html("b")
    build(
        files, confoverrides={"byline_default_cover": "gone.svg"}, warnings=["conf.py: byline_default_cover: the cover"]
    )


@pytest.mark.parametrize("folder", ["static", "public", "source", "assets"])
def test_a_cover_from_the_root_of_another_tool_s_site_is_found(build, folder):
    site = build({"index.md": INDEX, "posts/a.md": article(cover="/img/c.svg"), f"{folder}/img/c.svg": SVG})
    assert 'src="../_images/c.svg"' in site.html("posts/a")


def test_an_avatar_beside_the_article_is_shown_and_one_that_is_missing_is_a_warning_at_its_line(build):
    author = "\n  - {name: 李明, avatar: me.svg}\n  - name: 王芳\n    avatar: gone.svg"
    site = build(
        {"index.md": INDEX, "p/a.md": article(author=author), "p/me.svg": SVG},
        warnings=['p/a.md:7: WARNING: the avatar "gone.svg" is not there'],
    )
    (avatar,) = set(re.findall(r'src="\.\./(_images/byline/me-[^"]*)"', site.html("p/a")))
    assert (site.outdir / avatar).read_text(encoding="utf-8") == SVG


def test_a_date_in_a_name_dates_the_article_and_is_no_part_of_its_title(build):
    files = {
        "index.md": INDEX,
        "posts/2024-03-01-hello-world.md": "正文。\n",
        "posts/2024-03-02-bundle/index.md": "---\ntitle: 包\n---\n正文。\n",
        "posts/2024-03-03-own.md": "---\ntitle: 自\ndate: 2020-01-01\n---\n正文。\n",
        "2023/05/06/note.md": "---\ntags: x\n---\n# 记\n",
    }
    site = build(files)
    assert titles(site.html("index")) == ["包", "hello world", "自", "记"]
    assert "<h1" in site.html("posts/2024-03-01-hello-world")
    assert 'datetime="2024-03-01"' in site.html("posts/2024-03-01-hello-world")
    assert 'datetime="2020-01-01"' in site.html("posts/2024-03-03-own")
    assert 'dt-published" datetime' not in site.html("2023/05/06/note")
    dated = build(files, confoverrides={"byline_dates_from_folders": True})
    assert 'datetime="2023-05-06"' in dated.html("2023/05/06/note")


def test_what_is_dated_in_the_future_is_a_draft_until_then_where_the_site_says_so(build, monkeypatch):
    files = {"index.md": INDEX, "a.md": article(title="甲", date="2030-01-01"), "2031-01-01-b.md": "字。\n"}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # 2027-01-15
    site = build(files)
    assert titles(site.html("index")) == ["b", "甲"]
    site = build(files, confoverrides={"byline_future_drafts": True})
    assert titles(site.html("index")) == []
    assert not (site.outdir / "a.html").exists()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")  # 2030-03-17
    assert titles(site.rebuild().html("index")) == ["甲"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    shown = build(files, confoverrides={"byline_future_drafts": True, "byline_drafts": True})
    assert shown.html("index").count("草稿") == 2


def test_the_environment_switches_drafts_on_for_one_build(build, monkeypatch):
    files = {"index.md": INDEX, "a.md": article(title="甲", draft="true"), "_drafts/b.md": article(title="乙")}
    site = build(files)
    assert titles(site.html("index")) == []
    monkeypatch.setenv("BYLINE_DRAFTS", "1")
    assert titles(site.rebuild().html("index")) == ["乙", "甲"]
    monkeypatch.delenv("BYLINE_DRAFTS")
    again = site.rebuild()
    assert titles(again.html("index")) == []
    assert not os.path.lexists(again.outdir / "a.html")


def test_a_tag_named_in_a_text_is_linked_anew_when_an_article_brings_it(build):
    files = {"index.md": "# H\n\n{tag}`ai`\n", "a.md": article(tags="AI"), "b.md": article(tags="x")}
    site = build(files, confoverrides={"byline_home_list": False})
    edit = {"a.md": article(tags="ａi"), "b.md": article(tags="ａi")}
    again = site.edit(edit).rebuild()
    assert again.html("index") == build({**files, **edit}, confoverrides={"byline_home_list": False}).html("index")


FULL = {
    "index.md": INDEX,
    "guide.md": "---\nshort_title: 短\n---\n# 指南\n",
    "a.md": article(title="甲", date="2024-01-01", author="李明", pin="1", series="{name: 链, order: 1}"),
    "b.md": article(title="乙", date="2024-01-02", author="李明", redirects="/old/", series="{name: 链, order: 2}"),
    "c.md": article(title="丙", date="2024-01-03", author="王芳", unlisted="true", tags="数学, 独有"),
    "d.svg": SVG,
}
EDITS = {
    "unlist": {"a.md": article(title="甲", date="2024-01-01", author="李明", unlisted="true")},
    "list": {"c.md": article(title="丙", date="2024-01-03", author="王芳", tags="数学, 独有")},
    "unpin": {"a.md": article(title="甲", date="2024-01-01", author="李明", series="{name: 链, order: 1}")},
    "move": {"b.md": article(title="乙", date="2024-01-02", author="李明", redirects="[/older/, /old.html]")},
    "reorder": {"a.md": article(title="甲", date="2024-01-01", author="李明", pin="1", series="{name: 链, order: 3}")},
    "leave the series": {"b.md": article(title="乙", date="2024-01-02", author="李明", redirects="/old/")},
    "name shorter": {"a.md": article(title="甲", date="2024-01-01", author="李明", short_title="短甲")},
    "cover": {"a.md": article(title="甲", date="2024-01-01", author="李明", cover="{card: d.svg}")},
    "draft": {"b.md": article(title="乙", date="2024-01-02", author="李明", draft="true")},
    "toctree": {"index.md": INDEX + "\n```{toctree}\nguide\n```\n"},
    "registry": {"authors.yml": "li: {name: 李明, avatar: d.svg, aliases: [王芳]}\n"},
    "no registry": {"tags.yml": "数学: {label: 算学}\n"},
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_after_an_edit_of_a_header_every_page_is_as_after_a_clean_build(build, edit):
    overrides = {"html_baseurl": "https://example.org/"}
    site = build(FULL, confoverrides=overrides, shared=True)
    first = site.outputs()
    edited = site.edit(edit).rebuild()
    clean = build({**FULL, **edit}, confoverrides=overrides)
    own = {".buildinfo", "searchindex.js"}  # sphinx#12599
    left = {name: data for name, data in edited.outputs().items() if name not in own}
    right = {name: data for name, data in clean.outputs().items() if name not in own}
    assert left.keys() - {"_images/d.svg"} == right.keys() - {"_images/d.svg"}
    assert [name for name in right if left[name] != right[name]] == []
    back = edited.edit({name: FULL.get(name) for name in edit}).rebuild()
    again = back.outputs()
    assert [name for name in first if name not in own and again[name] != first[name]] == []


def test_a_second_build_writes_nothing_of_ours_and_parallel_builds_give_the_same_bytes(build):
    overrides = {"html_baseurl": "https://example.org/"}
    files = {**FULL, **EDITS["registry"], **EDITS["cover"], **{f"x{n}.md": article(pin=str(n)) for n in range(8)}}
    site = build(files, confoverrides=overrides)
    written = {name for name in site.rebuild().written if name.endswith((".html", ".xml", ".svg"))}
    assert written <= {"genindex.html", "search.html", "opensearch.xml"}
    serial, parallel = site.outputs(), build(files, confoverrides=overrides, parallel=4).outputs()
    assert serial.keys() == parallel.keys()
    assert [name for name in serial if serial[name] != parallel[name]] == []
