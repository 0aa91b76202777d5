"""A small project of stand-in notebooks, and small frames of each kind as docs/architecture.md has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from kpi_lib.catalogue.indicators import Indicator, Kind, Measure, Polarity, Unit
from kpi_lib.core.periods import parse_period
from kpi_lib.pack.project import Project, project_at
from kpi_lib.pages.registry import IMPROVEMENT, pages_under
from kpi_lib.present.words.neighbourhood import Neighbourhood

SHARED = 'quarter: str = "2017-18-Q4"\narea: str = "E10000034"'
LEDGER = 'print("ledger", quarter, area)'
SETTINGS_TEXT = 'council = "Worcestershire County Council"\nnational = false\nshow_empty = true\n'

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
    (root / "kpi.toml").write_text(SETTINGS_TEXT, encoding="utf-8")
    (root / "data" / "processed").mkdir(parents=True)
    (root / "data" / "raw").mkdir()
    parts = (IMPROVEMENT, *(part.kind for part in pages_under(IMPROVEMENT)))
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


HOME, NEAR, FAR, ENGLAND = "E10000034", "E10000031", "E10000016", "E92000001"


def new_indicator(**changes: object) -> Indicator:
    words = {
        "id": "timely_percent", "theme": "front-door", "title": "Assessments in 45 working days",
        "plain_title": "Assessments finished on time", "definition": "Share finished in time.",
        "numerator": "Finished in time", "denominator": "All finished",
        "dfe_source": "Children in need, table C1",
        "unit": Unit.PERCENT, "measure": Measure.PROPORTION, "multiplier": 100, "kind": Kind.FLOW,
        "polarity": Polarity.HIGHER_IS_BETTER,
    }  # fmt: skip
    return Indicator.model_validate({**words, **changes})


@pytest.fixture
def timely() -> Indicator:
    """Return a percentage, higher is better, counted over a period."""
    return new_indicator()


@pytest.fixture
def plans() -> Indicator:
    """Return a rate of demand, counted on one day."""
    return new_indicator(
        id="plan_rate", plain_title="Children with a protection plan", unit=Unit.PER_10000,
        measure=Measure.RATE, multiplier=10_000, kind=Kind.STOCK, polarity=Polarity.NEUTRAL,
    )  # fmt: skip


@pytest.fixture
def neighbourhood() -> Neighbourhood:
    names = {HOME: "Worcestershire", NEAR: "Warwickshire", FAR: "Kent", ENGLAND: "England"}
    return Neighbourhood(HOME, (NEAR, FAR), names, "2021-04", "the West Midlands")


def estimate_rows(*rows: tuple, **columns: object) -> pd.DataFrame:
    """Return estimates from rows of (area, period, value); other columns from `columns`."""
    frame = pd.DataFrame(list(rows), columns=["area_code", "period", "value"]).astype({"value": "float64"})
    periods = [parse_period(label) for label in frame["period"]]
    return frame.assign(
        **{
            "indicator_id": "timely_percent",
            "basis": ["quarter" if "Q" in label else "year" for label in frame["period"]],
            "period_end": pd.to_datetime([period.end for period in periods]),
            "year": [period.year for period in periods],
            "numerator": 850.0, "denominator": 1000.0,
            "lower": frame["value"] - 2, "upper": frame["value"] + 2, "interval_method": "wilson",
            "status": ["ok" if known else "suppressed" for known in frame["value"].notna()],
            "provenance": "published", "source": "a.csv", "edition": "2024", "note": "", **columns,
        }
    )  # fmt: skip


def comparison_row(**columns: object) -> pd.Series:
    """Return one row of comparisons: 85 against the neighbours' 79, better at 95%."""
    return pd.Series(
        {
            "indicator_id": "timely_percent", "area_code": HOME, "basis": "year", "period": "2017-18",
            "value": 85.0, "lower": 83.0, "upper": 87.0, "comparator": "neighbours", "average": "mean",
            "model": "2021-04", "comparator_value": 79.0, "n_available": 10, "n_expected": 10, "missing": "",
            "difference": 6.0, "verdict": "better", "level": "95", "rank": 2.0, "n_ranked": 11, "band": "A",
            "reason": "", **columns,
        }
    )  # fmt: skip


def change_row(**columns: object) -> pd.Series:
    """Return one row of changes: 85 after 66, improved."""
    return pd.Series(
        {
            "indicator_id": "timely_percent", "area_code": HOME, "basis": "year", "period": "2017-18",
            "value": 85.0, "earlier_period": "2016-17", "earlier_value": 66.0, "change": 19.0,
            "change_lower": 15.0, "change_upper": 23.0, "direction": "up", "verdict": "improved",
            "method": "mover", "reason": "", **columns,
        }
    )  # fmt: skip


@pytest.fixture
def estimates() -> Callable[..., pd.DataFrame]:
    return estimate_rows


@pytest.fixture
def comparison() -> Callable[..., pd.Series]:
    return comparison_row


@pytest.fixture
def change() -> Callable[..., pd.Series]:
    return change_row
