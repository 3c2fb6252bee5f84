"""How long headers take: microseconds for one, next to MyST's own reader of them, and seconds of ``check`` for many.

``python benchmarks/headers.py 10000`` writes 10,000 articles with headers of the usual kinds, reads each header by
each part of the reader in turn, and then runs ``python -m sphinx_byline check`` over all of them, in a process of its
own. It fails no build: what to make of the figures is for the reader.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from myst_parser.config.main import read_topmatter

from sphinx_byline.collect.examine import examine, open_publication, read_header
from sphinx_byline.collect.header import cut_header
from sphinx_byline.collect.settings import Settings
from sphinx_byline.model.frontmatter import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx_byline.collect.header import Header

#: A header as people write them for each of these tools.
HEADERS = {
    "plain": """---
title: "链式法则 {0}"
author: AI 研究员
description: 一条公式，三种读法
tags: 微积分，深度学习, t{1}
cover: https://images.example.org/{0}.jpg
---
""",
    "Hexo": """---
title: 链式法则 {0}
date: 2024-03-01 08:00:00
updated: 2024-03-02 08:00:00
tags:
  - 微积分
  - t{1}
categories:
  - [技术, 数学]
top_img: false
mathjax: true
sticky: {1}
abbrlink: {0}
---
""",
    "Hugo": """+++
title = "Chain rule {0}"
date = 2024-03-01T08:00:00+08:00
lastmod = 2024-03-02
draft = false
tags = ["calculus", "t{1}"]
weight = {1}
[cover]
image = "https://images.example.org/{0}.jpg"
+++
""",
    "Docusaurus": """---
title: Chain rule {0}
authors:
  - name: Ada Byron
    url: https://ada.example.org
    image_url: https://ada.example.org/a.png
  - limei
tags: [calculus, t{1}]
hide_table_of_contents: true
---
""",
}
REPEAT = 3


def microseconds(read: Callable[[int], object], count: int) -> float:
    """The best of several rounds over ``count`` headers, for one of them."""

    def once() -> float:
        start = time.perf_counter()
        for number in range(count):
            read(number)
        return (time.perf_counter() - start) / count * 1e6

    return min(once() for _ in range(REPEAT))


def report(kind: str, texts: Sequence[str], folder: Path) -> str:
    """A line of figures for the headers of one kind."""
    publication = open_publication(Settings(), folder)
    conventions = publication.settings.conventions

    def read(number: int) -> Header:
        block = cut_header(texts[number])
        assert block is not None  # noqa: S101 -- each of them has one
        return read_header(block)

    headers = [read(number) for number in range(len(texts))]
    whole = microseconds(lambda number: examine(texts[number], f"p/{number}", publication), len(texts))
    figures = [
        microseconds(read, len(texts)),
        microseconds(lambda number: parse(headers[number].values, f"p/{number}", conventions), len(texts)),
        whole,
    ]
    others = "–" if kind == "Hugo" else f"{whole / microseconds(lambda n: read_topmatter(texts[n]), len(texts)):.2f}"
    return f"{kind:12}" + "".join(f"{figure:12.0f}" for figure in figures) + f"{others:>14}"


def main() -> None:
    """Write, read, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000, help="headers that `check` reads")
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "conf.py").write_text('extensions = ["sphinx_byline"]\n', encoding="utf-8")
        kinds = list(HEADERS.values())
        for number in range(count):
            path = folder / f"{number // 500:04}" / f"{number:06}.md"
            path.parent.mkdir(exist_ok=True)
            text = kinds[number % len(kinds)].format(number, number % 40)
            path.write_text(f"{text}\n{'一段文字。' * 200}\n", encoding="utf-8")
        print("microseconds   read it   understand  all together   ÷ MyST's reader")
        for kind, header in HEADERS.items():
            texts = [f"{header.format(number, number % 40)}\n{'一段文字。' * 200}\n" for number in range(500)]
            print(report(kind, texts, folder))
        seconds = []
        for _ in range(REPEAT):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-m", "sphinx_byline", "check", name], check=True, capture_output=True)
            seconds.append(time.perf_counter() - start)
        best, middle = min(seconds), statistics.median(seconds)
        print(f"\ncheck, {count:,} files: {best:.2f} s the best, {middle:.2f} s the middle of {REPEAT}")


if __name__ == "__main__":
    main()
