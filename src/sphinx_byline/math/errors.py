"""The single source of what we say of a formula that cannot be typeset: the fault, the piece, and how to mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_byline.collect.warnings import shown
from sphinx_byline.math import wrapping

if TYPE_CHECKING:
    from sphinx_byline.math.engine import Failure, Formula

#: Characters shown before and after the fault.
_BEFORE, _AFTER = 20, 35

#: What KaTeX refuses without ``trust``, as it could name any address or change the page around it.
_REFUSED = re.compile(r"\\(?:href|url|includegraphics|html(?:Class|Id|Style|Data))(?![A-Za-z])")

_MACROS = "macros in katex_options"
_PHYSICS = (
    "dv|pdv|fdv|dd|abs|norm|order|eval|ev|expval|mel|comm|acomm|vb|va|vu|grad|curl|laplacian|op|ketbra|[pbv]?mqty"
)

#: Known gaps: the first pattern that is found in KaTeX's message gives the hint.
_HINTS = tuple(
    (re.compile(pattern), hint)
    for pattern, hint in (
        (
            r"sequence: \\(label|ref|eqref|autoref|cref)$",
            "put the label after the block, $$ ... $$ (name), or in the directive's :label:; refer to it by {eq}`name`",
        ),
        (r"environment: (eqnarray|flalign|split)", "use align or aligned"),
        (r"environment: (multline|multlined)", "use gather, or aligned with & where the lines meet"),
        (r"environment: subequations", "leave it out; each numbered equation is a block of its own"),
        (r"environment: (tabular|table|tabularx)", "use array, or a Markdown table outside the formula"),
        (r"No such environment", "use one that KaTeX has, such as aligned, gathered, cases, array or matrix"),
        (r"attempting to redefine (\\\w+)", r"\1 exists already: leave the definition out, or use \\renewcommand"),
        (r"\\newcommand|\\renewcommand|\\providecommand", "correct the definition"),
        (r"sequence: \\DeclareMathOperator$", rf"use \\operatorname{{name}}, or define it under {_MACROS}"),
        (
            r"sequence: \\(SI|si|num|qty|unit|ang|SIrange|numrange|qtyrange|qtylist|SIlist)$",
            r"siunitx is not part of KaTeX: write 3\\,\\mathrm{m}",
        ),
        (
            rf"sequence: \\({_PHYSICS})$",
            f"the physics package is not part of KaTeX: write it out, or define it under {_MACROS}",
        ),
        (r"sequence: \\(mbox|makebox)$", r"use \\text{...}"),
        (r"sequence: \\(require|usepackage)$", "leave it out: KaTeX has its extensions built in"),
        (r"sequence: \\intertext$", "end the formula, and begin another after the text"),
        (r"sequence: \\mathds$", r"use \\mathbb{...}"),
        (r"sequence: \\(ce|pu)$", "mhchem is missing here: install sphinx-byline with pip, which brings it"),
        (r"Undefined control sequence", f"correct the name, or define it under {_MACROS}"),
        (r"function '\$'", "leave out the dollar signs within the formula"),
        (r"got '&'", r"put what & lines up into an environment such as \\begin{aligned} ... \\end{aligned}"),
        (r"got '#'", r"write \\#"),
        (r"got '}'", "take away the closing brace, or write the one that opens it"),
        (r"got '_'", r"write \\_ within \\text"),
        (r"expected '}'|end of input", "write the brace that closes it"),
        (r"'\\right'", r"write the \\right that belongs to \\left; \\right. draws nothing"),
        (r"or \\end$", r"write the \\end that belongs to \\begin"),
        (r"Double (super|sub)script", "put braces around one of the two"),
        (r"Too many expansions", "a macro seems to call itself: correct its definition"),
        (r"strict mode", "put words into \\\\text{...}, or take strict out of katex_options"),
    )
)
_OTHERWISE = "correct the TeX"


def describe(text: str, formula: Formula, failure: Failure) -> str:
    """Say in one line what is wrong with ``text``, the author's TeX, which KaTeX got as ``formula``."""
    if failure.kind == "refused":
        found = _REFUSED.search(text)
        what = f"{found[0] if found else 'a command'} is not allowed in formulas"
        hint = "put links, images and HTML outside the formula"
    elif failure.kind == "limit":
        what, hint = f"too much for one formula: {failure.message}", "divide the formula"
    else:
        what, hint = _in_a_sentence(failure.message), _hint(failure.message)
    return f"KaTeX: {what} in {shown(_piece(text, formula, failure.position))}; the page shows the TeX; {hint}"


def _in_a_sentence(message: str) -> str:
    """KaTeX's words within a sentence: no capital, no colon."""
    message = message.replace("control sequence: ", "control sequence ").replace("environment: ", "environment ")
    return message[:1].lower() + message[1:]


def _hint(message: str) -> str:
    for pattern, hint in _HINTS:
        if found := pattern.search(message):
            return found.expand(hint)
    return _OTHERWISE


def _piece(text: str, formula: Formula, position: int | None) -> str:
    """What surrounds the fault, of its line; the whole formula where nobody knows where it is."""
    if position is None:
        return " ".join(text.split())
    line, column = wrapping.place(text, formula, position)
    whole = text.split("\n")[line]
    start, end = max(0, column - _BEFORE), column + _AFTER
    return ("…" if start else "") + whole[start:end].strip() + ("…" if end < len(whole) else "")
