"""What readers see, before a theme draws it: nodes, directives, contexts and generated pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_byline.pages import (
    bodyimages,
    directives,
    drawing,
    expanding,
    genindex,
    nodes,
    paper,
    pictures,
    reference,
    transforms,
    wording,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set the room up, a line a part."""
    wording.setup(app)
    nodes.setup(app)
    directives.setup(app)
    reference.setup(app)
    transforms.setup(app)
    expanding.setup(app)
    drawing.setup(app)
    pictures.setup(app)
    bodyimages.setup(app)
    genindex.setup(app)
    paper.setup(app)
