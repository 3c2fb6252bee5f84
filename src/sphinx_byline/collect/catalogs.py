"""The single source of how the words of the registries are translated: by the catalogue of the root document."""

from __future__ import annotations

import gettext
import struct
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.i18n import docname_to_domain

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_byline.model.registry import Registry


def translated_registry(env: BuildEnvironment, registry: Registry) -> Registry:
    """``registry`` in the site's language, as far as the catalogue of the root document has its words."""
    config = env.config
    domain = docname_to_domain(config.root_doc, config.gettext_compact)
    catalogs = []
    for folder in config.locale_dirs:
        # Not gettext.translation(), which reads a catalogue once in a process, be it compiled anew or not.
        file = gettext.find(domain, Path(env.srcdir, folder), [config.language])
        if file is not None:
            # A damaged one is Sphinx's to tell of: it reads them all.
            with suppress(OSError, ValueError, struct.error), Path(file).open("rb") as stream:
                catalogs.append(gettext.GNUTranslations(stream))
    if not catalogs:
        return registry

    def translate(word: str) -> str:
        found = (catalog.gettext(word) for catalog in catalogs) if word else ()
        return next((text for text in found if text != word), word)

    return registry.translated(translate)
