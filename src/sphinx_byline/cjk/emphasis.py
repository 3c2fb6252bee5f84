"""The single source of where ``*`` and ``~`` open and close beside Chinese, Japanese and Korean characters.

CommonMark takes full-width punctuation for the edge of a word, so that ``**强调。**后文`` stays literal stars. The rule
here is that of the "CommonMark CJK-friendly amendments" (https://github.com/tats-u/markdown-cjk-friendly): beside a CJK
character, punctuation does not keep a run from opening or closing. Other text comes out as CommonMark says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import emphasis, strikethrough

from sphinx_byline.cjk.characters import WIDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

    InlineRule = Callable[[StateInline, bool], bool]

_WIDE = re.compile(f"[{WIDE}]")
# With the ideographic variation selectors, which belong to the Han character before them.
_WIDE_BEFORE = re.compile(f"[{WIDE}\U000e0100-\U000e01ef]")
_STANDARD_SELECTORS = range(0xFE00, 0xFE0F)
# A quotation mark with this selector is the full-width one.
_WIDE_QUOTES = frozenset({"‘\ufe01", "’\ufe01", "“\ufe01", "”\ufe01"})


def add_emphasis(md: MarkdownIt) -> None:
    """Amend the rules for ``*`` and ``~`` in ``md``, where they are in use."""
    active = md.inline.ruler.get_active_rules()
    for name, rule in (("emphasis", emphasis.tokenize), ("strikethrough", strikethrough.tokenize)):
        if name in active:
            md.inline.ruler.at(name, _amended(rule))


def _amended(tokenize: InlineRule) -> InlineRule:
    """Return ``tokenize``, with the delimiters that it has found told anew whether they open and close."""

    def rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 # markdown-it's protocol
        start, known = state.pos, len(state.delimiters)
        if not tokenize(state, silent):
            return False
        # "_" is not amended: between CJK characters it would open inside identifiers.
        if state.src[start] != "_" and len(state.delimiters) > known:
            flanks = flanking(
                state.src[max(0, start - 2) : start], state.src[state.pos : min(state.pos + 1, state.posMax)]
            )
            for delimiter in state.delimiters[known:]:
                if flanks is not None:
                    delimiter.open, delimiter.close = flanks
        return True

    return rule


def flanking(before: str, after: str) -> tuple[bool, bool] | None:
    """Tell whether a run of markers opens and closes; None where both neighbours are ASCII: CommonMark's answer stands.

    ``before`` is the two characters before the run, or as many as there are, ``after`` the one behind it, or nothing.
    """
    previous = before[-1:]
    if previous.isascii() and after.isascii():
        return None
    wide = bool(_WIDE.match(after) or _WIDE_BEFORE.match(previous)) or before in _WIDE_QUOTES
    if previous and ord(previous) in _STANDARD_SELECTORS and not _is_space(before[:-1]):
        previous = before[:-1]
        wide = wide or bool(_WIDE.match(previous))
    if _is_space(previous) or _is_space(after):
        return not _is_space(after), not _is_space(previous)
    edge_before, edge_after = _is_punctuation(previous), _is_punctuation(after)
    return edge_before or wide or not edge_after, edge_after or wide or not edge_before


def _is_space(character: str) -> bool:
    """Tell whether ``character`` is white space, as the ends of a line are."""
    return not character or isWhiteSpace(ord(character))


def _is_punctuation(character: str) -> bool:
    return isPunctChar(character) or isMdAsciiPunct(ord(character))
