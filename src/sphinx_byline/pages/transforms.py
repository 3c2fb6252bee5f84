"""The single source of what is changed in a document for our pages.

Covers and lists are placed when it is read, headings handed to the theme when it is written.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_byline.collect.domain import article_domain
from sphinx_byline.collect.images import ImageFile
from sphinx_byline.collect.references import ONE_PAGE, slug_path
from sphinx_byline.collect.source import LANGUAGE_KEY, is_markdown
from sphinx_byline.model.queries import (
    ARCHIVE,
    CHRONICLE,
    INDEXES,
    SITES_OWN,
    Layout,
    Listing,
    Query,
    TermListing,
    layout_of,
)
from sphinx_byline.pages.nodes import (
    article_cover,
    article_footer,
    article_header,
    article_title,
    byline_part,
    site_indexes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_byline.collect.domain import ArticleDomain
    from sphinx_byline.model.article import Cover
    from sphinx_byline.model.queries import Part

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:|#", re.IGNORECASE)
#: Our theme, whose components other themes fall back on where they lack them.
THEME_FOLDER = Path(__file__).parent.parent / "theme" / "byline"


class PlaceCover(SphinxTransform):
    """Puts the images of an article that are files into it as nodes; Sphinx gathers images after transforms."""

    default_priority = 800

    def apply(self, **_kwargs: Any) -> None:
        """Place them below the heading: the cover, and what only cards and social sites show."""
        article = article_domain(self.env).articles.get(self.env.docname)
        if article is None:
            return
        placed: set[str] = set()
        holders = []
        for slot, cover in (("cover", article.cover), ("card", article.card), ("social", article.social)):
            if cover is not None and cover.path and cover.path not in placed:
                placed.add(cover.path)
                holders.append(self._holder(slot, cover))
        for holder in reversed(holders):
            _below_heading(self.document, holder)

    def _holder(self, slot: str, cover: Cover) -> article_cover:
        image = nodes.image(uri=f"/{cover.path}", alt=cover.alt)
        if cover.width:
            image["width"] = "100%"
        holder = article_cover("", image, slot=slot)
        # Both say where they come from, for warnings of Sphinx about the image.
        for node in (holder, image):
            node.source, node.line = self.document["source"], 1
        return holder


class FindImages(SphinxTransform):
    """Finds images of a Markdown text where covers are found: in a folder of its name, and from another tool's root."""

    default_priority = 790

    def apply(self, **_kwargs: Any) -> None:
        """Mend the path of each image whose file is not where Sphinx would look."""
        if not is_markdown(self.env, self.env.docname):
            return
        folders = article_domain(self.env).publication.images
        for image in self.document.findall(nodes.image):
            uri = image.get("uri", "")
            if uri.startswith("//"):
                image["uri"] = f"https:{uri}"  # As covers are read; Sphinx would look for a file.
                continue
            # Addresses, places on the page, and Sphinx's own choice among several formats.
            if not uri or _ADDRESS.match(uri) or "*" in uri or self._is_there(uri):
                continue
            found = folders.find(uri, self.env.docname)
            if isinstance(found, ImageFile):
                image["uri"] = f"/{found.path}"

    def _is_there(self, uri: str) -> bool:
        try:
            return Path(self.env.relfn2path(uri, self.env.docname)[1]).is_file()
        except (OSError, ValueError):  # A NUL in the name, a name too long.
            return False


#: What a root document shows of articles.
HOME = Listing(Query(), Layout(per_page=SITES_OWN))


class AppendLists(SphinxTransform):
    """Gives documents the list that readers look for there, where their authors have put none.

    The root document gets the articles, a document in the place of a generated page what that page would show.
    """

    default_priority = 800

    def apply(self, **_kwargs: Any) -> None:
        """Append it to the document's first section, below the author's own text."""
        domain, docname = article_domain(self.env), self.env.docname
        if docname == self.config.root_doc:
            parts: list[Part] = [HOME] if domain.settings.home_list else []
        else:
            parts = list(parts_in_place(domain, docname))
        if not parts or any(_shows_documents(node) for node in self.document.findall(nodes.Element)):
            return
        first = next((child for child in self.document.children if isinstance(child, nodes.section)), None)
        section: nodes.Element = first if first is not None else self.document
        for part in parts:
            node = byline_part(part=part)
            node.source, node.line = self.document["source"], 1
            section.append(node)


class SayLanguages(SphinxPostTransform):
    """Tells, where all documents are on one page, which are in another language than the one that they stand in."""

    default_priority = 900
    builders = (ONE_PAGE,)

    def run(self, **_kwargs: Any) -> None:
        """Give their sections the class that docutils' HTML writer takes for ``lang``."""
        self._say(self.document, self.config.root_doc)

    def _say(self, within: nodes.Element, docname: str) -> None:
        # From above: Sphinx leaves the documents' own trees as the parents of what it has put together.
        for child in within.children:
            if isinstance(child, byline_part):
                child["docname"] = docname
            elif isinstance(child, addnodes.start_of_file):
                language = self._language_of(child["docname"])
                if language != self._language_of(docname):
                    for section in child.children:
                        if isinstance(section, nodes.section):
                            section["classes"].append(f"language-{language}")
                self._say(child, child["docname"])
            elif isinstance(child, nodes.Element):
                self._say(child, docname)

    def _language_of(self, docname: str) -> str:
        said = self.env.metadata.get(docname, {}).get(LANGUAGE_KEY, "")
        return str(said) or article_domain(self.env).settings.language


def parts_in_place(domain: ArticleDomain, docname: str) -> Iterator[Part]:
    """What a document shows in the place of a generated page; whether there is such a page is known later."""
    place = domain.place_of(docname)
    if place is None:
        return
    kind, name = place
    if not domain.has_pages(kind):
        return
    if name != "index":
        term = slug_path(kind, name.removesuffix("/index"))
        layout = replace(layout_of(kind, term), per_page=SITES_OWN, silent=True)
        yield Listing(Query.for_term(kind, term), layout, (kind, term))
    else:
        yield replace(INDEXES[kind], place=True)
        if kind == "period":
            yield Listing(CHRONICLE, replace(ARCHIVE, per_page=SITES_OWN, silent=True))


def hand_heading_over(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In HTML: give an article's heading to the theme, or put the rest of the article's header below the heading."""
    if app.builder.format != "html":
        return
    if docname == app.config.root_doc and not draws_headings(app.builder):
        doctree.append(site_indexes())
    if docname not in article_domain(app.env).index.by_docname:
        return
    heading = _heading(doctree)
    if draws_headings(app.builder):
        if heading is not None:
            heading.replace_self(article_title("", "", *heading.children, **heading.attributes))
        return
    _below_heading(doctree, article_header(docname=docname))
    doctree.append(article_footer(docname=docname))


def draws_headings(builder: Builder) -> bool:
    """Whether the theme in force is ours, or one that inherits from it: it draws an article's heading itself."""
    theme = getattr(builder, "theme", None)
    return theme is not None and any(Path(folder) == THEME_FOLDER for folder in theme.get_theme_dirs())


def _heading(document: nodes.document) -> nodes.title | None:
    section = next((child for child in document.children if isinstance(child, nodes.section)), None)
    return section.next_node(nodes.title) if section is not None else None


def _below_heading(document: nodes.document, node: nodes.Element) -> None:
    heading = _heading(document)
    if heading is None or heading.parent is None:
        document.insert(0, node)
    else:
        heading.parent.insert(heading.parent.index(heading) + 1, node)


def _shows_documents(node: nodes.Node) -> bool:
    if isinstance(node, byline_part):
        return isinstance(node["part"], Listing | TermListing)
    return isinstance(node, addnodes.toctree) and not node.get("hidden")


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(FindImages)
    app.add_transform(PlaceCover)
    app.add_transform(AppendLists)
    app.add_post_transform(SayLanguages)
    app.connect("doctree-resolved", hand_heading_over)
