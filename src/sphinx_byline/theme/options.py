"""The single source of what an option of the theme may be; names, defaults and their help stand in ``theme.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sphinx_byline.collect.warnings import Warn, shown, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.theming import Theme

#: A CSS colour: a name, hexadecimal digits, or a colour function of numbers. Nothing that could end the declaration.
_COLOUR = r"#[0-9a-fA-F]{3,8}|[a-zA-Z]+|(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\([\w\s.,%/+-]+\)"
_LENGTH = r"(?:\d{1,4}(?:\.\d{1,3})?(?:em|rem|ch|ic|px))?"
_ADDRESS = r"(?:https?://[^\s\"'<>]+)?"

#: What Sphinx takes for yes and no where a value is text.
_YES, _NO = frozenset({"true", "1", "yes", "on"}), frozenset({"false", "0", "no", "off"})

#: Where a file of a repository is edited, by the software that serves it; the names of hosts tell which that is.
_EDITORS = {
    "github": "{repository}/edit/{branch}/{file}",
    "gitlab": "{repository}/-/edit/{branch}/{file}",
    "bitbucket": "{repository}/src/{branch}/{file}?mode=edit",
    "gitea": "{repository}/_edit/{branch}/{file}",
}
_HOSTS = {"gitlab": "gitlab", "bitbucket": "bitbucket", "codeberg": "gitea", "gitea": "gitea", "forgejo": "gitea"}


@dataclass(frozen=True, slots=True)
class Check:
    """Which values an option takes, and what is said of others."""

    fits: Callable[[object], bool]
    expected: str


def _matches(pattern: str, expected: str) -> Check:
    compiled = re.compile(pattern)
    return Check(lambda value: isinstance(value, str) and compiled.fullmatch(value.strip()) is not None, expected)


def _one_of(*values: str) -> Check:
    return Check(lambda value: value in values, " or ".join(f'"{value}"' for value in values))


def is_on(value: object) -> bool:
    """Whether the value of a flag is yes: from the command line it is text."""
    return str(value).lower() in _YES


def _is_flag(value: object) -> bool:
    return isinstance(value, bool) or str(value).lower() in _YES | _NO


def _is_links(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(title, str) and title.strip() and isinstance(target, str) and target.strip()
        for title, target in value.items()
    )


_TEXT = Check(lambda value: isinstance(value, str), "a text")
_FLAG = Check(_is_flag, "True or False")
_LINKS = Check(_is_links, 'a map such as {"About": "about", "Code": "https://example.org"}')

CHECKS: Mapping[str, Check] = {
    "accent": _matches(_COLOUR, "a CSS colour such as #b03a22 or teal"),
    "heading_font": _one_of("serif", "sans"),
    "body_font": _one_of("", "serif", "sans"),
    "width": _matches(_LENGTH, 'a CSS length such as "38em", or nothing'),
    "hero": _one_of("beside", "wide", "none"),
    "toc": _FLAG,
    "toc_depth": Check(lambda value: str(value) in set("0123456"), "a number from 0 to 6"),
    "sidenotes": _FLAG,
    "citation": _one_of("asked", "always", "never"),
    "announcement": _TEXT,
    "links": _LINKS,
    "social": _LINKS,
    "footer": _TEXT,
    "repository_url": _matches(_ADDRESS, "an address that begins with https://"),
    "repository_host": _one_of("", *_EDITORS),
    "repository_branch": _TEXT,
    "docs_path": _TEXT,
    "comments": _one_of("", "giscus", "utterances"),
    "comments_repo": _matches(r"(?:[\w.-]+/[\w.-]+)?", "a GitHub repository such as ada/notes"),
    "comments_repo_id": _TEXT,
    "comments_category": _TEXT,
    "comments_category_id": _TEXT,
}


def checked_options(theme: Theme, options: Mapping[str, Any]) -> dict[str, Any]:
    """``html_theme_options`` without what does not fit, one warning each; the theme's own defaults take its place.

    A name that is no option is Sphinx's to warn of.
    """
    fitting = dict(options)
    for name, check in CHECKS.items():
        if name not in options or options[name] is None or check.fits(options[name]):
            continue
        default = theme.get_config("options", name)
        warn(
            Warn.SETTING,
            f'conf.py: html_theme_options["{name}"] is {shown(options[name])}; {default!r} is used instead; '
            f"expected {check.expected}",
        )
        del fitting[name]
    return fitting


def edit_address(options: Mapping[str, Any], file: str) -> str:
    """Where a reader can edit ``file``, a path from the folder of conf.py; empty where no repository is known."""
    repository = str(options.get("theme_repository_url") or "").strip().rstrip("/")
    if not repository:
        return ""
    host = options.get("theme_repository_host") or next(
        (kind for part, kind in _HOSTS.items() if part in repository.split("/")[2].lower()), "github"
    )
    folder = str(options.get("theme_docs_path") or "").strip("/ ")
    path = f"{folder}/{file}" if folder else file
    branch = quote(str(options.get("theme_repository_branch") or "main"))
    return _EDITORS[host].format(repository=repository, branch=branch, file=quote(path))


def targets(links: Mapping[str, str], address: Callable[[str], str]) -> list[dict[str, str]]:
    """Links of an option as templates draw them; ``address`` gives that of a document, nothing where there is none."""
    found = []
    for title, target in links.items():
        place = target.strip()
        away = ":" in place or place.startswith(("/", "#"))
        url = place if away else address(place.removesuffix(".md").removesuffix(".rst"))
        if url and not place.lower().startswith(("javascript:", "data:")):
            found.append({"title": title, "url": url})
    return found
