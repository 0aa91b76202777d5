"""From a scorecard's tables to figures of indicators: every cell that holds one becomes one, or an issue."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpi_lib.ingest.council.plausible import check_plausible
from kpi_lib.ingest.council.questions import Question
from kpi_lib.ingest.council.units import add_units
from kpi_lib.ingest.issues import NOTE, STOP, Issue
from kpi_lib.ingest.layouts.figures import FIGURES, Lookups, Translation, add_period_columns, no_figures
from kpi_lib.ingest.layouts.places import areas_then
from kpi_lib.ingest.layouts.scorecard.cells import CellReader
from kpi_lib.ingest.layouts.scorecard.parts import frame_of_cells, join_parts, no_cells, numbers_as_values
from kpi_lib.ingest.layouts.scorecard.plan import ScorecardTable
from kpi_lib.ingest.layouts.scorecard.quarters import add_quarters, quarters_to_date
from kpi_lib.ingest.layouts.scorecard.targets import targets_and_comments
from kpi_lib.ingest.reading import Reading


def figures_of_file(reading: Reading, lookups: Lookups) -> Translation:
    """Return the figures of all tables of a scorecard together: a quarter's months may be on three sheets.

    In this order: cells are placed; those after the file's edition are left out; parts are joined; units are
    made the indicators' own; years to date and months become quarters; values far out of all seen stop.
    """
    issues: list[Issue] = []
    questions: list[Question] = []
    frames, targets, comments, left_out = [], [], [], 0
    for place, table in enumerate(reading.tables):
        if not isinstance(table, ScorecardTable):
            continue
        answer = lookups.names.sheet(table.sheet)
        if answer is not None and answer.leave_out:
            what = f"The sheet '{table.sheet}' is left out: {answer.leave_out}"
            issues.append(Issue(NOTE, "left-out-sheet", what, reading.file))
            continue
        reader = CellReader(reading, table, lookups)
        own_targets, own_comments, of_targets = targets_and_comments(reader)
        targets.append(own_targets)
        comments.append(own_comments)
        issues += [*reader.context.issues, *of_targets]
        questions += reader.questions
        left_out += reader.left_out
        frames.append(frame_of_cells(table, reader.cells, reading).assign(table=place))
    joined = _joined(frames)
    cells, n_late, late = _until_edition(no_cells() if joined is None else joined, reading)
    cells, n_numbers, of_numbers = numbers_as_values(cells, lookups.catalogue, reading)
    figures, n_without, of_figures, of_units = _worked_out(cells, reading, lookups)
    left_out += n_late + n_numbers + n_without
    all_issues = (*issues, *late, *of_numbers, *of_figures)
    kept = {"targets": _joined(targets), "comments": _joined(comments)}
    wanted = len(figures) + left_out
    return Translation(figures, all_issues, wanted, left_out, (*questions, *of_units), **kept)


def _joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame | None:
    """Return the rows of several tables as one frame, None where there are none."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else None


def _worked_out(
    cells: pd.DataFrame, reading: Reading, lookups: Lookups
) -> tuple[pd.DataFrame, int, list[Issue], list[Question]]:
    """Return the figures that cells make, how many are without one, their issues, and what is asked."""
    if cells.empty:
        return no_figures(), 0, [], []
    catalogue = lookups.catalogue
    then = areas_then(lookups.areas, cells["area_code"], cells["place"], cells["when"].tolist())
    joined, n_again, again = join_parts(cells.assign(area_code=then), reading)
    joined, of_units, questions = add_units(joined, catalogue, reading.file)
    joined, n_to_date, to_date = quarters_to_date(joined, catalogue, reading)
    joined, of_months = add_quarters(joined, catalogue, reading)
    figures = _as_figures(joined)
    issues = [*again, *of_units, *to_date, *of_months]
    if not of_units:  # a value whose unit is not known cannot be compared with those seen
        named = figures.assign(name=joined["name"])
        issues += check_plausible(named, catalogue, lookups.names, reading.file)
    return figures[list(FIGURES)], n_again + n_to_date, issues, questions


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
    late = pd.Series([period.end > known for period in cells["when"]], index=cells.index)
    stated = cells[late & cells["number"].notna()]
    issues = []
    if len(stated):
        first = stated.iloc[0]
        what, row = "A figure is of a period that had not ended", int(first["row"])
        got = f"'{first['token']}' for {first['when'].words}; known {known}"
        expected = "periods that end before the file's edition"
        hint = "a year to date is no year: say so in the heading; or mend --edition"
        issues = [Issue(STOP, "period-after-edition", what, reading.file, row, "", got, expected, hint)]
    return cells[~late], int(late.sum()), issues
