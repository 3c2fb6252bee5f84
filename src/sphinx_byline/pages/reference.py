"""The single source of the guide's reference tables, each made from the code that it describes."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_byline.collect.settings import PREFIX, Settings
from sphinx_byline.collect.warnings import Warn
from sphinx_byline.model.fields import FIELDS
from sphinx_byline.pages import contexts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

Rows = list[tuple[str, ...]]


def fields() -> Rows:
    """Every field of the header."""
    return [
        ("Field", "Means", "Also understood as"),
        *((f"`{field.name}`", field.help, ", ".join(f"`{alias}`" for alias in field.aliases)) for field in FIELDS),
    ]


def settings() -> Rows:
    """Every setting of conf.py."""
    return [
        ("Setting", "Default", "Means"),
        *(
            (
                f"`{PREFIX}{setting.name}`",
                f"`{list(setting.default) if isinstance(setting.default, tuple) else setting.default!r}`",
                setting.metadata["help"],
            )
            for setting in dataclasses.fields(Settings)
        ),
    ]


def warnings() -> Rows:
    """Every warning, by the name that ``suppress_warnings`` knows."""
    return [("Warning", "Means"), *((f"`byline.{member.value}`", member.meaning) for member in Warn)]


def templates() -> Rows:
    """Every word that templates know, from the typed contexts and their docstrings."""
    tree = ast.parse(Path(contexts.__file__).read_text(encoding="utf-8"))
    rows: Rows = [("Context", "Word", "Type", "Means")]
    for context in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        body = context.body
        for position, item in enumerate(body):
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                after = body[position + 1] if position + 1 < len(body) else None
                said = (
                    after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
                )
                rows.append(
                    (f"`{context.name}`", f"`{item.target.id}`", f"`{ast.unparse(item.annotation)}`", str(said))
                )
    return rows


TABLES: dict[str, Callable[[], Rows]] = {
    "fields": fields,
    "settings": settings,
    "warnings": warnings,
    "templates": templates,
}


class ReferenceDirective(SphinxDirective):
    """``{byline-reference}``: one of the tables that this module makes."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {}

    def run(self) -> list[nodes.Node]:
        """Return the table named by the argument."""
        head, *rows = TABLES[directives.choice(self.arguments[0], tuple(TABLES))]()
        group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in head), cols=len(head))
        group += nodes.thead("", self._row(head))
        group += nodes.tbody("", *(self._row(row) for row in rows))
        table = nodes.table("", group, classes=["byline-reference"])
        self.set_source_info(table)
        return [table]

    def _row(self, cells: Sequence[str]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *self.parse_inline(cell)[0])) for cell in cells))


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("byline-reference", ReferenceDirective)
