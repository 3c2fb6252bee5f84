"""The single source of how a licence is written: an SPDX identifier, a text, an address, a map, or none at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_byline.model.article import HeaderValue, License
from sphinx_byline.model.lookup import first_text, flag_of, web_address
from sphinx_byline.model.plaintext import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

# ``CC-BY-NC-SA-4.0`` of the SPDX list, and the ways in which people write it: ``CC BY-NC-SA``, ``cc by 4.0``.
_CREATIVE_COMMONS = re.compile(
    r"CC[- ](?P<parts>BY(?:-NC)?(?:-SA|-ND)?)(?:[- ](?P<version>[1-4]\.\d)(?:[- ](?P<port>[A-Z]{2,3}))?)?",
    re.IGNORECASE,
)
_PUBLIC_DOMAIN = re.compile(r"CC[- ]?0(?:[- ]1\.0)?", re.IGNORECASE)
_ADDRESS = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(?P<parts>[a-z-]+)/(?P<version>\d\.\d)(?:/(?P<port>[a-z]{2,3}))?"
    r"|publicdomain/(?P<zero>zero))(?:/\S*)?",
    re.IGNORECASE,
)
#: Identifiers (SPDX License List 3.27) that articles and their programs come under, beside Creative Commons.
_SPDX = {
    name.casefold(): name
    for name in (
        "0BSD",
        "AGPL-3.0-only",
        "AGPL-3.0-or-later",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "GFDL-1.3-only",
        "GFDL-1.3-or-later",
        "GPL-2.0-only",
        "GPL-2.0-or-later",
        "GPL-3.0-only",
        "GPL-3.0-or-later",
        "ISC",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "MulanPSL-2.0",
        "ODbL-1.0",
        "OFL-1.1",
        "Unlicense",
        "WTFPL",
    )
}


_CC0 = License("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")


def license_of(value: HeaderValue) -> License | None:
    """The licence that ``value`` names; None where it says that there is none, or nothing that can be understood."""
    if isinstance(value, dict):
        return _of_map(value)
    if isinstance(value, list):
        return license_of(value[0]) if value and not isinstance(value[0], list) else None
    text = clean(value or "")
    if not text or flag_of(text) is not None:
        return None
    if found := _ADDRESS.fullmatch(text):
        return _CC0 if found["zero"] else _creative_commons(found["parts"], found["version"], found["port"])
    if address := web_address(text):
        return License(text, address)
    if found := _CREATIVE_COMMONS.fullmatch(text):
        return _creative_commons(found["parts"], found["version"] or "4.0", found["port"])
    if _PUBLIC_DOMAIN.fullmatch(text):
        return _CC0
    if spdx := _SPDX.get(text.casefold()):
        return License(spdx, f"https://spdx.org/licenses/{spdx}.html")
    return License(text)


def _of_map(value: Mapping[str, HeaderValue]) -> License | None:
    """MyST's ``{content, code}`` and ``{id, name, url}``, Quarto's ``{text, type, url}`` and ``{holder, year}``."""
    content = value.get("content")
    if isinstance(content, dict):
        content = first_text(content, "id", "name", "url")
    if isinstance(content, str):
        return license_of(content)
    named = license_of(first_text(value, "id", "text", "name", "title", "type", "statement"))
    address = web_address(first_text(value, "url", "link"))
    if named is None:
        owner = clean(" ".join(part for part in (first_text(value, "year"), first_text(value, "holder")) if part))
        named = License(f"© {owner}") if owner else license_of(address)
    return License(named.name, named.url or address) if named else None


def _creative_commons(parts: str, version: str, port: str | None) -> License:
    """One of the six licences; ``port`` is the country whose law an older one was written for, if any."""
    name, path = f"CC {parts.upper()} {version}", f"{parts.lower()}/{version}/"
    if port and port.lower() not in {"deed", "int"}:
        name, path = f"{name} {port.upper()}", f"{path}{port.lower()}/"
    return License(name, f"https://creativecommons.org/licenses/{path}")
