"""Draws the gallery: every kind of page of ``example_docs``, on a phone, a tablet and a desk, by day and by night.

``tox run -e screenshots`` puts it into ``_screenshots/``, with ``index.html`` to look through it; what stands behind
``--`` names pages, and a page is drawn as far as the eye goes in one look, or whole with ``--whole``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

REPOSITORY = Path(__file__).parents[2]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CHROMIUM = "/usr/bin/chromium"
WIDTHS = {390: 844, 834: 1112, 1440: 900}
PAGES = {
    "home": "index.html",
    "article": "articles/math-for-deep-learning.html",
    "article-english": "articles/note-g.html",
    "article-code": "articles/clock.html",
    "tag": "tags/数学.html",
    "tags": "tags/index.html",
    "author": "authors/ai-研究员.html",
    "authors": "authors/index.html",
    "series": "series/sums-by-machine.html",
    "category": "categories/computing.html",
    "archive": "archive/index.html",
    "search": "search.html?q=梯度",
    "guide": "guide/index.html",
    "guide-math": "guide/math.html",
    "kitchen-sink": "guide/kitchen-sink.html",
    "genindex": "genindex.html",
}
_GALLERY = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Screenshots</title>
<style>body{{font:1rem system-ui;background:#888}}figure{{display:inline-block;vertical-align:top;margin:.5rem}}
img{{height:26rem;border:1px solid}}</style>{figures}</html>
"""


def main() -> None:
    """Build the publication, and draw the pages that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", help=f"of {', '.join(PAGES)}; all of them unless named")
    parser.add_argument("--whole", action="store_true", help="the whole page, from top to bottom")
    parser.add_argument("--to", type=Path, default=REPOSITORY / "_screenshots")
    options = parser.parse_args()
    wanted = {name: path for name, path in PAGES.items() if name in options.pages or not options.pages}
    options.to.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sphinx", "-q", str(REPOSITORY / "example_docs"), folder]
        subprocess.run(command, check=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            drawn = [image for name, path in wanted.items() for image in draw(browser, folder, name, path, options)]
            browser.close()
    figures = "".join(
        f'<figure><img src="{name}" alt="" loading="lazy"><figcaption>{escape(name)}</figcaption></figure>'
        for name in drawn
    )
    (options.to / "index.html").write_text(_GALLERY.format(figures=figures), encoding="utf-8")
    print(f"{len(drawn)} screenshots in {options.to}")  # noqa: T201 -- a command's answer


def draw(browser: Browser, folder: str, name: str, path: str, options: argparse.Namespace) -> list[str]:
    """Draw one page at every width, by day and by night; the names of the files."""
    drawn = []
    for width, height in WIDTHS.items():
        for scheme in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
            )
            page.goto(f"file://{folder}/{path}")
            page.wait_for_timeout(300)
            file = f"{name}-{width}-{scheme}.png"
            page.screenshot(path=options.to / file, full_page=options.whole)
            page.close()
            drawn.append(file)
    return drawn


main()
