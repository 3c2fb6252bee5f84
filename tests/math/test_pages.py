"""What a reader's browser is given."""

from __future__ import annotations

import json
import re
import threading

import pytest
import sphinx

CONF = """\
project = "Notes"
extensions = ["myst_parser", "sphinx_byline.math"]
myst_enable_extensions = ["dollarmath", "amsmath"]
"""


@pytest.fixture
def site(build):
    """Build Markdown files with this room alone; ``conf`` goes to the end of conf.py."""

    def build_site(conf="", *, warnings=(), builder="html", parallel=0, **files):
        texts = {f"{name}.md": text for name, text in files.items()}
        return build({"conf.py": CONF + conf, **texts}, warnings=warnings, builder=builder, parallel=parallel)

    return build_site


def visible(html):
    """HTML as text, without what assistive technology reads: what an eye sees of a formula."""
    html = re.sub(r'<span class="katex-mathml">.*?</math></span>', "", html, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", "", html).replace("\u200b", "")


def test_a_page_carries_finished_formulas_and_no_script_that_draws_them(site):
    html = site(index="# Energy\n\nIt is $E = mc^2$.\n\n$$\n\\frac{a}{b}\n$$\n").html("index")
    assert html.count('<span class="katex">') == 2
    assert html.count('<math xmlns="http://www.w3.org/1998/Math/MathML"') == 2
    assert "mc^2" not in visible(html)
    assert re.findall(r"<script[^>]*(?:katex|mathjax)[^>]*", html, re.IGNORECASE) == [
        re.search(r"<script[^>]*copy-tex\.min\.js[^>]*", html)[0]
    ]
    assert "//cdn" not in html


def test_style_sheet_and_fonts_are_the_sites_own_and_on_pages_with_formulas_only(site):
    built = site(
        index="# Start\n\n```{toctree}\nformula\nprose\n```\n", formula="# One\n\n$x$\n", prose="# Two\n\nNothing.\n"
    )
    assert "_static/byline-katex/katex.min.css?v=" in built.html("formula")
    assert "katex" not in built.html("prose")
    fonts = set(re.findall(r"url\((fonts/[^)]+)\)", built.text("_static/byline-katex/katex.min.css")))
    assert len(fonts) == 20
    assert {f"_static/byline-katex/{font}" for font in fonts} <= set(built.written)
    assert "SIL Open Font License" in built.text("_static/byline-katex/fonts/LICENSE.txt")


def test_code_that_shows_katexs_markup_is_no_formula(site):
    assert "katex.min.css" not in site(index='# Code\n\n```html\n<span class="katex-html">\n```\n').html("index")


def test_a_formula_by_itself_can_be_scrolled_with_the_keyboard(site):
    html = site(index="# A\n\n$$\na\n$$\n").html("index")
    assert '<div class="math notranslate nohighlight"><span tabindex="0" class="katex-display">' in html
    assert 'class="katex-html" aria-hidden="true"' in html


def test_a_formula_in_a_heading_is_typeset_in_page_and_contents_and_plain_in_the_title(site):
    built = site(
        index="# Start\n\n```{toctree}\none\n```\n\n{doc}`one`\n",
        one="# On $\\alpha^2$\n\n## Of $\\frac{a}{b}$\n\nText.\n",
    )
    page = built.html("one")
    assert "<title>On α² &#8212; Notes" in page
    assert re.search(r'<h1>On <span class="math[^>]*><span class="katex">', page)
    assert re.search(r'toctree-l1"><a[^>]*>On <span class="math[^>]*><span class="katex">', built.html("index"))
    assert "katex.min.css" in built.html("index")
    assert "On α²</span></a></p>" in built.html("index")


def test_search_finds_the_words_and_none_of_the_tex(site):
    built = site(index="# On $\\alpha^2$\n\nWords $\\mathbf{needle}$.\n\n$$\n\\mathrm{haystack}\n$$\n")
    index = json.loads(built.text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")"))
    # Before Sphinx 9 the titles of documents are kept, and shown, as HTML.
    assert index["titles"] == ["On α²"] or (sphinx.version_info < (9,) and "katex.min.css" in built.html("search"))
    assert list(index["alltitles"]) == ["On α²"]
    words = set(index["terms"]) | set(index["titleterms"])
    assert "word" in words
    assert not words & {"mathbf", "alpha", "mathrm", "needl", "haystack"}


def test_a_formula_in_a_paragraph_leaves_valid_html(site):
    html = site("myst_dmath_double_inline = True\n", index="# A\n\nSee $$x+y$$ here.\n").html("index")
    assert re.search(r'<p>See <span class="math[^>]*><span tabindex="0" class="katex-display">', html)


def test_bare_rows_are_aligned_and_a_blank_line_begins_one(site):
    html = site(index="# A\n\n$$\na &= b \\\\\nc &= d\n$$\n\n```{math}\ne = f\n\ng = h\n```\n").html("index")
    assert html.count("<mtr>") == 4


def test_equations_are_numbered_once_and_can_be_referred_to(site):
    built = site(
        index="# A\n\n$$\na\n$$ (first)\n\n\\begin{align}\nb &= c \\label{second} \\\\\nd &= e\n\\end{align}\n\n"
        "\\begin{gather*}\nf\n\\end{gather*}\n\nSee {eq}`first` and {eq}`second`.\n"
    )
    html = built.html("index")
    assert re.findall(r'<span class="eqno">\((\d+)\)', html) == ["1", "2"]
    assert "eqn-num" not in html, "KaTeX must not number what Sphinx numbers, or what nobody does"
    assert '<a class="reference internal" href="#equation-first">(1)</a>' in html
    assert '<a class="reference internal" href="#equation-second">(2)</a>' in html
    assert 'id="equation-second"' in html


def test_equation_numbers_follow_the_chapters_with_math_numfig(site):
    html = site(
        "numfig = True\nmath_numfig = True\n",
        index="# Start\n\n```{toctree}\n:numbered:\none\n```\n",
        one="# One\n\n$$\na\n$$ (a)\n\nSee {eq}`a`.\n",
    ).html("one")
    assert '<span class="eqno">(1.1)' in html
    assert ">(1.1)</a>" in html


def test_anchors_of_environments_are_the_same_in_every_build(site):
    text = "# A\n\n\\begin{equation}\na\n\\end{equation}\n\n\\begin{equation}\na\n\\end{equation}\n"
    anchors = [re.findall(r'id="(equation-[^"]+)"', site(index=text).html("index")) for _ in range(2)]
    assert anchors[0] == anchors[1]
    assert len(set(anchors[0])) == 2


def test_two_equations_with_one_label_are_an_error_of_the_authors(site):
    equation = "\\begin{equation}\na \\label{twice}\n\\end{equation}\n\n"
    built = site(
        index=f"# A\n\n{equation}{equation}{{eq}}`twice`\n",
        warnings=['index.md:7: WARNING: another equation, in "index", has the label "twice" already'],
    )
    assert len(re.findall(r'<span class="eqno">', built.html("index"))) == 2


def test_parallel_and_serial_builds_give_the_same_bytes_and_leave_nothing_running(site):
    text = "# On $x_N$\n\n$y^N$ and $\\bad{N}$\n\n\\begin{align}\na\n\\end{align}\n"
    files = {f"page{number}": text.replace("N", str(number)) for number in range(9)}
    files["index"] = "# Start\n\n```{toctree}\n:glob:\n*\n```\n"
    expected = [r"undefined control sequence \bad"] * 9
    before = threading.active_count()
    serial, parallel = (site(warnings=expected, parallel=count, **files) for count in (0, 2))
    assert serial.outputs() == parallel.outputs()
    assert sorted(serial.warnings) == sorted(parallel.warnings)
    assert threading.active_count() == before


def test_a_second_build_typesets_nothing_and_writes_nothing(site, monkeypatch):
    built = site(index="# A $x$\n\n$y$\n")
    monkeypatch.setattr("sphinx_byline.math.engine.KatexEngine.typeset", None)
    again = built.rebuild()
    assert not again.read
    assert not {"index.html", "_static/byline-katex/katex.min.css"} & set(again.written)
    assert built.rebuild(freshenv=True).html("index").count('class="katex-html"') == 2


def test_a_new_katex_writes_every_page_again(site):
    built = site(index="# A\n\n```{toctree}\nb\n```\n", b="# B\n\n$x$\n")
    again = built.rebuild(confoverrides={"byline_katex_version": "9.9.9"})
    assert {"index.html", "b.html"} <= set(again.written)


def test_other_options_are_shown_in_titles_too(site):
    built = site(r"""katex_options = r'macros: {"\\me": "x"}'""" + "\n", index="# On $\\me$\n")
    assert "<title>On x" in built.html("index")
    again = built.rebuild(confoverrides={"katex_options": r'macros: {"\\me": "y"}'})
    assert "<title>On y" in again.html("index")


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "man", "texinfo", "singlehtml", "dirhtml", "json"])
def test_every_builder_takes_formulas_in_titles_text_and_blocks(site, builder):
    conf = 'copyright = "us"\nversion = "1"\n'
    site(
        conf,
        builder=builder,
        index="# On $x$\n\n```{toctree}\nb\n```\n",
        b="# B $y$\n\n$z$\n\n$$\na\n$$ (a)\n\n{eq}`a`\n",
    )


def test_books_get_mathml_and_nothing_that_needs_a_style_sheet(site):
    built = site('copyright = "us"\nversion = "1"\n', builder="epub", index="# On $x$\n\n$$\ny\n$$\n")
    page = built.text("index.xhtml")
    assert page.count("<math") >= 2
    assert "katex-html" not in page
    assert not [name for name in built.outputs() if "katex" in name]
    assert "On x" in built.text("nav.xhtml")


def test_paper_gets_the_tex_as_written(site):
    tex = site(builder="latex", index="# A\n\n## On $\\alpha$\n\n$\\beta$\n").text("notes.tex")
    assert r"\protect\(\alpha\protect\)" in tex
    assert r"\(\beta\)" in tex


def test_a_formula_that_an_extension_adds_late_is_typeset_too(site):
    conf = """
from docutils import nodes
def late(app, doctree, docname):
    doctree[0] += [nodes.paragraph("", "", nodes.math("", "late^2")), nodes.math_block("", "block", number=None)]
    doctree[0] += nodes.paragraph("", "", nodes.math("", r"\\late"))
def setup(app):
    app.connect("doctree-resolved", late)
"""
    built = site(conf, index="# A\n\nText.\n", warnings=[r"KaTeX: undefined control sequence \late"])
    assert built.html("index").count('class="katex-html"') == 2
    assert "katex.min.css" in built.html("index")


def test_themes_with_a_sidebar_of_all_titles_link_the_style_sheet_everywhere(site):
    conf = 'html_theme = "alabaster"\nhtml_sidebars = {"**": ["globaltoc.html"]}\n'
    built = site(conf, index="# A\n\n```{toctree}\nb\nc\n```\n", b="# B $x$\n", c="# C\n")
    assert re.search(r'<div class="sphinxsidebar".*katex-html', built.html("c"), re.DOTALL)
    assert "katex.min.css" in built.html("c")


def test_titles_of_neighbours_are_plain_where_templates_take_their_tags_away(site):
    conf = 'html_theme = "alabaster"\n'
    built = site(conf, index="# A\n\n```{toctree}\nb\nc\n```\n", b="# B $\\frac{a}{b}$\n", c="# C\n")
    assert '<link rel="next" title="B a/b" href="b.html" />' in built.html("index")
    assert '<link rel="prev" title="B a/b" href="b.html" />' in built.html("c")
    assert set(re.findall(r'title="(B [^"]*)"', built.html("c"))) == {"B a/b"}


def test_a_reference_says_what_a_heading_or_a_caption_says(build):
    figure = "```{figure} https://example.org/x.png\n:name: pic\nOf $\\beta^2$\n```\n"
    other = f"(lab)=\n# B $\\frac{{a}}{{b}}$\n\n{figure}"
    built = build({"index.md": "# A\n\n{ref}`lab`, {ref}`pic`, [](b.md)\n", "b.md": f"---\norphan: true\n---\n{other}"})
    text = re.sub(r"<[^>]+>", "", built.html("index"))
    assert "B a/b, Of β², B a/b" in text
    assert '"frac":' not in built.text("searchindex.js")


def test_a_closing_mark_stays_with_the_formula_before_it(build):
    page = build({"index.md": "# T\n\n对于 $x$，有 $y$。若 $z$ 则 $w$，$a+b+c+d+e+f+g+h+i+j+k+l+m$。\n"}).html("index")
    assert page.count('<span class="byline-keep">') == 3
    assert re.search(r"</span>，</span>有 ", page)
    assert re.search(r"</span>。</span>若 ", page)


def test_a_page_s_own_macros_serve_its_formulas_and_its_title_everywhere_and_no_other_page(build):
    header = "---\ntitle: 关于 $\\RR$\ntags: x\nmath:\n  '\\RR': '\\mathbb{R}'\n  norm: '\\lVert #1 \\rVert'\n---\n\n"
    files = {
        "index.md": "# H\n",
        "a.md": header + "设 $x \\in \\RR$。\n\n$$\\norm{x} < \\RR$$\n",
        "b.md": "---\ntags: x\n---\n# B\n\n$\\RR$\n",
    }
    site = build(files, warnings=["b.md:6:2: WARNING: "])
    for page in ("a", "index", "tags/x"):
        assert '<mi mathvariant="double-struck">R</mi>' in site.html(page)
        assert "byline-math-error" not in site.html(page)
    assert "∥" in site.html("a")
    assert "<title>关于 R – " in site.html("a").replace("ℝ", "R")
    assert "byline-math-error" in site.html("b")
    other = build({**files, "a.md": files["a.md"].replace("mathbb", "mathcal"), "b.md": "# B\n"}, warnings=None)
    assert "double-struck" not in other.html("a")
