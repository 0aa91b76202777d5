"""What somebody wrote into a page is judged; what the library wrote is not, whatever it says."""

from __future__ import annotations

import nbformat
import pytest

import kpi_lib as kpi
from kpi_lib.assure.prose.check import Checker, checker_of
from kpi_lib.assure.prose.pages import check_page
from kpi_lib.run.normalise import normalise_notebook
from kpi_lib.run.record import PageRecord

FALSE = "Re-referrals improved on a year ago."
MADE = "page = kpi.load(quarter, area).overview"


@pytest.fixture(scope="module")
def checker() -> Checker:
    return checker_of(kpi.load("2017-18-Q4"))


def found(checker: Checker, *cells: nbformat.NotebookNode, made: str = MADE) -> list[str]:
    """Return the sentences found on an overview of these cells."""
    heading = nbformat.v4.new_markdown_cell("# Overview\n\nThe quarter in one page.")
    source = nbformat.v4.new_notebook(cells=[heading, nbformat.v4.new_code_cell(made), *cells])
    page = PageRecord("overview", "overview", "", "", "Overview", "", "")
    return [finding.sentence for finding in check_page(normalise_notebook(source), page, checker)]


def shows(source: str, text: str, tag: str = "") -> nbformat.NotebookNode:
    """Return an executed cell."""
    output = nbformat.v4.new_output("display_data", {"text/plain": text})
    metadata = {"tags": [tag]} if tag else {}
    return nbformat.v4.new_code_cell(source, outputs=[output], metadata=metadata)


@pytest.mark.parametrize("source", ["page.brief()", "page.tiles()", 'page.evidence("voice")'])
def test_a_sentence_of_the_library_stops_no_run(checker: Checker, source: str) -> None:
    assert found(checker, shows(source, FALSE)) == []


def test_a_heading_of_the_library_stops_no_run(checker: Checker) -> None:
    assert found(checker, shows("page.title", repr(FALSE), "title")) == []


@pytest.mark.parametrize("source", ["print(words)", "page.brief().text.upper()", "page.brief(); words"])
def test_what_a_cell_puts_together_is_judged(checker: Checker, source: str) -> None:
    assert found(checker, shows(source, FALSE)) == [FALSE]


def test_a_heading_that_a_cell_puts_together_is_judged(checker: Checker) -> None:
    assert found(checker, shows("print(words)", repr(FALSE), "title")) == [FALSE]


@pytest.mark.parametrize("source", [FALSE, f"## {FALSE}", f"- {FALSE}", f"<p>{FALSE}</p>"])
def test_markdown_is_judged_beside_a_heading_of_the_library(checker: Checker, source: str) -> None:
    title = shows("page.title", "'The quarter'", "title")
    assert found(checker, title, nbformat.v4.new_markdown_cell(source)) == [FALSE]


@pytest.mark.parametrize(
    "made", ["page = Mine()", "page = mine(kpi.load(quarter, area))", "page = old.overview"]
)
def test_a_page_of_somebodys_own_is_judged(checker: Checker, made: str) -> None:
    assert found(checker, shows("page.brief()", FALSE), made=made) == [FALSE]
    assert found(checker, shows("page.title", repr(FALSE), "title"), made=made) == [FALSE]
