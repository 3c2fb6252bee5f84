"""The single source of how text and queries are cut into words for Sphinx's own search.

Chinese, Japanese and Korean are indexed by single characters and by pairs, and searched by pairs, so that nothing has
to know where their words end: 链式法则 is found by 链式, 式法 and 法则. Every other script goes by words, with the
stemmer and the stop words of the site's language. Both sides fold compatibility forms (NFKC), so ＡＩ finds AI.

Sphinx's own Chinese search needs jieba, and on Sphinx 9.0 its script throws for want of a "ChineseStemmer".
"""

from __future__ import annotations

import functools
import importlib
import operator
import re
import unicodedata
from typing import TYPE_CHECKING, ClassVar

import sphinx
from sphinx.search import SearchLanguage, languages
from sphinx.search.en import SearchEnglish

from sphinx_byline.cjk.characters import PAIRED

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

_WORD = re.compile(rf"[{PAIRED}]+|[^\W{PAIRED}]+")
_PAIRED = re.compile(f"[{PAIRED}]")

# Their other words are English as a rule. Sphinx's own classes for them look for dictionaries.
_BY_PAIRS = {"zh": "Chinese", "ja": "Japanese", "ko": "Korean"}

_JAVASCRIPT_RANGES = re.sub(r"\\u([0-9a-f]{4})|\\U000([0-9a-f]{5})", r"\\u{\1\2}", PAIRED)
_SPLITTER = """
var splitQuery = (() => {
  const word = /[PAIRED]+|(?:(?![PAIRED])[\\p{L}\\p{N}_])+/gu;
  const paired = /^[PAIRED]/u;
  return (query) =>
    (query.normalize("NFKC").match(word) || []).flatMap((found) => {
      if (!paired.test(found)) return [found];
      const characters = Array.from(found);
      return characters.length === 1
        ? characters
        : characters.slice(1).map((character, position) => characters[position] + character);
    });
})();
""".replace("PAIRED", _JAVASCRIPT_RANGES)


def setup(app: Sphinx) -> None:
    """Take the search over once the site's language is known, and settled."""
    app.connect("config-inited", add_search_language, priority=900)


def add_search_language(app: Sphinx, config: Config) -> None:
    """Make a search language for the site's, unless the author has added one of their own."""
    code = config.html_search_language or config.language
    words = _words_of(code)
    if words is not None:
        app.add_search_language(_paired_search(code, words))


class PairedSearch(SearchLanguage):
    """Words for most scripts, characters and pairs of them for Chinese, Japanese and Korean."""

    words: ClassVar[type[SearchLanguage]] = SearchEnglish
    """Sphinx's class for the language's other words."""
    js_splitter_code = _SPLITTER

    def __init__(self, options: dict[str, str]) -> None:
        """Take the options that conf.py gives to the search language."""
        super().__init__(options)
        # Stemmers are pure Python, and a text has few different words.
        self._stem = functools.cache(super().stem)

    def split(self, input: str) -> list[str]:  # noqa: A002 # Sphinx's name
        """Return the terms of a text, each once."""
        terms: list[str] = []
        for found in dict.fromkeys(_WORD.findall(unicodedata.normalize("NFKC", input))):
            terms += _pairs(found) if _PAIRED.match(found) else (found,)
        return list(dict.fromkeys(terms))

    def stem(self, word: str) -> str:
        """Return the stem of a word; characters and pairs have none."""
        return word if _PAIRED.match(word) else self._stem(word)

    def word_filter(self, word: str) -> bool:
        """Tell whether a term is worth finding: every character is."""
        return _PAIRED.match(word) is not None or super().word_filter(word)


def _pairs(run: str) -> list[str]:
    """Return the characters of a run and its pairs of neighbours."""
    return [*run, *map(operator.add, run, run[1:])]


def _words_of(code: str) -> type[SearchLanguage] | None:
    """Return Sphinx's class for the words of language ``code``; None where an extension has brought one of its own."""
    language = re.split("[-_]", code)[0].lower()
    known = languages.get(code) or languages.get(language)
    if known is None or (isinstance(known, str) and language in _BY_PAIRS):
        return SearchEnglish
    if isinstance(known, str):
        module, _, name = known.rpartition(".")
        known = getattr(importlib.import_module(module), name)
    found: type[SearchLanguage] = known
    if issubclass(found, PairedSearch):  # Of a build before, in the same process.
        return found.words
    return found if found.__module__.startswith("sphinx.") else None


def _paired_search(code: str, words: type[SearchLanguage]) -> type[PairedSearch]:
    """Return the search language of ``code``, with ``words`` for all that is not cut into pairs."""
    name = _BY_PAIRS.get(re.split("[-_]", code)[0].lower(), words.language_name)
    if sphinx.version_info < (9, 1):
        name = words.language_name  # There the script's stemmer is looked for under this name.
    members = {"lang": code, "language_name": name, "words": words, "__doc__": PairedSearch.__doc__}
    return type("PairedSearch", (PairedSearch, words), members)
