"""What a query's parts fit: names, globs, languages; and the numbers that lead through pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_byline.model.kinds import KINDS
from sphinx_byline.model.pagination import page_numbers
from sphinx_byline.model.queries import FIELDS_OF_STYLE, STYLES, Layout, Names, Query, fits_glob, fits_language


@pytest.mark.parametrize(
    ("names", "having", "fits"),
    [
        (Names(), "", True),
        (Names(), "ab", True),
        (Names(("a",)), "a", True),
        (Names(("a",)), "b", False),
        (Names(("a",)), "", False),
        (Names(("a", "b")), "b", True),
        (Names(("a", "b")), "c", False),
        (Names(("a", "b"), every=True), "b", False),
        (Names(("a", "b"), every=True), "abc", True),
        (Names((), ("a",)), "", True),
        (Names((), ("a",)), "b", True),
        (Names((), ("a",)), "ab", False),
        (Names((), ("a", "b"), every=True), "a", False),
        (Names(("a",), ("b",)), "a", True),
        (Names(("a",), ("b",)), "ab", False),
        (Names(("a",), ("a",)), "a", False),
        (Names(("a", "b"), ("c",), every=True), "ab", True),
        (Names(("a", "b"), ("c",), every=True), "abc", False),
    ],
)
def test_one_wanted_name_is_enough_unless_all_are_asked_for_and_no_unwanted_one_may_be_there(names, having, fits):
    assert names.fit(tuple(having)) is fits


def test_names_that_ask_nothing_are_told_from_those_that_do():
    assert not Names()
    assert not Names(every=True)
    assert Names(("a",))
    assert Names((), ("a",))


def test_names_in_other_words_ask_the_same_way():
    assert Names(("a",), ("b",), every=True).translated(str.upper) == Names(("A",), ("B",), every=True)


def test_names_may_be_compared_by_another_rule():
    assert Names(("zh",), ("en",)).fit(("zh-CN",), fits_language)
    assert not Names(("zh",), ("en",)).fit(("en-GB",), fits_language)


@pytest.mark.parametrize(
    ("glob", "docname", "fits"),
    [
        # names alone: the document, or all of a folder
        ("posts", "posts/a", True),
        ("posts", "posts/old/a", True),
        ("posts", "posts", True),
        ("posts", "posts2/a", False),
        ("posts", "blog/posts/a", False),
        ("posts/a", "posts/a", True),
        ("posts/a", "posts/ab", False),
        ("/posts/", "posts/a", True),
        # one folder
        ("*", "a", True),
        ("*", "posts/a", False),
        ("posts/*", "posts/a", True),
        ("posts/*", "posts/old/a", False),
        ("/posts/*", "posts/a", True),
        ("*/a", "posts/a", True),
        ("*/a", "a", False),
        ("posts/a*", "posts/abc", True),
        ("posts/a*", "posts/ba", False),
        ("posts/?", "posts/a", True),
        ("posts/?", "posts/ab", False),
        ("posts/[ab]", "posts/b", True),
        ("posts/[!ab]", "posts/b", False),
        ("posts/2024-*", "posts/2024-03-01-title", True),
        # many folders
        ("**", "a", True),
        ("**", "a/b/c", True),
        ("posts/**", "posts/a", True),
        ("posts/**", "posts/old/deep/a", True),
        ("posts/**", "blog/a", False),
        ("**/a", "a", True),
        ("**/a", "x/y/a", True),
        ("**/a", "x/y/b", False),
        ("posts/**/a", "posts/a", True),
        ("posts/**/a", "posts/x/y/a", True),
        ("posts/**/a", "posts/x/y/b", False),
        ("**/old/**", "posts/old/a", True),
        ("**/old/**", "posts/new/a", False),
        ("**/*-draft", "posts/x/my-draft", True),
        ("a/**/**/b", "a/b", True),
        # case is that of the file
        ("Posts/*", "posts/a", False),
        ("文章/*", "文章/链式法则", True),
        ("", "a", False),
    ],
)
def test_globs_fit_documents_folder_by_folder(glob, docname, fits):
    assert fits_glob(glob, docname) is fits


PARTS = st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, max_size=4)


@given(PARTS, st.lists(st.sampled_from(["a", "*", "**", "?", "a*"]), min_size=1, max_size=4))
def test_a_folder_in_front_of_both_changes_nothing(names, parts):
    glob, docname = "/".join(parts), "/".join(names)
    if any(sign in glob for sign in "*?"):
        assert fits_glob(f"top/{glob}", f"top/{docname}") is fits_glob(glob, docname)


def test_a_glob_of_many_stars_takes_no_time():
    assert not fits_glob("/".join(["**", "*"] * 60 + ["x"]), "/".join("a" * 200))


@pytest.mark.parametrize(
    ("asked", "language", "fits"),
    [
        ("zh", "zh", True),
        ("zh", "zh-CN", True),
        ("zh", "zh_TW", True),
        ("ZH", "zh-hant-TW", True),
        ("zh_CN", "zh-CN", True),
        ("zh-CN", "zh", False),
        ("zh-CN", "zh-TW", False),
        ("en", "eng", False),
        ("e", "en", False),
        ("en-GB", "en-gb-oxendict", True),
    ],
)
def test_a_language_fits_its_regions_and_not_the_other_way_round(asked, language, fits):
    assert fits_language(asked, language) is fits


@pytest.mark.parametrize(
    ("page", "pages", "expected"),
    [
        (1, 1, [1]),
        (1, 2, [1, 2]),
        (1, 5, [1, 2, 3, 4, 5]),
        (1, 9, [1, 2, 3, 0, 9]),
        (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (9, 9, [1, 0, 7, 8, 9]),
        (10, 20, [1, 0, 8, 9, 10, 11, 12, 0, 20]),
        (4, 20, [1, 2, 3, 4, 5, 6, 0, 20]),
    ],
)
def test_pages_are_numbered_at_the_ends_and_around_the_one_that_is_read(page, pages, expected):
    assert page_numbers(page, pages) == expected


@given(st.integers(1, 60), st.integers(1, 60))
def test_the_numbers_of_pages_ascend_and_never_leave_out_a_single_page(pages, page):
    page = min(page, pages)
    numbers = page_numbers(page, pages)
    shown = [number for number in numbers if number]
    assert shown == sorted(set(shown))
    assert {1, page, pages} <= set(shown)
    for before, gap, after in zip(numbers, numbers[1:], numbers[2:], strict=False):
        if gap == 0:
            assert after - before > 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_articles_of_a_term_are_asked_for_by_its_kind(kind):
    query = Query.for_term(kind, "x")
    assert {other for other in KINDS if query.of(other)} == {kind}
    assert query.of(kind) == Names(("x",))


@pytest.mark.parametrize("style", STYLES)
def test_every_style_shows_a_title_and_fields_of_the_author_s_choice(style):
    assert "title" in Layout(style).shown
    assert Layout(style).shown == FIELDS_OF_STYLE[style]
    assert Layout(style, fields=("title", "level")).shown == ("title", "level")
