"""The single source of the directives that authors write; each makes a node and leaves the drawing for later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_byline.model.index import Query
from sphinx_byline.model.lookup import SEPARATORS
from sphinx_byline.model.plaintext import clean
from sphinx_byline.model.slugs import slugify
from sphinx_byline.pages.nodes import article_list

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

STYLES = ("cards", "compact")


def terms(argument: str | None) -> tuple[str, ...]:
    """The names in a text with commas, as slugs; raises :exc:`ValueError` where there is none."""
    names = [clean(name) for name in SEPARATORS.split(argument or "")]
    slugs = tuple(slugify(name) for name in names if name)
    if not slugs:
        raise ValueError("at least one name is expected")
    return slugs


def _style(argument: str | None) -> str:
    return directives.choice(argument or "", STYLES)


class ArticleListDirective(SphinxDirective):
    """``{article-list}``: articles with any of the tags and any of the authors, the newest first."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "limit": directives.positive_int,
        "tags": terms,
        "authors": terms,
        "style": _style,
        "empty": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """The content, which stands above the list, and the list itself."""
        options: dict[str, Any] = self.options
        query = Query(options.get("tags", ()), options.get("authors", ()), options.get("limit", 0))
        node = article_list(query=query, style=options.get("style", "cards"), empty=options.get("empty", ""))
        self.set_source_info(node)
        return [*self.parse_content_to_nodes(), node]


def setup(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("article-list", ArticleListDirective)
