"""The order of names as readers of each language look for them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_byline.collect.pinyin import readings
from sphinx_byline.model.collation import Collation

#: Names in the order of each language, as its dictionaries have them.
ORDERS = {
    "en": "Äpfel, apple, apricot, Éclair, eclipse, résumé, rhyme, Zoo",
    "en-GB": "Ångström, Apple, naïve, navy, Zoë, zone",
    "de": "Affe, Ärger, Art, Ofen, Öl, Ort, Straße, Strast, Über, Uhr, Zaun",
    "sv": "Anka, Orm, Zebra, Ål, Ås, Äpple, Öl",
    "fi": "Anna, Zeta, Åbo, Äiti, Öljy",
    "da": "Abe, Orm, Zebra, Ægir, Ærø, Øl, Århus",
    "nb": "And, Zorro, Ære, Øst, Ås",
    "pl": "Adam, Azja, Ąbc, Czas, Ćma, Lato, Luty, Łata, Noc, Oko, Ósmy, Zoo, Źle, Żaba",
    "es": "Águila, Nido, Nube, Ñandú, Oso, Zorro",
    "cs": "Cesta, Cyril, Čas, Rok, Ryba, Řeka, Sova, Syn, Šach, Zub, Žák",
    "tr": "Can, Cuma, Çay, Deniz, Gül, Gün, Ilgaz, Isparta, İlk, İstanbul, iyi, Jale, Okul, Ova, Ödül, Su, Şarkı, Zor",
    "fr": "été, étude, hôte, Hôtel, ode, œuvre, orange, zéro",
    "hu": "Ola, Óra, Ott, Öt, Őz, Uszó, Út, Üst",
    "ru": "Бор, Еда, Ёж, Ель, Жук, Ива, Ирина, Йога, Йод, Кот, Яма",
    "uk": "Ива, Йод, Кіт",
    "el": "Άλφα, βήτα, Ωμέγα",
    "ja": "あお, アニメ, いぬ, がか, カメラ, き, ギター",
    "ko": "가, 가나, 각, 까치, 나무, 다람쥐, 하늘",
}


@pytest.mark.parametrize(("language", "names"), ORDERS.items(), ids=ORDERS.keys())
def test_names_stand_where_readers_of_the_language_look_for_them(language, names):
    expected = names.split(", ")
    assert sorted(sorted(expected), key=Collation(language).key) == expected


@pytest.mark.parametrize("language", ["sv", "sv_SE", "sv-FI", "SV"])
def test_a_region_changes_nothing_about_the_alphabet(language):
    assert sorted(["Ål", "Zebra"], key=Collation(language).key) == ["Zebra", "Ål"]


@pytest.mark.parametrize("language", ["", "en", "xx", "zh_CN"])
def test_letters_of_another_alphabet_stand_by_their_base(language):
    assert sorted(["Zebra", "Ål", "Anka", "Øl", "Orm", "Łata", "Lyra"], key=Collation(language).key) == [
        "Ål",
        "Anka",
        "Łata",
        "Lyra",
        "Øl",
        "Orm",
        "Zebra",
    ]


def test_numbers_go_by_their_size():
    names = ["Part 2", "Part 10", "part 1", "Part", "Part 2.10", "Part 2.9", "２０２４", "99", "1984"]
    assert sorted(names, key=Collation("en").key) == [
        "99",
        "1984",
        "２０２４",
        "Part",
        "part 1",
        "Part 2",
        "Part 2.9",
        "Part 2.10",
        "Part 10",
    ]
    assert sorted(["第10章", "第9章"], key=Collation("zh").key) == ["第9章", "第10章"]


def test_case_and_accents_only_settle_ties():
    key = Collation("en").key
    assert max(["Resume", "résumé", "RESUMES", "resume"], key=key) == "RESUMES"
    assert sorted(["éa", "EB", "ec"], key=key) == ["éa", "EB", "ec"]


def test_chinese_goes_by_what_is_read_where_readings_are_known():
    known = {"数": "shu4", "学": "xue2", "微": "wei1", "积": "ji1", "分": "fen1", "代": "dai4", "舒": "shu1"}
    collation = Collation("zh_CN", lambda text: [known.get(one, one) for one in text])
    names = ["Shuffle", "微积分", "数学", "代数", "AI", "数", "舒", "zoo"]
    assert sorted(names, key=collation.key) == ["AI", "代数", "舒", "数", "数学", "Shuffle", "微积分", "zoo"]
    assert [collation.heading(name) for name in ("数学", "微积分", "《代数》", "AI")] == ["S", "W", "D", "A"]


def test_chinese_without_readings_goes_by_code_points_after_latin():
    collation = Collation("zh_CN")
    assert sorted(["数学", "Zoo", "代数", "微积分"], key=collation.key) == ["Zoo", "代数", "微积分", "数学"]
    assert collation.heading("数学") == "汉"


def test_pinyin_knows_which_of_its_readings_a_character_has_in_a_word():
    pytest.importorskip("pypinyin")
    collation = Collation("zh_CN", readings("zh_CN"))
    names = ["重量", "重庆", "线性代数", "数学", "深度学习", "微积分", "AI 与数学", "π 的故事", "银行", "行动", "一"]
    found = sorted(names, key=collation.key)
    hanzi = [name for name in found if name[0] not in "Aπ"]
    assert hanzi == ["重庆", "深度学习", "数学", "微积分", "线性代数", "行动", "一", "银行", "重量"]
    assert found[0] == "AI 与数学"
    assert [collation.heading(name) for name in ("重庆", "银行", "数学")] == ["Z", "Y", "S"]


@pytest.mark.parametrize("text", ["", "abc", "数学abc，1 é", "😀数", "𠀀", "\ud800数", "数\u0301"])
def test_pinyin_gives_one_reading_for_each_character(text):
    pytest.importorskip("pypinyin")
    read = readings("zh_TW")
    assert read is not None
    assert len(read(text)) == len(text)
    assert readings("ja") is None


@pytest.mark.parametrize(
    ("language", "name", "heading"),
    [
        ("en", "apple", "A"),
        ("en", "Éclair", "E"),
        ("en", "“Quoted”", "Q"),
        ("en", "(bracket)", "B"),
        ("en", "_private", "P"),
        ("en", "ｗide", "W"),
        ("en", "3D", "#"),
        ("en", "++", "#"),
        ("en", "", "#"),
        ("en", "😀", "#"),
        ("de", "Öl", "O"),
        ("sv", "Öl", "Ö"),
        ("sv", "Zebra", "Z"),
        ("da", "Ærø", "Æ"),
        ("en", "Ærø", "A"),
        ("pl", "Łódź", "Ł"),
        ("es", "Ñandú", "Ñ"),
        ("es", "¿Qué?", "Q"),
        ("tr", "İzmir", "İ"),
        ("tr", "Isparta", "I"),
        ("fr", "Œuvre", "O"),
        ("ru", "Ёж", "Е"),
        ("ru", "Йод", "Й"),
        ("el", "Άλφα", "Α"),
        ("ja", "アニメ", "あ"),
        ("ja", "いぬ", "あ"),
        ("ja", "ガンダム", "か"),
        ("ja", "ぱん", "は"),
        ("ja", "ｶﾒﾗ", "か"),
        ("ja", "ヴァイオリン", "あ"),
        ("ja", "ん", "わ"),
        ("ja", "数学", "漢字"),
        ("ko", "가나", "ㄱ"),
        ("ko", "까치", "ㄲ"),
        ("ko", "한글", "ㅎ"),
        ("zh_CN", "数学", "汉"),
        ("en", "数学", "漢字"),
    ],
)
def test_an_index_has_the_groups_of_its_language(language, name, heading):
    assert Collation(language).heading(name) == heading


LANGUAGES = st.sampled_from(["en", "de", "sv", "da", "pl", "es", "tr", "ru", "zh_CN", "ja", "ko", ""])
TEXTS = st.text(st.characters(), max_size=20)


@given(LANGUAGES, TEXTS, TEXTS)
def test_two_names_have_one_place_only_where_they_are_the_same(language, one, other):
    key = Collation(language).key
    assert (key(one) == key(other)) is (one == other)
    assert (key(one) < key(other)) is not (key(other) <= key(one))


@given(LANGUAGES, st.booleans(), TEXTS)
def test_no_text_is_an_error(language, romanised, text):
    collation = Collation(language, (lambda name: ["x1"] * len(name)) if romanised else None)
    collation.key(text)
    assert collation.heading(text)


@given(st.permutations(["数学", "Zoo", "ål", "Part 2", "Part 10", "アニメ", "가", "Ñ", "", "é", "e", "E"]), LANGUAGES)
def test_the_order_does_not_depend_on_where_names_stood(names, language):
    key = Collation(language).key
    assert sorted(names, key=key) == sorted(sorted(names), key=key)


@pytest.mark.parametrize("unit", ["1", "a1", "é", "数1", "\u0301", "İ", "가", "１"])
def test_long_names_take_time_by_their_length_alone(unit):
    started = time.perf_counter()
    Collation("tr").key(unit * 100_000)
    Collation("tr").heading(unit * 100_000)
    assert time.perf_counter() - started < 5
