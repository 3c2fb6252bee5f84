"""The single source of what a page shows of articles: contexts of articles, of lists and of whole pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from sphinx_byline.collect.source import NO_TOC_KEY
from sphinx_byline.model.article import Author, Period
from sphinx_byline.model.citation import bibtex
from sphinx_byline.model.conditions import Value, value_of
from sphinx_byline.model.pagination import page_numbers, spread
from sphinx_byline.model.queries import (
    SHOWN_FIELDS,
    ArticlePart,
    AuthorCards,
    Layout,
    Listing,
    SeriesNav,
)
from sphinx_byline.pages.branches import Branch, branch_of
from sphinx_byline.pages.portraits import Portraits
from sphinx_byline.pages.site import plain_title
from sphinx_byline.pages.wording import glyph, group_text, language_name, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_byline.model.article import Article, Reading
    from sphinx_byline.model.index import Group
    from sphinx_byline.pages.contexts import (
        ArticleContext,
        BranchContext,
        GroupContext,
        LinkContext,
        ListContext,
        PageContext,
        PageKind,
    )

#: What a column of a table is headed by, in English: messages of the catalogue.
_COLUMNS = {
    "title": "Title",
    "cover": "Cover",
    "tags": "Tags",
    "category": "Category",
    "series": "Series",
    "subtitle": "Subtitle",
    "teaser": "Summary",
    "authors": "Authors",
    "date": "Date",
    "updated": "Updated",
    "reading_time": "Reading time",
    "lang": "Language",
    "words": "Words",
}


class Publisher(Portraits):
    """Draws on the article index for one build of one app."""

    def article(
        self, page: str, article: Article, *, layout: Layout | None = None, counted: bool = False
    ) -> ArticleContext:
        """An article as ``page`` shows it: its own page, or in a list of ``layout``, ``counted`` among its series."""
        shown = layout.shown if layout else ()
        terms = article.license
        own = {name: value_of(article, name) for name in shown if name not in SHOWN_FIELDS}
        return {
            "title": self.title(article.docname, article.title),
            "title_text": article.title,
            "url": self.url(page, article.docname),
            "permalink": self.permalink(article.docname),
            "glyph": glyph(article.title),
            # Typeset where it is shown alone: a page links what the formulas in its context need.
            "subtitle": self.phrase(article, "subtitle", drawn=layout is None or "subtitle" in shown),
            "description": self.phrase(article, "description", drawn=layout is None),
            "teaser": self.phrase(article, "teaser", drawn="teaser" in shown),
            "authors": [self.author(page, author) for author in article.authors],
            "tags": [self.term_link(page, "tag", tag) for tag in article.tags],
            "categories": [self.term_link(page, "category", found) for found in article.categories],
            "series": self.series(page, article.series, article.docname, parts=layout is None)
            if article.series and (layout is None or counted or "series" in shown)
            else None,
            "published": self.time(article.date),
            "updated": self.time(article.revised),
            "minutes": article.reading.minutes,
            "characters": shown_characters(article.reading),
            "cover": self.cover(page, article.card if layout else article.cover),
            "draft": article.draft,
            "unlisted": article.unlisted,
            "pinned": article.pin > 0,
            "comments": article.comments,
            "license": {"name": terms.name, "url": terms.url} if terms else None,
            "doi": f"https://doi.org/{quote(article.doi)}" if article.doi else "",
            "citation": article.citation,
            "bibtex": "" if layout else bibtex(article, self.site, self.permalink(article.docname)),
            "lang": article.lang,
            "language": language_name(self.domain.index.language_of(article)) if "lang" in shown else "",
            "extra": article.extra,
            "own": {name: _said(value) for name, value in own.items()},
        }

    def per_page(self, layout: Layout) -> int:
        """Articles on a page of a list; 0 where it is not cut, as where there are no further pages."""
        if not self.generates_pages:
            return 0
        return self.domain.settings.per_page if layout.per_page < 0 else layout.per_page

    def listing(self, page: str, listing: Listing, level: int = 2) -> ListContext:
        """A list in the document ``page``: its first page, where it has several."""
        pages = self.pages_of(page, listing)
        return self.articles(
            page, pages[page], listing.layout, level=level, siblings=list(pages), numbered=listing.query.is_one_series
        )

    def pages_of(self, docname: str, listing: Listing) -> dict[str, Sequence[Article]]:
        """The articles of a list in the document ``docname``, by the pages that it runs over, that document's first."""
        found = self.domain.index.select(listing.asked)
        per_page = self.per_page(listing.layout) if self.paginated(docname) == listing else 0
        return spread(docname, found, per_page or max(1, len(found)))

    def paginated(self, docname: str) -> Listing | None:
        """The list of a document that goes on at further pages: one of them at most."""
        parts = self.domain.parts.get(docname, ())
        return next((part for part in parts if isinstance(part, Listing) and part.layout.per_page), None)

    def articles(
        self,
        page: str,
        articles: Sequence[Article],
        layout: Layout,
        *,
        level: int = 2,
        siblings: Sequence[str] = (),
        numbered: bool = False,
    ) -> ListContext:
        """``articles`` as ``page`` lists them; ``siblings`` are the document names of all its pages, if several."""
        here = siblings.index(page) if page in siblings else 0
        groups = self.domain.index.group(articles, layout.group_by) if layout.group_by else []
        made = {article.docname: self.article(page, article, layout=layout, counted=numbered) for article in articles}
        return {
            "style": layout.style,
            "fields": list(layout.shown),
            "columns": [
                {"name": name, "label": translate(_COLUMNS[name]) if name in _COLUMNS else name}
                for name in layout.shown
                if layout.style == "table"
            ],
            "articles": list(made.values()),
            "groups": [self._group(page, group, layout, made) for group in groups],
            "heading_level": level,
            "numbered": numbered,
            "page": here + 1,
            "pages": max(1, len(siblings)),
            "previous": self.url(page, siblings[here - 1]) if here else "",
            "next": self.url(page, siblings[here + 1]) if here + 1 < len(siblings) else "",
            "numbers": [
                {
                    "title": Markup(number or "…"),  # noqa: S704 -- a number
                    "url": self.url(page, siblings[number - 1]) if number else "",
                    "current": number == here + 1,
                }
                for number in page_numbers(here + 1, len(siblings))
            ],
            "empty": layout.empty or translate("No articles yet."),
            "design": self.with_design,
        }

    def _group(self, page: str, group: Group, layout: Layout, made: dict[str, ArticleContext]) -> GroupContext:
        title, url = group_text(group, layout.group_by, self.locale) if layout.group_by else "", ""
        if group.term is not None:
            kind: Any = "period" if isinstance(group.term.value, Period) else layout.group_by
            url = self.term_url(page, kind, group.term.slug)
        return {"title": title, "url": url, "articles": [made[article.docname] for article in group.articles]}

    # --- whole pages ----------------------------------------------------------------------------------------------

    def placed(self, docname: str) -> list[str]:
        """What a document's author has put into its text, so that it does not stand around it too."""
        found: list[str] = []
        for part in self.domain.parts.get(docname, ()):
            if isinstance(part, Listing) and part.query.related_to == docname:
                found.append("related")
            elif isinstance(part, SeriesNav) and not part.series:
                found.append("series")
            elif isinstance(part, AuthorCards) and not part.authors:
                found.append("authors")
            elif isinstance(part, ArticlePart) and part.docname == docname:
                found.append(part.part)
        return found

    def profiles(self, article: Article) -> list[Author]:
        """The authors of ``article`` of whom there is more to say than the byline does."""
        authors = [self.domain.index.known("author", who) for who in article.authors]
        return [who for who in authors if who.bio or who.affiliation or who.url or who.socials or who.orcid]

    def related(self, article: Article) -> list[Article]:
        """The related articles that the page of ``article`` shows by itself."""
        most = self.domain.settings.related
        if not most or article.unlisted or "related" in self.placed(article.docname):
            return []
        return list(self.domain.index.related(article)[:most])

    def around(self, docname: str) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
        """Document name and title of what comes before an article and after it; nothing for other documents."""
        by = self.domain.settings.neighbours
        if by == "none" or docname not in self.domain.index.by_docname:
            return None, None
        if by == "toctree":
            before, after = self.beside(docname)
            titled = [(name, plain_title(self.env, name)) if name else None for name in (before, after)]
            return titled[0], titled[1]
        older, newer = self.domain.index.neighbours(docname, "series" if by == "series" else "date")
        return (older.docname, older.title) if older else None, (newer.docname, newer.title) if newer else None

    def page(self, page: str, kind: PageKind, title: str) -> PageContext:
        """What every page is handed as ``byline``; ``title`` is its plain text."""
        index = self.domain.index
        article = index.by_docname.get(page) if kind == "article" else None
        before, after = self.around(page) if article else (None, None)
        placed = self.placed(page)
        related = self.related(article) if article else []
        context: PageContext = {
            "kind": kind,
            "site": self.site,
            "title": title,
            "head_title": f"{title} – {self.site}" if title and kind != "home" else self.site,
            "home": self._page_link(page, self.app.config.root_doc, self.site),
            "navigation": self.navigation(page),
            "path": [self.link(page, above, plain_title(self.env, above)) for above in self.above(page)],
            "branch": self._branch(page, branch) if (branch := self.branch(page)) else None,
            "contents": NO_TOC_KEY not in self.env.metadata.get(page, {}),
            "article": self.article(page, article) if article else None,
            "previous": self.link(page, *before) if before else None,
            "next": self.link(page, *after) if after else None,
            "term": None,
            "path_terms": [],
            "terms": None,
            "list": None,
            "related": self.articles(page, related, Layout("compact"), level=3) if related else None,
            "profiles": []
            if article is None or "authors" in placed
            else [self.author(page, who) for who in self.profiles(article)],
            "versions": self.versions(page) if kind != "other" else [],
            "placed": placed,
            "feed": "",
            "lang": self.language_of(page),
        }
        place = self.domain.place_of(page) if kind == "page" else None
        term = self.domain.term(*place) if place and self.domain.has_pages(place[0]) else None
        if place and term:
            context["term"] = self.term(page, place[0], term)
        if context["article"] and "cover" in placed:
            context["article"]["cover"] = None
        return context

    def branch(self, page: str) -> Branch | None:
        """The navigation of the guide that ``page`` is a part of."""
        index, env = self.domain.index, self.env
        if page not in env.found_docs or page == self.app.config.root_doc or page in index.by_docname:
            return None
        return branch_of(page, self.above(page), env.toctree_includes, index.by_docname)

    def _branch(self, page: str, branch: Branch) -> BranchContext:
        link = self.link(page, branch.docname, plain_title(self.env, branch.docname))
        return {**link, "below": [self._branch(page, below) for below in branch.below]}

    def indexes(self, page: str) -> list[LinkContext]:
        """The indexes of terms that the navigation leads to, and no documents."""
        indexes = self.index_docnames
        return [self._page_link(page, docname, text) for docname, text in self.destinations if docname in indexes]

    def navigation(self, page: str) -> list[LinkContext]:
        """What the header leads to: the indexes of terms, and the documents at the top of the toctree."""
        indexes = self.index_docnames
        return [
            self._page_link(page, docname, text) if docname in indexes else self.link(page, docname, text)
            for docname, text in self.destinations
        ]


def shown_characters(reading: Reading) -> int:
    """The characters of a text, where its length is told by them."""
    return reading.characters if reading.minutes and reading.is_by_characters else 0


def _said(value: Value) -> str:
    """A field of the author's own as text."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:.10g}" if isinstance(value, float) else ""
