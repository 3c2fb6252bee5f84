"""The single source of which renderer draws formulas, and of the style sheet that its pages link.

sphinxcontrib-katex is loaded for its settings. What it adds to every page by itself, a style sheet on a content
delivery network and scripts, belongs to its own renderer, and goes where another is in force.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.osutil import relative_uri

from sphinx_byline.collect.domain import phrases_in
from sphinx_byline.collect.presets import author_set
from sphinx_byline.collect.warnings import Warn, warn
from sphinx_byline.math.bundle import (
    COPY_SCRIPT,
    FAULT_SHEET,
    STATIC_FOLDER,
    STYLE_SHEET,
    installed,
    needs_math_css,
)
from sphinx_byline.math.fonts import fonts_of
from sphinx_byline.math.nodes import TitleMath
from sphinx_byline.math.room import RENDERER, in_force

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

_CLIENT_SIDE = "katex"
_COPIED = ("katex.min.css", "copy-tex.min.js", "LICENSE", "fonts/LICENSE.txt", "fonts/*.woff2")
_OUR_FOLDER = Path(__file__).with_name("static")
#: In whatever holds a formula that could not be typeset.
_FAULT = "byline-math-error"

#: The theme that draws no table of contents of the whole publication beside a page, where titles would show.
_OUR_THEME = "byline"
#: How deep words for templates are nested at most: page, list, articles, article, title.
_CONTEXT_DEPTH = 6


def choose_renderer(app: Sphinx, config: Config) -> None:
    """Draw formulas ourselves, unless conf.py names another renderer (``config-inited``)."""
    if config.html_math_renderer is None:
        config.html_math_renderer = RENDERER
    config.byline_katex_options = str(config.katex_options or "")
    if config.html_math_renderer == RENDERER and not author_set(config, "myst_update_mathjax"):
        config.myst_update_mathjax = False  # MyST would configure, in every build anew, a MathJax that is not there.
    if config.html_math_renderer != _CLIENT_SIDE:
        _silence_sphinxcontrib_katex(app)
        return
    bundle = installed()
    if bundle.has_styles and config.katex_css_path.endswith(f"katex@{bundle.version}/dist/katex.min.css"):
        config.katex_css_path = STYLE_SHEET


def _silence_sphinxcontrib_katex(app: Sphinx) -> None:
    """Disconnect what adds its CSS and scripts to every page, whatever renders the formulas, and cleans up after that.

    It has no setting for this (sphinxcontrib-katex 0.9.11, ``builder_inited`` and ``builder_finished``).
    """
    for event in ("builder-inited", "build-finished"):
        for listener in list(app.events.listeners.get(event, ())):
            if listener.handler.__module__ == "sphinxcontrib.katex":
                app.disconnect(listener.id)


def check_version(app: Sphinx) -> None:
    """Warn once where style sheet and fonts are not those of the KaTeX that is installed (``builder-inited``)."""
    if _wants_styles(app.builder) and (complaint := installed().complaint):
        warn(Warn.MATH_VERSION, complaint)


def copy_styles(_app: Sphinx, builder: Builder) -> None:
    """Copy style sheet and fonts before pages ask for their checksums (``write-started``)."""
    bundle = installed()
    if not _wants_styles(builder) or not bundle.has_styles:
        return
    target = Path(builder.outdir) / "_static" / STATIC_FOLDER
    sources = [(bundle.folder, pattern) for pattern in _COPIED] + [(_OUR_FOLDER, "*.css")]
    for folder, pattern in sources:
        for source in sorted(folder.glob(pattern)):
            content = source.read_bytes()
            path = target / source.relative_to(folder)
            if not path.is_file() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


def _wants_styles(builder: Builder) -> bool:
    drawn_by_katex = builder.config.html_math_renderer in {RENDERER, _CLIENT_SIDE}
    return builder.format == "html" and builder.name != "epub" and drawn_by_katex


class EscapeDisplayMath(SphinxPostTransform):
    """Keeps TeX from becoming markup where sphinxcontrib-katex draws it in the browser.

    Its visitor writes the TeX of display math into the page as it is (0.9.11, ``html_visit_displaymath``), so that
    ``a < b`` breaks the page, and what a contributor writes there is run.
    """

    default_priority = 990
    formats = ("html",)

    def run(self, **_kwargs: Any) -> None:
        """Escape what the visitor does not; it does so itself in what is not to be wrapped."""
        if self.config.html_math_renderer != _CLIENT_SIDE or self.config.katex_prerender:
            return
        for node in list(self.document.findall(nodes.math_block)):
            if not node.get("nowrap", False):
                escaped = html.escape(node.astext(), quote=False)
                node.clear()
                node.append(nodes.Text(escaped))


class Pages:
    """What each page says of its formulas, and links for them."""

    def __init__(self) -> None:
        """Know of no title yet."""
        self._titles_have_math = self._phrases_have_math = False

    def look_at_titles(self, app: Sphinx, _builder: Builder) -> None:
        """See whether any title, or text about an article, holds a formula, once, before pages are written."""
        env = app.env
        phrases = (phrase for docname in env.all_docs for phrase in phrases_in(env, docname))
        self._titles_have_math = any(map(_has_math, env.titles.values()))
        self._phrases_have_math = any(map(_has_math, phrases))

    def mark(self, app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
        """Set ``byline_has_math``, link the style sheet, make ``title`` plain text (``html-page-context``)."""
        if not in_force(app.config):
            context["byline_has_math"] = bool(context.get("has_maths_elements"))
            return
        # Sphinx 8.2 keeps titles with their markup in the search index, and search results show them so.
        shows_titles = app.config.html_theme != _OUR_THEME or pagename == "search"
        _make_titles_plain(app, pagename, context)
        # Without a formula in any title, or text about an article, there is none but in the page itself.
        elsewhere = self._titles_have_math or self._phrases_have_math
        texts = list(_texts(context, _CONTEXT_DEPTH if elsewhere else 1))
        in_sight = "".join(text for text in texts if needs_math_css(text))
        needed = bool(in_sight) or (self._titles_have_math and shows_titles)
        context["byline_has_math"] = needed
        if _wants_styles(app.builder) and installed().has_styles:
            assert isinstance(app.builder, StandaloneHTMLBuilder)  # noqa: S101 -- only these have pages
            # The builder's, not the application's, which would add it to all pages that follow.
            if needed:
                app.builder.add_css_file(STYLE_SHEET)
                app.builder.add_js_file(COPY_SCRIPT, defer="defer")
                context["metatags"] = str(context.get("metatags", "")) + _preloads(
                    in_sight, app.builder.get_target_uri(pagename)
                )
            if any(_FAULT in text for text in texts):
                app.builder.add_css_file(FAULT_SHEET)


def _preloads(formulas: str, page: str) -> str:
    """Links that have a browser fetch the fonts while it still reads the style sheet that would name them."""
    paths = (
        relative_uri(page, f"_static/{STATIC_FOLDER}/{file}") for file in fonts_of(formulas, installed().style_sheet)
    )
    # Fonts are fetched as if from another host, or they are fetched twice. On a slow line they would take the place of
    # the style sheets, without which nothing is drawn at all: so these come first.
    attributes = 'as="font" type="font/woff2" crossorigin fetchpriority="low"'
    return "".join(f'\n    <link rel="preload" href="{html.escape(path)}" {attributes} />' for path in paths)


def _make_titles_plain(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Make plain text of the titles that templates put into attributes and ``<title>``, after they took the tags away.

    Each formula would stand there three times. They are the page's own, and those of its neighbours.
    """
    env = app.env
    title = env.longtitles.get(pagename)
    if title is not None and _has_math(title):
        context["title"] = html.escape(title.astext(), quote=False)
    related = getattr(app.builder, "relations", {}).get(pagename)
    for key, docname in zip(("prev", "next"), related[1:] if related else (), strict=False):
        neighbour = env.titles.get(docname)
        if neighbour is not None and _has_math(neighbour) and isinstance(context.get(key), dict):
            plain = html.escape(neighbour.astext(), quote=False)
            context[key] = {**context[key], "title": plain}
            context["rellinks"] = [
                (link[0], plain, *link[2:]) if link[0] == docname else link for link in context.get("rellinks", ())
            ]


def _has_math(title: nodes.Element) -> bool:
    return next(iter(title.findall(TitleMath)), None) is not None


def _texts(value: object, depth: int) -> Iterator[str]:
    """Every text among the words for templates: the body, and titles of other pages, wherever they stand."""
    if isinstance(value, str):
        yield value
    elif depth and isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item, depth - 1)
    elif depth and isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item, depth - 1)


def setup_assets(app: Sphinx) -> None:
    """Choose, copy and link; a new KaTeX writes pages again."""
    pages = Pages()
    bundle = installed()
    # Titles that were read keep what their formulas say, so another KaTeX, or other options, have all be read again.
    app.add_config_value("byline_katex_version", f"{bundle.version} {bundle.folder_version}", "env", types=(str,))
    app.add_config_value("byline_katex_options", "", "env", types=(str,))
    app.add_post_transform(EscapeDisplayMath)
    app.connect("config-inited", choose_renderer)
    app.connect("builder-inited", check_version)
    app.connect("write-started", copy_styles)
    app.connect("write-started", pages.look_at_titles)
    # Last, when everybody else has said what the page shows.
    app.connect("html-page-context", pages.mark, priority=900)
