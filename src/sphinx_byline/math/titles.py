"""The single source of formulas in the titles that Sphinx keeps beside the documents, and of a document's early batch.

``env.titles``, ``env.longtitles`` and ``env.tocs`` hold copies of headings. Their formulas become :class:`TitleMath`,
whose text is plain: ``<title>``, links to the page, search and EPUB's navigation ask for the text of a title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import clean_astext

from sphinx_byline.collect.domain import phrases_in
from sphinx_byline.collect.phrases import MATHML
from sphinx_byline.math.formulas import Typeset
from sphinx_byline.math.nodes import MACROS, TitleMath
from sphinx_byline.math.plain import mathml_of, plain_text
from sphinx_byline.math.room import formulas_in, in_force

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_byline.math.room import Room


class Titles:
    """What is done with a document right after it was read."""

    def __init__(self, room: Room) -> None:
        """Typeset through ``room``."""
        self._room = room

    def note(self, app: Sphinx, document: nodes.document) -> None:
        """Put plain text into the copies (``doctree-read``, after Sphinx's collectors)."""
        if not in_force(app.config):
            return
        if app.parallel > 1 and app.builder.format == "html":
            # Readers work side by side, the transforms before writing one after another: here the cache is filled.
            self._room.typeset([self._room.wrapped(node).formula for node in formulas_in(document)])
        docname = app.env.docname
        for copies in (app.env.titles, app.env.longtitles, app.env.tocs):
            if docname in copies:
                self._make_plain(copies[docname])
        for phrase in phrases_in(app.env, docname):
            self._make_plain(phrase)
        self._make_labels_plain(app.env, document)

    def _make_labels_plain(self, env: BuildEnvironment, document: nodes.document) -> None:
        """Let a reference without a text of its own say what the heading or the caption says, and not its TeX."""
        said: dict[str, str] = {}
        headings: list[nodes.Element] = [*document.findall(nodes.title), *document.findall(nodes.caption)]
        for heading in headings:
            if formulas_in(heading):
                plain = heading.deepcopy()
                self._make_plain(plain)
                said[clean_astext(heading)] = clean_astext(plain)
        labels = env.domains.standard_domain.labels
        for name, (docname, anchor, text) in list(labels.items()) if said else ():
            if docname == env.docname and text in said:
                labels[name] = docname, anchor, said[text]

    def _make_plain(self, tree: nodes.Element) -> None:
        found = formulas_in(tree)
        results = self._room.typeset([self._room.wrapped(node).formula for node in found])
        for node, result in zip(found, results, strict=True):
            tex = node.astext()
            text = plain_text(result.html) if isinstance(result, Typeset) else tex
            kept = {name: node[name] for name in ("classes", MACROS) if name in node}
            if isinstance(result, Typeset) and (mathml := mathml_of(result.html)):
                kept[MATHML] = mathml
            node.parent.replace(node, TitleMath(tex, text, tex=tex, **kept))


def setup_titles(app: Sphinx, room: Room) -> None:
    """Come after the collectors of titles and tables of contents, which listen at 500."""
    app.connect("doctree-read", Titles(room).note, priority=900)
