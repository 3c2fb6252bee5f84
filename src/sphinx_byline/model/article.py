"""The single source of what an article is: immutable values that every other room passes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
    bio: str = ""
    email: str = ""
    orcid: str = ""
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as one article writes it; two with one slug are one tag."""

    label: str
    slug: str


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
    cover: Cover | None = None
    date: Moment | None = None
    updated: Moment | None = None
    draft: bool = False
    lang: str = ""
    """BCP 47; empty where it is the site's."""
    reading: Reading = field(default_factory=Reading)
    extra: Mapping[str, HeaderValue] = field(default_factory=dict)
    """Fields that we do not know, for the author's own templates."""

    @property
    def revised(self) -> Moment | None:
        """``updated``, where it is later than ``date``: only then is it told to readers."""
        return self.updated if self.updated and (self.date is None or self.updated > self.date) else None
