"""Editors are told by the schema what a header may hold, in the words of the reader."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import sphinx_byline
from sphinx_byline.commands import main
from sphinx_byline.model.conventions import Conventions
from sphinx_byline.model.fields import FIELDS, HOLDS
from sphinx_byline.model.frontmatter import parse
from sphinx_byline.model.schema import header_schema

SCHEMA = header_schema()
VALIDATOR = Draft202012Validator(SCHEMA)

#: As YAML readers hand them to a validator: with numbers, flags and nulls.
GOOD: list[dict[str, object]] = [
    {},
    {"title": 2024, "date": "2024-03-01", "tags": "a, b", "author": None},
    {"title": "t", "tags": ["a", 3.1, True, None, {"label": "x", "permalink": "/x"}]},
    {"date": {"created": "2024-03-01", "updated": "2024-03-02"}},
    {"date": 20240301},
    {"published": False},
    {"published": "2024-03-01"},
    {"last_update": {"date": "2024-03-01", "author": "Ada"}},
    {"authors": ["ada", {"name": "Ada", "socials": {"github": "ada"}, "affiliations": ["x", {"name": "y"}]}]},
    {"author": {"name": {"given": "Ada", "family": "Byron"}}},
    {"cover": False},
    {"cover": {"image": "a.png", "alt": "A", "card": "b.png"}},
    {"cover": {"hidden": True}},
    {"images": ["a.png", "b.png"], "thumbnail": "c.png", "ogImage": {"url": "d.png"}},
    {"header": {"image": "a.png", "teaser": "b.png"}},
    {"categories": [["a", "b"], "c"]},
    {"series": {"name": "S", "order": 2}, "series_order": "3"},
    {"draft": "yes", "unlisted": True, "pin": 3, "weight": -1, "top": True},
    {"toc": {"enable": True}, "comments": "waline", "hide_table_of_contents": True},
    {"reading_time": "5 min", "math": {r"\R": r"\mathbb{R}"}, "katex": True},
    {"license": "CC-BY-4.0", "copyright": False, "doi": "https://doi.org/10.1000/182"},
    {"citation": {"journal": "J"}, "bibliography": ["a.bib"]},
    {"redirects": ["/a/", "b.html"], "aliases": "/c"},
    {"canonical": "https://example.org/a", "lang": "zh-CN"},
    {"translation_of": "zh/a.md", "translationKey": 12},
    {"translation_of": "/原 文#part", "translation_key": None},
    {"translation-of": 2024},
    {"translation_of": None},
    {"whatever": {"an": ["author", 1]}, "layout": "post"},
]
BAD: list[dict[str, object]] = [
    {"title": ["a"]},
    {"description": {"a": "b"}},
    {"date": ["2024-03-01"]},
    {"date": "soon"},
    {"date": {"created": "soon"}},
    {"tags": {"a": "b"}},
    {"tags": [{"x": "y"}]},
    {"categories": {"a": "b"}},
    {"series_order": "second"},
    {"cover": "javascript:alert(1)"},
    {"draft": "perhaps"},
    {"pin": "high"},
    {"reading_time": "long"},
    {"canonical": "somewhere"},
    {"doi": "none"},
    {"citation": "text"},
    {"toc": "perhaps"},
    {"translation_of": ["a.md"]},
    {"translation_of": {"zh": "a.md"}},
    {"translation_of": "https://example.org/a"},
    {"translation_of": ".."},
    {"translation_of": "#part"},
    {"translation_key": ["a"]},
]


def as_written(value: object) -> object:
    """A value as the header holds it for us: text, lists and maps."""
    if isinstance(value, dict):
        return {key: as_written(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_written(item) for item in value]
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_it_is_a_schema_of_draft_2020_12():
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA)


def test_it_says_what_each_kind_of_field_holds():
    assert HOLDS.keys() <= SCHEMA["$defs"].keys()
    named = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(SCHEMA)))
    assert named <= SCHEMA["$defs"].keys()


@pytest.mark.parametrize("header", GOOD, ids=str)
def test_what_the_reader_takes_the_schema_lets_pass(header):
    assert not parse(as_written(header), "a", Conventions()).problems
    assert [error.message for error in VALIDATOR.iter_errors(header)] == []


@pytest.mark.parametrize("header", BAD, ids=str)
def test_what_the_reader_warns_of_the_schema_refuses(header):
    assert parse(as_written(header), "a", Conventions()).problems
    assert not VALIDATOR.is_valid(header)


def test_editors_are_offered_every_field_and_told_what_it_means():
    properties = SCHEMA["properties"]
    for field in FIELDS:
        assert properties[field.name]
        for name in (*field.names, *field.opposites):
            outer, _, inner = name.partition(".")
            found = json.dumps(properties[outer])
            assert "description" in found
            assert not inner or f'"{inner}"' in found
    assert properties["title"]["description"] == FIELDS[0].help


def test_the_package_ships_what_the_command_prints(capsys):
    assert main(["schema"]) == 0
    shipped = Path(sphinx_byline.__file__).with_name("header.schema.json").read_text(encoding="utf-8")
    assert capsys.readouterr().out == shipped
    assert json.loads(shipped) == SCHEMA
