"""The single source of how formulas become part of a page: typeset by the document, and printed by visitors."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from sphinx_byline.collect.domain import phrases_in
from sphinx_byline.collect.phrases import PHRASE
from sphinx_byline.collect.warnings import Warn, warn
from sphinx_byline.math.errors import defined_in, fault_of
from sphinx_byline.math.formulas import Failure, Typeset
from sphinx_byline.math.nodes import TitleMath, TypesetMath, TypesetMathBlock
from sphinx_byline.math.places import Sources
from sphinx_byline.math.room import RENDERER, finished, formulas_in, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from sphinx_byline.collect.warnings import Location
    from sphinx_byline.math.formulas import Result
    from sphinx_byline.math.room import Room
    from sphinx_byline.math.wrapping import Wrapped

_logger = logging.getLogger(__name__)

#: As Sphinx's own MathJax renderer marks formulas: no translator and no highlighter touches them.
_CLASSES = "math notranslate nohighlight"

#: Full-width marks that end something: none may begin a line.
_CLOSING_MARKS = frozenset("，。、；：！？）」』”’》】〉〕…—")

#: Characters of TeX; what has no more fits on the line of a phone.
_SHORT_FORMULA = 24

_KEPT_ATTRIBUTES = ("ids", "names", "classes", "number", "label", "docname")

#: How Sphinx names the document that it makes around a title or a table of contents, to draw that alone.
_PARTIAL = "<partial node>"


# --- the transform ---------------------------------------------------------------------------------------------------


def typesetting(room: Room) -> type[SphinxPostTransform]:
    """The post-transform that typesets a whole document in one batch; a class, as Sphinx makes the instance itself."""

    class TypesetFormulas(SphinxPostTransform):
        # After lists (5), links (10) and what `only` leaves out (50).
        default_priority = 700
        formats = ("html",)

        def run(self, **kwargs: Any) -> None:  # noqa: ARG002 -- docutils' signature
            if in_force(self.config):
                _typeset_document(room, self.document, self.env.docname, phrases_in(self.env, self.env.docname))

    return TypesetFormulas


def _typeset_document(room: Room, document: nodes.document, docname: str, phrases: Sequence[nodes.title] = ()) -> None:
    room.seen.add(docname)
    found = formulas_in(document)
    if not found and not phrases:
        return
    wrapped = [room.wrapped(node) for node in found]
    results = room.typeset([each.formula for each in wrapped])
    failed = any(isinstance(result, Failure) for result in results)
    report = _Report(docname, room.warned, defined_in(each.text for each in wrapped) if failed else frozenset())
    for node, each, result in zip(found, wrapped, results, strict=True):
        if isinstance(result, Failure):
            report.failure(node, each, result)
        made = _typeset_node(node, each, result, report.defined)
        node.parent.replace(node, made)
        if isinstance(made, TypesetMath):
            _keep_with_punctuation(made)
    # What is written in the header, and drawn wherever the article is shown, is told of here.
    for node in (node for phrase in phrases if phrase.line for node in phrase.findall(TitleMath)):
        each = room.wrapped(node)
        if isinstance(result := room.typeset([each.formula])[0], Failure):
            report.failure(node, each, result)
    report.findings({each.formula: result for each, result in zip(wrapped, results, strict=True)}.values())


def _keep_with_punctuation(formula: TypesetMath) -> None:
    """Hold a formula and the closing mark after it together.

    Browsers break a line between the two, and no line of Chinese may begin with such a mark (CLREQ, 3.1.3). A long
    formula stays free, for it has to break within itself on a phone.
    """
    after = formula.next_node(descend=False, siblings=True)
    if not isinstance(after, nodes.Text) or after[:1] not in _CLOSING_MARKS or len(formula["tex"]) > _SHORT_FORMULA:
        return
    parent = formula.parent
    place = parent.index(formula)
    kept = nodes.inline("", "", formula.copy(), nodes.Text(after[0]), classes=["byline-keep"])
    parent[place : place + 2] = [kept, nodes.Text(after[1:])] if len(after) > 1 else [kept]


def _typeset_node(
    node: nodes.math | nodes.math_block, wrapped: Wrapped, result: Result, defined: frozenset[str] = frozenset()
) -> nodes.Element:
    made = (TypesetMath if isinstance(node, nodes.math) else TypesetMathBlock)(
        node.rawsource, html=finished(wrapped, result, defined, reachable=not _in_link(node)), tex=wrapped.text
    )
    for name in _KEPT_ATTRIBUTES:
        if name in node:
            made[name] = node[name]
    made.source, made.line = node.source, node.line
    return made


def _in_link(node: nodes.Node) -> bool:
    at: nodes.Node | None = node.parent
    while at is not None and not isinstance(at, nodes.reference):
        at = at.parent
    return at is not None


# --- what is said of it ----------------------------------------------------------------------------------------------


class _Report:
    """Warnings of one document, each fault once."""

    def __init__(self, docname: str, warned: set[tuple[Location, str]], defined: frozenset[str] = frozenset()) -> None:
        self.defined = defined
        self._docname = docname
        self._sources = Sources()
        self._warned = warned

    def failure(self, node: nodes.math | nodes.math_block, wrapped: Wrapped, failure: Failure) -> None:
        """Warn at the character, where the source shows it."""
        fault = fault_of(wrapped, failure, self.defined)
        location = self._location(node, wrapped.text, fault.offset)
        if (location, wrapped.text) not in self._warned:
            self._warned.add((location, wrapped.text))
            warn(Warn.MATH, fault.message, location)

    def findings(self, results: Iterable[Result]) -> None:
        """Tell, not warn, how often LaTeX would not take what was typeset: Chinese outside of a text, mostly."""
        counts = Counter(code for result in results if isinstance(result, Typeset) for code in result.findings)
        if counts:
            said = ", ".join(f"{code} ({count})" for code, count in sorted(counts.items()))
            _logger.info("%s: typeset, though LaTeX would not take it: %s", self._docname, said)

    def _location(self, node: nodes.Node, text: str, offset: int) -> Location:
        path, near = _source_line(node)
        if path is None:
            return self._docname, near
        standing = self._sources.find(path, near or 1, text, inline=isinstance(node, nodes.math))
        if standing is None:
            return (self._docname, None) if near is None else f"{_whole(path)}:{near}"
        place = standing.place(offset)
        return f"{_whole(path)}:{place.line}:{place.column}"


def _whole(path: str) -> str:
    """``path`` from the root, without ``..``: docutils names an included file from where the build runs."""
    return os.path.abspath(path)  # noqa: PTH100 -- Path.resolve would follow links too


def _source_line(node: nodes.Node) -> tuple[str | None, int | None]:
    """File and line of the nearest ancestor that knows them: a formula within a line seldom does itself."""
    path: str | None = None
    line: int | None = None
    at: nodes.Node | None = node
    while at is not None and (path is None or line is None):
        path = path or at.source
        line = line or at.line
        at = at.parent
    return path, line


# --- visitors --------------------------------------------------------------------------------------------------------


class Visitors:
    """What Sphinx calls for each formula. Formulas that no transform saw are typeset here."""

    def __init__(self, room: Room) -> None:
        """Typeset through ``room``."""
        self._room = room

    def visit_math(self, translator: HTML5Translator, node: nodes.math) -> None:
        """Print a formula that came into the document after the transform, or is drawn alone."""
        _print_inline(translator, self._late(translator, node))

    def visit_math_block(self, translator: HTML5Translator, node: nodes.math_block) -> None:
        """Print a formula by itself, likewise."""
        made = self._late(translator, node)
        made.parent = node.parent
        _print_block(translator, made)

    def visit_title_math(self, translator: Any, node: TitleMath) -> None:
        """Print a formula of a title: typeset by us, or whatever the builder makes of formulas."""
        builder = translator.builder
        if builder.format == "html" and builder.math_renderer_name == RENDERER:
            wrapped = self._room.wrapped(node)
            alone = isinstance(node.parent, nodes.title) and PHRASE in node.parent
            html = finished(wrapped, self._room.typeset([wrapped.formula])[0], reachable=alone)
            _print_inline(translator, TypesetMath("", html=html))
        node.as_math().walkabout(translator)
        raise nodes.SkipNode

    def _late(self, translator: HTML5Translator, node: nodes.math | nodes.math_block) -> nodes.Element:
        wrapped = self._room.wrapped(node)
        result = self._room.typeset([wrapped.formula])[0]
        if isinstance(result, Failure) and translator.document.get("source") != _PARTIAL:
            _Report(translator.builder.env.docname, self._room.warned).failure(node, wrapped, result)
        return _typeset_node(node, wrapped, result)


def _print_inline(translator: HTML5Translator, node: nodes.Element) -> None:
    translator.body.append(translator.starttag(node, "span", "", CLASS=_CLASSES) + node["html"] + "</span>")
    raise nodes.SkipNode


def _print_block(translator: HTML5Translator, node: nodes.Element) -> None:
    # Markdown allows $$ ... $$ within a paragraph, where HTML allows no div.
    tag = "span" if isinstance(node.parent, nodes.TextElement) else "div"
    translator.body.append(translator.starttag(node, tag, "", CLASS=_CLASSES))
    if node.get("number"):
        number = get_node_equation_number(translator, node)  # type: ignore[arg-type]  # asks for ids and number only
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, _("Link to this equation"))
        translator.body.append("</span>")
    translator.body.append(f"{node['html']}</{tag}>" + ("\n" if tag == "div" else ""))
    raise nodes.SkipNode


def setup_renderer(app: Sphinx, room: Room) -> None:
    """Register the renderer, the transform and the nodes."""
    visitors = Visitors(room)
    app.add_html_math_renderer(RENDERER, (visitors.visit_math, None), (visitors.visit_math_block, None))
    app.add_post_transform(typesetting(room))
    # By format, not by name: so each builder of this format finds them. Override, as docutils keeps its list of nodes
    # for the whole process, where a second application would be told that they are registered already.
    app.add_node(TypesetMath, override=True, html=(_print_inline, None))
    app.add_node(TypesetMathBlock, override=True, html=(_print_block, None))
    draw = (visitors.visit_title_math, None)
    app.add_node(TitleMath, override=True, html=draw, latex=draw, text=draw, man=draw, texinfo=draw)
