project = "Harbour Notes"
author = "Mara Lindqvist"
language = "en"
extensions = ["sphinx_byline"]
html_theme = "byline"
