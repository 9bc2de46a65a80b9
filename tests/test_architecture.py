"""The walls between the rooms, held by reading the imports."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "gapsurvey"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "assets" not in path.parts)


def name_of(path: Path) -> str:
    """Dotted name of the module, or of the package whose `__init__.py` it is."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """`stats` for gapsurvey.stats.shares, `study` for gapsurvey.study, "" for gapsurvey itself."""
    house, *rooms = module.split(".")
    return rooms[0] if house == "gapsurvey" and rooms else ""


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it, and every name that it imports from one."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write the import in full, so that walls can be read off it"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


IMPORTS = {name_of(path): frozenset(imports_of(path)) for path in MODULES}
ROOMS = {room_of(name) for name in IMPORTS} - {""}
FRONT_DOORS = {"__main__", "cli", "commands", "web"}
ROWS = {"exports", "shapes", "records", "matching", "pairing", "coding", "derived", "tally", "quality", "weights", "verbatims"}
NUMBERS = {"stats", "methods", "curve", "contribution", "instruments", "decision"}
SHOWN = {"outputs", "figures"}

# Which rooms never enter which others, and why.
WALLS = {
    "stats are numbers in, numbers out": (("stats",), ROOMS - {"stats"}),
    "renderers cannot compute": (("outputs", "figures"), ROWS | NUMBERS),
    "methods know no view": (("methods",), SHOWN),
    "verdicts are words, not pictures": (("curve", "contribution", "instruments", "decision", "headline"), SHOWN),
    "rows end at the tally": (("methods", "curve", "contribution", "instruments", "decision", "headline"), ROWS),
    "an export is read without knowing what was asked": (("exports",), {"study", "shapes"} | NUMBERS | SHOWN),
    "shapes know no analysis": (("shapes",), NUMBERS | SHOWN),
    "what is invented stays before fieldwork": (tuple(ROWS | NUMBERS | SHOWN | {"study", "questionnaire"}), {"simulation"}),
    "the page calls what the command line calls": (("web",), (ROWS | NUMBERS | {"privacy"}) - {"exports", "methods", "shapes"}),
    "only the front doors open the front doors": (tuple(ROOMS - FRONT_DOORS), FRONT_DOORS),
}


@pytest.mark.parametrize("wall", WALLS)
def test_no_room_reaches_through_a_wall(wall: str) -> None:
    rooms, closed = WALLS[wall]
    through = {
        f"{module} imports {imported}"
        for module, imports in IMPORTS.items()
        for imported in imports
        if room_of(module) in rooms and room_of(imported) in closed - {room_of(module)}
    }
    assert not through, wall


def test_the_rooms_that_walls_speak_of_exist() -> None:
    assert {room for rooms, _ in WALLS.values() for room in rooms} <= ROOMS


@pytest.mark.parametrize("module", IMPORTS)
def test_plotly_is_for_figures_alone(module: str) -> None:
    if room_of(module) not in SHOWN:
        assert not {name for name in IMPORTS[module] if name.startswith("plotly")}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_short_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400, "a room of this size wants walls of its own"
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring, "begin with the module's purpose, in a sentence"
    assert docstring.splitlines()[0].endswith((".", "!", "?")), "its first line is a sentence"


def test_dependencies_are_those_that_are_imported() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    declared = {plain(requirement) for requirement in needed}
    roots = {imported.partition(".")[0] for imports in IMPORTS.values() for imported in imports}
    distributions = packages_distributions()
    used = {plain(distributions[root][0]) for root in roots - {"gapsurvey"} if root in distributions}
    assert used == declared


def plain(requirement: str) -> str:
    """The distribution's name: `tomli-w` of "tomli_w>=1.2"."""
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return name[0].replace("_", "-").lower()


HEAVY = frozenset(
    {
        "babel",
        "pandas",
        "plotly",
        "statsmodels",
        "scipy.stats",
        "openpyxl",
        "pyarrow",
        "pyreadstat",
        "sklearn",
        "starlette",
        "stepmix",
        "uvicorn",
    }
)


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], HEAVY | {"numpy", "scipy", "pydantic", "jinja2"}),
        (["check", "surveys/support-hours"], HEAVY),
        (["report", "surveys/support-hours", "--formats", "html,json,md", "--output", "{out}"], HEAVY),
    ],
    ids=["help", "check", "report"],
)
def test_a_plain_run_imports_nothing_heavy(arguments: list[str], unwanted: frozenset[str], root: Path, tmp_path: Path) -> None:
    arguments = [argument.format(out=tmp_path / "out") for argument in arguments]
    command = [sys.executable, "-X", "importtime", "-m", "gapsurvey", *arguments]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=True)
    imported = {line.rsplit("|", 1)[-1].strip() for line in run.stderr.splitlines() if line.startswith("import time:")}
    assert "gapsurvey.cli" in imported
    assert not unwanted & imported
