"""The single source of where KaTeX lies: its script in sphinxcontrib-katex, its style sheet and fonts beside this file.

The folder ``katex/`` is brought by the build hook (``hatch_build.py``), for one version; a source tree that was never
installed has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

#: The folder below ``_static``, and the style sheet as ``add_css_file`` wants it.
STATIC_FOLDER = "byline-katex"
STYLE_SHEET = f"{STATIC_FOLDER}/katex.min.css"
#: Puts the TeX of formulas into what a reader copies, in their place.
COPY_SCRIPT = f"{STATIC_FOLDER}/copy-tex.min.js"
#: Of what stands where a formula could not be typeset.
FAULT_SHEET = f"{STATIC_FOLDER}/byline-math.css"

#: How an installation without the folder is put right.
MEND = "install sphinx-byline with pip, which brings them; in a source tree run `pip install -e .` again"

_VERSION = re.compile(r'version:"(\d+\.\d+\.\d+)"')


@dataclass(frozen=True, slots=True)
class Bundle:
    """KaTeX as it is installed here."""

    script: Path
    """``katex.min.js`` of sphinxcontrib-katex."""
    version: str
    """Of the script, such as ``0.16.22``."""
    folder: Path
    """Style sheet, fonts and mhchem; need not exist."""
    folder_version: str
    """Of the style sheet; empty where there is none."""

    @property
    def has_styles(self) -> bool:
        """Whether there is a style sheet to link."""
        return bool(self.folder_version)

    @property
    def style_sheet(self) -> str:
        """The text of KaTeX's style sheet, empty where there is none."""
        return _text(self.folder / "katex.min.css") if self.has_styles else ""

    @property
    def mhchem(self) -> Path | None:
        """KaTeX's extension for chemistry, where it belongs to the script."""
        return self.folder / "mhchem.min.js" if self.folder_version == self.version else None

    @property
    def complaint(self) -> str:
        """What is wrong with style sheet and fonts, for a warning; empty where nothing is."""
        if not self.folder_version:
            return f"KaTeX's style sheet and fonts are missing; formulas are published without them; {MEND}"
        if self.folder_version != self.version:
            return (
                f"KaTeX is {self.version}, our style sheet and fonts are of {self.folder_version}; "
                "they are used nevertheless, and formulas may look wrong; "
                "install the sphinxcontrib-katex that fits, or a newer sphinx-byline"
            )
        return ""


@cache
def installed() -> Bundle:
    """Find KaTeX; it does not change while Python runs. Raises :class:`OSError` where it cannot be read."""
    # Looked up, not imported: what we need of sphinxcontrib-katex here is a file.
    spec = find_spec("sphinxcontrib.katex")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("sphinxcontrib-katex is not installed")
    script = Path(spec.origin).with_name("katex.min.js")
    found = _VERSION.search(script.read_text(encoding="utf-8"))
    folder = Path(__file__).with_name("katex")
    try:
        folder_version = (folder / "VERSION").read_text(encoding="utf-8").strip()
    except OSError:
        folder_version = ""
    return Bundle(script, found[1] if found else "unknown", folder, folder_version)


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def needs_math_css(html: str) -> bool:
    """Tell whether ``html`` holds a formula for the eye, which KaTeX's style sheet has to lay out."""
    # In text the quotation mark would be an entity; MathML alone, as in feeds and EPUB, needs no style.
    return 'class="katex-html' in html
