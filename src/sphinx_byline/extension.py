"""The composition of the rooms, and nothing else: what is set up, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

import sphinx_byline
from sphinx_byline import collect, outputs, pages, theme
from sphinx_byline.collect import language, presets

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: Counted up whenever what we keep in Sphinx's environment changes its shape.
ENV_VERSION = 5


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set every room up, from the lowest floor to the highest."""
    app.require_sphinx("8.2")
    if getattr(app, "builder", None) is not None:
        # Sphinx loads a theme's package itself where conf.py does not, too late for an extension.
        raise ConfigError('html_theme = "byline" needs extensions = ["sphinx_byline"] in conf.py')
    language.setup(app)
    app.setup_extension("sphinx_design")
    presets.setup(app)
    collect.setup(app)
    # Each is an extension of its own as well, and may be listed as one.
    app.setup_extension("sphinx_byline.cjk")
    app.setup_extension("sphinx_byline.math")
    pages.setup(app)
    theme.setup(app)
    outputs.setup(app)
    return {
        "version": sphinx_byline.__version__,
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
