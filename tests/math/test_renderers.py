"""Which renderer draws formulas is the author's choice; what it needs comes from the site itself."""

from __future__ import annotations

import dataclasses

import pytest

from sphinx_byline.math import bundle, needs_math_css

CONF = """\
project = "Notes"
extensions = [{extensions}]
myst_enable_extensions = ["dollarmath"]
"""
PAGE = "# A\n\n$x^2$\n\n$$\nx\n$$\n"


@pytest.fixture
def html(build):
    def build_html(extensions='"myst_parser", "sphinx_byline.math"', conf="", page=PAGE, warnings=()):
        site = build({"conf.py": CONF.format(extensions=extensions) + conf, "index.md": page}, warnings=warnings)
        return site.html("index")

    return build_html


@pytest.mark.parametrize(
    "extensions",
    [
        '"myst_parser", "sphinx_byline.math", "sphinxcontrib.katex"',
        '"sphinxcontrib.katex", "myst_parser", "sphinx_byline.math"',
    ],
)
def test_a_site_that_lists_sphinxcontrib_katex_works_the_same(html, extensions):
    assert html(extensions) == html()


def test_sphinxcontrib_katex_in_the_browser_asks_no_other_host(html):
    page = html(conf='html_math_renderer = "katex"\n')
    assert r"\(x^2\)" in page
    assert "_static/byline-katex/katex.min.css" in page
    assert "//" not in "".join(part.split('"')[0] for part in page.split('src="')[1:])
    assert "jsdelivr" not in page


def test_tex_cannot_become_markup_in_the_browser_either(html):
    hostile = "<script>alert(1)</script>"
    page = html(conf='html_math_renderer = "katex"\n', page=f"# A\n\n$a < b {hostile}$\n\n$$\na < b {hostile}\n$$\n")
    assert "<script>alert" not in page
    assert page.count("a &lt; b &lt;script&gt;") == 2


def test_a_style_sheet_of_the_authors_own_stays(html):
    page = html(conf='html_math_renderer = "katex"\nkatex_css_path = "https://example.org/my.css"\n')
    assert "https://example.org/my.css" in page


def test_mathjax_stays_where_it_is_asked_for_and_katex_stays_out_of_its_way(html):
    page = html(conf='html_math_renderer = "mathjax"\n')
    assert r"\(x^2\)" in page
    assert "katex" not in page


@pytest.mark.parametrize(
    "options",
    [
        r"""r'macros: {"\\RR": "\\mathbb{R}"}'""",
        r"""r'{macros: {"\\RR": "\\mathbb{R}"}}'""",
        r"""r'macros: {"\\RR": "\\mathbb{R}"}, // ours'""",
        r"""'macros: {' + katex.latex_defs_to_katex_macros(r'\def \RR {\mathbb{R}}') + '}'""",
    ],
)
@pytest.mark.filterwarnings("ignore:'count' is passed:DeprecationWarning")
def test_katex_options_keep_their_meaning(html, options):
    assert '<span class="mord mathbb">R</span>' in html(
        conf=f"import sphinxcontrib.katex as katex\nkatex_options = {options}\n", page="# A\n\n$\\RR$\n"
    )


def test_katex_options_cannot_lift_our_limits(html):
    page = html(
        conf="katex_options = \"trust: true, throwOnError: false, maxExpand: Infinity, output: 'html'\"\n",
        page="# A\n\n$\\href{https://example.org}{x}$ $\\nothing$ $y$\n",
        warnings=[r"\href is not allowed", r"undefined control sequence \nothing"],
    )
    assert 'href="https://example.org"' not in page
    assert "<math" in page


def test_options_that_are_no_javascript_are_one_warning_and_the_page_is_built(html):
    page = html(
        conf="katex_options = 'macros: {'\n",
        page="# A\n\n$x$\n",
        warnings=['WARNING: conf.py: katex_options is "macros: {", which JavaScript cannot evaluate (SyntaxError'],
    )
    assert 'class="katex-html"' in page


def test_a_definition_stays_in_its_formula(html):
    html(
        page="# A\n\n$\\gdef\\mine{1}\\mine$ and $\\mine$\n",
        warnings=[r"index.md:3:27: WARNING: KaTeX: undefined control sequence \mine"],
    )


def test_the_style_sheet_is_of_the_katex_that_typesets():
    found = bundle.installed()
    assert found.version == found.folder_version


def _pretend(monkeypatch, folder_version):
    fake = dataclasses.replace(bundle.installed(), folder_version=folder_version)
    for module in ("assets", "room"):
        monkeypatch.setattr(f"sphinx_byline.math.{module}.installed", lambda: fake)


def test_a_style_sheet_of_another_katex_is_one_warning(html, monkeypatch):
    _pretend(monkeypatch, "0.1.0")
    page = html(warnings=["our style sheet and fonts are of 0.1.0"])
    assert "katex.min.css" in page


def test_a_source_tree_without_the_style_sheet_still_builds(html, monkeypatch):
    _pretend(monkeypatch, "")
    page = html(page="# A\n\n$x$\n", warnings=["KaTeX's style sheet and fonts are missing"])
    assert 'class="katex-html"' in page
    assert "katex.min.css" not in page


def test_any_html_can_be_asked_whether_it_needs_the_style_sheet():
    assert needs_math_css('<p><span class="katex-html" aria-hidden="true"></span></p>')
    assert not needs_math_css("<p>katex-html</p>")
    assert not needs_math_css('<span class="katex"><math></math></span>')
