"""The single source of our settings.

A field of :class:`Settings` is a ``byline_*`` value of conf.py, its default, its check and its help.
"""

from __future__ import annotations

import dataclasses
import difflib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sphinx_byline.collect.presets import written_in_conf
from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.model.conventions import Conventions
from sphinx_byline.model.kinds import KIND_OF_FOLDER, KINDS
from sphinx_byline.model.languages import bcp47
from sphinx_byline.model.lookup import flag_of
from sphinx_byline.model.macros import latex_macros, macro_of
from sphinx_byline.model.slugs import is_slug_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

PREFIX = "byline_"
#: Set to 1 in the environment, it switches ``byline_drafts`` on for one build.
DRAFTS_VARIABLE = "BYLINE_DRAFTS"
#: Fields that hold tags in some tools and something else in others.
TAGS_FROM = ("keywords", "categories")

_WIDEST = 16383
"""px; more than that a WebP image cannot hold."""


def _flag(value: object) -> str:
    return "" if isinstance(value, bool) else "True or False"


def _globs(value: object) -> str:
    fits = isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
    return "" if fits else "a list of globs over document names"


def _folders(value: object) -> str:
    fits = isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
    return "" if fits else "a list of folders, from the source folder"


def _text(value: object) -> str:
    return "" if isinstance(value, str) else "a text"


def _registry(value: object) -> str:
    keys = all(isinstance(key, str) for key in value) if isinstance(value, dict) else False
    return "" if keys else "a map from names to texts or maps"


def _one_of(*values: str) -> Callable[[object], str]:
    said = " or ".join(f'"{value}"' for value in values)
    return lambda value: "" if isinstance(value, str) and value in values else said


def _some_of(*values: str) -> Callable[[object], str]:
    said = " and ".join(f'"{value}"' for value in values)
    return lambda value: (
        "" if isinstance(value, list | tuple) and set(map(str, value)) <= set(values) else f"a list of {said}"
    )


def _path_part(value: object) -> str:
    return "" if isinstance(value, str) and is_slug_path(value) else 'a folder name such as "tags"'


def _count(value: object) -> str:
    return "" if isinstance(value, int) and not isinstance(value, bool) and value > 0 else "a whole number from 1"


def _amount(value: object) -> str:
    return "" if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else "a whole number from 0"


def _widths(value: object) -> str:
    fits = isinstance(value, list | tuple) and all(
        isinstance(width, int) and not isinstance(width, bool) and 0 < width <= _WIDEST for width in value
    )
    return "" if fits else "a list of widths in px, such as [480, 960, 1600]"


def _number(value: object) -> str:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    return "" if fits else "a number from 0"


def _sites(value: object) -> str:
    fits = isinstance(value, dict) and all(
        isinstance(language, str) and isinstance(address, str) and bool(urlsplit(address).scheme)
        for language, address in value.items()
    )
    return "" if fits else 'a map such as {"en": "https://example.org/en/"}'


def _language_tag(value: object) -> str:
    fits = isinstance(value, str) and (not value or bcp47(value) == value)
    return "" if fits else 'a language tag (BCP 47) such as "zh-Hans"'


def _macros(value: object) -> str:
    if isinstance(value, str):
        fits = not latex_macros(value)[1]
    else:
        fits = isinstance(value, dict) and all(macro_of(str(name), text) for name, text in value.items())
    return "" if fits else r'a map such as {r"\R": r"\mathbb{R}"}, or LaTeX such as \newcommand{\R}{\mathbb{R}}'


def _zone(value: object) -> str:
    try:
        ZoneInfo(value if isinstance(value, str) else "")
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return 'an IANA time zone such as "Asia/Shanghai"'
    return ""


def _setting(default: Any, check: Callable[[object], str], rebuild: str, help_text: str) -> Any:
    metadata = {"check": check, "rebuild": rebuild, "help": help_text, "default": default}
    if isinstance(default, dict):
        return field(default_factory=dict, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What conf.py says of a publication. ``check`` returns what is expected, or nothing where the value fits."""

    article_include: tuple[str, ...] = _setting(
        (), _globs, "env", "Documents that are articles even without an author, date, tags or cover in their header."
    )
    article_exclude: tuple[str, ...] = _setting((), _globs, "env", "Documents that are never articles.")
    timezone: str = _setting("UTC", _zone, "env", "IANA name of the zone of dates that name none.")
    dates_from_folders: bool = _setting(
        False, _flag, "env", "Let folders date an article: `2024/03/01/title.md`, `2024/03/title.md`."
    )
    future_drafts: bool = _setting(
        False,
        _flag,
        "env",
        "Articles dated later than the build are drafts. The build's time is `SOURCE_DATE_EPOCH` where that is set.",
    )
    license: str = _setting(
        "", _text, "env", "Licence of articles that name none: an SPDX identifier, a text, an address."
    )
    unknown_fields: bool = _setting(False, _flag, "env", "Warn of fields of the header that nobody knows.")
    authors: Mapping[str, Any] = _setting(
        {}, _registry, "", "What is known of authors, by key: beside `authors.yml`, over which it wins."
    )
    tags: Mapping[str, Any] = _setting({}, _registry, "env", "What is known of tags, likewise beside `tags.yml`.")
    categories: Mapping[str, Any] = _setting(
        {}, _registry, "", "What is known of categories, likewise beside `categories.yml`."
    )
    series: Mapping[str, Any] = _setting({}, _registry, "", "What is known of series, likewise beside `series.yml`.")
    tags_inline: str = _setting(
        "allow",
        _one_of("allow", "ignore", "warn"),
        "env",
        "What becomes of a tag that the registry does not have: it is taken, or left out, or left out with a warning.",
    )
    tags_from: tuple[str, ...] = _setting(
        (), _some_of(*TAGS_FROM), "env", "Further fields that hold tags: `keywords`, `categories`."
    )
    nested_categories: bool = _setting(
        False, _flag, "env", "A flat list of categories is one path, from the outer to the inner, as Hexo reads it."
    )
    default_cover: str = _setting(
        "", _text, "env", "Cover of articles that have none: a file from the source folder, or an address."
    )
    cover_alt_required: bool = _setting(False, _flag, "env", "Warn of covers without an `alt`.")
    image_folders: tuple[str, ...] = _setting(
        ("static", "public", "source", "assets"),
        _folders,
        "env",
        "Folders that other tools serve as the root of the site: an image `/a.png` may lie in them.",
    )
    image_widths: tuple[int, ...] = _setting(
        (480, 960, 1600),
        _widths,
        "html",
        "Widths (px) of the copies of covers that browsers choose from, where `sphinx-byline[images]` is installed; "
        "`[]` for none.",
    )
    tags_path: str = _setting("tags", _path_part, "env", "First part of the addresses of tag pages.")
    authors_path: str = _setting("authors", _path_part, "env", "First part of the addresses of author pages.")
    categories_path: str = _setting("categories", _path_part, "env", "First part of the addresses of category pages.")
    series_path: str = _setting("series", _path_part, "env", "First part of the addresses of series pages.")
    archive_path: str = _setting("archive", _path_part, "env", "First part of the addresses of the archive.")
    tag_pages: bool = _setting(True, _flag, "env", "Generate a page for each tag, and their index.")
    author_pages: bool = _setting(True, _flag, "env", "Generate a page for each author, and their index.")
    category_pages: bool = _setting(True, _flag, "env", "Generate a page for each category, and their index.")
    series_pages: bool = _setting(True, _flag, "env", "Generate a page for each series, and their index.")
    archive_pages: bool = _setting(True, _flag, "env", "Generate the archive: all articles, by year and by month.")
    navigation: tuple[str, ...] = _setting(
        tuple(KIND_OF_FOLDER),
        _some_of(*KIND_OF_FOLDER),
        "html",
        "Indexes that the header of every page leads to, as far as there are any, in this order.",
    )
    home_list: bool = _setting(
        True, _flag, "env", "Append the list of articles to a root document that shows neither a list nor a toctree."
    )
    per_page: int = _setting(24, _count, "html", "Articles on one page of a generated list.")
    archive_per_page: int = _setting(100, _count, "html", "Articles on one page of the archive.")
    neighbours: str = _setting(
        "series",
        _one_of("series", "date", "toctree", "none"),
        "html",
        "What stands before and after an article: the parts of its series, else the articles by date; by date alone; "
        "the documents of the toctree; nothing. Other documents always go by the toctree.",
    )
    related: int = _setting(6, _amount, "html", "At most so many related articles below an article; 0 for none.")
    related_newer: bool = _setting(
        False,
        _flag,
        "html",
        "Show newer articles among the related ones too; old pages then change with each new article.",
    )
    related_threshold: float = _setting(
        0.25,
        _number,
        "html",
        "Bits that two articles have to share to be related: a tag that every other article has is worth one bit.",
    )
    language: str = _setting(
        "",
        _language_tag,
        "env",
        "The site's language (BCP 47) in HTML, EPUB and feeds, where Sphinx's `language` cannot say it: `zh-Hans`.",
    )
    translations: Mapping[str, Any] = _setting(
        {},
        _sites,
        "html",
        'Other builds of the same sources, by language: `{"en": "https://example.org/en/"}`. Each page links to them.',
    )
    cjk_emphasis: bool = _setting(
        True, _flag, "env", "Let ** and * open and close beside full-width punctuation (CommonMark CJK-friendly)."
    )
    math_interrupts: bool = _setting(
        True, _flag, "env", "Let $$ on a line of its own end the paragraph above it, without a blank line between."
    )
    math_engine: str = _setting(
        "auto",
        _one_of("auto", "quickjs-ng", "mini-racer"),
        "",
        "The package whose JavaScript engine typesets formulas; of those installed the fastest, mini-racer. "
        "The pages are the same.",
    )
    math_macros: Mapping[str, Any] | str = _setting(
        {},
        _macros,
        "env",
        r'Macros for all formulas: a map such as `{r"\R": r"\mathbb{R}"}`, or a text with LaTeX definitions. '
        "A page's own, `math` in its header, win.",
    )
    math_cache: str = _setting(
        "",
        _text,
        "",
        "Folder for typeset formulas, from the folder of conf.py, for a CI that keeps it from build to build; "
        "else they are kept beside the doctrees.",
    )
    soft_breaks: bool = _setting(
        True, _flag, "env", "Join lines that break between two Chinese or Japanese characters, without a space."
    )
    heading_anchors: bool = _setting(True, _flag, "env", "Give headings readable anchors in every script.")
    search: str = _setting(
        "byline",
        _one_of("byline", "pagefind"),
        "html",
        "What finds in the theme's search: its own index, which a browser loads whole when search is opened, or "
        "Pagefind's, for sites of many thousands of pages.",
    )
    drafts: bool = _setting(False, _flag, "env", "Build drafts too; they carry a badge and stay out of the feed.")
    redirects: bool = _setting(True, _flag, "", "Write a page at each old address of an article that leads to it.")
    redirects_file: bool = _setting(
        False, _flag, "", "Write old addresses into `_redirects` too, for hosts that answer by it: Netlify, Cloudflare."
    )
    feed: bool = _setting(True, _flag, "html", "Write an Atom feed where html_baseurl is set.")
    metadata: bool = _setting(True, _flag, "html", "Write description, Open Graph and JSON-LD into the pages' head.")

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def macros(self) -> dict[str, str]:
        """The site's macros for formulas: names with their backslash, and what they stand for."""
        if isinstance(self.math_macros, str):
            return latex_macros(self.math_macros)[0]
        read = (macro_of(str(name), text) for name, text in self.math_macros.items())
        return dict(macro for macro in read if macro)

    @property
    def conventions(self) -> Conventions:
        """How headers are read."""
        return Conventions(
            zone=self.zone,
            tags_from=self.tags_from,
            nested_categories=self.nested_categories,
            folder_dates=self.dates_from_folders,
            license=self.license,
            unknown_fields=self.unknown_fields,
        )


def register(app: Sphinx) -> None:
    """Make each setting known to Sphinx, and check what conf.py says before anybody reads it."""
    if f"{PREFIX}article_include" in app.config:
        return  # A room that is an extension of its own was here before.
    for setting in dataclasses.fields(Settings):
        default = default_of(setting)
        # A wrong type is our own warning, which names the default that is used instead; Sphinx takes 1 for no 1.0.
        types = (int, float) if isinstance(default, float) else (dict, str) if isinstance(default, dict) else ()
        app.add_config_value(PREFIX + setting.name, default, setting.metadata["rebuild"], types=types)
    app.connect("config-inited", check_settings, priority=100)


def default_of(setting: dataclasses.Field[Any]) -> Any:
    """The default of a setting as conf.py would write it."""
    default = setting.metadata["default"]
    return list(default) if isinstance(default, tuple) else dict(default) if isinstance(default, dict) else default


def settle(values: Mapping[str, Any]) -> tuple[Settings, list[str]]:
    """The settings of ``values``, by names without their prefix, and what is said of those that do not fit.

    What is missing, and what does not fit, is its default; names that are no settings are none of this function's.
    """
    settled: dict[str, Any] = {}
    faults: list[str] = []
    for setting in dataclasses.fields(Settings):
        default = default_of(setting)
        value = values.get(setting.name, default)
        if expected := setting.metadata["check"](value):
            faults.append(f"{PREFIX}{setting.name} is {shown(value)}; {default!r} is used instead; expected {expected}")
            value = default
        settled[setting.name] = tuple(value) if isinstance(value, list) else value
    paths = [kind.path_setting for kind in KINDS.values()]
    if len({settled[path].casefold() for path in paths}) < len(paths):
        said = ", ".join(f"{PREFIX}{path}" for path in paths)
        faults.append(f"two of {said} are the same; the defaults are used instead; give each its own")
        settled.update({kind.path_setting: kind.folder for kind in KINDS.values()})
    if flag_of(os.environ.get(DRAFTS_VARIABLE, "")):
        settled["drafts"] = True
    return Settings(**settled), faults


def slips(names: Iterable[str]) -> list[str]:
    """What is said of names of conf.py that look like settings of ours and are none."""
    known = [PREFIX + setting.name for setting in dataclasses.fields(Settings)]
    found = []
    for name in sorted(names):
        if name.startswith(PREFIX) and name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {close[0]}?" if close else "the guide lists every setting"
            found.append(f"{name} is no setting; it is left out; {hint}")
    return found


def check_settings(_app: Sphinx, config: Config) -> None:
    """Put the default in place of each value that does not fit, with one warning each."""
    names = [setting.name for setting in dataclasses.fields(Settings)]
    settings, faults = settle({name: getattr(config, PREFIX + name) for name in names})
    for name in names:
        value = getattr(settings, name)
        setattr(config, PREFIX + name, list(value) if isinstance(value, tuple) else value)
    written = [name for name in written_in_conf(config) or () if name not in config]
    for fault in (*faults, *slips(written)):
        # Sphinx cannot place a warning yet: there is no environment when conf.py has just been read.
        warn(Warn.SETTING, f"conf.py: {fault}")


def read_settings(config: Config) -> Settings:
    """The settings of a build, from values that :func:`check_settings` has seen."""
    values: dict[str, Any] = {}
    for setting in dataclasses.fields(Settings):
        value = getattr(config, PREFIX + setting.name)
        values[setting.name] = tuple(value) if isinstance(value, list) else value
    return Settings(**values)
