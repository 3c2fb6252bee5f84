"""However an author writes the site's language, readers get its words, and machines a tag that they know."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from sphinx.locale import get_translation

CONF = """\
project = "P"
language = "{}"
extensions = ["sphinx_byline"]
html_theme = "{}"
html_baseurl = "https://example.org/"
suppress_warnings = ["docutils"]  # sphinx-build silences what docutils has no words for; an application alone does not.
"""
ARTICLE = "---\ndate: 2026-01-05\ntags: x\n---\n# T\n\n:::{note}\n字\n:::\n"


def texts(language: str, theme: str = "byline", more: str = "") -> dict[str, str]:
    return {"conf.py": CONF.format(language, theme) + more, "index.md": "# H\n", "a.md": ARTICLE}


def said_lang(page: str) -> str:
    return re.search(r'<html[^>]* lang="([^"]*)"', page)[1]


@pytest.mark.parametrize(
    ("written", "used", "lang", "note"),
    [
        ("zh-CN", "zh_CN", "zh-CN", "备注"),
        ("zh_Hans", "zh_CN", "zh-Hans", "备注"),
        ("zh", "zh_CN", "zh", "备注"),
        ("zh-hant-tw", "zh_TW", "zh-Hant-TW", "備註"),
        ("ja-JP", "ja", "ja-JP", "注釈"),
        ("pt-br", "pt_BR", "pt-BR", "Nota"),
        ("German", "de", "de", "Bemerkung"),
    ],
)
def test_a_language_that_sphinx_does_not_know_is_put_right_with_one_warning(build, written, used, lang, note):
    site = build(texts(written), warnings=[f'language is "{written}", for which Sphinx has no translations'])
    page = site.html("a")
    assert site.app.config.language == used
    assert f'write language = "{used}"' in site.warnings[0]
    assert ("byline_language" in site.warnings[0]) == (lang != used.replace("_", "-"))
    assert said_lang(page) == lang
    assert f">{note}<" in page
    assert f'xml:lang="{lang}"' in site.text("atom.xml")


def test_the_command_line_may_say_it_too(build):
    site = build(texts("en"), confoverrides={"language": "zh-CN"}, warnings=['the command line: language is "zh-CN"'])
    assert ">备注<" in site.html("a")
    assert '"locale": "zh_Hans_CN"' in site.text("_static/translations.js")


@pytest.mark.parametrize(
    ("written", "lang", "note", "javascript"),
    [
        ("zh_SG", "zh-SG", "备注", "zh_Hans_CN"),
        ("zh_MO", "zh-MO", "備註", "zh_Hant_HK"),
        ("de_AT", "de-AT", "Bemerkung", '"de"'),
        ("uk", "uk", "Примітка", "uk_UA"),
        ("ja_JP", "ja-JP", "注釈", '"ja"'),
        ("en_GB", "en-GB", "Note", "en_GB"),
    ],
)
def test_a_region_without_translations_gets_those_of_its_neighbour_in_silence(build, written, lang, note, javascript):
    site = build(texts(written, "basic"))
    assert said_lang(site.html("a")) == lang
    assert f">{note}<" in site.html("a")
    assert javascript in site.text("_static/translations.js")
    assert "_static/translations.js" in site.html("a")


def test_our_own_words_come_from_the_neighbour_too(build):
    assert "約 1 分鐘" in build(texts("zh_HK")).html("a")
    assert "约 1 分钟" in build(texts("zh_SG")).html("a")


def test_dates_are_those_of_the_region(build):
    assert "5. Jänner 2026" in build(texts("de_AT")).html("a")


def test_translations_under_the_name_that_the_author_wrote_are_found(build):
    po = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "H"\nmsgstr "首页"\n'
    own = po.replace('"H"', '"Note"').replace("首页", "本站的备注")
    for folder in ("zh_Hans", "zh_SG"):
        files = {f"locale/{folder}/LC_MESSAGES/index.po": po, f"locale/{folder}/LC_MESSAGES/sphinx.po": own}
        site = build({**texts(folder, more='locale_dirs = ["locale"]\n'), **files})
        assert site.app.config.language == folder
        assert "<h1>首页" in site.html("index")
        assert ">本站的备注<" in site.html("a")
        assert "约 1 分钟" in site.html("a")


def test_the_author_s_words_of_the_right_name_win(build):
    po = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Note"\nmsgstr "本站的备注"\n'
    files = {**texts("zh-CN", more='locale_dirs = ["locale"]\n'), "locale/zh_CN/LC_MESSAGES/sphinx.po": po}
    assert ">本站的备注<" in build(files, warnings=["language is"]).html("a")


def test_the_tag_of_a_site_can_say_more_than_sphinx_s_code(build):
    site = build(texts("zh_CN", more='byline_language = "zh-Hans"\n'))
    assert said_lang(site.html("index")) == "zh-Hans"
    site = build(
        texts("zh_CN", more='byline_language = "chinese"\n'), warnings=["byline_language is \"chinese\"; '' is used"]
    )
    assert said_lang(site.html("index")) == "zh-CN"


def test_a_book_names_its_language_by_a_tag(build):
    site = build(texts("zh_CN"), builder="epub", confoverrides={"epub_show_urls": "no"}, warnings=None)
    assert "<dc:language>zh-CN</dc:language>" in site.text("content.opf")
    assert all('lang="zh_CN"' not in content.decode(errors="ignore") for content in site.outputs().values())


def test_words_of_extensions_that_came_before_are_loaded_again(build, tmp_path, monkeypatch):
    package = tmp_path / "came_before"
    words = package / "locales/zh_CN/LC_MESSAGES/came_before.mo"
    words.parent.mkdir(parents=True)
    (package / "__init__.py").write_text(
        "def setup(app):\n    app.add_message_catalog('came_before', __path__[0] + '/locales')\n"
    )
    catalog = Catalog(locale="zh_CN")
    catalog.add("Copy", "复制")
    with words.open("wb") as file:
        write_mo(file, catalog)
    monkeypatch.syspath_prepend(tmp_path)
    files = texts("zh-CN")
    files["conf.py"] = files["conf.py"].replace('["sphinx_byline"]', '["came_before", "sphinx_byline"]')
    build(files, warnings=["language is"])
    assert get_translation("came_before")("Copy") == "复制"
