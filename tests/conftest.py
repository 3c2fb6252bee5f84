"""The single source of how tests build a site: :func:`build`, and what becomes of tests that need a browser.

``build`` takes a folder of ``tests/roots``, any other folder, or a map of file names to texts; it builds a copy, and
fails on every warning that the test does not expect. What it returns can be looked at, edited and built again in place.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib.util
import itertools
import logging
import os
import re
import shutil
import time
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

import pytest
from hypothesis import HealthCheck, settings
from jinja2 import Environment
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.testing.util import SphinxTestApp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sphinx.environment import BuildEnvironment

pytest_plugins = ("sphinx.testing.fixtures",)

TESTS = Path(__file__).parent
ROOTS = TESTS / "roots"
BROWSER_TESTS = TESTS / "browser"

#: The conf.py of every site that brings none: the five lines that the README promises are enough.
CONF = """\
project = "数学笔记"
author = "AI 研究员"
language = "zh_CN"
extensions = ["sphinx_byline"]
html_theme = "byline"
"""

#: In CI a missing browser is a failure, not a reason to leave tests out.
BROWSER_REQUIRED = os.environ.get("BYLINE_REQUIRE_BROWSER") == "1"

#: Tests of properties try all of their examples; else a quarter. tox asks for it on the oldest pair.
THOROUGH = os.environ.get("BYLINE_THOROUGH") == "1"

# A busy machine is no fault of the code: no test of properties fails for the time that it takes. In CI their examples
# are the same on each run.
settings.register_profile(
    "byline",
    settings.get_profile("ci" if os.environ.get("CI") else "default"),
    max_examples=100 if THOROUGH else 25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("byline")

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_WARNING_START = re.compile(r"^(?:.*: )?(?:WARNING|ERROR|CRITICAL|SEVERE): ")


@pytest.fixture(scope="session", autouse=True)
def _usual_engine() -> Iterator[None]:
    """Sites are typeset by the engine that every installation has, not by the other, which starts more slowly."""
    from sphinx_byline.math import choice

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choice, "MACHINES", dict(reversed(choice.MACHINES.items())))
        yield


# --- building a site -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _once_for_all_sites() -> Iterator[None]:
    """Do once in a process what each site does again with the same result, and leave out what nobody sees.

    Half of a small build is Jinja, compiling the templates of themes; a tenth are Sphinx's messages for debugging,
    which are made and then dropped; and each site reads what every installed package offers.
    """
    compile_template = Environment.compile
    compiled: dict[tuple[object, ...], Any] = {}

    def compile_once(self: Environment, *template: Any, **options: Any) -> Any:
        # What the code depends on: the text and its names, and what the environment reads and writes.
        dialect = (type(self), self.lexer, self.autoescape, self.optimized, self.finalize, *sorted(self.extensions))
        key = (template, tuple(sorted(options.items())), dialect)
        if key not in compiled:
            compiled[key] = compile_template(self, *template, **options)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compile_once)
        patch.setattr("sphinx.theming.entry_points", functools.cache(entry_points))
        patch.setattr("sphinx.registry.entry_points", functools.cache(entry_points))
        logging.disable(logging.DEBUG)
        yield
        logging.disable(logging.NOTSET)


@dataclass(frozen=True)
class _Run:
    """How a site is built."""

    folder: Path
    builder: str
    confoverrides: Mapping[str, object]
    freshenv: bool
    parallel: int


@dataclass
class Build:
    """One finished build of one site; :meth:`edit` and :meth:`rebuild` go on from it in the same folders."""

    app: SphinxTestApp
    warnings: list[str]
    """One item a warning, without colours, files named from the source folder: ``a.md:3: WARNING: … [byline.date]``."""
    read: list[str]
    """Documents that this build read, sorted."""
    written: list[str]
    """Output files that this build created or wrote again, sorted, named from the output folder with ``/``."""
    _run: _Run = field(repr=False)
    _build: Callable[[_Run, Sequence[str] | None], Build] = field(repr=False)

    @property
    def srcdir(self) -> Path:
        """Folder of the sources: a copy, free to be edited."""
        return Path(self.app.srcdir)

    @property
    def outdir(self) -> Path:
        """Folder of the output of this build's builder."""
        return Path(self.app.outdir)

    @property
    def doctreedir(self) -> Path:
        """Folder of pickled documents and caches."""
        return Path(self.app.doctreedir)

    @property
    def env(self) -> BuildEnvironment:
        """Sphinx's environment after the build."""
        return self.app.env

    def text(self, name: str) -> str:
        """An output file's text, by its name from the output folder."""
        return (self.outdir / name).read_text(encoding="utf-8")

    def html(self, docname: str) -> str:
        """A page's HTML, by its document's name, or by that of a generated page such as ``tags/数学``."""
        assert isinstance(self.app.builder, StandaloneHTMLBuilder), f"{self.app.builder.name} writes no HTML"
        return Path(self.app.builder.get_outfilename(docname)).read_text(encoding="utf-8")

    def outputs(self) -> dict[str, bytes]:
        """Every output file with its bytes."""
        return {name: path.read_bytes() for name, path in _files(self.outdir)}

    def edit(self, files: Mapping[str, str | bytes | None]) -> Self:
        """Write source files, or delete those given as ``None``; nothing is built yet."""
        _write(self.srcdir, files)
        return self

    def rebuild(
        self,
        *,
        builder: str | None = None,
        confoverrides: Mapping[str, object] | None = None,
        warnings: Sequence[str] | None = (),
        freshenv: bool = False,
        parallel: int | None = None,
    ) -> Build:
        """Build again in the same folders; what is not given stays as it was, but for the expected warnings."""
        run = dataclasses.replace(
            self._run,
            builder=builder or self._run.builder,
            confoverrides=self._run.confoverrides if confoverrides is None else confoverrides,
            freshenv=freshenv,
            parallel=self._run.parallel if parallel is None else parallel,
        )
        return self._build(run, warnings)


class Builder(Protocol):
    """What the fixture :func:`build` is."""

    def __call__(
        self,
        source: str | Path | Mapping[str, str | bytes],
        *,
        builder: str = "html",
        confoverrides: Mapping[str, object] | None = None,
        warnings: Sequence[str] | None = (),
        freshenv: bool = False,
        parallel: int = 0,
        shared: bool = False,
    ) -> Build:
        """Build a copy of ``source``.

        ``source`` is the ``NAME`` of a folder ``tests/roots/test-NAME``, any other folder's path, or texts by file
        name; a site without a conf.py gets :data:`CONF`. ``warnings`` holds a piece of each warning that has to come,
        in any order, no more and no fewer; ``None`` leaves them to the test. ``parallel`` counts processes, 0 is a
        serial build. A ``shared`` site is built once for all tests of a process that begin with it: each gets its
        folders as they were after that build, and one at a time.
        """


@pytest.fixture(scope="session")
def rootdir() -> Path:
    """Where ``@pytest.mark.sphinx(testroot=NAME)`` finds ``test-NAME``."""
    return ROOTS


class _SharedSites:
    """Sites that several tests begin with, each with a copy of its folders as its build left them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._builds: dict[str, Build] = {}

    def next_folder(self) -> Path:
        """Where the next site is to be built, and put back: in another place Sphinx would read everything again."""
        return self._folder / f"site-{len(self._builds) + 1}"

    def keep(self, name: str, build: Build) -> None:
        """Remember a site that has just been built."""
        shutil.copytree(build._run.folder, build._run.folder.with_suffix(".kept"))
        self._builds[name] = build

    def find(self, name: str) -> Build | None:
        """A site as it was when it was kept."""
        found = self._builds.get(name)
        if found is not None:
            shutil.rmtree(found._run.folder)
            shutil.copytree(found._run.folder.with_suffix(".kept"), found._run.folder)
        return found


@pytest.fixture(scope="session")
def _shared_sites(tmp_path_factory: pytest.TempPathFactory) -> _SharedSites:
    return _SharedSites(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def build(tmp_path: Path, _shared_sites: _SharedSites) -> Iterator[Builder]:
    """Build sites in folders of this test's own."""
    apps: list[SphinxTestApp] = []
    folders = (tmp_path / f"site-{number}" for number in itertools.count(1))

    def build_run(run: _Run, expected: Sequence[str] | None) -> Build:
        # Sphinx registers roles, directives and node visitors for the whole process: one application at a time.
        while apps:
            apps.pop().cleanup()
        app = SphinxTestApp(
            run.builder,
            srcdir=run.folder / "source",
            builddir=run.folder / "build",
            freshenv=run.freshenv,
            confoverrides=dict(run.confoverrides),
            parallel=run.parallel,
        )
        apps.append(app)
        read: list[str] = []
        app.connect("env-before-read-docs", lambda _app, _env, docnames: read.extend(docnames))
        before = _stamps(Path(app.outdir))
        app.build()
        after = _stamps(Path(app.outdir))
        found = _warnings(app.warning.getvalue(), Path(app.srcdir))
        if expected is not None:
            _assert_warnings(found, expected)
        written = sorted(name for name, stamp in after.items() if before.get(name) != stamp)
        return Build(app=app, warnings=found, read=sorted(read), written=written, _run=run, _build=build_run)

    def build_site(
        source: str | Path | Mapping[str, str | bytes],
        *,
        builder: str = "html",
        confoverrides: Mapping[str, object] | None = None,
        warnings: Sequence[str] | None = (),
        freshenv: bool = False,
        parallel: int = 0,
        shared: bool = False,
    ) -> Build:
        name = repr((source, builder, confoverrides, freshenv, parallel))
        if shared and (found := _shared_sites.find(name)):
            if warnings is not None:
                _assert_warnings(found.warnings, warnings)
            return dataclasses.replace(found, _build=build_run)
        folder = _shared_sites.next_folder() if shared else next(folders)
        _prepare(folder / "source", source)
        build = build_run(_Run(folder, builder, confoverrides or {}, freshenv, parallel), warnings)
        if shared:
            _shared_sites.keep(name, build)
        return build

    yield build_site
    while apps:
        apps.pop().cleanup()


def _prepare(target: Path, source: str | Path | Mapping[str, str | bytes]) -> None:
    if isinstance(source, str):
        source = ROOTS / f"test-{source}"
    if isinstance(source, Path):
        assert source.is_dir(), f"there is no folder {source}"
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("_build", "__pycache__"))
    else:
        target.mkdir(parents=True)
        _write(target, source)
    if not (target / "conf.py").exists():
        _write(target, {"conf.py": CONF})


def _write(folder: Path, files: Mapping[str, str | bytes | None]) -> None:
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        # The clock that stamps files ticks every few milliseconds, and Sphinx notes when it read a file by a finer one:
        # without this an edit right after a build can look older than the build.
        now = time.time_ns()
        os.utime(path, ns=(now, now))


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """File names with what changes when they are written: the inode (written by rename) and the time."""
    stamps = {}
    for name, path in _files(folder):
        status = path.stat()
        stamps[name] = (status.st_ino, status.st_mtime_ns)
    return stamps


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file below a folder: its name from there with ``/``, and its path."""
    for place, _, names in os.walk(folder):
        within = "" if place == str(folder) else f"{Path(place).relative_to(folder).as_posix()}/"
        yield from ((f"{within}{name}", Path(place, name)) for name in names)


def _warnings(output: str, srcdir: Path) -> list[str]:
    """Split Sphinx's warning stream into warnings; lines that begin none belong to the one before."""
    found: list[str] = []
    for line in _COLOUR.sub("", output).replace(f"{srcdir}{os.sep}", "").splitlines():
        if _WARNING_START.match(line) or not found:
            found.append(line)
        else:
            found[-1] += "\n" + line
    return [warning.rstrip() for warning in found if warning.strip()]


def _assert_warnings(found: Sequence[str], expected: Sequence[str]) -> None:
    left = list(found)
    missing = []
    for piece in expected:
        match = next((warning for warning in left if piece in warning), None)
        if match is None:
            missing.append(piece)
        else:
            left.remove(match)
    lines = [f"did not come: {piece}" for piece in missing] + [f"not expected: {warning}" for warning in left]
    assert not lines, "warnings of the build\n" + "\n".join(lines)


# --- tests that need a browser ---------------------------------------------------------------------------------------


def _chromium() -> str | None:
    """Path of the Chromium that tests drive: ``$BYLINE_CHROMIUM``, else the system's."""
    names = (os.environ.get("BYLINE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome", "chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


def _why_no_browser() -> str:
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed; tox run -e browser brings it"
    if _chromium() is None:
        return "needs chromium; installed by .ci/run"
    return ""


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Without playwright the browser tests cannot even be imported; the report's head says that they are left out."""
    if collection_path == BROWSER_TESTS and not BROWSER_REQUIRED and importlib.util.find_spec("playwright") is None:
        return True
    return None


def pytest_report_header() -> str:
    """Say at the head of each report whether the browser tests can run."""
    reason = _why_no_browser()
    return f"browser tests: left out, {reason}" if reason else f"browser tests: with {_chromium()}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in ``tests/browser``, and leave it out, with the reason, where it cannot run."""
    reason = _why_no_browser()
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if reason and not BROWSER_REQUIRED:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the Chromium to launch; a failure where it has to be there and is not."""
    path = _chromium()
    assert path, _why_no_browser()
    return path
