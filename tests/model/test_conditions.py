"""What a list can ask of the fields of articles, and how it orders them by these."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from sphinx_byline.model.article import Article, Author, Category, Cover, Moment, Reading, Series, Tag
from sphinx_byline.model.collation import Collation
from sphinx_byline.model.conditions import (
    Condition,
    Order,
    is_ours,
    read_conditions,
    read_order,
    sorted_by,
    value_of,
)

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def day(text: str) -> Moment:
    return Moment(dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


FULL = Article(
    "posts/a",
    title="Straße nach Süden",
    subtitle="Ein Weg",
    authors=(Author("Ada Lovelace", "ada-lovelace"), Author("李明", "李明")),
    tags=(Tag("AI", "ai"), Tag("数学", "数学")),
    categories=(Category(("Notes", "Maths"), "notes/maths"),),
    series=Series("Calculus", "calculus", 2.0),
    cover=Cover(path="posts/a.png", alt="A road"),
    date=day("2024-03-15"),
    updated=Moment(dt.datetime(2024, 5, 1, 9, 30, tzinfo=SHANGHAI), has_time=True),
    unlisted=True,
    pin=3,
    lang="zh-CN",
    doi="10.1000/1",
    reading=Reading(characters=1200, words=34, minutes=5),
    extra={
        "level": "Easy",
        "Reading-Level": "7",
        "version": "3.10",
        "released": "2024-02-10",
        "reviewers": ["Bob", "Eve", "10"],
        "venue": {"City": "Bergen", "rooms": ["A", "B"], "year": "2023"},
        "paid": "yes",
        "free": "no",
        "empty": "",
        "none": None,
        "notes.md": "dotted",
    },
)
BARE = Article("bare", title="bare")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("level = easy", [Condition("level", "=", "easy")]),
        ("level=easy", [Condition("level", "=", "easy")]),
        ("level == easy", [Condition("level", "=", "easy")]),
        ("words>=1000", [Condition("words", ">=", "1000")]),
        ("words <= 10", [Condition("words", "<=", "10")]),
        ("a < 1; b > 2", [Condition("a", "<", "1"), Condition("b", ">", "2")]),
        ("a != 1；b !~ x", [Condition("a", "!=", "1"), Condition("b", "!~", "x")]),
        ("a = 1 and b ~ 2\nc", [Condition("a", "=", "1"), Condition("b", "~", "2"), Condition("c", "?")]),
        ("archived", [Condition("archived", "?")]),
        ("!archived", [Condition("archived", "!?")]),
        ("! venue.city", [Condition("venue.city", "!?")]),
        ("title = “x”", [Condition("title", "=", "“x”")]),
        ('title = "  two  spaces "', [Condition("title", "=", "  two  spaces ")]),
        ("title = 'it''s'", [Condition("title", "=", "it''s")]),
        ("level =", [Condition("level", "=", "")]),
        ("难度 = 简单", [Condition("难度", "=", "简单")]),
        ("a = b = c", [Condition("a", "=", "b = c")]),
        ("; a = 1 ;", [Condition("a", "=", "1")]),
    ],
)
def test_conditions_are_read_as_they_are_written(text, expected):
    assert list(read_conditions(text)) == expected


@pytest.mark.parametrize(
    ("text", "value"), [('title = "salt and pepper"', "salt and pepper"), ("title = 'one; two'", "one; two")]
)
def test_what_stands_in_quotes_is_one_value(text, value):
    assert read_conditions(text) == (Condition("title", "=", value),)


@pytest.mark.parametrize("text", ["", "  ", ";", "level easy", "= 1", "level = 1; two words", "a b = 1"])
def test_what_is_no_condition_is_an_error_that_shows_an_example(text):
    with pytest.raises(ValueError, match="level = easy"):
        read_conditions(text)


@pytest.mark.parametrize(
    "text", [f"a = x{' ' * 20_000}y", f"a = x{' and' * 20_000}", 'a = "' + '"' * 20_000, f"a = x{';' * 20_000}"]
)
def test_long_conditions_take_time_by_their_length_alone(text):
    started = time.perf_counter()
    read_conditions(text)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title", [Order("title")]),
        ("-date", [Order("date", descending=True)]),
        ("−updated，title", [Order("updated", descending=True), Order("title")]),
        ("+level, - venue.city", [Order("level"), Order("venue.city", descending=True)]),
        ("难度、-标题", [Order("难度"), Order("标题", descending=True)]),
        (" , title ,", [Order("title")]),
    ],
)
def test_an_order_is_fields_with_commas(text, expected):
    assert list(read_order(text)) == expected


@pytest.mark.parametrize("text", ["", ",", "-", "two words", "date desc", "a=b"])
def test_what_is_no_order_is_an_error(text):
    with pytest.raises(ValueError, match="field"):
        read_order(text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("title", ("Straße nach Süden",)),
        ("headline", ("Straße nach Süden",)),
        ("Title", ("Straße nach Süden",)),
        ("author", ("Ada Lovelace", "李明")),
        ("tag", ("AI", "数学")),
        ("category", ("Notes / Maths",)),
        ("section", ("Notes / Maths",)),
        ("series", ("Calculus",)),
        ("series-order", 2.0),
        ("SERIES_ORDER", 2.0),
        ("order", 2.0),
        ("date", ("2024-03-15",)),
        ("pubDate", ("2024-03-15",)),
        ("published", ("2024-03-15",)),
        ("lastmod", ("2024-05-01T09:30:00+08:00",)),
        ("cover", ("posts/a.png",)),
        ("image-alt", ("A road",)),
        ("unlisted", True),
        ("hidden", True),
        ("draft", False),
        ("isDraft", False),
        ("pin", 3.0),
        ("sticky", 3.0),
        ("top", 3.0),
        ("language", ("zh-CN",)),
        ("readtime", 5.0),
        ("words", 1234.0),
        ("docname", ("posts/a",)),
        ("level", ("Easy",)),
        ("LEVEL", ("Easy",)),
        ("reading_level", ("7",)),
        ("ReadingLevel", ("7",)),
        ("venue.city", ("Bergen",)),
        ("Venue.CITY", ("Bergen",)),
        ("venue.rooms", ("A", "B")),
        ("venue.hall", None),
        ("venue.city.street", None),
        ("level.of", None),
        ("venue", ("City", "rooms", "year")),
        ("notes.md", ("dotted",)),
        ("empty", None),
        ("none", None),
        ("unheard", None),
    ],
)
def test_a_field_is_found_under_each_of_its_names(name, expected):
    assert value_of(FULL, name) == expected


def test_what_an_article_does_not_say_has_no_value():
    names = (
        "authors",
        "tags",
        "category",
        "series",
        "order",
        "date",
        "updated",
        "cover",
        "pin",
        "lang",
        "words",
        "doi",
    )
    assert [name for name in names if value_of(BARE, name) is not None] == []


@pytest.mark.parametrize(("name", "ours"), [("sticky", True), ("Pub_Date", True), ("words", True), ("level", False)])
def test_fields_of_ours_are_told_from_the_author_s_own(name, ours):
    assert is_ours(name) is ours


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        # numbers
        ("words = 1234", True),
        ("words = 1234.0", True),
        ("words >= 1234", True),
        ("words > 1234", False),
        ("words < 10000", True),
        ("words != 1", True),
        ("words = many", False),
        ("words != many", True),
        ("words ~ 12", False),
        ("order <= 2", True),
        ("reading-level < 10", True),
        ("reading-level = 7.0", True),
        ("version = 3.1", True),
        ("venue.year >= 2023", True),
        # dates, as far as they are asked
        ("date = 2024", True),
        ("date = 2024-03", True),
        ("date = 2024/03", True),
        ("date = 2024-03-15", True),
        ("date = 2024-03-16", False),
        ("date <= 2024-03", True),
        ("date > 2024-03", False),
        ("date < 2024-04", True),
        ("date >= 2024-03-15", True),
        ("date > 2023", True),
        ("date != 2023", True),
        ("date >= 2024-3", True),
        ("date < 2024-10", True),
        ("updated = 2024-05-01", True),
        ("updated > 2024-05-01", False),
        ("released < 2024-03", True),
        ("released = 2024-02", True),
        # flags
        ("unlisted = true", True),
        ("unlisted = YES", True),
        ("unlisted = false", False),
        ("unlisted != false", True),
        ("draft = no", True),
        ("draft = maybe", False),
        ("draft > false", False),
        ("paid = true", True),
        ("paid = on", True),
        ("free = false", True),
        ("free = true", False),
        ("pin = 3", True),
        # texts, without regard to case, or width
        ("title = STRASSE nach süden", True),
        ("title ~ strasse", True),
        ("title !~ norden", True),
        ("title !~ SÜDEN", False),
        ("level = easy", True),
        ("level = ＥＡＳＹ", True),
        ("level != hard", True),
        ("level != easy", False),
        ("level > a", True),
        ("level < a", False),
        ('level = "easy"', True),
        ("subtitle = 'ein weg'", True),
        # several values: one is enough, and none may be there for !=
        ("authors = 李明", True),
        ("authors ~ ada", True),
        ("authors = ada", False),
        ("authors != bob", True),
        ("authors != 李明", False),
        ("tags = ai", True),
        ("reviewers = eve", True),
        ("reviewers > 9", True),
        ("reviewers !~ eve", False),
        # maps
        ("venue.city = bergen", True),
        ("venue.rooms = b", True),
        ("venue", True),
        ("venue.hall", False),
        # whether there is anything
        ("level", True),
        ("!level", False),
        ("draft", False),
        ("!draft", True),
        ("unlisted", True),
        ("sticky", True),
        ("cover", True),
        ("!cover", False),
        ("empty", False),
        ("!unheard", True),
        ("free", False),
        ("!free", True),
    ],
)
def test_an_article_fits_what_its_fields_hold(text, fits):
    assert all(condition.fits(FULL) for condition in read_conditions(text)) is fits


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("level = easy", False),
        ("level != easy", True),
        ("level ~ e", False),
        ("level !~ e", True),
        ("level < z", False),
        ("level =", True),
        ("level = ''", True),
        ("level != ''", False),
        ("words > 0", False),
        ("words < 10", False),
        ("date < 2030", False),
        ("date != 2024", True),
        ("sticky", False),
        ("!sticky", True),
    ],
)
def test_a_field_that_is_missing_holds_nothing_and_is_not_what_it_is_not(text, fits):
    assert all(condition.fits(BARE) for condition in read_conditions(text)) is fits


def test_an_article_that_is_pinned_fits_the_flag_that_its_header_wrote():
    pinned = Article("p", pin=1)
    assert Condition("pin", "=", "true").fits(pinned)
    assert not Condition("pin", "=", "true").fits(BARE)


# --- order -----------------------------------------------------------------------------------------------------------


def docnames(articles) -> str:
    return "".join(article.docname for article in articles)


def ordered(articles, order: str, language: str = "en") -> str:
    return docnames(sorted_by(articles, read_order(order), Collation(language).key))


def own(docname: str, **extra: str) -> Article:
    return Article(docname, title=docname, extra=extra)


def test_numbers_go_by_their_size_also_where_they_are_written_as_text():
    articles = [own("a", level="10"), own("b", level="9"), own("c", level="-1"), own("d", level="2.5")]
    assert ordered(articles, "level") == "cdba"
    assert ordered(articles, "-level") == "abdc"


def test_what_does_not_have_the_field_comes_last_either_way():
    articles = [own("a"), own("b", level="2"), own("c", level=""), own("d", level="1")]
    assert ordered(articles, "level") == "dbac"
    assert ordered(articles, "-level") == "bdac"


@pytest.mark.parametrize("order", ["level", "-level"])
def test_equals_stay_as_they_were(order):
    articles = [own(name, level="1") for name in "zxy"]
    assert ordered(articles, order) == "zxy"


def test_the_first_field_is_the_weightiest():
    articles = [own("a", x="2", y="1"), own("b", x="1", y="1"), own("c", x="1", y="2"), own("d", y="9")]
    assert ordered(articles, "x, y") == "bcad"
    assert ordered(articles, "x, -y") == "cbad"
    assert ordered(articles, "-x, y") == "abcd"


def test_texts_go_by_the_language_s_alphabet_without_regard_to_case():
    articles = [Article(str(at), title=title) for at, title in enumerate(["Öl", "zebra", "apple", "Ofen", "Banane"])]
    assert ordered(articles, "title", "de") == "24301"
    assert ordered(articles, "title", "sv") == "24310"


def test_numbers_come_before_texts_in_one_field():
    assert ordered([own("a", level="easy"), own("b", level="3")], "level") == "ba"


def test_moments_go_by_their_time_not_by_the_clock_on_the_wall():
    earlier = Article("e", date=Moment(dt.datetime(2026, 3, 1, 1, 0, tzinfo=SHANGHAI), has_time=True))
    later = Article("l", date=Moment(dt.datetime(2026, 2, 28, 20, 0, tzinfo=dt.UTC), has_time=True))
    undated = Article("u")
    assert ordered([later, undated, earlier], "date") == "elu"
    assert ordered([earlier, undated, later], "-date") == "leu"


def test_flags_put_what_is_not_before_what_is():
    articles = [Article("u", unlisted=True), Article("a")]
    assert ordered(articles, "unlisted") == "au"
    assert ordered(articles, "-unlisted") == "ua"
