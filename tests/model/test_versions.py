"""Which articles are one text in several languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_byline.model.article import Article
from sphinx_byline.model.collation import Collation
from sphinx_byline.model.index import ArticleIndex


def article(docname: str, lang: str = "", of: str = "", key: str = "") -> Article:
    return Article(docname, title=docname, lang=lang, translation_of=of, translation_key=key)


def versions(articles, docname: str, language: str = "en") -> list[str]:
    index = ArticleIndex(articles, collation=Collation(language))
    return [found.docname for found in index.versions(docname)]


@pytest.mark.parametrize("asked", ["a", "b"])
def test_a_translation_and_its_original_lead_to_each_other(asked):
    assert versions([article("a"), article("b", "zh-CN", of="a")], asked) == ["a", "b"]


def test_versions_stand_in_the_order_of_their_languages():
    articles = [
        article("a", "zh-CN"),
        article("b", "de", of="a"),
        article("c", "en", of="a"),
        article("d", "fr", of="a"),
    ]
    assert versions(articles, "c") == ["b", "c", "d", "a"]


@pytest.mark.parametrize("asked", ["a", "b", "c", "d"])
def test_a_translation_of_a_translation_is_one_of_the_original(asked):
    articles = [article("a", "en"), article("b", "fr", of="a"), article("c", "ja", of="b"), article("d", "zh", of="c")]
    assert versions(articles, asked) == ["a", "b", "c", "d"]
    assert versions(articles[::-1], asked) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("asked", ["a", "b", "c"])
def test_all_with_one_key_are_versions(asked):
    articles = [article("a", "en", key="intro"), article("b", "zh", key="intro"), article("c", "ja", key="intro")]
    assert versions([*articles, article("d", "fr", key="other")], asked) == ["a", "c", "b"]


def test_a_key_and_an_original_meet_in_one_text():
    articles = [article("a", "en", key="k"), article("b", "zh", key="k"), article("c", "ja", of="b")]
    assert versions(articles, "c") == ["a", "c", "b"]


def test_a_key_is_no_document_name():
    assert versions([article("a", "en"), article("b", "zh", key="a")], "a") == []


def test_of_two_in_one_language_the_first_by_document_name_is_the_version():
    articles = [article("a", "en"), article("z", "zh-CN", of="a"), article("b", "ZH-cn", of="a")]
    assert versions(articles, "a") == ["a", "b"]
    assert versions(articles, "z") == []


def test_an_article_without_a_language_is_in_the_site_s():
    articles = [article("a"), article("b", "en", of="a")]
    assert versions(articles, "a", "en") == []
    assert versions(articles, "a", "zh_CN") == ["b", "a"]


@pytest.mark.parametrize("of", ["gone", "b", ""])
def test_an_original_that_is_not_there_makes_no_version(of):
    assert versions([article("a"), article("b", "zh", of=of)], "b") == []


def test_two_that_translate_each_other_are_two_versions():
    assert versions([article("a", "en", of="b"), article("b", "zh", of="a")], "b") == ["a", "b"]


def test_drafts_are_no_versions():
    articles = [article("a"), replace(article("b", "zh", of="a"), draft=True)]
    assert versions(articles, "a") == []


def test_an_unlisted_article_is_no_version_that_a_listed_one_leads_to():
    articles = [article("a"), replace(article("b", "zh", of="a"), unlisted=True), article("c", "fr", of="a")]
    assert versions(articles, "a") == ["a", "c"]


def test_a_long_chain_is_one_text():
    articles = [article("a0000", "en"), *(article(f"a{at:04}", "zh", of=f"a{at - 1:04}") for at in range(1, 3000))]
    assert versions(articles, "a0000") == ["a0000", "a0001"]


LINKS = st.lists(
    st.tuples(st.sampled_from(["en", "fr", "zh", "ja"]), st.integers(0, 8), st.sampled_from("xy ")), max_size=8
)


@given(LINKS, st.randoms(use_true_random=False))
def test_versions_know_each_other_one_for_each_language_in_whatever_order_they_were_read(links, random):
    articles = [article(f"p{at}", lang, f"p{of}", key.strip()) for at, (lang, of, key) in enumerate(links)]
    shuffled = list(articles)
    random.shuffle(shuffled)
    for one in articles:
        found = versions(articles, one.docname)
        assert found == versions(shuffled, one.docname)
        assert len(found) != 1
        assert not found or one.docname in found
        langs = [other.lang for other in articles if other.docname in found]
        assert len(langs) == len(set(langs))
        assert all(versions(articles, other) == found for other in found)
