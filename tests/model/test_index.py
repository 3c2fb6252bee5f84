"""Which articles there are, in which order, under which tags and authors."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_byline.model.article import Article, Author, Moment, Tag
from sphinx_byline.model.index import ArticleIndex
from sphinx_byline.model.pagination import page_docname, paginate
from sphinx_byline.model.queries import Names, Query


def article(docname: str, day: int = 0, tags: str = "", authors: str = "", *, draft: bool = False) -> Article:
    return Article(
        docname,
        date=Moment(dt.datetime(2024, 1, day, tzinfo=dt.UTC)) if day else None,
        tags=tuple(Tag(label, label.lower()) for label in tags.split()),
        authors=tuple(Author(name, name.lower()) for name in authors.split()),
        draft=draft,
    )


def docnames(articles) -> list[str]:
    return [found.docname for found in articles]


def test_the_newest_article_comes_first_and_undated_ones_last():
    index = ArticleIndex([article("b"), article("old", 1), article("new", 9), article("a"), article("twin", 9)])
    assert docnames(index.articles) == ["new", "twin", "old", "a", "b"]


def test_drafts_are_in_no_list_tag_or_author_and_nobody_s_neighbour():
    articles = [article("a", 3, "x", "Ada"), article("d", 2, "x y", "Ada Eve", draft=True), article("c", 1, "x", "Ada")]
    index = ArticleIndex(articles)
    assert docnames(index.articles) == ["a", "c"]
    assert set(index.tags) == {"x"}
    assert set(index.authors) == {"ada"}
    older, newer = index.neighbours("a")
    assert older is not None
    assert (older.docname, newer) == ("c", None)
    assert index.neighbours("d") == (None, None)
    assert docnames(ArticleIndex(articles, with_drafts=True).articles) == ["a", "d", "c"]


def test_a_tag_is_shown_as_it_is_most_often_written():
    index = ArticleIndex([article("a", 1, "ai"), article("b", 2, "AI"), article("c", 3, "AI")])
    assert (index.tags["ai"].value.label, index.tags["ai"].count) == ("AI", 3)
    tie = ArticleIndex([article("a", 1, "ai"), article("b", 2, "AI")])
    assert tie.tags["ai"].value.label == "AI"


def test_what_one_article_says_of_an_author_serves_all():
    index = ArticleIndex(
        [
            Article("a", authors=(Author("Ada", "ada"),)),
            Article("b", authors=(Author("Ada", "ada", url="https://ada.example", bio="Writes."),)),
        ]
    )
    assert (index.authors["ada"].value.url, index.authors["ada"].value.bio) == ("https://ada.example", "Writes.")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), ["c", "b", "a"]),
        (Query(limit=2), ["c", "b"]),
        (Query(tags=Names(("x",))), ["b", "a"]),
        (Query(tags=Names(("x", "y"))), ["c", "b", "a"]),
        (Query(authors=Names(("ada",))), ["c", "a"]),
        (Query(tags=Names(("x",)), authors=Names(("ada",))), ["a"]),
        (Query(tags=Names(("none",))), []),
    ],
)
def test_a_query_takes_any_of_its_tags_and_any_of_its_authors(query, expected):
    index = ArticleIndex([article("a", 1, "x", "Ada"), article("b", 2, "x", "Bob"), article("c", 3, "y", "Ada")])
    assert docnames(index.select(query)) == expected


@given(st.permutations([article(name, day) for name, day in (("a", 1), ("b", 1), ("c", 0), ("d", 5), ("e", 0))]))
def test_order_does_not_depend_on_which_worker_read_what_first(articles):
    assert docnames(ArticleIndex(articles).articles) == ["d", "a", "b", "c", "e"]


def test_a_list_is_cut_into_pages_and_an_empty_one_has_a_page_too():
    assert paginate([1, 2, 3, 4, 5], 2) == [[1, 2], [3, 4], [5]]
    assert paginate([], 2) == [[]]
    with pytest.raises(ValueError, match="at least one"):
        paginate([1], 0)


@pytest.mark.parametrize(
    ("docname", "page", "expected"),
    [
        ("tags/数学", 1, "tags/数学"),
        ("tags/数学", 2, "tags/数学/page/2"),
        ("tags/index", 3, "tags/page/3"),
        ("index", 2, "page/2"),
    ],
)
def test_further_pages_of_a_list_have_their_own_addresses(docname, page, expected):
    assert page_docname(docname, page) == expected
