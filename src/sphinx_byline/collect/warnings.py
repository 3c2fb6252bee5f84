"""The single source of every warning: its subtype, its meaning, and the only door to the logger.

A warning reads ``file:line: what was found; what was done instead; how to mend it [byline.subtype]``.
The table in the guide is made from :class:`Warn`; ``suppress_warnings = ["byline.cover"]`` switches one off.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Self

from sphinx.util import logging

if TYPE_CHECKING:
    from docutils import nodes

    #: Where a fault is: a node, ``(docname, line)`` (lines from 1, or None), or ``path:line``.
    Location = nodes.Node | tuple[str, int | None] | str | None

_logger = logging.getLogger("sphinx_byline")

_SHOWN_CHARACTERS = 60


class Warn(Enum):
    """Every warning that sphinx-byline can give; the value is the subtype, the docstring the meaning."""

    HEADER = "header", "The header of a file cannot be read, or stands where it should not. See what the warning says."
    FIELD = "field", "A field of the header holds a value of the wrong kind. The field is dropped, the article stays."
    FIELD_NAME = "field_name", "A field of the header is not known, but its name is close to one that is."
    DATE = "date", "A date in the header does not exist or cannot be read. The field is dropped."
    COVER = "cover", "A cover or an avatar is missing, is no image or lies outside the source folder. It is not shown."
    COVER_ALT = (
        "cover_alt",
        "A cover says nothing to those who do not see it. Given under ``byline_cover_alt_required``.",
    )
    VOCABULARY = "vocabulary", "A tag is not in the registry. Given under ``byline_tags_inline``; the tag is left out."
    REGISTRY = "registry", "A registry, ``authors.yml`` for one, cannot be read, or an entry of it. It is left out."
    ENCODING = "encoding", "A file is not UTF-8. The page is left out, every other page is built."
    SETTING = "setting", "A value in conf.py, ``byline_*`` or a theme option, cannot be used. Its default is."
    LIST = (
        "list",
        "An option of a directive is not known, or its value cannot be used. The directive goes without it.",
    )
    TERM = "term", "A list, a directive or a role names a term or an article that there is not."
    TRANSLATION = (
        "translation",
        "The article that a header says it translates is not there, or in the same language.",
    )
    PAGE = "page", "Two generated pages would stand in one place. The first one does."
    REDIRECT = "redirect", "An old address of an article is no path of the site, or another page stands there."
    MATH = "math", "KaTeX cannot typeset a formula. The page shows its TeX."
    MATH_UNCLOSED = "math_unclosed", "A ``$$`` that begins a line is never closed. It is shown as text."
    MATH_VERSION = "math_version", "The installed KaTeX is not the one that our style sheet and fonts belong to."

    meaning: str

    def __new__(cls, subtype: str, meaning: str) -> Self:
        """Take the subtype as the value and the meaning as the docstring."""
        member = object.__new__(cls)
        member._value_ = subtype
        member.meaning = meaning
        member.__doc__ = meaning
        return member

    @classmethod
    def of(cls, subtype: str) -> Warn:
        """Return the member whose value is ``subtype``; raise :exc:`KeyError` where there is none."""
        return {member.value: member for member in cls}[subtype]


def warn(kind: Warn, message: str, location: Location = None) -> None:
    """Log one warning of type ``byline`` and the kind's subtype, at ``location``."""
    _logger.warning("%s", message, type="byline", subtype=kind.value, location=location)


def shown(value: object) -> str:
    """``value`` for a message: quoted, control characters escaped, shortened to 60 characters."""
    text = value if isinstance(value, str) else repr(value)
    text = text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
    return '"' + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text) + '"'
