"""The glue of search in our theme: notes what each page has to find, and writes the index when all pages are there.

What a page has is kept in a file beside the doctrees, one a document: a build that writes few pages needs those of the
others, and one that was killed has written some. Under other themes Sphinx's own search stands alone.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_byline.collect.outfiles import is_brought, remove, write_changed
from sphinx_byline.collect.settings import read_settings
from sphinx_byline.collect.source import DESCRIPTION_KEY
from sphinx_byline.collect.warnings import Warn, warn
from sphinx_byline.model.kinds import KINDS
from sphinx_byline.model.plaintext import clean
from sphinx_byline.outputs import pagefinding
from sphinx_byline.outputs.findable import Findable, FindableTerm, entry_json, index_files
from sphinx_byline.outputs.searchtext import sections
from sphinx_byline.pages.publisher import Publisher
from sphinx_byline.pages.site import plain_title
from sphinx_byline.pages.transforms import draws_headings
from sphinx_byline.pages.wording import date_text, translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

#: In the output.
FOLDER = "_search"
#: Kinds of terms whose names are found: a year is none.
_KINDS = tuple(kind for kind in KINDS.values() if kind.name != "period")
#: Sphinx's fields of a document that is not to be found.
_NOT_SEARCHED = ("nosearch", "no-search")
_OURS = re.compile(r"index\.js|\d+\.js")
_OWN, _PAGEFIND = "byline", "pagefind"


def setup(app: Sphinx) -> None:
    """Connect the two."""
    # After the theme has got an article's heading, and lists are in the document.
    app.connect("doctree-resolved", note, priority=900)
    app.connect("build-finished", write)


def has_index(publisher: Publisher) -> bool:
    """Whether this build writes our index: a web site of pages in our theme, or in one that inherits from it."""
    return publisher.is_web and draws_headings(publisher.app.builder)


def note(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Keep what there is to find in a document that is about to be written."""
    publisher = Publisher(app)
    if has_index(publisher) and _is_found(app, docname):
        made = entry_json(_findable(publisher, document, docname))
        # Half of a surrogate pair is no character, and no UTF-8.
        write_changed(_kept(app, docname), made.encode(errors="replace"))


def _is_found(app: Sphinx, docname: str) -> bool:
    metadata = app.env.metadata.get(docname, {})
    return not any(field in metadata for field in _NOT_SEARCHED)


def _findable(publisher: Publisher, document: nodes.document, docname: str) -> Findable:
    article = publisher.domain.articles.get(docname)
    language = publisher.language_of(docname)
    description = str(publisher.env.metadata.get(docname, {}).get(DESCRIPTION_KEY, ""))
    if article:
        description = " ".join(filter(None, (article.subtitle, article.description)))
    return Findable(
        url=publisher.address(docname),
        title=plain_title(publisher.env, docname),
        sections=sections(document),
        description=clean(description),
        authors=tuple(author.name for author in article.authors) if article else (),
        tags=tuple(publisher.term_link(docname, "tag", tag)["label"] for tag in article.tags) if article else (),
        date=date_text(article.date, publisher.locale) if article and article.date else "",
        when=article.date.iso if article and article.date else "",
        lang=language if language != publisher.language else "",
    )


def _kept(app: Sphinx, docname: str) -> Path:
    # A title of eighty Han characters is as long as a file's name may be.
    name = hashlib.blake2b(docname.encode(errors="surrogateescape"), digest_size=16).hexdigest()
    return Path(app.doctreedir) / "byline_search" / app.builder.name / f"{name}.json"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the index where what is in it has changed; take away what is in it no more.

    What is written follows from what the pages have, never from what an earlier build has written: folders of output
    come and go, and two of them may share the doctrees.
    """
    publisher = Publisher(app)
    if exception is not None or not publisher.is_web:
        return
    out = Path(app.outdir) / FOLDER
    files: dict[str, bytes] = {}
    engine = ""
    if has_index(publisher):
        entries = _entries(app)
        engine = _engine(app)
        if engine == _PAGEFIND and not _pagefind(out / _PAGEFIND, entries, publisher.language):
            engine = _OWN
        files = index_files(entries, _terms(publisher), engine)
    for name, content in files.items():
        write_changed(out / name, content)
    if engine != _PAGEFIND:
        pagefinding.remove(out / _PAGEFIND)
    for path in sorted(out.glob("*.js")):
        if _OURS.fullmatch(path.name) and path.name not in files and not is_brought(app, path):
            remove(path, Path(app.outdir))


def _engine(app: Sphinx) -> str:
    """What finds on this site; ours where Pagefind is asked for and not there."""
    engine = read_settings(app.config).search
    if engine == _PAGEFIND and not pagefinding.is_installed():
        warn(
            Warn.SETTING,
            'conf.py: byline_search is "pagefind", which is not installed; the built-in search is used instead; '
            "run pip install sphinx-byline[pagefind]",
        )
        return _OWN
    return engine


def _pagefind(folder: Path, entries: dict[str, str], language: str) -> bool:
    """Have Pagefind make its index; whether it could."""
    try:
        pagefinding.write(folder, entries, language)
    except pagefinding.PagefindError as error:
        warn(
            Warn.SETTING,
            f'conf.py: byline_search is "pagefind", which fails ({error}); the built-in search is used instead; '
            "try another version of pagefind",
        )
        return False
    return True


def _entries(app: Sphinx) -> dict[str, str]:
    """What each page has to find, as JSON, by its document; in their order."""
    names = sorted(docname for docname in app.env.found_docs if _is_found(app, docname))
    kept = {docname: _kept(app, docname) for docname in names}
    for docname, path in kept.items():
        if not path.is_file():
            # Written by a build that had no use for it: resolved once more, which notes it.
            app.env.apply_post_transforms(app.env.get_doctree(docname), docname)
    for path in {path.parent for path in kept.values()}:
        for left in set(path.glob("*.json")) - set(kept.values()):
            left.unlink()
    return {docname: path.read_text(encoding="utf-8") for docname, path in kept.items()}


def _terms(publisher: Publisher) -> Iterator[FindableTerm]:
    """Terms with pages, as a reader may look for them by name."""
    root = publisher.app.config.root_doc
    for kind in _KINDS:
        for slug, term in publisher.domain.index.terms(kind.name).items():
            if publisher.term_url(root, kind.name, slug):
                address = publisher.address(publisher.domain.term_docname(kind.name, slug))
                yield FindableTerm(translate(kind.title), publisher.term_name(term.value), address, term.count)
