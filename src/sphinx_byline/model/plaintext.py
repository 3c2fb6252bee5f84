"""The single source of what a piece of header text may hold once we pass it on.

Headers come from contributors: their text goes into HTML, XML and JSON, where a stray control character breaks a whole
file, and a bidirectional override shows readers something else than what is there.
"""

from __future__ import annotations

import re

# XML 1.0, section 2.2 (Char), turned round: what no XML file may hold; and the Unicode bidi controls
# (UAX #9, 2.1-2.5), which could turn the text around a title.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_WHITE = re.compile(r"\s+")


def clean(text: str) -> str:
    """One line of ``text``: white space squeezed, nothing that XML refuses, lone surrogates shown as U+FFFD."""
    return _WHITE.sub(" ", _SURROGATES.sub("\ufffd", _REFUSED.sub("", text))).strip()


def shorten(text: str, most: int) -> str:
    """``text`` cut to at most ``most`` characters, at a space where there is one near, with an ellipsis."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = cut.rfind(" ")
    return cut[: space if space > most * 2 // 3 else None].rstrip(" ,.;:，。；：、") + "…"
