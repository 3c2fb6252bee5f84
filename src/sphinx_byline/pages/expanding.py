"""The single source of what our parts are made of once the articles are known, before references are resolved.

A builder gets references and plain words, which Sphinx resolves as any others. HTML gets none: there a component draws
the part.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_byline.collect.domain import article_domain
from sphinx_byline.collect.references import DOMAIN, title_nodes
from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.model.queries import ArticlePart, AuthorCards, Listing, SeriesNav, TermListing
from sphinx_byline.pages.nodes import byline_part
from sphinx_byline.pages.wording import date_text, group_text, site_locale, term_text, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from babel import Locale
    from sphinx.application import Sphinx

    from sphinx_byline.collect.domain import ArticleDomain
    from sphinx_byline.model.article import Article
    from sphinx_byline.model.kinds import TermKind
    from sphinx_byline.model.merging import Term
    from sphinx_byline.model.queries import Part

_DEEPEST_HEADING = 6


class ExpandParts(SphinxPostTransform):
    """Asks the index what each part shows, and says of what nothing is known."""

    default_priority = 5

    def run(self, **_kwargs: Any) -> None:
        """Fill the parts of the document."""
        domain = article_domain(self.env)
        plain = _Plain(domain, self.env.docname)
        for node in list(self.document.findall(byline_part)):
            node["level"] = min(_DEEPEST_HEADING, 1 + max(1, _depth(node)))
            _complain(domain, node)
            if domain.output_format != "html":
                node.extend(plain.of(node["part"]))


def _complain(domain: ArticleDomain, node: byline_part) -> None:
    """Warn of names that nobody knows. What was appended by us names nothing that its author has written."""
    part, index = node["part"], domain.index
    if isinstance(part, Listing) and part.place is None:
        for kind, slug in index.unknown(part.query):
            message = f"no article has the {kind} {shown(slug)}; the list goes without it; mend the name"
            warn(Warn.TERM, message, location=node)
        fields = [condition.field for condition in part.query.where]
        fields += [order.field for order in part.query.sort] + list(part.layout.fields)
        if part.layout.per_page and part != _first_cut(node):
            message = "another list of this page goes on at further pages; this one shows everything; cut one of them"
            warn(Warn.LIST, message, location=node)
        for name in index.unknown_fields(fields):
            message = f"no article has a field {shown(name)}; it is taken for empty; mend the name"
            warn(Warn.LIST, message, location=node)
    elif isinstance(part, AuthorCards):
        for slug in part.authors:
            if domain.term("author", slug) is None:
                message = f"no article has the author {shown(slug)}; nothing is shown; mend the name"
                warn(Warn.TERM, message, location=node)
    elif isinstance(part, SeriesNav) and part.series and domain.term("series", part.series) is None:
        message = f"no article has the series {shown(part.series)}; nothing is shown; mend the name"
        warn(Warn.TERM, message, location=node)
    asked = (
        part.docname if isinstance(part, ArticlePart) else part.query.related_to if isinstance(part, Listing) else ""
    )
    if asked and asked not in index.by_docname:
        message = f"{shown(asked)} is no article; nothing is shown; mend the path"
        warn(Warn.TERM, message, location=node)


def _first_cut(node: byline_part) -> Part | None:
    """The first list of the document that is cut into pages; there is one address for the second page."""
    document = node.document
    parts = [found["part"] for found in document.findall(byline_part)] if document is not None else []
    return next((part for part in parts if isinstance(part, Listing) and part.layout.per_page), None)


class _Plain:
    """Parts in words and references, for one document."""

    def __init__(self, domain: ArticleDomain, docname: str) -> None:
        self.domain = domain
        self.docname = docname

    @cached_property
    def locale(self) -> Locale:
        """The site's locale; Babel takes its time to find one, and HTML asks for none."""
        return site_locale(self.domain.settings.language)

    def of(self, part: Part) -> list[nodes.Node]:
        """What ``part`` shows."""
        if isinstance(part, Listing):
            return self.listing(part)
        if isinstance(part, TermListing):
            return self.terms(part)
        if isinstance(part, AuthorCards):
            return self.authors(part)
        return self.series(part) if isinstance(part, SeriesNav) else self.part(part)

    def listing(self, part: Listing) -> list[nodes.Node]:
        """A list of articles: references, under the names of their groups."""
        index, layout = self.domain.index, part.layout
        if part.place is not None and self.domain.term(*part.place) is None:
            return []
        found = index.select(part.asked)
        if not found:
            said = layout.empty or translate("No articles yet.")
            return [] if layout.silent else [nodes.paragraph("", said)]
        if not layout.group_by:
            return [self._articles(found)]
        made: list[nodes.Node] = []
        for group in index.group(found, layout.group_by):
            name = group_text(group, layout.group_by, self.locale)
            made += [nodes.paragraph("", "", nodes.strong("", name)), self._articles(group.articles)]
        return made

    def terms(self, part: TermListing) -> list[nodes.Node]:
        """A list of terms, with how many articles each has."""
        items = []
        for term in self.domain.index.list_terms(part):
            entry = nodes.paragraph("", "", self._term(part.kind, term))
            if part.count:
                entry += nodes.Text(f" ({term.count})")
            items.append(entry)
        return [_bullets(items)] if items else []

    def authors(self, part: AuthorCards) -> list[nodes.Node]:
        """What is known of authors, a paragraph each."""
        made: list[nodes.Node] = []
        for who in self.domain.index.authors_of(part):
            entry = nodes.paragraph("", "", nodes.strong("", who.name))
            said = ". ".join(text.rstrip(".") for text in (who.affiliation, who.bio) if text)
            if said:
                entry += nodes.Text(f": {said}")
            made.append(entry)
        return made

    def series(self, part: SeriesNav) -> list[nodes.Node]:
        """The parts of a series, numbered."""
        series = self.domain.index.series_of(part)
        term = self.domain.index.series.get(series.slug) if series else None
        if term is None:
            return []
        parts = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
        parts += [nodes.list_item("", nodes.paragraph("", "", self._reference(one))) for one in term.articles]
        return [nodes.paragraph("", "", nodes.strong("", term.value.label)), parts]

    def part(self, part: ArticlePart) -> list[nodes.Node]:
        """The byline of an article; its cover stands in its own document alone."""
        article = self.domain.index.by_docname.get(part.docname)
        said = self._said(article) if article and part.part == "meta" else ""
        return [nodes.paragraph("", said)] if said else []

    def _articles(self, articles: Sequence[Article]) -> nodes.bullet_list:
        items = []
        for article in articles:
            entry = nodes.paragraph("", "", self._reference(article))
            if said := self._said(article):
                entry += nodes.Text(f" ({said})")
            items.append(entry)
        return _bullets(items)

    def _said(self, article: Article) -> str:
        said = [who.name for who in article.authors]
        return translate(", ").join([*said, *([date_text(article.date, self.locale)] if article.date else [])])

    def _reference(self, article: Article) -> addnodes.pending_xref:
        """A reference by the article's title, which stands there even where the builder has no such document."""
        title = nodes.inline("", "", *title_nodes(self.domain, article.docname))
        return self._xref("article", f"/{article.docname}", title)

    def _term(self, kind: TermKind, term: Term[Any]) -> nodes.Node:
        name = nodes.inline("", term_text(term.value, self.locale, whole=True))
        return name if kind == "period" else self._xref(kind, term.slug, name)

    def _xref(self, reftype: str, target: str, content: nodes.Element) -> addnodes.pending_xref:
        return addnodes.pending_xref(
            "",
            content,
            refdomain=DOMAIN,
            reftype=reftype,
            reftarget=target,
            refdoc=self.docname,
            refexplicit=True,
            refwarn=True,
        )


def _bullets(items: Iterable[nodes.paragraph]) -> nodes.bullet_list:
    return nodes.bullet_list("", *(nodes.list_item("", item) for item in items))


def _depth(node: nodes.Node) -> int:
    depth = 0
    while node.parent is not None:
        node = node.parent
        depth += isinstance(node, nodes.section)
    return depth


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(ExpandParts)
