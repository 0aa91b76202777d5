"""Source notebooks stay thin: they ask, the library answers."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from kpi_lib.pack.edition import Edition
from kpi_lib.run.notebooks import check_parameters
from kpi_lib.run.plan import plan_pages

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
PAGES = [path for path in NOTEBOOKS if path.stem != "explore"]
"""`explore.ipynb` is for JupyterLab only: an analyst's bench, not a page."""

LONGEST_CELL = 12
LEDGER_TAGS = ["keep_output", "nbval-check-output", "remove-cell"]
"""Kept and locked in the source; left out of the published page, which says the same in words."""
REFUSED = (
    ast.FunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.BinOp,
)


def load(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def code_of(path: Path) -> list[dict[str, Any]]:
    return [cell for cell in load(path)["cells"] if cell["cell_type"] == "code"]


def tags_of(cell: dict[str, Any]) -> list[str]:
    return cell["metadata"].get("tags", [])


def source_of(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def stem(path: Path) -> str:
    return path.stem


def test_there_is_a_notebook_for_every_page() -> None:
    from kpi_lib.catalogue.indicators import load_catalogue
    from kpi_lib.core.periods import parse_period

    pages = plan_pages(Edition(parse_period("2017-18-Q4"), "E10000034", "Worcestershire"), load_catalogue())
    assert {page.source for page in pages} | {"index.ipynb", "explore.ipynb"} == {
        path.name for path in NOTEBOOKS
    }


@pytest.mark.parametrize("path", PAGES, ids=stem)
def test_the_order_is_title_parameters_import(path: Path) -> None:
    first = load(path)["cells"][0]
    assert first["cell_type"] == "markdown"
    assert source_of(first).startswith("# ")
    parameters, imports = code_of(path)[:2]
    assert tags_of(parameters) == ["parameters"]
    assert source_of(imports).strip() == "import kpi_lib as kpi"


@pytest.mark.parametrize("path", PAGES, ids=stem)
def test_the_parameters_are_typed_and_read(path: Path) -> None:
    names = {"theme": ["theme"], "indicator": ["indicator"]}.get(path.stem, [])
    check_parameters(load_joined(path), ["quarter", "area", *names], path)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_nothing_but_the_library_is_imported(path: Path) -> None:
    trees = [ast.walk(ast.parse(source_of(cell))) for cell in code_of(path)]
    imports = [node for tree in trees for node in tree if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imports] == ["import kpi_lib as kpi"]


@pytest.mark.parametrize("path", PAGES, ids=stem)
def test_cells_define_loop_and_reckon_nothing(path: Path) -> None:
    trees = [ast.walk(ast.parse(source_of(cell))) for cell in code_of(path)]
    assert [ast.unparse(node) for tree in trees for node in tree if isinstance(node, REFUSED)] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_cells_are_short(path: Path) -> None:
    assert [source_of(cell) for cell in code_of(path) if source_of(cell).count("\n") >= LONGEST_CELL] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=stem)
def test_outputs_are_stripped_but_for_the_ledger(path: Path) -> None:
    kept = [cell for cell in code_of(path) if cell["outputs"]]
    assert all(tags_of(cell) == LEDGER_TAGS for cell in kept)
    assert "widgets" not in load(path)["metadata"]


@pytest.mark.parametrize("path", [path for path in PAGES if path.stem != "index"], ids=stem)
def test_the_last_cell_is_a_ledger_of_plain_text(path: Path) -> None:
    ledger = code_of(path)[-1]
    assert tags_of(ledger) == LEDGER_TAGS
    assert ledger["outputs"], "the ledger has no output: run the notebook, then nbstripout --keep-count"
    forms = [output.get("data", {"text/plain": ""}) for output in ledger["outputs"]]
    assert [list(form) for form in forms] == [["text/plain"]]


@pytest.mark.parametrize("path", PAGES, ids=stem)
def test_execution_counts_run_from_one(path: Path) -> None:
    counts = [cell["execution_count"] for cell in code_of(path)]
    assert counts == list(range(1, len(counts) + 1))


def load_joined(path: Path) -> dict[str, Any]:
    """Return the notebook with each cell's source as one text."""
    notebook = load(path)
    return {**notebook, "cells": [{**cell, "source": source_of(cell)} for cell in notebook["cells"]]}
