"""The single source of which of KaTeX's fonts a page needs, so that it can ask for them before its formulas are drawn.

Read from KaTeX's own style sheet, whose rules say which class is set in which font; so it holds for any version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_FACE = re.compile(r"@font-face\{([^}]*)\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)")
_PROPERTY = re.compile(r'font-(family|style|weight):"?([\w-]+)')
_FILE = re.compile(r"url\(([^)]*)\)")
_CLASSES_OF_ELEMENT = re.compile(r'class="([^"]*)"')
_FORMULA = 'class="katex-html"'

#: What a formula is set in where no rule says otherwise.
_PLAIN = {"family": "KaTeX_Main", "style": "normal", "weight": "400"}


@dataclass(frozen=True, slots=True)
class _Rule:
    """What elements with all of these classes are set in."""

    classes: frozenset[str]
    font: tuple[tuple[str, str], ...]


def fonts_of(html: str, style_sheet: str) -> tuple[str, ...]:
    """Files of the fonts that formulas in ``html`` are set in, as ``style_sheet`` names them, sorted; none without."""
    if _FORMULA not in html:
        return ()
    files, rules = _read(style_sheet)
    wanted = [_PLAIN]
    for element in set(_CLASSES_OF_ELEMENT.findall(html)):
        classes = frozenset(element.split())
        said = [font for rule in rules if rule.classes <= classes for font in rule.font]
        if said:
            wanted.append({**_PLAIN, **dict(said)})
    return tuple(sorted({file for font in wanted if (file := files.get(_key(font)))}))


@cache
def _read(style_sheet: str) -> tuple[dict[tuple[str, ...], str], tuple[_Rule, ...]]:
    files = {}
    for face in _FACE.findall(style_sheet):
        if found := _FILE.search(face):
            files[_key({**_PLAIN, **dict(_PROPERTY.findall(face))})] = found[1]
    rules = []
    for selectors, body in _RULE.findall(_FACE.sub("", style_sheet)):
        if font := tuple(_PROPERTY.findall(body)):
            # A child without a class takes the font of the class above it.
            compounds = [
                [part for part in re.split(r"[\s>]+", selector) if "." in part] for selector in selectors.split(",")
            ]
            rules += [_Rule(frozenset(_CLASS.findall(parts[-1])), font) for parts in compounds if parts]
    return files, tuple(rules)


def _key(font: dict[str, str]) -> tuple[str, ...]:
    return font["family"], font["style"], font["weight"]
