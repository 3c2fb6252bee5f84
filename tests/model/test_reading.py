from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_byline.model.article import Reading
from sphinx_byline.model.reading import count


@pytest.mark.parametrize(
    ("text", "characters", "words"),
    [
        ("", 0, 0),
        ("--- == ***", 0, 0),
        ("深度学习，从零开始。", 8, 0),
        ("深度学习Deep Learning入门", 6, 2),
        ("这些トークン々〇", 8, 0),
        ("これはペンです。", 7, 0),
        ("パン と \u30cf\u309aン と ﾊﾟﾝ", 8, 0),
        ("딥 러닝 입문，한국어", 0, 4),
        ("don't count state-of-the-art twice", 0, 4),
        ("wait — what…then", 0, 3),
        ("हिन्दी भाषा", 0, 2),
        ("e\u0301te\u0301 Ωμέγα 3.14", 0, 3),
        ("Python、NumPy（PyTorch）", 0, 3),
        ("𠮷野家 豈", 4, 0),
        ("GPT-4模型有1.8万亿参数", 7, 2),
        ("见 https://example.org/a/b?c=d-e#f 。", 1, 1),
        ("5 km, 10kg, 3.14 %, 1,000 A/B", 0, 6),
        ("🎉 👨\u200d👩\u200d👧 ✅ 完成", 2, 0),
        ("ｱｲｳ ＡＢＣ，ＡＩ时代", 5, 2),
        ("اللغة قَالَ العربية", 0, 3),
        ("\U00030edd\U000323b0", 2, 0),
        # 11 words, 5 and 3, as their dictionaries have them; the count goes by the length.
        ("ภาษาไทยเป็นภาษาที่ไม่มีช่องว่างระหว่างคำ", 0, 10),
        ("ភាសាខ្មែរគឺជាភាសា", 0, 4),
        ("မြန်မာဘာသာစကား ABC", 0, 5),
    ],
)
def test_han_and_kana_count_by_the_character_and_the_rest_by_the_word(text, characters, words):
    reading = count(text)
    assert (reading.characters, reading.words) == (characters, words)


@pytest.mark.parametrize(
    ("text", "lang", "minutes"),
    [
        ("", "", 0),
        ("字", "", 1),
        ("字" * 4000, "zh-CN", 10),
        ("字" * 4000, "", 10),
        ("字" * 4000, "ja", 8),
        ("仮名交じりの文" * 1000, "", 14),
        ("汉字の" * 1000, "zh_TW", 8),
        ("word " * 2300, "en", 10),
        ("한국어 " * 2300, "ko", 10),
        ("字" * 4000 + "word " * 2300, "zh", 20),
    ],
)
def test_minutes_follow_the_script_and_the_language(text, lang, minutes):
    assert count(text, lang=lang).minutes == minutes


def test_formulas_and_images_add_their_share():
    assert count("字" * 400).minutes == 1
    assert count("字" * 400, formulas=60).minutes == 2
    assert count("字" * 400, images=6).minutes == 2
    assert count("", images=1).minutes == 1


def test_a_gallery_of_a_hundred_images_takes_minutes_not_hours():
    assert count("", images=100).minutes == 6


def test_the_seed_article_takes_two_minutes(seed_text):
    assert count(seed_text, formulas=41, lang="zh-CN") == Reading(characters=601, words=23, minutes=2)


@given(st.text())
def test_a_text_that_holds_something_to_read_takes_at_least_a_minute(text):
    reading = count(text)
    assert (reading.minutes > 0) == (reading.characters + reading.words > 0)


@pytest.mark.parametrize("piece", ["深度学习 Deep Learning，", "word ", "=", "\u3099", "\u0301", "字a"])
def test_a_megabyte_is_counted_at_once(piece):
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    count(text)
    assert time.process_time() - start < 2


@pytest.fixture
def seed_text():
    source = Path(__file__).parents[2].joinpath("example_docs/articles/math-for-deep-learning.md")
    body = source.read_text("utf-8").split("---\n", 2)[2]
    return re.sub(r"\$\$.*?\$\$|\$.*?\$|[*#]|^\s*[-\d]+\.? ", " ", body, flags=re.DOTALL | re.MULTILINE)
