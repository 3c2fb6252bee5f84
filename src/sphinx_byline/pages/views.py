"""The single source of what decides whether a page is written again: the digest of all it shows beyond its own text.

A page shows of *other* articles, of tags and of authors only what :meth:`Views.view` names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_byline.collect.freshness import digest_of
from sphinx_byline.pages.publisher import plain_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_byline.model.article import Article, Author, Tag
    from sphinx_byline.model.index import Term
    from sphinx_byline.pages.publisher import Publisher


class Views:
    """Digests for one build of one app."""

    def __init__(self, publisher: Publisher) -> None:
        """Ask ``publisher`` what pages show."""
        self.publisher = publisher
        self._cards: dict[str, str] = {}

    def forget(self) -> None:
        """Begin anew: documents have been read since a digest was last asked for."""
        self._cards.clear()

    @property
    def navigation(self) -> str:
        """A digest of what the header of every page leads to."""
        return digest_of(self.publisher.destinations)

    def view(self, docname: str) -> str:
        """The digest of everything that the document shows of other articles, of tags and of authors."""
        publisher, domain = self.publisher, self.publisher.domain
        index = domain.index
        article = index.by_docname.get(docname)
        shown: list[object] = [publisher.destinations]
        shown += [self._link(above) for above in publisher.above(docname)]
        if article is not None:
            shown += [self._heading(other) for other in index.neighbours(docname)]
            shown += [(term.value, term.count) for term in self._terms_of(article)]
            shown += [domain.has_pages("tag"), domain.has_pages("author")]
            shown += [article.draft, article.categories, article.tags, article.authors, publisher.series(article)]
        shown += [self.cards(index.select(query)) for query in domain.lists.get(docname, ())]
        shown += [
            (typ, target, term and (term.slug, term.value))
            for typ, target in domain.mentions.get(docname, ())
            for term in [domain.term(typ, target)]
        ]
        return digest_of(shown)

    def cards(self, articles: Iterable[Article]) -> Sequence[str]:
        """A digest for each article, of everything that its card shows."""
        return [self._card(article) for article in articles]

    def _card(self, article: Article) -> str:
        if article.docname not in self._cards:
            cover = article.card.path if article.card else ""
            images = self.publisher.env.images
            image = images[cover][1] if cover in images else ""
            terms = [(term.value, term.count) for term in self._terms_of(article)]
            most = self.publisher.domain.index.most_used
            self._cards[article.docname] = digest_of((self._heading(article), article, image, terms, most))
        return self._cards[article.docname]

    def _terms_of(self, article: Article) -> Iterable[Term[Tag] | Term[Author]]:
        index = self.publisher.domain.index
        # An unlisted article may have terms of its own, which no list knows.
        yield from (index.tags[tag.slug] for tag in article.tags if tag.slug in index.tags)
        yield from (index.authors[author.slug] for author in article.authors if author.slug in index.authors)

    def _link(self, docname: str) -> object:
        return self.publisher.short_title(docname), plain_title(self.publisher.env, docname)

    def _heading(self, article: Article | None) -> object:
        """What a link to an article shows: its title, formulas in their TeX."""
        if article is None:
            return None
        title = self.publisher.env.titles.get(article.docname)
        return article.docname, title.pformat() if title is not None else "", article.title, article.short_title
