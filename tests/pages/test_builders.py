"""Lists and terms in every builder and under every theme: cards where there are cards, else words and references."""

from __future__ import annotations

import re

import pytest


def article(title: str, day: int, more: str = "", body: str = "正文。") -> str:
    return f"---\ntitle: {title}\ndate: 2024-01-{day:02}\nauthor: 李明\ntags: [数学]\n{more}---\n\n{body}\n"


PARTS = """\
# 部件

```{article-list}
:group-by: year
```

```{term-list} tags
```

```{author-card} 李明
```

```{series-nav} 丛书
```

```{article-meta} a
```

{article}`b` {tag}`数学`
"""
SITE = {
    "index.md": "# 首页\n\n```{toctree}\n:hidden:\nparts\na\n```\n\n```{article-list}\n```\n",
    "parts.md": PARTS,
    "a.md": article("甲 $x^2$", 1, "series: {name: 丛书, order: 1}\ncategory: 学\n"),
    "b.md": article("乙", 2, "series: {name: 丛书, order: 2}\ncover: https://example.org/b.png\n"),
    "authors.yml": "李明:\n  bio: 写数学\n",
}
OPTIONS = {"version": "1", "copyright": "2026", "man_pages": [("index", "x", "x", ["x"], 1)]}


def test_a_book_has_references_in_its_lists_and_an_index_of_tags(build):
    site = build(SITE, builder="latex", confoverrides=OPTIONS)
    (name,) = [name for name in site.outputs() if name.endswith(".tex")]
    book = site.text(name)
    assert re.search(r"\\hyperref\[\\detokenize\{a::doc\}\]\{\\sphinxcrossref\{甲 \\\(x\^2\\\)\}\}", book)
    assert "乙" in book  # In no toctree, and so not in the book: its title stands without a link.
    assert "{b::doc}" not in book
    index = book.partition(r"\renewcommand{\indexname}")[2]
    assert r"\bigletter{数学}" in index
    assert re.findall(r"\\sphinxstyleindexpageref\{(.*)\}", index) == [r"\detokenize{a}:\detokenize{:doc}"]


def test_the_index_of_a_book_finds_documents_of_any_name(build):
    names = ("深度/学习", "a_b", "100%")
    toctree = "\n".join(names)
    files = {"index.md": f"# 首页\n\n```{{toctree}}\n{toctree}\n```\n"}
    files |= {f"{name}.md": article("甲", 1) for name in names}
    site = build(files, builder="latex", confoverrides=OPTIONS)
    (name,) = [name for name in site.outputs() if name.endswith(".tex")]
    book = site.text(name)

    def plain(label: str) -> str:
        return re.sub(r"\\detokenize\{(.*?)\}", r"\1", label)

    labels = {plain(found) for found in re.findall(r"\\label\{((?:\\detokenize\{.*?\}|[^{}])*)\}", book)}
    pages = [
        plain(found) for found in re.findall(r"\\sphinxstyleindexpageref\{((?:\\detokenize\{.*?\}|[^{}])*)\}", book)
    ]
    assert len(pages) == len(names)
    assert set(pages) <= labels


def test_text_has_titles_authors_and_dates(build):
    text = build(SITE, builder="text", confoverrides=OPTIONS).text("parts.txt")
    assert "**2024年**" in text
    assert "乙 (李明、2024年1月2日)" in text
    assert "数学 (2)" in text
    assert "**李明**: 写数学" in text
    assert re.search(r"1\. 甲.*2\. 乙", text, re.DOTALL)


def test_an_epub_has_the_pages_that_its_chips_lead_to(build):
    site = build(SITE, builder="epub", confoverrides=OPTIONS)
    assert 'href="tags/%E6%95%B0%E5%AD%A6.xhtml"' in site.html("a")
    assert "乙" in site.html("tags/数学")
    package = site.text("content.opf")
    assert 'href="tags/%E6%95%B0%E5%AD%A6.xhtml"' in package
    # Each page that a link leads to has to be in the spine (EPUB 3.3, 5.7.2).
    ids = dict(re.findall(r'<item id="([^"]+)" href="([^"]+)"|$^', package))
    spine = {ids[name] for name in re.findall(r'<itemref idref="([^"]+)"', package) if name in ids}
    assert {"tags/index.xhtml", "archive/2024.xhtml", "series/%E4%B8%9B%E4%B9%A6.xhtml"} <= spine


def test_one_page_leads_to_what_it_holds_and_to_nothing_else(build):
    page = build(SITE, builder="singlehtml", confoverrides=OPTIONS).html("index")
    assert 'href="#document-a"' in page
    assert "乙" in page
    assert 'href="#document-b"' not in page
    assert "search.html" not in page


@pytest.mark.parametrize("builder", ["latex", "texinfo", "man", "text", "gettext", "xml", "singlehtml", "epub", "json"])
def test_documents_in_the_place_of_generated_pages_build_everywhere(build, builder):
    own = {f"{name}.md": "---\norphan: true\n---\n\n# Mine\n" for name in ("tags/index", "tags/数学", "archive/index")}
    build({**SITE, **own}, builder=builder, confoverrides=OPTIONS)


@pytest.mark.parametrize("theme", ["alabaster", "furo", "pydata_sphinx_theme"])
def test_sphinx_design_draws_the_cards_of_other_themes(build, theme):
    pytest.importorskip(theme)
    site = build(SITE, confoverrides={"html_theme": theme})
    for page in (site.html("index"), site.html("tags/数学")):
        assert 'class="byline-card sd-card' in page
        assert "sphinx-design.min" in page or "sphinx_design" in page
    after = site.html("a").partition("正文。")[2]
    assert "写数学" in after  # The author's card.
    assert 'aria-current="page"' in after  # Its place in the series.


def test_our_own_theme_draws_them_itself(build):
    assert "sd-card" not in build(SITE).html("index")
