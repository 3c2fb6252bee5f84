"""The single source of which pages have to be written again because something that they show of *others* changed.

Whoever draws pages hands over ``digest(docname)``: of everything that the page shows beyond its own text. What was
written with which digest is kept beside the doctrees, one file for each builder and output folder, and only once a
build has come to its end: after a build that was killed, the pages it did not write are written by the next one.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_byline.collect.domain import article_domain
from sphinx_byline.collect.outfiles import files_of, is_brought, remove, write_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


_PARTS = ("views", "articles", "pages", "images", "placed", "gone")


def digest_of(value: object) -> str:
    """A short digest of what ``repr`` shows of ``value``; the same in every process."""
    return hashlib.sha256(repr(value).encode("utf-8", "backslashreplace")).hexdigest()[:20]


class Freshness:
    """What the last build wrote, and what this one has to write."""

    def __init__(self, app: Sphinx, digest: Callable[[str], str], images: Callable[[], set[str]]) -> None:
        """Ask ``digest`` for each document, whose answer may change from build to build.

        ``images`` are the paths, from the source folder, of images that we ourselves put into documents.
        """
        self._digest = digest
        self._images = images
        self._written: set[str] = set()
        self._state: dict[str, dict[str, str]] | None = None
        self._pages: dict[str, str] = {}
        app.connect("env-updated", self._outdated)
        app.connect("doctree-resolved", self._note_written)
        app.connect("build-finished", self._save)

    def is_current(self, app: Sphinx, docname: str, digest: str, file: Path | None = None) -> bool:
        """Note that there is a generated page ``docname``; tell whether the one on disk already shows ``digest``.

        ``file`` is where it is, if not where this builder puts a page.
        """
        self._pages[docname] = digest
        builder: Any = app.builder  # Only page builders come here.
        place = file or Path(builder.get_output_path(docname))
        return self._load(app)["pages"].get(docname) == digest and place.is_file()

    def _outdated(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        known, named = self._load(app)["views"], self._load(app)["images"]
        renamed = _settle_image_names(env)
        # Another builder of the same doctrees may have settled them before.
        renamed |= {docname for path in env.images for docname in _users(env, path, named.get(path))}
        return sorted(
            docname for docname in env.found_docs if docname in renamed or known.get(docname) != self._digest(docname)
        )

    def _note_written(self, _app: Sphinx, _doctree: nodes.document, docname: str) -> None:
        self._written.add(docname)

    def _save(self, app: Sphinx, exception: Exception | None) -> None:
        if exception is not None or app.env is None:
            return
        state = self._load(app)
        views = {
            docname: self._digest(docname) if docname in self._written else state["views"].get(docname, "")
            for docname in sorted(app.env.found_docs)
        }
        self._take_away(app, state)
        images = {path: name for path, (_, name) in app.env.images.items()}
        placed = (state["placed"].keys() | self._images()) & images.keys()
        if app.builder.format == "html":
            # Sphinx copies images and never takes one away: the cover of a draft would stay public.
            gone = {state["images"].get(path, "") for path in state["placed"].keys() - images.keys()}
            for name in sorted(gone - set(images.values()) - {""}):
                remove(Path(app.outdir) / app.builder.imagedir / name, Path(app.outdir))
        state = {
            "views": views,
            "articles": dict.fromkeys(sorted(article_domain(app.env).articles), ""),
            "pages": dict(sorted(self._pages.items())),
            "images": dict(sorted(images.items())),
            "placed": dict.fromkeys(sorted(placed), ""),
            # Sphinx leaves the pages of documents that are gone.
            "gone": dict.fromkeys(sorted((state["views"].keys() | state["gone"].keys()) - app.env.found_docs), ""),
        }
        write_changed(state_file(app), json.dumps(state, ensure_ascii=False, indent=0).encode())

    def _take_away(self, app: Sphinx, state: dict[str, dict[str, str]]) -> None:
        """Remove the pages of terms and of articles that are no more; Sphinx leaves the pages of documents that go."""
        pages: Any = app.builder
        files = [
            Path(pages.get_output_path(docname))
            for docname in sorted(state["pages"].keys() - self._pages.keys() - app.env.found_docs)
        ]
        for docname in sorted(state["articles"].keys() - app.env.found_docs):
            files += files_of(app, docname)
        if files:
            held = {file for docname in app.env.found_docs for file in files_of(app, docname)}
            held |= {Path(pages.get_output_path(docname)) for docname in self._pages}
            for file in files:
                if file not in held and not is_brought(app, file):
                    remove(file, Path(app.outdir))

    def _load(self, app: Sphinx) -> dict[str, dict[str, str]]:
        if self._state is None:
            self._state = _read(state_file(app))
        return self._state


def state_file(app: Sphinx, what: str = "") -> Path:
    """Where we keep ``what`` this builder has written into this output folder."""
    where = hashlib.sha256(os.fsencode(app.outdir)).hexdigest()[:8]
    return Path(app.doctreedir) / f"byline-{what}{app.builder.name}-{where}.json"


def _read(file: Path) -> dict[str, dict[str, str]]:
    """What the file holds; nothing where it is missing or damaged, for then everything is written again."""
    try:
        found: Any = json.loads(file.read_text(encoding="utf-8"))
        return {part: {str(k): str(v) for k, v in found[part].items()} for part in _PARTS}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {part: {} for part in _PARTS}


def pages_left(app: Sphinx) -> set[str]:
    """The documents that are gone and whose pages may still stand in the output, once the build has ended."""
    return set(_read(state_file(app))["gone"])


def _users(env: BuildEnvironment, path: str, known: str | None) -> set[str]:
    """The documents that show the image ``path``, where it has another name than the one that is ``known``."""
    docnames, name = env.images[path]
    return set(docnames) if known not in {None, name} else set()


def _settle_image_names(env: BuildEnvironment) -> set[str]:
    """Give images their output names in the order of their paths; return the documents whose images that renames.

    Sphinx numbers images of one name (``a/cover.png``, ``b/cover.png``) in the order in which they happen to be read,
    which differs between serial, parallel and incremental builds.
    """
    settled = type(env.images)()  # Sphinx 9 gives the class no public name.
    for path in sorted(env.images):
        for docname in sorted(env.images[path][0]):
            settled.add_file(docname, path)
    renamed = {
        docname for path, (docnames, name) in settled.items() if env.images[path][1] != name for docname in docnames
    }
    if renamed:
        env.images = settled
    return renamed
