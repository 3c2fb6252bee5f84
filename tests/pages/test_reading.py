"""How long an article is, in its byline and for machines, and what of it is counted."""

from __future__ import annotations

import json
import re

CONF = """\
project = "P"
language = "{}"
extensions = ["sphinx_byline"]
html_theme = "byline"
"""
INDEX = "# H\n\n```{toctree}\na\n```\n"


def byline(page: str) -> list[str]:
    shown = re.search(r'<p class="byline-meta"[^>]*>(.*?)</p>', page, re.DOTALL)[1]
    return re.findall(r"<span>([^<]*)</span>", shown)


def posting(page: str) -> dict[str, object]:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


def article(body: str, header: str = "tags: x") -> str:
    return f"---\n{header}\n---\n# 题目\n\n{body}\n"


def test_a_chinese_article_says_its_characters_and_an_english_one_its_minutes_alone(build):
    text = article("深度学习 GPT-4 模型。" * 200)
    for language, said in {
        "zh_CN": ["约 4 分钟", "1202 字"],
        "zh_TW": ["約 4 分鐘", "1202 字"],
        "ja": ["3分で読めます", "1202字"],
        "en": ["4 min read", "1202 characters"],
        "ru": ["4 мин. чтения", "1202 знака"],
    }.items():
        page = build({"conf.py": CONF.format(language), "index.md": INDEX, "a.md": text}).html("a")
        # Japanese is read faster than Chinese, and a text with Han characters alone is Japanese on a Japanese site.
        assert byline(page) == said
        minutes = re.search(r"\d+", said[0])[0]
        assert posting(page)["wordCount"] == 1402
        assert posting(page)["timeRequired"] == f"PT{minutes}M"
    english = build({"conf.py": CONF.format("zh_CN"), "index.md": INDEX, "a.md": article("word " * 460)}).html("a")
    assert byline(english) == ["约 2 分钟"]
    assert posting(english)["timeRequired"] == "PT2M"


def test_an_author_who_wants_no_reading_time_gets_no_count(build):
    text = article("字" * 500, "tags: x\nreading_time: false")
    page = build({"conf.py": CONF.format("zh_CN"), "index.md": INDEX, "a.md": text}).html("a")
    assert "约" not in page
    assert "502 字" not in page
    assert "timeRequired" not in posting(page)


BODY = """
un**believ**able H~2~O，深**度**学

| 表 | 头 |
| -- | -- |
| 格 | cell |

```python
code = "没有人数这个"
```

:::{figure} x.svg
图题
:::

脚注[^1]，公式 $x + y$。

<!-- 看不见 -->

% 也看不见

[^1]: 注解

```{eval-rst}
.. py:function:: code(没有人数这个)

   说明
```
"""


def test_what_is_read_is_counted_and_code_comments_and_numbers_of_notes_are_not(build):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"></svg>'
    files = {"conf.py": CONF.format("zh_CN"), "index.md": INDEX, "a.md": article(BODY), "x.svg": svg}
    site = build(files)
    reading = site.env.get_domain("byline").articles["a"].reading
    # 题目 深度学 表头格 图题 脚注公式 注解 说明
    assert reading.characters == 2 + 3 + 3 + 2 + 4 + 2 + 2
    # unbelievable, H~2~O, cell
    assert reading.words == 3
