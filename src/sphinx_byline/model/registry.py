"""The single source of what a publication knows of its authors, tags, categories and series beyond their names.

A registry is a map from keys to texts or maps, written in ``authors.yml`` and ``tags.yml`` or in conf.py. An entry
answers to its key, its name or label, and its aliases; its address is its ``slug``, else the slug of its key.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from sphinx_byline.model.article import Article, Author, Category, HeaderValue, Series, Tag
from sphinx_byline.model.fields import field_key
from sphinx_byline.model.images import image_place
from sphinx_byline.model.lookup import SEPARATORS, Path, Problem, first_text, path_name, quoted, shown, unknown_detail
from sphinx_byline.model.people import ask_about, described, name_of
from sphinx_byline.model.plaintext import clean
from sphinx_byline.model.slips import closest
from sphinx_byline.model.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sphinx_byline.model.people import Report

RegistryKind = Literal["authors", "tags", "categories", "series"]
EntryT = TypeVar("EntryT", Author, Tag)

_TERM_DETAILS = ("label", "name", "title", "slug", "permalink", "description", "cover", "image", "aliases", "alias")
_ALIASES = ("aliases", "alias", "synonyms")


@dataclass(frozen=True, slots=True)
class Registry:
    """What is known, by the slug of every name that an entry answers to."""

    authors: Mapping[str, Author] = field(default_factory=dict)
    tags: Mapping[str, Tag] = field(default_factory=dict)
    categories: Mapping[str, Tag] = field(default_factory=dict)
    """By the slug of one level of the path."""
    series: Mapping[str, Tag] = field(default_factory=dict)

    def tag_slug(self, slug: str) -> str:
        """The slug of the tag that ``slug`` stands for."""
        return self.tags[slug].slug if slug in self.tags else slug

    def author_slug(self, slug: str) -> str:
        """The slug of the author whom ``slug`` stands for."""
        return self.authors[slug].slug if slug in self.authors else slug

    def category_slug(self, slug: str) -> str:
        """The slug of the category that ``slug``, ``outer/inner``, stands for."""
        return "/".join(self.categories[part].slug if part in self.categories else part for part in slug.split("/"))

    def series_slug(self, slug: str) -> str:
        """The slug of the series that ``slug`` stands for."""
        return self.series[slug].slug if slug in self.series else slug

    def translated(self, translate: Callable[[str], str]) -> Registry:
        """The registry with its words in another language; names of people, slugs and aliases stay."""

        def terms(known: Mapping[str, Tag]) -> dict[str, Tag]:
            return {
                name: replace(term, label=translate(term.label), description=translate(term.description))
                for name, term in known.items()
            }

        return Registry(
            {
                name: replace(who, bio=translate(who.bio), affiliation=translate(who.affiliation))
                for name, who in self.authors.items()
            },
            terms(self.tags),
            terms(self.categories),
            terms(self.series),
        )

    def settle(self, article: Article) -> Article:
        """``article`` with its authors and terms as the registry has them, each once."""
        if not (self.authors or self.tags or self.categories or self.series):
            return article
        return replace(
            article,
            authors=tuple({who.slug: who for whole in article.authors for who in self._authors(whole)}.values()),
            tags=tuple({tag.slug: tag for tag in (self.tags.get(tag.slug, tag) for tag in article.tags)}.values()),
            categories=tuple({found.slug: found for found in map(self._category, article.categories)}.values()),
            series=self._series(article.series),
        )

    def _authors(self, written: Author) -> list[Author]:
        """The author; several where a text names several with commas, and the registry has every one of them."""
        if written.slug not in self.authors:
            parts = [slugify(name) for name in map(clean, SEPARATORS.split(written.name)) if name]
            if parts and all(part in self.authors for part in parts):
                return [self.authors[part] for part in parts]
        return [self._author(written)]

    def _author(self, written: Author) -> Author:
        """The author as the registry has them; what it does not say the header may."""
        known = self.authors.get(written.slug)
        if known is None:
            return written
        gaps = {
            name: getattr(written, name)
            for name in ("url", "avatar", "bio", "email", "orcid", "affiliation", "socials")
            if not getattr(known, name)
        }
        return replace(known, **gaps)

    def _category(self, written: Category) -> Category:
        entries = [self.categories.get(slug) for slug in written.slug.split("/")]
        if not any(entries):
            return written
        levels = zip(entries, written.path, written.slug.split("/"), strict=True)
        path, slugs = zip(
            *((entry.label, entry.slug) if entry else (label, slug) for entry, label, slug in levels), strict=True
        )
        own = entries[-1]
        return Category(path, "/".join(slugs), own.description if own else "", own.cover if own else "")

    def with_outer_categories(self, article: Article) -> tuple[Category, ...]:
        """The article's categories, and those that they lie in, each once."""
        found: dict[str, Category] = {}
        for category in article.categories:
            slugs = category.slug.split("/")
            for level in range(1, len(slugs)):
                outer = self._category(Category(category.path[:level], "/".join(slugs[:level])))
                found.setdefault(outer.slug, outer)
            found.setdefault(category.slug, category)
        return tuple(found.values())

    def _series(self, written: Series | None) -> Series | None:
        known = self.series.get(written.slug) if written else None
        if written is None or known is None:
            return written
        return Series(known.label, known.slug, written.order, known.description, known.cover)


@dataclass(slots=True)
class Entries(Generic[EntryT]):
    """A registry of one kind that has been read."""

    by_name: dict[str, EntryT] = field(default_factory=dict)
    """Each entry under the slug of every name that it answers to."""
    places: dict[str, Path] = field(default_factory=dict)
    """Where each entry stands, by its own slug."""
    problems: list[Problem] = field(default_factory=list)

    def take(self, path: Path, entry: EntryT, answers: tuple[str, ...]) -> None:
        """Add an entry; of two that answer to one name the first has it."""
        self.places.setdefault(entry.slug, path)
        for answer in dict.fromkeys((entry.slug, *map(slugify, map(clean, answers)))):
            other = self.by_name.setdefault(answer, entry)
            if other is not entry:
                message = f"{quoted(answer)} is a name of two entries; the first one has it; give each its own"
                self.problems.append(Problem("registry", path, message))


def read_authors(written: HeaderValue) -> Entries[Author]:
    """The authors of a registry, and what is wrong with it. Nothing is raised."""
    found: Entries[Author] = Entries()
    for path, key, details in _entries(written, "authors", found.problems):
        report = _reporter(found.problems, path)
        ask_about(details, report)
        author = replace(described(_author_name(details, key), details, report), slug=_slug(details, key))
        found.take(path, author, (key, author.name, *_aliases(details)))
    return found


def read_terms(written: HeaderValue, kind: RegistryKind) -> Entries[Tag]:
    """The tags, categories or series of a registry, likewise."""
    found: Entries[Tag] = Entries()
    for path, key, details in _entries(written, kind, found.problems):
        report = _reporter(found.problems, path)
        for name in details:
            if close := closest(name, _TERM_DETAILS):
                report(name, unknown_detail(kind, close))
        label = clean(first_text(details, "label", "name", "title")) or clean(key)
        term = Tag(
            label,
            _slug(details, key),
            clean(first_text(details, "description", "desc", "bio")),
            image_place(first_text(details, "cover", "image", "thumbnail")),
        )
        found.take(path, term, (key, label, *_aliases(details)))
    return found


def _entries(
    written: HeaderValue, kind: RegistryKind, problems: list[Problem]
) -> Iterator[tuple[Path, str, dict[str, HeaderValue]]]:
    """Place, key and details of each entry; a map below the registry's own name is the registry, as Material has it."""
    within: Path = ()
    if isinstance(written, dict) and set(written) == {kind} and isinstance(written[kind], dict | list):
        within, written = (kind,), written[kind]
    if isinstance(written, list):
        items = [((*within, position), "", item) for position, item in enumerate(written)]
    elif isinstance(written, dict):
        items = [((*within, key), key, item) for key, item in written.items()]
    else:
        items = []
        if written not in (None, ""):
            problems.append(
                Problem("registry", (), f"{shown(written)} is no registry; it is left out; expected a map of {kind}")
            )
    for path, key, item in items:
        details = {field_key(name): value for name, value in item.items()} if isinstance(item, dict) else {}
        if isinstance(item, str):
            details = {"name": item}
        name = key or clean(first_text(details, "key", "id", "name", "label", "title"))
        if not name or isinstance(item, list):
            problems.append(
                Problem(
                    "registry",
                    path,
                    f"{quoted(key) if key else 'an entry'} is {shown(item)}; it is left out; expected a text or a map",
                )
            )
            continue
        yield path, name, details


def _reporter(problems: list[Problem], path: Path) -> Report:
    def report(key: str, message: str) -> None:
        place = (*path, key)
        problems.append(Problem("registry", place, f"{quoted(path_name(place))} {message}"))

    return report


def _author_name(details: Mapping[str, HeaderValue], key: str) -> str:
    return clean(name_of(details.get("name")) or first_text(details, "label", "nickname")) or clean(key)


def _slug(details: Mapping[str, HeaderValue], key: str) -> str:
    """The slug that an entry asks for; Docusaurus calls it a permalink."""
    asked = first_text(details, "slug", "permalink").strip().strip("/").rpartition("/")[2]
    return slugify(clean(asked or key))


def _aliases(details: Mapping[str, HeaderValue]) -> list[str]:
    found: list[str] = []
    for name in _ALIASES:
        value = details.get(name)
        items = value if isinstance(value, list) else SEPARATORS.split(value) if isinstance(value, str) else []
        found += [clean(item) for item in items if isinstance(item, str)]
    return [alias for alias in found if alias]
