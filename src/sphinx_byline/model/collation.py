"""The single source of the order of names, as a reader of the site's language looks for them.

Letters come without regard to case and accents, numbers by their size, letters of a language's own (Swedish ``å``,
Danish ``ø``, Polish ``ł``) where its alphabet has them (Unicode CLDR, root collation and its tailorings, as far as
names need it). Chinese is ordered by pinyin where the caller has a reading for it, else by code point, as kanji
Pure: the same key for the same text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sphinx_byline.model.slugs import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Each group is a letter and those that follow it as letters of their own, by language.
_TAILORED = {
    "cs": "cč rř sš zž",
    "da": "zæøå",
    "es": "nñ",
    "et": "sšzž wõäöü",
    "fi": "zåäö",
    "fo": "dð zæø",
    "hr": "cčć dđ sš zž",
    "hu": "oöő uüű",
    "is": "aá dð eé ií oó uú yý zþæö",
    "lt": "cč sš zž",
    "lv": "cč gģ kķ lļ nņ sš zž",
    "nb": "zæøå",
    "nn": "zæøå",
    "no": "zæøå",
    "pl": "aą cć eę lł nń oó sś zźż",
    "ro": "aăâ iî sș tț",
    "sk": "aä cč oô sš zž",
    "sl": "cč sš zž",
    "sv": "zåäö",
    "tr": "cç gğ hı oö sş uü",
    "az": "cç eə gğ hı oö sş uü",
    "vi": "aăâ dđ eê oôơ uư",
}
_PARTS = re.compile(r"(\d+)")
_MOST_DIGITS = 100
_HAN = re.compile("[\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HANGUL = range(0xAC00, 0xD7A4)
#: Syllables of one initial consonant (Unicode Standard, 3.12).
_SYLLABLES = 588
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_KANA_ROWS = "あかさたなはまやらわ"

#: Cyrillic letters that are no base and accent to those who read them.
_WHOLE = frozenset("йїў")
_SPELLED = {"œ": "oe", "æ": "ae", "ß": "ss", "ı": "i", "þ": "th", "ð": "d"}
#: How far katakana lie from hiragana.
_KATAKANA = 0x60

SortKey = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Collation:
    """How names are ordered on one site."""

    language: str = "en"
    """BCP 47, or Sphinx's ``zh_CN``."""
    romanise: Callable[[str], Sequence[str]] | None = None
    """Readings of the characters of a Chinese text, one for each (``shu4``); None where there are none."""

    def key(self, text: str) -> tuple[SortKey, str]:
        """What to sort ``text`` by; two texts have one key only where they are the same."""
        folded = self._folded(text)
        parts: list[tuple[int, int, str]] = []
        for part in _PARTS.split(folded):
            if part.isdecimal() and len(part) <= _MOST_DIGITS:
                parts.append((0, int(part), ""))
            elif part:
                parts.append((1, 0, self._spelled(part)))
        return tuple(parts), text

    def heading(self, text: str) -> str:
        """The group of an index that ``text`` stands in: a letter, a kana row, an initial consonant, ``#``."""
        folded = self._folded(text).lstrip(" \"'“‘«„¿¡([{<《「『（【-–—_")
        first = unicodedata.normalize("NFC", folded)[:1]
        if _HAN.match(first):
            reading = self.romanise(first) if self.romanise else ()
            return reading[0][:1].upper() if reading else "汉" if self._tongue == "zh" else "漢字"
        if first and ord(first) in _HANGUL:
            return _INITIALS[(ord(first) - _HANGUL.start) // _SYLLABLES]
        if row := _kana_row(first):
            return row
        if not first.isalpha():
            return "#"
        letter = first if first in _tailored(self._tongue) else self._base(first)[:1] or first
        return "İ" if letter == "i" and self._dotted else letter.upper()

    @property
    def _tongue(self) -> str:
        return re.split("[-_]", self.language.casefold())[0]

    @property
    def _dotted(self) -> bool:
        """Whether the capital of i has its dot, and that of ı has none."""
        return self._tongue in {"tr", "az"}

    def _folded(self, text: str) -> str:
        if self._dotted:
            text = text.replace("İ", "i").replace("I", "ı")
        return fold(text)

    def _spelled(self, text: str) -> str:
        """``text`` in letters that code points put in the right order."""
        if text.isascii():
            return text
        if self.romanise and _HAN.search(text):
            return "".join(f"{part} " if _HAN.match(one) else part for one, part in self._read(text))
        tailored = _tailored(self._tongue)
        composed = unicodedata.normalize("NFC", text)
        return "".join(tailored.get(letter) or self._base(letter) for letter in composed)

    def _read(self, text: str) -> list[tuple[str, str]]:
        assert self.romanise is not None  # noqa: S101 -- asked above
        readings = list(self.romanise(text))
        return list(zip(text, readings, strict=True)) if len(readings) == len(text) else [(text, text)]

    @staticmethod
    def _base(letter: str) -> str:
        """The letter without its accents; letters that are no base and accent (``ø``, ``ł``) by their names."""
        if letter.isascii() or letter in _WHOLE:
            return letter
        if letter in _SPELLED:
            return _SPELLED[letter]
        if unicodedata.combining(letter):
            return ""
        if not letter.isalpha():
            return letter
        if "\u30a1" <= letter <= "\u30f6":
            letter = chr(ord(letter) - _KATAKANA)
        bare = "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
        latin = re.match(r"LATIN SMALL LETTER ([A-Z]{1,2})(?: WITH|$)", unicodedata.name(bare[:1], ""))
        return latin[1].lower() if latin else bare


def _kana_row(character: str) -> str:
    if not "\u3041" <= character <= "\u30fa":
        return ""
    hiragana = chr(ord(character) - _KATAKANA) if character >= "\u30a1" else character
    bare = unicodedata.normalize("NFD", hiragana)[0]
    return next((row for row in reversed(_KANA_ROWS) if bare >= row), "あ")


@lru_cache
def _tailored(tongue: str) -> dict[str, str]:
    """Letters of an alphabet's own, each as something that comes right after the letter that it follows."""
    return {
        letter: f"{group[0]}\U0010fffd{chr(position)}"
        for group in _TAILORED.get(tongue, "").split()
        for position, letter in enumerate(group[1:], start=1)
    }
