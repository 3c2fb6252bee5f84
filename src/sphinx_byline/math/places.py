"""The single source of where a formula stands in its source: file, line and column, to the character.

Nodes know the line of their block, or of a part of it, and no column; so the source is searched from there, for the TeX
as the author wrote it, in dollars or what else makes a formula of it, and not in code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Lines around its node's in which a formula is looked for first: nested content is sometimes noted off its place.
_LINES_ABOVE, _LINES_BELOW = 3, 300
#: Formulas of one document whose whole file is searched: enough for people, and not for those who mean harm.
_WHOLE_SEARCHES = 100

# What stands before and behind a formula, and what before a line of a block in quotes, lists and tables.
_OPENING = re.compile(r"(?:(?<!\\)\$|\\[(\[]|math[}:]`+|\{math\}|::)\s*\Z|\A[\s>*+\-\d.)$|]*\Z")
_CLOSING = re.compile(r"\s*(?:\$|\\[)\]]|`|\||\Z)")
_FENCE = re.compile(r"[\s>*+\-\d.]*(?P<marks>`{3,}|~{3,})\s*(?P<info>.*)")
# Fences whose content is read as Markdown, or as TeX; all others show code.
_READ_FENCE = re.compile(r"\{(?!code|literalinclude|mermaid)|math\b")
# Code within lines, but not formulas in Markdown's or reStructuredText's role; comments, and texts of images.
_CODE = re.compile(
    r"(?<![`\\])(?P<marks>`{1,2})(?!`)(?:(?!\n[ \t]*\n)[\s\S])*?(?<!`)(?P=marks)(?!`)|<!--[\s\S]*?-->|!\[[^\]\n]*\]"
)
_ROLE = re.compile(r"(?:\{[\w:+.-]*math\}|:[\w:+.-]*math:)\Z")
# As markdown-it ends lines, and editors count them; str.splitlines ends more.
_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Place:
    """A character of a file."""

    line: int
    """From 1."""
    column: int
    """From 1, in characters."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A formula in a file: where each of its lines begins there."""

    text: str
    row: int
    """From 0, of the first line that is not blank."""
    columns: tuple[int, ...]
    """From 0, of each line from that one on, where its first character is that is not blank."""
    bar: str = "|"
    """How a vertical bar is written there: in tables, with a backslash that is not the formula's."""

    def place(self, offset: int) -> Place:
        """Where the character ``offset`` of the formula stands."""
        lines = self.text.split("\n")
        blank = _leading_blank(lines)
        before = self.text[:offset].split("\n")
        at = min(len(before) - 1, blank + len(self.columns) - 1)
        if at < blank:
            return Place(self.row + 1, self.columns[0] + 1)
        white = len(lines[at]) - len(lines[at].lstrip())
        column = len(before[-1][white:].replace("|", self.bar))
        return Place(self.row + at - blank + 1, self.columns[at - blank] + column + 1)


class Sources:
    """Finds formulas in source files, for one document. One that occurs twice is found at both places, in turn."""

    def __init__(self) -> None:
        """Begin with no file read."""
        self._files: dict[str, _File] = {}
        self._taken: set[tuple[str, str, int, int]] = set()
        self._whole_searches = 0

    def find(self, path: str, near: int, text: str, *, inline: bool = False) -> Standing | None:
        """Where ``text`` stands in the file ``path``, around line ``near`` (from 1); None where it does not.

        All formulas with one text are wrong in one way: so it does not matter which of them is found first.
        """
        if path not in self._files:
            self._files[path] = _File(path)
        file = self._files[path]
        for bar in ("|", r"\|") if "|" in text else ("|",):
            lines = text.replace("|", bar).split("\n")
            wanted = [line.strip() for line in lines[_leading_blank(lines) :]]
            while wanted and not wanted[-1]:
                wanted.pop()
            if wanted and (found := self._find(path, wanted, near - 1, inline=inline)):
                row, column = found
                # A text in double quotes in a header has each backslash twice.
                column -= wanted[0].startswith("\\") and file.lines[row][:column].endswith("\\")
                rest = (max(file.lines[row + number].find(line), 0) for number, line in enumerate(wanted) if number)
                return Standing(text, row, (column, *rest), bar)
        return None

    def _find(self, path: str, wanted: list[str], near: int, *, inline: bool) -> tuple[int, int] | None:
        """The likeliest place that was not found yet, from ``near`` (from 0) on, else before it, else anywhere."""
        file = self._files[path]
        around = range(max(near - _LINES_ABOVE, 0), near + _LINES_BELOW)
        known: list[tuple[int, int]] = []
        for rows in (around, range(len(file.lines))):
            if rows is not around:
                if self._whole_searches >= _WHOLE_SEARCHES:
                    break
                self._whole_searches += 1
            places = sorted(
                file.occurrences(wanted, rows),
                key=lambda place: (
                    file.doubt(wanted, place, inline=inline),
                    place[0] < near,
                    abs(place[0] - near),
                    place,
                ),
            )
            for place in places:
                key = path, "\n".join(wanted), *place
                if key not in self._taken:
                    self._taken.add(key)
                    return place
            known = known or places
        # Told already, as what a table of contents repeats, or a file that is included twice.
        return known[0] if known else None


class _File:
    """The lines of a source file, and which parts of them show code."""

    def __init__(self, path: str) -> None:
        try:
            text = Path(path).read_bytes().decode("utf-8-sig", errors="replace")
        except (OSError, ValueError):
            text = ""  # What has no file, such as a docstring, keeps its node's line.
        self.lines = _LINE_END.split(text)
        self._code = _code_rows(self.lines)
        self._spans = _code_spans("\n".join(self.lines))

    def occurrences(self, wanted: list[str], rows: range) -> Iterator[tuple[int, int]]:
        """Row and column of all places where the lines ``wanted`` follow one another."""
        for row in range(rows.start, min(rows.stop, len(self.lines) - len(wanted) + 1)):
            column = self.lines[row].find(wanted[0])
            if column < 0 or not self._goes_on(wanted, row):
                continue
            while column >= 0:
                yield row, column
                column = self.lines[row].find(wanted[0], column + 1)

    def _goes_on(self, wanted: list[str], row: int) -> bool:
        """Whether each further line begins one of the file, but for the marks of the blocks around it."""
        further = (self.lines[row + number].lstrip(" \t>") for number in range(1, len(wanted)))
        ends_line = len(wanted) == 1 or self.lines[row].rstrip().endswith(wanted[0])
        return ends_line and all(line.startswith(want) for line, want in zip(further, wanted[1:], strict=True))

    def doubt(self, wanted: list[str], place: tuple[int, int], *, inline: bool) -> int:
        """How unlikely the formula itself is at ``place``: code is, and what is part of something else."""
        row, column = place
        last = row + len(wanted) - 1
        end = (column if last == row else max(self.lines[last].rfind(wanted[-1]), 0)) + len(wanted[-1])
        in_span = any(begin <= column < end for begin, end in self._spans.get(row, ()))
        before = self.lines[row][:column]
        return (
            (inline and before.endswith("$$"))
            + 2 * (_OPENING.search(before) is None)
            + 2 * (_CLOSING.match(self.lines[last], end) is None)
            + 4 * in_span
            + 8 * (row in self._code)
        )


def _code_spans(text: str) -> dict[int, list[tuple[int, int]]]:
    """By row, the columns between which code or a comment stands."""
    spans: dict[int, list[tuple[int, int]]] = {}
    row = at = 0
    for found in _CODE.finditer(text):
        if found["marks"] and _ROLE.search(text[max(found.start() - 40, 0) : found.start()]):
            continue
        row += text.count("\n", at, found.start())
        at = found.start()
        begin = at - (text.rfind("\n", 0, at) + 1)
        for number, line in enumerate(found[0].split("\n")):
            spans.setdefault(row + number, []).append((begin, begin + len(line)))
            begin = 0
    return spans


def _code_rows(lines: list[str]) -> frozenset[int]:
    """Rows within fences that show code; what stands in a directive is looked at as if it stood by itself."""
    rows: set[int] = set()
    open_fences: list[tuple[str, bool]] = []
    for row, line in enumerate(lines):
        found = _FENCE.match(line)
        marks, shows_code = open_fences[-1] if open_fences else ("", False)
        if found and marks and found["marks"].startswith(marks) and not found["info"].strip():
            open_fences.pop()
        elif shows_code:
            rows.add(row)
        elif found and (found["marks"][0] == "~" or "`" not in found["info"]):
            open_fences.append((found["marks"], _READ_FENCE.match(found["info"]) is None))
    return frozenset(rows)


def _leading_blank(lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines) if line.strip()), 0)
