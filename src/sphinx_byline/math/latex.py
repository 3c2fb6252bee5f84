r"""The single source of macros on paper: LaTeX's own definitions of those that the site and its pages bring.

A book is one file, so a page's own macros get names there that nobody else has: what one page calls ``\eta`` is another
letter on the next. Those of the site keep theirs, and touch nothing that LaTeX means by a name in text, where ``\v`` is
an accent and no vector.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_byline.collect.outfiles import write_changed
from sphinx_byline.collect.settings import read_settings
from sphinx_byline.collect.source import MACROS_KEY
from sphinx_byline.math.nodes import MACROS
from sphinx_byline.math.room import formulas_in
from sphinx_byline.model.macros import CONTROL_SEQUENCE, arguments_of, needed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The package's name, which is the name of its files too.
PACKAGE = "byline-macros"

_FORMAT = "latex"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Paper:
    """The macros of all books of one build, and the package of LaTeX that defines them."""

    def __init__(self) -> None:
        """Know of none yet."""
        self._names = _Names({})

    def begin(self, app: Sphinx, env: BuildEnvironment) -> None:
        """See which macros there are, once everything is read (``env-updated``); without any, LaTeX hears of none."""
        if app.builder.format == _FORMAT:
            self._names = _Names(read_settings(app.config).macros)
            if self._names.site or any(MACROS_KEY in metadata for metadata in env.metadata.values()):
                app.add_latex_package(PACKAGE)

    def rename(self, document: nodes.document) -> None:
        """Give macros in the formulas of ``document`` the names that they have on paper."""
        for node in formulas_in(document):
            macros = {**self._names.site, **node.get(MACROS, {})}
            if used := dict(needed((node.astext(),), macros)):
                node.replace_self(_with_text(node, self._names.rename(node.astext(), used)))

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the package beside the books (``build-finished``).

        It defines nothing before the document begins: so an author's own preamble may define the same macros.
        """
        if exception is None and any(name == PACKAGE for name, _ in app.registry.latex_packages):
            folder = Path(app.outdir)
            header = f"\\ProvidesPackage{{{PACKAGE}}}[Macros of the formulas]\n"
            write_changed(
                folder / f"{PACKAGE}.sty", f"{header}\\AtBeginDocument{{\\input{{{PACKAGE}.tex}}}}\n".encode()
            )
            definitions = "".join(f"{text}\n" for text in self._names.definitions.values())
            write_changed(folder / f"{PACKAGE}.tex", definitions.encode())


def paper_macros(paper: Paper) -> type[SphinxPostTransform]:
    """The post-transform that renames macros; a class, as Sphinx makes the instance itself."""

    class PaperMacros(SphinxPostTransform):
        default_priority = 700
        formats = (_FORMAT,)

        def run(self, **kwargs: Any) -> None:  # noqa: ARG002 -- docutils' signature
            paper.rename(self.document)

    return PaperMacros


def setup_paper(app: Sphinx) -> None:
    """Serve the LaTeX builder, whatever draws formulas in HTML."""
    paper = Paper()
    app.add_post_transform(paper_macros(paper))
    app.connect("env-updated", paper.begin)
    app.connect("build-finished", paper.write)


def _with_text(node: nodes.math | nodes.math_block, text: str) -> nodes.Element:
    """``node`` in all but its text."""
    made = node.copy()
    made.append(nodes.Text(text))
    return made


class _Names:
    """What each macro is called on paper, and how it is defined there."""

    def __init__(self, site: Mapping[str, str]) -> None:
        self.site = dict(site)
        self.definitions: dict[tuple[str, str], str] = {}
        self._called: dict[tuple[str, str], str] = {}

    def rename(self, text: str, macros: Mapping[str, str]) -> str:
        """``text`` with the names that its macros have on paper: those of the site keep theirs."""
        called = {name: self._name(name, macros) for name in macros}
        return CONTROL_SEQUENCE.sub(lambda found: called.get(found[0], found[0]), text)

    def _name(self, name: str, macros: Mapping[str, str]) -> str:
        # Two pages may mean two things by a name even where its text is the same: by a macro within that text.
        key = (name, self._expanded(name, macros))
        if key not in self._called:
            of_site = name in self.site and key[1] == self._expanded(name, self.site)
            letters = "".join(filter(str.isalpha, name))
            called = name if of_site else rf"\byline{_in_letters(len(self._called))}{letters}"
            self._called[key] = called
            inner = {other: text for other, text in macros.items() if other != name}
            self.definitions[key] = _definition(called, self.rename(macros[name], dict(needed((macros[name],), inner))))
        return self._called[key]

    @staticmethod
    def _expanded(name: str, macros: Mapping[str, str]) -> str:
        """All that ``name`` stands for, in one text."""
        return "\0".join(f"{used}\0{text}" for used, text in needed((name,), macros))


def _definition(name: str, text: str) -> str:
    """Define ``name`` for formulas; in text it stays what it was."""
    bare = name.removeprefix("\\")
    count = f"[{arguments_of(text)}]" if arguments_of(text) else ""
    return (
        rf"\expandafter\let\csname byline@text@{bare}\endcsname{name}"
        rf"\expandafter\providecommand\csname byline@math@{bare}\endcsname{{}}"
        rf"\expandafter\renewcommand\csname byline@math@{bare}\endcsname{count}{{{text}}}"
        rf"\DeclareRobustCommand{name}{{\csname byline@\ifmmode math\else text\fi @{bare}\endcsname}}"
    )


def _in_letters(number: int) -> str:
    """0, 1, 25, 26 as a, b, z, ba: names of LaTeX have no digits."""
    high, low = divmod(number, len(_LETTERS))
    return (_in_letters(high) if high else "") + _LETTERS[low]
