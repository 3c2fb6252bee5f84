"""Components draw what they are handed: complete, escaped, and with the marks that readers' tools look for."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from sphinx_byline.theme import THEME_DIR

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;{{ 7*7 }}"
VOID = {"img", "input", "br", "hr", "meta", "link"}
COMPONENTS = sorted(path.name for path in (THEME_DIR / "components").glob("*.html"))


class Page(HTMLParser):
    """Every element with its attributes and the text in it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[dict[str, Any]] = []
        self.open: list[dict[str, Any]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = {"tag": tag, "text": "", "in": [parent["tag"] for parent in self.open], **dict(attrs)}
        self.found.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append({"tag": tag, "text": "", "in": [], **dict(attrs)})

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1]["tag"] == tag, f"</{tag}> closes <{self.open[-1]['tag']}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element["text"] += data

    def all(self, tag: str = "", cls: str = "") -> list[dict[str, Any]]:
        return [
            element
            for element in self.found
            if (not tag or element["tag"] == tag) and (not cls or cls in (element.get("class") or "").split())
        ]


def author(name: str = "Ada", **changes: Any) -> dict[str, Any]:
    blank = {"url": "a.html", "initial": "A", "avatar": "", "bio": "", "website": "", "affiliation": "", "count": 1}
    return {"name": name, **blank, "orcid": "", "socials": [], **changes}


def tag(label: str = "数学", **changes: Any) -> dict[str, Any]:
    return {"label": label, "url": "t.html", "count": 2, "weight": 3, "description": "", "cover": "", **changes}


def cover(url: str = "c.png", **changes: Any) -> dict[str, Any]:
    blank = {"alt": "", "width": 1200, "height": 800, "caption": "", "credit": "", "position": ""}
    return {"url": url, **blank, **changes}


def article(**changes: Any) -> dict[str, Any]:
    return {
        "title": Markup("题"),
        "title_text": "题",
        "url": "x.html",
        "permalink": "",
        "glyph": "题",
        "subtitle": "",
        "description": "",
        "teaser": "",
        "authors": [],
        "tags": [],
        "categories": [],
        "series": None,
        "published": None,
        "updated": None,
        "minutes": 0,
        "cover": None,
        "draft": False,
        "unlisted": False,
        "pinned": False,
        "comments": True,
        "license": None,
        "doi": "",
        "citation": {},
        "lang": "",
        "extra": {},
        **changes,
    }


def full_article(**changes: Any) -> dict[str, Any]:
    return article(
        description="引言",
        teaser="引言",
        authors=[author("Ada"), author("李明")],
        tags=[tag("数学"), tag("历史", url="")],
        published={"iso": "2026-03-01", "text": "2026年3月1日"},
        updated={"iso": "2026-03-02", "text": "2026年3月2日"},
        minutes=4,
        cover=cover(),
        draft=True,
        **changes,
    )


def articles(items: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    blank = {"style": "cards", "heading_level": 2, "page": 1, "pages": 1, "previous": "", "next": "", "empty": "空"}
    return {"articles": items, **blank, **changes}


def page_context(**changes: Any) -> dict[str, Any]:
    home = {"title": Markup("家"), "url": "index.html", "current": False}
    blank = {
        "kind": "other",
        "site": "站",
        "head_title": "页",
        "home": home,
        "navigation": [],
        "path": [],
        "article": None,
    }
    more = {"previous": None, "next": None, "author": None, "tag": None, "terms": [], "list": None, "feed": ""}
    return {**blank, **more, "contents": True, "lang": "zh-CN", **changes}


def translate(message: str, **values: object) -> str:
    return message % values if values else message


def draw(component: str, **words: Any) -> Page:
    """Draw as Sphinx does: no autoescape, and nothing known but the words of the contract."""
    environment = SandboxedEnvironment(loader=FileSystemLoader(THEME_DIR), undefined=StrictUndefined, autoescape=False)
    return Page(environment.get_template(f"components/{component}.html").render(translate=translate, **words))


def draw_everywhere(component: str, **words: Any) -> Page:
    """Draw with the words that the layout adds for its own components."""
    return draw(component, site_lang="", **words)


def hostile_article() -> dict[str, Any]:
    person = author(HOSTILE, url=HOSTILE, initial=HOSTILE, avatar=HOSTILE, bio=HOSTILE, website=HOSTILE)
    return article(
        title=Markup.escape(HOSTILE),
        title_text=HOSTILE,
        url=HOSTILE,
        permalink=HOSTILE,
        glyph=HOSTILE,
        description=HOSTILE,
        teaser=HOSTILE,
        authors=[person] * 5,
        tags=[tag(HOSTILE, url=HOSTILE), tag(HOSTILE, url="")],
        published={"iso": HOSTILE, "text": HOSTILE},
        updated={"iso": HOSTILE, "text": HOSTILE},
        minutes=3,
        cover=cover(HOSTILE, alt=HOSTILE, caption=HOSTILE, credit=HOSTILE, position=HOSTILE),
        lang=HOSTILE,
    )


def hostile_page() -> dict[str, Any]:
    link = {"title": Markup.escape(HOSTILE), "url": HOSTILE, "current": False}
    return page_context(
        site=HOSTILE,
        head_title=HOSTILE,
        home=link,
        navigation=[link],
        article=hostile_article(),
        previous=link,
        next=link,
        feed=HOSTILE,
    )


@pytest.mark.parametrize(
    ("component", "words"),
    [
        ("article-header", {"article": hostile_article()}),
        ("article-header-plain", {"article": hostile_article()}),
        ("tags", {"article": hostile_article()}),
        ("article-list", {"list": articles([hostile_article()] * 2, pages=3, page=2, previous=HOSTILE, next=HOSTILE)}),
        ("article-list", {"list": articles([hostile_article()], style="compact")}),
        ("article-list", {"list": articles([], empty=HOSTILE)}),
        ("article-nav", {"byline": hostile_page()}),
        ("term-header", {"byline": {**hostile_page(), "tag": tag(HOSTILE, url=HOSTILE)}}),
        (
            "term-header",
            {
                "byline": {
                    **hostile_page(),
                    "author": author(HOSTILE, bio=HOSTILE, website=HOSTILE, affiliation=HOSTILE),
                }
            },
        ),
        ("term-header", {"byline": hostile_page()}),
        ("term-list", {"byline": {**hostile_page(), "kind": "tags", "terms": [tag(HOSTILE, url=HOSTILE)]}}),
        (
            "term-list",
            {"byline": {**hostile_page(), "kind": "authors", "terms": [author(HOSTILE, url=HOSTILE, bio=HOSTILE)]}},
        ),
        (
            "site-footer",
            {
                "byline": hostile_page(),
                "pagename": HOSTILE,
                "page_source_suffix": HOSTILE,
                "theme_repository_url": HOSTILE,
                "theme_repository_branch": HOSTILE,
                "theme_docs_path": HOSTILE,
                "theme_footer": "",
                "show_copyright": True,
                "copyright": (HOSTILE, HOSTILE),
                "last_updated": HOSTILE,
                "show_sphinx": True,
            },
        ),
        (
            "site-header",
            {"byline": hostile_page(), "logo_url": HOSTILE, "hasdoc": lambda _: True, "pathto": lambda _: HOSTILE}
            | {"pagename": HOSTILE},
        ),
    ],
)
def test_hostile_text_stays_text_in_every_component(component, words):
    drawn = draw_everywhere(component, **words)
    assert not drawn.all("script")
    for element in drawn.found:
        handlers = [name for name in element if name.startswith("on")]
        assert not handlers, f"<{element['tag']}> in {component} has {handlers}"
    assert not [image for image in drawn.all("img") if image.get("src") == "x"]


@pytest.mark.parametrize("component", ["article-list", "article-header-plain"])
def test_what_other_themes_draw_needs_no_word_but_its_own(component):
    words = {"list": articles([full_article()])} if component == "article-list" else {"article": full_article()}
    environment = SandboxedEnvironment(loader=FileSystemLoader(THEME_DIR), autoescape=False)
    html = environment.get_template(f"components/{component}.html").render(translate=translate, **words)
    assert "数学" in Page(html).found[0]["text"]


def test_an_article_header_carries_the_microformats():
    drawn = draw_everywhere("article-header", article=full_article(permalink="https://example.org/x.html"))
    assert [heading["text"] for heading in drawn.all("h1", "p-name")] == ["题"]
    assert [text["text"] for text in drawn.all("p", "p-summary")] == ["引言"]
    assert len(drawn.all("li", "p-author")) == 2
    assert [link["rel"] for link in drawn.all("a", "u-url")] == ["author", "author"]
    assert drawn.all("time", "dt-published")[0]["datetime"] == "2026-03-01"
    assert drawn.all("time", "dt-updated")[0]["datetime"] == "2026-03-02"
    assert drawn.all("data", "u-url")[0]["value"] == "https://example.org/x.html"


def test_a_cover_is_waited_for_and_keeps_its_place():
    image = draw("cover", article=article(cover=cover(position="50% 20%", alt="山"))).all("img", "u-photo")[0]
    assert (image["width"], image["height"]) == ("1200", "800")
    assert image["fetchpriority"] == "high"
    assert "loading" not in image
    assert image["style"] == "object-position: 50% 20%"
    assert image["alt"] == "山"


def test_a_cover_of_unknown_size_claims_none():
    image = draw("cover", article=article(cover=cover(width=0, height=0))).all("img")[0]
    assert "width" not in image
    assert "height" not in image


def test_an_article_without_anything_but_a_title_has_no_empty_parts():
    drawn = draw_everywhere("article-header", article=article())
    assert {element["tag"] for element in drawn.found} == {"header", "div", "h1", "data"}


def test_tags_are_links_only_where_there_are_tag_pages():
    drawn = draw("tags", article=full_article())
    assert [(link["text"], link["rel"]) for link in drawn.all("a", "p-category")] == [("数学", "tag")]
    assert [text["text"] for text in drawn.all("span", "p-category")] == ["历史"]


def test_a_list_of_cards_is_a_feed_of_entries_with_one_link_in_each_title():
    drawn = draw("article-list", list=articles([full_article(), full_article(url="y.html")], heading_level=3))
    assert len(drawn.all("div", "h-feed")) == 1
    assert len(drawn.all("article", "h-entry")) == 2
    assert len(drawn.all("h3", "p-name")) == 2
    assert [link["href"] for link in drawn.all("a", "u-url")] == ["x.html", "y.html"]


def test_only_the_first_picture_of_a_list_is_not_lazy():
    images = draw("article-list", list=articles([full_article() for _ in range(3)])).all("img", "u-photo")
    assert [image.get("loading") for image in images] == [None, "lazy", "lazy"]


def test_a_card_without_a_cover_shows_the_first_glyph_and_says_it_to_nobody():
    drawn = draw("article-list", list=articles([article(glyph="链")]))
    art = drawn.all("div", "byline-art")[0]
    assert art["data-glyph"] == "链"
    assert not art["text"].strip()


def test_a_title_in_another_language_says_so_and_the_rest_of_the_card_does_not():
    drawn = draw("article-list", list=articles([full_article(lang="en")]))
    assert drawn.all("h2")[0]["lang"] == "en"
    assert drawn.all("p", "p-summary")[0]["lang"] == "en"
    assert "lang" not in drawn.all("article")[0]


def test_a_card_names_three_authors_and_counts_the_others():
    drawn = draw("article-list", list=articles([article(authors=[author(str(number)) for number in range(12)])]))
    assert [name["text"] for name in drawn.all("span", "p-author")] == ["0", "1", "2"]
    assert "and 9 more" in drawn.all("span", "byline-names")[0]["text"]


def test_an_empty_list_says_that_it_is_empty():
    assert draw("article-list", list=articles([])).all("p", "byline-empty")[0]["text"] == "空"


def test_the_first_page_of_a_list_leads_on_and_not_back():
    drawn = draw("article-list", list=articles([article()], page=1, pages=3, next="page/2.html"))
    assert [(link["rel"], link["href"]) for link in drawn.all("a") if "rel" in link] == [("next", "page/2.html")]
    assert "Page 1 of 3" in drawn.all("nav")[0]["text"]


def test_a_title_keeps_its_typeset_math():
    drawn = draw_everywhere("article-header", article=article(title=Markup('论 <span class="katex">x</span>')))
    assert drawn.all("span", "katex")[0]["in"][-1] == "h1"


def test_a_document_that_is_no_article_shows_its_neighbours_in_the_toctree():
    words = {"byline": page_context(kind="page"), "prev": {"link": "a.html", "title": "<em>甲</em>"}, "next": None}
    drawn = draw_everywhere("article-nav", **words)
    assert [(link["rel"], link["href"]) for link in drawn.all("a")] == [("prev", "a.html")]
    assert drawn.all("em")[0]["text"] == "甲"


@pytest.mark.parametrize(("kind", "words"), [("page", ["Previous page"]), ("article", ["Previous"])])
def test_a_page_leads_to_pages_and_an_article_to_articles(kind, words):
    link = {"title": Markup("甲"), "url": "a.html", "current": False}
    drawn = draw_everywhere("article-nav", byline=page_context(kind=kind, previous=link), prev=None, next=None)
    assert [label["text"] for label in drawn.all("span", "byline-way")] == words


def test_a_neighbour_without_a_title_is_not_called_so():
    words = {"byline": page_context(kind="page"), "prev": None, "next": {"link": "a.html", "title": "&lt;no title&gt;"}}
    assert draw_everywhere("article-nav", **words).all("a")[0]["text"].split() == ["Next", "page"]


def test_an_author_page_says_who_it_is_about():
    person = author("陈静", bio="写作", website="https://example.org", affiliation="大学", count=7)
    drawn = draw("term-header", byline=page_context(kind="author", author=person, feed="f.xml"))
    assert drawn.all("h1", "p-name")[0]["text"] == "陈静"
    assert drawn.all("p", "p-note")[0]["text"] == "写作"
    assert drawn.all("p", "p-org")[0]["text"] == "大学"
    assert [link["href"] for link in drawn.all("a")] == ["https://example.org", "f.xml"]
    assert "Articles: 7" in drawn.all("p", "byline-meta")[0]["text"]


def test_a_tag_index_shows_every_tag_with_its_weight_and_count():
    terms = [tag("甲", weight=5, count=40), tag("乙", weight=1, count=1)]
    drawn = draw("term-list", byline=page_context(kind="tags", terms=terms))
    assert [item["class"] for item in drawn.all("li")] == ["byline-weight-5", "byline-weight-1"]
    assert [count["text"] for count in drawn.all("span", "byline-count")] == ["40", "1"]


@pytest.mark.parametrize(
    ("repository", "folder", "expected"),
    [
        ("https://github.com/a/b", "", "https://github.com/a/b/edit/main/%E6%95%B0%E5%AD%A6/%E7%86%B5.md"),
        (
            "https://gitlab.com/a/b/",
            "/docs/",
            "https://gitlab.com/a/b/-/edit/main/docs/%E6%95%B0%E5%AD%A6/%E7%86%B5.md",
        ),
    ],
)
def test_a_page_can_be_edited_where_its_repository_is_known(repository, folder, expected):
    drawn = draw_everywhere(
        "site-footer",
        byline=page_context(),
        pagename="数学/熵",
        page_source_suffix=".md",
        theme_repository_url=repository,
        theme_repository_branch="main",
        theme_docs_path=folder,
        theme_footer="",
        show_copyright=False,
        last_updated=None,
        show_sphinx=False,
    )
    assert expected in [link["href"] for link in drawn.all("a")]


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_small_and_says_what_it_is(name):
    text = (THEME_DIR / "components" / name).read_text(encoding="utf-8")
    assert text.startswith("{#- "), "begins with what it draws, and with which words"
    assert len(text.splitlines()) < 60


def test_no_component_hides_one_of_another_theme():
    taken = {"breadcrumbs", "copyright", "edit-this-page", "icon-links", "indices", "last-updated", "logo", "page-toc"}
    taken |= {
        "prev-next",
        "related-pages",
        "search-button",
        "search-field",
        "searchbox",
        "sourcelink",
        "theme-switcher",
    }
    assert not taken & {name.removesuffix(".html") for name in COMPONENTS}
