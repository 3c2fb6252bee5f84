"""The single source of pages at old addresses: which file an address is, and what stands in it.

Pure: from values to a path and a text.
"""

from __future__ import annotations

import posixpath
import re
from html import escape
from urllib.parse import unquote

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
#: What names of files hold on no system, or not on Windows.
_REFUSED = re.compile(r'[\x00-\x1f<>:"|?*\\]')
_PAGES = (".html", ".htm")
_LONGEST_NAME = 200
"""Bytes of one part of a path; file systems take 255, and a temporary name needs some."""
_MOST_PARTS = 20
#: What Sphinx and we ourselves keep at the top of the output, and folders that begin with "_".
_RESERVED = re.compile(r"_.*|\.(?:doctrees|buildinfo.*|nojekyll)|atom\.xml|objects\.inv|searchindex\.js", re.IGNORECASE)
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
    whole = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(docname), path)
    depth = 0
    for part in whole.split("/"):
        depth += -1 if part == ".." else part not in {"", "."}
        if depth < 0:
            return None  # Above the site.
    file = posixpath.normpath(whole).strip("/")
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
