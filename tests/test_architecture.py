"""The house keeps its floors: imports point down, the model stands without Sphinx, a module has one purpose."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import sphinx_byline

PACKAGE = Path(sphinx_byline.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

#: What each room may know besides itself. The package's own name and version are no secret to anybody.
FLOORS: dict[str, set[str]] = {
    "model": set(),
    "collect": {"model"},
    "math": {"collect", "model"},
    "cjk": {"collect", "model"},
    "pages": {"collect", "model"},
    "theme": {"pages", "collect", "model"},
    "outputs": {"pages", "collect", "model"},
    "extension": {"model", "collect", "pages", "theme", "outputs", "math", "cjk"},
    "commands": {"model", "collect"},
    "__main__": {"commands"},
    "sphinx_byline": {"extension"},
}

#: Guide of the architecture is 300; what is longer than this usually holds two purposes.
LONGEST_MODULE_LINES = 400

#: Names that say nothing of what a module is for.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())


def room_of(dotted: str) -> str:
    """``sphinx_byline.model.article`` -> ``model``; the package itself is a room of its own."""
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


def dotted_name(path: Path) -> str:
    parts = ["sphinx_byline", *path.relative_to(PACKAGE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> set[tuple[str, int]]:
    """Dotted names that a module imports, anywhere in it, those for type checkers included; each with its line."""
    package = dotted_name(path) if path.name == "__init__.py" else dotted_name(path).rpartition(".")[0]
    found: set[tuple[str, int]] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {(alias.name, node.lineno) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            # `from sphinx_byline import model` names a room, `from sphinx_byline import __version__` does not.
            names = [f"{source}.{alias.name}" for alias in node.names] if source == "sphinx_byline" else [source]
            found |= {(name if room_of(name) in FLOORS else source, node.lineno) for name in names}
    return found


@each_module
def test_imports_point_down(path: Path) -> None:
    room = room_of(dotted_name(path))
    assert room in FLOORS, f"{path.name} lies in no room of the house"
    allowed = FLOORS[room] | {room, "sphinx_byline"}
    climbing = [
        f"{path.relative_to(PACKAGE)}:{line}: {room} must not know {name}"
        for name, line in sorted(imported(path))
        if name.split(".")[0] == "sphinx_byline" and room_of(name) not in allowed
    ]
    assert not climbing, "\n".join(climbing)


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(dotted_name(p)) == "model"], ids=lambda path: path.name)
def test_the_model_is_pure_python(path: Path) -> None:
    foreign = {
        name for name, _ in imported(path) if name.split(".")[0] not in sys.stdlib_module_names | {"sphinx_byline"}
    }
    assert not foreign, f"the model needs nothing but Python, {path.name} imports {', '.join(sorted(foreign))}"


def test_importing_the_model_imports_neither_sphinx_nor_docutils() -> None:
    names = [dotted_name(path) for path in MODULES if room_of(dotted_name(path)) == "model"]
    assert names
    program = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "print(*sorted({m.split('.')[0] for m in sys.modules} & {'sphinx', 'docutils', 'myst_parser', 'yaml'}))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )
    assert result.stdout.split() == []


@each_module
def test_a_module_keeps_to_one_purpose(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE_LINES, f"{path.name} has {lines} lines: it probably holds two purposes"
    assert path.stem not in EMPTY_NAMES, f"the name {path.stem} does not say what the module is for"


@each_module
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path.name} begins without a docstring"
