"""The single source of what becomes of a line break in the source between two Chinese or Japanese characters.

Browsers show every line break as a space (CSS Text 4, "Segment Break Transformation Rules", which would leave it out
here, is in none of them), and LaTeX's ``ctex`` alone does better. So the break is taken out of the document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_byline.cjk.characters import SHARED_PUNCTUATION, UNSPACED
from sphinx_byline.collect.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

# A variation selector belongs to the character before it. Of two shared marks, as in ``……``, neither says whose it is.
_BREAK = re.compile(
    rf"(?:(?<=[{UNSPACED}])|(?<=[{UNSPACED}][\ufe00-\ufe0f\U000e0100-\U000e01ef])|(?P<shared>(?<=[{SHARED_PUNCTUATION}])))"
    rf"[ \t]*\n[ \t]*(?=[{UNSPACED}]|(?(shared)(?!)|[{SHARED_PUNCTUATION}]))"
)

# What stands in a text without being text of it: nothing is joined across it.
_OPAQUE = (nodes.literal, nodes.math, nodes.image, nodes.problematic)
_TAG = re.compile(r"</?(?!(?:br|wbr|hr|img|input)\b)[a-z][^>]*>", re.IGNORECASE)
_OBJECT = "\ufffc"


def setup(app: Sphinx) -> None:
    """Join lines once they are in the language that they are shown in."""
    app.add_transform(JoinLines)


class JoinLines(SphinxTransform):
    """Takes line breaks between Chinese or Japanese characters out of running text, code and math left alone.

    Message ids of gettext are made from the source of a paragraph, and stay as they are.
    """

    default_priority = 730  # After translations (20) and references to footnotes (620), before documents are handed on.

    def apply(self, **_kwargs: object) -> None:
        """Join the lines of every paragraph, title and whatever else holds text."""
        if not read_settings(self.config).soft_breaks:
            return
        for block in self.document.findall(nodes.TextElement):
            if not isinstance(block, nodes.Inline | nodes.FixedTextElement | nodes.Invisible):
                _join(block)


def _join(block: nodes.TextElement) -> None:
    leaves = list(_leaves(block))
    if not any("\n" in text for _, text in leaves):
        return
    spans = iter([match.span() for match in _BREAK.finditer("".join(text for _, text in leaves))])
    span = next(spans, None)
    # By identity: docutils' own ways to replace and remove compare texts by value, and take the first that is equal.
    joined: dict[int, str] = {}
    parents: dict[int, nodes.Element] = {}
    end = 0
    for leaf, text in leaves:
        start, end = end, end + len(text)
        kept, at = [], start
        while span is not None and span[0] < end:
            kept.append(text[at - start : max(span[0], at) - start])
            at = min(span[1], end)
            if span[1] > end:
                break
            span = next(spans, None)
        if kept and leaf.parent is not None:
            joined[id(leaf)] = "".join([*kept, text[at - start :]])
            parents[id(leaf.parent)] = leaf.parent
    for parent in parents.values():
        parent[:] = [_joined(child, joined) for child in parent.children if joined.get(id(child)) != ""]


def _joined(child: nodes.Node, joined: dict[int, str]) -> nodes.Node:
    return nodes.Text(joined[id(child)]) if id(child) in joined else child


def _leaves(node: nodes.Element) -> Iterator[tuple[nodes.Node, str]]:
    """Yield each piece of text in order, and a stand-in for what is no text."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child, str(child)
        elif isinstance(child, nodes.raw):
            yield child, "" if _TAG.fullmatch(child.astext()) else _OBJECT
        elif isinstance(child, _OPAQUE):
            yield child, _OBJECT
        elif isinstance(child, nodes.footnote_reference):
            yield child, ""  # It hangs over the line: text goes on from before it.
        elif isinstance(child, nodes.Element):
            yield from _leaves(child)
