"""The single source of what a field means that has no module of its own: dates, flags, macros and the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_byline.model import names, people, terms
from sphinx_byline.model.dates import read_moment
from sphinx_byline.model.fields import FIELD, field_key
from sphinx_byline.model.languages import bcp47
from sphinx_byline.model.licences import license_of
from sphinx_byline.model.lookup import flag_of, path_name, quoted, web_address
from sphinx_byline.model.macros import MOST_MACROS, latex_macros, macro_of
from sphinx_byline.model.plaintext import clean
from sphinx_byline.model.slips import closest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_byline.model.article import Article, Author, HeaderValue, License, Moment
    from sphinx_byline.model.conventions import Conventions
    from sphinx_byline.model.lookup import Lookup, Path, ProblemKind

#: Keys of a map that holds dates: ``date: {created: …}``.
_DATED = frozenset(
    field_key(alias.partition(".")[2]) for name in ("date", "updated") for alias in FIELD[name].aliases if "." in alias
)
#: Dates whose names are flags in other tools.
_FLAGS_TOO = frozenset({"published", "created", "modified"})
#: Quarto's and Eleventy's words for the time of the file, or of the build, which no article is dated by here.
_BY_THE_CLOCK = frozenset(
    {"last-modified", "today", "now", "created", "last modified", "git created", "git last modified"}
)
_DRAFT_STATES = frozenset({"draft", "private", "pending"})
WEIGHTLESS = 1_000_000_000
"""A Hugo ``weight`` counts downwards from here: what is light comes first."""
_MINUTES = re.compile(r"(\d{1,4}(?:\.\d+)?)\s*(?:mins?\b.*|minutes?\b.*|分钟|分鐘|分)?", re.IGNORECASE | re.ASCII)
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE | re.ASCII)
_MOST_PATHS = 100
_PATH = re.compile(r"^/|/$|\.html?$")


def read_date(lookup: Lookup, name: str, conventions: Conventions) -> Moment | None:
    """The moment that the field ``name`` holds."""
    for path, value in lookup.written(FIELD[name]):
        if isinstance(value, dict):
            if len(path) == 1 and {field_key(key) for key in value} & _DATED:
                continue  # ``date: {created: …}`` is met under its dotted name.
        elif isinstance(value, str) and field_key(str(path[0])) in _FLAGS_TOO and flag_of(value) is not None:
            continue  # ``published: false`` speaks of the draft.
        if not isinstance(value, str):
            lookup.expected(path, value, "a date such as 2026-03-01", "date")
            continue
        if value.strip().casefold() in _BY_THE_CLOCK:
            continue
        try:
            moment = read_moment(value, conventions.zone)
        except ValueError as error:
            lookup.expected(path, value, f"a date that exists ({error})", "date")
            continue
        if moment is not None:
            return moment
        lookup.expected(path, value, "a date such as 2026-03-01 or 2026-03-01 08:00 +08:00", "date")
    return None


def read_date_of_name(docname: str, conventions: Conventions) -> Moment | None:
    """The moment that the name of the document says; None for a day that does not exist."""
    written = names.date_of_name(docname, folders=conventions.folder_dates)
    try:
        return read_moment(written, conventions.zone) if written else None
    except ValueError:
        return None


def compare_dates(lookup: Lookup, article: Article) -> None:
    """Note an update that lies before the date."""
    date, updated = article.date, article.updated
    if date is None or updated is None:
        return
    exact = date.has_time and updated.has_time
    if (updated.when < date.when) if exact else (updated.when.date() < date.when.date()):
        path = next((path for path, _ in lookup.written(FIELD["updated"])), ())
        lookup.problem(
            "date",
            path,
            f"the article was updated on {updated.iso}, before its date, {date.iso}; the update is not shown; "
            "mend one of the two",
        )


def read_teaser(lookup: Lookup) -> str:
    """The text for lists."""
    text = lookup.text(FIELD["teaser"])
    # ABlog's ``excerpt: 2`` counts paragraphs, and others switch theirs on and off.
    return "" if text.isdecimal() or flag_of(text) is not None else text


def read_authors(lookup: Lookup) -> tuple[Author, ...]:
    """Every author, once."""
    field = FIELD["authors"]
    places = people.affiliations(lookup.value("affiliations")[1])
    found: dict[str, Author] = {}
    for path, value in lookup.written(field):
        for position, item in enumerate(value if isinstance(value, list) else [value]):
            place = (*path, position) if isinstance(value, list) else path
            # Docusaurus' ``author_url`` … beside ``author: text``.
            report = _reporter(lookup, place, "field")
            author = people.author_of(item, _beside_author(lookup) if place == path else {}, places, report)
            if author is not None:
                found.setdefault(author.slug, author)
            elif item not in (None, "", {}, []):
                lookup.expected(place, item, "a name, or a map with a name")
            if len(found) > terms.MOST_TERMS:
                lookup.expected(path, value, f"at most {terms.MOST_TERMS} authors")
                return ()
    return tuple(found.values())


def _reporter(lookup: Lookup, place: Path, kind: ProblemKind) -> people.Report:
    """Notes what is wrong with a detail of the map at ``place``."""

    def report(key: str, message: str) -> None:
        path = (*place, key)
        lookup.problem(kind, path, f"{quoted(path_name(path))} {message}")

    return report


def _beside_author(lookup: Lookup) -> dict[str, HeaderValue]:
    return {
        field_key(key)[len("author") :]: item
        for key, item in lookup.header.items()
        if field_key(key).startswith("author") and isinstance(item, str)
    }


def read_draft(lookup: Lookup, docname: str) -> bool:
    """Whether it is not to be published: by a flag, by its status, or by its folder."""
    said = lookup.flag(FIELD["draft"])
    if said is not None:
        return said
    path, value = lookup.value("status")
    status = value.strip().casefold() if isinstance(value, str) else ""
    if close := closest(status, ["draft", "hidden"]):
        message = f'"status" is {quoted(status)}; it says nothing; did you mean {quoted(close)}?'
        lookup.problem("field", path, message)
    return names.is_in_drafts(docname) or status in _DRAFT_STATES


def read_unlisted(lookup: Lookup) -> bool:
    """Whether it is to be reachable by its address alone."""
    said = lookup.flag(FIELD["unlisted"])
    hide, status = lookup.value("hide")[1], lookup.value("status")[1]
    if said is None and isinstance(hide, str):
        said = flag_of(hide)  # Fluid's word; Material's is a list of parts of the page.
    return bool(said) or (said is None and isinstance(status, str) and status.strip().casefold() == "hidden")


def read_pin(lookup: Lookup) -> int:
    """0, or how far ahead of the others it comes in lists."""
    for path, value in lookup.written(FIELD["pin"]):
        flag = flag_of(value) if isinstance(value, str) else None
        number = terms.number_of(value)
        weighs = field_key(str(path[-1])) == "weight"
        if number is not None and abs(number) < WEIGHTLESS:
            return (max(1, WEIGHTLESS - int(number)) if number else 0) if weighs else max(0, int(number))
        if flag is not None:
            return int(flag)
        lookup.expected(path, value, "true, false, or a number")
    return 0


def read_language(lookup: Lookup) -> str:
    """BCP 47, or nothing."""
    for path, value in lookup.written(FIELD["lang"]):
        text = clean(value) if isinstance(value, str) else ""
        if tag := bcp47(text):
            return tag
        lookup.expected(path, value, 'a language tag such as "zh-CN"')
    return ""


def read_translated(lookup: Lookup, docname: str) -> str:
    """The name of the document that ``docname`` translates; empty where the header names none."""
    for path, value in lookup.written(FIELD["translation_of"]):
        text = clean(value) if isinstance(value, str) else ""
        if found := names.docname_at(text, docname):
            return found
        lookup.expected(path, value, "the path of an article, such as ../zh/title.md")
    return ""


def read_license(lookup: Lookup, conventions: Conventions) -> License | None:
    """The article's licence, else the publication's."""
    for path, value in lookup.written(FIELD["license"]):
        if isinstance(value, str) and flag_of(value) is False:
            return None
        found = license_of(value)
        if found is not None:
            return found
        if not (isinstance(value, str) and flag_of(value)) and field_key(str(path[0])) != "copyright":
            lookup.expected(path, value, "an SPDX identifier, a text, an address, or false")
    return license_of(conventions.license)


def read_canonical(lookup: Lookup) -> str:
    """The address of the first publication."""
    for path, value in lookup.written(FIELD["canonical"]):
        if isinstance(value, str) and (address := web_address(value)):
            return address
        lookup.expected(path, value, "an address that begins with https:// or http://")
    return ""


def read_redirects(lookup: Lookup) -> dict[str, Path]:
    """Old paths, each once, with its place."""
    found: dict[str, Path] = {}
    for path, value in lookup.written(FIELD["redirects"]):
        for position, item in enumerate(value if isinstance(value, list) else [value]):
            place = (*path, position) if isinstance(value, list) else path
            text = clean(item) if isinstance(item, str) else ""
            if text and field_key(str(path[-1])) == "aliases" and not _PATH.search(text):
                continue  # Obsidian's other names of a note.
            if text:
                found.setdefault(text, place)
            elif item not in (None, ""):
                lookup.expected(place, item, "a path such as /posts/old-name/")
            if len(found) > _MOST_PATHS:
                lookup.expected(path, value, f"at most {_MOST_PATHS} paths")
                return {}
    return found


def read_toc(lookup: Lookup) -> bool:
    """Whether the page shows its table of contents."""
    hide = lookup.value("hide")[1]  # Material's ``hide: [toc]``.
    return lookup.flag(FIELD["toc"]) is not False and not (isinstance(hide, list) and "toc" in hide)


def read_minutes(lookup: Lookup) -> int | None:
    """Minutes, rounded up; 0 for none to be shown, None for what is to be counted."""
    for path, value in lookup.written(FIELD["reading_time"]):
        text = value.strip() if isinstance(value, str) else ""
        if found := _MINUTES.fullmatch(text):
            return -int(-float(found[1]) // 1)
        flag = flag_of(text)
        if flag is not None:
            return None if flag else 0
        lookup.expected(path, value, "false, or a number of minutes")
    return None


def read_macros(lookup: Lookup) -> dict[str, str]:
    """Macros by their names, with the backslash: a map, or a text with LaTeX's own definitions."""
    for path, value in lookup.written(FIELD["math"]):
        if isinstance(value, list):
            lookup.expected(path, value, "a map of macros")
            continue
        if isinstance(value, str) and value.lstrip().startswith(("\\", "%")):
            found, refused = latex_macros(value)
            for piece in refused:
                lookup.problem(
                    "field",
                    path,
                    f'"{path_name(path)}" holds {quoted(piece)}, which is no definition that KaTeX can be told; it is '
                    r"left out, the others stay; write \newcommand{\name}[arguments]{text}, without a default",
                )
            return dict(list(found.items())[:MOST_MACROS])
        if not isinstance(value, dict) or "enable" in value:
            continue  # ``math: true``, ``math: katex``: other tools have to be told to typeset.
        inner = value.get("macros")
        at, macros = ((*path, "macros"), inner) if isinstance(inner, dict) else (path, value)
        if len(macros) > MOST_MACROS:
            lookup.expected(at, macros, f"at most {MOST_MACROS} macros")
            continue
        return _macros_of_map(lookup, at, macros)
    return {}


def _macros_of_map(lookup: Lookup, path: Path, value: Mapping[str, HeaderValue]) -> dict[str, str]:
    found = {}
    for name, item in value.items():
        if macro := macro_of(name, item):
            found[macro[0]] = macro[1]
        else:
            lookup.expected((*path, name), item, r"a macro such as '\R': '\mathbb{R}'")
    return found


def read_citation(lookup: Lookup) -> Mapping[str, HeaderValue]:
    """The map, as it was written."""
    for path, value in lookup.written(FIELD["citation"]):
        if isinstance(value, dict):
            return value
        if field_key(str(path[0])) == "citation" and not (isinstance(value, str) and flag_of(value) is not None):
            lookup.expected(path, value, "a map, such as {journal: …, volume: …}")
    return {}


def read_doi(lookup: Lookup) -> str:
    """``10.prefix/suffix``, however it was written."""
    for path, value in lookup.written(FIELD["doi"]):
        if isinstance(value, str) and (found := _DOI.fullmatch(value.strip())):
            return found[1]
        lookup.expected(path, value, "a DOI such as 10.1000/182")
    return ""
