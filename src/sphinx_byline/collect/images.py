"""The single source of where the file of an image lies: a cover, an avatar, the picture of a tag; and of its size."""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.parsers import expat

import imagesize

from sphinx_byline.collect.warnings import shown
from sphinx_byline.model.names import own_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SUFFIXES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"})
_LENGTH = re.compile(r"(\d*\.?\d+)(px|pt|pc|mm|cm|in|)", re.ASCII)
#: CSS Values and Units 4, 6.2.
_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
_PIECE = 4096
_LONGEST_PROLOGUE = 1024 * 1024
_ALL_THERE_IS = 1200
"""px; wider than a text is."""


@dataclass(frozen=True, slots=True)
class ImageFile:
    """An image in the source folder."""

    path: str
    """From the source folder, with ``/``."""
    width: int
    """px; 0 where it is not known."""
    height: int
    """px; 0 where it is not known."""


@dataclass(frozen=True, slots=True)
class ImageFolders:
    """Where images are looked for."""

    root: Path
    """The source folder, resolved."""
    sites: tuple[str, ...] = ()
    """Folders below it that other tools serve as the site's root: Hugo's and Docusaurus' ``static``."""

    def find(self, asked: str, docname: str) -> ImageFile | str:
        """The file that the document asks for, or what is wrong with it.

        A path is looked for beside the document first, then in a folder of the document's name, then from the source
        folder and from those that stand for it; one that begins with ``/`` only from these. Files outside the source
        folder are refused, also behind links.
        """
        if os.path.splitdrive(asked)[0]:
            return f"{shown(asked)} is no path inside the source folder"
        outside = False
        for path in self._candidates(asked, docname):
            file = _resolved(self.root / path)
            if path.startswith("../") or (file is not None and not file.is_relative_to(self.root)):
                outside = True
            elif file is not None and file.is_file():
                if file.suffix.lower() not in _SUFFIXES:
                    return f"{shown(asked)} is no image that browsers show ({', '.join(sorted(_SUFFIXES))})"
                # The path through the folder, for a link inside it may point elsewhere in it.
                return ImageFile(path, *image_size(file))
        if outside:
            return f"{shown(asked)} lies outside the source folder"
        return f"{shown(asked)} is not there, neither beside the article nor from the source folder"

    def awaited(self, asked: str, docname: str) -> str:
        """Where a file that is missing would be found first once it is there, from the source folder; or nothing."""
        places = (path for path in self._candidates(asked, docname) if not path.startswith("../"))
        return next((path for path in places if _resolved(self.root / path) is not None), "")

    def _candidates(self, asked: str, docname: str) -> Iterator[str]:
        # As it is written, as an address is written, and without what an address may end in.
        bare = re.split("[?#]", asked)[0]
        names = dict.fromkeys((asked, unquote(asked), bare, unquote(bare)))
        beside = posixpath.dirname(docname)
        # Hexo keeps the images of a_post.md in a folder a_post.
        folders = [] if asked.startswith("/") else [beside, posixpath.join(beside, own_name(docname))]
        for folder in (*folders, "", *self.sites):
            for name in names:
                yield posixpath.normpath(posixpath.join(folder, name.lstrip("/")))


def _resolved(file: Path) -> Path | None:
    """Where ``file`` really is; None for what no file system would take for a name."""
    try:
        file.is_file()
        return file.resolve()
    except (OSError, ValueError, RuntimeError):  # A loop of links, a NUL in the name, a name too long.
        return None


def image_size(file: Path) -> tuple[int, int]:
    """Width and height in px as browsers show ``file``; (0, 0) where they cannot be read, which only costs room."""
    try:
        if file.suffix.lower() == ".svg":
            width, height = _svg_size(file)
        else:
            width, height = imagesize.get(str(file))
    except Exception:  # noqa: BLE001 -- imagesize raises whatever a damaged file makes its parsers raise
        return 0, 0
    return (round(width), round(height)) if round(width) > 0 and round(height) > 0 else (0, 0)


def _svg_size(file: Path) -> tuple[float, float]:
    """What the root of an SVG says: its ``width`` and ``height``, what is missing of them by its ``viewBox``.

    Without a width of its own an SVG takes all that it is given, for which a wide one stands. Raises what expat raises.
    """
    said: dict[str, str] = {}
    parser = expat.ParserCreate()

    def root(name: str, attributes: dict[str, str]) -> None:
        if not said:
            said.update(attributes, name=name)

    parser.StartElementHandler = root
    with file.open("rb") as opened:
        while not said and (piece := opened.read(_PIECE)) and opened.tell() <= _LONGEST_PROLOGUE:
            parser.Parse(piece)
    if said.get("name", "").rpartition(":")[2] != "svg":
        return 0, 0
    width, height = _length(said.get("width", "")), _length(said.get("height", ""))
    box = [float(number) for number in re.split(r"[\s,]+", said.get("viewBox", "").strip()) if number]
    if len(box) == 4 and box[2] > 0 and box[3] > 0 and not (width and height):  # noqa: PLR2004
        width = width or (height * box[2] / box[3] if height else max(box[2], _ALL_THERE_IS))
        height = height or width * box[3] / box[2]
    return width, height


def _length(text: str) -> float:
    """A length of SVG in px; 0 for one that depends on where it stands, and for none."""
    found = _LENGTH.fullmatch(text.strip())
    return float(found[1]) * _PIXELS[found[2]] if found else 0
