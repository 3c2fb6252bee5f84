"""The single source of how a long list is cut into pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


def paginate(items: Sequence[T], per_page: int) -> list[Sequence[T]]:
    """``items`` in pages of at most ``per_page``; one empty page where there is nothing.

    Raises :exc:`ValueError` where ``per_page`` is less than 1.
    """
    if per_page < 1:
        raise ValueError("a page holds at least one item")
    return [items[start : start + per_page] for start in range(0, len(items), per_page)] or [items]


def page_docname(docname: str, page: int) -> str:
    """The address of page ``page`` (from 1) of the list at ``docname``: further pages end in ``/page/2``.

    The pages of an index stand beside it: ``tags/index`` goes on at ``tags/page/2``.
    """
    if page == 1:
        return docname
    return f"{docname.removesuffix('/index') if docname != 'index' else ''}/page/{page}".lstrip("/")


def spread(docname: str, items: Sequence[T], per_page: int) -> dict[str, Sequence[T]]:
    """The pages of the list at ``docname``: what each holds, by its document name, in order."""
    return {page_docname(docname, number): part for number, part in enumerate(paginate(items, per_page), start=1)}


def page_numbers(page: int, pages: int) -> list[int]:
    """The numbers that lead through ``pages``: the ends, and those around ``page``; 0 where some are left out."""
    near = {1, pages, *range(page - 2, page + 3)}
    shown = [number for number in range(1, pages + 1) if number in near]
    found: list[int] = []
    for number in shown:
        if found and number > found[-1] + 1:
            found.append(found[-1] + 1 if number == found[-1] + 2 else 0)
        found.append(number)
    return found
