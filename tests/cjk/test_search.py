from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sphinx.search import SearchLanguage, languages
from sphinx.search.en import SearchEnglish

from sphinx_byline.cjk.search import PairedSearch

quickjs = pytest.importorskip("quickjs")


class Searcher:
    """The search page without its page: the scripts that Sphinx writes, run by QuickJS."""

    def __init__(self, site):
        self.context = quickjs.Context()
        self.context.eval("var window = globalThis;")
        self.context.eval(site.text("_static/language_data.js"))
        index = site.text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")")
        self.index = json.loads(index)

    def terms(self, query):
        code = f"JSON.stringify(splitQuery({json.dumps(query)}).map(w => new Stemmer().stemWord(w.toLowerCase())))"
        return json.loads(self.context.eval(code))

    def find(self, query):
        """Documents that hold every term of ``query``."""
        found = set(self.index["docnames"])
        for term in self.terms(query):
            held = set()
            for words in (self.index["terms"], self.index["titleterms"]):
                documents = words.get(term, [])
                held |= {documents} if isinstance(documents, int) else set(documents)
            found &= {self.index["docnames"][number] for number in held}
        return found


FILES = {
    "index.md": "# 首页\n\n```{toctree}\n:hidden:\na\nb\n```\n",
    "a.md": "# 链式法则\n\n信息熵、梯度的计算；ＡＩ 与 SGD 优化器。Optimizers 会 training。𠮷野家。\n",
    "b.md": "# 別の話\n\n機械学習のモデル、ﾃﾞｰﾀ。한국어 검색입니다.\n",
}


@pytest.fixture
def search(build):
    return Searcher(build(FILES, confoverrides={"html_theme": "basic"}))


@pytest.mark.parametrize(
    ("query", "documents"),
    [
        ("熵", {"a"}),
        ("梯度", {"a"}),
        ("链式法则", {"a"}),
        ("法则", {"a"}),
        ("梯度 优化器", {"a"}),
        ("AI", {"a"}),
        ("ＡＩ", {"a"}),
        ("sgd", {"a"}),
        ("optimizer", {"a"}),
        ("trained", {"a"}),
        ("𠮷野", {"a"}),
        ("学習", {"b"}),
        ("モデル", {"b"}),
        ("データ", {"b"}),
        ("검색", {"b"}),
        ("하늘", set()),
        ("则链", set()),
        ("梯度 검색", set()),
    ],
)
def test_a_reader_finds_words_of_every_script(search, query, documents):
    assert search.find(query) == documents


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "ja", "ko", "en", "de", "ru", "eo"])
def test_every_language_has_its_stemmer_its_stop_words_and_pairs(build, language):
    site = build(FILES, confoverrides={"html_theme": "basic", "language": language})
    search = Searcher(site)
    assert search.find("链式法则") == {"a"}
    assert search.find("sgd") == {"a"}
    words = site.app.builder.indexer.lang
    assert search.terms("optimizers") == [words.stem("optimizers")]
    assert json.loads(search.context.eval("JSON.stringify([...stopwords])")) == sorted(words.stopwords)


def test_german_keeps_its_own_stems(build):
    site = build(
        {"index.md": "# Bäume\n\nHäuser der Städte\n"}, confoverrides={"language": "de", "html_theme": "basic"}
    )
    search = Searcher(site)
    assert search.find("Häusern") == search.find("Baum") | {"index"}
    assert search.find("Haus") == {"index"}


def test_the_search_language_may_differ_from_the_sites(build):
    site = build(
        {"index.md": "# T\n\nHäuser 熵\n"}, confoverrides={"html_search_language": "de", "html_theme": "basic"}
    )
    search = Searcher(site)
    assert search.find("Hause 熵") == {"index"}


def test_a_search_language_that_an_author_has_added_stands(build):
    conf = """
from sphinx.search import SearchLanguage

class Own(SearchLanguage):
    lang = "xx"
    language_name = "Own"

extensions = ["sphinx_byline"]
html_theme = "basic"
html_search_language = "xx"

def setup(app):
    app.add_search_language(Own)
"""
    try:
        site = build({"conf.py": conf, "index.md": "# T\n"}, warnings=None)
        assert type(site.app.builder.indexer.lang).__name__ == "Own"
    finally:
        languages.pop("xx", None)


class English(PairedSearch, SearchEnglish):
    lang = "en"


# Without what one of the two Unicode tables does not know yet.
@given(st.text(st.characters(exclude_categories=("Cn", "Cs"))))
def test_the_page_and_the_index_cut_a_text_alike(text):
    context = quickjs.Context()
    context.eval(PairedSearch.js_splitter_code)
    asked = json.loads(context.eval(f"JSON.stringify(splitQuery({json.dumps(text)}))"))
    assert set(asked) <= set(English({}).split(text))


def test_a_term_is_a_word_or_at_most_two_characters():
    assert sorted(English({}).split("深度学习 Deep_Learning 2 ガ")) == sorted(
        ["深", "度", "学", "习", "深度", "度学", "学习", "Deep_Learning", "2", "ガ"]
    )


def test_single_characters_are_worth_finding_and_stop_words_are_not():
    language = English({})
    assert language.word_filter("の")
    assert language.word_filter("一")
    assert not language.word_filter("the")


def test_a_megabyte_is_cut_at_once():
    text = "深度学习的成功离不开扎实的数学基础。Deep learning 本文将系统地介绍核心数学概念。" * 10_000
    language: SearchLanguage = English({})
    start = time.process_time()
    for line in text.split("。"):
        for term in language.split(line):
            language.stem(term)
    assert time.process_time() - start < 5
