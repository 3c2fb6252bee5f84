"""What authors write for a language, and what HTML, Sphinx and Open Graph make of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_byline.model.languages import bcp47, catalogue_codes, open_graph_locale, script_of, sphinx_code

#: Written; the tag (RFC 5646); Sphinx's code; Open Graph's locale.
LANGUAGES = """
zh-CN          zh-CN        zh_CN        zh_CN
ZH-cn          zh-CN        zh_CN        zh_CN
zh             zh           zh_CN        zh_CN
zh_Hans        zh-Hans      zh_CN        zh_CN
zh-hans-cn     zh-Hans-CN   zh_CN        zh_CN
zh_SG          zh-SG        zh_SG        zh_SG
zh_Hant        zh-Hant      zh_TW        zh_TW
zh-TW          zh-TW        zh_TW        zh_TW
zh-Hant-HK     zh-Hant-HK   zh_HK        zh_HK
zh-Hans-HK     zh-Hans-HK   zh_CN        zh_HK
zh_MO          zh-MO        zh_MO        zh_MO
cmn-Hans       cmn-Hans     zh_CN        zh_CN
简体中文       zh-Hans      zh_CN        zh_CN
cn             zh-CN        zh_CN        zh_CN
ja             ja           ja           ja_JP
ja-JP          ja-JP        ja           ja_JP
ja_JP.UTF-8    ja-JP        ja           ja_JP
jp             ja           ja           ja_JP
ko-KR          ko-KR        ko           ko_KR
en-US          en-US        en_US        en_US
en_GB          en-GB        en_GB        en_GB
English        en           en           en_US
pt-br          pt-BR        pt_BR        pt_BR
de_AT          de-AT        de_AT        de_AT
de-CH-1996     de-CH-1996   de_CH        de_CH
es-419         es-419       es_419       es_419
sr@latin       sr-Latn      sr@latin     -
sr_RS@latin    sr-Latn-RS   sr@latin     sr_RS
ca@valencia    ca-valencia  ca@valencia  -
eo             eo           eo           -
C              -            C            -
x-klingon      -            x-klingon    -
de"onload=     -            de"onload=   -
"""


@pytest.mark.parametrize("line", LANGUAGES.strip().splitlines(), ids=lambda line: line.split()[0])
def test_a_language_has_a_tag_a_folder_of_translations_and_a_locale(line):
    written, *expected = line.split()
    found = bcp47(written), sphinx_code(written), open_graph_locale(written)
    assert [text or "-" for text in found] == expected


def test_a_reader_without_words_of_their_own_gets_those_that_they_can_read():
    assert catalogue_codes("zh-SG") == ("zh_SG", "zh_CN")
    assert catalogue_codes("zh-MO") == ("zh_MO", "zh_HK", "zh_TW")
    assert catalogue_codes("zh_Hant") == ("zh_TW",)
    assert catalogue_codes("yue") == ("yue", "zh_HK", "zh_TW")
    assert catalogue_codes("de-AT") == ("de_AT", "de")
    assert catalogue_codes("pt")[:2] == ("pt", "pt_BR")
    assert catalogue_codes("en") == ("en",)


def test_the_script_of_chinese_follows_from_the_region():
    scripts = [script_of(tag) for tag in ("zh", "zh-CN", "zh-SG", "zh-TW", "zh-HK", "zh-Hans-HK", "yue", "ja")]
    assert scripts == ["Hans", "Hans", "Hans", "Hant", "Hant", "Hans", "Hant", ""]


@given(st.from_regex(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8}){0,4}", fullmatch=True) | st.text(max_size=20))
def test_a_tag_stays_what_it_is(text):
    tag = bcp47(text)
    assert bcp47(tag) == tag
    assert "_" not in tag
    assert sphinx_code(sphinx_code(text)) == sphinx_code(text)
