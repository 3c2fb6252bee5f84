"""The single source of what can be asked of the articles: which ones, in which order, how many, in which layout.

A :class:`Query` says which articles; a :class:`Layout` how they are shown; a :class:`Listing` is both. All are values:
they are pickled with the environment, and what a page shows is decided anew from them in each build.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Literal

from sphinx_byline.model.conditions import Order
from sphinx_byline.model.kinds import KINDS, TermKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection

    from sphinx_byline.model.conditions import Condition

ListStyle = Literal["cards", "list", "table", "compact"]
GroupBy = Literal["year", "month", "category", "author", "tag"]

STYLES: tuple[ListStyle, ...] = ("cards", "list", "table", "compact")
GROUPS: tuple[GroupBy, ...] = ("year", "month", "category", "author", "tag")

#: What each style shows of an article unless ``fields`` says otherwise; the title is never left out.
FIELDS_OF_STYLE: dict[ListStyle, tuple[str, ...]] = {
    "cards": ("cover", "tags", "title", "teaser", "authors", "date", "reading_time"),
    "list": ("title", "teaser", "authors", "date", "reading_time", "tags"),
    "table": ("date", "title", "authors", "tags"),
    "compact": ("title", "authors", "date"),
}
#: What a list can show of an article beside its title; any other name is a field of the author's own.
SHOWN_FIELDS = (
    *("title", "cover", "tags", "category", "series", "subtitle", "teaser"),
    *("authors", "date", "updated", "reading_time", "lang"),
)


@dataclass(frozen=True, slots=True)
class Names:
    """Names that are asked for, and names that are not wanted."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    every: bool = False
    """Whether all that are wanted have to be there; else one is enough."""

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return bool(self.wanted or self.unwanted)

    def fit(self, having: Collection[str], same: Callable[[str, str], bool] | None = None) -> bool:
        """Whether something that has the names ``having`` fits; ``same`` compares a name asked for with one it has."""

        def has(name: str) -> bool:
            return name in having if same is None else any(same(name, one) for one in having)

        if any(has(name) for name in self.unwanted):
            return False
        return not self.wanted or (all if self.every else any)(has(name) for name in self.wanted)

    def translated(self, translate: Callable[[str], str]) -> Names:
        """The same question in other words."""
        return Names(tuple(map(translate, self.wanted)), tuple(map(translate, self.unwanted)), self.every)


@dataclass(frozen=True, slots=True)
class Query:
    """Which articles a list shows. Terms are slugs; what is empty asks nothing."""

    tags: Names = field(default_factory=Names)
    authors: Names = field(default_factory=Names)
    categories: Names = field(default_factory=Names)
    """A category has the articles of those that lie in it."""
    series: Names = field(default_factory=Names)
    langs: Names = field(default_factory=Names)
    """``zh`` fits ``zh-CN`` too."""
    periods: Names = field(default_factory=Names)
    """``2024`` or ``2024/03``."""
    docs: Names = field(default_factory=Names)
    """Globs over document names: ``*`` within a folder, ``**`` over several."""
    since: dt.date | None = None
    until: dt.date | None = None
    """The last day that fits."""
    where: tuple[Condition, ...] = ()
    sort: tuple[Order, ...] = ()
    """Empty for the order of lists: pinned articles, then the newest; of one series alone, its parts in their order."""
    limit: int = 0
    """At most this many; 0 for all."""
    offset: int = 0
    """How many are passed over."""
    related_to: str = ""
    """The document name of an article, whose related articles are asked for, the closest first."""

    def of(self, kind: TermKind) -> Names:
        """What is asked of the terms of ``kind``."""
        names: Names = getattr(self, KINDS[kind].plural)
        return names

    @property
    def is_one_series(self) -> bool:
        """Whether it asks for the parts of one series, in their order."""
        return len(self.series.wanted) == 1 and not self.sort

    @classmethod
    def for_term(cls, kind: TermKind, slug: str) -> Query:
        """The articles of one term."""
        asked: dict[str, Any] = {KINDS[kind].plural: Names((slug,))}
        return cls(**asked)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a list is shown."""

    style: ListStyle = "cards"
    fields: tuple[str, ...] = ()
    """What is shown of each article; empty for what the style shows."""
    group_by: GroupBy | None = None
    per_page: int = 0
    """Articles on a page; 0 where the list is not cut, :data:`SITES_OWN` for as many as the site's settings say."""
    empty: str = ""
    """What is said where no article fits; empty for words of ours."""
    silent: bool = False
    """Whether nothing at all is shown where no article fits."""

    @property
    def shown(self) -> tuple[str, ...]:
        """What is shown of each article."""
        return self.fields or FIELDS_OF_STYLE[self.style]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of articles in a document."""

    query: Query = field(default_factory=Query)
    layout: Layout = field(default_factory=Layout)
    place: tuple[TermKind, str] | None = None
    """Set where the list was appended to a document in the place of a term's page: nothing is shown if there is no
    such term."""

    @property
    def asked(self) -> Query:
        """The query; by date where the list is in years or months and asks for no order: pins do not count there."""
        timely = self.layout.group_by in {"year", "month"} and not self.query.sort and not self.query.related_to
        return replace(self.query, sort=CHRONICLE.sort) if timely else self.query


TermStyle = Literal["cloud", "list", "cards"]
TermSort = Literal["name", "count", "date"]
TERM_STYLES: tuple[TermStyle, ...] = ("cloud", "list", "cards")
TERM_SORTS: tuple[TermSort, ...] = ("name", "count", "date")


@dataclass(frozen=True, slots=True)
class TermListing:
    """A list of terms in a document: every tag, every author."""

    kind: TermKind
    style: TermStyle = "list"
    sort: TermSort = "name"
    """By name in the language's order; by count or by the newest article, the largest first."""
    grouped: bool = False
    """Under the letters that names begin with."""
    count: bool = True
    """Whether it is said how many articles each has."""
    limit: int = 0
    at_least: int = 1
    """Articles that a term has to have to be shown."""
    place: bool = False
    """Set where the list was appended to a document in the place of an index."""


#: How the index of each kind shows its terms.
INDEXES: dict[TermKind, TermListing] = {
    "tag": TermListing("tag", style="cloud"),
    "author": TermListing("author", style="cards"),
    "category": TermListing("category"),
    "series": TermListing("series", style="cards"),
    "period": TermListing("period"),
}
#: ``per_page`` of a list that is cut as the site's settings say.
SITES_OWN = -1
#: How the archive shows all articles.
ARCHIVE = Layout("compact", group_by="month")
#: All articles by their dates, pinned or not.
CHRONICLE = Query(sort=(Order("date", descending=True),))


def layout_of(kind: TermKind, slug: str) -> Layout:
    """How the page of a term shows its articles, be it generated or a document in its place."""
    if kind == "period":
        return replace(ARCHIVE, group_by=None) if "/" in slug else ARCHIVE
    return Layout("list" if kind == "series" else "cards")


@dataclass(frozen=True, slots=True)
class AuthorCards:
    """Who wrote an article, or the authors that are named, with what is known of them."""

    authors: tuple[str, ...] = ()
    """Slugs; empty for the authors of ``docname``."""
    docname: str = ""


@dataclass(frozen=True, slots=True)
class SeriesNav:
    """The parts of a series."""

    series: str = ""
    """A slug; empty for the series of ``docname``."""
    docname: str = ""


@dataclass(frozen=True, slots=True)
class ArticlePart:
    """A part of an article's page, shown wherever it is wanted."""

    part: Literal["meta", "cover"]
    docname: str


#: What a directive of ours puts into a document.
Part = Listing | TermListing | AuthorCards | SeriesNav | ArticlePart


def fits_glob(glob: str, docname: str) -> bool:
    """Whether ``docname`` fits ``glob``; a folder's name alone fits all that lies in it.

    ``*``, ``?`` and ``[…]`` stop at a ``/``, ``**`` between two of them is any number of folders.
    """
    parts, names = glob.strip("/").split("/"), docname.split("/")
    if not any(sign in glob for sign in "*?["):
        return names[: len(parts)] == parts
    reached = {0}  # How many names the parts so far may have taken.
    for part in parts:
        if part == "**":
            reached = set(range(min(reached, default=len(names) + 1), len(names) + 1))
        else:
            reached = {taken + 1 for taken in reached if taken < len(names) and fnmatchcase(names[taken], part)}
    return len(names) in reached


def fits_language(asked: str, language: str) -> bool:
    """Whether a text in ``language`` is one in ``asked``: basic filtering of RFC 4647, 3.3.1; ``_`` is ``-``."""
    asked, language = (text.casefold().replace("_", "-") for text in (asked, language))
    return language == asked or language.startswith(f"{asked}-")
