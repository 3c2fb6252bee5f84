"""The single source of where a header begins and ends in a source file, and of what other readers get to see of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
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
#: Below empty lines and comments, or with fences that are not quite right.
_LATE_OPENING = re.compile(
    r"\ufeff?(?P<above>(?:[ \t]*(?:<!--(?:(?!-->).)*-->[ \t]*)?\r?\n)*)"
    r"(?P<fence>[ ]{0,3}(?:-{3,}|[—–][—–-]{0,3}|(?P<toml>\+\+\+)))[ \t]*\r?\n"
    r"(?=(?P<name>[A-Za-z_][\w-]*)[ \t]*(?:=|:(?:[ \t]|\r?$)))",
    re.DOTALL | re.MULTILINE,
)
_LOOSE_CLOSING = re.compile(r"^[ ]{0,3}(?:-{3,}|[—–][—–-]{0,3}|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_ENTRY = re.compile(r"[A-Za-z_][\w-]*:(?:[ \t]|\r?$)", re.MULTILINE)
_TOML_ENTRY = re.compile(r"[A-Za-z_][\w-]*[ \t]*=")
_EMPTY_LINE = re.compile(r"^[ \t]*\r?$", re.MULTILINE)
_LINES = (
    r"(?P<text>(?:[A-Za-z_][\w-]*:[ \t]*\r?\n(?:[ \t]*-[ \t][^\r\n]*\r?\n)+"  # A list below a name alone.
    r"|[A-Za-z_][\w-]*:(?:[ \t][^\r\n]*)?\r?\n){2,50}?)---[ \t]*\r?$"
)
#: Hexo's oldest form: entries from the first line on, and no more than ``---`` below them.
_BARE = re.compile(rf"\ufeff?{_LINES}", re.MULTILINE)
#: A whole header below text.
_LOW = re.compile(rf"^---[ \t]*\r?\n{_LINES}", re.MULTILINE)
_NAMES = re.compile(r"^([A-Za-z_][\w-]*):", re.MULTILINE)
_FENCE = re.compile(r"^[ ]{0,3}(?:`{3}|~{3}|:{3})", re.MULTILINE)
#: Characters at the top of a file in which a header below text is looked for.
_TOP = 3_000
#: What may hold an example of a header.
_SHOWN_IN = re.compile(r"<!--|<pre|<script|<style|<details|\{%|\{\{", re.IGNORECASE)
_UNCLOSED = "the header that begins here is never closed"


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The lines between ``---`` and ``---`` (or ``...``) at the top of a file, or between ``+++`` and ``+++``."""

    text: str
    end: int
    """Offset in the source of what follows the header."""
    start: int = 0
    """Offset in the source of what belongs to the header; text may stand above it."""
    first_line: int = 2
    """Line of the file, from 1, on which ``text`` begins."""
    syntax: Literal["yaml", "toml"] = "yaml"
    slip: str = ""
    """What is wrong with how the header stands there, and how to mend it; it is read all the same."""
    sure: bool = True
    """Whether it can be nothing but a header; what is not sure and cannot be read is text."""


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
    """The values with their types, for other readers, where the lines of a field alone do not tell them: in TOML, in a
    flow map, and where something stands for what is written elsewhere."""

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

    A header that is not quite where or how it should be is taken too, with a ``slip``: below empty lines, a comment or
    text; with fences that are too long; never closed, up to the first empty line; or without the ``---`` above it.
    """
    opening = _OPENING.match(source)
    if opening is not None:
        return _fenced(source, opening, "")
    opening = _LATE_OPENING.match(source, 0, _TOP)
    if opening is None:
        return _bare_header(source) or _low_header(source)
    block = _fenced(source, opening, _slip_of(opening))
    sure = not opening["above"].strip() and opening["fence"] in {"---", "+++"}
    if block is None or (block.syntax == "yaml" and not _is_header(block.text, least=1 if sure else 2)):
        return None
    if not sure and (_EMPTY_LINE.search(block.text.rstrip()) or block.slip.startswith(_UNCLOSED)):
        return None
    return replace(block, sure=sure)


def _slip_of(opening: re.Match[str]) -> str:
    fence, above = opening["fence"], opening["above"]
    if fence not in {"---", "+++"}:
        return f'the line above the header is "{fence}"; it is read all the same; write --- there, and below it'
    if above.strip():
        return "the header stands below a comment; it is read all the same; move it to the top"
    empty = above.count("\n")
    return f"the header stands below {empty} empty line{'s' if empty > 1 else ''}; it is read all the same; delete them"


def _fenced(source: str, opening: re.Match[str], slip: str) -> HeaderBlock | None:
    """The header that ``opening`` begins: up to its fence, or else up to the first empty line."""
    toml = bool(opening["toml"])
    closing = (_TOML_CLOSING if toml else _LOOSE_CLOSING if slip else _CLOSING).search(source, opening.end())
    end = closing.end() if closing else 0
    if closing is None:
        # The fence alone may as well be a thematic break, so a name has to follow.
        if not (_TOML_ENTRY if toml else _ENTRY).match(source, opening.end()):
            return None
        closing = _EMPTY_LINE.search(source, opening.end())
        end = closing.start() if closing else len(source)
        slip = f"{_UNCLOSED}; it is taken to end at the first empty line; close it with {'+++' if toml else '---'}"
    text = source[opening.end() : closing.start() if closing else len(source)]
    return HeaderBlock(text, end, 0, _line_at(source, opening.end()), "toml" if toml else "yaml", slip)


def _bare_header(source: str) -> HeaderBlock | None:
    """A header without its first ``---``, where at least two of its names are fields."""
    if not source[:1].isalpha() and not source.startswith("\ufeff"):
        return None
    found = _BARE.match(source)
    if found is None or not _is_header(found["text"]):
        return None
    slip = "the header has no --- above it; it is read all the same; write --- on a line of its own above it"
    return HeaderBlock(found["text"], found.end(), 0, 1, slip=slip, sure=False)


def _low_header(source: str) -> HeaderBlock | None:
    """A whole header below text, which no code block holds."""
    found = _LOW.search(source, 0, _TOP)
    if found is None or not _is_header(found["text"]) or _FENCE.search(source, 0, found.start()):
        return None
    if _SHOWN_IN.search(source, 0, found.start()):
        return None
    slip = "the header stands below text; it is read all the same; move it to the top"
    line = _line_at(source, found.start("text"))
    return HeaderBlock(found["text"], found.end(), found.start(), line, slip=slip, sure=False)


def _is_header(text: str, least: int = 2) -> bool:
    """Whether lines with colons mean a header: one may be a line of text, not two that name fields."""
    return sum(field_key(name) in FIELDS_OF for name in _NAMES.findall(text)) >= least


def _line_at(source: str, offset: int) -> int:
    return 1 + source.count("\n", 0, offset)


def neutral_header(source: str, block: HeaderBlock, header: Header, kept: frozenset[str]) -> str:
    """``source`` with its header blanked line by line, but for the top-level keys in ``kept``.

    Line numbers stay as they are. What other readers of the file do not need they do not get to see.
    """
    if block.start:  # Text above it stays as it is.
        blanked = "".join(character for character in source[block.start : block.end] if character in "\r\n")
        return source[: block.start] + blanked + source[block.end :]
    lines = source[: block.end].split("\n")
    blank = ["\r" if line.endswith("\r") else "" for line in lines]
    shown = [""] * len(lines)
    if header.typed:
        # JSON is YAML, and what was three lines at least has room for it.
        values = {key: value for key, value in header.typed.items() if key in kept}
        shown[1:2] = [json.dumps(values, default=str)] if values else [""]
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
