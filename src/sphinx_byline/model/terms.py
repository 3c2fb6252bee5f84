"""The single source of how tags, categories and series are written in a header: lists, texts with commas, maps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sphinx_byline.model.article import Category, HeaderValue, Series, Tag
from sphinx_byline.model.fields import FIELD, field_key
from sphinx_byline.model.lookup import SEPARATORS, Lookup, Path, first_text
from sphinx_byline.model.plaintext import clean
from sphinx_byline.model.slugs import fold, slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_byline.model.conventions import Conventions

#: More tags or authors than this on one article are a mistake, or an attack on the tag pages.
MOST_TERMS = 100
#: Categories within categories.
MOST_LEVELS = 10

_LABELS = ("label", "name", "title")


def tag_of(label: str) -> Tag:
    """The tag that ``label`` names; it has no label where nobody could see it."""
    label = clean(label)
    return Tag(label if label.isascii() or fold(label).strip() else "", slugify(label))


def tags_of(lookup: Lookup, *further: str) -> dict[str, tuple[Tag, Path]]:
    """Every tag by its slug, with its place; ``further`` are fields of other tools that hold tags too."""
    found: dict[str, tuple[Tag, Path]] = {}
    for path, value in lookup.written(FIELD["tags"], *further):
        for place, label in _tag_labels(lookup, path, value):
            tag = tag_of(label)
            if tag.label:
                found.setdefault(tag.slug, (tag, place))
            if len(found) > MOST_TERMS:
                lookup.expected(place[:1], value, f"at most {MOST_TERMS} tags")
                return {}
    return found


def _tag_labels(lookup: Lookup, path: Path, value: HeaderValue) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        # A list in full-width brackets is none to YAML.
        text = value.strip()
        text = text[1:-1] if text[:1] + text[-1:] in {"［］", "【】"} else text
        yield from ((path, part) for part in SEPARATORS.split(text))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            place = (*path, position)
            if isinstance(item, list) and all(isinstance(part, str) for part in item):
                yield from ((place, part) for part in item if isinstance(part, str))
                continue
            label = first_text(item, *_LABELS) if isinstance(item, dict) else item
            if isinstance(label, str) and (label or not isinstance(item, dict)):
                yield place, label
            elif item is not None:
                lookup.expected(place, item, "text, or a map with a label")
    else:
        lookup.expected(path, value, "a list of tags, or one text with commas")


def categories_of(lookup: Lookup, conventions: Conventions) -> tuple[Category, ...]:
    """Every category, once, of the fields that hold no tags by the publication's ``conventions``."""
    found: dict[str, Category] = {}
    for path, value in lookup.written(FIELD["category"]):
        if field_key(str(path[-1])) in conventions.tags_from:
            continue
        for place, labels in _paths(lookup, path, value, nested=conventions.nested_categories):
            category = category_of(labels)
            if category is not None:
                found.setdefault(category.slug, category)
            if len(found) > MOST_TERMS:
                lookup.expected(place[:1], value, f"at most {MOST_TERMS} categories")
                return ()
    return tuple(found.values())


def category_of(labels: list[str]) -> Category | None:
    """The category at the end of a path of ``labels``; None where they say nothing."""
    path = tuple(label for label in map(clean, labels) if label)
    return Category(path, "/".join(map(slugify, path))) if path else None


def _paths(lookup: Lookup, path: Path, value: HeaderValue, *, nested: bool) -> Iterator[tuple[Path, list[str]]]:
    if isinstance(value, str):
        parts = SEPARATORS.split(value)
        yield from [(path, parts)] if nested else [(path, [part]) for part in parts]
        return
    if not isinstance(value, list):
        lookup.expected(path, value, "a text, a list, or a list of lists")
        return
    if nested and all(isinstance(item, str) for item in value):
        yield path, [item for item in value if isinstance(item, str)][:MOST_LEVELS]
        return
    for position, item in enumerate(value):
        place = (*path, position)
        if isinstance(item, list) and all(isinstance(part, str) for part in item):
            yield place, [part for part in item if isinstance(part, str)][:MOST_LEVELS]
        elif isinstance(label := first_text(item, *_LABELS) if isinstance(item, dict) else item, str) and label:
            yield place, [label]
        elif item not in (None, ""):
            lookup.expected(place, item, "text, or a list of texts from the outer to the inner category")


def series_of(lookup: Lookup) -> Series | None:
    """The series that an article is a part of, the first where the header names several."""
    order = _order(lookup)
    for path, value in lookup.written(FIELD["series"]):
        item = value[0] if isinstance(value, list) and value else value
        if isinstance(item, dict):
            label = first_text(item, *_LABELS, "id")
            for key, number in item.items():
                if field_key(key) in {"order", "part", "number", "index", "weight"} and number not in (None, ""):
                    order = _number(lookup, (*path, key), number)
                    break
        else:
            label = item if isinstance(item, str) else ""
        label = clean(label)
        if label:
            return Series(label, slugify(label), order)
        lookup.expected(path, value, "a text, or a map with name and order")
    return None


def _order(lookup: Lookup) -> float | None:
    return next((_number(lookup, path, value) for path, value in lookup.written(FIELD["series_order"])), None)


def _number(lookup: Lookup, path: Path, value: HeaderValue) -> float | None:
    number = number_of(value)
    if number is None:
        lookup.expected(path, value, "a number")
    return number


def number_of(value: HeaderValue) -> float | None:
    """``value`` as a finite number of at most nine digits before the point; None for anything else."""
    if not isinstance(value, str) or len(value) > 20 or "_" in value or not value.isascii():  # noqa: PLR2004 -- no number that anybody counts by
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < 1_000_000_000 else None  # noqa: PLR2004 -- as the docstring says
