"""The single source of anchors of equations whose label is not in ASCII: ``#equation-能量``.

Sphinx makes ``equation`` of every such label, so that two of them on a page are an error and both links lead to the
first. Here an equation's anchor holds its label as the author wrote it, by the contract of
:mod:`sphinx_byline.cjk.anchors`; Sphinx's own id stays as a second one of the first equation that had it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.directives.patches import MathDirective
from sphinx.domains.math import MathDomain
from sphinx.transforms import SphinxTransform

from sphinx_byline.cjk.anchors import docutils_anchor, label_anchor
from sphinx_byline.collect.settings import read_settings

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> None:
    """Name equations, and let every kind of reference find them."""
    app.add_transform(NameEquations)
    app.add_domain(LabelledMathDomain, override=True)
    app.add_directive("math", LabelledMath, override=True)


def equation_anchor(label: str) -> str:
    """Return the anchor of the equation ``label``: Sphinx's own where it says the whole label."""
    return sphinx_anchor(label) if docutils_anchor(f"x{label}") else f"equation-{label_anchor(label)}"


def sphinx_anchor(label: str) -> str:
    """Return the id that Sphinx gives an equation."""
    return nodes.make_id(f"equation-{label}")


def make_room(document: nodes.document, label: str | None) -> None:
    """Let Sphinx's id of ``label`` be given once more, which is an error else; :class:`NameEquations` sorts it out."""
    if not label or equation_anchor(label) == (given := sphinx_anchor(label)):
        return
    if isinstance(document.ids.get(given), nodes.target):
        del document.ids[given]


class LabelledMath(MathDirective):
    """Sphinx's directive, for several labels of which docutils makes one id."""

    def add_target(self, ret: list[nodes.Node]) -> None:
        """Put the target before the equation."""
        block = ret[0]
        if isinstance(block, nodes.Element):
            make_room(self.state.document, block.get("label"))
        super().add_target(ret)


class NameEquations(SphinxTransform):
    """Gives the targets of equations their anchors."""

    default_priority = 255  # After labels are final (200), before the target hands its ids on (260).

    def apply(self, **_kwargs: Any) -> None:
        """Name each equation whose label Sphinx cannot say."""
        if not read_settings(self.config).heading_anchors:
            return
        ids = self.document.ids
        renamed: dict[str, nodes.target] = {}
        for block in self.document.findall(nodes.math_block):
            label = block.get("label")
            if not label or (anchor := equation_anchor(label)) == (given := sphinx_anchor(label)):
                continue
            target = _target(block, given)
            if target is None or anchor in ids:
                continue
            target["ids"] = [anchor if name == given else name for name in target["ids"]]
            ids[anchor] = target
            if ids.get(given) is target:
                del ids[given]
            renamed.setdefault(given, target)
        for given, target in renamed.items():
            if given not in ids:
                target["ids"].append(given)
                ids[given] = target


def _target(block: nodes.math_block, given: str) -> nodes.target | None:
    """Return what stands before ``block`` and holds the id that Sphinx gave it."""
    place = block.parent.index(block) - 1
    before = block.parent[place] if place >= 0 else None
    return before if isinstance(before, nodes.target) and given in before["ids"] else None


class LabelledMathDomain(MathDomain):
    """Sphinx's domain, whose references lead to our anchors."""

    def resolve_xref(  # noqa: PLR0917 -- Sphinx's signature
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Return the link to an equation with its number."""
        reference = super().resolve_xref(env, fromdocname, builder, typ, target, node, contnode)
        anchor, given = equation_anchor(target), sphinx_anchor(target)
        if reference is None or anchor == given or not read_settings(env.config).heading_anchors:
            return reference
        if "refid" in reference:
            reference["refid"] = anchor
        else:
            reference["refuri"] = reference["refuri"].removesuffix(given) + anchor
        if env.config.math_numfig and env.config.numfig:
            reference.children = []
            reference += nodes.Text(self._numbered(env, target, anchor))
        return reference

    def _numbered(self, env: BuildEnvironment, label: str, anchor: str) -> str:
        """Return what a reference says, as Sphinx does; Sphinx looks the number up by its own id."""
        numbers = env.toc_fignumbers.get(self.equations[label][0], {}).get("displaymath", {}).get(anchor, ())
        number = env.config.math_numsep.join(".".join(map(str, numbers)).rsplit(".", 1))
        try:
            return str((env.config.math_eqref_format or "({number})").format(number=number))
        except KeyError:  # Sphinx has warned of it.
            return f"({number})"
