"""What a publication knows of its authors and terms, and how names of articles meet it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_byline.model.article import Article, Author, Category, Series, Tag
from sphinx_byline.model.registry import Registry, read_authors, read_terms
from sphinx_byline.model.slugs import slugify

values = st.recursive(
    st.none() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)

AUTHORS = {
    "ada": {"name": "Ada Byron", "bio": "Writes.", "aliases": ["Ada Lovelace", "埃达"], "socials": {"github": "ada"}},
    "limei": "李梅",
    "lab": {"name": "Machine Lab", "type": "organization", "slug": "the-lab"},
}


def author(name: str, **more) -> Author:
    return Author(name, slugify(name), **more)


def settled(registry: Registry, *names: str, **more) -> tuple[Author, ...]:
    return registry.settle(Article("a", authors=tuple(author(name, **more) for name in names))).authors


@pytest.mark.parametrize("written", ["ada", "ADA", "Ada Byron", "ada lovelace", "埃达", "Ａda"])
def test_an_author_is_met_by_key_by_name_and_by_alias(written):
    (found,) = settled(Registry(authors=read_authors(AUTHORS).by_name), written)
    assert (found.name, found.slug, found.bio) == ("Ada Byron", "ada", "Writes.")
    assert found.socials == (("github", "https://github.com/ada"),)


def test_an_author_under_two_names_stands_once_and_others_stay_as_they_are():
    registry = Registry(authors=read_authors(AUTHORS).by_name)
    found = settled(registry, "ada", "Wang Fang", "Ada Lovelace", "limei", "lab")
    assert [who.name for who in found] == ["Ada Byron", "Wang Fang", "李梅", "Machine Lab"]
    assert [who.slug for who in found] == ["ada", "wang-fang", "limei", "the-lab"]
    assert [who.kind for who in found] == ["person", "person", "person", "organisation"]


def test_the_header_fills_only_what_the_registry_leaves_open():
    registry = Registry(authors=read_authors(AUTHORS).by_name)
    (found,) = settled(registry, "ada", bio="Other words.", url="https://ada.example")
    assert (found.bio, found.url) == ("Writes.", "https://ada.example")


@pytest.mark.parametrize(
    "written",
    [
        {"ada": {"name": "Ada"}},
        {"authors": {"ada": {"name": "Ada"}}},
        {"authors": [{"key": "ada", "name": "Ada"}]},
        [{"id": "ada", "name": "Ada"}],
        {"ada": "Ada"},
    ],
)
def test_a_registry_is_a_map_or_a_list_as_other_tools_have_it(written):
    entries = read_authors(written)
    assert {slug: who.name for slug, who in entries.by_name.items()} == {"ada": "Ada"}
    assert not entries.problems


TAGS = {
    "机器学习": {"aliases": ["機器學習", "ML"], "description": "让机器从例子里学。"},
    "ai": {"label": "人工智能", "slug": "artificial-intelligence"},
    "releases": {"label": "Product releases", "permalink": "/product-releases"},
    "plain": None,
}


def test_aliases_and_labels_of_tags_lead_to_one_tag():
    registry = Registry(tags=read_terms(TAGS, "tags").by_name)
    tags = tuple(
        Tag(label, slugify(label)) for label in ("ML", "機器學習", "AI", "人工智能", "releases", "plain", "new")
    )
    found = registry.settle(Article("a", tags=tags)).tags
    assert [(tag.label, tag.slug) for tag in found] == [
        ("机器学习", "机器学习"),
        ("人工智能", "artificial-intelligence"),
        ("Product releases", "product-releases"),
        ("plain", "plain"),
        ("new", "new"),
    ]
    assert found[0].description == "让机器从例子里学。"


def test_categories_are_met_at_every_level_and_series_keep_their_order():
    registry = Registry(
        categories=read_terms({"tech": "技术", "py": {"label": "Python", "description": "蛇"}}, "categories").by_name,
        series=read_terms({"chain": {"label": "链式法则", "aliases": "链"}}, "series").by_name,
    )
    article = registry.settle(
        Article("a", categories=(Category(("Tech", "Py"), "tech/py"),), series=Series("链", "链", 2.0))
    )
    (category,) = article.categories
    assert (category.path, category.slug, category.description) == (("技术", "Python"), "tech/py", "蛇")
    assert [outer.path for outer in registry.with_outer_categories(article)] == [("技术",), ("技术", "Python")]
    assert article.series is not None
    assert (article.series.label, article.series.slug, article.series.order) == ("链式法则", "chain", 2.0)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("text", "is no registry"),
        ({"a": ["x"]}, '"a" is a list'),
        ([{"bio": "x"}], "an entry is a map"),
        ({"a": {"name": "Same"}, "b": {"name": "same"}}, '"Same" is a name of two entries'),
        ({"a": {"aliases": "x, y"}, "b": {"aliases": ["Y"]}}, '"Y" is a name of two entries'),
    ],
)
def test_what_is_no_registry_is_a_problem_with_a_place(written, said):
    (problem,) = read_authors(written).problems
    assert said.casefold() in problem.message.casefold()


@given(values)
def test_no_registry_can_raise(written):
    for entries in (read_authors(written), read_terms(written, "tags")):
        for problem in entries.problems:
            assert "\n" not in problem.message
        for slug, entry in entries.by_name.items():
            assert slugify(slug) == slug
            assert slugify(entry.slug) == entry.slug
            assert entries.by_name[entry.slug].slug == entry.slug
