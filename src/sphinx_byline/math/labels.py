r"""The single source of the labels of amsmath environments in Markdown, which MyST makes up at random.

MyST 5 numbers ``\begin{align} ... \end{align}`` under a label from ``uuid4``, which gives each build other anchors. In
its place comes the author's own ``\label{name}``, where the environment holds one, so that ``{eq}`` finds it; else a
label made of the document's name and the TeX.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.math.wrapping import own_label

_RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HASH_CHARACTERS = 12


class StableEquationLabels(SphinxTransform):
    """Runs before docutils hands the target's id on to the equation (``PropagateTargets``, 260)."""

    default_priority = 200

    def apply(self, **kwargs: Any) -> None:  # noqa: ARG002 -- docutils' signature
        """Name each equation anew, in its node, its target and the math domain."""
        equations = self.env.domains.math_domain.equations
        made: dict[str, int] = {}
        for node in self.document.findall(nodes.math_block):
            random = node.get("label")
            if not random or "amsmath" not in node["classes"] or not _RANDOM.fullmatch(random):
                continue
            label = self._of_author(node) or self._of_content(node, made)
            if random in equations:
                equations[label] = equations.pop(random)
            node["label"] = label
            self._rename_target(nodes.make_id(f"equation-{random}"), nodes.make_id(f"equation-{label}"))

    def _of_author(self, node: nodes.math_block) -> str:
        label = own_label(node.astext())
        other = self.env.domains.math_domain.equations.get(label)
        if other is None:
            return label
        warn(
            Warn.MATH,
            f"another equation, in {shown(other[0])}, has the label {shown(label)} already; links lead there; "
            "write a label that no other has",
            location=node,
        )
        return ""

    def _of_content(self, node: nodes.math_block, made: dict[str, int]) -> str:
        content = f"{self.env.docname}\0{node.astext()}".encode()
        label = "amsmath-" + hashlib.sha256(content).hexdigest()[:_HASH_CHARACTERS]
        made[label] = made.get(label, 0) + 1
        return label if made[label] == 1 else f"{label}-{made[label]}"

    def _rename_target(self, old: str, new: str) -> None:
        target = self.document.ids.pop(old, None)
        if target is not None:
            target["ids"] = [new if name == old else name for name in target["ids"]]
            self.document.note_explicit_target(target)
