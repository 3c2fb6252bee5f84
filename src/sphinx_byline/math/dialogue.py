"""The single source of what KaTeX is asked in a JavaScript engine, and of how its answers are read.

The script below is the same in every engine, so that all of them answer alike. It takes and gives JSON as text: nothing
else crosses over, no object of one language is ever held by the other.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sphinx_byline.math.formulas import MAX_EXPAND, MAX_SIZE, Failure, Typeset

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_byline.math.formulas import Formula, Output, Result

#: Names of the functions that :data:`GLUE` defines: each takes one text, the second gives one.
CONFIGURE, TYPESET = "bylineConfigure", "bylineTypeset"

# What KaTeX draws in its error colour it does not report. A colour that nobody writes makes it findable.
_REFUSED_COLOUR = "#fe0d1e"

# What neither XML nor HTML may hold (XML 1.0, 2.2), and ``\\char`` can make.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# ``maxSize`` ends positive sizes alone, and no gap between rows.
_HUGE = re.compile(r'style="[^"]*[:-]\d{4}[\d.]*(?:e\+\d+)?em')
_NEEDS_MHCHEM = re.compile(r"\\(?:ce|pu)(?![A-Za-z])")

GLUE = r"""
"use strict";
// For \show and \message, which write to it; engines without a browser have none.
var console = { log() {}, warn() {}, error() {} };
// What MathJax has and KaTeX has not, where a macro does the same without any risk; the author's own macros win.
// \require names what KaTeX has built in.
const bylineShims = {
  "\\mbox": "\\text{#1}",
  "\\ensuremath": "#1",
  "\\mathds": "\\mathbb{#1}",
  "\\require": (context) => { context.consumeArg(); return ""; },
  "\\DeclareMathOperator": (context) => {
    context.consumeSpaces();
    const star = context.future().text === "*";
    if (star) context.popToken();
    const name = context.consumeArg().tokens;
    const text = context.consumeArg().tokens.slice().reverse().map((token) => token.text).join("");
    if (name.length !== 1 || !/^\\[A-Za-z@]+$/.test(name[0].text)) {
      throw new katex.ParseError("\\DeclareMathOperator's first argument must be a control sequence", name[0]);
    }
    return `\\def${name[0].text}{\\operatorname${star ? "*" : ""}{${text}}}`;
  },
};
// KaTeX counts a fault's position within the text that the token came from: the formula, or a macro. It does not say
// which, but its message ends with what stands there, 15 characters to either side, the fault underlined. Where that is
// not what the formula has there, it is of a macro: give the piece, and the name of the macro where it is an author's.
function bylineElsewhere(tex, { message, position, length }, macros) {
  if (position === undefined) return [];
  const end = position + length;
  const before = position > 15 ? "…" + tex.slice(position - 15, position) : tex.slice(0, position);
  const after = end + 15 < tex.length ? tex.slice(end, end + 15) + "…" : tex.slice(end);
  const shown = message.replaceAll("\u0332", "");
  if (shown.endsWith(": " + before + tex.slice(position, end) + after)) return [];
  const piece = shown.replace(/^.*? at (?:position \d+|end of input): /s, "").replace(/^…|…$/g, "");
  const owner = Object.entries(macros).find(([, text]) => typeof text === "string" && text.includes(piece));
  return [piece, owner ? owner[0] : ""];
}
var bylineSite = {};
function bylineConfigure(text) {
  const value = (0, eval)(text);
  if (typeof value !== "object" || value === null) throw new TypeError("not an object");
  bylineSite = value;
}
function bylineTypeset(request) {
  const { formulas, output, colour, maxExpand, maxSize } = JSON.parse(request);
  const least = (wanted, most) => (typeof wanted === "number" && wanted < most ? wanted : most);
  return JSON.stringify(formulas.map(([tex, displayMode, macros]) => {
    const findings = [];
    const strict = (code, message, token) => {
      findings.push(code);
      const site = bylineSite.strict;
      const judged = typeof site === "function" ? site(code, message, token) : site;
      return judged === true || judged === "error" ? "error" : "ignore";
    };
    const options = {
      ...bylineSite, displayMode, output, strict,
      macros: { ...bylineShims, ...bylineSite.macros, ...macros }, globalGroup: false,
      throwOnError: true, errorColor: colour, trust: false,
      maxExpand: least(bylineSite.maxExpand, maxExpand), maxSize: least(bylineSite.maxSize, maxSize),
    };
    try {
      const html = katex.renderToString(tex, options);
      return html.includes(colour) ? { refused: true } : { html, findings };
    } catch (error) {
      // Without memory there is none for an error object either.
      if (!error) return { broke: "out of memory" };
      // KaTeX's own slips, such as over \def\a#1{x#2} \a b.
      if (error instanceof TypeError) return { error: "Cannot read it" };
      if (!(error instanceof katex.ParseError)) return { broke: String(error.message) };
      const [piece, macro] = bylineElsewhere(tex, error, { ...bylineSite.macros, ...macros });
      return { error: error.rawMessage, position: error.position, piece, macro };
    }
  }));
}
"""


def object_literal(options: str) -> str:
    """``options`` as an expression, by the same rule as sphinxcontrib-katex: the outer braces may be missing."""
    text = options.strip()
    if not (text.startswith("{") and text.endswith("}")):
        text = f"{{{text}\n}}"
    return f"({text})"


def request(formulas: Sequence[Formula], output: Output) -> str:
    """What :data:`TYPESET` takes."""
    return json.dumps(
        {
            "formulas": [(formula.tex, formula.display, dict(formula.macros)) for formula in formulas],
            "output": output,
            "colour": _REFUSED_COLOUR,
            "maxExpand": MAX_EXPAND,
            "maxSize": MAX_SIZE,
        }
    )


def results(answer: str) -> list[Result]:
    """Read what :data:`TYPESET` gave: one result for each formula."""
    return [_result(item) for item in json.loads(answer)]


def needs_mhchem(texts: Iterable[str]) -> bool:
    """Whether one of ``texts`` asks for KaTeX's extension for chemistry."""
    return any(map(_NEEDS_MHCHEM.search, texts))


def texts_of(formulas: Iterable[Formula]) -> Iterable[str]:
    """All TeX that ``formulas`` bring, that of their macros too."""
    return (text for formula in formulas for text in (formula.tex, *(text for _, text in formula.macros)))


def _result(item: dict[str, Any]) -> Result:
    if "html" in item and _UNPRINTABLE.search(item["html"]):
        return Failure("tex", "It makes a character that no page can hold")
    if "html" in item and _HUGE.search(item["html"]):
        return Failure("limit", "it is larger than any page")
    if "html" in item:
        return Typeset(item["html"], tuple(item["findings"]))
    if "refused" in item:
        return Failure("refused")
    if "error" in item:
        return Failure("tex", item["error"], item.get("position"), item.get("piece", ""), item.get("macro", ""))
    message: str = item["broke"]
    if "call stack" in message:
        return Failure("limit", "it is nested too deeply")
    if "out of memory" in message:
        return Failure("limit", "it takes too much memory")
    return Failure("tex", message)
