"""The single source of how Pagefind's index is made of ours: for sites too large for one that a browser loads whole.

Pagefind (https://pagefind.app) comes with ``pip install sphinx-byline[pagefind]``. Browsers load pieces of its index,
by a script and WebAssembly of its own, and not from ``file://``.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_byline.outputs.findable import as_page

if TYPE_CHECKING:
    from collections.abc import Mapping


_BY_CHARACTERS = {"zh", "ja", "ko"}


#: Beside the index: what it was made of. It tells, too, that the index is ours.
_STATE = "pagefind.state"


class PagefindError(Exception):
    """Pagefind has made no index; the message says why."""


def is_installed() -> bool:
    """Whether there is a Pagefind to ask: its client, and the program that comes as another package."""
    if importlib.util.find_spec("pagefind") is None:
        return False
    from pagefind.service import get_executable

    return get_executable() is not None


def write(folder: Path, entries: Mapping[str, str], language: str) -> None:
    """Put Pagefind's index of ``entries``, which are JSON, into ``folder``, unless the one there is of the same.

    Raises :exc:`PagefindError`, and then leaves what was there.
    """
    state = folder.with_name(_STATE)
    digest = hashlib.blake2b(f"{version('pagefind')} {language}".encode(), digest_size=16)
    for docname, entry in entries.items():
        digest.update(f"{docname}\n{entry}\n".encode())
    made_of = f"{digest.hexdigest()}\n"
    if folder.is_dir() and state.is_file() and state.read_text(encoding="utf-8") == made_of:
        return
    fresh = folder.with_name(f"{folder.name}.tmp")
    shutil.rmtree(fresh, ignore_errors=True)
    # A folder in one go: Pagefind's client waits a tenth of a second for each page that it is handed by itself.
    with tempfile.TemporaryDirectory(prefix="byline-") as pages, ThreadPoolExecutor(1) as pool:
        for number, entry in enumerate(entries.values()):
            Path(pages, f"{number:06}.html").write_text(as_page(json.loads(entry), language), encoding="utf-8")
        # In a thread: who builds a site may be within an event loop, as a notebook is.
        made = pool.submit(asyncio.run, _write(fresh, pages, language))
        if error := made.exception():
            shutil.rmtree(fresh, ignore_errors=True)
            raise PagefindError(str(error)) from error
    for unused in (*fresh.glob("pagefind-*ui.*"), fresh / "pagefind-highlight.js"):
        unused.unlink(missing_ok=True)  # The dialog is ours.
    state.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)
    state.write_text(made_of, encoding="utf-8")


def remove(folder: Path) -> None:
    """Take an index that :func:`write` has made out of ``folder``; one of the author's stays."""
    state = folder.with_name(_STATE)
    shutil.rmtree(folder.with_name(f"{folder.name}.tmp"), ignore_errors=True)
    if state.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        state.unlink()


async def _write(folder: Path, pages: str, language: str) -> None:
    # Only a site that has asked for it has it.
    from pagefind.index import PagefindIndex

    # One index for all languages of a site: its reader searches one site. Where its script has no spaces we part the
    # characters, and the other words are English as a rule.
    stems = "en" if language.partition("-")[0] in _BY_CHARACTERS else language
    async with PagefindIndex(config={"force_language": stems, "output_path": str(folder)}) as index:
        await index.add_directory(pages)
