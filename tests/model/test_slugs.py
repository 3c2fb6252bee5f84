from __future__ import annotations

import json
import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_byline.model.slugs import MAX_BYTES, is_slug_path, slugify

CORPUS = json.loads(Path(__file__).with_name("slugs.json").read_text("utf-8"))

ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.text(
    # What slugs are hard for: folds that fold again, marks that sort, invisible letters, separators.
    st.sampled_from(
        "aAＡßİſ\u0345\u0301\u0316\u0338ﾞｶ가각\u1100\u1161\u11a8\u3164\u200d\ufe0fﷺ½①.-_+#&/\\: \0\ud800深🚀"
    ),
    max_size=120,
)


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: ascii(case["text"]))
def test_a_text_has_the_slug_of_the_corpus(case):
    assert slugify(case["text"]) == case["slug"]


@given(ANY_TEXT)
def test_the_slug_of_a_slug_is_itself(text):
    assert slugify(slugify(text)) == slugify(text)


@given(ANY_TEXT)
def test_a_slug_is_a_file_name_on_every_system(text):
    slug = slugify(text)
    assert 0 < len(slug.encode()) <= MAX_BYTES
    assert slug == unicodedata.normalize("NFC", slug)
    assert not re.search(r'[\s\x00-\x1f<>:"/\\|?*.~$%#&+;=]', slug)
    assert not {unicodedata.category(character) for character in slug} & {"Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp"}
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert not re.fullmatch(r"(?i)con|prn|aux|nul|(com|lpt)[0-9]|index", slug)


@given(st.text(st.characters(categories=["L", "N"], include_characters=" +#/")))
def test_letter_case_never_makes_another_term(text):
    assert slugify(text.casefold()) == slugify(text)


def test_a_long_text_is_cut_and_still_told_apart_from_its_neighbour():
    first, second = slugify("深度学习" * 30 + "一"), slugify("深度学习" * 30 + "二")
    assert first != second
    assert first.startswith("深度学习深度学习")
    assert re.fullmatch(r".+_[0-9a-f]{8}", first)


def test_a_long_text_in_full_width_letters_is_the_same_term():
    assert slugify("Ｄｅｅｐ " * 40) == slugify("deep " * 40)


@pytest.mark.parametrize(
    "piece", ["a", "深 ", "🚀", "\u0301\u0316", "\uff9e\u0301", "-", ".", "\ud800", "\u200d", "a_"]
)
def test_a_hundred_thousand_characters_take_no_time(piece):
    start = time.process_time()
    slug = slugify(piece * (100_000 // len(piece)))
    assert time.process_time() - start < 2
    assert slugify(slug) == slug


@pytest.mark.parametrize("path", ["tags", "标签", "blog/tags", "ブログ/タグ"])
def test_a_folder_of_slugs_is_a_slug_path(path):
    assert is_slug_path(path)


@pytest.mark.parametrize(
    "path", ["", "/", "/tags", "tags/", "a//b", "..", "a/../b", "Tags", "a b", "con", "a\\b", "c:/x", "\ud800"]
)
def test_anything_else_is_none(path):
    assert not is_slug_path(path)
