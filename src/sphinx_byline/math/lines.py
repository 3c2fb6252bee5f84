"""The single source of the line that a formula stands on.

Nodes know the line of their block, or of a part of it, so the source is searched from there.
"""

from __future__ import annotations

from pathlib import Path

#: A formula further below its node's line than this is somebody else's.
_LINES_SEARCHED = 300
#: Nested content is sometimes noted a little below where it is.
_LINES_ABOVE = 3

#: What opens a formula within a line, in Markdown and reStructuredText: it makes ``x`` findable beside "example".
_OPENINGS = ("$", "`", "")
#: What stands before a line of a block, in quotes and lists, and around its first: no part of the formula.
_AROUND = " \t>*+-$"


class SourceLines:
    """Finds formulas in source files, for one document. One that occurs twice is found at both places, in turn."""

    def __init__(self) -> None:
        """Begin with no file read."""
        self._files: dict[str, list[str]] = {}
        self._found: dict[tuple[str, str], tuple[int, int]] = {}

    def find(self, path: str, near: int, tex: str) -> int:
        """Line (from 1) of the first line of ``tex`` that is not blank; ``near`` where it is not found."""
        if path not in self._files:
            self._files[path] = _lines(path)
        wanted = [line.strip() for line in tex.strip().splitlines()]
        if not wanted:
            return near
        after = self._found.get((path, tex), (-1, 0))
        begin = max(near - 1, 0)
        for start in (begin, max(begin - _LINES_ABOVE, 0)):
            place = self._search(path, wanted, max(start, after[0]), after)
            if place is not None:
                self._found[path, tex] = place
                return place[0] + 1
        return near

    def _search(self, path: str, wanted: list[str], start: int, after: tuple[int, int]) -> tuple[int, int] | None:
        """Line and end of the formula: best on a line of its own, then behind what opens one, then anywhere."""
        lines = self._files[path]
        rows = [
            row
            for row in range(start, min(start + _LINES_SEARCHED, len(lines)))
            if all(line in found for line, found in zip(wanted, lines[row:], strict=False))
        ]
        first = wanted[0]
        for row in rows:
            if row > after[0] and lines[row].strip(_AROUND) == first.strip(_AROUND):
                return row, len(lines[row])
        for opening in _OPENINGS:
            for row in rows:
                column = lines[row].find(opening + first, after[1] if row == after[0] else 0)
                if column >= 0:
                    return row, column + len(opening + first)
        return None


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except (OSError, ValueError):
        # What has no file, such as a docstring, keeps its node's line.
        return []
