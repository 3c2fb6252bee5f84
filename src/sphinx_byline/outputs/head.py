"""The single source of what a page's head tells machines: description, Open Graph, ``article:*``, JSON-LD.

Pure: from values to HTML. Every value is text and is escaped here, whatever it holds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html import escape
from typing import Any

from sphinx_byline.model.languages import open_graph_locale

# A page wider than this shows its image large on social sites (px; Twitter's and Facebook's own advice).
_WIDE = 600


@dataclass(frozen=True, slots=True)
class Picture:
    """An image for social sites, with an absolute address; px, 0 where unknown."""

    url: str
    alt: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """An author; the address is absolute, or empty."""

    name: str
    url: str = ""
    organisation: bool = False
    profiles: tuple[str, ...] = ()
    """Addresses of the same author elsewhere."""


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a page. Addresses are absolute; what is empty is left out."""

    title: str
    site: str
    language: str
    """BCP 47."""
    url: str = ""
    description: str = ""
    is_article: bool = False
    authors: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    published: str = ""
    """ISO 8601, with an offset where it has a time."""
    modified: str = ""
    picture: Picture | None = None
    words: int = 0
    """Words, and Chinese and Japanese characters."""
    minutes: int = 0
    """That it takes to read."""
    subtitle: str = ""
    section: str = ""
    """The category."""
    series: str = ""
    position: int = 0
    """In the series, from 1."""
    license: str = ""
    """Address of the terms, else their name."""
    doi: str = ""
    """Address at doi.org."""
    indexed: bool = True
    """Whether search engines may show the page."""
    feed: str = ""
    """Relative to the page."""
    alternates: tuple[tuple[str, str], ...] = ()
    """Language and absolute address of every version of the page, its own among them."""
    owned_elsewhere: frozenset[str] = field(default_factory=frozenset)
    """Names of ``<meta>`` that somebody else writes, for each has one owner; ``og:`` is all of Open Graph."""


def head_tags(head: Head) -> str:
    """The elements for ``<head>``, a line each."""
    lines = [*_plain_tags(head)]
    if not head.indexed:
        lines.append(_meta("name", "robots", "noindex"))
    if "og:" not in head.owned_elsewhere:
        lines += _open_graph(head)
    if head.feed:
        title, address = escape(head.site), escape(head.feed)
        lines.append(f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{address}" />')
    lines += [
        f'<link rel="alternate" hreflang="{escape(language)}" href="{escape(address)}" />'
        for language, address in head.alternates
    ]
    if head.is_article:
        lines.append(f'<script type="application/ld+json">{json_for_script(blog_posting(head))}</script>')
    return "".join(f"\n    {line}" for line in lines) + "\n"


def _plain_tags(head: Head) -> list[str]:
    pairs = [("description", head.description), *(("author", person.name) for person in head.authors)]
    return [_meta("name", name, value) for name, value in pairs if value and name not in head.owned_elsewhere]


def _open_graph(head: Head) -> list[str]:
    pairs: list[tuple[str, str]] = [
        ("og:type", "article" if head.is_article else "website"),
        ("og:title", head.title),
        ("og:site_name", head.site),
        ("og:description", head.description),
        ("og:url", head.url),
        ("og:locale", open_graph_locale(head.language)),
    ]
    if head.picture:
        pairs += [
            ("og:image", head.picture.url),
            ("og:image:width", str(head.picture.width or "")),
            ("og:image:height", str(head.picture.height or "")),
            ("og:image:alt", head.picture.alt),
        ]
    if head.is_article:
        pairs += [("article:published_time", head.published), ("article:modified_time", head.modified)]
        pairs.append(("article:section", head.section))
        pairs += [("article:author", person.name) for person in head.authors]
        pairs += [("article:tag", tag) for tag in head.tags]
    lines = [_meta("property", name, value) for name, value in pairs if value]
    wide = head.picture is not None and (head.picture.width or _WIDE) >= _WIDE
    lines.append(_meta("name", "twitter:card", "summary_large_image" if wide else "summary"))
    return lines


def _meta(attribute: str, name: str, value: str) -> str:
    return f'<meta {attribute}="{escape(name)}" content="{escape(value)}" />'


def blog_posting(head: Head) -> dict[str, Any]:
    """The article as schema.org's ``BlogPosting``."""
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": head.title,
        "alternativeHeadline": head.subtitle,
        "description": head.description,
        "inLanguage": head.language,
        "datePublished": head.published,
        "dateModified": head.modified,
        "author": [_agent(person) for person in head.authors],
        "articleSection": head.section,
        "keywords": list(head.tags),
        "wordCount": head.words,
        "timeRequired": f"PT{head.minutes}M" if head.minutes else "",
        "image": _image_object(head.picture) if head.picture else None,
        "license": head.license,
        "sameAs": head.doi,
        "isPartOf": {"@type": "CreativeWorkSeries", "name": head.series} if head.series else None,
        "position": head.position if head.series else None,
        "url": head.url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": head.url} if head.url else None,
        "publisher": {"@type": "Organization", "name": head.site},
    }
    return {key: value for key, value in posting.items() if value}


def _agent(person: Person) -> dict[str, Any]:
    found = {"name": person.name, "url": person.url, "sameAs": list(person.profiles)}
    kind = "Organization" if person.organisation else "Person"
    return {"@type": kind, **{key: value for key, value in found.items() if value}}


def _image_object(picture: Picture) -> dict[str, Any]:
    found = {"url": picture.url, "width": picture.width, "height": picture.height, "caption": picture.alt}
    return {"@type": "ImageObject", **{key: value for key, value in found.items() if value}}


def json_for_script(value: object) -> str:
    """``value`` as JSON that no HTML parser can take for the end of the script (HTML Standard, 4.12.1.3)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
