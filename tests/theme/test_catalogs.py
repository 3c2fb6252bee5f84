"""Every word that a reader meets on our pages is in every catalog, with the same places for values."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

import sphinx_byline
from sphinx_byline.model.kinds import KINDS
from sphinx_byline.model.queries import SHOWN_FIELDS
from sphinx_byline.pages.publisher import _COLUMNS
from sphinx_byline.pages.wording import translate
from sphinx_byline.theme import THEME_DIR

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(sphinx_byline.__file__).parent
LOCALE = PACKAGE / "locale"
CATALOGS = sorted(LOCALE.glob("*/LC_MESSAGES/sphinx_byline.po"))


def words_of_template(path: Path) -> list[tuple[str, ...]]:
    """The texts that a template has translated, each with its plural where it has one."""
    found = re.findall(r'translate\("([^"]+)"(?:, "([^"]+)")?', path.read_text(encoding="utf-8"))
    return [tuple(filter(None, words)) for words in found]


def words_of_module(path: Path) -> Iterator[tuple[str, ...]]:
    """The texts that a module has translated where it writes them, one of two included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.strip("_") == "translate":
            said = node.args[0]
            for text in (said.body, said.orelse) if isinstance(said, ast.IfExp) else (said,):
                if isinstance(text, ast.Constant):
                    yield (str(text.value),)


WORDS = {
    *(word for path in THEME_DIR.rglob("*.html") for word in words_of_template(path)),
    *(word for path in PACKAGE.rglob("*.py") for word in words_of_module(path)),
    *((kind.title,) for kind in KINDS.values()),
    *((word,) for word in _COLUMNS.values()),
}


def texts(said: object) -> tuple[str, ...]:
    return tuple(map(str, said)) if isinstance(said, list | tuple) else (str(said),)


def messages(path: Path) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Each message with its plural, if it has one, and its translations, one a form."""
    with path.open("rb") as file:
        return {texts(message.id): texts(message.string) for message in read_po(file) if message.id}


def places(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


def test_the_template_of_catalogs_holds_every_word_and_no_other():
    assert set(messages(LOCALE / "sphinx_byline.pot")) == WORDS


def test_every_column_of_a_table_has_a_word_of_its_own():
    assert _COLUMNS.keys() == {*SHOWN_FIELDS, "words"}
    assert len(set(_COLUMNS.values())) == len(_COLUMNS)


def test_the_languages_of_our_readers_are_there():
    assert {path.parts[-3] for path in CATALOGS} >= {"zh_CN", "zh_TW", "ja", "ko", "de", "fr", "es"}


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_a_catalog_translates_every_word(path):
    translated = messages(path)
    assert translated.keys() == messages(LOCALE / "sphinx_byline.pot").keys()
    forms = get_plural(path.parts[-3]).num_plurals
    for words, translations in translated.items():
        assert len(translations) == (forms if len(words) > 1 else 1), f"{words} has not the forms of the language"
        for translation in translations:
            assert translation, f"{words} is not translated"
            assert places(translation) == places(words[-1])
            assert translation % dict.fromkeys(places(words[-1]), "1")


@pytest.mark.parametrize(
    ("language", "counts"),
    [
        ("en", {1: "1 article", 2: "2 articles"}),
        ("ru", {1: "1 статья", 3: "3 статьи", 5: "5 статей", 11: "11 статей", 21: "21 статья"}),
        ("fr", {0: "0 article", 1: "1 article", 2: "2 articles"}),
        ("zh_CN", {1: "1 篇文章", 2: "2 篇文章"}),
    ],
)
def test_a_count_is_said_in_the_form_of_its_language(build, language, counts):
    build({"index.md": "# H\n"}, confoverrides={"language": language})
    assert {count: translate("%(count)s article", "%(count)s articles", count=count) for count in counts} == counts
