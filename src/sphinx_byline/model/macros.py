r"""The single source of what a macro for formulas is, however it is written: in a map, as MathJax has it, or as LaTeX.

A macro is a name with its backslash and the TeX that it stands for, with ``#1`` to ``#9`` for its arguments. KaTeX
takes as many arguments as the text names; where an author declares more than the text uses, a comment at its end names
them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_MACROS = 200
#: Characters of one.
LONGEST_MACRO = 1_000

_NAME = re.compile(r"\\?(?:[A-Za-z@]+|[^A-Za-z\s{}\\])", re.ASCII)
_ARGUMENT = re.compile(r"#([1-9])")
#: A command of TeX, as it stands in a text: letters behind a backslash, or one other character.
CONTROL_SEQUENCE = re.compile(r"\\(?:[A-Za-z@]+|.)", re.DOTALL)
_BLANK = re.compile(r"(?:\s|%[^\n]*(?:\n|\Z))*")
_OPERATOR = re.compile(r"\\DeclareMathOperator(\*?)")
_COMMAND = re.compile(r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand)\*?")
_DEFINITION = re.compile(r"\\(?:long\s*\\)?[egx]?def\s*(?P<name>\\(?:[A-Za-z@]+|.))\s*(?P<arguments>(?:#[1-9]\s*)*)")
_BEGINNING = re.compile(r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator|[egx]?def)\b")
_COUNT = re.compile(r"\s*\[\s*([0-9])\s*\]\s*")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_NAMED = re.compile(r"\s*(?:\{\s*(?P<braced>\\(?:[A-Za-z@]+|.))\s*\}|(?P<bare>\\(?:[A-Za-z@]+|.)))")


def macro_of(name: str, meant: object) -> tuple[str, str] | None:
    """A macro from an entry of a map: its text, ``[text, arguments]`` or ``{"macro": text}``; None where it is none."""
    text, arguments = meant, 0
    match meant:
        case {"macro": inner}:
            text = inner
        case [_, _, _, *_]:
            return None  # The third is MathJax's default for an argument.
        case [inner, int() | str() as count]:
            text, arguments = inner, int(count) if str(count) in set("0123456789") else 0
        case [inner]:
            text = inner
    if not isinstance(text, str) or len(text) > LONGEST_MACRO or not _NAME.fullmatch(name):
        return None
    return name if name.startswith("\\") else f"\\{name}", _with_arguments(text, arguments)


def arguments_of(text: str) -> int:
    """How many arguments a macro with this text takes."""
    return max((int(number) for number in _ARGUMENT.findall(text)), default=0)


def latex_macros(text: str) -> tuple[dict[str, str], list[str]]:
    r"""Macros from LaTeX's own definitions, and what could not be read: each piece up to the next definition.

    ``\newcommand`` and its kin, ``\def`` and ``\DeclareMathOperator``, with comments between. A default for an
    argument, or text between the arguments, is nothing that KaTeX could be told.
    """
    found: dict[str, str] = {}
    refused: list[str] = []
    at = _end(_BLANK, text, 0)
    while at < len(text):
        definition = _operator(text, at) or _command(text, at) or _tex_definition(text, at)
        if definition is None:
            following = _BEGINNING.search(text, at + 1)
            end = following.start() if following else len(text)
            refused.append(" ".join(text[at:end].split()))
        else:
            name, meant, end = definition
            found[name] = meant
        at = _end(_BLANK, text, end)
    return found, refused


def needed(texts: Sequence[str], macros: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Those of ``macros`` that ``texts`` name, themselves or through others; sorted."""
    if not macros:
        return ()
    reached: set[str] = set()
    new = set(CONTROL_SEQUENCE.findall("\n".join(texts))) & macros.keys()
    while new:
        reached |= new
        new = {
            name for text in map(macros.__getitem__, new) for name in CONTROL_SEQUENCE.findall(text)
        } & macros.keys() - reached
    return tuple((name, macros[name]) for name in sorted(reached))


def _operator(text: str, at: int) -> tuple[str, str, int] | None:
    if not (opening := _OPERATOR.match(text, at)) or not (name := _NAMED.match(text, opening.end())):
        return None
    group = _group(text, name.end())
    meant = f"\\operatorname{opening[1]}{{{group[0]}}}" if group else ""
    return (name["braced"] or name["bare"], meant, group[1]) if group else None


def _command(text: str, at: int) -> tuple[str, str, int] | None:
    if not (opening := _COMMAND.match(text, at)) or not (name := _NAMED.match(text, opening.end())):
        return None
    count = _COUNT.match(text, name.end())
    # A default for the first argument, which KaTeX has no way to say, is no group: the whole is not read.
    group = _group(text, count.end() if count else name.end())
    if group is None:
        return None
    return name["braced"] or name["bare"], _with_arguments(group[0], int(count[1]) if count else 0), group[1]


def _tex_definition(text: str, at: int) -> tuple[str, str, int] | None:
    if not (opening := _DEFINITION.match(text, at)) or not (group := _group(text, opening.end())):
        return None
    return opening["name"], _with_arguments(group[0], arguments_of(opening["arguments"])), group[1]


def _group(text: str, at: int) -> tuple[str, int] | None:
    """What the braces hold that open at ``at``, after spaces, and where they end; None where none open or close."""
    begin = _end(_BLANK, text, at)
    if text[begin : begin + 1] != "{":
        return None
    depth = 0
    for token in _BRACE.finditer(text, begin, begin + LONGEST_MACRO + 2):
        depth += (token[0] == "{") - (token[0] == "}")
        if depth == 0:
            inside = text[begin + 1 : token.start()]
            return inside, token.end()
    return None


def _with_arguments(text: str, count: int) -> str:
    unnamed = "".join(f"#{number}" for number in range(arguments_of(text) + 1, count + 1))
    return f"{text}%{unnamed}\n" if unnamed else text


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
