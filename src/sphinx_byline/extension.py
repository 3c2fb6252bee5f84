"""The composition of the rooms, and nothing else: what is set up, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sphinx_byline
from sphinx_byline import cjk, collect, math, outputs, pages, theme
from sphinx_byline.collect import presets

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: Counted up whenever what we keep in Sphinx's environment changes its shape.
ENV_VERSION = 1


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set every room up, from the lowest floor to the highest."""
    app.require_sphinx("8.2")
    app.setup_extension("sphinx_design")
    collect.setup(app)
    cjk.setup(app)
    math.setup(app)
    pages.setup(app)
    theme.setup(app)
    outputs.setup(app)
    presets.setup(app)
    return {
        "version": sphinx_byline.__version__,
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
