"""The single source of the search index that our theme's pages load: all that can be found, as JavaScript files.

Its texts lie in shards, each of whole documents, so that a page that has changed changes one of them. They are scripts,
not data, for a browser loads no data from ``file://``; ``byline-find.js`` reads them.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from sphinx_byline.outputs.searchtext import UNSEARCHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sphinx_byline.outputs.searchtext import Section

# An engine of others knows no text that is shown and not found.
_FORMULA = re.compile(f"{UNSEARCHED}[^{UNSEARCHED}]*{UNSEARCHED}")
# Scripts without spaces, and their punctuation: an engine that goes by words gets each character as one of its own.
_SPACELESS = r"\u1100-\u11ff\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd"
_JOINT = re.compile(rf"(?<=[{_SPACELESS}])(?=\S)|(?<=\S)(?=[{_SPACELESS}])")
#: Stands between two of them (U+2060, WORD JOINER); ``byline-search.js`` takes it out of what is shown.
JOINED = "\u2060 "
_WIDE = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f]+")
#: Bytes of UTF-8. On the wire it is a third of that.
SHARD_SIZE = 384 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    """A document as search shows it."""

    url: str
    """From the folder of the index' parent, percent-encoded."""
    title: str
    sections: Sequence[Section]
    description: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    date: str = ""
    """As readers see it."""
    when: str = ""
    """ISO 8601; of two equal results the newer comes first."""
    lang: str = ""
    """BCP 47, empty where it is the site's."""


@dataclass(frozen=True, slots=True)
class FindableTerm:
    """A tag, an author, a category or a series with a page of its own."""

    kind: str
    """In the site's language: ``Tag``."""
    label: str
    url: str
    count: int
    """Of its articles."""


def entry(document: Findable) -> dict[str, Any]:
    """``document`` as the index has it: JSON values, what is empty left out."""
    made = {name: getattr(document, name) for name in document.__slots__ if name != "sections"}
    parts = [_without_empty_end(section) for section in document.sections]
    found = {name: value for name, value in {**made, "sections": parts}.items() if value}
    return {"url": document.url, **found}  # That of a home page may be empty.


def _without_empty_end(section: Section) -> list[str]:
    parts = list(section)
    while parts and not parts[-1]:
        parts.pop()
    return parts


def index_files(entries: Mapping[str, str], terms: Iterable[FindableTerm], engine: str = "byline") -> dict[str, bytes]:
    """The files of the index by their names: ``index.js``, which names the others, and the shards.

    ``entries`` are the documents of the index by their names, as JSON. With another ``engine`` than ours there are no
    shards: it has files of its own.
    """
    shards = _shards(entries) if engine == "byline" else {}
    said = {
        "engine": engine,
        # The checksum lets a browser keep a shard that has not changed.
        "shards": [f"{name}?v={zlib.crc32(content):08x}" for name, content in shards.items()],
        "terms": [[term.kind, term.label, term.url, term.count] for term in terms],
    }
    return {"index.js": f"bylineSearch.begin({_json(said)});\n".encode(), **shards}


def _shards(entries: Mapping[str, str]) -> dict[str, bytes]:
    size = sum(len(text.encode()) for text in entries.values())
    count = 1
    while count * SHARD_SIZE < size:
        count *= 2  # By doubling: one more document moves no other into another shard, but for the rare time.
    shards: list[list[str]] = [[] for _ in range(count)]
    for docname in sorted(entries):
        shards[zlib.crc32(docname.encode()) % count].append(entries[docname])
    return {
        f"{number}.js": f"bylineSearch.add([{','.join(texts)}]);\n".encode()
        for number, texts in enumerate(shards)
        if texts
    }


def entry_json(document: Findable) -> str:
    """``document`` as one JSON text."""
    return _json(entry(document))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def as_page(made: Mapping[str, Any], language: str) -> str:
    """An entry of the index as a page of HTML, for an engine that reads pages: nothing but what is to be found.

    What search shows besides the text stands as ``data-pagefind-meta``; a heading has the id that it has on the site.
    """
    meta = {
        "title": made["title"],
        "url": made["url"],
        "date": made.get("date", ""),
        "authors": " · ".join(made.get("authors", ())),
        "tags": "\n".join(made.get("tags", ())),
        "lang": made.get("lang", ""),
    }
    said = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{escape(value)}">'
        for name, value in meta.items()
        if value
    )
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">{said}</head>'
        f"<body data-pagefind-body>{''.join(_page_parts(made))}</body></html>"
    )


def _page_parts(made: Mapping[str, Any]) -> Iterator[str]:
    yield f'<h1 data-pagefind-weight="10">{_by_words(made["title"])}</h1>'
    words = [*made.get("tags", ()), *made.get("authors", ())]
    if words:
        yield f'<p data-pagefind-weight="6">{_by_words(" · ".join(words))}</p>'
    if made.get("description"):
        yield f'<p data-pagefind-weight="3">{_by_words(made["description"])}</p>'
    for section in made.get("sections", ()):
        anchor, heading, text, code = [*section, "", "", ""][:4]
        if anchor:
            yield f'<h2 id="{escape(anchor)}">{_by_words(heading)}</h2>'
        if text:
            yield f"<p>{_by_words(_FORMULA.sub(' … ', text))}</p>"
        if code:
            yield f"<pre>{_by_words(code)}</pre>"


def _by_words(text: str) -> str:
    """HTML of a text for an engine that goes by words."""
    folded = _WIDE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return escape(_JOINT.sub(JOINED, folded))
