"""Headers as authors write them, what each of them means, and what is said of it.

One site holds every header as a document of its own. It is built in English and in Chinese, where docutils has other
names for fields: what a header means does not depend on the language of its site. Settings that change the meaning of a
header have a table of their own, below.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from docutils import nodes
from sphinx.testing.util import SphinxTestApp

from sphinx_byline.collect.examine import examine, open_publication
from sphinx_byline.collect.settings import Settings
from sphinx_byline.model.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_byline.model.article import Article, Author, Cover, Moment

LANGUAGES = ("en", "zh_CN")
UNKNOWN_FACT = "nothing is known of it"
HEADING = "# T\n\nText.\n"
NO_HEADING = "Text.\n"


@dataclass(frozen=True)
class Case:
    """A header, what it means, and the warnings that its author gets."""

    name: str
    header: str
    """What stands between the two ``---``, from line 2 on; with its fences where it is ``whole``."""
    values: Mapping[str, Any]
    """Those facts that the case is about."""
    warnings: tuple[str, ...] = ()
    """``LINE: message [byline.subtype]``."""
    path: str = ""
    """Name of the document, where it matters. Documents of ``articles`` are articles whatever their headers hold."""
    body: str = HEADING
    whole: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The text of the file."""
        return (self.header if self.whole else f"---\n{self.header}\n---\n") + self.body


def spelled(name: str, other: str, value: str, values: Mapping[str, Any]) -> Case:
    """The field ``name`` under the name ``other``, which may be ``a.b``."""
    outer, _, inner = other.partition(".")
    return Case(f"{name} as {other}", f"{outer}:\n  {inner}: {value}" if inner else f"{other}: {value}", values)


def bad(line: int, name: str, found: str, expected: str, kind: str = "field") -> str:
    """What is said of a value that is left out."""
    return f'{line}: "{name}" is {found}; the field is left out; expected {expected} [byline.{kind}]'


def unreadable(line: int, found: str, hint: str = "") -> str:
    """What is said of a header that cannot be read."""
    told = f"the header cannot be read: {found}; the page is built without metadata; mend the header"
    return f"{line}: {told}{hint} [byline.header]"


YAML_HINT = " (text with a colon followed by a space, or a #, wants quotes)"

# --- titles and texts ------------------------------------------------------------------------------------------------


def title(name: str, written: str, expected: str) -> Case:
    """A title of a document without a heading."""
    return Case(f"title {name}", f"title: {written}", {"title": expected}, body=NO_HEADING)


TEXTS = (
    spelled("title", "title", "T", {"title": "T", "headings": ["T"]}),
    Case("headline is a title", "headline: 梯度下降", {"title": "梯度下降", "headings": ["梯度下降"]}, body=NO_HEADING),
    spelled("title", "headline", "T", {"title": "T", "headings": ["T"]}),
    Case(
        "a title alone is the heading",
        "title: 梯度下降",
        {"title": "梯度下降", "headings": ["梯度下降"]},
        body="正文。\n",
    ),
    Case(
        "title and heading of one text are one heading",
        "title: 数 学",
        {"headings": ["数 学"]},
        body="# 数 学\n\n正文。\n",
    ),
    Case(
        "where title and heading differ the heading is shown",
        "title: For search engines",
        {"title": "Shown", "headings": ["Shown"]},
        body="# Shown\n\nText.\n",
    ),
    Case("a title before its other name", "headline: b\ntitle: a", {"title": "a"}, body=NO_HEADING),
    Case("an empty title leaves the word to its other name", "title:\nheadline: b", {"title": "b"}, body=NO_HEADING),
    Case(
        "the name of the file is the last title",
        "tags: a",
        {"title": "my first post"},
        path="articles/my-first_post",
        body=NO_HEADING,
    ),
    Case(
        "the name of the folder is the title of its index",
        "tags: a",
        {"title": "a folder"},
        path="articles/a-folder/index",
        body=NO_HEADING,
    ),
    title("2024", "2024", "2024"),
    title("3.10", "3.10", "3.10"),
    title("yes", "yes", "yes"),
    title("on", "on", "on"),
    title("True", "True", "True"),
    title("0123", "0123", "0123"),
    title("0x1F", "0x1F", "0x1F"),
    title("1e3", "1e3", "1e3"),
    title("1_000", "1_000", "1_000"),
    title(".inf", ".inf", ".inf"),
    title("12:30", "12:30", "12:30"),
    title("a date", "2024-03-01", "2024-03-01"),
    title("with a type", '!!int "3"', "3"),
    title("with an unknown type", "!color red", "red"),
    Case("a text in quotes", "description: 'it''s'", {"description": "it's"}),
    title("with an escape", r'"a\u00e9b"', "aéb"),
    title("null in quotes", '"null"', "null"),
    title("nULL, which is no null", "nULL", "nULL"),
    title("C# in depth", "C# in depth", "C# in depth"),
    title("with a comment", "Notes # 1", "Notes"),
    title("with a colon in quotes", '"a: b"', "a: b"),
    title("with a full-width colon", "深度学习：入门", "深度学习：入门"),
    title("with two dashes", '"--help, explained"', "--help, explained"),
    title("with an emoji", "🚀 起飞", "🚀 起飞"),
    title("with markup of HTML", '"<b>x</b> & y"', "<b>x</b> & y"),
    title("with markup of Markdown", '"*a* and `b`"', "*a* and `b`"),
    title("on two lines", "|\n  a\n  b", "a b"),
    title("folded", ">-\n  a\n  b", "a b"),
    title("with white space", '"  a \\t  b "', "a b"),
    title("with a bidirectional override", "a\u202eb\u2066c\u2069", "abc"),
    title("with an escaped override", r'"a\u202Eb"', "ab"),
    title("with control characters", r'"a\x01b\x1B[31m\0c"', "ab[31mc"),
    title("with a byte-order mark in it", r'"a\uFEFFb"', "ab"),
    *(
        Case(
            f"a title that is {written or 'empty'} is none",
            f"title: {written}",
            {"title": "none"},
            path=f"articles/null{number}/none",
            body=NO_HEADING,
        )
        for number, written in enumerate(("", "~", "null", "Null", "NULL", '""', "[]", "{}"))
    ),
    Case("a title that is a list", "tags: a\ntitle: [a, b]", {"title": "T"}, (bad(3, "title", "a list", "text"),)),
    Case("a title that is a map", "title: {a: b}", {"title": "T"}, (bad(2, "title", "a map", "text"),)),
    Case(
        "a title that calls for a function",
        "title: !!python/object/apply:os.system [ls]",
        {"title": "T"},
        (bad(2, "title", "a list", "text"),),
    ),
    Case(
        "a title of 5,001 characters",
        f"title: {'x' * 5001}",
        {"title": "T"},
        (bad(2, "title", f'"{"x" * 59}…"', "at most 5,000 characters"),),
    ),
    Case(
        "a bad title leaves the word to its other name",
        "title: [a]\nheadline: b",
        {"title": "b"},
        (bad(2, "title", "a list", "text"),),
        body=NO_HEADING,
    ),
    spelled("short_title", "short_title", "Short", {"short_title": "Short", "title": "T"}),
    spelled("short_title", "linkTitle", "Short", {"short_title": "Short"}),
    spelled("short_title", "sidebar_label", "Short", {"short_title": "Short"}),
    Case(
        "a short title that is a list",
        "short_title: [a]",
        {"short_title": ""},
        (bad(2, "short_title", "a list", "text"),),
    ),
    spelled("subtitle", "subtitle", "A second line", {"subtitle": "A second line"}),
    Case("a subtitle that is a map", "subtitle: {a: b}", {"subtitle": ""}, (bad(2, "subtitle", "a map", "text"),)),
    spelled("description", "description", "What it is", {"description": "What it is", "teaser": "What it is"}),
    spelled("description", "abstract", "What it is", {"description": "What it is"}),
    spelled("description", "desc", "What it is", {"description": "What it is"}),
    Case("a description on several lines", "description: |\n  a\n  b\n\n  c", {"description": "a b c"}),
    Case("a description of 4,999 characters", f"description: {'x' * 4999}", {"description": "x" * 4999}),
    Case(
        "a description of 5,001 characters",
        f"description: {'字' * 5001}",
        {"description": "", "teaser": "Text."},
        (bad(2, "description", f'"{"字" * 59}…"', "at most 5,000 characters"),),
    ),
    Case(
        "a description that is a list",
        "description:\n- a",
        {"description": ""},
        (bad(2, "description", "a list", "text"),),
    ),
    Case("a description that is a number", "description: 3.10", {"description": "3.10"}),
    spelled("teaser", "teaser", "For lists", {"teaser": "For lists", "description": ""}),
    spelled("teaser", "summary", "For lists", {"teaser": "For lists", "description": ""}),
    spelled("teaser", "excerpt", "For lists", {"teaser": "For lists", "description": ""}),
    Case("a teaser beside a description", "description: a\nsummary: b", {"description": "a", "teaser": "b"}),
    Case("an excerpt that counts paragraphs", "excerpt: 2", {"teaser": "Text."}),
    Case("an excerpt that is a flag", "excerpt: true", {"teaser": "Text."}),
    Case("a teaser that is a list", "summary: [a]", {"teaser": "Text."}, (bad(2, "summary", "a list", "text"),)),
)

# --- dates -----------------------------------------------------------------------------------------------------------

DAY = "2024-03-01T00:00:00+08:00"
A_DATE = "a date such as 2026-03-01 or 2026-03-01 08:00 +08:00"
ONLY_A_DATE = "a date such as 2026-03-01"


def date(written: str, expected: str = DAY, *, time: bool = False) -> Case:
    """A date that exists."""
    return Case(f"date {written}", f"date: {written}", {"date": expected, "time": time})


def moment(written: str, expected: str) -> Case:
    """A date and a time."""
    return date(written, expected, time=True)


def no_date(written: str, found: str, expected: str) -> Case:
    """What is no date."""
    return Case(
        f"date {written}", f"title: a\ndate: {written}", {"date": None}, (bad(3, "date", found, expected, "date"),)
    )


def too_early(updated: str, published: str) -> str:
    """What is said of an update before the date."""
    found = f"the article was updated on {updated}, before its date, {published}; the update is not shown"
    return f"{found}; mend one of the two [byline.date]"


def no_day(written: str, why: str) -> Case:
    """A date that does not exist."""
    return no_date(written, f'"{written}"', f"a date that exists ({why})")


DATES = (
    date("2024-03-01"),
    date("'2024-03-01'"),
    date('"2024-03-01"'),
    date("2024-3-1"),
    date("2024/3/1"),
    date("2024/03/01"),
    date("2024.3.1"),
    date("2024年3月1日"),
    date("2024 年 3 月 1 日"),
    date("2024年03月01日"),
    date("2024년 3월 1일"),
    date("20240301"),
    date("March 1, 2024"),
    date("Mar 1st 2024"),
    date("1 March 2024"),
    date("01 Mar. 2024"),
    date("01 Mar, 2024"),
    date("Friday, March 1, 2024"),
    date("!!timestamp 2024-03-01"),
    date("2024-02-29", "2024-02-29T00:00:00+08:00"),
    date("2124-03-01", "2124-03-01T00:00:00+08:00"),
    moment("2024-03-01 08:30", "2024-03-01T08:30:00+08:00"),
    moment("2024-03-01 08:30:15", "2024-03-01T08:30:15+08:00"),
    moment("2024-03-01T08:30:15", "2024-03-01T08:30:15+08:00"),
    moment("2024-03-01T08:30:15Z", "2024-03-01T08:30:15+00:00"),
    moment("2024-03-01t08:30:15z", "2024-03-01T08:30:15+00:00"),
    moment("2024-03-01T08:30:15.250Z", "2024-03-01T08:30:15.250000+00:00"),
    moment("2024-03-01 08:30:15 UTC", "2024-03-01T08:30:15+00:00"),
    moment("2024-03-01 08:30 +0800", "2024-03-01T08:30:00+08:00"),
    moment("2024-03-01T08:30:00+09:00", "2024-03-01T08:30:00+09:00"),
    moment("2024-03-01T08:30:00+08", "2024-03-01T08:30:00+08:00"),
    moment("2024-03-01 08:30:00 -0530", "2024-03-01T08:30:00-05:30"),
    moment("'2024-03-01 08:30'", "2024-03-01T08:30:00+08:00"),
    moment("2024/3/1 8:30:05", "2024-03-01T08:30:05+08:00"),
    moment("2024年3月1日 8:30", "2024-03-01T08:30:00+08:00"),
    moment("2024年3月1日 8时30分", "2024-03-01T08:30:00+08:00"),
    moment("2024-03-01 8:30 PM", "2024-03-01T20:30:00+08:00"),
    moment("2024-03-01 12:30 AM", "2024-03-01T00:30:00+08:00"),
    moment("2024-03-01 08:30 America/New_York", "2024-03-01T08:30:00-05:00"),
    moment("2024-03-01 08:30 Asia/Tokyo", "2024-03-01T08:30:00+09:00"),
    moment("2024-07-01T08:30:00[Europe/Berlin]", "2024-07-01T08:30:00+02:00"),
    moment("2024-03-01T08:30:00+08:00[Asia/Shanghai]", "2024-03-01T08:30:00+08:00"),
    moment("Fri, 01 Mar 2024 08:30:00 GMT", "2024-03-01T08:30:00+00:00"),
    moment("March 1, 2024 8:30", "2024-03-01T08:30:00+08:00"),
    Case("a date of 1986 in summer time", "date: 1986-07-01", {"date": "1986-07-01T00:00:00+09:00"}),
    no_day("2024-02-30", "day is out of range for month"),
    no_day("2023年2月29日", "day is out of range for month"),
    no_day("2024-13-01", "month must be in 1..12"),
    no_day("2024-03-01 25:00", "hour must be in 0..23"),
    no_day("2024-03-01 08:61", "minute must be in 0..59"),
    no_day("0001-01-01", "the year is before 1000"),
    no_day("2024-03-01 08:30 Mars/Olympus", "there is no zone Mars/Olympus"),
    no_day("2024-03-01T08:30:00+99:00", "there is no zone +99:00"),
    no_day("2024-03-01 25:30 PM", "there is no hour 25 PM"),
    no_day("2024-03-01T08:30:00+08:99", "there is no zone +08:99"),
    no_date("1/3/2024", '"1/3/2024"', A_DATE),
    no_date("yesterday", '"yesterday"', A_DATE),
    no_date("2024", '"2024"', A_DATE),
    no_date("2024-03", '"2024-03"', A_DATE),
    no_date("true", '"true"', A_DATE),
    no_date("2024-03/01", '"2024-03/01"', A_DATE),
    no_date(f"{'9' * 400}", f'"{"9" * 59}…"', A_DATE),
    no_date("[2024-03-01]", "a list", ONLY_A_DATE),
    no_date("{day: 2024-03-01}", "a map", ONLY_A_DATE),
    *(
        Case(f"a date that is {written or 'empty'} is none", f"date: {written}", {"date": None})
        for written in ("", "null", '""')
    ),
    Case(
        "a bad date leaves the word to its other name",
        "date: soon\npubDate: 2024-03-01",
        {"date": DAY},
        (bad(2, "date", '"soon"', A_DATE, "date"),),
    ),
    Case("a date before its other names", "pubDate: 2020-01-01\ndate: 2024-03-01\ncreated: 2019-01-01", {"date": DAY}),
    spelled("date", "date", "2024-03-01", {"date": DAY}),
    spelled("date", "pubDate", "2024-03-01", {"date": DAY}),
    spelled("date", "pubDatetime", "2024-03-01T08:30:00Z", {"date": "2024-03-01T08:30:00+00:00"}),
    spelled("date", "publishDate", "2024-03-01", {"date": DAY}),
    spelled("date", "published", "2024-03-01", {"date": DAY, "draft": False}),
    spelled("date", "publishedDate", "2024-03-01", {"date": DAY}),
    spelled("date", "created", "2024-03-01", {"date": DAY}),
    spelled("date", "date.created", "2024-03-01", {"date": DAY}),
    spelled("date", "date.published", "2024-03-01", {"date": DAY}),
    Case(
        "a map of dates",
        "date:\n  created: 2024-03-01\n  updated: 2024-03-05",
        {"date": DAY, "updated": "2024-03-05T00:00:00+08:00", "revised": True},
    ),
    Case(
        "a bad date in a map of dates",
        "date:\n  updated: 2024-03-05\n  created: soon",
        {"date": None, "updated": "2024-03-05T00:00:00+08:00"},
        (bad(4, "date.created", '"soon"', A_DATE, "date"),),
    ),
    spelled("updated", "updated", "2024-03-01", {"updated": DAY, "date": None}),
    spelled("updated", "lastmod", "2024-03-01", {"updated": DAY}),
    spelled("updated", "modified", "2024-03-01", {"updated": DAY}),
    spelled("updated", "modDatetime", "2024-03-01T08:30:00Z", {"updated": "2024-03-01T08:30:00+00:00"}),
    spelled("updated", "date-modified", "2024-03-01", {"updated": DAY}),
    spelled("updated", "last_modified_at", "2024-03-01", {"updated": DAY}),
    spelled("updated", "updatedDate", "2024-03-01", {"updated": DAY}),
    spelled("updated", "date.updated", "2024-03-01", {"updated": DAY, "date": None}),
    spelled("updated", "date.modified", "2024-03-01", {"updated": DAY}),
    spelled("updated", "last_update.date", "2024-03-01", {"updated": DAY}),
    Case("an update of the clock", "date: 2024-03-01\ndate-modified: last-modified", {"updated": None}),
    Case("an update later than the date is told", "date: 2024-03-01\nupdated: 2024-03-02", {"revised": True}),
    Case("an update on the day is not told", "date: 2024-03-01\nupdated: 2024-03-01", {"revised": False}),
    Case(
        "an update on a day of which the date has the hour",
        "date: 2024-03-01 08:30\nupdated: 2024-03-01",
        {"revised": False},
    ),
    Case(
        "an update in another zone",
        "date: 2024-03-01T08:00:00+08:00\nupdated: 2024-03-01T00:30:00Z",
        {"revised": True},
    ),
    Case(
        "an update before the date",
        "date: 2024-03-01\ntitle: a\nlastmod: 2024-02-01",
        {"date": DAY, "revised": False},
        (f"4: {too_early('2024-02-01', '2024-03-01')}",),
    ),
    Case(
        "an update an hour before the date",
        "date: 2024-03-01 10:00\nupdated: 2024-03-01 09:00",
        {"revised": False},
        (f"3: {too_early('2024-03-01T09:00:00+08:00', '2024-03-01T10:00:00+08:00')}",),
    ),
    Case(
        "an update that does not exist",
        "updated: 2024-02-30",
        {"updated": None},
        (bad(2, "updated", '"2024-02-30"', "a date that exists (day is out of range for month)", "date"),),
    ),
    Case(
        "an update that is a list",
        "updated: [a]",
        {"updated": None},
        (bad(2, "updated", "a list", ONLY_A_DATE, "date"),),
    ),
    Case(
        "a date in the name of the file",
        "title: a",
        {"date": DAY, "is_article": True, "title": "T"},
        path="pages/2024-03-01-title",
    ),
    Case(
        "a date in the name of the file is no part of the title",
        "tags: a",
        {"date": DAY, "title": "a title"},
        path="pages/2024-03-01-a-title",
        body=NO_HEADING,
    ),
    Case(
        "a date in the name of a document's folder",
        "title: a",
        {"date": DAY, "is_article": True},
        path="pages/2024-03-01-title/index",
    ),
    Case(
        "a date alone in the name of the file", "title: a", {"date": DAY, "is_article": True}, path="pages/2024-03-01"
    ),
    Case(
        "the header's date wins over the name's",
        "date: 2023-01-02",
        {"date": "2023-01-02T00:00:00+08:00"},
        path="pages/2024-03-01-other",
    ),
    Case(
        "the name's date stands in for a bad one",
        "date: soon",
        {"date": DAY},
        (bad(2, "date", '"soon"', A_DATE, "date"),),
        path="pages/2024-03-01-bad",
    ),
    Case("a day in the name that does not exist", "title: a", {"is_article": False}, path="pages/2024-02-30-title"),
    Case("a date of one-digit parts in the name", "title: a", {"date": DAY}, path="pages/2024-3-1-title"),
    Case("a date with underscores in the name", "title: a", {"date": DAY}, path="pages/2024_03_01_title"),
    Case("a date in the name of the folder of a readme", "title: a", {"date": DAY}, path="pages/2024-03-01-c/README"),
    Case("a date at the end of the name", "title: a", {"is_article": False}, path="pages/title-2024-03-01"),
    Case(
        "a date that a folder has and its further pages have not",
        "tags: a",
        {"date": None},
        path="pages/2024-03-01-d/part",
    ),
    Case("a dated page", "type: page", {"is_article": False}, path="pages/2024-03-01-page"),
    Case("folders make no date by themselves", "tags: a", {"date": None}, path="pages/2024/03/01/title"),
)

# --- authors ---------------------------------------------------------------------------------------------------------

A_NAME = "a name, or a map with a name"


NO_AVATAR = (
    '4: the avatar "gone.png" is not there, neither beside the article nor from the source folder; '
    "the author is shown without it; mend the path [byline.cover]"
)


def person(name: str, header: str, /, **expected: Any) -> Case:
    """An author, and everything that is known of them."""
    return Case(name, header, {"people": [expected]})


AUTHORS = (
    spelled("authors", "authors", "[李明, Ada]", {"authors": ["李明", "Ada"]}),
    spelled("authors", "author", "李明", {"authors": ["李明"]}),
    Case("a name is never split at a space", "author: AI 研究员", {"authors": ["AI 研究员"]}),
    Case("a name is never split at a comma", "author: Knuth, Donald", {"authors": ["Knuth, Donald"]}),
    Case("a name of three words", "author: Ludwig van Beethoven", {"authors": ["Ludwig van Beethoven"]}),
    Case("two names in one text, none in the registry", "author: 李明、王芳", {"authors": ["李明、王芳"]}),
    Case("a name that is a number", "author: 007", {"authors": ["007"]}),
    Case("a name with white space", 'author: "  Ada   Byron "', {"authors": ["Ada Byron"]}),
    Case("a name with a bidirectional override", r'author: "A\u202Eda"', {"authors": ["Ada"]}),
    Case("names in a list of lines", "authors:\n- Ada\n- 李明", {"authors": ["Ada", "李明"]}),
    Case("author and authors together", "author: Ada\nauthors: [李明]", {"authors": ["李明", "Ada"]}),
    Case("one author in three spellings", "authors: [Ada, ADA, ａｄａ]", {"authors": ["Ada"]}),
    Case("names with nothing between them", "authors: [Ada, null, '', 李明]", {"authors": ["Ada", "李明"]}),
    *(
        Case(f"authors that are {written or 'empty'}", f"author: {written}", {"authors": []})
        for written in ("", "null", "[]", "{}", "false", "true")
    ),
    person(
        "an author's map",
        "author:\n  name: Ada\n  url: https://ada.example\n  bio: Writes.",
        name="Ada",
        url="https://ada.example",
        bio="Writes.",
    ),
    person(
        "an author's map in upper case",
        "Author:\n  Name: Ada\n  URL: https://ada.example",
        name="Ada",
        url="https://ada.example",
    ),
    person(
        "an author's website",
        "author: {name: Ada, website: 'https://ada.example'}",
        name="Ada",
        url="https://ada.example",
    ),
    person(
        "an author's homepage",
        "author: {name: Ada, homepage: 'https://ada.example'}",
        name="Ada",
        url="https://ada.example",
    ),
    person(
        "an author's link", "author: {name: Ada, link: 'https://ada.example'}", name="Ada", url="https://ada.example"
    ),
    person(
        "an author's avatar at an address",
        "author: {name: Ada, avatar: 'https://ada.example/a.png'}",
        name="Ada",
        avatar="https://ada.example/a.png",
    ),
    person(
        "an author's avatar beside the article",
        "author: {name: Ada, avatar: ada.png}",
        name="Ada",
        avatar="articles/ada.png",
    ),
    person(
        "an author's avatar from the source folder",
        "author: {name: Ada, avatar: /img/root.png}",
        name="Ada",
        avatar="img/root.png",
    ),
    Case(
        "an author's avatar that is missing",
        "author:\n  name: Ada\n  avatar: gone.png",
        {"people": [{"name": "Ada"}]},
        (NO_AVATAR,),
    ),
    Case(
        "an author's avatar that is code",
        "author:\n  name: Ada\n  avatar: 'javascript:alert(1)'",
        {"people": [{"name": "Ada"}]},
        (
            bad(
                4,
                "author.avatar",
                '"javascript:alert(1)"',
                "a file or an http(s) address",
            ),
        ),
    ),
    person("an author's mail", "author: {name: Ada, email: ada@ada.example}", name="Ada", email="ada@ada.example"),
    person(
        "an author's mail as an address",
        "author: {name: Ada, email: 'mailto:ada@ada.example'}",
        name="Ada",
        email="ada@ada.example",
    ),
    Case(
        "an author's mail that is none",
        "author:\n  name: Ada\n  email: nowhere",
        {"people": [{"name": "Ada"}]},
        (bad(4, "author.email", '"nowhere"', "an address such as ada@example.org"),),
    ),
    person(
        "an author's ORCID", "author: {name: Ada, orcid: 0000-0002-1825-0097}", name="Ada", orcid="0000-0002-1825-0097"
    ),
    person(
        "an author's ORCID as an address",
        "author: {name: Ada, orcid: 'https://orcid.org/0000-0002-1694-233X'}",
        name="Ada",
        orcid="0000-0002-1694-233X",
    ),
    Case(
        "an author's ORCID that is none",
        "author:\n  name: Ada\n  orcid: 0000-0001",
        {"people": [{"name": "Ada"}]},
        (bad(4, "author.orcid", '"0000-0001"', "an ORCID such as 0000-0002-1825-0097"),),
    ),
    Case(
        "an author's address that is code",
        "author:\n  name: Ada\n  url: 'javascript:alert(1)'",
        {"people": [{"name": "Ada"}]},
        (bad(4, "author.url", '"javascript:alert(1)"', "an address that begins with https://"),),
    ),
    person(
        "an author's affiliation",
        "author: {name: Ada, affiliation: Royal Society}",
        name="Ada",
        affiliation="Royal Society",
    ),
    person(
        "an author's affiliations",
        "author: {name: Ada, affiliations: [Royal Society, {name: Engine}]}",
        name="Ada",
        affiliation="Royal Society, Engine",
    ),
    person("an organisation", "author: {name: WHO, type: organization}", name="WHO", kind="organisation"),
    person(
        "an organisation in British spelling",
        "author: {name: WHO, type: Organisation}",
        name="WHO",
        kind="organisation",
    ),
    person(
        "an organisation of schema.org", "author: {name: WHO, '@type': Organization}", name="WHO", kind="organisation"
    ),
    person("a collaboration of MyST", "author: {name: ATLAS, collaboration: true}", name="ATLAS", kind="organisation"),
    person("a person who says so", "author: {name: Ada, type: person}", name="Ada"),
    person(
        "an author of Docusaurus",
        "authors:\n- name: Ada\n  title: Analyst\n  url: https://ada.example\n  image_url: https://ada.example/a.png\n"
        "  email: ada@ada.example\n  socials:\n    github: ada\n    x: ada",
        name="Ada",
        bio="Analyst",
        url="https://ada.example",
        avatar="https://ada.example/a.png",
        email="ada@ada.example",
        socials={"github": "https://github.com/ada", "x": "https://x.com/ada"},
    ),
    person(
        "an author of Docusaurus beside the name",
        "author: Ada\nauthor_title: Analyst\nauthor_url: https://ada.example\nauthor_image_url: https://ada.example/a.png",
        name="Ada",
        bio="Analyst",
        url="https://ada.example",
        avatar="https://ada.example/a.png",
    ),
    person(
        "an author of MyST",
        "authors:\n- name: Ada\n  orcid: 0000-0002-1825-0097\n  github: ada\n  corresponding: true\n"
        "  affiliations: [rs, ae]\n"
        "affiliations:\n- id: rs\n  name: Royal Society\n- {id: ae, institution: Analytical Engine}",
        name="Ada",
        orcid="0000-0002-1825-0097",
        affiliation="Royal Society, Analytical Engine",
        socials={"github": "https://github.com/ada"},
    ),
    person(
        "an author of MyST with one affiliation by its key",
        "author: {name: Ada, affiliation: rs}\naffiliations: {id: rs, name: Royal Society}",
        name="Ada",
        affiliation="Royal Society",
    ),
    person(
        "an author of Quarto",
        "author:\n- name: Ada\n  affiliations:\n  - ref: rs\n  url: https://ada.example\n"
        "affiliations:\n- id: rs\n  name: Royal Society",
        name="Ada",
        affiliation="Royal Society",
        url="https://ada.example",
    ),
    person("a name in parts", "author: {name: {given: Ada, family: Byron}}", name="Ada Byron"),
    person("a name in parts in upper case", "author: {name: {Given: Ada, Family: Byron}}", name="Ada Byron"),
    person(
        "a name in parts, said as a whole", "author: {name: {literal: 王芳, given: Fang, family: Wang}}", name="王芳"
    ),
    person(
        "a name with a particle that belongs to it",
        "author: {name: {given: Vincent, non-dropping-particle: van, family: Gogh}}",
        name="Vincent van Gogh",
    ),
    person(
        "a name with a particle that may fall",
        "author: {name: {given: Ludwig, dropping-particle: van, family: Beethoven}}",
        name="Ludwig van Beethoven",
    ),
    person(
        "a name with a suffix",
        "author: {name: {given: Martin Luther, family: King, suffix: Jr.}}",
        name="Martin Luther King Jr.",
    ),
    person("an author by key in a map", "author: {key: ada}", name="ada"),
    person(
        "handles",
        "author: {name: Ada, socials: {twitter: '@ada', gitee: ada, zhihu: ada}}",
        name="Ada",
        socials={
            "twitter": "https://x.com/ada",
            "gitee": "https://gitee.com/ada",
            "zhihu": "https://www.zhihu.com/people/ada",
        },
    ),
    person(
        "a handle of the fediverse",
        "author: {name: Ada, mastodon: '@ada@example.social'}",
        name="Ada",
        socials={"mastodon": "https://example.social/@ada"},
    ),
    person(
        "an address for a handle",
        "author: {name: Ada, social: {github: 'https://github.com/ada'}}",
        name="Ada",
        socials={"github": "https://github.com/ada"},
    ),
    person(
        "an address of a platform that nobody knows",
        "author: {name: Ada, socials: {matrix: 'https://matrix.to/#/@ada:x'}}",
        name="Ada",
        socials={"matrix": "https://matrix.to/#/@ada:x"},
    ),
    Case("maps and names together", "authors:\n- {name: Ada}\n- 李明", {"authors": ["Ada", "李明"]}),
    Case(
        "an author without a name",
        "author: {url: 'https://x.example'}",
        {"authors": []},
        (bad(2, "author", "a map", A_NAME),),
    ),
    Case(
        "an author without a name among others",
        "authors:\n- Ada\n- {url: 'https://x.example'}",
        {"authors": ["Ada"]},
        (bad(4, "authors.2", "a map", A_NAME),),
    ),
    Case(
        "an author whose name is a list", "author: {name: [Ada]}", {"authors": []}, (bad(2, "author", "a map", A_NAME),)
    ),
    Case(
        "an author in a list in the list",
        "authors:\n- [Ada]",
        {"authors": []},
        (bad(3, "authors.1", "a list", A_NAME),),
    ),
    Case(
        "a hundred and one authors",
        f"authors: [{', '.join(f'a{n}' for n in range(101))}]",
        {"authors": []},
        (bad(2, "authors", "a list", "at most 100 authors"),),
    ),
)

# --- tags, categories, series ----------------------------------------------------------------------------------------

A_TAG = "text, or a map with a label"
TAGS_EXPECTED = "a list of tags, or one text with commas"
A_CATEGORY = "text, or a list of texts from the outer to the inner category"
A_SERIES = "a text, or a map with name and order"

TERMS = (
    spelled("tags", "tags", "[a, b]", {"tags": ["a", "b"]}),
    spelled("tags", "tag", "a", {"tags": ["a"]}),
    spelled("tags", "taxonomies.tags", "[a, b]", {"tags": ["a", "b"]}),
    *(
        Case(f"tags with {name}", f"tags: {written}", {"tags": ["机器学习", "数学"]})
        for name, written in (
            ("a comma", "机器学习, 数学"),
            ("a comma without a space", "机器学习,数学"),
            ("a full-width comma", "机器学习，数学"),
            ("an enumeration comma", "机器学习、数学"),
            ("a semicolon", "机器学习; 数学"),
            ("a full-width semicolon", "机器学习；数学"),
            ("lines", "|\n  机器学习\n  数学"),
            ("commas at the ends", "'，机器学习,,数学、'"),
        )
    ),
    Case("tags with every separator", "tags: a, b，c、d;e；f", {"tags": ["a", "b", "c", "d", "e", "f"]}),
    Case("tags are not split at a space", "tags: machine learning", {"tags": ["machine learning"]}),
    Case("tags are not split at a slash", "tags: CI/CD", {"tags": ["CI/CD"], "tag_slugs": ["ci-cd"]}),
    Case("items of a list of tags are not split", "tags: ['Lisp, a language', b]", {"tags": ["Lisp, a language", "b"]}),
    Case(
        "tags that look like values",
        "tags: [3.10, yes, on, 0123, 12:30, 2024, no, null, ~]",
        {"tags": ["3.10", "yes", "on", "0123", "12:30", "2024", "no"]},
    ),
    Case("tags on lines", "tags:\n- a\n-  b c", {"tags": ["a", "b c"]}),
    Case("tags on lines further in", "tags:\n    - a\n    - b", {"tags": ["a", "b"]}),
    Case("tags of Docusaurus", "tags:\n- label: AI\n  permalink: /ai\n- ml", {"tags": ["AI", "ml"]}),
    Case("tags as maps with a name", "tags: [{name: AI}]", {"tags": ["AI"]}),
    Case("tags as maps in upper case", "tags: [{Label: AI, Permalink: /ai}]", {"tags": ["AI"]}),
    Case("tags in lists in the list", "tags: [[a, b], c]", {"tags": ["a", "b", "c"]}),
    Case("tag and tags together", "tag: b\ntags: [a]", {"tags": ["a", "b"]}),
    Case("tags in three spellings", "tags: [ＡＩ, AI, ai]", {"tag_slugs": ["ai"]}),
    Case(
        "tags of C, C++ and C#",
        "tags: [C, C++, 'C#']",
        {"tags": ["C", "C++", "C#"], "tag_slugs": ["c", "c-plus-plus", "c-sharp"]},
    ),
    Case("tags of C in one text", "tags: C, C++, C#", {"tag_slugs": ["c", "c-plus-plus", "c-sharp"]}),
    Case(
        "tags of other scripts",
        "tags: [深度学习, .NET, 🚀, ../../etc/passwd, con]",
        {"tag_slugs": ["深度学习", "dot-net", "u1f680", "etc-passwd", "con_"]},
    ),
    Case("tags that nobody sees", r'tags: [a, "\u200b", "\u2060"]', {"tags": ["a"]}),
    Case(
        "tag in two spellings beside tags",
        "tag: a\nTag: b\ntags: c",
        {"tags": ["c", "a"]},
        ('3: "Tag" is "tag" once more; it is left out; delete one [byline.field]',),
    ),
    Case("tags with an override", r'tags: ["a\u202Eb"]', {"tags": ["ab"]}),
    *(
        Case(f"tags that are {written or 'empty'}", f"tags: {written}", {"tags": []})
        for written in ("", "[]", "null", '""', "','", "false")
    ),
    Case("tags that are a map", "title: a\ntags: {a: b}", {"tags": []}, (bad(3, "tags", "a map", TAGS_EXPECTED),)),
    Case("a tag without a label", "tags:\n- a\n- {x: y}", {"tags": ["a"]}, (bad(4, "tags.2", "a map", A_TAG),)),
    Case(
        "a hundred tags",
        f"tags: [{', '.join(f't{n}' for n in range(100))}]",
        {"tag_slugs": [f"t{n}" for n in range(100)]},
    ),
    Case(
        "a hundred and one tags",
        f"title: a\ntags: [{', '.join(f't{n}' for n in range(101))}]",
        {"tags": []},
        (bad(3, "tags", "a list", "at most 100 tags"),),
    ),
    Case(
        "keywords are no tags by themselves",
        "keywords: [a, b]\ntags: c",
        {"tags": ["c"], "extra": {"keywords": ["a", "b"]}},
    ),
    spelled("category", "category", "数学", {"categories": [["数学"]]}),
    spelled("category", "categories", "[a, b]", {"categories": [["a"], ["b"]]}),
    spelled("category", "section", "Notes", {"categories": [["Notes"]]}),
    spelled("category", "taxonomies.categories", "[a]", {"categories": [["a"]]}),
    Case("categories in one text", "categories: 数学、物理, c", {"categories": [["数学"], ["物理"], ["c"]]}),
    Case(
        "a category with a space and a slash",
        "category: Machine learning/CI",
        {"categories": [["Machine learning/CI"]]},
    ),
    Case(
        "categories nested as in Hexo",
        "categories:\n- [数学, 代数]\n- [随笔]\n- c",
        {"categories": [["数学", "代数"], ["随笔"], ["c"]], "category_slugs": ["数学/代数", "随笔", "c"]},
    ),
    Case("categories as maps", "categories: [{name: a}, {label: b}]", {"categories": [["a"], ["b"]]}),
    Case("categories in two spellings", "categories: [ＡＩ, ai]", {"category_slugs": ["ai"]}),
    Case("categories that look like values", "categories: [2024, yes]", {"categories": [["2024"], ["yes"]]}),
    *(
        Case(f"categories that are {written or 'empty'}", f"categories: {written}", {"categories": []})
        for written in ("", "[]", "false", "[[]]", "[null, '']")
    ),
    Case(
        "categories that are a map",
        "categories: {a: b}",
        {"categories": []},
        (bad(2, "categories", "a map", "a text, a list, or a list of lists"),),
    ),
    Case(
        "a category without a label",
        "categories:\n- a\n- {x: y}",
        {"categories": [["a"]]},
        (bad(4, "categories.2", "a map", A_CATEGORY),),
    ),
    Case(
        "a hundred and one categories",
        f"categories: [{', '.join(f't{n}' for n in range(101))}]",
        {"categories": []},
        (bad(2, "categories", "a list", "at most 100 categories"),),
    ),
    spelled("series", "series", "从零开始", {"series": "从零开始", "series_order": None}),
    spelled("series", "collection", "From zero", {"series": "From zero", "series_slug": "from-zero"}),
    spelled("series_order", "series_order", "2\nseries: S", {"series_order": 2}),
    spelled("series_order", "series_index", "2\nseries: S", {"series_order": 2}),
    spelled("series_order", "series_part", "2\nseries: S", {"series_order": 2}),
    spelled("series_order", "series_weight", "2\nseries: S", {"series_order": 2}),
    Case("a series as a map", "series:\n  name: S\n  order: 3", {"series": "S", "series_order": 3}),
    Case("a series as a map in upper case", "series: {Name: S, Order: 3}", {"series": "S", "series_order": 3}),
    Case("a series with a part", "series: {name: S, part: 3}", {"series": "S", "series_order": 3}),
    Case("a series as a list", "series: [S]", {"series": "S"}),
    Case("a series as a list of maps", "series: [{name: S, order: 1}]", {"series": "S", "series_order": 1}),
    Case("a series of two that are named", "series: [S, T]", {"series": "S"}),
    Case("the place in the map wins", "series: {name: S, order: 3}\nseries_order: 7", {"series_order": 3}),
    Case("a place of a half", "series: S\nseries_order: 1.5", {"series_order": 1.5}),
    Case("a series that is a year", "series: 2024", {"series": "2024"}),
    Case("a series with a comma", "series: Sun, moon and stars", {"series": "Sun, moon and stars"}),
    *(
        Case(f"a series that is {written or 'empty'}", f"series: {written}", {"series": None})
        for written in ("", "[]", "false", "true")
    ),
    Case("a series without a name", "series: {order: 2}", {"series": None}, (bad(2, "series", "a map", A_SERIES),)),
    Case(
        "a series with a place that is no number",
        "series:\n  name: S\n  order: second",
        {"series": "S", "series_order": None},
        (bad(4, "series.order", '"second"', "a number"),),
    ),
    Case(
        "a place that is no number",
        "series: S\nseries_order: second",
        {"series": "S", "series_order": None},
        (bad(3, "series_order", '"second"', "a number"),),
    ),
    Case(
        "a place that is a list",
        "series: S\nseries_order: [1]",
        {"series_order": None},
        (bad(3, "series_order", "a list", "a number"),),
    ),
    *(
        Case(
            f"a place that is {written}",
            f"series: S\nseries_order: {written}",
            {"series_order": None},
            (bad(3, "series_order", f'"{written}"', "a number"),),
        )
        for written in (".nan", "inf", "1_0", "9999999999")
    ),
)

# --- covers ----------------------------------------------------------------------------------------------------------

HERE = "articles/cover.png"
AN_IMAGE = "a file beside the article, or an http(s) address"
INSIDE = "a file inside the source folder, or an http(s) address"
EVERYWHERE = {"cover": HERE, "card": HERE, "social": HERE}
NOWHERE = {"cover": None, "card": None, "social": None}
HERO = {**NOWHERE, "cover": HERE}
CARD = {**NOWHERE, "card": HERE}
SOCIAL = {**NOWHERE, "social": HERE}


def cover(name: str, written: str, expected: str | None) -> Case:
    """A cover for every place."""
    return Case(f"cover {name}", f"cover: {written}", dict.fromkeys(NOWHERE, expected))


def no_cover(name: str, written: str, warning: str) -> Case:
    """A cover that cannot be shown."""
    return Case(f"cover {name}", f"title: a\ncover: {written}", NOWHERE, (f"3: {warning} [byline.cover]",))


def refused(name: str, written: str) -> Case:
    """A cover from where none may come."""
    return Case(f"cover {name}", f'cover: "{written}"', NOWHERE, (bad(2, "cover", f'"{written}"', INSIDE, "cover"),))


def lost(path: str, why: str = "is not there, neither beside the article nor from the source folder") -> str:
    """What is said of a cover whose file cannot be shown."""
    return f'the cover "{path}" {why}; the article is shown without it; mend the path'


def misplaced(written: str, name: str = "position") -> str:
    """What is said of a focal point that is none."""
    found = f'"cover.{name}" is "{written}"; the field is left out'
    return f'{found}; expected words or percentages such as "center 30%" [byline.cover]'


def position(written: str, expected: str) -> Case:
    """A focal point."""
    return Case(
        f"position {written}",
        f"cover:\n  image: cover.png\n  position: {written}",
        {**EVERYWHERE, "cover_position": expected},
    )


COVERS = (
    spelled("cover", "cover", "cover.png", EVERYWHERE),
    spelled("cover", "image", "cover.png", EVERYWHERE),
    spelled("cover", "thumbnail", "cover.png", EVERYWHERE),
    spelled("cover", "featured_image", "cover.png", EVERYWHERE),
    spelled("cover", "featuredImage", "cover.png", EVERYWHERE),
    spelled("cover", "feature_image", "cover.png", EVERYWHERE),
    spelled("cover", "coverImage", "cover.png", EVERYWHERE),
    spelled("cover", "cover-img", "cover.png", EVERYWHERE),
    spelled("cover", "heroImage", "cover.png", EVERYWHERE),
    spelled("cover", "hero_image", "cover.png", EVERYWHERE),
    spelled("cover", "header-img", "cover.png", EVERYWHERE),
    spelled("cover", "img", "cover.png", EVERYWHERE),
    spelled("cover", "feature", "cover.png", EVERYWHERE),
    spelled("cover", "header.image", "cover.png", EVERYWHERE),
    spelled("cover", "images", "[cover.png, b.png]", EVERYWHERE),
    spelled("banner", "banner", "cover.png", HERO),
    spelled("banner", "top_img", "cover.png", HERO),
    spelled("banner", "banner_img", "cover.png", HERO),
    spelled("banner", "banner_image", "cover.png", HERO),
    spelled("banner", "header.overlay_image", "cover.png", HERO),
    spelled(
        "thumbnail",
        "thumbnail",
        "cover.png\ncover: b.png",
        {"cover": "articles/b.png", "card": HERE, "social": "articles/b.png"},
    ),
    spelled("thumbnail", "index_img", "cover.png", CARD),
    spelled("thumbnail", "thumbnail-img", "cover.png", CARD),
    spelled("thumbnail", "thumbnailImage", "cover.png", CARD),
    spelled("thumbnail", "featuredImagePreview", "cover.png", CARD),
    spelled("thumbnail", "header.teaser", "cover.png", CARD),
    spelled("og_image", "og_image", "cover.png", SOCIAL),
    spelled("og_image", "ogImage", "cover.png", SOCIAL),
    spelled("og_image", "social_image", "cover.png", SOCIAL),
    spelled("og_image", "share-img", "cover.png", SOCIAL),
    spelled("og_image", "header.og_image", "cover.png", SOCIAL),
    spelled(
        "og_image",
        "images",
        "[cover.png]\ncover: b.png",
        {"cover": "articles/b.png", "card": "articles/b.png", "social": HERE},
    ),
    cover("with a dot", "./cover.png", HERE),
    cover("from the source folder", "/articles/cover.png", HERE),
    cover("from the source folder without a slash", "articles/cover.png", HERE),
    cover("in another folder", "../img/root.png", "img/root.png"),
    cover("in another folder from the source folder", "/img/root.png", "img/root.png"),
    cover("in a folder that Hugo serves", "/img/served.png", "static/img/served.png"),
    cover("in Chinese", "封面.png", "articles/封面.png"),
    cover("in Chinese as an address is written", "'%E5%B0%81%E9%9D%A2.png'", "articles/封面.png"),
    cover("with a query", "cover.png?v=2", HERE),
    cover("with a backslash", r"img\in.png", "articles/img/in.png"),
    *(
        cover(f"as {suffix}", f"c.{suffix}", f"articles/c.{suffix}")
        for suffix in ("svg", "jpg", "jpeg", "webp", "avif", "gif")
    ),
    cover("at an address", "https://x.example/a.png", "https://x.example/a.png"),
    cover(
        "at an address with a space and a query",
        "'https://x.example/a b.png?w=8&h=9'",
        "https://x.example/a%20b.png?w=8&h=9",
    ),
    cover("at an address without a scheme", "//x.example/a.png", "https://x.example/a.png"),
    Case("the size of a cover", "cover: cover.png", {"cover_size": [32, 18]}),
    refused("that is code", "javascript:alert(1)"),
    refused("that is code in upper case", "JavaScript:alert(1)"),
    refused("that is data", "data:image/png;base64,AAAA"),
    refused("that is a file of the machine", "file:///etc/passwd"),
    refused("at an address without a host", "https://"),
    no_cover(
        "outside the source folder", "../../etc/passwd", lost("../../etc/passwd", "lies outside the source folder")
    ),
    no_cover(
        "outside the source folder from its root", "/../a.png", lost("/../a.png", "lies outside the source folder")
    ),
    no_cover("on a drive of Windows", r"C:\img\a.png", lost("C:/img/a.png")),
    no_cover("that is missing", "gone.png", lost("gone.png")),
    no_cover("that is missing from the source folder", "/img/gone.png", lost("/img/gone.png")),
    no_cover(
        "that is a text",
        "notes.txt",
        lost("notes.txt", "is no image that browsers show (.avif, .gif, .jpeg, .jpg, .png, .svg, .webp)"),
    ),
    no_cover("in a list in lists", "[[[a.png]]]", f'"cover" is a list; the field is left out; expected {AN_IMAGE}'),
    Case("cover as Obsidian links it", "cover: [[cover.png]]", EVERYWHERE),
    Case("cover as Obsidian links it, in quotes", 'cover: "[[cover.png|A]]"', EVERYWHERE),
    Case("cover of a map that only describes", "tags: a\ncover: {relative: true, alt: A}", NOWHERE),
    no_cover(
        "as a map without an image",
        "{colour: red}",
        f'"cover" is a map; the field is left out; expected a map with "image": {AN_IMAGE}',
    ),
    *(
        cover(f"that is {written or 'empty'}", written, None)
        for written in ("", "null", "false", "true", "no", "none", "[]", "{}", '""')
    ),
    Case(
        "a bad cover leaves the word to its other name",
        "cover: 'data:x'\nimage: cover.png",
        EVERYWHERE,
        (bad(2, "cover", '"data:x"', INSIDE, "cover"),),
    ),
    Case("cover: false refuses every other image", "cover: false\nimage: cover.png", NOWHERE),
    Case("cover: true leaves the word to its other name", "cover: true\nimage: cover.png", EVERYWHERE),
    Case("a cover before its other names", "image: b.png\ncover: cover.png", EVERYWHERE),
    Case("image: false", "image: false\ntags: a", NOWHERE),
    Case("a number of an image of ABlog", "image: 2", NOWHERE),
    Case("a cover in a list", "cover: [cover.png, b.png]", EVERYWHERE),
    Case("images in a list of lines", "images:\n- cover.png\n- b.png", EVERYWHERE),
    Case("images as maps", "images: [{url: cover.png}]", EVERYWHERE),
    Case(
        "a cover as a map",
        "cover:\n  image: cover.png\n  alt: A curve\n  caption: Below\n  credit: Ada\n  position: center 30%",
        {
            **EVERYWHERE,
            "cover_alt": "A curve",
            "cover_caption": "Below",
            "cover_credit": "Ada",
            "cover_position": "center 30%",
        },
    ),
    *(
        Case(f"a cover as a map with {key}", f"cover: {{{key}: cover.png}}", EVERYWHERE)
        for key in ("image", "src", "url", "path", "Image", "relative_path", "file")
    ),
    Case(
        "a cover as a map with an address",
        "cover: {url: 'https://x.example/a.png', alt: A}",
        {"cover": "https://x.example/a.png", "cover_alt": "A"},
    ),
    Case(
        "a cover as a map in upper case",
        "Cover: {Image: cover.png, Alt: A, Caption: B, Credit: C, Position: top}",
        {**EVERYWHERE, "cover_alt": "A", "cover_caption": "B", "cover_credit": "C", "cover_position": "top"},
    ),
    Case(
        "a cover of PaperMod",
        "cover:\n  image: cover.png\n  alt: A\n  relative: true\n  hidden: false",
        {**EVERYWHERE, "cover_alt": "A"},
    ),
    Case(
        "a cover of PaperMod that is hidden in the article",
        "cover: {image: cover.png, hiddenInSingle: true}",
        {"cover": None, "card": HERE},
    ),
    Case(
        "a cover of PaperMod that is hidden in lists",
        "cover: {image: cover.png, hiddenInList: true}",
        {"cover": HERE, "card": None},
    ),
    Case("a cover of flags alone", "cover: {hidden: true, relative: false}", NOWHERE),
    Case(
        "slots",
        "cover: {image: cover.png, card: b.png, social: 'https://x.example/s.png'}",
        {"cover": HERE, "card": "articles/b.png", "social": "https://x.example/s.png"},
    ),
    Case(
        "slots for each place",
        "cover: {hero: cover.png, card: b.png, social: c.jpg}",
        {"cover": HERE, "card": "articles/b.png", "social": "articles/c.jpg"},
    ),
    Case("a slot alone", "cover: {card: cover.png}", CARD),
    Case("slots in upper case", "cover: {Image: b.png, Card: cover.png}", {"cover": "articles/b.png", "card": HERE}),
    Case(
        "a bad slot",
        "cover:\n  image: cover.png\n  card: 'data:x'",
        EVERYWHERE,
        (bad(4, "cover.card", '"data:x"', INSIDE, "cover"),),
    ),
    Case(
        "a slot that is a list in the list",
        "cover:\n  image: cover.png\n  card: [[b.png]]",
        EVERYWHERE,
        (bad(4, "cover.card", "a list", AN_IMAGE, "cover"),),
    ),
    Case(
        "a slot whose file is missing",
        "cover:\n  image: cover.png\n  card: gone.png",
        {"cover": HERE},
        (f"4: {lost('gone.png')} [byline.cover]",),
    ),
    Case(
        "no image on the article's page",
        "cover: cover.png\ntop_img: false",
        {"cover": None, "card": HERE, "social": HERE},
    ),
    Case("no image in lists", "cover: cover.png\nindex_img: false", {"cover": HERE, "card": None, "social": HERE}),
    Case(
        "images for each place",
        "cover: b.png\nbanner_img: cover.png\nindex_img: c.jpg\nog_image: c.gif",
        {"cover": HERE, "card": "articles/c.jpg", "social": "articles/c.gif"},
    ),
    Case("a banner that is missing", "tags: a\nbanner: gone.png", NOWHERE, (f"3: {lost('gone.png')} [byline.cover]",)),
    Case(
        "a header of Minimal Mistakes",
        "header:\n  image: cover.png\n  teaser: b.png\n  caption: '[a](b)'",
        {"cover": HERE, "card": "articles/b.png"},
    ),
    Case("a folder of images of Chirpy", "image: in.png\nmedia_subpath: img", {"cover": "articles/img/in.png"}),
    Case(
        "a bad thumbnail is told once",
        "thumbnail: 'data:x'",
        NOWHERE,
        (bad(2, "thumbnail", '"data:x"', INSIDE, "cover"),),
    ),
    Case("bad images are told once", "images: ['data:x']", NOWHERE, (bad(2, "images", '"data:x"', INSIDE, "cover"),)),
    Case(
        "a bad alt is told once",
        "cover: cover.png\nindex_img: b.png\ncover_alt: [A]",
        {"cover_alt": ""},
        (bad(4, "cover_alt", "a list", "text"),),
    ),
    Case("a bad alt without a cover", "tags: a\ncover_alt: [A]", NOWHERE, (bad(3, "cover_alt", "a list", "text"),)),
    Case(
        "a bad alt in the map",
        "cover:\n  image: cover.png\n  alt: [A]",
        {**EVERYWHERE, "cover_alt": ""},
        (bad(4, "cover.alt", "a list", "text"),),
    ),
    Case("a cover as a map in the map", "cover: {image: {src: cover.png, alt: A}}", {**EVERYWHERE, "cover_alt": "A"}),
    position("top", "top"),
    position("center 30%", "center 30%"),
    position("left, top", "left top"),
    position("50% 33.3%", "50% 33.3%"),
    position("0.5 0.25", "50% 25%"),
    position("30 70", "30% 70%"),
    *(
        Case(
            f"position {written}",
            f"cover:\n  image: cover.png\n  position: {written}",
            {**EVERYWHERE, "cover_position": ""},
            (f"4: {misplaced(written)}",),
        )
        for written in ("url(x)", "0;background:url(x)", "somewhere", "a b c", "10px 20px")
    ),
    Case(
        "a bad object_position",
        "cover: {image: cover.png, object_position: somewhere}",
        {"cover_position": ""},
        (f"2: {misplaced('somewhere', 'object_position')}",),
    ),
    Case("a focal point", "cover: {image: cover.png, focal_point: right}", {"cover_position": "right"}),
    Case(
        "a focal point in another spelling", "cover: {image: cover.png, focalPoint: right}", {"cover_position": "right"}
    ),
    spelled("cover_alt", "cover_alt", "A\ncover: cover.png", {"cover_alt": "A"}),
    spelled("cover_alt", "image-alt", "A\nimage: cover.png", {"cover_alt": "A"}),
    spelled("cover_caption", "cover_caption", "C\ncover: cover.png", {"cover_caption": "C"}),
    spelled("cover_caption", "coverCaption", "C\ncover: cover.png", {"cover_caption": "C"}),
    Case("the alt in the map wins", "cover: {image: cover.png, alt: A}\ncover_alt: B", {"cover_alt": "A"}),
    Case(
        "an alt that is a list",
        "cover: cover.png\ncover_alt: [A]",
        {"cover": HERE, "cover_alt": ""},
        (bad(3, "cover_alt", "a list", "text"),),
    ),
    Case(
        "a caption that is a map",
        "cover: cover.png\ncover_caption: {a: b}",
        {"cover": HERE, "cover_caption": ""},
        (bad(3, "cover_caption", "a map", "text"),),
    ),
    Case("a cover without an alt is decoration", "cover: cover.png", {"cover_alt": ""}),
)

# --- what is published, and how --------------------------------------------------------------------------------------

A_FLAG = "true or false"
A_PIN = "true, false, or a number"

FLAGS = (
    spelled("draft", "draft", "true", {"draft": True}),
    spelled("draft", "isDraft", "true", {"draft": True}),
    spelled("draft", "published", "false", {"draft": True, "date": None}),
    *(
        Case(f"draft: {written}", f"draft: {written}", {"draft": expected})
        for written, expected in (
            ("yes", True),
            ("on", True),
            ("TRUE", True),
            ("'true'", True),
            ("1", True),
            ("false", False),
            ("no", False),
            ("off", False),
            ("", False),
            ("null", False),
        )
    ),
    Case("published: true", "published: true\ntags: a", {"draft": False, "date": None}),
    Case("published: no", "published: no", {"draft": True}),
    *(
        Case(f"status: {written}", f"status: {written}", {"draft": written != "published"})
        for written in ("draft", "Draft", "private", "pending", "published")
    ),
    Case("a folder of drafts", "title: a", {"draft": True}, path="articles/_drafts/a"),
    Case("a folder of drafts, and a header that says no", "draft: false", {"draft": False}, path="articles/_drafts/b"),
    Case("draft: perhaps", "title: a\ndraft: perhaps", {"draft": False}, (bad(3, "draft", '"perhaps"', A_FLAG),)),
    Case("a draft that is a list", "draft: [true]", {"draft": False}, (bad(2, "draft", "a list", A_FLAG),)),
    Case("a draft that is a map", "draft: {a: true}", {"draft": False}, (bad(2, "draft", "a map", A_FLAG),)),
    Case(
        "published: perhaps",
        "published: perhaps",
        {"draft": False, "date": None},
        (bad(2, "published", '"perhaps"', A_DATE, "date"),),
    ),
    spelled("unlisted", "unlisted", "true", {"unlisted": True, "draft": False}),
    spelled("unlisted", "hidden", "true", {"unlisted": True}),
    Case("unlisted: false", "unlisted: false", {"unlisted": False}),
    Case("unlisted: no, hidden: yes", "unlisted: no\nhidden: yes", {"unlisted": False}),
    Case("status: hidden", "status: hidden", {"unlisted": True, "draft": False}),
    Case("status: Hidden", "status: Hidden", {"unlisted": True}),
    Case("unlisted: perhaps", "unlisted: perhaps", {"unlisted": False}, (bad(2, "unlisted", '"perhaps"', A_FLAG),)),
    Case("unlisted as a list", "unlisted: [a]", {"unlisted": False}, (bad(2, "unlisted", "a list", A_FLAG),)),
    spelled("pin", "pin", "true", {"pin": 1}),
    spelled("pin", "sticky", "10", {"pin": 10}),
    spelled("pin", "top", "true", {"pin": 1}),
    spelled("pin", "featured", "true", {"pin": 1}),
    spelled("pin", "pinned", "true", {"pin": 1}),
    spelled("pin", "weight", "10", {"pinned": True}),
    *(
        Case(f"pin: {written}", f"pin: {written}", {"pin": expected})
        for written, expected in (("yes", 1), ("2", 2), ("0", 0), ("false", 0), ("-3", 0), ("", 0), ("null", 0))
    ),
    Case("pin: 20240301", "pin: 20240301", {"pin": 20240301}),
    Case("weight: 20240301", "weight: 20240301", {"pinned": True}),
    Case("weight: 0", "weight: 0", {"pin": 0}),
    *(Case(f"weight {number}", f"weight: {number}", {"pinned": True}) for number in (1, 2, 300)),
    Case("pin: sometimes", "pin: sometimes", {"pin": 0}, (bad(2, "pin", '"sometimes"', A_PIN),)),
    Case("a pin that is a list", "pin: [1]", {"pin": 0}, (bad(2, "pin", "a list", A_PIN),)),
    Case("a pin without end", "pin: inf", {"pin": 0}, (bad(2, "pin", '"inf"', A_PIN),)),
    spelled("toc", "toc", "false", {"toc": False}),
    spelled("toc", "showtoc", "false", {"toc": False}),
    spelled("toc", "ShowToc", "false", {"toc": False}),
    spelled("toc", "hide_table_of_contents", "true", {"toc": False}),
    Case("toc: true", "toc: true", {"toc": True}),
    Case("toc: 3", "toc: 3", {"toc": True}),
    Case("toc as a map", "toc: {enable: false}", {"toc": False}),
    Case("toc as a map of looks", "toc: {depth: 3}", {"toc": True}),
    Case("a table of contents that is not hidden", "hide_table_of_contents: false", {"toc": True}),
    Case("hide of Material", "hide:\n- navigation\n- toc", {"toc": False}),
    Case("hide of Material without the table", "hide: [navigation]", {"toc": True}),
    Case("toc: perhaps", "toc: perhaps", {"toc": True}, (bad(2, "toc", '"perhaps"', A_FLAG),)),
    Case(
        "a table of contents that is perhaps hidden",
        "hide_table_of_contents: perhaps",
        {"toc": True},
        (bad(2, "hide_table_of_contents", '"perhaps"', A_FLAG),),
    ),
    Case("toc as a list", "toc: [a]", {"toc": True}, (bad(2, "toc", "a list", A_FLAG),)),
    spelled("comments", "comments", "false", {"comments": False}),
    spelled("comments", "comment", "false", {"comments": False}),
    spelled("comments", "hide_comments", "true", {"comments": False}),
    spelled("comments", "disableComments", "true", {"comments": False}),
    Case("comments: true", "comments: true", {"comments": True}),
    Case("comments that nobody speaks of", "tags: a", {"comments": True, "toc": True}),
    Case("comments of a service", "comments: waline", {"comments": True}),
    Case("comments as a map", "comment: {enable: false}", {"comments": False}),
    Case("comments of several services", "comments: [waline, giscus]", {"comments": True}),
    Case(
        "comments that are perhaps hidden",
        "hide_comments: perhaps",
        {"comments": True},
        (bad(2, "hide_comments", '"perhaps"', A_FLAG),),
    ),
    spelled("reading_time", "reading_time", "5", {"minutes": 5}),
    spelled("reading_time", "readtime", "5", {"minutes": 5}),
    spelled("reading_time", "readingTime", "5", {"minutes": 5}),
    *(
        Case(f"reading_time: {written}", f"reading_time: {written}", {"minutes": expected})
        for written, expected in (
            ("false", 0),
            ("true", None),
            ("4.2", 5),
            ("5 min", 5),
            ("5 min read", 5),
            ("5 minutes", 5),
            ("5 mins", 5),
            ("5 minutes read", 5),
            ("5 分钟", 5),
            ("", None),
        )
    ),
    Case(
        "reading_time: soon",
        "reading_time: soon",
        {"minutes": None},
        (bad(2, "reading_time", '"soon"', "false, or a number of minutes"),),
    ),
    Case(
        "a reading time that is a list",
        "readtime: [5]",
        {"minutes": None},
        (bad(2, "readtime", "a list", "false, or a number of minutes"),),
    ),
)

# --- the rest --------------------------------------------------------------------------------------------------------

A_LANGUAGE = 'a language tag such as "zh-CN"'
AN_ARTICLE = "the path of an article, such as ../zh/title.md"
ORIGINAL = {"translation_of": "articles/original"}
A_LICENSE = "an SPDX identifier, a text, an address, or false"
AN_ADDRESS = "an address that begins with https:// or http://"
A_PATH = "a path such as /posts/old-name/"
A_MACRO = r"a macro such as '\R': '\mathbb{R}'"
BY = {"license": "CC BY 4.0", "license_url": "https://creativecommons.org/licenses/by/4.0/"}
MIT = {"license": "MIT", "license_url": "https://spdx.org/licenses/MIT.html"}
REALS = {"macros": {r"\R": r"\mathbb{R}"}}


def lang(written: str, expected: str) -> Case:
    """A language."""
    return Case(f"lang: {written}", f"lang: {written}", {"lang": expected})


def translated(written: str, expected: str = "articles/original") -> Case:
    """A translation of an article that is there."""
    return Case(f"translation_of: {written}", f"translation_of: {written}", {"translation_of": expected})


def untranslated(written: str, found: str) -> Case:
    """What is no path of a document."""
    warnings = (bad(2, "translation_of", found, AN_ARTICLE),)
    return Case(f"translation_of: {written}", f"translation_of: {written}", {"translation_of": ""}, warnings)


def astray(written: str, document: str) -> Case:
    """A translation of what is no article."""
    told = f'"translation_of" leads to "{document}", where there is no article; no version links to the other'
    return Case(
        f"translation_of: {written}",
        f"tags: a\ntranslation_of: {written}",
        {"translation_of": document, "tags": ["a"]},
        (f"3: {told}; mend the path [byline.translation]",),
    )


def license_(name: str, written: str, **expected: Any) -> Case:
    """A licence."""
    return Case(f"license {name}", f"license: {written}", {"license_url": "", **expected})


def doi(written: str) -> Case:
    """The one identifier, in some spelling."""
    return Case(f"doi: {written}", f"doi: {written}", {"doi": "10.1000/182"})


REST = (
    spelled("lang", "lang", "en", {"lang": "en"}),
    spelled("lang", "language", "zh-TW", {"lang": "zh-TW"}),
    spelled("lang", "locale", "pt_BR", {"lang": "pt-BR"}),
    lang("zh_CN", "zh-CN"),
    lang("EN-us", "en-US"),
    lang("zh-hans-cn", "zh-Hans-CN"),
    lang("no", "no"),
    lang("es-419", "es-419"),
    lang("de-DE-u-co-phonebk", "de-DE-u-co-phonebk"),
    lang("English", "en"),
    lang("中文", "zh"),
    lang("日本語", "ja"),
    lang("", ""),
    Case("lang: Klingon", "lang: Klingon", {"lang": ""}, (bad(2, "lang", '"Klingon"', A_LANGUAGE),)),
    lang("en_US.UTF-8", "en-US"),
    Case(
        "a language with markup", "lang: 'en\"onload=x'", {"lang": ""}, (bad(2, "lang", '"en"onload=x"', A_LANGUAGE),)
    ),
    Case("a language that is a list", "lang: [en]", {"lang": ""}, (bad(2, "lang", "a list", A_LANGUAGE),)),
    Case("what others translate", "tags: a\nlang: fr", {"translation_of": ""}, path="articles/original"),
    Case("what others translate, in Chinese", "tags: a\nlang: fr", {"translation_of": ""}, path="articles/原 文"),
    Case("what others translate, in a folder", "tags: a\nlang: fr", {"translation_of": ""}, path="articles/zh/title"),
    spelled("translation_of", "translation_of", "original.md", ORIGINAL),
    spelled("translation_of", "translation-of", "original.md", ORIGINAL),
    translated("original"),
    translated("./original.md"),
    translated("../articles/original.md"),
    translated("/articles/original.md"),
    translated("/articles/original"),
    translated("'original.md#part'"),
    translated("' original.MD '"),
    translated("原 文.md", "articles/原 文"),
    translated("'%E5%8E%9F%20%E6%96%87.md'", "articles/原 文"),
    translated("zh/title.md", "articles/zh/title"),
    translated(r"zh\title.md", "articles/zh/title"),
    translated("", ""),
    translated("[]", ""),
    Case(
        "translation_of from a folder",
        "translation_of: ../original.md",
        ORIGINAL,
        path="articles/en/title",
    ),
    untranslated("[original.md]", "a list"),
    untranslated("{zh: original.md}", "a map"),
    untranslated("../../original.md", '"../../original.md"'),
    untranslated("/../original.md", '"/../original.md"'),
    untranslated("zh/../../../original.md", '"zh/../../../original.md"'),
    untranslated("https://x.example/original", '"https://x.example/original"'),
    untranslated("..", '".."'),
    untranslated("'#part'", '"#part"'),
    astray("gone.md", "articles/gone"),
    astray("../index.md", "index"),
    astray("true", "articles/true"),
    spelled("translation_key", "translation_key", "About us", {"translation_key": "About us"}),
    spelled("translation_key", "translationKey", "about", {"translation_key": "about"}),
    Case("a translation key that is a number", "translationKey: 12", {"translation_key": "12"}),
    Case("an empty translation key", "translationKey:", {"translation_key": ""}),
    Case(
        "a translation key that is a list",
        "translationKey: [a]",
        {"translation_key": ""},
        (bad(2, "translationKey", "a list", "text"),),
    ),
    spelled("license", "license", "CC-BY-4.0", BY),
    spelled("license", "licence", "CC-BY-4.0", BY),
    spelled("license", "copyright", "© 2024 Ada", {"license": "© 2024 Ada", "license_url": ""}),
    license_(
        "by another spelling",
        "cc by-nc-sa",
        license="CC BY-NC-SA 4.0",
        license_url="https://creativecommons.org/licenses/by-nc-sa/4.0/",
    ),
    license_(
        "of an older version",
        "CC BY-SA 3.0",
        license="CC BY-SA 3.0",
        license_url="https://creativecommons.org/licenses/by-sa/3.0/",
    ),
    license_("CC0", "CC0-1.0", license="CC0 1.0", license_url="https://creativecommons.org/publicdomain/zero/1.0/"),
    license_("MIT", "MIT", **MIT),
    license_(
        "in lower case", "apache-2.0", license="Apache-2.0", license_url="https://spdx.org/licenses/Apache-2.0.html"
    ),
    license_("as a text", "All rights reserved", license="All rights reserved"),
    license_("as a Chinese text", "转载请注明出处", license="转载请注明出处"),
    license_(
        "as an address",
        "https://x.example/terms",
        license="https://x.example/terms",
        license_url="https://x.example/terms",
    ),
    license_(
        "as the address of a Creative Commons licence", "https://creativecommons.org/licenses/by/4.0/deed.zh", **BY
    ),
    license_(
        "as the address of the licence of a country",
        "https://creativecommons.org/licenses/by/3.0/de/",
        license="CC BY 3.0 DE",
        license_url="https://creativecommons.org/licenses/by/3.0/de/",
    ),
    license_(
        "of a country",
        "CC-BY-SA-3.0-DE",
        license="CC BY-SA 3.0 DE",
        license_url="https://creativecommons.org/licenses/by-sa/3.0/de/",
    ),
    license_(
        "as the address of the public domain",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        license="CC0 1.0",
        license_url="https://creativecommons.org/publicdomain/zero/1.0/",
    ),
    license_(
        "as a map",
        "{name: My terms, url: 'https://x.example/terms'}",
        license="My terms",
        license_url="https://x.example/terms",
    ),
    license_(
        "as a map in upper case",
        "{Name: My terms, URL: 'https://x.example/terms'}",
        license="My terms",
        license_url="https://x.example/terms",
    ),
    license_("of MyST for content and code", "{content: CC-BY-4.0, code: MIT}", **BY),
    license_("of MyST by its id", "{id: CC-BY-4.0}", **BY),
    license_(
        "of Quarto",
        "{text: My terms, type: open-access, url: 'https://x.example/terms'}",
        license="My terms",
        license_url="https://x.example/terms",
    ),
    license_("in a list", "[MIT, CC-BY-4.0]", **MIT),
    *(
        license_(f"that is {written or 'empty'}", written, license="")
        for written in ("false", "no", "", "null", "true")
    ),
    Case("a copyright of Quarto", "copyright: {holder: Ada, year: 2024}", {"license": "© 2024 Ada"}),
    Case("copyright: false", "copyright: false", {"license": ""}),
    Case("copyright: true", "copyright: true", {"license": ""}),
    Case("a licence before the copyright", "copyright: © Ada\nlicense: MIT", MIT),
    Case(
        "a licence that is a map of nothing",
        "license: {a: b}",
        {"license": ""},
        (bad(2, "license", "a map", A_LICENSE),),
    ),
    spelled("canonical", "canonical", "https://x.example/a", {"canonical": "https://x.example/a"}),
    spelled("canonical", "canonicalURL", "https://x.example/a", {"canonical": "https://x.example/a"}),
    spelled("canonical", "canonical_url", "https://x.example/a", {"canonical": "https://x.example/a"}),
    Case(
        "a canonical address in Chinese",
        "canonical: https://x.example/数 学",
        {"canonical": "https://x.example/%E6%95%B0%20%E5%AD%A6"},
    ),
    *(
        Case(
            f"canonical: {written}",
            f"canonical: '{written}'",
            {"canonical": ""},
            (bad(2, "canonical", f'"{written}"', AN_ADDRESS),),
        )
        for written in ("javascript:alert(1)", "x.example/a", "/a", "ftp://x.example/a", "true", "https://")
    ),
    Case(
        "a canonical address that is a list",
        "canonical: [a]",
        {"canonical": ""},
        (bad(2, "canonical", "a list", AN_ADDRESS),),
    ),
    spelled("redirects", "redirects", "[/old/, old.html]", {"redirects": ["/old/", "old.html"]}),
    spelled("redirects", "aliases", "[/old/]", {"redirects": ["/old/"]}),
    spelled("redirects", "redirect_from", "/old/", {"redirects": ["/old/"]}),
    Case("redirects on lines", "redirect_from:\n- /a/\n- /b/", {"redirects": ["/a/", "/b/"]}),
    Case("redirects of two names", "redirects: /a/\naliases: [/b/, /a/]", {"redirects": ["/a/", "/b/"]}),
    Case("redirects with nothing between them", "aliases: [/a/, null]", {"redirects": ["/a/"]}),
    *(
        Case(f"redirects that are {written or 'empty'}", f"redirects: {written}", {"redirects": []})
        for written in ("", "[]", "null")
    ),
    Case("redirects that are a map", "redirects: {a: b}", {"redirects": []}, (bad(2, "redirects", "a map", A_PATH),)),
    Case(
        "a redirect that is a list",
        "redirects:\n- /a/\n- [b]",
        {"redirects": ["/a/"]},
        (bad(4, "redirects.2", "a list", A_PATH),),
    ),
    Case(
        "a hundred and one redirects",
        f"redirects: [{', '.join(f'/{n}/' for n in range(101))}]",
        {"redirects": []},
        (bad(2, "redirects", "a list", "at most 100 paths"),),
    ),
    spelled("math", "math", r"{'\R': '\mathbb{R}'}", REALS),
    spelled("math", "katex", r"{'\R': '\mathbb{R}'}", REALS),
    spelled("math", "mathjax", r"{'\R': '\mathbb{R}'}", REALS),
    Case("a macro without its backslash", r"math: {R: '\mathbb{R}'}", REALS),
    Case("a macro of MyST", "math:\n  '\\R':\n    macro: '\\mathbb{R}'\n    title: reals", REALS),
    Case(
        "a macro with arguments", r"math: {'\norm': ['\lVert #1\rVert', 1]}", {"macros": {r"\norm": r"\lVert #1\rVert"}}
    ),
    *(
        Case(f"math: {written}", f"math: {written}", {"macros": {}})
        for written in ("true", "false", "katex", "", "{}", "{enable: true}")
    ),
    Case(
        "a macro whose name is none",
        "math:\n  '\\R': x\n  R2: x",
        {"macros": {r"\R": "x"}},
        (bad(4, "math.R2", '"x"', A_MACRO),),
    ),
    Case("a macro that is a list of nothing", "math:\n  R: []", {"macros": {}}, (bad(3, "math.R", "a list", A_MACRO),)),
    Case(
        "two hundred and one macros",
        "math: {" + ", ".join(f"{chr(97 + n // 26)}{chr(97 + n % 26)}: x" for n in range(201)) + "}",
        {"macros": {}},
        (bad(2, "math", "a map", "at most 200 macros"),),
    ),
    Case("math that is a list", "math: [a]", {"macros": {}}, (bad(2, "math", "a list", "a map of macros"),)),
    spelled("citation", "citation", "{journal: J, volume: 3}", {"citation": {"journal": "J", "volume": "3"}}),
    spelled("citation", "bibliography", "{journal: J}", {"citation": {"journal": "J"}}),
    *(Case(f"citation: {written}", f"citation: {written}", {"citation": {}}) for written in ("true", "false", "")),
    Case("a bibliography of Quarto", "bibliography: refs.bib", {"citation": {}}),
    Case(
        "a citation that is a text",
        "citation: Ada 1843",
        {"citation": {}},
        (bad(2, "citation", '"Ada 1843"', "a map, such as {journal: …, volume: …}"),),
    ),
    Case(
        "a citation that is a list",
        "citation: [a]",
        {"citation": {}},
        (bad(2, "citation", "a list", "a map, such as {journal: …, volume: …}"),),
    ),
    spelled("doi", "doi", "10.1000/182", {"doi": "10.1000/182"}),
    doi("'doi:10.1000/182'"),
    doi("'DOI: 10.1000/182'"),
    doi("https://doi.org/10.1000/182"),
    doi("http://dx.doi.org/10.1000/182"),
    Case("doi: 12", "doi: 12", {"doi": ""}, (bad(2, "doi", '"12"', "a DOI such as 10.1000/182"),)),
    Case("a DOI that is a list", "doi: [a]", {"doi": ""}, (bad(2, "doi", "a list", "a DOI such as 10.1000/182"),)),
)

# --- what makes an article -------------------------------------------------------------------------------------------


def page(name: str, header: str, *, article: bool) -> Case:
    """Whether a document is an article."""
    return Case(name, header, {"is_article": article}, path=f"pages/{re.sub('[^a-z]+', '-', name.casefold())}")


SORTS = (
    page("a title makes no article", "title: a\ndescription: b", article=False),
    page("an author makes an article", "author: a", article=True),
    page("a date makes an article", "date: 2024-03-01", article=True),
    page("tags make an article", "tags: a", article=True),
    page("a cover makes an article", "cover: /img/root.png", article=True),
    page("a category makes no article", "category: a", article=False),
    page("nothing makes no article", "orphan: true", article=False),
    page("empty fields make no article", "author:\ntags: []\ndate: null\ncover: ''", article=False),
    page("published true makes no article", "title: a\npublished: true", article=False),
    page("cover false makes no article", "title: a\ncover: false", article=False),
    page("top img false makes no article", "title: a\ntop_img: false", article=False),
    spelled("type", "type", "article", {"is_article": True}),
    spelled("type", "layout", "post", {"is_article": True}),
    spelled("type", "blogpost", "true", {"is_article": True}),
    page("type article makes an article", "type: article", article=True),
    page("type page makes none", "type: page\nauthor: a\ntags: b\ndate: 2024-03-01", article=False),
    page("layout post makes an article", "layout: post", article=True),
    page("layout page makes none", "layout: page\ntags: b", article=False),
    page("layout page in upper case makes none", "Layout: Page\ntags: b", article=False),
    page("layout default says nothing", "layout: default\ntags: b", article=True),
    page("blogpost true makes an article", "blogpost: true", article=True),
    page("blogpost false makes none", "blogpost: false\ntags: a\ndate: 2024-03-01", article=False),
    page("a page about somebody in Quarto", "about:\n  template: jolla\nimage: x.png", article=False),
    page("a listing of Quarto", "listing: posts\nauthor: a", article=False),
)

# --- names of fields -------------------------------------------------------------------------------------------------


def slip(written: str, meant: str) -> Case:
    """A name that is a slip away from one that is known."""
    return Case(
        f"a slip: {written}",
        f"tags: a\n{written}: x",
        {"extra": {written: "x"}},
        (f'3: "{written}" is no field that is known; it is passed on; did you mean "{meant}"? [byline.field_name]',),
    )


NAMES = (
    *(
        Case(f"a name as {written}", f"{written}: 2024-03-01", {"updated": DAY})
        for written in (
            "Last_Modified_At",
            "lastModifiedAt",
            "last-modified-at",
            "LASTMODIFIEDAT",
            "LastMod",
            "last-mod",
        )
    ),
    Case("a name in quotes", '"title": a', {"title": "a"}, body=NO_HEADING),
    Case(
        "names of every case",
        "TITLE: a\nTags: [b]\nAUTHOR: c",
        {"title": "a", "tags": ["b"], "authors": ["c"]},
        body=NO_HEADING,
    ),
    *(
        slip(written, meant)
        for written, meant in (
            ("tilte", "title"),
            ("titel", "title"),
            ("descripton", "description"),
            ("autor", "author"),
            ("auhtor", "author"),
            ("coverr", "cover"),
            ("tgas", "tags"),
            ("darft", "draft"),
            ("catagory", "category"),
            ("upated", "updated"),
            ("licnese", "license"),
            ("sumary", "summary"),
            ("redirets", "redirects"),
            ("unlistd", "unlisted"),
        )
    ),
    *(
        Case(f"a field of another tool: {name}", f"{name}: x\ntags: a", {"extra": {name: "x"}})
        for name in (
            "abbrlink",
            "permalink",
            "slug",
            "password",
            "data",
            "tabs",
            "dates",
            "update",
            "nav_order",
            "slides",
        )
    ),
    Case("a field of nobody's with a map", "mine: {a: [b, 1]}", {"extra": {"mine": {"a": ["b", "1"]}}}),
    Case(
        "names that are numbers and nulls",
        "2024: a\nnull: b\n12:30: c",
        {"extra": {"2024": "a", "null": "b", "12:30": "c"}},
    ),
    Case(
        "names in Chinese",
        "作者: 李明\n日期: 2024-03-01\n标题: a\n标签: b",
        {
            "authors": [],
            "date": None,
            "title": "T",
            "extra": {"作者": "李明", "日期": "2024-03-01", "标题": "a", "标签": "b"},
        },
    ),
    Case(
        "names that docutils knows",
        "organization: a\ncontact: b\nversion: 1\nrevision: 2\ndedication: d",
        {
            "authors": [],
            "extra": {"organization": "a", "contact": "b", "version": "1", "revision": "2", "dedication": "d"},
        },
    ),
    Case(
        "fields below params",
        "params:\n  author: Ada\n  cover: cover.png\n  tags: [a]",
        {"authors": ["Ada"], "tags": ["a"], "cover": HERE},
    ),
    Case("fields below extra", "extra:\n  author: Ada", {"authors": ["Ada"]}),
    Case("fields of the parser", "myst:\n  substitutions: {a: b}\ntags: a", {"tags": ["a"]}),
)

# --- how a header stands in its file ---------------------------------------------------------------------------------

FIELDS_READ = {"title": "a", "tags": ["b"]}
TWICE = 'the field "{}" stands here a second time; the first one counts; delete one [byline.field]'
NOT_CLOSED = (
    "the header that begins here is never closed; it is taken to end at the first empty line; "
    "close it with {} [byline.header]"
)
NOT_OPENED = (
    "1: the header has no --- above it; it is read all the same; "
    "write --- on a line of its own above it [byline.header]"
)


def whole(
    name: str, header: str, *warnings: str, values: Mapping[str, Any] | None = None, body: str = NO_HEADING
) -> Case:
    """A header with its fences."""
    return Case(name, header, FIELDS_READ if values is None else values, warnings, body=body, whole=True)


SHAPES = (
    whole("a byte-order mark", "\ufeff---\ntitle: a\ntags: b\n---\n"),
    whole("CRLF", "---\r\ntitle: a\r\ntags:\r\n- b\r\n---\r\n"),
    whole("CRLF and a byte-order mark", "\ufeff---\r\ntitle: a\r\ntags: b\r\n---\r\n"),
    whole(
        "CRLF and a bad value",
        "---\r\ntitle: a\r\ntags: b\r\ndraft: perhaps\r\n---\r\n",
        bad(4, "draft", '"perhaps"', A_FLAG),
    ),
    whole("three dots below", "---\ntitle: a\ntags: b\n...\n"),
    whole("spaces behind the fences", "---  \ntitle: a\ntags: b\n---\t\n"),
    whole("a text that follows at once", "---\ntitle: a\ntags: b\n---\n", body="Text."),
    whole("no text at all", "---\ntitle: a\ntags: b\n---", body=""),
    whole("empty lines and comments in it", "---\n\n# comment\ntitle: a\n\ntags: b # more\n\n---\n"),
    whole("an empty line below the first fence", "---\n\ntitle: a\ntags: b\n---\n"),
    whole(
        "dashes in a text of several lines",
        "---\ndescription: |\n  a\n  ---\ntags: b\n---\n",
        values={"description": "a ---", "tags": ["b"]},
    ),
    whole(
        "an empty line above",
        "\n---\ntitle: a\ntags: b\n---\n",
        "2: the header stands below 1 empty line; it is read all the same; delete them [byline.header]",
    ),
    whole(
        "empty lines above",
        "\n \n\n---\ntitle: a\ntags: b\n---\n",
        "4: the header stands below 3 empty lines; it is read all the same; delete them [byline.header]",
    ),
    whole(
        "empty lines above, and a bad value",
        "\n---\ntitle: a\ndraft: perhaps\ntags: b\n---\n",
        "2: the header stands below 1 empty line; it is read all the same; delete them [byline.header]",
        bad(4, "draft", '"perhaps"', A_FLAG),
    ),
    whole("a header that is never closed", "---\ntitle: a\ntags: b\n\n", f"1: {NOT_CLOSED.format('---')}"),
    whole("a header that is never opened", "title: a\ntags: b\n---\n", NOT_OPENED),
    whole(
        "a header that is never opened, and a bad value",
        "title: a\ntags: b\ndraft: perhaps\n---\n",
        NOT_OPENED,
        bad(3, "draft", '"perhaps"', A_FLAG),
    ),
    whole("an empty header", "---\n---\n", values={"title": "T", "tags": []}, body=HEADING),
    whole("a header of comments", "---\n# nothing\n---\n", values={"title": "T", "tags": []}, body=HEADING),
    whole("no header", "", values={"title": "T", "tags": [], "extra": {}}, body=HEADING),
    whole("a line of dashes in the text", "---\ntitle: a\ntags: b\n---\n", body="Text.\n\n---\n\nText.\n"),
    Case(
        "a field that stands twice",
        "title: a\ntags: b\ntitle: c",
        FIELDS_READ,
        (f"4: {TWICE.format('title')}",),
        body=NO_HEADING,
    ),
    Case(
        "a field that stands three times",
        "title: a\ntags: b\ntitle: c\ntitle: d",
        FIELDS_READ,
        (f"4: {TWICE.format('title')}", f"5: {TWICE.format('title')}"),
        body=NO_HEADING,
    ),
    Case(
        "an entry that stands twice",
        "cover:\n  image: cover.png\n  image: b.png",
        EVERYWHERE,
        (f"4: {TWICE.format('cover.image')}",),
    ),
    Case(
        "an entry of a list that stands twice",
        "authors:\n- name: Ada\n- name: Bob\n  name: Eve",
        {"authors": ["Ada", "Bob"]},
        (f"5: {TWICE.format('authors.2.name')}",),
    ),
    Case(
        "a field in two spellings",
        "Title: a\ntags: b\ntitle: c",
        FIELDS_READ,
        ('4: "title" is "Title" once more; it is left out; delete one [byline.field]',),
        body=NO_HEADING,
    ),
    Case(
        "a field with and without a dash",
        "tags: a\ncover-alt: b\ncover_alt: c\ncover: cover.png",
        {"cover_alt": "b"},
        ('4: "cover_alt" is "cover-alt" once more; it is left out; delete one [byline.field]',),
    ),
    Case(
        "a field of nobody's that stands twice",
        "mine: a\nmine: b",
        {"extra": {"mine": "a"}},
        (f"3: {TWICE.format('mine')}",),
    ),
    Case(
        "aliases and merge keys",
        "base: &b {author: Ada, title: base}\n<<: *b\ntitle: own",
        {"authors": ["Ada"], "title": "own"},
        body=NO_HEADING,
    ),
    Case(
        "a value by its alias",
        "title: &t 深度学习\ntags: [*t]",
        {"title": "深度学习", "tags": ["深度学习"]},
        body=NO_HEADING,
    ),
)


def broken(name: str, header: str, line: int, found: str, hint: str = "") -> Case:
    """A header that cannot be read: a page without metadata."""
    return Case(
        f"broken: {name}",
        header,
        {"title": "T", "headings": ["T"], "authors": [], "tags": [], "extra": {}},
        (unreadable(line, found, hint),),
    )


BROKEN = (
    broken(
        "a colon in a value",
        "author: Ada\ntitle: a: b",
        3,
        "a colon and a space stand in a value",
        " (put the value in quotes)",
    ),
    broken(
        "a tab for a space",
        "author: Ada\ncover:\n\timage: a.png",
        4,
        "a tab stands where YAML knows only spaces",
        " (write spaces in its place)",
    ),
    broken(
        "a bracket that is never closed",
        "author: Ada\ntags: [a, b\ndate: 2024-03-01",
        3,
        "a bracket opens here",
        " (close it, and put a comma between its items)",
    ),
    broken(
        "a quote that is never closed",
        'author: Ada\ntitle: "a\ntags: b\ndate: 2024-03-01',
        3,
        "a quote that opens here is never closed",
        " (close it)",
    ),
    broken(
        "text behind a quote",
        'author: Ada\ntitle: "a" b',
        3,
        '"b" belongs to no entry',
        YAML_HINT,
    ),
    broken("a bracket too many", "author: Ada\ntags: [a]]", 3, '"]" belongs to no entry', YAML_HINT),
    broken("a list among the entries", "author: Ada\n- c", 3, '"- c" belongs to no entry', YAML_HINT),
    broken(
        "a backslash in double quotes",
        'author: Ada\ntitle: "C:\\data"',
        3,
        "a backslash in double quotes begins nothing that YAML knows",
        " (write it twice)",
    ),
    broken(
        "text behind a bar",
        "author: Ada\ndescription: |text\n  more",
        3,
        "text stands behind | or >",
        " (begin it on the next line)",
    ),
    broken(
        "a value that begins with *", "author: Ada\ntitle: **a**", 3, 'a value begins with "*"', " (put it in quotes)"
    ),
    broken(
        "a value that begins with @",
        "author: Ada\ntitle: @a",
        3,
        'a value begins with "@"',
        " (put it in quotes)",
    ),
    broken(
        "a value that begins with %",
        "author: Ada\ntitle: %a",
        3,
        'a value begins with "%"',
        " (put it in quotes)",
    ),
    broken(
        "a full-width colon",
        "author: Ada\ntitle：a\ntags: b",
        3,
        '"title：" ends in a full-width colon',
        " (write : and a space)",
    ),
    broken(
        "no space behind the colon",
        "author: Ada\ntitle:a\ntags: b",
        3,
        'there is no space behind "title:"',
        " (write a space behind the colon)",
    ),
    broken("an alias of nothing", "author: Ada\ntags: *none", 3, "the alias *none stands for nothing that is complete"),
    broken("an alias of itself", "author: Ada\ntags: &x [*x]", 3, "the alias *x stands for nothing that is complete"),
    broken("a list", "- a\n- b", 2, "the header is no map of names and values"),
    broken("a text", "just text", 2, "the header is no map of names and values"),
    broken("a name that is a list", "author: Ada\n? [a, b]\n: c", 3, "a name is a list or a map"),
    broken(
        "a control character",
        "author: Ada\ntitle: a\x01b",
        3,
        "the character U+0001 may not stand in it",
        " (delete it)",
    ),
    broken("a header of 1 MB", f"author: Ada\ntitle: {'x' * 1_000_000}", 1, "a header of more than 100,000 characters"),
    broken(
        "a hundred thousand tags",
        f"author: Ada\ntags: [{','.join(f't{n}' for n in range(100_000))}]",
        1,
        "a header of more than 100,000 characters",
    ),
    broken(
        "as many tags as a header of its size can have",
        f"author: Ada\ntags: [{'t,' * 45_000}t]",
        3,
        "more than 10,000 values, aliases written out",
    ),
    broken(
        "5,000 lists in each other",
        f"author: Ada\ntags: {'[' * 5_000}{']' * 5_000}",
        3,
        "more than 20 levels of lists and maps",
    ),
    broken(
        "5,000 lists in each other that are never closed",
        f"author: Ada\ntags: {'[' * 5_000}",
        3,
        "more than 20 levels of lists and maps",
    ),
    broken(
        "5,000 maps in each other",
        f"author: Ada\ntags: {'{a: ' * 5_000}{'}' * 5_000}",
        3,
        "more than 20 levels of lists and maps",
    ),
    broken(
        "lists in lists on a line", f"author: Ada\ntags:\n{'- ' * 5_000}a", 4, "more than 20 levels of lists and maps"
    ),
    broken(
        "aliases that grow without end",
        "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        + "\n".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)),
        5,
        "more than 10,000 values, aliases written out",
    ),
    broken(
        "merge keys that grow without end",
        "a0: &a0 {x: 1}\n" + "\n".join(f"a{n}: &a{n} {{<<: [{','.join([f'*a{n - 1}'] * 99)}]}}" for n in range(1, 30)),
        4,
        "more than 10,000 values, aliases written out",
    ),
    Case(
        "a number of 10,000 digits",
        f"title: {'9' * 10_000}\ntags: [a, -{'9' * 10_000}]",
        {"title": "T", "tags": ["a"]},
        tuple(
            f"{line}: a number of more than 1,000 digits; it is left out; shorten it [byline.field]" for line in (2, 3)
        ),
    ),
    Case(
        "a broken header makes no article",
        "author: [Ada\ndate: 2024-03-01",
        {"is_article": False},
        (unreadable(2, "a bracket opens here", " (close it, and put a comma between its items)"),),
        path="pages/broken",
    ),
)

# --- TOML ------------------------------------------------------------------------------------------------------------


def toml(name: str, header: str, values: Mapping[str, Any], *warnings: str) -> Case:
    """A header between ``+++`` and ``+++``."""
    return Case(f"TOML: {name}", f"+++\n{header}\n+++\n", values, warnings, body=NO_HEADING, whole=True)


def broken_toml(name: str, header: str, line: int, found: str, hint: str = "") -> Case:
    """A header in TOML that cannot be read."""
    return Case(
        f"TOML: {name}",
        f"+++\n{header}\n+++\n",
        {"title": "T", "authors": []},
        (unreadable(line, found, hint),),
        whole=True,
    )


TOML = (
    toml(
        "texts",
        'title = "标题"\ndescription = \'b\'\nauthor = "AI 研究员"',
        {"title": "标题", "description": "b", "authors": ["AI 研究员"]},
    ),
    toml("a date", "date = 2024-03-01", {"date": DAY, "time": False}),
    toml("a date with a zone", "date = 2024-03-01T08:30:00+09:00", {"date": "2024-03-01T08:30:00+09:00", "time": True}),
    toml("a date in UTC", "date = 2024-03-01T08:30:00Z", {"date": "2024-03-01T08:30:00+00:00"}),
    toml("a date without a zone", "date = 2024-03-01T08:30:00", {"date": "2024-03-01T08:30:00+08:00"}),
    toml("a date with a space", "date = 2024-03-01 08:30:00", {"date": "2024-03-01T08:30:00+08:00"}),
    toml("a date as text", 'date = "2024年3月1日"', {"date": DAY}),
    toml("a time", "date = 08:30:00", {"date": None}, bad(2, "date", '"08:30:00"', A_DATE, "date")),
    toml("a list", 'tags = ["a", "b c",\n  "d"]', {"tags": ["a", "b c", "d"]}),
    toml("numbers", "tags = [2024, 0x1F]\ntitle = 2024", {"tags": ["2024", "31"], "title": "2024"}),
    toml("a number with a point", "title = 3.10", {"title": "3.10"}),
    toml("flags", "draft = true\ntoc = false", {"draft": True, "toc": False}),
    toml("a weight", "weight = 3", {"pinned": True}),
    toml("a table", '[cover]\nimage = "cover.png"\nalt = "A"', {**EVERYWHERE, "cover_alt": "A"}),
    toml("a table on a line", 'cover = {image = "cover.png", alt = "A"}', {**EVERYWHERE, "cover_alt": "A"}),
    toml("a dotted name", 'cover.image = "cover.png"', EVERYWHERE),
    toml(
        "an array of tables",
        '[[authors]]\nname = "Ada"\n[[authors]]\nname = "Bob"\nurl = "https://b.example"',
        {"people": [{"name": "Ada"}, {"name": "Bob", "url": "https://b.example"}]},
    ),
    toml("params of Hugo", '[params]\nauthor = "Ada"', {"authors": ["Ada"]}),
    toml("extra of Zola", '[extra]\nauthor = "Ada"', {"authors": ["Ada"]}),
    toml(
        "taxonomies of Zola", '[taxonomies]\ntags = ["a"]\ncategories = ["b"]', {"tags": ["a"], "categories": [["b"]]}
    ),
    toml("a text on lines", 'description = """\na\nb"""', {"description": "a b"}),
    toml("a comment", '# comment\ntitle = "a" # more', {"title": "a"}),
    toml(
        "a bad value",
        'title = "a"\ndraft = "perhaps"',
        {"title": "a", "draft": False},
        bad(3, "draft", '"perhaps"', A_FLAG),
    ),
    toml(
        "a bad value in a table",
        'title = "a"\n[series]\nname = "S"\norder = "x"',
        {"series": "S"},
        bad(5, "series.order", '"x"', "a number"),
    ),
    toml(
        "a bad table in an array",
        '[[authors]]\nname = "Ada"\n[[authors]]\nurl = "https://b.example"',
        {"authors": ["Ada"]},
        bad(4, "authors.2", "a map", A_NAME),
    ),
    toml(
        "a bad item on a line of its own",
        'authors = [\n  "Ada",\n  {url = "https://b.example"},\n]',
        {"authors": ["Ada"]},
        bad(2, "authors.2", "a map", A_NAME),
    ),
    toml(
        "a slip",
        'tilte = "a"',
        {"extra": {"tilte": "a"}},
        '2: "tilte" is no field that is known; it is passed on; did you mean "title"? [byline.field_name]',
    ),
    Case("TOML: CRLF", '+++\r\ntitle = "a"\r\ntags = ["b"]\r\n+++\r\n', FIELDS_READ, body=NO_HEADING, whole=True),
    Case(
        "TOML: a byte-order mark",
        '\ufeff+++\ntitle = "a"\ntags = ["b"]\n+++\n',
        FIELDS_READ,
        body=NO_HEADING,
        whole=True,
    ),
    Case(
        "TOML: an empty line above",
        '\n+++\ntitle = "a"\ntags = ["b"]\n+++\n',
        FIELDS_READ,
        ("2: the header stands below 1 empty line; it is read all the same; delete them [byline.header]",),
        body=NO_HEADING,
        whole=True,
    ),
    Case(
        "TOML: never closed",
        '+++\ntitle = "a"\ntags = ["b"]\n\n',
        FIELDS_READ,
        (f"1: {NOT_CLOSED.format('+++')}",),
        body=NO_HEADING,
        whole=True,
    ),
    Case("TOML: empty", "+++\n+++\n", {"title": "T"}, whole=True),
    broken_toml("YAML in it", 'author = "Ada"\ntitle: a', 3, "Expected '=' after a key in a key/value pair"),
    broken_toml("a text without quotes", 'author = "Ada"\ntitle = a', 3, "Invalid value", " (text wants quotes)"),
    broken_toml("a name that stands twice", 'author = "Ada"\ntitle = "a"\ntitle = "b"', 4, "Cannot overwrite a value"),
    broken_toml("a list that is never closed", 'author = "Ada"\ntags = ["a"', 3, "Unclosed array"),
    broken_toml(
        "a number of 10,000 digits", f'author = "Ada"\nn = {"9" * 10_000}', 3, "a number of more than 200 digits"
    ),
    broken_toml("5,000 levels of names", f'author = "Ada"\n{"a." * 5_000}b = 1', 3, "more than 20 levels of tables"),
    broken_toml(
        "lists in each other", f'author = "Ada"\nx = {"[" * 30}{"]" * 30}', 2, "more than 20 levels of lists and maps"
    ),
    broken_toml(
        "a header of 1 MB", f'author = "Ada"\nx = "{"x" * 1_000_000}"', 1, "a header of more than 100,000 characters"
    ),
)

CASES = (*TEXTS, *DATES, *AUTHORS, *TERMS, *COVERS, *FLAGS, *REST, *SORTS, *NAMES, *SHAPES, *BROKEN, *TOML)

# --- settings --------------------------------------------------------------------------------------------------------

KNOWN_TAGS = {"机器学习": {"aliases": ["機器學習"]}, "Physics": {}}


def under(
    name: str, settings: Mapping[str, Any], header: str, values: Mapping[str, Any], *warnings: str, path: str = ""
) -> Case:
    """A header that means something else under ``settings``."""
    return Case(name, header, values, warnings, path=path, settings=settings)


DID_YOU_MEAN_PHYSICS = 'did you mean "Physics"?'


def foreign(tag: str, hint: str) -> str:
    """What is said of a tag outside of the vocabulary."""
    return f'the tag "{tag}" is not in the registry of tags; it is left out; {hint} [byline.vocabulary]'


UNKNOWN = '{}: "{}" is no field that is known; it is passed on to templates; delete or mend it [byline.field_name]'
NO_ALT = "the cover has no alt; it is taken for decoration; say in cover_alt what it shows [byline.cover_alt]"

SETTINGS = (
    under("keywords are tags", {"tags_from": ("keywords",)}, "keywords: a, b", {"tags": ["a", "b"]}),
    under("keywords beside tags", {"tags_from": ("keywords",)}, "keywords: [b, a]\ntags: [a]", {"tags": ["a", "b"]}),
    under(
        "bad keywords",
        {"tags_from": ("keywords",)},
        "keywords: {a: b}",
        {"tags": []},
        bad(2, "keywords", "a map", TAGS_EXPECTED),
    ),
    under(
        "categories are tags",
        {"tags_from": ("categories",)},
        "categories: [a, b]",
        {"tags": ["a", "b"], "categories": []},
    ),
    under(
        "categories are tags, a category is none",
        {"tags_from": ("categories",)},
        "categories: [a]\ncategory: b",
        {"tags": ["a"], "categories": [["b"]]},
    ),
    under(
        "a flat list is one path",
        {"nested_categories": True},
        "categories: [数学, 代数]",
        {"categories": [["数学", "代数"]]},
    ),
    under(
        "a list of lists is several",
        {"nested_categories": True},
        "categories: [[数学, 代数], [随笔]]",
        {"categories": [["数学", "代数"], ["随笔"]]},
    ),
    under("a text is one category", {"nested_categories": True}, "category: 数学", {"categories": [["数学"]]}),
    under("folders date an article", {"dates_from_folders": True}, "tags: a", {"date": DAY}, path="2024/03/01/title"),
    under(
        "folders date an article by its month",
        {"dates_from_folders": True},
        "tags: a",
        {"date": DAY},
        path="posts/2024/03/title",
    ),
    under(
        "folders make an article",
        {"dates_from_folders": True},
        "title: a",
        {"is_article": True},
        path="2024/03/01/title",
    ),
    under(
        "the header's date wins over the folders'",
        {"dates_from_folders": True},
        "date: 2023-01-02",
        {"date": "2023-01-02T00:00:00+08:00"},
        path="2024/03/01/title",
    ),
    under(
        "the name's date wins over the folders'",
        {"dates_from_folders": True},
        "tags: a",
        {"date": DAY},
        path="2020/01/01/2024-03-01-title",
    ),
    under("folders that are no date", {"dates_from_folders": True}, "tags: a", {"date": None}, path="2024/99/title"),
    under(
        "dates are in the site's zone",
        {"timezone": "America/New_York"},
        "date: 2024-03-01",
        {"date": "2024-03-01T00:00:00-05:00"},
    ),
    under(
        "a zone of the header wins over the site's",
        {"timezone": "America/New_York"},
        "date: 2024-03-01T00:00:00+08:00",
        {"date": DAY},
    ),
    under("the site's licence", {"license": "CC-BY-4.0"}, "tags: a", BY),
    under("the article's licence wins over the site's", {"license": "CC-BY-4.0"}, "license: MIT", MIT),
    under("no licence wins over the site's", {"license": "CC-BY-4.0"}, "license: false", {"license": ""}),
    under(
        "a bad licence leaves the word to the site's",
        {"license": "CC-BY-4.0"},
        "license: {a: b}",
        BY,
        bad(2, "license", "a map", A_LICENSE),
    ),
    under(
        "unknown fields are told",
        {"unknown_fields": True},
        "tags: a\nmine: b\nabbrlink: c",
        {"extra": {"mine": "b", "abbrlink": "c"}},
        UNKNOWN.format(3, "mine"),
        UNKNOWN.format(4, "abbrlink"),
    ),
    under(
        "slips are asked about under unknown fields",
        {"unknown_fields": True},
        "tilte: a",
        {},
        '2: "tilte" is no field that is known; it is passed on; did you mean "title"? [byline.field_name]',
    ),
    under(
        "fields of others are known",
        {"unknown_fields": True},
        "orphan: true\nmyst: {}\ntocdepth: 2\nhide: [toc]\nstatus: x\naffiliations: []\njupytext: {}",
        {},
    ),
    under(
        "fields of others that are read are known",
        {"unknown_fields": True},
        "header: {image: 'https://x.example/a.png'}\nlast_update: {date: 2024-03-01}\ntaxonomies: {tags: [a]}\n"
        "author: Ada\nauthor_url: https://ada.example\nmedia_subpath: /img\nextra: {}\nabout: {}\nlisting: x",
        {},
    ),
    under(
        "keywords that are tags are known",
        {"unknown_fields": True, "tags_from": ("keywords",)},
        "keywords: a",
        {"tags": ["a"]},
    ),
    under(
        "tags outside of the vocabulary are left out",
        {"tags_inline": "ignore", "tags": KNOWN_TAGS},
        "tags: [机器学习, 数学]",
        {"tags": ["机器学习"]},
    ),
    under(
        "aliases are in the vocabulary",
        {"tags_inline": "ignore", "tags": KNOWN_TAGS},
        "tags: [機器學習, physics]",
        {"tags": ["機器學習", "physics"]},
    ),
    under(
        "tags outside of the vocabulary are told",
        {"tags_inline": "warn", "tags": KNOWN_TAGS},
        "tags:\n- 机器学习\n- 数学",
        {"tags": ["机器学习"]},
        f"4: {foreign('数学', 'add it to tags.yml or byline_tags, or mend it')}",
    ),
    under(
        "a slip in a tag is asked about",
        {"tags_inline": "warn", "tags": KNOWN_TAGS},
        "tags: [Phsyics]",
        {"tags": []},
        f"2: {foreign('Phsyics', DID_YOU_MEAN_PHYSICS)}",
    ),
    under("an open vocabulary takes every tag", {"tags": KNOWN_TAGS}, "tags: [数学]", {"tags": ["数学"]}),
    under(
        "a default cover",
        {"default_cover": "img/root.png"},
        "tags: a",
        {"cover": "img/root.png", "card": "img/root.png", "social": "img/root.png", "cover_size": [16, 9]},
    ),
    under(
        "a default cover at an address",
        {"default_cover": "https://x.example/a.png"},
        "tags: a",
        {"cover": "https://x.example/a.png"},
    ),
    under("a cover wins over the default", {"default_cover": "img/root.png"}, "cover: cover.png", EVERYWHERE),
    under("cover: false wins over the default", {"default_cover": "img/root.png"}, "cover: false\ntags: a", NOWHERE),
    under(
        "cover: true takes the default",
        {"default_cover": "img/root.png"},
        "cover: true\ntags: a",
        {"cover": "img/root.png"},
    ),
    under(
        "a cover without an alt is told",
        {"cover_alt_required": True},
        "title: a\ncover: cover.png",
        EVERYWHERE,
        f"3: {NO_ALT}",
    ),
    under(
        "a cover at an address without an alt is told",
        {"cover_alt_required": True},
        "image: https://x.example/a.png",
        {},
        f"2: {NO_ALT}",
    ),
    under(
        "a cover with an alt is not told",
        {"cover_alt_required": True},
        "cover: cover.png\ncover_alt: A",
        {"cover_alt": "A"},
    ),
    under("a cover in lists alone wants no alt", {"cover_alt_required": True}, "index_img: cover.png", CARD),
    under("a folder of the site's", {"image_folders": ("articles",)}, "cover: /cover.png", EVERYWHERE, path="other/a"),
    under(
        "a folder that is not the site's",
        {"image_folders": ()},
        "cover: /img/served.png",
        NOWHERE,
        f"2: {lost('/img/served.png')} [byline.cover]",
    ),
    under(
        "articles by their folder", {"article_include": ("guide/*",)}, "title: a", {"is_article": True}, path="guide/a"
    ),
    under(
        "no articles by their folder",
        {"article_exclude": ("guide/*",)},
        "tags: a",
        {"is_article": False},
        path="guide/a",
    ),
)

# --- what a case says of an article ----------------------------------------------------------------------------------


def facts(article: Article | None) -> dict[str, Any]:
    """What is known of an article, in the forms that JSON has."""
    if article is None:
        return {"is_article": False}
    license_held, series = article.license, article.series
    return {
        "is_article": True,
        **{name: getattr(article, name) for name in ("title", "short_title", "subtitle", "description", "teaser")},
        "date": _date(article.date),
        "time": article.date is not None and article.date.has_time,
        "updated": _date(article.updated),
        "revised": article.revised is not None,
        "authors": [author.name for author in article.authors],
        "people": [_person(author) for author in article.authors],
        "tags": [tag.label for tag in article.tags],
        "tag_slugs": [tag.slug for tag in article.tags],
        "categories": [list(category.path) for category in article.categories],
        "category_slugs": [category.slug for category in article.categories],
        "series": series.label if series else None,
        "series_slug": series.slug if series else None,
        "series_order": series.order if series else None,
        **{name: _source(getattr(article, name)) for name in ("cover", "card", "social")},
        **_details(article.cover),
        **{name: getattr(article, name) for name in ("draft", "unlisted", "pin", "lang", "canonical", "toc", "doi")},
        **{name: getattr(article, name) for name in ("translation_of", "translation_key")},
        "pinned": article.pin > 0,
        "license": license_held.name if license_held else "",
        "license_url": license_held.url if license_held else "",
        "redirects": list(article.redirects),
        "comments": article.comments,
        "minutes": article.minutes,
        "macros": dict(article.macros),
        "citation": dict(article.citation),
        "extra": dict(article.extra),
    }


def _date(moment: Moment | None) -> str | None:
    return moment.when.isoformat() if moment else None


def _person(author: Author) -> dict[str, Any]:
    known = {name: getattr(author, name) for name in ("name", "url", "avatar", "bio", "email", "orcid", "affiliation")}
    known |= {"kind": author.kind if author.kind != "person" else "", "socials": dict(author.socials)}
    return {name: value for name, value in known.items() if value}


def _source(image: Cover | None) -> str | None:
    return (image.path or image.url) if image else None


def _details(image: Cover | None) -> dict[str, Any]:
    if image is None:
        return {}
    details = {f"cover_{name}": getattr(image, name) for name in ("alt", "caption", "credit", "position")}
    return {**details, "cover_size": [image.width, image.height]}


# --- the site --------------------------------------------------------------------------------------------------------


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\0" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="160" height="90"></svg>'
FILES = {
    "index.md": b"# Home\n",
    "articles/cover.png": png(32, 18),
    "articles/b.png": png(16, 9),
    "articles/ada.png": png(8, 8),
    "articles/封面.png": png(16, 9),
    "articles/img/in.png": png(16, 9),
    "articles/notes.txt": b"x",
    "img/root.png": png(16, 9),
    "static/img/served.png": png(16, 9),
    "articles/c.svg": SVG,
    **{f"articles/c.{suffix}": b"" for suffix in ("jpg", "jpeg", "webp", "avif", "gif")},
}
CONF = """\
language = "{}"
extensions = ["sphinx_byline"]
html_theme = "byline"
byline_timezone = "Asia/Shanghai"
byline_article_include = ["articles/**"]
byline_drafts = True
"""
DOCNAMES = {case.name: case.path or f"articles/case{number}" for number, case in enumerate(CASES)}
_WARNING = re.compile(r"^(?P<file>[^\n:]+)\.md:(?P<line>\d+): WARNING: (?P<message>.*)$", re.DOTALL)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Site:
    """What one build of every case has found, by document."""

    facts: Mapping[str, Mapping[str, Any]]
    warnings: Mapping[str, list[str]]


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.fixture(scope="module", params=LANGUAGES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp(request.param)
    documents = {f"{DOCNAMES[case.name]}.md": case.source.encode() for case in CASES}
    write(folder / "source", {**FILES, **documents, "conf.py": CONF.format(request.param).encode()})
    app = SphinxTestApp("dummy", srcdir=folder / "source", builddir=folder / "build")
    try:
        app.build()
        assert app.config.language == request.param
        articles: Mapping[str, Article] = app.env.domains["byline"].articles  # type: ignore[attr-defined]
        found = {docname: facts(articles.get(docname)) for docname in app.env.all_docs}
        for case in CASES:
            if "headings" in case.values:
                docname = DOCNAMES[case.name]
                found[docname]["headings"] = headings(app.env.get_doctree(docname))
        return Site(found, told(app.warning.getvalue(), Path(app.srcdir)))
    finally:
        app.cleanup()


def headings(document: nodes.document) -> list[str]:
    """Titles of the first level."""
    return [
        node.astext() for section in document.children for node in section.children if isinstance(node, nodes.title)
    ]


def told(output: str, srcdir: Path) -> dict[str, list[str]]:
    """The warnings of each document; of others by the name of nothing."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for line in _COLOUR.sub("", output).replace(f"{srcdir}/", "").splitlines():
        found = _WARNING.match(line)
        if found is None:
            grouped[""].append(line)
        else:
            grouped[found["file"]].append(f"{found['line']}: {found['message']}")
    return dict(grouped)


# --- tests -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_header_means_what_its_author_meant_and_tells_what_is_wrong(site, case):
    docname = DOCNAMES[case.name]
    found = site.facts[docname]
    assert {key: found.get(key, UNKNOWN_FACT) for key in case.values} == dict(case.values)
    assert site.warnings.get(docname, []) == list(case.warnings)


@pytest.mark.parametrize("reader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(
    "case", [case for case in (*SHAPES, *BROKEN) if len(case.source) < 5_000], ids=lambda case: case.name
)
def test_what_is_told_of_a_header_does_not_depend_on_how_pyyaml_was_built(tmp_path, monkeypatch, reader, case):
    if not hasattr(yaml, reader):
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr("sphinx_byline.collect.yaml_header._LOADER", getattr(yaml, reader))
    write(tmp_path, FILES)
    found = examine(case.source, "articles/a", open_publication(Settings(timezone="Asia/Shanghai"), tmp_path)).findings
    assert [f"{finding.line}: {finding.message} [byline.{finding.kind.value}]" for finding in found] == list(
        case.warnings
    )


def test_nothing_is_told_of_anything_but_the_headers(site):
    assert set(site.warnings) <= set(DOCNAMES.values())


def test_what_weighs_less_comes_first(site):
    pins = [site.facts[DOCNAMES[name]]["pin"] for name in ("weight 1", "weight 2", "weight 300")]
    assert pins == sorted(pins, reverse=True)
    assert len(set(pins)) == len(pins)


@pytest.mark.parametrize("case", SETTINGS, ids=lambda case: case.name)
def test_a_setting_changes_what_a_header_means(tmp_path, case):
    write(tmp_path, FILES)
    settings = Settings(**{"timezone": "Asia/Shanghai", **case.settings})
    publication = open_publication(settings, tmp_path)
    assert publication.faults == ()
    examined = examine(case.source, case.path or "articles/a", publication)
    found = {**facts(examined.matter.article), "is_article": examined.matter.is_article}
    assert {key: found.get(key, UNKNOWN_FACT) for key in case.values} == dict(case.values)
    told_of = [f"{finding.line}: {finding.message} [byline.{finding.kind.value}]" for finding in examined.findings]
    assert told_of == list(case.warnings)


def test_a_default_cover_that_is_missing_is_told_once_and_no_article_has_it(tmp_path):
    publication = open_publication(Settings(default_cover="gone.png"), tmp_path)
    (fault,) = publication.faults
    assert fault.message.startswith('byline_default_cover: the cover "gone.png" is not there')
    assert facts(examine("---\ntags: a\n---\n", "a", publication).matter.article)["cover"] is None


@pytest.mark.parametrize(
    ("settings", "built"),
    [
        ({}, {"past", "future"}),
        ({"byline_future_drafts": True}, {"past"}),
        ({"byline_drafts": True}, {"past", "future", "draft", "_drafts/a"}),
        ({"byline_drafts": True, "byline_future_drafts": True}, {"past", "future", "draft", "_drafts/a"}),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)
def test_drafts_and_what_lies_in_the_future_are_built_where_the_settings_ask_for_it(
    build, monkeypatch, settings, built
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1709222400")  # 2024-02-29 16:00 UTC: midnight in Shanghai
    files = {
        "index.md": "# Home\n",
        "past.md": "---\ndate: 2024-03-01\n---\n# Past\n",
        "future.md": "---\ndate: 2024-03-02\n---\n# Future\n",
        "draft.md": "---\ndraft: true\ntags: a\n---\n# Draft\n",
        "_drafts/a.md": "---\ntags: a\n---\n# A\n",
    }
    site = build(files, builder="dummy", confoverrides={"byline_timezone": "Asia/Shanghai", **settings})
    assert set(site.env.domains["byline"].articles) == built


def test_each_case_has_a_name_and_a_file_of_its_own():
    assert len({case.name for case in CASES}) == len(CASES) >= 280
    assert len({name.casefold() for name in DOCNAMES.values()}) == len(CASES)


def test_there_is_a_case_for_every_name_of_every_field():
    covered = {case.name for case in CASES}
    wanted = {f"{field.name} as {name}" for field in FIELDS for name in (*field.names, *field.opposites)}
    assert wanted - covered == set()
