"""How long a site takes with sphinx-byline, as ratios to plain Sphinx and MyST on the ``basic`` theme in the same run.

``python benchmarks/build.py 100`` writes 100 articles, builds them both ways in turn, each build in a process of its
own, and prints seconds and ratios. It fails no build: what to make of the figures is for the reader.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from articles import edited, name, write_articles
from sphinx_byline.collect.presets import PRESETS
from sphinx_byline.math.room import CACHE_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from articles import Corpus

#: The same articles, the same Markdown; a toctree, without which plain Sphinx warns of every article.
PLAIN_CONF = f"""\
project = "数学笔记"
author = "AI 研究员"
language = "zh_CN"
extensions = ["myst_parser"]
html_theme = "basic"
{"".join(f"{setting} = {value!r}{chr(10)}" for setting, value in PRESETS.items())}"""
PLAIN_INDEX = "# 数学笔记\n\n```{toctree}\n:glob:\n\narticles/*\n```\n"

#: What the README promises is enough.
BYLINE_CONF = """\
project = "数学笔记"
author = "AI 研究员"
language = "zh_CN"
extensions = ["sphinx_byline"]
html_theme = "byline"
"""
BYLINE_INDEX = "# 数学笔记\n\n```{article-list}\n:limit: 20\n```\n"

CLEAN, WARM, NO_CHANGE, ONE_EDIT = "clean", "clean, formulas known", "no change", "one article edited"
#: The build of plain Sphinx that each of ours is held against: plain Sphinx knows no formulas.
AGAINST = {CLEAN: CLEAN, WARM: CLEAN, NO_CHANGE: NO_CHANGE, ONE_EDIT: ONE_EDIT}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one build took. CPU seconds and peak memory are 0 where the system does not tell."""

    wall: float
    cpu: float
    megabytes: float
    warnings: int


@dataclass(frozen=True, slots=True)
class Site:
    """One way of building the articles."""

    label: str
    folder: Path

    @property
    def source(self) -> Path:
        """Folder of the sources."""
        return self.folder / "source"

    @property
    def output(self) -> Path:
        """Folder of the pages."""
        return self.folder / "html"

    @property
    def doctrees(self) -> Path:
        """Folder of what Sphinx and extensions keep between builds."""
        return self.folder / "doctrees"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, build, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, help="how many articles the site has")
    parser.add_argument("--repeat", type=int, default=1, metavar="R", help="rounds; the best of each build is shown")
    parser.add_argument("--work", type=Path, metavar="DIR", help="build in this folder, and keep it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there as well")
    options = parser.parse_args(arguments)
    if options.articles < 1 or options.repeat < 1:
        parser.error("articles and rounds are counted from 1")
    if options.work is not None:
        options.work.mkdir(parents=True, exist_ok=True)
        report = run(options.work, options.articles, options.repeat)
    else:
        with tempfile.TemporaryDirectory(prefix="byline-benchmark-") as work:
            report = run(Path(work), options.articles, options.repeat)
    if options.json is not None:
        options.json.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def run(work: Path, count: int, rounds: int) -> dict[str, object]:
    """Measure everything, print the table, return its figures."""
    warm_up(work / "warm-up")
    plain, byline = Site("plain", work / "plain"), Site("byline", work / "byline")
    corpus = write_site(plain, count, PLAIN_CONF, PLAIN_INDEX)
    write_site(byline, count, BYLINE_CONF, BYLINE_INDEX)
    costs: dict[tuple[str, str], list[Cost]] = {}
    for number in range(rounds):
        for kind in AGAINST:
            for site in (plain, byline):
                if site is plain and kind == WARM:
                    continue
                prepare(site, kind, count, number)
                cost = build(site)
                print(f"  {site.label:6} {kind:22} {cost.cpu:8.2f} s CPU {cost.wall:8.2f} s", file=sys.stderr)
                costs.setdefault((site.label, kind), []).append(cost)
    print(table(corpus, costs, rounds))
    return {
        "versions": versions(),
        "corpus": asdict(corpus),
        "builds": [
            {"site": site, "kind": kind, "costs": [asdict(cost) for cost in found]}
            for (site, kind), found in costs.items()
        ],
    }


def warm_up(folder: Path) -> None:
    """Build three articles both ways, so that no measured build compiles Python, and a broken set-up shows at once."""
    for label, conf, index in (("plain", PLAIN_CONF, PLAIN_INDEX), ("byline", BYLINE_CONF, BYLINE_INDEX)):
        site = Site(label, folder / label)
        write_site(site, 3, conf, index)
        build(site)
    shutil.rmtree(folder)


def write_site(site: Site, count: int, conf: str, index: str) -> Corpus:
    """Write a site's sources anew, in place of whatever an earlier run left."""
    shutil.rmtree(site.folder, ignore_errors=True)
    corpus = write_articles(site.source, count)
    (site.source / "conf.py").write_text(conf, encoding="utf-8")
    (site.source / "index.md").write_text(index, encoding="utf-8")
    return corpus


def prepare(site: Site, kind: str, count: int, revision: int) -> None:
    """Bring a site to where a build of this kind starts."""
    if kind in {CLEAN, WARM}:
        shutil.rmtree(site.output, ignore_errors=True)
        for path in site.doctrees.glob("*"):
            if kind == CLEAN or path.name != CACHE_FOLDER:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    elif kind == ONE_EDIT:
        path = site.source / "articles" / f"{name(count // 2)}.md"
        path.write_text(edited(path.read_text(encoding="utf-8"), revision), encoding="utf-8", newline="\n")


def build(site: Site) -> Cost:
    """Build once, in a process of its own."""
    folders = (str(folder) for folder in (site.doctrees, site.source, site.output))
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-d", *folders]
    log = site.folder / "build.log"
    with log.open("wb") as output:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        cpu, megabytes = wait(process)
        wall = time.perf_counter() - begin
    text = log.read_text(encoding="utf-8", errors="replace")
    if process.returncode:
        sys.exit(f"The {site.label} site could not be built:\n{text[-3000:]}")
    return Cost(round(wall, 3), round(cpu, 3), round(megabytes, 1), text.count("WARNING: "))


def wait(process: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Wait for a process; its CPU seconds and peak memory in megabytes, children that it waited for included."""
    if sys.platform == "win32":
        process.wait()
        return 0.0, 0.0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kilobytes
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6


def table(corpus: Corpus, costs: dict[tuple[str, str], list[Cost]], rounds: int) -> str:
    """The report, as text."""
    share = 100 * corpus.distinct_formulas / max(corpus.formulas, 1)
    lines = [
        ", ".join(f"{package} {found}" for package, found in versions().items()),
        f"{corpus.articles} articles of {corpus.mean_bytes / 1000:.1f} kB on average",
        f"{corpus.formulas} formulas, {share:.0f} % of them distinct",
        "one round" if rounds == 1 else f"the best of {rounds} rounds",
        "",
        f"{'':22} {'plain':>9} {'byline':>9} {'ratio':>7}   {'plain':>9} {'byline':>9} {'ratio':>7}",
        f"{'':22} {'CPU s':>9} {'CPU s':>9} {'':>7}   {'wall s':>9} {'wall s':>9}",
    ]
    for kind, against in AGAINST.items():
        plain, byline = costs["plain", against], costs["byline", kind]
        cells = [
            compared(min(cost.cpu for cost in plain), min(cost.cpu for cost in byline)),
            compared(min(cost.wall for cost in plain), min(cost.wall for cost in byline)),
        ]
        lines += [f"{kind:22} {'   '.join(cells)}"]
    plain, byline = costs["plain", CLEAN], costs["byline", CLEAN]
    memory = compared(median(cost.megabytes for cost in plain), median(cost.megabytes for cost in byline))
    lines += [f"{'peak memory, MB':22} {memory}"]
    for site in ("plain", "byline"):
        if found := max(cost.warnings for (label, _), group in costs.items() if label == site for cost in group):
            lines += [f"The {site} site gave up to {found} warnings a build; its figures count their printing."]
    return "\n".join(lines)


def compared(plain: float, byline: float) -> str:
    """Two figures and their ratio, in columns."""
    return f"{plain:9.2f} {byline:9.2f} {byline / plain:7.2f}" if plain else f"{'–':>9} {'–':>9} {'–':>7}"


def median(values: Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def versions() -> dict[str, str]:
    """What was measured."""
    packages = ("sphinx-byline", "Sphinx", "myst-parser")
    return {"Python": platform.python_version()} | {package: version(package) for package in packages}


if __name__ == "__main__":
    main()
