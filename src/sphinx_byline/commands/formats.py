"""The single source of the forms in which problems are printed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong in a file at a line, from 1."""

    file: str
    """From the working directory, with ``/``, where the file lies below it."""
    line: int
    kind: str
    """As ``suppress_warnings`` names it: ``byline.date``."""
    message: str


def as_text(problems: Sequence[Problem]) -> str:
    """``file:line: message [kind]``, the form of compilers, which editors know."""
    return "".join(f"{found.file}:{found.line}: {found.message} [{found.kind}]\n" for found in problems)


def as_json(problems: Sequence[Problem]) -> str:
    """A list of objects with ``file``, ``line``, ``kind`` and ``message``."""
    return json.dumps([asdict(found) for found in problems], ensure_ascii=False, indent=2) + "\n"


def as_github(problems: Sequence[Problem]) -> str:
    """Workflow commands, which GitHub Actions shows beside the lines of a pull request."""
    return "".join(
        f"::error file={_property(it.file)},line={it.line},title={_property(it.kind)}::{_data(it.message)}\n"
        for it in problems
    )


# GitHub's own escapes ("Workflow commands for GitHub Actions"; actions/toolkit, command.ts).
def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[Sequence[Problem]], str]] = {"text": as_text, "json": as_json, "github": as_github}
