"""The single source of what decides whether a page is written again: the digest of all it shows beyond its own text.

A page shows of *other* articles and of terms only what :meth:`Views.view` names.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sphinx_byline.collect.freshness import digest_of
from sphinx_byline.collect.phrases import PHRASE_FIELDS
from sphinx_byline.collect.references import ARTICLE_ROLE, article_docname, slug_path
from sphinx_byline.model.article import Reading
from sphinx_byline.model.conditions import value_of
from sphinx_byline.model.kinds import KINDS
from sphinx_byline.model.merging import name_of_term
from sphinx_byline.model.queries import ArticlePart, AuthorCards, Layout, Listing, SeriesNav, TermListing
from sphinx_byline.pages.publisher import shown_characters
from sphinx_byline.pages.site import plain_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_byline.collect.phrases import PhraseField
    from sphinx_byline.model.article import Article
    from sphinx_byline.model.kinds import TermKind
    from sphinx_byline.model.merging import TermValue
    from sphinx_byline.model.queries import Part
    from sphinx_byline.pages.publisher import Publisher


#: What an article says that no list shows.
_SHOWN_NOWHERE: dict[str, Any] = {
    "macros": {},
    "redirects": (),
    "canonical": "",
    "toc": True,
    "translation_of": "",
    "translation_key": "",
}


class Views:
    """Digests for one build of one app."""

    def __init__(self, publisher: Publisher) -> None:
        """Ask ``publisher`` what pages show."""
        self.publisher = publisher
        self._cards: dict[tuple[str, tuple[str, ...] | None], str] = {}
        self._headings: dict[str, object] = {}

    def forget(self) -> None:
        """Begin anew: documents have been read since a digest was last asked for."""
        self._cards.clear()
        self._headings.clear()
        for made in ("navigation", "_pages"):
            self.__dict__.pop(made, None)

    @cached_property
    def navigation(self) -> str:
        """A digest of what every header leads to, and of documents in the place of pages that are switched off."""
        domain = self.publisher.domain
        places = {docname: domain.place_of(docname) for docname in self.publisher.env.found_docs}
        # Those under a name that is no slug, too: links have to go to that address.
        alone = sorted(
            docname
            for docname, place in places.items()
            if place and (not domain.has_pages(place[0]) or place[1] != slug_path(*place))
        )
        languages = [self.publisher.language_of(docname) for docname, _ in self.publisher.destinations]
        return digest_of((self.publisher.destinations, languages, alone))

    @cached_property
    def _pages(self) -> list[bool]:
        """Which kinds of terms have pages to lead to."""
        return [self.publisher.domain.has_pages(kind) for kind in KINDS]

    def view(self, docname: str) -> str:
        """The digest of everything that the document shows of other articles and of terms."""
        publisher, domain = self.publisher, self.publisher.domain
        article = domain.index.by_docname.get(docname)
        shown: list[object] = [self.navigation]
        shown += [self._link(above) for above in publisher.above(docname)]
        if branch := publisher.branch(docname):
            shown += [branch, *map(self._link, branch)]
        if article is not None:
            shown += [self._pages, self._whole(article), self._own_pages(article)]
            shown += [end and self._link(end[0]) for end in publisher.around(docname)]
            shown += [self._series(article.series.slug if article.series else "")]
            shown += [self.articles(publisher.related(article), Layout("compact")), publisher.profiles(article)]
            shown += [
                (self._heading(version), domain.index.language_of(version))
                for version in domain.index.versions(docname)
            ]
        shown += [self._part(docname, part) for part in domain.parts.get(docname, ())]
        shown += [self._mention(docname, typ, target) for typ, target in domain.mentions.get(docname, ())]
        return digest_of(shown)

    def _own_pages(self, article: Article) -> list[str]:
        """Those pages of the article's terms that are documents: an unlisted one may have terms that no list knows."""
        domain, found = self.publisher.domain, self.publisher.env.found_docs
        terms: list[tuple[TermKind, TermValue]] = [("tag", tag) for tag in article.tags]
        terms += [("author", who) for who in article.authors]
        terms += [("category", category) for category in article.categories]
        terms += [("series", article.series)] if article.series else []
        docnames = [domain.term_docname(kind, value.slug) for kind, value in terms]
        return [docname for docname in docnames if docname in found]

    def articles(self, articles: Iterable[Article], layout: Layout, *, numbered: bool = False) -> object:
        """What a list of ``articles`` shows; ``numbered`` where they are the parts of a series."""
        articles = list(articles)
        cards: list[object] = [self._card(article, layout) for article in articles]
        if numbered:
            cards += [self._place_in_series(article) for article in articles]
        groups = self.publisher.domain.index.group(articles, layout.group_by) if layout.group_by else []
        parts = [(group.term and group.term.value, [one.docname for one in group.articles]) for group in groups]
        return cards, parts

    def terms(self, listing: TermListing) -> list[object]:
        """What a list of terms shows."""
        index = self.publisher.domain.index
        most = index.most_used(listing.kind) if listing.style == "cloud" else 0
        return [most, *((term.value, term.count) for term in index.list_terms(listing))]

    def _part(self, docname: str, part: Part) -> object:
        publisher, domain = self.publisher, self.publisher.domain
        index = domain.index
        if isinstance(part, Listing):
            pages = publisher.pages_of(docname, part)
            shown = self.articles(pages[docname], part.layout, numbered=part.query.is_one_series)
            return part, shown, len(pages), index.unknown(part.query)
        if isinstance(part, TermListing):
            return part, self.terms(part)
        if isinstance(part, AuthorCards):
            return part, index.authors_of(part)
        if isinstance(part, SeriesNav):
            series = index.series_of(part)
            return part, series, self._series(series.slug if series else "")
        assert isinstance(part, ArticlePart)  # noqa: S101 -- the last of them
        article = index.by_docname.get(part.docname)
        return part, article and self._whole(article)

    def _series(self, slug: str) -> object:
        term = self.publisher.domain.index.series.get(slug)
        return term and (term.value, [self._link(part.docname) for part in term.articles])

    def _mention(self, docname: str, typ: str, target: str) -> object:
        domain = self.publisher.domain
        if typ == ARTICLE_ROLE:
            found = article_docname(domain, docname, target)
            return typ, target, found and self._link(found)
        kind: TermKind = typ  # type: ignore[assignment]  # the roles' names are the kinds of terms
        term = domain.term(kind, target)
        return typ, target, term and (term.slug, term.value)

    def _card(self, article: Article, layout: Layout) -> str:
        """A digest of everything that a list in ``layout`` shows of ``article``."""
        fields = None if self.publisher.has_own_templates else layout.shown
        key = (article.docname, fields)
        if key not in self._cards:
            said = (article.draft, article.pin > 0, article.lang)
            shown = self._whole(article) if fields is None else [self._field(article, name) for name in fields]
            self._cards[key] = digest_of((self._heading(article), said, shown))
        return self._cards[key]

    def _field(self, article: Article, name: str) -> object:
        """What a list shows of one field."""
        index = self.publisher.domain.index
        terms: dict[str, tuple[TermKind, Sequence[TermValue]]] = {
            "tags": ("tag", article.tags),
            "authors": ("author", article.authors),
            "category": ("category", article.categories),
        }
        if name in terms:
            kind, values = terms[name]
            # An unlisted article may have terms of its own, which no list knows.
            found = [index.known(kind, value) for value in values]
            return [(value.slug, name_of_term(value)) for value in found]
        if name == "cover":
            path = article.card.path if article.card else ""
            images = self.publisher.env.images
            return article.card, images[path][1] if path in images else "", self.publisher.cover_sources(article.card)
        others: dict[str, object] = {
            "title": "",
            "series": self._place_in_series(article) if name == "series" else "",
            "subtitle": self._said(article, "subtitle"),
            "teaser": self._said(article, "teaser"),
            "date": article.date,
            "updated": article.revised,
            "reading_time": article.reading.minutes,
            "lang": index.language_of(article),
        }
        return others[name] if name in others else value_of(article, name)

    def _whole(self, article: Article) -> object:
        """All that a template of the author's own may show of an article."""
        index = self.publisher.domain.index
        terms = [index.known("tag", tag) for tag in article.tags]
        authors = [index.known("author", who) for who in article.authors]
        sections = [index.known("category", category) for category in article.categories]
        cover = self._field(article, "cover")
        shown = Reading(characters=shown_characters(article.reading), minutes=article.reading.minutes)
        known = replace(article, reading=shown, **_SHOWN_NOWHERE)
        said = [self._said(article, field) for field in PHRASE_FIELDS]
        cover = cover, self.publisher.cover_sources(article.cover)
        return known, said, cover, terms, authors, sections, self._place_in_series(article)

    def _said(self, article: Article, field: PhraseField) -> str:
        """A text about an article, with the TeX that is in it."""
        phrase = self.publisher.domain.phrases.get(article.docname, {}).get(field)
        return str(getattr(article, field)) if phrase is None else phrase.pformat()

    def _place_in_series(self, article: Article) -> object:
        term = self.publisher.domain.index.series.get(article.series.slug) if article.series else None
        if term is None:
            return None
        docnames = [part.docname for part in term.articles]
        return term.value, docnames.index(article.docname) if article.docname in docnames else None

    def _link(self, docname: str) -> object:
        heading = self._headings.get(docname)
        if heading is None:
            title = self.publisher.env.titles.get(docname)
            # Not of the title itself: its number in a toctree is set later, and belongs to no link.
            said = "".join(part.pformat() for part in title.children) if title is not None else ""
            names = self.publisher.short_title(docname), plain_title(self.publisher.env, docname)
            heading = (docname, said, names, self.publisher.language_of(docname))
            self._headings[docname] = heading
        return heading

    def _heading(self, article: Article) -> object:
        """What a link to an article shows: its title, formulas in their TeX."""
        return self._link(article.docname)
