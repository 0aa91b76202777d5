"""From a scorecard's tables to figures of indicators: every cell that holds one becomes one, or an issue."""

from __future__ import annotations

from datetime import date

import pandas as pd

from kpi_lib.core.periods import Period
from kpi_lib.ingest.issues import NOTE, STOP, Issue
from kpi_lib.ingest.layouts.figures import (
    FIGURES,
    Surroundings,
    Translation,
    add_period_columns,
    areas_then,
    no_figures,
)
from kpi_lib.ingest.layouts.own.joined import frame_of_cells, join_parts, no_cells, with_counts
from kpi_lib.ingest.layouts.own.kept import kept_beside
from kpi_lib.ingest.layouts.own.months import add_quarters
from kpi_lib.ingest.layouts.own.plan import OwnTable
from kpi_lib.ingest.layouts.own.stated import Stated, stated_cells
from kpi_lib.ingest.layouts.own.to_date import quarters_to_date
from kpi_lib.ingest.own.plausible import check_plausible
from kpi_lib.ingest.own.questions import Question
from kpi_lib.ingest.own.units import add_units
from kpi_lib.ingest.reading import Reading


def figures_of_file(reading: Reading, around: Surroundings) -> Translation:
    """Return the figures of all tables of a scorecard together: a quarter's months may be on three sheets.

    In this order: cells are placed; those after the file's edition are left out; parts are joined; units are
    made the indicators' own; years to date and months become quarters; values far out of all seen stop.
    """
    cells, stated = _stated(reading, around)
    cells, n_late, late = _until_edition(cells, reading)
    cells, n_numbers, numbers = with_counts(cells, around.catalogue, reading)
    issues = (*stated.issues, *late, *numbers)
    left_out = stated.left_out + n_late + n_numbers
    kept = {"targets": joined_frame(stated.targets), "comments": joined_frame(stated.comments)}
    if cells.empty:
        return Translation(no_figures(), issues, left_out, left_out, tuple(stated.questions), **kept)
    figures, n_without, found, questions = _worked_out(cells, reading, around)
    left_out += n_without
    return Translation(
        figures[list(FIGURES)], (*issues, *found), len(figures) + left_out, left_out,
        (*stated.questions, *questions), **kept,
    )  # fmt: skip


def joined_frame(frames: list[pd.DataFrame]) -> pd.DataFrame | None:
    """Return the rows of several tables as one frame, None where there are none."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else None


def _worked_out(
    cells: pd.DataFrame, reading: Reading, around: Surroundings
) -> tuple[pd.DataFrame, int, list[Issue], list[Question]]:
    """Return the figures that cells make, how many are without one, and what is found and asked."""
    catalogue = around.catalogue
    then = areas_then(around.areas, cells["area_code"], cells["place"], cells["when"].tolist())
    joined, n_again, again = join_parts(cells.assign(area_code=then), reading)
    joined, of_units, questions = add_units(joined, catalogue, reading.file)
    joined, n_to_date, to_date = quarters_to_date(joined, catalogue, reading)
    joined, of_months = add_quarters(joined, catalogue, reading)
    figures = _as_figures(joined)
    found = [*again, *of_units, *to_date, *of_months]
    if not of_units:
        named = figures.assign(name=joined["name"])
        found += check_plausible(named, catalogue, around.names, reading.file)
    return figures, n_again + n_to_date, found, questions


def _stated(reading: Reading, around: Surroundings) -> tuple[pd.DataFrame, Stated]:
    """Return the cells of all tables, each with the place of its table, and what is said of them."""
    frames, together = [], Stated()
    for place, table in enumerate(reading.tables):
        if not isinstance(table, OwnTable):
            continue
        sheet = around.names.sheet(table.sheet) if table.sheet else None
        if sheet is not None and sheet.leave_out:
            what = f"The sheet '{table.sheet}' is left out: {sheet.leave_out}"
            together.issues.append(Issue(NOTE, "left-out-sheet", what, reading.file))
            continue
        stated = stated_cells(reading, table, around)
        targets, comments, of_kept = kept_beside(reading, table, stated, around)
        together.targets.append(targets)
        together.comments.append(comments)
        together.issues += [*stated.issues, *of_kept]
        together.questions += stated.questions
        together.left_out += stated.left_out
        frames.append(frame_of_cells(table, stated.cells, reading).assign(table=place))
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    return pd.concat(filled, ignore_index=True) if filled else no_cells(), together


def _as_figures(joined: pd.DataFrame) -> pd.DataFrame:
    text = ("indicator_id", "area_code", "provenance", "status", "token", "note")
    noted = joined.assign(note=joined["derived"].map({True: "worked out from the cells named", False: ""}))
    figures = add_period_columns(noted, noted["when"]).astype(dict.fromkeys(text, "str"))
    return figures.astype({"row": "int32", "column": "int32"})


def _until_edition(cells: pd.DataFrame, reading: Reading) -> tuple[pd.DataFrame, int, list[Issue]]:
    """Return the cells of periods that had ended when the file was made; a number in a later one stops.

    A blank cell of a quarter to come is left out; a formula's 0 would be a false figure.
    """
    known = reading.published
    if known is None or cells.empty:
        return cells, 0, []
    late = cells["when"].map(lambda period: _ends_after(period, known)).astype(bool)
    stated = cells[late & cells["number"].notna()]
    issues = []
    if len(stated):
        first = stated.iloc[0]
        issues.append(
            Issue(STOP, "period-after-edition", "A figure is of a period that had not ended", reading.file,
                  int(first["row"]), "", f"'{first['token']}' for {first['when'].words}; known {known}",
                  "periods that end before the file's edition",
                  "a year to date is no year: say so in the heading; or mend --edition")
        )  # fmt: skip
    return cells[~late], int(late.sum()), issues


def _ends_after(period: Period, known: date) -> bool:
    return period.end > known
