"""The single source of what the ``byline`` theme needs from Python: its folder, options, script and code colours.

Everything else of the theme is templates and style sheets under ``byline/``. Lists of articles show in other themes
too, which get the one style sheet that lists need.
"""

from __future__ import annotations

import functools
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pygments.styles import get_style_by_name
from pygments.util import ClassNotFound

from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.pages.transforms import THEME_FOLDER, draws_headings
from sphinx_byline.pages.wording import translate
from sphinx_byline.theme.options import checked_options, edit_address, is_on, targets

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.theming import Theme

THEME_DIR = THEME_FOLDER
LIST_STYLES = THEME_DIR / "styles" / "byline-lists.css"

#: Loaded when search is opened, not by Sphinx, which would give each a checksum.
SEARCH_SCRIPTS = ("byline-find.js", "byline-search.js")

_CAPTION = '<p class="caption" role="heading">'


def setup(app: Sphinx) -> None:
    """Make the theme known, and bring what its pages and our lists under other themes need."""
    app.add_html_theme("byline", THEME_DIR)
    app.connect("builder-inited", prepare)
    app.connect("write-started", copy_list_styles)
    app.connect("html-page-context", add_page_words)


def theme_of(app: Sphinx) -> Theme | None:
    """The theme of this build, or None where the builder has none."""
    return getattr(app.builder, "theme", None)


def prepare(app: Sphinx) -> None:
    """Check the options of our theme and add its script; under another theme add the style sheet of lists."""
    if app.builder.format != "html":
        return
    theme = theme_of(app)
    if theme is not None and draws_headings(app.builder):
        builder: Any = app.builder
        builder.theme_options = checked_options(theme, builder.theme_options)
        app.add_js_file("byline.js", priority=400, loading_method="defer")
    elif theme is not None:
        app.add_css_file(LIST_STYLES.name, priority=400)


def copy_list_styles(app: Sphinx, builder: Builder) -> None:
    """Copy the style sheet of lists, where another theme is in force, before pages ask for its checksum.

    ``html_static_path`` would do it too, but what changes there makes Sphinx report another configuration every time.
    """
    if app.builder.format == "html" and theme_of(app) is not None and not draws_headings(app.builder):
        static = Path(builder.outdir) / "_static"
        static.mkdir(parents=True, exist_ok=True)
        (static / LIST_STYLES.name).write_bytes(LIST_STYLES.read_bytes())


def add_page_words(
    app: Sphinx, pagename: str, _templatename: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Tell the layout what a page needs beside its text: scripts, links, where it is edited, the colours of code.

    Without a Pygments style of the site's, ``highlight_scheme`` is empty: code is coloured by our own style sheet, and
    pygments.css is not linked.
    """
    theme = theme_of(app)
    if theme is not None and draws_headings(app.builder):
        default = theme.get_config("theme", "pygments_style", "none")
        context["highlight_scheme"] = highlight_scheme(app.config.pygments_style or default)
        context["search_checksum"] = search_checksum()
        # Nothing of sphinx-design's is in our own templates.
        context["uses_design"] = "sd-" in str(context.get("body", ""))
        suffix = context.get("page_source_suffix", "")
        context["edit_url"] = edit_address(context, f"{pagename}{suffix}") if suffix else ""
        context["own_links"] = _own_links(app, context, tell=pagename == app.config.root_doc)
        context["cited"] = _is_cited(context)
        add_text_script(app, context)
        if "body" in context:
            # Sphinx calls the caption of a toctree a heading without its level, which ARIA asks for: sphinx#14030.
            context["body"] = context["body"].replace(_CAPTION, f'{_CAPTION[:-1]} aria-level="2">')
        add_zoom_script(app, context)


def _is_cited(context: dict[str, Any]) -> bool:
    """Whether the page says how to cite its article."""
    article = (context.get("byline") or {}).get("article")
    asked = context.get("theme_citation")
    if not article:
        return False
    return asked == "always" or (asked == "asked" and bool(article["doi"] or article["citation"]))


def add_text_script(app: Sphinx, context: dict[str, Any]) -> None:
    """Link the script of code and side notes on a page that has something for it."""
    body = str(context.get("body", ""))
    notes = 'class="footnote-reference' in body and is_on(context.get("theme_sidenotes"))
    if notes or context["cited"] or 'class="highlight"' in body:
        builder: Any = app.builder
        # The builder's, not the application's, which would add it to all pages that follow.
        builder.add_js_file(
            "byline-text.js",
            priority=400,
            defer="defer",
            **{"data-copy": translate("Copy"), "data-copied": translate("Copied")},
            **({"data-sidenotes": "yes"} if notes else {}),
        )


def add_zoom_script(app: Sphinx, context: dict[str, Any]) -> None:
    """Link the script that opens images large on a page that has one worth it."""
    if "<img data-large" in str(context.get("body", "")):
        builder: Any = app.builder
        words = {"data-open": translate("Enlarge"), "data-close": translate("Close")}
        builder.add_js_file("byline-zoom.js", priority=400, defer="defer", **words)


def _own_links(app: Sphinx, context: dict[str, Any], *, tell: bool) -> list[dict[str, str]]:
    """The links of the option ``links`` as the page sees them; with ``tell`` a warning for each that leads nowhere."""

    def address(docname: str) -> str:
        if docname in app.env.found_docs:
            return str(context["pathto"](docname))
        if tell:
            warn(
                Warn.SETTING,
                f'conf.py: html_theme_options["links"] leads to {shown(docname)}, which is no document; the link is '
                "left out; name a document by its path without suffix, or a whole address",
            )
        return ""

    return targets(context.get("theme_links") or {}, address)


@functools.cache
def search_checksum() -> str:
    """What tells a browser that it has an older search: a checksum of the scripts that pages load by themselves."""
    scripts = [THEME_DIR / "static" / name for name in SEARCH_SCRIPTS]
    return f"{zlib.crc32(b''.join(script.read_bytes() for script in scripts)):08x}"


def highlight_scheme(style: str) -> str:
    """``light`` or ``dark`` by the background of a Pygments style; empty for Sphinx's ``none`` and for no style."""
    if style in {"", "none"}:
        return ""
    try:
        background = get_style_by_name(style).background_color
    except ClassNotFound:
        return "light"
    digits = background.removeprefix("#")
    digits = digits if len(digits) > 3 else "".join(digit * 2 for digit in digits)  # noqa: PLR2004
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4)) if len(digits) >= 6 else (255, 255, 255)  # noqa: PLR2004
    # Luma of ITU-R BT.601, 0 to 255.
    return "dark" if 0.299 * red + 0.587 * green + 0.114 * blue < 128 else "light"  # noqa: PLR2004
