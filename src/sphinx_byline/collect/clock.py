"""The single source of the time of a build: the only place that looks at a clock, for the one setting that needs it."""

from __future__ import annotations

import datetime as dt
import os


def build_time() -> dt.datetime:
    """The time of this build, in UTC: ``SOURCE_DATE_EPOCH`` (reproducible-builds.org), else the clock's."""
    try:
        return dt.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "")), dt.UTC)
    except (ValueError, OverflowError, OSError):
        return dt.datetime.now(dt.UTC)
