"""The single source of what a header means: from the map that an author wrote to an :class:`Article`, and to problems.

A problem is a value, never an exception: a field that cannot be understood is dropped, the article stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

from sphinx_byline.model.article import Article, Author, Cover, HeaderValue, Moment, Tag
from sphinx_byline.model.dates import read_moment
from sphinx_byline.model.fields import FIELD_OF, FIELDS, Field, field_key
from sphinx_byline.model.plaintext import clean
from sphinx_byline.model.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

Path = tuple[str | int, ...]
ProblemKind = Literal["header", "field", "field_name", "date", "cover"]

#: More tags or authors than this on one article are a mistake, or an attack on the tag pages.
MOST_TERMS = 100

_TRUE = frozenset({"true", "yes", "on", "1", "y"})
_FALSE = frozenset({"false", "no", "off", "0", "n"})
#: What stands between names in one text; never a space or a "/".
SEPARATORS = re.compile(r"[,，、;；\n]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)
_POSITION = re.compile(r"[a-z]+|\d{1,3}%", re.ASCII)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_SHOWN = 60
_NO_COVER = frozenset({"none", "false", "no", "off", "null"})
_ARTICLE_TYPES = frozenset({"article", "post"})


#: What other tools let a field hold to say that there is nothing to show; no name and no tag is meant.
_SWITCHED_OFF = {"authors": ("false", "False", "true", "True"), "tags": ("false", "False")}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a header, and what was done instead."""

    kind: ProblemKind
    path: Path
    """Where: keys and positions from the top of the header."""
    message: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A header that has been read."""

    article: Article
    is_article: bool
    """Whether the header alone makes the document an article."""
    problems: tuple[Problem, ...]
    cover_at: Path = ()
    """Where the cover stands in the header."""


class _Reader:
    """One reading of one header: looks fields up under all their names, and gathers the problems."""

    def __init__(self, header: Mapping[str, HeaderValue], zone: ZoneInfo) -> None:
        self.header = header
        self.zone = zone
        self.problems: list[Problem] = []
        self.cover_at: Path = ()
        self.keys: dict[str, str] = {}
        for key in header:
            self.keys.setdefault(field_key(key), key)

    def problem(self, kind: ProblemKind, path: Path, message: str) -> None:
        self.problems.append(Problem(kind, path, message))

    def written(self, field: Field) -> Iterator[tuple[Path, HeaderValue]]:
        """What the header holds for ``field``, under its own name first, without what is empty."""
        for name in (field.name, *field.aliases):
            outer, _, inner = name.partition(".")
            key = self.keys.get(field_key(outer))
            if key is None:
                continue
            value = self.header[key]
            if inner and isinstance(value, dict):
                if inner in value and value[inner] is not None:
                    yield (key, inner), value[inner]
            elif not inner and value not in (None, "", [], {}, *_SWITCHED_OFF.get(field.kind, ())):
                yield (key,), value

    def expected(self, path: Path, value: HeaderValue, what: str, kind: ProblemKind = "field") -> None:
        name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in path)
        self.problem(kind, path, f'"{name}" is {_shown(value)}; the field is left out; expected {what}')

    def text(self, field: Field) -> str:
        for path, value in self.written(field):
            if isinstance(value, str):
                return clean(value)
            self.expected(path, value, "text")
        return ""

    def date(self, field: Field) -> Moment | None:
        for path, value in self.written(field):
            if isinstance(value, dict):
                continue  # ``date: {created: …}`` is met under its dotted name.
            if not isinstance(value, str):
                self.expected(path, value, "a date such as 2026-03-01", "date")
                continue
            if field_key(str(path[0])) in {"published", "created"} and value.casefold() in _TRUE | _FALSE:
                continue  # ``published: false`` speaks of the draft.
            try:
                moment = read_moment(value, self.zone)
            except ValueError as error:
                self.expected(path, value, f"a date that exists ({error})", "date")
                continue
            if moment is not None:
                return moment
            self.expected(path, value, "a date such as 2026-03-01 or 2026-03-01 08:00 +08:00", "date")
        return None

    def draft(self, field: Field) -> bool:
        for path, value in self.written(field):
            if isinstance(value, str) and (flag := _flag(value)) is not None:
                return flag
            self.expected(path, value, "true or false")
        published = self.header.get(self.keys.get("published", ""))
        status = self.header.get(self.keys.get("status", ""))
        return (isinstance(published, str) and _flag(published) is False) or (
            isinstance(status, str) and status.casefold() == "draft"
        )

    def language(self, field: Field) -> str:
        for path, value in self.written(field):
            if isinstance(value, str) and _LANGUAGE.fullmatch(value):
                return value.replace("_", "-")
            self.expected(path, value, 'a language tag such as "zh-CN"')
        return ""

    def tags(self, field: Field) -> tuple[Tag, ...]:
        found: dict[str, Tag] = {}
        for path, value in self.written(field):
            for place, item in self._tag_items(path, value):
                label = clean(item)
                if label:
                    found.setdefault(slugify(label), Tag(label, slugify(label)))
                if len(found) > MOST_TERMS:
                    self.expected(place, value, f"at most {MOST_TERMS} tags")
                    return ()
        return tuple(found.values())

    def _tag_items(self, path: Path, value: HeaderValue) -> Iterator[tuple[Path, str]]:
        if isinstance(value, str):
            yield from ((path, part) for part in SEPARATORS.split(value))
        elif isinstance(value, list):
            for position, item in enumerate(value):
                label = _named(item, "label", "name", "title") if isinstance(item, dict) else item
                if isinstance(label, str):
                    yield (*path, position), label
                elif item is not None:
                    self.expected((*path, position), item, "text, or a map with a label")
        else:
            self.expected(path, value, "a list of tags, or one text with commas")

    def authors(self, field: Field) -> tuple[Author, ...]:
        found: dict[str, Author] = {}
        for path, value in self.written(field):
            for position, item in enumerate(value if isinstance(value, list) else [value]):
                place = (*path, position) if isinstance(value, list) else path
                author = self._author(place, item)
                if author is not None:
                    found.setdefault(author.slug, author)
                if len(found) > MOST_TERMS:
                    self.expected(path, value, f"at most {MOST_TERMS} authors")
                    return ()
        return tuple(found.values())

    def _author(self, path: Path, value: HeaderValue) -> Author | None:
        if isinstance(value, str):
            name = clean(value)
            details: Mapping[str, HeaderValue] = {}
            if len(path) == 1:  # Docusaurus' ``author_url`` … beside ``author: text``.
                details = {
                    field_key(key)[len("author") :]: item
                    for key, item in self.header.items()
                    if field_key(key).startswith("author") and isinstance(item, str)
                }
        elif isinstance(value, dict):
            details = {field_key(key): item for key, item in value.items()}
            name = clean(_person_name(details.get("name")) or _named(details, "key", "id") or "")
        else:
            name = ""
        if not name:
            if value not in (None, ""):
                self.expected(path, value, "a name, or a map with a name")
            return None
        return Author(
            name=name,
            slug=slugify(name),
            url=_web_address(_named(details, "url", "website", "link", "homepage") or ""),
            avatar=_web_address(_named(details, "avatar", "imageurl", "picture", "photo", "image") or ""),
            bio=clean(_named(details, "bio", "description", "title") or ""),
            email=clean(_named(details, "email") or ""),
            orcid=clean(_named(details, "orcid") or ""),
            affiliation=_affiliation(details.get("affiliation") or details.get("affiliations")),
        )

    def cover(self, field: Field) -> Cover | None:
        for path, value in self.written(field):
            source, details = _first_image(value)
            if source is None:
                what = "a file beside the article, or an http(s) address"
                what = f'a map with "image": {what}' if isinstance(value, dict) else what
                self.expected(path, value, what, "cover")
                continue
            if not source or source.casefold() in _NO_COVER | _TRUE:
                if path[0] == "cover":  # ``cover: false`` says that there is none, whatever other fields hold.
                    return None
                continue
            where = _cover_place(source)
            if where is None:
                what = "a file inside the source folder, or an http(s) address"
                self.expected(path, value, what, "cover")
                continue
            self.cover_at = path
            position = clean(_named(details, "position", "focus") or "")
            return Cover(
                url=where if "://" in where else "",
                path="" if "://" in where else where,
                alt=clean(_named(details, "alt") or self._extra_text("cover_alt")),
                caption=clean(_named(details, "caption") or self._extra_text("cover_caption")),
                credit=clean(_named(details, "credit") or ""),
                position=position if all(_POSITION.fullmatch(part) for part in position.split()) else "",
            )
        return None

    def _extra_text(self, name: str) -> str:
        return self.text(_BY_NAME[name])


_BY_NAME = {field.name: field for field in FIELDS}


def parse(header: Mapping[str, HeaderValue], docname: str, zone: ZoneInfo) -> FrontMatter:
    """Read ``header`` (text, lists and maps, as written) of document ``docname``; dates without a zone are in ``zone``.

    The cover's ``path`` is as the author wrote it; whoever knows the folders has to place it. Nothing is raised.
    """
    reader = _Reader(header, zone)
    article = Article(
        docname=docname,
        title=reader.text(_BY_NAME["title"]),
        description=reader.text(_BY_NAME["description"]),
        teaser=reader.text(_BY_NAME["teaser"]),
        authors=reader.authors(_BY_NAME["authors"]),
        tags=reader.tags(_BY_NAME["tags"]),
        cover=reader.cover(_BY_NAME["cover"]),
        date=reader.date(_BY_NAME["date"]),
        updated=reader.date(_BY_NAME["updated"]),
        draft=reader.draft(_BY_NAME["draft"]),
        lang=reader.language(_BY_NAME["lang"]),
        extra={key: value for key, value in header.items() if field_key(key) not in FIELD_OF},
    )
    for key in header:
        if close := _close_field(key):
            reader.problem(
                "field_name",
                (key,),
                f'"{clean(key)}" is no field that is known; it is passed on; did you mean "{close}"?',
            )
    return FrontMatter(article, _is_article(reader), tuple(reader.problems), reader.cover_at)


def _is_article(reader: _Reader) -> bool:
    kind = reader.header.get(reader.keys.get("type", ""))
    return (isinstance(kind, str) and kind.casefold() in _ARTICLE_TYPES) or any(
        field.marks_article and any(True for _ in reader.written(field)) for field in FIELDS
    )


def _flag(text: str) -> bool | None:
    folded = text.strip().casefold()
    return True if folded in _TRUE else False if folded in _FALSE else None


def _named(values: Mapping[str, HeaderValue], *names: str) -> str | None:
    """The first of ``names`` that holds a text."""
    for name in names:
        value = values.get(name)
        if isinstance(value, str) and value:
            return value
    return None


def _person_name(value: HeaderValue) -> str:
    """A name, also in Quarto's and MyST's parts ``{given, family}``."""
    if isinstance(value, dict):
        literal = _named(value, "literal")
        parts = (
            _named(value, "given") or "",
            _named(value, "non-dropping-particle") or "",
            _named(value, "family") or "",
        )
        return literal or " ".join(part for part in parts if part)
    return value if isinstance(value, str) else ""


def _affiliation(value: HeaderValue) -> str:
    items = value if isinstance(value, list) else [value]
    names = (_named(item, "name", "institution", "id") if isinstance(item, dict) else item for item in items)
    return clean(", ".join(name for name in names if isinstance(name, str)))


def _first_image(value: HeaderValue) -> tuple[str | None, Mapping[str, HeaderValue]]:
    """The address that ``value`` names, None where it names none; and the map that it stands in."""
    if isinstance(value, list):
        return _first_image(value[0]) if value and not isinstance(value[0], list) else (None, {})
    if isinstance(value, dict):
        for name in ("image", "url", "src", "path", "file"):
            if name in value:
                source = value[name]
                return (source or "" if isinstance(source, str) or source is None else None), value
        return None, {}
    return value.strip() if isinstance(value, str) else None, {}


def _cover_place(source: str) -> str | None:
    """``source`` as an http(s) address or a relative path with ``/``; None for what is refused."""
    if source.startswith("//"):
        source = f"https:{source}"
    if _SCHEME.match(source):
        return _web_address(source) or None
    path = clean(source).replace("\\", "/")
    return path if path and "\0" not in path else None


def _web_address(text: str) -> str:
    """``text`` as an http(s) address that may stand in an attribute (RFC 3986); empty for anything else."""
    text = clean(text)
    try:
        parts = urlsplit(text)
        if parts.scheme.casefold() not in {"http", "https"} or not parts.hostname:
            return ""
    except ValueError:
        return ""
    return quote(text, safe="%/:?#[]@!$&'()*+,;=~-._")


def _shown(value: HeaderValue) -> str:
    if isinstance(value, str):
        text = clean(value)
        return f'"{text[: _SHOWN - 1]}…"' if len(text) > _SHOWN else f'"{text}"'
    return {list: "a list", dict: "a map", type(None): "empty"}[type(value)]


def _close_field(key: str) -> str:
    """The field that ``key`` is one slip away from: a letter too many, too few, wrong or swapped; else nothing."""
    written = field_key(key)
    if written in FIELD_OF or len(written) < len("title"):
        return ""
    return next((name for name in _SUGGESTED if _one_slip(written, field_key(name))), "")


def _one_slip(first: str, second: str) -> bool:
    if abs(len(first) - len(second)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    a, b = first[start:], second[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


_SUGGESTED = ("title", "description", "authors", "author", "cover", "updated", "draft")
