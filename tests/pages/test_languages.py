"""Every text on a page says which language it is in, where that is not the language around it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

CONF = """\
project = "P"
language = "zh_CN"
extensions = ["sphinx_byline"]
html_theme = "{}"
html_baseurl = "https://example.org/"
version = "1"
copyright = "A"
suppress_warnings = ["epub.unknown_project_files"]
"""
LIST = "\n:::{{article-list}}\n{}:::\n"
FILES = {
    "conf.py": CONF.format("byline"),
    "index.md": "# 首页\n"
    + LIST.format(":style: table\n:fields: title, teaser\n")
    + "\n```{toctree}\n:hidden:\n\na\nb\nd\n```\n",
    "a.md": "---\ndate: 2026-03-01\nseries: 系列\n---\n# 文章\n\n正文\n",
    "b.md": (
        "---\ndate: 2026-03-02\nseries: 系列\nlang: en_gb\nsubtitle: Below\ntranslation_of: a\n---\n"
        "# Article\n\nEnglish\n" + LIST.format("")
    ),
    "d.md": "---\nlang: english\n---\n# Plain\n\nText\n",
}


class Reader(HTMLParser):
    """Every text of a page's body, with the language that the elements around it say."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self._around = [("", "")]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "link", "img", "input", "br", "hr", "path", "circle"}:
            self._around.append((tag, dict(attrs).get("lang") or self._around[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in {open_tag for open_tag, _ in self._around}:
            while self._around.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"title", "script"} & {tag for tag, _ in self._around}:
            self.texts.append((data, self._around[-1][1]))


def languages(page: str, text: str) -> set[str]:
    return {lang for said, lang in Reader(page).texts if text in said}


@pytest.mark.parametrize(("builder", "theme"), [("html", "byline"), ("dirhtml", "alabaster"), ("epub", "byline")])
def test_words_of_the_site_and_titles_of_articles_say_their_language(build, builder, theme):
    site = build({**FILES, "conf.py": CONF.format(theme)}, builder=builder)
    chinese, english = site.html("a"), site.html("b")
    assert 'lang="zh-CN"' in chinese.partition("<head")[0]
    assert 'lang="en-GB"' in english.partition("<head")[0]
    assert 'hreflang="en-GB"' in chinese
    for page in (chinese, english):
        assert languages(page, "约 1 分钟") == {"zh-CN"}
        assert languages(page, "本系列") == {"zh-CN"}
        # Other themes have navigation of their own.
        assert {"en-GB"} <= languages(page, "Article") <= {"en-GB", "zh-CN" if theme == "alabaster" else ""}
        assert languages(page, "文章") == {"zh-CN"} or theme == "alabaster"
    assert languages(english, "Below") == {"en-GB"}


def test_in_a_list_each_article_is_in_its_language(build):
    site = build(FILES)
    for page in (site.html("index"), site.html("b"), site.html("series/系列")):
        assert languages(page, "Article") == {"en-GB"}
        assert languages(page, "文章") == {"zh-CN"}
    assert languages(site.html("index"), "English") == {"en-GB"}


def test_on_one_page_each_document_is_in_its_language(build):
    page = build(FILES, builder="singlehtml").html("index")
    assert languages(page, "English") == {"en-GB"}
    assert languages(page, "Text") == {"en"}
    assert languages(page, "正文") == {"zh-CN"}


def test_machines_read_tags_and_open_graph_locales(build):
    site = build(FILES)
    english, entries = site.html("b"), site.text("atom.xml")
    assert '"inLanguage":"en-GB"' in english
    assert '<meta property="og:locale" content="en_GB" />' in english
    assert '<meta property="og:locale" content="zh_CN" />' in site.html("a")
    assert '<meta property="og:locale" content="en_US" />' in site.html("d")
    assert '<entry xml:lang="en-GB">' in entries
    assert 'xml:lang="zh-CN">' in entries


def test_a_page_is_written_again_when_its_neighbour_changes_its_language(build):
    site = build(FILES)
    again = site.edit({"b.md": FILES["b.md"].replace("en_gb", "en-US")}).rebuild()
    assert "a.html" in again.written
    assert 'lang="en-US"' in again.html("a")
    menu = again.edit({"d.md": FILES["d.md"].replace("english", "de")}).rebuild()
    assert '<span lang="de">Plain' in menu.html("a")
