"""Pagefind's index of a site, which takes a program of its own: left out where it is not installed."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("pagefind")

CONF = 'project = "P"\nlanguage = "zh_CN"\nextensions = ["sphinx_byline"]\nhtml_theme = "byline"\n'


def test_it_is_asked_when_something_has_changed_and_its_files_go_with_it(build):
    site = build({"conf.py": CONF + 'byline_search = "pagefind"\n', "index.md": "# H\n\n文\n"})
    manifest = site.text("_search/index.js").removeprefix("bylineSearch.begin(").removesuffix(");\n")
    assert json.loads(manifest) == {"engine": "pagefind", "shards": [], "terms": []}
    assert (site.outdir / "_search/pagefind/pagefind.js").is_file()
    assert not [name for name in site.rebuild().written if name.startswith("_search")]
    edited = site.edit({"index.md": "# H\n\n别的\n"}).rebuild()
    assert [name for name in edited.written if name.startswith("_search/pagefind/")]
    own = edited.edit({"conf.py": CONF}).rebuild()
    assert sorted(path.name for path in (own.outdir / "_search").iterdir()) == ["0.js", "index.js"]
