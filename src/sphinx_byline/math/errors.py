"""The single source of what we say of a formula that cannot be typeset: the fault, the piece, and how to mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_byline.collect.warnings import shown
from sphinx_byline.math.hints import hint
from sphinx_byline.math.wrapping import NUMBERED
from sphinx_byline.model.macros import CONTROL_SEQUENCE, needed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_byline.math.formulas import Failure
    from sphinx_byline.math.wrapping import Wrapped

#: Characters shown before and after the fault.
_BEFORE, _AFTER = 20, 35

#: What KaTeX refuses without ``trust``, as it could name any address or change the page around it.
_REFUSED = re.compile(r"\\(?:href|url|includegraphics|html(?:Class|Id|Style|Data))(?![A-Za-z])")

#: A command behind ``^`` or ``_`` without braces, and formulas of mhchem.
_SCRIPT = re.compile(r"(?:(?<=[\^_])|(?<=[\^_]\s))\\[A-Za-z]+")
_CHEMISTRY = re.compile(r"\\(?:ce|pu)(?![A-Za-z])")

#: What a formula defines, for itself.
_DEFINES = re.compile(
    r"\\(?:(?:re)?newcommand\*?|providecommand\*?|DeclareMathOperator\*?|[egx]?def)"
    r"\s*\{?\s*(\\[A-Za-z@]+)"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a formula: where in the author's text (characters), and what to say of it, in one line."""

    offset: int
    message: str


def defined_in(texts: Iterable[str]) -> frozenset[str]:
    """The macros that formulas with these texts define."""
    return frozenset(name for text in texts for name in _DEFINES.findall(text))


def fault_of(wrapped: Wrapped, failure: Failure, defined: frozenset[str] = frozenset()) -> Fault:
    """Say what is wrong with a formula that failed; ``defined`` are macros that the page's formulas define."""
    text = wrapped.text
    offset = _offset(wrapped, failure)
    piece = shown(_piece(text, offset if failure.position is not None else None))
    if failure.kind == "refused":
        what = f"{_refused(wrapped) or 'a command'} is not allowed in formulas"
        mend = "put links, images and HTML outside the formula"
    elif failure.kind == "limit":
        what, mend = f"too much for one formula: {failure.message}", "divide the formula"
    else:
        message = _as_written(failure.message, wrapped)
        what, mend = _in_a_sentence(message), hint(message, text, offset, defined)
        if failure.macro:
            own = any(name == failure.macro for name, _ in wrapped.formula.macros)
            piece = f"{shown(failure.piece)}, the text of {failure.macro}"
            mend = "correct the macro" if own else "correct the macros in katex_options"
        elif failure.piece and (command := CONTROL_SEQUENCE.match(text, offset)) and message.startswith("Got function"):
            mend = f"put braces around {command[0]} and what belongs to it"
    return Fault(offset, f"KaTeX: {what} in {piece}; the page shows the TeX; {mend}")


def _offset(wrapped: Wrapped, failure: Failure) -> int:
    """Where in the author's text the fault is, or where what holds it is used; else where the formula begins."""
    text = wrapped.text
    use: int | None = None
    if failure.kind == "refused":
        use = _use_of(_refused(wrapped), wrapped)
    elif failure.macro:
        use = _use_of(failure.macro, wrapped)
    elif failure.piece:
        # Of a macro of KaTeX's own. What it does not know is named; else these are the uses that go wrong.
        undefined = _use_of(failure.message.rpartition(": ")[2], wrapped)
        found = _SCRIPT.search(text) or _CHEMISTRY.search(text)
        use = undefined if undefined is not None else found.start() if found else None
    elif failure.position is not None:
        use = wrapped.offset(failure.position)
    return len(text) - len(text.lstrip()) if use is None else use


def _refused(wrapped: Wrapped) -> str:
    """The command that is not allowed, in the formula or in a macro of it."""
    texts = (wrapped.text, *(text for _, text in wrapped.formula.macros))
    return next((found[0] for text in texts if (found := _REFUSED.search(text))), "")


def _use_of(name: str, wrapped: Wrapped) -> int | None:
    """Where the command ``name`` is used in the author's text, or a macro that uses it."""
    macros = dict(wrapped.formula.macros)
    for found in CONTROL_SEQUENCE.finditer(wrapped.text):
        if found[0] == name or any(name in CONTROL_SEQUENCE.findall(text) for _, text in needed((found[0],), macros)):
            return found.start()
    return None


def _as_written(message: str, wrapped: Wrapped) -> str:
    r"""``message`` without what the author has not written: stars of ours, and the ``\end`` of our environment."""
    for environment in NUMBERED:
        if rf"\begin{{{environment}}}" in wrapped.text:
            message = message.replace(f"{{{environment}*}}", f"{{{environment}}}")
    ended_by_us = r"\end" not in wrapped.text and r"\end" in wrapped.formula.tex
    return message.replace(r"got '\end'", "got 'EOF'") if ended_by_us else message


def _in_a_sentence(message: str) -> str:
    """KaTeX's words within a sentence: no capital, no colon, one line."""
    message = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in " ".join(message.split()))
    message = message.replace("control sequence: ", "control sequence ").replace("environment: ", "environment ")
    return message[:1].lower() + message[1:]


def _piece(text: str, offset: int | None) -> str:
    """What surrounds the fault, of its line; the whole formula where nobody knows where it is."""
    if offset is None:
        return " ".join(text.split())
    column = offset - (text.rfind("\n", 0, offset) + 1)
    whole = text[offset - column :].partition("\n")[0]
    start, end = max(0, column - _BEFORE), column + _AFTER
    return ("…" if start else "") + whole[start:end].strip() + ("…" if end < len(whole) else "")
