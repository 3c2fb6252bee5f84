"""The single source of the site's language: what Sphinx is told of it, and the words that readers get.

Sphinx takes ``language`` for the name of a folder of translations and loads them before any extension, so that
``zh-CN`` leaves its words in English. Here the code is put right, and the words are loaded again: Sphinx's, the
author's own in ``locale_dirs``, and those of extensions that came before ours. What Sphinx's own modules have
translated while they were loaded, the names of kinds of objects for one, stays as it was.
"""

from __future__ import annotations

import re
import sys
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx import locale, package_dir
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.i18n import CatalogRepository

from sphinx_byline.collect.outfiles import write_changed
from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.model.languages import bcp47, catalogue_codes, sphinx_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config

_SPHINX_CATALOG = "sphinx"
_SPHINX_FOLDER = Path(package_dir, "locale")
_JAVASCRIPT = "translations.js"
_SPHINX_FORM = re.compile(r"[a-z]{2,3}_[A-Z]{2}")


def setup(app: Sphinx) -> None:
    """Put the language right at once, for whoever adds a catalogue after us asks for it."""
    written = app.config.language
    code = written if _is_authors_own(app, written) else sphinx_code(written)
    tag = bcp47(written)
    if code != written:
        app.config.language = code
        # Of ja_JP Sphinx finds the words; it is the LaTeX engine alone that it asks ja for.
        if not _SPHINX_FORM.fullmatch(written):
            _complain(app, written, code, tag)
    load_catalogues(app, already=written)
    app.connect("config-inited", lambda _app, config: _note_tag(config, tag), priority=110)
    app.connect("builder-inited", add_javascript)


def _complain(app: Sphinx, written: str, code: str, tag: str) -> None:
    where = "the command line" if "language" in app.config.overrides else "conf.py"
    used, mend = f'"{code}" is used instead', f'write language = "{code}"'
    if tag != bcp47(code):
        used, mend = f'{used}, and "{tag}" in HTML', f'{mend}, and byline_language = "{tag}"'
    warn(Warn.SETTING, f"{where}: language is {shown(written)}, for which Sphinx has no translations; {used}; {mend}")


def _note_tag(config: Config, tag: str) -> None:
    """Let the tag stand for all outputs, unless conf.py says another; nothing where the language is no tag."""
    if not config.byline_language:
        config.byline_language = tag or "en"
    # EPUB wants a tag where Sphinx gives it the name of a folder.
    if config.epub_language == config.language:
        config.epub_language = config.byline_language


def _is_authors_own(app: Sphinx, language: str) -> bool:
    """Whether there are translations by the author under this very name."""
    repository = CatalogRepository(app.srcdir, app.config.locale_dirs, language, app.config.source_encoding)
    return any(True for _ in repository.locale_dirs)


def load_catalogues(app: Sphinx, *, already: str) -> None:
    """Load the words that a reader of the site's language understands, but for what Sphinx has found by ``already``."""
    config = app.config
    codes = [code for code in catalogue_codes(config.language) if code not in {already, already.partition("_")[0]}]
    for code in codes:
        repository = CatalogRepository(app.srcdir, config.locale_dirs, code, config.source_encoding)
        for catalog in repository.catalogs:
            if catalog.domain == _SPHINX_CATALOG and catalog.is_outdated():
                catalog.write_mo(code, config.gettext_allow_fuzzy_translations)
        app.translator, _ = locale.init([*repository.locale_dirs, None, _SPHINX_FOLDER], code)
    for (namespace, name), translator in list(locale.translators.items()):
        if namespace == "general" and name != _SPHINX_CATALOG and type(translator) is NullTranslations:
            for folder in _folders_of_extensions(app):
                load_own(folder, name, codes)


def load_own(folder: Path, name: str, codes: Iterable[str]) -> None:
    """Load the catalogue ``name`` of an extension from ``folder``, in the languages of ``codes``, the best first."""
    for code in codes:
        if (folder / code / "LC_MESSAGES" / f"{name}.mo").is_file():
            locale.init([folder], code, name)


def _folders_of_extensions(app: Sphinx) -> list[Path]:
    """Where extensions that came before us keep their translations: none has told Sphinx in a way that lasts."""
    files = [getattr(sys.modules.get(name), "__file__", None) for name in app.extensions]
    return [Path(file).parent / folder for file in files if file for folder in ("locales", "locale")]


def add_javascript(app: Sphinx) -> None:
    """Give the browser the words of a relative where Sphinx has none for the language: ``zh_SG``, ``de_AT``."""
    builder, language = app.builder, app.config.language
    own = [Path(app.srcdir, folder) for folder in app.config.locale_dirs]
    if not isinstance(builder, StandaloneHTMLBuilder) or any(
        _javascript(folder, language).is_file() for folder in (*own, _SPHINX_FOLDER)
    ):
        return
    found = (_javascript(_SPHINX_FOLDER, code) for code in catalogue_codes(language))
    if file := next(filter(Path.is_file, found), None):
        write_changed(Path(app.outdir, "_static", _JAVASCRIPT), file.read_bytes())
        app.add_js_file(_JAVASCRIPT)


def _javascript(folder: Path, code: str) -> Path:
    return folder / code / "LC_MESSAGES" / "sphinx.js"
