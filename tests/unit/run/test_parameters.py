from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from kpi_lib.core.errors import KpiErrors, NotebookError
from kpi_lib.run.engine import load_notebook
from kpi_lib.run.notebooks import check_parameters

BOTH = ("quarter", "area")
New = Callable[..., Path]


def check(path: Path, *names: str) -> None:
    check_parameters(load_notebook(path), names, path)


def test_a_notebook_that_takes_and_reads_what_it_is_given_passes(new_notebook: New) -> None:
    check(new_notebook("kpi.load(quarter, area)"), *BOTH)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ((*BOTH, "quater"), "Unknown notebook parameter .*\ngot 'quater'.*\nhint: did you mean 'quarter'"),
        (("quarter",), "Notebook parameter not given .*\nexpected a value for 'area'"),
    ],
)
def test_unknown_and_missing_parameters_stop(new_notebook: New, names: tuple[str, ...], message: str) -> None:
    with pytest.raises(NotebookError, match=message):
        check(new_notebook("kpi.load(quarter, area)"), *names)


@pytest.mark.parametrize("cell", ["kpi.load(quarter)", "kpi.load(quarter)\narea = 1", "# area\nquarter"])
def test_a_parameter_that_no_cell_reads_stops(new_notebook: New, cell: str) -> None:
    with pytest.raises(NotebookError, match=r"never read .*\ngot 'area'"):
        check(new_notebook(cell), *BOTH)


@pytest.mark.parametrize(
    "line",
    ['area = "E10000034"', "area: str = home()", "import kpi_lib", 'area: str = f"{quarter}"', "area: str"],
)
def test_the_parameters_cell_holds_plain_typed_assignments_only(new_notebook: New, line: str) -> None:
    with pytest.raises(NotebookError, match="plain typed assignments only"):
        check(new_notebook(parameters=f'quarter: str = "2017-18-Q4"\n{line}'), *BOTH)


def test_a_number_may_be_negative(new_notebook: New) -> None:
    check(new_notebook("kpi.shift(steps)", parameters="steps: int = -4"), "steps")


@pytest.mark.parametrize("n_tagged", [0, 2])
def test_there_is_exactly_one_parameters_cell(new_notebook: New, n_tagged: int) -> None:
    path = new_notebook()
    notebook = load_notebook(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for place, cell in enumerate(code):
        cell.metadata["tags"] = ["parameters"] if place < n_tagged else []
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    with pytest.raises(NotebookError, match=f"\ngot {n_tagged} of them"):
        check(path, *BOTH)


def test_all_faults_are_told_at_once(new_notebook: New) -> None:
    with pytest.raises(KpiErrors) as caught:
        check(new_notebook("quarter"), "quarter", "year", "month")
    assert [line for line in str(caught.value).splitlines() if line.startswith("got")] == [
        "got 'month'; expected area, quarter",
        "got 'year'; expected area, quarter",
    ]
    assert "expected a value for 'area'" in str(caught.value)
