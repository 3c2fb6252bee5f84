"""The single source of what the name of a document's file says: its date, and a title where nobody wrote one."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

# Jekyll's and Docusaurus' ``2024-03-01-title``; the day alone is a title as well.
_DATED = re.compile(r"(?P<date>\d{4}[-_]\d{1,2}[-_]\d{1,2})(?:[-_. ]+(?P<rest>.+))?", re.DOTALL)
#: Documents that stand for their folder.
_FOLDERS_OWN = frozenset({"index", "_index", "readme"})
# Folders that are a date: ``2024/03/01``, ``2024/03``, ``2024-03``, ``2024/03-01``.
_DATED_FOLDERS = re.compile(
    r"(?:^|/)(?P<year>(?:19|20)\d\d)[-/](?P<month>0?[1-9]|1[0-2])(?:[-/](?P<day>0?[1-9]|[12]\d|3[01]))?(?=[-/_ ]|$)"
)
_DRAFTS = "_drafts"
_SUFFIX = re.compile(r"\.(?:md|markdown|rst|txt|html?|ipynb)$", re.IGNORECASE)


def docname_at(path: str, docname: str) -> str:
    """The name of the document at ``path`` as ``docname`` sees it; from the source folder where it begins with ``/``.

    The suffix of a file may stand there or not. Empty for what is no path within the sources.
    """
    path = unquote(path.partition("#")[0]).strip().replace("\\", "/")
    if not path.strip("/.") or "://" in path or "\0" in path:
        return ""
    return _SUFFIX.sub("", path_from_root(path, docname) or "")


def path_from_root(path: str, docname: str) -> str | None:
    """``path`` as the folder of ``docname`` sees it, or with a ``/`` the root; without ``.``, ``..`` and outer ``/``.

    None where it leads above the root at any point.
    """
    whole = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(docname), path)
    depth = 0
    for part in whole.split("/"):
        depth += -1 if part == ".." else part not in {"", "."}
        if depth < 0:
            return None
    return posixpath.normpath(whole).strip("/")


def own_name(docname: str) -> str:
    """The last part of ``docname``; for the document of a folder, the folder's."""
    *folders, name = docname.split("/")
    return folders[-1] if folders and name.casefold() in _FOLDERS_OWN else name


def date_of_name(docname: str, *, folders: bool) -> str:
    """The date that ``docname`` begins with, ``2024-03-01``; with ``folders`` also one that its folders make.

    Of folders the first day of a month stands for a month. Empty where there is none; it may not exist (30 February).
    """
    if found := _DATED.fullmatch(own_name(docname)):
        return found["date"].replace("_", "-")
    if folders and (matches := list(_DATED_FOLDERS.finditer(docname))):
        found = matches[-1]
        return f"{found['year']}-{found['month']}-{found['day'] or '1'}"
    return ""


def title_of_name(docname: str) -> str:
    """The name of the file as a title: without its date, with spaces for ``-`` and ``_``."""
    name = own_name(docname)
    found = _DATED.fullmatch(name)
    title = (found["rest"] or found["date"]) if found else name
    return title if found and not found["rest"] else re.sub(r"[-_\s]+", " ", title).strip() or name


def is_in_drafts(docname: str) -> bool:
    """Whether the document lies in a folder ``_drafts``, where Jekyll and Hexo keep what is not to be published."""
    return _DRAFTS in docname.split("/")[:-1]
