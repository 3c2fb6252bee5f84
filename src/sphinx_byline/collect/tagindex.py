"""The single source of the index of tags in a book: each tag with its articles and their pages.

HTML has pages of tags instead, and asks for an index without naming documents: there it is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.domains import Index, IndexEntry
from sphinx.locale import get_translation
from sphinx.util.texescape import tex_replace_map

from sphinx_byline.model.queries import TermListing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_byline.collect.domain import ArticleDomain

_translate = get_translation("sphinx_byline")


class TagIndex(Index):
    """Tags as the letters of an index, articles as their entries."""

    name = "tags"
    localname = _translate("Tags")
    shortname = localname

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """The index of the articles among ``docnames``, in the language's order of tags."""
        domain: ArticleDomain = self.domain  # type: ignore[assignment]  # registered with no other
        within = set(docnames or ())
        name_of = tex_name if domain.output_format == "latex" else str
        content = []
        for term in domain.index.list_terms(TermListing("tag")):
            entries = [
                IndexEntry(article.title, 0, name_of(article.docname), ":doc", "", "", "")
                for article in term.articles
                if article.docname in within
            ]
            if entries:
                content.append((term.value.label, entries))
        return content, False


def tex_name(docname: str) -> str:
    """``docname`` as Sphinx's LaTeX writer has it in labels, which it does not do for the documents of an index."""
    escaped = docname.translate(tex_replace_map).encode("ascii", "backslashreplace").decode("ascii")
    return rf"\detokenize{{{escaped.replace(chr(92), '_')}}}"
