project = "晓雨的笔记"
author = "林晓雨"
language = "zh_CN"
extensions = ["sphinx_byline"]
html_theme = "byline"

byline_timezone = "Asia/Shanghai"
byline_nested_categories = True
