"""What our rules of Markdown take, as a share of markdown-it's time for the same articles without them.

``python benchmarks/parsing.py 40`` parses the seed article and that many generated articles (Chinese and English in
turn, reported apart) in turn with MyST's rules alone, with ours for emphasis, with ours for dollars, and with both.
Times are of CPU and of parsing alone, from text to tokens; each text counts with its best of several rounds. It fails
no build.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from articles import article
from sphinx_byline.cjk.dollars import DollarRules, add_dollars
from sphinx_byline.cjk.emphasis import add_emphasis
from sphinx_byline.collect.presets import PRESETS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it import MarkdownIt

SEED = Path(__file__).parents[1] / "example_docs/articles/math-for-deep-learning.md"
GOAL = 0.15

#: What is added to MyST's own parser.
ADDED: dict[str, Sequence[Callable[[MarkdownIt], None]]] = {
    "MyST alone": (),
    "emphasis": (add_emphasis,),
    "dollars": (lambda md: add_dollars(md, DollarRules()),),
    "both": (add_emphasis, lambda md: add_dollars(md, DollarRules())),
}


def parser(added: Sequence[Callable[[MarkdownIt], None]]) -> MarkdownIt:
    """MyST's parser as our presets have it, and what is added."""
    config = MdParserConfig(enable_extensions=set(PRESETS["myst_enable_extensions"]), dmath_allow_space=False)
    md = create_md_parser(config, RendererHTML)
    for add in added:
        add(md)
    return md


def best(texts: Sequence[str], rounds: int) -> dict[str, float]:
    """CPU seconds of each parser for all texts: the sum of the best of each text, the parsers taking turns."""
    parsers = {name: parser(added) for name, added in ADDED.items()}
    seconds = dict.fromkeys(parsers, 0.0)
    for text in texts:
        least = dict.fromkeys(parsers, float("inf"))
        for _ in range(rounds):
            for name, md in parsers.items():
                start = time.process_time()
                md.parse(text)
                least[name] = min(least[name], time.process_time() - start)
        for name, took in least.items():
            seconds[name] += took
    return seconds


def main() -> None:
    """Parse, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("count", type=int, nargs="?", default=40, help="generated articles")
    options.add_argument("--rounds", type=int, default=15)
    arguments = options.parse_args()
    generated = [article(number)[0] for number in range(arguments.count)]
    corpora = {"seed": [SEED.read_text(encoding="utf-8")], "Chinese": generated[::2], "English": generated[1::2]}
    print(f"Python {sys.version.split()[0]}; goal: under {GOAL:.0%} more than MyST alone\n")
    print(f"{'':10}{'articles':>10}{'kB':>8}{'MyST, ms':>12}" + "".join(f"{name:>12}" for name in list(ADDED)[1:]))
    for name, texts in corpora.items():
        seconds = best(texts, arguments.rounds)
        plain = seconds.pop("MyST alone")
        size = sum(len(text.encode()) for text in texts) / 1000
        shares = "".join(f"{took / plain - 1:>+12.1%}" for took in seconds.values())
        print(f"{name:10}{len(texts):>10}{size:>8.0f}{plain * 1000:>12.1f}{shares}")


if __name__ == "__main__":
    main()
