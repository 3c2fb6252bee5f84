"""The single source of what a header means as a whole: from the map that an author wrote to an article and problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_byline.model import images, people, readers, terms
from sphinx_byline.model.article import Article, HeaderValue
from sphinx_byline.model.fields import FIELD, FIELDS, FIELDS_OF, field_key
from sphinx_byline.model.lookup import Lookup, Path, Problem, flag_of, quoted
from sphinx_byline.model.slips import close_name, closest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_byline.model.conventions import Conventions

_ARTICLE_SORTS = frozenset(
    {"article", "articles", "post", "posts", "blog", "blogpost", "blog-post", "blog_post", "single"}
)
#: What other tools call the pages of a blog that are no articles, whatever their headers hold.
_PAGE_SORTS = frozenset(
    {
        *("page", "pages", "index", "home", "list", "about", "tags", "tag", "categories", "category", "archive"),
        *("archives", "link", "links", "friends", "search", "404", "docs", "doc", "landing", "gallery", "picture"),
    }
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A header that has been read."""

    article: Article
    is_article: bool
    """Whether header and file name make the document an article."""
    problems: tuple[Problem, ...]
    covers_at: Mapping[str, Path] = field(default_factory=dict)
    """Where each cover stands, by its path or address."""
    cover_refused: bool = False
    """Whether the header says that there is no cover, so that no default takes its place."""
    tags_at: Mapping[str, Path] = field(default_factory=dict)
    """Where each tag stands, by its slug."""
    redirects_at: Mapping[str, Path] = field(default_factory=dict)
    """Where each old address stands."""
    translation_at: Path = ()
    """Where the article that this one translates is named."""


def parse(header: Mapping[str, HeaderValue], docname: str, conventions: Conventions) -> FrontMatter:
    """Read ``header`` (text, lists and maps, as written) of document ``docname``. Nothing is raised.

    Paths of images are as the author wrote them; whoever knows the folders has to place them.
    """
    lookup = Lookup(header)
    covers = images.covers_of(lookup)
    tags = terms.tags_of(lookup, *conventions.tags_from)
    redirects = readers.read_redirects(lookup)
    date = readers.read_date(lookup, "date", conventions)
    named = None if date else readers.read_date_of_name(docname, conventions)
    article = Article(
        docname=docname,
        title=lookup.text(FIELD["title"]),
        short_title=lookup.text(FIELD["short_title"]),
        subtitle=lookup.text(FIELD["subtitle"]),
        description=lookup.text(FIELD["description"]),
        teaser=readers.read_teaser(lookup),
        authors=readers.read_authors(lookup),
        tags=tuple(tag for tag, _ in tags.values()),
        categories=terms.categories_of(lookup, conventions),
        series=terms.series_of(lookup),
        cover=covers.hero,
        card=covers.card,
        social=covers.social,
        date=date or named,
        updated=readers.read_date(lookup, "updated", conventions),
        draft=readers.read_draft(lookup, docname),
        unlisted=readers.read_unlisted(lookup),
        pin=readers.read_pin(lookup),
        lang=readers.read_language(lookup),
        translation_of=readers.read_translated(lookup, docname),
        translation_key=lookup.text(FIELD["translation_key"]),
        license=readers.read_license(lookup, conventions),
        canonical=readers.read_canonical(lookup),
        redirects=tuple(redirects),
        toc=readers.read_toc(lookup),
        comments=lookup.flag(FIELD["comments"]) is not False,
        minutes=readers.read_minutes(lookup),
        macros=readers.read_macros(lookup),
        citation=readers.read_citation(lookup),
        doi=readers.read_doi(lookup),
        extra={key: value for key, value in header.items() if field_key(key) not in FIELDS_OF},
    )
    readers.compare_dates(lookup, article)
    _ask_about(lookup, conventions)
    sort = _sort(lookup)
    marked = any(
        field.marks_article and any(_says_something(value) for _, value in lookup.written(field)) for field in FIELDS
    )
    return FrontMatter(
        article,
        is_article=marked or named is not None if sort is None else sort,
        problems=tuple(lookup.problems),
        covers_at=covers.places,
        cover_refused=covers.refused,
        tags_at={slug: place for slug, (_, place) in tags.items()},
        redirects_at=redirects,
        translation_at=next((path for path, _ in lookup.written(FIELD["translation_of"])), ()),
    )


# --- the header as a whole -------------------------------------------------------------------------------------------


def _sort(lookup: Lookup) -> bool | None:
    """Whether the header says that the document is an article; None where it says neither."""
    if isinstance(lookup.value("about")[1], dict) or lookup.value("listing")[1]:
        return False  # Quarto's page about somebody, and its lists of articles.
    for path, value in lookup.written(FIELD["type"]):
        said = value.strip().casefold() if isinstance(value, str) else ""
        if said in _PAGE_SORTS:
            return False
        if said in _ARTICLE_SORTS:
            return True
        if field_key(str(path[-1])) == "blogpost" and (flag := flag_of(said)) is not None:
            return flag
        if close := closest(said, ["article"]):
            message = f"{quoted(str(path[-1]))} is {quoted(said)}; it says nothing; did you mean {quoted(close)}?"
            lookup.problem("field", path, message)
    return None


def _says_something(value: HeaderValue) -> bool:
    """Whether a value is more than a flag: ``published: true`` is no date, ``cover: false`` no cover."""
    return not isinstance(value, str) or flag_of(value) is None


def _ask_about(lookup: Lookup, conventions: Conventions) -> None:
    """Note every field that is a slip away from one that is known, or, if they are wanted, that is not known at all."""
    for key in lookup.header:
        written = field_key(key)
        if written in FIELDS_OF:
            continue
        if close := close_name(key):
            lookup.problem(
                "field_name",
                (key,),
                f"{quoted(key)} is no field that is known; it is passed on; did you mean {quoted(close)}?",
            )
        elif conventions.unknown_fields and not _is_read(written, conventions):
            lookup.problem(
                "field_name",
                (key,),
                f"{quoted(key)} is no field that is known; it is passed on to templates; delete or mend it",
            )


def _is_read(key: str, conventions: Conventions) -> bool:
    further = map(field_key, conventions.tags_from)
    return key in _OTHERS or key in further or key.removeprefix("author") in people.DETAILS


_OTHERS = frozenset(
    map(
        field_key,
        (
            *("myst", "mystnb", "html_meta", "substitutions", "file_format", "kernelspec", "jupytext"),
            *("orphan", "nosearch", "no-search", "tocdepth", "nocomments", "status", "hide", "affiliations", "params"),
            *("extra", "about", "listing", "media_subpath", "img_path"),
            *(name.partition(".")[0] for field in FIELDS for name in field.names),
        ),
    )
)
"""Fields of MyST's, of Sphinx's, and further ones that are read here."""
