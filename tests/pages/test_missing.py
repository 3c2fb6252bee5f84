"""A reader who follows a dead link gets a page of the publication, whatever the address was."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest

CONF = 'project = "P"\nextensions = ["sphinx_byline"]\nhtml_theme = "byline"\n'
SITE = {"conf.py": CONF, "index.md": "# Home\n"}


def addresses(html, asked):
    """Where the links and files of the page lead, asked for at ``asked``."""
    base = re.search(r'<base href="([^"]*)"', html)
    assert base
    assert html.index("<base") < min(html.index("<link"), html.index("<script src") if "<script src" in html else 10**9)
    found = re.findall(r'<(?:link|script|a)\b[^>]*? (?:href|src)="([^"#][^"]*)"', html)
    return {urljoin(urljoin(asked, base[1]), address).partition("?")[0] for address in found}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("root", ["https://x.example/", "https://x.example/zh cn/latest/", ""])
def test_its_links_are_right_at_any_depth(build, builder, root):
    site = build(SITE, builder=builder, confoverrides={"html_baseurl": root}, warnings=None)
    html = site.text("404.html")
    place = "/zh%20cn/latest/" if "latest" in root else "/"
    found = addresses(html, "https://x.example/some/where/deep.html")
    assert f"https://x.example{place}_static/byline.css" in found
    assert f"https://x.example{place}{'index.html' if builder == 'html' else ''}" in found
    assert all(address.startswith((f"https://x.example{place}", "data:", "https://www")) for address in found)
    assert '<meta name="robots" content="noindex"' in html
    assert 'rel="canonical"' not in html


def test_it_is_written_once_and_again_when_its_header_changes(build):
    site = build(SITE)
    assert "404.html" not in site.rebuild().written
    tagged = site.edit({"a.md": "---\ntags: [x]\n---\n# A\n"}).rebuild()
    assert "404.html" in tagged.written
    assert "Tags" in tagged.text("404.html")


def test_an_author_may_write_it(build):
    site = build({**SITE, "404.md": "---\norphan: true\n---\n# Lost\n"})
    assert "Lost" in site.text("404.html")
    assert "<base" not in site.text("404.html")


@pytest.mark.parametrize("theme", ["alabaster", "basic"])
def test_other_themes_have_none(build, theme):
    assert not (build(SITE, confoverrides={"html_theme": theme}).outdir / "404.html").exists()
