"""The single source of which articles are one text in several languages.

A header names the article that its own translates (``translation_of``), or a key that all versions share
(``translation_key``, Hugo's ``translationKey``). Whoever is a version of a version is one of the original too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from sphinx_byline.model.article import Article


def versions_of(
    articles: Sequence[Article], language_of: Callable[[Article], str]
) -> Mapping[str, tuple[Article, ...]]:
    """All versions of each text that has several, in the order of their languages, by each one's document name.

    Of two in one language the first by document name is the version.
    """
    docnames = {article.docname for article in articles}
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while (above := leader.get(name, name)) != name:
            leader[name] = leader.get(above, above)  # So that no chain of translations grows long.
            name = above
        return name

    for article in articles:
        # A document name cannot hold a NUL, and so a key is none.
        links = [f"\0{article.translation_key}"] if article.translation_key else []
        links += [of] if (of := original_of(article, docnames)) else []
        for other in links:
            one, two = sorted((find(article.docname), find(other)))
            leader[two] = one
    having: dict[str, dict[str, Article]] = {}
    for article in sorted(articles, key=lambda article: article.docname):
        having.setdefault(find(article.docname), {}).setdefault(language_of(article).casefold(), article)
    return {
        article.docname: tuple(versions[language] for language in sorted(versions))
        for versions in having.values()
        for article in versions.values()
        if len(versions) > 1
    }


def original_of(article: Article, docnames: Container[str]) -> str:
    """The one of ``docnames`` that ``article`` says it translates, be it by its folder; empty where there is none."""
    named = article.translation_of
    return next((name for name in (named, f"{named}/index") if named and name in docnames), "")
