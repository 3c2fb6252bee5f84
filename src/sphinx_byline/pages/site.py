"""The single source of addresses: where each page, term and picture of a site is, as another page sees it."""

from __future__ import annotations

import posixpath
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import _ as sphinx_translate
from sphinx.util.osutil import relative_uri
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

from sphinx_byline.collect.domain import ArticleDomain, article_domain
from sphinx_byline.collect.references import ONE_PAGE, PAGE_BUILDERS, documents_of_one_page
from sphinx_byline.collect.source import LANGUAGE_KEY, SHORT_TITLE_KEY
from sphinx_byline.model.kinds import KIND_OF_FOLDER, KINDS
from sphinx_byline.pages.copies import FOLDER as COPIES_FOLDER
from sphinx_byline.pages.copies import copy_covers
from sphinx_byline.pages.pictures import picture_file
from sphinx_byline.pages.transforms import THEME_FOLDER
from sphinx_byline.pages.wording import site_locale, translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from babel import Locale
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_byline.model.article import Cover
    from sphinx_byline.model.kinds import TermKind

_MOST_NAVIGATION = 6


class Site:
    """What one build of one app makes of a publication; made once the builder is known."""

    def __init__(self, app: Sphinx) -> None:
        """Work for ``app``, whose builder may be of any kind."""
        self.app = app
        self._copies: dict[str, tuple[tuple[str, int], ...]] = {}

    def forget(self) -> None:
        """Begin anew: documents have been read since this was last asked."""
        for made in ("destinations", "_relations", "_on_the_page"):
            self.__dict__.pop(made, None)

    def copy_covers(self) -> None:
        """Make the smaller copies of covers that pages for browsers lead to, before anybody asks for these pages."""
        if self.is_web_site:
            self._copies = copy_covers(self.app, self._covers(), self.has_image)

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
        return site_locale(self.language)

    @property
    def language(self) -> str:
        """The site's language (BCP 47)."""
        return self.domain.settings.language

    @property
    def generates_pages(self) -> bool:
        """Whether this builder writes pages that no document stands behind."""
        return self.app.builder.name in PAGE_BUILDERS

    @property
    def is_web(self) -> bool:
        """Whether this builder writes a web site: EPUB's pages are no such."""
        return self.generates_pages and self.app.builder.name != "epub"

    @property
    def is_web_site(self) -> bool:
        """Whether this builder draws pages for browsers, be they many or one."""
        return self.draws_pages and self.app.builder.name != "epub"

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

    @cached_property
    def has_own_templates(self) -> bool:
        """Whether the site, or a theme that inherits from ours, has templates of its own, which may show anything."""
        folders = [Path(self.app.confdir, folder) for folder in self.app.config.templates_path]
        theme = getattr(self.app.builder, "theme", None)
        inherited = [Path(folder) for folder in theme.get_theme_dirs()] if theme is not None else []
        if THEME_FOLDER in inherited:
            folders += inherited[: inherited.index(THEME_FOLDER)]
        return any(next(folder.rglob("*.html"), None) is not None for folder in folders)

    # --- addresses ------------------------------------------------------------------------------------------------

    def url(self, page: str, target: str) -> str:
        """The address of the page ``target``, from the page ``page``; empty where the output does not have it."""
        builder = self.app.builder
        if builder.name == ONE_PAGE:
            if target not in self._on_the_page:
                return ""
            if target == self.app.config.root_doc:
                return "#"
        here, there = builder.get_target_uri(page).split("#")[0], builder.get_target_uri(target)
        if there.startswith("#"):  # All documents on one page.
            return there
        return relative_uri(here, there) or there.rsplit("/", 1)[-1] or "./"

    def has_image(self, path: str) -> bool:
        """Whether the output has the image ``path``: one page has those of its own documents alone."""
        if self.app.builder.name != ONE_PAGE:
            return True
        return path in self.env.images and not self._on_the_page.isdisjoint(self.env.images[path][0])

    @cached_property
    def _on_the_page(self) -> set[str]:
        return documents_of_one_page(self.env)

    def page_file(self, docname: str) -> Path:
        """The output file of a page, under a builder that writes pages."""
        builder: Any = self.app.builder
        return Path(builder.get_output_path(docname))

    def is_place(self, docname: str, target: str) -> bool:
        """Whether the document ``docname`` is at the address of ``target``: ``a/index`` is ``a`` under dirhtml."""
        if docname == target or not self.generates_pages:
            return docname == target
        return self.page_file(docname) == self.page_file(target)

    def permalink(self, target: str) -> str:
        """The absolute address of the page ``target``; empty without a site address."""
        base = self.app.config.html_baseurl
        return posixpath.join(base, self.address(target)) if base else ""

    def address(self, target: str) -> str:
        """The address of the page ``target`` from the site's root, percent-encoded: dirhtml leaves that to browsers."""
        return quote(self.app.builder.get_target_uri(target), safe="/%#?&=+")

    def term_url(self, page: str, kind: TermKind, slug: str) -> str:
        """The address of the page of a term, or of their ``index``; empty where there is none."""
        docname = self.domain.term_docname(kind, slug)
        if docname in self.env.found_docs or (
            self.generates_pages
            and self.domain.has_pages(kind)
            # What unlisted articles alone have has no page.
            and (slug == "index" or slug in self.domain.index.terms(kind))
        ):
            return self.url(page, docname)
        return ""

    def picture_url(self, page: str, picture: str) -> str:
        """The address of an avatar or of a term's picture from ``page``; empty where there is none."""
        if not picture or "://" in picture:
            return picture
        return self._image_url(page, picture_file(picture))

    def cover_url(self, page: str, cover: Cover) -> str:
        """The address of a cover from ``page``; of a file, in the folder of images."""
        if cover.url:
            return cover.url
        images = self.env.images
        return self._image_url(page, images[cover.path][1] if cover.path in images else posixpath.basename(cover.path))

    def cover_sources(self, cover: Cover | None) -> tuple[tuple[str, int], ...]:
        """The files that a browser may choose from for a cover, and their widths in px; the cover's own has no name."""
        return self._copies.get(cover.path, ()) if cover is not None else ()

    def cover_srcset(self, page: str, cover: Cover) -> str:
        """The same from ``page``, as ``srcset`` has it; empty where there is nothing to choose."""
        found = [
            (self._image_url(page, f"{COPIES_FOLDER}/{name}") if name else self.cover_url(page, cover), width)
            for name, width in self.cover_sources(cover)
        ]
        return ", ".join(f"{url} {width}w" for url, width in found)

    def _covers(self) -> set[str]:
        """Paths of the files that articles and cards have for covers."""
        articles = self.domain.index.by_docname.values()
        covers = (cover for article in articles for cover in (article.cover, article.card) if cover is not None)
        return {cover.path for cover in covers if cover.path}

    def _image_url(self, page: str, name: str) -> str:
        builder = self.app.builder
        here = builder.get_target_uri(page).split("#")[0]
        return relative_uri(here, posixpath.join(builder.imagedir, quote(name)))

    # --- documents ------------------------------------------------------------------------------------------------

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

    def beside(self, docname: str) -> tuple[str | None, str | None]:
        """The documents before and after ``docname`` in the toctree."""
        related = self._relations.get(docname) or [None, None, None]
        return related[1], related[2]

    def language_of(self, docname: str) -> str:
        """The language of a document (BCP 47), else the site's."""
        return str(self.env.metadata.get(docname, {}).get(LANGUAGE_KEY, "")) or self.language

    def short_title(self, docname: str) -> str:
        """What the header of ``docname`` gives the navigation; empty where it gives nothing."""
        return str(self.env.metadata.get(docname, {}).get(SHORT_TITLE_KEY, ""))

    def placed_images(self) -> set[str]:
        """Paths, from the source folder, of the files that articles have for covers."""
        covers = (
            cover
            for article in self.domain.articles.values()
            for cover in (article.cover, article.card, article.social)
        )
        return {cover.path for cover in covers if cover is not None and cover.path}

    @property
    def index_docnames(self) -> set[str]:
        """The document names of the indexes of terms."""
        return {self.domain.index_docname(kind) for kind in KINDS}

    @cached_property
    def destinations(self) -> Sequence[tuple[str, str]]:
        """Document names and texts of the navigation, the same for every page; nothing where no pages are drawn."""
        if not self.draws_pages:
            return ()
        index, root = self.domain.index, self.app.config.root_doc
        kinds = [KIND_OF_FOLDER[folder] for folder in self.domain.settings.navigation]
        indexes = [
            (self.domain.index_docname(kind.name), translate(kind.title))
            for kind in kinds
            if index.terms(kind.name) and self.term_url(root, kind.name, "index")
        ]
        top = [
            (docname, self.short_title(docname) or plain_title(self.env, docname))
            for docname in self.env.toctree_includes.get(root, ())
            if docname in self.env.titles and docname not in index.by_docname and docname not in self.index_docnames
        ]
        return (*indexes, *top[:_MOST_NAVIGATION])


def plain_title(env: BuildEnvironment, docname: str) -> str:
    """The title of a document as plain text; its name where it has none."""
    article = article_domain(env).articles.get(docname)
    if article is not None:
        return article.title
    title = env.titles.get(docname)
    # Sphinx puts this text in place of a title that is missing.
    return title.astext() if title is not None and title.astext() != "<no title>" else docname
