"""authors.yml, tags.yml and conf.py: what they say is on every page, and stays so when it changes."""

from __future__ import annotations

import re

import pytest


def svg(width: int) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="90"></svg>'


FILES = {
    "index.md": "# 首页\n",
    "a.md": "---\ntitle: 甲\nauthor: ada\ntags: ML\ndate: 2024-01-01\n---\n{author}`埃达` 与 {tag}`機器學習`\n",
    "b.md": "---\ntitle: 乙\nauthor: Ada Byron\ntags: 机器学习\ndate: 2024-01-02\n---\n正文。\n",
    "list.md": "---\norphan: true\n---\n# 表\n\n```{article-list}\n:tags: 機器學習\n:authors: 埃达\n```\n",
    "authors.yml": (
        "ada:\n  name: Ada Byron\n  bio: Writes.\n  aliases: [埃达]\n  avatar: img/ada.svg\n"
        "  orcid: 0000-0002-1825-0097\n  socials:\n    github: ada\n    mastodon: '@ada@example.social'\n"
    ),
    "tags.yml": "机器学习:\n  aliases: [ML, 機器學習]\n  description: 从例子里学。\n  cover: img/ml.svg\n",
    "img/ada.svg": svg(1),
    "img/ml.svg": svg(2),
}


def test_an_author_s_page_says_what_the_registry_knows(build):
    site = build(FILES, shared=True)
    page = site.html("authors/ada")
    assert "Writes." in page
    assert 'href="https://orcid.org/0000-0002-1825-0097"' in page
    assert 'href="https://github.com/ada"' in page
    assert 'href="https://example.social/@ada"' in page
    assert page.count('class="byline-card h-entry"') == 2
    assert not (site.outdir / "authors" / "ada-byron.html").exists()
    for name in ("a", "b"):
        assert ">Ada Byron</a>" in site.html(name)


def test_a_tag_s_page_says_what_the_registry_knows(build):
    page = build(FILES, shared=True).html("tags/机器学习")
    assert "从例子里学。" in page
    assert page.count('class="byline-card h-entry"') == 2
    assert '<meta name="description" content="从例子里学。"' in page


def test_roles_and_lists_know_aliases(build):
    site = build(FILES, shared=True)
    page = site.html("a")
    assert re.search(r'href="authors/ada.html"[^>]*><span[^>]*>Ada Byron</span>', page)
    assert re.search(r'href="tags/[^"]*"[^>]*><span[^>]*>机器学习</span>', page)
    assert site.html("list").count('class="byline-card h-entry"') == 2


def test_pictures_of_registries_are_copied_and_linked_from_every_depth(build):
    site = build(FILES, shared=True)
    (avatar,) = set(re.findall(r'src="([^"]*ada-[^"]*)"', site.html("a")))
    (deep,) = set(re.findall(r'src="([^"]*ada-[^"]*)"', site.html("authors/ada")))
    assert deep == f"../{avatar}"
    assert (site.outdir / avatar).read_text(encoding="utf-8") == svg(1)
    (cover,) = re.findall(r'class="byline-term-cover" src="\.\./([^"]*)"', site.html("tags/机器学习"))
    assert (site.outdir / cover).read_text(encoding="utf-8") == svg(2)
    # A picture that nobody names any more goes.
    again = site.edit({"authors.yml": "ada: {name: Ada Byron, aliases: 埃达}\n"}).rebuild()
    assert not (again.outdir / avatar).exists()
    assert (again.outdir / cover).exists()


EDITS = {
    "a new bio": {"authors.yml": "ada: {name: Ada Byron, bio: Weaves., aliases: [埃达]}\n"},
    "a new name": {"authors.yml": "ada: {name: Ada Lovelace, aliases: [埃达, Ada Byron]}\n"},
    "a new label": {"tags.yml": "机器学习: {label: 機械学習, aliases: [ML, 機器學習]}\n"},
    "a new address": {"tags.yml": "机器学习: {slug: learning, aliases: [ML, 機器學習]}\n"},
    "a new description": {"tags.yml": "机器学习: {description: 别的话。, aliases: [ML, 機器學習]}\n"},
    "another picture": {"img/ada.svg": svg(9)},
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_after_a_change_of_a_registry_every_page_is_as_after_a_clean_build_and_nothing_is_read_again(build, edit):
    overrides = {"html_baseurl": "https://example.org/"}
    edited = build(FILES, confoverrides=overrides, shared=True).edit(edit).rebuild()
    assert edited.read == []
    clean = build({**FILES, **edit}, confoverrides=overrides)
    own = {".buildinfo", "searchindex.js"}
    left = {name: data for name, data in edited.outputs().items() if name not in own}
    right = {name: data for name, data in clean.outputs().items() if name not in own}
    assert left.keys() == right.keys()
    assert [name for name in right if left[name] != right[name]] == []


def test_conf_py_says_the_same_and_wins(build):
    settings = {
        "byline_authors": {"ada": {"name": "Countess", "aliases": ["埃达", "Ada Byron"]}},
        "byline_tags": {"机器学习": {"aliases": ["ML", "機器學習"], "description": "从配置里来。"}},
    }
    site = build(FILES, confoverrides=settings)
    assert ">Countess</a>" in site.html("a")
    assert "从配置里来。" in site.html("tags/机器学习")


@pytest.mark.parametrize("name", ["blog/authors.yml", ".authors.yml", "_data/authors.yaml"])
def test_a_registry_is_found_where_other_tools_keep_it(build, name):
    files = {"index.md": "# H\n", "a.md": "---\nauthor: ada\n---\n# A\n", name: "ada: {name: Ada Byron}\n"}
    assert ">Ada Byron</a>" in build(files).html("a")


def test_a_broken_registry_is_one_warning_and_the_site_is_built_without_it(build):
    files = {
        **FILES,
        "authors.yml": "ada:\n  name: [\n",
        "tags.yml": "机器学习: {cover: gone.png, aliases: [ML, 機器學習]}\n",
    }
    site = build(
        files,
        warnings=[
            "authors.yml:3: WARNING: the file cannot be read: ",
            'tags.yml:1: WARNING: the cover "gone.png" is not there',
            'a.md:7: WARNING: no article has the author "埃达"',
            'list.md:6: WARNING: no article has the author "埃达"',
        ],
    )
    assert ">ada</a>" in site.html("a")


def test_a_closed_vocabulary_leaves_out_what_it_does_not_have(build):
    files = {
        "index.md": "# H\n",
        "a.md": "---\ntags:\n  - 数学\n  - machine lerning\n  - 别的\n---\n# A\n",
        "tags.yml": "数学:\nmachine learning: {label: Machine learning}\n",
    }
    site = build(
        files,
        confoverrides={"byline_tags_inline": "warn"},
        warnings=[
            '"machine lerning" is not in the registry of tags; it is left out; did you mean "Machine learning"?',
            'a.md:5: WARNING: the tag "别的" is not in the registry of tags; it is left out; add it to tags.yml',
        ],
    )
    assert site.html("a").count('rel="tag"') == 1
    # The article is looked at again once its tag is in the registry.
    again = site.edit({"tags.yml": "数学:\n别的:\n'machine lerning':\n"}).rebuild()
    assert again.html("a").count('rel="tag"') == 3
    build(files, confoverrides={"byline_tags_inline": "ignore"})
