"""The single source of order and of visibility: which articles there are, in which order, under which terms.

One total order: dated articles before undated ones, the newest first, then by document name; so no two builds differ.
In lists pinned articles come before the others. One rule of visibility: drafts are nowhere, unless they are asked for;
what is unlisted has a page and stands in no list, under no term and beside no other article.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from sphinx_byline.model.article import Article, Author, Category, Period, Series, Tag
from sphinx_byline.model.collation import Collation
from sphinx_byline.model.conditions import is_ours, sorted_by, value_of
from sphinx_byline.model.kinds import KINDS, TermKind
from sphinx_byline.model.merging import (
    Term,
    TermT,
    TermValue,
    gather,
    merged_author,
    most_frequent_category,
    most_frequent_series,
    most_frequent_tag,
    name_of_term,
)
from sphinx_byline.model.names import own_name
from sphinx_byline.model.queries import AuthorCards, GroupBy, Query, SeriesNav, TermListing, fits_glob, fits_language
from sphinx_byline.model.registry import Registry
from sphinx_byline.model.related import Kinship, Relations
from sphinx_byline.model.slugs import slugify
from sphinx_byline.model.versions import versions_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a list that is grouped. ``term`` is None for what belongs to no other group."""

    term: Term[TermValue] | None
    articles: tuple[Article, ...]


class ArticleIndex:
    """Every visible article of a publication. Immutable; what it answers is computed once, when it is first asked."""

    def __init__(
        self,
        articles: Iterable[Article],
        *,
        with_drafts: bool = False,
        registry: Registry | None = None,
        now: dt.datetime | None = None,
        collation: Collation | None = None,
        kinship: Kinship | None = None,
    ) -> None:
        """Take the articles in any order; drafts are visible only ``with_drafts``.

        ``registry`` says what is known of authors and terms; what is dated later than ``now`` is a draft. The language
        of ``collation`` is the site's.
        """
        self.registry = registry or Registry()
        self.collation = collation or Collation()
        self._kinship = kinship or Kinship()
        settled = (self.registry.settle(article) for article in articles)
        if now is not None:
            settled = (
                replace(article, draft=True) if article.date is not None and article.date.when > now else article
                for article in settled
            )
        visible = sorted((article for article in settled if with_drafts or not article.draft), key=_order)
        self.articles: tuple[Article, ...] = tuple(article for article in visible if not article.unlisted)
        """What lists may show, the newest first."""
        self._visible = tuple(visible)
        self._in_order: dict[TermKind, Sequence[Term[Any]]] = {}
        self._most_used: dict[TermKind, int] = {}
        self._related: dict[str, Sequence[Article]] = {}

    @cached_property
    def by_docname(self) -> Mapping[str, Article]:
        """Every article that has a page, by its document name; unlisted ones too."""
        return {article.docname: article for article in self._visible}

    @cached_property
    def _named(self) -> tuple[Mapping[str, list[str]], ...]:
        """Document names by the slugs of their files' names, and by those of their titles."""
        by_file: dict[str, list[str]] = {}
        by_title: dict[str, list[str]] = {}
        for article in self._visible:
            by_file.setdefault(slugify(own_name(article.docname)), []).append(article.docname)
            by_title.setdefault(slugify(article.title), []).append(article.docname)
        return by_file, by_title

    def named(self, slug: str) -> str | None:
        """The article whose file, else whose title, has the slug ``slug``; None where there is none, or several."""
        found = next((names[slug] for names in self._named if len(names.get(slug, ())) == 1), None)
        return found[0] if found else None

    @cached_property
    def listed(self) -> tuple[Article, ...]:
        """The articles as lists show them: pinned ones first."""
        return tuple(sorted(self.articles, key=lambda article: -article.pin))

    @cached_property
    def _position(self) -> Mapping[str, int]:
        return {article.docname: position for position, article in enumerate(self.articles)}

    # --- terms ----------------------------------------------------------------------------------------------------

    @cached_property
    def tags(self) -> Mapping[str, Term[Tag]]:
        """Every tag by its slug, in the order of slugs; spelled as it is most often written."""
        return gather(self.listed, lambda article: article.tags, most_frequent_tag)

    @cached_property
    def authors(self) -> Mapping[str, Term[Author]]:
        """Every author by the slug, in the order of slugs; what one article does not say another may."""
        return gather(self.listed, lambda article: article.authors, merged_author)

    @cached_property
    def categories(self) -> Mapping[str, Term[Category]]:
        """Every category by its slug, ``outer/inner``; an outer one has the articles of those in it."""
        return gather(self.listed, self.registry.with_outer_categories, most_frequent_category)

    @cached_property
    def series(self) -> Mapping[str, Term[Series]]:
        """Every series by its slug, its parts in their order: by their numbers, then by date, the oldest first."""
        found = gather(
            reversed(self.articles), lambda article: (article.series,) if article.series else (), most_frequent_series
        )
        return {slug: replace(term, articles=tuple(sorted(term.articles, key=_part))) for slug, term in found.items()}

    @cached_property
    def periods(self) -> Mapping[str, Term[Period]]:
        """Every year, ``2024``, and every month, ``2024/03``, the latest first; pinned articles where they belong."""
        found = gather(self.articles, lambda article: article.periods, lambda written: written[0])

        def latest_first(term: Term[Period]) -> tuple[int, int]:
            return -term.value.year, -(term.value.month or 13)  # A year stands before its months.

        return {term.slug: term for term in sorted(found.values(), key=latest_first)}

    def terms(self, kind: TermKind) -> Mapping[str, Term[Any]]:
        """Every term of ``kind``, by its slug."""
        found: Mapping[str, Term[Any]] = getattr(self, KINDS[kind].plural)
        return found

    def known(self, kind: TermKind, value: TermT) -> TermT:
        """``value`` as the publication has it; as the article writes it, where no list knows the term."""
        term: Term[TermT] | None = self.terms(kind).get(value.slug)
        return term.value if term else value

    def list_terms(self, listing: TermListing) -> list[Term[Any]]:
        """The terms that ``listing`` asks for, in its order."""
        found = [term for term in self._by_names(listing.kind) if term.count >= listing.at_least]
        if listing.kind == "period":
            # So many years, each with its months.
            years = [term.slug for term in found if not term.value.month][: listing.limit or None]
            return [term for term in found if f"{term.value.year}" in years]
        if listing.sort == "count":
            found.sort(key=lambda term: -term.count)
        elif listing.sort == "date":
            found.sort(key=lambda term: min(self._position[article.docname] for article in term.articles))
        return found[: listing.limit or None]

    def _by_names(self, kind: TermKind) -> Sequence[Term[Any]]:
        """Every term of ``kind`` by its name, periods the latest first."""
        if kind not in self._in_order:
            terms = list(self.terms(kind).values())
            self._in_order[kind] = (
                terms if kind == "period" else sorted(terms, key=lambda term: self._by_name(term.value))
            )
        return self._in_order[kind]

    def _by_name(self, value: TermValue) -> list[Any]:
        path = value.path if isinstance(value, Category) else (name_of_term(value),)
        return [self.collation.key(label) for label in path]

    def most_used(self, kind: TermKind) -> int:
        """How many articles the term of ``kind`` with the most of them has; 0 without terms."""
        if kind not in self._most_used:
            self._most_used[kind] = max((term.count for term in self.terms(kind).values()), default=0)
        return self._most_used[kind]

    def slug_of(self, kind: TermKind, slug: str) -> str:
        """The slug of the term that ``slug`` stands for, an alias or a key of the registry among them."""
        known: Mapping[TermKind, Callable[[str], str]] = {
            "tag": self.registry.tag_slug,
            "author": self.registry.author_slug,
            "category": self.registry.category_slug,
            "series": self.registry.series_slug,
        }
        found = known[kind](slug) if kind in known else slug
        if kind == "category" and found not in self.categories:
            # A category in another may go by its own name, where no other has it.
            within = [full for full in self.categories if full.endswith(f"/{found}")]
            return within[0] if len(within) == 1 else found
        return found

    # --- lists ----------------------------------------------------------------------------------------------------

    def select(self, query: Query) -> tuple[Article, ...]:
        """The articles that fit ``query``, in its order."""
        terms = [
            (kind, query.of(kind).translated(lambda slug, kind=kind: self.slug_of(kind, slug)))  # type: ignore[misc]  # mypy does not infer the default
            for kind in KINDS
            if query.of(kind)
        ]
        found: Sequence[Article] = [
            article
            for article in self._candidates(query)
            if all(names.fit(self._slugs(kind, article)) for kind, names in terms) and self._fits(article, query)
        ]
        if query.sort:
            found = sorted_by(found, query.sort, self.collation.key)
        return tuple(found[query.offset :][: query.limit or None])

    def _candidates(self, query: Query) -> Iterable[Article]:
        """The articles that ``query`` may ask for, in the order that they have unless it asks for another."""
        if query.related_to:
            article = self.by_docname.get(query.related_to)
            return self.related(article) if article else ()
        for kind in ("series", "period", "tag", "author", "category"):
            wanted = query.of(kind).wanted
            if len(wanted) == 1:
                term = self.terms(kind).get(self.slug_of(kind, wanted[0]))
                found = term.articles if term else ()
                by_date = query.periods.wanted and kind not in {"series", "period"}
                return sorted(found, key=lambda article: self._position[article.docname]) if by_date else found
        return self.articles if query.periods.wanted else self.listed

    def _fits(self, article: Article, query: Query) -> bool:
        if query.langs and not query.langs.fit((self.language_of(article),), fits_language):
            return False
        if query.docs and not query.docs.fit((article.docname,), fits_glob):
            return False
        if query.since or query.until:
            day = article.date.when.date() if article.date else None
            if day is None or (query.since and day < query.since) or (query.until and day > query.until):
                return False
        return all(condition.fits(article) for condition in query.where)

    def _slugs(self, kind: TermKind, article: Article) -> tuple[str, ...]:
        if kind == "category":
            return tuple(found.slug for found in self.registry.with_outer_categories(article))
        if kind == "series":
            return (article.series.slug,) if article.series else ()
        found: Mapping[str, Sequence[TermValue]] = {
            "tag": article.tags,
            "author": article.authors,
            "period": article.periods,
        }
        return tuple(term.slug for term in found[kind])

    def unknown(self, query: Query) -> list[tuple[TermKind, str]]:
        """What ``query`` names and no article has: the kind of term, and the name as it was written.

        Periods are none of it: a year without an article is no mistake.
        """
        return [
            (kind, slug)
            for kind in KINDS
            if kind != "period"
            for slug in (*query.of(kind).wanted, *query.of(kind).unwanted)
            if self.slug_of(kind, slug) not in self.terms(kind)
        ]

    def unknown_fields(self, names: Iterable[str]) -> list[str]:
        """Those of ``names`` that are no fields of ours, and that no article's header has."""
        return [
            name
            for name in dict.fromkeys(names)
            if not is_ours(name) and all(value_of(article, name) is None for article in self._visible)
        ]

    def group(self, articles: Sequence[Article], by: GroupBy) -> list[Group]:
        """``articles`` in groups, each group's in the order in which they come.

        Years and months come by time, in whichever direction the articles do; other groups by their names. What belongs
        to none of them comes last.
        """
        having: dict[str, list[Article]] = {}
        kind: TermKind = "period" if by in {"year", "month"} else by  # type: ignore[assignment]  # a kind, as GroupBy says
        for article in articles:
            slugs = [found.slug for found in article.categories] if by == "category" else self._slugs(kind, article)
            if kind == "period":
                slugs = slugs[:1] if by == "year" else slugs[1:]
            for slug in slugs or ("",):
                having.setdefault(slug, []).append(article)
        terms = self.terms(kind)
        groups = [Group(terms.get(slug), tuple(found)) for slug, found in having.items()]
        named = [group for group in groups if group.term is not None]
        if kind == "period":
            # Pinned articles may stand in front of the others, and their years do not.
            days = [article.date for article in articles if article.date and not article.pin]
            rising = len(days) > 1 and days[0].when < days[-1].when
            named.sort(key=lambda group: group.term.slug if group.term else "", reverse=not rising)
        else:
            named.sort(key=lambda group: self._by_name(group.term.value) if group.term else [])
        return named + [group for group in groups if group.term is None]

    # --- one article among others ---------------------------------------------------------------------------------

    def neighbours(self, docname: str, by: Literal["date", "series"] = "date") -> tuple[Article | None, Article | None]:
        """The article before (older) and the one after (newer); None at the ends, and twice for what is no article.

        By ``series`` they are the parts before and after in the article's series, where it has one of several parts.
        """
        article = self.by_docname.get(docname)
        term = self.series.get(article.series.slug) if by == "series" and article and article.series else None
        if term is not None and term.count > 1:
            order: Sequence[Article] = term.articles[::-1]
            position = next((at for at, part in enumerate(order) if part.docname == docname), None)
        else:
            own = {version.docname for version in self.versions(docname)} - {docname}
            order = [other for other in self.articles if other.docname not in own] if own else self.articles
            position = self._position.get(docname)
            if own and position is not None:
                position = next(at for at, other in enumerate(order) if other.docname == docname)
        if position is None:
            return None, None
        return order[position + 1] if position + 1 < len(order) else None, order[position - 1] if position else None

    @cached_property
    def _relations(self) -> Relations:
        return Relations(self.articles, self._kinship)

    def related(self, article: Article) -> Sequence[Article]:
        """The articles that have most in common with ``article``, the closest first; its own translations are none."""
        if article.docname not in self._related:
            own = {version.docname for version in self.versions(article.docname)}
            found = self._relations.of(article)
            self._related[article.docname] = tuple(other for other in found if other.docname not in own)
        return self._related[article.docname]

    def authors_of(self, cards: AuthorCards) -> list[Author]:
        """Whom ``cards`` show: those that are named and known, else the article's own."""
        if cards.authors:
            slugs = (self.slug_of("author", slug) for slug in cards.authors)
            return [self.authors[slug].value for slug in slugs if slug in self.authors]
        article = self.by_docname.get(cards.docname)
        return [self.known("author", who) for who in article.authors] if article else []

    def series_of(self, nav: SeriesNav) -> Series | None:
        """The series that ``nav`` shows: the one that is named, if it is known, else the article's own."""
        if nav.series:
            term = self.series.get(self.slug_of("series", nav.series))
            return term.value if term else None
        article = self.by_docname.get(nav.docname)
        return self.known("series", article.series) if article and article.series else None

    def language_of(self, article: Article) -> str:
        """The article's language (BCP 47): its own, else the site's."""
        return article.lang or self.collation.language

    @cached_property
    def _versions(self) -> Mapping[str, tuple[Article, ...]]:
        # What is unlisted is led to by nobody.
        return versions_of(self.articles, self.language_of)

    def versions(self, docname: str) -> tuple[Article, ...]:
        """The article and its translations, one for each language, by their languages; nothing if there is but one."""
        return self._versions.get(docname, ())


def _order(article: Article) -> tuple[bool, float, str]:
    date = article.date
    return date is None, -date.when.timestamp() if date else 0.0, article.docname


def _part(article: Article) -> tuple[bool, float]:
    order = article.series.order if article.series else None
    return order is None, order or 0.0
