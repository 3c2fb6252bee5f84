"""The single source of ``python -m sphinx_byline init``: the files of a new publication, none of them over another."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from pathlib import Path
from string import Template

from sphinx_byline.model.plaintext import clean
from sphinx_byline.model.slugs import slugify

_TEMPLATES = Path(__file__).parent / "templates"
_ENDING = ".template"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*")
#: What Markdown, and MyST in it, could take for more than text.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#$~|]")
#: What stands for what nobody has named.
_DEFAULTS = {"en": ("Notes", "Your Name"), "zh": ("笔记", "你的名字")}


class InitError(Exception):
    """The folder cannot be written to; the text says why."""


def write_publication(
    folder: Path, *, title: str = "", author: str = "", language: str = ""
) -> tuple[list[str], list[str]]:
    """Write a publication into ``folder``; return the names of files that were written, and of those that were there.

    What was there stays as it is. Raises :exc:`InitError` where the folder cannot be written to, or ``language`` is no
    language code.
    """
    code = (language or _system_language()).replace("-", "_")
    if not _LANGUAGE.fullmatch(code):
        raise InitError(f'"{language}" is no language code; write one such as en or zh_CN')
    texts = "zh" if code.partition("_")[0].lower() == "zh" else "en"
    name, person = clean(title) or _DEFAULTS[texts][0], clean(author) or _DEFAULTS[texts][1]
    words = {
        "title": _MARKUP.sub(r"\\\g<0>", name),
        "title_text": json.dumps(name, ensure_ascii=False),
        "author_text": json.dumps(person, ensure_ascii=False),
        "author_key": json.dumps(slugify(person), ensure_ascii=False),
        "language": code,
        "today": dt.datetime.now().astimezone().date().isoformat(),
    }
    written: list[str] = []
    kept: list[str] = []
    for root in (_TEMPLATES / "all", _TEMPLATES / texts):
        for template in sorted(root.rglob(f"*{_ENDING}")):
            target = template.relative_to(root).as_posix().removesuffix(_ENDING)
            text = Template(template.read_text(encoding="utf-8")).substitute(words)
            (written if _write_new(folder / target, text) else kept).append(target)
    return sorted(written), sorted(kept)


def _write_new(path: Path, text: str) -> bool:
    """Write ``path`` unless it is there; tell whether it was written."""
    if path.is_file():
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except (FileExistsError, NotADirectoryError):
        raise InitError(f"{path} cannot be written: something that is no folder, or no file, is in the way") from None
    except OSError as error:
        raise InitError(f"{path} cannot be written: {error.strerror or error}") from error
    return True


def _system_language() -> str:
    """The language of this system, as the environment names it; English where it names none."""
    said = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    code = re.split(r"[.@]", said)[0]
    return code if _LANGUAGE.fullmatch(code) and code != "POSIX" else "en"
