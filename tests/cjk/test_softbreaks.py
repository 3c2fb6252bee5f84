from __future__ import annotations

import re
import time

import pytest
from docutils import nodes


def text_of(document):
    return [node.astext() for node in document.findall(nodes.paragraph)]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("第一行\n第二行", "第一行第二行"),
        ("逗号，\n后文", "逗号，后文"),
        ("前文\n（注）", "前文（注）"),
        ("ひらがな\nカタカナ", "ひらがなカタカナ"),
        ("甲\n乙\n丙", "甲乙丙"),
        ("“引用”\n的", "“引用”的"),
        ("破折——\n号", "破折——号"),
        ("的\n“引用”", "的“引用”"),
        ("葛\U000e0100\n城", "葛\U000e0100城"),
        ("𠮷\n野", "𠮷野"),
        ("**粗**\n后文", "粗后文"),
        ("前文\n**粗**", "前文粗"),
        ("**粗\n体**后", "粗体后"),
        ("[链接](https://a.example)\n后文", "链接后文"),
        ("前<u>字</u>\n后文", "前<u>字</u>后文"),
        ("~~删~~\n~~除~~", "<s>删</s><s>除</s>"),
        ("“甲”\n“乙”", "“甲”“乙”"),
        ("甲……\n——乙", "甲……——乙"),
        ("<ruby>漢<rt>hàn</rt></ruby>\n字", "<ruby>漢<rt>hàn</rt></ruby>字"),
        ("甲<!-- 注 -->\n乙", "甲<!-- 注 -->乙"),
        ("甲\n\u3000乙", "甲\u3000乙"),
        ("100㎡\n以上", "100㎡以上"),
        ("㊗\n賀", "㊗賀"),
        ("強調。\u200b\n後", "強調。\u200b後"),
        ("{doc}`甲 <index>`\n{abbr}`乙 (二)`\n丙", "甲乙丙"),
        ("[甲]{.a}\n[乙]{.b}", "甲乙"),
    ],
)
def test_lines_of_chinese_and_japanese_are_joined_without_a_space(doctree, source, shown):
    assert text_of(doctree(f"# T\n\n{source}")) == [shown]


@pytest.mark.parametrize(
    "source",
    [
        "中文\nEnglish",
        "English\n中文",
        "end.\n中文",
        "한국어\n문장",
        "中文\n한국어",
        "“a”\n“b”",
        "……\n……",
        "🎉\n🎉",
        "2024\n年",
        "one\ntwo",
        "“a”\n“乙”",
        "㈀\n㈁",
        "한국，\n어",
        "（word\nmore）",
    ],
)
def test_other_lines_keep_their_break(doctree, source):
    assert text_of(doctree(f"# T\n\n{source}")) == [source]


def test_nothing_is_joined_across_code_math_images_and_hard_breaks(doctree):
    document = doctree("# T\n\n`甲`\n乙\n$丙$\n丁\n![戊](https://a.example/a.png)\n己  \n庚")
    assert text_of(document)[0].startswith("甲\n乙\n丙\n丁\n")
    assert "己<br" in text_of(document)[0].replace("\n", "")


def test_code_math_and_raw_html_keep_their_lines(doctree):
    document = doctree("# T\n\n```\n甲\n乙\n```\n\n$$\n\\text{甲}\n\\text{乙}\n$$\n\n<div>\n甲\n乙\n</div>\n")
    assert next(document.findall(nodes.literal_block)).astext() == "甲\n乙\n"
    assert "\n" in next(document.findall(nodes.math_block)).astext()
    assert next(document.findall(nodes.raw)).astext() == "<div>\n甲\n乙\n</div>\n"


def test_a_footnote_mark_does_not_come_between(page):
    html = page("# T\n\n事实[^1]\n后文\n\n[^1]: 出处\n")
    assert "</a>后文" in html


def test_what_is_told_of_a_reference_later_is_not_known_now(doctree):
    document = doctree("# 标题\n\n甲 [](#标题)\n乙")
    assert re.fullmatch("甲 .*\n乙", text_of(document)[0])


def test_a_heading_over_two_lines_is_one_wherever_it_is_shown(build):
    site = build({"index.md": "题\n目\n===\n\n```{contents}\n```\n\n小\n节\n---\n"})
    html = site.html("index")
    assert '<section id="题目">' in html
    assert 'href="#小节"' in html
    assert site.env.titles["index"].astext() == "题目"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (":::{figure} https://a.example/a.png\n甲\n乙\n:::", ["甲乙"]),
        (":::{list-table} 题\n* - 甲\n    乙\n  - 丙\n:::", ["甲乙", "丙"]),
        (":::{glossary}\n甲\n  乙\n  丙\n:::", ["甲", "乙丙"]),
        (":::{card} 题\n甲\n乙\n:::", ["题", "甲乙"]),
        ("- [ ] 甲\n  乙", ["甲乙"]),
        ("a[^1]\n\n[^1]: 甲\n    乙", ["a1", "1", "甲乙"]),
        (":::{line-block}\n甲\n乙\n:::", ["甲", "乙"]),
        ("```{eval-rst}\n.. epigraph::\n\n   甲\n   乙\n\n   -- 丙\n      丁\n```", ["甲乙", "丙丁"]),
        (":::{parsed-literal}\n甲\n乙\n:::", ["甲\n乙"]),
    ],
)
def test_captions_cells_terms_and_quotations_are_joined_and_verse_is_not(doctree, source, shown):
    blocks = doctree(f"# T\n\n{source}").findall(
        lambda node: isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline | nodes.title)
    )
    texts = [re.sub("<input[^>]*>", "", block.astext()) for block in blocks]
    assert [text for text in texts if text] == shown


def test_lists_quotes_tables_and_definitions_are_joined_too(doctree):
    document = doctree("# T\n\n- 甲\n  乙\n\n> 丙\n> 丁\n\n词\n: 戊\n  己\n")
    assert text_of(document) == ["甲乙", "丙丁", "戊己"]


def test_equal_lines_do_not_lose_the_wrong_break(doctree):
    assert text_of(doctree("# T\n\na\nb\n中\n中\nc\nd")) == ["a\nb\n中中\nc\nd"]


def test_rst_is_joined_as_well(build):
    site = build({"index.rst": "题\n==\n\n第一行\n第二行 *强\n调*\n"}, builder="dummy")
    assert "第一行第二行 强调" in site.env.get_doctree("index").astext()


def test_messages_for_translators_stay_as_they_are(build):
    def messages(**settings):
        site = build({"index.md": "# T\n\n第一行\n**第二行**\n"}, builder="gettext", confoverrides=settings)
        return re.findall(r'^msgid "(.+)"', site.text("index.pot"), re.MULTILINE)

    assert messages() == messages(byline_soft_breaks=False) == ["T", "第一行 **第二行**"]


def test_a_setting_switches_it_off(doctree):
    assert text_of(doctree("# T\n\n甲\n乙", conf="byline_soft_breaks = False\n")) == ["甲\n乙"]


def test_a_chapter_in_one_paragraph_takes_no_time(doctree):
    start = time.process_time()
    plain = doctree("# T\n\n" + "中文\n" * 5_000, conf="byline_soft_breaks = False\n")
    middle = time.process_time()
    joined = doctree("# T\n\n" + "中文\n" * 5_000)
    assert len(text_of(plain)[0]) - len(text_of(joined)[0]) == 4_999
    assert time.process_time() - middle < 3 * (middle - start)
