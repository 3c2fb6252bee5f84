"""The single source of what there is to find in a document: its text by sections, and its code.

No TeX is found: what a formula says in plain text is shown in a line of a result, between two :data:`UNSEARCHED`, and
nobody finds it. What other articles say (cards, lists, tables of contents) belongs to them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes

from sphinx_byline.pages.nodes import article_cover, article_footer, article_header, byline_part, site_indexes

#: Stands before and behind what is shown and not found (U+2063, INVISIBLE SEPARATOR).
UNSEARCHED = "\u2063"
#: Stands for a formula of which nothing can be said on a line.
_ELLIPSIS = "…"
#: Characters; what is longer is no symbol within a sentence.
_LONGEST_FORMULA = 40
#: Characters of one block of code; logs and dumps are no prose that somebody looks for.
_LONGEST_CODE = 20_000

_WHITE = re.compile(r"\s+")
_MARKUP = re.compile(r"<(style|script)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<br\b", re.IGNORECASE)

#: Within a line; a label is the number of a footnote.
_UNSAID = (nodes.image, nodes.footnote_reference, nodes.citation_reference, nodes.label)
#: What says something, or nothing, as a whole.
_WHOLE = (nodes.raw, addnodes.desc_signature, nodes.math, nodes.math_block, *_UNSAID)
_NOT_FOUND = (
    *(nodes.Invisible, nodes.system_message, addnodes.index, addnodes.toctree),
    *(byline_part, article_cover, article_header, article_footer, site_indexes),
)
_CODE = (nodes.literal_block, nodes.doctest_block)


class Section(NamedTuple):
    """A part of a document that a result can lead to."""

    anchor: str
    """The id of its heading; empty for what stands before the first one."""
    heading: str
    text: str
    """On one line; a block of text is parted from the next by a space."""
    code: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A section while it is being gathered."""

    anchor: str = ""
    heading: str = ""
    texts: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def gathered(self) -> Section:
        return Section(self.anchor, self.heading, _line("".join(self.texts)), "\n".join(self.codes))


def sections(document: nodes.document) -> list[Section]:
    """What there is to find in ``document``, in its order; the first section is what stands before any heading.

    The document's own heading is in none of them: who asks knows the title.
    """
    opening = _Part()
    parts = [opening]
    own = next((child for child in document.children if isinstance(child, nodes.section)), None)
    for child in document.children:
        if child is own:
            _gather(own, opening, parts)
        else:
            _take(child, opening, parts)
    found = [part.gathered() for part in parts]
    return [section for section in found if any(section)]


def _gather(node: nodes.Element, part: _Part, parts: list[_Part]) -> None:
    """Put what is in ``node`` into ``part``, and what begins a part of its own behind ``parts``."""
    for child in node.children:
        _take(child, part, parts)


def _take(child: nodes.Node, part: _Part, parts: list[_Part]) -> None:
    if not isinstance(child, nodes.Element) or isinstance(child, _WHOLE) or "tex" in child:
        part.texts.append(_said(child))
    elif isinstance(child, _CODE):
        part.codes.append(child.astext()[:_LONGEST_CODE].strip("\n"))
    elif isinstance(child, nodes.Inline):
        _gather(child, part, parts)
    elif not isinstance(child, _NOT_FOUND) and not _is_left_out(child):
        begun = _begun(child)
        if begun is not None:
            parts.append(begun)
            part = begun
        part.texts.append("\n")
        for below in child.children:
            if begun is None or _heading(below) != begun.heading:
                _take(below, part, parts)
            elif isinstance(below, addnodes.desc_signature):
                part.texts.append(_parameters(below))
        part.texts.append("\n")


def _said(node: nodes.Node) -> str:
    """What is taken of a text, and of a node whose children are not asked."""
    if isinstance(node, nodes.Text):
        return str(node)
    if isinstance(node, nodes.raw):
        return _of_raw(node)
    if isinstance(node, addnodes.desc_signature):
        return f"\n{_name(node)} {_parameters(node)}\n"
    return _of_formula(node) if isinstance(node, nodes.Element) and not isinstance(node, _UNSAID) else ""


def _begun(node: nodes.Element) -> _Part | None:
    """The part that begins with ``node``: a section, a description of an object, a term of a glossary."""
    if isinstance(node, nodes.section):
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        return _Part(node["ids"][0], heading_text(title)) if title is not None and node["ids"] else None
    if isinstance(node, addnodes.desc | nodes.definition_list_item):
        # An object may be described by several signatures, and a definition be one of several terms.
        for child in node.children:
            if (heading := _heading(child)) and isinstance(child, nodes.Element) and child["ids"]:
                return _Part(child["ids"][0], heading)
    return None


def _heading(node: nodes.Node) -> str:
    """What a signature or a term says as the heading of its part; empty for all else."""
    if isinstance(node, addnodes.desc_signature):
        return _name(node)
    return heading_text(node) if isinstance(node, nodes.term) else ""


def heading_text(node: nodes.Element) -> str:
    """What a heading says on a line; formulas as they are shown, footnotes left out."""
    part = _Part()
    _gather(node, part, [])
    return part.gathered().text


def _name(signature: addnodes.desc_signature) -> str:
    """What a described object is called: a function with its module, without its parameters."""
    said = [part.astext() for part in signature.findall(_is_name)]
    return str(signature.get("fullname") or "".join(said) or signature.astext())


def _parameters(signature: addnodes.desc_signature) -> str:
    """The parameters of a described object, with their types."""
    return ", ".join(parameter.astext() for parameter in signature.findall(addnodes.desc_parameter))


def _is_name(node: nodes.Node) -> bool:
    return isinstance(node, addnodes.desc_addname | addnodes.desc_name)


def _is_left_out(node: nodes.Element) -> bool:
    """Whether it is a heading that its part knows, lists other documents, or is kept from being found by its author."""
    classes = node.get("classes", ())
    return (
        (isinstance(node, nodes.title) and isinstance(node.parent, nodes.section))
        or "no-search" in classes  # Sphinx's own word for it.
        or "toctree-wrapper" in classes
        or (isinstance(node, nodes.topic) and "contents" in classes)
    )


def _of_raw(node: nodes.raw) -> str:
    """The words of raw HTML, which Sphinx's own index has too; raw text of another format is on no page."""
    if "html" not in node.get("format", "").split():
        return ""
    markup = node.astext()
    return _MARKUP.sub(" " if _BREAK.search(markup) else "", markup)


def _of_formula(node: nodes.Element) -> str:
    if not isinstance(node, nodes.Inline):
        return f" {UNSEARCHED}{_ELLIPSIS}{UNSEARCHED} "
    # What is not typeset, or could not be, says its TeX.
    said = _line(node.astext()) if "tex" in node else ""
    shown = said if said and len(said) <= _LONGEST_FORMULA and "\\" not in said else _ELLIPSIS
    return f"{UNSEARCHED}{shown}{UNSEARCHED}"


def _line(text: str) -> str:
    return _WHITE.sub(" ", text).strip()
