"""A page's notebook asks the library, and its Markdown states no figure and no claim."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from kpi_lib.core.errors import KpiErrors, NotebookError, ProseError
from kpi_lib.run.notebooks import check_notebooks, notebook_faults

SOURCES = [
    path for path in (Path(__file__).parents[3] / "notebooks").glob("*.ipynb") if path.stem != "explore"
]


def faults(*cells: NotebookNode) -> list[str]:
    return [fault.as_text() for fault in notebook_faults(new_notebook(cells=list(cells)), "overview.ipynb")]


def test_the_pages_of_this_project_pass() -> None:
    assert len(SOURCES) > 20
    check_notebooks(SOURCES)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "# a comment",
        "import kpi_lib as kpi",
        "page = kpi.pages.courts(kpi.load(quarter, area))",
        "page = kpi.landing(quarter, area)",
        "page.title",
        "page.summary()",
        "page.evidence('voice')",
        "page.neighbours(average='median', without=['Dorset'])",
        "page.summary()\npage.table()",
    ],
)
def test_a_cell_that_asks_the_library(source: str) -> None:
    assert faults(new_code_cell(source)) == []


@pytest.mark.parametrize(
    "source",
    [
        "print('Re-referrals improved.')",
        "'Re-referrals improved.'",
        "page.summary(); 'Re-referrals improved.'",
        "page.summary().replace('worse', 'better')",
        "page.summary().text.upper()",
        "page.note(f'{quarter} improved')",
        "page.note('a' + 'b')",
        "page.title = 'Re-referrals improved'",
        "[page.summary()]",
        "page = Mine()",
        "page = mine(kpi.load(quarter, area))",
        "page = old.overview",
        "page = kpi.load(mine())",
        "kpi = Mine()",
        "import pandas",
        "def f(): ...",
        "page.",
        "%run other.py",
    ],
)
def test_a_cell_that_does_more_is_named_with_its_notebook(source: str) -> None:
    (fault,) = faults(new_markdown_cell("# Overview"), new_code_cell(source))
    assert "more than ask the library (overview.ipynb, cell 2)" in fault


def test_a_cell_that_is_neither_code_nor_markdown_is_refused() -> None:
    assert len(faults(new_raw_cell("Re-referrals improved."))) == 1


@pytest.mark.parametrize(
    "source", ["Re-referrals improved.", "## Re-referrals improved", "- 24.2% of them", "<p>It rose</p>"]
)
def test_markdown_with_a_figure_or_a_claim_is_named_with_its_line(source: str) -> None:
    (fault,) = {fault.splitlines()[0] for fault in faults(new_markdown_cell(f"# Overview\n\n{source}"))}
    assert fault.startswith("Markdown of a page states a ") and "overview.ipynb, cell 1, line 3" in fault


def test_a_heading_that_asks_and_the_parameters_pass() -> None:
    parameters = new_code_cell('quarter: str = "2017-18-Q4"', metadata={"tags": ["parameters"]})
    assert faults(new_markdown_cell("# Improvement\n\n## What got worse?"), parameters) == []
    assert len(faults(new_markdown_cell("What got worse?"))) == 1


def test_all_faults_of_all_notebooks_are_raised_at_once(tmp_path: Path) -> None:
    for name, cell in (("a", new_code_cell("1 / 2")), ("b", new_markdown_cell("It rose."))):
        (tmp_path / f"{name}.ipynb").write_text(nbformat.writes(new_notebook(cells=[cell])), encoding="utf-8")
    with pytest.raises(KpiErrors) as refused:
        check_notebooks([tmp_path / "a.ipynb", tmp_path / "b.ipynb"])
    assert [type(fault) for fault in refused.value.errors] == [NotebookError, ProseError]
