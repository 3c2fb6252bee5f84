"""The single source of what a formula says in plain text, for page titles, metadata and search: ``E = mc²``, ``a/b``.

Made from KaTeX's MathML, so that macros are expanded and every symbol is its character. No TeX is left, and no attempt
is made at tables of numbers: rows follow one another.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TEX = re.compile(r"<annotation\b.*?</annotation>", re.DOTALL)

_SUPERSCRIPT = str.maketrans("0123456789+-−=()ni∗*′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ**′")
_SUBSCRIPT = str.maketrans("0123456789+-−=()aeoxhklmnpstijruv", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ")

#: Relations and arrows, which are read with room on both sides.
_SPACED = frozenset("=≠<>≤≥≈≡∼≃≅∝∈∉⊂⊆⊃⊇→←↔⇒⇐⇔↦:≔|∥⊥⊢⊨∣")
#: Invisible operators.
_INVISIBLE = re.compile("[\u2061-\u2064\u200b]")
_WHITE = re.compile(r"\s+")
#: Room that a word such as ``max`` brings and a bracket takes back.
_LOOSE = re.compile(r"(?<=\() | (?=[(),;\]}])")

#: What MathML puts above a letter, as the combining character that Unicode has for it.
_ACCENTS = {
    "^": "\u0302", "~": "\u0303", "ˉ": "\u0304", "‾": "\u0304", "→": "\u20d7", "⃗": "\u20d7", "˙": "\u0307",
    "¨": "\u0308", "ˇ": "\u030c", "˘": "\u0306", "ˊ": "\u0301", "ˋ": "\u0300",
}  # fmt: skip
_DOUBLE_STRUCK = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)) | {
    letter: chr(0x1D538 + ord(letter) - ord("A")) for letter in "ABDEFGIJKLMOSTUVWXY"
}
_BARS = frozenset("‾ˉ⏞⏟_")


def mathml_of(html: str) -> str:
    """The MathML in KaTeX's ``html``, without the TeX that it also holds; empty where it holds no formula."""
    found = _MATH.search(html)
    return _TEX.sub("", found[0]) if found else ""


def plain_text(html: str) -> str:
    """The text of KaTeX's ``html`` (with MathML) in one line; empty where it holds no formula."""
    found = _MATH.search(html)
    if found is None:
        return ""
    try:
        # KaTeX's own output, with neither entities nor a DTD in it.
        text = _text(ET.fromstring(_INVISIBLE.sub("", found[0])))  # noqa: S314
    except (ET.ParseError, RecursionError):
        return ""
    return _LOOSE.sub("", _WHITE.sub(" ", text)).strip()


def _text(node: ET.Element) -> str:
    name = node.tag.rpartition("}")[2]
    parts = [_text(child) for child in node]
    if name in {"annotation", "mphantom"}:
        return ""
    if name in {"mi", "mo"} and not parts:
        return _token(name, _in_variant((node.text or "").strip(), node.get("mathvariant", "")))
    if name in {"msup", "msub", "msubsup", "mover", "munder", "munderover"}:
        return _scripts(name, *parts)
    if name in {"mfrac", "msqrt", "mroot"}:
        return _fraction_or_root(name, parts, ruled=node.get("linethickness") != "0px")
    if name == "mtable":
        return "; ".join(parts)
    if name == "mtr":
        return " ".join(part for part in parts if part.strip())
    return " " if name == "mspace" else (node.text or "") + "".join(parts)


def _in_variant(text: str, variant: str) -> str:
    """Letters of the number sets are characters of their own, by which everybody knows them; no other style is."""
    if variant != "double-struck":
        return text
    return "".join(_DOUBLE_STRUCK.get(letter, letter) for letter in text)


def _token(name: str, text: str) -> str:
    return f" {text} " if _is_word(text) or (name == "mo" and text in _SPACED) else text


def _scripts(name: str, base: str, *scripts: str) -> str:
    first = scripts[0].strip()
    if name in {"mover", "munder"} and (first in _BARS or first in _ACCENTS):
        return base + _ACCENTS.get(first, "") if len(base.strip()) == 1 else base
    shifts = {"msup": (_raised,), "mover": (_raised,), "msub": (_lowered,), "munder": (_lowered,)}
    pairs = zip(shifts.get(name, (_lowered, _raised)), scripts, strict=False)
    return base.rstrip() + "".join(shift(script) for shift, script in pairs)


def _fraction_or_root(name: str, parts: list[str], *, ruled: bool) -> str:
    if name == "msqrt":
        return "√" + _grouped("".join(parts))
    if name == "mroot":
        return _raised(parts[1]).removeprefix("^") + "√" + _grouped(parts[0])
    return f"{_grouped(parts[0])}/{_grouped(parts[1])}" if ruled else " ".join(parts)


def _is_word(text: str) -> bool:
    """``log`` and ``max``, which must not run into what follows."""
    return len(text) > 1 and text.isascii() and text.isalpha()


def _raised(text: str) -> str:
    return _shifted(text.strip(), _SUPERSCRIPT, "^")


def _lowered(text: str) -> str:
    return _shifted(text.strip(), _SUBSCRIPT, "_")


def _shifted(text: str, table: dict[int, int], mark: str) -> str:
    if text and all(ord(character) in table for character in text):
        return text.translate(table)
    return mark + _grouped(text) if text else ""


def _grouped(text: str) -> str:
    text = text.strip()
    return text if len(text) < 2 or text.isalnum() else f"({text})"  # noqa: PLR2004
