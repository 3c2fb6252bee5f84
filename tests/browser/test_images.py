"""Images in a real browser: a cover of the size that the screen needs, room kept free, a closer look by any hand."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PIL.Image import effect_mandelbrot

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

CONF = 'project = "P"\nextensions = ["sphinx_byline"]\nhtml_theme = "byline"\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 300"><path d="M0 0h900v300z"/></svg>'
WORDS = "Words that lead on to more of them. " * 60
TEXT = f"""---
title: Seen from far away
date: 2024-01-01
cover: cover.jpg
---

{WORDS}

![A photograph](photo.png)

{WORDS}

```{{figure}} drawing.svg
:alt: A drawing

Drawn.
```

```{{image}} photo.png
:alt: Half of it
:width: 50%
```

[![Linked](photo.png)](https://example.org) and ![icon](icon.png) among words.
"""


def picture(width: int, height: int, kind: str) -> bytes:
    file = BytesIO()
    grey = effect_mandelbrot((width, height), (-2, -1.2, 0.6, 1.2), 90)
    Image.merge("RGB", (grey, grey.rotate(180), grey)).save(file, kind, quality=95)
    return file.getvalue()


@pytest.fixture(scope="module")
def illustrated(served: Callable[..., str]) -> str:
    """Address of an article with images of all sorts."""
    files = {"conf.py": CONF, "index.md": "# Home\n", "a.md": TEXT, "drawing.svg": SVG}
    files |= {"cover.jpg": picture(2400, 1350, "JPEG"), "photo.png": picture(1200, 600, "PNG")}
    return served({**files, "icon.png": picture(16, 16, "PNG")}) + "a.html"


@pytest.mark.parametrize(("width", "most"), [(390, 480), (1440, 960), (2400, 1600)])
def test_a_screen_gets_the_cover_that_it_needs(window, illustrated, width, most):
    cover = window(illustrated, width=width).page.locator(".byline-cover img")
    cover.evaluate("image => image.decode()")
    # What a browser calls natural is corrected by the density that it reckons with: the file is asked.
    size = cover.evaluate(
        "async image => (await createImageBitmap(await (await fetch(image.currentSrc)).blob())).width"
    )
    assert size == most


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_when_images_come(browser, illustrated, width):
    context = browser.new_context(viewport={"width": width, "height": 900})
    held: list[Route] = []
    context.route(re.compile(r"/_images/"), lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks it
    page = context.new_page()
    page.goto(illustrated, wait_until="domcontentloaded")
    boxes = (
        "[...document.querySelectorAll('main :is(p, h1, img, figcaption)')].map(one => one.getBoundingClientRect().y)"
    )
    # Lazy ones are asked for when they come near.
    page.evaluate("for (const image of document.querySelectorAll('img')) image.loading = 'eager'")
    page.wait_for_timeout(300)
    before = page.evaluate(boxes)
    assert len(held) >= 4
    while held:
        held.pop().continue_()
    context.unroute_all()
    page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth)")
    assert page.evaluate(boxes) == before
    context.close()


def test_an_image_is_enlarged_by_click_and_by_key_and_the_reader_is_back_where_they_were(window, illustrated):
    visited = window(illustrated)
    page = visited.page
    dialog = page.get_by_role("dialog")
    photo = page.get_by_role("button", name="A photograph – Enlarge")
    shown = photo.bounding_box()
    for open_it, close_it in (
        (photo.click, lambda: page.keyboard.press("Escape")),
        (lambda: photo.press("Enter"), page.get_by_role("button", name="Close").click),
        (lambda: photo.press(" "), dialog.get_by_role("img").click),
    ):
        open_it()
        assert dialog.get_attribute("aria-label") == "A photograph"
        large = dialog.get_by_role("img", name="A photograph")
        large.evaluate("image => image.decode()")
        assert large.bounding_box()["width"] > shown["width"]
        assert page.get_by_role("button", name="Close").evaluate("element => element === document.activeElement")
        close_it()
        assert dialog.count() == 0
        assert photo.evaluate("element => element === document.activeElement")
    page.get_by_role("link", name="Half of it").click()
    assert dialog.get_attribute("aria-label") == "Half of it"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="A drawing – Enlarge").click()
    assert dialog.get_by_role("img").bounding_box()["width"] > 1300
    page.keyboard.press("Escape")
    assert page.get_by_role("button", name="icon").count() == page.get_by_role("button", name="Linked").count() == 0
    assert visited.errors == []


def test_without_a_script_images_are_images(window, illustrated):
    page = window(illustrated, script=False).page
    assert page.get_by_role("img", name="A photograph").count() == 1
    assert page.get_by_role("button", name="Enlarge").count() == 0
