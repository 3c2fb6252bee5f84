"""The single source of how front matter is translated: by the same ``.po`` files as the text, through Sphinx's gettext.

The words of a header stand in its document as one invisible node, from which the ``gettext`` builder takes messages and
to which Sphinx hands their translations. Words of the registries are messages of the root document. What identifies a
term, its slug, stays that of the original: a page has the same address in every language.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_byline.collect.domain import article_domain
from sphinx_byline.collect.source import DESCRIPTION_KEY, SHORT_TITLE_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sphinx.application import Sphinx

    from sphinx_byline.model.article import Article, Cover

#: Words in the metadata of every document, article or not.
_METADATA = (DESCRIPTION_KEY, SHORT_TITLE_KEY)


class byline_words(nodes.Invisible, nodes.Element, addnodes.translatable):  # noqa: N801 -- docutils names nodes like elements
    """The ``words`` of a header; ``said`` are their translations."""

    def preserve_original_messages(self) -> None:
        """Nothing: ``words`` stay as they are."""

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Take a translation from Sphinx."""
        self["said"] = {**self.get("said", {}), original_message: translated_message}

    def extract_original_messages(self) -> Sequence[str]:
        """What is to be translated."""
        words: list[str] = self["words"]
        return words


class PlaceWords(SphinxTransform):
    """Puts the words of a header into its document, before Sphinx looks for messages (10)."""

    default_priority = 5

    def apply(self, **_kwargs: Any) -> None:
        """Append the node, where there are words."""
        article = article_domain(self.env).articles.get(self.env.docname)
        words = [str(self.env.metadata[self.env.docname].get(key, "")) for key in _METADATA]
        if article:
            _translated(article, partial(_noted, words))
        if node := _node(words, self.document["source"]):
            self.document.append(node)


class TakeWords(SphinxTransform):
    """Gives an article the words that Sphinx has translated (20)."""

    default_priority = 30

    def apply(self, **_kwargs: Any) -> None:
        """Replace what has a translation."""
        domain, docname = article_domain(self.env), self.env.docname
        for node in self.document.findall(byline_words):
            said: dict[str, str] = node.get("said", {})
            if not said:
                continue
            metadata = self.env.metadata[docname]
            metadata.update({key: said[metadata[key]] for key in _METADATA if metadata.get(key) in said})
            if docname in domain.articles:
                domain.note_article(_translated(domain.articles[docname], partial(_said_of, said)))


def _translated(article: Article, translate: Callable[[str], str]) -> Article:
    """``article`` with all its words, in the order of its page, as ``translate`` says them."""

    def cover(written: Cover | None) -> Cover | None:
        return written and replace(
            written,
            alt=translate(written.alt),
            caption=translate(written.caption),
            credit=translate(written.credit),
        )

    return replace(
        article,
        subtitle=translate(article.subtitle),
        description=translate(article.description),
        short_title=translate(article.short_title),
        teaser=translate(article.teaser),
        cover=cover(article.cover),
        card=cover(article.card),
        social=cover(article.social),
        tags=tuple(replace(tag, label=translate(tag.label)) for tag in article.tags),
        categories=tuple(replace(found, path=tuple(map(translate, found.path))) for found in article.categories),
        series=article.series and replace(article.series, label=translate(article.series.label)),
    )


def _said_of(said: Mapping[str, str], word: str) -> str:
    return said.get(word, word)


def _noted(words: list[str], word: str) -> str:
    """``word`` as it is, once it is among ``words``: what is translated is what there is to translate."""
    words.append(word)
    return word


def _node(words: Iterable[str], source: str) -> byline_words | None:
    found = [word for word in dict.fromkeys(words) if word]
    if not found:
        return None
    node = byline_words(words=found)
    node.source, node.line = source, 1
    return node


def offer_registry_words(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give the ``gettext`` builder the words of the registries, in the root document."""
    if app.builder.name != "gettext" or docname != app.config.root_doc:
        return
    registry = article_domain(app.env).publication.registries.registry
    words: list[str] = []
    registry.translated(partial(_noted, words))
    node = _node(words, doctree["source"])
    if node is not None:
        node.uid = ""  # type: ignore[attr-defined]  # Sphinx's builder wants one of each node
        doctree.append(node)


def setup(app: Sphinx) -> None:
    """Register the node and what reads and writes it."""

    def leave_out(_translator: Any, _node: nodes.Element) -> None:
        raise nodes.SkipNode

    every: dict[str, Any] = dict.fromkeys(("html", "latex", "text", "man", "texinfo"), (leave_out, None))
    app.add_node(byline_words, **every)
    app.add_transform(PlaceWords)
    app.add_transform(TakeWords)
    app.connect("doctree-resolved", offer_registry_words)
