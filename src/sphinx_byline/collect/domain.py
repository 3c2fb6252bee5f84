"""The single source of what the environment knows of articles: the Sphinx domain ``byline``.

Articles are noted while their files are read, merged from the workers, and asked for by :attr:`ArticleDomain.index`.
The roles ``{tag}`` and ``{author}`` resolve here, and ``objects.inv`` lists every tag and author.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, ObjType
from sphinx.errors import NoUri
from sphinx.locale import _
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from sphinx_byline.collect.clock import build_time
from sphinx_byline.collect.examine import Publication, open_publication
from sphinx_byline.collect.settings import Settings, read_settings
from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.model.article import Author
from sphinx_byline.model.index import ArticleIndex, Query
from sphinx_byline.model.names import title_of_name
from sphinx_byline.model.plaintext import clean, shorten
from sphinx_byline.model.reading import count
from sphinx_byline.model.slugs import slugify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import RoleFunction

    from sphinx_byline.model.article import Article, Tag
    from sphinx_byline.model.index import Term

#: Builders that write a page for each document, and so can hold pages that no document stands behind.
PAGE_BUILDERS = frozenset({"html", "dirhtml", "readthedocs", "readthedocsdirhtml"})
_TEASER_CHARACTERS = 160
_OTHERS_ORDER = re.compile(r"\[\[?_?toc_?\]?\]|(?:\{\{.*\}\}|\{%.*%\})|\$\$.*", re.IGNORECASE)
_UNREAD = (nodes.literal_block, nodes.doctest_block, nodes.raw, nodes.comment, nodes.system_message, nodes.meta)


class TermRole(XRefRole):
    """``{tag}`` and ``{author}``: a reference into our domain, written without its name."""

    def __init__(self, objtype: str) -> None:
        """Refer to objects of ``objtype``."""
        super().__init__(innernodeclass=nodes.inline, warn_dangling=True)
        self.objtype = objtype

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,  # noqa: FBT001 -- Sphinx's signature
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Send the reference to our domain."""
        refnode["refdomain"] = ArticleDomain.name
        refnode["reftype"] = self.objtype
        return super().process_link(env, refnode, has_explicit_title, title, target)


class ArticleDomain(Domain):
    """Articles, tags and authors of a publication."""

    name = "byline"
    label = "Byline"
    object_types: ClassVar[dict[str, ObjType]] = {
        "tag": ObjType(_("tag"), "tag", searchprio=-1),
        "author": ObjType(_("author"), "author", searchprio=-1),
    }
    roles: ClassVar[dict[str, RoleFunction | XRefRole]] = {"tag": TermRole("tag"), "author": TermRole("author")}
    initial_data: ClassVar[dict[str, Any]] = {"articles": {}, "lists": {}, "mentions": {}, "read_with": ""}
    data_version = 3

    def setup(self) -> None:
        """Begin with an index that has not been made yet."""
        super().setup()
        self._index: ArticleIndex | None = None

    @property
    def articles(self) -> dict[str, Article]:
        """Every article that was read, by its document name."""
        articles: dict[str, Article] = self.data["articles"]
        return articles

    @property
    def lists(self) -> dict[str, tuple[Query, ...]]:
        """What each document lists, by its name; documents without a list are not in it."""
        lists: dict[str, tuple[Query, ...]] = self.data["lists"]
        return lists

    @property
    def mentions(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """The tags and authors that each document names by a role: the role and the name."""
        mentions: dict[str, tuple[tuple[str, str], ...]] = self.data["mentions"]
        return mentions

    @cached_property
    def settings(self) -> Settings:
        """The build's settings."""
        return read_settings(self.env.config)

    @cached_property
    def publication(self) -> Publication:
        """What is known before any document is read: the settings, and the registries of authors and terms."""
        return open_publication(self.settings, Path(self.env.srcdir))

    @cached_property
    def _now(self) -> dt.datetime | None:
        """When an article lies in the future; asked only where such drafts are built."""
        return build_time() if self.settings.future_drafts and self.settings.drafts else None

    @property
    def index(self) -> ArticleIndex:
        """The visible articles; made anew after each change."""
        if self._index is None:
            self._index = ArticleIndex(
                self.articles.values(),
                with_drafts=self.settings.drafts,
                registry=self.publication.registries.registry,
                now=self._now,
            )
        return self._index

    def note_article(self, article: Article) -> None:
        """Remember ``article``, in place of what was known of its document."""
        self.articles[article.docname] = article
        self._index = None

    def clear_doc(self, docname: str) -> None:
        """Forget the article of ``docname``."""
        self.articles.pop(docname, None)
        self.lists.pop(docname, None)
        self.mentions.pop(docname, None)
        self._index = None

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take the articles that another worker has read."""
        for docname, article in otherdata["articles"].items():
            if docname in docnames:
                self.note_article(article)
        for part in ("lists", "mentions"):
            self.data[part].update({name: held for name, held in otherdata[part].items() if name in docnames})

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Add what the body says to what the header said: the teaser, and how long it takes to read."""
        article = self.articles.get(docname)
        if article is None:
            return
        body = _Body(document)
        reading = count(
            " ".join(body.texts), formulas=body.formulas, images=body.images, lang=article.lang or env.config.language
        )
        if article.minutes is not None:
            reading = replace(reading, minutes=article.minutes)
        self.note_article(
            replace(
                article,
                title=article.title or title_of_name(docname),
                teaser=article.teaser or article.description or shorten(body.opening, _TEASER_CHARACTERS),
                reading=reading,
            )
        )

    def slug_of(self, objtype: str, name: str) -> str:
        """The slug of the tag or author that ``name`` stands for, an alias or a key of the registry among them."""
        registry, slug = self.publication.registries.registry, slugify(clean(name))
        return registry.tag_slug(slug) if objtype == "tag" else registry.author_slug(slug)

    def terms(self, objtype: str) -> Mapping[str, Term[Tag] | Term[Author]]:
        """Every tag, or every author, by the slug."""
        return self.index.tags if objtype == "tag" else self.index.authors

    def term(self, objtype: str, name: str) -> Term[Tag] | Term[Author] | None:
        """The tag or author that ``name`` stands for; None where no article has it."""
        return self.terms(objtype).get(self.slug_of(objtype, name))

    def term_docname(self, objtype: str, slug: str) -> str:
        """The document name of the page of a tag or an author."""
        settings = self.settings
        return f"{settings.tags_path if objtype == 'tag' else settings.authors_path}/{slug}"

    def has_pages(self, objtype: str) -> bool:
        """Whether tags or authors have pages of their own."""
        return self.settings.tag_pages if objtype == "tag" else self.settings.author_pages

    def resolve_xref(  # noqa: PLR0917 -- Sphinx's signature
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """The link to a tag's or an author's page, with the name that the publication shows.

        Where the builder has no such pages the name stands without a link (Sphinx puts any node in the reference's
        place, whatever the types say).
        """
        term = self.term(typ, target)
        if term is None:
            return None  # Another publication may have it, by intersphinx.
        if not node.get("refexplicit"):
            label = term.value.name if isinstance(term.value, Author) else term.value.label
            contnode = nodes.inline("", label, classes=contnode["classes"])
        docname = self.term_docname(typ, term.slug)
        if docname not in env.all_docs and not (self.has_pages(typ) and builder.name in PAGE_BUILDERS):
            return cast("nodes.reference", contnode)
        try:
            return make_refnode(builder, fromdocname, docname, "", contnode)
        except NoUri:
            return cast("nodes.reference", contnode)

    def resolve_any_xref(  # noqa: PLR0917 -- Sphinx's signature
        self,
        env: BuildEnvironment,  # noqa: ARG002
        fromdocname: str,  # noqa: ARG002
        builder: Builder,  # noqa: ARG002
        target: str,  # noqa: ARG002
        node: pending_xref,  # noqa: ARG002
        contnode: Element,  # noqa: ARG002
    ) -> list[tuple[str, nodes.reference]]:
        """Nothing: a tag is so common a word that it would make other references ambiguous."""
        return []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Every tag and author that has a page, for ``objects.inv``."""
        if self.has_pages("tag"):
            for slug, tag in self.index.tags.items():
                yield slug, tag.value.label, "tag", self.term_docname("tag", slug), "", -1
        if self.has_pages("author"):
            for slug, author in self.index.authors.items():
                yield slug, author.value.name, "author", self.term_docname("author", slug), "", -1


def article_domain(env: BuildEnvironment) -> ArticleDomain:
    """Our domain in ``env``."""
    domain = env.domains[ArticleDomain.name]
    assert isinstance(domain, ArticleDomain)  # noqa: S101 -- registered by us, under our name
    return domain


def settle_title(app: Sphinx, _document: nodes.document) -> None:
    """Take an article's title from where Sphinx keeps it, once the formulas in it have become plain text there."""
    env = app.env
    domain = article_domain(env)
    article = domain.articles.get(env.docname)
    if article is not None and env.docname in env.titles:
        title = clean(env.titles[env.docname].astext())
        domain.note_article(replace(article, title=article.title if title in {"", "<no title>"} else title))


def warn_of_unknown(_app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Say in our own words that nobody knows a tag or an author, intersphinx included (``warn-missing-reference``)."""
    if domain is None or domain.name != ArticleDomain.name:
        return None
    warn(
        Warn.TERM,
        f"no article has the {node['reftype']} {shown(node['reftarget'])}; the text stands without a link; "
        "mend the name",
        location=node,
    )
    return True


def setup(app: Sphinx) -> None:
    """Register the domain and its two roles, which authors write without the domain's name."""
    app.connect("doctree-read", settle_title, priority=950)
    app.add_domain(ArticleDomain)
    app.connect("warn-missing-reference", warn_of_unknown)
    app.add_role("tag", TermRole("tag"))
    app.add_role("author", TermRole("author"))


class _Body:
    """What there is to read in a document, gathered in one walk."""

    def __init__(self, document: nodes.document) -> None:
        self.texts: list[str] = []
        self.formulas = 0
        self.images = 0
        self.opening = ""
        self._walk(document)

    def _walk(self, node: nodes.Node) -> None:
        for child in node.children:
            if isinstance(child, nodes.Text):
                self.texts.append(str(child))
            elif isinstance(child, nodes.math | nodes.math_block):
                self.formulas += 1
            elif isinstance(child, nodes.image):
                self.images += 1
            elif not isinstance(child, _UNREAD):
                if not self.opening and isinstance(child, nodes.paragraph) and isinstance(node, nodes.section):
                    self._open(child)
                self._walk(child)

    def _open(self, paragraph: nodes.paragraph) -> None:
        """Take the paragraph for a teaser, unless it holds what has no text here: a formula, a reference, a fault."""
        if next(iter(paragraph.findall(_without_text)), None) is not None:
            return
        text = clean("".join(_read(paragraph)))
        # "[TOC]" and "{{< toc >}}" are other tools' orders, and nobody's first sentence.
        if text and not _OTHERS_ORDER.fullmatch(text):
            self.opening = text


def _without_text(node: nodes.Node) -> bool:
    if isinstance(node, addnodes.pending_xref):
        return not node.astext() or node.get("reftype") in {"eq", "numref"}
    return isinstance(node, nodes.math | nodes.system_message | nodes.problematic)


def _read(node: nodes.Node) -> Iterator[str]:
    """The words of a paragraph; a hard line break is a space, footnotes, pictures and raw markup are nothing."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield str(child)
        elif isinstance(child, nodes.raw):
            yield " " if "<br" in child.astext() else ""
        elif not isinstance(child, nodes.footnote_reference | nodes.citation_reference | nodes.image | nodes.comment):
            yield from _read(child)
