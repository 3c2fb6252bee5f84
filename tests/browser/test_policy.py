"""A site may be served under the Content-Security-Policy that the guide names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "example_docs" / "guide" / "looks.md"
PAGES = ["index.html", "articles/valley.html", "search.html?q=a", "tags/index.html", "guide/math.html", "genindex.html"]


@pytest.fixture
def policy():
    [found] = re.findall(
        r"^Content-Security-Policy: (.*?)\n```", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return " ".join(found.split())


@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_ours_goes_against_it(browser, site, policy, path):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    against = []
    page.on("console", lambda said: against.append(said.text) if "Content Security Policy" in said.text else None)

    def answer(route):
        response = route.fetch()
        route.fulfill(response=response, headers={**response.headers, "content-security-policy": policy})

    page.route("**/*.html*", answer)
    page.goto(site + path)
    if not path.startswith("search"):
        page.keyboard.press("/")
        page.keyboard.type("a")
    page.locator(".byline-found a").first.wait_for(timeout=10_000)
    page.wait_for_load_state("networkidle")
    themed = page.evaluate("document.documentElement.dataset.theme")
    context.close()
    assert against == []
    assert themed == "auto", "the line in the head has run"
