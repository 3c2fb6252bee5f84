"""The single source of our own nodes: what stands in a document before anybody knows how it will be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class byline_part(nodes.General, nodes.Element):  # noqa: N801 -- docutils names nodes like elements
    """What a directive of ours puts into a text: ``part``, a :data:`~sphinx_byline.model.queries.Part`.

    Once expanded it knows the ``level`` of headings in it, and holds references for the builders that draw nothing
    better.
    """


class article_title(nodes.title):  # noqa: N801
    """The heading of an article, where the theme draws it outside the body; the search index still meets it."""


class article_header(nodes.General, nodes.Element):  # noqa: N801
    """What our theme shows above an article's text, for a theme that draws its heading in the body."""


class article_footer(nodes.General, nodes.Element):  # noqa: N801
    """What our theme shows below an article's text, likewise."""


class site_indexes(nodes.General, nodes.Element):  # noqa: N801
    """Links to the indexes of terms, on the home page of a theme whose navigation does not have them."""


class article_cover(nodes.General, nodes.Element):  # noqa: N801
    """Holds an image of an article that is a file, so that Sphinx collects and copies it; a PDF shows the cover.

    ``slot`` is ``cover``, or ``card`` or ``social`` for one that the article itself does not show.
    """


class body_image(nodes.image):  # noqa: N801
    """An image of a text as our theme draws it: ``lazy``, and ``large`` for one that a reader may enlarge."""


def pass_by(_translator: Any, _node: nodes.Element) -> None:
    """Draw nothing for the node itself; its children are drawn."""


def leave_out(_translator: Any, _node: nodes.Element) -> None:
    """Draw neither the node nor its children."""
    raise nodes.SkipNode


def _only_the_cover(_translator: Any, node: article_cover) -> None:
    """Draw the image of the article itself, and not what cards and social sites show."""
    if node["slot"] != "cover":
        raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Register the nodes whose drawing needs nothing but themselves, for every builder."""
    through = (pass_by, pass_by)
    others: dict[str, Any] = {"latex": through, "text": through, "man": through, "texinfo": through}
    covers: dict[str, Any] = dict.fromkeys(others, (_only_the_cover, pass_by))
    app.add_node(article_cover, html=(leave_out, None), **covers)
    app.add_node(article_title, html=(leave_out, None))
