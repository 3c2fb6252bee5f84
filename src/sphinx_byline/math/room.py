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

from sphinx_byline.collect.settings import read_settings
from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.math import wrapping
from sphinx_byline.math.bundle import installed
from sphinx_byline.math.cache import Cache
from sphinx_byline.math.choice import choose_machine
from sphinx_byline.math.engine import KatexEngine, OptionsError
from sphinx_byline.math.errors import fault_of
from sphinx_byline.math.formulas import Typeset
from sphinx_byline.math.nodes import MACROS, TitleMath
from sphinx_byline.math.typesetter import Typesetter
from sphinx_byline.model.macros import needed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_byline.collect.warnings import Location
    from sphinx_byline.math.formulas import Formula, Output, Result
    from sphinx_byline.math.wrapping import Wrapped

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
        self._macros: dict[str, str] = {}
        self._options = ""
        self.warned: set[tuple[Location, str]] = set()
        """Faults that this build has told: some builders resolve a document several times."""
        self.seen: set[str] = set()
        """Documents whose formulas this build has asked for, those without any among them."""

    def open(self, app: Sphinx) -> None:
        """Get ready, once the builder is known (``builder-inited``); the engine starts with the first formula."""
        if not in_force(app.config):
            return
        bundle, settings = installed(), read_settings(app.config)
        # EPUB readers know MathML; KaTeX's layout needs its style sheet, which few of them follow.
        output: Output = "mathml" if app.builder.name == "epub" else "htmlAndMathml"
        self._macros = settings.macros
        self._options = str(app.config.katex_options or "")
        machine = choose_machine(settings.math_engine)
        engine = KatexEngine(machine, bundle, output, self._options)
        if self._options:
            try:
                engine.check_options()
            except OptionsError as error:
                warn(
                    Warn.SETTING,
                    f"conf.py: katex_options is {shown(self._options)}, which JavaScript cannot evaluate ({error}); "
                    "formulas are typeset without it; write the inside of a JavaScript object",
                )
                self._options = ""
                engine = KatexEngine(machine, bundle, output)
        cache = Cache(
            Path(app.confdir, settings.math_cache) if settings.math_cache else Path(app.doctreedir, CACHE_FOLDER),
            version=bundle.version,
            output=output,
            options=self._options,
            mhchem=bundle.mhchem is not None,
        )
        self._typesetter = Typesetter(engine, cache)

    def close(self, app: Sphinx, exception: Exception | None) -> None:
        """Let the engine go, and what nobody needs any more of the cache (``build-finished``)."""
        if self._typesetter is not None:
            whole = exception is None and self.seen.issuperset(app.env.all_docs)
            self._typesetter.close(whole_build=whole)
        self.warned.clear()
        self.seen.clear()

    def typeset(self, formulas: Sequence[Formula]) -> list[Result]:
        """Give one result for each formula, in their order."""
        assert self._typesetter is not None, "formulas are typeset after builder-inited, under our renderer"  # noqa: S101
        return self._typesetter.typeset(formulas)

    def wrapped(self, node: nodes.math | nodes.math_block) -> Wrapped:
        """What KaTeX gets for ``node``, with those macros of its page, and of the site, that it needs."""
        wrapped = _wrapped(node)
        macros = {**self._macros, **node.get(MACROS, {})}
        if not macros:
            return wrapped
        formula = wrapped.formula
        return replace(wrapped, formula=replace(formula, macros=needed((formula.tex, self._options), macros)))


def in_force(config: Config) -> bool:
    """Whether formulas are typeset by us."""
    return bool(config.html_math_renderer == RENDERER)


def formulas_in(tree: nodes.Element) -> list[nodes.math | nodes.math_block]:
    """Every formula of ``tree`` but the copies of titles, in order."""
    kinds = nodes.math | nodes.math_block
    return [node for node in tree.findall() if isinstance(node, kinds) and not isinstance(node, TitleMath)]


def _wrapped(node: nodes.math | nodes.math_block) -> Wrapped:
    if isinstance(node, TitleMath):
        return wrapping.inline(node["tex"])
    if isinstance(node, nodes.math):
        return wrapping.inline(node.astext())
    bare = bool(node.get("no-wrap", node.get("nowrap", False)))
    return wrapping.display(node.astext(), bare=bare, labelled="amsmath" in node["classes"])


def finished(wrapped: Wrapped, result: Result, defined: frozenset[str] = frozenset(), *, reachable: bool = True) -> str:
    """The HTML of a formula: KaTeX's, or the author's TeX with what is wrong about it.

    ``reachable`` says that the keyboard may stop there; within a link it must not.
    """
    if isinstance(result, Typeset):
        # What scrolls can be reached with the keyboard, also without a script.
        html = result.html.removeprefix(_DISPLAY)
        return result.html if html == result.html else f'<span tabindex="0" {_DISPLAY.removeprefix("<span ")}{html}'
    message, tex = escape(fault_of(wrapped, result, defined).message), escape(wrapped.text)
    if not reachable:
        return f'<code class="byline-math-error" title="{message}">{tex}</code>'
    # Read out with the TeX, and shown where the pointer or the keyboard is: a ``title`` alone shows under a pointer.
    return (
        f'<span class="byline-math-error" tabindex="0"><code>{tex}</code>'
        f'<span class="byline-math-fault"> {message}</span></span>'
    )
