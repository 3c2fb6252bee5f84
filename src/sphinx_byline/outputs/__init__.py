"""For machines: feeds, page metadata, old addresses; pure functions from values to text, and glue that writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_byline.outputs import moving, publishing

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set the room up."""
    publishing.setup(app)
    moving.setup(app)
