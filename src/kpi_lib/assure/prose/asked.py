"""Cells that only ask the library, and what it answers when it is asked again.

Such a cell is `page.title`, `page.summary()` or `page.evidence("voice")`: what it shows is made from rows by
the library, and not judged when a page is executed. What any other cell shows was written by hand, and is
read like Markdown.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode

from kpi_lib.assure.prose.check import Finding
from kpi_lib.assure.prose.outputs import said_by
from kpi_lib.assure.prose.plain import plain
from kpi_lib.core.errors import NotebookError
from kpi_lib.run.normalise import TITLE_TAG, heading_of
from kpi_lib.run.strict import tags_of
from kpi_lib.run.tool_rows import Place, add_tool_rows

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

PAGE, LOAD = "page", "kpi.load"
OTHERWISE = "the library, asked again, does not say it"


def is_asked(source: str) -> bool:
    """Say whether a cell's source is one name or call of the page, with plain arguments at most."""
    asked = _expression(source)
    call = asked.func if isinstance(asked, ast.Call) else asked
    is_of_page = (
        isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id == PAGE
    )
    return is_of_page and (not isinstance(asked, ast.Call) or _has_plain_arguments(asked))


def is_of_library(notebook: NotebookNode) -> bool:
    """Say whether every `page` of a notebook is made from `kpi.load(…)` by names and calls alone.

    With `page = Mine()`, what `page.summary()` shows was written by hand.
    """
    made = [_assigned(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    return all(_is_loaded(page) for page in made if page is not None)


def check_again(notebook: NotebookNode, place: Place, pack: Pack) -> Iterator[Finding]:
    """Yield what an executed page says otherwise than the library does when it is asked again.

    Parameters
    ----------
    notebook : the executed page, as it stands in its edition.
    place : where it stands; the links under charts and tables are made for it.
    pack : the quarter that it is about, loaded anew.

    Raises
    ------
    NotebookError : a cell makes its page of something else than the pack.
    """
    names = {**_parameters(notebook), LOAD: pack}
    answers = _answered(notebook, names)
    add_tool_rows(answers, place)
    for cell, again in zip(notebook.cells, answers.cells, strict=True):
        known = {text for output in again.get("outputs", []) for text in said_by(output)}
        if cell.cell_type == "code" and is_asked(cell.source):
            said = [text for output in cell.outputs for text in said_by(output)]
            yield from (Finding(place.address, text, "", OTHERWISE) for text in said if text not in known)
            if _attached(cell) != _attached(again):
                yield Finding(place.address, cell.source, "", "the figures attached for files are others")
        if TITLE_TAG in tags_of(cell) and (heading := plain(heading_of(notebook))) not in known:
            yield Finding(place.address, heading, "", OTHERWISE)


def _answered(notebook: NotebookNode, names: dict[str, Any]) -> NotebookNode:
    """Return a copy in which each cell that asks holds what the library answers now."""
    copy = nbformat.from_dict(notebook)
    for cell in copy.cells:
        if cell.cell_type != "code":
            continue
        if (made := _assigned(cell.source)) is not None:
            names[PAGE] = _value(made, names)
        elif is_asked(cell.source):
            cell.outputs = [_output(_value(_expression(cell.source), names))]
    return copy


def _output(answer: Any) -> NotebookNode:
    shown = getattr(answer, "_repr_mimebundle_", None)
    data = {"text/plain": str(answer)} if shown is None else shown(exclude=["image/png"])
    return nbformat.v4.new_output("display_data", data)


def _attached(cell: NotebookNode) -> list[Any]:
    """Return the data that a cell's outputs carry for downloads and documents."""
    carried = [output.get("data", {}) for output in cell.outputs]
    return [
        json.dumps(data[mime], sort_keys=True, default=str)
        for data in carried
        for mime in sorted(data)
        if mime.startswith("application/")
    ]


def _expression(source: str) -> ast.expr | None:
    """Return what a cell of a single expression evaluates; nothing for any other."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return None
    return body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None


def _assigned(source: str) -> ast.expr | None:
    """Return what a cell makes the page of, where that is all it does."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return None
    line = body[0] if len(body) == 1 else None
    return line.value if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == PAGE else None


def _is_loaded(made: ast.expr) -> bool:
    """Say whether `kpi.load(…)` stands at the beginning of a chain of attributes and calls."""
    if isinstance(made, ast.Call):
        return ast.unparse(made.func) == LOAD or _is_loaded(made.func)
    return isinstance(made, ast.Attribute) and _is_loaded(made.value)


def _has_plain_arguments(call: ast.Call) -> bool:
    return not call.keywords and all(isinstance(value, ast.Constant) for value in call.args)


def _parameters(notebook: NotebookNode) -> dict[str, Any]:
    """Return the parameters of an executed page: the source's, then those that papermill set."""
    found = {}
    for cell in notebook.cells:
        if {"parameters", "injected-parameters"} & {*tags_of(cell)}:
            for line in ast.parse(cell.source).body:
                target = line.target if isinstance(line, ast.AnnAssign) else _only(line)
                if isinstance(target, ast.Name):
                    found[target.id] = ast.literal_eval(line.value)
    return found


def _only(line: ast.stmt) -> ast.expr | None:
    return line.targets[0] if isinstance(line, ast.Assign) else None


def _value(asked: ast.expr | None, names: Mapping[str, Any]) -> Any:
    """Return what a chain of names, attributes and calls stands for; nothing else is evaluated."""
    if isinstance(asked, ast.Name):
        return names[asked.id]
    if isinstance(asked, ast.Constant):
        return asked.value
    if isinstance(asked, ast.Attribute):
        return getattr(_value(asked.value, names), asked.attr)
    if isinstance(asked, ast.Call) and ast.unparse(asked.func) == LOAD:
        return names[LOAD]
    if isinstance(asked, ast.Call) and not asked.keywords:
        return _value(asked.func, names)(*[_value(value, names) for value in asked.args])
    raise NotebookError(
        "A page's cells ask the library, and nothing else",
        got=ast.unparse(asked) if asked else "nothing",
        expected="names, attributes, calls and plain values, such as page.table()",
    )
