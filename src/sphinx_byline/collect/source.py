"""The single source of what is done with a source file before it is parsed; only here MyST's own keys are named.

The header becomes an :class:`~sphinx_byline.model.article.Article` in the domain, its problems become warnings at
file:line; the parser gets to see the header blanked, but for the keys that belong to MyST.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from sphinx_byline.collect.clock import build_time
from sphinx_byline.collect.domain import TRANSLATION_LINE_KEY, article_domain
from sphinx_byline.collect.examine import Examined, examine, read_header, read_text
from sphinx_byline.collect.freshness import digest_of
from sphinx_byline.collect.header import HeaderError, cut_header, neutral_header
from sphinx_byline.collect.outfiles import files_of
from sphinx_byline.collect.warnings import warn
from sphinx_byline.model.fields import FIELDS_OF, field_key
from sphinx_byline.model.frontmatter import parse
from sphinx_byline.model.kinds import KINDS
from sphinx_byline.model.names import date_of_name, is_in_drafts, title_of_name

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_byline.collect.domain import ArticleDomain
    from sphinx_byline.collect.header import Header
    from sphinx_byline.collect.settings import Settings
    from sphinx_byline.model.article import Article

#: Where the parser finds the header's title: ``env.temp_data[TITLE_KEY]``.
TITLE_KEY = "byline_title"

#: Where it finds the title of an article that has none, neither in its header nor in its text.
FILE_TITLE_KEY = "byline_file_title"

#: What is known of a document, article or not: ``env.metadata[docname]`` with one of these keys.
LANGUAGE_KEY = "byline_lang"
SHORT_TITLE_KEY = "byline_short_title"
DESCRIPTION_KEY = "byline_description"
CANONICAL_KEY = "byline_canonical"
UNLISTED_KEY = "byline_unlisted"
NO_TOC_KEY = "byline_no_toc"
HEADER_KEY = "byline_header"
EXCUSED_KEY = "byline_excused"
#: As JSON.
MACROS_KEY = "byline_macros"
REDIRECTS_LINE_KEY = "byline_redirects_line"

#: Endings of Markdown files beside ``.md``: Jekyll's, and Quarto's.
SUFFIXES = (".markdown", ".qmd")

#: What stays in the header for the parser: MyST's and MyST-NB's own keys.
_PARSERS_KEYS = frozenset({"myst", "mystnb", "html_meta", "substitutions", "file_format", "kernelspec", "jupytext"})
#: What tells a folder of another tool: Hexo's and Jekyll's, Hugo's, Material's, Docusaurus', Quarto's, MyST's.
_OTHER_TOOLS_FILES = (
    *("_config.yml", "hugo.toml", "hugo.yaml", "config.toml", "mkdocs.yml", "docusaurus.config.js"),
    *("docusaurus.config.ts", "_quarto.yml", "myst.yml"),
)
_DRAFT_WORDS = ("draft", "published", "status")


def setup(app: Sphinx) -> None:
    """Listen to what Sphinx reads."""
    for suffix in SUFFIXES:
        app.add_source_suffix(suffix, "markdown", override=True)
    app.connect("env-get-outdated", leave_out, priority=100)
    # Before other extensions' listeners, which may want to change the text that is parsed.
    app.connect("source-read", read_source, priority=100)
    app.connect("env-updated", excuse_pages, priority=100)


def is_markdown(env: BuildEnvironment, docname: str) -> bool:
    """Whether the file of ``docname`` is parsed as Markdown."""
    path = str(env.doc2path(docname, base=False))
    return any(path.endswith(suffix) and kind == "markdown" for suffix, kind in env.config.source_suffix.items())


def leave_out(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Take drafts, and files that are not UTF-8, out of the build before anybody reads them.

    Sphinx stops at a file in another encoding without naming it. A draft that is not even read can appear nowhere; that
    it is taken out here, and not later, keeps Sphinx from taking it for a new document in every build.
    """
    domain = article_domain(env)
    settings = domain.settings
    for fault in domain.publication.faults:
        place = f"{fault.file and env.srcdir / fault.file}:{fault.line}" if fault.file else None
        warn(fault.kind, fault.message if fault.file else f"conf.py: {fault.message}", location=place)
    if app.config.root_doc not in env.found_docs:
        raise ConfigError(
            f"there is no home page: write {app.config.root_doc}.md beside conf.py; a heading is enough, the list of "
            "articles is appended to it"
        )
    outdated = _read_otherwise(domain)
    around: set[str] = set()  # Documents whose toctree holds one that goes: they have to be read again.
    for docname in sorted(added | changed):
        text = _read(env, docname)
        may_be_draft = not settings.drafts and docname != app.config.root_doc and is_markdown(env, docname)
        if text is not None and not (may_be_draft and _is_draft(text, docname, settings)):
            continue
        if docname == app.config.root_doc:
            raise ConfigError(f"the home page, {env.doc2path(docname)}, cannot be read: save the file as UTF-8")
        env.project.docnames.discard(docname)
        added.discard(docname)
        changed.discard(docname)
        if docname in env.all_docs:
            removed.add(docname)
            _take_down(app, docname)
            around.update(env.files_to_rebuild.get(docname, ()))
    return sorted((around | outdated) & env.found_docs)


def _read_otherwise(domain: ArticleDomain) -> set[str]:
    """The articles, where what they are read with is no longer what it was: a closed vocabulary, the default cover."""
    tags = domain.publication.registries.registry.tags if domain.settings.tags_inline != "allow" else ()
    now = digest_of((sorted(tags), domain.publication.default_cover))
    before, domain.data["read_with"] = domain.data["read_with"], now
    return set(domain.articles) if before not in {"", now} else set()


def _take_down(app: Sphinx, docname: str) -> None:
    """Remove what an earlier build made of a document: nothing of it must stay public, and no builder find it again."""
    pages = [Path(app.doctreedir) / f"{docname}.doctree", *files_of(app, docname)]
    for page in pages:
        if page.is_file():
            page.unlink()


def _read(env: BuildEnvironment, docname: str) -> str | None:
    """The text of a document; None, and a warning, where it is not in the encoding that Sphinx will read it in."""
    path = env.doc2path(docname)
    try:
        found = read_text(Path(path), env.config.source_encoding)
    except (OSError, LookupError):
        return ""  # A file that has just gone, an unknown source_encoding: for Sphinx to report.
    if isinstance(found, str):
        return found
    warn(found.kind, found.message, location=f"{path}:{found.line}")
    return None


def _is_draft(text: str, docname: str, settings: Settings) -> bool:
    """Whether a document is kept out of the build. Most are told by a look, without reading their headers."""
    block = cut_header(text)
    words = block.text.casefold() if block is not None else ""
    dated = settings.future_drafts and (
        block is not None or bool(date_of_name(docname, folders=settings.dates_from_folders))
    )
    if not dated and not is_in_drafts(docname) and not any(word in words for word in _DRAFT_WORDS):
        return False
    try:
        values = read_header(block).values if block is not None else {}
    except HeaderError:
        values = {}  # It is reported when the file is read; nothing in it counts.
    article = parse(values, docname, settings.conventions).article
    return article.draft or (settings.future_drafts and article.date is not None and article.date.when > build_time())


def read_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Read the header of a document, note the article, and hand the parser what is left."""
    env = app.env
    if not is_markdown(env, docname):
        return
    domain = article_domain(env)
    found = examine(content[0], docname, domain.publication)
    for finding in found.findings:
        warn(finding.kind, finding.message, location=(docname, finding.line))
    if found.block is not None:
        env.metadata[docname][HEADER_KEY] = ""
        content[0] = neutral_header(content[0], found.block, found.header, _PARSERS_KEYS)
    article = found.matter.article
    if article.title:
        env.temp_data[TITLE_KEY] = article.title
    _pass_on(env, docname, found.header)
    _note_page(env, docname, article)
    if found.broken:
        env.metadata[docname]["orphan"] = ""  # Whatever the header says, one fault is one warning.
    if found.matter.is_article:
        _note_article(env, found)


def _note_page(env: BuildEnvironment, docname: str, article: Article) -> None:
    """Keep what counts for every document, be it an article or not."""
    metadata = env.metadata[docname]
    for key, value in (
        (LANGUAGE_KEY, article.lang),
        (SHORT_TITLE_KEY, article.short_title),
        (DESCRIPTION_KEY, article.description),
        (CANONICAL_KEY, article.canonical),
        (UNLISTED_KEY, "true" if article.unlisted else ""),
        (NO_TOC_KEY, "" if article.toc else "true"),
        (MACROS_KEY, json.dumps(article.macros, ensure_ascii=False, sort_keys=True) if article.macros else ""),
    ):
        if value:
            metadata[key] = value
    if article.unlisted:
        metadata["nosearch"] = ""


def _note_article(env: BuildEnvironment, found: Examined) -> None:
    domain, article = article_domain(env), found.matter.article
    if not article.title:
        env.temp_data[FILE_TITLE_KEY] = title_of_name(article.docname)
    for file in found.files:
        env.note_dependency(file)
    if article.redirects:
        lines = {address: found.header.line(path) for address, path in found.matter.redirects_at.items()}
        env.metadata[article.docname][REDIRECTS_LINE_KEY] = json.dumps(lines)
    if article.translation_of:
        env.metadata[article.docname][TRANSLATION_LINE_KEY] = str(found.header.line(found.matter.translation_at))
    # Articles are found through lists; an article in no toctree is no mistake.
    env.metadata[article.docname].setdefault("orphan", "")
    domain.note_article(article)


def excuse_pages(app: Sphinx, env: BuildEnvironment) -> None:
    """Let Sphinx miss no page in its toctrees that is not meant to stand in one.

    Such are the author's own pages of terms, which chips lead to, and, where the root document has no
    toctree, what was written for other tools, which know none: pages with a header, or in a folder of such a tool.
    """
    domain = article_domain(env)
    without = not env.toctree_includes.get(app.config.root_doc)
    foreign = without and any((Path(env.srcdir) / name).is_file() for name in _OTHER_TOOLS_FILES)
    terms = {
        domain.term_docname(kind, slug)
        for kind in KINDS
        if domain.has_pages(kind)
        for slug in ("index", *domain.index.terms(kind))
    }
    for docname in env.found_docs:
        metadata = env.metadata[docname]
        excused = docname in terms or (without and (foreign or HEADER_KEY in metadata))
        if excused and "orphan" not in metadata:
            metadata["orphan"] = metadata[EXCUSED_KEY] = ""
        elif not excused and EXCUSED_KEY in metadata:
            del metadata["orphan"], metadata[EXCUSED_KEY]


def _pass_on(env: BuildEnvironment, docname: str, header: Header) -> None:
    """Give Sphinx and other extensions the fields that are not ours, ``orphan`` or ``tocdepth`` for one."""
    metadata = env.metadata[docname]
    for key, value in header.values.items():
        if field_key(key) in FIELDS_OF or key in _PARSERS_KEYS or isinstance(value, list | dict):
            continue
        text = value or ""
        if key.startswith("byline_") or (key == "tocdepth" and not (text.isascii() and text.isdecimal())):
            continue  # Ours alone; and a depth that is no number stops Sphinx.
        if text.casefold() == "false":
            continue  # Sphinx asks only whether a key is there.
        metadata[key] = int(text) if key == "tocdepth" else text
