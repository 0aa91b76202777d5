"""What a scorecard holds besides figures: the council's targets, and the comments of its officers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kpi_lib.catalogue.contracts import COMMENTS, TARGETS, frame_of
from kpi_lib.catalogue.indicators import Catalogue, Measure
from kpi_lib.catalogue.targets import LARGEST_SHARE
from kpi_lib.core.periods import Period
from kpi_lib.ingest.files.grid import column_letters
from kpi_lib.ingest.issues import NOTE, Issue
from kpi_lib.ingest.layouts.figures import Surroundings
from kpi_lib.ingest.layouts.own.columns import COMMENT, FIGURE, TARGET, Column
from kpi_lib.ingest.layouts.own.plan import OwnTable
from kpi_lib.ingest.layouts.own.rows import Named, Row, find_named
from kpi_lib.ingest.layouts.own.stated import Cell, Stated
from kpi_lib.ingest.own.units import FACTORS, scaled
from kpi_lib.ingest.reading import Reading

_LONGEST_COMMENT = 2_000


def kept_beside(
    reading: Reading, table: OwnTable, stated: Stated, around: Surroundings
) -> tuple[pd.DataFrame, pd.DataFrame, list[Issue]]:
    """Return the targets and the comments of one table, and a note for each target that is no number.

    They are in columns of their own, or in rows under their indicator's. A target without a period in its
    heading holds for every period; a comment is of the newest period in which its row has a figure, unless
    its heading says another. A target of a year to date is no quarter's: it is left out.
    """
    newest = _newest(stated.cells, table)
    targets, comments, issues = [], [], []
    for row in stated.rows:
        for column in _columns(table, row):
            named = _named(row, column, stated, around)
            text = table.words(column.place)[row.place]
            if not text or not named.indicator:
                continue
            whose = stated.area_of(row, column)
            base = _place(reading, table, row, column, named, whose)
            of_row = stated.when(row, column) if row.named.role else None
            if row.named.role and (of_row is None or of_row.is_cumulative):
                continue
            holds = row.named.role or column.holds
            period = of_row.period if of_row else column.heading.period
            if holds == COMMENT:
                period = period or newest.get((row.place, whose))
                comments.append({**base, **_end(period), "text": text[:_LONGEST_COMMENT]})
                continue
            value = _value(table, row, column, named, around.catalogue)
            if value is None:
                issues.append(_no_number(reading, base, text))
            else:
                period = period or row.time.period
                targets.append({**base, **_end(period), "value": value})
    return frame_of(targets, TARGETS), frame_of(comments, COMMENTS), issues


def _columns(table: OwnTable, row: Row) -> list[Column]:
    """Return the columns in which a row may have a target or a comment."""
    if row.named.role in (TARGET, COMMENT):
        return table.plan.holding(FIGURE)
    return [] if row.named.role else table.plan.holding(TARGET, COMMENT)


def _named(row: Row, column: Column, stated: Stated, around: Surroundings) -> Named:
    """Return the indicator of a target or comment: its row's, or the one that its heading names."""
    if column.place in stated.across:
        return stated.across[column.place]
    if row.named.indicator or not column.heading.rest:
        return row.named
    return find_named(column.heading.rest, around.names)


def _newest(cells: Sequence[Cell], table: OwnTable) -> dict[tuple[int, str], Period]:
    """Return the newest period in which each row has a number, by row and area."""
    newest: dict[tuple[int, str], Period] = {}
    for cell in cells:
        if pd.isna(table.meanings.numbers[table.codes[cell.row, cell.place]]):
            continue
        key = (cell.row, cell.area)
        newest[key] = max(cell.period, newest.get(key, cell.period))
    return newest


def _place(
    reading: Reading, table: OwnTable, row: Row, column: Column, named: Named, area: str
) -> dict[str, Any]:
    number = int(table.rows[row.place])
    sheet = f"sheet '{table.sheet}', " if table.sheet else ""
    return {
        "indicator_id": named.indicator,
        "area_code": area,
        "source": reading.file,
        "cell": f"{sheet}cell {column_letters(int(table.columns[column.place]))}{number}",
        "edition": reading.edition,
        "published": pd.Timestamp(reading.published) if reading.published else pd.NaT,
    }


def _end(period: Period | None) -> dict[str, Any]:
    return {
        "period": period.label if period else "",
        "period_end": pd.Timestamp(period.end) if period else pd.NaT,
    }


def _value(table: OwnTable, row: Row, column: Column, named: Named, catalogue: Catalogue) -> float | None:
    """Return a target in its indicator's unit, that of its row where it has no sign; None if impossible."""
    code = table.codes[row.place, column.place]
    number = float(table.meanings.numbers[code])
    if pd.isna(number):
        return None
    token = str(table.meanings.tokens[code]).strip()
    unit = "percent" if token.endswith("%") else named.unit or column.heading.unit
    indicator = catalogue[named.indicator]
    value = scaled(number, FACTORS[indicator.unit].get(unit, 1.0))
    most = LARGEST_SHARE if indicator.measure is Measure.PROPORTION else float("inf")
    return value if 0 <= value <= most else None


def _no_number(reading: Reading, base: dict[str, Any], text: str) -> Issue:
    return Issue(
        NOTE, "left-out-target", "A target is left out: it is no number that can be", reading.file, None, "",
        f"'{text[:60]}' in {base['cell']}", "a number",
    )  # fmt: skip
