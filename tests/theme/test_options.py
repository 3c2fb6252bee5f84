"""What an author sets in ``html_theme_options`` is seen on the pages, and what does not fit is one warning."""

from __future__ import annotations

import re
import tomllib

import pytest

from sphinx_byline.theme import THEME_DIR
from sphinx_byline.theme.options import CHECKS, edit_address

ARTICLE = "---\ntitle: T\nauthor: Ada\ndate: 2024-01-01\ncover: https://x.example/c.png\n---\n\n## A\n\n### B\n\n## C\n"
SITE = {"index.md": "# Home\n", "a.md": ARTICLE, "about.md": "---\norphan: true\n---\n# About\n"}


def page(build, options, name="a", **kept):
    return build(SITE, confoverrides={"html_theme_options": options}, **kept).html(name)


def test_every_option_has_a_check_and_its_default_fits():
    defaults = tomllib.loads((THEME_DIR / "theme.toml").read_text(encoding="utf-8"))["options"]
    checked = {name for name in defaults if name in CHECKS}
    assert checked == CHECKS.keys()
    assert all(CHECKS[name].fits(defaults[name]) for name in checked)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("body_font", "comic"),
        ("width", "38em;}body{display:none"),
        ("width", 38),
        ("hero", "huge"),
        ("toc", "maybe"),
        ("toc_depth", "all"),
        ("links", ["about"]),
        ("social", {"": "https://x.example"}),
        ("repository_host", "sourceforge"),
        ("comments", "disqus"),
        ("comments_repo", "not a repository"),
    ],
)
def test_what_does_not_fit_is_one_warning_and_the_default(build, option, value):
    page(build, {option: value}, warnings=[f'html_theme_options["{option}"]'])


def test_an_option_that_there_is_not_is_a_warning(build):
    page(build, {"acent": "red"}, warnings=["acent"])


def test_the_header_has_further_links_and_an_announcement(build):
    options = {"links": {"About": "about", "Code": "https://x.example/?a=1&b"}, "announcement": "<b>New</b>"}
    html = page(build, options)
    assert '<a href="about.html">About</a>' in html
    assert '<a href="https://x.example/?a=1&amp;b">Code</a>' in html
    assert "<b>New</b>" in html
    assert re.search(r'<a href="#" aria-current="page">About</a>', page(build, options, "about"))


def test_a_link_to_no_document_is_one_warning_and_left_out(build):
    assert "Gone" not in page(build, {"links": {"Gone": "gone"}}, warnings=["gone"])


def test_the_footer_leads_to_where_the_publication_is_elsewhere(build):
    assert '<a rel="me" href="https://m.example/@a">Mastodon</a>' in page(
        build, {"social": {"Mastodon": "https://m.example/@a"}}
    )


def test_the_cover_of_an_article_may_be_left_out_or_stand_below_its_title(build):
    assert 'src="https://x.example/c.png"' in page(build, {})
    assert 'src="https://x.example/c.png"' not in page(build, {"hero": "none"})
    site = build(SITE, confoverrides={"html_theme_options": {"hero": "wide"}})
    assert 'src="https://x.example/c.png"' in site.html("a")
    assert "21 / 9" in site.text("_static/byline.css")


@pytest.mark.parametrize("value", [False, "false", "0"])
def test_the_table_of_contents_can_be_switched_off(build, value):
    assert "byline-toc-list" in page(build, {})
    assert "byline-toc-list" not in page(build, {"toc": value})


def test_sizes_fonts_and_depth_reach_the_style_sheet(build):
    options = {"width": "36em", "body_font": "sans", "toc_depth": 1}
    served = build(SITE, confoverrides={"html_theme_options": options}).text("_static/byline.css")
    css = re.sub(r"\s*([{}:;])\s*", r"\1", served)
    assert re.findall(r"--byline-measure:([^;}]+)", css)[:4] == ["36em"] * 4
    assert "--byline-body:var(--byline-sans)" in css
    assert ".byline-toc-list ul ul ul{display:none}" in css


@pytest.mark.parametrize(
    ("option", "header", "shown"),
    [
        ("asked", "", False),
        ("asked", "doi: 10.1000/182\n", True),
        ("asked", "citation: {volume: 3}\n", True),
        ("always", "", True),
        ("never", "doi: 10.1000/182\n", False),
    ],
)
def test_an_article_says_how_to_cite_it_where_that_is_asked_for(build, option, header, shown):
    files = {**SITE, "a.md": ARTICLE.replace("author:", f"{header}author:")}
    html = build(files, confoverrides={"html_theme_options": {"citation": option}}).html("a")
    assert ("@misc{" in html) == shown
    assert ("byline-text.js" in html) == shown, "which copies it"


GISCUS = {"comments": "giscus", "comments_repo": "a/b", "comments_repo_id": "R_1", "comments_category": "General"}


def test_comments_wait_for_a_reader_and_tell_whom_they_ask(build):
    html = page(build, GISCUS)
    asked = re.search(r"<template>(.*?)</template>", html, re.DOTALL)
    assert asked
    assert 'data-repo="a/b"' in asked[1]
    assert "https://giscus.app" not in html.replace(asked[0], "")
    assert "giscus.app" in html.replace(asked[0], ""), "the reader is told"


def test_an_article_may_be_without_comments_and_other_pages_are(build):
    files = {**SITE, "a.md": ARTICLE.replace("author:", "comments: false\nauthor:")}
    site = build(files, confoverrides={"html_theme_options": GISCUS})
    assert "byline-show" not in site.html("a") + site.html("index") + site.html("about")


@pytest.mark.parametrize(
    ("repository", "host", "expected"),
    [
        ("https://github.com/a/b", "", "https://github.com/a/b/edit/main/docs/x%20y.md"),
        ("https://gitlab.com/a/b/", "", "https://gitlab.com/a/b/-/edit/main/docs/x%20y.md"),
        ("https://bitbucket.org/a/b", "", "https://bitbucket.org/a/b/src/main/docs/x%20y.md?mode=edit"),
        ("https://codeberg.org/a/b", "", "https://codeberg.org/a/b/_edit/main/docs/x%20y.md"),
        ("https://git.example.org/a/b", "gitea", "https://git.example.org/a/b/_edit/main/docs/x%20y.md"),
        ("https://git.example.org/gitlab/b", "", "https://git.example.org/gitlab/b/edit/main/docs/x%20y.md"),
        ("", "", ""),
    ],
)
def test_a_page_is_edited_where_its_repository_is_served(repository, host, expected):
    options = {
        "theme_repository_url": repository,
        "theme_repository_host": host,
        "theme_repository_branch": "main",
        "theme_docs_path": "/docs/",
    }
    assert edit_address(options, "x y.md") == expected
