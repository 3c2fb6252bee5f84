"""The single source of how pages and lists meet their templates: Sphinx's events and visitors, tied to a publisher.

Nothing is collected here: ``html-page-context`` runs in forked writers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sphinx
from docutils import nodes
from markupsafe import Markup
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader, SphinxFileSystemLoader

from sphinx_byline.collect.domain import article_domain
from sphinx_byline.collect.freshness import Freshness, digest_of
from sphinx_byline.pages.generated import collect_pages
from sphinx_byline.pages.missing import write_missing
from sphinx_byline.pages.nodes import article_footer, article_header, byline_part, pass_by, site_indexes
from sphinx_byline.pages.parts import component_of
from sphinx_byline.pages.publisher import Publisher
from sphinx_byline.pages.site import plain_title
from sphinx_byline.pages.transforms import THEME_FOLDER, draws_headings
from sphinx_byline.pages.views import Views
from sphinx_byline.pages.wording import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_byline.pages.contexts import PageKind


class Drawing:
    """Everything that is drawn in one build of one app."""

    def __init__(self, app: Sphinx) -> None:
        """Connect to ``app``."""
        self.publisher = Publisher(app)
        self.views = Views(self.publisher)
        self.freshness = Freshness(app, self.views.view, self.publisher.placed_images)
        app.connect("builder-inited", self.offer_templates)
        app.connect("doctree-read", self.note_parts)
        app.connect("env-updated", self.begin, priority=100)
        app.connect("html-collect-pages", self.generate)
        app.connect("html-page-context", self.give_context, priority=400)
        through: Any = (pass_by, pass_by)
        others = {"latex": through, "text": through, "man": through, "texinfo": through}
        app.add_node(byline_part, html=(self.draw_part, None), **others)
        app.add_node(article_header, html=(self.draw_header, None))
        app.add_node(article_footer, html=(self.draw_footer, None))
        app.add_node(site_indexes, html=(self.draw_indexes, None))

    def note_parts(self, app: Sphinx, doctree: nodes.document) -> None:
        """Remember which parts and which names a document holds: what they show decides when it is written again."""
        domain = article_domain(app.env)
        if parts := tuple(node["part"] for node in doctree.findall(byline_part)):
            domain.parts[app.env.docname] = parts
        references = doctree.findall(addnodes.pending_xref)
        if names := {
            (node["reftype"], node["reftarget"]) for node in references if node.get("refdomain") == domain.name
        }:
            domain.mentions[app.env.docname] = tuple(sorted(names))

    def begin(self, _app: Sphinx, _env: BuildEnvironment) -> None:
        """Let nothing of an earlier build of the same app stay, before anybody asks for a digest."""
        self.publisher.forget()
        self.publisher.copy_covers()
        self.views.forget()

    def offer_templates(self, app: Sphinx) -> None:
        """Let other themes find our components, after their own and after the author's templates."""
        loader = getattr(app.builder, "templates", None)
        if isinstance(loader, BuiltinTemplateLoader):
            loader.loaders.append(SphinxFileSystemLoader(THEME_FOLDER))

    def generate(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Tag and author pages, for ``html-collect-pages``; the page for what is missing is written at once."""
        surroundings = _surroundings(app)
        write_missing(app, self.views, self.freshness, surroundings)
        return collect_pages(app, self.views, self.freshness, surroundings)

    def give_context(
        self, app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None
    ) -> None:
        """Hand ``byline`` and ``translate`` to the template of every page."""
        if not self.publisher.draws_pages:
            return
        context["translate"] = translate
        if not isinstance(context.get("byline"), dict):
            known = pagename in app.env.titles
            title = plain_title(app.env, pagename) if known else _text_of(str(context.get("title", "")))
            context["byline"] = self.publisher.page(pagename, self.kind_of(pagename), title)
        # Our own layout tells the page's language from the site's.
        lang = context["byline"]["lang"]
        context["language"] = self.publisher.language if draws_headings(app.builder) else lang
        # An EPUB brings an element without a language, in which a reading system would take the book's for the page's.
        if str(context.get("html_tag", "")).startswith("<html ") and " lang=" not in context["html_tag"]:
            context["html_tag"] = context["html_tag"].replace("<html ", f'<html lang="{lang}" xml:lang="{lang}" ', 1)

    def kind_of(self, pagename: str) -> PageKind:
        """What sort of page a document, or a page of Sphinx's, is."""
        env = self.publisher.env
        if pagename in self.publisher.domain.index.by_docname:
            return "article"
        if pagename == env.config.root_doc:
            return "home"
        if pagename in env.found_docs:
            return "page"
        return "search" if pagename == "search" else "other"

    def draw_part(self, translator: Any, node: byline_part) -> None:
        """Draw what a directive has put there, by the component for it."""
        found = component_of(self.publisher, translator.builder.current_docname, node["part"], node.get("level", 2))
        if found is not None:
            component, words = found
            self.draw(translator, component, node.get("docname") or translator.builder.current_docname, **words)
        raise nodes.SkipNode

    def draw_header(self, translator: Any, node: article_header) -> None:
        """Draw lede, byline, cover and tags under another theme."""
        self._draw_around(translator, node["docname"], "article-header-plain")

    def draw_footer(self, translator: Any, node: article_footer) -> None:
        """Draw authors, series and related articles under another theme."""
        self._draw_around(translator, node["docname"], "article-footer-plain")

    def draw_indexes(self, translator: Any, _node: site_indexes) -> None:
        """Draw the way to the indexes, where another theme has none."""
        root = self.publisher.app.config.root_doc
        page = self.publisher.page(root, "home", "")
        indexes = self.publisher.indexes(root) if self.publisher.generates_pages else []
        self.draw(translator, "site-indexes", root, byline={**page, "navigation": indexes})
        raise nodes.SkipNode

    def _draw_around(self, translator: Any, docname: str, component: str) -> None:
        page = self.publisher.page(docname, "article", "")
        if any(self.publisher.beside(docname)):
            page["previous"] = page["next"] = None  # The theme's own, by the toctree.
        self.draw(translator, component, docname, byline=page, article=page["article"])
        raise nodes.SkipNode

    def draw(self, translator: Any, component: str, docname: str, **words: object) -> None:
        """Add a component to the page that is being written; it is in the site's language, whatever the document's."""
        own, around = self.publisher.language, self.publisher.language_of(docname)
        words |= {"translate": translate, "part_lang": Markup(' lang="{}"').format(own) if own != around else ""}
        html = translator.builder.templates.render(f"components/{component}.html", words)
        translator.body.append(html)


def _surroundings(app: Sphinx) -> str:
    """A digest of what a generated page depends on beside articles: templates, settings, extensions, versions."""
    builder = app.builder
    assert isinstance(builder, StandaloneHTMLBuilder)  # noqa: S101 -- the event comes from no other
    # After a change of one of these Sphinx reads and writes all documents again, or writes them; generated pages too.
    settings = sorted((value.name, _stable(value.value)) for value in app.config.filter(frozenset({"env", "html"})))
    extensions = sorted((name, extension.version) for name, extension in app.extensions.items())
    newest = builder.templates.newest_template_mtime() if builder.templates else 0
    info = builder.create_build_info()
    return digest_of((settings, extensions, info.tags_hash, newest, sphinx.__version__, app.config.html_theme))


def _stable(value: object) -> object:
    """``value`` in a form whose ``repr`` is the same in every process."""
    if isinstance(value, Mapping):
        return sorted((str(key), _stable(held)) for key, held in value.items())
    if isinstance(value, list | tuple):
        return [_stable(held) for held in value]
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return repr(value) if isinstance(value, str | bytes | int | float | bool | None) else type(value).__name__


def _text_of(title: str) -> str:
    """Return a page's title, which Sphinx's generated pages hold as HTML, as plain text."""
    return str(Markup(title).striptags())  # noqa: S704 -- taken apart, not printed


def setup(app: Sphinx) -> None:
    """Tie one build's drawing to ``app``."""
    Drawing(app)
