"""The single source of headings' anchors: ``#概述`` and ``#链式法则``, where docutils would count ``#id1``, ``#id2``.

An anchor is made of the heading's text alone, so it stays when headings are added before it. Where docutils' own id
says all that the heading says (``#getting-started``), it is the anchor; else it stays as a second one. An explicit id,
``(label)=`` or ``{#id}``, comes before both. Of two headings of one text, the second gets ``-1``, the third ``-2``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_byline.collect.settings import read_settings
from sphinx_byline.model.slugs import fold, hyphenate

if TYPE_CHECKING:
    from collections.abc import Container

    from sphinx.application import Sphinx

    #: What MyST keeps of a heading: its line, its first id, its text.
    Heading = tuple[int | None, str, str]

_FOREIGN = re.compile(r"[^\W\x00-\x7f]")


def setup(app: Sphinx) -> None:
    """Give headings their anchors before anybody asks for them."""
    app.add_transform(NameHeadings)


class NameHeadings(SphinxTransform):
    """Puts a readable id first among those of each section, and lets MyST's own links find it."""

    default_priority = (
        710  # After docutils, Sphinx and MyST have given their ids (700 at last), before 879 resolves links.
    )

    def apply(self, **_kwargs: object) -> None:
        """Name every heading of the document, and note the names for links from here and from other documents."""
        if not read_settings(self.config).heading_anchors:
            return
        explicit = {
            self.document.nameids[name]
            for name, is_explicit in self.document.nametypes.items()
            if is_explicit and self.document.nameids.get(name)
        }
        counts: dict[str, int] = {}
        headings: dict[str, Heading] = {}
        others: dict[str, Heading] = {}
        for node in self.document.findall(nodes.Element):
            if not isinstance(node, nodes.section | nodes.rubric) or not node["ids"]:
                continue
            text = _heading_text(node)
            anchor = self._name(node, readable_anchor(text) or node["ids"][0], explicit, counts)
            heading = (node.line, node["ids"][0], text)
            headings[anchor] = heading
            others |= dict.fromkeys(node["ids"], heading)
        self._note(others | headings)

    def _name(self, node: nodes.Element, base: str, explicit: Container[str], counts: dict[str, int]) -> str:
        """Give ``node`` the first anchor of ``base``, ``base-1`` and so on that no other node has, and return that."""
        taken = self.document.ids
        count = counts.get(base, 0)
        while taken.get(anchor := f"{base}-{count}" if count else base, node) is not node:
            count += 1
        counts[base] = count
        taken[anchor] = node
        first = [name for name in node["ids"] if name in explicit][:1]
        node["ids"] = list(dict.fromkeys([*first, anchor, *node["ids"]]))
        return anchor

    def _note(self, headings: dict[str, Heading]) -> None:
        """Keep what MyST looks links up in: in this document before it is written, in others later."""
        for slug, (line, name, text) in getattr(self.document, "myst_slugs", {}).items():
            node = self.document.ids.get(name)
            headings.setdefault(slug, (line, node["ids"][0] if node is not None else name, text))
        self.document.myst_slugs = headings  # type: ignore[attr-defined] # MyST's own place
        if headings:
            self.env.metadata[self.env.docname]["myst_slugs"] = headings


def readable_anchor(text: str) -> str:
    """Return the anchor of a heading that says ``text``; empty where it holds neither letter nor number."""
    plain = nodes.make_id(text)
    # Docutils drops what it cannot write in ASCII.
    if plain and all(nodes.make_id(f"x{letter}") != "x" for letter in set(_FOREIGN.findall(text))):
        return plain
    return hyphenate(fold(text))


def _heading_text(node: nodes.Element) -> str:
    title = node if isinstance(node, nodes.rubric) else node.next_node(nodes.title)
    return _text(title) if title is not None else ""


def _text(node: nodes.Node) -> str:
    """Return the text of a title without what is no part of it."""
    if isinstance(node, nodes.Text):
        return str(node)
    if isinstance(node, nodes.raw | nodes.footnote_reference | nodes.problematic):
        return ""
    if isinstance(node, nodes.image):
        return str(node.get("alt", ""))
    return "".join(map(_text, node.children))
