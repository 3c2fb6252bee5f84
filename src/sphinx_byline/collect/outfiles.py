"""The single source of how we put a file into the output, and take one of ours out of it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


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
