"""A small project of stand-in notebooks: the engine is tested apart from the pages it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat
import pytest

from kpi_lib.pack.project import Project, project_at
from kpi_lib.pages.improvement.parts import HUB, PARTS

SHARED = 'quarter: str = "2017-18-Q4"\narea: str = "E10000034"'
LEDGER = 'print("ledger", quarter, area)'

DOCUMENT = """\
from kpi_lib.present.shown.document import Document, Numbered, Section, show_files
told = Section("In brief", [Numbered(1, "Lead", "What is said.")])
line = [("Council", "Worcestershire")]
show_files(Document("Brief", "Series", "Brief", "Subject", "2018-07-12", line, [told], line), "brief")"""


def write_notebook(
    path: Path, heading: str, parameters: str, cells: Iterable[str], last_tags: Iterable[str] = ()
) -> Path:
    """Write one source notebook: heading, parameters, import, cells, the last of them tagged."""
    notebook = nbformat.v4.new_notebook()
    tagged = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    code = [nbformat.v4.new_code_cell(source) for source in ("import kpi_lib as kpi", *cells)]
    code[-1].metadata["tags"] = list(last_tags)
    notebook.cells = [nbformat.v4.new_markdown_cell(f"# {heading}\n\nA stand-in."), tagged, *code]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


@pytest.fixture
def new_notebook(tmp_path: Path) -> Callable[..., Path]:
    def write(*cells: str, parameters: str = SHARED, heading: str = "Stand-in", tag: str = "") -> Path:
        path = tmp_path / "notebook.ipynb"
        return write_notebook(path, heading, parameters, cells or (LEDGER,), [tag] if tag else [])

    return write


def build_small_project(root: Path) -> Project:
    (root / "kpi.toml").write_text('council = "Worcestershire County Council"\n', encoding="utf-8")
    (root / "data" / "processed").mkdir(parents=True)
    (root / "data" / "raw").mkdir()
    parts = (HUB, *(part.kind for part in PARTS))
    last = ("benchmarks", "reconciliation", "data_quality", "methods", "glossary", "index")
    for name in ("overview", *parts, *last):
        write_notebook(root / "notebooks" / f"{name}.ipynb", name.title(), SHARED, [LEDGER])
    write_notebook(root / "notebooks" / "brief.ipynb", "Brief", SHARED, [DOCUMENT, LEDGER])
    for name in ("theme", "indicator"):
        extra = f'{SHARED}\n{name}: str = "any"'
        cells = [f"{name}", LEDGER]
        write_notebook(root / "notebooks" / f"{name}.ipynb", name.title(), extra, cells)
    return project_at(root)


@pytest.fixture
def small_project(tmp_path: Path) -> Project:
    return build_small_project(tmp_path)


@pytest.fixture(scope="session")
def small_builder() -> Callable[[Path], Project]:
    return build_small_project


@pytest.fixture(scope="session")
def catalogue_text() -> str:
    """One theme with two indicators, as catalogue TOML."""
    theme = '[[theme]]\nid = "front-door"\ntitle = "Front door"\nquestion = "Who asks for help?"\n'
    entry = """[[indicator]]
id = "{id}"
theme = "front-door"
title = "{id}"
plain_title = "{title}"
definition = "Events in the period."
numerator = "events"
denominator = "children aged 0 to 17"
unit = "per_10000"
measure = "rate"
multiplier = 10000
polarity = "neutral"
kind = "flow"
dfe_source = "Characteristics of children in need"
"""
    titles = {
        "referral_rate": "How often someone asks for help",
        "assessment_rate": "How often needs are assessed",
    }
    return theme + "".join(entry.format(id=id_, title=title) for id_, title in titles.items())


@pytest.fixture
def small_catalogue(catalogue_text: str) -> str:
    return catalogue_text
