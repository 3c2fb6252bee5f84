from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from sphinx_byline.cjk.dollars import UNCLOSED, DollarRules, add_dollars


def parser(**rules):
    md = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)
    add_dollars(md, DollarRules(**rules))
    return md


MD = parser()


def shown(text, md=MD):
    """The page in a line: ``p(text) math(x)``, inline math as ``<x>``."""
    html = re.sub(r'<span class="math inline">(.*?)</span>', r"<<\1>>", md.render(text), flags=re.DOTALL)
    html = re.sub(r'<div class="math block">\s*(.*?)\s*</div>', r"math(\1) ", html, flags=re.DOTALL)
    html = re.sub(r"<p>(.*?)</p>", r"p(\1)", html, flags=re.DOTALL)
    return " ".join(html.replace("<<", "‹").replace(">>", "›").split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x$", "‹x›"),
        ("对于$x$的", "对于‹x›的"),
        ("$2$", "‹2›"),
        ("$x$-axis", "‹x›-axis"),
        ("（$x$），$y$。", "（‹x›），‹y›。"),
        ("$x$$y$", "‹x›‹y›"),
        ("$a\nb$", "‹a b›"),
        (r"$x\$y$", r"‹x\$y›"),
        (r"\\$x$", r"\‹x›"),
        (r"$\text{价格}$", r"‹\text{价格}›"),
        ("3$x$", "3‹x›"),
        ("**$x$**", "<strong>‹x›</strong>"),
    ],
)
def test_inline_math_needs_no_spaces_around_it(text, expected):
    assert shown(text) == f"p({expected})"


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $6",
        "$5和$6",
        "US$20,000 到 US$30,000",
        "$20,000 and $30,000",
        "HK$5.5、US$6",
        "$f$2",
        "$ x $",
        "5$ $x",
        "a$",
        "$",
        "x $$$ y",
        "$$",
        "$$$$",
    ],
)
def test_money_and_stray_dollars_stay_text(text):
    assert shown(text) == f"p({text})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("价格$5元，变量$x$", "价格$5元，变量‹x›"),
        ("$5 元与 $6 元，$x$", "$5 元与 $6 元，‹x›"),
        (r"\$5 与 $x$", "$5 与 ‹x›"),
        ("$5, $x$", "$5, ‹x›"),
        ("$6，$x$", "$6，‹x›"),
        ("$5（约￥36），到$x$", "$5（约￥36），到‹x›"),
        ("$2（x+1）$与$1，2，3$", "‹2（x+1）›与‹1，2，3›"),
        ("$5 costs `$x`", "$5 costs <code>$x</code>"),
        ("`$` $x$", "<code>$</code> ‹x›"),
        ("末尾是美元，$x$ 5$", "末尾是美元，‹x› 5$"),
    ],
)
def test_money_and_math_are_told_apart_in_one_paragraph(text, expected):
    assert shown(text) == f"p({expected})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Sigmoid**：\n$$x$$", "p(<strong>Sigmoid</strong>：) math(x)"),
        ("前\n$$x$$\n后", "p(前) math(x) p(后)"),
        ("前\n$$\nx\n+ y\n$$\n后", "p(前) math(x + y) p(后)"),
        ("$$\nx\n$$ 其中", "math(x) p(其中)"),
        ("$$\nx\n$$，其中 $y$", "math(x) p(，其中 ‹y›)"),
        ("$$\n\nx\n\n$$", "math(x)"),
        ("$$x\n+y$$", "math(x +y)"),
        ("$$\n- x\n+ y\n$$", "math(- x + y)"),
        ("$$x$$\n$$y$$", "math(x) math(y)"),
        ("$$x$$ $$y$$", "math(x) math(y)"),
        ("$$x$$\n---", "math(x) <hr />"),
        (r"$$100\$$$", r"math(100\$)"),
    ],
)
def test_display_math_needs_no_blank_lines(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("前 $$x$$ 后", "p(前) math(x) p(后)"),
        ("a $$x$$ b $$y$$ c", "p(a) math(x) p(b) math(y) p(c)"),
        ("$$x$$，其中$y$", "math(x) p(，其中‹y›)"),
        ("文字 $$\nx\n$$ 文字", "p(文字) math(x) p(文字)"),
        ("前  \n$$x$$ 后", "p(前) math(x) p(后)"),
    ],
)
def test_display_math_within_a_line_ends_its_paragraph(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# T $$x$$", "<h1>T ‹x›</h1>"),
        ("**a $$x$$ b**", "p(<strong>a ‹x› b</strong>)"),
        ("[a $$x$$](/u)", 'p(<a href="/u">a ‹x›</a>)'),
        ("<b>a $$x$$</b> b", "p(<b>a ‹x›</b> b)"),
        ("a<br>$$x$$", "p(a<br>) math(x)"),
        ("<b>a</b> $$x$$", "p(<b>a</b>) math(x)"),
        ("<b>a <i>b</i> $$x$$</b>", "p(<b>a <i>b</i> ‹x›</b>)"),
    ],
)
def test_where_no_block_may_stand_display_math_is_inline(text, expected):
    assert shown(text) == expected


def test_in_a_table_too():
    assert "<td>‹x›</td> <td>‹y›</td>" in shown("|a|b|\n|-|-|\n|$$x$$|$y$|")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n  $$x$$\n- b", "<ul> <li>amath(x) </li> <li>b</li> </ul>"),
        ("- a\n\n  $$\n  x\n  $$\n  b", "<ul> <li> p(a) math(x) p(b) </li> </ul>"),
        ("1. a\n$$\nx\n$$\n2. b", '<ol> <li>a</li> </ol> math(x) <ol start="2"> <li>b</li> </ol>'),
        ("> a\n> $$\n> x\n> $$\n> b", "<blockquote> p(a) math(x) p(b) </blockquote>"),
        ("> a $$x$$ b", "<blockquote> p(a) math(x) p(b) </blockquote>"),
        ("> - a\n>   $$x$$", "<blockquote> <ul> <li>amath(x) </li> </ul> </blockquote>"),
        ("- a\n  - b\n    $$x$$\n  $$y$$", "<ul> <li>a <ul> <li>bmath(x) </li> </ul> math(y) </li> </ul>"),
        ("> a\n$$x$$\nb", "<blockquote> p(a) </blockquote> math(x) p(b)"),
    ],
)
def test_lists_and_quotes_hold_display_math(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize("label", ["(eq)", "  (eq)  "])
@pytest.mark.parametrize("text", ["$$x$$ {}", "前\n$$\nx\n$$ {}\n后"])
def test_a_label_names_a_formula(text, label):
    [token] = [token for token in MD.parse(text.format(label)) if token.type == "math_block_label"]
    assert (token.info, token.content.strip()) == ("eq", "x")


@pytest.mark.parametrize(
    "text",
    [
        "$$\nx\n\n# H\n\n$$y$$",
        "$$\nx\n\n后文\n\n$$y$$",
        "$$\nx\n\n```\ncode\n```\n\n$$y$$",
        "$$\nx\n\n$$y$$",
        "$$\nx\n\n$$y\n+z$$",
        "$$ 其中\n\n$$y$$",
        "- $$\n  x\n\n$$y$$",
        "> $$\n> x\n\n$$y$$",
    ],
)
def test_an_unclosed_formula_leaves_the_next_one_alone(text):
    tokens = MD.parse(text)
    formulas = [token.content.strip() for token in tokens if token.type == "math_block"]
    assert formulas in (["y"], ["y\n+z"])
    assert [token.map[0] for token in tokens if token.type == UNCLOSED] == [0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("$$", 0),
        ("$$\n$$", 0),
        ("$$ $$", 0),
        ("a\nb\n$$x\n\nc", 2),
        ("a $x\ny$ `b\nc`\n$$", 3),
        ("- a\n- b\n  $$\n  x", 2),
    ],
)
def test_an_unclosed_formula_is_known_by_its_line(text, line):
    assert [token.map[0] for token in MD.parse(text) if token.type == UNCLOSED] == [line]


@pytest.mark.parametrize("text", [r"\$\$", "a $$ b", "`$$`", "x $$$", "$$$"])
def test_dollars_that_open_nothing_are_no_fault(text):
    assert not [token for token in MD.parse(text) if token.type == UNCLOSED]


MARKDOWN = st.text(st.sampled_from("$$$$\n\n x\\`*>-#中，5(|"), max_size=80)


@given(MARKDOWN)
def test_no_block_ever_stands_in_a_paragraph(text):
    inside = 0
    for token in MD.parse(text):
        inside += token.nesting if token.type.startswith("paragraph") else 0
        assert inside == 0 or not token.type.startswith("math_block")
        children = [child.type for child in token.children or ()]
        assert "math_inline_double" not in children
    assert inside == 0


@given(MARKDOWN)
def test_every_token_knows_lines_that_the_text_has(text):
    lines = text.count("\n") + 1
    assert all(0 <= token.map[0] <= token.map[1] <= lines for token in MD.parse(text) if token.map)


@pytest.mark.parametrize(
    "piece",
    [
        "$$\n",
        "$$x\n\n",
        "$ ",
        "$a ",
        "text\n$$x\n",
        "> $$\n> x\n",
        "- $$\n",
        r"\$",
        "$$a ",
        "a$$x$$",
        "$$a\n\nb\n\n",
        "$`",
        "$1,",
    ],
)
def test_a_page_of_dollars_takes_no_time(piece):
    start = time.process_time()
    MD.render(piece * (20_000 // len(piece)))
    assert time.process_time() - start < 3


class Nesting(HTMLParser):
    """Notes blocks within a paragraph, and elements that end in another order than they began."""

    BLOCKS = frozenset({"p", "div", "ul", "ol", "dl", "table", "blockquote", "figure", "aside"})
    VOID = frozenset({"img", "br", "hr", "input", "col"})

    def __init__(self, text):
        super().__init__()
        self.open, self.faults = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 # HTMLParser's protocol
        if tag in self.BLOCKS and "p" in self.open:
            self.faults.append((tag, self.getpos()))
        self.open += [tag] * (tag not in self.VOID)

    def handle_endtag(self, tag):
        if tag not in self.VOID and self.open.pop() != tag:
            self.faults.append((f"/{tag}", self.getpos()))


def test_pages_are_valid_wherever_display_math_stands(page):
    text = "前\n$$\na\n$$\n后 $$b$$ 末"
    # What stands before the text, before each further line of it, and behind it.
    around = [
        *(
            ("", "", ""),
            ("{.lead}\n", "", ""),
            ("- ", "  ", ""),
            ("1. ", "   ", ""),
            ("> ", "> ", ""),
            ("> - ", ">   ", ""),
        ),
        *(("词\n: ", "  ", ""), ("x[^1]\n\n[^1]: ", "    ", ""), (":甲: ", "    ", ""), ("- [ ] ", "  ", "")),
        *((":::{note} $$t$$\n", "", "\n:::"), (":::{card} $$t$$\n", "", "\n:::")),
        *((":::{figure} https://a.example/a.png\n", "", "\n:::"), (":::{glossary}\n甲 $$q$$\n  ", "  ", "\n:::")),
        (":::{list-table}\n* - ", "    ", "\n  - $$z$$\n:::"),
    ]
    shapes = [before + text.replace("\n", f"\n{indent}") + behind for before, indent, behind in around]
    shapes += ["|a|b|\n|-|-|\n|前 $$x$$ 后|$$y$$|", "## 题 $$x$$", "**前 $$x$$** <b>$$x$$</b>", "~~前\n文 $$x$$~~"]
    html = page("# 题\n\n" + "\n\n%\n\n".join(shapes))
    assert Nesting(html).faults == []
    assert html.count('class="math') >= len(shapes)
    assert "$" not in html


def formulas(document):
    return [node.astext() for node in document.findall(nodes.math)]


def test_the_authors_own_rules_for_dollars_stand(doctree):
    text = "# T\n\n$ a $ 与 $b$2 与 3$c$ 与 $d$"
    assert formulas(doctree(text)) == ["c", "d"]
    own = "myst_dmath_allow_space = True\nmyst_dmath_allow_digits = True\n"
    assert formulas(doctree(text, conf=own)) == [" a ", "b", "c", "d"]
    assert formulas(doctree(text, conf="myst_dmath_allow_digits = False\n")) == ["d"]
    assert formulas(doctree("---\nmyst: {dmath_allow_space: true}\n---\n" + text)) == [" a ", "c", "d"]


def test_a_setting_leaves_paragraphs_to_myst(doctree):
    text = "# T\n\n前\n$$x$$\n\n$$y$$"
    blocks = [
        node.astext() for node in doctree(text, conf="byline_math_interrupts = False\n").findall(nodes.math_block)
    ]
    assert blocks == ["y"]


def test_without_the_extension_dollars_are_text(doctree):
    assert "$x$ $$" in doctree("# T\n\n$x$ $$\n", conf="myst_enable_extensions = []\n").astext()


def test_an_unclosed_formula_is_a_warning_at_its_line(doctree):
    warning = (
        "index.md:6: WARNING: $$ opens a formula that is never closed; it is shown as text; "
        r"close it with $$, or write \$\$ [byline.math_unclosed]"
    )
    document = doctree("---\ntitle: T\n---\n\n前\n$$\nx\n\n## 后\n", warnings=[warning])
    assert "$$\nx" in document.astext()


def test_the_warning_names_the_line_within_a_directive_too(doctree):
    doctree("# T\n\n:::{note}\n\n前\n$$x\n:::\n", warnings=["index.md:6: WARNING: $$ opens"])


def test_a_paragraph_in_pieces_keeps_its_lines_and_messages(doctree):
    document = doctree("# T\n\n{.lead}\n前\n文 $$x$$ 后\n文")
    pieces = [(type(node), node.line, node.rawsource) for node in document.findall(nodes.TextElement)][1:]
    assert pieces == [
        (nodes.paragraph, 4, "前\n文"),
        (nodes.math_block, 5, "x"),
        (nodes.paragraph, 5, "后\n文"),
    ]
    assert next(document.findall(nodes.paragraph))["classes"] == ["lead"]
