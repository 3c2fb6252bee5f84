"""Builds side by side, killed, broken off and repeated: the pages are the same, and no process stays behind."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from sphinx_byline.math import v8

STRESS = os.environ.get("BYLINE_STRESS") == "1"
DOCUMENTS, FORMULAS, ROUNDS = (50, 40, 10) if STRESS else (8, 6, 1)
ENGINES = ("quickjs-ng", "mini-racer")

CONF = """\
project = "Notes"
copyright = author = "A"
version = "1"
extensions = ["myst_parser", "sphinx_byline.math"]
myst_enable_extensions = ["dollarmath", "amsmath"]
html_theme = "basic"
"""
#: A worker may have to finish what it is at.
SECONDS_TO_GO = 60 if STRESS else 10
#: What Python says of a file that an interrupt met between ``open`` and ``with``.
UNCLOSED = ",ignore::ResourceWarning"
#: Whoever inherits it belongs to a build of ours.
MARK = "BYLINE_TEST_BUILD"

V8_PROGRAM = Path(v8.__file__).with_name("v8_process.py")

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")


def document(number, formulas=FORMULAS):
    """A page with formulas of its own, some that all pages have, and two faults: its own and one of all."""
    lines = [f"# Page {number} on $x_{{{number}}}$", ""]
    for at in range(formulas):
        own = f"\\frac{{a_{{{number}}}}}{{b_{{{at}}}}} + \\sqrt{{\\sum_{{i={at}}}^{{n}} x_i^{{{number}}}}}"
        shared = f"\\int_0^{{{at}}} \\mathbf{{f}}(t) \\, dt"
        lines += [f"Text ${own}$ and ${shared}$.", "", f"$$\n{own} = {shared}\n$$", ""]
    lines += [f"Bad: $\\bad{'x' * (number % 3)} {number}$.", "", "The same everywhere: $\\same$.", ""]
    return "\n".join(lines)


def sources(documents=DOCUMENTS, formulas=FORMULAS):
    files = {"conf.py": CONF, "index.md": "# Start\n\n```{toctree}\n:glob:\n\npage*\n```\n"}
    return {**files, **{f"page{number}.md": document(number, formulas) for number in range(documents)}}


def pages(outdir):
    """Every file that a build wrote, but for what Sphinx itself keeps beside."""
    return {
        path.relative_to(outdir).as_posix(): path.read_bytes()
        for path in Path(outdir).rglob("*")
        if path.is_file() and path.name != ".buildinfo" and ".doctrees" not in path.parts
    }


# --- side by side ----------------------------------------------------------------------------------------------------


def test_the_pages_are_the_same_with_each_engine_and_with_any_number_of_processes(build):
    files = sources()
    first = None
    for _ in range(ROUNDS):
        for engine in ENGINES:
            for parallel in (1, 2, 4):
                site = build(files, parallel=parallel, confoverrides={"byline_math_engine": engine}, warnings=None)
                made = site.outputs()
                made.pop(".buildinfo", None)
                assert len(site.warnings) == len(set(site.warnings)) == 2 * DOCUMENTS
                if first is None:
                    first = made, set(site.warnings)
                assert sorted(made) == sorted(first[0])
                assert [name for name in made if made[name] != first[0][name]] == []
                assert set(site.warnings) == first[1]
                shutil.rmtree(site.srcdir.parent / "build")


# --- as processes ----------------------------------------------------------------------------------------------------


class Process:
    """A ``sphinx-build`` of its own, in a session of its own, that fails over any warning of Python's."""

    def __init__(self, source, output, *arguments, engine="quickjs-ng", python_warnings=""):
        self.mark = uuid.uuid4().hex
        self.output, self.doctrees = Path(output), Path(f"{output}-doctrees")
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "sphinx", "-q", "--no-color"),
                *("-d", self.doctrees, "-D", f"byline_math_engine={engine}", *arguments, source, output),
            ],
            env={
                **os.environ,
                MARK: self.mark,
                "PYTHONWARNINGS": f"error,ignore:'myst_parser{python_warnings}",
                "PYTHONPATH": str(Path(__file__).parents[2] / "src"),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()
        for process in self.left():
            self._stop(process)

    def results(self):
        """Files of the cache so far."""
        return list((self.doctrees / "byline-math").glob("*/*/*.json"))

    def wait_for_results(self, number):
        while len(self.results()) < number:
            assert self._process.poll() is None, "the build ended before it could be disturbed"
            time.sleep(0.002)

    def send(self, number, *, group=False):
        (os.killpg if group else os.kill)(self._process.pid, number)

    def end(self):
        """Wait for the end: the exit status, and the processes that are left when they had time to go."""
        # Not communicate(): a child that is left would hold the pipes open, and the test too.
        status = self._process.wait(600)
        deadline = time.monotonic() + SECONDS_TO_GO
        while self.left() and time.monotonic() < deadline:
            time.sleep(0.05)
        return status, [self._stop(process) for process in self.left()]

    def let_workers_go(self):
        """End Sphinx's own workers whose parent was killed: each waits for ever in its own pipe, full and unread.

        It inherits both ends of it (sphinx.util.parallel), with any extension and with none.
        """
        self._process.wait(60)
        deadline = time.monotonic() + 2
        while self.left() and time.monotonic() < deadline:
            time.sleep(0.05)
        for process in self.left():
            with contextlib.suppress(OSError):
                if b"v8_process" not in Path(f"/proc/{process}/cmdline").read_bytes():
                    os.kill(process, signal.SIGKILL)

    def said(self):
        """What the user was told, as an error."""
        return self._process.communicate(timeout=30)[1]

    def left(self):
        """Processes of this build, by the mark that they inherited."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                alive = (folder / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
                if alive and f"{MARK}={self.mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
        return [process for process in found if process != self._process.pid or self._process.poll() is None]

    @staticmethod
    def _stop(process):
        """Kill what should not be there; its command line."""
        line = ""
        with contextlib.suppress(OSError):
            line = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            os.kill(process, signal.SIGKILL)
        return line


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A site on disk."""
    folder = tmp_path_factory.mktemp("parallel") / "source"
    folder.mkdir()
    for name, text in sources().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def clean(source, tmp_path_factory):
    """What a build writes that nobody disturbs."""
    output = tmp_path_factory.mktemp("clean") / "html"
    with Process(source, output) as process:
        status, left = process.end()
        errors = process.said()
    assert (status, left) == (0, [])
    assert_no_noise(errors)
    return pages(output)


def assert_no_noise(errors):
    """What a build says are its warnings, each a line, and nothing of Python's."""
    assert [line for line in errors.splitlines() if "[byline.math]" not in line] == []


DISTURBED = [("1", "quickjs-ng"), ("2", "mini-racer"), *([("2", "quickjs-ng")] if STRESS else [])]


@linux
@pytest.mark.parametrize(("jobs", "engine"), DISTURBED)
def test_a_build_that_is_killed_leaves_no_process_and_the_next_one_is_whole(source, clean, tmp_path, jobs, engine):
    output = tmp_path / "html"
    for number in range(ROUNDS):
        shutil.rmtree(output, ignore_errors=True)
        shutil.rmtree(f"{output}-doctrees", ignore_errors=True)
        with Process(source, output, "-j", jobs, engine=engine) as killed:
            killed.wait_for_results(DOCUMENTS + 5 + 17 * number)
            killed.send(signal.SIGKILL)
            killed.let_workers_go()
            status, left = killed.end()
        assert status == -signal.SIGKILL
        assert left == []
        unwritten = not list(output.glob("page*.html"))
        for entry in killed.results():
            json.loads(entry.read_bytes())
        with Process(source, output, "-j", jobs, engine=engine) as again:
            status, left = again.end()
            errors = again.said()
        assert (status, left) == (0, [])
        # Between reading and the last page Sphinx itself forgets what its search index has to hold.
        incomplete = [line for line in errors.splitlines() if "search index couldn't be loaded" in line]
        assert_no_noise("\n".join(line for line in errors.splitlines() if line not in incomplete))
        # A page that was written before is not written again, nor its faults told again.
        assert errors.count("[byline.math]") == 2 * DOCUMENTS or not unwritten
        kept = {name for name in clean if not incomplete or name != "searchindex.js"}
        made = pages(output)
        assert sorted(made) == sorted(clean)
        assert [name for name in kept if made[name] != clean[name]] == []


@linux
def test_a_build_that_fails_leaves_no_process(source, tmp_path):
    with Process(source, tmp_path / "html", "-W", "-j", "2", engine="mini-racer") as failing:
        status, left = failing.end()
        errors = failing.said()
    assert status == 1
    assert left == []
    assert "Traceback" not in errors
    assert "ResourceWarning" not in errors


@linux
@pytest.mark.parametrize(("jobs", "engine"), DISTURBED)
def test_a_build_that_the_keyboard_interrupts_leaves_no_process_and_no_noise(source, tmp_path, jobs, engine):
    for number in range(ROUNDS):
        output = tmp_path / f"html{number}"
        with Process(source, output, "-j", jobs, engine=engine, python_warnings=UNCLOSED) as interrupted:
            interrupted.wait_for_results(DOCUMENTS + 5 + 17 * number)
            interrupted.send(signal.SIGINT, group=True)
            status, left = interrupted.end()
            errors = interrupted.said()
        assert status != 0
        assert left == []
        assert "BrokenPipe" not in errors
        assert "v8_process.py" not in errors
        # Of several processes, multiprocessing itself says where each was.
        assert jobs != "1" or "Exception ignored" not in errors


@linux
def test_a_build_leaves_no_process_of_the_other_engine_and_no_noise(source, clean, tmp_path):
    with Process(source, tmp_path / "html", "-j", "2", engine="mini-racer") as process:
        status, left = process.end()
        errors = process.said()
    assert (status, left) == (0, [])
    assert_no_noise(errors)
    assert pages(tmp_path / "html") == clean


@linux
@pytest.mark.parametrize("call", [True, False], ids=["while it typesets", "while it waits"])
def test_the_other_engine_ends_when_its_build_is_gone(call):
    with subprocess.Popen(
        [sys.executable, "-P", V8_PROGRAM, str(256 * 2**20)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="ascii",
    ) as process:
        slow = "function slow() { const begin = Date.now(); while (Date.now() - begin < 300); return ''; }"
        orders = [{"evaluate": slow}, *([{"call": "slow", "argument": "", "seconds": 5}] if call else [])]
        process.stdin.write("".join(f"{json.dumps(order)}\n" for order in orders))
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.close()
        try:
            process.wait(10)
        finally:
            process.kill()
        assert process.stderr.read() == ""


# --- a cache of the author's own -------------------------------------------------------------------------------------


def refuse(*_):
    raise AssertionError("an engine was asked")


@pytest.fixture
def few():
    """Few pages: a small site does for what is not about many."""
    return sources(3, 4)


def test_a_folder_of_typeset_formulas_serves_another_site_elsewhere(build, few, tmp_path, monkeypatch):
    overrides = {"byline_math_cache": str(tmp_path / "cache")}
    first = build(few, confoverrides=overrides, warnings=None)
    monkeypatch.setattr("sphinx_byline.math.engine.KatexEngine.typeset", refuse)
    for parallel in (0, 2):
        second = build(few, confoverrides=overrides, warnings=None, parallel=parallel)
        assert second.srcdir != first.srcdir
        assert second.outputs() == first.outputs()
        assert sorted(second.warnings) == sorted(first.warnings)


def test_the_folder_is_named_from_that_of_conf_py_and_nothing_else_is_written_there(build, few):
    site = build(few, confoverrides={"byline_math_cache": "cache"}, warnings=None)
    assert {path.name for path in site.srcdir.iterdir()} == {*few, "cache"}
    assert list((site.srcdir / "cache").glob("*/*/*.json"))
    assert not list(site.doctreedir.glob("byline-math/*"))


def test_a_folder_whose_parents_are_missing_is_made(build, few, tmp_path):
    cache = tmp_path / "not" / "there" / "yet"
    build(few, confoverrides={"byline_math_cache": str(cache)}, warnings=None)
    assert list(cache.glob("*/*/*.json"))


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_folder_that_cannot_be_written_harms_nothing(build, few, tmp_path, parallel):
    usual = build(few, warnings=None)
    (tmp_path / "file").write_text("mine")
    # Nobody can write below a file; root could write into a folder without leave.
    site = build(
        few, confoverrides={"byline_math_cache": str(tmp_path / "file" / "cache")}, warnings=None, parallel=parallel
    )
    assert {name: data for name, data in site.outputs().items() if name != ".buildinfo"} == {
        name: data for name, data in usual.outputs().items() if name != ".buildinfo"
    }
    assert sorted(site.warnings) == sorted(usual.warnings)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_without_leave_to_write_is_read(build, few, tmp_path, monkeypatch):
    overrides = {"byline_math_cache": str(tmp_path / "cache")}
    first = build(few, confoverrides=overrides, warnings=None)

    def denied(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    # Root may write where nobody else may: the system's answer is ours.
    real = os.utime
    monkeypatch.setattr(
        "sphinx_byline.math.cache.os.utime",
        lambda path, *args, **kwargs: denied() if "cache" in Path(path).parts else real(path, *args, **kwargs),
    )
    monkeypatch.setattr("sphinx_byline.math.cache.Cache._write", lambda *_: None)
    second = build(few, confoverrides=overrides, warnings=None)
    assert second.outputs() == first.outputs()
    assert sorted(second.warnings) == sorted(first.warnings)


def test_damaged_results_are_made_again(build, few):
    first = build(few, warnings=None)
    for number, path in enumerate(sorted(first.doctreedir.glob("byline-math/*/*/*.json"))):
        data = path.read_bytes()
        path.write_bytes([b"", data[: len(data) // 2], data[:-1], b"null", b"\0" * 100][number % 5])
    again = first.rebuild(freshenv=True, warnings=None)
    assert again.outputs() == first.outputs()
    assert sorted(again.warnings) == sorted(first.warnings)


def test_pages_and_a_book_share_their_doctrees_and_not_their_markup(build, few):
    alone = {name: build(few, builder=name, warnings=None).outputs() for name in ("html", "epub")}
    first = build(few, warnings=None)
    book = first.rebuild(builder="epub", warnings=None)
    again = first.rebuild(builder="html", warnings=None)
    assert "katex-html" not in (book.outdir / "page0.xhtml").read_text(encoding="utf-8")
    assert {name: data for name, data in again.outputs().items() if name in alone["html"]} == alone["html"]
    for name in ("page0.xhtml", "page1.xhtml", "page2.xhtml"):
        assert book.outputs()[name] == alone["epub"][name]
