"""The single source of what ``$`` and ``$$`` mean in Markdown.

In a line, a formula is what pandoc takes for one: the opening ``$`` has no space behind it, the closing ``$`` none
before it and no digit behind it. ``$5 and $6``, ``$5和$6`` and ``US$20,000 到 US$30,000`` stay money. On top of that,
an amount with a Chinese, Japanese or Korean character behind it (``$5元``) is money, for no formula goes on so, nor
does one end so (``$6，$x$``). A backslash keeps a ``$`` from both.

``$$`` makes display math wherever it stands. At the beginning of a line it needs no blank line before it, as everywhere
but in MyST; within a line it ends the paragraph, which goes on behind it, so that no block ever stands in a paragraph.
A ``$$`` that is never closed stays text; it reaches no further than to what cannot stand in a formula, such as a
heading, a code block or the end of a list item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_byline.cjk.characters import is_letter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

#: The token that stands before a paragraph for a ``$$`` in it that begins a line and is never closed.
UNCLOSED = "math_unclosed"

# What stands between two dollars, and between two pairs of them. Each character can be taken in one way alone and
# nothing follows, so that no text takes quadratic time. (Possessive quantifiers, which would say so, match wrongly in
# Python 3.11.0 to 3.11.4: python/cpython#106052.)
_ONE = re.compile(r"[^$\\]*(?:\\.[^$\\]*)*", re.DOTALL)
_TWO = re.compile(r"[^$\\]*(?:(?:\\.|\$(?!\$))[^$\\]*)*", re.DOTALL)

_DOLLARS = re.compile(r"\$+")
_AMOUNT = re.compile(r"\d[\d.,]*\s*")
# What stands behind an amount in a text, and never at the end of a formula.
_STOPS = frozenset("，、。；：！？（“《「")
# What may stand behind the closing ``$$`` of a block: nothing, or the label that references name.
_LABEL = re.compile(r"\s*(?:\(([^)$\r\n]+)\)\s*)?")
# A heading, a code block or a directive: no formula goes on over one.
_OTHER_BLOCK = re.compile(r"#{1,6}(?:\s|$)|`{3}|~{3}|:{3}")
# What stands behind a ``$$`` that opens a formula, not behind one that closes it.
_FORMULA_START = re.compile(r"[A-Za-z0-9\\({\[|]")

# A tag of HTML that begins or ends an element with text in it.
_TAG = re.compile(
    r"<(/?)(?!(?:area|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)[a-z][^>]*(?<!/)>", re.IGNORECASE
)

#: Blocks that a line beginning with ``$$`` ends.
_INTERRUPTED = ["paragraph", "reference", "blockquote", "list", "footnote_def"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DollarRules:
    """Which dollars make a formula; the defaults are those of this module."""

    spaces: bool = False
    """Whether spaces may stand inside of the dollars: ``$ x $``."""
    digit_before: bool = True
    """Whether a digit may stand before the opening dollar: ``3$x$``."""
    digit_after: bool = False
    """Whether a digit may stand behind the closing dollar: ``$x$3``."""
    labels: bool = True
    """Whether ``$$ … $$ (label)`` names a formula."""
    double: bool = True
    """Whether ``$$`` makes a formula within a line as well."""
    interrupt: bool = True
    """Whether a line that begins with ``$$`` ends the paragraph above it."""


def add_dollars(md: MarkdownIt, rules: DollarRules) -> None:
    """Put our rules in the place of the plugin's in ``md``, where they are in use."""
    if "math_inline" in md.inline.ruler.get_active_rules():
        md.inline.ruler.at("math_inline", inline_rule(rules))
    if "math_block" in md.block.ruler.get_active_rules():
        md.block.ruler.at("math_block", _block_rule(rules), {"alt": _INTERRUPTED if rules.interrupt else []})
    md.core.ruler.after("inline", "math_in_paragraphs", _lift_out_of_paragraphs)


# --- in a line -----------------------------------------------------------------------------------------------------


def inline_rule(rules: DollarRules) -> Callable[[StateInline, bool], bool]:
    """Return the rule for ``$`` within a line, for markdown-it's inline ruler."""

    def rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 # markdown-it's protocol
        source, start, limit = state.src, state.pos, state.posMax
        if source[start] != "$":
            return False
        width = _end(_DOLLARS, source, start, limit) - start
        if width == 1:
            end = _closing(source, start, limit, rules)
            if end < 0:
                return False
        else:
            end = _double_closing(source, start, limit) if width == 2 else -1  # noqa: PLR2004 # $$
            if end < 0 or not rules.double:
                # All of them at once, or the second of two would open a formula of its own.
                if not silent:
                    text = state.push("text_special", "", 0)
                    text.content = text.markup = source[start : start + width]
                    text.meta = {"opens": start} if width == 2 and end < 0 else {}  # noqa: PLR2004
                state.pos += width
                return True
        if not silent:
            token = state.push("math_inline" if width == 1 else "math_inline_double", "math", 0)
            token.content = source[start + width : end]
            token.markup = "$" * width
            token.meta = {"span": (start, end + width)}
        state.pos = end + width
        return True

    return rule


def _closing(source: str, start: int, limit: int, rules: DollarRules) -> int:
    """Position of the ``$`` that closes the one at ``start``, -1 where that one is text."""
    end = _end(_ONE, source, start + 1, limit)
    content = source[start + 1 : end]
    if end >= limit or source[end] != "$" or not content.strip():
        return -1
    if not rules.spaces and (content[0].isspace() or content[-1].isspace()):
        return -1
    if not rules.digit_after and source[end + 1 : end + 2].isdigit():
        return -1
    if not rules.digit_before and source[max(0, start - 1) : start].isdigit():
        return -1
    amount = _end(_AMOUNT, content, 0, len(content))
    if amount and (is_letter(content[amount : amount + 1]) or is_letter(content[-1]) or content[-1] in _STOPS):
        return -1
    # A code span that opens in here and ends behind the dollar binds tighter.
    return -1 if content.count("`") % 2 else end


def _double_closing(source: str, start: int, limit: int) -> int:
    """Position of the ``$$`` that closes the one at ``start``, -1 where that one is text."""
    end = _pair(source, start + 2, limit)
    return end if source[start + 2 : max(end, 0)].strip() else -1


def _pair(source: str, start: int, limit: int) -> int:
    """Position of the first ``$$`` from ``start`` on, -1 where there is none before ``limit``."""
    end = _end(_TWO, source, start, limit)
    return end if end + 2 <= limit and source.startswith("$$", end) else -1


def _end(pattern: re.Pattern[str], source: str, start: int, limit: int) -> int:
    match = pattern.match(source, start, limit)
    return match.end() if match else start


# --- on lines of its own -------------------------------------------------------------------------------------------


def _block_rule(rules: DollarRules) -> Callable[[StateBlock, int, int, bool], bool]:
    """Return the rule for a ``$$`` that begins a line, for markdown-it's block ruler."""

    def rule(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:  # noqa: FBT001, N803
        begin = state.bMarks[startLine] + state.tShift[startLine]
        if not state.src.startswith("$$", begin) or state.is_code_block(startLine):
            return False
        block = _find_block(state, startLine, endLine, rules)
        if block is None:
            return False
        if silent:
            return True
        token = state.push("math_block_label" if block.label else "math_block", "math", 0)
        token.block = True
        token.content = _between(state, startLine, begin + 2, block)
        token.markup = "$$"
        token.info = re.sub(r"\s+", "-", block.label)
        token.map = [startLine, block.line + 1]
        state.line = block.line + 1
        if block.goes_on:
            # What is left of the closing line is a paragraph: let that line begin behind the formula.
            rest = state.src[block.end + 2 : state.eMarks[block.line]]
            state.bMarks[block.line] = state.eMarks[block.line] - len(rest.lstrip())
            state.tShift[block.line] = 0
            state.sCount[block.line] = state.blkIndent
            state.line = block.line
        return True

    return rule


@dataclass(frozen=True, slots=True)
class _Block:
    """Where a block of math ends."""

    line: int
    end: int
    """Position of the closing ``$$``."""
    label: str = ""
    goes_on: bool = False
    """Whether text stands behind it on its line."""


def _find_block(state: StateBlock, first: int, end_line: int, rules: DollarRules) -> _Block | None:
    """Find where the block ends whose ``$$`` begins line ``first``; None where it is no block."""
    source = state.src
    begin, limit = state.bMarks[first] + state.tShift[first] + 2, state.eMarks[first]
    end = _pair(source, begin, limit)
    if end >= 0:
        label = _label(source[end + 2 : limit], rules)
        return _Block(first, end, label) if label is not None and source[begin:end].strip() else None
    opening = source[begin:limit].strip()
    if opening.startswith("$") or is_letter(opening[:1]):
        return None
    some, after_blank = bool(opening), False
    floor = min(state.blkIndent, state.sCount[first])
    for line in range(first + 1, end_line):
        begin, limit = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if begin >= limit:
            after_blank = True
            continue
        if state.sCount[line] < floor or _OTHER_BLOCK.match(source, begin, limit):
            return None
        if after_blank and is_letter(source[begin]):
            return None
        end = _pair(source, begin, limit)
        if end >= 0:
            rest = source[end + 2 : limit]
            label = _label(rest, rules)
            if not some and end == begin:
                return None
            if label is not None:
                return _Block(line, end, label)
            # ``$$y`` begins the next formula: this one is not closed. ``$$ where`` and ``$$，其中`` close it.
            begins_another = end == begin and (_pair(rest, 0, len(rest)) >= 0 or _FORMULA_START.match(rest))
            return None if begins_another else _Block(line, end, goes_on=True)
        some, after_blank = True, False
    return None


def _label(rest: str, rules: DollarRules) -> str | None:
    """Return the label behind a closing ``$$``, empty where nothing is there; None where it is text."""
    match = _LABEL.fullmatch(rest)
    if match is None or (match[1] and not rules.labels):
        return None
    return match[1] or ""


def _between(state: StateBlock, first: int, begin: int, block: _Block) -> str:
    """Return what stands between the dollars, without the marks and the indent of the blocks around it."""
    if block.line == first:
        return state.src[begin : block.end]
    middle = state.getLines(first + 1, block.line, state.blkIndent, True)
    return f"{state.src[begin : state.eMarks[first]]}\n{middle}{state.src[state.bMarks[block.line] : block.end]}"


# --- out of paragraphs ---------------------------------------------------------------------------------------------


def _lift_out_of_paragraphs(state: StateCore) -> None:
    """End the paragraph at each ``$$…$$`` in it, and go on with another; mark each ``$$`` that was left open.

    Where none can end (a heading, a table's cell, within emphasis, a link or HTML) the formula stays in its line.
    """
    if not any(token.type == "inline" and "$$" in token.content for token in state.tokens):
        return
    lifted: list[Token] = []
    tokens = iter(state.tokens)
    for token in tokens:
        if token.type != "inline" or "$$" not in token.content:
            lifted.append(token)
        elif lifted and lifted[-1].type == "paragraph_open":
            lifted.extend(_pieces(lifted.pop(), token, next(tokens)))
        else:
            for child in token.children or ():
                _keep_in_line(child)
            lifted.append(token)
    state.tokens = lifted


def _pieces(opening: Token, inline: Token, closing: Token) -> Iterator[Token]:
    """Yield a paragraph in pieces: text, formula, text."""
    first_line = inline.map[0] if inline.map else 0
    line = _unclosed_line(inline)
    if line is not None:
        yield Token(
            UNCLOSED,
            "",
            0,
            block=True,
            hidden=True,
            level=opening.level,
            map=[first_line + line, first_line + line + 1],
        )
    children: list[Token] = []
    begin = within = 0
    for child in inline.children or ():
        if child.type == "html_inline" and (tag := _TAG.fullmatch(child.content)):
            within = max(0, within + (-1 if tag[1] else 1))
        if child.type == "math_inline_double" and child.level == within == 0:
            start, end = child.meta["span"]
            yield from _paragraph(opening, inline, closing, children, (begin, start))
            yield Token(
                "math_block",
                "math",
                0,
                block=True,
                content=child.content,
                markup="$$",
                level=opening.level,
                map=_lines(inline, start, end),
            )
            children, begin = [], end
        else:
            _keep_in_line(child)
            children.append(child)
    if begin == 0:
        yield from (opening, inline, closing)
    else:
        yield from _paragraph(opening, inline, closing, children, (begin, len(inline.content)))


def _paragraph(
    opening: Token, inline: Token, closing: Token, children: list[Token], span: tuple[int, int]
) -> Iterator[Token]:
    """Yield the paragraph of what ``span`` cuts out of ``inline``, nothing where that is blank."""
    content = inline.content[slice(*span)]
    if not content.strip():
        return
    children = list(children)
    for edge, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while children and children[edge].type in {"softbreak", "hardbreak", "text"}:
            children[edge].content = strip(children[edge].content)
            if children[edge].content:
                break
            del children[edge]
    lines = _lines(inline, span[0] + len(content) - len(content.lstrip()), span[0] + len(content.rstrip()))
    yield opening.copy(map=lines, attrs=opening.attrs if span[0] == 0 else {})
    yield inline.copy(content=content.strip(), children=children, map=lines)
    yield closing.copy()


def _lines(inline: Token, start: int, end: int) -> list[int] | None:
    """Lines of the file that ``inline.content[start:end]`` covers, counted as markdown-it does."""
    if inline.map is None:
        return None
    first = inline.map[0] + inline.content.count("\n", 0, start)
    return [first, first + inline.content.count("\n", start, end) + 1]


def _keep_in_line(child: Token) -> None:
    """Make display math that has to stay in its line inline math, at any depth."""
    if child.type == "math_inline_double":
        child.type, child.markup = "math_inline", "$"
    for grandchild in child.children or ():
        _keep_in_line(grandchild)


def _unclosed_line(inline: Token) -> int | None:
    """Return the first line of ``inline``, from 0, that begins with a ``$$`` that is text; None where there is none."""
    for child in inline.children or ():
        if child.type == "text_special" and "opens" in child.meta:
            before = inline.content[: child.meta["opens"]]
            if not before.rpartition("\n")[2].strip():
                return before.count("\n")
    return None
