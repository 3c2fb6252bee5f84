"""The single source of how a field is found in a header under all its names, and of what is said where it is not.

A problem is a value, never an exception: a field that cannot be understood is left out, the article stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

from sphinx_byline.model.fields import FIELDS_OF, PLACES, Field, field_key, field_place
from sphinx_byline.model.plaintext import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_byline.model.article import HeaderValue

Path = tuple[str | int, ...]
ProblemKind = Literal["field", "field_name", "date", "cover", "registry"]

#: Characters of one text. A lede of a screen has 1,000, the longest abstract of a journal 3,000.
MOST_TEXT = 5_000

#: What stands between names in one text; never a space or a "/".
SEPARATORS = re.compile(r"[,，、;；\n]")

_SHOWN = 60
_TRUE = frozenset({"true", "yes", "on", "1", "y"})
_FALSE = frozenset({"false", "no", "off", "0", "n"})
#: What other tools let a field hold to say that there is nothing to show; no name and no tag is meant.
_SWITCHED_OFF = {
    "authors": _TRUE | _FALSE - {"1", "0", "y", "n"},
    "tags": _FALSE - {"0", "n"},
    "categories": _FALSE - {"0", "n"},
    "series": _TRUE | _FALSE - {"1", "0", "y", "n"},
}
#: Maps whose entries count as if they stood at the top: Hugo's and Zola's places for an author's own fields.
_FLATTENED = ("params", "extra")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a header or a registry, and what was done instead."""

    kind: ProblemKind
    path: Path
    """Where: keys and positions from the top."""
    message: str


class Lookup:
    """One reading of one header: looks fields up under all their names, and gathers the problems."""

    def __init__(self, header: Mapping[str, HeaderValue]) -> None:
        """Read ``header``, as it was written."""
        self.header = header
        self.problems: list[Problem] = []
        self._places: dict[str, Path] = {}
        for key in header:
            found = self._places.setdefault(field_key(key), (key,))
            if found != (key,) and field_key(key) in FIELDS_OF:
                self.problem(
                    "field", (key,), f"{quoted(key)} is {quoted(str(found[0]))} once more; it is left out; delete one"
                )
        for outer in _FLATTENED:
            within = header.get(outer)
            if isinstance(within, dict):
                for key in within:
                    self._places.setdefault(field_key(key), (outer, key))

    def problem(self, kind: ProblemKind, path: Path, message: str) -> None:
        """Note what is wrong at ``path``, once: two fields may share a name."""
        found = Problem(kind, path, message)
        if found not in self.problems:
            self.problems.append(found)

    def expected(self, path: Path, value: HeaderValue, what: str, kind: ProblemKind = "field") -> None:
        """Note that ``value`` at ``path`` is left out, for ``what`` is expected there."""
        name = quoted(path_name(path))
        self.problem(kind, path, f"{name} is {shown(value)}; the field is left out; expected {what}")

    def value(self, name: str) -> tuple[Path, HeaderValue]:
        """Where ``name`` stands, and what it holds; ``()`` and None where it stands nowhere."""
        return self._value(*field_place(name))

    def written(self, field: Field, *further: str) -> Iterator[tuple[Path, HeaderValue]]:
        """What the header holds for ``field``, its own name first, then ``further`` ones; without what is empty."""
        off = _SWITCHED_OFF.get(field.kind, ())
        for outer, inner in (*PLACES[field.name], *map(field_place, further)):
            if outer not in self._places:
                continue
            path, value = self._value(outer, inner)
            if value in (None, "", [], {}) or (off and isinstance(value, str) and value.strip().casefold() in off):
                continue
            yield path, value

    def _value(self, outer: str, inner: str) -> tuple[Path, HeaderValue]:
        path = self._places.get(outer)
        if path is None:
            return (), None
        value = self._at(path)
        if not inner:
            return path, value
        if not isinstance(value, dict):
            return (), None
        key = next((key for key in value if field_key(key) == inner), None)
        return ((), None) if key is None else ((*path, key), value[key])

    def _at(self, path: Path) -> HeaderValue:
        value: HeaderValue = self.header[str(path[0])]
        if len(path) > 1:
            assert isinstance(value, dict)  # noqa: S101 -- as __init__ has seen
            value = value[str(path[1])]
        return value

    # --- what most kinds of fields have in common -----------------------------------------------------------------

    def text(self, field: Field) -> str:
        """A text, on one line."""
        for path, value in self.written(field):
            if not isinstance(value, str):
                if not (isinstance(value, dict) and "content" in value):
                    self.expected(path, value, "text")
                continue
            if len(value) > MOST_TEXT:
                self.expected(path, value, f"at most {MOST_TEXT:,} characters")
                continue
            return clean(value)
        return ""

    def flag(self, field: Field) -> bool | None:
        """True or false, an opposite turned round; None where the header says nothing."""
        for path, value in self.written(field):
            said = value
            if field.kind == "switch" and isinstance(value, dict):
                said = value.get("enable")  # Hugo's LoveIt and its kin.
            if isinstance(said, str) and (flag := flag_of(said)) is not None:
                return flag
            if field.kind == "switch" and (isinstance(value, dict) or field.name == "comments" or _is_number(value)):
                continue  # How it is to look, a depth or the name of a service: nothing that switches.
            self.expected(path, value, "true or false")
        for name in field.opposites:
            path, value = self.value(name)
            if isinstance(value, str) and (flag := flag_of(value)) is not None:
                return not flag
            if value not in (None, "") and len(FIELDS_OF[field_key(name)]) == 1:  # ``published`` may be a date.
                self.expected(path, value, "true or false")
        return None


def _is_number(value: HeaderValue) -> bool:
    return isinstance(value, str) and value.strip().isdecimal()


def unknown_detail(what: str, close: str) -> str:
    """What is said, behind its place, of an entry in a map about ``what`` that is a slip away from ``close``."""
    return f"is nothing that is known of {what}; it is left out; did you mean {quoted(close)}?"


def path_name(path: Path) -> str:
    """A place in a header for a message; positions count from 1."""
    return ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)


def flag_of(text: str) -> bool | None:
    """What ``text`` says as a flag: ``true``, ``yes`` and ``on`` are one; None for what is neither true nor false."""
    folded = text.strip().casefold()
    return True if folded in _TRUE else False if folded in _FALSE else None


def first_text(values: Mapping[str, HeaderValue], *names: str) -> str:
    """The first of ``names`` that holds a text, compared as names are; empty where none does."""
    key = key_of(values, *names)
    return str(values[key]) if key else ""


def key_of(values: Mapping[str, HeaderValue], *names: str) -> str:
    """The key in ``values`` of the first of ``names`` that holds a text; empty where none does."""
    held = {field_key(key): key for key, value in values.items() if isinstance(value, str) and value.strip()}
    return next((held[key] for key in map(field_key, names) if key in held), "")


def web_address(text: str) -> str:
    """``text`` as an http(s) address that may stand in an attribute (RFC 3986); empty for anything else."""
    text = clean(text)
    try:
        parts = urlsplit(text)
        if parts.scheme.casefold() not in {"http", "https"} or not parts.hostname:
            return ""
    except ValueError:
        return ""
    return quote(text, safe="%/:?#[]@!$&'()*+,;=~-._")


def quoted(text: str) -> str:
    """``text`` for a message: on one line, quoted, at most 60 characters."""
    text = clean(text[: 4 * _SHOWN])
    return f'"{text[: _SHOWN - 1]}…"' if len(text) > _SHOWN else f'"{text}"'


def shown(value: HeaderValue) -> str:
    """``value`` for a message."""
    return (
        quoted(value) if isinstance(value, str) else {list: "a list", dict: "a map", type(None): "empty"}[type(value)]
    )
