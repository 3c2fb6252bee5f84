"""The single source of which smaller copies of covers a site has: made, kept between builds, put into the output.

They are made once for each content of a file, in the main process, before it is asked what a page shows. What is kept
stands beside the pickled documents, named by all that decides it; what is put into the output is named by its own
content, in a folder of ours below that of images. From both goes what no cover needs any more. Files appear whole or
not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.display import progress_message

from sphinx_byline.collect.domain import article_domain
from sphinx_byline.collect.outfiles import remove
from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.pages.scaling import Scaled, bombs_refused, scale, scaler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sphinx.application import Sphinx

    from sphinx_byline.pages.scaling import Fault

#: Below the folder of images.
FOLDER = "byline-covers"
#: Below the folder of pickled documents.
CACHE_FOLDER = "byline-covers"
_LARGEST_FILE = 64 * 1024 * 1024
_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif")

_SAID: Mapping[str, str] = {
    "damaged": "is damaged, or no image of a known kind; it is shown as it is, without smaller copies; save it anew",
    "large": "is too large to be opened safely; it is shown as it is, without smaller copies; scale it down",
}


@dataclass(frozen=True, slots=True)
class _Copy:
    width: int
    digest: str
    """SHA-256 of its bytes."""
    size: int
    """Bytes."""

    @property
    def name(self) -> str:
        return f"{self.digest[:20]}.webp"


@dataclass(frozen=True, slots=True)
class Copies:
    """What there is of one cover beside the file itself."""

    width: int = 0
    """Of the file, px."""
    copies: tuple[_Copy, ...] = ()
    fault: Fault | None = None

    def sources(self, most: int) -> tuple[tuple[str, int], ...]:
        """Names below :data:`FOLDER` and widths (px); the file itself, for which the name is empty, where it is needed.

        That is where no copy is as large as the file, or as the widest copy that was asked for (``most`` px).
        """
        found = [(copy.name, copy.width) for copy in self.copies]
        if found and found[-1][1] < min(self.width, most):
            found.append(("", self.width))
        return tuple(found)


def copy_covers(
    app: Sphinx, paths: Iterable[str], is_shown: Callable[[str], bool]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """Make and keep what the covers ``paths``, from the source folder, need; place it where this build shows them.

    Returns for each that has smaller copies their :meth:`~Copies.sources`. Everything else is taken away. Call it for
    builders of web pages alone.
    """
    widths = sorted(set(article_domain(app.env).settings.image_widths))
    by = scaler() if widths else ""
    wanted = sorted(path for path in set(paths) if path.lower().endswith(_SUFFIXES)) if by else []
    outdir: Any = app.outdir
    output = Path(outdir, app.builder.imagedir, FOLDER)
    work = _Work(Path(app.doctreedir, CACHE_FOLDER), output, tuple(widths), by)
    found: dict[str, Copies] = {}
    if wanted:
        with bombs_refused(), ThreadPoolExecutor(max(1, app.parallel)) as pool:
            files = [Path(app.srcdir, path) for path in wanted]
            with contextlib.nullcontext() if work.cache.is_dir() else progress_message("scaling covers"):
                found = dict(zip(wanted, pool.map(work.copies, files), strict=True))
    kept = {copy.name for copies in found.values() for copy in copies.copies}
    found = {path: copies for path, copies in found.items() if is_shown(path)}
    for path, copies in found.items():
        if copies.fault is not None:
            warn(Warn.COVER, f"the cover {shown(path)} {_SAID[copies.fault]}", _user(app, path))
    work.take_away(Path(outdir), kept, {copy.name for copies in found.values() for copy in copies.copies})
    sources = {path: copies.sources(max(widths)) for path, copies in found.items()}
    return {path: source for path, source in sources.items() if source}


def _user(app: Sphinx, path: str) -> tuple[str, int] | None:
    articles = article_domain(app.env).index.by_docname
    users = [name for name, one in articles.items() if path in {cover.path for cover in (one.cover, one.card) if cover}]
    return (min(users), 1) if users else None


class _Work:
    """What all covers of one build have in common; several threads ask it."""

    def __init__(self, cache: Path, output: Path, widths: tuple[int, ...], by: str) -> None:
        self.cache = cache
        self.output = output
        self.widths = widths
        self.by = by
        self._used: set[str] = set()

    def copies(self, file: Path) -> Copies:
        """The copies of one file, which then are in the output."""
        try:
            if file.stat().st_size > _LARGEST_FILE:
                return Copies(fault="large")
            data = file.read_bytes()
        except OSError:
            return Copies()  # It has gone since it was found; its article is read again.
        circumstances = json.dumps([self.by, self.widths]).encode()
        note = self.cache / f"{hashlib.sha256(circumstances + data).hexdigest()}.json"
        self._used.add(note.name)
        known = _noted(note)
        if known is not None and all(self._place(copy) for copy in known.copies):
            return known
        return self._make(note, scale(data, self.widths))

    def _make(self, note: Path, scaled: Scaled) -> Copies:
        copies = []
        for width, content in scaled.copies:
            copy = _Copy(width, hashlib.sha256(content).hexdigest(), len(content))
            copies.append(copy)
            # A full disk, or a folder that may not be written, costs time in the next build and nothing else.
            with contextlib.suppress(OSError):
                _write(self.cache / copy.name, content)
            _write(self.output / copy.name, content)
        made = Copies(scaled.width, tuple(copies), scaled.fault)
        said = {"width": made.width, "copies": [[c.width, c.digest, c.size] for c in copies], "fault": made.fault}
        with contextlib.suppress(OSError):
            _write(note, json.dumps(said).encode())
        return made

    def _place(self, copy: _Copy) -> bool:
        """Put a copy that is kept into the output; whether it could be found whole."""
        place = self.output / copy.name
        if place.is_file() and place.stat().st_size == copy.size:
            return True
        try:
            content = (self.cache / copy.name).read_bytes()
        except OSError:
            return False
        if hashlib.sha256(content).hexdigest() != copy.digest:
            return False
        _write(place, content)
        return True

    def take_away(self, outdir: Path, kept: set[str], placed: set[str]) -> None:
        """Remove what no cover needs, from the output and from what is kept."""
        for file in list(self.output.glob("*")):
            if file.name not in placed:
                remove(file, outdir)
        for file in list(self.cache.glob("*")):
            if file.name not in kept | self._used:
                with contextlib.suppress(OSError):
                    file.unlink()


def _noted(note: Path) -> Copies | None:
    """What is kept of a file; nothing where it is missing or damaged, for then it is made again."""
    try:
        match json.loads(note.read_bytes()):
            case {"width": int() as width, "copies": list() as copies, "fault": None | "damaged" | "large" as fault}:
                return Copies(width, tuple(_Copy(int(w), str(d), int(s)) for w, d, s in copies), fault)
            case _:
                return None
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Two covers of the same bytes are two threads with one result.
    fresh = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
