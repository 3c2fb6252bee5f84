"""The single source of what a term is: what a publication makes of all that articles write of it, and these articles.

The most frequent spelling is shown, of equally frequent ones the first by code points.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from sphinx_byline.model.article import Author, Category, Period, Series, Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sphinx_byline.model.article import Article

TermValue = Author | Tag | Category | Series | Period
TermT = TypeVar("TermT", bound=TermValue)
AnyTermT = TypeVar("AnyTermT", Author, Tag, Category, Series, Period)


@dataclass(frozen=True, slots=True)
class Term(Generic[TermT]):
    """A tag, an author or another term as the publication knows it, with its articles in their order."""

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


def name_of_term(value: TermValue) -> str:
    """What a term is called; a period by its slug, for it has another name in each language."""
    if isinstance(value, Period):
        return value.slug
    return value.name if isinstance(value, Author) else value.label


def gather(
    articles: Iterable[Article],
    terms_of: Callable[[Article], Sequence[AnyTermT]],
    merge: Callable[[list[AnyTermT]], AnyTermT],
) -> Mapping[str, Term[AnyTermT]]:
    """Every term of ``articles`` by its slug, in the order of slugs; ``merge`` makes one of all that are written."""
    written: dict[str, list[AnyTermT]] = {}
    having: dict[str, list[Article]] = {}
    for article in articles:
        for term in terms_of(article):
            written.setdefault(term.slug, []).append(term)
            having.setdefault(term.slug, []).append(article)
    return {slug: Term(merge(written[slug]), tuple(having[slug])) for slug in sorted(written)}


def _most_frequent(texts: Iterable[str]) -> str:
    counts = Counter(texts)
    return min(counts, key=lambda text: (-counts[text], text))


def most_frequent_tag(tags: list[Tag]) -> Tag:
    """The tag, spelled as it is most often."""
    return replace(tags[0], label=_most_frequent(tag.label for tag in tags))


def most_frequent_series(parts: list[Series]) -> Series:
    """The series, likewise; which part of it one article is says nothing of it."""
    return replace(parts[0], label=_most_frequent(part.label for part in parts), order=None)


def most_frequent_category(categories: list[Category]) -> Category:
    """The category, its whole path as it is most often spelled."""
    counts = Counter(category.path for category in categories)
    return replace(categories[0], path=min(counts, key=lambda path: (-counts[path], path)))


def merged_author(authors: list[Author]) -> Author:
    """What is said of an author, each part by the first article that says it."""
    first = authors[0]
    said = {
        part.name: next((value for who in authors if (value := getattr(who, part.name))), getattr(first, part.name))
        for part in fields(Author)
        if part.name not in {"name", "slug", "kind"}
    }
    kind = next((who.kind for who in authors if who.kind != "person"), first.kind)
    return replace(first, name=_most_frequent(who.name for who in authors), kind=kind, **said)
