"""The example publication in a real browser, on a phone and on a desk."""

from __future__ import annotations

from urllib.parse import quote

import pytest

SEED = "articles/math-for-deep-learning.html"


@pytest.mark.parametrize("query", ["链式法则", "梯度", "熵", "优化器", "SGD", "贝叶斯"])
def test_search_finds_the_seed_article(visit, query):
    visited = visit("search.html?q=" + quote(query))
    visited.page.locator(f'.byline-found a[href*="{SEED}"]').first.wait_for(timeout=10_000)
    assert visited.errors == []


def test_search_is_a_key_away(visit):
    page = visit("index.html").page
    page.keyboard.press("/")
    page.keyboard.type("链式法则")
    page.locator(f'.byline-found a[href*="{SEED}"]').first.wait_for(timeout=10_000)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{SEED}*")


def test_a_chinese_address_scrolls_to_its_heading(visit):
    page = visit(SEED + "#链式法则").page
    page.wait_for_timeout(300)
    heading = page.locator("h3", has_text="链式法则")
    top = heading.evaluate("element => element.getBoundingClientRect().top")
    assert -1 <= top <= 450
    assert page.evaluate("scrollY") > 500


def test_math_is_there_without_a_script(visit):
    visited = visit(SEED, script=False)
    assert visited.page.locator(".katex").count() == 41
    assert visited.page.locator("h1").inner_text().strip() == "深度学习中的数学基础"
    assert visited.page.locator('link[rel="stylesheet"][href*="katex"]').count() == 1


def test_pages_without_math_load_no_math(visit):
    page = visit("authors/index.html").page
    assert page.locator('link[href*="katex"]').count() == 0


def test_dark_is_dark_and_the_reader_s_choice_stays(visit):
    light, dark = visit("index.html").page, visit("index.html", dark=True).page
    background = (
        "getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor"
    )
    assert light.evaluate(background) != dark.evaluate(background)
    toggle = light.locator(".byline-toggle")
    before = light.evaluate(background)
    for _ in range(3):
        toggle.click()
        if light.evaluate(background) != before:
            break
    assert light.evaluate(background) == dark.evaluate(background)
    light.reload()
    assert light.evaluate(background) == dark.evaluate(background)


def test_a_cover_that_cannot_load_leaves_no_hole(browser, site):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.route("https://**/*", lambda route: route.abort())
    page.goto(site + SEED, wait_until="load")
    page.locator(".byline-cover img").wait_for(state="hidden")
    # The first character of the title stands where the picture would have been.
    assert page.locator("[data-glyph=深]").first.is_visible()
    assert page.locator("h1").is_visible()
    page.close()


def test_a_reader_gets_from_an_article_to_its_translation_and_back(visit):
    page = visit("articles/birthday.html", width=390).page
    page.locator(".byline-versions a", has_text="English").click()
    assert page.url.endswith("articles/birthday-en.html")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".byline-versions a", has_text="简体中文").click()
    assert page.url.endswith("articles/birthday.html")


def test_a_reader_gets_through_a_series(visit):
    page = visit("articles/positive.html").page
    parts = page.locator(".byline-series li")
    titles = parts.all_inner_texts()
    assert parts.first.locator("[aria-current]").count() == 1
    page.locator(".byline-neighbours a[rel=next]").click()
    assert page.locator("h1").inner_text().strip() == titles[1]
    assert page.locator(".byline-series li").nth(1).locator("[aria-current]").count() == 1


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("theme", ["alabaster", "furo", "pydata_sphinx_theme"])
def test_articles_and_lists_are_at_home_in_other_themes(visit_theme, theme, width):
    for path in ("index.html", "a.html", "tags/x.html"):
        visited = visit_theme(theme, path, width=width)
        page = visited.page
        overflow = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0
        assert visited.missing == []
    # The cards are sphinx-design's: each with a border, side by side where there is room.
    boxes = [card.bounding_box() for card in page.locator(".byline-card.sd-card").all()]
    assert len(boxes) == 3
    assert (boxes[0]["y"] == boxes[1]["y"]) is (width == 1440)
    assert page.locator(".sd-card").first.evaluate("card => getComputedStyle(card).borderTopWidth") != "0px"
