"""From single cells to figures: the value, numerator and denominator of one in one row."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpi_lib.catalogue.indicators import Catalogue, Unit
from kpi_lib.core.status import Provenance
from kpi_lib.ingest.issues import NOTE, Issue
from kpi_lib.ingest.layouts.scorecard.cells import Cell
from kpi_lib.ingest.layouts.scorecard.names import COUNT, DENOMINATOR, NUMERATOR, VALUE
from kpi_lib.ingest.layouts.scorecard.plan import ScorecardTable
from kpi_lib.ingest.reading import Reading

PARTS = (VALUE, NUMERATOR, DENOMINATOR)
KEY = ["indicator_id", "area_code", "when", "is_cumulative"]
ORDER = ["table", "row", "column"]
_COLUMNS = (
    "indicator_id", "area_code", "place", "when", "part", "unit", "name", "is_cumulative", "number", "status",
    "token", "row", "column", "provenance",
)  # fmt: skip


def frame_of_cells(table: ScorecardTable, cells: Sequence[Cell], reading: Reading) -> pd.DataFrame:
    """Return one row per cell: what it is about, its number, status and token, and where it is."""
    codes = [table.codes[cell.row, cell.place] for cell in cells]
    meanings = table.meanings
    return pd.DataFrame(
        {
            "indicator_id": [cell.indicator for cell in cells],
            "area_code": [cell.area.area_code for cell in cells],
            "place": [cell.area.text for cell in cells],
            "when": pd.Series([cell.when.period for cell in cells], dtype=object),
            "part": [cell.part for cell in cells],
            "unit": [cell.unit for cell in cells],
            "name": [cell.name or table.headers[cell.place] for cell in cells],
            "is_cumulative": [cell.when.is_cumulative for cell in cells],
            "number": meanings.numbers[codes],
            "status": meanings.status_words(codes),
            "token": [str(token) for token in meanings.tokens.take(codes)],
            "row": [int(table.rows[cell.row]) for cell in cells],
            "column": [int(table.columns[cell.place]) for cell in cells],
            "provenance": reading.provenance or Provenance.LOCAL.value,
        },
        columns=list(_COLUMNS),
    )


def no_cells() -> pd.DataFrame:
    """Return the same without a row, of a file of which nothing is read."""
    return pd.DataFrame(columns=[*_COLUMNS, "table"])


def numbers_as_values(
    cells: pd.DataFrame, catalogue: Catalogue, reading: Reading
) -> tuple[pd.DataFrame, int, list[Issue]]:
    """Return the cells with "Number" taken as the value of counts, and those left out.

    Of a percentage or a rate, a number may be its numerator or its denominator: it is left out, and said.
    """
    counts = {indicator.id for indicator in catalogue if indicator.unit in (Unit.COUNT, Unit.CASES)}
    is_number = cells["part"].eq(COUNT)
    is_value = is_number & cells["indicator_id"].isin(counts)
    left = cells[is_number & ~is_value]
    kept = cells.assign(part=cells["part"].mask(is_value, VALUE))[~(is_number & ~is_value)]
    hint = 'say which in names.toml, with part = "numerator" or holds = "numerator"'
    issues = []
    for name, rows in left.groupby("name", sort=False):
        what, row = f"A number of '{name}' is left out: numerator or denominator?", int(rows.iloc[0]["row"])
        got = f"{len(rows)} cells"
        issues.append(Issue(NOTE, "left-out-number", what, reading.file, row, "", got, "", hint))
    return kept, len(left), issues


def join_parts(cells: pd.DataFrame, reading: Reading) -> tuple[pd.DataFrame, int, list[Issue]]:
    """Return one row per figure, how many were stated again alike, and a note of these.

    A part that is stated again and differs makes a figure of its own, a duplicate that stops later.
    """
    again = cells.groupby([*KEY, "part"]).cumcount()
    ordered = cells.assign(again=again, order=_order_of_speaking(cells))
    ordered = ordered.sort_values(["order", *ORDER], kind="stable")
    key = [*KEY, "again"]
    numbers = ordered.pivot(index=key, columns="part", values="number").reindex(columns=list(PARTS))
    # the unit of a figure is that of its value: "%" over the value says nothing of its counts
    units = ordered[ordered["part"].eq(VALUE)].set_index(key)["unit"]
    first = ordered.drop_duplicates(key).set_index(key).drop(columns=["number", "part", "order", "unit"])
    joined = first.join(numbers).join(units).reset_index()
    joined = joined.assign(unit=joined["unit"].fillna("").astype("str"), derived=False)
    return _without_repeats(joined.sort_values(ORDER, kind="stable", ignore_index=True), reading)


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


def _order_of_speaking(cells: pd.DataFrame) -> pd.Series:
    """Return how early each cell is taken for the status of its figure.

    A stated value first; then a count that is missing, since nothing can be worked out without it; then the
    counts. A blank value next to counts says nothing: of "value blank, numerator 12, denominator c" the
    denominator speaks, and the figure is suppressed.
    """
    is_value, is_missing = cells["part"].eq(VALUE), cells["number"].isna()
    is_blank = is_missing & cells["token"].str.strip().eq("")
    of_part = cells["part"].map({name: place for place, name in enumerate(PARTS)})
    of_count = of_part.where(is_missing, of_part + len(PARTS))
    return of_count.where(~is_value, is_blank.map({False: 0, True: 2 * len(PARTS)}))
