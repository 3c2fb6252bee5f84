r"""The single source of the TeX that KaTeX gets for what the author wrote.

Bare ``a &= b \\ c &= d`` and equations with a blank line between them are wrapped where Sphinx wraps them for MathJax
and LaTeX (``sphinx.util.math.wrap_displaymath``), in environments that KaTeX knows. Two differences: what already
stands in an environment or in braces is left alone, and nothing is numbered, as the number is Sphinx's or nobody's.
Line breaks stay as many as they were, so that KaTeX's positions lead to lines of the source.
"""

from __future__ import annotations

import re

from sphinx_byline.math.engine import Formula

_TOKEN = re.compile(r"\\(?:begin|end)\s*\{([^{}]*)\}|\\.|%[^\n]*|[{}]|\n[ \t]*\n\s*", re.DOTALL)
_NUMBERING = re.compile(r"\\(begin|end)\s*\{(equation|gather|align|alignat)\}")
_LABEL = re.compile(r"\\label\{([^{}\\]+)\}")

#: What wraps bare rows; the second can carry a ``\\tag`` in each.
_OPENINGS = (r"\begin{aligned}", r"\begin{align*}")
_TAG = re.compile(r"\\tag(?![A-Za-z])")


def inline(text: str) -> Formula:
    """A formula within a line."""
    return Formula(text.strip(), display=False)


def display(text: str, *, bare: bool, labelled: bool = False) -> Formula:
    r"""A formula by itself; ``bare`` is Sphinx's ``:no-wrap:``, for complete environments.

    ``labelled`` says that Sphinx has taken the author's own ``\label`` over, which KaTeX does not know.
    """
    if labelled and own_label(text):
        text = _LABEL.sub("", text)
    if not bare:
        text = _wrapped(text)
    return Formula(_NUMBERING.sub(r"\\\1{\2*}", text), display=True)


def own_label(text: str) -> str:
    r"""The ``\label`` of an environment that holds one; empty where it holds none or several."""
    labels = _LABEL.findall(text)
    return str(labels[0]) if len(labels) == 1 else ""


def place(text: str, formula: Formula, position: int) -> tuple[int, int]:
    """Where KaTeX's ``position`` (UTF-16 units) in ``formula`` is in the author's ``text``: line and column, from 0.

    The line is exact; the column may be a few characters off where something was put in.
    """
    before = formula.tex.encode("utf-16-le")[: 2 * position].decode("utf-16-le", errors="ignore")
    opening = next((opening for opening in _OPENINGS if formula.tex.startswith(opening)), "")
    if not text.startswith(opening):
        before = before[len(opening) :]
    if not formula.display:
        # An inline formula is handed over without the white space around it.
        before = text[: len(text) - len(text.lstrip())] + before
    lines = text.split("\n")
    line = min(before.count("\n"), len(lines) - 1)
    return line, min(len(before.rpartition("\n")[2]), len(lines[line]))


def _wrapped(text: str) -> str:
    """``text`` in the environment that its line breaks and blank lines ask for."""
    rows: list[str] = []
    has_break = False
    start = depth = last_break = 0
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
            start = last_break = token.end()
    if text[start:].strip() or not rows:
        rows.append(text[start:])
    if len(rows) == 1 and not has_break:
        return text
    # The break comes after the blank line, which may end a comment; `\\[` and `\\*` would be something else.
    joined = rows[0] + "".join(("\\\\\\relax " if row[0] in "[*" else r"\\") + row for row in rows[1:])
    opening = _OPENINGS[bool(_TAG.search(text))]
    return f"{opening}{joined}\n{opening.replace('begin', 'end')}"
