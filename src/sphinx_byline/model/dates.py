"""The single source of how a date may be written in a header.

ISO 8601 in its usual spellings (``2024-03-01``, ``2024-03-01T08:00:00+08:00``, Jekyll's
``2024-03-01 08:00:00 +0800``), ``2024/3/1``, ``2024.3.1``, ``2024年3月1日``, ``2024년 3월 1일``, and English month
names. A zone is an offset, ``Z``, or an IANA name, also in brackets (RFC 9557). What could be read in two ways
(``1/3/2024``) is refused.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from zoneinfo import ZoneInfo

from sphinx_byline.model.article import Moment

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = r"(?P<name>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})\.?"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4})"
_TIME = (
    r"(?:[T\s]\s*(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})\s*分?(?::?(?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,9}))?秒?)?"
    r"\s*(?:(?P<half>[AP]M)(?![A-Z]))?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?\s*\[?(?P<place>[A-Z][A-Z_]+/[A-Z0-9_/+-]+)?\]?)?"
)
_FORMS = tuple(
    re.compile(rf"\s*{form}\s*{_TIME}\s*", re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_YEAR}(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep){_DAY}",
        rf"{_YEAR}\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월]\s*{_DAY}\s*[日일号號]",
        rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})",
        rf"(?:[a-z]{{3,9}},?\s+)?{_MONTH_NAME}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"(?:[a-z]{{3,9}},?\s+)?{_DAY}(?:st|nd|rd|th)?\s+{_MONTH_NAME},?\s+{_YEAR}",
    )
)
_MOST_CHARACTERS = 64
_FIRST_YEAR = 1000
_LARGEST_OFFSET = 14


def read_moment(text: str, zone: ZoneInfo) -> Moment | None:
    """The date that ``text`` names, in ``zone`` where it names none itself.

    Returns None for what is no date at all, and raises :exc:`ValueError` for one that does not exist (30 February).
    """
    if len(text) > _MOST_CHARACTERS:
        return None
    text = unicodedata.normalize("NFKC", text)  # Full-width digits, as Chinese and Japanese keyboards have them.
    match = next((found for form in _FORMS if (found := form.fullmatch(text))), None)
    if match is None:
        return None
    part = match.groupdict()
    month = _MONTHS.index(part["name"][:3].lower()) + 1 if part.get("name") else int(part["month"])
    year = int(part["year"])
    if year < _FIRST_YEAR:
        raise ValueError("the year is before 1000")
    time = dt.time()
    if part["hour"] is not None:
        micro = int((part["fraction"] or "0")[:6].ljust(6, "0"))
        hour = int(part["hour"])
        if part["half"]:
            if not 1 <= hour <= 12:  # noqa: PLR2004 -- of a clock
                raise ValueError(f"there is no hour {hour} {part['half']}")
            hour = hour % 12 + (12 if part["half"].upper() == "PM" else 0)
        time = dt.time(hour, int(part["minute"]), int(part["second"] or 0), micro)
    when = dt.datetime.combine(
        dt.date(year, month, int(part["day"])), time, _zone_of(part["zone"], part["place"], zone)
    )
    return Moment(when, has_time=part["hour"] is not None)


def _zone_of(offset: str | None, place: str | None, zone: ZoneInfo) -> dt.tzinfo:
    if not offset:
        return _named(place) if place else zone
    if offset[0] not in "+-":
        return dt.UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:] if len(offset) > len("+08") else 0)
    if hours > _LARGEST_OFFSET or minutes > 59:  # noqa: PLR2004 -- of an hour
        raise ValueError(f"there is no zone {offset}")
    distance = dt.timedelta(hours=hours, minutes=minutes)
    return dt.timezone(-distance if offset[0] == "-" else distance)


def _named(place: str) -> ZoneInfo:
    try:
        return ZoneInfo(place)
    except (OSError, KeyError) as error:  # ZoneInfoNotFoundError is a KeyError.
        raise ValueError(f"there is no zone {place}") from error
