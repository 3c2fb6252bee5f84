"""The single source of the JSON Schema of a header (draft 2020-12), made from the table of fields.

Editors complete and check headers by it. It lets pass what the reader takes without a word, and refuses what the reader
warns of, as far as a schema can tell: whether a day exists, or a file is there, is for a build to say.
"""

from __future__ import annotations

from typing import Any

from sphinx_byline.model.fields import FIELDS, Field, FieldKind
from sphinx_byline.model.lookup import MOST_TEXT
from sphinx_byline.model.people import PLATFORMS

_SCALAR = {"type": ["string", "number", "boolean", "null"]}
_TEXT = {"type": ["string", "number", "boolean", "null"], "maxLength": MOST_TEXT}
_NOTHING = {"type": ["boolean", "null"]}
_NAME = {"type": ["string", "number"]}


def _list_of(*items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": {"anyOf": [*items, {"type": "null"}]}}


def _any(*forms: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": list(forms)}


_FLAG = _any(
    _NOTHING,
    {"type": "string", "pattern": r"^\s*(?:[Tt]rue|[Ff]alse|[Yy]es|[Nn]o|[Oo]n|[Oo]ff|[YyNn]|TRUE|FALSE|YES|NO|)\s*$"},
    {"enum": [0, 1, "0", "1"]},
)
_SWITCH = _any(_FLAG, {"type": "object", "properties": {"enable": _FLAG}})
_NUMBER = _any({"type": ["number", "null"]}, {"type": "string", "pattern": r"^\s*[+-]?\d+(?:\.\d+)?\s*$"})
_ADDRESS = {"type": ["string", "null"], "pattern": r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^/\s]|^\s*$"}
_IMAGE = {
    "type": ["string", "boolean", "number", "null"],
    "not": {"type": "string", "pattern": r"^\s*(?:[Jj]ava[Ss]cript|[Dd]ata|[Ff]ile|[Vv]b[Ss]cript):"},
}

_DEFS: dict[str, Any] = {
    "author": {
        "type": "object",
        "properties": {
            "name": _any(_NAME, {"type": "object", "properties": {"given": _TEXT, "family": _TEXT, "literal": _TEXT}}),
            "url": {**_TEXT, "description": "The author's own site: an http(s) address."},
            "avatar": {**_TEXT, "description": "A file beside the article, or an address."},
            "bio": _TEXT,
            "email": _TEXT,
            "orcid": _TEXT,
            "affiliation": _any(_TEXT, _list_of(_TEXT, {"type": "object"}), {"type": "object"}),
            "type": {**_TEXT, "description": "`organisation`, where it is no person."},
            "socials": {
                "type": ["object", "null"],
                "properties": dict.fromkeys(PLATFORMS, _TEXT),
                "description": "Handles or addresses by platform.",
            },
        },
    },
    "tag": {"type": "object", "anyOf": [{"required": [name]} for name in ("label", "name", "title")]},
    "image": {
        "type": "object",
        "properties": {
            "image": _any(_IMAGE, {"type": "object"}),
            "alt": _TEXT,
            "caption": _TEXT,
            "credit": _TEXT,
            "position": {**_TEXT, "description": "Words or percentages: `center 30%`."},
            "hero": _IMAGE,
            "card": _IMAGE,
            "social": _IMAGE,
        },
    },
    "part": {"type": "object", "properties": {"name": _NAME, "order": _NUMBER}},
}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


#: A year somewhere, or nothing, or Quarto's and Eleventy's words for the time of a file.
_DAY = r"\d{4}|^\s*$|^\s*(?:[Tt]oday|[Nn]ow|(?:git )?[Ll]ast[ -][Mm]odified|(?:git )?[Cc]reated)\s*$"
_DATE = _any(
    {
        "type": ["string", "null"],
        "pattern": _DAY,
    },
    {"type": "integer", "minimum": 10_000_101, "maximum": 99_991_231},
)
_LIST_OF_TEXT = _any(_SCALAR, _list_of(_SCALAR))

#: A path to a document; no address, and more than dots and slashes; or nothing.
_PATH = r"^\s*$|^(?![^#]*://)[^#]*[^#/.\s][^#]*"

#: What each kind of field may hold.
_FORMS: dict[FieldKind, dict[str, Any]] = {
    "text": _any(_TEXT, {"type": "object", "required": ["content"]}),
    "date": _DATE,
    "authors": _any(_TEXT, _ref("author"), _list_of(_TEXT, _ref("author"))),
    "tags": _any(_TEXT, _list_of(_TEXT, _list_of(_TEXT), _ref("tag"))),
    "categories": _any(_TEXT, _list_of(_TEXT, _list_of(_TEXT), _ref("tag"))),
    "series": _any(_TEXT, _ref("part"), _list_of(_TEXT, _ref("part"))),
    "order": _NUMBER,
    "cover": _any(_IMAGE, _ref("image"), _list_of(_IMAGE, _ref("image"))),
    "flag": _FLAG,
    "switch": _any(_SWITCH, {"type": "number"}),
    "pin": _any(_FLAG, _NUMBER),
    "minutes": _any(
        _FLAG, _NUMBER, {"type": "string", "pattern": r"^\s*\d+(?:\.\d+)?\s*(?:min|minutes?|分钟|分鐘|分)?"}
    ),
    "language": {"type": ["string", "null"]},
    "document": {"type": ["string", "null"], "pattern": _PATH},
    "license": _any(_SCALAR, _list_of(_SCALAR), {"type": "object"}),
    "address": _ADDRESS,
    "paths": _LIST_OF_TEXT,
    "macros": _any(_SCALAR, {"type": "object"}),
    "citation": _any({"type": ["object", "boolean", "null"]}),
    "doi": {"type": ["string", "null"], "pattern": r"10\.\d{4,9}/\S|^\s*$"},
    "sort": _SCALAR,
}

#: What a name may hold in other tools beside what its field holds here.
_TOO: dict[str, dict[str, Any]] = {
    "comments": _any(_SWITCH, _SCALAR),
    "comment": _any(_SWITCH, _SCALAR),
    "bibliography": _any({"type": "object"}, _LIST_OF_TEXT),
    **dict.fromkeys(("published", "created", "modified"), _any(_DATE, _NOTHING)),
}

_EXAMPLES: dict[FieldKind, list[Any]] = {
    "date": ["2026-03-01", "2026-03-01 08:00 +08:00"],
    "language": ["zh-CN", "en", "ja"],
    "license": ["CC-BY-4.0", "MIT", False],
    "sort": ["article", "page"],
    "doi": ["10.1000/182"],
    "macros": [{r"\R": r"\mathbb{R}"}],
    "cover": ["cover.png", {"image": "cover.png", "alt": "…", "position": "center 30%"}],
}


def header_schema() -> dict[str, Any]:
    """The schema, as JSON holds it."""
    properties: dict[str, Any] = {}
    for field in FIELDS:
        for name in (*field.names, *field.opposites):
            outer, _, inner = name.partition(".")
            form = _form(field, name)
            if not inner:
                properties[outer] = _also(properties.get(outer), form)
            else:
                within = {"type": "object", "properties": {inner: form}}
                properties[outer] = _merged(properties.get(outer), within)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Header of a Markdown article for sphinx-byline",
        "description": "YAML between --- and --- at the top of a file. Fields that are not named here are passed on.",
        "type": "object",
        "properties": properties,
        "$defs": {**_DEFS, **_FORMS},
    }


def _form(field: Field, name: str) -> dict[str, Any]:
    form = dict(_TOO.get(name, _ref(field.kind)))
    if name == field.name:
        form["description"] = field.help
        if field.kind in _EXAMPLES:
            form["examples"] = _EXAMPLES[field.kind]
    elif name in field.opposites:
        form = {**_ref("flag"), "description": f"The opposite of `{field.name}`."}
    else:
        form["description"] = f"The same as `{field.name}`."
    return form


def _also(known: dict[str, Any] | None, form: dict[str, Any]) -> dict[str, Any]:
    """A name that two fields share may hold what either does."""
    return form if known is None else {"anyOf": [known, form]}


def _merged(known: dict[str, Any] | None, within: dict[str, Any]) -> dict[str, Any]:
    """A map of several fields; it may stand beside what a name holds itself: ``date`` is a date or a map of dates."""
    if known is None:
        return within
    if known.get("type") == "object":
        return {**known, "properties": {**known["properties"], **within["properties"]}}
    description: dict[str, Any] = {key: known[key] for key in ("description", "examples") if key in known}
    forms = {key: value for key, value in known.items() if key not in description}
    if (held := forms.get("anyOf", [{}])[-1]) and held.get("type") == "object":  # Brought by another dotted name.
        within = _merged(held, within)
        return {"anyOf": [*forms["anyOf"][:-1], within], **description}
    return {"anyOf": [forms, within], **description}
