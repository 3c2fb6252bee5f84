"""What a header means, field by field, and what is said of a field that means nothing."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_byline.model.conventions import Conventions
from sphinx_byline.model.fields import FIELDS
from sphinx_byline.model.frontmatter import FrontMatter, parse
from sphinx_byline.model.terms import MOST_TERMS

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHANGHAI_SITE = Conventions(zone=SHANGHAI)

header_values = st.recursive(
    st.none() | st.text(max_size=30) | st.sampled_from(["true", "false", "2024-02-30", "https://[", "//", "a,b；c"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
known_names = st.sampled_from([name for field in FIELDS for name in (field.name, *field.aliases)])


def read(**header) -> FrontMatter:
    return parse(header, "posts/a", SHANGHAI_SITE)


def names(matter: FrontMatter) -> list[str]:
    return [author.name for author in matter.article.authors]


def labels(matter: FrontMatter) -> list[str]:
    return [tag.label for tag in matter.article.tags]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("AI 研究员", ["AI 研究员"]),
        ("  Ada   Byron ", ["Ada Byron"]),
        (["李明", "Ada Byron"], ["李明", "Ada Byron"]),
        ({"name": "Ada", "url": "https://ada.example"}, ["Ada"]),
        ([{"name": "Ada"}, "李明", None, ""], ["Ada", "李明"]),
        ([{"name": {"given": "Ada", "family": "Byron"}}], ["Ada Byron"]),
        (["Ada", "ADA", "ａｄａ"], ["Ada"]),
        ("Knuth, Donald", ["Knuth, Donald"]),
    ],
)
def test_authors_are_read_as_text_list_or_map_and_never_split(written, expected):
    matter = read(author=written)
    assert names(matter) == expected
    assert not matter.problems


def test_what_a_map_says_of_an_author_is_kept():
    (author,) = read(
        authors=[
            {
                "name": "Ada",
                "image_url": "https://ada.example/a.png",
                "url": "https://ada.example",
                "bio": "Writes.",
                "affiliations": [{"name": "Analytical Engine"}, "Royal Society"],
                "orcid": "0000-0001",
            }
        ]
    ).article.authors
    assert (author.avatar, author.url, author.bio) == ("https://ada.example/a.png", "https://ada.example", "Writes.")
    assert author.affiliation == "Analytical Engine, Royal Society"


def test_docusaurus_details_beside_the_name_belong_to_the_author():
    header = {"author": "Ada", "author_url": "https://ada.example", "author_image_url": "https://a.example/a.png"}
    (author,) = parse(header, "a", SHANGHAI_SITE).article.authors
    assert (author.url, author.avatar) == ("https://ada.example", "https://a.example/a.png")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ada", "https://"])
def test_an_author_address_that_is_no_web_address_is_left_out(address):
    (author,) = read(author={"name": "Ada", "url": address}).article.authors
    assert author.url == ""


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "https://", "file:///etc/passwd"])
def test_an_avatar_is_a_web_address_or_a_path(address):
    (author,) = read(author={"name": "Ada", "avatar": address}).article.authors
    assert author.avatar == ""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("深度学习, 数学, 线性代数", ["深度学习", "数学", "线性代数"]),
        ("深度学习，数学、线性代数；微积分;概率\n统计", ["深度学习", "数学", "线性代数", "微积分", "概率", "统计"]),
        ("machine learning, CI/CD", ["machine learning", "CI/CD"]),
        (["3.10", "yes", "0123", "12:30"], ["3.10", "yes", "0123", "12:30"]),
        ([{"label": "AI", "permalink": "/ai"}, {"name": "ML"}], ["AI", "ML"]),
        (["AI", "ai", "ＡＩ", "C", "C++", "C#"], ["AI", "C", "C++", "C#"]),
        (" , ,", []),
    ],
)
def test_tags_are_a_list_or_one_text_with_commas(written, expected):
    matter = read(tags=written)
    assert labels(matter) == expected
    assert not matter.problems


@pytest.mark.parametrize(
    ("written", "when", "has_time"),
    [
        ("2024-03-01", dt.datetime(2024, 3, 1, tzinfo=SHANGHAI), False),
        ("2024/3/1", dt.datetime(2024, 3, 1, tzinfo=SHANGHAI), False),
        ("2024年3月1日", dt.datetime(2024, 3, 1, tzinfo=SHANGHAI), False),
        ("2024 年 3 月 1 日", dt.datetime(2024, 3, 1, tzinfo=SHANGHAI), False),
        ("２０２４-０３-０１", dt.datetime(2024, 3, 1, tzinfo=SHANGHAI), False),
        ("20240301", dt.datetime(2024, 3, 1, tzinfo=SHANGHAI), False),
        ("March 1, 2024", dt.datetime(2024, 3, 1, tzinfo=SHANGHAI), False),
        ("1 Mar 2024", dt.datetime(2024, 3, 1, tzinfo=SHANGHAI), False),
        ("2024-03-01 08:30", dt.datetime(2024, 3, 1, 8, 30, tzinfo=SHANGHAI), True),
        ("2024-03-01T08:30:15.250Z", dt.datetime(2024, 3, 1, 8, 30, 15, 250000, tzinfo=dt.UTC), True),
        ("2024-03-01 08:30:00 -0530", dt.datetime(2024, 3, 1, 14, 0, tzinfo=dt.UTC), True),
        ("2024-03-01T08:30:00+08:00", dt.datetime(2024, 3, 1, 0, 30, tzinfo=dt.UTC), True),
        ("Fri, 01 Mar 2024 08:30:00 GMT", dt.datetime(2024, 3, 1, 8, 30, tzinfo=dt.UTC), True),
    ],
)
def test_a_date_is_read_in_every_spelling_that_means_one_day(written, when, has_time):
    matter = read(date=written)
    assert matter.article.date is not None
    assert matter.article.date.when == when
    assert matter.article.date.has_time is has_time
    assert not matter.problems


@pytest.mark.parametrize("written", ["2024-02-30", "2024-13-01", "2023年2月29日", "2024-03-01 25:00", "0001-01-01"])
def test_a_date_that_does_not_exist_is_dropped_with_one_problem(written):
    matter = read(date=written, title="t")
    assert matter.article.date is None
    assert matter.is_article
    (problem,) = matter.problems
    assert problem.kind == "date"
    assert f'"date" is "{written}"; the field is left out; expected a date that exists' in problem.message


@pytest.mark.parametrize("written", ["1/3/2024", "yesterday", "soon", "9" * 5000])
def test_what_is_no_date_is_dropped_with_one_problem(written):
    matter = read(date=written)
    assert matter.article.date is None
    assert [problem.kind for problem in matter.problems] == ["date"]


def test_other_tools_names_for_dates_are_understood():
    assert read(pubDatetime="2024-03-01").article.date == read(date="2024-03-01").article.date
    matter = parse({"date": {"created": "2024-03-01", "updated": "2024-03-02"}}, "a", SHANGHAI_SITE)
    assert matter.article.date == read(date="2024-03-01").article.date
    assert matter.article.updated == read(updated="2024-03-02").article.updated
    assert not matter.problems


@pytest.mark.parametrize(
    "header",
    [{"draft": "true"}, {"draft": "Yes"}, {"published": "false"}, {"status": "draft"}, {"Draft": "on"}],
)
def test_drafts_are_known_by_each_tools_word(header):
    matter = parse(header, "a", SHANGHAI_SITE)
    assert matter.article.draft
    assert not matter.problems


@pytest.mark.parametrize("header", [{"draft": "false"}, {"published": "true"}, {"status": "publish"}, {"draft": None}])
def test_what_is_published_is_no_draft(header):
    matter = parse(header, "a", SHANGHAI_SITE)
    assert not matter.article.draft
    assert not matter.problems


@pytest.mark.parametrize(
    ("header", "url", "path"),
    [
        ({"cover": "https://x.example/a b.png?w=800"}, "https://x.example/a%20b.png?w=800", ""),
        ({"cover": "//x.example/a.png"}, "https://x.example/a.png", ""),
        ({"cover": "封面.png"}, "", "封面.png"),
        ({"image": "img\\a.png"}, "", "img/a.png"),
        ({"cover": {"image": "a.png", "alt": "A"}}, "", "a.png"),
        ({"images": ["a.png", "b.png"]}, "", "a.png"),
        ({"featuredImage": "a.png"}, "", "a.png"),
        ({"cover": "true", "image": "a.png"}, "", "a.png"),
        ({"cover": "false", "image": "a.png"}, "", ""),
        ({"cover": "a.png", "image": "b.png"}, "", "a.png"),
    ],
)
def test_a_cover_is_an_address_or_a_file_under_each_tools_name(header, url, path):
    matter = parse(header, "a", SHANGHAI_SITE)
    cover = matter.article.cover
    assert (cover.url if cover else "", cover.path if cover else "") == (url, path)
    assert not matter.problems


@pytest.mark.parametrize(
    "written", ["javascript:alert(1)", "data:image/png;base64,AAAA", "file:///etc/passwd", "https://"]
)
def test_a_cover_from_anywhere_but_the_web_and_the_source_folder_is_refused(written):
    matter = read(cover=written)
    assert matter.article.cover is None
    assert [problem.kind for problem in matter.problems] == ["cover"]


def test_a_cover_position_can_hold_nothing_but_words_and_percentages():
    assert read(cover={"image": "a.png", "position": "center 20%"}).article.cover.position == "center 20%"
    assert read(cover={"image": "a.png", "position": "0;background:url(x)"}).article.cover.position == ""


@pytest.mark.parametrize(
    ("header", "is_article"),
    [
        ({"title": "T"}, False),
        ({"title": "T", "orphan": ""}, False),
        ({"author": "A"}, True),
        ({"date": "2024-01-01"}, True),
        ({"tags": "a"}, True),
        ({"cover": "a.png"}, True),
        ({"type": "article"}, True),
        ({"type": "page"}, False),
        ({"author": None, "tags": []}, False),
        ({"date": "no date"}, True),
        ({}, False),
    ],
)
def test_author_date_tags_cover_or_type_make_an_article(header, is_article):
    assert parse(header, "a", SHANGHAI_SITE).is_article is is_article


@pytest.mark.parametrize(
    ("key", "meant"), [("autor", "author"), ("tilte", "title"), ("descripton", "description"), ("coverr", "cover")]
)
def test_a_slip_in_a_name_is_asked_about(key, meant):
    (problem,) = parse({key: "x"}, "a", SHANGHAI_SITE).problems
    assert problem.kind == "field_name"
    assert f'did you mean "{meant}"?' in problem.message


@pytest.mark.parametrize(
    "key",
    [
        *(
            "permalink",
            "slug",
            "data",
            "tagline",
            "update",
            "dates",
            "abbrlink",
            "password",
            "photos",
            "keywords",
            "tabs",
        ),
        *("url", "outputs", "cascade", "resources", "menu", "id", "authorLink", "share", "ads", "header", "gallery"),
        *("execute", "format", "bibliographystyle", "links", "slides", "venue", "subject", "exports", "github", "lead"),
        *("location", "blogger", "disqus", "expiryDate", "build", "sitemap", "parent", "nav_order", "has_children"),
    ],
)
def test_other_tools_fields_are_passed_on_without_a_word(key):
    matter = parse({key: "x"}, "a", SHANGHAI_SITE)
    assert matter.article.extra == {key: "x"}
    assert not matter.problems


def test_text_cannot_carry_controls_or_turn_the_line_around():
    matter = read(title="a\x00b\u202ec\ud800d\x0b  e", tags=["x\u2066y"])
    assert matter.article.title == "abc\ufffdd e"
    assert labels(matter) == ["xy"]


def test_a_hundred_thousand_tags_are_refused_as_a_whole():
    matter = read(tags=[f"t{number}" for number in range(100_000)])
    assert matter.article.tags == ()
    assert len(matter.problems) == 1
    assert str(MOST_TERMS) in matter.problems[0].message


@given(st.dictionaries(known_names | st.text(max_size=12), header_values, max_size=6))
def test_no_header_can_raise_and_every_message_is_one_line(header):
    matter = parse(header, "a", SHANGHAI_SITE)
    for problem in matter.problems:
        assert "\n" not in problem.message
        assert problem.path[0] in header
    for author in matter.article.authors:
        assert author.url == "" or author.url.startswith(("http://", "https://", "HTTP", "Http"))


@pytest.mark.parametrize("name", ["image", "license", "author", "tags", "series", "math", "citation", "date"])
def test_no_depth_of_maps_can_raise(name):
    deep: object = "x"
    for _ in range(3_000):
        deep = {name: deep, "image": deep, "content": deep} if name in {"image", "license"} else [deep]
    assert parse({name: deep}, "a", SHANGHAI_SITE).article.docname == "a"
