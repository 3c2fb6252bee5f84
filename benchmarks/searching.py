"""What search costs: bytes of its index against Sphinx's own and Pagefind's, time in the build, and time of a reader.

``python benchmarks/searching.py 300`` writes that many Chinese articles and builds them three times, each in a process
of its own; then, where there are playwright and Chromium, it opens the search and asks, and once more with an index of
``--load`` articles. Words are drawn by Zipf's law from a made-up vocabulary, so that an index meets as many different
ones as in real texts. It fails no build.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import importlib
import importlib.util
import itertools
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from articles import FIRST_DAY, name
from browsing import ARGUMENTS, find_chromium, served

CONF = 'project = "P"\nlanguage = "zh_CN"\nextensions = [{extension!r}]\nhtml_theme = {theme!r}\n'
#: The builds: what conf.py says, and options of sphinx-build.
WAYS: dict[str, tuple[str, str, dict[str, str]]] = {
    "ours": ("sphinx_byline", "byline", {}),
    "Pagefind": ("sphinx_byline", "byline", {"byline_search": "pagefind"}),
    "plain Sphinx": ("myst_parser", "basic", {}),
}
HAN_WORDS, LATIN_WORDS = 12_000, 4_000
SECTIONS, PARAGRAPHS, WORDS = 6, 2, 62
QUERIES = 40

#: Types a query and waits until its results are laid out; milliseconds.
ASK = """async query => {
  const box = document.querySelector(".byline-finder"), field = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const drawn = new Promise(done => new MutationObserver((_, me) => { me.disconnect(); done(); })
    .observe(status, { childList: true, characterData: true, subtree: true }));
  const begin = performance.now();
  field.value = query;
  field.dispatchEvent(new Event("input"));
  await drawn;
  box.offsetHeight;
  return performance.now() - begin;
}"""
READY = "document.querySelector('.byline-finder').getAttribute('aria-busy') === 'false'"


class Vocabulary:
    """Words that nobody has written, as often as words are."""

    def __init__(self) -> None:
        """Make them up, the same ones each time."""
        chance = random.Random(1)
        characters = [chr(code) for code in chance.sample(range(0x4E00, 0x9FA5), 3000)]
        # As characters are: a few in many words.
        often = list(itertools.accumulate(1 / (rank + 20) for rank in range(3000)))
        self.han = list(
            dict.fromkeys(
                "".join(chance.choices(characters, cum_weights=often, k=chance.choice((1, 2, 2, 2, 3, 4))))
                for _ in range(HAN_WORDS)
            )
        )
        syllables = [first + second for first in "bcdfglmnprst" for second in ("a", "e", "i", "o", "u", "ar", "en")]
        self.latin = list(
            dict.fromkeys("".join(chance.choices(syllables, k=chance.choice((2, 3, 4)))) for _ in range(LATIN_WORDS))
        )
        self._weights = [list(itertools.accumulate(1 / (rank + 1) for rank in range(len(words))))
                         for words in (self.han, self.latin)]  # fmt: skip

    def sentence(self, chance: random.Random, count: int) -> str:
        """A Chinese sentence of so many words, one of twelve in Latin script."""
        words = chance.choices(self.han, cum_weights=self._weights[0], k=count)
        for position in range(0, count, 12):
            words[position] = f" {chance.choices(self.latin, cum_weights=self._weights[1])[0]} "
        return "".join(words).strip() + "。"

    def article(self, number: int) -> str:
        """An article of about 5 kB of UTF-8; the same for the same number."""
        chance = random.Random(number)
        title = self.sentence(chance, 4).rstrip("。")
        tags = chance.sample(self.han[100:140], 3)
        day = FIRST_DAY + dt.timedelta(days=number)
        blocks = [f'---\ntitle: "{title}"\ndate: {day}\nauthor: {self.han[50 + number % 9]}\ntags: {tags}\n---']
        for _ in range(SECTIONS):
            blocks += [f"## {self.sentence(chance, 3).rstrip('。')}"]
            blocks += ["".join(self.sentence(chance, WORDS // 4) for _ in range(4)) for _ in range(PARAGRAPHS)]
        return "\n\n".join(blocks) + "\n"

    def queries(self) -> list[str]:
        """Single characters, words often and rarely used, several words, across words."""
        chance = random.Random(2)
        rare = [self.han[min(int(1.3**power), len(self.han) - 1)] for power in range(1, 21)]
        latin = [self.latin[position] for position in (0, 3, 30, 300, 3000)]
        pairs = [f"{chance.choice(rare)} {chance.choice(rare)}" for _ in range(5)]
        mixed = [first + second for first, second in zip(latin, rare, strict=False)]
        return list(dict.fromkeys([*rare, *latin, *pairs, *mixed, *(word[0] for word in rare)]))[:QUERIES]


def main() -> None:
    """Read the command line, build, ask, print."""
    if sys.argv[1:2] == ["--build"]:
        print(json.dumps(measure(Path(sys.argv[2]), sys.argv[3])))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="?", default=300)
    parser.add_argument("--load", type=int, default=1000, metavar="N", help="articles of the larger index")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="byline-searching-") as work:
        folder, words = Path(work), Vocabulary()
        size = write_articles(folder / "articles", options.articles, words)
        print(f"{options.articles} Chinese articles of {size / options.articles / 1000:.1f} kB")
        ways = [way for way in WAYS if way != "Pagefind" or importlib.util.find_spec("pagefind")]
        costs = {way: built(folder, way) for way in ways}
        print(index_table(folder, costs))
        chromium = find_chromium()
        if chromium is None or importlib.util.find_spec("playwright") is None:
            print(
                "Left out what a reader waits for: it needs playwright, and Chromium ($BYLINE_CHROMIUM, or on the path)"
            )
            return
        print(f"\n{'':34} {'kB gzip':>8} {'opened, ms':>11} {'heap, MB':>9} {'query, ms: middle':>18} {'most':>6}")
        for way in ways[:-1]:
            print(asked(chromium, folder / way / "html", f"{way}, {options.articles} articles", words.queries()))
        # In a folder of its own: the server keeps what it has read.
        shutil.copytree(folder / "ours" / "html", folder / "large")
        enlarge(folder / "large" / "_search", options.load, words)
        print(asked(chromium, folder / "large", f"ours, {options.load} articles", words.queries()))


def write_articles(folder: Path, count: int, words: Vocabulary) -> int:
    """Write them, and tell their bytes."""
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{name(number)}.md").write_text(words.article(number), encoding="utf-8", newline="\n")
    return sum(path.stat().st_size for path in folder.iterdir())


def built(folder: Path, way: str) -> dict[str, float]:
    """Build one way, in a process of its own; what :func:`measure` tells."""
    extension, theme, _ = WAYS[way]
    source = folder / way / "source"
    source.mkdir(parents=True)
    (source / "articles").symlink_to(folder / "articles", target_is_directory=True)
    (source / "conf.py").write_text(CONF.format(extension=extension, theme=theme), encoding="utf-8")
    (source / "index.md").write_text("# P\n\n```{toctree}\n:glob:\n:hidden:\n\narticles/*\n```\n", encoding="utf-8")
    command = [sys.executable, __file__, "--build", str(folder / way), way]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, float] = json.loads(output.splitlines()[-1])
    return found


def measure(folder: Path, way: str) -> dict[str, float]:
    """Build once; seconds of the whole build, and of what each search adds to it (wall time: Pagefind is a process)."""
    from sphinx.application import Sphinx  # Only the measured process loads it.
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_byline.outputs import searching

    took = {"ours": 0.0, "Sphinx's": 0.0}

    def timed(of: Any, method: str, label: str) -> None:
        run = getattr(of, method)

        def measured(*arguments: Any) -> Any:
            begin = time.perf_counter()
            try:
                return run(*arguments)
            finally:
                took[label] += time.perf_counter() - begin

        setattr(of, method, measured)

    timed(searching, "note", "ours")
    timed(searching, "write", "ours")
    timed(StandaloneHTMLBuilder, "index_page", "Sphinx's")
    timed(StandaloneHTMLBuilder, "dump_search_index", "Sphinx's")
    begin = time.perf_counter()
    source, doctrees = str(folder / "source"), str(folder / "doctrees")
    with (folder / "build.log").open("w", encoding="utf-8") as log:
        app = Sphinx(
            source, source, str(folder / "html"), doctrees, "html", dict(WAYS[way][2]), status=None, warning=log
        )
        app.build()
    return {"build": time.perf_counter() - begin, **took}


def index_table(folder: Path, costs: dict[str, dict[str, float]]) -> str:
    """Bytes of each index, and the part of the build that made it."""
    plain = costs["plain Sphinx"]
    jieba = "with jieba" if importlib.util.find_spec("jieba") else "without jieba: no Chinese word in it"
    rows = [
        ("ours", [*(folder / "ours/html/_search").rglob("*.js")], costs["ours"]["ours"], costs["ours"]["build"]),
        (
            "Sphinx's, our language",
            [folder / "ours/html/searchindex.js"],
            costs["ours"]["Sphinx's"],
            costs["ours"]["build"],
        ),
        (f"Sphinx's own ({jieba})", [folder / "plain Sphinx/html/searchindex.js"], plain["Sphinx's"], plain["build"]),
    ]
    if "Pagefind" in costs:
        files = [path for path in (folder / "Pagefind/html/_search").rglob("*") if path.is_file()]
        rows.insert(1, ("Pagefind's, in all", files, costs["Pagefind"]["ours"], costs["Pagefind"]["build"]))
    lines = [f"{'index':56} {'files':>6} {'kB':>8} {'kB gzip':>8} {'in the build, s':>16} {'of':>7}"]
    for label, files, seconds, whole in rows:
        raw = sum(path.stat().st_size for path in files)
        packed = sum(len(gzip.compress(path.read_bytes(), mtime=0)) for path in files)
        lines += [f"{label:56} {len(files):6} {raw / 1000:8.0f} {packed / 1000:8.0f} {seconds:16.2f} {whole:7.1f}"]
    return "\n".join(lines)


def enlarge(folder: Path, count: int, words: Vocabulary) -> None:
    """Put the index of a larger site into ``folder``: of the articles that it would have, without their pages."""
    from sphinx_byline.outputs.findable import Findable, entry_json, index_files
    from sphinx_byline.outputs.searchtext import Section

    entries = {}
    for number in range(count):
        _, header, body = words.article(number).split("---\n", 2)
        title = header.split('"')[1]
        parts = [part.split("\n\n") for part in body.split("## ")[1:]]
        sections = [
            Section(f"s{position}", heading, " ".join(texts).strip(), "")
            for position, (heading, *texts) in enumerate(parts)
        ]
        entries[name(number)] = entry_json(
            Findable(url=f"articles/{name(number)}.html", title=title, sections=sections, when="2024-01-01")
        )
    for file, content in index_files(entries, []).items():
        (folder / file).write_bytes(content)


def asked(chromium: str, html: Path, label: str, queries: list[str]) -> str:
    """Open the search over a page without articles, ask, and tell in a line what was waited for."""
    sync_playwright: Any = importlib.import_module("playwright.sync_api").sync_playwright
    sizes: list[int] = []
    with served(html, sizes) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page()
        page.goto(f"{base}genindex.html", wait_until="networkidle")
        sizes.clear()
        begin = time.perf_counter()
        page.keyboard.press("/")
        page.wait_for_function(READY, timeout=120_000)
        ready = time.perf_counter() - begin
        page.evaluate(ASK, "x")
        times = [page.evaluate(ASK, query) for query in queries]
        protocol = page.context.new_cdp_session(page)
        protocol.send("HeapProfiler.collectGarbage")
        heap = protocol.send("Runtime.getHeapUsage")["usedSize"]
        browser.close()
    middle, most = statistics.median(times), max(times)
    return f"{label:34} {sum(sizes) / 1000:8.0f} {1000 * ready:11.0f} {heap / 1e6:9.1f} {middle:18.1f} {most:6.0f}"


if __name__ == "__main__":
    main()
