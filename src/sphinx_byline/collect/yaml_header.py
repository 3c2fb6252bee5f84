"""The single source of how a header, or a registry, is read as YAML.

Nothing is implicit: ``2024``, ``3.10``, ``yes`` and ``12:30`` stay the text that the author wrote. The map is built
from YAML's events, with a bound on size, depth and aliases that is met *before* anything is built, so that no header
can make a build hang (YAML's own constructors, and MyST's with them, grow without bound on aliases and merge keys).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from sphinx_byline.collect.header import MOST_DEPTH, MOST_DIGITS, MOST_VALUES, Header, HeaderBlock, HeaderError

if TYPE_CHECKING:
    from sphinx_byline.model.article import HeaderValue
    from sphinx_byline.model.lookup import Path

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: What is meant for an entry and is none: a full-width colon, or one without a space behind it.
_NO_ENTRY = re.compile(r"^[\w-]+(?:：|:(?=[^\s:/]))", re.MULTILINE)
#: Where a line alone does not tell what it means: anchors, aliases, merge keys, and a flow map as a whole.
_REFERS = re.compile(r"\A\s*\{|(?:^|[:\-\[,{])[ \t]*[*&]\w|<<[ \t]*:", re.MULTILINE)
_SEPARATORS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
_REFUSED = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WANTS_QUOTES = "text with a colon followed by a space, or a #, wants quotes"
_TOO_DEEP = f"more than {MOST_DEPTH} levels of lists and maps"
#: What YAML says (a part of it), what we say, how it is mended. libyaml and PyYAML's own reader, which stands in for it
#: where there is none, say all of this in different words; what an author is told does not depend on that.
_SAID = (
    # libyaml 0.2.6 has a bound of its own, which it may meet before we meet ours: it reads ahead.
    ("nesting depth", _TOO_DEEP, ""),
    ("mapping values are not allowed", "a colon and a space stand in a value", "put the value in quotes"),
    ("scanning an alias", 'a value begins with "*"', "put it in quotes"),
    ("scanning an anchor", 'a value begins with "&"', "put it in quotes"),
    ("cannot start any token", 'a value begins with "{first}"', "put it in quotes"),
    ("unknown escape", "a backslash in double quotes begins nothing that YAML knows", "write it twice"),
    ("hexadecimal", "a backslash in double quotes begins nothing that YAML knows", "write it twice"),
    ("quoted scalar", "a quote that opens here is never closed", "close it"),
    ("flow", "a bracket opens here", "close it, and put a comma between its items"),
    ("block scalar", "text stands behind | or >", "begin it on the next line"),
    ("parsing a block", '"{text}" belongs to no entry', _WANTS_QUOTES),
    ("document start", '"{text}" belongs to no entry', _WANTS_QUOTES),
)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def read_yaml(block: HeaderBlock) -> Header:
    """Read ``block``; raises :exc:`HeaderError` where it is no YAML, no map, or beyond the bounds."""
    builder = _built(block, MOST_VALUES)
    if builder.root is None:
        return Header()
    if not isinstance(builder.root, dict):
        raise _not_an_entry(block) or HeaderError("the header is no map of names and values", block.first_line)
    typed = _typed(block) if _REFERS.search(block.text) else {}
    return Header(builder.root, builder.lines, tuple(builder.repeated), tuple(builder.refused), typed)


def _typed(block: HeaderBlock) -> dict[str, Any]:
    """The header as other readers of YAML have it, once its bounds are known to hold."""
    try:
        loaded: Any = yaml.load(block.text, Loader=_LOADER)  # noqa: S506 -- a safe loader, if there is libyaml the fast one
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return {str(key): value for key, value in loaded.items()} if isinstance(loaded, dict) else {}


def read_yaml_file(text: str) -> tuple[HeaderValue, Header]:
    """Read a whole file: what it holds, be it a list or a map, and its lines; raises :exc:`HeaderError` likewise."""
    # A file is the site's own and as long as it has to be; what its aliases make of it is bounded by its length.
    builder = _built(HeaderBlock(text, len(text), first_line=1), MOST_VALUES + len(text))
    return builder.root, Header({}, builder.lines, tuple(builder.repeated), tuple(builder.refused))


def _built(block: HeaderBlock, most_values: int) -> _Builder:
    builder = _Builder(block.first_line, most_values)
    try:
        # Nobody but YAML takes these for line breaks, and lines are counted as everybody else counts them.
        for event in yaml.parse(block.text.translate(_SEPARATORS), Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _not_an_entry(block, error.problem_mark) or _syntax(error, block) from error
    except (yaml.YAMLError, UnicodeError) as error:
        raise _refused_character(error, block) from error
    return builder


def _not_an_entry(block: HeaderBlock, mark: yaml.Mark | None = None) -> HeaderError | None:
    """The line that was meant for an entry and is none, where it is the one that ``mark`` is at, or the one above."""
    lines = block.text.split("\n")
    asked = range(len(lines)) if mark is None else (mark.line, mark.line - 1)
    near = ((number, _NO_ENTRY.match(lines[number])) for number in asked if 0 <= number < len(lines))
    number, slip = next(((number, slip) for number, slip in near if slip), (0, None))
    if slip is None:
        return None
    line = block.first_line + number
    if slip.group().endswith("："):
        return HeaderError(f'"{slip.group()}" ends in a full-width colon', line, "write : and a space")
    return HeaderError(f'there is no space behind "{slip.group()}"', line, "write a space behind the colon")


def _syntax(error: yaml.MarkedYAMLError, block: HeaderBlock) -> HeaderError:
    """What YAML says, at the line where a person would look, and how such a thing is mended."""
    mark, context = error.problem_mark or error.context_mark, error.context or ""
    if error.context_mark and ("quoted scalar" in context or "flow" in context):
        mark = error.context_mark  # Where the quote or the bracket opens that nobody closes.
    line = block.first_line + (mark.line if mark else 0)
    lines = block.text.split("\n")
    at = lines[mark.line][mark.column :] if mark and mark.line < len(lines) else ""
    said = "; ".join(part for part in (error.context, error.problem) if part)
    if "\t" in at[:1] or (mark and lines[min(mark.line, len(lines) - 1)].startswith("\t")):
        return HeaderError("a tab stands where YAML knows only spaces", line, "write spaces in its place")
    shown = {"first": at[:1], "text": at.strip()[:20]}
    found, hint = next(((found, hint) for sign, found, hint in _SAID if sign in said), (said, _WANTS_QUOTES))
    return HeaderError(found.format_map(shown) if found != said else said, line, hint)


def _refused_character(error: Exception, block: HeaderBlock) -> HeaderError:
    """The first character that YAML refuses, which its readers count from different ends."""
    if refused := _REFUSED.search(block.text):
        line = block.first_line + block.text.count("\n", 0, refused.start())
        return HeaderError(f"the character U+{ord(refused[0]):04X} may not stand in it", line, "delete it")
    return HeaderError(re.sub(r"\s+", " ", str(error)), block.first_line)


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

    def __init__(self, first_line: int, most_values: int) -> None:
        self.first_line = first_line
        self.most_values = most_values
        self.root: HeaderValue = None
        self.lines: dict[Path, int] = {}
        self.repeated: list[tuple[Path, int]] = []
        self.refused: list[Path] = []
        self.anchors: dict[str, tuple[HeaderValue, int]] = {}
        self.stack: list[_Open] = []
        self.values = 0
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style in (None, "")
            text: str | None = None if plain and event.value in _NULLS else event.value
            if len(event.value) > MOST_DIGITS and event.value.lstrip("+-").isdecimal():
                self.refused.append(self.place(event))
                text = None
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
            self.fail(_TOO_DEEP, event)
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
        if self.values > self.most_values:
            self.fail(f"more than {self.most_values:,} values, aliases written out", event)
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
        if top.key in top.container:
            self.repeated.append(((*top.path, top.key), line))
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
