"""What the search of the theme can find is what stands on the pages, and the index follows every change of a site."""

from __future__ import annotations

import io
import json
import re
import time
from urllib.parse import unquote

import pytest
from sphinx.application import Sphinx

from sphinx_byline.outputs import pagefinding
from sphinx_byline.outputs.findable import SHARD_SIZE, Findable, as_page, entry, entry_json, index_files
from sphinx_byline.outputs.searchtext import Section

CONF = 'project = "P"\nlanguage = "zh_CN"\nextensions = ["sphinx_byline"]\nhtml_theme = "byline"\n'


def manifest(site):
    text = site.text("_search/index.js")
    return json.loads(text.removeprefix("bylineSearch.begin(").removesuffix(");\n"))


def documents(site):
    """What the index holds, by the address of the page."""
    found = {}
    for name in manifest(site)["shards"]:
        text = site.text(f"_search/{name.partition('?')[0]}")
        for document in json.loads(text.removeprefix("bylineSearch.add(").removesuffix(");\n")):
            found[document["url"]] = document
    return found


def sections(site, url="index.html"):
    return [[*section, "", "", ""][:4] for section in documents(site)[url].get("sections", [])]


def site_of(build, markdown, **files):
    return build({"conf.py": CONF, "index.md": markdown, **files}, warnings=None)


def test_a_section_is_found_under_its_anchor_with_its_text_and_its_code(build):
    site = site_of(
        build, "# 题\n\n开头。\n\n## 链式法则\n\n复合\n函数。\n\n```python\nx = SGD(lr=0.1)\n```\n\n### 🧮 概述\n\n末\n"
    )
    assert sections(site) == [
        ["", "", "开头。", ""],
        ["链式法则", "链式法则", "复合函数。", "x = SGD(lr=0.1)"],
        ["概述", "🧮 概述", "末", ""],
    ]


def test_an_article_is_found_with_its_authors_tags_date_and_lede(build):
    header = "title: 熵\nauthor: 李明\ntags: [数学, AI]\ndate: 2026-03-01\ndescription: 一个数。\nlang: zh-TW\n"
    found = documents(site_of(build, "# H\n", **{"a.md": f"---\n{header}---\n\n文。\n"}))["a.html"]
    assert found == {
        "url": "a.html",
        "title": "熵",
        "description": "一个数。",
        "authors": ["李明"],
        "tags": ["数学", "AI"],
        "date": "2026年3月1日",
        "when": "2026-03-01",
        "lang": "zh-TW",
        "sections": [["", "", "文。"]],
    }


def test_no_tex_is_in_the_index_and_short_formulas_are_shown(build):
    site = site_of(
        build,
        "# 题 $\\alpha$\n\n令 $x_1$ 与 $\\frac{a}{b+\\mathbb{R}}$。\n\n$$\\int_0^1 \\sqrt{x}\\,dx$$\n\n## 和 $\\sum$\n",
    )
    everything = json.dumps(documents(site), ensure_ascii=False)
    assert not re.search(r"frac|mathbb|int_|sqrt|alpha|\\\\sum", everything)
    assert "令 \u2063x₁\u2063 与" in sections(site)[0][2]


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("[x](a.md) **b** `c_d` <b>e</b> ![alt](p.png) 脚[^1]\n\n[^1]: 注\n", "x b c_d e 脚 注"),
        ("| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n", "甲 乙 丙 丁"),
        ("```{note}\n小心\n```\n", "小心"),
        ("<p>raw <script>bad()</script><style>x{}</style>字</p>\n", "raw 字"),
        ("% comment\n\n字\n", "字"),
        ("```{article-list}\n```\n\n字\n", "字"),
        ("```{toctree}\na\n```\n\n字\n", "字"),
        ("```{contents}\n```\n\n字\n", "字"),
        ("```{container} no-search\n藏\n```\n\n字\n", "字"),
        ("```{raw} latex\n\\hidden\n```\n\n字\n", "字"),
    ],
)
def test_what_a_reader_reads_is_found_and_nothing_else(build, markdown, words):
    site = site_of(build, f"# 题\n\n{markdown}", **{"a.md": "---\ntags: [t]\n---\n# 别处\n"})
    assert " ".join(section[2] for section in sections(site)).split() == words.split()


def test_functions_and_terms_of_a_glossary_are_found_by_name(build):
    text = (
        "# T\n\n```{eval-rst}\n.. py:function:: nn.relu(x)\n\n   Cuts.\n\n.. glossary::\n\n   熵\n      一个数。\n```\n"
    )
    found = sections(site_of(build, text))
    assert ["nn.relu", "nn.relu", "x Cuts.", ""] in found
    assert [(heading, words) for _, heading, words, _ in found if heading == "熵"] == [("熵", "一个数。")]


@pytest.mark.parametrize("header", ["unlisted: true\ntags: [t]", "nosearch: true", "no-search: true"])
def test_a_page_that_is_not_to_be_found_is_not_in_the_index(build, header):
    site = site_of(build, "# H\n", **{"a.md": f"---\norphan: true\n{header}\n---\n# 暗号\n"})
    assert list(documents(site)) == ["index.html"]
    assert "暗号" not in "".join(path.read_text() for path in (site.outdir / "_search").iterdir())


def test_tags_authors_and_series_are_named_with_their_pages(build):
    site = site_of(build, "# H\n", **{"a.md": "---\nauthor: 李明\ntags: [数学]\n---\n# A\n"})
    assert manifest(site)["terms"] == [
        ["标签", "数学", "tags/%E6%95%B0%E5%AD%A6.html", 1],
        ["作者", "李明", "authors/%E6%9D%8E%E6%98%8E.html", 1],
    ]


def test_the_index_follows_what_is_written_changed_and_deleted(build):
    site = site_of(
        build, "# H\n", **{"a.md": "---\norphan: true\n---\n# A\n\n甲\n", "b.md": "---\norphan: true\n---\n# B\n"}
    )
    again = site.edit(
        {"a.md": "---\norphan: true\n---\n# A\n\n乙\n", "b.md": None, "c.md": "---\norphan: true\n---\n# C\n"}
    ).rebuild()
    assert sorted(documents(again)) == ["a.html", "c.html", "index.html"]
    assert sections(again, "a.html") == [["", "", "乙", ""]]


def test_a_build_without_changes_leaves_the_index_alone(build):
    site = site_of(build, "# H\n")
    assert not [name for name in site.rebuild().written if name.startswith("_search")]


def test_addresses_are_those_of_the_builder_and_other_themes_have_no_index(build):
    files = {"conf.py": CONF, "index.md": "# H\n", "d/a.md": "---\norphan: true\n---\n# A\n"}
    site = build(files, builder="dirhtml")
    assert sorted(documents(site)) == ["", "d/a/"]
    furo = site.rebuild(confoverrides={"html_theme": "furo"}, warnings=None)
    assert not (furo.outdir / "_search").exists()


def test_a_single_page_has_no_index(build):
    assert not (build({"conf.py": CONF, "index.md": "# H\n"}, builder="singlehtml").outdir / "_search").exists()


def test_hostile_text_stays_data(build):
    site = site_of(
        build, "# H\n", **{"a.md": "---\ntitle: '</script><b>\"\\'\ntags: ['<i>']\n---\n\n</script>&amp;\u2028\n"}
    )
    assert documents(site)["a.html"]["title"] == '</script><b>"\\'


# --- files ---------------------------------------------------------------------------------------------------------


def findable(name, text=""):
    return Findable(url=f"{name}.html", title=name, sections=[Section("", "", text, "")])


def test_a_large_site_is_parted_so_that_a_change_touches_one_file():
    texts = {f"d{number}": "字" * 20_000 for number in range(100)}
    before = index_files({name: entry_json(findable(name, text)) for name, text in texts.items()}, [])
    assert len(before) > 100 * 60_000 / SHARD_SIZE
    after = index_files(
        {name: entry_json(findable(name, text + "新" * (name == "d7"))) for name, text in texts.items()}, []
    )
    assert len([name for name in before if before[name] != after[name]]) == 2, "the shard, and the file that names it"


def test_what_is_empty_takes_no_room():
    assert entry(findable("a")) == {"url": "a.html", "title": "a", "sections": [[]]}


def test_another_engine_reads_a_page_of_headings_with_their_anchors_and_no_formula():
    made = {
        "url": "a.html",
        "title": "<T>",
        "tags": ['x"y'],
        "sections": [["", "", "令 \u2063x₁\u2063"], ["a&b", "H", "t", "c < d"]],
    }
    page = as_page(made, "zh-CN")
    assert '<h1 data-pagefind-weight="10">&lt;T&gt;</h1>' in page
    assert '<h2 id="a&amp;b">H</h2><p>t</p><pre>c &lt; d</pre>' in page
    assert "x₁" not in page


def test_another_engine_gets_each_character_of_a_script_without_spaces_as_a_word():
    page = as_page({"url": "", "title": "用ReLU函数", "sections": [["", "", "ＡＩ与x。So 한국 <字"]]}, "zh-CN")
    shown = page.replace("\u2060 ", "|")
    assert '<h1 data-pagefind-weight="10">用|ReLU|函|数</h1>' in shown
    assert "<p>AI|与|x|。|So 한|국 &lt;|字</p>" in shown
    assert 'content="用ReLU函数"' in page, "what is shown as the title is the title"


# --- however a site is built -----------------------------------------------------------------------------------------


def index(site):
    return {name: content for name, content in site.outputs().items() if name.startswith("_search/")}


MANY = {
    "conf.py": CONF,
    "index.md": "# H\n",
    **{
        f"n{number}.md": f"---\ntitle: 题 {number}\nauthor: 李明\ntags: [甲, t{number % 3}]\ndate: 2024-01-0{number}\n"
        f"---\n\n文 {number} $x$\n"
        for number in range(1, 8)
    },
}


def test_many_processes_write_the_same_index(build):
    assert index(build(MANY)) == index(build(MANY, parallel=2))


def test_after_edits_the_index_is_that_of_a_clean_build(build):
    edits = {
        "n1.md": "---\ntitle: 新\nauthor: 王\ntags: [乙]\n---\n\n别的\n",
        "n2.md": None,
        "n3.md": MANY["n3.md"].replace("---\n", "---\nunlisted: true\n", 1),
        "n4.md": MANY["n4.md"].replace("---\n", "---\nnosearch: true\n", 1),
        "d/n8.md": MANY["n5.md"],
        "authors.yml": "李明:\n  name: 李 明\n",
    }
    site = build(MANY)
    before = index(site)
    edited = site.edit(edits).rebuild(warnings=None)
    kept = {name: text for name, text in {**MANY, **edits}.items() if text is not None}
    clean = build(kept, warnings=None)
    assert index(edited) == index(clean) != before
    # And back again, drafts too.
    back = edited.edit({**MANY, "d/n8.md": None, "authors.yml": None}).rebuild(warnings=None)
    assert index(back) == before
    draft = back.edit({"n5.md": MANY["n5.md"].replace("---\n", "---\ndraft: true\n", 1)}).rebuild(warnings=None)
    assert "n5.html" not in documents(draft)


def test_what_a_killed_build_has_left_is_put_right_by_the_next(build):
    site = build(MANY)
    before = index(site)
    folder = site.outdir / "_search"
    (folder / "0.js").write_text("bylineSearch.add([", encoding="utf-8")
    (folder / "1.js").write_text("left", encoding="utf-8")
    again = site.rebuild()
    assert index(again) == before
    (folder / "0.js").unlink()
    next((site.doctreedir / "byline_search").rglob("*.json")).unlink()
    assert index(site.rebuild()) == before


def test_two_outputs_that_share_the_doctrees_are_both_right(build, tmp_path):
    site = build(MANY)

    def built_elsewhere():
        arguments = (site.srcdir, site.srcdir, tmp_path / "other", site.doctreedir, "html")
        Sphinx(*arguments, status=None, warning=io.StringIO()).build()
        return {path.name: path.read_bytes() for path in (tmp_path / "other" / "_search").iterdir()}

    built_elsewhere()
    changed = site.edit({"n1.md": MANY["n1.md"].replace("文 1", "改了")}).rebuild()
    assert "改了" in changed.text("_search/0.js")
    assert built_elsewhere() == {name.removeprefix("_search/"): text for name, text in index(changed).items()}
    folders = changed.rebuild(builder="dirhtml")
    assert documents(folders)["n1/"]["sections"][0][2].startswith("改了")


def test_a_theme_that_inherits_from_ours_has_the_index(build):
    files = {
        "conf.py": CONF.replace('"byline"', '"own"') + 'html_theme_path = ["."]\n',
        "own/theme.toml": '[theme]\ninherit = "byline"\n',
        "index.md": "# H\n",
    }
    assert list(documents(build(files))) == ["index.html"]


def test_under_other_themes_what_an_author_brings_stays(build):
    brought = {"extra/_search/index.js": "mine", "extra/_search/0.js": "mine", "extra/_search/pagefind/p.js": "mine"}
    conf = CONF.replace('"byline"', '"basic"') + 'html_extra_path = ["extra"]\n'
    site = build({"conf.py": conf, "index.md": "# H\n", **brought})
    assert set(index(site)) == {name.removeprefix("extra/") for name in brought}
    assert set(index(site.rebuild())) == {name.removeprefix("extra/") for name in brought}


def test_names_of_every_kind_lead_to_their_pages(build):
    names = ["with space", "数学 札记/链式 法则", 'it\'s 100% "a" & b', "a+b;c", "a.json/b", "a", "长" * 82, "é"]
    files = {f"{name}.md": f"---\norphan: true\n---\n# T\n\n{number}\n" for number, name in enumerate(names)}
    conf = CONF + 'html_file_suffix = ".htm"\nroot_doc = "é"\n'
    site = build({"conf.py": conf, **files})
    found = documents(site)
    assert {unquote(address) for address in found} == {f"{name}.htm" for name in names}
    assert all((site.outdir / unquote(address)).is_file() for address in found)
    assert all(re.fullmatch(r"[\w%./~-]+", address, re.ASCII) for address in found)
    linked = build({"conf.py": conf + 'html_link_suffix = ""\n', **files})
    assert {unquote(address) for address in documents(linked)} == set(names)


def test_what_is_for_other_builders_or_tags_is_not_found(build):
    text = "# T\n\n```{only} html\n网页\n```\n\n```{only} latex\n纸上\n```\n\n```{only} draft\n草稿\n```\n"
    site = build({"conf.py": CONF, "index.md": text, "a.md": "# A\n"}, warnings=None)
    assert sections(site)[0][2] == "网页"
    # Also where another build has read it, and this one finds nothing to write.
    for path in (site.doctreedir / "byline_search").rglob("*.json"):
        path.unlink()
    assert sections(site.rebuild(warnings=None))[0][2] == "网页"


def test_a_page_that_cannot_be_read_is_missing_and_no_more(build):
    files = {"conf.py": CONF, "index.md": "# H\n", "bad.md": "---\norphan: true\n---\n# \xff\n".encode("latin-1")}
    site = build(files, warnings=None)
    assert "index.html" in documents(site)
    half = 'title: "a\\ud800b"\norphan: true\n'
    assert documents(site.edit({"bad.md": f"---\n{half}---\n\n文\n"}).rebuild(warnings=None))["bad.html"]["title"]


def test_a_translated_site_is_found_in_its_language(build):
    messages = {"": "Content-Type: text/plain; charset=UTF-8\\n", "Hello": "你好", "Title": "题目"}
    catalog = "\n".join(f'msgid "{said}"\nmsgstr "{meant}"\n' for said, meant in messages.items())
    files = {"conf.py": CONF + 'locale_dirs = ["l"]\n', "index.md": "# Title\n\nHello\n"}
    site = build({**files, "l/zh_CN/LC_MESSAGES/index.po": catalog})
    assert documents(site)["index.html"]["title"] == "题目"
    assert sections(site)[0][2] == "你好"


# --- Pagefind --------------------------------------------------------------------------------------------------------

WITH_PAGEFIND = {"conf.py": CONF + 'byline_search = "pagefind"\n', "index.md": "# H\n\n文\n"}


def test_pagefind_that_is_not_there_or_fails_is_one_warning_and_the_own_search_stands(build, monkeypatch):
    monkeypatch.setattr(pagefinding, "is_installed", lambda: False)
    site = build(WITH_PAGEFIND, warnings=["pip install sphinx-byline[pagefind]"])
    assert manifest(site)["engine"] == "byline"
    assert sections(site)[0][2] == "文"
    monkeypatch.setattr(pagefinding, "is_installed", lambda: True)

    def fail(*_arguments):
        raise pagefinding.PagefindError("no room")

    monkeypatch.setattr(pagefinding, "write", fail)
    again = site.rebuild(warnings=["no room"])
    assert manifest(again)["engine"] == "byline"


def test_ten_thousand_pages_are_indexed_within_seconds():
    entries = {f"d{number}": entry_json(findable(f"d{number}", "字" * 50)) for number in range(10_000)}
    begin = time.process_time()
    files = index_files(entries, [])
    assert time.process_time() - begin < 3
    assert sum(len(content) for content in files.values()) < 3_000_000
