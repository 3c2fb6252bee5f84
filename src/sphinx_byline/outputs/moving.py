"""The glue of pages at old addresses: which articles ask for them, who has the place already, and what goes again."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from sphinx.util.osutil import relative_uri

from sphinx_byline.collect.freshness import pages_left, state_file
from sphinx_byline.collect.outfiles import remove, write_changed
from sphinx_byline.collect.source import REDIRECTS_LINE_KEY
from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.outputs.redirects import MARK, RULES_FILE, old_paths, redirect_file, redirect_page, with_rules
from sphinx_byline.pages.generated import plan
from sphinx_byline.pages.publisher import Publisher

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    if not publisher.is_web:
        return
    outdir, manifest = Path(app.outdir), state_file(app, "redirects-")
    before = _read(manifest)
    moved = [article for article in publisher.domain.index.by_docname.values() if article.redirects]
    if not before and not moved:
        return
    settings = publisher.domain.settings
    places = _Places(publisher)
    wanted = places.of(moved) if settings.redirects or settings.redirects_file else {}
    for file in sorted(before - (wanted.keys() if settings.redirects else set()) - {RULES_FILE}):
        if _is_ours(outdir / file):
            remove(outdir / file, outdir)
    free, written = {}, []
    left = {Path(publisher.page_file(docname)) for docname in pages_left(app)}
    for file, (article, address) in wanted.items():
        path = outdir / file
        foreign = path.exists() and path not in left and not _is_ours(path)
        if foreign or any(outdir.joinpath(above).is_file() for above in _above(file)):
            places.complain(article, address, "is the place of another page")
            continue
        free[file] = article
        if settings.redirects:
            write_changed(path, _page(publisher, article, file))
            written.append(file)
    if settings.redirects_file or RULES_FILE in before:
        _write_rules(publisher, outdir / RULES_FILE, free if settings.redirects_file else {})
        written += [RULES_FILE] if settings.redirects_file else []
    write_changed(manifest, json.dumps(sorted(written), ensure_ascii=False).encode())


def _write_rules(publisher: Publisher, path: Path, moved: Mapping[str, Article]) -> None:
    """Put the rules for ``moved`` into the file at ``path``, below what its author has written there."""
    base = quote(urlsplit(publisher.app.config.html_baseurl).path.rstrip("/"), safe="/%")
    rules = [
        (f"{base}{old}", f"{base}/{publisher.address(article.docname)}")
        for file, article in moved.items()
        for old in old_paths(file)
    ]
    before = path.read_text(encoding="utf-8", errors="surrogateescape") if path.is_file() else ""
    text = with_rules(before, rules)
    if text:
        write_changed(path, text.encode("utf-8", "surrogateescape"))
    else:
        path.unlink(missing_ok=True)


class _Places:
    """Who has which place in the output: without regard to case, as some systems have it."""

    def __init__(self, publisher: Publisher) -> None:
        self.publisher = publisher
        outdir = Path(publisher.app.outdir)
        docnames = [*publisher.env.found_docs, *(page.docname for page in plan(publisher))]
        self.files: set[str] = set()
        self.folders: set[str] = set()
        for docname in docnames:
            self.claim(publisher.page_file(docname).relative_to(outdir).as_posix())

    def claim(self, file: str) -> None:
        self.files.add(file.casefold())
        self.folders.update(above.casefold() for above in _above(file))

    def of(self, articles: Iterable[Article]) -> dict[str, tuple[Article, str]]:
        """Each file that is free, with its article and the address; of several that want one the first gets it."""
        found: dict[str, tuple[Article, str]] = {}
        for article in sorted(articles, key=lambda article: article.docname):
            for address in article.redirects:
                file = redirect_file(address, article.docname)
                if file is None:
                    self.complain(article, address, "is no path on this site")
                elif file in found and found[file][0] is article:
                    continue  # /old and /old/ are one place.
                elif Path(self.publisher.app.outdir, file) == self.publisher.page_file(article.docname):
                    continue  # It is there already.
                elif self.is_taken(file):
                    self.complain(article, address, "is the place of another page")
                else:
                    self.claim(file)
                    found[file] = (article, address)
        return found

    def is_taken(self, file: str) -> bool:
        here = file.casefold()
        if self.publisher.domain.settings.redirects_file and here.endswith("/index.html"):
            # Hosts that answer by rules do so before they look for old.html behind /old.
            here_too = here.removesuffix("/index.html") + ".html"
            if here_too in self.files:
                return True
        return (
            here in self.files or here in self.folders or any(above.casefold() in self.files for above in _above(file))
        )

    def complain(self, article: Article, address: str, what: str) -> None:
        lines = json.loads(self.publisher.env.metadata.get(article.docname, {}).get(REDIRECTS_LINE_KEY, "{}"))
        warn(
            Warn.REDIRECT,
            f"the old address {shown(address)} {what}; nothing leads from there to the article; delete or mend it",
            location=(article.docname, lines.get(address)),
        )


def _above(file: str) -> list[str]:
    """The folders that ``file`` lies in, without the output folder."""
    return [str(folder) for folder in PurePosixPath(file).parents if str(folder) != "."]


def _is_ours(path: Path) -> bool:
    """Whether we have written the page that is there; another page may have its place by now."""
    try:
        return MARK.encode() in path.read_bytes()[:2000]
    except OSError:
        return False


def _page(publisher: Publisher, article: Article, file: str) -> bytes:
    uri = publisher.address(article.docname)
    language = article.lang or publisher.language
    canonical = article.canonical or publisher.permalink(article.docname)
    return redirect_page(article.title, relative_uri(file, uri) or "./", canonical, language)


def _read(manifest: Path) -> set[str]:
    """The files that the last build wrote; none where that is not known."""
    try:
        found: Any = json.loads(manifest.read_text(encoding="utf-8"))
        return {str(file) for file in found}
    except (OSError, ValueError, TypeError):
        return set()
