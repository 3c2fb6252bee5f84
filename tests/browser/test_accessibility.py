"""Every kind of page for every reader: axe-core's rules, widths, light and dark, the keyboard alone, no script."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

SINK = "guide/kitchen-sink.html"
#: One of each kind.
PAGES = {
    "home": "index.html",
    "article in Chinese": "articles/math-for-deep-learning.html",
    "article in English": "articles/note-g.html",
    "tag": "tags/" + quote("数学") + ".html",
    "tags": "tags/index.html",
    "author": "authors/" + quote("ai-研究员") + ".html",
    "authors": "authors/index.html",
    "category": "categories/computing.html",
    "series": "series/sums-by-machine.html",
    "archive": "archive/index.html",
    "search": "search.html?q=" + quote("梯度"),
    "guide": "guide/index.html",
    "lists": "guide/lists.html",
    "everything": SINK,
    "index": "genindex.html",
}
WIDTHS = (390, 834, 1440)
#: WCAG 2.2 A and AA, and what axe-core's authors hold for good practice.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
#: What does not depend on colours is looked at in light only.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
SHIFT = """() => new Promise(resolve => {
    let total = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) total += entry.value;
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve(total), 60);
})"""
#: What KaTeX draws is hidden from all who cannot see it, is nine tenths of an article, and holds axe-core up.
WITHOUT_DRAWN_MATH = "document.querySelectorAll('.katex-html').forEach(drawn => drawn.replaceChildren())"
OVERFLOW = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


class Reader:
    """One window that goes from page to page, and what was asked of other hosts or told the console meanwhile."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.page: Page = context.new_page()
        self.site = site
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.missing: list[str] = []
        context.route(lambda url: not url.startswith(site), self._refuse)
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("response", lambda answer: self.missing.append(answer.url) if answer.status >= 400 else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _refuse(self, route: Any) -> None:
        # A remote cover that the author wrote is the one exception; nobody waits for it here.
        if urlsplit(route.request.url).scheme in {"http", "https"} and route.request.resource_type != "image":
            self.foreign.append(route.request.url)
        route.fulfill(body="", content_type="image/svg+xml")

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path, wait_until="load")
        return self.page


@pytest.fixture(scope="module")
def reader(browser: Browser, site: str) -> Iterator[Callable[..., Reader]]:
    """A reader with the given settings of the browser, the same one for the same settings."""
    readers: dict[tuple[tuple[str, object], ...], Reader] = {}

    def make(**settings: Any) -> Reader:
        key = tuple(sorted(settings.items()))
        if key not in readers:
            context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce", **settings)
            readers[key] = Reader(context, site)
        return readers[key]

    yield make
    for known in readers.values():
        known.page.context.close()


@pytest.fixture(scope="module")
def axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, options: dict[str, object]) -> list[str]:
    """What axe-core finds, one line an element."""
    found = page.evaluate("options => axe.run(document, options).then(result => result.violations)", options)
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_has_no_barrier_and_keeps_still_at_any_width_in_light_and_dark(reader, axe, path):
    visitor = reader()
    page = visitor.page
    wrong: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        visitor.open(path)
        if path.startswith("search"):
            page.locator(".byline-found a").first.wait_for(timeout=10_000)
        wrong += [f"{width}: it moves by {shift}" for shift in [page.evaluate(SHIFT)] if shift >= 0.01]
        wrong += [f"{width}: {over} px too wide" for over in [page.evaluate(OVERFLOW)] if over > 0]
        counts = [page.locator(part).count() for part in ("h1", "main, [role=main]")]
        wrong += [f"{width}: {counts} headings and main parts"] if counts != [1, 1] else []
        page.evaluate(axe)
        page.evaluate(WITHOUT_DRAWN_MATH)
        wrong += [f"{width}: {line}" for line in violations(page, RULES)]
        page.emulate_media(color_scheme="dark")
        wrong += [f"{width}, dark: {line}" for line in violations(page, COLOURS)]
    assert wrong == []
    assert visitor.errors == []
    assert visitor.foreign == []
    assert visitor.missing == []


def test_the_open_search_has_no_barrier(reader, axe):
    for scheme in ("light", "dark"):
        page = reader().open("articles/note-g.html")
        page.emulate_media(color_scheme=scheme)
        page.keyboard.press("/")
        page.keyboard.type("Bernoulli")
        page.locator(".byline-dialog li a").first.wait_for(timeout=10_000)
        page.evaluate(axe)
        assert violations(page, RULES) == []


WALK = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const box = at.getBoundingClientRect();
    // A card is outlined in place of its link, a tab's label in place of its box, a field by the line below it.
    const shown = [[at], [at, "::after"], [at.closest(".byline-card, form")], [at.labels?.[0]]].some(([box, part]) => {
        const look = box && getComputedStyle(box, part);
        const outlined = look && look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0;
        return look && (outlined || look.boxShadow !== "none");
    });
    at.dataset.walked = "yes";
    return {
        name: at.tagName + "." + at.className + " " + (at.textContent || at.href || "").trim().slice(0, 40),
        shown: shown || ["IFRAME", "VIDEO"].includes(at.tagName), top: box.top + scrollY, height: box.height,
    };
}"""
LEFT_OUT = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, video[controls], [tabindex='0']")]
    // Parts of a part show in the contents when it is read: after the walk has gone by.
    .filter(box => !box.dataset.walked && !box.closest(".byline-toc ul ul ul") && !box.disabled)
    .filter(box => box.tabIndex >= 0 && box.checkVisibility({visibilityProperty: true})
        && !box.closest("dialog:not([open]), details:not([open]) > :not(summary)")
        && !(box.type === "radio" && document.querySelector(`[name="${box.name}"][data-walked]`)))
    .map(box => box.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize("path", ["index.html", "articles/math-for-deep-learning.html", "search.html", SINK])
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(reader, path):
    page = reader().page
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})
    reader().open(path)
    # From the beginning, wherever the page has put the focus.
    page.evaluate("document.body.tabIndex = -1, document.body.focus(), document.body.removeAttribute('tabindex')")
    steps = []
    for _ in range(400):
        page.keyboard.press("Tab")
        step = page.evaluate(WALK)
        if step is None:
            break
        steps.append(step)
    assert steps[0]["name"].startswith("A.byline-skip")
    assert [step["name"] for step in steps if not step["shown"]] == []
    assert page.evaluate(LEFT_OUT) == []


def test_the_first_link_leads_past_the_header_to_the_text(reader):
    page = reader().open("index.html")
    page.keyboard.press("Tab")
    assert page.locator(".byline-skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_without_a_script_everything_can_be_read_and_reached(reader):
    visitor = reader(java_script_enabled=False)
    page = visitor.page
    for path in (PAGES["home"], PAGES["article in Chinese"], PAGES["tags"], PAGES["guide"]):
        visitor.open(path)
        assert page.locator("main h1").count() == 1
        assert page.locator(".byline-nav a").first.is_visible()
        # A control that would do nothing is not there.
        assert not page.locator(".byline-toggle").is_visible()
        assert page.locator(".byline-copy").count() == 0
    visitor.open(SINK)
    # What folds, unfolds; tabs change; notes stand at the end.
    page.locator("summary", has_text="Details in plain HTML").click()
    assert page.get_by_text("Markdown inside").is_visible()
    page.locator("label", has_text="macOS").click()
    assert page.get_by_text("Install it by brew").is_visible()
    assert page.locator("aside.footnote").first.is_visible()
    visitor.open("index.html")
    page.locator(".byline-card-title a").first.click()
    assert page.locator("article.h-entry h1").is_visible()
    assert visitor.foreign == []
