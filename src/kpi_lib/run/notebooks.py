"""What a page's source notebook may hold: calls of the library, and Markdown without figures or claims.

A cell imports `kpi_lib`, sets parameters, makes `page` by `kpi.pages` from `kpi.load(…)`, or asks `page` for
a part. What a page shows is then what the library returned, and Markdown of this notebook. A notebook takes
exactly the parameters that it is run with, and reads each; papermill alone only warns.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpi_lib.core.errors import KpiError, NotebookError, ProseError, nearest, raise_all
from kpi_lib.pages.commentary.claims import Block, blocks_of_markdown, marks_of

if TYPE_CHECKING:
    from nbformat import NotebookNode

PARAMETERS_TAG = "parameters"

IMPORT, PAGE = "import kpi_lib as kpi", "page"
IMPROVEMENT = "Improvement"
"""The name of the page about improvement, which claims none."""
LOAD, LANDING, PAGES = "kpi.load", "kpi.landing", "kpi.pages"


def load_notebook(path: Path) -> NotebookNode:
    """Read a notebook; raises NotebookError when it is missing or no notebook."""
    import nbformat  # slow to load, and most commands run no notebook

    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except FileNotFoundError as error:
        raise NotebookError("There is no such notebook", where=str(path)) from error
    except (ValueError, AttributeError, KeyError, nbformat.ValidationError) as error:
        raise NotebookError("This is no notebook", where=str(path), got=str(error)[:200]) from error


def check_notebooks(paths: Iterable[Path]) -> None:
    """Check the source notebooks of pages, before any of them runs.

    Raises
    ------
    NotebookError : a notebook that cannot be read; cells that do more than ask the library.
    ProseError : figures and claims in Markdown cells. All faults of all notebooks at once.
    """
    raise_all([fault for path in paths for fault in notebook_faults(load_notebook(path), path.name)])


def notebook_faults(notebook: Any, name: str) -> Iterator[KpiError]:
    """Yield what a source notebook holds that a page may not show; cells are counted from 1."""
    for number, cell in enumerate(notebook.cells, start=1):
        where = f"{name}, cell {number}"
        if cell.cell_type == "markdown":
            yield from _markdown_faults(cell.source, where)
        elif cell.cell_type != "code" or not (PARAMETERS_TAG in tags_of(cell) or _is_of_library(cell.source)):
            yield NotebookError(
                "A cell of a page does more than ask the library",
                where=where,
                got=cell.source,
                expected="page = kpi.pages.overview(kpi.load(quarter, area)), or page.tiles()",
                hint="what a page shows is made in the library, where tests judge it (docs/checked-prose.md)",
            )


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


def _markdown_faults(source: str, where: str) -> Iterator[ProseError]:
    blocks = blocks_of_markdown(source, has_html=True)
    for mark in marks_of(block for block in blocks if not _states_nothing(block)):
        yield ProseError(
            f"Markdown of a page states a {'figure' if mark.is_figure else 'claim'}",
            where=f"{where}, line {mark.line}",
            got=f"'{mark.word}' in “{source.splitlines()[mark.line - 1].strip()}”",
            expected="a call of the page that says it, such as page.tiles()",
            hint="or say it without, or ask it in a heading (docs/checked-prose.md)",
        )


def _states_nothing(block: Block) -> bool:
    """Say whether a block is a heading that asks, or the name of a page."""
    return block.is_heading and (block.text.endswith("?") or block.text == IMPROVEMENT)


def _is_of_library(source: str) -> bool:
    try:
        lines = ast.parse(source).body
    except SyntaxError:
        return False
    return all(_is_allowed(line) for line in lines)


def _is_allowed(line: ast.stmt) -> bool:
    if isinstance(line, ast.Assign):
        return [ast.unparse(target) for target in line.targets] == [PAGE] and _is_loaded(line.value)
    if isinstance(line, ast.Expr):
        part = line.value.func if isinstance(line.value, ast.Call) else line.value
        is_of_page = isinstance(part, ast.Attribute) and ast.unparse(part.value) == PAGE
        return is_of_page and (not isinstance(line.value, ast.Call) or _has_plain_arguments(line.value))
    return ast.unparse(line) == IMPORT


def _is_loaded(made: ast.expr) -> bool:
    """Say whether a page is made by `kpi.landing(…)`, or by `kpi.pages` of what `kpi.load(…)` returns."""
    if not isinstance(made, ast.Call):
        return False
    if ast.unparse(made.func) == LANDING:
        return _has_plain_arguments(made)
    pack = made.args[0] if made.args else None
    is_of_pack = isinstance(pack, ast.Call) and ast.unparse(pack.func) == LOAD and _has_plain_arguments(pack)
    others = ast.Call(made.func, made.args[1:], made.keywords)
    is_page = isinstance(made.func, ast.Attribute) and ast.unparse(made.func.value) == PAGES
    return is_page and is_of_pack and _has_plain_arguments(others)


def _has_plain_arguments(call: ast.Call) -> bool:
    """Say whether all arguments are parameters, plain values or lists of them."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    nodes = [node for value in given for node in ast.walk(value)]
    plain = (ast.Constant, ast.Name, ast.List, ast.Tuple, ast.Load, ast.UnaryOp, ast.USub)
    return all(isinstance(node, plain) for node in nodes)


def _declared(source: str, where: Path) -> set[str]:
    try:
        lines = ast.parse(source).body
    except SyntaxError as error:
        what = "The parameters cell is not valid Python"
        raise NotebookError(what, where=str(where), got=str(error)) from error
    names = set()
    for line in lines:
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
    names = set()
    for source in sources:
        with suppress(SyntaxError):  # a line such as `%matplotlib inline` reads no parameter
            nodes = ast.walk(ast.parse(source))
            names |= {
                node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            }
    return names


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
