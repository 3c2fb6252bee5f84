"""Chinese, Japanese and Korean, done right: Markdown rules, line breaks, anchors, search."""
