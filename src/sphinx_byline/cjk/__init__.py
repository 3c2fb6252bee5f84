"""Chinese, Japanese and Korean, done right: Markdown rules, line breaks, anchors, search."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set the room up."""
    app.setup_extension("myst_parser")
