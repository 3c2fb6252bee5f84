from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

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
