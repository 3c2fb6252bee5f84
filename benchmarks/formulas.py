"""What formulas cost: each one, in a build, and in the browser of a reader, next to what else there is for Sphinx.

``python benchmarks/formulas.py --formulas 1000 --articles 300 --browser`` measures one formula by each engine, builds a
site of so many articles with each, and opens one article as a reader does. It prints milliseconds, seconds and ratios,
and fails no build: what to make of the figures is for the reader.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import browsing
import typesetting
from build import BYLINE_CONF, BYLINE_INDEX, PLAIN_CONF, PLAIN_INDEX, Cost, Site, build, versions, warm_up, write_site
from sphinx_byline.math.choice import MACHINES
from stopwatch import FIGURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles import Corpus

#: Beside the folder of the sources, so that a clean build can find it again.
CACHE_FOLDER = "formulas"
#: Formulas go to a script in the browser, as in plain Sphinx: a build only writes their TeX.
OFF_CONF = BYLINE_CONF + 'html_math_renderer = "mathjax"\n'
TYPESET_CONF = f"""{BYLINE_CONF}
import sys
sys.path.append({str(Path(__file__).parent)!r})
extensions = ["stopwatch", "sphinx_byline"]
byline_math_cache = "../{CACHE_FOLDER}"
"""

#: Most of a build's CPU seconds that formulas may take, in percent.
GOALS = {("mini-racer", "cold"): 15, ("quickjs-ng", "cold"): 30, ("mini-racer", "warm"): 3, ("quickjs-ng", "warm"): 3}


@dataclass(frozen=True, slots=True)
class Way:
    """One way of building the articles, and what is there when the build starts."""

    label: str
    site: Site
    engine: str = ""
    state: str = ""
    """``cold`` or ``warm``: whether the formulas are in the cache."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build took, and what of that is known to be typesetting; CPU seconds."""

    cost: Cost
    here: float = 0.0
    children: float = 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--formulas", type=int, default=1000, metavar="N", help="distinct formulas to typeset")
    parser.add_argument("--articles", type=int, default=300, metavar="N", help="how many articles the site has")
    parser.add_argument(
        "--repeat", type=int, default=1, metavar="R", help="rounds of builds; the best of each is shown"
    )
    parser.add_argument("--browser", action="store_true", help="open an article in Chromium too (needs playwright)")
    options = parser.parse_args(arguments)
    if min(options.formulas, options.articles, options.repeat) < 1:
        parser.error("formulas, articles and rounds are counted from 1")
    print(", ".join(f"{package} {found}" for package, found in versions().items()), end="\n\n")
    with tempfile.TemporaryDirectory(prefix="byline-formulas-") as name:
        work = Path(name)
        formulas = typesetting.distinct_formulas(options.formulas)
        print(typesetting.table(typesetting.measure(work / "single", formulas), len(formulas)), end="\n\n", flush=True)
        print(builds(work / "builds", options.articles, options.repeat), flush=True)
        if options.browser:
            print("\n" + browsing.report(work / "browser"))


def builds(work: Path, count: int, rounds: int) -> str:
    """Build every way in turn, round after round; the report, as text."""
    warm_up(work / "warm-up")
    plain, off = Way("plain Sphinx", Site("plain", work / "plain")), Way("formulas left", Site("off", work / "off"))
    corpus = write_site(plain.site, count, PLAIN_CONF, PLAIN_INDEX)
    write_site(off.site, count, OFF_CONF, BYLINE_INDEX)
    ways = [plain, off]
    for engine in MACHINES:
        site = Site(engine, work / engine)
        write_site(site, count, f"{TYPESET_CONF}byline_math_engine = {engine!r}\n", BYLINE_INDEX)
        # A warm build comes after the cold one that fills its cache.
        ways += [Way(f"{engine}, {state}", site, engine, state) for state in ("cold", "warm")]
    found: dict[Way, list[Built]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            found[way].append(built(way))
            cost = found[way][-1].cost
            print(f"  {way.label:18} {cost.cpu:8.2f} s CPU {cost.wall:8.2f} s", file=sys.stderr)
    best = {way: min(group, key=lambda each: each.cost.cpu or each.cost.wall) for way, group in found.items()}
    return table(corpus, best, plain, off, rounds)


def built(way: Way) -> Built:
    """Build once from nothing, but for the cache where the way keeps it."""
    for folder in (
        way.site.output,
        way.site.doctrees,
        *([way.site.folder / CACHE_FOLDER] if way.state == "cold" else []),
    ):
        shutil.rmtree(folder, ignore_errors=True)
    cost = build(way.site)
    if not way.engine:
        return Built(cost)
    return Built(cost, **json.loads((way.site.folder / FIGURES).read_text(encoding="utf-8")))


def table(corpus: Corpus, best: dict[Way, Built], plain: Way, off: Way, rounds: int) -> str:
    """The report, as text."""
    share = 100 * corpus.distinct_formulas / max(corpus.formulas, 1)
    lines = [
        f"A clean build of {corpus.articles} articles with {corpus.formulas} formulas, {share:.0f} % of them distinct",
        "one round" if rounds == 1 else f"the best of {rounds} rounds",
        "left: by sphinx-byline, formulas left to a script in the browser (Sphinx's MathJax renderer)",
        "formulas: what a build takes beyond that, as a share of its CPU seconds",
        "typesetting: engine, its process and cache alone, as measured within the build",
        "",
    ]
    heads = (f"{'CPU s':>8} {'÷ plain':>8} {'÷ left':>8}", f"{'wall s':>8} {'÷ plain':>8}")
    lines += [f"{'':18} {'   '.join(heads)}   {'formulas':>9} {'goal':>7} {'typesetting':>12}"]
    standard, without = best[plain].cost, best[off].cost
    for way, each in best.items():
        cost = each.cost
        cells = [
            f"{cost.cpu:8.2f} {ratio(cost.cpu, standard.cpu)} {ratio(cost.cpu, without.cpu)}",
            f"{cost.wall:8.2f} {ratio(cost.wall, standard.wall)}",
        ]
        if way.engine:
            goal = GOALS[way.engine, way.state]
            shares = percent(cost.cpu - without.cpu, cost.cpu), percent(each.here + each.children, cost.cpu, 12)
            cells += [f"{shares[0]} {f'≤ {goal} %':>7} {shares[1]}"]
        lines += [f"{way.label:18} {'   '.join(cells)}"]
    if found := max(each.cost.warnings for each in best.values()):
        lines += [f"A build gave up to {found} warnings; its figures count their printing."]
    return "\n".join(lines)


def ratio(figure: float, standard: float) -> str:
    """One figure by another, in a column."""
    return f"{figure / standard:8.2f}" if standard else f"{'–':>8}"


def percent(part: float, whole: float, width: int = 9) -> str:
    """A part of a whole, in a column."""
    return f"{100 * part / whole:{width - 2}.1f} %" if whole else f"{'–':>{width}}"


if __name__ == "__main__":
    main()
