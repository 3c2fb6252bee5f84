"""The single source of the pages that no document stands behind: terms, indexes, the archive, further pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from sphinx_byline.collect.freshness import Freshness, digest_of
from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.model.article import Category, Period
from sphinx_byline.model.kinds import KINDS
from sphinx_byline.model.pagination import spread
from sphinx_byline.model.queries import ARCHIVE, INDEXES, Layout, TermListing, layout_of
from sphinx_byline.pages.site import plain_title
from sphinx_byline.pages.wording import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx.application import Sphinx

    from sphinx_byline.model.article import Article
    from sphinx_byline.model.kinds import Kind, TermKind
    from sphinx_byline.model.merging import Term
    from sphinx_byline.pages.contexts import PageContext, PageKind, TermLinkContext
    from sphinx_byline.pages.publisher import Publisher
    from sphinx_byline.pages.views import Views

LIST_TEMPLATE = "article-list-page.html"
INDEX_TEMPLATE = "term-index.html"

#: Tags that often stand beside a tag, on its page.
_MOST_BESIDE = 10


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """One page: where it is, what it is called, and what fills it."""

    docname: str
    kind: PageKind
    title: str
    term_kind: TermKind | None = None
    slug: str = ""
    """Of the term; empty for an index and for a further page of a document's list."""
    articles: tuple[Article, ...] = ()
    layout: Layout = Layout()  # noqa: RUF009 -- immutable
    siblings: tuple[str, ...] = ()
    """Document names of all pages of the same list, in order."""
    numbered: bool = False
    """Whether the articles are the parts of one series, in their order."""
    document: str = ""
    """The document whose list goes on here."""

    @property
    def is_index(self) -> bool:
        """Whether it shows the terms of a kind."""
        return self.term_kind is not None and not self.slug


def plan(publisher: Publisher) -> list[GeneratedPage]:
    """Every page that is to be there, but for those that a document of the author's stands in for."""
    return _planned(publisher)[0]


def _planned(publisher: Publisher) -> tuple[list[GeneratedPage], list[GeneratedPage]]:
    """The pages that are to be there, and those that another page has the place of."""
    domain = publisher.domain
    # By address, not by name: under dirhtml tags/a/index.md and the page of the tag "a" are one page.
    written = {_place(publisher, docname) for docname in publisher.env.found_docs}
    taken = set(written)
    free, without_place = [], []
    wanted = [page for kind in KINDS.values() if domain.has_pages(kind.name) for page in _of_kind(publisher, kind)]
    for page in [*wanted, *_further(publisher)]:
        # Where the first page of a term is a document of the author's, all of them are.
        if page.siblings and not page.document and _place(publisher, page.siblings[0]) in written:
            continue
        place = _place(publisher, page.docname)
        if place not in taken:
            taken.add(place)
            free.append(page)
        elif page.siblings:
            without_place.append(page)
    return free, without_place


def _place(publisher: Publisher, docname: str) -> str:
    return publisher.app.builder.get_target_uri(docname).casefold()


def _of_kind(publisher: Publisher, kind: Kind) -> Iterator[GeneratedPage]:
    domain = publisher.domain
    terms = domain.index.terms(kind.name)
    if not terms:
        return
    title, index = translate(kind.title), domain.index_docname(kind.name)
    if kind.name == "period":
        page = GeneratedPage(index, kind.index, title, kind.name, layout=ARCHIVE)
        yield from _over(page, spread(index, domain.index.articles, domain.settings.archive_per_page))
    else:
        yield GeneratedPage(index, kind.index, title, kind.name)
    for slug, term in terms.items():
        docname = domain.term_docname(kind.name, slug)
        page = GeneratedPage(
            docname,
            kind.name,
            publisher.term_name(term.value),
            kind.name,
            slug,
            layout=layout_of(kind.name, slug),
            numbered=kind.name == "series",
        )
        many = domain.settings.archive_per_page if kind.name == "period" else domain.settings.per_page
        yield from _over(page, spread(docname, term.articles, many))


def _further(publisher: Publisher) -> Iterator[GeneratedPage]:
    """The pages, from the second, of the lists of documents."""
    domain = publisher.domain
    for docname in sorted(domain.parts):
        listing = publisher.paginated(docname)
        if listing is None or docname not in publisher.env.found_docs:
            continue
        page = GeneratedPage(
            docname,
            "list",
            plain_title(publisher.env, docname),
            layout=listing.layout,
            document=docname,
            numbered=listing.query.is_one_series,
        )
        yield from _over(page, publisher.pages_of(docname, listing))[1:]


def _over(first: GeneratedPage, pages: Mapping[str, Sequence[Article]]) -> list[GeneratedPage]:
    """``first`` and those that go on from it: each of ``pages``."""
    siblings = tuple(pages)
    return [replace(first, docname=docname, articles=tuple(part), siblings=siblings) for docname, part in pages.items()]


def context_of(publisher: Publisher, page: GeneratedPage) -> PageContext:
    """What the template of ``page`` is handed as ``byline``."""
    kind = page.term_kind
    context = publisher.page(page.docname, page.kind, page.title)
    if number := page.siblings.index(page.docname) if page.docname in page.siblings else 0:
        said = translate("Page %(page)s of %(pages)s", page=number + 1, pages=len(page.siblings))
        name = "" if page.title == publisher.site else f" – {publisher.site}"
        context["head_title"] = f"{page.title} ({said}){name}"
    if page.document:
        context["lang"] = publisher.language_of(page.document)
        context["path_terms"] = [{"label": page.title, "url": publisher.url(page.docname, page.document), "path": []}]
    if kind is not None:
        if page.is_index:
            context["terms"] = publisher.terms(page.docname, INDEXES[kind])
        else:
            term = publisher.domain.index.terms(kind)[page.slug]
            context["term"] = publisher.term(page.docname, kind, term)
            context["path_terms"] = _path(publisher, page, term)
            if beside := _beside(publisher, kind, term):
                context["terms"] = publisher.term_list(page.docname, _beside_listing(kind), beside)
    if page.articles:
        context["list"] = publisher.articles(
            page.docname, page.articles, page.layout, siblings=page.siblings, numbered=page.numbered
        )
    return context


def _path(publisher: Publisher, page: GeneratedPage, term: Term[Any]) -> list[TermLinkContext]:
    """The index, and the terms that a category or a month lies in."""
    kind = page.term_kind
    assert kind is not None  # noqa: S101 -- asked for pages of terms alone
    title = translate(KINDS[kind].title)
    found: list[TermLinkContext] = [
        {"label": title, "url": publisher.term_url(page.docname, kind, "index"), "path": [title]}
    ]
    if isinstance(term.value, Category | Period):
        parts = page.slug.split("/")
        for depth in range(1, len(parts)):
            outer = publisher.domain.index.terms(kind).get("/".join(parts[:depth]))
            if outer is not None:
                found.append(publisher.term_link(page.docname, kind, outer.value))
    return found


def _beside_listing(kind: TermKind) -> TermListing:
    return TermListing(kind, style="list", count=kind != "tag")


def _beside(publisher: Publisher, kind: TermKind, term: Term[Any]) -> list[Term[Any]]:
    """What else a reader of the page may look for: categories and months in it, tags that often stand by it."""
    index = publisher.domain.index
    if kind in {"category", "period"}:
        return [
            other
            for other in index.list_terms(TermListing(kind))
            if other.slug.startswith(f"{term.slug}/") and other.slug.count("/") == term.slug.count("/") + 1
        ]
    if kind != "tag":
        return []
    counts: dict[str, int] = {}
    for article in term.articles:
        for tag in article.tags:
            if tag.slug != term.slug:
                counts[tag.slug] = counts.get(tag.slug, 0) + 1
    slugs = sorted(counts, key=lambda slug: (-counts[slug], slug))[:_MOST_BESIDE]
    return [index.tags[slug] for slug in slugs]


def digest(views: Views, page: GeneratedPage, surroundings: str) -> str:
    """The digest of everything that ``page`` shows, without drawing any of it."""
    publisher, kind = views.publisher, page.term_kind
    index = publisher.domain.index
    terms: list[object] = []
    if kind is not None and page.is_index:
        terms = views.terms(INDEXES[kind])
    elif kind is not None:
        term = index.terms(kind)[page.slug]
        counted = _beside_listing(kind).count
        beside = [(other.value, counted and other.count) for other in _beside(publisher, kind, term)]
        above = [link["label"] for link in _path(publisher, page, term)]
        terms = [term.value, term.count, above, beside]
    shown_here = (page.docname, page.title, page.siblings, terms, page.document, page.layout)
    return digest_of(
        (surroundings, views.navigation, shown_here, views.articles(page.articles, page.layout, numbered=page.numbered))
    )


def collect_pages(
    app: Sphinx, views: Views, freshness: Freshness, surroundings: str
) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The pages that have to be written, for ``html-collect-pages``; ``surroundings`` stands for theme and settings.

    A page that would show what it showed is left as it is on disk.
    """
    publisher = views.publisher
    if not publisher.generates_pages:
        return
    planned, without_place = _planned(publisher)
    for page in planned:
        if freshness.is_current(app, page.docname, digest(views, page, surroundings)):
            continue
        template = INDEX_TEMPLATE if page.is_index else LIST_TEMPLATE
        # Sphinx strips tags from a page's title and prints the rest as it is.
        yield page.docname, {"title": escape(page.title), "byline": context_of(publisher, page)}, template
    for page in without_place:
        what = (
            "a list goes on"
            if page.document or page.docname != page.siblings[0]
            else f"{shown(page.title)} has its page"
        )
        message = f"{what} at {shown(page.docname)}, where there is another page; that page stays; rename one"
        warn(Warn.PAGE, message, location=page.document)
