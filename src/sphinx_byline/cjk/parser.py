"""The single source of how an article's Markdown is parsed: as MyST does, with the rules of this room put in.

MyST has no place for further rules of markdown-it, so its parser is extended, and ours stands where MyST's would. The
body of ``parse`` follows ``myst_parser.parsers.sphinx_.MystParser.parse`` of MyST 5.0 to 5.2. Who asks docutils for a
parser by its module finds ours as ``sphinx_byline.cjk.parser``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_parser.config.main import TopmatterReadError, merge_file_level, read_topmatter
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from myst_parser.warnings_ import MystWarnings, create_warning

from sphinx_byline.cjk.dollars import UNCLOSED, DollarRules, add_dollars
from sphinx_byline.cjk.emphasis import add_emphasis
from sphinx_byline.cjk.equations import make_room
from sphinx_byline.cjk.phrases import RULES_KEY
from sphinx_byline.cjk.title import keep_as_written, nest_below_title, with_title
from sphinx_byline.collect.domain import article_domain
from sphinx_byline.collect.presets import author_set
from sphinx_byline.collect.settings import read_settings
from sphinx_byline.collect.source import FILE_TITLE_KEY, TITLE_KEY
from sphinx_byline.collect.warnings import Warn, warn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode
    from myst_parser.config.main import MdParserConfig
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> None:
    """Put our parser in the place of MyST's, and of MyST-NB's where that is in use."""
    app.add_source_parser(ArticleParser, override=True)
    # After Sphinx has merged what extensions say of source files (800).
    app.connect("config-inited", take_notebooks, priority=900)


def take_notebooks(app: Sphinx, _config: Config) -> None:
    """Set up notebooks where MyST-NB is loaded, which stands before us or after us in conf.py."""
    if "myst_nb" in app.extensions:
        from sphinx_byline.cjk import notebooks

        notebooks.setup(app)


class ArticleRenderer(SphinxRenderer):
    """MyST's renderer, which takes several labels of which docutils makes one id."""

    def add_math_target(self, node: nodes.math_block) -> nodes.target:
        """Return the target of an equation."""
        make_room(self.document, node["label"])
        target: nodes.target = super().add_math_target(node)
        return target


class ArticleParser(MystParser):
    """The parser of Markdown files."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Add the nodes of ``inputstring`` to ``document``."""
        env: BuildEnvironment = document.settings.env
        config: MdParserConfig = env.myst_config  # type: ignore[attr-defined] # MyST's own place
        topmatter: dict[str, Any] = {}
        try:
            topmatter = read_topmatter(inputstring) or {}
        except TopmatterReadError:
            pass  # MyST reports it while it renders.
        else:
            if topmatter:

                def report(kind: MystWarnings, message: str) -> None:
                    create_warning(document, message, kind, line=1, append_to=document)

                config = merge_file_level(config, topmatter, report)
        md = create_md_parser(config, ArticleRenderer)
        md.options["document"] = document
        page = topmatter.get("myst")
        rules = add_rules(md, env.config, page if isinstance(page, dict) else {})
        state: dict[str, Any] = {}
        tokens = put_title(md.parse(inputstring, state), document, rules)
        md.renderer.render(tokens, md.options, state)
        nest_headings(document)


Parser = ArticleParser


def put_title(tokens: list[Token], document: nodes.document, rules: DollarRules | None) -> list[Token]:
    """Return the tokens of ``document`` with its heading first, and note what dollars mean in its header."""
    env: BuildEnvironment = document.settings.env
    if not _is_whole(document):
        return tokens
    env.temp_data[RULES_KEY] = rules
    if title := _noted(env, TITLE_KEY):
        return with_title(tokens, title, rules)
    if file_title := _noted(env, FILE_TITLE_KEY):
        return with_title(tokens, file_title, None, only_missing=True)
    return tokens


def nest_headings(document: nodes.document) -> None:
    """Leave the nodes of ``document`` one first-level heading, if it is an article or has a title in its header."""
    env: BuildEnvironment = document.settings.env
    if not _is_whole(document):
        return
    title = _noted(env, TITLE_KEY)
    # An article has one first-level heading whatever its author wrote.
    if title or env.docname in article_domain(env).articles:
        nest_below_title(document)
    if title:
        keep_as_written(document, title)


def add_rules(md: MarkdownIt, site: Config, page: Mapping[str, Any]) -> DollarRules | None:
    """Add this room's rules to ``md``; return those for dollars, None where dollars are no math.

    ``page`` is what the file's header says below ``myst``.
    """
    settings = read_settings(site)
    config: MdParserConfig = md.options["myst_config"]
    if config.commonmark_only or config.gfm_only:
        return None
    if settings.cjk_emphasis:
        add_emphasis(md)
    if "dollarmath" not in config.enable_extensions:
        return None
    rules = _dollar_rules(site, config, page, interrupt=settings.math_interrupts)
    add_dollars(md, rules)
    md.add_render_rule(f"render_{UNCLOSED}", _warn_of_unclosed, fmt=SphinxRenderer.__output__)
    return rules


def _warn_of_unclosed(renderer: SphinxRenderer, token: SyntaxTreeNode) -> None:
    """Warn of a ``$$`` that begins a line and is never closed; the line itself is text of the paragraph."""
    place = nodes.paragraph()
    renderer.add_line_and_source_path(place, token)
    warn(
        Warn.MATH_UNCLOSED,
        "$$ opens a formula that is never closed; it is shown as text; close it with $$, or write \\$\\$",
        location=place,
    )


def _dollar_rules(site: Config, config: MdParserConfig, page: Mapping[str, Any], *, interrupt: bool) -> DollarRules:
    """Return our rules, but for what the author says by ``myst_dmath_…`` in conf.py or the file's header."""

    def says(name: str, *, value: bool, otherwise: bool) -> bool:
        return value if author_set(site, f"myst_{name}") or name in page else otherwise

    digits = config.dmath_allow_digits
    return DollarRules(
        spaces=says("dmath_allow_space", value=config.dmath_allow_space, otherwise=False),
        digit_before=says("dmath_allow_digits", value=digits, otherwise=True),
        digit_after=says("dmath_allow_digits", value=digits, otherwise=False),
        labels=config.dmath_allow_labels,
        double=says("dmath_double_inline", value=config.dmath_double_inline, otherwise=interrupt),
        interrupt=interrupt,
    )


def _is_whole(document: nodes.document) -> bool:
    """Tell whether ``document`` is a file of its own, and no piece of another file.

    Sphinx parses each translated message with the parser of its file, under the path of that file and more.
    """
    env: BuildEnvironment = document.settings.env
    return str(document.get("source")) == str(env.doc2path(env.docname))


def _noted(env: BuildEnvironment, key: str) -> str:
    """Return what was noted of the file that is being read under ``key``; empty where nothing was."""
    return str(env.temp_data.get(key, "")).strip()
