from __future__ import annotations

import html
import itertools
import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sphinx_byline.cjk.characters import WIDE
from sphinx_byline.cjk.emphasis import add_emphasis

COMMONMARK = MarkdownIt("commonmark").enable("strikethrough")
AMENDED = MarkdownIt("commonmark").enable("strikethrough")
add_emphasis(AMENDED)


def inline(text, md=AMENDED):
    return md.renderInline(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**强调。**后文", "<strong>强调。</strong>后文"),
        ("前文**“引用”**的", "前文<strong>“引用”</strong>的"),
        ("**`代码`**的", "<strong><code>代码</code></strong>的"),
        ("这是**（注）**吗", "这是<strong>（注）</strong>吗"),
        ("*斜体！*后", "<em>斜体！</em>后"),
        ("~~删除。~~后", "<s>删除。</s>后"),
        ("**全角，***倾斜*", "<strong>全角，</strong><em>倾斜</em>"),
        ("強調**「かぎ」**です", "強調<strong>「かぎ」</strong>です"),
        ("**한국어(韓國語)**는", "<strong>한국어(韓國語)</strong>는"),
        ("**[链接](/u)**后", '<strong><a href="/u">链接</a></strong>后'),
        ("**𠮷。**野", "<strong>𠮷。</strong>野"),
        ("**葛\U000e0100(城)**市", "<strong>葛\U000e0100(城)</strong>市"),
        ("中**“\ufe01x”\ufe01**b", "中<strong>“\ufe01x”\ufe01</strong>b"),
        ("**强调**：", "<strong>强调</strong>："),
    ],
)
def test_emphasis_opens_and_closes_beside_full_width_punctuation(text, html):
    assert inline(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "**中 **文",
        "2 * 3 * 4 是 24",
        "(f * g)(m,n) 与 *",
        "a**(b)**c",
        "a**“b”**c",
        "🎉**(庆祝)**a",
        "中_（强调）_文",
        "__init__ 与 snake_case_name 变量",
    ],
)
def test_what_is_no_emphasis_stays_as_commonmark_has_it(text):
    assert inline(text) == inline(text, COMMONMARK)


# What each character is, by the definitions that the amendments' text goes by: Unicode's general category P or S is
# punctuation, East Asian Width W, F or H without emoji is CJK, and so are Hangul's letters of every width.
NARROW_MARKS = "!\"#%&'()+,-./:;<=>?@[]{|}¡¿§«»·–—‘’“”„†‡•…‰′″‹›€±×→"
WIDE_MARKS = "。，、；：？！（）［］｛｝「」『』【】《》〈〉〔〕〖〗〝〞〜～・゠｡､｢｣･－／＂＇％＆＠＃￥￦〒〆﹏﹔︰㈱㊗"
NARROW_LETTERS = "aß9я"
WIDE_LETTERS = "中𠮷かカｶー々Ａ１한ㄱ\u1112\u1161ㄅ"
EMOJI = "🎉✅⭐🈚"
SPACES = " \u00a0\u3000"
EDGE = ""


def test_the_characters_are_what_unicode_says():
    for mark in NARROW_MARKS + WIDE_MARKS + EMOJI:
        assert unicodedata.category(mark)[0] in "PS" or mark == "〆", mark
    for character in NARROW_MARKS + NARROW_LETTERS + SPACES[:2]:
        assert unicodedata.east_asian_width(character) not in {"W", "F", "H"}, character
    for character in WIDE_MARKS + WIDE_LETTERS.replace("\u1161", "") + EMOJI:
        assert unicodedata.east_asian_width(character) in {"W", "F", "H"}, character


def is_space(character):
    return character == EDGE or character in SPACES


def is_cjk(character):
    return character != EDGE and character in WIDE_MARKS + WIDE_LETTERS + "\u3000"


def is_other_mark(character):
    """Whether it is what the text calls a non-CJK punctuation character."""
    return character != EDGE and character in NARROW_MARKS + EMOJI


def is_left_flanking(before, after):
    """The text: not followed by white space, and either (2a) not followed by non-CJK punctuation, or (2b) preceded by
    (α) white space, (β) non-CJK punctuation, (γ) CJK.
    """
    return not is_space(after) and (
        not is_other_mark(after) or is_space(before) or is_other_mark(before) or is_cjk(before)
    )


def is_right_flanking(before, after):
    return not is_space(before) and (
        not is_other_mark(before) or is_space(after) or is_other_mark(after) or is_cjk(after)
    )


@pytest.mark.parametrize(("marker", "tag"), [("*", "em"), ("**", "strong"), ("~~", "s")])
def test_every_mark_on_each_side_of_each_marker_is_as_the_amendments_text_says(marker, tag):
    marks = NARROW_MARKS + WIDE_MARKS
    neighbours = [EDGE, *SPACES, *"a9я", *"中𠮷カㄱ\u1161", *"🎉🈚", *"(.“—（。」·"]
    assert len(marks) >= 60
    for mark, other in itertools.product(marks, neighbours):
        for before, after in ((mark, other), (other, mark)):
            texts = []
            if after != EDGE:
                texts.append((f"x{before}" if before else "", f"{after}字", "字", is_left_flanking(before, after)))
            if before != EDGE:
                texts.append(("字", f"字{before}", f"{after}x" if after else "", is_right_flanking(before, after)))
            for start, middle, end, emphasized in texts:
                around = (f"<{tag}>", f"</{tag}>") if emphasized else (marker, marker)
                expected = html.escape(f"{start}\0{middle}\1{end}").replace("&#x27;", "'")
                expected = expected.replace("\0", around[0]).replace("\1", around[1])
                source = f"{start}{marker}{middle}{marker}{end}"
                assert inline(source) == expected, ascii(source)


@pytest.mark.parametrize(
    ("before", "after", "closes"),
    [
        # A standardized selector goes with the character before it, …
        ("(\ufe00", "a", False),
        ("。\ufe00", "a", True),
        ("。\ufe0e", "a", True),
        ("中\ufe00", "a", True),
        ("a\ufe00", "a", True),
        ("”\ufe00", "a", False),
        # … makes quotation marks full-width, …
        ("”\ufe01", "a", True),
        ("“\ufe01", "a", True),
        ("’\ufe01", "a", True),
        ("‘\ufe01", "a", True),
        ("…\ufe01", "a", False),
        ("”\ufe02", "a", False),
        # … and is no white space, though there be some before it.
        ("字 \ufe00", "a", True),
        # That of emoji is a letter.
        ("(\ufe0f", "a", True),
        # An ideographic one stands behind a Han character.
        ("葛\U000e0100", "a", True),
        (")\U000e0100", "(", True),
        (")", "\U000e0100", False),
        (")\U000e01ef", "a", True),
    ],
)
def test_variation_selectors_go_with_the_character_before_them(before, after, closes):
    assert ("<em>" in inline(f"*字{before}*{after}")) is closes


def test_what_is_wide_is_what_unicode_says():
    wide = re.compile(f"[{WIDE}]")
    emoji = {0x25FD, 0x25FE, *range(0x1F3FB, 0x1F400)}  # All others are of the category So.
    newer = re.compile("[\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d376]")  # Wide since Unicode 16.
    for point in range(0x20, 0x110000):
        character = chr(point)
        category = unicodedata.category(character)
        if category in {"Cn", "Cs", "Co", "So"} or point in emoji or newer.match(character):
            continue
        expected = unicodedata.east_asian_width(character) in {"W", "F", "H"}
        if bool(wide.match(character)) is not (expected or unicodedata.name(character, "").startswith("HANGUL")):
            pytest.fail(f"U+{point:04X} is {'' if expected else 'not '}wide")


@given(st.text(st.characters(max_codepoint=0x2FF) | st.sampled_from("*~_` é“”🎉—"), max_size=60))
def test_text_without_cjk_comes_out_as_commonmark_says(text):
    assert AMENDED.render(text) == COMMONMARK.render(text)


@pytest.mark.parametrize("piece", ["**中", "*中，", "**。**中", "~~中，", "*_中"])
def test_a_page_of_markers_takes_no_time(piece):
    start = time.process_time()
    AMENDED.render(piece * 5000)
    assert time.process_time() - start < 3


def test_a_setting_switches_it_off(page):
    assert "<strong>" in page("# T\n\n**强调。**后文")
    assert "<strong>" not in page("# T\n\n**强调。**后文", conf="byline_cjk_emphasis = False\n")


def test_strict_commonmark_is_left_as_it_is(page):
    assert "**强调。**后文" in page("# T\n\n**强调。**后文", conf="myst_commonmark_only = True\n")
