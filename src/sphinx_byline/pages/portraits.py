"""The single source of what a page shows of one thing: a date, a link, an author, a term, a series, a cover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_byline.model.article import Author, Category, Period
from sphinx_byline.model.languages import bcp47
from sphinx_byline.model.merging import name_of_term
from sphinx_byline.model.queries import TermListing
from sphinx_byline.pages.site import Site
from sphinx_byline.pages.transforms import draws_headings
from sphinx_byline.pages.wording import date_text, initial, language_name, platform_name, term_text, weight

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

    from sphinx_byline.collect.phrases import PhraseField
    from sphinx_byline.model.article import Article, Cover, Moment, Series
    from sphinx_byline.model.kinds import TermKind
    from sphinx_byline.model.merging import Term, TermValue
    from sphinx_byline.pages.contexts import (
        AuthorContext,
        CoverContext,
        LinkContext,
        SeriesContext,
        TermContext,
        TermLinkContext,
        TermListContext,
        TimeContext,
        VersionContext,
    )


class Portraits(Site):
    """Contexts of what pages are made of; asked for by those that write HTML alone."""

    def __init__(self, app: Sphinx) -> None:
        """Work for ``app``."""
        super().__init__(app)
        self._titles: dict[str, Markup] = {}
        self._phrases: dict[tuple[str, PhraseField], Markup] = {}

    def forget(self) -> None:
        """Begin anew: documents have been read since this publisher was last asked."""
        super().forget()
        self._titles.clear()
        self._phrases.clear()

    @property
    def with_design(self) -> bool:
        """Whether sphinx-design's grids and cards carry the looks of lists."""
        return not draws_headings(self.app.builder)

    # --- words, links, people -------------------------------------------------------------------------------------

    def title(self, docname: str, text: str) -> Markup:
        """The title of ``docname`` as HTML, with typeset math; ``text`` is what it says."""
        if docname not in self._titles:
            title = self.env.titles.get(docname)
            if title is None or all(isinstance(child, nodes.Text) for child in title.children):
                self._titles[docname] = escape(text)
            else:
                self._titles[docname] = self._drawn(title)
        return self._titles[docname]

    def phrase(self, article: Article, field: PhraseField, *, drawn: bool = True) -> Markup:
        """A text about ``article`` as HTML, with typeset math; in plain text where it is not ``drawn``."""
        phrase = self.domain.phrases.get(article.docname, {}).get(field) if drawn else None
        if phrase is None:
            return escape(str(getattr(article, field)))
        key = (article.docname, field)
        if key not in self._phrases:
            self._phrases[key] = self._drawn(phrase)
        return self._phrases[key]

    def _drawn(self, title: nodes.title) -> Markup:
        builder = self.app.builder
        assert isinstance(builder, StandaloneHTMLBuilder)  # noqa: S101 -- contexts are made for HTML alone
        html = builder.render_partial(title.deepcopy())["title"]
        return Markup(html)  # noqa: S704 -- drawn by Sphinx's own HTML writer

    def link(self, page: str, target: str, text: str) -> LinkContext:
        """A link from ``page`` to the document ``target``, by its short title where it has one.

        It stands among the site's own words: a title in another language says so.
        """
        short = self.short_title(target)
        title = escape(short) if short else self.title(target, text)
        if (language := self.language_of(target)) != self.language:
            title = Markup('<span lang="{}">{}</span>').format(language, title)
        return {"title": title, "url": self.url(page, target), "current": page == target}

    def _page_link(self, page: str, target: str, text: str) -> LinkContext:
        return {"title": escape(text), "url": self.url(page, target), "current": page == target}

    def time(self, moment: Moment | None) -> TimeContext | None:
        """A date for machines and for readers."""
        return {"iso": moment.iso, "text": date_text(moment, self.locale)} if moment else None

    def author(self, page: str, author: Author) -> AuthorContext:
        """An author, with what the whole publication says of them."""
        known = self.domain.index.known("author", author)
        return {
            "name": known.name,
            "url": self.term_url(page, "author", author.slug),
            "initial": initial(known.name),
            "avatar": self.picture_url(page, known.avatar),
            "bio": known.bio,
            "website": known.url,
            "affiliation": known.affiliation,
            "orcid": f"https://orcid.org/{known.orcid}" if known.orcid else "",
            "socials": [{"name": platform_name(platform), "url": url} for platform, url in known.socials],
        }

    def term_name(self, value: TermValue) -> str:
        """What a term is called in the site's language."""
        return term_text(value, self.locale)

    def term_link(self, page: str, kind: TermKind, value: TermValue) -> TermLinkContext:
        """A term as a chip, spelled as the publication spells it."""
        known = self.domain.index.known(kind, value)
        return {
            "label": self.term_name(known),
            "url": self.term_url(page, kind, value.slug),
            "path": list(known.path) if isinstance(known, Category) else [self.term_name(known)],
        }

    def term(self, page: str, kind: TermKind, term: Term[Any]) -> TermContext:
        """A term with its count, and all that is known of it."""
        value = term.value
        return {
            "kind": kind,
            "label": self.term_name(value),
            "url": self.term_url(page, kind, term.slug),
            "count": term.count,
            "weight": weight(term.count, self.domain.index.most_used(kind)),
            "level": len(value.path) - 1 if isinstance(value, Category) else int(kind == "period" and value.month > 0),
            "description": value.bio if isinstance(value, Author) else getattr(value, "description", ""),
            "cover": self.picture_url(page, getattr(value, "cover", "")),
            "author": self.author(page, value) if isinstance(value, Author) else None,
            "iso": value.slug.replace("/", "-") if isinstance(value, Period) else "",
        }

    def terms(self, page: str, listing: TermListing, level: int = 2) -> TermListContext:
        """The terms that ``listing`` asks for."""
        index = self.domain.index
        return self.term_list(page, listing, index.list_terms(listing), level)

    def term_list(self, page: str, listing: TermListing, terms: Iterable[Term[Any]], level: int = 2) -> TermListContext:
        """``terms`` as ``listing`` shows them."""
        letters: dict[str, list[TermContext]] = {}
        grouped = listing.grouped and listing.kind != "period"
        heading = self.domain.index.collation.heading
        for term in terms:
            letter = heading(name_of_term(term.value)) if grouped else ""
            letters.setdefault(letter, []).append(self.term(page, listing.kind, term))
        return {
            "kind": listing.kind,
            "style": listing.style,
            "groups": [{"title": letter, "terms": letters[letter]} for letter in self._in_order(listing.kind, letters)],
            "heading_level": level,
            "count": listing.count,
            "design": self.with_design,
        }

    def _in_order(self, kind: TermKind, letters: Iterable[str]) -> list[str]:
        """The letters that names begin with, as the names themselves come."""
        letters = list(letters)
        if len(letters) < 2:  # noqa: PLR2004 -- nothing to order
            return letters
        index = self.domain.index
        order = [index.collation.heading(name_of_term(term.value)) for term in index.list_terms(TermListing(kind))]
        return sorted(letters, key=lambda letter: order.index(letter) if letter in order else 0)

    def series(self, page: str, value: Series, docname: str = "", *, parts: bool = False) -> SeriesContext:
        """A series, the place of ``docname`` in it, and with ``parts`` all of its parts."""
        term = self.domain.index.series.get(value.slug)
        articles = term.articles if term else ()
        docnames = [part.docname for part in articles]
        return {
            "label": self.domain.index.known("series", value).label,
            "url": self.term_url(page, "series", value.slug),
            "position": docnames.index(docname) + 1 if docname in docnames else 0,
            "count": len(docnames),
            "parts": [
                {**self.link(page, part.docname, part.title), "current": part.docname == docname} for part in articles
            ]
            if parts
            else [],
        }

    def versions(self, page: str) -> list[VersionContext]:
        """The page in every language that it is there in: as articles of this build, else in the builds beside it."""
        index = self.domain.index
        articles = index.versions(page)
        if articles:
            return [
                {
                    "name": language_name(index.language_of(article)),
                    "lang": index.language_of(article),
                    "url": self.url(page, article.docname),
                    "permalink": self.permalink(article.docname),
                    "current": article.docname == page,
                }
                for article in articles
            ]
        sites = self.domain.settings.translations
        if not sites or not self.is_web:
            return []
        address = self.address(page)
        found = {bcp47(tag) or tag: f"{base.rstrip('/')}/{address}" for tag, base in sites.items()}
        own = next((tag for tag in found if tag.casefold() == self.language.casefold()), self.language)
        found.setdefault(own, self.permalink(page))
        return [
            {
                "name": language_name(tag),
                "lang": tag,
                "url": self.url(page, page) if tag == own else url,
                "permalink": url,
                "current": tag == own,
            }
            for tag, url in sorted(found.items())
        ]

    def cover(self, page: str, cover: Cover | None) -> CoverContext | None:
        """A cover as ``page`` shows it."""
        if cover is None or (cover.path and not self.has_image(cover.path)):
            return None
        return {
            "url": self.cover_url(page, cover),
            "srcset": self.cover_srcset(page, cover),
            "alt": cover.alt,
            "width": cover.width,
            "height": cover.height,
            "caption": cover.caption,
            "credit": cover.credit,
            "position": cover.position,
        }
