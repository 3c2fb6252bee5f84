"""The entry of ``python -m sphinx_byline``."""

from __future__ import annotations

import sys

from sphinx_byline.commands import main

if __name__ == "__main__":
    sys.exit(main())
