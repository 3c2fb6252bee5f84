"""A header is cut out and read as its author wrote it, and none can make a build hang."""

from __future__ import annotations

import contextlib
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinx_byline.collect.examine import read_header
from sphinx_byline.collect.header import Header, HeaderError, cut_header, neutral_header


def read(text: str) -> Header:
    block = cut_header(f"---\n{text}\n---\nbody\n")
    assert block is not None
    return read_header(block)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("title: 2024", "2024"),
        ("title: 3.10", "3.10"),
        ("title: yes", "yes"),
        ("title: on", "on"),
        ("title: 0123", "0123"),
        ("title: 12:30", "12:30"),
        ("title: 2024-03-01", "2024-03-01"),
        ("title: !!int '3'", "3"),
        ("title: 'it''s'", "it's"),
        ('title: ""', ""),
        ("title: ~", None),
        ("title:", None),
        ("title: 'null'", "null"),
        ("title: |\n  a\n  b", "a\nb\n"),
    ],
)
def test_plain_values_stay_the_text_that_was_written(written, expected):
    assert read(written).values["title"] == expected


def test_lists_and_maps_are_read_with_the_line_of_each_value():
    header = read("title: a\ntags:\n- x\n-  y\ncover:\n  image: c.png\n  alt: A")
    assert header.values == {"title": "a", "tags": ["x", "y"], "cover": {"image": "c.png", "alt": "A"}}
    assert header.line(("title",)) == 2
    assert header.line(("tags", 1)) == 5
    assert header.line(("cover", "alt")) == 8
    assert header.line(("cover", "nowhere")) == 6


@pytest.mark.parametrize(
    "source",
    [
        "---\ntitle: a\n---\nb",
        "\ufeff---\ntitle: a\n---\nb",
        "---\r\ntitle: a\r\n---\r\nb",
        "---\ntitle: a\n...\nb",
        "---  \ntitle: a\n---\t\nb",
        "\n\n---\ntitle: a\n---\nb",
        "---\ntitle: a\n---",
    ],
)
def test_a_header_is_found_however_its_fences_are_written(source):
    block = cut_header(source)
    assert block is not None
    assert read_header(block).values == {"title": "a"}


@pytest.mark.parametrize(
    "source",
    ["", "text", "----\na: b\n---\n", "---\na b\n", "---\n\na: b\n", "+++\na\n", "# h\n---\na: b\n---\n", "-- -\n---"],
)
def test_what_is_no_header_is_none(source):
    assert cut_header(source) is None


def test_a_key_that_stands_twice_is_reported_and_the_first_counts():
    header = read("title: a\ntags: x\ntitle: b")
    assert header.values["title"] == "a"
    assert header.repeated == ((("title",), 4),)


def test_merge_keys_and_aliases_are_written_out_and_own_keys_win():
    header = read("base: &b {author: Ada, title: base}\n<<: *b\ntitle: own")
    assert header.values["author"] == "Ada"
    assert header.values["title"] == "own"
    assert header.repeated == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: a: b", 2),
        ("a: 1\nb: [1, 2", 3),
        ("a: 1\n\tb: 2", 3),
        ("a: *none", 2),
        ("a: &x [*x]", 2),
        ("- a\n- b", 2),
        ("text", 2),
    ],
)
def test_a_broken_header_names_the_line(text, line):
    with pytest.raises(HeaderError) as caught:
        read(text)
    assert caught.value.line == line


BOMBS = {
    "aliases": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "\n".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]" for i in range(20)),
    "merges": "a: &a {x: 1}\n"
    + "\n".join(f"{chr(98 + i)}: &{chr(98 + i)} {{<<: [{','.join(['*' + chr(97 + i)] * 99)}]}}" for i in range(20)),
    "depth": "a: " + "[" * 50_000,
    "blocks": "\n".join(" " * i + f"k{i}:" for i in range(300)),
    "size": "a: " + "x" * 1_000_000,
    "keys": "\n".join(f"k{i}: v" for i in range(50_000)),
    "control": "a: \x01",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_at_once(bomb):
    start = time.process_time()
    with pytest.raises(HeaderError):
        read(bomb)
    assert time.process_time() - start < 2


def test_an_integer_of_ten_thousand_digits_is_refused_and_the_rest_is_read():
    header = read("a: " + "9" * 10_000 + "\nb: [1, -" + "9" * 10_000 + "]\ntitle: t")
    assert header.values == {"a": None, "b": ["1", None], "title": "t"}
    assert header.refused == (("a",), ("b", 1))


SOURCE = "---\ntitle: a\nmyst:\n  html_meta:\n    x: y\ntags: b\n---\n# H\n"


def test_the_parser_sees_its_own_keys_and_every_line_keeps_its_number():
    block = cut_header(SOURCE)
    assert block is not None
    seen = neutral_header(SOURCE, block, read_header(block), frozenset({"myst"}))
    assert seen.split("\n") == ["---", "", "myst:", "  html_meta:", "    x: y", "", "---", "# H", ""]
    blank = neutral_header(SOURCE, block, read_header(block), frozenset())
    assert blank == "\n" * 6 + "\n# H\n"


scalars = st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
maps = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=6),
    st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("xyz", min_size=1), inner)
    ),
    max_size=6,
)


@given(maps)
def test_what_a_yaml_writer_writes_is_read_back(values):
    text = yaml.safe_dump(values, allow_unicode=True, default_style='"')
    nulls_as_text = read(text.rstrip("\n")).values

    def as_text(value):
        if isinstance(value, list):
            return [as_text(item) for item in value]
        if isinstance(value, dict):
            return {key: as_text(item) for key, item in value.items()}
        return "null" if value is None else value

    assert as_text(dict(nulls_as_text)) == as_text(values)


@given(st.text(max_size=200))
def test_no_text_can_raise_anything_but_a_header_error(text):
    block = cut_header(f"---\n{text}\n---\n")
    if block is not None:
        with contextlib.suppress(HeaderError):
            read_header(block)
