"""Imports run one way, and the fences hold: read from the source with `ast`, not from running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "kpi_lib"
MODULES = sorted(SOURCE.rglob("*.py"))

MAY_IMPORT = {
    "core": {"core"},
    "disk": {"core", "disk"},
    "catalogue": {"core", "disk", "catalogue"},
    "ingest": {"core", "disk", "catalogue", "ingest"},
    "analysis": {"core", "catalogue", "analysis"},
    "present": {"core", "catalogue", "present"},
    "edition": {"core", "disk", "catalogue", "ingest", "analysis", "present", "edition"},
    "cli": {"core", "disk", "catalogue", "ingest", "edition", "cli"},
    "__init__": {"edition"},
}
FENCES = {
    "matplotlib": {"present"},
    "seaborn": {"present"},
    "papermill": {"edition"},
    "nbclient": {"edition"},
    "nbformat": {"edition"},
    "jupyter_client": {"edition"},
    "sphinx": {"edition"},
    "myst_nb": {"edition"},
    "pypandoc": {"edition"},
    "typst": {"edition"},
    "docx": {"edition"},
    "filelock": {"disk"},
    "typer": {"cli"},
    "rich": {"cli"},
    "scipy": {"analysis"},
    "statsmodels": {"analysis"},
}
OF_CORE = {"pandas"}
OPENS_FILES = {"disk", "ingest", "catalogue", "edition"}
FILE_CALLS = {
    "open",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
    "read_csv",
    "read_parquet",
    "to_csv",
}


def room_of(path: Path) -> str:
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Return every node of a file, parsed once for all that is asked of it."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports_of(path: Path) -> Iterator[str]:
    """Yield the full name of every module that a file imports, wherever in it."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls_of(path: Path) -> Iterator[tuple[str, int]]:
    for node in nodes_of(path):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield name, node.lineno


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_room_imports_only_rooms_below_it(path: Path) -> None:
    own = [name.split(".")[1] for name in imports_of(path) if name.startswith("kpi_lib.")]
    assert set(own) <= MAY_IMPORT[room_of(path)]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_library_is_imported_only_in_its_room(path: Path) -> None:
    libraries = {name.split(".")[0] for name in imports_of(path)}
    outside = [library for library in libraries if room_of(path) not in FENCES.get(library, {room_of(path)})]
    assert outside == []


@pytest.mark.parametrize("path", [path for path in MODULES if room_of(path) == "core"], ids=name_of)
def test_core_uses_pandas_and_the_standard_library_only(path: Path) -> None:
    import sys

    foreign = {name.split(".")[0] for name in imports_of(path)} - set(sys.stdlib_module_names) - {"kpi_lib"}
    assert foreign <= OF_CORE


@pytest.mark.parametrize("path", [path for path in MODULES if room_of(path) not in OPENS_FILES], ids=name_of)
def test_files_are_opened_only_where_they_may_be(path: Path) -> None:
    packaged = "importlib.resources.files" in set(imports_of(path))
    calls = [(name, line) for name, line in calls_of(path) if name in FILE_CALLS]
    assert packaged or calls == []


@pytest.mark.parametrize("path", [path for path in MODULES if room_of(path) != "cli"], ids=name_of)
def test_only_the_command_line_talks_to_the_terminal(path: Path) -> None:
    assert [line for name, line in calls_of(path) if name in {"print", "pprint", "input", "echo"}] == []


def test_the_face_starts_without_the_heavy_libraries() -> None:
    import subprocess
    import sys

    heavy = ["scipy", "statsmodels", "papermill", "nbformat", "sphinx", "typer"]
    code = f"import sys, kpi_lib; print([name for name in {heavy} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
