"""Directives and roles of lists and terms: every option, and what a reader sees of it.

One site is built for all of them. Each case is a page of its own, named by what stands on it.
"""

from __future__ import annotations

import html as html_module
import re
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from sphinx.testing.util import SphinxTestApp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

CONF = """\
project = "Notes"
language = "en"
extensions = ["sphinx_byline"]
html_theme = "byline"
"""


def png(width: int = 2, height: int = 1) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    pixels = zlib.compress(b"".join(b"\0" + b"\0\0\0" * width for _ in range(height)))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def article(title: str, header: str, body: str = "Text.") -> str:
    return f"---\ntitle: {title}\n{header}\n---\n\n{body}\n"


#: By default Delta comes first, for it is pinned; Epsilon last, for it has no date.
ARTICLES = {
    "posts/alpha.md": article(
        "Alpha",
        "date: 2022-03-01\ntags: ai, maths\nauthor: Ada\ncategory: Notes\nlevel: 2\ncover: alpha.png\n"
        "short_title: Al\n"
        "description: The first one.",
    ),
    "posts/alpha.png": png(),
    "posts/beta.md": article(
        "Beta",
        "date: 2023-05-10\ntags: ai\nauthor: Bob\ncategory: [[Notes, Maths]]\nlevel: 10\n"
        "series: {name: Calculus, part: 1}",
        "Before.\n\n```{series-nav}\n```\n\n```{author-card}\n```\n\n```{related-articles}\n```\n",
    ),
    "posts/old/gamma.md": article(
        "Gamma",
        "date: 2023-06-01\nupdated: 2024-09-01\ntags: maths\nauthors: [Ada, Bob]\ncategory: News\n"
        "series: {name: Calculus, part: 2}\nvenue: {city: Bergen}",
    ),
    "delta.md": article("Delta", "date: 2024-01-05\ntags: 数学\nauthor: Ada\nlang: zh-CN\npin: true"),
    "epsilon.md": article("Epsilon", "tags: ai\nauthor: Cem\nlevel: 1\nseries: {name: Calculus, part: 3}"),
    "hidden.md": article("Hidden", "date: 2024-05-05\ntags: ai\nauthor: Ada\nunlisted: true"),
    "draft.md": article("Draft", "date: 2024-05-05\ntags: ai\nauthor: Ada\ndraft: true"),
    "authors.yml": "Ada:\n  bio: Wrote the first program.\n  affiliation: Analytical Engine\n",
    "guide.md": "---\norphan: true\n---\n\n# Guide\n\nNo article.\n",
    "index.md": "# Home\n",
    "conf.py": CONF,
}
ALL = "Delta Gamma Beta Alpha Epsilon"


class Pages:
    """The pages of one site, and the warnings of each document."""

    def __init__(self, texts: Mapping[str, str], warnings: Iterable[str]) -> None:
        self._texts = texts
        self.warnings = list(warnings)

    def __contains__(self, docname: str) -> bool:
        return f"{docname}.html" in self._texts

    def main(self, docname: str) -> str:
        """What a page shows between its header and its footer."""
        return self._texts[f"{docname}.html"].partition("<main")[2].partition("</main>")[0]

    def warned(self, docname: str) -> list[str]:
        return [warning for warning in self.warnings if warning.startswith((f"{docname}.md:", f"{docname}.rst:"))]


def build_once(folder: Path, files: Mapping[str, str | bytes]) -> Pages:
    """Build ``files`` once for a whole module: the pages are only looked at."""
    source = folder / "source"
    for name, content in files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content.encode() if isinstance(content, str) else content)
    app = SphinxTestApp("html", srcdir=source, builddir=folder / "build")
    try:
        app.build()
        outdir = folder / "build" / "html"
        texts = {
            path.relative_to(outdir).as_posix(): path.read_text(encoding="utf-8") for path in outdir.rglob("*.html")
        }
        lines = re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue()).replace(f"{source}/", "").splitlines()
    finally:
        app.cleanup()
    return Pages(texts, [line for line in lines if line.strip()])


def page(text: str) -> str:
    return f"---\norphan: true\n---\n\n# Page\n\n{text}\n"


def directive(name: str, options: str = "", content: str = "") -> str:
    name, _, argument = name.partition(" ")
    return "\n".join(
        line for line in (f"```{{{name}}} {argument}".rstrip(), options, content and f"\n{content}", "```") if line
    )


def words(html: str) -> str:
    return " ".join(html_module.unescape(re.sub("<[^>]+>", " ", html)).split())


def titles(main: str) -> str:
    """The titles of the articles in a list, in their order."""
    found = re.findall(r'<a class="(?:p-name )?u-url" href="[^"]*"[^>]*>(.*?)</a>', main.partition("byline-list ")[2])
    return " ".join(map(words, found))


def headings(main: str) -> list[str]:
    return [words(found) for found in re.findall(r'class="byline-group-title">(.*?)</h\d>', main)]


def terms(main: str) -> list[str]:
    """The terms of a list in their order, with their counts where these are shown."""
    return [words(found) for found in re.findall(r"<li class=\"byline-(?:level|weight)[^>]*>(.*?)</li>", main)]


# --- article-list ----------------------------------------------------------------------------------------------------

#: The options of a list, and the titles that it shows.
LISTS = [
    ("", ALL),
    (":style: cards", ALL),
    (":style: list", ALL),
    (":style: table", ALL),
    (":style: Compact", ALL),
    (":tags: ai", "Beta Alpha Epsilon"),
    (":tags: ＡＩ", "Beta Alpha Epsilon"),
    (":tags: ai, maths", "Gamma Beta Alpha Epsilon"),
    (":tags: any: ai，maths", "Gamma Beta Alpha Epsilon"),
    (":tags: all: ai, maths", "Alpha"),
    (":tags: '!ai'", "Delta Gamma"),
    (":tags: ai, !maths", "Beta Epsilon"),
    (":tags: all: ai, !maths", "Beta Epsilon"),
    (":tags: '[ai, 数学]'", "Delta Beta Alpha Epsilon"),
    (":authors: Ada", "Delta Gamma Alpha"),
    (":authors: ada, cem", "Delta Gamma Alpha Epsilon"),
    (":authors: all: Ada, Bob", "Gamma"),
    (":authors: '!Ada'", "Beta Epsilon"),
    (":tags: ai\n:authors: Bob", "Beta"),
    (":category: Notes", "Beta Alpha"),
    (":category: Notes/Maths", "Beta"),
    (":category: Notes, News", "Gamma Beta Alpha"),
    (":category: Notes, !Notes/Maths", "Alpha"),
    (":category: '!notes'", "Delta Gamma Epsilon"),
    (":series: Calculus", "Beta Gamma Epsilon"),
    (":series: '!Calculus'", "Delta Alpha"),
    (":series: Calculus\n:sort: -date", "Gamma Beta Epsilon"),
    (":lang: zh", "Delta"),
    (":lang: zh_CN", "Delta"),
    (":lang: en", "Gamma Beta Alpha Epsilon"),
    (":lang: '!zh'", "Gamma Beta Alpha Epsilon"),
    (":lang: zh-TW", ""),
    (":year: 2023", "Gamma Beta"),
    (":year: 2022-2023", "Gamma Beta Alpha"),
    (":year: 2022，2024年", "Delta Alpha"),
    (":year: 2023-05", "Beta"),
    (":year: 2023年6月", "Gamma"),
    (":year: '!2023'", "Delta Alpha Epsilon"),
    (":year: 2023, !2023-05", "Gamma"),
    (":year: 1999", ""),
    (":since: 2023-06", "Delta Gamma"),
    (":since: 2023-05-10", "Delta Gamma Beta"),
    (":since: 2023-05-11", "Delta Gamma"),
    (":until: 2023", "Gamma Beta Alpha"),
    (":until: 2023-05", "Beta Alpha"),
    (":until: 2023-05-09", "Alpha"),
    (":since: 2023-05\n:until: 2023-06-01", "Gamma Beta"),
    (":docs: posts", "Gamma Beta Alpha"),
    (":docs: posts/*", "Beta Alpha"),
    (":docs: posts/**, !posts/old/*", "Beta Alpha"),
    (":docs: '**/gamma'", "Gamma"),
    (":docs: '!posts'", "Delta Epsilon"),
    (":docs: delta, posts/alpha", "Delta Alpha"),
    (":where: level >= 2", "Beta Alpha"),
    (":where: LEVEL = 10", "Beta"),
    (":where: '!level'", "Delta Gamma"),
    (":where: level", "Beta Alpha Epsilon"),
    (":where: level < 5; tags ~ ai", "Alpha Epsilon"),
    (":where: sticky", "Delta"),
    (":where: updated", "Gamma"),
    (":where: authors = bob", "Gamma Beta"),
    (":where: date < 2023-06", "Beta Alpha"),
    (":where: venue.city ~ berg", "Gamma"),
    (":where: series_order > 1 and level", "Epsilon"),
    (":where: 'title != Alpha'", "Delta Gamma Beta Epsilon"),
    (":sort: title", "Alpha Beta Delta Epsilon Gamma"),
    (":sort: -title", "Gamma Epsilon Delta Beta Alpha"),
    (":sort: date", "Alpha Beta Gamma Delta Epsilon"),
    (":sort: -date", "Delta Gamma Beta Alpha Epsilon"),
    (":sort: level", "Epsilon Alpha Beta Delta Gamma"),
    (":sort: -level", "Beta Alpha Epsilon Delta Gamma"),
    (":sort: -updated, title", "Gamma Alpha Beta Delta Epsilon"),
    (":sort: authors, -date", "Delta Gamma Alpha Beta Epsilon"),
    (":limit: 2", "Delta Gamma"),
    (":offset: 3", "Alpha Epsilon"),
    (":limit: 2\n:offset: 1", "Gamma Beta"),
    (":offset: 9", ""),
    (":sort: date\n:limit: 1", "Alpha"),
    (":tags: ai\n:limit: 1", "Beta"),
    (":per-page: 9", ALL),
    (":fields: title", ALL),
    (":group-by: year", ALL),
]

GROUPS = {
    "year": (["2024", "2023", "2022", "Undated"], ALL),
    "month": (["January 2024", "June 2023", "May 2023", "March 2022", "Undated"], ALL),
    "category": (["News", "Notes", "Notes / Maths", "Others"], "Gamma Alpha Beta Delta Epsilon"),
    "author": (["Ada", "Bob", "Cem"], "Delta Gamma Alpha Gamma Beta Epsilon"),
    "tag": (["ai", "maths", "数学"], "Beta Alpha Epsilon Gamma Alpha Delta"),
}

#: Options that cannot be used: what is said of each, and what the list shows without it.
WRONG = [
    (":tag: ai", ['"tag"', '"tags"'], ALL),
    (":limt: 2", ['"limt"', '"limit"'], ALL),
    (":categories: Notes", ['"categories"', '"category"'], ALL),
    (":author: Ada", ['"author"', '"authors"'], ALL),
    (":group_bye: year", ['"group_bye"', '"group-by"'], ALL),
    (":nonsense: 1\n:tags: ai", ['"nonsense"', "style, tags"], "Beta Alpha Epsilon"),
    (":style: crads", ['"style"', '"crads"', '"cards"'], ALL),
    (":style: gallery\n:limit: 1", ['"gallery"', '"table"'], "Delta"),
    (":limit: many", ['"limit"', '"many"', "whole number from 1"], ALL),
    (":limit: 0", ['"limit"', "whole number from 1"], ALL),
    (":limit: 2.5", ['"limit"'], ALL),
    (":limit: 99999999999999999999", ['"limit"'], ALL),
    (":offset: -1", ['"offset"', "whole number from 0"], ALL),
    (":per-page: 0", ['"per-page"'], ALL),
    (":since: yesterday", ['"since"', "2024-03-01"], ALL),
    (":since: 2024-02-30", ['"since"', '"2024-02-30"'], ALL),
    (":until: 2024-13", ['"until"'], ALL),
    (":year: soon", ['"year"', '"soon"'], ALL),
    (":year: 2024-13", ['"year"'], ALL),
    (":lang: '12'", ['"lang"', "en-GB"], ALL),
    (":sort: two words", ['"sort"', '"two words"'], ALL),
    (":where: level easy", ['"where"', "level = easy"], ALL),
    (":group-by: yaer", ['"group-by"', '"year"'], ALL),
    (":docs: ','", ['"docs"'], ALL),
    (":tags:", ['"tags"', "at least one name"], ALL),
    (":empty:", ['"empty"'], ALL),
    (":where: levle = 1", ['"levle"', "no article has a field"], ""),
    (":sort: levle", ['"levle"', "no article has a field"], ALL),
    (":fields: title, levle", ['"levle"', "no article has a field"], ALL),
    (":tags: phisics", ['tag "phisics"'], ""),
    (":tags: all: ai, phisics", ['tag "phisics"'], ""),
    (":tags: ai, phisics", ['tag "phisics"'], "Beta Alpha Epsilon"),
    (":tags: '!phisics'", ['tag "phisics"'], ALL),
    (":authors: Nobody", ['author "nobody"'], ""),
    (":category: Notes/Nothing", ['category "notes/nothing"'], ""),
    (":series: Nothing", ['series "nothing"'], ""),
]

# --- terms, authors, series, parts of articles -----------------------------------------------------------------------

TERMS = [
    ("term-list", "", ["ai 3", "maths 2", "数学 1"]),
    ("term-list tags", "", ["ai 3", "maths 2", "数学 1"]),
    ("term-list authors", "", ["Ada 3", "Bob 2", "Cem 1"]),
    ("term-list Categories", "", ["News 1", "Notes 2", "Maths 1"]),
    ("term-list series", "", ["Calculus 3"]),
    ("term-list", ":style: cloud", ["ai 3", "maths 2", "数学 1"]),
    ("term-list", ":sort: date", ["数学 1", "maths 2", "ai 3"]),
    ("term-list categories", ":sort: count", ["Notes 2", "News 1", "Maths 1"]),
    ("term-list", ":count: false", ["ai", "maths", "数学"]),
    ("term-list", ":count: no\n:limit: 1", ["ai"]),
    ("term-list", ":at-least: 2", ["ai 3", "maths 2"]),
    ("term-list authors", ":sort: count\n:limit: 2", ["Ada 3", "Bob 2"]),
    ("tag-cloud", "", ["ai 3", "maths 2", "数学 1"]),
    ("tag-cloud", ":sort: date\n:limit: 2\n:count: false", ["数学", "maths"]),
    ("tag-cloud", ":at-least: 3", ["ai 3"]),
]

#: Directives that cannot be used as they are written.
WRONG_PARTS = [
    ("```{term-list} tgas\n```", ['"tgas"', '"tags"']),
    ("```{term-list} colours\n```", ['"colours"', '"authors"']),
    ("```{term-list}\n:sort: nmae\n```", ['"sort"', '"name"']),
    ("```{term-list}\n:at_lest: 2\n```", ['"at_lest"', '"at-least"']),
    ("```{term-list}\n:group: perhaps\n```", ['"group"', "true or false"]),
    ("```{tag-cloud}\n:style: list\n```", ['"style"', "sort"]),
    ("```{author-card}\n```", ["no article", "name an author"]),
    ("```{author-card} Nobody\n```", ['author "nobody"']),
    ("```{author-card} Ada\n:size: large\n```", ['"size"', "none"]),
    ("```{series-nav}\n```", ["no part of a series", "name a series"]),
    ("```{series-nav} Nothing\n```", ['series "nothing"']),
    ("```{related-articles}\n```", ["no article", "name one by its path"]),
    ("```{related-articles} /nowhere\n```", ['"nowhere"']),
    ("```{related-articles} /guide\n```", ["guide"]),
    ("```{related-articles} /delta\n:limt: 1\n```", ['"limt"', '"limit"']),
    ("```{article-meta}\n```", ["no article"]),
    ("```{article-meta} /guide\n```", ['"guide" is no article']),
    ("```{article-meta} /draft\n```", ["draft"]),
    ("```{cover}\n```", ["no article"]),
    ("```{cover} /nowhere\n```", ['"nowhere"']),
]

#: Roles: what is written, the text of the link, the page that it leads to (none: no link).
ROLES = [
    ("{tag}`ai`", "ai", "tags/ai"),
    ("{tag}`ＡＩ`", "ai", "tags/ai"),
    ("{tag}`~ai`", "ai", "tags/ai"),
    ("{tag}`!ai`", "ai", None),
    ("{tag}`the machines <ai>`", "the machines", "tags/ai"),
    ("{tag}`数学`", "数学", "tags/%E6%95%B0%E5%AD%A6"),
    ("{author}`ada`", "Ada", "authors/ada"),
    ("{author}`her <Ada>`", "her", "authors/ada"),
    ("{category}`Notes`", "Notes", "categories/notes"),
    ("{category}`Notes/Maths`", "Notes / Maths", "categories/notes/maths"),
    ("{category}`~notes/maths`", "Maths", "categories/notes/maths"),
    ("{series}`calculus`", "Calculus", "series/calculus"),
    ("{series}`!calculus`", "calculus", None),
    ("{article}`/posts/alpha`", "Alpha", "posts/alpha"),
    ("{article}`../posts/alpha.md`", "Alpha", "posts/alpha"),
    ("{article}`posts/alpha`", "Alpha", "posts/alpha"),
    ("{article}`alpha`", "Alpha", "posts/alpha"),
    ("{article}`~alpha`", "Al", "posts/alpha"),
    ("{article}`~/posts/beta`", "Beta", "posts/beta"),
    ("{article}`!/posts/alpha`", "/posts/alpha", None),
    ("{article}`read this </posts/alpha>`", "read this", "posts/alpha"),
    ("{article}`Gamma`", "Gamma", "posts/old/gamma"),
    ("{article}`/hidden`", "Hidden", "hidden"),
    ("{byline:tag}`ai`", "ai", "tags/ai"),
    ("{byline:article}`epsilon`", "Epsilon", "epsilon"),
]
UNKNOWN = [
    ("{tag}`phisics`", 'no article has the tag "phisics"', "phisics"),
    ("{tag}`mine <Phisics 2>`", 'no article has the tag "Phisics 2"', "mine"),
    ("{author}`Nobody`", 'no article has the author "Nobody"', "Nobody"),
    ("{category}`Notes/Gone`", 'no article has the category "Notes/Gone"', "Notes/Gone"),
    ("{series}`~Gone`", 'no article has the series "Gone"', "Gone"),
    ("{article}`/posts/gone`", 'there is no article "/posts/gone"', "/posts/gone"),
    ("{article}`/draft`", "/draft", "/draft"),
]


def files() -> dict[str, str | bytes]:
    """Every page of the site."""
    found: dict[str, str | bytes] = dict(ARTICLES)
    for at, (options, _) in enumerate(LISTS):
        found[f"lists/p{at}.md"] = page(directive("article-list", options))
    for by in GROUPS:
        found[f"groups/{by}.md"] = page(directive("article-list", f":group-by: {by}\n:style: list"))
    for at, (options, _, _) in enumerate(WRONG):
        found[f"wrong/p{at}.md"] = page(directive("article-list", options))
    for at, (name, options, _) in enumerate(TERMS):
        found[f"terms/p{at}.md"] = page(directive(name, options))
    for at, (text, _) in enumerate(WRONG_PARTS):
        found[f"wrongparts/p{at}.md"] = page(text)
    for at, (text, _, _) in enumerate(ROLES):
        found[f"roles/p{at}.md"] = page(f"See {text} here.")
    for at, (text, _, _) in enumerate(UNKNOWN):
        found[f"unknown/p{at}.md"] = page(f"See {text} here.")
    table = ":style: table\n:fields: date, level, author, minutes\n:where: level"
    single = {
        "paged": directive("article-list", ":per-page: 2"),
        "table": directive("article-list", ":style: table"),
        "own-table": directive("article-list", table),
        "only-titles": directive("article-list", ":fields: title\n:docs: posts"),
        "own-fields": directive("article-list", ":style: list\n:fields: level, subtitle\n:tags: ai"),
        "categories": directive("article-list", ":fields: category, series, lang, updated"),
        "empty": directive("article-list", ":lang: fr\n:empty: Nothing in French <yet>."),
        "empty-default": directive("article-list", ":lang: fr"),
        "content": directive("article-list", ":limit: 1", "Read **these** first."),
        "in-section": "## Deeper\n\n" + directive("article-list", ":group-by: year"),
        "series-left": directive("article-list", ":series: Calculus\n:where: level"),
        "grouped-terms": directive("term-list", ":group:"),
        "archive": directive("term-list archive"),
        "author-cards": directive("term-list authors", ":style: cards"),
        "author": "```{author-card} ada, Bob\n```",
        "series": "```{series-nav} calculus\n```",
        "related": "```{related-articles} /posts/old/gamma\n```",
        "related-one": "```{related-articles} /posts/old/gamma\n:limit: 1\n:style: cards\n\nRead on:\n```",
        "meta": "```{article-meta} /posts/alpha\n```",
        "cover": "```{cover} ../posts/alpha\n```",
    }
    found |= {f"single/{name}.md": page(text) for name, text in single.items()}
    found["single/rst.rst"] = (
        ":orphan:\n\nPage\n====\n\nSee :tag:`ＡＩ`, :author:`her <ada>`, :category:`~notes/maths` and "
        ":article:`/posts/alpha`.\n\n.. article-list::\n   :tags: ai, !maths\n   :sort: -title\n\n   Above.\n\n"
        ".. term-list:: authors\n   :sort: count\n\n.. series-nav:: Calculus\n\n.. cover:: /posts/alpha\n"
    )
    found["single/rst-wrong.rst"] = (
        ":orphan:\n\nPage\n====\n\n.. article-list::\n   :tag: ai\n   :limit: 2\n\n.. term-list:: tgas\n"
    )
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Pages:
    return build_once(tmp_path_factory.mktemp("lists"), files())


def test_nothing_else_is_warned_of(site):
    folders = ("wrong/", "wrongparts/", "unknown/", "single/rst-wrong.rst")
    assert [warning for warning in site.warnings if not warning.startswith(folders)] == []


@pytest.mark.parametrize(("at", "options", "expected"), [(at, *case) for at, case in enumerate(LISTS)])
def test_a_list_shows_what_its_options_ask_for_in_their_order(site, at, options, expected):
    main = site.main(f"lists/p{at}")
    assert titles(main) == expected, options
    assert ("byline-empty" in main) is not bool(expected)


@pytest.mark.parametrize("style", ["cards", "list", "table", "compact"])
def test_a_list_has_the_style_that_is_asked_for(site, style):
    at = next(at for at, (options, _) in enumerate(LISTS) if options.casefold() == f":style: {style}")
    assert f"byline-list-{style}" in site.main(f"lists/p{at}")


@pytest.mark.parametrize("by", GROUPS)
def test_a_list_in_groups_has_a_heading_for_each_and_its_articles_below_it(site, by):
    expected_headings, expected = GROUPS[by]
    main = site.main(f"groups/{by}")
    assert headings(main) == expected_headings
    assert titles(main) == expected


def test_a_group_s_heading_leads_to_the_page_of_its_term(site):
    assert re.search(r'byline-group-title"><a href="\.\./categories/notes/maths\.html">', site.main("groups/category"))
    assert re.search(r'byline-group-title"><a href="\.\./archive/2023\.html">', site.main("groups/year"))
    assert re.search(r'byline-group-title">Undated<', site.main("groups/year"))


def test_headings_of_groups_and_titles_go_deeper_where_the_list_stands_deeper(site):
    main = site.main("single/in-section")
    assert '<h3 class="byline-group-title">' in main
    assert '<h4 class="byline-card-title' in main


def test_a_list_of_two_a_page_goes_on_at_page_two_and_three(site):
    assert titles(site.main("single/paged")) == "Delta Gamma"
    assert titles(site.main("single/paged/page/2")) == "Beta Alpha"
    assert titles(site.main("single/paged/page/3")) == "Epsilon"
    assert "single/paged/page/4" not in site
    assert 'rel="next" href="paged/page/2.html"' in site.main("single/paged")
    assert 'rel="prev" href="../../paged.html"' in site.main("single/paged/page/2")
    assert 'rel="next" href="3.html"' in site.main("single/paged/page/2")
    assert 'rel="next"' not in site.main("single/paged/page/3").partition("byline-pages")[2]


def columns(main: str) -> list[str]:
    return re.findall(r'<th scope="col">(.*?)</th>', main)


def rows(main: str) -> list[list[str]]:
    found = re.findall(r'<tr class="h-entry">(.*?)</tr>', main, re.DOTALL)
    return [
        [" ".join(re.sub("<[^>]+>", "", cell).split()) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in found
    ]


def test_a_table_has_the_columns_that_are_asked_for_in_their_order(site):
    assert columns(site.main("single/table")) == ["Date", "Title", "Authors", "Tags"]
    assert rows(site.main("single/table"))[1] == ["June 1, 2023", "Gamma", "Ada, Bob", "maths"]
    main = site.main("single/own-table")
    assert columns(main) == ["Title", "Date", "level", "Authors", "Reading time"]
    assert rows(main)[0] == ["Beta", "May 10, 2023", "10", "Bob", "1 min read"]
    assert rows(main)[2][:4] == ["Epsilon", "", "1", "Cem"]


def test_a_list_shows_the_fields_that_are_asked_for_and_no_others(site):
    main = site.main("single/only-titles")
    assert titles(main) == "Gamma Beta Alpha"
    for shown in ("<img", "<time", "p-summary", "p-author", "p-category", "byline-art"):
        assert shown not in main.partition("byline-list ")[2]
    assert re.findall(r'data-field="level">(.*?)<', site.main("single/own-fields")) == ["10", "2", "1"]
    cards = words(site.main("single/categories"))
    assert "Maths Beta Calculus English" in cards
    assert "updated September 1, 2024" in cards
    assert "简体中文" in cards


def test_an_empty_list_says_so_in_the_author_s_words_or_in_ours(site):
    assert "Nothing in French &lt;yet&gt;." in site.main("single/empty")
    assert "No articles yet." in site.main("single/empty-default")


def test_what_stands_in_a_list_s_directive_stands_above_the_list(site):
    before, _, after = site.main("single/content").partition("byline-list ")
    assert "Read <strong>these</strong> first." in before
    assert titles(f"byline-list {after}") == "Delta"


def test_a_series_of_which_a_part_is_left_out_keeps_the_numbers_of_its_parts(site):
    main = site.main("single/series-left")
    assert titles(main) == "Beta Epsilon"
    assert re.findall(r'data-number="(\d+)"', main) == ["1", "3"]


@pytest.mark.parametrize(("at", "options", "pieces", "expected"), [(at, *case) for at, case in enumerate(WRONG)])
def test_what_cannot_be_used_is_one_warning_and_the_list_goes_on_without_it(site, at, options, pieces, expected):
    warnings = site.warned(f"wrong/p{at}")
    assert len(warnings) == 1, options
    assert warnings[0].startswith(f"wrong/p{at}.md:7: WARNING: ")
    assert all(piece in warnings[0] for piece in pieces), warnings
    assert titles(site.main(f"wrong/p{at}")) == expected


# --- terms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at", "name", "options", "expected"), [(at, *case) for at, case in enumerate(TERMS)])
def test_a_list_of_terms_shows_what_its_options_ask_for(site, at, name, options, expected):
    assert terms(site.main(f"terms/p{at}")) == expected, (name, options)


def test_terms_stand_under_the_letters_that_they_begin_with(site):
    main = site.main("single/grouped-terms")
    assert headings(main) == ["A", "M", "漢字"]
    assert terms(main) == ["ai 3", "maths 2", "数学 1"]


def test_the_archive_names_each_year_and_each_of_its_months(site):
    found = [re.sub(r" \d+$", "", term) for term in terms(site.main("single/archive"))]
    assert sorted(found) == sorted(["2024", "January 2024", "2023", "June 2023", "May 2023", "2022", "March 2022"])
    assert [term for term in found if term.isdecimal()] == ["2024", "2023", "2022"]


def test_a_cloud_shows_what_is_used_more_larger(site):
    at = next(at for at, (name, options, _) in enumerate(TERMS) if (name, options) == ("tag-cloud", ""))
    found = re.findall(r'byline-weight-(\d)"><a[^>]*>(\S+) ', site.main(f"terms/p{at}"))
    weights = {name: int(weight) for weight, name in found}
    assert weights["ai"] >= weights["maths"] > weights["数学"]


def test_authors_as_cards_show_who_they_are(site):
    text = words(site.main("single/author-cards"))
    assert "Ada Analytical Engine 3 articles Wrote the first program." in text
    assert "Cem 1 article" in text


def test_an_author_s_card_shows_what_is_known_of_those_it_names(site):
    main = site.main("single/author")
    assert re.findall(r'class="p-name u-url" rel="author" href="([^"]*)">(\w+)<', main) == [
        ("../authors/ada.html", "Ada"),
        ("../authors/bob.html", "Bob"),
    ]
    assert "Wrote the first program." in main


def test_a_series_names_its_parts_in_their_order(site):
    main = site.main("single/series")
    assert re.findall(r"<li><a href=\"[^\"]*\">(\w+)</a></li>", main) == ["Beta", "Gamma", "Epsilon"]
    assert 'href="../series/calculus.html">Calculus</a>' in main


def test_an_article_s_own_parts_stand_where_their_directives_are_and_nowhere_else(site):
    main = site.main("posts/beta")
    assert main.count("byline-series-title") == 1
    assert "Part 1 of 3" in words(main)
    assert '<span aria-current="page">Beta</span>' in main
    assert main.count("byline-profiles") == 1
    assert main.count("byline-list-compact") == 1
    assert main.index("Before.") < main.index("byline-series-title") < main.index("byline-profiles")
    assert set(titles(main).split()) == {"Alpha", "Epsilon"}


def test_an_unlisted_part_of_a_series_has_a_page_and_no_place_in_it(build):
    files = {
        "index.md": "# Home\n",
        "a.md": article("A", "type: article\nseries: Calculus"),
        "b.md": article("B", "type: article\nseries: Calculus\nunlisted: true"),
    }
    site = build(files)
    assert "B" in words(site.html("b").partition("<main")[2])
    assert titles(site.html("series/calculus")) == "A"
    assert "b.html" not in site.html("a").partition("<main")[2]


def test_related_articles_are_the_older_ones_that_share_something(site):
    assert set(titles(site.main("single/related")).split()) == {"Alpha", "Beta", "Epsilon"}
    one = site.main("single/related-one")
    assert titles(one) == titles(site.main("single/related")).split()[0]
    assert "byline-list-cards" in one
    assert "Read on:" in one


def test_the_byline_and_the_cover_of_an_article_can_stand_elsewhere(site):
    meta = site.main("single/meta")
    assert 'datetime="2022-03-01"' in meta
    assert "Ada" in words(meta)
    assert re.search(
        r'<figure class="byline-cover"[^>]*>\s*<img[^>]* src="\.\./_images/alpha\.png"', site.main("single/cover")
    )


@pytest.mark.parametrize(("at", "text", "pieces"), [(at, *case) for at, case in enumerate(WRONG_PARTS)])
def test_a_directive_that_cannot_be_used_as_it_is_written_is_one_warning(site, at, text, pieces):
    warnings = site.warned(f"wrongparts/p{at}")
    assert len(warnings) == 1, (text, warnings)
    assert warnings[0].startswith(f"wrongparts/p{at}.md:7: WARNING: ")
    assert all(piece in warnings[0] for piece in pieces), warnings


def test_all_of_it_works_in_restructuredtext(site):
    main = site.main("single/rst")
    assert titles(main) == "Epsilon Beta"
    assert terms(main) == ["Ada 3", "Bob 2", "Cem 1"]
    assert words(main).count("Above.") == 1
    assert re.findall(r"<li><a href=\"[^\"]*\">(\w+)</a></li>", main) == ["Beta", "Gamma", "Epsilon"]
    assert "byline-cover" in main
    assert "See ai , her , Maths and Alpha ." in words(main)


def test_what_is_wrong_in_restructuredtext_is_said_in_the_same_words(site):
    first, second = site.warned("single/rst-wrong")
    assert first.startswith("single/rst-wrong.rst:6: WARNING: ")
    assert '"tag"' in first
    assert '"tags"' in first
    assert '"tgas"' in second
    assert titles(site.main("single/rst-wrong")) == "Delta Gamma"


# --- roles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at", "text", "shown", "target"), [(at, *case) for at, case in enumerate(ROLES)])
def test_a_role_shows_the_name_and_leads_to_its_page(site, at, text, shown, target):
    paragraph = re.search(r"<p>See (.*?) here\.</p>", site.main(f"roles/p{at}"), re.DOTALL)
    assert paragraph is not None
    assert words(paragraph[1]) == shown, text
    assert re.findall(r'href="([^"]*)"', paragraph[1]) == ([f"../{target}.html"] if target else [])


@pytest.mark.parametrize(("at", "text", "said", "shown"), [(at, *case) for at, case in enumerate(UNKNOWN)])
def test_a_role_that_names_what_is_not_there_is_one_warning_and_a_text_without_a_link(site, at, text, said, shown):
    warnings = site.warned(f"unknown/p{at}")
    assert len(warnings) == 1, text
    assert said in warnings[0]
    paragraph = re.search(r"<p>See (.*?) here\.</p>", site.main(f"unknown/p{at}"), re.DOTALL)
    assert paragraph is not None
    assert words(paragraph[1]) == shown
    assert "href" not in paragraph[1]


def test_the_title_of_an_article_comes_with_its_formulas(build):
    files = {
        "index.md": "# Home\n\nSee {article}`/a` and {article}`mine </a>`.\n\n```{article-list}\n```\n",
        "a.md": "---\ndate: 2024-01-01\n---\n\n# The square $x^2$\n",
    }
    main = build(files).html("index").partition("<main")[2]
    link, explicit = re.findall(r'<a class="reference internal" href="a\.html">(.*?)</a>', main, re.DOTALL)
    assert "katex" in link
    assert "The square" in link
    assert words(explicit) == "mine"
    assert main.partition("byline-list")[2].count('class="katex"') == 1


def test_what_nitpick_ignore_names_is_not_warned_of_and_all_else_is(build):
    files = {"index.md": "# Home\n\n{tag}`gone` {author}`Some Body` {tag}`other`\n"}
    ignore = [("byline:tag", "gone"), ("byline:author", "some-body")]
    overrides = {"nitpicky": True, "nitpick_ignore": ignore}
    build(files, confoverrides=overrides, warnings=['no article has the tag "other"'])
    build(files, confoverrides={"nitpicky": True, "nitpick_ignore_regex": [("byline:.*", ".*")]})


def test_terms_and_articles_of_another_publication_are_found_by_intersphinx(build):
    more = {"more.md": article("More", "tags: Deep Learning")}
    other = build({**ARTICLES, **more}, confoverrides={"html_baseurl": "https://other.example/"})
    conf = (
        'project = "Here"\nlanguage = "en"\nextensions = ["sphinx_byline", "sphinx.ext.intersphinx"]\n'
        'html_theme = "byline"\n'
        f'intersphinx_mapping = {{"other": ("https://other.example/", {str(other.outdir / "objects.inv")!r})}}\n'
    )
    text = (
        "# Home\n\n{external+other:byline:tag}`ＤＥＥＰ learning` {tag}`deep learning` {tag}`maths` "
        "{tag}`mine <maths>` {author}`Ada` {category}`Notes/Maths` {series}`Calculus` "
        "{external+other:byline:article}`posts/alpha` {tag}`here`\n"
    )
    here = build({"conf.py": conf, "index.md": text, "a.md": article("A", "date: 2024-01-01\ntags: here")})
    found = re.findall(r'href="https://other\.example/([^"]*)"[^>]*>(.*?)</a>', here.html("index"))
    assert [(target, words(shown)) for target, shown in found] == [
        ("tags/deep-learning.html", "Deep Learning"),
        ("tags/deep-learning.html", "Deep Learning"),
        ("tags/maths.html", "maths"),
        ("tags/maths.html", "mine"),
        ("authors/ada.html", "Ada"),
        ("categories/notes/maths.html", "Maths"),
        ("series/calculus.html", "Calculus"),
        ("posts/alpha.html", "Alpha"),
    ]
    assert 'href="tags/here.html"' in here.html("index").partition("<main")[2]
