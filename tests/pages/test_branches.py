"""A guide has its navigation: where a page is, what lies beside it and below it, and nothing that grows with a site."""

from __future__ import annotations

import re

from sphinx_byline.pages.branches import branch_of

CONF = 'project = "P"\nextensions = ["sphinx_byline"]\nhtml_theme = "byline"\n'


def toctree(*names):
    return "\n```{toctree}\n" + "\n".join(names) + "\n```\n"


GUIDE = {
    "conf.py": CONF,
    "index.md": "# Home\n" + toctree("guide/index", "alone"),
    "guide/index.md": "# Guide\n" + toctree("a", "b", "post"),
    "guide/a.md": "# First\n" + toctree("a1", "a2"),
    "guide/a1.md": "# One\n",
    "guide/a2.md": "# Two\n",
    "guide/b.md": "# Second\n" + toctree("b1"),
    "guide/b1.md": "# Deep\n",
    "guide/post.md": "---\ndate: 2024-01-01\n---\n# Post\n",
    "alone.md": "# Alone\n",
}


def navigation(site, docname):
    """The links of the navigation, one deeper level more indented, the page itself in brackets."""
    found = re.search(r'<nav class="byline-branch".*?</nav>', site.html(docname), re.DOTALL)
    lines, depth = [], 0
    for opened, closed, current, text in re.findall(
        r'(<ul)|(</ul>)|<a [^>]*?href="[^"]*"( aria-current="page")?>([^<]*)', found[0] if found else ""
    ):
        depth += bool(opened) - bool(closed)
        if text:
            lines.append("  " * depth + (f"[{text}]" if current else text))
    return lines


def test_a_page_shows_its_way_and_its_neighbours(build):
    site = build(GUIDE)
    assert navigation(site, "guide/a1") == ["Guide", "  First", "    [One]", "    Two", "  Second"]
    assert navigation(site, "guide/b") == ["Guide", "  First", "  [Second]", "    Deep"]
    assert navigation(site, "guide/index") == ["[Guide]", "  First", "  Second"]


def test_pages_without_a_guide_articles_and_the_home_have_none(build):
    site = build(GUIDE)
    assert [navigation(site, name) for name in ("index", "alone", "guide/post", "genindex")] == [[]] * 4


def test_a_neighbour_that_gets_another_title_has_it_on_every_page_that_shows_it(build):
    site = build(GUIDE)
    again = site.edit({"guide/a2.md": "# Renamed\n"}).rebuild()
    assert "    Renamed" in navigation(again, "guide/a1")
    assert "guide/b1.html" not in again.written


def test_a_toctree_that_names_itself_ends():
    includes = {"a": ["b", "a"], "b": ["a", "c"], "c": ["b"]}
    branch = branch_of("c", ["a", "b"], includes, set())
    assert branch is not None
    assert list(branch) == ["a", "b", "c"]


def test_a_numbered_guide_is_not_written_again_without_a_change(build):
    numbered = {**GUIDE, "index.md": "# Home\n\n```{toctree}\n:numbered:\nguide/index\nalone\n```\n"}
    again = build(numbered).rebuild()
    sphinx_s = {"genindex.html", "search.html"}  # Written in every build.
    assert {name for name in again.written if name.endswith(".html")} <= sphinx_s
