"""What machines are told: head, JSON-LD, feed; and that no value of a header can break out of any of them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from sphinx_byline.outputs.head import json_for_script

BASE = {"html_baseurl": "https://example.org/blog/"}
ATOM = "{http://www.w3.org/2005/Atom}"
ARTICLE = """---
title: "熵 & 信息"
author: [李明, {name: Ada, url: "https://ada.example/"}]
description: 不确定性的度量
tags: 数学, AI
date: 2024-03-01 08:00
updated: 2024-03-05
cover: https://img.example/a.png
lang: en
---

正文。
"""
FILES = {"index.md": "# 首页\n", "文/a.md": ARTICLE, "undated.md": "---\ntitle: 无日期\ntags: x\n---\n正文。\n"}


class Head(HTMLParser):
    """The meta elements, links and scripts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: list[tuple[str, str]] = []
        self.links: list[dict] = []
        self.tags: list[tuple[str, dict]] = []
        self.data: list[str] = []
        self._ld = False
        self.ld: list[dict] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag == "meta":
            self.meta.append((values.get("name") or values.get("property") or "", values.get("content") or ""))
        if tag == "link":
            self.links.append(values)
        self._ld = tag == "script" and values.get("type") == "application/ld+json"

    def handle_data(self, data):
        self.data.append(data)
        if self._ld:
            self.ld.append(json.loads(data))
            self._ld = False

    def all(self, name: str) -> list[str]:
        return [content for found, content in self.meta if found == name]

    def link(self, rel: str) -> str:
        return next((link["href"] for link in self.links if link.get("rel") == rel), "")


def test_an_article_tells_who_wrote_what_when(build):
    site = build(FILES, confoverrides=BASE)
    head = Head(site.html("文/a"))
    assert head.all("description") == ["不确定性的度量"]
    assert head.all("author") == ["李明", "Ada"]
    assert head.all("og:type") == ["article"]
    assert head.all("og:title") == ["熵 & 信息"]
    assert head.all("og:image") == ["https://img.example/a.png"]
    assert head.all("article:tag") == ["数学", "AI"]
    assert head.all("article:published_time") == ["2024-03-01T08:00:00+00:00"]
    assert head.all("article:modified_time") == ["2024-03-05"]
    assert head.link("canonical") == "https://example.org/blog/%E6%96%87/a.html"
    assert "<title>熵 &amp; 信息 – 数学笔记</title>" in site.html("文/a")
    (posting,) = head.ld
    assert posting["@type"] == "BlogPosting"
    assert [person["name"] for person in posting["author"]] == ["李明", "Ada"]
    assert posting["inLanguage"] == "en"
    assert posting["author"][0]["url"] == "https://example.org/blog/authors/%E6%9D%8E%E6%98%8E.html"


def test_a_cover_that_is_a_file_gets_an_absolute_address(build):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90"></svg>'
    site = build(
        {"index.md": "# H\n", "文/a.md": "---\ntitle: T\ncover: 图.svg\n---\nx\n", "文/图.svg": svg}, confoverrides=BASE
    )
    assert Head(site.html("文/a")).all("og:image") == ["https://example.org/blog/_images/%E5%9B%BE.svg"]


def test_without_a_site_address_nothing_claims_to_be_absolute(build):
    site = build({**FILES, "b.md": "---\ntitle: T\ntags: x\n---\nx\n"})
    head = Head(site.html("b"))
    assert head.all("og:url") == head.all("og:image") == []
    assert head.link("canonical") == ""
    assert not (site.outdir / "atom.xml").exists()
    assert head.all("og:title") == ["T"]


def test_the_feed_holds_dated_articles_and_is_found(build):
    site = build(FILES, confoverrides=BASE)
    feed = ET.fromstring(site.text("atom.xml"))
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "熵 & 信息"
    assert entry.findtext(f"{ATOM}id") == "https://example.org/blog/%E6%96%87/a.html"
    assert entry.findtext(f"{ATOM}published") == "2024-03-01T08:00:00+00:00"
    assert entry.findtext(f"{ATOM}updated") == feed.findtext(f"{ATOM}updated") == "2024-03-05T00:00:00+00:00"
    assert [author.findtext(f"{ATOM}name") for author in entry.findall(f"{ATOM}author")] == ["李明", "Ada"]
    assert entry.findtext(f"{ATOM}summary") == "不确定性的度量"
    assert Head(site.html("文/a")).link("alternate") == "../atom.xml"


def test_read_the_docs_names_the_site_s_address(build, monkeypatch):
    monkeypatch.setenv("READTHEDOCS_CANONICAL_URL", "https://x.readthedocs.io/zh/latest/")
    site = build(FILES)
    assert Head(site.html("文/a")).link("canonical") == "https://x.readthedocs.io/zh/latest/%E6%96%87/a.html"


def test_metadata_and_feed_can_be_switched_off(build):
    site = build(FILES, confoverrides={**BASE, "byline_metadata": False, "byline_feed": False})
    head = Head(site.html("文/a"))
    assert head.all("og:title") == []
    assert not (site.outdir / "atom.xml").exists()


def test_a_description_of_myst_s_own_has_one_owner(build):
    header = "---\ntags: x\ndescription: ours\nmyst: {html_meta: {description: theirs}}\n---\n# T\n"
    site = build(
        {
            "index.md": "# H\n",
            "a.md": header.replace(
                "myst: {html_meta: {description: theirs}}", "myst:\n  html_meta:\n    description: theirs"
            ),
        }
    )
    assert Head(site.html("a")).all("description") == ["theirs"]


EVIL = "</script></title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;]]>{{ 7*7 }}%(x)s"


def test_a_hostile_article_breaks_out_of_nothing(build):
    quoted = json.dumps(EVIL)
    header = "\n".join(
        f"{key}: {quoted}" for key in ("title", "description", "teaser", "cover_alt", "cover_caption", "unknown")
    )
    site = build(
        {
            "index.md": "# 首页\n",
            "a.md": f"---\n{header}\ntags: [{quoted}]\nauthor: {{name: {quoted}, bio: {quoted}, email: {quoted}}}\n"
            f"cover: {{image: 'https://x.example/\"><script>alert(3)</script>', credit: {quoted}}}\n"
            "date: 2024-01-01\n---\n\n正文。\n",
            "b.md": "---\ntitle: B\ndate: 2024-01-02\ntags: x\n---\n正文。\n",
        },
        confoverrides=BASE,
        warnings=['a.md:9: WARNING: "author.email" is '],
    )
    for name, data in site.outputs().items():
        if name.endswith(".html"):
            head = Head(data.decode())
            handlers = [key for _, values in head.tags for key in values if key.startswith("on")]
            assert handlers == [], name
            assert not any(re.search(r"alert\(", text) for text in _scripts(data.decode())), name
            assert "49" not in "".join(head.data) or "7*7" in data.decode(), name
    ET.fromstring(site.text("atom.xml"))


def _scripts(html: str) -> list[str]:
    """What a browser would run: the text of scripts that are no data."""
    found = re.findall(r"<script(?![^>]*ld\+json)[^>]*>(.*?)</script", html, re.DOTALL | re.IGNORECASE)
    return [text for text in found if text.strip()]


@pytest.mark.parametrize("text", ["</script>", "<!--", "\u2028", "&"])
def test_json_in_a_page_cannot_end_its_script(text):
    shown = json_for_script({"a": text})
    assert "<" not in shown
    assert "\u2028" not in shown
    assert json.loads(shown) == {"a": text}


def test_a_page_that_is_no_article_is_described_to_machines_as_its_header_says(build):
    site = build({"index.md": "---\ndescription: 数学 <b>笔记\n---\n# 首页\n"})
    assert Head(site.html("index")).all("description") == ["数学 <b>笔记"]
    assert Head(site.html("index")).all("og:description") == ["数学 <b>笔记"]


VERSIONS = {
    "index.md": "# 首页\n",
    "zh.md": "---\ntitle: 中文\ntags: x\n---\n正文。\n",
    "en.md": "---\ntitle: English\ntags: x\nlang: en\ntranslation_of: zh.md\n---\nText.\n",
    "ja.md": "---\ntitle: 日本語\ntags: x\nlang: ja\ntranslation_of: /en\n---\n本文。\n",
}


def alternates(page: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))


def test_versions_of_an_article_lead_to_each_other(build):
    site = build(VERSIONS, confoverrides={"html_baseurl": "https://example.org/"})
    urls = {name: f"https://example.org/{name[:2]}.html" for name in ("zh-CN", "en", "ja")}
    for docname in ("zh", "en", "ja"):
        assert alternates(site.html(docname)) == urls
    switch = site.html("en").partition('class="byline-versions"')[2].partition("</nav>")[0]
    assert re.findall(r'hreflang="([^"]+)"[^>]*href="([^"]+)"', switch) == [("ja", "ja.html"), ("zh-CN", "zh.html")]
    assert "简体中文" in switch
    assert 'aria-current="true" lang="en"' in switch
    assert not alternates(site.html("index"))


def test_without_a_site_address_versions_are_told_to_readers_alone(build):
    page = build(VERSIONS).html("en")
    assert not alternates(page)
    assert 'hreflang="ja"' in page


def test_builds_in_other_languages_are_linked_page_by_page(build):
    sites = {"en": "https://example.org/en/", "zh-CN": "https://example.org/zh"}
    files = {"index.md": "# 首页\n", "文/a.md": "---\ntags: x\n---\n# 甲\n"}
    overrides = {"byline_translations": sites, "html_baseurl": "https://example.org/zh/"}
    site = build(files, confoverrides=overrides)
    assert alternates(site.html("文/a")) == {
        "en": "https://example.org/en/%E6%96%87/a.html",
        "zh-CN": "https://example.org/zh/%E6%96%87/a.html",
    }
    assert alternates(site.html("index"))["en"] == "https://example.org/en/index.html"
    assert "https://example.org/en/tags/x.html" in site.html("tags/x")
