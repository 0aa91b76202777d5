"""The rules that a source notebook keeps before it may run; papermill alone only warns."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kpi_lib.core.errors import NotebookError, nearest, raise_all

PARAMETERS_TAG = "parameters"


def tags_of(cell: Mapping[str, Any]) -> list[str]:
    """Return the tags of one notebook cell."""
    return list(cell.get("metadata", {}).get("tags", []))


def check_parameters(notebook: Mapping[str, Any], names: Iterable[str], where: Path) -> None:
    """Raise NotebookError unless the notebook takes exactly these parameters and reads each.

    Parameters
    ----------
    notebook : a notebook as nbformat reads it.
    names : names of the parameters that will be passed.
    where : its file, for the message.

    Raises
    ------
    NotebookError : no `parameters` cell or several; a line in it that is no plain typed
        assignment; a parameter unknown to it, missing from the call, or never read by a later cell.
        All faults together.
    """
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    tagged = [cell for cell in code if PARAMETERS_TAG in tags_of(cell)]
    if len(tagged) != 1:
        raise NotebookError(
            "A notebook has exactly one cell tagged 'parameters'",
            where=str(where),
            got=f"{len(tagged)} of them",
        )
    declared = _declared(tagged[0]["source"], where)
    passed = set(names)
    read = _names_read(cell["source"] for cell in code if cell is not tagged[0])
    raise_all(
        [_unknown(name, declared, where) for name in sorted(passed - declared)]
        + [_missing(name, where) for name in sorted(declared - passed)]
        + [_unread(name, where) for name in sorted((declared & passed) - read)]
    )


def _declared(source: str, where: Path) -> set[str]:
    names = set()
    for line in _parsed(source, where).body:
        if not (
            isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and _is_plain(line.value)
        ):
            raise NotebookError(
                "The parameters cell holds plain typed assignments only",
                where=f"{where}, line {line.lineno} of the parameters cell",
                got=ast.unparse(line),
                expected='a line such as quarter: str = "2017-18-Q4"',
            )
        names.add(line.target.id)
    return names


def _is_plain(value: ast.expr | None) -> bool:
    if isinstance(value, ast.UnaryOp):
        value = value.operand
    return isinstance(value, ast.Constant)


def _names_read(sources: Iterable[str]) -> set[str]:
    trees = (ast.walk(_parsed(source, None)) for source in sources)
    nodes = (node for tree in trees for node in tree)
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}


def _parsed(source: str, where: Path | None) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        if where is None:
            return ast.Module(body=[], type_ignores=[])
        raise NotebookError(
            "The parameters cell is not valid Python", where=str(where), got=str(error)
        ) from error


def _unknown(name: str, declared: set[str], where: Path) -> NotebookError:
    return NotebookError(
        "Unknown notebook parameter",
        where=str(where),
        got=f"'{name}'",
        expected=", ".join(sorted(declared)) or "no parameters",
        hint=nearest(name, declared) or "add it to the cell tagged 'parameters', or do not pass it",
    )


def _missing(name: str, where: Path) -> NotebookError:
    return NotebookError(
        "Notebook parameter not given",
        where=str(where),
        expected=f"a value for '{name}'",
        hint="remove it from the cell tagged 'parameters', or pass it",
    )


def _unread(name: str, where: Path) -> NotebookError:
    return NotebookError(
        "Notebook parameter never read",
        where=str(where),
        got=f"'{name}', which no later cell uses",
        hint="use it, or remove it from the cell tagged 'parameters'",
    )
