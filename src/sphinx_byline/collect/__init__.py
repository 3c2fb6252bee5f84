"""From source files to articles: settings, warnings, headers, the Sphinx domain and what has to be written again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Set the room up, a line a part; settings come first, for everybody asks for them."""
    from sphinx_byline.collect import domain, references, settings, source, translating

    settings.register(app)
    domain.setup(app)
    references.setup(app)
    source.setup(app)
    translating.setup(app)
