"""The single source of the kinds of terms by which articles are found: tags, authors, categories, series, periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TermKind = Literal["tag", "author", "category", "series", "period"]
IndexKind = Literal["tags", "authors", "categories", "series_index", "archive"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of terms, and what its pages are called."""

    name: TermKind
    index: IndexKind
    """The kind of the page that shows them all."""
    folder: str
    """First part of its addresses unless a setting says otherwise; with ``_path`` the setting's name."""
    title: str
    """Of the index, in English: a message of the catalogue."""
    plural: str
    """The attribute under which the article index has its terms, and a query what is asked of them."""

    @property
    def path_setting(self) -> str:
        """The setting that holds the first part of its addresses."""
        return f"{self.folder}_path"

    @property
    def pages_setting(self) -> str:
        """The setting that switches its pages on and off."""
        return f"{'archive' if self.name == 'period' else self.name}_pages"


KINDS: dict[TermKind, Kind] = {
    kind.name: kind
    for kind in (
        Kind("category", "categories", "categories", "Categories", "categories"),
        Kind("series", "series_index", "series", "Series", "series"),
        Kind("tag", "tags", "tags", "Tags", "tags"),
        Kind("author", "authors", "authors", "Authors", "authors"),
        Kind("period", "archive", "archive", "Archive", "periods"),
    )
}
"""In the order in which the navigation names them."""

KIND_OF_FOLDER: dict[str, Kind] = {kind.folder: kind for kind in KINDS.values()}
"""By the name that authors know a kind by: ``tags``, ``archive``."""
