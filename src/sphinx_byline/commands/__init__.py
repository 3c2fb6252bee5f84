"""The single source of what ``python -m sphinx_byline`` understands: ``check``, ``init`` and ``schema``."""

from __future__ import annotations

import argparse
import contextlib
import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import sphinx_byline
from sphinx_byline.commands.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what ``arguments`` ask for (those of the process by default); return the exit status.

    0 is well, 1 says that there are problems, 2 that the arguments make no sense.
    """
    asked = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # A terminal, or a pipe, of another encoding still gets a line for each problem.
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a stream may lack it
    status: int = asked.run(asked)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sphinx_byline", description="Publish Markdown articles with Sphinx."
    )
    parser.add_argument("--version", action="version", version=f"sphinx-byline {sphinx_byline.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser(
        "check",
        help="read all headers without building, and print what is wrong with them",
        description="Read every header below DIR without building, and print what is wrong: file:line: message. "
        "The exit status is 1 if anything is.",
    )
    check.add_argument("folder", type=Path, nargs="?", default=Path(), metavar="DIR", help="a folder, or one file")
    check.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text for people and editors, json for programs, github for annotations in GitHub Actions",
    )
    check.set_defaults(run=_check)

    init = commands.add_parser(
        "init",
        help="write the files of a new publication",
        description="Write a publication that builds: conf.py, a home page, a first article, authors.yml, and what "
        "Read the Docs and GitHub Actions need. No file that is there is touched.",
    )
    init.add_argument("folder", type=Path, metavar="DIR", help="where; it is made if it is not there")
    init.add_argument("--title", default="", help="the publication's name")
    init.add_argument("--author", default="", help="who writes it")
    init.add_argument("--language", default="", metavar="CODE", help='"en", "zh_CN", …; by default that of this system')
    init.set_defaults(run=_init)

    schema = commands.add_parser("schema", help="print the JSON Schema of a header")
    schema.set_defaults(run=_schema)
    return parser


def _check(asked: argparse.Namespace) -> int:
    from sphinx_byline.commands.check import CheckError, check

    try:
        checked = check(asked.folder)
    except CheckError as error:
        print(f"python -m sphinx_byline check: {error}", file=sys.stderr)  # noqa: T201 -- a command prints
        return 2
    sys.stdout.write(FORMATS[asked.format](checked.problems))
    if asked.format == "text":
        files, problems = (
            _counted(count, word) for count, word in ((checked.files, "file"), (len(checked.problems), "problem"))
        )
        print(f"{files} checked, {problems}", file=sys.stderr)  # noqa: T201
    return 1 if checked.problems else 0


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _init(asked: argparse.Namespace) -> int:
    from sphinx_byline.commands.init import InitError, write_publication

    try:
        written, kept = write_publication(asked.folder, title=asked.title, author=asked.author, language=asked.language)
    except InitError as error:
        print(f"python -m sphinx_byline init: {error}", file=sys.stderr)  # noqa: T201
        return 2
    for name in written:
        print(f"wrote   {asked.folder / name}")  # noqa: T201
    for name in kept:
        print(f"kept    {asked.folder / name}")  # noqa: T201
    if "conf.py" in kept:
        print('\nYour own conf.py needs: extensions = ["sphinx_byline"] and html_theme = "byline"')  # noqa: T201
    folder, site = (shlex.quote(str(path)) for path in (asked.folder, asked.folder / "_site"))
    print(f"\nBuild it:  python -m sphinx -nW {folder} {site}")  # noqa: T201
    return 0


def _schema(_asked: argparse.Namespace) -> int:
    from sphinx_byline.model.schema import header_schema

    sys.stdout.write(schema_text(header_schema()))
    return 0


def schema_text(schema: dict[str, object]) -> str:
    """The schema as it is printed, and as the package ships it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
