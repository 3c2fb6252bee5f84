"""The single source of which JavaScript engine typesets: the one that conf.py asks for, else the fastest there is."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.math.quickjs import QuickJs
from sphinx_byline.math.v8 import V8

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_byline.math.engine import Machine

#: By the name of the package that brings it: the module it is found by, and what starts it. The fastest comes first.
MACHINES: dict[str, tuple[str, Callable[[], Machine]]] = {
    "mini-racer": ("py_mini_racer", V8),
    "quickjs-ng": ("_quickjs", QuickJs),
}


def choose_machine(wanted: str) -> Callable[[], Machine]:
    """What starts the engine that ``wanted`` names, ``auto`` for the fastest.

    One that is not installed is a warning, and another takes its place. Raises Sphinx's :class:`ExtensionError` where
    none is installed, as only an installation without our dependencies has none.
    """
    found = [name for name, (module, _) in MACHINES.items() if find_spec(module) is not None]
    if not found:
        raise ExtensionError("formulas need a JavaScript engine: pip install quickjs-ng, or mini-racer")
    if wanted in found or wanted == "auto":
        return MACHINES[wanted if wanted in found else found[0]][1]
    warn(
        Warn.SETTING,
        f"conf.py: byline_math_engine is {shown(wanted)}, which is not installed; formulas are typeset by {found[0]}; "
        f"pip install {wanted}, or leave the setting out",
    )
    return MACHINES[found[0]][1]
