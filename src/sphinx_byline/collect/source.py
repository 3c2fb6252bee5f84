"""The single source of what is done with a source file before it is parsed; only here MyST's own keys are named.

The header becomes an :class:`~sphinx_byline.model.article.Article` in the domain, its problems become warnings at
file:line; the parser gets to see the header blanked, but for the keys that belong to MyST.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError
from sphinx.util.matching import Matcher

from sphinx_byline.collect.covers import place_cover
from sphinx_byline.collect.domain import article_domain
from sphinx_byline.collect.header import Header, HeaderError, cut_header, neutral_header, read_header, unclosed_header
from sphinx_byline.collect.settings import Settings, read_settings
from sphinx_byline.collect.warnings import Warn, shown, warn
from sphinx_byline.model.fields import FIELD_OF, field_key
from sphinx_byline.model.frontmatter import FrontMatter, Problem, parse

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Where the parser finds the header's title: ``env.temp_data[TITLE_KEY]``.
TITLE_KEY = "byline_title"

#: Where the language of a document stands, article or not: ``env.metadata[docname][LANGUAGE_KEY]``.
LANGUAGE_KEY = "byline_lang"

#: What stays in the header for the parser: MyST's and MyST-NB's own keys.
_PARSERS_KEYS = frozenset({"myst", "mystnb", "html_meta", "substitutions", "file_format", "kernelspec", "jupytext"})
_DRAFT_WORDS = ("draft", "published", "status")


def setup(app: Sphinx) -> None:
    """Listen to what Sphinx reads."""
    app.connect("env-get-outdated", leave_out, priority=100)
    # Before other extensions' listeners, which may want to change the text that is parsed.
    app.connect("source-read", read_source, priority=100)


def is_markdown(env: BuildEnvironment, docname: str) -> bool:
    """Whether the file of ``docname`` is parsed as Markdown."""
    path = str(env.doc2path(docname, base=False))
    return any(path.endswith(suffix) and kind == "markdown" for suffix, kind in env.config.source_suffix.items())


def leave_out(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Take drafts, and files that are not UTF-8, out of the build before anybody reads them.

    Sphinx stops at a file in another encoding without naming it. A draft that is not even read can appear nowhere; that
    it is taken out here, and not later, keeps Sphinx from taking it for a new document in every build.
    """
    settings = read_settings(app.config)
    if app.config.root_doc not in env.found_docs:
        raise ConfigError(
            f"there is no home page: write {app.config.root_doc}.md beside conf.py; a heading is enough, the list of "
            "articles is appended to it"
        )
    around: set[str] = set()  # Documents whose toctree holds one that goes: they have to be read again.
    for docname in sorted(added | changed):
        text = _read(env, docname)
        may_be_draft = not settings.drafts and docname != app.config.root_doc and is_markdown(env, docname)
        if text is not None and not (may_be_draft and _is_draft(text, settings)):
            continue
        if docname == app.config.root_doc:
            raise ConfigError(f"the home page, {env.doc2path(docname)}, cannot be read: save the file as UTF-8")
        env.project.docnames.discard(docname)
        added.discard(docname)
        changed.discard(docname)
        if docname in env.all_docs:
            removed.add(docname)
            _take_down(app, env, docname)
            around.update(env.files_to_rebuild.get(docname, ()))
    return sorted(around & env.found_docs)


def _take_down(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Remove what an earlier build made of a document: nothing of it must stay public, and no builder find it again."""
    builder: Any = app.builder
    source = str(env.doc2path(docname, base=False))
    pages = [
        Path(app.doctreedir) / f"{docname}.doctree",
        Path(app.outdir) / f"{docname}{getattr(builder, 'out_suffix', '.pot')}",
    ]
    if hasattr(builder, "get_output_path"):  # Only builders that write pages have it.
        pages.append(Path(builder.get_output_path(docname)))
    suffix = app.config.html_sourcelink_suffix
    pages.append(Path(app.outdir) / "_sources" / (source if source.endswith(suffix) else source + suffix))
    for page in pages:
        if page.is_file():
            page.unlink()


def _read(env: BuildEnvironment, docname: str) -> str | None:
    """The text of a document; None, and a warning, where it is not in the encoding that Sphinx will read it in."""
    path, encoding = env.doc2path(docname), env.config.source_encoding
    try:
        return path.read_text(encoding=encoding)
    except UnicodeDecodeError as error:
        found = error.object[error.start]
        line = 1 + error.object.count(b"\n", 0, error.start)
        warn(
            Warn.ENCODING,
            f"byte 0x{found:02x} is not {encoding}; the page is left out; save the file as UTF-8",
            location=f"{path}:{line}",
        )
        return None
    except (OSError, LookupError):
        return ""  # A file that has just gone, an unknown source_encoding: for Sphinx to report.


def _is_draft(text: str, settings: Settings) -> bool:
    block = cut_header(text)
    if block is None or not any(word in block.text.casefold() for word in _DRAFT_WORDS):
        return False
    try:
        header = read_header(block)
    except HeaderError:
        return False  # It is reported when the file is read; nothing in it counts.
    return parse(header.values, "", settings.zone).article.draft


def read_source(app: Sphinx, docname: str, content: list[str]) -> None:
    """Read the header of a document, note the article, and hand the parser what is left."""
    env = app.env
    if not is_markdown(env, docname):
        return
    settings = read_settings(app.config)
    header = _take_header(env, docname, content)
    matter = parse(header.values, docname, settings.zone)
    for problem in matter.problems:
        _warn_of(problem, header, docname)
    if matter.article.title:
        env.temp_data[TITLE_KEY] = matter.article.title
    _pass_on(env, docname, header)
    if matter.article.lang:
        env.metadata[docname][LANGUAGE_KEY] = matter.article.lang
    if is_article(matter, settings, docname):
        cover, fault = place_cover(env, docname, matter.article.cover)
        if fault:
            _warn_of(Problem("cover", matter.cover_at, fault), header, docname)
        # Articles are found through lists; an article in no toctree is no mistake.
        env.metadata[docname].setdefault("orphan", "")
        article_domain(env).note_article(replace(matter.article, cover=cover))


def is_article(matter: FrontMatter, settings: Settings, docname: str) -> bool:
    """Whether a document is an article: by its header, or by the settings' globs, of which the exclusion wins."""
    if settings.article_exclude and Matcher(settings.article_exclude)(docname):
        return False
    return matter.is_article or bool(settings.article_include and Matcher(settings.article_include)(docname))


def _take_header(env: BuildEnvironment, docname: str, content: list[str]) -> Header:
    """Read the header in ``content``, and blank it there."""
    block = cut_header(content[0])
    header = Header()
    if block is None and (block := unclosed_header(content[0])) is not None:
        warn(
            Warn.HEADER,
            "the header that begins here is never closed; it is taken to end at the first empty line; "
            "close it with ---",
            location=(docname, 1),
        )
    if block is None:
        return header
    try:
        header = read_header(block)
    except HeaderError as error:
        warn(
            Warn.HEADER,
            f"the header cannot be read: {error}; the page is built without metadata; mend the header (text with "
            "a colon followed by a space, or a #, wants quotes)",
            location=(docname, error.line),
        )
        env.metadata[docname]["orphan"] = ""  # Whatever the header says, one fault is one warning.
    for key, line in header.repeated:
        warn(
            Warn.FIELD,
            f"the field {shown(key)} stands here a second time; the first one counts; delete one",
            location=(docname, line),
        )
    content[0] = neutral_header(content[0], block, header, _PARSERS_KEYS)
    return header


def _warn_of(problem: Problem, header: Header, docname: str) -> None:
    warn(Warn.of(problem.kind), problem.message, location=(docname, header.line(problem.path)))


def _pass_on(env: BuildEnvironment, docname: str, header: Header) -> None:
    """Give Sphinx and other extensions the fields that are not ours, ``orphan`` or ``tocdepth`` for one."""
    metadata = env.metadata[docname]
    for key, value in header.values.items():
        if field_key(key) in FIELD_OF or key in _PARSERS_KEYS or isinstance(value, list | dict):
            continue
        text = value or ""
        if text.casefold() == "false":
            continue  # Sphinx asks only whether a key is there.
        metadata[key] = int(text) if key == "tocdepth" and text.isdecimal() else text
