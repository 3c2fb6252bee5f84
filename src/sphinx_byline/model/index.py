"""The single source of order and of visibility: which articles there are, in which order, under which tags and authors.

One total order: dated articles before undated ones, the newest first, then by document name; so no two builds differ.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from sphinx_byline.model.article import Article, Author, Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

TermT = TypeVar("TermT", Author, Tag)


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

    def __init__(self, articles: Iterable[Article], *, with_drafts: bool = False) -> None:
        """Take the articles in any order; drafts are visible only ``with_drafts``."""
        self.articles: tuple[Article, ...] = tuple(
            sorted((article for article in articles if with_drafts or not article.draft), key=_order)
        )

    @cached_property
    def by_docname(self) -> Mapping[str, Article]:
        """The visible articles by their document names."""
        return {article.docname: article for article in self.articles}

    @cached_property
    def _position(self) -> Mapping[str, int]:
        return {article.docname: position for position, article in enumerate(self.articles)}

    @cached_property
    def tags(self) -> Mapping[str, Term[Tag]]:
        """Every tag by its slug, in the order of slugs; spelled as it is most often written."""
        return _terms(self.articles, lambda article: article.tags, _most_frequent_tag)

    @cached_property
    def authors(self) -> Mapping[str, Term[Author]]:
        """Every author by the slug, in the order of slugs; what one article does not say another may."""
        return _terms(self.articles, lambda article: article.authors, _merged_author)

    @cached_property
    def most_used(self) -> int:
        """How many articles the tag with the most of them has; 0 without tags."""
        return max((term.count for term in self.tags.values()), default=0)

    def select(self, query: Query) -> tuple[Article, ...]:
        """The articles that fit ``query``, in their order."""
        found: Sequence[Article] = self.articles
        if query.tags:
            found = [article for article in found if any(tag.slug in query.tags for tag in article.tags)]
        if query.authors:
            found = [article for article in found if any(who.slug in query.authors for who in article.authors)]
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


def _merged_author(authors: list[Author]) -> Author:
    def first(values: Iterable[str]) -> str:
        return next((value for value in values if value), "")

    return Author(
        name=_most_frequent(author.name for author in authors),
        slug=authors[0].slug,
        url=first(author.url for author in authors),
        avatar=first(author.avatar for author in authors),
        bio=first(author.bio for author in authors),
        email=first(author.email for author in authors),
        orcid=first(author.orcid for author in authors),
        affiliation=first(author.affiliation for author in authors),
    )
