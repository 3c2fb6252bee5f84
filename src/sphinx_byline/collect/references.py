"""The single source of how a text refers to a term or an article: roles, what they are resolved to, warnings.

``{tag}``, ``{author}``, ``{category}``, ``{series}`` and ``{article}`` are cross references of Sphinx: ``!`` before the
name makes no link, ``~`` the shortest text there is, ``text <name>`` a text of one's own; intersphinx finds what the
``objects.inv`` of another publication lists, and nitpick mode is honoured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.model.article import Category
from sphinx_byline.model.merging import name_of_term
from sphinx_byline.model.names import docname_at
from sphinx_byline.model.plaintext import clean
from sphinx_byline.model.slugs import slugify

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment

    from sphinx_byline.collect.domain import ArticleDomain
    from sphinx_byline.model.kinds import TermKind

DOMAIN = "byline"
#: Roles for terms; periods have none.
TERM_ROLES: tuple[TermKind, ...] = ("tag", "author", "category", "series")
ARTICLE_ROLE = "article"
#: Builders that write a page for each document, and so can hold pages that no document stands behind.
PAGE_BUILDERS = frozenset({"html", "dirhtml", "readthedocs", "readthedocsdirhtml", "epub"})
#: The builder that writes all documents of the root document's toctrees on one page, and no others.
ONE_PAGE = "singlehtml"
_WRITTEN = "byline_written"
_SHORT = "byline_short"


class BylineRole(XRefRole):
    """A reference into our domain, written without its name."""

    def __init__(self, objtype: str) -> None:
        """Refer to objects of ``objtype``."""
        super().__init__(innernodeclass=nodes.inline, warn_dangling=True)
        self.objtype = objtype

    def process_link(
        self,
        env: BuildEnvironment,  # noqa: ARG002
        refnode: Element,
        has_explicit_title: bool,  # noqa: FBT001 -- Sphinx's signature
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Send the reference to our domain; a term is known there, and in inventories, by its slug."""
        refnode["refdomain"] = DOMAIN
        refnode["reftype"] = self.objtype
        if target.startswith("~"):
            target = target[1:]
            refnode[_SHORT] = True
            title = title if has_explicit_title else title.removeprefix("~")
        refnode[_WRITTEN] = clean(target)
        return title, clean(target) if self.objtype == ARTICLE_ROLE else slug_path(self.objtype, target)


def slug_path(objtype: str, name: str) -> str:
    """The slug of the term that ``name`` may stand for; a category's path keeps its ``/``."""
    parts = name.split("/") if objtype == "category" else [name]
    return "/".join(slugify(clean(part)) for part in parts if clean(part)) or slugify(clean(name))


def resolve(
    domain: ArticleDomain, fromdocname: str, builder: Builder, node: pending_xref, contnode: Element
) -> nodes.reference | None:
    """The link that ``node`` stands for; None for what is not in this publication.

    Where the builder has no such page the name stands without a link (Sphinx puts any node in the reference's place,
    whatever the types say).
    """
    objtype, target = node["reftype"], node["reftarget"]
    found = (
        _article(domain, fromdocname, target, contnode, node)
        if objtype == ARTICLE_ROLE
        else _term(domain, objtype, target, contnode, node)
    )
    if found is None:
        return None
    docname, content = found
    known = docname in domain.env.all_docs
    if builder.name == ONE_PAGE and docname not in documents_of_one_page(domain.env):
        return cast("nodes.reference", content)
    if not known and (objtype == ARTICLE_ROLE or not (domain.has_pages(objtype) and builder.name in PAGE_BUILDERS)):
        return cast("nodes.reference", content)
    try:
        return make_refnode(builder, fromdocname, docname, "", content)
    except NoUri:
        return cast("nodes.reference", content)


def documents_of_one_page(env: BuildEnvironment) -> set[str]:
    """The documents that the root document's toctrees lead to."""
    found: set[str] = set()
    waiting = [env.config.root_doc]
    while waiting:
        docname = waiting.pop()
        if docname not in found:
            found.add(docname)
            waiting += env.toctree_includes.get(docname, ())
    return found


def _term(
    domain: ArticleDomain, kind: TermKind, target: str, contnode: Element, node: pending_xref
) -> tuple[str, Element] | None:
    term = domain.term(kind, target)
    if term is None:
        return None
    if not node.get("refexplicit"):
        value = term.value
        label = " / ".join(value.path) if isinstance(value, Category) and not node.get(_SHORT) else name_of_term(value)
        contnode = nodes.inline("", label, classes=contnode["classes"])
    return domain.term_docname(kind, term.slug), contnode


def _article(
    domain: ArticleDomain, fromdocname: str, target: str, contnode: Element, node: pending_xref
) -> tuple[str, Element] | None:
    docname = article_docname(domain, fromdocname, target)
    if docname is None:
        return None
    if not node.get("refexplicit"):
        contnode = nodes.inline(
            "", "", *title_nodes(domain, docname, short=_SHORT in node), classes=contnode["classes"]
        )
    return docname, contnode


def article_docname(domain: ArticleDomain, fromdocname: str, target: str) -> str | None:
    """The document that ``target`` names: its path, from here or from the source folder, else its file's name or title.

    None where there is none, or several of that name.
    """
    docnames = domain.env.found_docs
    for path in (target, f"/{target}"):
        found = docname_at(path, fromdocname)
        for docname in (found, f"{found}/index"):
            if docname in docnames:
                return docname
    return domain.index.named(slugify(clean(target)))


def title_nodes(domain: ArticleDomain, docname: str, *, short: bool = False) -> list[nodes.Node]:
    """The title of a document for a reference, formulas and all; with ``short`` its short title where it has one."""
    article = domain.articles.get(docname)
    if short and article is not None and article.short_title:
        return [nodes.Text(article.short_title)]
    title = domain.env.titles.get(docname)
    if title is None or title.astext() in {"", "<no title>"}:
        return [nodes.Text(article.title if article else docname)]
    return title.deepcopy().children


def warn_of_unknown(_app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Say in our own words that nobody knows a name, intersphinx included (``warn-missing-reference``)."""
    if domain is None or domain.name != DOMAIN:
        return None
    written = shown(node.get(_WRITTEN, node["reftarget"]))
    if node["reftype"] == ARTICLE_ROLE:
        found = f"there is no article {written}"
    else:
        found = f"no article has the {node['reftype']} {written}"
    warn(Warn.TERM, f"{found}; the text stands without a link; mend the name", location=node)
    return True


def setup(app: Sphinx) -> None:
    """Make the roles known without the domain's name."""
    app.connect("warn-missing-reference", warn_of_unknown)
    for objtype in (*TERM_ROLES, ARTICLE_ROLE):
        app.add_role(objtype, BylineRole(objtype))
