"""The single source of what a page shows of articles: contexts for templates."""

from __future__ import annotations

import posixpath
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import _ as sphinx_translate
from sphinx.util.osutil import relative_uri
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

from sphinx_byline.collect.domain import PAGE_BUILDERS, ArticleDomain, article_domain
from sphinx_byline.collect.source import LANGUAGE_KEY, NO_TOC_KEY, SHORT_TITLE_KEY
from sphinx_byline.pages.pictures import picture_file
from sphinx_byline.pages.wording import date_text, glyph, initial, platform_name, site_locale, translate, weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from babel import Locale
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_byline.model.article import Article, Author, Cover, Moment, Tag
    from sphinx_byline.pages.contexts import (
        ArticleContext,
        AuthorContext,
        CoverContext,
        LinkContext,
        ListContext,
        PageContext,
        SeriesContext,
        TagContext,
        TimeContext,
    )

_MOST_NAVIGATION = 6

PageKind = Literal["home", "article", "page", "tag", "author", "tags", "authors", "search", "other"]


class Publisher:
    """Draws on the article index for one build of one app; made once the builder is known."""

    def __init__(self, app: Sphinx) -> None:
        """Work for ``app``, whose builder may be of any kind; contexts are asked for by those that write HTML alone."""
        self.app = app
        self._titles: dict[str, Markup] = {}

    def forget(self) -> None:
        """Begin anew: documents have been read since this publisher was last asked."""
        self._titles.clear()
        for made in ("destinations", "_relations"):
            self.__dict__.pop(made, None)

    # --- what is known of the site --------------------------------------------------------------------------------

    @property
    def env(self) -> BuildEnvironment:
        """The build's environment."""
        return self.app.env

    @property
    def domain(self) -> ArticleDomain:
        """Our domain."""
        return article_domain(self.env)

    @cached_property
    def locale(self) -> Locale:
        """The site's locale."""
        return site_locale(self.app.config.language)

    @property
    def generates_pages(self) -> bool:
        """Whether this builder writes tag and author pages."""
        return self.app.builder.name in PAGE_BUILDERS

    @property
    def draws_pages(self) -> bool:
        """Whether this builder draws HTML pages by templates (and does not dump their contexts)."""
        builder = self.app.builder
        return isinstance(builder, StandaloneHTMLBuilder) and not isinstance(builder, SerializingHTMLBuilder)

    @property
    def site(self) -> str:
        """The publication's name."""
        return str(self.app.config.html_short_title if self._author_titled else self.app.config.project)

    @property
    def _author_titled(self) -> bool:
        config = self.app.config
        made_by_sphinx = sphinx_translate("%s %s documentation") % (config.project, config.release)
        return bool(config.html_title) and config.html_title != made_by_sphinx

    # --- addresses ------------------------------------------------------------------------------------------------

    def url(self, page: str, target: str) -> str:
        """The address of the page ``target``, from the page ``page``."""
        builder = self.app.builder
        here, there = builder.get_target_uri(page).split("#")[0], builder.get_target_uri(target)
        if there.startswith("#"):  # All documents on one page.
            return there
        return relative_uri(here, there) or there.rsplit("/", 1)[-1] or "./"

    def page_file(self, docname: str) -> Path:
        """The output file of a page, under a builder that writes pages."""
        builder: Any = self.app.builder
        return Path(builder.get_output_path(docname))

    def permalink(self, target: str) -> str:
        """The absolute address of the page ``target``; empty without a site address."""
        base = self.app.config.html_baseurl
        return posixpath.join(base, self.address(target)) if base else ""

    def address(self, target: str) -> str:
        """The address of the page ``target`` from the site's root, percent-encoded: dirhtml leaves that to browsers."""
        return quote(self.app.builder.get_target_uri(target), safe="/%#?&=+")

    def term_url(self, page: str, objtype: str, slug: str) -> str:
        """The address of the page of a tag or an author; empty where there is none."""
        docname = self.domain.term_docname(objtype, slug)
        index = self.domain.index
        # What unlisted articles alone have has no page.
        known = slug == "index" or slug in (index.tags if objtype == "tag" else index.authors)
        if docname in self.env.found_docs or (known and self.generates_pages and self.domain.has_pages(objtype)):
            return self.url(page, docname)
        return ""

    # --- contexts -------------------------------------------------------------------------------------------------

    def title(self, docname: str, text: str) -> Markup:
        """The title of ``docname`` as HTML, with typeset math; ``text`` is what it says."""
        if docname not in self._titles:
            title = self.env.titles.get(docname)
            if title is None or all(isinstance(child, nodes.Text) for child in title.children):
                self._titles[docname] = escape(text)
            else:
                builder = self.app.builder
                assert isinstance(builder, StandaloneHTMLBuilder)  # noqa: S101 -- contexts are made for HTML alone
                html = builder.render_partial(title.deepcopy())["title"]
                self._titles[docname] = Markup(html)  # noqa: S704 -- drawn by Sphinx's own HTML writer
        return self._titles[docname]

    def link(self, page: str, target: str, text: str) -> LinkContext:
        """A link from ``page`` to the document ``target``, by its short title where it has one."""
        short = self.short_title(target)
        title = escape(short) if short else self.title(target, text)
        return {"title": title, "url": self.url(page, target), "current": page == target}

    @cached_property
    def _relations(self) -> dict[str, list[str | None]]:
        return self.env.collect_relations()

    def above(self, docname: str) -> list[str]:
        """The documents that ``docname`` lies below in the toctree, the outermost first, without the root document."""
        above: list[str] = []
        while (related := self._relations.get(docname)) and (parent := related[0]) and parent not in above:
            above.insert(0, parent)
            docname = parent
        return [docname for docname in above if docname in self.env.titles and docname != self.app.config.root_doc]

    def short_title(self, docname: str) -> str:
        """What the header of ``docname`` gives the navigation; empty where it gives nothing."""
        return str(self.env.metadata.get(docname, {}).get(SHORT_TITLE_KEY, ""))

    def time(self, moment: Moment | None) -> TimeContext | None:
        """A date for machines and for readers."""
        return {"iso": moment.iso, "text": date_text(moment, self.locale)} if moment else None

    def author(self, page: str, author: Author) -> AuthorContext:
        """An author, with what the whole publication says of them."""
        term = self.domain.index.authors.get(author.slug)
        known = term.value if term else author
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
            "count": term.count if term else 0,
        }

    def tag(self, page: str, tag: Tag) -> TagContext:
        """A tag, spelled as the publication spells it."""
        index = self.domain.index
        term = index.tags.get(tag.slug)
        return {
            "label": term.value.label if term else tag.label,
            "url": self.term_url(page, "tag", tag.slug),
            "count": term.count if term else 0,
            "weight": weight(term.count if term else 0, index.most_used),
            "description": (term.value if term else tag).description,
            "cover": self.picture_url(page, (term.value if term else tag).cover),
        }

    def series(self, article: Article) -> SeriesContext | None:
        """The series of an article, and its place among the parts that lists show."""
        if article.series is None:
            return None
        term = self.domain.index.series.get(article.series.slug)
        parts = [part.docname for part in term.articles] if term else []
        return {
            "label": term.value.label if term else article.series.label,
            "position": parts.index(article.docname) + 1 if article.docname in parts else 0,
            "count": len(parts),
        }

    def picture_url(self, page: str, picture: str) -> str:
        """The address of an avatar or of a tag's picture from ``page``; empty where there is none."""
        if not picture or "://" in picture:
            return picture
        builder = self.app.builder
        here = builder.get_target_uri(page).split("#")[0]
        return relative_uri(here, posixpath.join(builder.imagedir, quote(picture_file(picture))))

    def cover_url(self, page: str, cover: Cover) -> str:
        """The address of a cover from ``page``; of a file, in the folder of images."""
        if cover.url:
            return cover.url
        builder = self.app.builder
        name = self.env.images[cover.path][1] if cover.path in self.env.images else posixpath.basename(cover.path)
        here = builder.get_target_uri(page).split("#")[0]
        return relative_uri(here, posixpath.join(builder.imagedir, quote(name)))

    def placed_images(self) -> set[str]:
        """Paths, from the source folder, of the files that articles have for covers."""
        covers = (
            cover
            for article in self.domain.articles.values()
            for cover in (article.cover, article.card, article.social)
        )
        return {cover.path for cover in covers if cover is not None and cover.path}

    def cover(self, page: str, cover: Cover | None) -> CoverContext | None:
        """A cover as ``page`` shows it."""
        if cover is None:
            return None
        return {
            "url": self.cover_url(page, cover),
            "alt": cover.alt,
            "width": cover.width,
            "height": cover.height,
            "caption": cover.caption,
            "credit": cover.credit,
            "position": cover.position,
        }

    def article(self, page: str, article: Article, *, card: bool = False) -> ArticleContext:
        """An article as ``page`` shows it: its own page, or as a ``card`` of a list."""
        terms = article.license
        return {
            "title": self.title(article.docname, article.title),
            "title_text": article.title,
            "url": self.url(page, article.docname),
            "permalink": self.permalink(article.docname),
            "glyph": glyph(article.title),
            "subtitle": article.subtitle,
            "description": article.description,
            "teaser": article.teaser,
            "authors": [self.author(page, author) for author in article.authors],
            "tags": [self.tag(page, tag) for tag in article.tags],
            "categories": [{"label": found.label, "path": list(found.path)} for found in article.categories],
            "series": self.series(article),
            "published": self.time(article.date),
            "updated": self.time(article.revised),
            "minutes": article.reading.minutes,
            "cover": self.cover(page, article.card if card else article.cover),
            "draft": article.draft,
            "unlisted": article.unlisted,
            "pinned": article.pin > 0,
            "comments": article.comments,
            "license": {"name": terms.name, "url": terms.url} if terms else None,
            "doi": f"https://doi.org/{quote(article.doi)}" if article.doi else "",
            "citation": article.citation,
            "lang": article.lang,
            "extra": article.extra,
        }

    def articles(
        self,
        page: str,
        articles: Iterable[Article],
        *,
        style: Literal["cards", "compact"] = "cards",
        level: int = 2,
        empty: str = "",
        pages: Sequence[str] = (),
    ) -> ListContext:
        """``articles`` as ``page`` lists them; ``pages`` are the document names of all its pages, if several."""
        here = pages.index(page) if page in pages else 0
        return {
            "style": style,
            "articles": [self.article(page, article, card=True) for article in articles],
            "heading_level": level,
            "page": here + 1,
            "pages": max(1, len(pages)),
            "previous": self.url(page, pages[here - 1]) if here else "",
            "next": self.url(page, pages[here + 1]) if here + 1 < len(pages) else "",
            "empty": empty or translate("No articles yet."),
        }

    def page(self, page: str, kind: PageKind, title: str) -> PageContext:
        """What every page is handed as ``byline``; ``title`` is its plain text."""
        index = self.domain.index
        article = index.by_docname.get(page) if kind == "article" else None
        older, newer = index.neighbours(page)
        return {
            "kind": kind,
            "site": self.site,
            "head_title": f"{title} – {self.site}" if title and kind != "home" else self.site,
            "home": self._page_link(page, self.app.config.root_doc, self.site),
            "navigation": self.navigation(page),
            "path": [self.link(page, above, plain_title(self.env, above)) for above in self.above(page)],
            "contents": NO_TOC_KEY not in self.env.metadata.get(page, {}),
            "article": self.article(page, article) if article else None,
            "previous": self.link(page, older.docname, older.title) if older else None,
            "next": self.link(page, newer.docname, newer.title) if newer else None,
            "author": None,
            "tag": None,
            "terms": [],
            "list": None,
            "feed": "",
            "lang": self.env.metadata.get(page, {}).get(LANGUAGE_KEY, "") or self.app.config.language.replace("_", "-"),
        }

    def navigation(self, page: str) -> list[LinkContext]:
        """What the header leads to: indexes of tags and authors, and the documents at the top of the toctree."""
        indexes = {self.domain.term_docname(objtype, "index") for objtype in ("tag", "author")}
        return [
            self._page_link(page, docname, text) if docname in indexes else self.link(page, docname, text)
            for docname, text in self.destinations
        ]

    @cached_property
    def destinations(self) -> Sequence[tuple[str, str]]:
        """Document names and texts of the navigation, the same for every page."""
        index = self.domain.index
        root = self.app.config.root_doc
        indexes = (
            (self.domain.term_docname(objtype, "index"), text)
            for objtype, terms, text in (
                ("tag", index.tags, translate("Tags")),
                ("author", index.authors, translate("Authors")),
            )
            if terms and self.term_url(root, objtype, "index")
        )
        top = [
            (docname, self.short_title(docname) or plain_title(self.env, docname))
            for docname in self.env.toctree_includes.get(root, ())
            if docname in self.env.titles
            and docname not in index.by_docname
            and docname not in {self.domain.term_docname(objtype, "index") for objtype in ("tag", "author")}
        ]
        return (*indexes, *top[:_MOST_NAVIGATION])

    def _page_link(self, page: str, target: str, text: str) -> LinkContext:
        return {"title": escape(text), "url": self.url(page, target), "current": page == target}


def plain_title(env: BuildEnvironment, docname: str) -> str:
    """The title of a document as plain text; its name where it has none."""
    article = article_domain(env).articles.get(docname)
    if article is not None:
        return article.title
    title = env.titles.get(docname)
    # Sphinx puts this text in place of a title that is missing.
    return title.astext() if title is not None and title.astext() != "<no title>" else docname
