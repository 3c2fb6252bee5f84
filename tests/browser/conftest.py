"""The single source of how browser tests see a site: built once, served on this machine, opened in a window."""

from __future__ import annotations

import contextlib
import functools
import http.server
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXAMPLE_DOCS = Path(__file__).parents[2] / "example_docs"
#: What Chromium needs as root in a container, and to leave the network alone.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PIXEL = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82"
)


@dataclass
class Visit:
    """A page that is open, and what happened while it was opened."""

    page: Page
    foreign: list[str] = field(default_factory=list)
    """Requests to other hosts."""
    errors: list[str] = field(default_factory=list)
    """What the console called an error, and exceptions."""
    missing: list[str] = field(default_factory=list)
    """Requests to the site that were answered with an error."""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def _served(source: Path, out: Path, *options: str) -> Iterator[str]:
    """Build ``source``, serve it below a folder, as many sites are, and give its address, which ends in ``/``."""
    folders = ("-d", str(out / "doctrees"), str(source), str(out / "html"))
    command = [sys.executable, "-m", "sphinx", "-nWq", *options, *folders]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    handler = functools.partial(_Quiet, directory=str(out))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/html/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the example publication is built: its pages are in ``html``."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """Address of the built example publication."""
    with _served(EXAMPLE_DOCS, site_folder) as address:
        yield address


@pytest.fixture(scope="session")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Address of a small publication under another theme, built when it is first asked for."""
    source = tmp_path_factory.mktemp("themed")
    (source / "conf.py").write_text('project = "P"\nextensions = ["sphinx_byline"]\n', encoding="utf-8")
    (source / "index.md").write_text("# Home\n", encoding="utf-8")
    for number, name in enumerate("abc", start=1):
        title = f"title: {name.upper()} and what follows from it\ndate: 2024-01-0{number}\n"
        header = f"{title}author: {{name: Ada, bio: Writes.}}\ntags: [x]\nseries: S\n"
        (source / f"{name}.md").write_text(f"---\n{header}---\n\nText.\n", encoding="utf-8")
    addresses: dict[str, str] = {}
    with contextlib.ExitStack() as stack:

        def address(theme: str) -> str:
            if theme not in addresses:
                out = tmp_path_factory.mktemp(theme)
                addresses[theme] = stack.enter_context(_served(source, out, "-D", f"html_theme={theme}"))
            return addresses[theme]

        yield address


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Address of a small publication of a test's own: file names to what is in them, and options of sphinx-build."""
    with contextlib.ExitStack() as stack:

        def address(files: dict[str, str | bytes], *options: str) -> str:
            source, out = tmp_path_factory.mktemp("own"), tmp_path_factory.mktemp("out")
            for name, content in files.items():
                (source / name).write_bytes(content.encode() if isinstance(content, str) else content)
            return stack.enter_context(_served(source, out, *options))

        yield address


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open an address in a fresh window; other hosts get a picture of one pixel for an answer."""
    contexts = []

    def open_page(
        address: str, *, width: int = 1440, dark: bool = False, script: bool = True, height: int = 900
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        visited = Visit(context.new_page())

        def answer(route: Route) -> None:
            if urlsplit(route.request.url).netloc == urlsplit(address).netloc:
                route.continue_()
            else:
                visited.foreign.append(route.request.url)
                route.fulfill(body=PIXEL, content_type="image/png")

        context.route("**/*", answer)
        page = visited.page
        page.on("console", lambda message: visited.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: visited.errors.append(str(error)))
        page.on("response", lambda got: visited.missing.append(got.url) if got.status >= 400 else None)
        page.goto(address, wait_until="load")
        return visited

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def visit(window: Callable[..., Visit], site: str) -> Callable[..., Visit]:
    """Open a page of the example publication, by its path."""
    return lambda path, **options: window(site + path, **options)


@pytest.fixture
def visit_theme(window: Callable[..., Visit], themed: Callable[[str], str]) -> Callable[..., Visit]:
    """Open a page of the small publication under a theme."""
    return lambda theme, path, **options: window(themed(theme) + path, **options)
