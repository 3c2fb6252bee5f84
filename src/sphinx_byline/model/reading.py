"""The single source of reading time: what counts as a character, what as a word, and how long each takes.

Chinese and Japanese are read by the character, every other script by the word; where words stand side by side without
a space, as in Thai, their number follows from their length. The rates are those of publishing platforms: 400 characters
a minute for Chinese, 500 for Japanese, whose kana carry less, and 230 words for the rest (Brysbaert, "How many words do
we read per minute?", 2019: 238 for English non-fiction).
"""

from __future__ import annotations

import re

from sphinx_byline.model.article import Reading

CHINESE_CHARACTERS_PER_MINUTE = 400
JAPANESE_CHARACTERS_PER_MINUTE = 500
WORDS_PER_MINUTE = 230

#: Seconds. Most formulas are one symbol within a sentence and read like a few words; long ones are looked at, not read.
FORMULA_SECONDS = 1
#: Seconds for the first image; each further one takes a second less, down to three (Medium's rule).
FIRST_IMAGE_SECONDS = 12
LATER_IMAGE_SECONDS = 3

# Japanese prose is kana by half; Chinese borrows a の at most.
_JAPANESE_SHARE_OF_KANA = 0.2

#: Ranges for a character class of :mod:`re`. As escapes, for U+F900 turns into another character when it is normalised.
HAN = r"\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
KANA = r"\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d\U0001aff0-\U0001b16f"
# What ends a word without being a space: East Asian punctuation and voicing marks, and dashes.
_STOPS = (
    r"\u2013\u2014\u2026\u3000-\u3004\u3008-\u3020\u302a-\u303f\u3099-\u309c\u30a0\u30fb\ufe30-\ufe4f"
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uff9e\uff9f"
)
#: Thai, Lao, Tibetan, Myanmar, Khmer, New Tai Lue, Tai Tham: no spaces between words.
_UNSPACED = (
    r"\u0e01-\u0e4e\u0e81-\u0ece\u0f0b\u0f40-\u0fbc\u1000-\u103f\u1050-\u108f"
    r"\u1780-\u17d3\u1950-\u19df\u1a20-\u1a7f\uaa60-\uaadf"
)
#: Code points of one such word, vowels, marks and tones among them, on average.
UNSPACED_WORD = 4
# A word starts at a letter or number and takes its marks, hyphens and apostrophes along.
_ELSEWHERE = f"{HAN}{KANA}{_UNSPACED}{_STOPS}"
_READ = re.compile(
    rf"(?P<han>[{HAN}]+)|(?P<kana>[{KANA}]+)|(?P<unspaced>[{_UNSPACED}]+)|[^\W_{_ELSEWHERE}][^\s{_ELSEWHERE}]*"
)


def count(text: str, *, formulas: int = 0, images: int = 0, lang: str = "") -> Reading:
    """Count what there is to read in ``text``, plain text without code and formulas, and the minutes that it takes.

    ``lang`` is the BCP 47 tag of the text; where it is neither Chinese nor Japanese, the share of kana decides between
    the two rates. Minutes are rounded to the nearest, and at least 1 where there is anything to read.
    """
    han = kana = words = 0
    for match in _READ.finditer(text):
        if match.lastgroup == "han":
            han += match.end() - match.start()
        elif match.lastgroup == "kana":
            kana += match.end() - match.start()
        elif match.lastgroup == "unspaced":
            words += max(1, round((match.end() - match.start()) / UNSPACED_WORD))
        else:
            words += 1
    characters = han + kana
    seconds = (
        60 * characters / _characters_per_minute(han, kana, lang)
        + 60 * words / WORDS_PER_MINUTE
        + formulas * FORMULA_SECONDS
        + _image_seconds(images)
    )
    return Reading(characters=characters, words=words, minutes=max(1, int(seconds / 60 + 0.5)) if seconds else 0)


def _characters_per_minute(han: int, kana: int, lang: str) -> int:
    language = lang.replace("_", "-").partition("-")[0].lower()
    japanese = language == "ja" or (language != "zh" and kana > _JAPANESE_SHARE_OF_KANA * (han + kana))
    return JAPANESE_CHARACTERS_PER_MINUTE if japanese else CHINESE_CHARACTERS_PER_MINUTE


def _image_seconds(images: int) -> int:
    falling = range(FIRST_IMAGE_SECONDS, LATER_IMAGE_SECONDS, -1)
    return sum(falling[:images]) + LATER_IMAGE_SECONDS * max(0, images - len(falling))
