"""The single source of how the tests of this room see a page, as HTML or as a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docutils import nodes
    from tests.conftest import Builder

CONF = """\
project = "数学笔记"
language = "zh_CN"
extensions = ["sphinx_byline"]
html_theme = "basic"
"""

_BODY = re.compile(r'<div class="body" role="main">\s*(.*?)\s*<div class="clearer">', re.DOTALL)
_LINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)


class Page(Protocol):
    """What the fixtures :func:`page` and :func:`doctree` are."""

    def __call__(
        self,
        markdown: str,
        *,
        conf: str = "",
        others: Mapping[str, str] | None = None,
        warnings: Sequence[str] | None = (),
    ) -> Any:
        """Build ``index.md`` of ``markdown``, beside ``others``, with ``conf`` at the end of conf.py."""


@pytest.fixture
def page(build: Builder) -> Page:
    """Build one page in the ``basic`` theme, which adds nothing to it; give its body's HTML without ¶ links."""

    def build_page(markdown: str, *, conf="", others=None, warnings=()) -> str:
        site = build({"conf.py": CONF + conf, "index.md": markdown, **(others or {})}, warnings=warnings)
        body = _BODY.search(site.html("index"))
        assert body
        return _LINK.sub("", body[1]).removesuffix("</div>").strip()

    return build_page


@pytest.fixture
def doctree(build: Builder) -> Page:
    """Read one page; give its document as Sphinx keeps it."""

    def read_page(markdown: str, *, conf="", others=None, warnings=()) -> nodes.document:
        site = build(
            {"conf.py": CONF + conf, "index.md": markdown, **(others or {})}, warnings=warnings, builder="dummy"
        )
        return site.env.get_doctree("index")

    return read_page
