"""What a file would give, before it is listed: its headers, columns, rows, figures and open questions."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.errors import ReadError, nearest
from kpi_lib.core.periods import Quarters
from kpi_lib.ingest.add import own_names
from kpi_lib.ingest.clean import clean_each
from kpi_lib.ingest.council.names import NAMES_FILE, NO_NAMES, Names
from kpi_lib.ingest.council.questions import Question, distinct_questions, suggestions_for
from kpi_lib.ingest.editions import day_of_edition
from kpi_lib.ingest.files.grids import load_sheets
from kpi_lib.ingest.issues import STOP, frame_of_issues
from kpi_lib.ingest.layouts.scorecard.layout import SCORECARDS, names_no_area
from kpi_lib.ingest.manifest import MANIFEST_FILE, ManifestEntry, load_manifest
from kpi_lib.ingest.preview.tables import COLUMNS, SERIES, TABLES, preview_table
from kpi_lib.ingest.read import read_sheets
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.records.clean import add_records

FIGURES = (
    "indicator_id", "title", "unit", "figures", "without_number", "areas", "first_period", "newest_period",
)  # fmt: skip
SUGGESTIONS = ("asks", "name", "row", "answer", "title", "part")


@dataclass(frozen=True)
class Answers:
    """What is said of a file on the command line; what is empty is taken from the manifest, else detected."""

    edition: str = ""
    layout: str = ""
    area: str = ""
    quarters: str = ""


@dataclass(frozen=True)
class Preview:
    """What is understood of one file.

    Parameters
    ----------
    reading : the file, read; its `edition`, `area` and `quarters` are those given or listed.
    assumed_area : code of the home area, where nothing in the file names an area and none is given.
    tables, columns, series : of a scorecard, a row for each table, column, and indicator of an area (see
        `preview_tables`); without rows for other layouts.
    figures : one row per indicator: `indicator_id`, `title`, `unit`, how many `figures`, how many of them
        `without_number` (withheld, blank), of how many `areas`; `first_period`, `newest_period`.
    suggestions : one row per answer that an open question may have, and one without an answer where there is
        none: what it `asks`, the `name` and `row`, the `answer` and, of an indicator, its `title` and `part`.
    issues : the `issues` frame; a `stop` is a question or a fault to settle.
    n_targets, n_comments : how many of a council's own targets and comments are next to the figures.
    """

    reading: Reading
    assumed_area: str
    tables: pd.DataFrame
    columns: pd.DataFrame
    series: pd.DataFrame
    figures: pd.DataFrame
    suggestions: pd.DataFrame
    issues: pd.DataFrame
    n_targets: int = 0
    n_comments: int = 0

    @property
    def is_own(self) -> bool:
        """Whether the file is a scorecard in one of its shapes."""
        return self.reading.layout in SCORECARDS

    @property
    def n_figures(self) -> int:
        """How many figures of indicators the file gives."""
        return int(self.figures["figures"].sum())

    @property
    def stops(self) -> pd.DataFrame:
        """The issues that are to be settled before the file is fit to use."""
        return self.issues[self.issues["severity"].eq(STOP)]


def load_preview(path: Path, answers: Answers | None = None, *, home_area: str = "") -> Preview:
    """Read one file as `kpi add` would, and return what is understood of it; nothing is written.

    A file in a raw folder is read with the folder's `names.toml`, and one that is listed with what the
    manifest says of it.

    Parameters
    ----------
    home_area : the area of a scorecard that names none, where none is given.

    Raises
    ------
    ReadError : the file cannot be read, or not in the layout asked for. CatalogueError : no such area.
    ManifestError : the manifest or `names.toml` has faults.
    """
    reading, names, assumed = _read(path, answers or Answers(), home_area)
    catalogue, areas = load_catalogue(), load_areas()
    each = clean_each([reading], catalogue, areas, names)
    (cleaned,), _ = add_records([reading], each, catalogue, areas)
    parts = reading.parts() if reading.layout in SCORECARDS else ()
    tables = [preview_table(part, number, names) for number, part in enumerate(parts, start=1)]
    return Preview(
        reading,
        assumed,
        _joined([table.tables for table in tables], TABLES),
        _joined([table.columns for table in tables], COLUMNS),
        _joined([table.series for table in tables], SERIES),
        _summarise_figures(cleaned.observations),
        _suggestions(distinct_questions(cleaned.questions)),
        frame_of_issues(cleaned.issues),
        sum(map(len, cleaned.targets)),
        sum(map(len, cleaned.comments)),
    )


def read_for_preview(path: Path, answers: Answers | None = None) -> Reading:
    """Return the reading that a preview rests on; errors as of `load_preview`."""
    return _read(path, answers or Answers(), "")[0]


def _read(path: Path, answers: Answers, home_area: str) -> tuple[Reading, Names, str]:
    """Return the reading, the names it is read with, and the area that is assumed."""
    quarters = _quarters(answers.quarters)
    area = load_areas().named(answers.area).area_code if answers.area else ""
    folder = raw_folder_of(path)
    names = own_names(folder) if folder is not None else NO_NAMES
    entry = _listed(path, folder)
    edition = answers.edition or (entry.edition if entry else "")
    listed_quarters = entry.quarters.value if entry and entry.quarters else ""
    sheets, title = load_sheets(path, path.name), entry.title if entry else ""
    layout, quarters = answers.layout or None, quarters or listed_quarters
    reading = read_sheets(
        sheets, path.name, edition or None, layout, title=title, quarters=quarters, names=names
    )
    known = day_of_edition(edition) if answers.edition or entry is None else entry.known_from
    area = area or (entry.area if entry else "")
    assumed = home_area if not area and names_no_area(reading) else ""
    provenance = entry.provenance.value if entry and entry.provenance else ""
    placed = replace(reading, area=area or assumed, published=known, provenance=provenance)
    return placed, names, assumed


def raw_folder_of(path: Path) -> Path | None:
    """Return the nearest folder above a file that holds a manifest or the council's names, or None."""
    above = Path(os.path.realpath(path)).parents
    kept = (MANIFEST_FILE, NAMES_FILE)
    return next((folder for folder in above if any((folder / name).is_file() for name in kept)), None)


def _listed(path: Path, folder: Path | None) -> ManifestEntry | None:
    """Return what the manifest of a raw folder says of a file, or None."""
    if folder is None or not (folder / MANIFEST_FILE).is_file():
        return None
    name = Path(os.path.realpath(path)).relative_to(os.path.realpath(folder)).as_posix()
    return next((entry for entry in load_manifest(folder) if entry.path == name), None)


def _quarters(text: str) -> str:
    known = [quarters.value for quarters in Quarters]
    if text and text not in known:
        got, expected = f"'{text}'", " or ".join(known)
        raise ReadError("Quarters are of no such kind", got=got, expected=expected, hint=nearest(text, known))
    return text


def _summarise_figures(observations: pd.DataFrame) -> pd.DataFrame:
    catalogue = load_catalogue()
    by_time = observations.sort_values(["period_end", "period_start"], kind="stable")
    without_number = by_time[["value", "numerator"]].isna().all(axis=1)
    by_indicator = by_time.assign(without_number=without_number).groupby("indicator_id", sort=False)
    summary = by_indicator.agg(
        figures=("period", "size"),
        without_number=("without_number", "sum"),
        areas=("area_code", "nunique"),
        first_period=("period", "first"),
        newest_period=("period", "last"),
    )
    names = observations["indicator_id"].unique()
    summary = summary.reindex(names).rename_axis("indicator_id").reset_index()
    titles = summary["indicator_id"].map(lambda indicator_id: catalogue[indicator_id].title)
    units = summary["indicator_id"].map(lambda indicator_id: catalogue[indicator_id].unit.value)
    return summary.assign(title=titles, unit=units)[list(FIGURES)]


def _suggestions(questions: list[Question]) -> pd.DataFrame:
    rows: list[tuple[str, str, int, str, str, str]] = []
    for question in questions:
        about = (question.asks.value, question.name, question.row)
        answers = [(unit, "", "") for unit in question.answers]
        answers += [(one.indicator_id, one.title, "value") for one in suggestions_for(question)]
        rows += [(*about, *answer) for answer in answers or [("", "", "")]]
    return pd.DataFrame(rows, columns=list(SUGGESTIONS))


def _joined(frames: list[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(columns))
