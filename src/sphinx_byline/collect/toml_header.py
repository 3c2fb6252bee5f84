"""The single source of how a header in TOML is read: Hugo's and Zola's, between ``+++`` and ``+++``.

Nothing is implicit here either: dates are the text of an ISO date, numbers and flags the text that says them.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from typing import TYPE_CHECKING, Any

from sphinx_byline.collect.header import MOST_DEPTH, MOST_VALUES, Header, HeaderBlock, HeaderError

if TYPE_CHECKING:
    from sphinx_byline.model.article import HeaderValue
    from sphinx_byline.model.lookup import Path

_PLACE = re.compile(r"\s*\((?:at line (?P<line>\d+), column \d+|at end of document)\)")
_TABLE = re.compile(r"[ \t]*\[(?P<list>\[?)(?P<name>[^\[\]\n]+)\]\]?[ \t]*\r?$")
_KEY = re.compile(r"""\s*(?P<key>[\w-]+|"[^"\n]*"|'[^'\n]*')\s*(?:\.\s*[\w-]+\s*)*=""")
#: Texts, which may hold what looks like keys, tables and numbers; they are blanked, line breaks apart.
_TEXTS = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"""|\Z)'
    r"|'''.*?(?:'''|\Z)"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*",
    re.DOTALL,
)
_DIGITS = re.compile(r"\d[\d_]{200,}|0x[0-9a-fA-F_]{200,}|0[ob][0-7_]{200,}")
#: Reading a key of n parts takes n² steps.
_DOTTED = re.compile(r'(?<![\w."-])(?:(?:[\w-]+|"")[ \t]*\.[ \t]*){20,}')


def read_toml(block: HeaderBlock) -> Header:
    """Read ``block``; raises :exc:`HeaderError` where it is no TOML, or beyond the bounds of a header."""
    text = block.text.replace("\r\n", "\n")
    bare = _TEXTS.sub(lambda found: '""' + "\n" * found[0].count("\n"), text)
    for pattern, what in (
        (_DIGITS, "a number of more than 200 digits"),
        (_DOTTED, f"more than {MOST_DEPTH} levels of tables"),
    ):
        if found := pattern.search(bare):
            raise HeaderError(what, block.first_line + bare.count("\n", 0, found.start()))
    try:
        values = tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        message = "too many levels" if isinstance(error, RecursionError) else str(error)
        place = _PLACE.search(message)
        line = int(place["line"]) if place and place["line"] else text.rstrip().count("\n") + 1 if place else 1
        hint = "text wants quotes" if message.startswith("Invalid value") else ""
        raise HeaderError(_PLACE.sub("", message), block.first_line + line - 1, hint) from error
    counter = _Counter(block.first_line)
    return Header(
        {key: counter.text(value, 1) for key, value in values.items()}, _lines(bare, block.first_line), typed=values
    )


class _Counter:
    """Turns values into text, lists and maps, and counts them."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.values = 0

    def text(self, value: Any, depth: int) -> HeaderValue:
        self.values += 1
        if self.values > MOST_VALUES:
            raise HeaderError(f"more than {MOST_VALUES:,} values", self.line)
        if depth > MOST_DEPTH:
            raise HeaderError(f"more than {MOST_DEPTH} levels of lists and maps", self.line)
        if isinstance(value, dict):
            return {key: self.text(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list):
            return [self.text(item, depth + 1) for item in value]
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, dt.date | dt.time):
            return value.isoformat()
        return str(value)


def _lines(text: str, first_line: int) -> dict[Path, int]:
    """The line of each key, as far as it can be told without reading TOML once more."""
    found: dict[Path, int] = {}
    table: Path = ()
    items: dict[Path, int] = {}
    for number, line in enumerate(text.split("\n"), start=first_line):
        if heading := _TABLE.match(line):
            table = tuple(part.strip().strip("\"'") for part in heading["name"].split("."))
            if heading["list"]:
                items[table] = items.get(table, -1) + 1
                table = (*table, items[table])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, key["key"].strip("\"'")), number)
    return found
