"""The single source of the header's fields: their names, what other tools call them, what they hold and what they mean.

The reader and the reference in the guide are made from :data:`FIELDS`. Names are compared by :func:`field_key`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["text", "date", "authors", "tags", "cover", "flag", "language"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the header."""

    name: str
    kind: FieldKind
    help: str
    aliases: tuple[str, ...] = ()
    """What other tools call it, in the order in which they are asked. ``a.b`` is the key ``b`` of the map ``a``."""
    marks_article: bool = False
    """Whether a document that carries the field is an article."""


FIELDS: tuple[Field, ...] = (
    Field("title", "text", "The title of the page, where the text has no first heading of its own.", ("headline",)),
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
        "When the article was published.",
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
        ("lastmod", "modified", "modDatetime", "date-modified", "date.updated", "date.modified", "last_update.date"),
    ),
    Field(
        "authors",
        "authors",
        "Who wrote it: a name, a map with name, url, avatar, bio, email, orcid, affiliation, or a list of these.",
        ("author",),
        marks_article=True,
    ),
    Field("tags", "tags", "What it is about: a list, or one text split at commas.", ("tag",), marks_article=True),
    Field(
        "cover",
        "cover",
        "The image that leads it: a file or an address, or a map with image, alt, caption, credit, position.",
        (
            "image",
            "images",
            "thumbnail",
            "featured_image",
            "coverImage",
            "cover-img",
            "heroImage",
            "header-img",
            "img",
            "feature",
            "banner",
            "top_img",
            "banner_img",
            "index_img",
            "ogImage",
        ),
        marks_article=True,
    ),
    Field("cover_alt", "text", "What the cover shows, for those who do not see it.", ("image-alt",)),
    Field("cover_caption", "text", "A line under the cover."),
    Field("draft", "flag", "Not to be published yet: the page is not built.", ()),
    Field("lang", "language", "The article's language (BCP 47) where it is not the site's.", ("language", "locale")),
    Field("type", "text", "``article`` makes a document an article whatever else its header holds."),
)


def field_key(name: str) -> str:
    """``name`` as names are compared: without regard to case, ``-`` and ``_``."""
    return name.casefold().replace("-", "").replace("_", "")


#: Every way to write a field, to the field.
FIELD_OF: dict[str, Field] = {
    field_key(name): field for field in FIELDS for name in (field.name, *field.aliases) if "." not in name
}
