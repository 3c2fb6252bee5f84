"""Chinese, Japanese and Korean, done right: Markdown rules, line breaks, anchors, search.

Works as an extension of its own too: ``extensions = ["sphinx_byline.cjk"]``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_byline.collect.settings import register

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set the room up, a line a part."""
    from sphinx_byline.cjk import anchors, embedded, equations, parser, phrases, search, singlepage, softbreaks

    register(app)
    if "myst_nb" not in app.extensions:  # It has set MyST up, and given it no files.
        app.setup_extension("myst_parser")
    parser.setup(app)
    embedded.setup(app)
    phrases.setup(app)
    softbreaks.setup(app)
    anchors.setup(app)
    equations.setup(app)
    singlepage.setup(app)
    search.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
