"""The single source of where a cover's file lies, and of its size."""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import imagesize

from sphinx_byline.collect.warnings import shown

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_byline.model.article import Cover

_SUFFIXES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"})


def place_cover(env: BuildEnvironment, docname: str, cover: Cover | None) -> tuple[Cover | None, str]:
    """``cover`` with its path from the source folder and its size in px; or None, and what is wrong with it.

    A path is looked for beside the document first, then from the source folder; one that begins with ``/`` only there.
    Files outside the source folder are refused, also behind links.
    """
    if cover is None or cover.url:
        return cover, ""
    root = Path(env.srcdir).resolve()
    asked = cover.path
    if os.path.splitdrive(asked)[0]:
        return None, _message(asked, "is no path inside the source folder")
    beside = posixpath.dirname(docname)
    folders = [""] if asked.startswith("/") else [beside, ""]
    outside = False
    # As it is written, as an address is written, and without what an address may end in.
    names = dict.fromkeys((asked, unquote(asked), re.split("[?#]", asked)[0], unquote(re.split("[?#]", asked)[0])))
    for folder, name in ((folder, name) for folder in folders for name in names):
        path = posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
        file = _resolved(root / path)
        if path.startswith("../") or (file is not None and not file.is_relative_to(root)):
            outside = True
        elif file is not None and file.is_file():
            if file.suffix.lower() not in _SUFFIXES:
                return None, _message(asked, f"is no image that browsers show ({', '.join(sorted(_SUFFIXES))})")
            # The file is noted on the path through the folder, for a link inside it may point elsewhere in it.
            width, height = _size(file)
            env.note_dependency(path)
            return replace(cover, path=path, width=width, height=height), ""
    if outside:
        return None, _message(asked, "lies outside the source folder")
    return None, _message(asked, "is not there, neither beside the article nor from the source folder")


def _resolved(file: Path) -> Path | None:
    """Where ``file`` really is; None for what no file system would take for a name."""
    try:
        file.is_file()
        return file.resolve()
    except (OSError, ValueError, RuntimeError):  # A loop of links, a NUL in the name, a name too long.
        return None


def _message(path: str, what: str) -> str:
    return f"the cover {shown(path)} {what}; the article is shown without a cover; mend the path"


def _size(file: Path) -> tuple[int, int]:
    """Width and height in px; (0, 0) where they cannot be read, which only costs the page its reserved space."""
    try:
        width, height = imagesize.get(str(file))
    except Exception:  # noqa: BLE001 -- imagesize raises whatever a damaged file makes its parsers raise
        return 0, 0
    return (int(width), int(height)) if width > 0 and height > 0 else (0, 0)
