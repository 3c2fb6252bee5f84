"""Each kind of warning can be met, says where it is, and can be switched off by its name."""

from __future__ import annotations

import pytest

from sphinx_byline.collect.warnings import Warn, shown

HOME = {"index.md": "# 首页\n"}
ARTICLE = "---\ntags: x\n{}\n---\n# T\n\n{}\n"

#: What meets each kind: files, settings.
MET: dict[Warn, tuple[dict[str, str | bytes], dict[str, object]]] = {
    Warn.HEADER: ({"a.md": ARTICLE.format("title: a: b", "x")}, {}),
    Warn.FIELD: ({"a.md": ARTICLE.format("draft: perhaps", "x")}, {}),
    Warn.FIELD_NAME: ({"a.md": ARTICLE.format("descripton: x", "x")}, {}),
    Warn.DATE: ({"a.md": ARTICLE.format("date: 2024-02-30", "x")}, {}),
    Warn.COVER: ({"a.md": ARTICLE.format("cover: gone.png", "x")}, {}),
    Warn.COVER_ALT: (
        {"a.md": ARTICLE.format("cover: https://x.example/a.png", "x")},
        {"byline_cover_alt_required": True},
    ),
    Warn.VOCABULARY: ({"a.md": ARTICLE.format("", "x")}, {"byline_tags_inline": "warn"}),
    Warn.REGISTRY: ({"a.md": ARTICLE.format("", "x"), "authors.yml": "ada: [x]\n"}, {}),
    Warn.ENCODING: ({"a.md": "# 标题".encode("gbk")}, {}),
    Warn.SETTING: ({}, {"byline_timezone": "Mars/Olympus"}),
    Warn.LIST: ({"a.md": ARTICLE.format("author: x", "```{article-list}\n:colour: red\n```")}, {}),
    Warn.TERM: ({"a.md": ARTICLE.format("author: x", "{tag}`nothing`")}, {}),
    Warn.TRANSLATION: ({"a.md": ARTICLE.format("translation_of: gone.md", "x")}, {}),
    Warn.PAGE: (
        {
            "a.md": ARTICLE.format("author: x", "```{article-list}\n:per-page: 1\n```"),
            "a/page/2.md": ARTICLE.format("author: x", "x"),
        },
        {},
    ),
    Warn.REDIRECT: ({"a.md": ARTICLE.format("redirects: index.html", "x")}, {}),
    Warn.MATH: ({"a.md": ARTICLE.format("author: x", r"$\nosuchcommand$")}, {}),
    Warn.MATH_UNCLOSED: ({"a.md": ARTICLE.format("author: x", "$$\na^2")}, {}),
}
#: Needs an installed KaTeX that is not ours; tests/math brings one.
ELSEWHERE = {Warn.MATH_VERSION}


def test_every_kind_has_a_test():
    assert set(MET) | ELSEWHERE == set(Warn)


@pytest.mark.parametrize("kind", MET, ids=lambda kind: kind.value)
def test_one_fault_is_one_warning_of_its_kind(build, kind):
    files, settings = MET[kind]
    site = build({**HOME, **files}, confoverrides=settings, warnings=[f"[byline.{kind.value}]"])
    where = {Warn.SETTING: "conf.py: ", Warn.REGISTRY: "authors.yml:1: "}.get(kind, "a.md:")
    assert site.warnings[0].removeprefix("WARNING: ").startswith(where)


@pytest.mark.parametrize("kind", MET, ids=lambda kind: kind.value)
def test_a_kind_can_be_switched_off(build, kind):
    files, settings = MET[kind]
    build({**HOME, **files}, confoverrides={**settings, "suppress_warnings": [f"byline.{kind.value}"]})


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a", '"a"'), ("a\nb\x1b[31m", '"a\\nb\\x1b[31m"'), ("x" * 100, '"' + "x" * 59 + '…"'), (["a"], "\"['a']\"")],
)
def test_a_value_in_a_message_is_short_and_on_one_line(value, expected):
    assert shown(value) == expected
