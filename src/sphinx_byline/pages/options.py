"""The single source of the options of our directives: their names, what they hold, what they mean.

The directives read them by these tables, and the guide's reference is made from them. A value that cannot be used, and
a name that is no option, is one warning, and the directive goes without it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sphinx_byline.collect.references import slug_path
from sphinx_byline.collect.warnings import shown
from sphinx_byline.model.conditions import read_conditions, read_order
from sphinx_byline.model.lookup import MOST_TEXT, SEPARATORS, flag_of
from sphinx_byline.model.plaintext import clean
from sphinx_byline.model.queries import GROUPS, SHOWN_FIELDS, STYLES, TERM_SORTS, TERM_STYLES, Names
from sphinx_byline.model.slips import closest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_EVERY = re.compile(r"(all|any)\s*[:：]\s*(.*)", re.DOTALL | re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?")
_PERIOD = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?)?年?")
_YEARS = re.compile(r"(\d{4})\s*(?:-|–|—|\.\.|~|至)\s*(\d{4})")
_MOST_YEARS = 500
#: More articles than this on one page, or passed over, are a slip.
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Option:
    """One option. ``read`` takes the text, empty where there is none; :exc:`ValueError` says what is expected."""

    name: str
    read: Callable[[str], Any]
    holds: str
    """For the guide."""
    help: str


def split_names(text: str) -> list[str]:
    """The names in a text with commas, also in brackets."""
    text = text.strip()
    text = text[1:-1] if text[:1] + text[-1:] in {"[]", "［］"} else text
    return [name for name in map(clean, SEPARATORS.split(text)) if name]


def _names(text: str, read: Callable[[str], tuple[str, ...]]) -> Names:
    every = False
    if found := _EVERY.fullmatch(text.strip()):
        every, text = found[1].casefold() == "all", found[2]
    wanted: list[str] = []
    unwanted: list[str] = []
    for name in split_names(text):
        bare = name.lstrip("!！").strip()
        if bare:
            (unwanted if name[0] in "!！" else wanted).extend(read(bare))
    if not wanted and not unwanted:
        raise ValueError("at least one name")
    return Names(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)), every)


def _terms(kind: str) -> Callable[[str], Names]:
    return lambda text: _names(text, lambda name: (slug_path(kind, name),))


def _texts(text: str) -> Names:
    return _names(text, lambda name: (name,))


def _languages(text: str) -> Names:
    def read(name: str) -> tuple[str, ...]:
        if not re.fullmatch(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*", name):
            raise ValueError("languages such as zh or en-GB")
        return (name,)

    return _names(text, read)


def _periods(text: str) -> Names:
    def read(name: str) -> tuple[str, ...]:
        if found := _YEARS.fullmatch(name):
            first, last = sorted((int(found[1]), int(found[2])))
            if last - first < _MOST_YEARS:
                return tuple(f"{year:04}" for year in range(first, last + 1))
        elif (found := _PERIOD.fullmatch(name)) and int(found[2] or 1) in range(1, 13):
            year = f"{int(found[1]):04}"
            return (f"{year}/{int(found[2]):02}" if found[2] else year,)
        raise ValueError("years such as 2024, 2020-2023 or 2024-03")

    return _names(text, read)


def _since(text: str) -> dt.date:
    year, month, day = _date(text)
    return dt.date(year, month or 1, day or 1)


def _until(text: str) -> dt.date:
    year, month, day = _date(text)
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def _date(text: str) -> tuple[int, int, int]:
    expected = "a year, a month or a day, such as 2024-03-01"
    found = _DAY.fullmatch(text.strip())
    if found is None:
        raise ValueError(expected)
    year, month, day = (int(part or 0) for part in found.groups())
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError as error:
        raise ValueError(expected) from error
    return year, month, day


def _number(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.strip().isdecimal() or len(text) > len(str(_MOST)) or int(text) < least:
            raise ValueError(f"a whole number from {least}")
        return int(text)

    return read


def one_of(*values: str) -> Callable[[str], str]:
    """What reads one of ``values``, without regard to case."""

    def read(text: str) -> str:
        found = text.strip().casefold()
        if found not in values:
            close = closest(found, values)
            raise ValueError(f'"{close}"' if close else " or ".join(f'"{value}"' for value in values))
        return found

    return read


def flag(text: str) -> bool:
    """True where nothing is written."""
    said = flag_of(text) if text.strip() else True
    if said is None:
        raise ValueError("true or false")
    return said


#: Other names of what a list can show.
_SHOWN_ALIASES: Final[Mapping[str, str]] = {
    "author": "authors",
    "tag": "tags",
    "categories": "category",
    "image": "cover",
    "thumbnail": "cover",
    "description": "teaser",
    "summary": "teaser",
    "excerpt": "teaser",
    "minutes": "reading_time",
    "reading-time": "reading_time",
    "language": "lang",
    "published": "date",
}


def _fields(text: str) -> tuple[str, ...]:
    names = [_SHOWN_ALIASES.get(name.casefold(), name) for name in split_names(text)]
    if not names:
        raise ValueError(f"names of fields: {', '.join(SHOWN_FIELDS)}, or of your own")
    names = [name.casefold() if name.casefold() in SHOWN_FIELDS else name for name in names]
    return tuple(dict.fromkeys(names if "title" in names else ["title", *names]))


def _text(text: str) -> str:
    if not clean(text):
        raise ValueError("a text")
    return clean(text)


_NAMES = "names with commas; `!` before one leaves it out, `all:` before them asks for every one"

ARTICLE_LIST: tuple[Option, ...] = (
    Option(
        "style", one_of(*STYLES), "`cards`, `list`, `table` or `compact`", "How the list looks; `cards` unless said."
    ),
    Option("tags", _terms("tag"), _NAMES, "Articles with one of these tags."),
    Option("authors", _terms("author"), _NAMES, "Articles by one of these authors."),
    Option("category", _terms("category"), _NAMES, "Articles of one of these categories, `outer/inner`, or within it."),
    Option("series", _terms("series"), _NAMES, "The parts of these series; of one alone in their order."),
    Option("lang", _languages, _NAMES, "Articles in one of these languages; `zh` is `zh-CN` too."),
    Option(
        "year", _periods, "years or months with commas: `2024`, `2020-2023`, `2024-03`, `!2019`", "Articles of these."
    ),
    Option("since", _since, "a day, a month or a year", "Articles from then on."),
    Option("until", _until, "a day, a month or a year", "Articles up to its end."),
    Option(
        "docs",
        _texts,
        "globs with commas: `posts/**`, `!posts/old/*`",
        "Articles whose documents lie there. `*` stays in a folder, `**` does not.",
    ),
    Option(
        "where",
        read_conditions,
        "conditions with `;` between them: `level = easy; words > 1000; !archived`",
        "Articles whose fields hold that: `=`, `!=`, `<`, `<=`, `>`, `>=`, `~` for “contains”, `!~`; a name alone asks "
        "whether there is anything. Every field of the header can be asked, your own too, `a.b` in a map; and `words`, "
        "`docname`.",
    ),
    Option(
        "sort",
        read_order,
        "fields with commas, `-` before those that run from the largest to the smallest: `-updated, title`",
        "The order; of names the language's. Without it pinned articles come first, then the newest; the parts of "
        "one series come in their order, the articles of `:year:` by date.",
    ),
    Option("limit", _number(1), "a number", "At most so many."),
    Option("offset", _number(0), "a number", "So many are passed over."),
    Option("per-page", _number(1), "a number", "So many on a page; the list goes on at `<document>/page/2`."),
    Option(
        "fields",
        _fields,
        f"names with commas: {', '.join(f'`{name}`' for name in SHOWN_FIELDS)}, or fields of your own",
        "What is shown of each article; in a table the columns in their order.",
    ),
    Option(
        "group-by", one_of(*GROUPS), "`year`, `month`, `category`, `author` or `tag`", "A heading for each of these."
    ),
    Option("empty", _text, "a text", "What is said where no article fits."),
)

TERM_LIST: tuple[Option, ...] = (
    Option("style", one_of(*TERM_STYLES), "`list`, `cloud` or `cards`", "How the terms are shown."),
    Option(
        "sort",
        one_of(*TERM_SORTS),
        "`name`, `count` or `date`",
        "By name, by articles, or by the newest of them. The archive always begins with the latest.",
    ),
    Option("group", flag, "nothing, or `true` or `false`", "Under the letters that the names begin with."),
    Option("count", flag, "`true` or `false`", "Whether it is said how many articles each has; it is unless said."),
    Option("limit", _number(1), "a number", "At most so many."),
    Option("at-least", _number(1), "a number", "Only terms with so many articles."),
)
TAG_CLOUD: tuple[Option, ...] = tuple(option for option in TERM_LIST if option.name not in {"style", "group"})

RELATED: tuple[Option, ...] = (
    replace(ARTICLE_LIST[0], help="How the list looks; `compact` unless said."),
    *(option for option in ARTICLE_LIST if option.name in {"limit", "fields", "empty"}),
)


def read_options(
    written: Mapping[str, str | None], known: tuple[Option, ...], complain: Callable[[str], None]
) -> dict[str, Any]:
    """What the options that were ``written`` hold, by name; ``complain`` is told of what is left out."""
    by_name = {option.name: option for option in known}
    found: dict[str, Any] = {}
    for written_name, text in written.items():
        name = written_name.strip().casefold().replace("_", "-")
        if name not in by_name:
            close = closest(name, tuple(by_name)) or _other_number(name, by_name)
            hint = f'did you mean "{close}"?' if close else f"it knows {', '.join(by_name) or 'none'}"
            complain(f"there is no option {shown(written_name)}; it is left out; {hint}")
            continue
        try:
            found[name] = _value(by_name[name], text or "")
        except ValueError as error:
            complain(f'the option "{name}" is {shown(text or "")}; it is left out; expected {error}')
    return found


def _value(option: Option, text: str) -> Any:
    if len(text) > MOST_TEXT:
        raise ValueError(f"at most {MOST_TEXT:,} characters")
    return option.read(text)


def _other_number(name: str, known: Mapping[str, Option]) -> str:
    """``tag`` for ``tags``, ``categories`` for ``category``."""
    stems = {known_name.removesuffix("s").removesuffix("y"): known_name for known_name in known}
    stem = name.removesuffix("ies").removesuffix("s").removesuffix("y")
    return stems.get(stem, "") if len(stem) > 2 else ""  # noqa: PLR2004 -- shorter ones say nothing
