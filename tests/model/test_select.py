"""Every list against a plain search: which articles, in which order, under which terms and groups."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_byline.model.article import Article, Author, Category, Moment, Series, Tag
from sphinx_byline.model.conditions import Condition, Order
from sphinx_byline.model.index import ArticleIndex
from sphinx_byline.model.queries import GROUPS, Names, Query, TermListing

EXAMPLES = settings.default.max_examples

TAGS, AUTHORS, SERIES = ("ai", "maths", "数学"), ("ada", "bob"), ("calculus", "logic")
CATEGORIES = (("notes",), ("notes", "maths"), ("notes", "maths", "easy"), ("news",))
FOLDERS = ("", "posts/", "posts/old/", "blog/")
DAYS = tuple(dt.date(year, month, day) for year in (2022, 2023, 2024) for month, day in ((1, 1), (1, 31), (12, 31)))
#: Ordered as they stand here in every alphabet, whatever their case.
TITLES = ("alpha", "BETA", "gamma 2", "Gamma 10", "omega")


def moment(day: dt.date | None) -> Moment | None:
    return day and Moment(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC))


@st.composite
def publications(draw: st.DrawFn) -> list[Article]:
    count = draw(st.integers(0, 9))
    made = [
        Article(
            f"{draw(st.sampled_from(FOLDERS))}p{at}",
            title=draw(st.sampled_from(TITLES)),
            date=moment(draw(st.sampled_from((None, *DAYS)))),
            tags=tuple(Tag(name.upper(), name) for name in draw(st.sets(st.sampled_from(TAGS)).map(sorted))),
            authors=tuple(Author(name, name) for name in draw(st.sets(st.sampled_from(AUTHORS)).map(sorted))),
            categories=tuple(
                Category(path, "/".join(path))
                for path in draw(st.sets(st.sampled_from(CATEGORIES), max_size=2).map(sorted))
            ),
            series=draw(
                st.none()
                | st.builds(
                    lambda name, order: Series(name, name, order),
                    st.sampled_from(SERIES),
                    st.sampled_from((None, 1.0, 2.0)),
                )
            ),
            draft=draw(st.sampled_from((False, False, False, True))),
            unlisted=draw(st.sampled_from((False, False, False, True))),
            pin=draw(st.sampled_from((0, 0, 0, 1, 5))),
            lang=draw(st.sampled_from(("", "en-GB", "zh-CN", "zh-TW"))),
            extra={"level": level} if (level := draw(st.sampled_from(("", "1", "2", "10")))) else {},
        )
        for at in range(count)
    ]
    return draw(st.permutations(made))


def names(known: tuple[str, ...]) -> st.SearchStrategy[Names]:
    some = st.lists(st.sampled_from(known), max_size=2, unique=True).map(tuple)
    return st.just(Names()) | st.builds(Names, some, some, st.booleans())


QUERIES = st.builds(
    Query,
    tags=names((*TAGS, "nobody-has-it")),
    authors=names(AUTHORS),
    categories=names(("notes", "notes/maths", "notes/maths/easy", "news", "maths")),
    series=names(SERIES),
    langs=names(("en", "zh", "zh-TW", "fr")),
    periods=names(("2022", "2023/01", "2024/12", "2024", "1999")),
    docs=names(("posts", "posts/*", "**/old/*", "*", "blog/**")),
    since=st.none() | st.sampled_from(DAYS),
    until=st.none() | st.sampled_from(DAYS),
    where=st.sampled_from(
        (
            (),
            (Condition("level", ">=", "2"),),
            (Condition("level", "?"),),
            (Condition("level", "!=", "1"), Condition("tags", "!~", "AI")),
        )
    ),
    sort=st.lists(
        st.builds(Order, st.sampled_from(("date", "title", "level", "docname")), st.booleans()), max_size=3, unique=True
    ).map(tuple),
    limit=st.sampled_from((0, 0, 1, 3)),
    offset=st.sampled_from((0, 0, 1, 4)),
)
SIMPLE = st.one_of(
    *(
        st.builds(lambda part, asked: Query(**{part: asked}), st.just(part), names(known))
        for part, known in {"tags": TAGS, "authors": AUTHORS, "series": SERIES, "categories": ("notes", "news")}.items()
    )
)


# --- the same, the long way round -------------------------------------------------------------------------------------


def day_of(article: Article) -> dt.date | None:
    return article.date.when.date() if article.date else None


def newest_first(articles: list[Article]) -> list[Article]:
    dated = sorted((one for one in articles if one.date), key=lambda one: one.docname)
    dated.sort(key=day_of, reverse=True)
    return dated + sorted((one for one in articles if not one.date), key=lambda one: one.docname)


def shown(articles: list[Article]) -> list[Article]:
    return newest_first([one for one in articles if not one.draft and not one.unlisted])


def pinned_first(articles: list[Article]) -> list[Article]:
    found: list[Article] = []
    for pin in (5, 1, 0):
        found += [one for one in shown(articles) if one.pin == pin]
    return found


def in_series(articles: list[Article], name: str) -> list[Article]:
    oldest_first = [one for one in reversed(shown(articles)) if one.series and one.series.slug == name]
    found = []
    for order in (1.0, 2.0, None):
        found += [one for one in oldest_first if one.series.order == order]
    return found


def has_asked(asked: Names, has) -> bool:
    for name in asked.unwanted:
        if has(name):
            return False
    found = [has(name) for name in asked.wanted]
    if not found:
        return True
    return False not in found if asked.every else True in found


def lies_in(article: Article, asked: str) -> bool:
    for category in article.categories:
        path = "/".join(category.path)
        if path == asked or path.startswith(asked + "/"):
            return True
    return False


def in_full(articles: list[Article], asked: str) -> str:
    """A category that is in another may go by its own name, where there is no other of it."""
    paths = {
        "/".join(category.path[:level])
        for article in shown(articles)
        for category in article.categories
        for level in range(1, len(category.path) + 1)
    }
    within = [path for path in paths if path.endswith(f"/{asked}")]
    return within[0] if asked not in paths and len(within) == 1 else asked


def is_in_language(article: Article, asked: str) -> bool:
    language = article.lang or "en"
    return language == asked or language.split("-")[0] == asked


def is_of_period(article: Article, asked: str) -> bool:
    day = day_of(article)
    return day is not None and asked in (f"{day.year}", f"{day.year}/{day.month:02}")


def lies_at(article: Article, glob: str) -> bool:
    folder, name = article.docname.rpartition("/")[0], article.docname.rpartition("/")[2]
    assert name
    return {
        "posts": folder in ("posts", "posts/old"),
        "posts/*": folder == "posts",
        "**/old/*": folder == "posts/old",
        "*": folder == "",
        "blog/**": folder == "blog",
    }[glob]


def level_of(article: Article) -> int | None:
    return int(article.extra["level"]) if "level" in article.extra else None


def holds(article: Article, condition: Condition) -> bool:
    if condition.field == "tags":
        return "ai" not in [tag.slug for tag in article.tags]
    level = level_of(article)
    return {"?": level is not None, ">=": level is not None and level >= 2, "!=": level != 1}[condition.operator]


def fits(article: Article, query: Query, articles: list[Article]) -> bool:
    day = day_of(article)
    if query.since and (day is None or day < query.since):
        return False
    if query.until and (day is None or day > query.until):
        return False
    for condition in query.where:
        if not holds(article, condition):
            return False
    return (
        has_asked(query.tags, lambda name: name in [tag.slug for tag in article.tags])
        and has_asked(query.authors, lambda name: name in [who.slug for who in article.authors])
        and has_asked(query.categories, lambda name: lies_in(article, in_full(articles, name)))
        and has_asked(query.series, lambda name: article.series is not None and article.series.slug == name)
        and has_asked(query.langs, lambda name: is_in_language(article, name))
        and has_asked(query.periods, lambda name: is_of_period(article, name))
        and has_asked(query.docs, lambda name: lies_at(article, name))
    )


def sort_by(articles: list[Article], field: str, *, descending: bool) -> list[Article]:
    def value(article: Article):
        if field == "date":
            return day_of(article)
        if field == "title":
            return TITLES.index(article.title)
        return level_of(article) if field == "level" else article.docname

    values = sorted({value(one) for one in articles if value(one) is not None}, reverse=descending)
    found = []
    for wanted in [*values, None]:
        found += [one for one in articles if value(one) == wanted]
    return found


def expected(articles: list[Article], query: Query) -> list[Article]:
    if len(query.series.wanted) == 1:
        found = in_series(articles, query.series.wanted[0])
    elif query.periods.wanted:
        found = shown(articles)
    else:
        found = pinned_first(articles)
    found = [one for one in found if fits(one, query, articles)]
    for order in reversed(query.sort):
        found = sort_by(found, order.field, descending=order.descending)
    found = found[query.offset :]
    return found[: query.limit] if query.limit else found


def docnames(articles) -> list[str]:
    return [article.docname for article in articles]


@settings(max_examples=EXAMPLES * 6 // 5)
@given(publications(), QUERIES)
def test_a_list_shows_what_a_search_by_hand_finds(articles, query):
    assert docnames(ArticleIndex(articles).select(query)) == docnames(expected(articles, query))


@settings(max_examples=EXAMPLES // 2)
@given(publications(), SIMPLE)
def test_a_list_that_asks_one_thing_shows_what_a_search_by_hand_finds(articles, query):
    assert docnames(ArticleIndex(articles).select(query)) == docnames(expected(articles, query))


@settings(max_examples=EXAMPLES // 4)
@given(publications())
def test_terms_have_the_articles_that_a_search_by_hand_finds(articles):
    index, visible = ArticleIndex(articles), pinned_first(articles)
    for tag in TAGS:
        having = [one.docname for one in visible if tag in [found.slug for found in one.tags]]
        assert docnames(index.tags[tag].articles if tag in index.tags else ()) == having
    for author in AUTHORS:
        having = [one.docname for one in visible if author in [found.slug for found in one.authors]]
        assert docnames(index.authors[author].articles if author in index.authors else ()) == having
    for path in ("notes", "notes/maths", "notes/maths/easy", "news"):
        having = [one.docname for one in visible if lies_in(one, path)]
        assert docnames(index.categories[path].articles if path in index.categories else ()) == having
    for series in SERIES:
        assert docnames(index.series[series].articles if series in index.series else ()) == docnames(
            in_series(articles, series)
        )
    asked = {f"{day.year}" for day in DAYS} | {f"{day.year}/{day.month:02}" for day in DAYS}
    for period in asked:
        having = [one.docname for one in shown(articles) if is_of_period(one, period)]
        assert docnames(index.periods[period].articles if period in index.periods else ()) == having
    assert set(index.periods) <= asked
    years = [slug for slug in index.periods if "/" not in slug]
    assert years == sorted(years, reverse=True)
    for year in years:
        months = [slug for slug in index.periods if slug.startswith(f"{year}/")]
        assert months == sorted(months, reverse=True)


@settings(max_examples=EXAMPLES // 4)
@given(publications(), st.sampled_from(("tag", "author", "category", "series")))
def test_lists_of_terms_are_those_that_articles_have_each_once(articles, kind):
    index = ArticleIndex(articles)
    every = index.list_terms(TermListing(kind))
    assert {term.slug for term in every} == set(index.terms(kind))
    assert len(every) == len(index.terms(kind))
    by_count = index.list_terms(TermListing(kind, sort="count", limit=2, at_least=2))
    assert [term.count for term in by_count] == sorted((term.count for term in every if term.count > 1), reverse=True)[
        :2
    ]
    order = docnames(shown(articles))
    by_date = index.list_terms(TermListing(kind, sort="date"))
    newest = [min(order.index(name) for name in docnames(term.articles)) for term in by_date]
    assert newest == sorted(newest)


@settings(max_examples=EXAMPLES // 4)
@given(publications(), st.sampled_from(GROUPS))
def test_groups_hold_every_article_and_nothing_else(articles, by):
    index = ArticleIndex(articles)
    listed = index.select(Query())
    groups = index.group(listed, by)
    assert {one.docname for group in groups for one in group.articles} == {one.docname for one in listed}
    for group in groups:
        positions = [docnames(listed).index(one.docname) for one in group.articles]
        assert positions == sorted(positions)
        assert len(positions) == len(set(positions))
    slugs = [group.term.slug if group.term else None for group in groups]
    assert len(slugs) == len(set(slugs))
    assert None not in slugs[:-1]
    for group in groups:
        for one in group.articles:
            has = {
                "year": [f"{day_of(one).year}"] if one.date else [],
                "month": [f"{day_of(one).year}/{day_of(one).month:02}"] if one.date else [],
                "category": ["/".join(category.path) for category in one.categories],
                "author": [who.slug for who in one.authors],
                "tag": [tag.slug for tag in one.tags],
            }[by]
            assert group.term.slug in has if group.term else not has
    if by in ("year", "month"):
        by_date = [group.term.slug for group in index.group(shown(articles), by) if group.term]
        assert by_date == sorted(by_date, reverse=True)


@settings(max_examples=EXAMPLES // 4)
@given(publications(), QUERIES)
def test_drafts_and_unlisted_articles_are_nowhere(articles, query):
    index = ArticleIndex(articles)
    hidden = {one.docname for one in articles if one.draft or one.unlisted}
    found = [*index.articles, *index.listed, *index.select(query), *index.select(replace(query, offset=0, limit=0))]
    for kind in ("tag", "author", "category", "series", "period"):
        for term in index.terms(kind).values():
            assert term.count > 0
            found += term.articles
    for docname in index.by_docname:
        for by in ("date", "series"):
            found += [one for one in index.neighbours(docname, by) if one]
    assert hidden.isdisjoint(docnames(found))
    drafts = {one.docname for one in articles if one.draft}
    assert drafts.isdisjoint(index.by_docname)
    assert {one.docname for one in articles} - drafts == set(index.by_docname)


@settings(max_examples=EXAMPLES // 4)
@given(publications())
def test_drafts_that_are_asked_for_stand_where_they_will_once_they_are_published(articles):
    published = [replace(one, draft=False) for one in articles]
    assert docnames(ArticleIndex(articles, with_drafts=True).listed) == docnames(ArticleIndex(published).listed)


@settings(max_examples=EXAMPLES // 4)
@given(publications())
def test_walking_back_from_the_newest_article_meets_every_article(articles):
    index, walked = ArticleIndex(articles), []
    here = index.articles[0] if index.articles else None
    while here is not None:
        walked.append(here.docname)
        older, _ = index.neighbours(here.docname)
        if older is not None:
            assert index.neighbours(older.docname)[1] == here
        here = older
    assert walked == docnames(shown(articles))


@settings(max_examples=EXAMPLES // 4)
@given(publications(), QUERIES)
def test_pages_of_a_list_are_the_list(articles, query):
    index, whole = ArticleIndex(articles), replace(query, limit=0, offset=0)
    pages = [docnames(index.select(replace(whole, limit=2, offset=start))) for start in range(0, len(articles) + 2, 2)]
    assert [name for page in pages for name in page] == docnames(index.select(whole))


@settings(max_examples=EXAMPLES // 4)
@given(publications(), QUERIES)
def test_names_that_nobody_has_are_told(articles, query):
    index = ArticleIndex(articles)
    told = set(index.unknown(query))
    for kind, asked in (("tag", query.tags), ("author", query.authors), ("category", query.categories)):
        for name in (*asked.wanted, *asked.unwanted):
            known = in_full(articles, name) if kind == "category" else name
            assert ((kind, name) in told) is (known not in index.terms(kind))
