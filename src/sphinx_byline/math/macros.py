"""The single source of a page's own macros: from the field ``math`` of its header to each of its formulas."""

from __future__ import annotations

import json
from typing import Any

from sphinx.transforms import SphinxTransform

from sphinx_byline.collect.domain import phrases_in
from sphinx_byline.collect.source import MACROS_KEY
from sphinx_byline.math.nodes import MACROS
from sphinx_byline.math.room import formulas_in


class PageMacros(SphinxTransform):
    """Gives every formula the macros of the header, before anybody copies formulas into titles."""

    default_priority = 400

    def apply(self, **_kwargs: Any) -> None:
        """Note them on the nodes: what is typeset elsewhere, in a card or a list, keeps them."""
        written = self.env.metadata.get(self.env.docname, {}).get(MACROS_KEY)
        if written:
            macros = json.loads(written)
            for tree in (self.document, *phrases_in(self.env, self.env.docname)):
                for node in formulas_in(tree):
                    node[MACROS] = macros
