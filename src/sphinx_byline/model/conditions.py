"""The single source of how a list asks for articles, and orders them, by any field of their headers.

``series_order >= 2``, ``level = easy; !archived``, ``-updated, title``. A field of ours is asked for under any of its
names, a field of the author's own by its name, ``a.b`` is the entry ``b`` of a map ``a``. Numbers are compared as
numbers, dates as far as they are written (``date >= 2024-03``), everything else as text without regard to case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sphinx_byline.model.fields import FIELD, FIELDS_OF, field_key
from sphinx_byline.model.lookup import flag_of, quoted
from sphinx_byline.model.readers import WEIGHTLESS
from sphinx_byline.model.slugs import fold
from sphinx_byline.model.terms import number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sphinx_byline.model.article import Article, HeaderValue, Moment

Operator = Literal["=", "!=", "<=", ">=", "<", ">", "~", "!~", "?", "!?"]

_CONDITION = re.compile(r"(?P<field>[^\s=<>~!]+)\s*(?P<operator><=|>=|!=|==|!~|[=<>~])\s*(?P<value>.*)", re.DOTALL)
_BARE = re.compile(r"(?P<not>!?)\s*(?P<field>[\w.-]+)")
#: One condition; what stands between quotes may hold what else parts two of them.
_PIECE = re.compile(r"""(?:"[^"\n]*"|'[^'\n]*'|(?!(?<!\s)\s+and\s)[^;；\n])+""", re.IGNORECASE)
_AND = re.compile(r"\A\s*and\s+", re.IGNORECASE)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ASKED_DATE = re.compile(r"\d{4}(?:[-/]\d{1,2}){0,2}")
_QUOTED = re.compile(r"(['\"])(.*)\1", re.DOTALL)

#: What a field holds of an article: texts; a number; a flag; nothing.
Value = tuple[str, ...] | float | bool | None


@dataclass(frozen=True, slots=True)
class Condition:
    """What a field has to hold. ``?`` asks whether it holds anything, ``~`` whether a text contains another."""

    field: str
    operator: Operator
    value: str = ""

    def fits(self, article: Article) -> bool:
        """Whether ``article`` is what is asked for."""
        found = value_of(article, self.field)
        if self.operator in {"!=", "!~", "!?"}:
            return not _holds(found, self.operator[1:], self.value)
        return _holds(found, self.operator, self.value)


@dataclass(frozen=True, slots=True)
class Order:
    """A field that articles are ordered by; what does not have it comes last either way."""

    field: str
    descending: bool = False


def read_conditions(text: str) -> tuple[Condition, ...]:
    """The conditions in ``text``, with ``;``, line breaks or ``and`` between them.

    Raises :exc:`ValueError` where one cannot be read.
    """
    found: list[Condition] = []
    for piece in _PIECE.findall(text):
        part = _AND.sub("", piece).strip()
        if not part:
            continue
        if match := _CONDITION.fullmatch(part):
            operator = match["operator"].replace("==", "=")
            value = match["value"].strip()
            if not value and operator not in {"=", "!="}:
                raise ValueError(f"something behind {operator}, such as words > 1000")
            quoted = _QUOTED.fullmatch(value)
            found.append(Condition(match["field"], operator, quoted[2] if quoted else value))  # type: ignore[arg-type]  # the pattern's own
        elif match := _BARE.fullmatch(part):
            found.append(Condition(match["field"], "!?" if match["not"] else "?"))
        else:
            raise ValueError("conditions of a field, a sign and a value, such as level = easy")
    if not found:
        raise ValueError("at least one condition, such as level = easy")
    return tuple(found)


def read_order(text: str) -> tuple[Order, ...]:
    """The fields in ``text``, with commas between them, ``-`` before those that run from the largest to the smallest.

    Raises :exc:`ValueError` where there is none, or one that is no name.
    """
    found = []
    for part in re.split(r"[,，、;；\n]", text):
        name = part.strip()
        if not name:
            continue
        match = re.fullmatch(r"(?P<sign>[-+−]?)\s*(?P<field>[\w.-]*\w)", name)
        if match is None:
            raise ValueError(f"names of fields, such as -date, and not {quoted(name)}")
        found.append(Order(match["field"], match["sign"] in {"-", "−"}))
    if not found:
        raise ValueError("at least one field, such as -date")
    return tuple(found)


def value_of(article: Article, name: str) -> Value:
    """What the field ``name`` holds of ``article``; None where it holds nothing."""
    key = field_key(name)
    if key in _VALUES:
        return _VALUES[key](article)
    if key in FIELDS_OF and (own := field_key(FIELDS_OF[key][0].name)) in _VALUES:
        return _VALUES[own](article)
    return _extra(article.extra, name)


def is_ours(name: str) -> bool:
    """Whether ``name`` is a field that we know."""
    key = field_key(name)
    return key in _VALUES or key in FIELDS_OF


def sorted_by(
    articles: Sequence[Article], orders: Iterable[Order], collate: Callable[[str], object]
) -> Sequence[Article]:
    """``articles`` by ``orders``, the first of them the weightiest; where all are equal they stay as they were."""
    for order in reversed(tuple(orders)):
        moment = _MOMENTS.get(field_key(order.field))
        keys = [
            (article, _moment_key(moment(article)) if moment else _sort_key(value_of(article, order.field), collate))
            for article in articles
        ]
        having = sorted(
            ((key, article) for article, key in keys if key is not None),
            key=lambda pair: pair[0],
            reverse=order.descending,
        )
        articles = [article for _, article in having] + [article for article, key in keys if key is None]
    return articles


def _moment_key(moment: Moment | None) -> tuple[int, float, object] | None:
    return (1, moment.when.timestamp(), 0) if moment else None


def _sort_key(value: Value, collate: Callable[[str], object]) -> tuple[int, float, object] | None:
    if value is None:
        return None
    if isinstance(value, tuple):
        number = number_of(value[0])
        return (1, number, 0) if number is not None else (2, 0.0, collate(value[0]))
    return (1, float(value), 0)


def _holds(found: Value, operator: str, asked: str) -> bool:
    if operator == "?":
        # A field of the author's own is text: "archived: false" says as much as a flag of ours.
        return bool(found) and not (isinstance(found, tuple) and flag_of(found[0]) is False and found[0] != "0")
    if found is None:
        return asked == "" and operator == "="
    if isinstance(found, bool):
        flag = flag_of(asked)
        return operator == "=" and flag is not None and flag == found
    if isinstance(found, float):
        number, flag = number_of(asked), flag_of(asked)
        if number is None:
            return operator == "=" and flag is not None and flag == bool(found)
        return _compares(found, operator, number)
    return any(_text_holds(text, operator, asked) for text in found)


def _text_holds(text: str, operator: str, asked: str) -> bool:
    if operator == "~":
        return fold(asked) in fold(text)
    one, other = number_of(text), number_of(asked)
    if one is not None and other is not None:
        return _compares(one, operator, other)
    flags = flag_of(text), flag_of(asked)
    if operator == "=" and None not in flags:
        return flags[0] == flags[1]
    if _ISO_DATE.match(text) and _ASKED_DATE.fullmatch(asked):
        # No further than it was asked for: all of 2024-03 is at most 2024-03.
        said = "-".join(part.zfill(2) for part in re.split("[-/]", asked))
        return _compares(text[: len(said)], operator, said)
    return _compares(fold(text), operator, fold(asked))


def _compares(one: Any, operator: str, other: Any) -> bool:
    """Compare two numbers, or two texts; a number contains nothing."""
    smaller, equal = bool(one < other), bool(one == other)
    found = {"=": equal, "<": smaller, "<=": smaller or equal, ">": not smaller and not equal, ">=": not smaller}
    return found.get(operator, False)


def _date(moment: Moment | None) -> Value:
    return (moment.iso,) if moment else None


def _texts(*values: str) -> Value:
    found = tuple(value for value in values if value)
    return found or None


_VALUES: Mapping[str, Callable[[Article], Value]] = {
    field_key(name): read
    for name, read in {
        "title": lambda article: _texts(article.title),
        "short_title": lambda article: _texts(article.short_title),
        "subtitle": lambda article: _texts(article.subtitle),
        "description": lambda article: _texts(article.description),
        "teaser": lambda article: _texts(article.teaser),
        "date": lambda article: _date(article.date),
        "updated": lambda article: _date(article.updated),
        "authors": lambda article: _texts(*(author.name for author in article.authors)),
        "tags": lambda article: _texts(*(tag.label for tag in article.tags)),
        "category": lambda article: _texts(*(" / ".join(found.path) for found in article.categories)),
        "series": lambda article: _texts(article.series.label) if article.series else None,
        "series_order": lambda article: article.series.order if article.series else None,
        "order": lambda article: article.series.order if article.series else None,
        "cover": lambda article: _texts(article.cover.path or article.cover.url) if article.cover else None,
        "cover_alt": lambda article: _texts(article.cover.alt) if article.cover else None,
        "cover_caption": lambda article: _texts(article.cover.caption) if article.cover else None,
        "thumbnail": lambda article: _texts(article.card.path or article.card.url) if article.card else None,
        "og_image": lambda article: _texts(article.social.path or article.social.url) if article.social else None,
        "banner": lambda article: _texts(article.cover.path or article.cover.url) if article.cover else None,
        "type": lambda _article: _texts("article"),
        "draft": lambda article: article.draft,
        "unlisted": lambda article: article.unlisted,
        "pin": lambda article: float(article.pin) if article.pin else None,
        "weight": lambda article: float(WEIGHTLESS - article.pin) if article.pin > WEIGHTLESS // 2 else None,
        "lang": lambda article: _texts(article.lang),
        "translation_of": lambda article: _texts(article.translation_of),
        "translation_key": lambda article: _texts(article.translation_key),
        "license": lambda article: _texts(article.license.name) if article.license else None,
        "canonical": lambda article: _texts(article.canonical),
        "redirects": lambda article: _texts(*article.redirects),
        "toc": lambda article: article.toc,
        "comments": lambda article: article.comments,
        "reading_time": lambda article: float(article.reading.minutes) or None,
        "words": lambda article: float(article.reading.words + article.reading.characters) or None,
        "math": lambda article: _texts(*article.macros),
        "citation": lambda article: _extra({"citation": dict(article.citation)}, "citation"),
        "doi": lambda article: _texts(article.doi),
        "docname": lambda article: _texts(article.docname),
    }.items()
}


#: Fields that are ordered by the moment that they name, in whatever zone.
_MOMENTS: Mapping[str, Callable[[Article], Moment | None]] = {
    field_key(name): (lambda article: article.updated) if field.name == "updated" else (lambda article: article.date)
    for field in (FIELD["date"], FIELD["updated"])
    for name in field.names
}


def _extra(values: Mapping[str, HeaderValue], name: str) -> Value:
    """A field of the author's own: its text or texts; that a map is there is all that is known of it."""
    found: HeaderValue = dict(values)
    for part in [name] if name in values else name.split("."):
        if not isinstance(found, dict):
            return None
        key = next((key for key in found if field_key(key) == field_key(part)), None)
        found = found[key] if key is not None else None
    if isinstance(found, list):
        return _texts(*(item for item in found if isinstance(item, str)))
    if isinstance(found, dict):
        return _texts(*found)
    return _texts(found) if isinstance(found, str) else None
