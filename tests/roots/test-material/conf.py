project = "陈默的工作台"
author = "陈默"
language = "zh_CN"
extensions = ["sphinx_byline"]
html_theme = "byline"
root_doc = "docs/index"

byline_timezone = "Asia/Shanghai"
