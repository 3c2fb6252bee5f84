"""The single source of which characters are Chinese, Japanese or Korean, as ranges for a character class of ``re``.

There is no one answer: the Markdown rule goes by East Asian Width, line breaks by the scripts that are written without
spaces, and search by the scripts whose words cannot be told apart. Each of the three classes says whose it is.
"""

from __future__ import annotations

import re

from sphinx_byline.model.reading import HAN, KANA

#: For emphasis: East Asian Width W, F or H without the emoji of emoji presentation, and the Hangul Jamo blocks.
#: ("CommonMark CJK-friendly amendments", tats-u/markdown-cjk-friendly.) Fixed here, so that a page does not change with
#: the Unicode tables of the Python that builds it.
WIDE = (
    r"\u1100-\u11ff\u20a9\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\u3247\u3250-\ua4cf\ua960-\ua97f"
    r"\uac00-\ud7ff\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uffbe\uffc2-\uffdc\uffe0-\uffe6\uffe8-\uffee"
    r"\U00016fe0-\U00018dff\U0001aff0-\U0001b2fb\U0001d300-\U0001d376\U0001f200\U0001f202\U0001f210-\U0001f219"
    r"\U0001f21b-\U0001f22e\U0001f230\U0001f231\U0001f237\U0001f23b\U0001f240-\U0001f248\U0001f260-\U0001f265"
    r"\U00020000-\U0003fffd"
)

#: For line breaks: letters and punctuation that Chinese and Japanese write without spaces around them. No Hangul.
UNSPACED = (
    HAN
    + KANA
    + r"\u3000-\u3004\u3008-\u3020\u302a-\u303f\u3099-\u309c\u30fb\u3105-\u312f\u3190-\u31ef\u3220-\u325f\u3280-\u33ff"
    + r"\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff65\uff9e\uff9f\uffe0-\uffe6"
)

#: For line breaks: punctuation that Chinese and Japanese share with Latin.
SHARED_PUNCTUATION = r"\u00b7\u2014\u2018\u2019\u201c\u201d\u2025\u2026\u2027\u2e3a\u2e3b"

#: For search, after NFKC: scripts that are found by single characters and pairs.
PAIRED = HAN + KANA + r"\u1100-\u11ff\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb"

_LETTER = re.compile(f"[{HAN}{KANA}\uac00-\ud7a3]")


def is_letter(character: str) -> bool:
    """Tell whether ``character`` is a Han character, kana or a Hangul syllable: what no formula begins with."""
    return _LETTER.match(character) is not None
