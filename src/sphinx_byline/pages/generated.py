"""The single source of the pages that no document stands behind: tags, authors, their indexes, and further pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from sphinx_byline.collect.freshness import Freshness, digest_of
from sphinx_byline.model.pagination import page_docname, paginate
from sphinx_byline.pages.wording import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from sphinx_byline.model.article import Article
    from sphinx_byline.pages.contexts import PageContext
    from sphinx_byline.pages.publisher import PageKind, Publisher
    from sphinx_byline.pages.views import Views

LIST_TEMPLATE = "article-list-page.html"
INDEX_TEMPLATE = "term-index.html"


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """One page: where it is, what it is called, and what fills it."""

    docname: str
    kind: PageKind
    title: str
    slug: str = ""
    articles: tuple[Article, ...] = ()
    siblings: tuple[str, ...] = ()
    """Document names of all pages of the same list, in order."""


def plan(publisher: Publisher) -> list[GeneratedPage]:
    """Every page that is to be there, but for those that a document of the author's stands in for."""
    domain, per_page = publisher.domain, publisher.domain.settings.per_page
    pages: list[GeneratedPage] = []
    kinds: tuple[tuple[str, Any, PageKind, PageKind, str], ...] = (
        ("tag", domain.index.tags, "tag", "tags", translate("Tags")),
        ("author", domain.index.authors, "author", "authors", translate("Authors")),
    )
    for objtype, terms, kind, index_kind, title in kinds:
        if not terms or not domain.has_pages(objtype):
            continue
        pages.append(GeneratedPage(domain.term_docname(objtype, "index"), index_kind, title))
        for slug, term in terms.items():
            name = term.value.label if objtype == "tag" else term.value.name
            parts = paginate(term.articles, per_page)
            first = domain.term_docname(objtype, slug)
            docnames = tuple(page_docname(first, number) for number in range(1, len(parts) + 1))
            pages += [
                GeneratedPage(docname, kind, name, slug, tuple(part), docnames)
                for docname, part in zip(docnames, parts, strict=True)
            ]
    # By file, not by name: under dirhtml tags/a/index.md and the page of the tag "a" are one file.
    builder: Any = publisher.app.builder
    taken = {str(builder.get_output_path(docname)).casefold() for docname in publisher.env.found_docs}
    return [page for page in pages if str(builder.get_output_path(page.docname)).casefold() not in taken]


def context_of(publisher: Publisher, page: GeneratedPage) -> PageContext:
    """What the template of ``page`` is handed as ``byline``."""
    context = publisher.page(page.docname, page.kind, page.title)
    index = publisher.domain.index
    if page.kind == "tags":
        context["terms"] = [publisher.tag(page.docname, term.value) for term in index.tags.values()]
    elif page.kind == "authors":
        context["terms"] = [publisher.author(page.docname, term.value) for term in index.authors.values()]
    else:
        context["list"] = publisher.articles(page.docname, page.articles, pages=page.siblings)
        if page.kind == "tag":
            context["tag"] = publisher.tag(page.docname, index.tags[page.slug].value)
        else:
            context["author"] = publisher.author(page.docname, index.authors[page.slug].value)
    return context


def digest(views: Views, page: GeneratedPage, surroundings: str) -> str:
    """The digest of everything that ``page`` shows, without drawing any of it."""
    index = views.publisher.domain.index
    terms: list[object] = []
    if page.kind == "tags":
        terms = [(term.value, term.count) for term in index.tags.values()]
    elif page.kind == "authors":
        terms = [(term.value, term.count) for term in index.authors.values()]
    elif page.kind == "author":
        terms = [index.authors[page.slug].value, index.authors[page.slug].count]
    elif page.kind == "tag":
        terms = [index.tags[page.slug].value, index.tags[page.slug].count]
    shown = (page.docname, page.title, page.siblings, terms, index.most_used, views.cards(page.articles))
    return digest_of((surroundings, views.navigation, shown))


def collect_pages(
    app: Sphinx, views: Views, freshness: Freshness, surroundings: str
) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The pages that have to be written, for ``html-collect-pages``; ``surroundings`` stands for theme and settings.

    A page that would show what it showed is left as it is on disk.
    """
    publisher = views.publisher
    if not publisher.generates_pages:
        return
    for page in plan(publisher):
        if freshness.is_current(app, page.docname, digest(views, page, surroundings)):
            continue
        template = INDEX_TEMPLATE if page.kind in {"tags", "authors"} else LIST_TEMPLATE
        # Sphinx strips tags from a page's title and prints the rest as it is.
        yield page.docname, {"title": escape(page.title), "byline": context_of(publisher, page)}, template
