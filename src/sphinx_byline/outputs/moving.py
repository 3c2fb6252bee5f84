"""The glue of pages at old addresses: which articles ask for them, who has the place already, and what goes again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.osutil import relative_uri

from sphinx_byline.collect.outfiles import remove, write_changed
from sphinx_byline.collect.source import REDIRECTS_LINE_KEY
from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.outputs.redirects import redirect_file, redirect_page
from sphinx_byline.pages.generated import plan
from sphinx_byline.pages.publisher import Publisher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from sphinx_byline.model.article import Article


def setup(app: Sphinx) -> None:
    """Write them when everything else is written."""
    app.connect("build-finished", write_redirects)


def write_redirects(app: Sphinx, exception: Exception | None) -> None:
    """Write a page for each old address, where nothing stands; take those away that nobody asks for any more."""
    if exception is not None:
        return
    publisher = Publisher(app)
    if not publisher.generates_pages:
        return
    outdir = Path(app.outdir)
    manifest = Path(app.doctreedir) / f"byline-redirects-{app.builder.name}.json"
    before = _read(manifest)
    pages = dict(_wanted(publisher, outdir, before)) if publisher.domain.settings.redirects else {}
    for file, content in pages.items():
        write_changed(outdir / file, content)
    taken = _taken(publisher)
    for file in before - pages.keys():
        if file.casefold() not in taken:
            remove(outdir / file, outdir)
    if before != pages.keys():
        write_changed(manifest, json.dumps(sorted(pages), ensure_ascii=False).encode())


def _wanted(publisher: Publisher, outdir: Path, before: set[str]) -> Iterator[tuple[str, bytes]]:
    """Every file and its content, in the order of documents; of several that want one place the first gets it."""
    taken = _taken(publisher)
    for docname, article in sorted(publisher.domain.index.by_docname.items()):
        for address in article.redirects:
            file = redirect_file(address, docname)
            if file is None:
                _complain(publisher, docname, address, "is no path on this site")
            elif file.casefold() in taken or (file not in before and (outdir / file).exists()):
                _complain(publisher, docname, address, "is the place of another page")
            elif any((outdir / folder).is_file() for folder in Path(file).parents):
                _complain(publisher, docname, address, "lies below a page, which is no folder")
            else:
                taken.add(file.casefold())
                yield file, _page(publisher, article, file)


def _page(publisher: Publisher, article: Article, file: str) -> bytes:
    uri = publisher.address(article.docname)
    language = article.lang or publisher.app.config.language.replace("_", "-")
    canonical = article.canonical or publisher.permalink(article.docname)
    return redirect_page(article.title, relative_uri(file, uri) or "./", canonical, language)


def _taken(publisher: Publisher) -> set[str]:
    """Files of documents and of generated pages, without regard to case, as some systems have it."""
    builder: Any = publisher.app.builder
    docnames = [*publisher.env.found_docs, *(page.docname for page in plan(publisher))]
    outdir = Path(publisher.app.outdir)
    return {Path(builder.get_output_path(name)).relative_to(outdir).as_posix().casefold() for name in docnames}


def _complain(publisher: Publisher, docname: str, address: str, what: str) -> None:
    line = publisher.env.metadata.get(docname, {}).get(REDIRECTS_LINE_KEY)
    warn(
        Warn.REDIRECT,
        f"the old address {shown(address)} {what}; nothing leads from there to the article; delete or mend it",
        location=(docname, int(line) if line else None),
    )


def _read(manifest: Path) -> set[str]:
    """The files that the last build wrote; none where that is not known."""
    try:
        found: Any = json.loads(manifest.read_text(encoding="utf-8"))
        return {str(file) for file in found}
    except (OSError, ValueError, TypeError):
        return set()
