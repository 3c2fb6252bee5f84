"""The single source of how a part of a document is drawn in HTML: by which component, with which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx_byline.model.queries import ArticlePart, AuthorCards, Listing, SeriesNav, TermListing

if TYPE_CHECKING:
    from sphinx_byline.model.queries import Part
    from sphinx_byline.pages.publisher import Publisher

#: The name of a component, and the words that it is handed.
Drawn = tuple[str, dict[str, Any]]


def component_of(publisher: Publisher, page: str, part: Part, level: int) -> Drawn | None:
    """What draws ``part`` on ``page``, with headings of ``level``; None where there is nothing to show."""
    if isinstance(part, Listing):
        return _listing(publisher, page, part, level)
    if isinstance(part, TermListing):
        if part.place and not publisher.is_place(page, publisher.domain.index_docname(part.kind)):
            return None
        return "term-list", {"terms": publisher.terms(page, part, level)}
    if isinstance(part, AuthorCards):
        people = publisher.domain.index.authors_of(part)
        return ("author-cards", {"authors": [publisher.author(page, who) for who in people]}) if people else None
    if isinstance(part, SeriesNav):
        series = publisher.domain.index.series_of(part)
        if series is None:
            return None
        return "series-nav", {"series": publisher.series(page, series, part.docname, parts=True)}
    return _part(publisher, page, part)


def _listing(publisher: Publisher, page: str, part: Listing, level: int) -> Drawn | None:
    if part.place is not None:
        # Appended in the place of a term's page: there has to be such a term, and this has to be its place.
        kind, slug = part.place
        domain = publisher.domain
        if slug not in domain.index.terms(kind) or not publisher.is_place(page, domain.term_docname(kind, slug)):
            return None
    found = publisher.listing(page, part, level)
    return ("article-list", {"list": found}) if found["articles"] or not part.layout.silent else None


def _part(publisher: Publisher, page: str, part: ArticlePart) -> Drawn | None:
    article = publisher.domain.index.by_docname.get(part.docname)
    if article is None:
        return None
    return "byline" if part.part == "meta" else "cover", {"article": publisher.article(page, article)}
