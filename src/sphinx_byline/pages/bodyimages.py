"""The single source of how our theme draws the images of a text: what is said of them beyond what their author says.

Sphinx draws them; added is the room that they take (nothing moves when they come), that those further down may wait,
and which of them may be enlarged. Other themes draw them as they like: not all give an image of known size its height.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_byline.collect.domain import article_domain
from sphinx_byline.collect.images import image_size
from sphinx_byline.pages.nodes import article_cover, body_image
from sphinx_byline.pages.transforms import draws_headings

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_FIRST_SCREEN = 600
"""Characters: what comes after so many is on nobody's first screen."""
_SMALL = 160
"""px; what is no larger in either direction is an icon."""
_REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_IMG = "<img "
_CARDS = "sd-card-img"
"""sphinx-design's classes of images that fill a card."""
_LARGE = ' data-large=""'


def hand_images_over(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Hand the images of a text over to :func:`draw_image`, where our theme draws pages for browsers.

    All may wait that stand below a cover; otherwise those that the largest paint cannot be waiting for.
    """
    builder: Any = app.builder
    if builder.format != "html" or builder.name == "epub" or not draws_headings(builder):
        return
    article = article_domain(app.env).index.by_docname.get(docname)
    shows_cover = getattr(builder, "theme_options", {}).get("hero") != "none"
    below_cover = article is not None and article.cover is not None and shows_cover
    before, first = 0, True
    for node in list(doctree.findall()):
        if isinstance(node, nodes.Text):
            before += len(node)
        elif isinstance(node, nodes.image) and not isinstance(node.parent, article_cover):
            drawn = body_image(node.rawsource, *node.children, **node.attributes)
            drawn.source, drawn.line = node.source, node.line
            drawn["lazy"] = below_cover or (not first and before > _FIRST_SCREEN)
            drawn["large"] = _stands_alone(node)
            node.replace_self(drawn)
            first = False


def _stands_alone(image: nodes.image) -> bool:
    """Whether an image is a figure, or in a paragraph of images: neither linked, nor among words, nor on a card."""
    if any(name.startswith("sd-") for name in image["classes"]):
        return False
    parent = image.parent
    if isinstance(parent, nodes.TextElement):
        words = [child for child in parent.children if not isinstance(child, nodes.image) and child.astext().strip()]
        return isinstance(parent, nodes.paragraph) and not words
    return not isinstance(parent, nodes.reference)


def draw_image(translator: Any, node: body_image) -> None:
    """Draw the image as this builder's writer does, and add to its tag."""
    builder = translator.builder
    remote = bool(_REMOTE.match(node["uri"]))
    # Sphinx puts the address in its place.
    width, height = image_size(Path(builder.srcdir, node["uri"])) if node["uri"] in builder.images else (0, 0)
    begun = len(translator.body)
    translator.visit_image(node)
    for place, piece in enumerate(translator.body[begun:], begun):
        if piece.startswith(_IMG):
            said = _LARGE if node["large"] and (max(width, height) > _SMALL or not width) else ""
            said += _room(node, piece, width, height)
            if node["lazy"] and " loading=" not in piece:
                said += ' loading="lazy"'
            said += ' decoding="async"'
            if remote:
                said += ' referrerpolicy="no-referrer"'
            translator.body[place] = f"{_IMG.strip()}{said} {piece.removeprefix(_IMG)}"


def _room(node: body_image, tag: str, width: int, height: int) -> str:
    """The attributes that keep an image's room free, as far as its author leaves it open; to our styles a ratio."""
    if not width or "scale" in node or ("width" in node and "height" in node):
        return ""
    if not all(name.startswith(_CARDS) for name in node["classes"]):
        return ""  # It may have a height by the author's own styles.
    if "width" in node:
        given = str(node["width"])
        if given.isdecimal():
            return f' height="{max(1, round(int(given) * height / width))}"'
        return "" if " width=" in tag else f' width="{width}" height="{height}"'
    if "height" in node:
        given = str(node["height"])
        return f' width="{max(1, round(int(given) * width / height))}"' if given.isdecimal() else ""
    return f' width="{width}" height="{height}"'


def leave_image(translator: Any, node: body_image) -> None:
    """End it as this builder's writer does."""
    translator.depart_image(node)


def setup(app: Sphinx) -> None:
    """Register the handover, after everybody's own changes of the document, and how the node is drawn."""
    app.connect("doctree-resolved", hand_images_over, priority=900)
    app.add_node(body_image, html=(draw_image, leave_image))
