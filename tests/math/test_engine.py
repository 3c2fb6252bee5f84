"""KaTeX in this process: what goes in comes out in order, and nothing gets out of hand."""

from __future__ import annotations

import os
import re
import threading
import time
from pathlib import Path

import pytest

from sphinx_byline.math import engine as engine_module
from sphinx_byline.math import quickjs, v8
from sphinx_byline.math.bundle import installed
from sphinx_byline.math.engine import KatexEngine, OptionsError
from sphinx_byline.math.formulas import Failure, Formula, Typeset
from sphinx_byline.math.quickjs import QuickJs
from sphinx_byline.math.v8 import V8

SEED = Path(__file__).parents[2] / "example_docs" / "articles" / "math-for-deep-learning.md"


@pytest.fixture(params=[QuickJs, V8])
def start(request):
    """What starts a JavaScript engine: everything here holds for each of them."""
    return request.param


@pytest.fixture
def make(start):
    """Make an engine with options, closed in the end."""
    made = []

    def make_engine(options=""):
        made.append(KatexEngine(start, installed(), options=options))
        return made[-1]

    yield make_engine
    for engine in made:
        engine.close()


@pytest.fixture
def engine(make):
    return make()


def formula(tex):
    return Formula(tex, display=False)


#: 3,600,000 letters out of 6 kB.
BOMB = formula(rf"\def\a{{{'x' * 4000}}}" + r"\a" * 900)


def nested_fractions(count):
    return Formula(r"\frac{1}{" * count + "x" + "}" * count, display=True)


def in_a_thread(engine, wanted):
    """What ``engine`` makes of a formula in a thread that then closes it."""
    results = []

    def run():
        results.extend(engine.typeset([wanted]))
        engine.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return results[0]


def test_every_formula_of_the_seed_article_passes_strict_katex(make):
    text = SEED.read_text(encoding="utf-8")
    display = re.findall(r"\$\$(.+?)\$\$", text, re.DOTALL)
    inline = re.findall(r"(?<!\$)\$([^$\n]+)\$(?!\$)", re.sub(r"\$\$.+?\$\$", "", text, flags=re.DOTALL))
    assert (len(display), len(inline)) == (33, 8)
    formulas = [Formula(tex, display=True) for tex in display] + [Formula(tex, display=False) for tex in inline]
    strict = make("strict: 'error'")
    assert all(isinstance(result, Typeset) and not result.findings for result in strict.typeset(formulas))


def test_results_come_in_the_order_of_the_formulas(engine):
    formulas = [formula(f"x_{{{number}}}") for number in range(100)]
    for number, result in enumerate(engine.typeset(formulas)):
        assert f">x_{{{number}}}</annotation>" in result.html


def test_a_hundred_nested_fractions_fit(engine):
    assert isinstance(engine.typeset([nested_fractions(100)])[0], Typeset)


def test_a_hundred_nested_fractions_fit_where_threads_are_small(engine):
    before = threading.active_count()
    assert isinstance(in_a_thread(engine, nested_fractions(100)), Typeset)
    assert threading.active_count() == before


def test_a_formula_without_end_of_nesting_is_refused_and_the_next_works(engine):
    deep, next_one = engine.typeset([formula("{" * 9000), formula("x")])
    assert deep == Failure("limit", "it is nested too deeply")
    assert isinstance(next_one, Typeset)


def test_a_formula_that_takes_too_long_does_not_take_its_batch_down(engine, monkeypatch):
    monkeypatch.setattr(engine_module, "BATCH_SECONDS", 0.3)
    monkeypatch.setattr(engine_module, "SINGLE_SECONDS", 0.3)
    begin = time.process_time()
    first, slow, last = engine.typeset([formula("a"), BOMB, formula("b")])
    assert slow == Failure("limit", "it takes too much time")
    assert isinstance(first, Typeset)
    assert isinstance(last, Typeset)
    assert time.process_time() - begin < 3


def test_a_formula_that_takes_too_much_memory_does_not_take_its_batch_down(engine, monkeypatch):
    for machine in (quickjs, v8):
        monkeypatch.setattr(machine, "MEMORY_BYTES", 16 * 2**20)
    for limit in ("SINGLE_SECONDS", "BATCH_SECONDS"):
        monkeypatch.setattr(engine_module, limit, 20)
    first, big = engine.typeset([formula("a"), BOMB])
    assert big == Failure("limit", "it takes too much memory")
    assert isinstance(first, Typeset)


def test_formulas_share_no_definitions(engine):
    assert isinstance(engine.typeset([formula(r"\gdef\a{1}\a")])[0], Typeset)
    assert isinstance(engine.typeset([formula(r"\a")])[0], Failure)


def test_size_has_an_end(engine):
    html = engine.typeset([formula(r"\rule{9999em}{1em}")])[0].html
    assert "9999em" not in re.sub(r"<annotation.*?</annotation>", "", html)


def test_chemistry_is_there_when_a_formula_asks_for_it(engine):
    assert "katex-html" in engine.typeset([formula(r"\ce{H2O}")])[0].html


def test_macros_may_use_chemistry(make):
    made = make(r'macros: {"\\water": "\\ce{H2O}"}')
    assert isinstance(made.typeset([formula(r"\water")])[0], Typeset)


@pytest.mark.parametrize("options", ["macros: {", "a b", "x: (() => { for (;;); })()", "}); throw 1; ({"])
def test_options_that_cannot_be_evaluated_are_told_apart(make, options, monkeypatch):
    monkeypatch.setattr(engine_module, "SINGLE_SECONDS", 0.3)
    with pytest.raises(OptionsError):
        make(options).check_options()


def test_strict_mode_is_the_sites_choice(make):
    chinese = [formula("好")]
    assert make().typeset(chinese)[0].findings == ("unicodeTextInMathMode",)
    for strict in ("true", "'error'", "() => 'error'"):
        failed = make(f"strict: {strict}").typeset(chinese)[0]
        assert isinstance(failed, Failure)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_starts_an_engine_of_its_own(engine):
    engine.typeset([formula("x")])
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        html = engine.typeset([formula("y")])[0].html
        os.write(writer, b"ok" if "katex-html" in html else b"no")
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        assert answer.read() == "ok"
    assert os.waitpid(pid, 0)[1] == 0
    assert isinstance(engine.typeset([formula("z")])[0], Typeset)


def test_two_threads_do_not_share_an_engine(engine):
    results = engine.typeset([formula("x")])
    results.append(in_a_thread(engine, formula("y")))
    results += engine.typeset([formula("z")])
    assert all(isinstance(result, Typeset) for result in results)
