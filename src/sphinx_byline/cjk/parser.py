"""The single source of how an article's Markdown is parsed: as MyST does, with the rules of this room put in.

MyST has no place for further rules of markdown-it, so its parser is extended, and ours stands where MyST's would. The
body of ``parse`` follows ``myst_parser.parsers.sphinx_.MystParser.parse`` of MyST 5.0 to 5.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_parser.config.main import TopmatterReadError, merge_file_level, read_topmatter
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from myst_parser.warnings_ import MystWarnings, create_warning

from sphinx_byline.cjk.dollars import DollarRules, add_dollars
from sphinx_byline.cjk.emphasis import add_emphasis
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
    from markdown_it.tree import SyntaxTreeNode
    from myst_parser.config.main import MdParserConfig
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> None:
    """Put our parser in the place of MyST's."""
    app.add_source_parser(ArticleParser, override=True)


class ArticleRenderer(SphinxRenderer):
    """MyST's renderer, with one more token."""

    def render_math_unclosed(self, token: SyntaxTreeNode) -> None:
        """Warn of a ``$$`` that begins a line and is never closed; the line itself is text of the paragraph."""
        place = nodes.paragraph()
        self.add_line_and_source_path(place, token)
        warn(
            Warn.MATH_UNCLOSED,
            "$$ opens a formula that is never closed; it is shown as text; close it with $$, or write \\$\\$",
            location=place,
        )


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
        rules = _add_rules(md, env.config, config, topmatter)
        if document.get("source") == str(env.doc2path(env.docname)):
            env.temp_data[RULES_KEY] = rules
        state: dict[str, Any] = {}
        tokens = md.parse(inputstring, state)
        title = _of_file(env, document, TITLE_KEY)
        if title:
            tokens = with_title(tokens, title, rules)
        elif file_title := _of_file(env, document, FILE_TITLE_KEY):
            tokens = with_title(tokens, file_title, None, only_missing=True)
        md.renderer.render(tokens, md.options, state)
        if title or _is_article(env, document):
            nest_below_title(document)
        if title:
            keep_as_written(document, title)


def _add_rules(
    md: MarkdownIt, site: Config, config: MdParserConfig, topmatter: Mapping[str, Any]
) -> DollarRules | None:
    """Add this room's rules to ``md``; return those for dollars, None where dollars are no math."""
    settings = read_settings(site)
    if config.commonmark_only or config.gfm_only:
        return None
    if settings.cjk_emphasis:
        add_emphasis(md)
    if "dollarmath" not in config.enable_extensions:
        return None
    rules = _dollar_rules(site, config, topmatter, interrupt=settings.math_interrupts)
    add_dollars(md, rules)
    return rules


def _dollar_rules(
    site: Config, config: MdParserConfig, topmatter: Mapping[str, Any], *, interrupt: bool
) -> DollarRules:
    """Return our rules, but for what the author says by ``myst_dmath_…`` in conf.py or the file's header."""
    page = topmatter.get("myst")

    def says(name: str, *, value: bool, otherwise: bool) -> bool:
        said = author_set(site, f"myst_{name}") or (isinstance(page, dict) and name in page)
        return value if said else otherwise

    digits = config.dmath_allow_digits
    return DollarRules(
        spaces=says("dmath_allow_space", value=config.dmath_allow_space, otherwise=False),
        digit_before=says("dmath_allow_digits", value=digits, otherwise=True),
        digit_after=says("dmath_allow_digits", value=digits, otherwise=False),
        labels=config.dmath_allow_labels,
        double=says("dmath_double_inline", value=config.dmath_double_inline, otherwise=interrupt),
        interrupt=interrupt,
    )


def _is_article(env: BuildEnvironment, document: nodes.document) -> bool:
    """Tell whether ``document`` is a whole article, which has one first-level heading whatever its author wrote."""
    whole = document.get("source") == str(env.doc2path(env.docname))
    return whole and env.docname in article_domain(env).articles


def _of_file(env: BuildEnvironment, document: nodes.document, key: str) -> str:
    """Return what was noted of a file under ``key``; empty where ``document`` is a piece of another file.

    Sphinx parses each translated message with the parser of its file, under the path of that file and more.
    """
    if document.get("source") != str(env.doc2path(env.docname)):
        return ""
    return str(env.temp_data.get(key, "")).strip()
