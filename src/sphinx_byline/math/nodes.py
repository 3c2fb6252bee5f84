"""The single source of what stands for a formula in a document once we have to do with it."""

from __future__ import annotations

from typing import cast

from docutils import nodes

from sphinx_byline.math.plain import plain_text

#: Attribute of a formula on a page with macros of its own: a map of them.
MACROS = "byline-macros"


class _Typeset(nodes.Element):
    """A formula with its finished markup: visitors print ``html``. It has no children, so that search sees no TeX."""

    def astext(self) -> str:
        """What the formula says, in plain text; its TeX where it could not be typeset."""
        return plain_text(cast("str", self["html"])) or cast("str", self["tex"])


class TypesetMath(nodes.Inline, _Typeset):
    """A finished formula within a line."""


class TypesetMathBlock(nodes.General, _Typeset):
    """A finished formula by itself, with the ``number``, ``label`` and ``ids`` of its ``math_block``."""


class TitleMath(nodes.math):
    """A copy of a formula in the titles that Sphinx keeps for tables of contents, links, search and ``<title>``.

    Whoever asks for its text gets plain text; visitors draw the TeX, which is in ``tex``. Nobody warns over a copy.
    """

    def as_math(self) -> nodes.math:
        """The formula as it was."""
        tex = cast("str", self["tex"])
        return nodes.math(tex, tex, **({MACROS: self[MACROS]} if MACROS in self else {}))
