"""The single source of the guide's reference tables, each made from the code that it describes."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_byline.collect.settings import PREFIX, Settings, default_of
from sphinx_byline.collect.warnings import Warn
from sphinx_byline.model.fields import FIELDS, HOLDS
from sphinx_byline.model.kinds import KINDS
from sphinx_byline.pages import contexts
from sphinx_byline.pages.directives import DIRECTIVES, PartDirective

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

#: Characters of a column, where a builder draws text; in HTML columns are equal to begin with.
_COLUMN = 30
_THEME = Path(__file__).parent.parent / "theme" / "byline"
_FIRST_COMMENT = re.compile(r"\{#-?\s*(.*?)\s*-?#\}", re.DOTALL)

#: Settings by what they are about, in the guide's order; what stands nowhere here comes last.
_SETTING_GROUPS = (
    (
        "Articles",
        (
            *("article_include", "article_exclude", "drafts", "future_drafts", "timezone", "dates_from_folders"),
            *("default_cover", "cover_alt_required", "image_folders", "license", "unknown_fields"),
        ),
    ),
    (
        "Authors, tags and categories",
        ("authors", "tags", "categories", "series", "tags_inline", "tags_from", "nested_categories"),
    ),
    (
        "Pages and lists",
        (
            *("home_list", "per_page", "archive_per_page", "navigation", "neighbours"),
            *("related", "related_newer", "related_threshold", "translations"),
            *(name for kind in KINDS.values() for name in (kind.pages_setting, kind.path_setting)),
        ),
    ),
    ("Markdown, Chinese and Japanese", ("cjk_emphasis", "math_interrupts", "soft_breaks", "heading_anchors")),
    ("Feed and metadata", ("feed", "metadata", "redirects", "redirects_file")),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the guide: rows of inline markup, and what stands above it where it is one of several."""

    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    title: str = ""
    text: str = ""


def fields() -> list[Table]:
    """Every field of the header."""
    rows = []
    for field in FIELDS:
        others = [f"`{alias}`" for alias in field.aliases] + [f"`{name}: false`" for name in field.opposites]
        holds = HOLDS[field.kind]
        # A column of its own would leave the others too narrow to read.
        rows.append((f"`{field.name}`", f"{holds[:1].upper()}{holds[1:]}. {field.help}", ", ".join(others)))
    return [Table(("Field", "Holds, and means", "Also understood as"), rows)]


def settings() -> list[Table]:
    """Every setting of conf.py, a table for each group."""
    rows = {
        setting.name: (
            f"`{PREFIX}{setting.name}`",
            f"`{default_of(setting)!r}`",
            setting.metadata["help"],
        )
        for setting in dataclasses.fields(Settings)
    }
    grouped = {name for _, names in _SETTING_GROUPS for name in names}
    groups = (*_SETTING_GROUPS, ("Further settings", tuple(name for name in rows if name not in grouped)))
    tables = [
        Table(("Setting", "Default", "Means"), [rows[name] for name in names if name in rows], title)
        for title, names in groups
    ]
    return [table for table in tables if table.rows]


def warnings() -> list[Table]:
    """Every warning, by the name that ``suppress_warnings`` knows."""
    return [Table(("Warning", "Means"), [(f"`byline.{member.value}`", member.meaning) for member in Warn])]


def theme_options() -> list[Table]:
    """Every option of the theme: the values and the comments of ``theme.toml``, of which one may serve several."""
    text = (_THEME / "theme.toml").read_text(encoding="utf-8")
    defaults = tomllib.loads(text)["options"]
    rows: list[tuple[list[str], str]] = []
    comment = ""
    for line in text.partition("[options]")[2].splitlines():
        name = line.partition("=")[0].strip()
        if line.startswith("#"):
            comment = f"{comment} {line[1:].strip()}".strip()
        elif name in defaults:
            if comment or not rows:
                rows.append(([], comment))
            rows[-1][0].append(name)
            comment = ""
    return [
        Table(
            ("Option", "Default", "Means"),
            [
                (
                    ", ".join(f"`{name}`" for name in names),
                    ", ".join(f"`{json.dumps(defaults[name])}`" for name in names),
                    means,
                )
                for names, means in rows
            ],
        )
    ]


def components() -> list[Table]:
    """Every component: what the first comment of its file says that it draws, and the words that it knows."""
    rows = []
    for file in sorted((_THEME / "components").glob("*.html")):
        comment = _FIRST_COMMENT.match(file.read_text(encoding="utf-8"))
        said = " ".join(comment[1].split()) if comment else ""
        draws, _, words = said.partition("Words: ")
        rows.append((f"`{file.name}`", _sentence(draws), _sentence(words).rstrip(".") or "Sphinx's own"))
    return [Table(("File", "Draws", "Knows"), rows)]


def _sentence(text: str) -> str:
    """The first sentence of ``text``."""
    return re.split(r"(?<=\.) ", text.strip(), maxsplit=1)[0]


def templates() -> list[Table]:
    """Every word that templates know, a table for each typed context, the whole page's first."""
    tree = ast.parse(Path(contexts.__file__).read_text(encoding="utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return [
        Table(("Word", "Holds"), list(_words(context)), context.name, ast.get_docstring(context) or "")
        for context in reversed(classes)
    ]


def _words(context: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for item, after in zip(context.body, [*context.body[1:], None], strict=True):
        if not (isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)):
            continue
        annotation = ast.unparse(item.annotation)
        values = re.findall(r"'([^']*)'", annotation)
        # A long annotation in one piece would not break in a narrow column.
        holds = " or ".join(f"`{value}`" for value in values or annotation.split(" | "))
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str):
            holds += f" · {after.value.value}"
        yield f"`{item.target.id}`", holds


def _options(directive: type[PartDirective]) -> Callable[[], list[Table]]:
    """What makes the table of a directive's options."""
    rows = [(f"`:{option.name}:`", option.holds, option.help) for option in directive.options_known]
    return lambda: [Table(("Option", "Holds", "Means"), rows)]


TABLES: dict[str, Callable[[], list[Table]]] = {
    "fields": fields,
    "settings": settings,
    "warnings": warnings,
    "theme-options": theme_options,
    "components": components,
    **{f"options-{name}": _options(directive) for name, directive in DIRECTIVES.items() if directive.options_known},
    "templates": templates,
}


class ReferenceDirective(SphinxDirective):
    """``{byline-reference}``: one of the references that this module makes."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {}

    def run(self) -> list[nodes.Node]:
        """Return the tables named by the argument, each below its title and its text where it has them."""
        made: list[nodes.Node] = []
        for table in TABLES[directives.choice(self.arguments[0], tuple(TABLES))]():
            if table.title:
                made.append(nodes.rubric("", table.title))
            if table.text:
                made.append(self._paragraph(table.text))
            made.append(self._drawn(table))
        return made

    def _drawn(self, table: Table) -> nodes.table:
        group = nodes.tgroup("", *(nodes.colspec(colwidth=_COLUMN) for _ in table.head), cols=len(table.head))
        group += nodes.thead("", self._row(table.head))
        group += nodes.tbody("", *(self._row(row) for row in table.rows))
        drawn = nodes.table("", group, classes=["byline-reference"])
        self.set_source_info(drawn)
        return drawn

    def _row(self, cells: Sequence[str]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", self._paragraph(cell)) for cell in cells))

    def _paragraph(self, text: str) -> nodes.paragraph:
        return nodes.paragraph("", "", *self.parse_inline(text)[0])


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("byline-reference", ReferenceDirective)
