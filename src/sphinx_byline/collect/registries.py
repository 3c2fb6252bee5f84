"""The single source of the registries of a build: ``authors.yml``, ``tags.yml`` and their sisters, and conf.py."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sphinx_byline.collect.header import Header, HeaderError
from sphinx_byline.collect.images import ImageFile, ImageFolders
from sphinx_byline.collect.warnings import Warn, shown
from sphinx_byline.collect.yaml_header import read_yaml_file
from sphinx_byline.model.article import Author, HeaderValue, Tag
from sphinx_byline.model.registry import Entries, Registry, RegistryKind, read_authors, read_terms

if TYPE_CHECKING:
    from sphinx_byline.collect.settings import Settings

#: Where other tools keep them: Docusaurus, Material and Jekyll. The first that is there counts, for each name.
FOLDERS = ("", "blog", "_data", "docs/blog")
SUFFIXES = (".yml", ".yaml")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a registry: in a file of the source folder at a line, or in conf.py."""

    file: str
    """From the source folder; empty for conf.py."""
    line: int
    message: str
    kind: Warn = Warn.REGISTRY


@dataclass(frozen=True, slots=True)
class Registries:
    """What is known, and what is wrong with it."""

    registry: Registry
    faults: tuple[Fault, ...] = ()


def read_registries(settings: Settings, images: ImageFolders) -> Registries:
    """Read what conf.py and the files say; conf.py's own entries win over a file's. Nothing is raised."""
    kinds: tuple[RegistryKind, ...] = ("authors", "tags", "categories", "series")
    faults: list[Fault] = []
    found: dict[RegistryKind, dict[str, Any]] = {}
    for kind in kinds:
        entries = _from_conf(kind, getattr(settings, kind), images, faults)
        if path := _file_of(kind, images):
            for slug, entry in _from_file(kind, path, images, faults).items():
                entries.setdefault(slug, entry)
        found[kind] = entries
    return Registries(Registry(**found), tuple(faults))


def _file_of(kind: RegistryKind, images: ImageFolders) -> str:
    names = (
        f"{folder}/{dot}{kind}{suffix}".lstrip("/") for folder in FOLDERS for dot in ("", ".") for suffix in SUFFIXES
    )
    return next((name for name in names if (images.root / name).is_file()), "")


def _from_conf(kind: RegistryKind, value: object, images: ImageFolders, faults: list[Fault]) -> dict[str, Any]:
    entries = _read(kind, as_written(value))
    faults += [Fault("", 1, f"byline_{kind}: {problem.message}") for problem in entries.problems]
    return _placed(entries, Header(), "", images, faults)


def _from_file(kind: RegistryKind, path: str, images: ImageFolders, faults: list[Fault]) -> dict[str, Any]:
    try:
        written, header = read_yaml_file((images.root / path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, HeaderError) as error:
        line = error.line if isinstance(error, HeaderError) else 1
        faults.append(Fault(path, line, f"the file cannot be read: {error}; nothing is known from it; mend the file"))
        return {}
    entries = _read(kind, written)
    faults += [Fault(path, header.line(problem.path), problem.message) for problem in entries.problems]
    faults += [
        Fault(path, line, f"{shown(where[-1])} stands here a second time; the first one counts; delete one")
        for where, line in header.repeated
    ]
    return _placed(entries, header, path, images, faults)


def _read(kind: RegistryKind, written: HeaderValue) -> Entries[Any]:
    return read_authors(written) if kind == "authors" else read_terms(written, kind)


def _placed(
    entries: Entries[Any], header: Header, file: str, images: ImageFolders, faults: list[Fault]
) -> dict[str, Any]:
    """The entries by their names, the files of their images from the source folder."""
    placed: dict[str, Author | Tag] = {}
    for slug, path in entries.places.items():
        entry = entries.by_name[slug]
        part = "avatar" if isinstance(entry, Author) else "cover"
        image = getattr(entry, part)
        if image and "://" not in image:
            found = images.find(image, file)
            if isinstance(found, str):
                where = header.line((*path, part))
                faults.append(Fault(file, where, f"the {part} {found}; it is left out; mend the path"))
            entry = replace(entry, **{part: found.path if isinstance(found, ImageFile) else ""})
        placed[slug] = entry
    return {name: placed[entry.slug] for name, entry in entries.by_name.items()}


def as_written(value: object) -> HeaderValue:
    """A value of conf.py as a header would hold it: text, lists and maps of text."""
    if isinstance(value, dict):
        return {str(key): as_written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_written(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)
