"""The single source of how values become words: dates in the site's language, translated terms, glyphs and seals."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from sphinx.locale import get_translation, get_translator

from sphinx_byline.collect.language import load_own
from sphinx_byline.model.article import Category, Period
from sphinx_byline.model.languages import catalogue_codes, script_of
from sphinx_byline.model.merging import name_of_term

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_byline.model.article import Moment
    from sphinx_byline.model.index import Group
    from sphinx_byline.model.merging import TermValue
    from sphinx_byline.model.queries import GroupBy

CATALOG = "sphinx_byline"
_LOCALE_FOLDER = Path(__file__).parent.parent / "locale"
#: Names of platforms that are not their key with a capital.
_PLATFORM_NAMES = {
    "github": "GitHub",
    "gitlab": "GitLab",
    "linkedin": "LinkedIn",
    "youtube": "YouTube",
    "stackoverflow": "Stack Overflow",
    "huggingface": "Hugging Face",
    "weibo": "微博",
    "zhihu": "知乎",
    "bilibili": "哔哩哔哩",
    "douban": "豆瓣",
    "juejin": "掘金",
}
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DRAWN = re.compile(r"[^\W_]")


def setup(app: Sphinx) -> None:
    """Load the catalogue of the site's language, and those of its relatives."""
    app.add_message_catalog(CATALOG, str(_LOCALE_FOLDER))
    language = app.config.language
    load_own(_LOCALE_FOLDER, CATALOG, [code for code in catalogue_codes(language) if code != language])


def translate(message: str, plural: str = "", **values: object) -> str:
    """``message`` in the site's language, with ``values`` put in place of its ``%(name)s``.

    With a ``plural``, ``count`` among the values decides which form the language has for so many.
    """
    count = values.get("count")
    if plural and isinstance(count, int):
        text = get_translator(CATALOG).ngettext(message, plural, count)
    else:
        text = str(get_translation(CATALOG)(message))
    return text % values if values else text


def site_locale(tag: str) -> Locale:
    """Babel's locale for a language tag, less what it does not know of it; English where it knows no such language."""
    while tag:
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError, TypeError):
            tag = tag.rpartition("-")[0]
    return Locale("en")


def date_text(moment: Moment, locale: Locale) -> str:
    """The day of ``moment``: ``2026年3月1日``, ``March 1, 2026``."""
    return format_date(moment.when.date(), format="long", locale=locale)


def term_text(value: TermValue, locale: Locale, *, whole: bool = False) -> str:
    """What a term is called; with ``whole`` a category by its path, from the outermost: ``Science / Analysis``."""
    if isinstance(value, Period):
        return period_text(value, locale)
    return " / ".join(value.path) if whole and isinstance(value, Category) else name_of_term(value)


def group_text(group: Group, by: GroupBy, locale: Locale) -> str:
    """The heading of a group of a list."""
    if group.term is not None:
        return term_text(group.term.value, locale, whole=True)
    return translate("Undated") if by in {"year", "month"} else translate("Others")


def period_text(period: Period, locale: Locale) -> str:
    """A year or a month: ``2026年3月``, ``March 2026``."""
    day = dt.date(period.year, period.month or 1, 1)
    return str(format_skeleton("yMMMM" if period.month else "y", day, locale=locale))


def language_name(tag: str) -> str:
    """A language in its own words, ``English``, ``简体中文``; the tag where Babel does not know it."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return tag
    names = locale.languages
    script = ""
    if locale.language == "zh" and (locale.script or locale.territory):
        script = script_of(tag)
    name = names.get(f"{locale.language}_{script or locale.territory}") or names.get(locale.language) or tag
    return name[:1].upper() + name[1:]


def glyph(title: str) -> str:
    """The first character of ``title`` that draws something, for a card without a cover."""
    drawn = _DRAWN.search(title)
    return drawn.group().upper() if drawn else title[:1]


def initial(name: str) -> str:
    """One character for an author's seal: the first Han character, as seals have it, else the first letter."""
    han = _HAN.search(name)
    return han.group() if han else glyph(name)


def platform_name(platform: str) -> str:
    """What a social platform calls itself."""
    return _PLATFORM_NAMES.get(platform, platform[:1].upper() + platform[1:])


def weight(count: int, most: int) -> int:
    """1 to 5, by the logarithm of ``count`` against the largest, ``most``."""
    steps = 4
    return 1 if most <= 1 else 1 + round(steps * (count.bit_length() - 1) / max(1, most.bit_length() - 1))
