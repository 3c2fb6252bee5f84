"""The cache: a result is made once, and damage costs time and nothing else."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from sphinx_byline.math.cache import BUILDS_KEPT, BUILDS_KEPT_OF_OTHERS, Cache
from sphinx_byline.math.formulas import LONGEST_FORMULA, Failure, Formula, Typeset
from sphinx_byline.math.typesetter import Typesetter

X = Formula("x", display=False)


def make_cache(folder, **changed):
    circumstances = {"version": "1", "output": "htmlAndMathml", "options": "", "mhchem": True}
    return Cache(folder, **{**circumstances, **changed})


class CountingEngine:
    def __init__(self):
        self.asked = []

    def typeset(self, formulas):
        self.asked += [formula.tex for formula in formulas]
        return [Failure("tex", "no") if "bad" in formula.tex else Typeset(f"<{formula.tex}>") for formula in formulas]

    def close(self):
        pass


@pytest.mark.parametrize(
    "result",
    [
        Typeset("<b>é</b>", ("code",)),
        Failure("tex", "no", 3),
        Failure("tex", "no"),
        Failure("refused"),
        Failure("tex", "no", 3, "y+x", "\\mac"),
    ],
)
def test_what_is_put_comes_back(tmp_path, result):
    make_cache(tmp_path).put(X, result)
    assert make_cache(tmp_path).get(X) == result


@pytest.mark.parametrize(
    "changed", [{"version": "2"}, {"output": "mathml"}, {"options": "macros: {}"}, {"mhchem": False}]
)
def test_other_circumstances_are_another_entry(tmp_path, changed):
    make_cache(tmp_path).put(X, Typeset("x"))
    assert make_cache(tmp_path, **changed).get(X) is None


def test_display_and_inline_are_two_entries(tmp_path):
    make_cache(tmp_path).put(X, Typeset("x"))
    assert make_cache(tmp_path).get(Formula("x", display=True)) is None


def test_a_limit_may_not_be_met_again_so_it_is_not_kept(tmp_path):
    make_cache(tmp_path).put(X, Failure("limit", "time"))
    assert make_cache(tmp_path).get(X) is None


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"\xff\xfe", b"[]", b'{"html": 1, "findings": []}', b'{"html": "x", "findings": [1]}', b"{}"]
)
def test_a_damaged_file_is_a_miss(tmp_path, damage):
    cache = make_cache(tmp_path)
    cache.put(X, Typeset("x"))
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.write_bytes(damage)
    assert cache.get(X) is None
    cache.put(X, Typeset("x"))
    assert cache.get(X) == Typeset("x")


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    cache = make_cache(tmp_path / "file")
    cache.put(X, Typeset("x"))
    assert cache.get(X) is None


def test_many_writers_leave_whole_files_and_nothing_else(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: make_cache(tmp_path / str(number % 2)).put(X, Typeset("x" * 10_000)), range(40)))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert {path.suffix for path in files} == {".json"}


def test_each_distinct_formula_is_made_once(tmp_path):
    engine = CountingEngine()
    typesetter = Typesetter(engine, make_cache(tmp_path))
    y = Formula("y", display=False)
    assert [result.html for result in typesetter.typeset([X, y, X])] == ["<x>", "<y>", "<x>"]
    typesetter.typeset([y, X])
    Typesetter(engine, make_cache(tmp_path)).typeset([X])
    assert engine.asked == ["x", "y"]


def test_a_failure_is_remembered_as_one(tmp_path):
    engine = CountingEngine()
    bad = Formula("bad", display=False)
    for _ in range(2):
        assert Typesetter(engine, make_cache(tmp_path)).typeset([bad]) == [Failure("tex", "no")]
    assert engine.asked == ["bad"]


def test_memory_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr("sphinx_byline.math.typesetter._REMEMBERED", 2)
    engine = CountingEngine()
    typesetter = Typesetter(engine, make_cache(tmp_path / "x"))
    typesetter.typeset([Formula(str(number), display=False) for number in range(5)])
    assert len(engine.asked) == 5
    assert typesetter.typeset([Formula("0", display=False)])[0].html == "<0>"


def test_a_formula_beyond_the_limit_never_reaches_the_engine(tmp_path):
    engine = CountingEngine()
    (result,) = Typesetter(engine, make_cache(tmp_path)).typeset([Formula("好" * LONGEST_FORMULA, display=False)])
    assert result == Failure("limit", "it is longer than 10,000 bytes")
    assert not engine.asked


def builds(folder, number, *, use=(), whole=True, **changed):
    """As many builds as ``number``, each of which asks for the formulas in ``use``; typesets what is not there."""
    for _ in range(number):
        engine = CountingEngine()
        typesetter = Typesetter(engine, make_cache(folder, **changed))
        typesetter.typeset([Formula(tex, display=False) for tex in use])
        typesetter.close(whole_build=whole)
    return engine.asked


@pytest.fixture
def clock(monkeypatch):
    """Time goes on by a minute from build to build, in the file system too."""
    now = [1_000_000.0]

    def tick():
        now[0] += 60
        return now[0]

    monkeypatch.setattr("sphinx_byline.math.cache.time.time", tick)
    touch = os.utime
    monkeypatch.setattr(
        "sphinx_byline.math.cache.os.utime", lambda path, times=None: touch(path, times or (now[0], now[0]))
    )
    write = os.replace

    def replace(path, target):
        write(path, target)
        touch(target, (now[0], now[0]))

    monkeypatch.setattr("sphinx_byline.math.cache.os.replace", replace)
    return now


@pytest.mark.usefixtures("clock")
def test_what_whole_builds_have_not_used_for_a_while_goes_and_nothing_else(tmp_path):
    builds(tmp_path, 1, use=("x", "old"))
    builds(tmp_path, BUILDS_KEPT - 1, use=("x",))
    assert builds(tmp_path, 1, use=("x", "old")) == []
    builds(tmp_path, BUILDS_KEPT, use=("x",))
    assert builds(tmp_path, 1, use=("x", "old")) == ["old"]


@pytest.mark.usefixtures("clock")
def test_builds_of_a_few_pages_make_nothing_older(tmp_path):
    builds(tmp_path, 1, use=("x", "rare"))
    builds(tmp_path, 10 * BUILDS_KEPT, use=("x",), whole=False)
    assert builds(tmp_path, 1, use=("rare",)) == []


@pytest.mark.usefixtures("clock")
def test_another_builder_takes_nothing_away_until_it_has_long_been_alone(tmp_path):
    builds(tmp_path, 1, use=("x",))
    builds(tmp_path, 2 * BUILDS_KEPT, use=("x",), output="mathml")
    assert builds(tmp_path, 1, use=("x",)) == []
    builds(tmp_path, BUILDS_KEPT_OF_OTHERS, use=("x",), output="mathml")
    assert builds(tmp_path, 1, use=("x",)) == ["x"]


@pytest.mark.usefixtures("clock")
def test_what_a_killed_build_left_goes_in_time_and_what_is_not_ours_stays(tmp_path):
    builds(tmp_path, 1, use=("x",))
    (entry,) = tmp_path.glob("*/*/*.json")
    left = entry.with_name(f"{entry.name}.4711")
    left.write_text('{"ht')
    os.utime(left, (1, 1))
    mine = [tmp_path / "README.md", tmp_path / "a-folder-of-mine" / "x.txt"]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    builds(tmp_path, BUILDS_KEPT_OF_OTHERS, use=("x",))
    assert not left.exists()
    assert entry.exists()
    assert all(path.exists() for path in mine)


@pytest.mark.usefixtures("clock")
def test_the_number_of_files_has_an_end(tmp_path, monkeypatch):
    monkeypatch.setattr("sphinx_byline.math.cache.MOST_FILES", 10)
    for number in range(30):
        builds(tmp_path, 1, use=(str(number),), whole=False)
    assert len(list(tmp_path.glob("*/*/*.json"))) <= 10
    assert builds(tmp_path, 1, use=("29",)) == []


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1]", b'[["a", "b"]]', b"\xff", b"[" * 5000])
def test_a_damaged_record_of_builds_harms_nothing(tmp_path, damage):
    builds(tmp_path, 1, use=("x",))
    (tmp_path / "builds.json").write_bytes(damage)
    assert builds(tmp_path, BUILDS_KEPT, use=("x",)) == []
