"""Modules and functions stay small enough to be read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

SOURCE = Path(__file__).parents[2] / "src" / "kpi_lib"
LARGEST_MODULE, MEDIAN_MODULE = 250, 90
"""The largest with docstrings; the median, like those of functions, without."""
LARGEST_FUNCTION, MEDIAN_FUNCTION = 40, 12
REFUSED_NAMES = {"utils", "helpers", "common", "misc"}


def lines_told(node: ast.AST) -> int:
    """Return how many lines of a module, class or function are its docstring."""
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return 0
    docstring = ast.get_docstring(node, clean=False)
    return docstring.count("\n") + 1 if docstring else 0


def trees() -> Iterator[tuple[str, ast.Module, int]]:
    """Yield each module's name, syntax tree and number of lines."""
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if text and path.name != "__init__.py":
            yield path.relative_to(SOURCE).as_posix(), ast.parse(text), text.count("\n")


def lines_of_functions() -> Iterator[tuple[str, int]]:
    """Yield each function with its lines, docstring left out."""
    for name, tree, _ in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1 - lines_told(node)
                yield f"{name}:{node.lineno} {node.name}", lines


def test_no_module_is_too_long() -> None:
    assert {name: lines for name, _, lines in trees() if lines > LARGEST_MODULE} == {}


def test_most_modules_are_short() -> None:
    code = [lines - sum(map(lines_told, ast.walk(tree))) for _, tree, lines in trees()]
    assert median(code) <= MEDIAN_MODULE


def test_no_function_is_too_long() -> None:
    sizes = dict(lines_of_functions())
    assert {name: size for name, size in sizes.items() if size > LARGEST_FUNCTION} == {}
    assert median(sizes.values()) <= MEDIAN_FUNCTION


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [path for path in SOURCE.rglob("*.py") if path.stem in REFUSED_NAMES] == []
