"""The single source of how Chinese is read in Latin letters, for the order of names: by pypinyin, if installed.

``pip install sphinx-byline[pinyin]`` brings it; without it Chinese names stand in the order of code points.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def readings(language: str) -> Callable[[str], Sequence[str]] | None:
    """What reads a text of a site in ``language``, one reading for each character; None for other languages."""
    if not language.casefold().startswith("zh") or importlib.util.find_spec("pypinyin") is None:
        return None
    return _read


def _read(text: str) -> Sequence[str]:
    # Its dictionaries take time to load, and most builds sort nothing.
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, errors=list)  # type: ignore[arg-type]  # it takes a list too, and says so in its guide
