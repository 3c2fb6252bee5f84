"""The single source of a guide's navigation: the branch of the toctree that a page stands on.

A whole toctree on every page would grow with the square of the pages (Sphinx builds one for most themes). A page shows
the documents beside each that it lies below, and those right below itself; articles have lists of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Branch:
    """A document of a guide, and what is shown below it."""

    docname: str
    below: tuple[Branch, ...] = ()

    def __iter__(self) -> Iterator[str]:
        """The names of all documents that are shown, from the top."""
        yield self.docname
        for branch in self.below:
            yield from branch


def branch_of(
    docname: str, above: Sequence[str], includes: Mapping[str, Sequence[str]], left_out: Container[str]
) -> Branch | None:
    """The branch that the page ``docname`` shows; None where nothing lies beside it or below it.

    ``above`` are the documents that it lies below, the outermost first; ``includes`` what the toctree of each names.
    """
    way = {*above, docname}

    def grown(name: str, seen: frozenset[str]) -> Branch:
        if name not in way:
            return Branch(name)
        found = (
            child for child in dict.fromkeys(includes.get(name, ())) if child not in left_out and child not in seen
        )
        return Branch(name, tuple(grown(child, seen | {child}) for child in found))

    top = above[0] if above else docname
    branch = grown(top, frozenset({top}))
    return branch if branch.below else None
