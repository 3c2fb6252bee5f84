"""The single source of the words that templates know.

Every template of ours is handed ``byline``, a :class:`PageContext`, beside Sphinx's own context; a component that is
drawn inside a body (a list) is handed a :class:`ListContext` as ``list`` and ``translate`` alone. Text is plain and has
to be escaped by Jinja (autoescape is off in Sphinx: write ``|e``); what is HTML already is of the type ``Markup``.
Addresses are relative to the page that shows them, and percent-encoded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from sphinx_byline.model.article import HeaderValue


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
    """An author in a byline or on an author page."""

    name: str
    url: str
    """The author page, empty where author pages are switched off."""
    initial: str
    """One character for the seal that stands where an avatar is missing: the first Han one, else the first letter."""
    avatar: str
    bio: str
    website: str
    affiliation: str
    orcid: str
    """Address of the author's record, empty where none is known."""
    socials: list[SocialContext]
    count: int
    """Articles by this author in the publication."""


class TagContext(TypedDict):
    """A tag as a chip, in a cloud, or at the head of its page."""

    label: str
    url: str
    """The tag page, empty where tag pages are switched off."""
    count: int
    weight: int
    """1 to 5, by the logarithm of the count, for clouds."""
    description: str
    cover: str
    """Address of its picture, empty where it has none."""


class CategoryContext(TypedDict):
    """A category of an article."""

    label: str
    path: list[str]
    """Labels from the outermost to its own."""


class SeriesContext(TypedDict):
    """The series of an article, and its place in it."""

    label: str
    position: int
    """From 1; 0 for an article that no list shows."""
    count: int
    """Parts of the series."""


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
    tags: list[TagContext]
    categories: list[CategoryContext]
    series: SeriesContext | None
    published: TimeContext | None
    updated: TimeContext | None
    """Only where it is later than ``published``."""
    minutes: int
    """0 where it is not known, or not to be shown."""
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
    lang: str
    """BCP 47, empty where it is the site's."""
    extra: Mapping[str, HeaderValue]


class ListContext(TypedDict):
    """A list of articles; ``previous`` and ``next`` lead to its other pages."""

    style: Literal["cards", "compact"]
    articles: list[ArticleContext]
    heading_level: int
    """Of the titles in the list: 2 below the page's own heading."""
    page: int
    pages: int
    previous: str
    next: str
    empty: str


class PageContext(TypedDict):
    """What a whole page is handed as ``byline``."""

    kind: Literal["home", "article", "page", "tag", "author", "tags", "authors", "search", "other"]
    """``page`` is a document of the author's that is no article, ``other`` anything that Sphinx generates."""
    site: str
    """The publication's name."""
    head_title: str
    """For ``<title>``: plain text."""
    home: LinkContext
    navigation: list[LinkContext]
    path: list[LinkContext]
    """The documents that this one lies below in the toctree, from the outermost."""
    contents: bool
    """Whether the page may show its table of contents."""
    article: ArticleContext | None
    previous: LinkContext | None
    next: LinkContext | None
    author: AuthorContext | None
    tag: TagContext | None
    terms: list[TagContext] | list[AuthorContext]
    """On an index: every tag, or every author."""
    list: ListContext | None
    """On a generated page: its articles."""
    feed: str
    """Address of the Atom feed, empty where there is none."""
    lang: str
    """BCP 47, of the page."""
