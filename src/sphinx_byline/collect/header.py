"""The single source of how a header is cut out of a source file and read as YAML.

Nothing is implicit: ``2024``, ``3.10``, ``yes`` and ``12:30`` stay the text that the author wrote. The map is built
from YAML's events, with a bound on size, depth and aliases that is met *before* anything is built, so that no header
can make a build hang (YAML's own constructors, and MyST's with them, grow without bound on aliases and merge keys).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_byline.model.article import HeaderValue
    from sphinx_byline.model.frontmatter import Path

#: Characters of a header; the largest of 20,000 real ones had 9,000.
MOST_CHARACTERS = 100_000
#: Values in a header once its aliases are written out.
MOST_VALUES = 10_000
MOST_DEPTH = 20

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_LATE_OPENING = re.compile(r"\ufeff?(?:[ \t]*\r?\n)+---[ \t]*\r?\n(?=[A-Za-z_][\w-]*:)")
_ENTRY = re.compile(r"[A-Za-z_][\w-]*:(?:[ \t]|\r?$)", re.MULTILINE)
_EMPTY_LINE = re.compile(r"^[ \t]*\r?$", re.MULTILINE)
#: What is meant for an entry and is none: a full-width colon, or one without a space behind it.
_NO_ENTRY = re.compile(r"^[\w-]+(?:：|:(?=[^\s:/]))", re.MULTILINE)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The lines between ``---`` and ``---`` (or ``...``) at the top of a file."""

    text: str
    end: int
    """Offset in the source of what follows the header."""
    first_line: int = 2
    """Line of the file, from 1, on which ``text`` begins."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header as it was written: text, lists and maps, and the line of the file on which each value stands."""

    values: Mapping[str, HeaderValue] = field(default_factory=dict)
    lines: Mapping[Path, int] = field(default_factory=dict)
    repeated: tuple[tuple[str, int], ...] = ()
    """Keys that stand twice at the top, each with the line of its second place. The first value counts."""

    def line(self, path: Path) -> int:
        """Line of the file for ``path``, or of the closest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class HeaderError(ValueError):
    """A header that cannot be read as a whole."""

    def __init__(self, message: str, line: int) -> None:
        """Say what was found, and on which line of the file."""
        super().__init__(message)
        self.line = line


def cut_header(source: str) -> HeaderBlock | None:
    """The header at the very top of ``source``; None where there is none, or where it is never closed."""
    opening = _OPENING.match(source)
    if opening is None:
        opening = _LATE_OPENING.match(source)
        if opening is None:
            return None
    closing = _CLOSING.search(source, opening.end())
    if closing is None:
        return None
    return HeaderBlock(source[opening.end() : closing.start()], closing.end(), 1 + source.count("\n", 0, opening.end()))


def unclosed_header(source: str) -> HeaderBlock | None:
    """The header at the top of ``source`` that nobody closed, up to the first empty line; None where there is none.

    ``---`` alone may as well be a thematic break, so a name and a colon have to follow.
    """
    opening = _OPENING.match(source)
    if opening is None or not _ENTRY.match(source, opening.end()):
        return None
    empty = _EMPTY_LINE.search(source, opening.end())
    end = empty.start() if empty else len(source)
    return HeaderBlock(source[opening.end() : end], end)


def read_header(block: HeaderBlock) -> Header:
    """Read ``block``; raises :exc:`HeaderError` where it is no YAML, no map, or beyond the bounds."""
    if len(block.text) > MOST_CHARACTERS:
        raise HeaderError(f"a header of more than {MOST_CHARACTERS:,} characters", block.first_line - 1)
    builder = _Builder(block.first_line)
    try:
        for event in yaml.parse(block.text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        if slip := _NO_ENTRY.search(block.text):
            line = block.first_line + block.text.count("\n", 0, slip.start())
            found = f'"{slip.group()}" wants a colon of ASCII and a space behind it'
            raise HeaderError(found, line) from error
        mark = error.problem_mark or error.context_mark
        message = "; ".join(part for part in (error.context, error.problem) if part)
        raise HeaderError(message, block.first_line + (mark.line if mark else 0)) from error
    except (yaml.YAMLError, UnicodeError) as error:
        found = re.sub(r"\s+", " ", str(error))
        raise HeaderError(found, block.first_line + _line_of_refused(block.text)) from error
    if builder.root is None:
        return Header()
    if not isinstance(builder.root, dict):
        raise HeaderError("the header is no map of names and values", block.first_line)
    return Header(builder.root, builder.lines, tuple(builder.repeated))


def neutral_header(source: str, block: HeaderBlock, header: Header, kept: frozenset[str]) -> str:
    """``source`` with its header blanked line by line, but for the top-level keys in ``kept``.

    Line numbers stay as they are. What other readers of the file do not need they do not get to see.
    """
    lines = source[: block.end].split("\n")
    starts = sorted((line, path[0]) for path, line in header.lines.items() if len(path) == 1)
    shown: set[int] = set()
    for position, (line, key) in enumerate(starts):
        if key in kept:
            until = starts[position + 1][0] if position + 1 < len(starts) else len(lines)
            shown.update(range(line, max(until, line + 1)))
    blank = ["\r" if line.endswith("\r") else "" for line in lines]
    if not shown:
        return "\n".join(blank) + source[block.end :]
    text = ["---", *(line if number in shown else "" for number, line in enumerate(lines[1:-1], start=2)), "---"]
    return "\n".join(text) + source[block.end :]


def _line_of_refused(text: str) -> int:
    """Lines before the first character that YAML refuses."""
    refused = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    return text.count("\n", 0, refused.start()) if refused else 0


@dataclass(slots=True)
class _Open:
    """A list or map that is being filled; ``values`` counts what it holds, aliases written out."""

    container: list[HeaderValue] | dict[str, HeaderValue]
    path: Path
    anchor: str | None
    values: int = 1
    key: str | None = None
    merged: list[dict[str, HeaderValue]] = field(default_factory=list)
    """What ``<<`` brings in; applied last, for a map's own keys win (YAML merge key type)."""


class _Builder:
    """Builds the map from events, with a stack of its own: no depth of nesting can exhaust Python's."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.root: HeaderValue = None
        self.lines: dict[Path, int] = {}
        self.repeated: list[tuple[str, int]] = []
        self.anchors: dict[str, tuple[HeaderValue, int]] = {}
        self.stack: list[_Open] = []
        self.values = 0
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style in (None, "")
            text: str | None = None if plain and event.value in _NULLS else event.value
            if event.anchor:
                self.anchors[event.anchor] = (text, 1)
            self.put(text, event, 1)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                self.fail(f"the alias *{event.anchor} stands for nothing that is complete", event)
            value, count = self.anchors[event.anchor]
            self.put(value, event, count)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self.open(event)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.close(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1

    def open(self, event: yaml.SequenceStartEvent | yaml.MappingStartEvent) -> None:
        if len(self.stack) >= MOST_DEPTH:
            self.fail(f"more than {MOST_DEPTH} levels of lists and maps", event)
        container: list[HeaderValue] | dict[str, HeaderValue]
        container = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        self.stack.append(_Open(container, self.place(event), event.anchor))

    def close(self, event: yaml.Event) -> None:
        done = self.stack.pop()
        if isinstance(done.container, dict):
            self.merge(done, done.container)
        if done.anchor:
            self.anchors[done.anchor] = (done.container, done.values)
        self.put(done.container, event, done.values)

    def place(self, event: yaml.Event) -> Path:
        """Where the next value goes; its line is noted for values, keys having noted theirs."""
        if not self.stack:
            return ()
        top = self.stack[-1]
        if isinstance(top.container, list):
            path: Path = (*top.path, len(top.container))
            self.lines.setdefault(path, self.line_of(event))
            return path
        return (*top.path, top.key if top.key is not None else "")

    def put(self, value: HeaderValue, event: yaml.Event, count: int) -> None:
        self.values += count
        if self.values > MOST_VALUES:
            self.fail(f"more than {MOST_VALUES:,} values, aliases written out", event)
        if not self.stack:
            self.root = value if self.documents == 1 else self.root
            return
        top = self.stack[-1]
        top.values += count
        if isinstance(top.container, list):
            self.place(event)
            top.container.append(value)
        elif top.key is None:
            self.take_key(top, value, event)
        else:
            self.put_entry(top, top.container, top.key, value)
            top.key = None

    def take_key(self, top: _Open, value: HeaderValue, event: yaml.Event) -> None:
        if isinstance(value, list | dict):
            self.fail("a name is a list or a map", event)
        top.key = "null" if value is None else str(value)
        line = self.line_of(event)
        if top.key in top.container and not top.path:
            self.repeated.append((top.key, line))
        else:
            self.lines.setdefault((*top.path, top.key), line)

    def put_entry(self, top: _Open, entries: dict[str, HeaderValue], key: str, value: HeaderValue) -> None:
        merged = [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]
        if key == "<<" and merged:
            top.merged += merged
        else:
            entries.setdefault(key, value)

    def merge(self, done: _Open, entries: dict[str, HeaderValue]) -> None:
        line = self.lines.get((*done.path, "<<"), self.first_line)
        for name, value in ((name, value) for item in done.merged for name, value in item.items()):
            entries.setdefault(name, value)
            self.lines.setdefault((*done.path, name), line)

    def line_of(self, event: yaml.Event) -> int:
        return self.first_line + (event.start_mark.line if event.start_mark else 0)

    def fail(self, message: str, event: yaml.Event) -> NoReturn:
        raise HeaderError(message, self.line_of(event))
