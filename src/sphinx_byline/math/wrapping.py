r"""The single source of the TeX that KaTeX gets for what the author wrote, and of the way back from one to the other.

Bare ``a &= b \\ c &= d`` and equations with a blank line between them are wrapped where Sphinx wraps them for MathJax
and LaTeX (``sphinx.util.math.wrap_displaymath``), in environments that KaTeX knows. Two differences: what already
stands in an environment or in braces is left alone, and nothing is numbered, as the number is Sphinx's or nobody's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_byline.math.formulas import Formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TOKEN = re.compile(r"\\(?:begin|end)\s*\{([^{}]*)\}|\\.|%[^\n]*|[{}]|\n[ \t]*\n\s*", re.DOTALL)
#: Environments that number their rows, and get a star so that KaTeX does not.
NUMBERED = ("equation", "gather", "align", "alignat")

_NUMBERING = re.compile(rf"\\(?:begin|end)\s*\{{(?:{'|'.join(NUMBERED)})(?=\}})")
_LABEL = re.compile(r"\\label\{([^{}\\]+)\}")
_TAG = re.compile(r"\\tag(?![A-Za-z])")

#: What wraps bare rows; the second can carry a ``\\tag`` in each.
_ENVIRONMENTS = ("aligned", "align*")


@dataclass(frozen=True, slots=True)
class _Edit:
    """A piece of the author's text, from ``start`` to ``end``, and what KaTeX gets in its place."""

    start: int
    end: int
    new: str = ""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """What the author wrote, and what KaTeX gets for it."""

    text: str
    formula: Formula
    edits: tuple[_Edit, ...] = ()
    """What makes the one of the other: in order, no two overlap."""

    def offset(self, position: int) -> int:
        """Where KaTeX's ``position``, in UTF-16 units of its formula, is in the author's text, in characters.

        What was put in leads to where; what is beyond the end, to the end of what is not blank.
        """
        left = len(self.formula.tex.encode("utf-16-le", "surrogatepass")[: 2 * position].decode("utf-16-le", "replace"))
        at = 0
        for edit in self.edits:
            before = edit.start - at
            if left < before:
                break
            if left < before + len(edit.new):
                return edit.start
            left -= before + len(edit.new)
            at = edit.end
        return min(at + left, len(self.text.rstrip()))


def _wrapped(text: str, edits: Iterable[_Edit], *, display: bool) -> Wrapped:
    kept = tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))
    made, at = [], 0
    for edit in kept:
        made += [text[at : edit.start], edit.new]
        at = edit.end
    return Wrapped(text, Formula("".join([*made, text[at:]]), display), kept)


def inline(text: str) -> Wrapped:
    """A formula within a line, without the white space around it."""
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return _wrapped(text, (_Edit(0, begin), _Edit(max(begin, end), len(text))), display=False)


def display(text: str, *, bare: bool, labelled: bool = False) -> Wrapped:
    r"""A formula by itself; ``bare`` is Sphinx's ``:no-wrap:``, for complete environments.

    ``labelled`` says that Sphinx has taken the author's own ``\label`` over, which KaTeX does not know.
    """
    edits = [_Edit(found.end(), found.end(), "*") for found in _NUMBERING.finditer(text)]
    if labelled and own_label(text):
        edits += [_Edit(found.start(), found.end()) for found in _LABEL.finditer(text)]
    if not bare:
        edits += _rows(text)
    return _wrapped(text, edits, display=True)


def own_label(text: str) -> str:
    r"""The ``\label`` of an environment that holds one; empty where it holds none or several."""
    labels = _LABEL.findall(text)
    return str(labels[0]) if len(labels) == 1 else ""


def _rows(text: str) -> Iterator[_Edit]:
    """What puts ``text`` into the environment that its line breaks and blank lines ask for; nothing where none do."""
    rows: list[str] = []
    has_break = False
    start = depth = last_break = 0
    starts = []
    for token in _TOKEN.finditer(text):
        found = token[0]
        if found.startswith(r"\begin") or found == "{":
            depth += 1
        elif found.startswith(r"\end") or found == "}":
            depth -= 1
        elif depth == 0 and found == r"\\":
            has_break = True
            last_break = token.end()
        elif depth == 0 and found[0] == "\n" and text[last_break : token.start()].strip():
            rows.append(text[start : token.end()])
            starts.append(start)
            start = last_break = token.end()
    if text[start:].strip() or not rows:
        rows.append(text[start:])
        starts.append(start)
    if len(rows) == 1 and not has_break:
        return
    environment = _ENVIRONMENTS[bool(_TAG.search(text))]
    yield _Edit(0, 0, rf"\begin{{{environment}}}")
    for begin, row in zip(starts[1:], rows[1:], strict=True):
        # The break comes after the blank line, which may end a comment; `\\[` and `\\*` would be something else.
        yield _Edit(begin, begin, r"\\\relax " if row[0] in "[*" else r"\\")
    yield _Edit(len(text), len(text), f"\n\\end{{{environment}}}")
