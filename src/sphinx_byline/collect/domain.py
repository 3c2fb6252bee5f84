"""The single source of what the environment knows of articles: the Sphinx domain ``byline``.

Articles are noted while their files are read, merged from the workers, and asked for by :attr:`ArticleDomain.index`.
References resolve here, and ``objects.inv`` lists every article and every term.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.domains import Domain, ObjType
from sphinx.locale import _

from sphinx_byline.collect.body import Body
from sphinx_byline.collect.catalogs import translated_registry
from sphinx_byline.collect.clock import build_time
from sphinx_byline.collect.examine import Publication, open_publication
from sphinx_byline.collect.phrases import phrase_of, with_phrases
from sphinx_byline.collect.pinyin import readings
from sphinx_byline.collect.references import ARTICLE_ROLE, DOMAIN, TERM_ROLES, BylineRole, resolve, slug_path
from sphinx_byline.collect.settings import Settings, read_settings
from sphinx_byline.collect.tagindex import TagIndex
from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.model.collation import Collation
from sphinx_byline.model.index import ArticleIndex
from sphinx_byline.model.kinds import KINDS
from sphinx_byline.model.merging import name_of_term
from sphinx_byline.model.names import title_of_name
from sphinx_byline.model.plaintext import clean, shorten
from sphinx_byline.model.reading import count
from sphinx_byline.model.related import Kinship
from sphinx_byline.model.versions import original_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.domains import Index
    from sphinx.environment import BuildEnvironment
    from sphinx.roles import XRefRole
    from sphinx.util.typing import RoleFunction

    from sphinx_byline.collect.phrases import PhraseField
    from sphinx_byline.model.article import Article
    from sphinx_byline.model.kinds import TermKind
    from sphinx_byline.model.merging import Term
    from sphinx_byline.model.queries import Part

#: In the metadata of a document: the line at which it names the article that it translates.
TRANSLATION_LINE_KEY = "byline_translation_line"
_TEASER_CHARACTERS = 160


class ArticleDomain(Domain):
    """Articles and the terms of a publication."""

    name = DOMAIN
    label = "Byline"
    object_types: ClassVar[dict[str, ObjType]] = {
        "tag": ObjType(_("tag"), "tag", searchprio=-1),
        "author": ObjType(_("author"), "author", searchprio=-1),
        "category": ObjType(_("category"), "category", searchprio=-1),
        "series": ObjType(_("series"), "series", searchprio=-1),
        "article": ObjType(_("article"), "article", searchprio=-1),
    }
    roles: ClassVar[dict[str, RoleFunction | XRefRole]] = {
        objtype: BylineRole(objtype) for objtype in (*TERM_ROLES, ARTICLE_ROLE)
    }
    indices: ClassVar[list[type[Index]]] = [TagIndex]
    initial_data: ClassVar[dict[str, Any]] = {
        "articles": {},
        "parts": {},
        "mentions": {},
        "phrases": {},
        "read_with": "",
    }
    data_version = 5

    #: What this build writes: ``html``, ``latex``.
    output_format = ""

    def setup(self) -> None:
        """Begin with an index that has not been made yet."""
        super().setup()
        self._index: ArticleIndex | None = None
        self._stand_ins: dict[tuple[TermKind, str], str] | None = None

    @property
    def articles(self) -> dict[str, Article]:
        """Every article that was read, by its document name."""
        articles: dict[str, Article] = self.data["articles"]
        return articles

    @property
    def parts(self) -> dict[str, tuple[Part, ...]]:
        """What our directives put into each document, by its name; documents without any are not in it."""
        parts: dict[str, tuple[Part, ...]] = self.data["parts"]
        return parts

    @property
    def mentions(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """The terms and articles that each document names by a role: the role and the name."""
        mentions: dict[str, tuple[tuple[str, str], ...]] = self.data["mentions"]
        return mentions

    @property
    def phrases(self) -> dict[str, dict[PhraseField, nodes.title]]:
        """The texts about each article that hold a formula, by its document's name; articles without any are not in."""
        phrases: dict[str, dict[PhraseField, nodes.title]] = self.data["phrases"]
        return phrases

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
                registry=translated_registry(self.env, self.publication.registries.registry),
                now=self._now,
                collation=Collation(self.settings.language, readings(self.settings.language)),
                kinship=Kinship(newer=self.settings.related_newer, threshold=self.settings.related_threshold),
            )
        return self._index

    def note_article(self, article: Article) -> None:
        """Remember ``article``, in place of what was known of its document."""
        self.articles[article.docname] = article
        self._index = self._stand_ins = None

    def note_phrase(self, docname: str, field: PhraseField, phrase: nodes.title) -> None:
        """Remember a text about the article of ``docname`` that holds a formula."""
        self.phrases.setdefault(docname, {})[field] = phrase

    def clear_doc(self, docname: str) -> None:
        """Forget the article of ``docname``."""
        for held in (self.articles, self.parts, self.mentions, self.phrases):
            held.pop(docname, None)
        self._index = self._stand_ins = None

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take the articles that another worker has read."""
        for docname, article in otherdata["articles"].items():
            if docname in docnames:
                self.note_article(article)
        for part in ("parts", "mentions", "phrases"):
            self.data[part].update({name: held for name, held in otherdata[part].items() if name in docnames})

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Add what the body says to what the header said: the teaser, and how long it takes to read."""
        article = self.articles.get(docname)
        if article is None:
            return
        body = Body(document)
        reading = count(
            "".join(body.texts),
            formulas=body.formulas,
            images=body.images,
            lang=article.lang or env.config.byline_language,
        )
        if article.minutes is not None:
            reading = replace(reading, minutes=article.minutes)
        teaser = article.teaser or article.description
        if teaser and not article.teaser and (phrase := self.phrases.get(docname, {}).get("description")):
            self.note_phrase(docname, "teaser", _copied(phrase))
        elif not teaser and (phrase := phrase_of(body.opening, _TEASER_CHARACTERS)):
            self.note_phrase(docname, "teaser", phrase)
        elif not teaser:
            words = (piece if isinstance(piece, str) else piece.astext() for piece in body.opening)
            teaser = shorten(clean("".join(words)), _TEASER_CHARACTERS)
        title = article.title or title_of_name(docname)
        self.note_article(replace(article, title=title, teaser=teaser, reading=reading))

    def slug_of(self, kind: TermKind, name: str) -> str:
        """The slug of the term that ``name`` stands for, an alias or a key of the registry among them."""
        return self.index.slug_of(kind, slug_path(kind, name))

    def term(self, kind: TermKind, name: str) -> Term[Any] | None:
        """The term that ``name`` stands for; None where no article has it."""
        return self.index.terms(kind).get(self.slug_of(kind, name))

    def term_docname(self, kind: TermKind, slug: str) -> str:
        """The document name of the page of a term; that of their index for ``index``.

        A document may be in its place under the term's name, be it no slug: ``tags/Python``, ``tags/C++``.
        """
        if self._stand_ins is None:
            self._stand_ins = {}
            for docname in sorted(self.env.found_docs):
                place = self.place_of(docname)
                # A folder in a folder is a category in a category, and stands for no other kind of term.
                if place and place[1] != "index" and ("/" not in place[1] or place[0] == "category"):
                    self._stand_ins.setdefault((place[0], slug_path(*place)), docname)
        docname = f"{getattr(self.settings, KINDS[kind].path_setting)}/{slug}"
        return docname if docname in self.env.found_docs else self._stand_ins.get((kind, slug), docname)

    def index_docname(self, kind: TermKind) -> str:
        """The document name of the index of a kind of terms."""
        return self.term_docname(kind, "index")

    def has_pages(self, kind: TermKind) -> bool:
        """Whether terms of ``kind`` have pages of their own."""
        return bool(getattr(self.settings, KINDS[kind].pages_setting))

    def place_of(self, docname: str) -> tuple[TermKind, str] | None:
        """The kind and the name of the term whose page ``docname`` takes the place of; ``index`` for their index.

        Whether there is such a term, or such a page, is not asked.
        """
        for kind in KINDS:
            folder = getattr(self.settings, KINDS[kind].path_setting)
            if docname.startswith(f"{folder}/"):
                return kind, docname.removeprefix(f"{folder}/")
        return None

    def resolve_xref(  # noqa: PLR0917 -- Sphinx's signature
        self,
        env: BuildEnvironment,  # noqa: ARG002
        fromdocname: str,
        builder: Builder,
        typ: str,  # noqa: ARG002
        target: str,  # noqa: ARG002
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """The link to a term's or an article's page; None for what another publication may have, by intersphinx."""
        return resolve(self, fromdocname, builder, node, contnode)

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
        """Every article that lists show, and every term that has a page, for ``objects.inv``."""
        for kind in TERM_ROLES:
            if self.has_pages(kind):
                for slug, term in self.index.terms(kind).items():
                    yield slug, name_of_term(term.value), kind, self.term_docname(kind, slug), "", -1
        for article in self.index.articles:
            yield article.docname, article.title, ARTICLE_ROLE, article.docname, "", -1

    def check_consistency(self) -> None:
        """Warn of articles that say they translate what is no article, or one in their own language."""
        index = self.index
        for article in index.by_docname.values():
            if not article.translation_of:
                continue
            original = original_of(article, index.by_docname)
            language = index.language_of(article)
            if not original:
                found = f'"translation_of" leads to {shown(article.translation_of)}, where there is no article'
                mend = "mend the path"
            elif index.language_of(index.by_docname[original]).casefold() == language.casefold():
                found = f'"translation_of" leads to {shown(original)}, which is in {language} too'
                mend = "say lang in one of the two"
            else:
                continue
            line = self.env.metadata.get(article.docname, {}).get(TRANSLATION_LINE_KEY)
            warn(
                Warn.TRANSLATION,
                f"{found}; no version links to the other; {mend}",
                location=(article.docname, int(line) if line else None),
            )


def article_domain(env: BuildEnvironment) -> ArticleDomain:
    """Our domain in ``env``."""
    domain = env.domains[ArticleDomain.name]
    assert isinstance(domain, ArticleDomain)  # noqa: S101 -- registered by us, under our name
    return domain


def note_builder(app: Sphinx) -> None:
    """Tell the domain what this build writes."""
    article_domain(app.env).output_format = app.builder.format


def _copied(phrase: nodes.title) -> nodes.title:
    """A copy that nobody looks for in the header a second time."""
    copy = phrase.deepcopy()
    copy.source = copy.line = None
    return copy


def phrases_in(env: BuildEnvironment, docname: str) -> list[nodes.title]:
    """The texts about the document ``docname`` that hold a formula, also where nobody has heard of articles."""
    domain = env.domains.get(ArticleDomain.name)
    return list(domain.phrases.get(docname, {}).values()) if isinstance(domain, ArticleDomain) else []


def settle_texts(app: Sphinx, _document: nodes.document) -> None:
    """Take an article's title from where Sphinx keeps it, once the formulas in it have become plain text there.

    So do the other texts about it.
    """
    env = app.env
    domain = article_domain(env)
    article = domain.articles.get(env.docname)
    if article is not None and env.docname in env.titles:
        title = clean(env.titles[env.docname].astext())
        settled = replace(article, title=article.title if title in {"", "<no title>"} else title)
        domain.note_article(with_phrases(settled, domain.phrases.get(env.docname, {})))


def setup(app: Sphinx) -> None:
    """Register the domain."""
    app.connect("doctree-read", settle_texts, priority=950)
    app.add_domain(ArticleDomain)
    app.connect("builder-inited", note_builder)
