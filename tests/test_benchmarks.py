"""What benchmarks measure with is honest: articles and formulas are always the same, and free of faults."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_byline.math.bundle import installed
from sphinx_byline.math.engine import KatexEngine
from sphinx_byline.math.formulas import Typeset
from sphinx_byline.math.quickjs import QuickJs

if TYPE_CHECKING:
    from collections.abc import Iterator

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


@contextlib.contextmanager
def loaded(name: str) -> Iterator[Any]:
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def articles() -> Iterator[Any]:
    with loaded("articles") as module:
        yield module


@pytest.fixture(scope="module")
def typesetting() -> Iterator[Any]:
    with loaded("typesetting") as module:
        yield module


def test_the_same_number_gives_the_same_articles(articles, tmp_path):
    corpora = [articles.write_articles(tmp_path / name, 5) for name in "ab"]
    assert corpora[0] == corpora[1]
    for path in (tmp_path / "a").rglob("*.md"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


def test_an_article_has_about_5_kb_and_10_to_20_formulas_of_which_half_stand_nowhere_else(articles, tmp_path):
    texts = [articles.article(number) for number in range(200)]
    assert all(4_500 < len(text.encode()) < 7_500 for text, _ in texts)
    assert all(10 <= len(formulas) <= 20 for _, formulas in texts)
    corpus = articles.write_articles(tmp_path / "site", 200)
    assert 0.4 < corpus.distinct_formulas / corpus.formulas < 0.6


def test_the_articles_build_without_a_warning(articles, build, tmp_path):
    articles.write_articles(tmp_path / "site", 6)
    (tmp_path / "site" / "index.md").write_text("# 数学笔记\n\n```{article-list}\n:limit: 20\n```\n", encoding="utf-8")
    site = build(tmp_path / "site")
    assert "Note 3" in site.html("articles/note-00003")


def test_formulas_are_as_many_as_asked_for_all_different_and_always_the_same(typesetting):
    formulas = typesetting.distinct_formulas(1500)
    assert len(set(formulas)) == 1500
    assert typesetting.distinct_formulas(1500) == formulas
    assert typesetting.distinct_formulas(10) == formulas[:10]


def test_every_formula_can_be_typeset_also_with_a_number_behind_it(typesetting):
    engine = KatexEngine(QuickJs, installed())
    results = engine.typeset(typesetting.distinct_formulas(1200))
    engine.close()
    assert all(isinstance(result, Typeset) for result in results)


def test_no_benchmark_has_the_name_of_a_module_of_pythons():
    # The folder of a program comes first among those that modules are looked for in.
    assert not {path.stem for path in BENCHMARKS.glob("*.py")} & sys.stdlib_module_names
