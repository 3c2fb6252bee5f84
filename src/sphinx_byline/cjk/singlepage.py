"""The single source of anchors on one page of all documents (``singlehtml``): each id stands there once.

Two documents with ``## 概述``, or with a footnote ``#id1``, have one id each for itself; on one page a browser finds
the first alone (sphinx-doc/sphinx#1878). There the id of the second becomes ``文档名-概述``, and what leads to it leads
there: links, the table of contents, footnotes, numbers of sections and figures. The root document keeps its ids, then
the first on the page; an id without a double stays as it is.

Sphinx writes links from one document to a place in another as ``#document-name#id``, which no browser follows
(sphinx-doc/sphinx#14221), and links to the root document as ``#document-index``, which is nowhere; they become ``#id``
and ``#``. The text of a link to a document that is not on the page stands without a link.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    #: What became of an id: (name of its document, id) -> new id.
    Renamed = dict[tuple[str, str], str]

_DOCUMENT = "#document-"
_NO_PART_OF_A_NAME = re.compile(r"[^\w.]+")


def setup(app: Sphinx) -> None:
    """Put our builder in the place of Sphinx's."""
    app.add_builder(SinglePageBuilder, override=True)


class SinglePageBuilder(SingleFileHTMLBuilder):
    """Sphinx's builder, with ids that are unique and links that lead there."""

    def init(self) -> None:
        """Begin with no document, and no id renamed."""
        super().init()
        self._renamed: Renamed = {}
        self._on_page = {self.config.root_doc}

    def assemble_doctree(self) -> nodes.document:
        """Return all documents as one, references resolved."""
        tree = super().assemble_doctree()
        self._on_page.update(part["docname"] for part in tree.findall(addnodes.start_of_file))
        self._renamed = make_unique(tree, self.config.root_doc)
        self._lead(tree)
        return tree

    def assemble_toc_secnumbers(self) -> dict[str, dict[str, tuple[int, ...]]]:
        """Return the numbers of sections by ``document/#id``."""
        return {
            root: {self._renamed_key(key): number for key, number in numbers.items()}
            for root, numbers in super().assemble_toc_secnumbers().items()
        }

    def assemble_toc_fignumbers(self) -> dict[str, dict[str, dict[str, tuple[int, ...]]]]:
        """Return the numbers of figures by ``document/kind`` and id."""
        return {
            root: {
                key: {self._renamed.get((key.rpartition("/")[0], name), name): number for name, number in named.items()}
                for key, named in numbers.items()
            }
            for root, numbers in super().assemble_toc_fignumbers().items()
        }

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Render a piece of a page, a table of contents for one."""
        if node is not None:
            self._lead(node)
        return super().render_partial(node)

    def _renamed_key(self, key: str) -> str:
        docname, mark, name = key.rpartition("/#")
        return f"{docname}{mark}{self._renamed.get((docname, name), name)}" if mark else key

    def _lead(self, tree: nodes.Node) -> None:
        """Let links to documents and places in documents lead there."""
        for reference in list(tree.findall(nodes.reference)):
            address = reference.get("refuri", "")
            if not address.startswith(_DOCUMENT):
                continue
            docname, name = self._place(address.removeprefix(_DOCUMENT))
            if docname not in self._on_page and reference.parent is not None:
                reference.parent.replace(reference, reference.children)
            elif name:
                reference["refuri"] = f"#{self._renamed.get((docname, name), name)}"
            elif docname == self.config.root_doc:  # It is the page, and has no mark of its own.
                reference["refuri"] = "#"

    def _place(self, address: str) -> tuple[str, str]:
        """Return the document and the id that ``name#id`` means."""
        if address in self._on_page:
            return address, ""
        docname, mark, name = address.rpartition("#")
        return (docname, name) if mark else (address, "")


def make_unique(tree: nodes.document, root: str) -> Renamed:
    """Give each id in ``tree`` that an earlier document has already another, with what refers to it in its document."""
    parts = sorted(_parts(tree, root), key=lambda part: part[0] != root)
    marks = {f"{_DOCUMENT[1:]}{docname}" for docname, _ in parts}
    every = {str(name) for _, node in parts for name in node["ids"]} | marks
    owners = dict.fromkeys(marks, "")
    renamed: Renamed = {}
    for docname, node in parts:
        for name in node["ids"]:
            if owners.setdefault(name, docname) != docname and (docname, name) not in renamed:
                wanted = f"{_NO_PART_OF_A_NAME.sub('-', docname)}-{name}"
                renamed[docname, name] = _free(wanted, every)
    if renamed:
        for docname, node in parts:
            _rename(node, docname, renamed)
    return renamed


def _parts(node: nodes.Element, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    """Every element with the name of its document, in the order of the page."""
    waiting = [(docname, node)]
    while waiting:
        docname, node = waiting.pop()
        if isinstance(node, addnodes.start_of_file):
            docname = node["docname"]
        yield docname, node
        waiting += [(docname, child) for child in reversed(node.children) if isinstance(child, nodes.Element)]


def _free(name: str, taken: set[str]) -> str:
    found, count = name, 0
    while found in taken:
        count += 1
        found = f"{name}-{count}"
    taken.add(found)
    return found


def _rename(node: nodes.Element, docname: str, renamed: Renamed) -> None:
    attributes: dict[str, Any] = node.attributes
    for key in ("ids", "backrefs"):
        if attributes.get(key):
            attributes[key] = [renamed.get((docname, name), name) for name in attributes[key]]
    if "refid" in attributes:
        attributes["refid"] = renamed.get((docname, attributes["refid"]), attributes["refid"])
