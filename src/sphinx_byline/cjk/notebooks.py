"""The single source of how notebooks are parsed: as MyST-NB does, with the rules of this room put in.

Where ``myst_nb`` is loaded, every Markdown file is read by its parser, which hands on to ours what is no notebook. For
notebooks it makes a Markdown parser of its own, and shows it to nobody but to the class that renders their outputs,
which is found as an entry point: there the rules are added, and the class that the author has chosen does its work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from myst_nb.core.render import NbElementRenderer, load_renderer
from myst_nb.sphinx_ import Parser as NotebooksParser

from sphinx_byline.cjk.parser import ArticleParser, add_rules, nest_headings, put_title

if TYPE_CHECKING:
    from docutils import nodes
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from sphinx.application import Sphinx

#: Name of our entry point.
NAME = "sphinx_byline"
#: What MyST-NB calls the files that its parser reads.
KIND = "myst-nb"


def setup(app: Sphinx) -> None:
    """Put our parser in the place of MyST-NB's, once that has been set up and Sphinx knows all kinds of files.

    Markdown files become Markdown again, which may have a header and be articles: our parser tells which of them are
    notebooks. Files in formats of their own (``.ipynb``, those of ``nb_custom_formats``) stay MyST-NB's.
    """
    app.add_source_parser(NotebookParser, override=True)
    suffixes = app.config.source_suffix
    for suffix in suffixes.keys() - {".ipynb", *app.config.nb_custom_formats}:
        if suffixes[suffix] == KIND:
            suffixes[suffix] = "markdown"
    # After MyST-NB has made its configuration.
    app.connect("builder-inited", choose_renderer, priority=600)


def choose_renderer(app: Sphinx) -> None:
    """Have MyST-NB ask our class for its renderer of outputs."""
    env: Any = app.env
    env.mystnb_config = env.mystnb_config.copy(render_plugin=NAME)


class NotebookParser(NotebooksParser, ArticleParser):  # type: ignore[misc] # MyST-NB need not be there
    """The parser of Markdown files and notebooks."""

    supported: tuple[str, ...] = (*ArticleParser.supported, *NotebooksParser.supported)  # type: ignore[misc] # of class or object?

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Add the nodes of ``inputstring`` to ``document``."""
        super().parse(inputstring, document)
        nest_headings(document)


class NotebookRenderer(NbElementRenderer):  # type: ignore[misc] # as above
    """What MyST-NB makes for each notebook before parsing it; it gets the renderer that ``nb_render_plugin`` names."""

    def __new__(cls, renderer: Any, logger: Any) -> Any:
        """Put our rules into the notebook's Markdown parser."""
        _amend(renderer.md)
        chosen = renderer.md.options["document"].settings.env.config.nb_render_plugin
        return load_renderer(chosen)(renderer, logger)


def _amend(md: MarkdownIt) -> None:
    document: nodes.document = md.options["document"]
    env = document.settings.env
    here, everywhere = vars(md.options["myst_config"]), vars(env.myst_config)
    rules = add_rules(md, env.config, {name: value for name, value in here.items() if value != everywhere[name]})

    def title(state: StateCore) -> None:
        # All cells at once; what directives in them hold is parsed later, by the same parser.
        if state.tokens and state.tokens[0].type == "nb_initialise":
            state.tokens = put_title(state.tokens, document, rules)

    md.core.ruler.push("byline_title", title)
