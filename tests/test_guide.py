"""What the README and the guide tell a newcomer to write builds as they say, without a warning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sphinx_byline.collect.settings import PREFIX, Settings
from sphinx_byline.collect.yaml_header import read_yaml_file
from sphinx_byline.model.conventions import Conventions
from sphinx_byline.model.fields import FIELDS_OF, field_key
from sphinx_byline.model.frontmatter import parse
from sphinx_byline.model.registry import read_authors, read_terms
from sphinx_byline.pages.reference import TABLES
from sphinx_byline.theme import THEME_DIR

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "example_docs" / "guide"

_BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<language>[\w+-]+)\n(?P<text>.*?)^(?P=fence)$", re.DOTALL | re.MULTILINE)


def blocks(file: Path, language: str) -> list[str]:
    """Every code block of ``file`` in ``language``, in order."""
    found = _BLOCK.finditer(file.read_text(encoding="utf-8"))
    return [block["text"] for block in found if block["language"] == language]


def publication(file: Path) -> dict[str, str]:
    """The three files that ``file`` begins with: configuration, home page, article."""
    home, article = blocks(file, "markdown")[:2]
    return {"conf.py": blocks(file, "python")[0].removeprefix("# conf.py\n"), "index.md": home, "first.md": article}


@pytest.mark.parametrize(
    "file", [ROOT / "README.md", GUIDE / "start.md", GUIDE / "kuaisu.md"], ids=lambda file: file.name
)
def test_the_three_files_that_a_newcomer_is_shown_are_a_site_whose_home_lists_the_article(build, file):
    site = build(publication(file))

    assert 'href="first.html"' in site.html("index")
    assert "katex" in site.html("first")


@pytest.mark.parametrize("file", [GUIDE / "start.md", GUIDE / "kuaisu.md"], ids=lambda file: file.name)
def test_the_cover_that_the_next_step_adds_is_shown_once_its_file_is_there(build, file):
    first = publication(file)
    cover = blocks(file, "yaml")[0]
    image = re.search(r"^cover: (\S+)$", cover, re.MULTILINE)[1]
    header, body = first["first.md"].removeprefix("---\n").split("---\n", 1)
    # The smallest PNG there is.
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
        "a5f645400000000049454e44ae426082"
    )
    site = build({**first, "first.md": f"---\n{header}{cover}---\n{body}", image: pixel})

    alt = re.search(r"^cover_alt: (.+)$", cover, re.MULTILINE)[1]
    assert f'alt="{alt}"' in site.html("first")


def test_the_pages_that_the_guide_adds_stand_in_the_header_and_the_home_keeps_its_list(build):
    article = publication(GUIDE / "start.md")["first.md"]
    about, home, archive, limited = blocks(GUIDE / "pages.md", "markdown")
    site = build({"index.md": home, "about.md": about, "first.md": article})
    assert 'href="about.html"' in site.html("first").partition("</header>")[0]
    assert 'href="first.html"' in site.html("index")

    site = build({"index.md": limited, "about.md": about, "all.md": archive, "first.md": article})
    assert 'href="all.html"' in site.html("first").partition("</header>")[0]
    assert 'href="first.html"' in site.html("all")
    assert 'href="first.html"' in site.html("index")


def test_the_template_that_the_guide_shows_takes_the_place_of_ours(build):
    files = publication(GUIDE / "start.md")
    files["conf.py"] += blocks(GUIDE / "looks.md", "python")[-1]
    [component] = blocks(GUIDE / "looks.md", "html+jinja")
    site = build({**files, "_templates/components/tags.html": component})

    html = site.html("first")
    assert '<p class="tag-line">Tags:' in html
    assert html.count('rel="tag"') >= 2


def test_the_theme_options_and_the_style_sheet_that_the_guide_shows_are_taken(build):
    files = publication(GUIDE / "start.md")
    options, sheet, *_ = blocks(GUIDE / "looks.md", "python")
    files["conf.py"] += options + sheet
    site = build({**files, "_static/own.css": blocks(GUIDE / "looks.md", "css")[0]})

    html = site.html("first")
    assert "_static/own.css" in html
    assert "CC BY 4.0" in html
    assert "https://github.com/ada/notes/edit/main/docs/first.md" in html


@pytest.mark.parametrize("name", TABLES)
def test_every_table_of_the_guide_has_rows_as_wide_as_its_head(name):
    tables = TABLES[name]()

    assert tables
    for table in tables:
        assert table.rows
        assert all(len(row) == len(table.head) and all(row[:2]) for row in table.rows)


def test_no_setting_and_no_component_is_missing_in_the_tables():
    settings = {row[0] for table in TABLES["settings"]() for row in table.rows}
    components = {row[0] for table in TABLES["components"]() for row in table.rows}

    assert settings == {f"`{PREFIX}{name}`" for name in Settings.__dataclass_fields__}
    assert components == {f"`{path.name}`" for path in (THEME_DIR / "components").iterdir()}


@pytest.mark.parametrize("file", sorted(GUIDE.glob("articles*.md")), ids=lambda file: file.name)
def test_every_header_and_every_registry_that_the_guide_shows_is_understood(file):
    for block in blocks(file, "yaml"):
        text = block.removeprefix("---\n").removesuffix("---\n")
        written, _ = read_yaml_file(text)
        assert isinstance(written, dict)
        if all(field_key(name) in FIELDS_OF for name in written):
            assert not parse(written, "a", Conventions()).problems, block
        else:
            assert not read_authors(written).problems, block
            assert not read_terms(written, "tags").problems, block
