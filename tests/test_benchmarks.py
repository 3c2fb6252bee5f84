"""The articles of the benchmarks are honest ones: always the same, as large as they say, and free of warnings."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLES = Path(__file__).parent.parent / "benchmarks" / "articles.py"


@pytest.fixture(scope="module")
def articles() -> Iterator[Any]:
    spec = importlib.util.spec_from_file_location("benchmark_articles", ARTICLES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


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
