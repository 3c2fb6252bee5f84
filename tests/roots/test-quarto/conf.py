project = "Field Notes"
author = "Adaeze Bright"
language = "en"
extensions = ["sphinx_byline"]
html_theme = "byline"

byline_tags_from = ["categories"]
