project = "Small Tools"
author = "Mira Castellan"
language = "en"
extensions = ["sphinx_byline"]
html_theme = "byline"

byline_authors = {
    "mira": {"name": "Mira Castellan", "url": "https://mira.example.org"},
    "jonas": {"name": "Jonas Weir"},
}
byline_future_drafts = True
