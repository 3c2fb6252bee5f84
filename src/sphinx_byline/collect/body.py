"""The single source of what there is to read in a document: its words, formulas and images, and how it begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_byline.model.plaintext import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

_OTHERS_ORDER = re.compile(r"\[\[?_?toc_?\]?\]|(?:\{\{.*\}\}|\{%.*%\})|\$\$.*", re.IGNORECASE)
#: An attribute of what a directive of ours shows above its list: words about the list, and none of the article.
ABOVE_A_LIST = "byline_above"
#: Code, what is not shown, and the numbers of notes.
_UNREAD = (
    *(nodes.literal_block, nodes.doctest_block, addnodes.desc_signature),
    *(nodes.raw, nodes.comment, nodes.system_message, nodes.meta, nodes.substitution_definition),
    *(nodes.footnote_reference, nodes.citation_reference, nodes.label),
)


class Body:
    """What there is to read in a document, gathered in one walk."""

    def __init__(self, document: nodes.document) -> None:
        """Read ``document``."""
        self.texts: list[str] = []
        """What is read, in pieces: a word that is half bold is two of them, and between blocks there is a space."""
        self.formulas = 0
        self.images = 0
        self.opening: list[str | nodes.math] = []
        """How it begins: the first paragraph with words in it, as text and formulas."""
        self._walk(document)

    def _walk(self, node: nodes.Node) -> None:
        for child in node.children:
            if isinstance(child, nodes.Text):
                self.texts.append(str(child))
            elif isinstance(child, nodes.math | nodes.math_block):
                self.formulas += 1
            elif isinstance(child, nodes.image):
                self.images += 1
            elif isinstance(child, nodes.raw):
                self.texts.append(" " if "<br" in child.astext() else "")
            elif not isinstance(child, _UNREAD) and not (isinstance(child, nodes.Element) and ABOVE_A_LIST in child):
                if not self.opening and isinstance(child, nodes.paragraph) and isinstance(node, nodes.section):
                    self._open(child)
                self._walk(child)
                if not isinstance(child, nodes.Inline):
                    self.texts.append(" ")

    def _open(self, paragraph: nodes.paragraph) -> None:
        """Take the paragraph for a teaser, unless it holds what has no text here: a reference, a fault."""
        if next(iter(paragraph.findall(_without_text)), None) is not None:
            return
        pieces = list(_read(paragraph))
        text = clean("".join(piece for piece in pieces if isinstance(piece, str)))
        # "[TOC]" and "{{< toc >}}" are other tools' orders, and nobody's first sentence. Nor is a formula alone.
        if text and not _OTHERS_ORDER.fullmatch(text):
            self.opening = pieces


def _without_text(node: nodes.Node) -> bool:
    if isinstance(node, addnodes.pending_xref):
        by_path = node.get("reftype") == "article" and not node.get("refexplicit")  # Its title is not known yet.
        return not node.astext() or by_path or node.get("reftype") in {"eq", "numref"}
    return isinstance(node, nodes.math_block | nodes.system_message | nodes.problematic)


def _read(node: nodes.Node) -> Iterator[str | nodes.math]:
    """Words and formulas of a paragraph; a hard break is a space, footnotes, pictures and raw markup are nothing."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield str(child)
        elif isinstance(child, nodes.raw):
            yield " " if "<br" in child.astext() else ""
        elif isinstance(child, nodes.math):
            yield child
        elif not isinstance(child, nodes.footnote_reference | nodes.citation_reference | nodes.image | nodes.comment):
            yield from _read(child)
