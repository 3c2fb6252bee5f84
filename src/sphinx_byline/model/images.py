"""The single source of how an image is written in a header: a path, an address, a list, a map in any tool's words."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_byline.model.article import Cover, HeaderValue
from sphinx_byline.model.fields import FIELD, Field, field_key
from sphinx_byline.model.lookup import (
    Lookup,
    Path,
    first_text,
    flag_of,
    key_of,
    path_name,
    quoted,
    unknown_detail,
    web_address,
)
from sphinx_byline.model.plaintext import clean
from sphinx_byline.model.slips import closest

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_POSITION = re.compile(r"(?:left|right|center|top|bottom|\d{1,3}(?:\.\d+)?%)", re.ASCII)
_NUMBERS = re.compile(r"\d{1,3}(?:\.\d+)?", re.ASCII)
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|transparent|(?:rgba?|hsla?|(?:linear|radial|conic)-gradient)\(.*\)", re.DOTALL)
#: Obsidian's and Markdown's images.
_EMBEDDED = re.compile(r"!?\[\[(?P<wiki>[^\[\]|]+)(?:\|[^\[\]]*)?\]\]|!\[[^\[\]]*\]\((?P<link>[^()\s]+)\)")
_DEEPEST = 5
_NONE = frozenset({"none", "null"})
_SOURCES = ("image", "url", "src", "path", "file", "filename", "relativepath", "feature")
_SLOTS = ("hero", "card", "social")
_ASKED_ABOUT = ("image", "alt", "caption", "credit", "position", "social")
_DETAILS = frozenset({*_SOURCES, *_SLOTS, *_ASKED_ABOUT, "focus", "focalpoint", "objectposition", "credits", "images"})
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
    for name in ("cover_alt", "cover_caption"):
        lookup.text(FIELD[name])  # What is wrong with them is wrong without a cover as well.
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
    found = dict.fromkeys(_SLOTS, _Found())
    if isinstance(value, dict):
        for key, item in value.items():
            slot = field_key(key)
            if slot not in found or item in (None, ""):
                continue
            place = (*path, key)
            if isinstance(item, str):
                found[slot] = _Found(_at(lookup, place, item, value, path), at=place)
            else:
                lookup.expected(place, item, _EXPECTED, "cover")
    return found


def _cover(lookup: Lookup, asked: Field) -> _Found:
    for path, value in lookup.written(asked):
        source, details = _first(value)
        if source is None:
            if isinstance(value, dict):
                _ask_about(lookup, value, path)
            if not isinstance(value, dict) or _means_an_image(value):
                what = f'a map with "image": {_EXPECTED}' if isinstance(value, dict) else _EXPECTED
                lookup.expected(path, value, what, "cover")
            continue
        if embedded := _EMBEDDED.fullmatch(source):
            source = embedded["wiki"] or embedded["link"]
        if _COLOUR.fullmatch(source):
            continue  # Butterfly's, in place of an image.
        said = None if source.isdecimal() else flag_of(source)
        if said is False or source.casefold() in _NONE:
            return _Found(off=True, at=path)
        if said or not source or source.isdecimal():
            continue  # A flag of other tools; ABlog's number of an image in the text.
        cover = _at(lookup, path, source, details, path if isinstance(value, dict) else (*path, 0))
        if cover is not None:
            return _Found(cover, at=path)
    return _Found()


def _at(lookup: Lookup, path: Path, source: str, details: Mapping[str, HeaderValue], holder: Path) -> Cover | None:
    """The image that ``path`` names, with the ``details`` of the map around it, which stands at ``holder``."""
    where = image_place(source)
    if where and "://" not in where and not where.startswith("/"):
        # Chirpy's folder of an article's images.
        folder = lookup.value("media_subpath")[1] or lookup.value("img_path")[1]
        where = posixpath.join(image_place(folder) if isinstance(folder, str) else "", where)
    if not where:
        lookup.expected(path, source, "a file inside the source folder, or an http(s) address", "cover")
        return None
    _ask_about(lookup, details, holder)
    return Cover(
        url=where if "://" in where else "",
        path="" if "://" in where else where,
        alt=_detail(lookup, details, holder, "alt") or lookup.text(FIELD["cover_alt"]),
        caption=_detail(lookup, details, holder, "caption") or lookup.text(FIELD["cover_caption"]),
        credit=clean(first_text(details, "credit", "credits", "attribution", "source")),
        position=_position_of(lookup, details, holder),
    )


def _detail(lookup: Lookup, details: Mapping[str, HeaderValue], holder: Path, name: str) -> str:
    for key, value in details.items():
        if field_key(key) == name and value not in (None, "", []):
            if isinstance(value, str):
                return clean(value)
            lookup.expected((*holder, key), value, "text")
    return ""


def _position_of(lookup: Lookup, details: Mapping[str, HeaderValue], holder: Path) -> str:
    key = key_of(details, "position", "focus", "focal_point", "object_position")
    if not key or str(details[key]).strip().casefold() == "smart":  # Hugo's word: let the browser choose.
        return ""
    position = _position(str(details[key]))
    if position is None:
        what = 'words or percentages such as "center 30%"'
        lookup.expected((*holder, key), details[key], what, "cover")
    return position or ""


def _ask_about(lookup: Lookup, details: Mapping[str, HeaderValue], holder: Path) -> None:
    """Note every detail of an image that is a slip away from one that is known."""
    for key in details:
        folded = field_key(key)
        if folded not in _DETAILS and (close := closest(folded, _ASKED_ABOUT)):
            path = (*holder, key)
            lookup.problem("field_name", path, f"{quoted(path_name(path))} {unknown_detail('a cover', close)}")


def _means_an_image(value: Mapping[str, HeaderValue]) -> bool:
    """Whether a map without an image should have one: it is neither flags of other tools alone, nor for one place."""
    said = {field_key(key) for key, item in value.items() if not (isinstance(item, str) and flag_of(item) is not None)}
    return bool(said & set(_SOURCES) or said - _DETAILS) and not said & set(_SLOTS)


def _first(value: HeaderValue, depth: int = 0) -> tuple[str | None, Mapping[str, HeaderValue]]:
    """The address that ``value`` names, None where it names none; and the map that it stands in."""
    if depth > _DEEPEST:
        return None, {}
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], list):
        value = value[0]  # ``[[a.png]]`` without quotes is Obsidian's link.
    if isinstance(value, list):
        return _first(value[0], depth + 1) if value and not isinstance(value[0], list) else (None, {})
    if isinstance(value, dict):
        folded = {field_key(key): item for key, item in value.items()}
        for name in _SOURCES:
            if name in folded:
                source = folded[name]
                if isinstance(source, dict | list) and source:
                    return _first(source, depth + 1)
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
