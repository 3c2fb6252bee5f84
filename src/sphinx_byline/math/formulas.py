"""The single source of what goes into an engine and what comes out: formulas, results, and the limits of both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Output = Literal["htmlAndMathml", "mathml"]

#: UTF-8 bytes of one formula. A screen of dense TeX has 2,000.
LONGEST_FORMULA = 10_000
#: Groups, environments and delimiters within each other. Both engines have the stack for so many, and for few more.
DEEPEST_FORMULA = 100
#: Macro expansions of one formula: KaTeX's own default, enough for any that a person writes.
MAX_EXPAND = 1_000
#: em. What a formula can make as tall or wide as it likes (``\\rule``, ``\\hspace``) ends here.
MAX_SIZE = 100

_NESTING = re.compile(
    r"\\begin(?![A-Za-z])|\\end(?![A-Za-z])|\\left(?![A-Za-z])|\\right(?![A-Za-z])|\\.|[{}]", re.DOTALL
)
_DEEPER = frozenset({"{", r"\begin", r"\left"})
_SHALLOWER = frozenset({"}", r"\end", r"\right"})


@dataclass(frozen=True, slots=True)
class Formula:
    """TeX as KaTeX gets it, and whether it stands by itself."""

    tex: str
    display: bool
    macros: tuple[tuple[str, str], ...] = ()
    """Those of the site and of its page that it needs: names with their backslash, and what they stand for, sorted."""


@dataclass(frozen=True, slots=True)
class Typeset:
    """A formula that worked."""

    html: str
    findings: tuple[str, ...] = ()
    """Codes of what KaTeX's strict mode does not like, as often as it found them."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A formula that did not."""

    kind: Literal["tex", "refused", "limit"]
    """KaTeX rejects it; KaTeX draws part of it in red because ``trust`` is off; it met a limit of ours."""
    message: str = ""
    """KaTeX's own words, or which limit."""
    position: int | None = None
    """UTF-16 units before the fault, where KaTeX knows it."""
    piece: str = ""
    """What the position counts in, or some of it, where that is the text of a macro and not the formula."""
    macro: str = ""
    """The name of that macro, where it is the page's or the site's and not KaTeX's own."""


Result = Typeset | Failure


def beyond_limits(formula: Formula) -> Failure | None:
    """Say why no engine is asked for ``formula``, where that is so: it costs nothing then, and never differs."""
    if len(formula.tex.encode(errors="replace")) > LONGEST_FORMULA:
        return Failure("limit", f"it is longer than {LONGEST_FORMULA:,} bytes")
    depth = 0
    for token in _NESTING.findall(formula.tex):
        depth += (token in _DEEPER) - (token in _SHALLOWER)
        if depth > DEEPEST_FORMULA:
            return Failure("limit", f"it is nested more than {DEEPEST_FORMULA} levels deep")
    return None
