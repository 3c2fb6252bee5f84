"""What contributors may write into a header stops no build, takes no time, and reaches nothing that is not theirs."""

from __future__ import annotations

import re
import time

import pytest

from sphinx_byline.collect.examine import examine, open_publication
from sphinx_byline.collect.settings import Settings

INDEX = "# 首页\n"


@pytest.fixture
def publication(tmp_path):
    return open_publication(Settings(), tmp_path)


@pytest.mark.parametrize(
    "header",
    [
        "+++\nx = 0x" + "f" * 4000 + "\n+++\n",
        "+++\nx = " + "9" * 10_000 + "\n+++\n",
        "+++\n" + "a." * 20_000 + "b = 1\n+++\n",
        "+++\nx = {" + "a." * 20_000 + "b = 1}\n+++\n",
        "---\ntitle: " + "9" * 10_000 + "\n---\n",
        "---\ntags: [" + ", ".join(f"t{n}" for n in range(100_000)) + "]\n---\n",
        "---\na: " + "[" * 5_000 + "\n---\n",
        "---\na: " + "{b: " * 5_000 + "\n---\n",
        "---\ntitle: " + "x" * 1_000_000 + "\n---\n",
        "---\na: &a [x, x]\n"
        + "".join(
            f"k{n}: &k{n} [*{'a' if not n else f'k{n - 1}'}, *{'a' if not n else f'k{n - 1}'}]\n" for n in range(40)
        )
        + "---\n",
    ],
    ids=[
        "hexadecimal",
        "digits in TOML",
        "dots",
        "dots in a table",
        "digits",
        "tags",
        "lists",
        "maps",
        "size",
        "aliases",
    ],
)
def test_what_is_beyond_every_measure_is_refused_in_under_a_second_with_one_warning(publication, header):
    start = time.process_time()
    found = examine(f"{header}# Kept\n", "a", publication)
    assert time.process_time() - start < 1
    assert len(found.findings) == 1


@pytest.mark.parametrize(
    "header",
    [
        '+++\ntitle = "' + "a" * 90_000 + '"\n+++\n',
        "+++\na = [" + "1," * 40_000 + "]\n+++\n",
        "+++\na = " + "[" * 90_000 + "\n+++\n",
        "Foo: bar\r\n" * 48 + "text\r\n",
        "---\n" * 20_000,
        "\n" * 90_000,
        "<!-- " * 20_000,
        "+++\n" + '\\"""\n' * 20_000 + "+++\n",
        "+++\nx = [\n[" + " " * 20_000 + "\n1]\n]\n+++\n",
        "---\n" + "a:b\n" * 20_000 + "---\n",
        "---\ndate: " + "1" * 90_000 + "\n---\n",
        "---\nlicense: " + "CC BY" * 900 + "\n---\n",
    ],
    ids=[
        "text",
        "list",
        "brackets",
        "bare",
        "fences",
        "empty",
        "comments",
        "quotes",
        "spaces",
        "colons",
        "date",
        "licence",
    ],
)
def test_no_header_takes_longer_than_its_length(publication, header):
    start = time.process_time()
    examine(header, "2024/" * 2000 + "a", publication)
    assert time.process_time() - start < 1.5


def test_a_text_in_toml_may_hold_what_looks_like_keys_and_numbers(publication):
    header = (
        '+++\ndescription = "'
        + "我喜欢数学." * 30
        + "9" * 300
        + '"\ntext = """\ndate = foo\n[params]\n"""\ndate = "no"\n+++\n'
    )
    found = examine(header, "a", publication)
    assert [finding.line for finding in found.findings] == [7]
    assert found.matter.article.description.startswith("我喜欢数学.")


@pytest.mark.parametrize("depth", ["abc", "-1", "2.5", "true", '"2 "', ""])
def test_a_depth_that_is_no_number_stops_no_build(build, depth):
    files = {"index.md": "# H\n\n```{toctree}\na\n```\n", "a.md": f"---\ntocdepth: {depth}\n---\n# A\n\n## B\n"}
    assert "A" in build(files).html("index")


def test_no_header_reaches_what_we_keep_for_ourselves(build):
    names = ("canonical", "lang", "macros", "excused", "unlisted", "no_toc")
    own = "".join(f"byline_{name}: 'javascript:x'\n" for name in names)
    files = {
        "index.md": "# H\n\n```{toctree}\np\n```\n",
        "a.md": f"---\ntags: x\n{own}---\n# A\n",
        "p.md": f"---\n{own}---\n# P\n",
    }
    site = build(files)
    for page in ("a", "p"):
        assert "javascript:x" not in site.html(page)
        assert "noindex" not in site.html(page)


@pytest.mark.parametrize("image", ["a%00b.png", "x" * 300 + ".png", "d/" * 3000 + "a.png"])
def test_a_name_that_no_file_can_have_is_only_an_image_that_is_not_there(build, image):
    site = build({"index.md": f"# H\n\n![]({image})\n"}, warnings=["image file not readable"])
    assert "<h1" in site.html("index")


def test_a_long_name_of_an_avatar_is_a_file_in_the_output_all_the_same(build):
    name = "图" * 80 + ".svg"
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'
    site = build({"index.md": INDEX, "a.md": f"---\nauthor: {{name: B, avatar: {name}}}\n---\n# A\n", name: svg})
    (copied,) = (site.outdir / "_images" / "byline").iterdir()
    assert copied.read_text(encoding="utf-8") == svg


def test_the_cover_of_an_article_that_became_a_draft_is_public_no_more(build):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'
    header = "---\ntags: x\ncover: secret.svg\ndraft: {}\n---\n# A\n"
    site = build({"index.md": INDEX, "a.md": header.format("false"), "secret.svg": svg})
    assert (site.outdir / "_images" / "secret.svg").is_file()
    again = site.edit({"a.md": header.format("true")}).rebuild()
    assert not (again.outdir / "_images" / "secret.svg").exists()


def test_separators_of_lines_that_only_yaml_knows_move_no_warning(publication):
    found = examine('---\ntitle: "a\u2028b\x85c"\ndate: nonsense\n---\n', "a", publication)
    assert [finding.line for finding in found.findings] == [3]


@pytest.mark.parametrize(
    "header",
    [
        "title: &t Foo\nmyst:\n  substitutions: {a: *t}\n",
        "base: &b {a: Foo}\nmyst:\n  substitutions:\n    <<: *b\n",
        "{title: T,\n date: 2024-01-01,\n myst: {substitutions: {a: Foo}}}\n",
        'title: "x\u2028y"\nmyst:\n  substitutions:\n    a: Foo\n',
        "v: &v\n  a: Foo\nmyst:\n  substitutions:\n    *v\n",
        "{\ntitle: a,\nmyst: {substitutions: {a: Foo}},\ndate: 2020-01-01\n}\n",
    ],
)
def test_the_parser_s_own_fields_mean_the_same_without_the_fields_around_them(build, header):
    conf = 'extensions = ["sphinx_byline"]\nhtml_theme = "byline"\nmyst_enable_extensions = ["substitution"]\n'
    site = build({"conf.py": conf, "index.md": f"---\n{header}---\n# H\n\nIt is {{{{ a }}}}.\n"})
    assert "It is Foo." in site.html("index")


def test_toml_hands_the_parser_its_fields_too(build):
    conf = 'extensions = ["sphinx_byline"]\nhtml_theme = "byline"\nmyst_enable_extensions = ["substitution"]\n'
    header = '+++\ntitle = "T"\n[myst.substitutions]\na = "F\\u007foo"\n+++\n'
    site = build({"conf.py": conf, "index.md": f"{header}# H\n\nIt is {{{{ a }}}}.\n"})
    assert "It is F\x7foo." in site.html("index")


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("<!-- c -->\n---\ntitle: t\ntags: a\n---\nx\n", 2, "below a comment"),
        ("# H\n\nText.\n\n---\ntitle: t\ntags: a\n---\nx\n", 5, "below text"),
        ("----\ntitle: t\ntags: a\n----\nx\n", 1, 'the line above the header is "----"'),
        ("—--\ntitle: t\ntags: a\n---\nx\n", 1, 'the line above the header is "—--"'),
        (" ---\ntitle: t\ntags: a\n---\nx\n", 1, "the line above the header"),
        ("\n\n---\ntitle: t\ntags: a\n---\nx\n", 3, "below 2 empty lines"),
        ("title: t\ntags: a\n---\nx\n", 1, "has no --- above it"),
        ("---\ntitle: t\ntags: a\n\nx\n", 1, "never closed"),
    ],
)
def test_a_header_that_is_not_quite_where_it_should_be_is_read_with_one_warning(build, publication, source, line, said):
    found = examine(source, "a", publication)
    assert [(finding.line, said in finding.message) for finding in found.findings] == [(line, True)]
    assert (found.matter.article.title, [tag.label for tag in found.matter.article.tags]) == ("t", ["a"])
    page = build({"index.md": INDEX, "a.md": source}, warnings=[f"a.md:{line}: WARNING: "]).html("a")
    assert "tags: a" not in page
    assert "x" in page


@pytest.mark.parametrize(
    "source",
    [
        "# H\n\n```yaml\n---\ntitle: t\ntags: a\n---\n```\n",
        "Text.\n\n---\n\nNote: this\nThat: too\n\n---\n",
        "----\nNote: this is text\n----\n",
        "Subject: one line\n---\n",
        "<!-- toc -->\n\n---\nNote: this page is old.\n\nA paragraph that matters.\n\n---\n\nend\n",
        "\n\n---\nNote: hello\nmore text\n\nbody\n",
        "# H\n\n<!--\n---\ntitle: T\ndate: 2020-01-01\ndraft: true\n---\n-->\n\nbody\n",
        "# H\n\n<pre>\n---\ntitle: T\ndate: 2020-01-01\n---\n</pre>\n",
        "{% highlight yaml %}\n---\ntitle: T\ndate: 2020-01-01\n---\n{% endhighlight %}\n",
        "# Changes\n\n---\nversion: 1\ndate: 2020-01-01\nauthor: Bob\n- fixed x\n- fixed y\n---\n\nmore\n",
    ],
)
def test_what_only_looks_like_a_header_is_text(publication, source):
    assert examine(source, "a", publication).findings == ()


def test_text_in_quotes_stays_text_for_the_parser(build):
    header = '{title: T, date: 2020-01-01, myst: {html_meta: {"a": "true", "b": "1"}}}'
    page = build({"index.md": INDEX, "a.md": f"---\n{header}\n---\n# A\n"}).html("a")
    assert '<meta content="true" name="a" />' in page
    assert '<meta content="1" name="b" />' in page


def test_covers_of_one_name_stay_right_for_two_builders_of_one_folder_of_doctrees(build):
    def svg(width):
        return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="1"></svg>'

    header = "---\ntags: x\ncover: cover.svg\n---\n# T\n"
    files = {"index.md": INDEX}
    for width, name in enumerate("abc", start=1):
        files |= {f"{name}/p.md": header, f"{name}/cover.svg": svg(width)}
    site = build(files)
    site.rebuild(builder="dirhtml")
    edited = site.edit({"a/p.md": "# T\n\nNo cover.\n"})
    overrides = {"suppress_warnings": ["toc.not_included"]}
    for builder, page in (("html", "c/p.html"), ("dirhtml", "c/p/index.html")):
        edited = edited.rebuild(builder=builder, confoverrides=overrides)
        (shown,) = set(re.findall(r'class="u-photo" src="([^"]*)"', edited.text(page)))
        assert (edited.outdir / page).parent.joinpath(shown).resolve().read_text(encoding="utf-8") == svg(3)
