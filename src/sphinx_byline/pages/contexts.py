"""The single source of the words that templates know.

Every template of ours is handed ``byline``, a :class:`PageContext`, beside Sphinx's own context; a component that is
drawn inside a body (a list) is handed a :class:`ListContext` as ``list``, ``translate``, and ``part_lang``, the
attribute ``lang`` of what is the site's own in a document that is in another language, else nothing. Text is plain and
has to be escaped by Jinja (autoescape is off in Sphinx: write ``|e``); what is HTML already is of the type ``Markup``.
Addresses are relative to the page that shows them, and percent-encoded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from sphinx_byline.model.article import HeaderValue


PageKind = Literal[
    "home",
    "article",
    "page",
    "tag",
    "author",
    "category",
    "series",
    "period",
    "tags",
    "authors",
    "categories",
    "series_index",
    "archive",
    "list",
    "search",
    "other",
]


class LinkContext(TypedDict):
    """A link: previous, next, an item of the navigation."""

    title: Markup
    url: str
    current: bool


class SocialContext(TypedDict):
    """Where else an author can be met."""

    name: str
    """The platform as it writes itself: ``GitHub``."""
    url: str


class AuthorContext(TypedDict):
    """An author in a byline, on a card, or on an author page."""

    name: str
    url: str
    """The author page, empty where there is none."""
    initial: str
    """One character for the seal that stands where an avatar is missing: the first Han one, else the first letter."""
    avatar: str
    bio: str
    website: str
    affiliation: str
    orcid: str
    """Address of the author's record, empty where none is known."""
    socials: list[SocialContext]


class TermLinkContext(TypedDict):
    """A tag as a chip, a category above a title."""

    label: str
    url: str
    """Its page, empty where there is none."""
    path: list[str]
    """Labels from the outermost to its own; one, but for a category in another."""


class TermContext(TypedDict):
    """A tag, author, category, series or period: at the head of its page, or in a list of them."""

    kind: Literal["tag", "author", "category", "series", "period"]
    label: str
    url: str
    """Its page, empty where there is none."""
    count: int
    """Articles that it has."""
    weight: int
    """1 to 5, by the logarithm of the count, for clouds."""
    level: int
    """How many categories it lies in; 1 for a month; else 0."""
    description: str
    cover: str
    """Address of its picture, empty where it has none."""
    author: AuthorContext | None
    """Of an author, what else is known."""
    iso: str
    """Of a period, ``2024`` or ``2024-03``; else empty."""


class TermGroupContext(TypedDict):
    """Terms under one letter; the title is empty where they are not grouped."""

    title: str
    terms: list[TermContext]


class TermListContext(TypedDict):
    """A list of terms."""

    kind: Literal["tag", "author", "category", "series", "period"]
    style: Literal["cloud", "list", "cards"]
    groups: list[TermGroupContext]
    heading_level: int
    """Of the titles of groups and cards."""
    count: bool
    """Whether it is said how many articles each has."""
    design: bool
    """Whether sphinx-design's grids and cards carry its looks, as under every theme but ours."""


class SeriesContext(TypedDict):
    """A series, and the place of the article in it."""

    label: str
    url: str
    position: int
    """From 1; 0 for an article that is no part of it."""
    count: int
    """Parts of the series."""
    parts: list[LinkContext]
    """On the article's own page, and where the parts are listed; else empty."""


class LicenseContext(TypedDict):
    """The terms of an article; ``url`` may be empty."""

    name: str
    url: str


class TimeContext(TypedDict):
    """A date for ``<time datetime="{{ iso }}">{{ text }}</time>``."""

    iso: str
    text: str
    """In the site's language: ``2026年3月1日``, ``March 1, 2026``."""


class CoverContext(TypedDict):
    """A cover. ``width`` and ``height`` are px, 0 where unknown; ``position`` is CSS ``object-position`` or empty."""

    url: str
    srcset: str
    """Smaller copies of a file, with their widths, for a browser to choose from; empty where there are none."""
    alt: str
    width: int
    height: int
    caption: str
    credit: str
    position: str


class ArticleContext(TypedDict):
    """An article, on its own page and as a card."""

    title: Markup
    """With typeset math."""
    title_text: str
    url: str
    permalink: str
    """Absolute; empty without ``html_baseurl``."""
    glyph: str
    """The first character of the title that draws something, for cards without a cover."""
    subtitle: str
    description: str
    teaser: str
    authors: list[AuthorContext]
    tags: list[TermLinkContext]
    categories: list[TermLinkContext]
    series: SeriesContext | None
    published: TimeContext | None
    updated: TimeContext | None
    """Only where it is later than ``published``."""
    minutes: int
    """0 where it is not known, or not to be shown."""
    characters: int
    """Of a text that is mostly Chinese or Japanese; 0 elsewhere, and where ``minutes`` is."""
    cover: CoverContext | None
    """On the article's own page its cover, in a list the image for cards."""
    draft: bool
    unlisted: bool
    pinned: bool
    comments: bool
    """Whether the author wants them, where the site has them."""
    license: LicenseContext | None
    doi: str
    """Address of the article at doi.org, empty where it has none."""
    citation: Mapping[str, HeaderValue]
    bibtex: str
    """How it is cited, on its own page; empty in lists."""
    lang: str
    """BCP 47, empty where it is the site's."""
    language: str
    """The language's name in itself: ``中文 (中国)``."""
    extra: Mapping[str, HeaderValue]
    own: Mapping[str, str]
    """The author's own fields that a list asks for, as text."""


class BranchContext(LinkContext):
    """A document of a guide's navigation."""

    below: list[BranchContext]
    """What is shown below it: of a document that the page lies below, and of the page itself."""


class VersionContext(TypedDict):
    """The page in another language."""

    name: str
    """The language in itself: ``English``."""
    lang: str
    """BCP 47."""
    url: str
    permalink: str
    """Absolute; empty without ``html_baseurl``."""
    current: bool


class ColumnContext(TypedDict):
    """A column of a table of articles."""

    name: str
    """Of the field."""
    label: str


class GroupContext(TypedDict):
    """A part of a list under a heading of its own."""

    title: str
    url: str
    """The page of the group's term, empty where there is none."""
    articles: list[ArticleContext]


class ListContext(TypedDict):
    """A list of articles; ``previous`` and ``next`` lead to its other pages."""

    style: Literal["cards", "list", "table", "compact"]
    fields: list[str]
    """What is shown of each article."""
    columns: list[ColumnContext]
    """Of a table."""
    articles: list[ArticleContext]
    groups: list[GroupContext]
    """The same articles by year, category and so on; empty where they are not grouped."""
    heading_level: int
    """Of the titles in the list, and of its groups: 2 below the page's own heading."""
    numbered: bool
    """Whether they are the parts of a series, each with its number."""
    page: int
    pages: int
    previous: str
    next: str
    numbers: list[LinkContext]
    """Every page, by its number; of very many the first, the last and those around this one."""
    empty: str
    """What is said where there is no article."""
    design: bool
    """Whether sphinx-design's grids and cards carry its looks, as under every theme but ours."""


class PageContext(TypedDict):
    """What a whole page is handed as ``byline``."""

    kind: PageKind
    """``page`` is a document of the author's that is no article, ``list`` a further page of a list in a document,
    ``other`` anything that Sphinx generates."""
    site: str
    """The publication's name."""
    title: str
    """Of the page: plain text."""
    head_title: str
    """For ``<title>``: plain text."""
    home: LinkContext
    navigation: list[LinkContext]
    path: list[LinkContext]
    """The documents that this one lies below in the toctree, from the outermost."""
    branch: BranchContext | None
    """The navigation of the guide that the page is a part of; no article has one."""
    contents: bool
    """Whether the page may show its table of contents."""
    article: ArticleContext | None
    previous: LinkContext | None
    next: LinkContext | None
    term: TermContext | None
    """On the page of a tag, author, category, series or period."""
    path_terms: list[TermLinkContext]
    """On the page of a term, what it lies in, the index first; on a further page of a list, the list's document."""
    terms: TermListContext | None
    """On an index every term; on a category's page those in it, on a tag's those that stand beside it."""
    list: ListContext | None
    """On a generated page: its articles."""
    related: ListContext | None
    """On an article's page, the articles that have most in common with it."""
    profiles: list[AuthorContext]
    """On an article's page, its authors of whom more than the name is known."""
    versions: list[VersionContext]
    """The page in every language that it is there in, its own among them; empty where there is one."""
    placed: list[str]
    """What the author has put into the text, so that it does not stand around it too: ``cover``, ``meta``, ``authors``,
    ``series``, ``related``."""
    feed: str
    """Address of the Atom feed, empty where there is none."""
    lang: str
    """BCP 47, of the page."""
