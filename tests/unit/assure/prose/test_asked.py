"""Cells that only ask the library are told from cells in which somebody wrote something."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import nbformat
import pytest

from kpi_lib.assure.prose.asked import check_again, is_asked
from kpi_lib.core.errors import NotebookError
from kpi_lib.present.shown.display import show_note
from kpi_lib.run.tool_rows import Place


@pytest.mark.parametrize(
    "source", ["page.title", "page.summary()", 'page.evidence("voice")', "page.table( )"]
)
def test_a_cell_that_asks(source: str) -> None:
    assert is_asked(source)


@pytest.mark.parametrize(
    "source",
    [
        "print('Re-referrals improved.')",
        "'Re-referrals improved.'",
        "page.summary(); 'Re-referrals improved.'",
        "page.summary().replace('worse', 'better')",
        "page.note(words)",
        "page.note(text='Re-referrals improved.')",
        "kpi.load(quarter, area).brief.summary()",
        "[page.summary()]",
        "page = kpi.load(quarter, area).brief",
        "page.",
        "",
    ],
)
def test_a_cell_that_does_more(source: str) -> None:
    assert not is_asked(source)


def notebook_of(heading: str, said: str) -> nbformat.NotebookNode:
    """Return an executed page about a measure given as a parameter."""
    title = nbformat.v4.new_code_cell("page.title", metadata={"tags": ["title"]})
    output = nbformat.v4.new_output("display_data", {"text/plain": said})
    return nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(f"# {heading}"),
            nbformat.v4.new_code_cell('name: str = "a"', metadata={"tags": ["parameters"]}),
            nbformat.v4.new_code_cell('name = "b"', metadata={"tags": ["injected-parameters"]}),
            nbformat.v4.new_code_cell("page = kpi.load(quarter, area).measure(name)"),
            title,
            nbformat.v4.new_code_cell("page.answer()", outputs=[output]),
        ]
    )


def measure(name: str) -> Any:
    return SimpleNamespace(title=f"Measure {name}", answer=lambda: show_note(f"{name} is 24.2%."))


@pytest.mark.parametrize(
    ("heading", "said", "found"),
    [
        ("Measure b", "b is 24.2%.", []),
        ("Measure b", "b is 14.2%.", ["b is 14.2%."]),
        ("Measure b", "a is 24.2%.", ["a is 24.2%."]),
        ("Measure a", "b is 24.2%.", ["Measure a"]),
    ],
)
def test_a_page_is_held_against_the_library_asked_again(heading: str, said: str, found: list[str]) -> None:
    pack: Any = SimpleNamespace(measure=measure)
    findings = check_again(notebook_of(heading, said), Place("b", "measure", "A publication"), pack)
    assert [finding.sentence for finding in findings] == found


def test_nothing_but_names_calls_and_plain_arguments_is_evaluated() -> None:
    notebook = notebook_of("Measure b", "b is 24.2%.")
    notebook.cells[3].source = "page = [1][0]"
    pack: Any = SimpleNamespace(measure=measure)
    with pytest.raises(NotebookError, match=r"\[1\]\[0\]"):
        list(check_again(notebook, Place("b", "measure", "A publication"), pack))
