"""The single source of order and of visibility: which articles there are, in which order, under which tags and authors.

One total order: dated articles before undated ones, the newest first, then by document name; so no two builds differ.
In lists pinned articles come before the others. One rule of visibility: drafts are nowhere, unless they are asked for;
what is unlisted has a page and stands in no list, under no term and beside no other article.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from sphinx_byline.model.article import Article, Author, Category, Series, Tag
from sphinx_byline.model.registry import Registry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

TermT = TypeVar("TermT", Author, Tag, Category, Series)


@dataclass(frozen=True, slots=True)
class Query:
    """Which articles a list shows. Tags and authors are slugs; an article fits where it has any of them."""

    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    limit: int = 0
    """At most this many; 0 for all."""


@dataclass(frozen=True, slots=True)
class Term(Generic[TermT]):
    """A tag or an author as the publication knows it, with its articles in their order."""

    value: TermT
    articles: tuple[Article, ...]

    @property
    def slug(self) -> str:
        """What identifies the term."""
        return self.value.slug

    @property
    def count(self) -> int:
        """How many articles it has; at least 1."""
        return len(self.articles)


class ArticleIndex:
    """Every visible article of a publication. Immutable; what it answers is computed once, when it is first asked."""

    def __init__(
        self,
        articles: Iterable[Article],
        *,
        with_drafts: bool = False,
        registry: Registry | None = None,
        now: dt.datetime | None = None,
    ) -> None:
        """Take the articles in any order; drafts are visible only ``with_drafts``.

        ``registry`` says what is known of authors and terms; what is dated later than ``now`` is a draft.
        """
        self.registry = registry or Registry()
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

    @cached_property
    def by_docname(self) -> Mapping[str, Article]:
        """Every article that has a page, by its document name; unlisted ones too."""
        return {article.docname: article for article in self._visible}

    @cached_property
    def listed(self) -> tuple[Article, ...]:
        """The articles as lists show them: pinned ones first."""
        return tuple(sorted(self.articles, key=lambda article: -article.pin))

    @cached_property
    def _position(self) -> Mapping[str, int]:
        return {article.docname: position for position, article in enumerate(self.articles)}

    @cached_property
    def tags(self) -> Mapping[str, Term[Tag]]:
        """Every tag by its slug, in the order of slugs; spelled as it is most often written."""
        return _terms(self.listed, lambda article: article.tags, _most_frequent_tag)

    @cached_property
    def authors(self) -> Mapping[str, Term[Author]]:
        """Every author by the slug, in the order of slugs; what one article does not say another may."""
        return _terms(self.listed, lambda article: article.authors, _merged_author)

    @cached_property
    def categories(self) -> Mapping[str, Term[Category]]:
        """Every category by its slug, ``outer/inner``; an outer one has the articles of those in it."""
        return _terms(self.listed, self.registry.with_outer_categories, _most_frequent_category)

    @cached_property
    def series(self) -> Mapping[str, Term[Series]]:
        """Every series by its slug, its parts in their order: by their numbers, then by date, the oldest first."""
        found = _terms(
            reversed(self.articles), lambda article: (article.series,) if article.series else (), _most_frequent_series
        )
        return {slug: replace(term, articles=tuple(sorted(term.articles, key=_part))) for slug, term in found.items()}

    @cached_property
    def most_used(self) -> int:
        """How many articles the tag with the most of them has; 0 without tags."""
        return max((term.count for term in self.tags.values()), default=0)

    def select(self, query: Query) -> tuple[Article, ...]:
        """The articles that fit ``query``, in the order of lists."""
        found: Sequence[Article] = self.listed
        if query.tags:
            wanted = {self.registry.tag_slug(slug) for slug in query.tags}
            found = [article for article in found if any(tag.slug in wanted for tag in article.tags)]
        if query.authors:
            wanted = {self.registry.author_slug(slug) for slug in query.authors}
            found = [article for article in found if any(who.slug in wanted for who in article.authors)]
        return tuple(found[: query.limit] if query.limit else found)

    def neighbours(self, docname: str) -> tuple[Article | None, Article | None]:
        """The article before (older) and the one after (newer); None at the ends, and twice for what is no article."""
        position = self._position.get(docname)
        if position is None:
            return None, None
        older = self.articles[position + 1] if position + 1 < len(self.articles) else None
        return older, self.articles[position - 1] if position else None


def _order(article: Article) -> tuple[bool, float, str]:
    date = article.date
    return date is None, -date.when.timestamp() if date else 0.0, article.docname


def _terms(
    articles: Iterable[Article],
    terms_of: Callable[[Article], tuple[TermT, ...]],
    merge: Callable[[list[TermT]], TermT],
) -> Mapping[str, Term[TermT]]:
    written: dict[str, list[TermT]] = {}
    having: dict[str, list[Article]] = {}
    for article in articles:
        for term in terms_of(article):
            written.setdefault(term.slug, []).append(term)
            having.setdefault(term.slug, []).append(article)
    return {slug: Term(merge(written[slug]), tuple(having[slug])) for slug in sorted(written)}


def _most_frequent(texts: Iterable[str]) -> str:
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], text))


def _most_frequent_tag(tags: list[Tag]) -> Tag:
    return replace(tags[0], label=_most_frequent(tag.label for tag in tags))


def _most_frequent_series(parts: list[Series]) -> Series:
    return replace(parts[0], label=_most_frequent(part.label for part in parts), order=None)


def _most_frequent_category(categories: list[Category]) -> Category:
    counts = Counter(category.path for category in categories)
    return replace(categories[0], path=min(counts, key=lambda path: (-counts[path], path)))


def _part(article: Article) -> tuple[bool, float]:
    order = article.series.order if article.series else None
    return order is None, order or 0.0


def _merged_author(authors: list[Author]) -> Author:
    """What is said of an author, each part by the first article that says it."""
    first = authors[0]
    said = {
        part.name: next((value for who in authors if (value := getattr(who, part.name))), getattr(first, part.name))
        for part in fields(Author)
        if part.name not in {"name", "slug", "kind"}
    }
    kind = next((who.kind for who in authors if who.kind != "person"), first.kind)
    return replace(first, name=_most_frequent(who.name for who in authors), kind=kind, **said)
