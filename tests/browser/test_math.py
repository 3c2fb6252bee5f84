"""Formulas in a real browser: seen, copied, scrolled and mended with the keyboard, whoever draws them."""

from __future__ import annotations

import pytest

SEED = "articles/math-for-deep-learning.html"
CONF = """\
project = "P"
extensions = ["sphinx_byline"]
html_theme = "byline"
suppress_warnings = ["byline.math"]
"""
LONG = "$$\n" + " + ".join(rf"\frac{{x_{{{number}}}}}{{y}}" for number in range(60)) + "\n$$\n"
PAGE = (
    "# On $\\alpha^2$\n\nSo $E = mc^2$ holds, and $a < b$.\n\n$$\n\\frac{1}{2}\n$$\n\n"
    f"{LONG}\nIt is $\\bad + 1$ there.\n"
)


@pytest.fixture(scope="module")
def own(served):
    return served({"conf.py": CONF, "index.md": PAGE}) + "index.html"


def copied(page, selector):
    """What is in the clipboard when everything within ``selector`` was selected and copied."""
    return page.evaluate(
        """selector => {
            getSelection().selectAllChildren(document.querySelector(selector));
            const data = new DataTransfer();
            document.activeElement.dispatchEvent(
                new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
            return data.getData("text/plain");
        }""",
        selector,
    )


def test_copying_a_formula_gives_its_tex(window, own):
    page = window(own).page
    assert copied(page, "p:has(.katex)").strip() == "So $E = mc^2$ holds, and $a < b$."
    assert copied(page, "div.math").strip() == "$$\\frac{1}{2}$$"


def test_the_fonts_that_a_page_asks_for_early_are_those_that_it_uses(visit):
    for path in (SEED, "guide/math.html"):
        visited = visit(path)
        page = visited.page
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(300)
        early = {link.rpartition("/")[2] for link in page.locator("link[rel=preload][as=font]").evaluate_all(
            "links => links.map(link => link.href)"
        )}  # fmt: skip
        fetched = page.evaluate(
            "performance.getEntriesByType('resource').map(entry => entry.name).filter(name => name.includes('KaTeX'))"
        )
        assert early == {name.rpartition("/")[2] for name in fetched}
        assert len(fetched) == len(set(fetched))
        assert visited.errors == []


def test_what_is_wrong_with_a_formula_is_told_where_the_keyboard_is(window, own):
    page = window(own, width=390).page
    fault = page.locator(".byline-math-fault")
    seen = "element => Number(getComputedStyle(element).opacity)"
    assert fault.evaluate(seen) == 0
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "byline-math-error":
            break
    assert fault.evaluate(seen) == 1
    assert "undefined control sequence \\bad" in fault.inner_text()
    box = fault.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


@pytest.mark.parametrize("script", [True, False])
def test_a_long_formula_scrolls_with_the_keyboard(window, own, script):
    page = window(own, width=390, script=script).page
    long = page.locator(".katex-display").nth(1)
    assert long.evaluate("element => element.scrollWidth > element.clientWidth")
    long.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert long.evaluate("element => element.scrollLeft") > 0


def test_assistive_technology_hears_mathml_and_the_eye_sees_the_other(window, own):
    page = window(own).page
    assert page.locator(".katex-html:not([aria-hidden=true])").count() == 0
    assert page.locator("main .katex math").count() >= 5


def test_katex_in_the_browser_draws_from_the_sites_own_files(window, served):
    address = served({"conf.py": CONF + 'html_math_renderer = "katex"\n', "index.md": PAGE})
    visited = window(address + "index.html")
    visited.page.locator(".katex-html").first.wait_for(timeout=10_000)
    assert visited.page.locator("article .katex-display, main .katex-display").count() == 2
    assert visited.foreign == []
    assert visited.missing == []


def test_mathjax_is_loaded_from_where_the_site_says(window, served):
    script = "document.querySelectorAll('.math').forEach(box => box.dataset.drawn = 'yes')"
    conf = CONF + 'html_math_renderer = "mathjax"\nhtml_static_path = ["."]\nmathjax_path = "mathjax.js"\n'
    address = served({"conf.py": conf, "index.md": PAGE, "mathjax.js": script})
    visited = window(address + "index.html")
    visited.page.wait_for_timeout(300)
    assert visited.page.locator(".math[data-drawn]").count() == visited.page.locator(".math").count() > 0
    assert visited.foreign == []
    assert visited.page.locator("link[href*=katex]").count() == 0
