"""The single source of what this room knows during a build: which renderer is in force, and the typesetter.

One :class:`Room` belongs to one application; whoever needs it is handed it. Nothing of it is pickled: a process that is
forked for reading or writing goes on with its copy.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from markupsafe import escape

from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.math import wrapping
from sphinx_byline.math.bundle import installed
from sphinx_byline.math.cache import Cache
from sphinx_byline.math.engine import OptionsError, QuickJsEngine, Typeset
from sphinx_byline.math.errors import describe
from sphinx_byline.math.nodes import MACROS, TitleMath
from sphinx_byline.math.typesetter import Typesetter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_byline.collect.warnings import Location
    from sphinx_byline.math.engine import Formula, Output, Result

#: Our name among Sphinx's math renderers (``html_math_renderer``).
RENDERER = "byline"

#: Below the folder of pickled documents.
CACHE_FOLDER = "byline-math"

_DISPLAY = '<span class="katex-display'


class Room:
    """What the transforms and visitors of one application share."""

    def __init__(self) -> None:
        """Wait for :meth:`open`."""
        self._typesetter: Typesetter | None = None
        self.warned: set[tuple[Location, str]] = set()
        """Faults that this build has told: some builders resolve a document several times."""

    def open(self, app: Sphinx) -> None:
        """Get ready, once the builder is known (``builder-inited``); the engine starts with the first formula."""
        if not in_force(app.config):
            return
        bundle = installed()
        # EPUB readers know MathML; KaTeX's layout needs its style sheet, which few of them follow.
        output: Output = "mathml" if app.builder.name == "epub" else "htmlAndMathml"
        options = app.config.katex_options or ""
        engine = QuickJsEngine(bundle, output, str(options))
        if options:
            try:
                engine.check_options()
            except OptionsError as error:
                warn(
                    Warn.SETTING,
                    f"conf.py: katex_options is {shown(options)}, which JavaScript cannot evaluate ({error}); "
                    "formulas are typeset without it; write the inside of a JavaScript object",
                )
                options = ""
                engine = QuickJsEngine(bundle, output)
        cache = Cache(
            Path(app.doctreedir) / CACHE_FOLDER,
            version=bundle.version,
            output=output,
            options=str(options),
            mhchem=bundle.mhchem is not None,
        )
        self._typesetter = Typesetter(engine, cache)

    def close(self, _app: Sphinx, _exception: Exception | None) -> None:
        """Let the engine go (``build-finished``)."""
        self.warned.clear()
        if self._typesetter is not None:
            self._typesetter.close()

    def typeset(self, formulas: Sequence[Formula]) -> list[Result]:
        """Give one result for each formula, in their order."""
        assert self._typesetter is not None, "formulas are typeset after builder-inited, under our renderer"  # noqa: S101
        return self._typesetter.typeset(formulas)


def in_force(config: Config) -> bool:
    """Whether formulas are typeset by us."""
    return bool(config.html_math_renderer == RENDERER)


def formulas_in(tree: nodes.Element) -> list[nodes.math | nodes.math_block]:
    """Every formula of ``tree`` but the copies of titles, in order."""
    kinds = nodes.math | nodes.math_block
    return [node for node in tree.findall() if isinstance(node, kinds) and not isinstance(node, TitleMath)]


def formula_of(node: nodes.math | nodes.math_block) -> Formula:
    """What KaTeX gets for ``node``, with the macros of its page."""
    formula = _bare_formula(node)
    macros = node.get(MACROS)
    return replace(formula, macros=tuple(sorted(macros.items()))) if macros else formula


def _bare_formula(node: nodes.math | nodes.math_block) -> Formula:
    if isinstance(node, TitleMath):
        return wrapping.inline(node["tex"])
    if isinstance(node, nodes.math):
        return wrapping.inline(node.astext())
    bare = bool(node.get("no-wrap", node.get("nowrap", False)))
    return wrapping.display(node.astext(), bare=bare, labelled="amsmath" in node["classes"])


def finished(text: str, formula: Formula, result: Result) -> str:
    """The HTML for ``text``, the author's TeX: KaTeX's, or the TeX with what is wrong about it."""
    if isinstance(result, Typeset):
        # What scrolls can be reached with the keyboard, also without a script.
        html = result.html.removeprefix(_DISPLAY)
        return result.html if html == result.html else f'<span tabindex="0" {_DISPLAY.removeprefix("<span ")}{html}'
    message = escape(describe(text, formula, result))
    return f'<code class="byline-math-error" title="{message}">{escape(text)}</code>'
