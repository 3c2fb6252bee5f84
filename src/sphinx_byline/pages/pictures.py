"""The single source of how pictures that no document shows get into the output: avatars, and the pictures of terms.

They are known from registries and headers, not from nodes, so Sphinx does not copy them. They lie in a folder of our
own below that of images, from which they go again when nobody names them any more.
"""

from __future__ import annotations

import hashlib
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_byline.collect.domain import article_domain
from sphinx_byline.collect.outfiles import remove, write_changed

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_byline.model.kinds import TermKind

#: Below the folder of images.
FOLDER = "byline"
_LONGEST_STEM = 120
"""Bytes; with what is put behind it a name stays below the 255 that file systems take."""


def picture_file(path: str) -> str:
    """Where the picture ``path`` lies below the folder of images: under its own name, told from others of that name."""
    stem, suffix = posixpath.splitext(posixpath.basename(path))
    stem = stem.encode("utf-8", "replace")[:_LONGEST_STEM].decode(errors="ignore")
    return f"{FOLDER}/{stem}-{hashlib.sha256(path.encode()).hexdigest()[:8]}{suffix}"


def copy_pictures(app: Sphinx, builder: Builder) -> None:
    """Copy what the pages of this build show, and take away what they do not (``write-started``)."""
    if builder.format != "html":
        return
    index = article_domain(app.env).index
    everybody = [term.value.avatar for term in index.authors.values()]
    # Authors of unlisted articles have no page, and a face all the same.
    everybody += [who.avatar for article in index.by_docname.values() for who in article.authors]
    kinds: tuple[TermKind, ...] = ("tag", "category", "series")
    terms = [term.value.cover for kind in kinds for term in index.terms(kind).values()]
    pictures = {path for path in (*everybody, *terms) if path and "://" not in path}
    images = Path(app.outdir) / builder.imagedir
    wanted = {images / picture_file(path): Path(app.srcdir) / path for path in sorted(pictures)}
    for target, source in wanted.items():
        if source.is_file():
            write_changed(target, source.read_bytes())
    for file in list((images / FOLDER).glob("*")):
        if file not in wanted:
            remove(file, Path(app.outdir))


def setup(app: Sphinx) -> None:
    """Copy them before any page is written; EPUB gathers the files of its folder right after that."""
    app.connect("write-started", copy_pictures)
