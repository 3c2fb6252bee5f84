r"""The single source of how a formula is mended that KaTeX does not take: a hint for each of its messages.

What authors bring from LaTeX and MathJax comes first, by name: KaTeX has no labels, no siunitx, no physics. What is
safe to do for the author is done instead of told: see the shims in ``dialogue.py``.
"""

from __future__ import annotations

import re

#: Where a macro is written down that other formulas are to know too.
_DEFINE = 'define it: "math" in the header for this page, byline_math_macros for the site'
_ALONE = 'a definition holds for its own formula alone; for all of them write it in "math" in the header'

_SIUNITX = "SI|si|num|qty|unit|ang|SIrange|numrange|qtyrange|SIlist|numlist|qtylist|SIunits|DeclareSIUnit|sisetup"
_PHYSICS = (
    "dv|pdv|fdv|dd|abs|norm|order|eval|ev|expval|mel|comm|acomm|anticommutator|commutator|vb|va|vu|vdot|cross|grad|div|"
    "curl|laplacian|op|ketbra|dyad|innerproduct|outerproduct|[pbvst]?[md]qty|matrixquantity|Tr|tr|rank|erf|Res|pv|PV|"
    "qq|qcomma|qand|qif|flatfrac|var|principalvalue"
)

_HINTS = tuple(
    (re.compile(pattern), hint)
    for pattern, hint in (
        (
            r"sequence: \\(label|ref|eqref|autoref|cref|Cref|nameref|pageref)$",
            "put the label after the block, $$ ... $$ (name), or in the directive's :label:; refer to it by {eq}`name`",
        ),
        (r"sequence: \\(cite|citep|citet|footnote|index)$", "put it into the text around the formula"),
        (r"environment: (eqnarray|flalign|xalignat|xxalignat|IEEEeqnarray)", "use align or aligned"),
        (r"environment: (multline|multlined)", "use gather, or aligned with & where the lines meet"),
        (r"environment: (subequations|displaymath|math)\b", "leave it out: each block of a page is an equation"),
        (r"environment: (tabular|table|tabularx|longtable)", "use array, or a Markdown table outside the formula"),
        (r"environment: (numcases|empheq|dcases\*|cases\*)", "use cases or dcases"),
        (r"environment: (bmatrix|pmatrix|vmatrix)\w+", "use bmatrix, pmatrix or vmatrix"),
        (r"environment: (tikzpicture|tikzcd|picture|asy)", "use CD for a diagram, or an image outside the formula"),
        (r"environment: (itemize|enumerate|figure|theorem|proof|lemma|definition)", "write it as Markdown"),
        (r"No such environment", "use one that KaTeX has, such as aligned, gathered, cases, array or matrix"),
        (r"Mismatch: \\begin\{(.*?)\} matched by \\end\{(.*?)\}", r"write \\end{\1} where \\end{\2} stands"),
        (r"can be used only in display mode", "put the formula into $$ ... $$"),
        (r"\\tag works only in display", "put the formula into $$ ... $$"),
        (r"Multiple \\tag", r"leave one \\tag, or put the rows into align*"),
        (
            r"attempting to redefine (\\\w+)",
            rf"\1 exists already: leave the definition out, or use \\renewcommand; {_ALONE}",
        ),
        (r"\\renewcommand\{.*does not yet exist", rf"use \\newcommand; {_ALONE}"),
        (
            r"\\(?:re|provide)?newcommand|macro definition|macro prefix|first argument must be|control sequence$",
            "correct the definition",
        ),
        (
            r"Cannot read it|[Aa]rgument number|placeholder at end|number of arguments",
            "number the arguments from #1 on",
        ),
        (r"Use of the macro doesn't match", "use the macro as it is defined"),
        (rf"sequence: \\({_SIUNITX})$", r"siunitx is not part of KaTeX: write 3\\,\\mathrm{m}"),
        (rf"sequence: \\({_PHYSICS})$", f"the physics package is not part of KaTeX: write it out, or {_DEFINE}"),
        (
            r"sequence: \\(makebox|parbox|raisebox|fbox|framebox|hbox|vbox|minipage)$",
            r"use \\text{...} or \\boxed{...}",
        ),
        (r"sequence: \\(usepackage|documentclass|input|include)$", "leave it out: KaTeX has its extensions built in"),
        (r"sequence: \\(intertext|shortintertext)$", "end the formula, and begin another after the text"),
        (
            r"sequence: \\(bbox|class|cssId|style|unicode|mmlToken|enclose|toggle)$",
            r"leave it out: it is of MathJax alone",
        ),
        (r"sequence: \\(textsc|textsl|textmd|textlf)$", r"use \\text{...}, \\textbf{...} or \\textit{...}"),
        (r"sequence: \\(over|atop|choose)withdelims$", r"use \\genfrac"),
        (r"sequence: \\(vspace|hfill|newline|par|noindent|centering|nonumber\w+)$", "leave it out"),
        (r"sequence: \\(boldmath|mathbold|mathbfit)$", r"use \\boldsymbol{...}"),
        (r"sequence: \\(ce|pu)$", "mhchem is missing here: install sphinx-byline with pip, which brings it"),
        (r"sequence: \\DeclarePairedDelimiter", r"write \\left and \\right where it is used"),
        (
            r"function '(\$|\\\(|\\\))'|sequence: \\[\[\]]$|Mismatched \\[()]|got '\$'",
            "leave out the dollars or brackets within the formula",
        ),
        (r"Undefined control sequence", f"correct the name, or {_DEFINE}"),
        (r"Expected '\$'", r"write the second dollar within \\text"),
        (
            r"got '&'|got '\\\\|Too many tab",
            r"put what & lines up into an environment such as \\begin{aligned} ... \\end{aligned}",
        ),
        (r"Unexpected character: '\\'", "take away the backslash at the end"),
        (r"got '#'", r"write \\#"),
        (r"got '}'|^Extra }", "take away the closing brace, or write the one that opens it"),
        (r"got '_'|'_' .*text mode", r"write \\_ within \\text"),
        (r"got '\^'", r"put ^ outside of \\text"),
        (
            r"Expected '}', got '\\right'",
            r"write braces that are delimiters with a backslash: \\left\\{ ... \\right\\}",
        ),
        (r"xpected '\]'", "write the bracket that closes it"),
        (r"expected '[^}]'", "use the macro as it is defined"),
        (r"xpected '}'|end of input", "write the brace that closes it"),
        (r"Expected '\\right', got", r"write the \\right that belongs to \\left; \\right. draws nothing"),
        (r"got '\\right'", r"write the \\left that belongs to \\right; \\left. draws nothing"),
        (r"\\middle without", r"write \\left before it and \\right behind it"),
        (r"got '\\end'", r"write the \\begin that belongs to \\end, or the brace that closes before it"),
        (r"or \\end$", r"write the \\end that belongs to \\begin"),
        (r"got '\\hline'|\\hline valid|valid only within array", r"put it into \\begin{array} ... \\end{array}"),
        (
            r"html@mathml|html@mathml'|Invalid delimiter|Illegal delimiter",
            r"write a delimiter such as ( or \\{ behind it; some do not stretch",
        ),
        (r"Double (super|sub)script", "put braces around one of the two"),
        (r"one infix operator", r"put braces around one of the two, or use \\frac"),
        (r"Limit controls", r"put \\limits behind an operator such as \\sum, or make one by \\operatorname*"),
        (r"Got function '(.+?)' with no arguments", r"put braces around \1 and what belongs to it"),
        (r"Can't use function '(.+?)' in text mode", r"put \1 outside of \\text, or between dollars within it"),
        (r"Expected group", "write what belongs there, in braces"),
        (r"Invalid size|Invalid unit", "write a length such as {1em}, in one of em, ex, mu, pt, mm, cm, in"),
        (r"Invalid color", "write a name such as red, or #rrggbb"),
        (r"Too many math", "give the environment as many columns as its rows have"),
        (r"char` missing|@char|digit", r'write a number behind \\char, such as \\char"3B1'),
        (r"endgroup'", r"write the \\endgroup that belongs to \\begingroup"),
        (r"character that no page", "write the number of a character that can be seen"),
        (r"key-value", "put links, images and HTML outside the formula"),
        (r"column alignment|Expected l or c or r", "use l, c, r and | for columns, nothing else"),
        (r"subarray\} can contain", r"use array, or \\substack"),
        (r"CD arrow|after @", "end the arrow as it begins: @>a>b>"),
        (r"\\verb ended", r"end \\verb with the character that it begins with, on the same line"),
        (r"Font metrics not found", "KaTeX has no such font: leave one of the two styles out"),
        (r"Unsupported character|Unexpected character", r"put the character into \\text{...}, or write its command"),
        (r"Too many expansions", "a macro seems to call itself: correct its definition"),
        (r"strict mode", "put words into \\\\text{...}, or take strict out of katex_options"),
    )
)
_OTHERWISE = "correct the TeX"
_MODES = re.compile(r"(?P<text>\\(?:text(?!style)[a-z]*|[mh]box)\s*\{)|\\.|[{}$]", re.DOTALL)
_UNDEFINED = re.compile(r"Undefined control sequence: (.+)")


def hint(message: str, text: str, offset: int, defined: frozenset[str] = frozenset()) -> str:
    """How to mend what KaTeX's ``message`` tells of the author's ``text``, at the character ``offset``.

    ``defined`` are the macros that formulas of the page define: KaTeX knows each in its own formula alone.
    """
    undefined = _UNDEFINED.fullmatch(message)
    if undefined and undefined[1] in defined:
        return f"another formula defines it; {_ALONE}"
    if undefined and _in_text(text, offset):
        return r"put it between dollars within \text, or correct its name"
    if "got '&'" in message and _in_text(text, offset):
        return r"write \& within \text"
    if "macro argument, expected '}'" in message and text.count("{") <= text.count("}"):
        return "write the argument that is missing, in braces"
    if message.startswith("Expected &") and text.startswith("}", offset):
        return "take away the closing brace, or write the one that opens it"
    for pattern, said in _HINTS:
        if found := pattern.search(message):
            return found.expand(said)
    return _OTHERWISE


def _in_text(text: str, offset: int) -> bool:
    r"""Whether the character at ``offset`` stands within ``\text{...}`` or its like, and in no formula within that."""
    modes: list[bool] = [False]
    for token in _MODES.finditer(text, 0, offset):
        if token["text"]:
            modes.append(True)
        elif token[0] == "{":
            modes.append(modes[-1])
        elif token[0] == "}" and len(modes) > 1:
            modes.pop()
        elif token[0] == "$":
            modes[-1] = not modes[-1]
    return modes[-1]
