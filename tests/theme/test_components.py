"""Components draw what they are handed: complete, escaped, and with the marks that readers' tools look for."""

from __future__ import annotations

import tomllib
from html.parser import HTMLParser
from typing import Any

import pytest
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from sphinx_byline.model.kinds import KINDS
from sphinx_byline.model.queries import FIELDS_OF_STYLE, SHOWN_FIELDS, TERM_STYLES
from sphinx_byline.pages import contexts
from sphinx_byline.theme import THEME_DIR

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&amp;{{ 7*7 }}"
VOID = {"img", "input", "br", "hr", "meta", "link"}
EVERY_FIELD = [*SHOWN_FIELDS, "level"]
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
    blank = {"url": "a.html", "initial": "A", "avatar": "", "bio": "", "website": "", "affiliation": ""}
    return {"name": name, **blank, "orcid": "", "socials": [], **changes}


def term_link(label: str = "数学", **changes: Any) -> dict[str, Any]:
    return {"label": label, "url": "t.html", "path": [label], **changes}


def term(label: str = "数学", **changes: Any) -> dict[str, Any]:
    blank = {"kind": "tag", "url": "t.html", "count": 2, "weight": 3, "level": 0, "description": "", "cover": ""}
    return {"label": label, **blank, "author": None, "iso": "", **changes}


def author_term(name: str = "Ada", count: int = 1, **changes: Any) -> dict[str, Any]:
    person = author(name, **changes)
    return term(name, kind="author", url=person["url"], count=count, description=person["bio"], author=person, cover="")


def terms(found: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    blank = {"kind": "tag", "style": "list", "heading_level": 2, "count": True, "design": False}
    return {**blank, "groups": [{"title": "", "terms": found}], **changes}


def link(title: str = "甲", url: str = "x.html", *, current: bool = False) -> dict[str, Any]:
    return {"title": Markup.escape(title), "url": url, "current": current}


def series(label: str = "链", **changes: Any) -> dict[str, Any]:
    blank = {"url": "s.html", "position": 2, "count": 3}
    parts = [link("一", "1.html"), link("二", "2.html", current=True), link("三", "3.html")]
    return {"label": label, **blank, "parts": parts, **changes}


def version(name: str, lang: str, **changes: Any) -> dict[str, Any]:
    return {"name": name, "lang": lang, "url": f"{lang}.html", "permalink": "", "current": False, **changes}


def cover(url: str = "c.png", **changes: Any) -> dict[str, Any]:
    blank = {"alt": "", "width": 1200, "height": 800, "caption": "", "credit": "", "position": "", "srcset": ""}
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
        "characters": 0,
        "cover": None,
        "draft": False,
        "unlisted": False,
        "pinned": False,
        "comments": True,
        "license": None,
        "doi": "",
        "citation": {},
        "bibtex": "",
        "lang": "",
        "language": "",
        "extra": {},
        "own": {},
        **changes,
    }


def full_article(**changes: Any) -> dict[str, Any]:
    return article(
        description="引言",
        teaser="引言",
        authors=[author("Ada"), author("李明")],
        tags=[term_link("数学"), term_link("历史", url="")],
        published={"iso": "2026-03-01", "text": "2026年3月1日"},
        updated={"iso": "2026-03-02", "text": "2026年3月2日"},
        minutes=4,
        cover=cover(),
        draft=True,
        **changes,
    )


def articles(items: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """A list, with what its style shows unless told otherwise; of a table the columns too."""
    style = changes.get("style", "cards")
    shown = changes.get("fields", list(FIELDS_OF_STYLE[style]))
    columns = [{"name": name, "label": name.upper()} for name in shown] if style == "table" else []
    blank = {"style": style, "fields": shown, "columns": columns, "groups": [], "heading_level": 2, "numbered": False}
    pages = {"page": 1, "pages": 1, "previous": "", "next": "", "numbers": []}
    return {"articles": items, **blank, **pages, "empty": "空", "design": False, **changes}


def page_context(**changes: Any) -> dict[str, Any]:
    blank = {
        "kind": "other",
        "site": "站",
        "title": "页",
        "head_title": "页",
        "home": link("家", "index.html"),
        "navigation": [],
        "path": [],
        "branch": None,
        "contents": True,
        "article": None,
        "previous": None,
        "next": None,
        "feed": "",
        "lang": "zh-CN",
    }
    lists = {"term": None, "path_terms": [], "terms": None, "list": None, "related": None}
    return {**blank, **lists, "profiles": [], "versions": [], "placed": [], **changes}


def translate(message: str, plural: str = "", **values: object) -> str:
    text = plural if plural and values.get("count") != 1 else message
    return text % values if values else text


OPTIONS = {
    f"theme_{name}": value
    for name, value in tomllib.loads((THEME_DIR / "theme.toml").read_text(encoding="utf-8"))["options"].items()
}


def draw(component: str, **words: Any) -> Page:
    """Draw as Sphinx does: no autoescape, and nothing known but the words of the contract."""
    environment = SandboxedEnvironment(loader=FileSystemLoader(THEME_DIR), undefined=StrictUndefined, autoescape=False)
    words = {"translate": translate, "part_lang": "", **OPTIONS, **words}
    return Page(environment.get_template(f"components/{component}.html").render(words))


def draw_everywhere(component: str, **words: Any) -> Page:
    """Draw with the words that the layout adds for its own components."""
    return draw(component, site_lang="", **words)


def draw_article(component: str, shown: dict[str, Any], **changes: Any) -> Page:
    """Draw a part of an article's page."""
    return draw_everywhere(component, article=shown, byline=page_context(kind="article", article=shown, **changes))


def hostile_author() -> dict[str, Any]:
    person = author(HOSTILE, url=HOSTILE, initial=HOSTILE, avatar=HOSTILE, bio=HOSTILE, website=HOSTILE)
    return {**person, "affiliation": HOSTILE, "orcid": HOSTILE, "socials": [{"name": HOSTILE, "url": HOSTILE}]}


def hostile_series() -> dict[str, Any]:
    parts = [link(HOSTILE, HOSTILE), link(HOSTILE, HOSTILE, current=True), link(HOSTILE, "")]
    return series(HOSTILE, url=HOSTILE, parts=parts)


def hostile_article() -> dict[str, Any]:
    found = [term_link(HOSTILE, url=HOSTILE), term_link(HOSTILE, url="")]
    return article(
        title=Markup.escape(HOSTILE),
        title_text=HOSTILE,
        url=HOSTILE,
        permalink=HOSTILE,
        glyph=HOSTILE,
        subtitle=HOSTILE,
        description=HOSTILE,
        teaser=HOSTILE,
        authors=[hostile_author()] * 5,
        tags=found,
        categories=found,
        series=hostile_series(),
        published={"iso": HOSTILE, "text": HOSTILE},
        updated={"iso": HOSTILE, "text": HOSTILE},
        minutes=3,
        cover=cover(HOSTILE, srcset=HOSTILE, alt=HOSTILE, caption=HOSTILE, credit=HOSTILE, position=HOSTILE),
        license={"name": HOSTILE, "url": HOSTILE},
        doi=HOSTILE,
        lang=HOSTILE,
        language=HOSTILE,
        extra={HOSTILE: HOSTILE},
        own={HOSTILE: HOSTILE, "level": HOSTILE},
    )


def hostile_list(**changes: Any) -> dict[str, Any]:
    """A list of two hostile articles, which shows all that a list can, the author's own fields among it."""
    numbers = [link("1", HOSTILE), link("2", HOSTILE, current=True), link("…", "")]
    pages = {"page": 2, "pages": 3, "previous": HOSTILE, "next": HOSTILE, "numbers": numbers}
    fields = [*EVERY_FIELD, HOSTILE]
    columns = [{"name": name, "label": HOSTILE} for name in fields] if changes.get("style") == "table" else []
    return articles([hostile_article()] * 2, **{**pages, "fields": fields, "columns": columns, **changes})


def hostile_group() -> dict[str, Any]:
    return {"title": HOSTILE, "url": HOSTILE, "articles": [hostile_article()]}


def hostile_term(kind: str = "tag") -> dict[str, Any]:
    person = hostile_author() if kind == "author" else None
    return term(HOSTILE, kind=kind, url=HOSTILE, description=HOSTILE, cover=HOSTILE, iso=HOSTILE, author=person)


def hostile_terms(kind: str = "tag", style: str = "list") -> dict[str, Any]:
    found = [hostile_term(kind), {**hostile_term(kind), "url": ""}]
    return terms(found, kind=kind, style=style, groups=[{"title": HOSTILE, "terms": found}])


def hostile_page(**changes: Any) -> dict[str, Any]:
    away = link(HOSTILE, HOSTILE)
    versions = [version(HOSTILE, HOSTILE, url=HOSTILE), version(HOSTILE, HOSTILE, current=True)]
    return page_context(
        site=HOSTILE,
        title=HOSTILE,
        head_title=HOSTILE,
        home=away,
        navigation=[away],
        path=[away],
        article=hostile_article(),
        previous=away,
        next=away,
        path_terms=[term_link(HOSTILE, url=HOSTILE), term_link(HOSTILE, url="")],
        related=hostile_list(style="compact"),
        profiles=[hostile_author()],
        versions=versions,
        feed=HOSTILE,
        **changes,
    )


ARTICLE_WORDS = {"byline": hostile_page(), "article": hostile_article()}
#: What each component is handed by somebody who wishes its readers ill.
HOSTILE_WORDS: list[tuple[str, dict[str, Any]]] = [
    ("article-header", ARTICLE_WORDS),
    ("article-header-plain", ARTICLE_WORDS),
    ("article-footer-plain", ARTICLE_WORDS),
    ("article-after", ARTICLE_WORDS),
    ("article-related", ARTICLE_WORDS),
    ("article-categories", ARTICLE_WORDS),
    ("article-terms", ARTICLE_WORDS),
    ("byline", ARTICLE_WORDS),
    ("cover", ARTICLE_WORDS),
    ("tags", ARTICLE_WORDS),
    *(("article-list", {"list": hostile_list(style=style)}) for style in FIELDS_OF_STYLE),
    *(("article-list", {"list": hostile_list(style=style, design=True)}) for style in FIELDS_OF_STYLE),
    *(("article-list", {"list": hostile_list(style=style, groups=[hostile_group()])}) for style in FIELDS_OF_STYLE),
    ("article-list", {"list": hostile_list(numbered=True)}),
    ("article-list", {"list": articles([], empty=HOSTILE)}),
    ("article-card", {"list": hostile_list(), "article": hostile_article(), "first": True, "counted": 0}),
    ("article-table", {"list": hostile_list(style="table"), "articles": [hostile_article()]}),
    ("article-nav", {"byline": hostile_page()}),
    ("author-cards", {"authors": [hostile_author()]}),
    ("author-links", {"author": hostile_author()}),
    ("seal", {"author": hostile_author()}),
    ("series-nav", {"series": hostile_series()}),
    ("series-nav", {"series": {**hostile_series(), "url": "", "position": 0}}),
    ("page-path", {"byline": hostile_page()}),
    ("page-versions", {"byline": hostile_page()}),
    ("site-indexes", {"byline": hostile_page()}),
    *(("term-header", {"byline": hostile_page(term=hostile_term(kind))}) for kind in KINDS),
    ("term-header", {"byline": hostile_page()}),
    *(("term-list", {"terms": hostile_terms(kind, style)}) for kind in KINDS for style in TERM_STYLES),
    ("article-citation", {"article": {**hostile_article(), "bibtex": HOSTILE}, "cited": True}),
    (
        "page-branch",
        {
            "byline": page_context(
                branch={**link(HOSTILE, HOSTILE), "below": [{**link(HOSTILE, HOSTILE), "below": []}]},
            )
        },
    ),
    (
        "site-footer",
        {
            "byline": hostile_page(),
            "edit_url": HOSTILE,
            "theme_social": {HOSTILE: HOSTILE},
            "show_copyright": True,
            "copyright": (HOSTILE, HOSTILE),
            "last_updated": HOSTILE,
            "show_sphinx": True,
        },
    ),
    (
        "site-header",
        {"byline": hostile_page(), "logo_url": HOSTILE, "hasdoc": lambda _: True, "pathto": lambda _: HOSTILE}
        | {"pagename": HOSTILE, "builder": "html", "own_links": [link(HOSTILE, HOSTILE)]},
    ),
]
#: What draws nothing that anybody but the author of the site has written: Sphinx's own, icons, the search.
NOTHING_FOREIGN = {
    *("article-comments", "article-toc", "favicon", "icon-search", "index-entries", "page-body"),
    *("search-box", "search-dialog", "search-link"),
}


@pytest.mark.parametrize(("component", "words"), HOSTILE_WORDS)
def test_hostile_text_stays_text_in_every_component(component, words):
    drawn = draw_everywhere(component, **words)
    assert not drawn.all("script")
    for element in drawn.found:
        handlers = [name for name in element if name.startswith("on")]
        assert not handlers, f"<{element['tag']}> in {component} has {handlers}"
    assert not [image for image in drawn.all("img") if image.get("src") == "x"]


def test_hostile_text_is_tried_on_every_component():
    tried = {f"{component}.html" for component, _ in HOSTILE_WORDS}
    assert tried == set(COMPONENTS) - {f"{component}.html" for component in NOTHING_FOREIGN}


@pytest.mark.parametrize(
    ("made", "promised"),
    [
        (author(), contexts.AuthorContext),
        (term_link(), contexts.TermLinkContext),
        (term(), contexts.TermContext),
        (author_term(), contexts.TermContext),
        (terms([]), contexts.TermListContext),
        (link(), contexts.LinkContext),
        (series(), contexts.SeriesContext),
        (version("中文", "zh"), contexts.VersionContext),
        (cover(), contexts.CoverContext),
        (article(), contexts.ArticleContext),
        (articles([]), contexts.ListContext),
        (page_context(), contexts.PageContext),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_components_are_tried_with_the_words_that_the_contract_promises(made, promised):
    assert made.keys() == promised.__annotations__.keys()


@pytest.mark.parametrize(
    ("component", "words"),
    [
        *(("article-list", {"list": articles([full_article()], style=style)}) for style in ("cards", "list", "table")),
        ("article-list", {"list": articles([article(title=Markup("数学"))], style="compact")}),
        ("article-header-plain", {"article": full_article(), "byline": page_context()}),
        ("article-footer-plain", {"article": article(), "byline": page_context(profiles=[author("数学")])}),
        ("byline", {"article": article(authors=[author("数学")])}),
        ("cover", {"article": article(cover=cover(caption="数学"))}),
        ("author-cards", {"authors": [author("数学")]}),
        ("series-nav", {"series": series("数学")}),
        ("term-list", {"terms": terms([term("数学")])}),
        ("term-list", {"terms": terms([author_term("数学")], kind="author", style="cards")}),
    ],
)
def test_what_other_themes_draw_needs_no_word_but_its_own(component, words):
    environment = SandboxedEnvironment(loader=FileSystemLoader(THEME_DIR), autoescape=False)
    html = environment.get_template(f"components/{component}.html").render(translate=translate, **words)
    assert "数学" in Page(html).found[0]["text"]


def test_an_article_header_carries_the_microformats():
    drawn = draw_article("article-header", full_article(permalink="https://example.org/x.html"))
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
    drawn = draw_article("article-header", article())
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


def numbered_pages(page: int, shown: list[int], **changes: Any) -> dict[str, Any]:
    """A list of ten pages at ``page``, whose links are ``shown``; 0 where some are left out."""
    numbers = [
        link(str(number), f"page/{number}.html", current=number == page) if number else link("…", "")
        for number in shown
    ]
    return articles([article()], page=page, pages=10, numbers=numbers, **changes)


def test_the_first_page_of_a_list_leads_on_and_not_back():
    drawn = draw("article-list", list=numbered_pages(1, [1, 2, 3, 0, 10], next="page/2.html"))
    assert [(found["rel"], found["href"]) for found in drawn.all("a") if "rel" in found] == [("next", "page/2.html")]


def test_every_page_of_a_list_has_its_number_and_the_reader_s_own_says_so():
    nav = draw("article-list", list=numbered_pages(5, [1, 0, 4, 5, 6, 0, 10], previous="p.html", next="n.html"))
    assert [found["text"] for found in nav.all("li")] == ["1", "…", "4", "5", "6", "…", "10"]
    (here,) = [found for found in nav.found if "aria-current" in found]
    assert (here["tag"], here["text"], here["aria-current"]) == ("span", "5", "page")
    links = [found for found in nav.all("a") if "li" in found["in"]]
    assert [found["href"] for found in links] == [f"page/{number}.html" for number in (1, 4, 6, 10)]
    assert links[0]["aria-label"] == "Page 1 of 10"


def test_a_list_on_one_page_has_no_numbers():
    assert not draw("article-list", list=articles([article()])).all("nav")


def test_a_list_shows_of_each_article_what_is_asked_for_and_nothing_else():
    shown = full_article(
        subtitle="副题",
        categories=[term_link("技术")],
        series=series(),
        lang="en",
        language="English",
        own={"level": "easy"},
    )
    marks = {
        "cover": ("img", "u-photo"),
        "teaser": ("p", "p-summary"),
        "authors": ("span", "p-author"),
        "date": ("time", "dt-published"),
        "updated": ("time", "dt-updated"),
        "subtitle": ("p", "byline-card-subtitle"),
    }
    words = {"tags": "数学", "category": "技术", "series": "链", "reading_time": "4 min read", "lang": "English"}
    whole = draw("article-list", list=articles([shown], fields=list(SHOWN_FIELDS)))
    bare = draw("article-list", list=articles([{**shown, "own": {}}], fields=["title"]))
    for name, mark in marks.items():
        assert whole.all(*mark), name
        assert not bare.all(*mark), name
    for name, word in {**words, "own": "easy"}.items():
        assert word in whole.found[0]["text"], name
        assert word not in bare.found[0]["text"], name
    assert [found["text"] for found in bare.all("", "p-name")] == ["题"]


def test_a_grouped_list_has_a_heading_for_each_group_and_its_articles_one_step_below():
    groups = [
        {"title": "2024", "url": "2024.html", "articles": [article()]},
        {"title": "未注明日期", "url": "", "articles": [article(url="y.html")]},
    ]
    drawn = draw("article-list", list=articles([article(), article(url="y.html")], groups=groups, heading_level=2))
    assert [found["text"] for found in drawn.all("h2")] == ["2024", "未注明日期"]
    assert [found["href"] for found in drawn.all("a") if "h2" in found["in"]] == ["2024.html"]
    assert len(drawn.all("h3", "p-name")) == 2
    assert [found["href"] for found in drawn.all("a", "u-url")] == ["x.html", "y.html"]


def test_headings_of_a_list_go_no_deeper_than_six():
    groups = [{"title": "2024", "url": "", "articles": [article()]}]
    drawn = draw("article-list", list=articles([article()], groups=groups, heading_level=6))
    assert [(found["tag"], found["text"]) for found in drawn.found if found["tag"].startswith("h")] == [
        ("h6", "2024"),
        ("h6", "题"),
    ]


def test_the_parts_of_a_series_have_the_numbers_of_their_places_in_it():
    parts = [article(series=series(position=position, parts=[])) for position in (11, 12)]
    drawn = draw("article-list", list=articles(parts, style="list", numbered=True))
    assert [found["data-number"] for found in drawn.all("article")] == ["11", "12"]
    assert len([found for found in drawn.all("div") if found.get("role") == "listitem"]) == len(drawn.all("article"))
    assert drawn.all("div", "byline-grid")[0]["role"] == "list"
    plain = draw("article-list", list=articles(parts, style="list"))
    assert not [found for found in plain.found if "data-number" in found or "role" in found]


def test_a_table_has_a_header_cell_for_each_column_and_a_cell_for_each_of_them_in_every_row():
    columns = [{"name": name, "label": f"栏 {name}"} for name in EVERY_FIELD]
    shown = full_article(series=series(), categories=[term_link("技术")], own={"level": "easy"}, language="English")
    drawn = draw(
        "article-list",
        list=articles([shown, article(url="y.html")], style="table", fields=EVERY_FIELD, columns=columns),
    )
    assert [found["text"] for found in drawn.all("th")] == [f"栏 {name}" for name in EVERY_FIELD]
    assert {found["scope"] for found in drawn.all("th")} == {"col"}
    assert [found["data-field"] for found in drawn.all("td")] == EVERY_FIELD * 2
    first = dict(zip(EVERY_FIELD, (found["text"].strip() for found in drawn.all("td")), strict=False))
    assert first["title"].startswith("题")
    assert "Draft" in first["title"]
    assert first["tags"] == "数学, 历史"
    assert first["authors"] == "Ada, 李明"
    assert (first["category"], first["series"], first["lang"], first["level"]) == ("技术", "链", "English", "easy")
    assert (first["date"], first["updated"]) == ("2026年3月1日", "2026年3月2日")
    assert first["reading_time"] == "4 min read"
    assert [found["href"] for found in drawn.all("a", "u-url")] == ["x.html", "y.html"]
    assert len(drawn.all("tr", "h-entry")) == 2


def test_a_grouped_table_is_a_table_for_each_group():
    groups = [{"title": str(year), "url": "", "articles": [article()]} for year in (2024, 2023)]
    drawn = draw("article-list", list=articles([article()] * 2, style="table", groups=groups))
    assert len(drawn.all("table")) == len(drawn.all("h2")) == 2


@pytest.mark.parametrize("style", FIELDS_OF_STYLE)
def test_sphinx_design_carries_the_looks_of_cards_under_other_themes_alone(style):
    ours = draw("article-list", list=articles([full_article()], style=style))
    others = draw("article-list", list=articles([full_article()], style=style, design=True))
    designed = {cls for found in others.found for cls in (found.get("class") or "").split() if cls.startswith("sd-")}
    assert not [found for found in ours.found if "sd-" in (found.get("class") or "")]
    assert ({"sd-container-fluid", "sd-row", "sd-col", "sd-card", "sd-card-body"} <= designed) == (style == "cards")
    assert bool(designed) == (style == "cards")


def test_a_series_shows_its_parts_and_which_of_them_is_read():
    drawn = draw("series-nav", series=series())
    assert [found["href"] for found in drawn.all("a")] == ["s.html", "1.html", "3.html"]
    (here,) = [found for found in drawn.found if "aria-current" in found]
    assert (here["tag"], here["text"], here["aria-current"]) == ("span", "二", "page")
    assert "Part 2 of 3" in drawn.all("nav")[0]["text"]
    assert drawn.all("ol")
    assert drawn.all("nav")[0]["aria-label"] == "In this series"


def test_a_series_that_is_shown_elsewhere_has_no_current_part():
    parts = [link("一", "1.html"), link("二", "")]
    drawn = draw("series-nav", series=series(url="", position=0, count=2, parts=parts))
    assert [found["href"] for found in drawn.all("a")] == ["1.html"]
    assert not [found for found in drawn.found if "aria-current" in found]
    assert "Part" not in drawn.found[0]["text"]
    assert "链" in drawn.found[0]["text"]


def test_a_series_of_one_part_is_named_and_not_listed():
    drawn = draw("series-nav", series=series(position=1, count=1, parts=[link("一", "1.html", current=True)]))
    assert not drawn.all("ol")
    assert "链" in drawn.found[0]["text"]


def test_a_page_leads_to_its_versions_and_says_their_languages_to_readers_and_machines():
    found = [version("English", "en"), version("简体中文", "zh-CN", current=True)]
    drawn = draw("page-versions", byline=page_context(versions=found))
    (away,) = drawn.all("a")
    assert (away["href"], away["hreflang"], away["lang"], away["rel"]) == ("en.html", "en", "en", "alternate")
    assert away["text"] == "English"
    (here,) = drawn.all("span")
    assert (here["text"], here["lang"], here["aria-current"]) == ("简体中文", "zh-CN", "true")
    assert drawn.all("nav")[0]["aria-label"] == "Languages"


def test_a_page_in_one_language_has_no_versions():
    assert not draw("page-versions", byline=page_context()).found


def test_an_author_s_card_says_who_it_is_and_where_else_they_can_be_met():
    socials = [{"name": "GitHub", "url": "https://github.com/ada"}]
    person = author(bio="写作", affiliation="学院", website="https://ada.example", socials=socials)
    person["orcid"] = "https://orcid.org/0000-0002-1825-0097"
    drawn = draw("author-cards", authors=[person, author("李明", url="")])
    assert len(drawn.all("li", "h-card")) == 2
    assert [(found["text"], found["rel"]) for found in drawn.all("a", "p-name")] == [("Ada", "author")]
    assert [found["text"] for found in drawn.all("span", "p-name")] == ["李明"]
    assert drawn.all("p", "p-note")[0]["text"] == "写作"
    assert drawn.all("p", "p-org")[0]["text"] == "学院"
    links = [(found["text"], found["href"]) for found in drawn.all("a") if found["rel"] == "me"]
    assert links == [
        ("Website", "https://ada.example"),
        ("ORCID", "https://orcid.org/0000-0002-1825-0097"),
        ("GitHub", "https://github.com/ada"),
    ]


def test_an_author_of_whom_the_name_alone_is_known_has_no_empty_parts():
    drawn = draw("author-cards", authors=[author()])
    assert not drawn.all("p")
    assert not draw("author-links", author=author()).found


def test_below_an_article_stand_its_authors_its_series_and_what_is_related():
    words = {
        "profiles": [author(bio="写作")],
        "related": articles([article(title=Markup("乙"))], style="compact", heading_level=3),
    }
    drawn = draw_article("article-footer-plain", article(series=series()), **words)
    assert drawn.all("ul", "byline-profiles")
    assert drawn.all("nav", "byline-series")
    assert [found["text"] for found in drawn.all("h2")] == ["Related articles"]
    assert "乙" in drawn.all("section", "byline-related")[0]["text"]


def test_what_the_author_has_put_into_the_text_does_not_stand_around_it_too():
    shown = full_article(series=series())
    assert draw_article("article-after", shown).all("nav", "byline-series")
    assert not draw_article("article-after", shown, placed=["series"]).all("nav", "byline-series")
    for component in ("article-header", "article-header-plain"):
        assert draw_article(component, shown).all("ul", "byline-authors")
        assert not draw_article(component, shown, placed=["meta"]).all("ul", "byline-authors")


def test_an_article_that_belongs_to_nothing_has_nothing_below_it():
    drawn = draw_article("article-footer-plain", article())
    assert [found["tag"] for found in drawn.found] == ["div"]


def test_an_article_leads_to_its_categories_each_named_from_the_outermost():
    inner = term_link("Python", url="p.html", path=["技术", "Python"])
    drawn = draw("article-categories", article=article(categories=[inner, term_link("随笔", url="")]))
    assert [(found["text"], found["href"]) for found in drawn.all("a", "p-category")] == [("技术 / Python", "p.html")]
    assert [found["text"] for found in drawn.all("span", "p-category")] == ["随笔"]


def test_a_title_keeps_its_typeset_math():
    drawn = draw_article("article-header", article(title=Markup('论 <span class="katex">x</span>')))
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
    person = author_term("陈静", count=7, bio="写作", website="https://example.org", affiliation="大学")
    drawn = draw("term-header", byline=page_context(kind="author", title="陈静", term=person, feed="f.xml"))
    assert drawn.all("h1", "p-name")[0]["text"] == "陈静"
    assert drawn.all("p", "p-note")[0]["text"] == "写作"
    assert drawn.all("p", "p-org")[0]["text"] == "大学"
    # The feed is that of the whole site, and stands in the footer.
    assert {link["href"] for link in drawn.all("a")} == {"https://example.org"}
    assert "7 articles" in drawn.all("p", "byline-meta")[0]["text"]


def test_a_tag_index_shows_every_tag_with_its_weight_and_count():
    found = [term("甲", weight=5, count=40), term("乙", weight=1, count=1)]
    drawn = draw("term-list", terms=terms(found, style="cloud"))
    assert [item["class"] for item in drawn.all("li")] == ["byline-weight-5", "byline-weight-1"]
    assert [count["text"] for count in drawn.all("span", "byline-count")] == ["40", "1"]


def test_a_page_within_a_category_says_in_which_and_how_many_articles_it_has():
    above = [term_link("分类", url="categories.html"), term_link("技术", url="tech.html")]
    shown = term("Python", kind="category", level=1, count=3, description="一种语言", cover="p.svg")
    drawn = draw("term-header", byline=page_context(kind="category", title="Python", term=shown, path_terms=above))
    assert [(found["text"], found["href"]) for found in drawn.all("a")] == [
        ("分类", "categories.html"),
        ("技术", "tech.html"),
    ]
    assert [found["text"] for found in drawn.all("h1")] == ["Python"]
    assert drawn.all("p", "byline-lede")[0]["text"] == "一种语言"
    assert drawn.all("img", "byline-term-cover")[0]["src"] == "p.svg"
    assert "3 articles" in drawn.all("p", "byline-meta")[0]["text"]


def test_a_further_page_of_a_document_s_list_is_headed_by_the_document_s_title():
    drawn = draw("term-header", byline=page_context(title="新闻"))
    assert [found["text"] for found in drawn.all("h1")] == ["新闻"]
    assert not drawn.all("p")


def test_an_index_of_authors_shows_who_they_are():
    people = [author_term("Ada", count=3, bio="Writes.", affiliation="学院"), author_term("李明", url="")]
    drawn = draw("term-list", terms=terms(people, kind="author", style="cards"))
    assert len(drawn.all("li", "h-card")) == 2
    assert [found["href"] for found in drawn.all("a", "p-name")] == ["a.html"]
    assert [found["text"] for found in drawn.all("span", "p-name")] == ["李明"]
    assert [found["text"] for found in drawn.all("p", "p-note")] == ["Writes."]
    assert [found["text"] for found in drawn.all("span", "p-org")] == ["学院"]
    assert "3 articles" in drawn.all("li")[0]["text"]


@pytest.mark.parametrize("style", ["list", "cloud", "cards"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_list_of_terms_counts_articles_only_where_it_is_to(kind, style):
    found = [author_term("甲", count=40) if kind == "author" else term("甲", kind=kind, count=40)]
    assert "40" in draw("term-list", terms=terms(found, kind=kind, style=style)).found[0]["text"]
    drawn = draw("term-list", terms=terms(found, kind=kind, style=style, count=False))
    assert "40" not in drawn.found[0]["text"]
    assert "甲" in drawn.found[0]["text"]


def test_terms_stand_under_the_letters_that_they_begin_with():
    groups = [{"title": "A", "terms": [term("Ada"), term("Ari")]}, {"title": "B", "terms": [term("Bob")]}]
    drawn = draw("term-list", terms=terms([], groups=groups, heading_level=3))
    assert [found["text"] for found in drawn.all("h3")] == ["A", "B"]
    assert [found["text"].split()[0] for found in drawn.all("li")] == ["Ada", "Ari", "Bob"]


def test_terms_are_links_only_where_they_have_pages():
    drawn = draw("term-list", terms=terms([term("甲"), term("乙", url="")]))
    assert [found["text"].split()[0] for found in drawn.all("a")] == ["甲"]


def test_a_category_in_another_is_shown_below_it():
    found = [term("技术", kind="category"), term("Python", kind="category", level=1)]
    drawn = draw("term-list", terms=terms(found, kind="category"))
    assert [item["class"] for item in drawn.all("li")] == ["byline-level-0", "byline-level-1"]


@pytest.mark.parametrize(
    ("builder", "pagename", "count"), [("html", "a", 1), ("html", "search", 0), ("singlehtml", "index", 0)]
)
def test_the_search_can_be_reached_from_every_page_that_has_a_search_page_beside_it(builder, pagename, count):
    words = {"hasdoc": lambda _: True, "pathto": lambda name, *_: f"{name}.html", "pagename": pagename}
    link = draw("search-link", builder=builder, **words)
    assert [found["href"] for found in link.all("a")] == ["search.html"] * count
    dialog = draw("search-dialog", builder=builder, site_lang="", search_checksum="0", **words)
    assert len(dialog.all("dialog")) == count
    # Without the script of the search, the field asks the search page.
    assert [found["action"] for found in dialog.all("form")] == ["search.html"] * count


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
