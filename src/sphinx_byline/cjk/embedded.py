"""The single source of Markdown within other files: who asks for MyST's parser by name gets ours.

So do ``.. include:: a.txt`` of reStructuredText with its option ``:parser:``, and sphinx-autodoc2 for docstrings in
Markdown (``autodoc2_docstring_parser_regexes``). What is parsed within a Markdown file needs none of this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils.parsers.rst import directives
from sphinx.directives.other import Include

if TYPE_CHECKING:
    from docutils.parsers import Parser
    from sphinx.application import Sphinx
    from sphinx.config import Config

#: The names of MyST's parser, in docutils, in Sphinx and in sphinx-autodoc2.
_NAMES = frozenset({"markdown", "md", "myst", "myst_parser.docutils_", "myst_parser.sphinx_"})
_OURS = "sphinx_byline.cjk.parser"
_DOCSTRINGS = "autodoc2_docstring_parser_regexes"


def setup(app: Sphinx) -> None:
    """Stand behind MyST's names."""
    app.add_directive("include", IncludeAnything, override=True)
    app.connect("config-inited", name_parser_of_docstrings)


def named_parser(argument: str | None) -> type[Parser] | None:
    """Return the parser that an author names; None where no name is given. Raises ValueError for one that is none."""
    ours = argument is not None and argument.strip().lower() in _NAMES
    return directives.parser_name(_OURS if ours else argument)


class IncludeAnything(Include):
    """Sphinx's own directive, whose ``:parser: myst`` parses as articles are parsed."""

    option_spec: ClassVar[Any] = {**(Include.option_spec or {}), "parser": named_parser}


def name_parser_of_docstrings(app: Sphinx, config: Config) -> None:
    """Replace MyST's names in the configuration of sphinx-autodoc2."""
    if "autodoc2" in app.extensions:
        pairs = getattr(config, _DOCSTRINGS)
        setattr(config, _DOCSTRINGS, [(names, _OURS if parser in _NAMES else parser) for names, parser in pairs])
