"""The single source of the header's fields: their names, what other tools call them, what they hold and what they mean.

The reader, the reference in the guide and the JSON Schema are made from :data:`FIELDS`. Names are compared by
:func:`field_key`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal[
    "text",
    "date",
    "authors",
    "tags",
    "categories",
    "series",
    "order",
    "cover",
    "flag",
    "switch",
    "pin",
    "minutes",
    "language",
    "document",
    "license",
    "address",
    "paths",
    "macros",
    "citation",
    "doi",
    "sort",
]

#: What each kind of field holds, in the words of the guide.
HOLDS: dict[FieldKind, str] = {
    "text": "text",
    "date": "a date, or a date and a time",
    "authors": "a name, a key of `authors.yml`, a map, or a list of these",
    "tags": "a list, or one text with commas",
    "categories": "a text, a list, or a list of lists",
    "series": "a text, or a map with `name` and `order`",
    "order": "a number",
    "cover": "a file, an address, `false`, or a map",
    "flag": "`true` or `false`",
    "switch": "`true` or `false`",
    "pin": "`true`, `false` or a number",
    "minutes": "`false`, or a number of minutes",
    "language": "a language tag (BCP 47)",
    "document": "the path of a document",
    "license": "an SPDX id, a text, an address, or `false`",
    "address": "an `http(s)` address",
    "paths": "a list of paths",
    "macros": "a map of macros",
    "citation": "a map",
    "doi": "a DOI",
    "sort": "`article` or `page`",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the header."""

    name: str
    kind: FieldKind
    help: str
    aliases: tuple[str, ...] = ()
    """What other tools call it, in the order in which they are asked. ``a.b`` is the key ``b`` of the map ``a``."""
    opposites: tuple[str, ...] = ()
    """Of a flag: names that say the opposite, ``published`` of ``draft``."""
    marks_article: bool = False
    """Whether a document that carries the field is an article."""

    @property
    def names(self) -> tuple[str, ...]:
        """Its own name, and every other that means the same."""
        return (self.name, *self.aliases)


FIELDS: tuple[Field, ...] = (
    Field("title", "text", "The title of the page, where the text has no first heading of its own.", ("headline",)),
    Field(
        "short_title",
        "text",
        "A shorter title for the navigation and the breadcrumb.",
        ("linkTitle", "sidebar_label"),
    ),
    Field("subtitle", "text", "A second line under the title."),
    Field(
        "description",
        "text",
        "The lede under the title; also for search engines, cards and feeds.",
        ("abstract", "desc"),
    ),
    Field("teaser", "text", "A text for lists alone, in place of the description.", ("summary", "excerpt")),
    Field(
        "date",
        "date",
        "When the article was published; else a date that the file's name begins with counts.",
        (
            "pubDate",
            "pubDatetime",
            "publishDate",
            "published",
            "publishedDate",
            "created",
            "date.created",
            "date.published",
        ),
        marks_article=True,
    ),
    Field(
        "updated",
        "date",
        "When it was last changed; shown where it is later than the date.",
        (
            "lastmod",
            "modified",
            "modDatetime",
            "date-modified",
            "last_modified_at",
            "updatedDate",
            "date.updated",
            "date.modified",
            "last_update.date",
        ),
    ),
    Field(
        "authors",
        "authors",
        "Who wrote it. A map holds `name`, `url`, `avatar`, `bio`, `email`, `orcid`, `affiliation`, `socials`, `type`.",
        ("author",),
        marks_article=True,
    ),
    Field(
        "tags",
        "tags",
        "What it is about. Never split at a space or a `/`.",
        ("tag", "taxonomies.tags"),
        marks_article=True,
    ),
    Field(
        "category",
        "categories",
        "Its section of the publication. A list in the list is a path from the outer to the inner.",
        ("categories", "section", "taxonomies.categories"),
    ),
    Field("series", "series", "The series that it is a part of.", ("collection",)),
    Field("series_order", "order", "Which part of the series it is.", ("series_index", "series_part", "series_weight")),
    Field(
        "cover",
        "cover",
        "The image that leads it. A map holds `image`, `alt`, `caption`, `credit`, `position`, and `card`, `social`.",
        (
            "image",
            "thumbnail",
            "featured_image",
            "feature_image",
            "coverImage",
            "cover-img",
            "heroImage",
            "header-img",
            "img",
            "feature",
            "hero_image",
            "header.image",
            "images",
        ),
        marks_article=True,
    ),
    Field(
        "banner",
        "cover",
        "An image for the article's own page alone.",
        ("top_img", "banner_img", "banner_image", "header.overlay_image"),
        marks_article=True,
    ),
    Field(
        "thumbnail",
        "cover",
        "An image for cards alone, where there is a cover too.",
        ("index_img", "thumbnail-img", "thumbnailImage", "featuredImagePreview", "header.teaser"),
        marks_article=True,
    ),
    Field(
        "og_image",
        "cover",
        "An image for social sites alone.",
        ("social_image", "share-img", "header.og_image", "images"),
    ),
    Field("cover_alt", "text", "What the cover shows, for those who do not see it.", ("image-alt",)),
    Field("cover_caption", "text", "A line under the cover."),
    Field(
        "draft",
        "flag",
        "Not to be published yet: the page is not built. `status: draft` says the same.",
        ("isDraft",),
        ("published",),
    ),
    Field(
        "unlisted",
        "flag",
        "Built and reachable by its address, but in no list, feed or search, and not for search engines.",
        ("hidden",),
    ),
    Field(
        "pin",
        "pin",
        "First in lists; of several the largest number. A `weight` counts the other way round.",
        ("sticky", "top", "featured", "pinned", "weight"),
    ),
    Field("lang", "language", "The article's language where it is not the site's.", ("language", "locale")),
    Field(
        "translation_of",
        "document",
        "The article that this one is a translation of: its path from here, or with a `/` from the source folder.",
    ),
    Field(
        "translation_key",
        "text",
        "A name that all versions of a text share, each in its language.",
        ("translationKey",),
    ),
    Field("license", "license", "Under what terms others may use it.", ("licence", "copyright")),
    Field(
        "canonical",
        "address",
        "Where the text was published first, for search engines.",
        ("canonicalURL", "canonical_url"),
    ),
    Field("redirects", "paths", "Old addresses that lead here.", ("aliases", "redirect_from")),
    Field(
        "toc",
        "switch",
        "Whether the page shows its table of contents.",
        ("showtoc",),
        ("hide_table_of_contents",),
    ),
    Field(
        "comments",
        "switch",
        "Whether readers may comment, where the site has comments.",
        ("comment",),
        ("hide_comments", "disableComments"),
    ),
    Field("reading_time", "minutes", "How long it takes to read, where the count is wrong.", ("readtime",)),
    Field(
        "math",
        "macros",
        "Macros for this page's formulas: a map, or LaTeX definitions. `true` and `false` are taken and mean nothing.",
        ("katex", "mathjax"),
    ),
    Field("citation", "citation", "How the article wants to be cited.", ("bibliography",)),
    Field("doi", "doi", "The article's Digital Object Identifier."),
    Field(
        "type",
        "sort",
        "`article` makes a document an article whatever else its header holds, `page` never one.",
        ("layout", "blogpost"),
    ),
)


def field_key(name: str) -> str:
    """``name`` as names are compared: without regard to case, ``-`` and ``_``."""
    return name.casefold().replace("-", "").replace("_", "")


def field_place(name: str) -> tuple[str, str]:
    """The keys of ``a.b``, as they are compared: of the map, and of the entry in it; the second is empty for ``a``."""
    outer, _, inner = name.partition(".")
    return field_key(outer), field_key(inner)


#: Where each field may stand, its own name first: worked out once, for every header asks for every field.
PLACES: dict[str, tuple[tuple[str, str], ...]] = {field.name: tuple(map(field_place, field.names)) for field in FIELDS}


def _keys() -> dict[str, tuple[Field, ...]]:
    found: dict[str, tuple[Field, ...]] = {}
    for field in FIELDS:
        for name in (*field.names, *field.opposites):
            if "." not in name:
                found[field_key(name)] = (*found.get(field_key(name), ()), field)
    return found


#: Every way to write a field, to the fields that it may be: ``published`` is a date or says that there is no draft.
FIELDS_OF: dict[str, tuple[Field, ...]] = _keys()

#: A field by its name.
FIELD: dict[str, Field] = {field.name: field for field in FIELDS}
