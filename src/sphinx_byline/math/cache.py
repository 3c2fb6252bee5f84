"""The single source of how results are kept between builds: one JSON file each, named by everything that decides them.

Files that one KaTeX makes with the same options lie in one folder. A file appears whole or not at all (written to a
temporary name, renamed), so that several processes, and a build that is killed, do no harm. What cannot be read is a
miss; what cannot be written is typeset again next time.

What is used is given the time of its use, and what no build of the whole publication has used for a while goes. Such
builds are the only ones that count: all others ask for the formulas of a few pages, and need those of all others later.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_byline.math.formulas import Failure, Typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_byline.math.formulas import Formula, Output, Result

#: Counted up whenever the same TeX comes out of the same KaTeX differently.
FORMAT = 3

#: A result that so many whole builds in a row have not used goes.
BUILDS_KEPT = 5
#: Results of another KaTeX, other options or another builder go after so many whole builds without any use of them.
BUILDS_KEPT_OF_OTHERS = 20
#: However it came to that, no more files than these stay; 8 kB each are usual. The ones used longest ago go first.
MOST_FILES = 50_000

_BUILDS = "builds.json"
_FOLDER = re.compile(r"[0-9a-f]{16}")


class Cache:
    """Results by formula, for one KaTeX, one output and one set of options."""

    def __init__(self, folder: Path, *, version: str, output: Output, options: str, mhchem: bool) -> None:
        """Keep files below ``folder``, which need not exist; the rest decides what is found again."""
        circumstances = json.dumps([FORMAT, version, output, options, mhchem])
        self._all = folder
        self._name = hashlib.sha256(circumstances.encode()).hexdigest()[:16]
        self._folder = folder / self._name
        self._begun = time.time()
        self._grown = False

    def get(self, formula: Formula) -> Result | None:
        """The result that was put for ``formula``, or nothing."""
        path = self._path(formula)
        try:
            with open(path, "rb") as file:  # noqa: PTH123 -- thousands a build: a Path costs as much as the reading
                result = _result(json.loads(file.read()))
            os.utime(path)
        except (OSError, ValueError, RecursionError):
            return None
        return result

    def put(self, formula: Formula, result: Result) -> None:
        """Keep ``result``; of failures only KaTeX's own, as a limit may not be met again."""
        if isinstance(result, Typeset):
            entry: dict[str, object] = {"html": result.html, "findings": result.findings}
        elif result.kind == "limit":
            return
        else:
            entry = {
                "kind": result.kind,
                "message": result.message,
                "position": result.position,
                "piece": result.piece,
                "macro": result.macro,
            }
        self._grown = True
        self._write(self._path(formula), entry)

    def end_build(self, *, whole: bool) -> None:
        """Let go what is not needed any more; ``whole`` says that this build has asked for all that its site needs."""
        with contextlib.suppress(OSError):
            if whole and self._folder.is_dir():
                self._forget_unused(self._note_build())
            if whole or self._grown:
                self._forget_too_many()
        self._begun, self._grown = time.time(), False

    def _note_build(self) -> list[tuple[float, str]]:
        """The whole builds of late, this one among them: when each began, and which folder it used."""
        path = self._all / _BUILDS
        try:
            noted = json.loads(path.read_bytes())
            builds = [(float(begun), str(name)) for begun, name in noted]
        except (OSError, ValueError, TypeError, RecursionError):
            builds = []
        builds = [*builds, (self._begun, self._name)]
        # As many as the longest memory needs, and those of every folder that is still kept.
        kept = builds[-BUILDS_KEPT * BUILDS_KEPT_OF_OTHERS :]
        self._write(str(path), kept)
        return kept

    def _forget_unused(self, builds: list[tuple[float, str]]) -> None:
        own = [begun for begun, name in builds if name == self._name]
        if len(own) >= BUILDS_KEPT:
            for path, used in _files(self._folder):
                if used < own[-BUILDS_KEPT]:
                    _remove(path)
        of_late = {name for _, name in builds[-BUILDS_KEPT_OF_OTHERS:]}
        if len(builds) >= BUILDS_KEPT_OF_OTHERS:
            for folder in self._all.iterdir():
                # Nothing that is not ours: the author chooses the folder.
                if _FOLDER.fullmatch(folder.name) and folder.name not in of_late:
                    shutil.rmtree(folder, ignore_errors=True)

    def _forget_too_many(self) -> None:
        files = list(_files(self._folder))
        if len(files) > MOST_FILES:
            files.sort(key=lambda file: file[1])
            for path, _ in files[: len(files) - MOST_FILES * 4 // 5]:
                _remove(path)

    def _path(self, formula: Formula) -> str:
        key = json.dumps([formula.display, formula.tex, *formula.macros])
        name = hashlib.sha256(key.encode()).hexdigest()
        return f"{self._folder}{os.sep}{name[:1]}{os.sep}{name[1:]}.json"

    @staticmethod
    def _write(path: str, content: object) -> None:
        temporary = f"{path}.{os.getpid()}"
        text = json.dumps(content)
        try:
            try:
                _put(temporary, text)
            except FileNotFoundError:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
                _put(temporary, text)
            os.replace(temporary, path)  # noqa: PTH105
        except OSError:
            # A full disk, or a folder that may not be written, costs time and nothing else.
            _remove(Path(temporary))


def _put(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:  # noqa: PTH123
        file.write(text)


def _files(folder: Path) -> Iterator[tuple[Path, float]]:
    """Every file of a folder of results, and when it was last used; those that a killed build left too."""
    for path in folder.glob("?/*.json*"):
        with contextlib.suppress(OSError):
            yield path, path.stat().st_mtime


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _result(entry: object) -> Result | None:
    """What an entry says, if it is one: files get damaged, and not only by us."""
    match entry:
        case {"html": str() as html, "findings": list() as findings} if all(isinstance(code, str) for code in findings):
            return Typeset(html, tuple(findings))
        case {
            "kind": "tex" | "refused" as kind,
            "message": str() as message,
            "position": int() | None as position,
            "piece": str() as piece,
            "macro": str() as macro,
        }:
            return Failure(kind, message, position, piece, macro)
        case _:
            return None
