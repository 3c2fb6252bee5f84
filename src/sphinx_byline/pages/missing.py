"""The single source of the page that a host shows where there is none, ``404.html``.

It is shown at any address, so all its links are taken from the site's own, by ``<base>``. An author's document ``404``
takes its place.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from sphinx_byline.collect.freshness import Freshness, digest_of
from sphinx_byline.pages.transforms import draws_headings
from sphinx_byline.pages.wording import translate

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_byline.pages.views import Views

NAME = "404"


def write_missing(app: Sphinx, views: Views, freshness: Freshness, surroundings: str) -> None:
    """Write the page, under our theme; hosts know it by its file, which is the same under every builder."""
    publisher = views.publisher
    if not publisher.is_web or not draws_headings(app.builder) or NAME in app.env.found_docs:
        return
    builder: Any = app.builder
    file = Path(app.outdir) / f"{NAME}.html"
    address = base_address(app.config.html_baseurl, builder.get_target_uri(NAME))
    if freshness.is_current(app, NAME, digest_of((surroundings, views.navigation, address)), file):
        return
    title = translate("Page not found")
    words = {"title": title, "byline": publisher.page(NAME, "other", title), "base_address": address, "pageurl": ""}
    builder.handle_page(NAME, words, "404.html", outfilename=file)


def base_address(site: str, page: str) -> str:
    """The path that relative links of ``page``, its address from the site's root, are relative to on the host."""
    path = urlsplit(site).path or "/"
    return quote(f"{path.rstrip('/')}/{page}", safe="/%")
