"""The single source of which heading is a page's title, where its header has one too.

However a file is written, its page has one first-level heading:

- no first-level heading in the body: the header's title becomes it;
- one that comes first, before any text: it is the page's heading as it stands;
- one that says the same as the header's title: it is moved to the top, the other first-level headings go below it;
- else the header's title comes first, and every first-level heading goes below it.

Without a title in the header nothing changes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sphinx_byline.cjk.dollars import DollarRules, inline_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

# What may stand before the first heading without being text.
_UNSEEN = frozenset({"front_matter", "myst_line_comment", "myst_target", "myst_block_break"})
# What a document begins with, whatever is in it: its header, or that it is a notebook and has cells.
_BEGINNINGS = frozenset({"front_matter", "nb_initialise"})
_CELL = frozenset({"nb_initialise", "nb_cell_markdown_open", "nb_cell_markdown_close"})
_COMMENT = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)*", re.DOTALL)


def with_title(
    tokens: Sequence[Token], title: str, rules: DollarRules | None, *, only_missing: bool = False
) -> list[Token]:
    """Return a document's tokens with its page's heading first.

    ``title`` is plain text; ``rules`` say what math is in it, None that there is none. An inserted heading has the
    header's line. With ``only_missing`` nothing changes where the text begins with a heading, of whatever level, or has
    one of the first level anywhere.
    """
    tokens = list(tokens)
    top = 1 if tokens and tokens[0].type in _BEGINNINGS else 0
    headings = [
        i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1" and not token.level
    ]
    if only_missing and (headings or _begins_with_heading(tokens)):
        return tokens
    if headings:
        first = headings[0]
        comes_first = all(_is_unseen(token) for token in tokens[:first])
        if comes_first and (len(headings) == 1 or _same(tokens[first + 1], title)):
            return tokens
        if _same(tokens[first + 1], title):
            begin = first
            while begin > top and _is_unseen(tokens[begin - 1]) and tokens[begin - 1].type not in _CELL:
                begin -= 1  # Its targets go with it.
            return tokens[:top] + tokens[begin : first + 3] + tokens[top:begin] + tokens[first + 3 :]
    return tokens[:top] + _heading(title, rules) + tokens[top:]


def nest_below_title(document: nodes.document) -> None:
    """Put every further section of the first level, wherever it comes from, below the first."""
    sections = [child for child in document.children if isinstance(child, nodes.section)]
    if len(sections) > 1:
        behind = document.index(sections[0]) + 1
        moved = document.children[behind:]
        del document[behind:]
        sections[0].extend(moved)


def _begins_with_heading(tokens: Sequence[Token]) -> bool:
    first = next((token for token in tokens if not _is_unseen(token)), None)
    return first is not None and first.type == "heading_open"


def keep_as_written(document: nodes.document, title: str) -> None:
    """Keep the heading of the header's ``title`` from smart quotes: ``--help`` is no dash there.

    A heading that the author wrote in the text is Markdown, and has them as the text below it has.
    """
    heading = document.next_node(nodes.title)
    if heading is not None and heading.line in {0, 1} and heading.astext() == " ".join(title.split()):
        heading["support_smartquotes"] = False


def _is_unseen(token: Token) -> bool:
    if token.type == "html_block":
        return _COMMENT.fullmatch(token.content) is not None
    return token.type in _UNSEEN or token.type in _CELL


def _heading(title: str, rules: DollarRules | None) -> list[Token]:
    """Return the tokens of a heading that says ``title``: literally, but for its math."""
    md = MarkdownIt("zero")
    if rules is not None:
        md.inline.ruler.before("text", "math_inline", inline_rule(rules))
    [inline] = md.parseInline(" ".join(title.split()))
    opening = Token("heading_open", "h1", 1, markup="#", block=True, map=[0, 1])
    closing = Token("heading_close", "h1", -1, markup="#", block=True)
    return [opening, inline.copy(map=[0, 1], level=1, block=True), closing]


def _same(inline: Token, title: str) -> bool:
    """Tell whether a heading says ``title``, with or without markup."""
    return _plain(title) in {_plain(inline.content), _plain("".join(map(_text, inline.children or ())))}


def _text(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    if token.type == "math_inline":
        return f"${token.content}$"
    return token.content if token.type != "html_inline" else ""


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
