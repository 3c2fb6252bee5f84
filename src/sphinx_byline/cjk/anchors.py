"""The single source of anchors: ``#概述`` and ``#链式法则``, where docutils would count ``#id1``, ``#id2``.

The contract, for all that another page or a bookmark may lead to:

- *What an author wrote wins.* The anchor of ``(标签)=``, ``{#标签}``, ``:name: 标签`` and ``.. _标签:`` is ``标签``,
  whatever it stands at, and the first of its element (of several, the nearest to it). Letters, numbers, marks, ``-``,
  ``_`` and ``.`` stay as docutils hands them to us, in lower case.
- *A heading has an anchor made of its text alone*, so it stays when headings are added before it: in lower case, ``-``
  for whatever is neither letter nor number, 80 characters at most. A heading of pictures and signs alone has their code
  points: ``#u1f680``. Of two headings of one text, the second gets ``-1``, the third ``-2``.
- *A glossary's term* has ``term-梯度``. For equations see :mod:`sphinx_byline.cjk.equations`.
- *What docutils can say stays docutils'* (``#getting-started``, ``#term-Gradient``): a site in English keeps its ids,
  but for headings that docutils counts there too (``## 2024``, a second ``## Notes``).
- *Old links land.* Docutils' own id stays on the element, after ours. On a translated heading the original's anchor
  stays too, and links in the sources find it.
- Anchors are unique in a document (on one page of all documents by :mod:`sphinx_byline.cjk.singlepage`), and none holds
  white space, quotes or colons.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_byline.collect.settings import read_settings
from sphinx_byline.model.slugs import fold, hyphenate, slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    #: What MyST keeps of a heading: its line, its first id, its text.
    Heading = tuple[int | None, str, str]

#: Characters of an anchor made of a text; in an address, a Chinese character takes nine.
MAX_CHARACTERS = 80

_FOREIGN = re.compile(r"[^\W\x00-\x7f]")
_NO_TARGETS = (nodes.footnote, nodes.citation, addnodes.desc_signature)


def setup(app: Sphinx) -> None:
    """Name elements before anybody asks for their names."""
    app.add_transform(NameElements)


# --- names -----------------------------------------------------------------------------------------------------------


def docutils_anchor(text: str) -> str:
    """Return docutils' id for ``text``; empty where docutils drops a letter of it, having none for it in ASCII."""
    plain = nodes.make_id(text)
    return plain if all(nodes.make_id(f"x{letter}") != "x" for letter in set(_FOREIGN.findall(text))) else ""


def readable_anchor(text: str) -> str:
    """Return the anchor of a heading that says ``text``; empty where docutils is to count.

    That is where it holds neither letter nor number nor anything outside ASCII.
    """
    if plain := docutils_anchor(text):
        return plain
    if anchor := hyphenate(fold(text)):
        return _shortened(anchor)
    return "" if text.isascii() else slugify(text)


def label_anchor(name: str) -> str:
    """Return the anchor of a label whose author named it ``name``; never empty.

    >>> label_anchor("my_label"), label_anchor("第1章_引言"), label_anchor("图 “一”")
    ('my-label', '第1章_引言', '图-一')
    """
    if plain := docutils_anchor(name):
        return plain
    kept = "".join(map(_kept, name))
    return re.sub("--+", "-", kept).strip("-") or slugify(name)


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] in "LNM" or character in "-_.":
        return character
    return "" if category == "Cf" else "-"


def _shortened(anchor: str) -> str:
    """Return the beginning of ``anchor``, cut before a base character."""
    end = min(MAX_CHARACTERS, len(anchor))
    while end < len(anchor) and unicodedata.category(anchor[end])[0] == "M":
        end -= 1
    return anchor[:end].strip("-")


# --- elements --------------------------------------------------------------------------------------------------------


class NameElements(SphinxTransform):
    """Puts readable ids first among those of labelled elements, headings and terms, and lets links find them."""

    default_priority = (
        710  # After docutils, Sphinx and MyST have given their ids (700 at last), before 850 and 879 look them up.
    )

    def apply(self, **_kwargs: object) -> None:
        """Name every element of the document, and note the names for links from here and from other documents."""
        if not read_settings(self.config).heading_anchors:
            return
        self._name_labels()
        self._name_headings()
        self._name_terms()

    # labels

    def _name_labels(self) -> None:
        """Give what an author labelled the label itself, and let references in this document lead there."""
        renamed: dict[str, str] = {}
        for name, old, node in self._labels():
            anchor = label_anchor(name)
            if anchor == old or docutils_anchor(name) or isinstance(node, _NO_TARGETS):
                continue
            renamed[old] = anchor = self._claim(node, anchor, {}, before=old)
            self.document.nameids[name] = anchor
            if not isinstance(node, nodes.math_block):  # The number of an equation goes by its own id.
                node["ids"].insert(0, node["ids"].pop(node["ids"].index(anchor)))
        if renamed:
            for node in self.document.findall(nodes.Element):
                if node.get("refid") in renamed:
                    node["refid"] = renamed[node["refid"]]

    def _labels(self) -> Iterator[tuple[str, str, nodes.Element]]:
        """Every label with its id and the element that has it, the nearest to its element last."""
        for name, is_explicit in self.document.nametypes.items():
            old = self.document.nameids.get(name) if is_explicit else None
            node = self.document.ids.get(old) if old else None
            if old and node is not None and old in node["ids"] and not {"refid", "refuri"} & node.attributes.keys():
                yield name, old, node

    # headings

    def _name_headings(self) -> None:
        explicit = {
            self.document.nameids[name]
            for name, is_explicit in self.document.nametypes.items()
            if is_explicit and self.document.nameids.get(name)
        }
        named: dict[str, nodes.Element] = {}
        counts: dict[str, int] = {}
        for node in self._headings():
            before, text = list(node["ids"]), _heading_text(node)
            plain = docutils_anchor(text)
            first = [name for name in before if name in explicit][:1]
            if plain and first and plain not in before:
                named.setdefault(plain, node)  # An author's own id took the place of docutils'.
                continue
            anchor = self._claim(node, readable_anchor(text) or before[0], counts)
            if anchor != plain or anchor not in before:
                node["ids"] = list(dict.fromkeys([*first, anchor, *before]))
            self._say_to_references(node, anchor)
            named[anchor] = node
        self._keep_originals()
        others = {name: node for node in self._headings() for name in node["ids"]}
        self._note(others | named)

    def _headings(self) -> Iterator[nodes.Element]:
        for node in self.document.findall(nodes.Element):
            if isinstance(node, nodes.section | nodes.rubric) and node["ids"]:
                yield node

    def _say_to_references(self, node: nodes.Element, anchor: str) -> None:
        """Let reStructuredText's references by a heading's text (resolved at 850) lead to its anchor."""
        for name in node["names"]:
            if not self.document.nametypes.get(name) and self.document.nameids.get(name) in node["ids"]:
                self.document.nameids[name] = anchor

    def _keep_originals(self) -> None:
        """Give translated headings the anchors that they have in the original, at the end."""
        counts: dict[str, int] = {}
        for node in self._headings():
            title = node if isinstance(node, nodes.rubric) else node.next_node(nodes.title)
            if title is None or not title.get("translated"):
                continue
            # Sphinx keeps what the heading said before among the names of the section.
            said = [name for name in [*node["names"], *node["dupnames"]] if not self.document.nametypes.get(name)]
            for base in dict.fromkeys(filter(None, map(readable_anchor, said))):
                if base not in node["ids"]:
                    self._claim(node, base, counts)

    def _note(self, headings: dict[str, nodes.Element]) -> None:
        """Keep what MyST looks links up in: in this document before it is written, in others later."""
        slugs: dict[str, Heading] = {
            name: (node.line, node["ids"][0], _heading_text(node)) for name, node in headings.items()
        }
        for slug, (line, name, text) in getattr(self.document, "myst_slugs", {}).items():
            found = self.document.ids.get(name)
            slugs.setdefault(slug, (line, found["ids"][0] if found is not None else name, text))
        self.document.myst_slugs = slugs  # type: ignore[attr-defined] # MyST's own place
        if slugs:
            self.env.metadata[self.env.docname]["myst_slugs"] = slugs

    # terms

    def _name_terms(self) -> None:
        """Give terms their anchors where Sphinx counts them, and let references and the index lead there."""
        terms = [term for glossary in self.document.findall(addnodes.glossary) for term in glossary.findall(nodes.term)]
        holders = {name: term for term in terms for name in term["ids"]}
        if not holders:
            return
        domain, docname = self.env.domains.standard_domain, self.env.docname
        ours = [
            (name, old)
            for (kind, name), (place, old) in domain.objects.items()
            if kind == "term" and place == docname and old in holders
        ]
        counted = {old for name, old in ours if not docutils_anchor(f"x{name}")}
        renamed: dict[str, str] = {}
        for name, old in ours:
            if old not in counted:
                continue
            # A translated term has two names and one id; the translation comes last, and so first on the element.
            renamed[old] = self._claim(holders[old], f"term-{readable_anchor(name)}", {}, before="")
            domain.objects["term", name] = (docname, renamed[old])
        for name, (place, old) in list(domain.data.get("terms", {}).items()):
            if place == docname and old in renamed:
                domain.data["terms"][name] = (docname, renamed[old])
        for term in terms:
            for index in term.findall(addnodes.index):
                index["entries"] = [(*e[:2], renamed.get(e[2], e[2]), *e[3:]) for e in index["entries"]]

    # all

    def _claim(self, node: nodes.Element, base: str, counts: dict[str, int], before: str | None = None) -> str:
        """Give ``node`` the first anchor of ``base``, ``base-1`` and so on that no other node has, and return that.

        It comes before the id ``before``; first for an empty one, last for none.
        """
        taken = self.document.ids
        count = counts.get(base, 0)
        while taken.get(anchor := f"{base}-{count}" if count else base, node) is not node:
            count += 1
        counts[base] = count
        taken[anchor] = node
        if anchor not in node["ids"]:
            place = len(node["ids"]) if before is None else node["ids"].index(before) if before else 0
            node["ids"].insert(place, anchor)
        return anchor


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
