"""What a script adds to a text: code that can be copied, notes beside what they belong to."""

from __future__ import annotations

CONF = """\
project = "P"
extensions = ["sphinx_byline"]
html_theme = "byline"
html_theme_options = {"sidenotes": True}
"""
ARTICLE = """\
---
title: A
date: 2026-01-02
---

# A

Text.[^1]

- An item.[^2]

```{code-block} python
:linenos:

a = 1
b = 2
```

```console
$ first
output
$ second
```

[^1]: The first note.
[^2]: The second note.
"""


def test_code_is_copied_without_numbers_prompts_and_output(served, browser):
    address = served({"conf.py": CONF, "index.md": "# H\n", "a.md": ARTICLE})
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "a.html")
    copied = []
    for button in page.locator(".byline-copy").all():
        button.focus()
        assert button.inner_text() == "Copy"
        page.keyboard.press("Enter")
        page.wait_for_function("button => button.textContent === 'Copied'", arg=button.element_handle())
        copied.append(page.evaluate("navigator.clipboard.readText()"))
    context.close()
    assert copied == ["a = 1\nb = 2", "first\nsecond"]


def test_notes_stand_beside_the_text_where_there_is_room_and_a_script_and_else_at_its_end(served, window):
    address = served({"conf.py": CONF, "index.md": "# H\n", "a.md": ARTICLE}) + "a.html"

    page = window(address, width=1440).page
    notes = page.locator(".byline-sidenote")
    text = page.locator(".e-content p", has_text="Text.").bounding_box()
    assert [" ".join(note.split()) for note in notes.all_inner_texts()] == ["1 The first note.", "2 The second note."]
    for note in notes.all():
        box = note.bounding_box()
        assert 0 <= box["x"] < box["x"] + box["width"] <= text["x"]
    assert not page.locator("aside.footnote").first.is_visible()

    for narrow in (window(address, width=834).page, window(address, width=1440, script=False).page):
        assert not any(note.is_visible() for note in narrow.locator(".byline-sidenote").all())
        assert all(note.is_visible() for note in narrow.locator("aside.footnote").all())
