"""Math, typeset while the site is built: finished markup in the page, and no script for its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_byline.math.bundle import needs_math_css

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["needs_math_css", "setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set the room up. It also works as an extension of its own, for a site that wants nothing but this."""
    from sphinx_byline.collect.settings import register
    from sphinx_byline.math.assets import setup_assets
    from sphinx_byline.math.labels import StableEquationLabels
    from sphinx_byline.math.latex import setup_paper
    from sphinx_byline.math.macros import PageMacros
    from sphinx_byline.math.renderer import setup_renderer
    from sphinx_byline.math.room import Room
    from sphinx_byline.math.titles import setup_titles

    # For its settings, whose meaning we keep; a site that lists it too loads it no second time.
    app.setup_extension("sphinxcontrib.katex")
    register(app)
    room = Room()
    setup_assets(app)
    setup_renderer(app, room)
    setup_titles(app, room)
    app.add_transform(StableEquationLabels)
    app.add_transform(PageMacros)
    setup_paper(app)
    app.connect("builder-inited", room.open)
    app.connect("build-finished", room.close)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
