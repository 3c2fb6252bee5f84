project = "一禾笔记"
author = "苏一禾"
language = "zh_CN"
extensions = ["sphinx_byline"]
html_theme = "byline"
root_doc = "content/_index"

byline_timezone = "Asia/Shanghai"
