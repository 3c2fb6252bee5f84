"""The single source of what becomes of a line break in the source between two Chinese or Japanese characters.

Browsers show every line break as a space (CSS Text 4, "Segment Break Transformation Rules", which would leave it out
here, is in none of them), and LaTeX's ``ctex`` alone does better. So the break is taken out of the document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform

from sphinx_byline.cjk.characters import SHARED_PUNCTUATION, UNSPACED
from sphinx_byline.collect.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_UNSPACED = re.compile(f"[{UNSPACED}]")
_SHARED = re.compile(f"[{SHARED_PUNCTUATION}]")
_SHARED_RUN = re.compile(f"[{SHARED_PUNCTUATION}]*")
# What belongs to the character before it, or has no width: variation selectors, zero-width space, word joiner.
_UNSEEN = re.compile("[\ufe00-\ufe0f\u200b\u2060\U000e0100-\U000e01ef]")

# What stands in a text without being text of it: nothing is joined across it.
_OPAQUE = (nodes.literal, nodes.math, nodes.image, nodes.problematic)
_TAG = re.compile(r"(?i)<(?P<end>/?)(?P<name>(?!(?:br|wbr|hr|img|input)\b)[a-z][a-z0-9-]*)[^>]*>|<!--(?s:.*?)-->")
# Hangs over the line, as a footnote's mark does.
_READING = frozenset({"rt", "rp"})
_OBJECT = "\ufffc"


def setup(app: Sphinx) -> None:
    """Join lines once they are in the language that they are shown in."""
    app.add_transform(JoinLines)


class JoinLines(SphinxTransform):
    """Takes line breaks between Chinese or Japanese characters out of running text, code and math left alone.

    Message ids of gettext are made from the source of a paragraph, and stay as they are.
    """

    # After translations (20) and references to footnotes (620), before headings are named (710) and tables of contents
    # copy them (720).
    default_priority = 705

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
    spans = _breaks("".join(text for _, text in leaves))
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


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each line break stands that is to go, with the spaces around it."""
    at = text.find("\n")
    while at >= 0:
        start, end = at, at + 1
        while start and text[start - 1] in " \t":
            start -= 1
        while end < len(text) and text[end] in " \t":
            end += 1
        if _is_within_a_script(text, start, end):
            yield start, end
        at = text.find("\n", end)


def _is_within_a_script(text: str, start: int, end: int) -> bool:
    """Tell whether Chinese or Japanese stands both before ``start`` and behind ``end``.

    Marks that are shared with Latin go with what is on the other side of the break; where such a mark stands on both,
    as between two quotations, what is beyond them says whose they are.
    """
    while start and _UNSEEN.match(text, start - 1):
        start -= 1
    shared_before = start > 0 and _SHARED.match(text, start - 1) is not None
    shared_behind = _SHARED.match(text, end) is not None
    if shared_before and shared_behind:
        while start and _SHARED.match(text, start - 1):
            start -= 1
        run = _SHARED_RUN.match(text, end)
        end = run.end() if run else end
        shared_before = shared_behind = False
    before = shared_before or (start > 0 and _UNSPACED.match(text, start - 1) is not None)
    return before and (shared_behind or _UNSPACED.match(text, end) is not None)


def _leaves(block: nodes.Element) -> Iterator[tuple[nodes.Node, str]]:
    """Yield each piece of text in order, with the text that stands in the line, and a stand-in for what is no text."""
    over_the_line = False
    for leaf in _pieces(block):
        if isinstance(leaf, nodes.Text):
            yield leaf, "" if over_the_line else str(leaf)
        elif isinstance(leaf, nodes.raw):
            tag = _TAG.fullmatch(leaf.astext())
            if tag is not None and tag["name"]:
                over_the_line = not tag["end"] and tag["name"].lower() in _READING
            yield leaf, "" if tag else _OBJECT
        else:
            yield leaf, _OBJECT


def _pieces(node: nodes.Element) -> Iterator[nodes.Node]:
    for child in node.children:
        if isinstance(child, nodes.footnote_reference):
            continue  # It hangs over the line: text goes on from before it.
        # A reference without text gets one when it is resolved.
        empty = isinstance(child, nodes.reference | pending_xref) and not child.children
        if empty or not isinstance(child, nodes.Element) or isinstance(child, (*_OPAQUE, nodes.raw)):
            yield child
        else:
            yield from _pieces(child)
