"""What the seed article weighs over the wire, next to the same article under other themes and in MkDocs.

``pip install furo pydata-sphinx-theme mkdocs-material playwright``, then ``python benchmarks/page_weight.py``. Each is
given what its readers expect of it: math, search, and the theme as it comes. What is not installed is left out, and the
table says so. Every answer is counted as a server would send it, text compressed; formulas of the others are left to a
script of another host, which is counted as a request and weighs nothing here.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from browsing import ARGUMENTS, PAGE, find_chromium, served, write
from build import Site, build

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Kilobytes and requests of our page, without the fonts of formulas.
GOAL = (60, 12)
KINDS = {".html": "HTML", "": "HTML", ".css": "CSS", ".js": "script", ".woff2": "fonts", ".woff": "fonts"}
PLAIN_CONF = """\
project = "Notes"
language = "zh_CN"
extensions = ["myst_parser"]
myst_enable_extensions = ["dollarmath", "amsmath"]
html_theme = "{theme}"
suppress_warnings = ["myst"]
"""
MKDOCS = """\
site_name: Notes
docs_dir: source
theme: {name: material, language: zh, font: false}
markdown_extensions: [pymdownx.arithmatex: {generic: true}, toc]
plugins: [search]
extra_javascript: [https://mathjax.example/tex-mml-chtml.js]
"""


@dataclass(slots=True)
class Weight:
    """What the first view of a page asked for."""

    kilobytes: Counter[str] = field(default_factory=Counter)
    """By kind; fonts of formulas apart."""
    requests: int = 0
    math_fonts: int = 0
    """Requests among them."""
    foreign: int = 0

    @property
    def total(self) -> float:
        """Kilobytes without the fonts of formulas."""
        return sum(size for kind, size in self.kilobytes.items() if kind != "math fonts")


def sites(work: Path) -> Iterator[tuple[str, Path | None]]:
    """Each way by its name, and the folder that it was built into; None where its package is not here."""
    ours = Site("byline", work / "byline")
    write(ours, "")
    build(ours)
    yield "sphinx-byline", ours.output
    for theme, package in (
        ("furo", "furo"),
        ("pydata_sphinx_theme", "pydata_sphinx_theme"),
        ("alabaster", "alabaster"),
    ):
        if importlib.util.find_spec(package) is None:
            yield theme, None
            continue
        site = Site(theme, work / theme)
        write(site, "")
        (site.source / "conf.py").write_text(PLAIN_CONF.format(theme=theme), encoding="utf-8")
        index = f"# Notes\n\n```{{toctree}}\n{PAGE.removesuffix('.html')}\n```\n"
        (site.source / "index.md").write_text(index, encoding="utf-8")
        build(site)
        yield theme, site.output
    yield "Material for MkDocs", _mkdocs(work / "mkdocs") if importlib.util.find_spec("material") else None


def _mkdocs(folder: Path) -> Path:
    write(Site("mkdocs", folder), "")
    (folder / "source" / "conf.py").unlink()
    (folder / "source" / "index.md").write_text("# Notes\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--no-directory-urls", "-d", str(folder / "site")]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "site"


def weighed(browser: Any, address: str) -> Weight:
    """Open a page in a new profile, and wait until it asks for nothing more."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    weight, sent = Weight(), dict[str, str]()
    protocol = context.new_cdp_session(page)

    def arrived(said: dict[str, Any]) -> None:
        path = Path(urlsplit(sent.get(said["requestId"], "")).path)
        is_math = path.name.startswith("KaTeX")
        weight.kilobytes["math fonts" if is_math else KINDS.get(path.suffix, "other")] += (
            said["encodedDataLength"] / 1000
        )
        weight.math_fonts += is_math

    def asked(said: dict[str, Any]) -> None:
        url = said["request"]["url"]
        if url.startswith("http"):
            sent[said["requestId"]] = url
            weight.requests += 1
            weight.foreign += urlsplit(url).hostname != "127.0.0.1"

    protocol.on("Network.requestWillBeSent", asked)
    protocol.on("Network.loadingFinished", lambda said: arrived(said) if said["requestId"] in sent else None)
    protocol.send("Network.enable")
    protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(address, wait_until="networkidle", timeout=120_000)
    page.wait_for_timeout(700)
    context.close()
    return weight


def table(found: dict[str, Weight | None]) -> str:
    """The report, as text."""
    kinds = ("HTML", "CSS", "script", "fonts", "other", "math fonts")
    head = "".join(f"{kind:>11}" for kind in kinds)
    lines = [
        "The seed article, its first view at 1440 px, nothing cached: kB over the wire, headers too, text compressed",
        f"{'':22}{'kB':>6}{'ratio':>7}{head}{'requests':>10}{'other hosts':>12}",
    ]
    standard = found["sphinx-byline"] or Weight()
    for name, weight in found.items():
        if weight is None:
            lines.append(f"{name:22}is not installed")
            continue
        parts = "".join(f"{weight.kilobytes[kind]:11.1f}" for kind in kinds)
        ratio = weight.total / standard.total
        lines.append(f"{name:22}{weight.total:6.0f}{ratio:7.2f}{parts}{weight.requests:10}{weight.foreign:12}")
    kilobytes, requests = GOAL
    lines.append(
        f"kB and ratio without the fonts of formulas. Goal: at most {kilobytes} kB and {requests} requests; "
        f"ours: {standard.total:.0f} kB, {standard.requests - standard.math_fonts} requests and "
        f"{standard.math_fonts} fonts of formulas"
    )
    return "\n".join(lines)


def main() -> None:
    """Build, serve, open, and print the table."""
    chromium = find_chromium()
    if chromium is None or importlib.util.find_spec("playwright") is None:
        print("It needs playwright, and Chromium ($BYLINE_CHROMIUM, or on the path).")
        return
    with contextlib.ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="byline-weight-")))
        sync_playwright: Any = importlib.import_module("playwright.sync_api").sync_playwright
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=chromium, args=ARGUMENTS)
        stack.callback(browser.close)
        found: dict[str, Weight | None] = {}
        for name, folder in sites(work):
            found[name] = weighed(browser, stack.enter_context(served(folder)) + PAGE) if folder else None
        print(table(found))


if __name__ == "__main__":
    main()
