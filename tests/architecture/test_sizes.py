"""Functions fit a screen, and no module is a drawer for everything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

SOURCE = Path(__file__).parents[2] / "src" / "kpi_lib"
LARGEST_FUNCTION, MEDIAN_FUNCTION = 40, 12
REFUSED_NAMES = {"utils", "helpers", "common", "misc"}


def lines_told(node: ast.AST) -> int:
    """Return how many lines of a module, class or function are its docstring."""
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return 0
    docstring = ast.get_docstring(node, clean=False)
    return docstring.count("\n") + 1 if docstring else 0


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Yield each module's name and syntax tree."""
    for path in SOURCE.rglob("*.py"):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def lines_of_functions() -> Iterator[tuple[str, int]]:
    """Yield each function with its lines, docstring left out."""
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1 - lines_told(node)
                yield f"{name}:{node.lineno} {node.name}", lines


def test_no_function_is_too_long() -> None:
    sizes = dict(lines_of_functions())
    assert {name: size for name, size in sizes.items() if size > LARGEST_FUNCTION} == {}
    assert median(sizes.values()) <= MEDIAN_FUNCTION


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [path for path in SOURCE.rglob("*.py") if path.stem in REFUSED_NAMES] == []
