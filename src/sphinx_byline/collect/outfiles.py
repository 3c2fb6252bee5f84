"""The single source of how we put a file into the output, and take one of ours out of it again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def write_changed(path: Path, content: bytes) -> None:
    """Give ``path`` this content, unless it has it; it appears whole or not at all."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.tmp")
    fresh.write_bytes(content)
    fresh.replace(path)


def remove(path: Path, outdir: Path) -> None:
    """Take the file ``path`` out of ``outdir``, with the folders that it leaves empty; nothing that lies elsewhere."""
    if not path.resolve().is_relative_to(outdir.resolve()):
        return
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == outdir or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()


def files_of(app: Sphinx, docname: str) -> list[Path]:
    """The files that this builder makes of a document, be they there or not: its page, and its source beside it."""
    builder: Any = app.builder
    outdir = Path(app.outdir)
    files = [outdir / f"{docname}{getattr(builder, 'out_suffix', '.pot')}"]
    if hasattr(builder, "get_output_path"):  # Only builders that write pages have it.
        files.append(Path(builder.get_output_path(docname)))
    shown = app.config.html_sourcelink_suffix
    for suffix in app.config.source_suffix:
        source = f"{docname}{suffix}"
        files.append(outdir / "_sources" / (source if source.endswith(shown) else source + shown))
    return files


def is_brought(app: Sphinx, path: Path) -> bool:
    """Whether the author brings the output file ``path``, by ``html_extra_path``."""
    name = path.relative_to(app.outdir)
    extras = [Path(app.confdir, extra) for extra in app.config.html_extra_path]
    return any((extra / name).is_file() if extra.is_dir() else extra.name == str(name) for extra in extras)
