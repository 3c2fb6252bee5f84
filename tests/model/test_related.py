"""Which articles are shown as related to one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_byline.model.article import Article, Author, Category, Moment, Series, Tag
from sphinx_byline.model.index import ArticleIndex
from sphinx_byline.model.queries import Query
from sphinx_byline.model.related import Kinship

START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
NEWER = Kinship(newer=True)


def article(
    docname: str, days: float | None = None, tags: str = "", *, authors: str = "", category: str = "", series: str = ""
) -> Article:
    return Article(
        docname,
        date=None if days is None else Moment(START + dt.timedelta(days=days)),
        tags=tuple(Tag(name, name) for name in tags.split()),
        authors=tuple(Author(name, name) for name in authors.split()),
        categories=tuple(Category((name,), name) for name in category.split()),
        series=Series(series, series) if series else None,
    )


def related(index: ArticleIndex, docname: str) -> list[str]:
    return [found.docname for found in index.related(index.by_docname[docname])]


def fillers(count: int, **terms: str) -> list[Article]:
    return [article(f"filler{at}", -at, **terms) for at in range(count)]


def test_a_rare_tag_that_two_share_counts_more_than_a_frequent_one():
    articles = [
        article("read", 9, "rare common"),
        article("by-common", 8, "common"),
        article("by-rare", 1, "rare"),
        *fillers(5),
    ]
    articles += [article(f"common{at}", -50 - at, "common") for at in range(3)]
    assert related(ArticleIndex(articles), "read")[:2] == ["by-rare", "by-common"]


def test_who_shares_more_comes_first():
    articles = [
        article("read", 9, "a b c"),
        article("one", 8, "a"),
        article("three", 1, "a b c"),
        article("two", 2, "a b"),
    ]
    assert related(ArticleIndex(articles), "read") == ["three", "two", "one"]


def test_where_all_else_is_equal_the_nearest_in_time_comes_first():
    articles = [article("read", 1000, "a"), article("far", 1, "a"), article("near", 900, "a"), *fillers(9)]
    assert related(ArticleIndex(articles), "read") == ["near", "far"]


def test_nearness_in_time_alone_relates_nobody():
    assert related(ArticleIndex([article("read", 2, "a"), article("same-day", 2, "b")]), "read") == []


@pytest.mark.parametrize("others", [1, 2, 9, 60])
def test_the_author_of_everything_says_nothing(others):
    articles = [article("read", 1, authors="ada"), *fillers(others, authors="ada")]
    assert related(ArticleIndex(articles), "read") == []


def test_an_author_of_few_does_relate():
    articles = [article("read", 9, authors="ada"), article("hers", 1, authors="ada"), *fillers(9, authors="bob")]
    assert related(ArticleIndex(articles), "read") == ["hers"]


def test_parts_of_a_series_come_before_articles_of_a_category_or_of_an_author():
    articles = [
        article("read", 9, authors="ada", category="c", series="s"),
        article("author", 8, authors="ada"),
        article("category", 7, category="c"),
        article("series", 1, series="s"),
        *fillers(9),
    ]
    assert related(ArticleIndex(articles), "read") == ["series", "category", "author"]


def test_newer_articles_are_shown_where_that_is_asked_for_alone():
    articles = [article("old", 1, "a"), article("new", 2, "a"), *fillers(5)]
    assert related(ArticleIndex(articles), "old") == []
    assert related(ArticleIndex(articles), "new") == ["old"]
    assert related(ArticleIndex(articles, kinship=NEWER), "old") == ["new"]


def test_articles_of_one_moment_are_related_to_each_other():
    articles = [article("a", 1, "x"), article("b", 1, "x"), *fillers(5)]
    assert (related(ArticleIndex(articles), "a"), related(ArticleIndex(articles), "b")) == (["b"], ["a"])


@pytest.mark.parametrize(("threshold", "expected"), [(0.0, ["some", "little"]), (2.0, ["some"]), (9.0, [])])
def test_what_two_have_in_common_has_to_reach_the_threshold(threshold, expected):
    articles = [
        article("read", 9, "rare half"),
        article("some", 8, "rare"),
        article("little", 7, "half"),
        *fillers(2, tags="half"),
        *[article(f"other{at}", -20 - at) for at in range(5)],
    ]
    found = related(ArticleIndex(articles, kinship=Kinship(threshold=threshold)), "read")
    assert [name for name in found if not name.startswith("filler")] == expected


def test_an_article_without_terms_is_related_to_nobody():
    assert related(ArticleIndex([article("read", 2), article("other", 1, "a")]), "read") == []


def test_a_query_for_related_articles_goes_by_closeness_and_can_be_limited():
    articles = [
        article("read", 9, "a b c"),
        article("one", 8, "a"),
        article("three", 1, "a b c"),
        article("two", 2, "a b"),
    ]
    index = ArticleIndex(articles)
    assert [found.docname for found in index.select(Query(related_to="read", limit=2))] == ["three", "two"]
    assert index.select(Query(related_to="nobody")) == ()


# --- properties ------------------------------------------------------------------------------------------------------

ARTICLES = st.lists(
    st.builds(
        lambda days, tags, author, category, series, hidden, draft: replace(
            article("?", days, " ".join(sorted(tags)), authors=author, category=category, series=series),
            unlisted=hidden,
            draft=draft,
        ),
        st.none() | st.integers(0, 40),
        st.sets(st.sampled_from("abcd")),
        st.sampled_from(["", "ada", "bob"]),
        st.sampled_from(["", "c", "d"]),
        st.sampled_from(["", "", "s"]),
        st.sampled_from([False, False, False, True]),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=10,
).map(lambda made: [replace(one, docname=f"p{at:02}") for at, one in enumerate(made)])
KINSHIPS = st.builds(Kinship, st.booleans(), st.sampled_from([0.0, 0.25, 1.0]))


@given(ARTICLES, ARTICLES)
def test_newer_articles_change_nothing_for_older_ones(old, new):
    later = [
        replace(one, docname=f"n{at:02}", date=Moment(START + dt.timedelta(days=100 + at)))
        for at, one in enumerate(new)
    ]
    before, after = ArticleIndex(old), ArticleIndex([*later, *old])
    for docname in before.by_docname:
        assert related(after, docname) == related(before, docname)


@given(ARTICLES, KINSHIPS)
def test_only_what_lists_may_show_is_related_and_nobody_to_themselves(articles, kinship):
    index = ArticleIndex(articles, kinship=kinship)
    listed = {one.docname for one in articles if not one.draft and not one.unlisted}
    for docname, one in index.by_docname.items():
        found = related(index, docname)
        assert docname not in found
        assert set(found) <= listed
        assert len(found) == len(set(found))
        if not kinship.newer and one.date is not None:
            assert all(other.date is None or other.date <= one.date for other in index.related(one))


@given(ARTICLES, KINSHIPS, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_who_was_read_first(articles, kinship, random):
    shuffled = list(articles)
    random.shuffle(shuffled)
    one, other = ArticleIndex(articles, kinship=kinship), ArticleIndex(shuffled, kinship=kinship)
    assert {name: related(one, name) for name in one.by_docname} == {
        name: related(other, name) for name in one.by_docname
    }


@given(ARTICLES)
def test_where_newer_ones_are_shown_and_dates_are_gone_relation_is_mutual(articles):
    undated = [replace(one, date=None, unlisted=False) for one in articles]
    index = ArticleIndex(undated, kinship=NEWER)
    for docname in index.by_docname:
        assert all(docname in related(index, other) for other in related(index, docname))
