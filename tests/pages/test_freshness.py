"""What is written again, what is left alone and what is removed: each build ends as a clean one would."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

CONF = """\
project = "Notes"
language = "en"
extensions = ["sphinx_byline"]
html_theme = "byline"
html_baseurl = "https://example.org/"
byline_per_page = 2
byline_archive_per_page = 3
"""

#: Sphinx itself leaves these different, or writes them each time: sphinx#12599.
SPHINX_S_OWN = {".buildinfo", ".buildinfo.bak", "searchindex.js"}
SPHINX_S_PAGES = {"genindex.html", "search.html"}

#: A page for each way to show articles.
PAGES = {
    "conf.py": CONF,
    "index.md": "# Home\n\n```{article-list}\n:per-page: 2\n```\n",
    "about.md": "---\norphan: true\n---\n\n# About\n\nNothing is listed here.\n",
    "lists.md": (
        "---\norphan: true\n---\n\n# Lists\n\n```{article-list}\n:group-by: author\n"
        ":style: table\n:fields: title, words\n```\n\n"
        "```{article-list}\n:where: level > 1\n:sort: title\n```\n"
    ),
    "series.md": "---\norphan: true\n---\n\n# Parts\n\n```{article-list}\n:series: s\n:tags: ai\n:style: list\n```\n",
    "cloud.md": "---\norphan: true\n---\n\n# Cloud\n\n```{tag-cloud}\n:limit: 1\n```\n",
    "terms.md": (
        "---\norphan: true\n---\n\n# Terms\n\n"
        "```{term-list} authors\n:style: cards\n```\n\n"
        "```{term-list} archive\n```\n\n```{term-list} categories\n:group:\n```\n\n```{series-nav} s\n```\n"
    ),
    "roles.md": (
        "---\norphan: true\n---\n\n# Roles\n\n{tag}`ai` {author}`ada` {category}`c/d` {series}`s` {article}`p0` "
        "{article}`/p1`\n\n"
        "```{article-meta} /p0\n```\n"
    ),
}


def article(
    title: str,
    date: str = "",
    tags: str = "",
    author: str = "",
    *,
    category: str = "",
    series: str = "",
    more: str = "",
    body: str = "Text.",
) -> str:
    fields = {"title": title, "date": date, "tags": tags, "author": author, "category": category, "series": series}
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    return "\n".join(["---", "type: article", *lines, *filter(None, [more]), "---", "", body, ""])


def differing(one, other) -> list[str]:
    """Output files that only one of two builds has, or that differ; but for pages that Sphinx leaves behind."""
    left = {name: data for name, data in one.outputs().items() if name not in SPHINX_S_OWN}
    right = {name: data for name, data in other.outputs().items() if name not in SPHINX_S_OWN}
    stale = {name.removesuffix(".md.txt").removeprefix("_sources/") for name in left.keys() - right.keys()}
    stale = {name.removesuffix(".html").removesuffix("/index") for name in stale}
    gone = {name for name in stale if f"_sources/{name}.md.txt" in left and name not in one.env.found_docs}
    ignored = {f"{name}{end}" for name in gone for end in (".html", "/index.html")} | {
        f"_sources/{n}.md.txt" for n in gone
    }
    return sorted(name for name in (left.keys() | right.keys()) - ignored if left.get(name) != right.get(name))


def pages_written(site) -> set[str]:
    return {name for name in site.written if name.endswith(".html")} - SPHINX_S_PAGES


# --- any edit --------------------------------------------------------------------------------------------------------

ARTICLES = st.builds(
    article,
    title=st.sampled_from(["Alpha", "Beta", "Gamma <i>"]),
    date=st.sampled_from(["", "2023-01-05", "2024-02-01", "2024-03-01"]),
    tags=st.sampled_from(["", "ai", "AI, maths", "maths"]),
    author=st.sampled_from(["", "Ada", "ada", "{name: Ada, bio: Writes.}", "[Ada, Bob]"]),
    category=st.sampled_from(["", "c", "[[c, d]]"]),
    series=st.sampled_from(["", "s", "{name: s, part: 1}"]),
    more=st.sampled_from(
        ["", "", "", "draft: true", "unlisted: true", "pin: true", "level: 2", "lang: zh-CN\ntranslation_of: p0"]
    ),
    body=st.sampled_from(["Text.", "More text than before.", "# A heading $x^2$\n\nText.", "See {article}`p0`."]),
)
NAMES = st.sampled_from([f"p{at}" for at in range(6)])
SITES = st.dictionaries(NAMES, ARTICLES, min_size=2, max_size=6)
#: Write or rewrite, delete, rename; and documents that take the place of generated pages.
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), NAMES, ARTICLES),
        st.tuples(st.just("write"), NAMES, ARTICLES),
        st.tuples(st.just("delete"), NAMES, st.just("")),
        st.tuples(st.just("rename"), NAMES, NAMES),
        st.tuples(st.just("page"), st.sampled_from(["tags/ai", "tags/index", "authors/ada"]), st.just("# Mine\n")),
    ),
    min_size=1,
    max_size=3,
)


def after(files: dict[str, str], edit: tuple[str, str, str]) -> dict[str, str]:
    """The files of a site once it has been edited."""
    what, name, value = edit
    found = dict(files)
    if what == "rename" and f"{name}.md" in found:
        found[f"{value}.md"] = found.pop(f"{name}.md")
    elif what == "delete":
        found.pop(f"{name}.md", None)
    elif what in ("write", "page"):
        found[f"{name}.md"] = value if what == "write" else f"---\norphan: true\n---\n\n{value}"
    return found


# Sites are small as they are: to look for smaller ones takes minutes.
@settings(
    max_examples=settings.default.max_examples // 12,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(SITES, EDITS)
def test_after_any_edits_every_file_is_as_after_a_clean_build(build, articles, edits):
    files = {**PAGES, **{f"{name}.md": text for name, text in articles.items()}}
    site = build(files, warnings=None)
    for edit in edits:
        wanted = after(files, edit)
        changed = {name: wanted.get(name) for name in files | wanted if files.get(name) != wanted.get(name)}
        site, files = site.edit(changed).rebuild(warnings=None), wanted
    assert differing(site, build(files, warnings=None)) == []


FULL = {
    **PAGES,
    "p0.md": article(
        "Alpha",
        "2023-01-05",
        "AI, maths, abacus",
        "Ada",
        category="[[c, d]]",
        series="{name: s, part: 1}",
        more="level: 2",
    ),
    "p1.md": article(
        "Beta", "2024-02-01", "maths", "{name: Ada, bio: Writes.}", category="c", series="{name: s, part: 2}"
    ),
    "p2.md": article("Gamma", "2024-03-01", "abacus, maths", "Bob", body="# A heading $x^2$\n\nSee {article}`p0`."),
    "p3.md": article("Delta", "", "ai", "Cem", series="s", more="lang: zh-CN\ntranslation_of: p0"),
    "p4.md": article("Epsilon", "2024-03-01", "ai, maths", "Bob", more="pin: true\nlevel: 3"),
}

#: Edits of the full site that change what other pages show of an article or of a term.
CASES = {
    "write": {"p5.md": article("Zeta", "2025-01-01", "ai, new", "Dan", category="e")},
    "retag": {"p0.md": FULL["p0.md"].replace("AI, maths, abacus", "geometry")},
    "redate": {"p0.md": FULL["p0.md"].replace("2023-01-05", "2025-06-07")},
    "rename": {"p0.md": None, "q0.md": FULL["p0.md"]},
    "retitle": {"p0.md": FULL["p0.md"].replace("Alpha", "Omega")},
    "more words in the same minute": {"p0.md": FULL["p0.md"].replace("Text.", "Many more words than there were.")},
    "another own field": {"p0.md": FULL["p0.md"].replace("level: 2", "level: 1")},
    "a part that a filter leaves out goes": {"p1.md": None},
    "less of a frequent tag": {"p1.md": FULL["p1.md"].replace("maths", "geometry")},
    "draft": {"p1.md": FULL["p1.md"].replace("type: article", "type: article\ndraft: true")},
    "no article any more": {"p2.md": "---\norphan: true\n---\n\n# Gamma\n\nA page.\n"},
    "a page in the place of a tag's": {"tags/ai.md": "---\norphan: true\n---\n\n# Machines\n\nMine.\n"},
    "a folder in the place of a tag's": {"tags/ai/index.md": "---\norphan: true\n---\n\n# Machines\n\nMine.\n"},
    "another home": {"index.md": "# Home\n\n```{toctree}\nabout\nlists\n```\n"},
    "a registry": {"tags.yml": "ai:\n  label: Machines\n  description: That think.\n"},
    "a registry of authors": {"authors.yml": "Ada:\n  name: Ada Lovelace\n  aliases: [Bob]\n"},
}


@pytest.mark.parametrize("edit", CASES.values(), ids=CASES.keys())
def test_after_an_edit_every_file_is_as_after_a_clean_build(build, edit):
    wanted = {name: text for name, text in (FULL | edit).items() if text is not None}
    site = build(FULL, warnings=None, shared=True).edit(edit).rebuild(warnings=None)
    assert differing(site, build(wanted, warnings=None)) == []


def test_an_edit_that_is_undone_leaves_no_trace(build):
    edit = {
        "p0.md": None,
        "p1.md": article("New", "2025-01-01", "new", "New", category="new"),
        "p5.md": article("P5", tags="x"),
    }
    site = build(FULL, warnings=None).edit(edit).rebuild(warnings=None)
    undone = {name: FULL.get(name) for name in edit}
    assert differing(site.edit(undone).rebuild(warnings=None), build(FULL, warnings=None)) == []


@pytest.mark.parametrize(
    "settings_after", [{"byline_per_page": 1}, {"byline_tag_pages": False}, {"byline_tags_path": "t"}]
)
def test_after_a_change_of_settings_every_file_is_as_after_a_clean_build(build, settings_after):
    site = build(FULL, warnings=None, shared=True).rebuild(confoverrides=settings_after, warnings=None)
    assert differing(site, build(FULL, confoverrides=settings_after, warnings=None)) == []


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_four_workers_write_what_one_writes(build, builder):
    many = {f"m{at:02}.md": article(f"M{at}", f"2022-01-{at + 1:02}", f"t{at % 3}", f"A{at % 2}") for at in range(12)}
    serial = build({**FULL, **many}, builder=builder, warnings=None)
    assert differing(serial, build({**FULL, **many}, builder=builder, parallel=4, warnings=None)) == []


def test_four_workers_bring_a_site_up_to_date_as_one_does(build):
    many = {f"m{at:02}.md": article(f"M{at}", f"2022-01-{at + 1:02}", f"t{at % 3}", f"A{at % 2}") for at in range(12)}
    edit = {name: text.replace("tags: t", "tags: ai, t") for name, text in many.items()}
    site = build({**FULL, **many}, parallel=4, warnings=None).edit(edit).rebuild(warnings=None)
    assert differing(site, build({**FULL, **edit}, warnings=None)) == []


# --- no more than has to be ------------------------------------------------------------------------------------------

SMALL = {
    "conf.py": CONF.replace("byline_per_page = 2\nbyline_archive_per_page = 3\n", ""),
    "index.md": "# Home\n",
    "about.md": PAGES["about.md"],
    "maths.md": "---\norphan: true\n---\n\n# Maths\n\n```{article-list}\n:tags: maths\n```\n\n{author}`Bob`\n",
    "a.md": article("A", "2023-01-01", "ai", "Ada"),
    "b.md": article("B", "2023-02-01", "maths", "Bob"),
    "c.md": article("C", "2024-01-01", "ai", "Ada"),
}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_second_build_writes_nothing_of_ours(build, builder):
    site = build(FULL, builder=builder, warnings=None, shared=True)
    again = site.rebuild(warnings=None)
    assert again.read == []
    sphinx_s = {f"{name.removesuffix('.html')}/index.html" for name in SPHINX_S_PAGES} | SPHINX_S_PAGES
    assert {name for name in again.written if name.endswith((".html", ".xml"))} - sphinx_s <= {"opensearch.xml"}


def test_a_new_article_is_written_with_the_pages_that_show_it_and_no_others(build):
    site = build(SMALL, shared=True).edit({"d.md": article("D", "2024-02-01", "ai", "Ada")}).rebuild()
    assert site.read == ["d"]
    assert pages_written(site) == {
        "d.html",
        "c.html",  # The article before it leads to it.
        "index.html",
        "tags/index.html",
        "tags/ai.html",
        "authors/index.html",
        "authors/ada.html",
        "archive/index.html",
        "archive/2024.html",
        "archive/2024/02.html",
    }


def test_another_body_changes_the_article_s_page_alone(build):
    files = {**SMALL, "b.md": SMALL["b.md"].replace("type: article", "type: article\ndescription: Said.")}
    site = build(files).edit({"b.md": files["b.md"].replace("Text.", "Other text.")}).rebuild()
    assert pages_written(site) == {"b.html"}


def test_an_article_that_is_only_touched_changes_no_other_page(build):
    site = build(SMALL, shared=True)
    again = site.edit({"b.md": SMALL["b.md"]}).rebuild()
    assert pages_written(again) <= {"b.html"}


def test_another_title_is_written_wherever_it_stands_and_nowhere_else(build):
    site = build(SMALL, shared=True).edit({"b.md": SMALL["b.md"].replace("title: B", "title: New")}).rebuild()
    written = pages_written(site)
    assert {"b.html", "a.html", "c.html", "index.html", "maths.html", "tags/maths.html", "authors/bob.html"} <= written
    assert written.isdisjoint(
        {"about.html", "tags/ai.html", "authors/ada.html", "archive/2024.html", "archive/2024/01.html"}
    )


def test_a_page_that_names_what_is_not_there_yet_gets_its_link_once_it_is(build):
    page = "---\norphan: true\n---\n\n# Page\n\n{tag}`new` {article}`/d`\n"
    warned = ['no article has the tag "new"', 'there is no article "/d"']
    site = build({**SMALL, "page.md": page}, warnings=warned)
    site = site.edit({"d.md": article("D", "2022-02-01", "new", "Ada")}).rebuild()
    main = site.html("page").partition("<main")[2]
    assert 'href="tags/new.html"' in main
    assert 'href="d.html"' in main


def test_an_unlisted_article_leads_to_a_page_that_its_author_has_written_for_its_tag(build):
    hidden = article("Hidden", "2024-01-01", "secret", "Ada", more="unlisted: true")
    site = build({**SMALL, "hidden.md": hidden})
    assert "tags/secret" not in site.html("hidden")
    site = site.edit({"tags/secret.md": "---\norphan: true\n---\n\n# Secret\n\nMine.\n"}).rebuild()
    assert 'href="tags/secret.html"' in site.html("hidden")


# --- what is removed, and what is not --------------------------------------------------------------------------------


def outputs(site) -> set[str]:
    return {name for name in site.outputs() if name.endswith(".html")}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_an_article_that_is_deleted_takes_its_page_and_its_terms_along(build, builder):
    before = build(SMALL, builder=builder, shared=True)
    had = outputs(before)
    site = before.edit({"b.md": None, "maths.md": None}).rebuild()
    gone = {"b", "tags/maths", "authors/bob", "archive/2023/02"}
    end = ".html" if builder == "html" else "/index.html"
    assert had - outputs(site) - {f"maths{end}"} == {f"{name}{end}" for name in gone}
    folders = [path for path in site.outdir.rglob("*") if path.is_dir() and not any(path.iterdir())]
    assert folders == []


@pytest.mark.parametrize("header", ["draft: true", "unlisted: true"])
def test_what_is_no_longer_listed_takes_its_terms_along(build, header):
    hidden = SMALL["b.md"].replace("type: article", f"type: article\n{header}")
    site = build(SMALL, shared=True).edit({"b.md": hidden, "maths.md": None}).rebuild()
    assert outputs(site).isdisjoint({"tags/maths.html", "authors/bob.html", "archive/2023/02.html"})
    assert ("b.html" in outputs(site)) is (header == "unlisted: true")


def test_further_pages_go_when_a_list_shrinks(build):
    many = {f"m{at}.md": article(f"M{at}", f"2022-01-{at + 1:02}", "x", "Ada") for at in range(5)}
    files = {
        "conf.py": CONF,
        "index.md": "# Home\n",
        "list.md": "---\norphan: true\n---\n\n# List\n\n```{article-list}\n:per-page: 2\n```\n",
    }
    before = build({**files, **many})
    lists = ("", "list/", "tags/x/", "authors/ada/")
    assert {f"{name}page/{page}.html" for name in lists for page in (2, 3)} <= outputs(before)
    assert "archive/page/2.html" in outputs(before)
    site = before.edit({"m0.md": None, "m1.md": None}).rebuild()
    assert {name for name in outputs(site) if "page/" in name} == {f"{name}page/2.html" for name in lists}
    site = site.edit({"m2.md": None}).rebuild()
    assert {name for name in outputs(site) if "page/" in name} == set()
    assert {"list.html", "tags/x.html", "authors/ada.html"} <= outputs(site)


def test_terms_that_are_switched_off_lose_their_pages(build):
    site = build(SMALL, shared=True).rebuild(confoverrides={"byline_tag_pages": False, "byline_archive_pages": False})
    assert [name for name in outputs(site) if name.startswith(("tags/", "archive/"))] == []
    assert "authors/ada.html" in outputs(site)


def test_nothing_that_the_author_has_made_is_removed(build):
    own = {
        "tags/ai.md": "---\norphan: true\n---\n\n# Machines\n\nMine.\n",
        "extra/tags/old.html": "old",
        "extra/CNAME": "example.org",
        "extra/authors/bob/photo.txt": "photo",
    }
    site = build({**SMALL, **own}, confoverrides={"html_extra_path": ["extra"]})
    for name in ("tags/by-hand.html", "notes.txt", "archive/2023/02/more.html"):
        (site.outdir / name).parent.mkdir(parents=True, exist_ok=True)
        (site.outdir / name).write_text("by hand", encoding="utf-8")
    gone = {"a.md": None, "b.md": None, "c.md": None, "maths.md": None}
    site = site.edit(gone).rebuild()
    left = site.outputs()
    for name in ("tags/old.html", "CNAME", "authors/bob/photo.txt"):
        assert left[name].decode() == own[f"extra/{name}"]
    for name in ("tags/by-hand.html", "notes.txt", "archive/2023/02/more.html"):
        assert left[name] == b"by hand"
    assert b"Mine." in left["tags/ai.html"]
    assert "authors/ada.html" not in left


def test_a_page_of_the_author_s_own_at_the_address_of_a_tag_that_is_gone_stays(build):
    overrides = {"html_extra_path": ["extra"]}
    site = build({**SMALL, "extra/CNAME": "example.org"}, confoverrides=overrides)
    assert "tags/maths.html" in outputs(site)
    moved = {"b.md": SMALL["b.md"].replace("maths", "geometry"), "maths.md": None, "extra/tags/maths.html": "moved"}
    site = site.edit(moved).rebuild()
    assert site.text("tags/maths.html") == "moved"


def test_a_document_that_takes_the_place_of_a_generated_page_stays_when_the_tag_goes(build):
    site = (
        build(SMALL, shared=True).edit({"tags/maths.md": "---\norphan: true\n---\n\n# Mine\n\nOwn words.\n"}).rebuild()
    )
    assert "Own words." in site.html("tags/maths")
    site = site.edit({"b.md": None, "maths.md": None}).rebuild()
    assert "Own words." in site.html("tags/maths")


def test_generated_pages_follow_settings_that_have_documents_read_again(build):
    extension = "def setup(app):\n    app.add_js_file('hello.js')\n    return {'parallel_read_safe': True}\n"
    files = {
        **SMALL,
        "conf.py": CONF + "import sys, os\nsys.path.insert(0, os.path.dirname(__file__))\n",
        "ext1.py": extension,
    }
    site = build(files)
    assert 'href="../tags/' in site.html("authors/bob")
    site = site.edit({"conf.py": files["conf.py"] + "byline_tag_pages = False\nextensions = [*extensions, 'ext1']\n"})
    again = site.rebuild()
    assert 'href="../tags/' not in again.html("authors/bob")
    assert "hello.js" in again.html("authors/bob")
    assert not pages_written(again.rebuild())
