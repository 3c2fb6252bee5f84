"""The single source of how an image is written in a header: a path, an address, a list, a map in any tool's words."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_byline.model.article import Cover, HeaderValue
from sphinx_byline.model.fields import FIELD, Field, field_key
from sphinx_byline.model.lookup import Lookup, Path, first_text, flag_of, web_address
from sphinx_byline.model.plaintext import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_POSITION = re.compile(r"(?:left|right|center|top|bottom|\d{1,3}(?:\.\d+)?%)", re.ASCII)
_NUMBERS = re.compile(r"\d{1,3}(?:\.\d+)?", re.ASCII)
_NONE = frozenset({"none", "null"})
_SOURCES = ("image", "url", "src", "path", "file", "filename", "relative_path")
_EXPECTED = "a file beside the article, or an http(s) address"


@dataclass(frozen=True, slots=True)
class _Found:
    """What one field says: an image, or that there is none; and where."""

    cover: Cover | None = None
    off: bool = False
    at: Path = ()


@dataclass(frozen=True, slots=True)
class Covers:
    """The images of an article, as its author wrote them; paths are still to be placed."""

    hero: Cover | None = None
    card: Cover | None = None
    social: Cover | None = None
    refused: bool = False
    """Whether the header says that there is none, so that no default takes its place."""
    places: Mapping[str, Path] = field(default_factory=dict)
    """Where each of them stands in the header, by its path or address."""


def image_place(source: str) -> str:
    """``source`` as an http(s) address or a relative path with ``/``; empty for what is refused, and for nothing."""
    source = source.strip()
    if source.startswith("//"):
        source = f"https:{source}"
    if _SCHEME.match(source):
        return web_address(source)
    return clean(source).replace("\\", "/")


def covers_of(lookup: Lookup) -> Covers:
    """The images that a header names: ``cover`` serves everywhere, unless another is named for one place alone."""
    general = _cover(lookup, FIELD["cover"])
    if general.off and field_key(str(general.at[-1])) == "cover":
        return Covers(refused=True)  # ``cover: false`` says so whatever other fields hold.
    banner, thumbnail, social = (_cover(lookup, FIELD[name]) for name in ("banner", "thumbnail", "og_image"))
    own = _slots(lookup)
    _, written = lookup.value("cover")
    hidden = (
        {field_key(key) for key, value in written.items() if value == "true"} if isinstance(written, dict) else set()
    )
    no_hero = banner.off or bool(hidden & {"hidden", "hiddeninsingle"})  # As Hugo's PaperMod has it.
    no_card = thumbnail.off or "hiddeninlist" in hidden
    return Covers(
        own["hero"].cover or banner.cover or (None if no_hero else general.cover),
        own["card"].cover or thumbnail.cover or (None if no_card else general.cover),
        own["social"].cover or social.cover or general.cover,
        refused=no_hero,
        places={
            found.cover.path or found.cover.url: found.at
            for found in (*own.values(), social, thumbnail, banner, general)
            if found.cover is not None
        },
    )


def _slots(lookup: Lookup) -> Mapping[str, _Found]:
    """What a map names for one place alone: ``cover: {image: …, card: …, social: …}``."""
    path, value = lookup.value("cover")
    found = dict.fromkeys(("hero", "card", "social"), _Found())
    for slot in found:
        source = value.get(slot) if isinstance(value, dict) else None
        if isinstance(value, dict) and isinstance(source, str) and source.strip():
            found[slot] = _Found(_at(lookup, (*path, slot), source, value), at=(*path, slot))
    return found


def _cover(lookup: Lookup, asked: Field) -> _Found:
    for path, value in lookup.written(asked):
        source, details = _first(value)
        if source is None:
            if not isinstance(value, dict) or _means_an_image(value):
                what = f'a map with "image": {_EXPECTED}' if isinstance(value, dict) else _EXPECTED
                lookup.expected(path, value, what, "cover")
            continue
        said = None if source.isdecimal() else flag_of(source)
        if said is False or source.casefold() in _NONE:
            return _Found(off=True, at=path)
        if said or not source or source.isdecimal():
            continue  # A flag of other tools; ABlog's number of an image in the text.
        cover = _at(lookup, path, source, details)
        if cover is not None:
            return _Found(cover, at=path)
    return _Found()


def _at(lookup: Lookup, path: Path, source: str, details: Mapping[str, HeaderValue]) -> Cover | None:
    where = image_place(source)
    if where and "://" not in where and not where.startswith("/"):
        # Chirpy's folder of an article's images.
        folder = lookup.value("media_subpath")[1] or lookup.value("img_path")[1]
        where = posixpath.join(image_place(folder) if isinstance(folder, str) else "", where)
    if not where:
        lookup.expected(path, source, "a file inside the source folder, or an http(s) address", "cover")
        return None
    position = _position(first_text(details, "position", "focus", "focal_point", "object_position"))
    if position is None:
        lookup.problem(
            "cover",
            path,
            f'the position of the cover is "{clean(first_text(details, "position", "focus", "focal_point"))[:60]}"; '
            'it is left out; expected words or percentages such as "center 30%"',
        )
    return Cover(
        url=where if "://" in where else "",
        path="" if "://" in where else where,
        alt=clean(first_text(details, "alt") or lookup.text(FIELD["cover_alt"])),
        caption=clean(first_text(details, "caption") or lookup.text(FIELD["cover_caption"])),
        credit=clean(first_text(details, "credit", "credits", "attribution", "source")),
        position=position or "",
    )


def _means_an_image(value: Mapping[str, HeaderValue]) -> bool:
    """Whether a map without an image should have one: it is neither flags of other tools alone, nor for one place."""
    flags = all(isinstance(item, str) and flag_of(item) is not None for item in value.values())
    return not flags and not value.keys() & {"hero", "card", "social"}


def _first(value: HeaderValue) -> tuple[str | None, Mapping[str, HeaderValue]]:
    """The address that ``value`` names, None where it names none; and the map that it stands in."""
    if isinstance(value, list):
        return _first(value[0]) if value and not isinstance(value[0], list) else (None, {})
    if isinstance(value, dict):
        folded = {field_key(key): item for key, item in value.items()}
        for name in _SOURCES:
            if name in folded:
                source = folded[name]
                if isinstance(source, dict):
                    return _first(source)
                return (source.strip() if isinstance(source, str) else "" if source is None else None), value
        return None, {}
    return value.strip() if isinstance(value, str) else None, {}


def _position(text: str) -> str | None:
    """CSS ``object-position`` of one or two words or percentages; None for what is neither.

    Two numbers without a sign are percentages, or shares of 1.
    """
    parts = clean(text).replace(",", " ").split()
    if len(parts) > 2:  # noqa: PLR2004 -- across and down
        return None
    if parts and all(_NUMBERS.fullmatch(part) for part in parts):
        scale = 100 if all(float(part) <= 1 for part in parts) else 1
        parts = [f"{float(part) * scale:g}%" for part in parts]
    return " ".join(parts) if all(_POSITION.fullmatch(part) for part in parts) else None
