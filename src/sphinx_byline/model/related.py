"""The single source of which articles are related to one: by what they have in common, the rarer the more.

What two articles share weighs as much as it tells: a term of ``n`` among ``N`` articles ``log2((N + 1) / n)`` bits, so
that the author of everything says nothing. Counts are taken over the articles that may be shown, which are those no
newer than the article itself unless newer ones are asked for: a new article then changes no older page.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx_byline.model.article import Article

#: How much a kind of term counts against a tag.
_FACTORS = {"tag": 1.0, "series": 1.5, "category": 0.75, "author": 0.5}
#: Bits for a moment that is the same; a half of it a year later, a third two years later. It settles ties, no more.
_NEARNESS = 0.2
_YEAR = 365.25 * 86_400
"""Seconds."""
#: Of a term that very many have so many are looked at, those that are nearest in time: time grows with the number of
#: articles and not with its square.
_MOST_NEAR = 250
#: What tells less than this is shared by so many that it is not worth the walk.
_LEAST_BITS = 0.02


@dataclass(frozen=True, slots=True)
class Kinship:
    """What makes articles related."""

    newer: bool = False
    """Whether articles newer than the one that is read may be shown."""
    threshold: float = 0.25
    """Bits that two articles have to have in common at least."""


@dataclass
class Relations:
    """The related articles of every article; ``articles`` in their total order, the newest first."""

    articles: Sequence[Article]
    kinship: Kinship = field(default_factory=Kinship)

    def of(self, article: Article) -> list[Article]:
        """Those that are related to ``article``, the closest first."""
        position = self._positions.get(article.docname)
        # Of those that are no newer than the article.
        first = 0 if self.kinship.newer else bisect_left(self._ages, _age(article))
        total = len(self.articles) - first
        bits: defaultdict[int, float] = defaultdict(float)
        for kind, slug in _terms(article):
            having = self._having.get((kind, slug), [])
            start = bisect_left(having, first)
            count = len(having) - start
            everywhere = kind == "author" and count == total
            weight = _FACTORS[kind] * math.log2((total + 1) / count) if count and not everywhere else 0.0
            if weight >= _LEAST_BITS:
                for other in having[self._near(having, start, position) :][:_MOST_NEAR]:
                    bits[other] += weight
        if position is not None:
            bits.pop(position, None)
        scored = [
            (-round(shared + self._nearness(article, other), 9), other)
            for other, shared in bits.items()
            if shared >= self.kinship.threshold
        ]
        return [self.articles[other] for _, other in sorted(scored)]

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {article.docname: position for position, article in enumerate(self.articles)}

    @cached_property
    def _having(self) -> Mapping[tuple[str, str], list[int]]:
        """The positions of the articles that have a term, ascending."""
        found: dict[tuple[str, str], list[int]] = {}
        for position, article in enumerate(self.articles):
            for term in _terms(article):
                found.setdefault(term, []).append(position)
        return found

    @cached_property
    def _ages(self) -> Sequence[float]:
        """What articles are ordered by, ascending: the newest first, those without a date last."""
        return [_age(article) for article in self.articles]

    def _near(self, having: Sequence[int], start: int, position: int | None) -> int:
        """Where in ``having``, from ``start`` on, those begin that are looked at: the nearest in time."""
        if not self.kinship.newer or position is None:
            return start
        return max(start, bisect_left(having, position) - _MOST_NEAR // 2)

    def _nearness(self, article: Article, other: int) -> float:
        distance = abs(_age(article) - self._ages[other])
        return _NEARNESS / (1 + distance / _YEAR) if math.isfinite(distance) else 0.0


def _age(article: Article) -> float:
    return -article.date.when.timestamp() if article.date else math.inf


def _terms(article: Article) -> list[tuple[str, str]]:
    found = [("tag", tag.slug) for tag in article.tags]
    found += [("category", category.slug) for category in article.categories]
    found += [("author", author.slug) for author in article.authors]
    if article.series:
        found.append(("series", article.series.slug))
    return found
