"""The single source of the letters that a general index in Chinese, Japanese or Korean is grouped by.

Sphinx takes each Han character and each kana for a letter of its own, in the order of code points. Here names stand as
in our indexes of tags: under the letter of their pinyin, the row of the kana, the initial consonant of the syllable.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_byline.collect.domain import article_domain
from sphinx_byline.model.reading import HAN, KANA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes
    from sphinx.application import Sphinx

    from sphinx_byline.model.collation import Collation

    #: Links, names below it with their links, and the heading that the author has chosen.
    Entry = tuple[str, tuple[list[Any], list[tuple[str, list[Any]]], str | None]]
    Group = tuple[str, list[Entry]]

_TONGUES = frozenset({"zh", "ja", "ko"})
#: A name that begins with a letter of East Asia, be it in quotes: ``《九章算术》``.
_EAST_ASIAN = re.compile(rf"[\W_]*(?=[{HAN}{KANA}\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3])")
_LETTER = re.compile(r"[^\W\d]")


def setup(app: Sphinx) -> None:
    """Group anew before a theme draws the index."""
    app.connect("html-page-context", group_index)


def group_index(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """Replace the groups of the index, unless each has a page of its own: those are named already."""
    if pagename != "genindex" or context.get("split_index") or "genindexentries" not in context:
        return
    collation = article_domain(app.env).index.collation
    if collation.language.partition("-")[0] not in _TONGUES:
        return
    groups = grouped(context["genindexentries"], collation)
    context["genindexentries"] = groups
    # Lines of each, by which a theme divides them into columns.
    context["genindexcounts"] = [sum(1 + len(below) for _, (_, below, _) in entries) for _, entries in groups]


def grouped(groups: Iterable[Group], collation: Collation) -> list[Group]:
    """``groups`` with East Asian names under their letters, symbols first; a heading of the author's own stays."""
    found: dict[str, list[Entry]] = {}
    symbols = set()
    for letter, entries in groups:
        for name, (links, below, chosen) in entries:
            regroups = chosen is None and _EAST_ASIAN.match(name)
            heading = collation.heading(name) if regroups else letter
            if chosen is None and not regroups and not _LETTER.match(name) and not name.startswith("_"):
                symbols.add(letter)
            ordered = sorted(below, key=lambda entry: collation.key(entry[0]))
            found.setdefault(heading, []).append((name, (links, ordered, chosen)))
    for entries in found.values():
        entries.sort(key=lambda entry: collation.key(_EAST_ASIAN.sub("", entry[0], count=1)))
    return sorted(found.items(), key=lambda group: (group[0] not in symbols, collation.key(group[0])))
