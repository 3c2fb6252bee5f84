project = "Kettle"
author = "The Kettle Team"
language = "en"
extensions = ["sphinx_byline"]
html_theme = "byline"
