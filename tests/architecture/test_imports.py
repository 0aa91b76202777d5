"""Imports run one way and in no circle, and the fences hold: read from the source, not from running it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "kpi_lib"
MODULES = sorted(SOURCE.rglob("*.py"))
LEVELS = (
    {"core"}, {"disk"}, {"catalogue"}, {"ingest", "analysis", "present"}, {"pack"}, {"pages"}, {"run"},
    {"publish"}, {"assure"}, {"cli"},
)  # fmt: skip
"""From the ground up: a room imports itself and rooms of lower levels, none next to it."""
WITHOUT_DISK = {"analysis", "present"}
FACE = {"face", "__init__"}
FENCES = {
    "matplotlib": {"present"},
    "seaborn": {"present"},
    "papermill": {"run"},
    "nbclient": {"run"},
    "jupyter_client": {"run"},
    "nbformat": {"run", "publish", "assure"},
    "sphinx": {"publish"},
    "myst_nb": {"publish"},
    "pypandoc": {"publish"},
    "typst": {"publish"},
    "filelock": {"disk"},
    "typer": {"cli"},
    "rich": {"cli"},
    "scipy": {"analysis"},
    "statsmodels": {"analysis"},
}
OF_CORE = {"pandas"}
SAVES = "present/shown/files.py"
"""Where `present` writes what `.save` is asked to."""
OPENS_FILES = {"disk", "ingest", "catalogue", "pack", "pages", "run", "publish", "assure"}
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
HEAVY = ["scipy", "statsmodels", "papermill", "nbformat", "sphinx", "typer"]


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def module_of(path: Path) -> str:
    parts = ("kpi_lib", *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


NAMES = {module_of(path) for path in MODULES}


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Return every node of a file, parsed once for all that is asked of it."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    """Return every module that a file imports, wherever in it, those for type checkers too."""
    found: list[str] = []
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            full = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [name if name in NAMES else str(node.module) for name in full]
    return tuple(found)


def own_imports(path: Path) -> list[str]:
    return [name for name in imports_of(path) if name.startswith("kpi_lib.")]


def level_of(room: str) -> int:
    return next((place for place, rooms in enumerate(LEVELS) if room in rooms), len(LEVELS))


def may_import(room: str, other: str) -> bool:
    if room in FACE or room == other:
        return True
    return level_of(other) < level_of(room) and not (other == "disk" and room in WITHOUT_DISK)


def calls_of(path: Path) -> Iterator[tuple[str, int]]:
    for node in nodes_of(path):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node.lineno


def test_a_room_imports_only_rooms_below_it() -> None:
    wrong = [
        (name_of(path), name)
        for path in MODULES
        for name in own_imports(path)
        if not may_import(room_of(path), name.split(".")[1])
    ]
    assert wrong == []


def test_no_page_imports_another() -> None:
    folders = {path.parent.name for path in MODULES if room_of(path) == "pages" and path.name == "page.py"}
    wrong = [
        (name_of(path), name)
        for path in MODULES
        if room_of(path) == "pages" and path.parent.name in folders
        for name in own_imports(path)
        if name.startswith("kpi_lib.pages.") and name.split(".")[2] in folders - {path.parent.name}
    ]
    assert wrong == []


def test_words_know_nothing_of_how_they_are_shown() -> None:
    wrong = [
        (name_of(path), name)
        for path in MODULES
        if "/present/words/" in path.as_posix()
        for name in own_imports(path)
        if name.startswith("kpi_lib.present.") and name.split(".")[2] != "words"
    ]
    assert wrong == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {module_of(path): {*own_imports(path)} - {module_of(path)} for path in MODULES}
    try:
        order = [*TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None
    assert len(order) >= len(MODULES)


def test_a_library_is_imported_only_in_its_room() -> None:
    wrong = [
        (name_of(path), name)
        for path in MODULES
        for name in imports_of(path)
        if room_of(path) not in FENCES.get(name.split(".")[0], {room_of(path)})
    ]
    assert wrong == []


def test_core_uses_pandas_and_the_standard_library_only() -> None:
    foreign = {name.split(".")[0] for path in MODULES if room_of(path) == "core" for name in imports_of(path)}
    assert foreign - set(sys.stdlib_module_names) - {"kpi_lib"} <= OF_CORE


def test_files_are_opened_only_where_they_may_be() -> None:
    wrong = [
        (name_of(path), name, line)
        for path in MODULES
        if room_of(path) not in OPENS_FILES
        and "importlib.resources" not in imports_of(path)
        and name_of(path) != SAVES
        for name, line in calls_of(path)
        if name in FILE_CALLS
    ]
    assert wrong == []


def test_only_the_command_line_talks_to_the_terminal() -> None:
    wrong = [
        (name_of(path), line)
        for path in MODULES
        if room_of(path) != "cli"
        for name, line in calls_of(path)
        if name in {"print", "pprint", "input", "echo"}
    ]
    assert wrong == []


def test_no_folder_is_too_full_to_know() -> None:
    """About twenty modules, its docstring apart."""
    counts = {
        folder.relative_to(SOURCE).as_posix(): len([*folder.glob("*.py")]) - 1
        for folder in {path.parent for path in MODULES}
    }
    assert {folder: count for folder, count in counts.items() if count > 23} == {}


def test_the_face_starts_without_the_heavy_libraries() -> None:
    code = f"import sys, kpi_lib; print([name for name in {HEAVY} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
