project = "Slow Systems"
author = "Mira Castellan"
language = "en"
extensions = ["sphinx_byline"]
html_theme = "byline"
