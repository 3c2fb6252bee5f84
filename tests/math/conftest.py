"""The single source of what tests of this room share: KaTeX in the engine that every installation has."""

from __future__ import annotations

import pytest

from sphinx_byline.math.bundle import installed
from sphinx_byline.math.engine import KatexEngine
from sphinx_byline.math.quickjs import QuickJs


@pytest.fixture(scope="module")
def engine():
    made = KatexEngine(QuickJs, installed())
    yield made
    made.close()
