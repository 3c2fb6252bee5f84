"""Publish Markdown articles with Sphinx.

The single source of the version. Importing the package is cheap: Sphinx and the rooms are loaded by :func:`setup`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set the extension and the theme up; called by Sphinx for ``extensions = ["sphinx_byline"]``."""
    from sphinx_byline.extension import setup as setup_extension

    return setup_extension(app)
