"""The single source of the Atom feed (RFC 4287): a pure function from entries to bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from sphinx_byline.outputs.head import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An article in a feed. Dates are RFC 3339, the address is absolute and identifies the entry for ever."""

    url: str
    title: str
    published: str
    updated: str
    summary: str = ""
    summary_html: str = ""
    """The summary with its formulas in MathML, where it has any; takes the place of the text."""
    language: str = ""
    authors: tuple[Person, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    """Slug and label of each."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: what it is called, where it is, and its entries, the newest first."""

    title: str
    url: str
    """Of the site; it identifies the feed."""
    self_url: str
    language: str
    author: str
    entries: Sequence[FeedEntry]


def atom(feed: Feed) -> bytes:
    """``feed`` as UTF-8; the same bytes for the same values. ``updated`` is the latest of its entries."""
    root = ET.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": feed.language})
    _text(root, "title", feed.title)
    _text(root, "id", feed.url)
    _text(root, "updated", max(entry.updated for entry in feed.entries))
    _link(root, "alternate", feed.url, "text/html")
    _link(root, "self", feed.self_url, "application/atom+xml")
    _person(root, Person(feed.author))
    for entry in feed.entries:
        _entry(root, entry, feed.language)
    ET.register_namespace("", _ATOM)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _entry(root: ET.Element, entry: FeedEntry, language: str) -> None:
    node = ET.SubElement(root, f"{{{_ATOM}}}entry")
    if entry.language and entry.language != language:
        node.set(f"{{{_XML}}}lang", entry.language)
    _text(node, "title", entry.title)
    _text(node, "id", entry.url)
    _link(node, "alternate", entry.url, "text/html")
    _text(node, "published", entry.published)
    _text(node, "updated", entry.updated)
    for author in entry.authors:
        _person(node, author)
    for slug, label in entry.tags:
        ET.SubElement(node, f"{{{_ATOM}}}category", {"term": slug, "label": label})
    if entry.summary_html:
        _text(node, "summary", entry.summary_html).set("type", "html")
    elif entry.summary:
        _text(node, "summary", entry.summary)


def _text(parent: ET.Element, name: str, text: str) -> ET.Element:
    made = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    made.text = text
    return made


def _link(parent: ET.Element, rel: str, href: str, media_type: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": rel, "type": media_type, "href": href})


def _person(parent: ET.Element, author: Person) -> None:
    node = ET.SubElement(parent, f"{{{_ATOM}}}author")
    _text(node, "name", author.name)
    if author.url:
        _text(node, "uri", author.url)
