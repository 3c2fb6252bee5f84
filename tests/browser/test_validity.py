"""Every page of the example publication against the rules of HTML, by the Nu Html Checker, which runs in Java."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

#: Where tox has put ``vnu.jar``, out of the package of that name.
CHECKER = Path(os.environ.get("BYLINE_VNU", "vnu.jar"))

#: Made by others, and not to be mended here: what the checker says, of what, and where its authors know of it.
NOT_OURS = [
    # An operator's invisible "apply" within a script, as in x_{\max}: https://github.com/KaTeX/KaTeX/issues/3721
    ("Element “mo” not allowed as child of element “msu[bp]”", r"<mo>\u2061</mo>"),
    # Symbols within an operator, as in \pmod: https://github.com/KaTeX/KaTeX/issues/3978
    ("Element “mrow” not allowed as child of element “mo”", r'="0\.22em"><mrow>'),
    ("The “mrow” element is a completely-unknown element", r'="0\.22em"><mrow>'),
    ("The “mi” element is a completely-unknown element", r'<mi mathvariant="normal">\w</mi>'),
    # Since sphinx-design 0.7 a tab's label names its panel, which ARIA in HTML does not have labels do:
    # https://github.com/executablebooks/sphinx-design/blob/main/sphinx_design/tabs.py
    ("The “aria-controls” attribute must not be used on any “label” element", '<label aria-controls="sd-tab-item-'),
]


@pytest.mark.usefixtures("site")
def test_every_page_is_valid_html(site_folder):
    java = shutil.which("java")
    missing = "no Java" if not java else "" if CHECKER.is_file() else f"no {CHECKER}; `tox run -e browser` fetches it"
    if missing and os.environ.get("BYLINE_REQUIRE_BROWSER") != "1":
        pytest.skip(f"pages are not validated: {missing}")
    assert not missing, missing

    options = ["--errors-only", "--skip-non-html", "--format", "json", "--exit-zero-always"]
    # Deep formulas want a deep stack.
    command = [str(java), "-Xss4m", "-jar", str(CHECKER), *options, str(site_folder / "html")]
    checked = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    wrong = [
        f"{message['url'].rpartition('/html/')[2]}:{message.get('lastLine')}: {message['message']} {extract!r}"
        for message in json.loads(checked.stderr)["messages"]
        for extract in [message.get("extract", "")]
        if not any(re.match(said, message["message"]) and re.search(of, extract) for said, of in NOT_OURS)
    ]
    assert wrong == [], "\n".join(wrong)
