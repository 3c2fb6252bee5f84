"""What the repository promises stands everywhere in the same words, and the installed package carries what it needs."""

from __future__ import annotations

import configparser
import itertools
import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest
import yaml

import sphinx_byline

REPOSITORY = Path(__file__).parent.parent
PACKAGE = Path(sphinx_byline.__file__).parent


def read(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def blocks(markdown: str, language: str) -> list[str]:
    """The texts of a document's fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", markdown, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads(read("pyproject.toml"))


@pytest.fixture(scope="module")
def pairs() -> set[str]:
    """The pairs of Python and Sphinx that tox.ini names, such as ``py313-sphinx92``."""
    tox = configparser.ConfigParser(interpolation=None)
    tox.read(REPOSITORY / "tox.ini", encoding="utf-8")
    found = set()
    for line in tox["tox"]["env_list"].splitlines():
        if match := re.fullmatch(r"(py\d+-sphinx)\{([\d, ]+)\}", line.strip()):
            found |= {match[1] + sphinx.strip() for sphinx in match[2].split(",")}
    return found


def test_the_readme_has_one_command_to_build_and_one_to_test() -> None:
    build, tests = "".join(blocks(read("README.md"), "sh")).splitlines()
    assert build.endswith("sphinx-build -nW example_docs _site")
    assert tests.endswith("tox run -e py")


def test_the_conf_py_of_five_lines_is_the_one_that_tests_and_benchmarks_use() -> None:
    lines = next(block for block in blocks(read("README.md"), "python") if block.startswith("# conf.py\n"))
    conf = lines.removeprefix("# conf.py\n")
    assert len(conf.splitlines()) == 5
    assert f'"""\\\n{conf}"""' in read("tests/conftest.py")
    assert f'"""\\\n{conf}"""' in read("benchmarks/build.py")


def test_tox_has_every_pair_of_python_and_sphinx_that_exists(pairs: set[str]) -> None:
    oldest_python = {"82": 11, "90": 11, "91": 12, "92": 13}
    assert pairs == {
        f"py3{python}-sphinx{sphinx}"
        for python, sphinx in itertools.product((11, 12, 13), oldest_python)
        if python >= oldest_python[sphinx]
    }


def test_the_workflow_runs_every_pair_on_three_systems(pairs: set[str]) -> None:
    matrix = yaml.safe_load(read(".github/workflows/tests.yml"))["jobs"]["tests"]["strategy"]["matrix"]
    assert set(matrix["pair"]) == pairs
    assert [name.partition("-")[0] for name in matrix["os"]] == ["ubuntu", "macos", "windows"]


def test_the_supported_pythons_are_those_that_are_tested(pairs: set[str], project: dict[str, Any]) -> None:
    tested = {f"3.{pair[3:5]}" for pair in pairs}
    listed = {match[1] for text in project["project"]["classifiers"] if (match := re.search(r":: (3\.\d+)$", text))}
    assert listed == tested


@pytest.mark.parametrize("workflow", sorted((REPOSITORY / ".github" / "workflows").glob("*.yml")), ids=lambda p: p.stem)
def test_a_workflow_may_only_read_and_names_the_exact_version_of_each_action(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    loose = [used for used in re.findall(r"uses: (\S+)", text) if not re.search(r"@v\d+\.\d+\.\d+$", used)]
    assert not loose


def test_a_commit_is_checked_by_the_same_ruff_as_a_pull_request(project: dict[str, Any]) -> None:
    hooks = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    ruff = next(hook["rev"] for hook in hooks if hook["repo"].endswith("ruff-pre-commit"))
    assert project["dependency-groups"]["lint"] == [f"ruff=={ruff.removeprefix('v')}"]


def test_the_changelog_begins_with_what_is_not_released_yet() -> None:
    assert re.findall(r"^## (.*)$", read("CHANGELOG.md"), flags=re.MULTILINE)[0] == "Unreleased"


def test_the_package_is_known_as_an_html_theme() -> None:
    try:
        installed = distribution("sphinx-byline")
    except PackageNotFoundError:
        pytest.skip("sphinx-byline is on the path, but not installed")
    (theme,) = installed.entry_points.select(group="sphinx.html_themes")
    assert (theme.name, theme.value) == ("byline", "sphinx_byline")


def test_the_package_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_the_package_carries_the_style_sheet_and_the_fonts_of_katex() -> None:
    katex = PACKAGE / "math" / "katex"
    assert [path.name for path in katex.rglob("*.css")]
    fonts = [path.name for path in katex.rglob("*.woff2")]
    assert len(fonts) == 20
    assert not [path.name for path in katex.rglob("*") if path.suffix in {".woff", ".ttf"}]


def test_the_package_carries_katex_licences() -> None:
    assert [path for path in (PACKAGE / "math" / "katex").rglob("*") if "LICEN" in path.name.upper()]
