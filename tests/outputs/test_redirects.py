"""Old addresses lead to the article, whatever the site is built with, and go again when nobody asks for them."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_byline.outputs.redirects import redirect_file, redirect_page

INDEX = "# 首页\n"


def article(*redirects: str, title: str = "题") -> str:
    lines = "".join(f"  - '{address}'\n" for address in redirects)
    return f"---\ntitle: {title}\ntags: x\n{'redirects:' if redirects else ''}\n{lines}---\n正文。\n"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/old/", "old/index.html"),
        ("/old", "old/index.html"),
        ("/old.html", "old.html"),
        ("/2019/03/旧名.HTM", "2019/03/旧名.HTM"),
        ("/%E6%97%A7%E5%90%8D/", "旧名/index.html"),
        ("beside", "posts/beside/index.html"),
        ("../up.html", "up.html"),
        ("/a/?p=1#x", "a/index.html"),
        ("/a.php", "a.php/index.html"),
        ("/", "index.html"),
        ("../../etc/passwd", None),
        ("/../x", None),
        ("https://elsewhere.example/a", None),
        ("//elsewhere.example/a", None),
        ("javascript:alert(1)", None),
        ("/a\\b", None),
        ("/a%00b", None),
        ("/" + "x" * 300, None),
        ("/" + "a/" * 1500, None),
        ("/old.html/x", None),
        ("/_static/x.html", None),
        ("/atom.xml", None),
        ("/.well-known/x/", ".well-known/x/index.html"),
    ],
)
def test_an_old_address_is_the_file_that_a_server_hands_out_for_it(address, file):
    assert redirect_file(address, "posts/a") == file


@given(st.text(max_size=60), st.sampled_from(["a", "posts/a", "一/二/三"]))
def test_no_address_leads_out_of_the_output_folder(address, docname):
    file = redirect_file(address, docname)
    assert file is None or (not file.startswith("/") and ".." not in file.split("/") and "\\" not in file)


def test_text_stays_text_on_the_page():
    page = redirect_page('"><script>', "a.html?\"'<", "", "en").decode()
    assert "<script" not in page
    assert "?&quot;&#x27;&lt;" in page


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_old_addresses_lead_to_the_article(build, builder):
    files = {"index.md": INDEX, "posts/新.md": article("/old/名/", "/a.html", "beside")}
    site = build(files, builder=builder, confoverrides={"html_baseurl": "https://example.org/"})
    new = "posts/%E6%96%B0/" if builder == "dirhtml" else "posts/%E6%96%B0.html"
    for file in ("old/名/index.html", "a.html", "posts/beside/index.html"):
        page = site.text(file)
        address = re.search(r'http-equiv="refresh" content="0; url=([^"]*)"', page)[1]
        assert urljoin(f"https://example.org/{quote(file)}", address) == f"https://example.org/{new}"
        assert f'<link rel="canonical" href="https://example.org/{new}" />' in page
        assert '<meta name="robots" content="noindex" />' in page
    assert "a.html" not in site.rebuild().written


def test_they_go_when_nobody_asks_for_them_and_come_back(build):
    site = build({"index.md": INDEX, "a.md": article("/old/deep/")})
    assert (site.outdir / "old" / "deep" / "index.html").is_file()
    again = site.edit({"a.md": article()}).rebuild()
    assert not (again.outdir / "old").exists()
    site = again.edit({"a.md": article("/old/deep/")}).rebuild()
    assert (site.outdir / "old" / "deep" / "index.html").is_file()
    without = site.rebuild(confoverrides={"byline_redirects": False})
    assert not (without.outdir / "old").exists()


def test_a_place_that_is_taken_is_a_warning_at_its_line_and_the_page_there_stays(build):
    files = {
        "index.md": INDEX,
        "a.md": article("/b.html", "/tags/x.html", "/search.html", "https://x.example/"),
        "b.md": article("/c/", title="乙"),
        "c.md": article("/c/", title="丙"),
    }
    site = build(
        files,
        warnings=[
            'a.md:5: WARNING: the old address "/b.html" is the place of another page',
            'the old address "/tags/x.html" is the place of another page',
            'the old address "/search.html" is the place of another page',
            'the old address "https://x.example/" is no path on this site',
            'c.md:5: WARNING: the old address "/c/" is the place of another page',
        ],
    )
    assert "<title>乙" in site.html("b")
    assert "乙" in site.text("c/index.html")


def test_a_page_of_the_author_s_takes_the_place_of_a_redirect(build):
    site = build({"index.md": INDEX, "a.md": article("/old.html")})
    assert "refresh" in site.text("old.html")
    edited = site.edit({"old.md": "---\ntags: x\n---\n# 新页\n"}).rebuild(warnings=["is the place of another page"])
    assert "新页" in edited.text("old.html")
    assert "refresh" not in edited.text("old.html")


def test_a_page_of_another_hand_is_neither_overwritten_nor_taken_away(build):
    conf = 'extensions = ["sphinx_byline"]\nhtml_theme = "byline"\nhtml_extra_path = ["extra"]\n'
    files = {"conf.py": conf, "index.md": INDEX, "a.md": article("/old.html"), "extra/x.txt": "x"}
    site = build(files)
    assert "refresh" in site.text("old.html")
    again = site.edit({"extra/old.html": "EXTRA"}).rebuild(warnings=["is the place of another page"])
    assert again.text("old.html") == "EXTRA"
    gone = again.edit({"a.md": article()}).rebuild()
    assert gone.text("old.html") == "EXTRA"


def test_spellings_of_one_place_are_one_and_places_in_each_other_s_way_are_a_warning(build):
    files = {"index.md": INDEX, "a.md": article("/x/", "/x", "/x/index.html", "/X/"), "b.md": article("/b.html")}
    site = build(files, warnings=['a.md:8: WARNING: the old address "/X/" is the place'])
    assert "refresh" in site.text("x/index.html")
    assert "refresh" not in site.text("b.html")


def test_the_old_page_of_an_article_that_was_renamed_makes_room(build):
    site = build({"index.md": INDEX, "p/old.md": article(title="旧")})
    moved = {"p/old.md": None, "p/new.md": article("/p/old.html", title="新")}
    assert "refresh" in site.edit(moved).rebuild().text("p/old.html")
    later = build({"index.md": INDEX, "p/old.md": article(title="旧")}).edit({"p/old.md": None}).rebuild()
    assert "refresh" in later.edit({"p/new.md": article("/p/old.html", title="新")}).rebuild().text("p/old.html")


RULES = {"byline_redirects_file": True}


def test_rules_for_hosts_are_written_where_a_setting_asks_for_them(build):
    files = {"index.md": INDEX, "文/a.md": article("/旧/", "/old.html")}
    assert "_redirects" not in build(files).outputs()
    site = build(files, confoverrides={**RULES, "html_baseurl": "https://example.org/blog/"})
    assert site.text("_redirects").splitlines()[1:-1] == [
        "/blog/%E6%97%A7 /blog/%E6%96%87/a.html 301",
        "/blog/%E6%97%A7/ /blog/%E6%96%87/a.html 301",
        "/blog/old.html /blog/%E6%96%87/a.html 301",
    ]
    assert (site.outdir / "旧" / "index.html").is_file()


def test_rules_may_stand_alone(build):
    overrides = {**RULES, "byline_redirects": False}
    site = build({"index.md": INDEX, "a.md": article("/old/")}, builder="dirhtml", confoverrides=overrides)
    assert "/old/ /a/ 301" in site.text("_redirects")
    assert not (site.outdir / "old").exists()


def test_rules_stand_below_those_of_the_author_and_go_when_nobody_asks_for_them(build):
    overrides = {**RULES, "html_extra_path": ["extra"]}
    files = {"index.md": INDEX, "a.md": article("/old/"), "extra/_redirects": "/x /y 302\n"}
    site = build(files, confoverrides=overrides)
    assert site.text("_redirects").startswith("/x /y 302\n")
    assert site.text("_redirects").count("/old/ ") == 1
    site = site.edit({"a.md": article("/older/")}).rebuild()
    assert "/old/ " not in site.text("_redirects")
    assert site.text("_redirects").count("/older/ ") == 1
    site = site.edit({"a.md": article()}).rebuild()
    assert site.text("_redirects") == "/x /y 302\n"
    alone = build({"index.md": INDEX, "a.md": article("/old/")}, confoverrides=RULES)
    assert "_redirects" not in alone.edit({"a.md": article()}).rebuild().outputs()
