"""The same articles give the same bytes, wherever and whenever they are built, and the sources stay as they are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

EXAMPLE_DOCS = Path(__file__).parents[1] / "example_docs"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def build_copy(folder: Path, seed: str, *arguments: str) -> dict[str, bytes]:
    shutil.copytree(EXAMPLE_DOCS, folder / "source")
    before = files_of(folder / "source")
    command = [sys.executable, "-m", "sphinx", "-nWq", *arguments, "-d", str(folder / "doctrees")]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1700000000"}
    subprocess.run([*command, str(folder / "source"), str(folder / "out")], check=True, env=environment)
    assert files_of(folder / "source") == before
    return files_of(folder / "out")


def test_builds_from_two_folders_with_other_hash_seeds_and_workers_are_identical(tmp_path):
    first = build_copy(tmp_path / "one", "1")
    second = build_copy(tmp_path / "second" / "deeper", "2", "-j", "4")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
