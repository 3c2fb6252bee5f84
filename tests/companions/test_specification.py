"""CommonMark's own examples, from markdown-it-py's sources: ``COMMONMARK_SPEC`` names its file ``commonmark.json``."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from sphinx_byline.cjk.dollars import DollarRules, add_dollars
from sphinx_byline.cjk.emphasis import add_emphasis

SPEC = os.environ.get("COMMONMARK_SPEC", "")

PLAIN = MarkdownIt("commonmark")
OURS = MarkdownIt("commonmark").use(dollarmath_plugin)
add_emphasis(OURS)
add_dollars(OURS, DollarRules())


@pytest.mark.skipif(not SPEC, reason="COMMONMARK_SPEC names no file")
def test_every_example_comes_out_as_without_our_rules():
    examples = json.loads(Path(SPEC).read_text(encoding="utf-8"))
    assert len(examples) > 600
    for example in examples:
        text = example["markdown"]
        assert OURS.render(text) == PLAIN.render(text), example["example"]
