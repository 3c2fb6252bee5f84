"""Every word that a reader meets in our templates is in every catalog, with the same places for values."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import sphinx_byline
from sphinx_byline.theme import THEME_DIR

LOCALE = Path(sphinx_byline.__file__).parent / "locale"
CATALOGS = sorted(LOCALE.glob("*/LC_MESSAGES/sphinx_byline.po"))
WORDS = {
    word
    for path in THEME_DIR.rglob("*.html")
    for word in re.findall(r'translate\("([^"]+)"', path.read_text(encoding="utf-8"))
}


def messages(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def places(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


def test_the_template_of_catalogs_holds_every_word():
    assert set(messages(LOCALE / "sphinx_byline.pot")) >= WORDS


def test_the_languages_of_our_readers_are_there():
    assert {path.parts[-3] for path in CATALOGS} >= {"zh_CN", "zh_TW", "ja", "ko", "de", "fr", "es"}


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_a_catalog_translates_every_word(path):
    translated = messages(path)
    assert translated.keys() == messages(LOCALE / "sphinx_byline.pot").keys()
    for word, translation in translated.items():
        assert translation, f"{word} is not translated"
        assert places(translation) == places(word)
        assert translation % dict.fromkeys(places(word), "1")
