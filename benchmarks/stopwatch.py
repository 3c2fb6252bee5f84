"""The single source of what typesetting takes within a build: a Sphinx extension that stands before sphinx_byline.

It measures what the room of formulas does (start, typeset, end, with cache and engine), and leaves the figures beside
the folder of the sources. What pages cost because their formulas are long is not in them.
"""

from __future__ import annotations

import json
import sys
import time
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_byline.math.room import Room

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

#: Beside the folder of the sources.
FIGURES = "typesetting.json"
#: After everybody else, those who end the engine's process among them.
_LAST = 999

_took = 0.0


def setup(app: Sphinx) -> None:
    """Time the methods before the extension binds them."""
    for name in ("open", "typeset", "close"):
        setattr(Room, name, timed(getattr(Room, name)))
    app.connect("build-finished", write, priority=_LAST)


def timed(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method, its CPU seconds in this process counted."""

    @wraps(method)
    def run(*arguments: Any) -> Any:
        global _took  # noqa: PLW0603 -- one build, one process
        begin = time.process_time()
        try:
            return method(*arguments)
        finally:
            _took += time.process_time() - begin

    return run


def write(app: Sphinx, _exception: Exception | None) -> None:
    """Tell the seconds in this process, and those of processes that it started: V8's, as plain Sphinx starts none."""
    children = 0.0
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        children = usage.ru_utime + usage.ru_stime
    figures = {"here": _took, "children": children}
    Path(app.srcdir).with_name(FIGURES).write_text(json.dumps(figures), encoding="utf-8")
