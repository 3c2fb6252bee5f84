"""The single source of which name an author meant: one that is a slip of the keyboard away from what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_byline.model.fields import FIELDS, FIELDS_OF, field_key

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Shorter names are too close to words that are meant: ``data`` to ``date``, ``tabs`` to ``tags``.
_SHORT = 4

#: Fields of other tools that are a letter away from ours, and no slips.
_MEANT = frozenset(
    map(
        field_key,
        (
            *("update", "dates", "locales", "headlines", "layouts", "image1", "image2", "images1", "hide", "stop"),
            *("tops", "math2", "covers", "imgs", "collections", "sections", "features", "featured2", "languages"),
            *("titles", "authors2", "publish", "types", "mathjax3", "mathjax2", "licenses", "bibliographies"),
            *("latex", "height", "banner_x", "banner_y", "maths", "citations", "drafts", "updates", "langs", "typed"),
            *("copyrights", "licensed", "weights", "thumbnails", "title2", "subtitle2", "banner2", "author2", "stick"),
            *("abstracts", "creator", "canonicals", "redirect", "hidder", "publisher", "banners", "modify"),
        ),
    )
)

_NAMES = tuple(dict.fromkeys(name for field in FIELDS for name in (*field.names, *field.opposites) if "." not in name))


def close_name(written: str) -> str:
    """The name of a field that ``written`` is one slip away from, our own names first; empty where there is none.

    A slip is a letter too many, too few, wrong or swapped with its neighbour; for names of four letters, only a letter
    too many or two swapped.
    """
    key = field_key(written)
    if key in FIELDS_OF or key in _MEANT or len(key) < _SHORT:
        return ""
    return next((name for name in _NAMES if _one_slip(key, field_key(name))), "")


def closest(written: str, known: Sequence[str]) -> str:
    """The one of ``known`` that ``written`` is a slip away from; empty where there is none, and for one of them.

    Texts of three characters and less have too many neighbours to be asked about.
    """
    text = written.casefold()
    folded = {name.casefold(): name for name in known}
    if text in folded or len(text) < _SHORT or (text[:-1] in folded and (text[-1] == "s" or text[-1].isdecimal())):
        return ""  # Several of them are meant.
    return next((name for key, name in folded.items() if len(key) > 2 and _slip(text, key)), "")  # noqa: PLR2004


def _one_slip(written: str, name: str) -> bool:
    if len(name) < _SHORT:
        return False
    if len(name) == _SHORT:
        longer = len(written) == len(name) + 1
        swapped = len(written) == len(name) and sorted(written) == sorted(name)
        return (longer or swapped) and _slip(written, name)
    return _slip(written, name)


def _slip(first: str, second: str) -> bool:
    if abs(len(first) - len(second)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )
    a, b = first[start:], second[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
