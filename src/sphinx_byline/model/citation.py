"""The single source of how an article is cited in BibTeX.

Names in scripts that put the family first, and those of organisations, stand in braces: BibTeX would take 李明 apart,
or write "Institute, Turing". Fields are those of a ``citation`` in Quarto and CSL (https://citationstyles.org), under
the names that BibTeX has for them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx_byline.model.article import Article, Author

#: Types of CSL, as BibTeX knows them; all else is ``misc``.
_TYPES = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
#: What each field is called in BibTeX. A book and a conference have a ``booktitle``.
_FIELDS = {
    "container-title": "journal",
    "collection-title": "series",
    "publisher": "publisher",
    "volume": "volume",
    "issue": "number",
    "page": "pages",
    "edition": "edition",
    "isbn": "isbn",
    "issn": "issn",
}
_IN_BOOKS = {"incollection", "inproceedings"}
_SPECIAL = re.compile(r"[\\{}$&#^_~%]")
_COMMANDS = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"}
#: Letters of scripts whose names are not "given family".
_WHOLE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")


def bibtex(article: Article, site: str, url: str) -> str:
    """The BibTeX entry of ``article``, which ``site`` has published at ``url``; both may be empty."""
    said = {str(name).lower(): str(value) for name, value in article.citation.items() if isinstance(value, str | int)}
    kind = _TYPES.get(said.get("type", ""), "misc")
    names = {**_FIELDS, "container-title": "booktitle" if kind in _IN_BOOKS else "journal"}
    year = said.get("issued", "")[:4] or (article.date.iso[:4] if article.date else "")
    values = {
        "title": f"{{{_escaped(article.title)}}}",
        "author": " and ".join(map(_name, article.authors)),
        **{name: _escaped(said[field]) for field, name in names.items() if field in said},
        "year": year,
        "month": article.date.iso[5:7] if article.date and article.date.iso[:4] == year else "",
        "doi": said.get("doi", article.doi),
        "url": said.get("url", url),
    }
    if kind == "misc":
        values.setdefault("howpublished", _escaped(said.get("container-title", site)))
        values.pop("journal", None)
    lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value]
    return "\n".join([f"@{kind}{{{_key(article, year)},", *lines, "}"])


def _name(author: Author) -> str:
    whole = author.kind == "organisation" or _WHOLE.search(author.name)
    return f"{{{_escaped(author.name)}}}" if whole else _escaped(author.name)


def _key(article: Article, year: str) -> str:
    """A key in ASCII: the author's last name, else the document's, and the year."""
    last = article.authors[0].slug.rpartition("-")[2] if article.authors else ""
    for word in (last, article.docname.rpartition("/")[2]):
        letters = re.sub("[^a-z0-9]+", "", word.lower())
        if re.search("[a-z]", letters):
            return letters + year
    return f"article{year}"


def _escaped(text: str) -> str:
    """``text`` with what TeX would take for a command in braces or behind a backslash."""
    return _SPECIAL.sub(lambda found: _COMMANDS.get(found[0], f"\\{found[0]}"), " ".join(text.split()))
