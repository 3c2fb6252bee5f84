"""How long the pages of terms take: all of them in a clean build, and those that change after one edit.

``python benchmarks/terms.py 1000 --tags 500 --per-page 40`` writes articles with so many different tags and builds the
site; then once more with no change, and after one article has lost a tag for another; each in a process of its own. It
prints what part of each build went into the pages that no document stands behind, and fails no build.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from articles import FIRST_DAY, name, write_articles

CONF = """\
project = "数学笔记"
author = "AI 研究员"
language = "zh_CN"
extensions = ["sphinx_byline"]
html_theme = "byline"
byline_per_page = {per_page}
"""
#: Tags of one article.
MOST_TAGS = 5


def main() -> None:
    """Read the command line, build, print."""
    if sys.argv[1:2] == ["--build"]:
        print(json.dumps(measure(Path(sys.argv[2]))))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="?", default=1000)
    parser.add_argument("--tags", type=int, default=500)
    parser.add_argument("--per-page", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="byline-terms-") as work:
        folder = Path(work)
        write_site(folder / "source", options.articles, options.tags, options.per_page)
        print(f"{options.articles} articles from {FIRST_DAY.year} on, {options.tags} tags, {options.per_page} a page")
        print(f"{'':24} {'build, CPU s':>13} {'terms, CPU s':>13} {'share':>7} {'pages written':>14}")
        for kind in ("clean", "no change", "one article retagged"):
            if kind == "one article retagged":
                retag(folder / "source" / "articles" / f"{name(options.articles // 2)}.md")
            found = json.loads(
                subprocess.run(
                    [sys.executable, __file__, "--build", str(folder)], capture_output=True, text=True, check=True
                ).stdout.splitlines()[-1]
            )
            share = found["terms"] / found["build"]
            print(f"{kind:24} {found['build']:13.2f} {found['terms']:13.2f} {share:7.1%} {found['pages']:14}")


def write_site(source: Path, count: int, tags: int, per_page: int) -> None:
    """Write the articles, each with tags of its own choice."""
    shutil.rmtree(source, ignore_errors=True)
    write_articles(source, count)
    chance = random.Random(0)
    for path in sorted((source / "articles").glob("*.md")):
        chosen = chance.sample(range(tags), min(tags, chance.randint(2, MOST_TAGS)))
        set_tags(path, [f"标签 {number}" for number in chosen])
    (source / "conf.py").write_text(CONF.format(per_page=per_page), encoding="utf-8")
    (source / "index.md").write_text("# 数学笔记\n", encoding="utf-8")


def set_tags(path: Path, tags: list[str]) -> None:
    """Give an article other tags."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^tags: .*$", f"tags: [{', '.join(tags)}]", text, count=1), encoding="utf-8")


def retag(path: Path) -> None:
    """Take one tag of an article for another."""
    found = re.search(r"(?m)^tags: \[(.*)\]$", path.read_text(encoding="utf-8"))
    tags = found[1].split(", ") if found else []
    set_tags(path, [*tags[:-1], "标签 0" if tags[-1:] != ["标签 0"] else "标签 1"])


def measure(folder: Path) -> dict[str, float]:
    """Build once; CPU seconds of the whole process's build, and of the generated pages."""
    from sphinx.application import Sphinx  # Only the measured process loads it.

    took = 0.0
    begin = time.process_time()
    source, doctrees = str(folder / "source"), str(folder / "doctrees")
    with (folder / "build.log").open("a", encoding="utf-8") as log:
        app = Sphinx(source, source, str(folder / "html"), doctrees, "html", status=None, warning=log)
        builder: Any = app.builder
        generate = builder.gen_pages_from_extensions

        def timed() -> None:
            nonlocal took
            start = time.process_time()
            generate()
            took = time.process_time() - start

        builder.gen_pages_from_extensions = timed
        # What stands before the build is as it was: pages are those that this one writes.
        before = {path: path.stat().st_mtime_ns for path in (folder / "html").rglob("*.html")}
        app.build()
    written = [
        path
        for path in (folder / "html").rglob("*.html")
        if before.get(path) != path.stat().st_mtime_ns and "articles" not in path.parts
    ]
    return {"build": time.process_time() - begin, "terms": took, "pages": len(written)}


if __name__ == "__main__":
    main()
