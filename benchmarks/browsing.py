"""The single source of what a reader waits for: one article opened in Chromium, its formulas typeset in three ways.

The site is served by this machine over HTTP/1.1, text compressed, and the browser reaches nothing else. Each load has
an empty cache.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import importlib.util
import os
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import threading
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from build import BYLINE_CONF, BYLINE_INDEX, Site, build
from typesetting import SEED_ARTICLE

if TYPE_CHECKING:
    from collections.abc import Iterator

LOADS = 5
PAGE = f"articles/{SEED_ARTICLE.stem}.html"

MATHJAX_CONF = """\
html_math_renderer = "mathjax"
html_static_path = ["static"]
mathjax_path = "mathjax/tex-mml-chtml.js"
"""
#: The lines of conf.py that make each of them.
WAYS = {
    "prerendered": "",
    "KaTeX, client-side": 'html_math_renderer = "katex"\n',
    "MathJax 3, client-side": MATHJAX_CONF,
}

#: As root in a container, and with no other host than this one.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
COMPRESSED = {".html", ".css", ".js", ".svg", ".json", ".xml", ".txt"}

# An image from another host, which no measurement should wait for.
_COVER = re.compile(r"(?m)^cover: .*\n")

#: Runs before the page's own scripts. Times are milliseconds after the navigation began.
_OBSERVER = r"""
(() => {
  const seen = (window.bylineSeen = { drawn: 0, paint: 0, shift: 0 });
  const formula = ".katex, mjx-container";
  // After the next frame, what has changed by now is on the screen.
  const drawn = () => requestAnimationFrame(() => setTimeout(() => { seen.drawn = performance.now(); }));
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === "first-contentful-paint") seen.paint = entry.startTime;
  }).observe({ type: "paint", buffered: true });
  new MutationObserver((records) => {
    const added = records.flatMap((record) => [...record.addedNodes]).filter((node) => node.nodeType === 1);
    if (added.some((node) => node.closest(formula) || node.querySelector(formula))) drawn();
  }).observe(document, { childList: true, subtree: true });
  // Until its font is there, a formula is blank.
  document.fonts.addEventListener("loadingdone", (event) => {
    if (event.fontfaces.some((face) => /KaTeX|MJX/.test(face.family))) drawn();
  });
})();
"""
_ALL_TYPESET = """() => {
  const formulas = [...document.querySelectorAll("main .math, article .math")];
  return formulas.length > 0 && formulas.every((each) => each.querySelector(".katex, mjx-container"));
}"""


@dataclass(frozen=True, slots=True)
class Reader:
    """Window and means of whoever opens the page."""

    label: str
    width: int
    height: int
    slower: int = 1
    """How many times the processor is slower than this machine's."""
    network: tuple[float, float, float] | None = None
    """Milliseconds of latency, bytes a second down and up."""


READERS = (
    Reader("desktop, this machine as it is", 1280, 800),
    # As the developer tools of browsers name them.
    Reader("phone, processor 4 times slower, fast 3G", 412, 823, 4, (562.5, 180_000, 84_375)),
)


@dataclass(frozen=True, slots=True)
class View:
    """What the first view of a page took."""

    kilobytes: float
    requests: float
    fonts: float
    """Kilobytes of the fonts among them."""
    paint: float
    """Milliseconds to the first contentful paint."""
    drawn: float
    """Milliseconds until the last formula was drawn, in its own font."""
    shift: float
    """Cumulative layout shift."""
    foreign: float
    """Requests to other hosts, none of which gets an answer."""


def report(work: Path) -> str:
    """Build, serve, open; the report, as text."""
    chromium = find_chromium()
    if chromium is None or importlib.util.find_spec("playwright") is None:
        return "Left out what a reader waits for: it needs playwright, and Chromium ($BYLINE_CHROMIUM, or on the path)."
    remarks, addresses = [], dict[str, str]()
    with contextlib.ExitStack() as stack:
        for number, (way, lines) in enumerate(WAYS.items()):
            site = Site(way, work / str(number))
            write(site, lines)
            if lines == MATHJAX_CONF and not bring_mathjax(site.source / "static" / "mathjax"):
                remarks += ["Without MathJax, which npm could not bring."]
                continue
            build(site)
            addresses[way] = stack.enter_context(served(site.output))
        sync_playwright: Any = importlib.import_module("playwright.sync_api").sync_playwright
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        stack.callback(browser.close)
        found: dict[tuple[Reader, str], list[View]] = {}
        # In turn, so that whatever else the machine does meets all of them.
        for reader in READERS:
            for number in range(LOADS + 1):
                for way, address in addresses.items():
                    view = opened(browser, address + PAGE, reader)
                    # The first load finds the server and the disk cold.
                    if number:
                        found.setdefault((reader, way), []).append(view)
            print(f"  {reader.label}", file=sys.stderr)
    return "\n".join([table(found, tuple(addresses)), *remarks])


def find_chromium() -> str | None:
    """Path of the Chromium to drive: ``$BYLINE_CHROMIUM``, else the system's."""
    names = (os.environ.get("BYLINE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome", "chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


def write(site: Site, lines: str) -> None:
    """Write a publication of the one article, without its cover."""
    (site.source / "articles").mkdir(parents=True)
    text = _COVER.sub("", SEED_ARTICLE.read_text(encoding="utf-8"))
    (site.source / "articles" / SEED_ARTICLE.name).write_text(text, encoding="utf-8")
    (site.source / "conf.py").write_text(BYLINE_CONF + lines, encoding="utf-8")
    (site.source / "index.md").write_text(BYLINE_INDEX, encoding="utf-8")


def bring_mathjax(target: Path) -> bool:
    """Fetch MathJax 3 by npm, into a temporary folder and no other; tell whether it could be had."""
    npm = shutil.which("npm")
    if npm is None:
        return False
    folder = target.with_name("package")
    folder.mkdir(parents=True)
    command = [npm, "pack", "--silent", "mathjax@3"]
    packed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if packed.returncode:
        return False
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        archive.extractall(folder, filter="data")
    (folder / "package" / "es5").rename(target)
    shutil.rmtree(folder)
    return True


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Sends text compressed, over connections that stay open, as a web server does."""

    protocol_version = "HTTP/1.1"
    # Else each answer waits for the acknowledgement of its headers.
    disable_nagle_algorithm = True
    wbufsize = -1

    def __init__(self, *arguments: Any, sizes: list[int], **options: Any) -> None:
        """Note in ``sizes`` how many bytes each answer has, without its headers."""
        self._sizes = sizes
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        squeezed = path.suffix in COMPRESSED
        content = _content(path, squeezed=squeezed)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        if squeezed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self._sizes.append(len(content))
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@functools.cache
def _content(path: Path, *, squeezed: bool) -> bytes:
    content = path.read_bytes()
    return gzip.compress(content, mtime=0) if squeezed else content


@contextlib.contextmanager
def served(folder: Path, sizes: list[int] | None = None) -> Iterator[str]:
    """Serve a folder; gives its address, which ends in ``/``. ``sizes`` gets the bytes of each answer."""
    handler = functools.partial(_Handler, directory=str(folder), sizes=[] if sizes is None else sizes)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def opened(browser: Any, address: str, reader: Reader) -> View:
    """Open a page in a new profile, and wait until nothing happens any more."""
    context = browser.new_context(viewport={"width": reader.width, "height": reader.height})
    page = context.new_page()
    requests, sizes = dict[str, str](), dict[str, float]()
    protocol = context.new_cdp_session(page)
    protocol.on("Network.requestWillBeSent", lambda said: requests.update({said["requestId"]: said["request"]["url"]}))
    protocol.on("Network.loadingFinished", lambda said: sizes.update({said["requestId"]: said["encodedDataLength"]}))
    protocol.send("Network.enable")
    protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})
    if reader.network is not None:
        latency, down, up = reader.network
        conditions = {"offline": False, "latency": latency, "downloadThroughput": down, "uploadThroughput": up}
        protocol.send("Network.emulateNetworkConditions", conditions)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": reader.slower})
    page.add_init_script(_OBSERVER)
    page.goto(address, wait_until="networkidle", timeout=120_000)
    page.wait_for_function(_ALL_TYPESET, timeout=120_000)
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.wait_for_timeout(700)
    seen = page.evaluate("bylineSeen")
    context.close()
    # What a page carries within itself is no request.
    sent = {name: url for name, url in requests.items() if url.startswith("http")}
    fonts = sum(size for name, size in sizes.items() if sent.get(name, "").endswith((".woff", ".woff2")))
    weight = sum(size for name, size in sizes.items() if name in sent)
    foreign = sum(urlsplit(url).hostname != "127.0.0.1" for url in sent.values())
    drawn = max(seen["drawn"], seen["paint"])
    return View(weight / 1000, len(sent), fonts / 1000, seen["paint"], drawn, seen["shift"], foreign)


def table(found: dict[tuple[Reader, str], list[View]], ways: tuple[str, ...]) -> str:
    """The report, as text."""
    lines = [
        f"The seed article in Chromium, its first view: the middle of {LOADS} loads, nothing cached, text compressed",
        "kB over the wire, headers too; ms to the first contentful paint, and until the last formula was drawn",
        f"ratios are to {ways[0]}",
    ]
    heads = [f"{'kB':>6} {'ratio':>6} {'fonts':>6} {'requests':>9}", f"{'paint':>6} {'ratio':>6}"]
    heads += [f"{'drawn':>6} {'ratio':>6}", f"{'shift':>6}"]
    for reader in READERS:
        lines += ["", f"{reader.label} ({reader.width} x {reader.height})", f"{'':24} {'   '.join(heads)}"]
        standard = _middle(found[reader, ways[0]])
        for way in ways:
            view = _middle(found[reader, way])
            weight = f"{view.kilobytes:6.0f} {view.kilobytes / standard.kilobytes:6.2f}"
            cells = (
                f"{weight} {view.fonts:6.0f} {view.requests:9.0f}",
                f"{view.paint:6.0f} {view.paint / standard.paint:6.2f}",
                f"{view.drawn:6.0f} {view.drawn / standard.drawn:6.2f}",
                f"{view.shift:6.3f}",
            )
            lines += [f"{way:24} {'   '.join(cells)}"]
            if view.foreign:
                lines += [f"{'':24} asks other hosts {view.foreign:.0f} times, in vain here"]
    return "\n".join(lines)


def _middle(views: list[View]) -> View:
    return View(*(statistics.median(figures) for figures in zip(*map(astuple, views), strict=True)))


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory(prefix="byline-browsing-") as name:
        print(report(Path(name)))
