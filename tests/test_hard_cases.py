"""What once stopped a build, leaked what was private, or said something wrong, and must not do so again."""

from __future__ import annotations

import re

import pytest
from sphinx.errors import ConfigError

HOME = {"index.md": "# 首页\n"}
BASE = {"html_baseurl": "https://example.org/"}
HEAD = "---\ntitle: {}\nauthor: 甲\ndate: 2024-01-01\n---\n\n{}\n"


@pytest.mark.parametrize("cover", ["a" * 3000 + ".png", "b/" * 900 + "c.png", "iVBORw0KGgo" * 400])
def test_a_cover_path_of_any_length_costs_the_cover_and_nothing_else(build, cover):
    site = build(
        {**HOME, "a.md": f"---\ntags: x\ncover: {cover}\n---\n# T\n"}, warnings=["a.md:3: WARNING: the cover "]
    )
    assert "<h1" in site.html("a")


def test_a_cover_may_have_any_character_in_its_name(build):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"></svg>'
    site = build({**HOME, "a.md": '---\ntags: x\ncover: "a b #1?.svg"\n---\n# T\n', "a b #1?.svg": svg})
    assert "_images/a%20b%20%231%3F.svg" in site.html("a")


def test_a_home_page_is_built_even_as_a_draft(build):
    assert "首页" in build({"index.md": "---\ndraft: true\n---\n# 首页\n"}).html("index")


def test_the_theme_without_the_extension_is_said_in_plain_words(build):
    with pytest.raises(ConfigError, match="needs extensions"):
        build({"conf.py": 'html_theme = "byline"\n', "index.rst": "T\n=\n"})


def test_our_rooms_may_be_listed_as_extensions_too(build):
    for extensions in (["sphinx_byline", "sphinx_byline.math"], ["sphinx_byline.cjk", "sphinx_byline"]):
        build({"conf.py": f'extensions = {extensions}\nhtml_theme = "byline"\n', **HOME})


def test_an_author_s_own_word_byline_in_the_context_stops_nothing(build):
    build(HOME, confoverrides={"html_context": {"byline": "x"}})


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "gettext"])
def test_an_article_that_became_a_draft_leaves_nothing_behind(build, builder):
    files = {**HOME, "a.md": HEAD.format("秘密", "秘密。"), "b.md": HEAD.format("公开", "公开。")}
    site = build(files, builder=builder, confoverrides=BASE)
    draft = files["a.md"].replace("date:", "draft: true\ndate:")
    again = site.edit({"a.md": draft}).rebuild()
    kept = {"searchindex.js", "objects.inv"}
    assert [name for name, data in again.outputs().items() if "秘密".encode() in data and name not in kept] == []


def test_a_feed_without_an_entry_is_taken_away(build):
    site = build({**HOME, "a.md": HEAD.format("A", "x")}, confoverrides=BASE)
    assert (site.outdir / "atom.xml").is_file()
    again = site.edit({"a.md": None}).rebuild()
    assert not (again.outdir / "atom.xml").exists()


@pytest.mark.parametrize(
    ("body", "teaser"),
    [
        ("line one  \nline two", "line one line two"),
        ("Summary <b>bold</b><!-- c --> text", "Summary bold text"),
        ("Text[^1] goes.\n\n[^1]: note", "Text goes."),
        ("[TOC]\n\nReal text.", "Real text."),
        ("{{< toc >}}\n\nReal text.", "Real text."),
        ("Math $x^2$ here.\n\nReal text.", "Math x² here."),
        ("$x$\n\nReal text.", "Real text."),
    ],
)
def test_a_teaser_is_words_and_nothing_else(build, body, teaser):
    site = build({**HOME, "a.md": HEAD.format("A", body)})
    assert site.env.domains["byline"].articles["a"].teaser == teaser


def test_a_title_keeps_what_looks_like_markup(build):
    page = build({**HOME, "a.md": HEAD.format('"Vec<T> & <a@b.c>"', "x")}).html("a")
    assert "<title>Vec&lt;T&gt; &amp; &lt;a@b.c&gt; – 数学笔记</title>" in page


def test_the_author_s_own_index_of_tags_keeps_its_title_everywhere(build):
    own = "---\ntitle: My topics\ntags: x\n---\n\nMine.\n"
    site = build({**HOME, "tags/index.md": own, "a.md": HEAD.format("A", "x")})
    assert "My topics" in site.html("index")
    assert "<h1" in site.html("tags/index")
    assert "Mine." in site.html("tags/index")


def test_a_document_wins_over_a_generated_page_of_the_same_file(build):
    site = build(
        {**HOME, "a.md": "---\ntags: a\n---\n# A\n", "tags/a/index.md": "---\norphan: true\n---\n# Mine\n"},
        builder="dirhtml",
    )
    assert "Mine" in (site.outdir / "tags" / "a" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "same",
    [
        {"byline_tags_path": "x", "byline_authors_path": "x"},
        {"byline_categories_path": "x", "byline_archive_path": "x"},
        {"byline_series_path": "tags"},
    ],
    ids=" ".join,
)
def test_tags_authors_and_other_terms_cannot_share_a_folder(build, same):
    paths = [f"byline_{kind}_path" for kind in ("categories", "series", "tags", "authors", "archive")]
    site = build(
        {**HOME, "a.md": "---\ndate: 2024-03-01\nauthor: ada\ntags: b\ncategory: c\nseries: d\n---\n# T\n"},
        confoverrides=same,
        warnings=[f"two of {', '.join(paths)} are the same; the defaults are used instead"],
    )
    for page in ("tags/b", "authors/ada", "categories/c", "series/d", "archive/2024/03"):
        assert "<h1" in site.html(page), page


@pytest.mark.parametrize("body", ["# One\n\n# Two", "Intro.\n\n# One\n\n# Two", "# One\n\n## Sub\n\n# Two"])
def test_an_article_has_one_first_heading_however_it_is_written(build, body):
    page = build({**HOME, "a.md": f"---\ntags: x\n---\n\n{body}\n"}).html("a")
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert "<h2>Two" in page


def test_a_header_that_is_never_closed_is_one_warning_at_its_beginning(build):
    site = build(
        {**HOME, "a.md": "---\ntitle: T\ntags: x\n\n# Head\n\nText.\n"}, warnings=["a.md:1: WARNING: the header"]
    )
    assert "tags: x" not in site.html("a")
    assert site.env.domains["byline"].articles["a"].tags[0].label == "x"


@pytest.mark.parametrize(("header", "line"), [("title：全角\nauthor: 我", 2), ("author: 我\ntitle:foo\ntags: x", 3)])
def test_a_colon_that_is_none_is_named_where_it_stands(build, header, line):
    build(
        {**HOME, "a.md": f"---\n{header}\n---\n# T\n"}, warnings=[f"a.md:{line}: WARNING: the header cannot be read: "]
    )


def test_switches_of_other_tools_are_no_names(build):
    site = build({**HOME, "a.md": "---\nauthor: false\ntags: false\ndate: 2024-01-01\n---\n# T\n"})
    assert not (site.outdir / "authors").exists()
    assert not (site.outdir / "tags").exists()


def test_the_domain_s_own_roles_work_and_an_unknown_name_is_one_warning(build):
    text = "# 首页\n\n{byline:tag}`x` {tag}`nothing`\n"
    site = build(
        {"index.md": text, "a.md": "---\ntags: x\n---\n# T\n"},
        confoverrides={"nitpicky": True},
        warnings=['no article has the tag "nothing"'],
    )
    assert 'href="tags/x.html"' in site.html("index")


def test_a_language_with_a_hyphen_is_put_right_with_a_warning(build):
    conf = 'language = "zh-CN"\nextensions = ["sphinx_byline"]\nhtml_theme = "byline"\n'
    site = build({"conf.py": conf, **HOME, "a.md": HEAD.format("A", "x")}, warnings=['language is "zh-CN"'])
    assert '<html lang="zh-CN"' in site.html("a")
    assert "标签" in site.html("authors/index") or "作者" in site.html("authors/index")


def test_lists_lead_to_the_right_place_on_a_single_page(build):
    files = {
        "index.md": "# H\n\n```{toctree}\nsub/b\n```\n\n```{article-list}\n```\n",
        "sub/b.md": HEAD.format("B", "x"),
    }
    assert 'href="#document-sub/b"' in build(files, builder="singlehtml").html("index")


def test_a_reference_of_another_extension_without_a_domain_stops_nothing(build):
    extension = """\
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx import addnodes

class Foo(Directive):
    def run(self):
        return [nodes.paragraph("", "", addnodes.pending_xref("", nodes.inline("", "x"), reftype="f", reftarget="b"))]

def setup(app):
    app.add_directive("foo", Foo)
    return {"parallel_read_safe": True}
"""
    conf = 'import os, sys\nsys.path.insert(0, os.path.dirname(__file__))\nextensions = ["sphinx_byline", "ext2"]\n'
    build({**HOME, "conf.py": conf, "ext2.py": extension, "a.md": "---\ntags: x\n---\n# A\n\n```{foo}\n```\n"})


def test_a_template_of_the_author_s_own_shows_what_is_true_now(build):
    own = '{% extends "!page.html" %}{% block body %}{{ super() }}'
    own += "{% for one in (byline.related.articles if byline.related else []) %}[{{ one.description }}]{% endfor %}"
    own += "{% endblock %}"
    files = {**HOME, "_t/page.html": own}
    files |= {
        f"{name}.md": HEAD.format(name.upper(), "x").replace("---\n\n", "tags: t\ndescription: old\n---\n\n")
        for name in "ab"
    }
    files["c.md"] = "---\ntags: u\n---\n# C\n"
    site = build(files, confoverrides={"templates_path": ["_t"]})
    assert "[old]" in site.html("a")
    again = site.edit({"b.md": files["b.md"].replace("old", "new")}).rebuild()
    assert "[new]" in again.html("a")
