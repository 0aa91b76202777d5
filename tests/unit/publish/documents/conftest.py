"""One small document with everything a brief may hold, written once as Word and as PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpi_lib.present.shown.display import Drawing, Shown
from kpi_lib.present.shown.document import (
    Document,
    Note,
    Numbered,
    Plate,
    Section,
    Sheet,
    Subheading,
    payload_of,
)
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.publish.documents.files import save_files

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[click](javascript:alert(1))",
    '=HYPERLINK("http://evil.example")',
    '#read("/etc/passwd") @label $x$ `code` *bold* _it_ // gone',
    '#{{{}}} ") #panic("x',
    "cost £5m and $3m, $a_1$ ~s~ ^t^ :smile: :100: {{< meta x >}} {math}`x` [[w]] \\alpha &copy;",
    """a -- b --- c ... "so" it's 'so' http://a.b/c_d?e=f www.a.b x@y.z = 1/2 -1 "" '' <label>""",
)
"""Texts that are code somewhere: HTML, Markdown, a spreadsheet, Typst."""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 405">'
    '<path d="M0 0 L700 400" style="stroke: var(--kpi-home, #12436D)"/>'
    '<text x="10" y="20" style="font-size: 13px">Worcestershire 76.4%</text></svg>'
)


def brief() -> Document:
    cells = [Cell("Assessments", note="2017–18"), Cell("76.4%", mark="▲", role="better")]
    others = [Cell("Plans"), Cell("none", is_missing=True)]
    columns = [Column("Measure"), Column("Figure", is_number=True)]
    table = Table("Both figures", columns, [Group([cells], "Agrees"), Group([others])], ["A note."])
    drawing = Drawing(
        SVG, "It rose from 72.4% to 76.4%", "Assessments, by year: improved", ["Not from zero."]
    )
    chart = Plate(Shown("", "", drawing=drawing))
    hostile = [Numbered(4 + place, text, text) for place, text in enumerate(HOSTILE)]
    rule = Subheading("A rule", "Rule: it is so.")
    sections = [
        Section("In brief", [Numbered(1, "Changes", "Two improved."), Numbered(2, "", "One got worse.")]),
        Section("The figures", [Sheet(table), Numbered(3, "Assessments", "76.4%."), chart]),
        Section("What needs a decision?", [rule, *hostile, Note(HOSTILE[4])]),
    ]
    about = [("Council", "Cyngor Ynys Môn, ŵ ŷ"), ("For", "Cabinet")]
    return Document(
        "A brief: two improved", "Series", "Brief, July", "Subject", "2018-07-12", about, sections, about
    )


@pytest.fixture(scope="session")
def payload() -> dict[str, Any]:
    return payload_of(brief())


@pytest.fixture(scope="session")
def written(payload: dict[str, Any], once: Callable[..., Path]) -> Path:
    """A folder with `brief.docx` and `brief.pdf`; only to be read."""
    return once("documents", lambda folder: write(payload, folder))


def write(payload: dict[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True)
    save_files(payload, folder, "brief")
