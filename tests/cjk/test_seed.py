"""A whole article, as its author wrote it: what every reader of it would count."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest
from docutils import nodes

SEED = Path(__file__).parents[2] / "example_docs/articles/math-for-deep-learning.md"


def test_the_seed_is_published_byte_for_byte():
    # Whoever changes a byte of it, trailing spaces included, changes what the project was conceived for.
    content = SEED.read_bytes()
    assert len(content) == 5385
    assert hashlib.sha256(content).hexdigest() == "42dd790144ba288b1a7e734d6f0925346f470dcbf23af0a10ba7f0ea25fa43f8"


@pytest.fixture
def seed(build):
    files = {"index.md": "# 首页\n\n```{toctree}\narticle\n```\n", "article.md": SEED.read_text("utf-8")}
    return build(files, confoverrides={"html_theme": "basic"})


def test_the_article_has_every_heading_list_and_formula_that_its_author_wrote(seed):
    document = seed.env.get_doctree("article")
    counts = Counter(type(node).__name__ for node in document.findall())
    expected = {
        "section": 31,
        "math_block": 33,
        "math": 8,
        "strong": 17,
        "emphasis": 1,
        "transition": 1,
        "bullet_list": 5,
        "enumerated_list": 1,
        "list_item": 17,
        "table": 0,
        "problematic": 0,
        "system_message": 0,
    }
    assert {name: counts[name] for name in expected} == expected
    assert "$" not in document.astext()


def test_the_page_is_whole(seed):
    html = seed.html("article")
    levels = Counter(re.findall(r"<(h\d)\b", html.partition('role="main"')[2].partition('class="sphinxsidebar"')[0]))
    assert levels == {"h1": 1, "h2": 11, "h3": 19}
    assert "🗝️" in html
    assert not re.search(r"<p>(?:(?!</p>).)*<div", html, re.DOTALL)


def test_the_resources_are_one_list_of_three(seed):
    section = next(node for node in seed.env.get_doctree("article").findall(nodes.section) if "推荐资源" in node["ids"])
    [resources] = [child for child in section.children if isinstance(child, nodes.bullet_list)]
    assert [len(list(item.findall(nodes.list_item, include_self=False))) for item in resources] == [2, 2, 3]


def test_every_heading_has_an_anchor_that_can_be_read(seed):
    document = seed.env.get_doctree("article")
    first = [section["ids"][0] for section in document.findall(nodes.section)]
    assert first[:4] == ["深度学习中的数学基础", "概述", "线性代数基础", "向量和矩阵"]
    assert {"链式法则", "adam-优化器", "随机梯度下降-sgd", "熵"} <= set(first)
    assert not [name for name in first if re.fullmatch(r"id\d+", name)]
    assert [f'id="{name}"' in seed.html("article") for name in first] == [True] * 31
