"""What a scorecard holds besides figures: the council's targets, and the comments of its officers."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kpi_lib.catalogue.contracts import COMMENTS, TARGETS, frame_of
from kpi_lib.catalogue.indicators import Measure
from kpi_lib.catalogue.targets import LARGEST_SHARE
from kpi_lib.core.periods import Period
from kpi_lib.ingest.council.units import FACTORS, scaled
from kpi_lib.ingest.files.grid import column_letters
from kpi_lib.ingest.issues import NOTE, Issue
from kpi_lib.ingest.layouts.scorecard.cells import CellReader
from kpi_lib.ingest.layouts.scorecard.columns import COMMENT, TARGET, Column
from kpi_lib.ingest.layouts.scorecard.names import MeasureName, parse_name
from kpi_lib.ingest.layouts.scorecard.placing import find_figure_area, find_figure_period
from kpi_lib.ingest.layouts.scorecard.rows import Row

_LONGEST_COMMENT = 2_000


def targets_and_comments(cells: CellReader) -> tuple[pd.DataFrame, pd.DataFrame, list[Issue]]:
    """Return the targets and the comments of one table, and a note for each target that is no number.

    They are in columns of their own, or in rows under their indicator's. A target without a period in its
    heading holds for every period; a comment is of the newest period in which its row has a figure, unless
    its heading says another. A target of a year to date is no quarter's: it is left out.
    """
    context, table = cells.context, cells.table
    newest = _newest(cells)
    targets, comments, issues = [], [], []
    places = [(row, column) for row in cells.rows for column in _columns(cells, row)]
    for row, column in places:
        name = _name(cells, row, column)
        text = table.words(column.place)[row.place]
        if not text or not name.indicator:
            continue
        whose = find_figure_area(context, row, column)
        area = whose.area_code if whose else ""
        of_row = find_figure_period(context, row, column) if row.measure.role else None
        if row.measure.role and (of_row is None or of_row.is_cumulative):
            continue
        base = _base(cells, row, column, name, area)
        period = of_row.period if of_row else column.heading.period
        if (row.measure.role or column.holds) == COMMENT:
            period = period or newest.get((row.place, area))
            comments.append({**base, **_period(period), "text": text[:_LONGEST_COMMENT]})
            continue
        value = _value(cells, row, column, name)
        if value is None:
            what, got = (
                "A target is left out: it is no number that can be",
                f"'{text[:60]}' in {base['cell']}",
            )
            file = context.reading.file
            issues.append(Issue(NOTE, "left-out-target", what, file, None, "", got, "a number"))
        else:
            targets.append({**base, **_period(period or row.time.period), "value": value})
    return frame_of(targets, TARGETS), frame_of(comments, COMMENTS), issues


def _columns(cells: CellReader, row: Row) -> list[Column]:
    """Return the columns in which a row may have a target or a comment."""
    if row.measure.role in (TARGET, COMMENT):
        return cells.columns
    return [] if row.measure.role else cells.table.plan.holding(TARGET, COMMENT)


def _name(cells: CellReader, row: Row, column: Column) -> MeasureName:
    """Return the indicator of a target or comment: its row's, or the one that its heading names."""
    if column.place in cells.names:
        return cells.names[column.place]
    if row.measure.indicator or not column.heading.rest:
        return row.measure
    return parse_name(column.heading.rest, cells.context.lookups.names)


def _newest(cells: CellReader) -> dict[tuple[int, str], Period]:
    """Return the newest period in which each row has a number, by row and area."""
    newest: dict[tuple[int, str], Period] = {}
    table = cells.table
    for cell in cells.cells:
        if not pd.isna(table.meanings.numbers[table.codes[cell.row, cell.place]]):
            key, period = (cell.row, cell.area.area_code), cell.when.period
            newest[key] = max(period, newest.get(key, period))
    return newest


def _base(cells: CellReader, row: Row, column: Column, name: MeasureName, area: str) -> dict[str, Any]:
    """Return what targets and comments both say: of what they are, and where they are."""
    reading, table = cells.context.reading, cells.table
    sheet = f"sheet '{table.sheet}', " if table.sheet else ""
    letters, number = column_letters(int(table.columns[column.place])), int(table.rows[row.place])
    return {
        "indicator_id": name.indicator,
        "area_code": area,
        "source": reading.file,
        "cell": f"{sheet}cell {letters}{number}",
        "edition": reading.edition,
        "published": pd.Timestamp(reading.published) if reading.published else pd.NaT,
    }


def _period(period: Period | None) -> dict[str, Any]:
    if period is None:
        return {"period": "", "period_end": pd.NaT}
    return {"period": period.label, "period_end": pd.Timestamp(period.end)}


def _value(cells: CellReader, row: Row, column: Column, name: MeasureName) -> float | None:
    """Return a target in its indicator's unit, that of its row where it has no sign; None if impossible.

    0.85 with the unit "share" is a target of 85 per cent; 850 per cent is none that can be.
    """
    meanings, code = cells.table.meanings, cells.table.codes[row.place, column.place]
    number = float(meanings.numbers[code])
    if pd.isna(number):
        return None
    token = str(meanings.tokens[code]).strip()
    unit = "percent" if token.endswith("%") else name.unit or column.heading.unit
    indicator = cells.context.lookups.catalogue[name.indicator]
    value = scaled(number, FACTORS[indicator.unit].get(unit, 1.0))
    most = LARGEST_SHARE if indicator.measure is Measure.PROPORTION else float("inf")
    return value if 0 <= value <= most else None
