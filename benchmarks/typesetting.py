"""The single source of what one formula costs: by each engine, by sphinxcontrib-katex's prerenderer, from our cache.

Each way is measured in a process of its own, several times; the formulas are those of the seed article and of the
corpus that the tests hold. Without chemistry, which sphinxcontrib-katex's prerenderer does not know.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import itertools
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from sphinx_byline.math.bundle import installed
from sphinx_byline.math.cache import Cache
from sphinx_byline.math.choice import MACHINES
from sphinx_byline.math.dialogue import needs_mhchem
from sphinx_byline.math.engine import KatexEngine
from sphinx_byline.math.formulas import Formula, Typeset
from sphinx_byline.math.typesetter import Typesetter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

HERE = Path(__file__).parent
SEED_ARTICLE = HERE.parent / "example_docs" / "articles" / "math-for-deep-learning.md"
CORPUS = HERE.parent / "tests" / "math" / "formulas.txt"

#: Formulas that are asked for at once: as many as an article has.
PORTION = 15
#: How often each way is measured; the middle one of the figures counts.
ROUNDS = 3
#: How often sphinxcontrib-katex's server is started anew where it refuses.
ATTEMPTS = 10

NODE, CACHE, CLIENT = "Node", "cache", "client-side"
START, COLD, WARM, KEEP = "start", "cold", "warm", "keep"
SETTINGS: dict[str, Any] = {"output": "htmlAndMathml", "options": "", "mhchem": False}

_IN_ARTICLE = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
#: KaTeX's own limit is wider than ours, so that this one comes out differently.
_BEYOND_OUR_SIZE = r"\rule{150em}"


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds. CPU time is of all processes concerned, and ``nan`` where the system does not tell it."""

    cpu: float
    wall: float


def distinct_formulas(count: int) -> list[Formula]:
    """So many different formulas; beyond those that were written, the same ones with a number behind them."""
    written = [*_of_article(SEED_ARTICLE.read_text(encoding="utf-8")), *_of_corpus(CORPUS.read_text(encoding="utf-8"))]
    usable = [each for each in dict.fromkeys(written) if not _is_left_out(each.tex)]
    numbered = (
        Formula(rf"{each.tex} \quad {number}", each.display) for number in itertools.count(1) for each in usable
    )
    return list(itertools.islice(itertools.chain(usable, numbered), count))


def _of_article(text: str) -> Iterator[Formula]:
    for display, inline in _IN_ARTICLE.findall(text):
        yield Formula((display or inline).strip(), display=bool(display))


def _of_corpus(text: str) -> Iterator[Formula]:
    for line in text.splitlines():
        if line[:2] in {". ", ": "}:
            yield Formula(line[2:], display=line[0] == ":")


def _is_left_out(tex: str) -> bool:
    return needs_mhchem([tex]) or _BEYOND_OUR_SIZE in tex


# --- in the measured process -----------------------------------------------------------------------------------------


def cpu_seconds() -> float:
    """Of this process and of those that it started, ended or not."""
    if sys.platform != "linux":
        return float("nan")
    import resource

    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    # The clock of another process, as clock_getcpuclockid(3) names it.
    living = sum(time.clock_gettime((~process << 3) | 2) for process in _children())
    return time.process_time() + ended.ru_utime + ended.ru_stime + living


def _children() -> list[int]:
    lists = Path("/proc/self/task").glob("*/children")
    return [int(process) for path in lists for process in path.read_text(encoding="ascii").split()]


class Stopwatch:
    """What each phase took."""

    def __init__(self) -> None:
        """Know of no phase yet."""
        self.phases: dict[str, Spent] = {}

    @contextlib.contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Measure what happens within."""
        cpu, wall = cpu_seconds(), time.perf_counter()
        yield
        wall = time.perf_counter() - wall
        self.phases[name] = Spent(1000 * (cpu_seconds() - cpu), 1000 * wall)


def _portions(formulas: Sequence[Formula]) -> Iterator[Sequence[Formula]]:
    for begin in range(0, len(formulas), PORTION):
        yield formulas[begin : begin + PORTION]


def _cache(folder: Path) -> Cache:
    return Cache(folder, version=installed().version, **SETTINGS)


def measure_engine(name: str, formulas: Sequence[Formula], folder: Path, watch: Stopwatch) -> list[str]:
    """Typeset everything twice in one engine, then keep it."""
    engine, cache = KatexEngine(MACHINES[name][1], installed()), _cache(folder)
    with watch.phase(START):
        engine.check_options()
    with watch.phase(COLD):
        results = [result for portion in _portions(formulas) for result in engine.typeset(portion)]
    with watch.phase(WARM):
        for portion in _portions(formulas):
            engine.typeset(portion)
    engine.close()
    with watch.phase(KEEP):
        for formula, result in zip(formulas, results, strict=True):
            cache.put(formula, result)
    return [result.html if isinstance(result, Typeset) else "" for result in results]


def measure_cache(formulas: Sequence[Formula], folder: Path, watch: Stopwatch) -> list[str]:
    """Find everything on disk, in a process that has no engine."""
    typesetter = Typesetter(_NoEngine(), _cache(folder))
    with watch.phase(COLD):
        results = [result for portion in _portions(formulas) for result in typesetter.typeset(portion)]
    return [result.html if isinstance(result, Typeset) else "" for result in results]


class _NoEngine:
    def typeset(self, formulas: Sequence[Formula]) -> list[Any]:
        raise LookupError(f"{len(formulas)} formulas are not in the cache")

    def close(self) -> None:
        """Nothing to let go."""


def measure_node(formulas: Sequence[Formula], watch: Stopwatch) -> list[str]:
    """Ask sphinxcontrib-katex's server for each formula, as it does under ``katex_prerender``."""
    # Types know of no such module: sphinxcontrib is a namespace.
    katex: Any = importlib.import_module("sphinxcontrib.katex")

    katex.KaTeXServer.katex_path = "katex.min.js"  # As it does when the builder is known.
    with watch.phase(START):
        katex.KaTeXServer.get()

    def everything() -> list[str]:
        return [katex.render_latex(each.tex, {"displayMode": True} if each.display else None) for each in formulas]

    with watch.phase(COLD):
        results = everything()
    with watch.phase(WARM):
        everything()
    return results


def measure_client(formulas: Sequence[Formula], watch: Stopwatch) -> list[str]:
    """Write the TeX into the page, all that a build does where a script in the browser typesets."""
    with watch.phase(COLD):
        return [str(escape(each.tex)) for each in formulas]


def measure_here(way: str, folder: Path) -> dict[str, Any]:
    """Measure one way in this process."""
    formulas = [Formula(*each) for each in json.loads((folder / "formulas.json").read_text(encoding="utf-8"))]
    watch, kept = Stopwatch(), folder / "cache"
    ways: dict[str, Callable[[], list[str]]] = {
        NODE: lambda: measure_node(formulas, watch),
        CACHE: lambda: measure_cache(formulas, kept, watch),
        CLIENT: lambda: measure_client(formulas, watch),
    }
    markup = ways[way]() if way in ways else measure_engine(way, formulas, kept, watch)
    phases = {name: astuple(spent) for name, spent in watch.phases.items()}
    return {"phases": phases, "markup": [hashlib.sha256(html.encode()).hexdigest() for html in markup]}


# --- in the process that reports -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measured:
    """One way of typesetting."""

    phases: dict[str, Spent]
    markup: list[str]
    """A checksum of each formula's."""
    refused: int
    """How often sphinxcontrib-katex's server could not be reached, in how many starts."""
    starts: int


def measure(folder: Path, formulas: Sequence[Formula]) -> dict[str, Measured]:
    """Measure every way that this machine has."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "formulas.json").write_text(json.dumps([(each.tex, each.display) for each in formulas]), encoding="utf-8")
    ways = [*MACHINES, CACHE, *([NODE] if shutil.which("node") else []), CLIENT]
    return {way: _middle(way, folder) for way in ways}


def _middle(way: str, folder: Path) -> Measured:
    rounds, refused = [], 0
    for number in range(ROUNDS):
        if way in MACHINES:
            shutil.rmtree(folder / "cache", ignore_errors=True)
        found, refusals = _in_process(way, folder)
        rounds.append(found)
        refused += refusals
        print(f"  {way:12} round {number + 1}", file=sys.stderr)
    phases = {
        phase: Spent(*(statistics.median(found["phases"][phase][place] for found in rounds) for place in (0, 1)))
        for phase in rounds[0]["phases"]
    }
    return Measured(phases, rounds[0]["markup"], refused, ROUNDS + refused)


def _in_process(way: str, folder: Path) -> tuple[dict[str, Any], int]:
    """Its figures, and how often it had to be started again."""
    for refused in range(ATTEMPTS):
        with (folder / "answer").open("w+", encoding="utf-8") as answer, (folder / "errors").open("w+") as errors:
            # A session of its own, so that a server which is left behind can be ended.
            process = subprocess.Popen(
                [sys.executable, __file__, way, str(folder)], stdout=answer, stderr=errors, start_new_session=True
            )
            process.wait()
            _end_session(process.pid)
            answer.seek(0)
            errors.seek(0)
            if not process.returncode:
                found: dict[str, Any] = json.load(answer)
                return found, refused
            reason = errors.read()
        if way != NODE or "ConnectionRefusedError" not in reason:
            sys.exit(f"{way} could not be measured:\n{reason[-3000:]}")
    sys.exit(f"sphinxcontrib-katex's server could not be reached in {ATTEMPTS} attempts")


def _end_session(leader: int) -> None:
    """End what a process has left behind."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)


def table(found: dict[str, Measured], count: int) -> str:
    """The report, as text."""
    against = NODE if NODE in found else "quickjs-ng"
    lines = [
        f"One formula: the mean of {count} distinct ones, {PORTION} at a time; the middle of {ROUNDS} processes",
        "CPU of all processes concerned; ratios are of CPU",
        "",
        f"{'':30} {'start':>17}   {'cold':>24}   {'warm':>24}",
        f"{'milliseconds':30} {'CPU':>8} {'wall':>8}   "
        + "   ".join(f"{'CPU':>7} {'wall':>7} {'÷ ' + against:>8}" for _ in (COLD, WARM)),
    ]
    standard = found[against].phases
    labels = {NODE: "Node, by sphinxcontrib-katex", CACHE: "our cache, in a new process", CLIENT: "left to the browser"}
    for way, measured in found.items():
        start = measured.phases.get(START)
        cells = [f"{start.cpu:8.0f} {start.wall:8.0f}" if start else f"{'–':>8} {'–':>8}"]
        cells += [_cells(measured.phases.get(phase), standard[phase], count) for phase in (COLD, WARM)]
        lines += [f"{labels.get(way, way):30} {'   '.join(cells)}"]
    keep = [measured.phases[KEEP] for measured in found.values() if KEEP in measured.phases]
    middle = Spent(statistics.median(spent.cpu for spent in keep), statistics.median(spent.wall for spent in keep))
    lines += [f"{'our cache, to write':30} {'–':>8} {'–':>8}   {_cells(middle, standard[COLD], count)}", ""]
    if NODE in found:
        lines += [f"Node's server refused the connection in {found[NODE].refused} of {found[NODE].starts} starts."]
    else:
        lines += ["Without Node, which is not there; ratios are to quickjs-ng."]
    return "\n".join([*lines, *_differences(found)])


def _cells(spent: Spent | None, standard: Spent, count: int) -> str:
    if spent is None:
        return f"{'–':>7} {'–':>7} {'–':>8}"
    return f"{spent.cpu / count:7.3f} {spent.wall / count:7.3f} {spent.cpu / standard.cpu:8.2f}"


def _differences(found: dict[str, Measured]) -> Iterable[str]:
    typeset = {way: measured.markup for way, measured in found.items() if way != CLIENT}
    first = next(iter(typeset))
    for way, markup in typeset.items():
        if other := sum(mine != theirs for mine, theirs in zip(typeset[first], markup, strict=True)):
            yield f"{way} typesets {other} formulas otherwise than {first}."
    failed = typeset[first].count(hashlib.sha256(b"").hexdigest())
    yield f"{failed} formulas failed." if failed else "Beyond what is said here, all give the same markup."


if __name__ == "__main__":
    print(json.dumps(measure_here(sys.argv[1], Path(sys.argv[2]))), flush=True)
