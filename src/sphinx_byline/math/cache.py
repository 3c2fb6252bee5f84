"""The single source of how results are kept between builds: one JSON file each, named by everything that decides them.

A file appears whole or not at all (written to a temporary name, renamed), so that several processes, and a build that
is killed, do no harm. What cannot be read is a miss; what cannot be written is typeset again next time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from typing import TYPE_CHECKING

from sphinx_byline.math.engine import Failure, Typeset

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_byline.math.engine import Formula, Output, Result

#: Counted up whenever the same TeX comes out of the same KaTeX differently.
FORMAT = 1


class Cache:
    """Results by formula, for one KaTeX, one output and one set of options."""

    def __init__(self, folder: Path, *, version: str, output: Output, options: str, mhchem: bool) -> None:
        """Keep files below ``folder``, which need not exist; the rest is what the keys are made of."""
        self._folder = folder
        self._circumstances = [FORMAT, version, output, options, mhchem]

    def get(self, formula: Formula) -> Result | None:
        """The result that was put for ``formula``, or nothing."""
        try:
            return _result(json.loads(self._path(formula).read_bytes()))
        except (OSError, ValueError, RecursionError):
            return None

    def put(self, formula: Formula, result: Result) -> None:
        """Keep ``result``; of failures only KaTeX's own, as a limit may not be met again."""
        if isinstance(result, Typeset):
            entry: dict[str, object] = {"html": result.html, "findings": result.findings}
        elif result.kind == "limit":
            return
        else:
            entry = {"kind": result.kind, "message": result.message, "position": result.position}
        path = self._path(formula)
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(entry), encoding="utf-8")
            temporary.replace(path)
        except OSError:
            # A full disk, or a folder that may not be written, costs time and nothing else.
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _path(self, formula: Formula) -> Path:
        key = json.dumps([*self._circumstances, formula.display, formula.tex, *formula.macros])
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._folder / name[:2] / f"{name[2:]}.json"


def _result(entry: object) -> Result | None:
    """What an entry says, if it is one: files get damaged, and not only by us."""
    match entry:
        case {"html": str() as html, "findings": list() as findings} if all(isinstance(code, str) for code in findings):
            return Typeset(html, tuple(findings))
        case {"kind": "tex" | "refused" as kind, "message": str() as message, "position": int() | None as position}:
            return Failure(kind, message, position)
        case _:
            return None
