"""Modules and functions stay small enough to be read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

SOURCE = Path(__file__).parents[2] / "src" / "kpi_lib"
LARGEST_MODULE, MEDIAN_MODULE = 250, 90
LARGEST_FUNCTION, MEDIAN_FUNCTION = 40, 12
REFUSED_NAMES = {"utils", "helpers", "common", "misc"}


def lines_of_modules() -> dict[str, int]:
    return {
        path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8").count("\n")
        for path in SOURCE.rglob("*.py")
        if path.stat().st_size
    }


def lines_of_functions() -> Iterator[tuple[str, int]]:
    """Yield each function with its lines, docstring left out."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                docstring = ast.get_docstring(node, clean=False)
                told = docstring.count("\n") + 1 if docstring else 0
                yield (
                    f"{path.name}:{node.lineno} {node.name}",
                    (node.end_lineno or 0) - node.lineno + 1 - told,
                )


def test_no_module_is_too_long() -> None:
    sizes = lines_of_modules()
    assert {name: size for name, size in sizes.items() if size > LARGEST_MODULE} == {}
    assert median(size for name, size in sizes.items() if not name.endswith("__init__.py")) <= MEDIAN_MODULE


def test_no_function_is_too_long() -> None:
    sizes = dict(lines_of_functions())
    assert {name: size for name, size in sizes.items() if size > LARGEST_FUNCTION} == {}
    assert median(sizes.values()) <= MEDIAN_FUNCTION


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [path for path in SOURCE.rglob("*.py") if path.stem in REFUSED_NAMES] == []
