project = "Open Marsh Review"
author = "Open Marsh Review"
language = "en"
extensions = ["sphinx_byline"]
html_theme = "byline"

byline_tags_from = ["keywords"]
