"""The single source of slugs: what identifies a tag, an author or a series, and names its page.

A slug is a pure function of the text alone, so no address depends on what else a publication holds; two spellings with
one slug are one term. Slugs are idempotent, at most 80 bytes of UTF-8, never empty, and safe as a file name on Linux,
macOS and Windows. Settings, generated pages, feeds and references call :func:`slugify`; its corpus is
``tests/model/slugs.json``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

#: Bytes of UTF-8 in a slug; with ".html" it stays below the 143 bytes of the most narrow file system (eCryptfs).
MAX_BYTES = 80

# What an author uses to tell C, C++ and C# apart.
_SYMBOL_WORDS = {"+": "plus", "#": "sharp", "&": "and", "%": "percent", "@": "at", "*": "star"}

# "index" is our own page of a folder; the rest are devices in every folder of Windows, whatever their ending.
_RESERVED = re.compile(r"(?:index|con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")

# Unicode's Default_Ignorable_Code_Point (variation selectors, fillers, joiners, bidi controls), and category Cf.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_LEADING_DOT = re.compile(r"\A\s*\.(?=[^\W_])")
_SYMBOL = re.compile(f"[{re.escape(''.join(_SYMBOL_WORDS))}]")
_OTHER = re.compile(r"[\W_]")
_DASHES = re.compile(r"--+")

# The form of a shortened slug. Cutting at a character loses 3 bytes at most, trimming one more.
_SHORTENED = re.compile(r"(.+)_[0-9a-f]{8}\Z", re.DOTALL)
_STEM_BYTES = MAX_BYTES - len("_12345678")
_SHORTENED_MIN_BYTES = MAX_BYTES - 4

# Sorting a run of marks takes time by its square; UAX #15 (Stream-Safe Text) allows runs of 30.
_MARKS_IN_A_RUN = 30


def slugify(text: str) -> str:
    """Return the slug of ``text``, in linear time; no text is an error.

    >>> slugify("C++"), slugify("ＡＩ"), slugify("深度学习"), slugify("../../etc/passwd")
    ('c-plus-plus', 'ai', '深度学习', 'etc-passwd')
    """
    if _is_shortened(text):
        return text
    folded = fold(text)
    slug = _spelled(folded) or _code_points(folded)
    if len(slug.encode()) > MAX_BYTES:
        return _shortened(slug)
    return f"{slug}_" if _RESERVED.match(slug) else slug


def is_slug_path(text: str) -> bool:
    """Tell whether ``text`` is a relative folder path made of slugs joined by "/", such as "tags" or "blog/标签"."""
    return all(part and slugify(part) == part for part in text.split("/"))


def fold(text: str) -> str:
    """Return ``text`` without regard to case, width and invisible characters, in linear time."""
    if text.isascii():
        return text.casefold()
    text = _bounded_marks(_UNSEEN.sub("", text))
    previous = ""
    while text != previous:  # Twice as a rule: few characters fold to what folds again.
        previous = text
        text = _UNSEEN.sub("", _normal(_normal(text).casefold()))
    return text


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _bounded_marks(text: str) -> str:
    """Leave out marks past the thirtieth on one base, which no script needs."""
    if len(text) <= 8 * _MARKS_IN_A_RUN:
        return text
    kept, run = [], 0
    for character in text:
        starts_with = unicodedata.normalize("NFKD", character)[0]
        run = run + 1 if unicodedata.combining(starts_with) else 0
        if run <= _MARKS_IN_A_RUN:
            kept.append(character)
    return "".join(kept)


def _spelled(folded: str) -> str:
    """Return letters, numbers, marks and the words of symbols, joined by "-"; empty where there are none."""
    text = _LEADING_DOT.sub("dot-", folded)
    return hyphenate(_SYMBOL.sub(lambda symbol: f"-{_SYMBOL_WORDS[symbol[0]]}-", text))


def hyphenate(folded: str) -> str:
    """Return the letters, numbers and marks of a folded text, with one "-" for whatever stands between them."""
    return _DASHES.sub("-", _OTHER.sub(_mark_or_dash, folded)).strip("-")


def _mark_or_dash(other: re.Match[str]) -> str:
    return other[0] if unicodedata.category(other[0]).startswith("M") else "-"


def _code_points(folded: str) -> str:
    """Return a name for what has no letters: "u1f680" for a rocket, "u0" for nothing at all."""
    return "-".join(f"u{ord(character):x}" for character in folded) or "u0"


def _shortened(slug: str) -> str:
    """Return the beginning of ``slug`` and a digest of the whole, at most 80 bytes."""
    stem = slug.encode()[:_STEM_BYTES].decode(errors="ignore").rstrip("-")
    return f"{stem}_{hashlib.sha256(slug.encode()).hexdigest()[:8]}"


def _is_shortened(text: str) -> bool:
    """Tell whether ``text`` is a slug that was cut before, which has to stay as it is."""
    if len(text) > MAX_BYTES or not (match := _SHORTENED.match(text)):
        return False
    stem = match[1]
    size = len(text.encode(errors="replace"))
    return _SHORTENED_MIN_BYTES <= size <= MAX_BYTES and _spelled(fold(stem)) == stem
