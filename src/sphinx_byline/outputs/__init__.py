"""For machines: feeds, page metadata, the search index, old addresses; pure functions from values to text, and glue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_byline.outputs import moving, publishing, searching

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set the room up."""
    publishing.setup(app)
    moving.setup(app)
    searching.setup(app)
