"""From single cells to figures: the value, numerator and denominator of one in one row."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Unit
from kpi_lib.core.periods import Period
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.issues import NOTE, Issue
from kpi_lib.ingest.layouts.own.named import COUNT, DENOMINATOR, NUMERATOR, VALUE
from kpi_lib.ingest.layouts.own.plan import OwnTable
from kpi_lib.ingest.layouts.own.stated import Cell
from kpi_lib.ingest.reading import Reading
from kpi_lib.ingest.sheets.tokens import STATUSES

PARTS = (VALUE, NUMERATOR, DENOMINATOR)
KEY = ["indicator_id", "area_code", "when", "is_cumulative"]
ORDER = ["table", "row", "column"]
_STATUS_WORDS = np.array([status.value for status in STATUSES], dtype=object)
_COLUMNS = (
    "indicator_id", "area_code", "place", "when", "part", "unit", "name", "is_cumulative", "number", "status",
    "token", "row", "column",
)  # fmt: skip


def frame_of_cells(table: OwnTable, cells: list[Cell], reading: Reading) -> pd.DataFrame:
    """Return one row per cell: what it is about, its number, status and token, and where it is."""
    codes = [table.codes[cell.row, cell.place] for cell in cells]
    meanings = table.meanings
    frame = pd.DataFrame(
        {
            "indicator_id": [cell.indicator for cell in cells],
            "area_code": [cell.area for cell in cells],
            "place": [cell.area_text for cell in cells],
            "when": pd.Series([cell.period for cell in cells], dtype=object),
            "part": [cell.part for cell in cells],
            "unit": [cell.unit for cell in cells],
            "name": [_name(table, cell) for cell in cells],
            "is_cumulative": [cell.is_cumulative for cell in cells],
            "number": meanings.numbers[codes],
            "status": _STATUS_WORDS[meanings.statuses[codes]],
            "token": [str(token) for token in meanings.tokens.take(codes)],
            "row": [int(table.rows[cell.row]) for cell in cells],
            "column": [int(table.columns[cell.place]) for cell in cells],
        },
        columns=list(_COLUMNS),
    )
    return frame.assign(provenance=reading.provenance or Provenance.LOCAL.value)


def no_cells() -> pd.DataFrame:
    """Return the same without a row, of a file of which nothing is read."""
    return pd.DataFrame(columns=[*_COLUMNS, "provenance", "table"])


def _name(table: OwnTable, cell: Cell) -> str:
    return cell.name or table.headers[cell.place]


def with_counts(
    cells: pd.DataFrame, catalogue: Catalogue, reading: Reading
) -> tuple[pd.DataFrame, int, list[Issue]]:
    """Return the cells with "Number" taken as the value of counts, and those left out.

    Of a percentage or a rate, a number may be its numerator or its denominator: it is left out, and said.
    """
    counts = {item.id for item in catalogue if item.unit in (Unit.COUNT, Unit.CASES)}
    is_number = cells["part"].eq(COUNT)
    is_value = is_number & cells["indicator_id"].isin(counts)
    left = cells[is_number & ~is_value]
    kept = cells.assign(part=cells["part"].mask(is_value, VALUE))[~(is_number & ~is_value)]
    issues = [
        Issue(NOTE, "left-out-number", f"A number of '{name}' is left out: numerator or denominator?",
              reading.file, int(rows.iloc[0]["row"]), "", f"{len(rows)} cells", "",
              'say which in names.toml, with part = "numerator" or holds = "numerator"')
        for name, rows in left.groupby("name", sort=False)
    ]  # fmt: skip
    return kept, len(left), issues


def join_parts(cells: pd.DataFrame, reading: Reading) -> tuple[pd.DataFrame, int, list[Issue]]:
    """Return one row per figure, how many were stated again alike, and a note of these.

    A part that is stated again and differs makes a figure of its own, a duplicate that stops later.
    """
    again = cells.groupby([*KEY, "part"]).cumcount()
    ordered = cells.assign(again=again, order=_telling(cells)).sort_values(["order", *ORDER], kind="stable")
    numbers = ordered.pivot(index=[*KEY, "again"], columns="part", values="number").reindex(
        columns=list(PARTS)
    )
    first = ordered.drop_duplicates([*KEY, "again"]).set_index([*KEY, "again"])
    units = _unit_of_values(ordered)
    joined = first.drop(columns=["number", "part", "order", "unit"]).join(numbers).join(units).reset_index()
    joined = joined.assign(unit=joined["unit"].fillna("").astype("str"))
    joined = joined.sort_values(ORDER, kind="stable", ignore_index=True)
    return _without_repeats(joined.assign(derived=False), reading)


def _without_repeats(figures: pd.DataFrame, reading: Reading) -> tuple[pd.DataFrame, int, list[Issue]]:
    """Leave out figures that a summary sheet, say, states again just as they are."""
    first = figures[figures["again"].eq(0)].set_index(KEY)
    repeats = figures[figures["again"].gt(0)]
    alike = [place for place, row in repeats.iterrows() if _is_alike(row, first.loc[tuple(row[KEY])])]
    if not alike:
        return figures, 0, []
    row = figures[figures.index.isin(alike)].iloc[0]
    what = f"{len(alike)} figure{'s are' if len(alike) > 1 else ' is'} stated again, alike: '{row['name']}'"
    note = Issue(NOTE, "stated-again", what, reading.file, int(row["row"]), "", f"'{row['token']}'")
    return figures.drop(index=alike).reset_index(drop=True), len(alike), [note]


def _is_alike(again: pd.Series, first: pd.Series) -> bool:
    """Say whether a figure states nothing but what an earlier one does."""
    parts = [part for part in PARTS if pd.notna(again[part])]
    return all(again[part] == first[part] for part in parts) and again["status"] == first["status"]


def stated_periods(
    figures: pd.DataFrame, indicator_id: str, area: str
) -> dict[Period, Mapping[Hashable, Any]]:
    """Return the figures of one indicator and area by their period."""
    own = figures[figures["indicator_id"].eq(indicator_id) & figures["area_code"].eq(area)]
    return {row["when"]: row for row in own.to_dict("records")}


def _telling(cells: pd.DataFrame) -> pd.Series:
    """Return how early each cell is asked for the status of its figure.

    A stated value first; then a count that is missing, since nothing can be worked out without it; then the
    counts. A blank value next to counts says nothing.
    """
    is_value, is_missing = cells["part"].eq(VALUE), cells["number"].isna()
    is_blank = is_missing & cells["token"].str.strip().eq("")
    of_part = cells["part"].map({name: place for place, name in enumerate(PARTS)})
    of_count = of_part.where(is_missing, of_part + len(PARTS))
    return of_count.where(~is_value, is_blank.map({False: 0, True: 2 * len(PARTS)}))


def _unit_of_values(cells: pd.DataFrame) -> pd.Series:
    """Return what is said of the unit of each figure's value; units of its counts are not the value's."""
    values = cells[cells["part"].eq(VALUE)]
    return values.set_index([*KEY, "again"])["unit"]
