"""The single source of what an article is: immutable values that every other room passes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

#: What a header may hold once it is read: nothing but text, lists and maps of text.
HeaderValue = str | None | list["HeaderValue"] | dict[str, "HeaderValue"]


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A date, or a date and a time, always with a zone."""

    when: dt.datetime
    """Aware. A bare date is midnight in the site's zone."""
    has_time: bool = False
    """Whether the author wrote a time of day, which is then shown to machines."""

    @property
    def iso(self) -> str:
        """As ``<time datetime>`` wants it: ``2026-03-01`` or ``2026-03-01T08:00:00+08:00``."""
        return self.when.isoformat(timespec="seconds") if self.has_time else self.when.date().isoformat()


@dataclass(frozen=True, slots=True)
class Author:
    """A person or an organisation in a byline; two with one slug are one author."""

    name: str
    slug: str
    url: str = ""
    avatar: str = ""
    """An ``http`` or ``https`` address, or a file, from the source folder, with ``/``."""
    bio: str = ""
    email: str = ""
    orcid: str = ""
    """Sixteen digits in four groups; no address."""
    affiliation: str = ""
    kind: Literal["person", "organisation"] = "person"
    socials: tuple[tuple[str, str], ...] = ()
    """Name of the platform and address of the author there, in the order in which they were written."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as one article writes it; two with one slug are one tag."""

    label: str
    slug: str
    description: str = ""
    cover: str = ""
    """An address or a file, as an author's avatar. Only a registry gives a tag this and the description."""


@dataclass(frozen=True, slots=True)
class Category:
    """A section of the publication, which may lie in another; two with one slug are one category."""

    path: tuple[str, ...]
    """Labels from the outermost to its own."""
    slug: str
    """Slugs of the path, with ``/``."""
    description: str = ""
    cover: str = ""

    @property
    def label(self) -> str:
        """Its own label."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Series:
    """A series, and which part of it an article is; two with one slug are one series."""

    label: str
    slug: str
    order: float | None = None
    """Where the article comes in it; those without a place come by date, after those that have one."""
    description: str = ""
    cover: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year of the archive, or a month of it."""

    year: int
    month: int = 0
    """From 1; 0 for the whole year."""

    @property
    def slug(self) -> str:
        """``2024``, ``2024/03``."""
        return f"{self.year}/{self.month:02}" if self.month else f"{self.year}"


@dataclass(frozen=True, slots=True)
class License:
    """The terms under which an article may be used: a name, and the address of the terms or nothing."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """The image that leads an article. Exactly one of ``url`` and ``path`` is set."""

    url: str = ""
    """``http`` or ``https`` address of a remote image."""
    path: str = ""
    """A file, from the source folder, with ``/``."""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    position: str = ""
    """CSS ``object-position``; only words and percentages get here."""
    width: int = 0
    """px; 0 where it is not known."""
    height: int = 0
    """px; 0 where it is not known."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How much there is to read."""

    characters: int = 0
    """Han characters and kana."""
    words: int = 0
    """Words of the other scripts, Hangul included."""
    minutes: int = 0
    """At least 1 for a text that is not empty."""

    @property
    def is_by_characters(self) -> bool:
        """Whether most of the text is Chinese or Japanese, whose length readers know by the character."""
        return self.characters > self.words


@dataclass(frozen=True, slots=True)
class Article:
    """One article: what its header says, and what its body adds to that once it is read."""

    docname: str
    title: str = ""
    """Plain text: the heading that the page shows, else the header's title."""
    description: str = ""
    """The lede: the author's own description, never one made up."""
    teaser: str = ""
    """For lists: the description, else the beginning of the first paragraph."""
    authors: tuple[Author, ...] = ()
    tags: tuple[Tag, ...] = ()
    categories: tuple[Category, ...] = ()
    series: Series | None = None
    cover: Cover | None = None
    """On the article's own page."""
    card: Cover | None = None
    """In lists: the cover, unless the header names another image for them."""
    social: Cover | None = None
    """For social sites, likewise."""
    date: Moment | None = None
    updated: Moment | None = None
    draft: bool = False
    unlisted: bool = False
    """Reachable by its address alone."""
    pin: int = 0
    """0 where it is not pinned; the largest number is first in lists."""
    lang: str = ""
    """BCP 47; empty where it is the site's."""
    subtitle: str = ""
    short_title: str = ""
    """For the navigation; empty where it is the title."""
    license: License | None = None
    translation_of: str = ""
    """The document name of the article that this one is a translation of."""
    translation_key: str = ""
    """A name that all versions of a text share."""
    canonical: str = ""
    """Address of the text's first publication, elsewhere."""
    redirects: tuple[str, ...] = ()
    """Old paths of the article on this site, as they were written."""
    toc: bool = True
    comments: bool = True
    minutes: int | None = None
    """Reading time as the author says it, 0 for none to be shown; None where it is counted."""
    macros: Mapping[str, str] = field(default_factory=dict)
    """For the article's formulas: ``\\name`` to TeX."""
    citation: Mapping[str, HeaderValue] = field(default_factory=dict)
    doi: str = ""
    """``10.prefix/suffix``; no address."""
    reading: Reading = field(default_factory=Reading)
    extra: Mapping[str, HeaderValue] = field(default_factory=dict)
    """Fields that we do not know, for the author's own templates."""

    @property
    def periods(self) -> tuple[Period, ...]:
        """The year and the month that it was published in, by its own zone; nothing where it has no date."""
        if self.date is None:
            return ()
        day = self.date.when.date()
        return Period(day.year), Period(day.year, day.month)

    @property
    def revised(self) -> Moment | None:
        """``updated``, where it is later than ``date``: only then is it told to readers."""
        return self.updated if self.updated and (self.date is None or self.updated > self.date) else None
