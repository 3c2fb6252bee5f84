"""The single source of what one source file says before it is parsed: its header, the article in it, what is wrong.

Builds and ``python -m sphinx_byline check`` ask the same question here. Nothing is logged and nothing raised.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sphinx.util.matching import Matcher

from sphinx_byline.collect.header import (
    MOST_CHARACTERS,
    MOST_DIGITS,
    Header,
    HeaderBlock,
    HeaderError,
    cut_header,
)
from sphinx_byline.collect.images import ImageFile, ImageFolders
from sphinx_byline.collect.registries import Fault, Registries, read_registries
from sphinx_byline.collect.toml_header import read_toml
from sphinx_byline.collect.warnings import Warn, shown
from sphinx_byline.collect.yaml_header import read_yaml
from sphinx_byline.model.article import Cover
from sphinx_byline.model.frontmatter import FrontMatter, parse
from sphinx_byline.model.images import image_place
from sphinx_byline.model.lookup import path_name, quoted
from sphinx_byline.model.slips import closest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_byline.collect.settings import Settings
    from sphinx_byline.model.article import Article, HeaderValue
    from sphinx_byline.model.lookup import Path as HeaderPath


@dataclass(frozen=True, slots=True)
class Publication:
    """What is known of a publication before any of its documents is read."""

    settings: Settings
    registries: Registries
    images: ImageFolders
    default_cover: Cover | None = None
    """Of articles that have none."""
    faults: tuple[Fault, ...] = ()
    """What is wrong with all this."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at a line of a file, from 1."""

    kind: Warn
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Examined:
    """A source file whose header was read."""

    block: HeaderBlock | None
    header: Header
    matter: FrontMatter
    findings: tuple[Finding, ...]
    broken: bool = False
    """Whether there is a header, and none of it could be read."""
    files: tuple[str, ...] = field(default=())
    """Files of the source folder that the article depends on: its covers, be they there or not."""


def read_text(file: Path, encoding: str) -> str | Finding:
    """The text of ``file``; or what is wrong with it where it is not in its encoding. Raises :exc:`OSError`."""
    try:
        return file.read_text(encoding=encoding)
    except UnicodeDecodeError as error:
        found = error.object[error.start]
        line = 1 + error.object.count(b"\n", 0, error.start)
        name = encoding.upper().removesuffix("-SIG")
        message = f"byte 0x{found:02x} is not {name}; the page is left out; save the file as UTF-8"
        return Finding(Warn.ENCODING, line, message)


def open_publication(settings: Settings, srcdir: Path) -> Publication:
    """The publication whose sources lie in ``srcdir``."""
    images = ImageFolders(srcdir.resolve(), settings.image_folders)
    registries = read_registries(settings, images)
    cover, faults = _default_cover(settings, images)
    return Publication(settings, registries, images, cover, (*registries.faults, *faults))


def _default_cover(settings: Settings, images: ImageFolders) -> tuple[Cover | None, tuple[Fault, ...]]:
    where = image_place(settings.default_cover)
    if "://" in where:
        return Cover(url=where), ()
    if not settings.default_cover:
        return None, ()
    found = images.find(where.lstrip("/"), "")
    if isinstance(found, ImageFile):
        return Cover(path=found.path, width=found.width, height=found.height), ()
    message = f"byline_default_cover: the cover {found}; articles without a cover have none; mend the path"
    return None, (Fault("", 1, message, Warn.SETTING),)


def read_header(block: HeaderBlock) -> Header:
    """Read ``block`` in its syntax; raises :exc:`HeaderError` where it cannot be read, or is beyond the bounds."""
    if len(block.text) > MOST_CHARACTERS:
        raise HeaderError(f"a header of more than {MOST_CHARACTERS:,} characters", max(1, block.first_line - 1))
    return read_toml(block) if block.syntax == "toml" else read_yaml(block)


def examine(text: str, docname: str, publication: Publication) -> Examined:
    """Read the header of ``text``, the source of ``docname``, and everything that it says."""
    block = cut_header(text)
    header, broken = Header(), False
    findings: list[Finding] = []
    if block is not None:
        try:
            header = read_header(block)
        except HeaderError as error:
            if block.sure:
                broken = True
                findings.append(Finding(Warn.HEADER, error.line, _unreadable(error)))
            else:
                block = None  # It was text after all.
    if block is not None and block.slip:
        findings.insert(0, Finding(Warn.HEADER, max(1, block.first_line - 1), block.slip))
    for path, line in header.repeated:
        message = f"the field {quoted(path_name(path))} stands here a second time; the first one counts; delete one"
        findings.append(Finding(Warn.FIELD, line, message))
    for path in header.refused:
        message = f"a number of more than {MOST_DIGITS:,} digits; it is left out; shorten it"
        findings.append(Finding(Warn.FIELD, header.line(path), message))
    matter = parse(header.values, docname, publication.settings.conventions)
    findings += [
        Finding(Warn.of(problem.kind), header.line(problem.path), problem.message) for problem in matter.problems
    ]
    article, counts = matter.article, is_article(matter, publication.settings, docname)
    files: tuple[str, ...] = ()
    if counts:
        article, files = _with_covers(matter, header, publication, findings)
        article, faces = _with_avatars(article, header, publication, findings)
        files += faces
    article = _in_vocabulary(article, matter, header, publication, findings)
    matter = replace(matter, article=article, is_article=counts)
    return Examined(block, header, matter, tuple(findings), broken, files)


def is_article(matter: FrontMatter, settings: Settings, docname: str) -> bool:
    """Whether a document is an article: by its header, or by the settings' globs, of which the exclusion wins."""
    if settings.article_exclude and Matcher(settings.article_exclude)(docname):
        return False
    return matter.is_article or bool(settings.article_include and Matcher(settings.article_include)(docname))


def _unreadable(error: HeaderError) -> str:
    hint = f" ({error.hint})" if error.hint else ""
    return f"the header cannot be read: {error}; the page is built without metadata; mend the header{hint}"


def _with_covers(
    matter: FrontMatter, header: Header, publication: Publication, findings: list[Finding]
) -> tuple[Article, tuple[str, ...]]:
    """The article with the files of its covers placed; one that is not there is one finding, however often named."""
    article = matter.article
    placed: dict[str, ImageFile | None] = {}
    for cover in (article.cover, article.card, article.social):
        if cover is not None and cover.path and cover.path not in placed:
            found = publication.images.find(cover.path, article.docname)
            placed[cover.path] = found if isinstance(found, ImageFile) else None
            if isinstance(found, str):
                message = f"the cover {found}; the article is shown without it; mend the path"
                findings.append(Finding(Warn.COVER, header.line(matter.covers_at.get(cover.path, ())), message))
    hero = article.cover
    at = matter.covers_at.get(hero.path or hero.url) if hero else None
    if publication.settings.cover_alt_required and hero and not hero.alt and at:
        message = "the cover has no alt; it is taken for decoration; say in cover_alt what it shows"
        findings.append(Finding(Warn.COVER_ALT, header.line(at), message))

    def place(cover: Cover | None) -> Cover | None:
        if cover is None or not cover.path:
            return cover
        file = placed[cover.path]
        return replace(cover, path=file.path, width=file.width, height=file.height) if file else None

    if placed:
        article = replace(article, cover=place(article.cover), card=place(article.card), social=place(article.social))
    fallback = publication.default_cover
    if fallback and not matter.cover_refused and not (matter.article.cover or matter.article.card):
        article = replace(article, cover=fallback, card=fallback, social=article.social or fallback)
    # An article whose cover is missing is looked at again in every build, until the cover is there.
    files = (file.path if file else publication.images.awaited(path, article.docname) for path, file in placed.items())
    return article, tuple(filter(None, files))


def _with_avatars(
    article: Article, header: Header, publication: Publication, findings: list[Finding]
) -> tuple[Article, tuple[str, ...]]:
    """The article with the files of its authors' avatars placed, where the header itself names files."""
    if not any(author.avatar and "://" not in author.avatar for author in article.authors):
        return article, ()
    authors, files = [], []
    for author in article.authors:
        if not author.avatar or "://" in author.avatar:
            authors.append(author)
            continue
        found = publication.images.find(author.avatar, article.docname)
        files.append(
            found.path if isinstance(found, ImageFile) else publication.images.awaited(author.avatar, article.docname)
        )
        if isinstance(found, str):
            message = f"the avatar {found}; the author is shown without it; mend the path"
            findings.append(Finding(Warn.COVER, header.line(_avatar_at(header, author.avatar)), message))
        authors.append(replace(author, avatar=found.path if isinstance(found, ImageFile) else ""))
    return replace(article, authors=tuple(authors)), tuple(filter(None, files))


def _avatar_at(header: Header, avatar: str) -> HeaderPath:
    """Where the header names ``avatar``: the first place with that text."""

    def places(value: HeaderValue, path: HeaderPath) -> Iterator[HeaderPath]:
        if isinstance(value, str) and value.strip().replace("\\", "/") == avatar:
            yield path
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in items:
            yield from places(item, (*path, key))

    return next(places(dict(header.values), ()), ())


def _in_vocabulary(
    article: Article, matter: FrontMatter, header: Header, publication: Publication, findings: list[Finding]
) -> Article:
    """The article without the tags that a closed vocabulary does not have."""
    said, known = publication.settings.tags_inline, publication.registries.registry.tags
    if said == "allow":
        return article
    foreign = [tag for tag in article.tags if tag.slug not in known]
    if said == "warn":
        labels = sorted({tag.label for tag in known.values()})
        for tag in foreign:
            path: HeaderPath = matter.tags_at.get(tag.slug, ())
            close = closest(tag.label, labels)
            hint = f"did you mean {shown(close)}?" if close else "add it to tags.yml or byline_tags, or mend it"
            message = f"the tag {shown(tag.label)} is not in the registry of tags; it is left out; {hint}"
            findings.append(Finding(Warn.VOCABULARY, header.line(path), message))
    return replace(article, tags=tuple(tag for tag in article.tags if tag.slug in known))
