"""The single source of what leads from old addresses: which file an address is, what stands in it, and rules for hosts.

Pure: from values to a path and a text.
"""

from __future__ import annotations

import posixpath
import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from sphinx_byline.model.names import path_from_root

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
#: What names of files hold on no system, or not on Windows.
_REFUSED = re.compile(r'[\x00-\x1f<>:"|?*\\]')
_PAGES = (".html", ".htm")
_LONGEST_NAME = 200
"""Bytes of one part of a path; file systems take 255, and a temporary name needs some."""
_MOST_PARTS = 20
#: What Sphinx and we ourselves keep at the top of the output, and folders that begin with "_".
_RESERVED = re.compile(r"_.*|\.(?:doctrees|buildinfo.*|nojekyll)|atom\.xml|objects\.inv|searchindex\.js", re.IGNORECASE)
#: Netlify, Cloudflare Pages and GitLab Pages answer by this file at the top of a site.
RULES_FILE = "_redirects"
_RULES_BEGIN, _RULES_END = "# sphinx-byline: old addresses", "# sphinx-byline: end"
#: By this a page is known as one of ours.
MARK = '<meta name="generator" content="sphinx-byline: old address" />'


def redirect_file(address: str, docname: str) -> str | None:
    """The file, from the output folder with ``/``, that a server hands out for an old ``address`` of ``docname``.

    ``/old/`` and ``/old`` are ``old/index.html``, ``/old.html`` is itself; without a leading ``/`` the address begins
    at the folder of the document, as Hugo has it. None for what is no path on this site.
    """
    if _SCHEME.match(address):
        return None
    path = unquote(re.split("[?#]", address)[0], errors="replace")
    file = path_from_root(path, docname)
    if file is None:
        return None
    if not file.lower().endswith(_PAGES):
        file = posixpath.join(file, "index.html")
    *folders, _ = parts = file.split("/")
    if _RESERVED.fullmatch(parts[0]) or any(folder.lower().endswith(_PAGES) for folder in folders):
        return None
    long = len(parts) > _MOST_PARTS or any(len(part.encode("utf-8", "replace")) > _LONGEST_NAME for part in parts)
    return None if long or _REFUSED.search(file) or "\ufffd" in file else file


def redirect_page(title: str, address: str, canonical: str, language: str) -> bytes:
    """The page that leads to ``address``, from where it stands; ``canonical`` is the absolute address, or empty.

    It needs no script, and search engines take the new address for the old one.
    """
    name, target = escape(title), escape(address)
    return f"""\
<!DOCTYPE html>
<html lang="{escape(language)}">
<head>
<meta charset="utf-8" />
<title>{name}</title>
{MARK}
<meta name="robots" content="noindex" />
<link rel="canonical" href="{escape(canonical or address)}" />
<meta http-equiv="refresh" content="0; url={target}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
</head>
<body>
<p><a href="{target}">{name}</a></p>
</body>
</html>
""".encode("utf-8", "replace")


def old_paths(file: str) -> list[str]:
    """The paths, percent-encoded, at which browsers ask for ``file``: with and without the last ``/`` of a folder."""
    path = f"/{quote(file)}"
    if not path.endswith("/index.html"):
        return [path]
    folder = path.removesuffix("index.html")
    return [folder] if folder == "/" else [folder.rstrip("/"), folder]


def with_rules(text: str, rules: Iterable[tuple[str, str]]) -> str:
    """A ``_redirects`` file that says ``text`` and, between two comments, ``rules`` from one path to another, for good.

    Rules that were put there before are replaced; without any ``text`` is all there is.
    """
    before, _, rest = text.partition(f"{_RULES_BEGIN}\n")
    _, ended, after = rest.partition(f"{_RULES_END}\n")
    own = before + (after if ended else rest)
    lines = [f"{old} {new} 301\n" for old, new in rules]
    if not lines:
        return own
    own = own if not own or own.endswith("\n") else f"{own}\n"
    return f"{own}{_RULES_BEGIN}\n{''.join(lines)}{_RULES_END}\n"
