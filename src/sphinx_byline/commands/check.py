"""The single source of ``python -m sphinx_byline check``: every header of a folder read as a build reads it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.config import eval_config_file
from sphinx.errors import ConfigError
from sphinx.project import Project
from sphinx.util.tags import Tags

from sphinx_byline.collect.examine import Finding, examine, open_publication, read_text
from sphinx_byline.collect.presets import PRESETS
from sphinx_byline.collect.settings import PREFIX, settle, slips
from sphinx_byline.collect.source import SUFFIXES
from sphinx_byline.collect.warnings import Warn
from sphinx_byline.commands.formats import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_byline.collect.examine import Publication

_CONF = "conf.py"
_PACKAGES = frozenset({"node_modules", "venv", "env", "site-packages", "_build", "_site"})


class CheckError(Exception):
    """There is nothing that could be checked; the text says why."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read, and what is wrong with it."""

    files: int
    problems: tuple[Problem, ...]


def check(folder: Path) -> Checked:
    """Read the headers of every Markdown file below ``folder``; of one file where it is one.

    conf.py is looked for in the folder and above it, and read for its settings; without one the defaults hold. Raises
    :exc:`CheckError` where the folder is not there, or conf.py cannot be read.
    """
    if not folder.exists():
        raise CheckError(f"{folder} is not there")
    asked = folder.resolve()
    parts = [_check_below(root, asked) for root in _roots(asked)]
    problems = sorted(problem for part in parts for problem in part.problems)
    return Checked(sum(part.files for part in parts), tuple(problems))


def _check_below(root: Path, asked: Path) -> Checked:
    """What is wrong in the publication at ``root``, as far as it lies at or below ``asked``."""
    conf = _configuration(root)
    names = [name.removeprefix(PREFIX) for name in conf if name.startswith(PREFIX)]
    settings, faults = settle({name: conf[PREFIX + name] for name in names})
    publication = open_publication(settings, root)
    problems = [
        Problem(_shown(root / _CONF), _line_of(root / _CONF, message), _kind(Warn.SETTING), message)
        for message in (*faults, *slips(conf))
    ]
    for fault in publication.faults:
        place = root / (fault.file or _CONF)
        line = fault.line if fault.file else _line_of(place, fault.message)
        problems.append(Problem(_shown(place), line, _kind(fault.kind), fault.message))
    files = 0
    for docname, path in _documents(root, conf):
        if asked in {path, *path.parents}:
            files += 1
            problems += _problems_of(docname, path, publication, str(conf.get("source_encoding", "utf-8-sig")))
    return Checked(files, tuple(problems))


def _problems_of(docname: str, path: Path, publication: Publication, encoding: str) -> list[Problem]:
    try:
        text = read_text(path, encoding)
    except (OSError, LookupError) as error:
        text = Finding(Warn.ENCODING, 1, f"the file cannot be read: {error}")
    found = [text] if isinstance(text, Finding) else examine(text, docname, publication).findings
    return [Problem(_shown(path), finding.line, _kind(finding.kind), finding.message) for finding in found]


def _roots(asked: Path) -> list[Path]:
    """The folder with a conf.py that ``asked`` lies in, else those that lie in it, else itself."""
    folder = asked if asked.is_dir() else asked.parent
    above = next((above for above in (folder, *folder.parents) if (above / _CONF).is_file()), None)
    if above is not None or not asked.is_dir():
        return [above or folder]
    below = []
    for place, folders, files in os.walk(folder):
        # Neither hidden folders nor packages hold a publication.
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _PACKAGES)
        if _CONF in files and _is_ours(Path(place) / _CONF):
            below.append(Path(place))
            folders.clear()
    return below or [folder]


def _is_ours(conf: Path) -> bool:
    try:
        return "sphinx_byline" in conf.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def _configuration(root: Path) -> Mapping[str, Any]:
    """The names of conf.py; none where there is none."""
    if not (root / _CONF).is_file():
        return {}
    try:
        return eval_config_file(root / _CONF, Tags())
    except ConfigError as error:
        raise CheckError(f"{root / _CONF} cannot be read: {error}") from error


def _documents(root: Path, conf: Mapping[str, Any]) -> list[tuple[str, Path]]:
    """Every Markdown document below ``root`` that a build would read, in the order of their names."""
    written = conf.get("source_suffix") or ()
    suffixes = (
        dict(written)
        if isinstance(written, dict)
        else dict.fromkeys([written] if isinstance(written, str) else written)
    )
    markdown = {suffix for suffix, kind in suffixes.items() if kind == "markdown"} | {".md", *SUFFIXES}
    project = Project(root, dict.fromkeys(sorted(markdown), "markdown"))
    excluded: list[str] = list(conf.get("exclude_patterns", PRESETS["exclude_patterns"]) or ())
    for name in ("templates_path", "html_static_path", "html_extra_path"):
        excluded += conf.get(name) or ()
    docnames = project.discover(excluded, conf.get("include_patterns") or ("**",))
    return sorted((docname, Path(project.doc2path(docname, absolute=True))) for docname in docnames)


def _line_of(conf: Path, message: str) -> int:
    """The line of conf.py that sets what ``message`` begins with; 1 where there is none."""
    name = message.partition(" ")[0].rstrip(":")
    try:
        lines = conf.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return 1
    return next((number for number, line in enumerate(lines, 1) if line.replace(" ", "").startswith(f"{name}=")), 1)


def _kind(warning: Warn) -> str:
    return f"byline.{warning.value}"


def _shown(path: Path) -> str:
    """``path`` from the working directory, where it lies below it."""
    here = Path(os.getcwd())  # noqa: PTH109 -- as the shell has it, links included
    for base in (here, here.resolve()):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.as_posix()
