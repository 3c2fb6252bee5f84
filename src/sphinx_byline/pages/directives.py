"""The single source of the directives that authors write; each makes a node and leaves the drawing for later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_byline.collect.body import ABOVE_A_LIST
from sphinx_byline.collect.domain import article_domain
from sphinx_byline.collect.references import slug_path
from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.model.kinds import KIND_OF_FOLDER
from sphinx_byline.model.names import docname_at
from sphinx_byline.model.queries import (
    ArticlePart,
    AuthorCards,
    Layout,
    Listing,
    Query,
    SeriesNav,
    TermListing,
)
from sphinx_byline.pages.nodes import byline_part
from sphinx_byline.pages.options import (
    ARTICLE_LIST,
    RELATED,
    TAG_CLOUD,
    TERM_LIST,
    Option,
    one_of,
    read_options,
    split_names,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

    from sphinx_byline.model.queries import Part

#: Related articles in a text, unless their directive says how many.
_RELATED = 6


class _AnyOption(dict[str, Any]):
    """Takes every option as the text that it is: what is wrong with one is said by us, and costs that option alone."""

    def __missing__(self, name: str) -> Callable[[str | None], str]:
        return directives.unchanged


class PartDirective(SphinxDirective):
    """A directive that puts one part into a document. An argument, where there may be one, is one text."""

    options_known: ClassVar[tuple[Option, ...]] = ()
    # The parsers look for options only where there is at least one.
    option_spec: ClassVar[dict[str, Any]] = _AnyOption(name=directives.unchanged)
    final_argument_whitespace = True

    def read(self) -> dict[str, Any]:
        """What the options hold."""
        return read_options(self.options, self.options_known, self.complain)

    def complain(self, what: str, kind: Warn = Warn.LIST) -> None:
        """Warn of ``what`` at the directive."""
        warn(kind, f"{{{self.name}}}: {what}", location=self.get_location())

    def content_nodes(self) -> list[nodes.Node]:
        """What stands above the list: words about the list, with which no article begins."""
        found = self.parse_content_to_nodes()
        for node in found:
            if isinstance(node, nodes.Element):
                node[ABOVE_A_LIST] = True
        return found

    @property
    def argument(self) -> str:
        """The argument; empty where there is none."""
        return self.arguments[0].strip() if self.arguments else ""

    def node(self, part: Part) -> byline_part:
        """The node of ``part``, which knows where it was written."""
        node = byline_part(part=part)
        self.set_source_info(node)
        return node


class ArticleListDirective(PartDirective):
    """``{article-list}``: the articles that a query finds."""

    has_content = True
    options_known = ARTICLE_LIST

    def run(self) -> list[nodes.Node]:
        """The content, which stands above the list, and the list itself."""
        options = self.read()
        query = Query(
            tags=options.get("tags", Query().tags),
            authors=options.get("authors", Query().authors),
            categories=options.get("category", Query().categories),
            series=options.get("series", Query().series),
            langs=options.get("lang", Query().langs),
            periods=options.get("year", Query().periods),
            docs=options.get("docs", Query().docs),
            since=options.get("since"),
            until=options.get("until"),
            where=options.get("where", ()),
            sort=options.get("sort", ()),
            limit=options.get("limit", 0),
            offset=options.get("offset", 0),
        )
        return [*self.content_nodes(), self.node(Listing(query, _layout(options)))]


def _layout(options: dict[str, Any], style: Any = "cards") -> Layout:
    return Layout(
        style=options.get("style", style),
        fields=options.get("fields", ()),
        group_by=options.get("group-by"),
        per_page=options.get("per-page", 0),
        empty=options.get("empty", ""),
    )


class TermListDirective(PartDirective):
    """``{term-list} tags``: every tag, author, category or series, or the periods of the archive."""

    optional_arguments = 1
    has_content = True
    options_known = TERM_LIST

    def run(self) -> list[nodes.Node]:
        """The content and the list; nothing but the content where the argument is no kind of terms."""
        content = self.content_nodes()
        try:
            kind = KIND_OF_FOLDER[one_of(*KIND_OF_FOLDER)(self.argument or "tags")]
        except ValueError as error:
            self.complain(f"{shown(self.argument)} is no kind of terms; nothing is shown; expected {error}")
            return content
        return [*content, self.node(_terms(TermListing(kind.name), self.read()))]


class TagCloudDirective(PartDirective):
    """``{tag-cloud}``: the tags, the larger the more articles they have."""

    has_content = True
    options_known = TAG_CLOUD

    def run(self) -> list[nodes.Node]:
        """The content and the cloud."""
        return [*self.content_nodes(), self.node(_terms(TermListing("tag", style="cloud"), self.read()))]


def _terms(listing: TermListing, options: dict[str, Any]) -> TermListing:
    return TermListing(
        listing.kind,
        style=options.get("style", listing.style),
        sort=options.get("sort", listing.sort),
        grouped=options.get("group", listing.grouped),
        count=options.get("count", listing.count),
        limit=options.get("limit", listing.limit),
        at_least=options.get("at-least", listing.at_least),
    )


class AuthorCardDirective(PartDirective):
    """``{author-card} 李明``: what is known of authors; of the article's own where none is named."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The cards."""
        self.read()
        authors = tuple(slug_path("author", name) for name in split_names(self.argument))
        if not authors and self.env.docname not in article_domain(self.env).articles:
            self.complain("this page is no article; nothing is shown; name an author")
            return []
        return [self.node(AuthorCards(authors, self.env.docname))]


class SeriesNavDirective(PartDirective):
    """``{series-nav}``: the parts of a series; of the article's own where none is named."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The list of parts."""
        self.read()
        article = article_domain(self.env).articles.get(self.env.docname)
        if not self.argument and (article is None or article.series is None):
            self.complain("this page is no part of a series; nothing is shown; name a series")
            return []
        return [self.node(SeriesNav(slug_path("series", self.argument) if self.argument else "", self.env.docname))]


class RelatedArticlesDirective(PartDirective):
    """``{related-articles}``: the articles that have most in common with this one, or with the one that is named."""

    optional_arguments = 1
    has_content = True
    options_known = RELATED

    def run(self) -> list[nodes.Node]:
        """The content and the list."""
        options, content = self.read(), self.content_nodes()
        docname = _docname(self)
        if not docname:
            return content
        query = Query(related_to=docname, limit=options.get("limit", _RELATED))
        return [*content, self.node(Listing(query, _layout(options, "compact")))]


class ArticlePartDirective(PartDirective):
    """A part of an article's page, of this one or of the one that is named."""

    optional_arguments = 1
    part: ClassVar[Literal["meta", "cover"]]

    def run(self) -> list[nodes.Node]:
        """The part."""
        self.read()
        docname = _docname(self)
        return [self.node(ArticlePart(self.part, docname))] if docname else []


class ArticleMetaDirective(ArticlePartDirective):
    """``{article-meta}``: authors, dates and reading time."""

    part = "meta"


class CoverDirective(ArticlePartDirective):
    """``{cover}``: the cover, which then does not stand at the article's head too."""

    part = "cover"


def _docname(directive: PartDirective) -> str:
    """The article that a directive is about: the one that it names, else the document; empty, and told, if it is none.

    Whether an article that is named is there is known later, when all have been read.
    """
    env = directive.env
    if directive.argument:
        if found := docname_at(directive.argument, env.docname):
            return found
        directive.complain(
            f"there is no article {shown(directive.argument)}; nothing is shown; mend the path", Warn.TERM
        )
        return ""
    if env.docname not in article_domain(env).articles:
        directive.complain("this page is no article; nothing is shown; name one by its path")
        return ""
    return env.docname


#: Every directive that readers of the guide have to know, by name.
DIRECTIVES: dict[str, type[PartDirective]] = {
    "article-list": ArticleListDirective,
    "tag-cloud": TagCloudDirective,
    "term-list": TermListDirective,
    "author-card": AuthorCardDirective,
    "series-nav": SeriesNavDirective,
    "related-articles": RelatedArticlesDirective,
    "article-meta": ArticleMetaDirective,
    "cover": CoverDirective,
}


def setup(app: Sphinx) -> None:
    """Register the directives."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
