"""Executed notebooks in the form that two runs agree on, byte for byte."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import nbformat
from nbformat import NotebookNode

from kpi_lib.core.apostrophes import curl
from kpi_lib.core.free_text import as_markdown, from_markdown, without_direction
from kpi_lib.present.shown.display import show_band
from kpi_lib.run.notebooks import tags_of

TITLE_TAG = "title"

_KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def normalise_notebook(executed: NotebookNode, title: str = "", notice: str = "") -> NotebookNode:
    """Return a copy without times, paths and random ids, headed by the page's own title.

    Parameters
    ----------
    executed : the notebook as papermill left it.
    title : heading of the page where no cell is tagged `title`; empty keeps the source's heading.
    notice : a line to be under the heading, such as whom the page is for; empty for none.

    Returns
    -------
    A new notebook, without what its cells wrote to the error stream (see `warnings_in`). Its first
    heading is the text printed by the cell tagged `title` (the page's finding, which only the data
    know), else `title`, else what the source says.
    """
    notebook = nbformat.from_dict({**executed, "metadata": _KERNEL})
    notebook.cells = [_normalise_cell(cell, number) for number, cell in enumerate(executed.cells, start=1)]
    if heading := _printed_title(notebook) or title:
        _change_heading(notebook, lambda _: f"# {as_markdown(heading)}")
    if notice:
        _change_heading(notebook, lambda line: f"{line}\n\n{show_band(notice).html}")
    return notebook


def heading_of(notebook: NotebookNode) -> str:
    """Return the text of the notebook's first level-one heading, or an empty text."""
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for line in cell.source.splitlines():
            if line.startswith("# "):
                return from_markdown(line[2:].strip())
    return ""


def warnings_in(executed: NotebookNode) -> tuple[str, ...]:
    """Return the warnings that cells wrote to the error stream: for the analyst, never for a page."""
    outputs = (output for cell in executed.cells for output in cell.get("outputs", []))
    said = "".join(output.text for output in outputs if _is_stderr(output))
    return tuple(line.strip() for line in said.splitlines() if "Warning" in line)


def as_text(notebook: NotebookNode) -> str:
    """Return the notebook as the text of its file."""
    return nbformat.writes(notebook, version=4) + "\n"


def _normalise_cell(cell: NotebookNode, number: int) -> NotebookNode:
    dropped = ("papermill", "execution", "jupyter")
    metadata = {key: value for key, value in cell.metadata.items() if key not in dropped and value != []}
    cleaned = nbformat.from_dict({**cell, "id": f"cell-{number}", "metadata": metadata})
    if cell.cell_type == "code":
        cleaned.outputs = [output for output in cleaned.outputs if not _is_stderr(output)]
    return cleaned


def _is_stderr(output: NotebookNode) -> bool:
    return bool(output.output_type == "stream" and output.name == "stderr")


def _printed_title(notebook: NotebookNode) -> str:
    for cell in notebook.cells:
        if cell.cell_type == "code" and TITLE_TAG in tags_of(cell):
            title = " ".join(_plain_text(output) for output in cell.outputs).strip()
            cell.outputs = []
            return curl(without_direction(" ".join(title.split())))
    return ""


def _plain_text(output: Any) -> str:
    if output.output_type == "stream":
        return str(output.text)
    text = str(output.get("data", {}).get("text/plain", ""))
    try:
        return str(ast.literal_eval(text))
    except (SyntaxError, ValueError):
        return text


def _change_heading(notebook: NotebookNode, changed: Callable[[str], str]) -> None:
    """Change the line of the notebook's first level-one heading."""
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        lines = cell.source.splitlines()
        for place, line in enumerate(lines):
            if line.startswith("# "):
                lines[place] = changed(line)
                cell.source = "\n".join(lines)
                return
