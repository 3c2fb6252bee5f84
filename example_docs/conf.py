project = "数学笔记"
author = "AI 研究员"
language = "zh_CN"

# Brings MyST, sphinx-design, KaTeX, tag and author pages, lists and the feed.
extensions = ["sphinx_byline", "sphinx.ext.autodoc"]
html_theme = "byline"

# Where the site will stand: feeds, canonical links and social cards need absolute addresses.
html_baseurl = "https://sphinx-byline.readthedocs.io/zh-cn/latest/"

# EPUB asks for both.
copyright = "2026, AI 研究员"
version = "1"

exclude_patterns = ["_build"]
