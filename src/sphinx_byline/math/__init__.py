"""Math, typeset while the site is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set the room up."""
    app.setup_extension("sphinx.ext.mathjax")
