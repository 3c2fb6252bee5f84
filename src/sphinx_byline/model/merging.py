"""The single source of what a publication says of a term that several articles write, each in its own way.

The most frequent spelling is shown, of equally frequent ones the first by code points.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from sphinx_byline.model.article import Author

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_byline.model.article import Category, Series, Tag


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
