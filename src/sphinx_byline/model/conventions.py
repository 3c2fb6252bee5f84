"""The single source of what a publication says of all its headers."""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a publication says of all its headers."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    """Of dates that name none."""
    tags_from: tuple[str, ...] = ()
    """Further fields that hold tags: ``keywords``, ``categories``."""
    nested_categories: bool = False
    """Whether a flat list of categories is one path from the outer to the inner, as Hexo reads it."""
    folder_dates: bool = False
    """Whether folders may make the date of what lies in them."""
    license: str = ""
    """Of articles that name none."""
    unknown_fields: bool = False
    """Whether a field that is not known is a problem."""
