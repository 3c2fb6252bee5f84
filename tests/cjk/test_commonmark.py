"""Text without CJK and without dollars comes out as CommonMark has it, whatever of it is used.

Constructs are drawn here; the examples of CommonMark's specification, which no package ships that all tests can depend
on, are tried in ``tests/companions``.
"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from sphinx_byline.cjk.dollars import DollarRules, add_dollars
from sphinx_byline.cjk.emphasis import add_emphasis

PLAIN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OURS = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(dollarmath_plugin)
add_emphasis(OURS)
add_dollars(OURS, DollarRules())


WORDS = st.sampled_from(
    [
        *(
            "word",
            "two words",
            "foo_bar_baz",
            "Straße",
            "ΑΓΩ",
            "é",
            "1.",
            "9",
            "a.b",
            "https://a.example",
            "x@y.example",
        ),
        *("“quoted”", "(so)", "‘it’", "—", "…", "«x»", "£5", "\\*", "\\\\", "&amp;", "&#35;", "&nope;", "🎉", "\u00a0"),
        *(
            "*",
            "**",
            "***",
            "_",
            "__",
            "~~",
            "~",
            "`",
            "``",
            "<b>",
            "</b>",
            "<!-- c -->",
            "<http://u>",
            "[",
            "]",
            "![",
            "(",
        ),
        *("](/u)", '](/u "t")', "][ref]", "[ref]", ")", "!", "  \n", "\\\n", "\n", " ", " ", " "),
    ]
)
LINE = st.lists(WORDS, min_size=1, max_size=12).map("".join)
BLOCK = st.one_of(
    LINE,
    st.builds(
        "{}{}".format, st.sampled_from(["# ", "###### ", "    ", "\t", "> ", ">", "- ", "+ ", "10) ", "1. "]), LINE
    ),
    st.builds("{}\n{}".format, LINE, st.sampled_from(["===", "---", "***", "- ", "> b", "    c", "|-|-|"])),
    st.builds("{0}\n{1}\n{0}".format, st.sampled_from(["```", "~~~~", "<div>", "````"]), LINE),
    st.builds("[ref]: {} '{}'".format, st.sampled_from(["/u", "<a b>", ""]), LINE),
    st.builds("|{}|{}|\n|-|:-:|\n|{}|".format, LINE, LINE, LINE),
    st.builds("- {}\n\n  {}\n  1. {}\n\n> {}\n{}".format, LINE, LINE, LINE, LINE, LINE),
)


@given(st.lists(BLOCK, max_size=6).map("\n\n".join) | st.lists(BLOCK, max_size=6).map("\n".join))
def test_every_construct_comes_out_as_before(text):
    assert OURS.render(text) == PLAIN.render(text)
