"""The general index of a site in Chinese, Japanese or Korean has the letters that its readers look for."""

from __future__ import annotations

import re

import pytest

CONF = """\
project = "P"
language = "{}"
extensions = ["sphinx_byline"]
html_theme = "{}"
"""


def letters(build, language: str, names: str, *, theme: str = "byline", builder: str = "html") -> dict[str, list[str]]:
    terms = "\n".join(f"```{{index}} {name}\n```\n" for name in names.split())
    files = {"conf.py": CONF.format(language, theme) + "copyright = version = '1'\n", "index.md": f"# H\n\n{terms}\n"}
    page = build(files, builder=builder, confoverrides={"suppress_warnings": ["epub"]}).html("genindex")
    parts = re.split(r'<h2 id="[^"]*">([^<]*)</h2>|<h2>([^<]*)</h2>', page)
    return {
        # Up to the end of the list: a theme goes on below it.
        (parts[at] or parts[at + 1]): re.findall(
            r">([^<>\s]+)</a>", parts[at + 2].partition("<footer")[0].partition("sphinxsidebar")[0]
        )
        for at in range(1, len(parts), 3)
    }


@pytest.fixture
def without_pinyin(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)


@pytest.mark.parametrize(("theme", "builder"), [("byline", "html"), ("basic", "dirhtml"), ("byline", "epub")])
def test_chinese_names_stand_under_the_letters_of_their_pinyin(build, theme, builder):
    pytest.importorskip("pypinyin")
    found = letters(
        build, "zh_CN", "梯度 熵 SGD 数学 Tensor 《九章算术》 激活 贝叶斯 3D _x", theme=theme, builder=builder
    )
    symbols, *others = found
    assert found[symbols] == ["3D"]
    assert {letter: found[letter] for letter in others} == {
        "_": ["_x"],
        "B": ["贝叶斯"],
        "J": ["激活", "《九章算术》"],
        "S": ["SGD", "熵", "数学"],
        "T": ["Tensor", "梯度"],
    }


@pytest.mark.usefixtures("without_pinyin")
def test_without_the_extra_chinese_names_are_one_group_behind_the_alphabet(build):
    found = letters(build, "zh_CN", "梯度 熵 SGD 数学")
    assert list(found) == ["S", "汉"]
    assert found["汉"][:3] == ["数学", "梯度", "熵"]


def test_japanese_and_korean_names_stand_in_rows_and_under_initial_consonants(build):
    assert list(letters(build, "ja", "がくしゅう かな カタカナ サンプル あい 勾配 SGD")) == [
        "S",
        "あ",
        "か",
        "さ",
        "漢字",
    ]
    assert list(letters(build, "ko", "학습 한국 가나 나라 SGD")) == ["S", "ㄱ", "ㄴ", "ㅎ"]


def test_a_heading_that_the_author_has_chosen_stays(build):
    pytest.importorskip("pypinyin")
    files = {
        "conf.py": CONF.format("zh_CN", "byline"),
        "index.md": "# H\n\n```{eval-rst}\n.. glossary::\n\n   梯度 : 其他\n      说明\n```\n",
    }
    assert '<h2 id="其他">其他</h2>' in build(files).html("genindex")


def test_other_languages_and_split_indexes_stay_as_sphinx_has_them(build):
    assert list(letters(build, "en", "梯度 熵 SGD")) == ["S", "梯", "熵"]
    split = {"conf.py": CONF.format("zh_CN", "byline"), "index.md": "# H\n\n```{index} 梯度\n```\n"}
    site = build(split, confoverrides={"html_split_index": True})
    assert "genindex-梯.html" in site.written
