"""The single source of where a header begins and ends in a source file, and of what other readers get to see of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sphinx_byline.model.fields import FIELDS_OF, field_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_byline.model.article import HeaderValue
    from sphinx_byline.model.lookup import Path

#: Characters of a header; the largest of 20,000 real ones had 9,000.
MOST_CHARACTERS = 100_000
#: Values in a header once its aliases are written out.
MOST_VALUES = 10_000
MOST_DEPTH = 20
#: Digits of a number; past 4,300 Python itself refuses to convert one.
MOST_DIGITS = 1_000

_OPENING = re.compile(r"\ufeff?(?:---|(?P<toml>\+\+\+))[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_TOML_CLOSING = re.compile(r"^\+\+\+[ \t]*\r?$", re.MULTILINE)
_LATE_OPENING = re.compile(
    r"\ufeff?(?:[ \t]*\r?\n)+(?:---[ \t]*\r?\n(?=[A-Za-z_][\w-]*:)|(?P<toml>\+\+\+)[ \t]*\r?\n(?=[A-Za-z_][\w-]* *=))"
)
_ENTRY = re.compile(r"[A-Za-z_][\w-]*:(?:[ \t]|\r?$)", re.MULTILINE)
_TOML_ENTRY = re.compile(r"[A-Za-z_][\w-]*[ \t]*=")
_EMPTY_LINE = re.compile(r"^[ \t]*\r?$", re.MULTILINE)
#: Hexo's oldest form: entries from the first line on, and no more than ``---`` below them.
_BARE = re.compile(
    r"\ufeff?(?P<text>(?:[A-Za-z_][\w-]*:(?:[ \t][^\n]*)?\r?\n|[ \t]*-[ \t][^\n]*\r?\n){2,50}?)---[ \t]*\r?$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The lines between ``---`` and ``---`` (or ``...``) at the top of a file, or between ``+++`` and ``+++``."""

    text: str
    end: int
    """Offset in the source of what follows the header."""
    first_line: int = 2
    """Line of the file, from 1, on which ``text`` begins."""
    syntax: Literal["yaml", "toml"] = "yaml"
    slip: str = ""
    """What is wrong with how the header stands there, and how to mend it; it is read all the same."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header as it was written: text, lists and maps, and the line of the file on which each value stands."""

    values: Mapping[str, HeaderValue] = field(default_factory=dict)
    lines: Mapping[Path, int] = field(default_factory=dict)
    repeated: tuple[tuple[Path, int], ...] = ()
    """Keys that stand twice in one map, each with the line of its second place. The first value counts."""
    refused: tuple[Path, ...] = ()
    """Numbers of more digits than anybody counts by; they are empty in ``values``."""
    typed: Mapping[str, Any] = field(default_factory=dict)
    """Of a TOML header: the values as TOML has them, for other readers."""

    def line(self, path: Path) -> int:
        """Line of the file for ``path``, or of the closest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class HeaderError(ValueError):
    """A header that cannot be read as a whole."""

    def __init__(self, message: str, line: int, hint: str = "") -> None:
        """Say what was found, on which line of the file, and how such a thing is mended."""
        super().__init__(message)
        self.line = line
        self.hint = hint


def cut_header(source: str) -> HeaderBlock | None:
    """The header at the top of ``source``; None where there is none.

    A header that is not quite where or how it should be is taken too, with a ``slip``: below empty lines; never closed,
    up to the first empty line; or without the ``---`` above it.
    """
    opening, slip = _OPENING.match(source), ""
    if opening is None:
        opening = _LATE_OPENING.match(source)
        if opening is None:
            return _bare_header(source)
        empty = source.count("\n", 0, opening.end()) - 1
        lines = f"{empty} empty line{'s' if empty > 1 else ''}"
        slip = f"the header stands below {lines}; it is read all the same; delete them"
    syntax: Literal["yaml", "toml"] = "toml" if opening["toml"] else "yaml"
    fence = opening[0].strip().removeprefix("\ufeff")
    closing = (_TOML_CLOSING if opening["toml"] else _CLOSING).search(source, opening.end())
    if closing is None:
        # The fence alone may as well be a thematic break, so a name has to follow.
        if not (_TOML_ENTRY if opening["toml"] else _ENTRY).match(source, opening.end()):
            return None
        closing = _EMPTY_LINE.search(source, opening.end())
        slip = (
            "the header that begins here is never closed; it is taken to end at the first empty line; "
            f"close it with {fence}"
        )
    start = closing.start() if closing else len(source)
    end = len(source) if closing is None else start if slip.startswith("the header that") else closing.end()
    return HeaderBlock(source[opening.end() : start], end, 1 + source.count("\n", 0, opening.end()), syntax, slip)


def _bare_header(source: str) -> HeaderBlock | None:
    """A header without its first ``---``, where at least two of its names are fields."""
    if not source[:1].isalpha() and not source.startswith("\ufeff"):
        return None
    found = _BARE.match(source)
    if found is None:
        return None
    names = re.findall(r"^([A-Za-z_][\w-]*):", found["text"], re.MULTILINE)
    if sum(field_key(name) in FIELDS_OF for name in names) < 2:  # noqa: PLR2004 -- one may be a line of text
        return None
    slip = "the header has no --- above it; it is read all the same; write --- on a line of its own above it"
    return HeaderBlock(found["text"], found.end(), 1, slip=slip)


def neutral_header(source: str, block: HeaderBlock, header: Header, kept: frozenset[str]) -> str:
    """``source`` with its header blanked line by line, but for the top-level keys in ``kept``.

    Line numbers stay as they are. What other readers of the file do not need they do not get to see.
    """
    lines = source[: block.end].split("\n")
    blank = ["\r" if line.endswith("\r") else "" for line in lines]
    shown = [""] * len(lines)
    if block.syntax == "toml":
        # JSON is YAML, and what was three lines at least has room for it.
        values = {key: value for key, value in header.typed.items() if key in kept}
        shown[1:2] = [json.dumps(values, ensure_ascii=False, default=str)] if values else [""]
    else:
        starts = sorted((line, path[0]) for path, line in header.lines.items() if len(path) == 1)
        for position, (line, key) in enumerate(starts):
            if key in kept:
                until = (
                    starts[position + 1][0] if position + 1 < len(starts) else block.first_line + block.text.count("\n")
                )
                shown[line - 1 : max(until, line + 1) - 1] = lines[line - 1 : max(until, line + 1) - 1]
    if len(lines) <= 2 or not any(line.strip() for line in shown):  # noqa: PLR2004 -- no room for anything
        return "\n".join(blank) + source[block.end :]
    return "\n".join(["---", *shown[1:-1], "---"]) + source[block.end :]
