"""The single source of how Pagefind's index is made of ours: for sites too large for one that a browser loads whole.

Pagefind (https://pagefind.app) comes with ``pip install sphinx-byline[pagefind]``. Browsers load pieces of its index,
by a script and WebAssembly of its own, and not from ``file://``.
"""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_byline.outputs.findable import as_page

if TYPE_CHECKING:
    from collections.abc import Mapping


_BY_CHARACTERS = {"zh", "ja", "ko"}


def is_installed() -> bool:
    """Whether there is a Pagefind to ask."""
    return importlib.util.find_spec("pagefind") is not None


def write(folder: Path, entries: Mapping[str, Mapping[str, Any]], language: str) -> None:
    """Put Pagefind's index of ``entries`` into ``folder``, in the place of an older one."""
    fresh = folder.with_name(f"{folder.name}.tmp")
    shutil.rmtree(fresh, ignore_errors=True)
    # A folder in one go: Pagefind's client waits a tenth of a second for each page that it is handed by itself.
    with tempfile.TemporaryDirectory(prefix="byline-") as pages, ThreadPoolExecutor(1) as pool:
        for number, entry in enumerate(entries.values()):
            Path(pages, f"{number:06}.html").write_text(as_page(entry, language), encoding="utf-8")
        # In a thread: who builds a site may be within an event loop, as a notebook is.
        pool.submit(asyncio.run, _write(fresh, pages, language)).result()
    for unused in (*fresh.glob("pagefind-*ui.*"), fresh / "pagefind-highlight.js"):
        unused.unlink(missing_ok=True)  # The dialog is ours.
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


async def _write(folder: Path, pages: str, language: str) -> None:
    # Only a site that has asked for it has it.
    from pagefind.index import PagefindIndex

    # One index for all languages of a site: its reader searches one site. Where its script has no spaces we part the
    # characters, and the other words are English as a rule.
    stems = "en" if language.partition("-")[0] in _BY_CHARACTERS else language
    async with PagefindIndex(config={"force_language": stems, "output_path": str(folder)}) as index:
        await index.add_directory(pages)
