"""A chart of shares one under the other, with its words and its table of the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import nan

import pandas as pd

from kpi_lib.present.charts.share_rows import Reference, ShareRow, draw_share_rows
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.numbers import Row, format_count, format_number, is_missing, lower_first
from kpi_lib.present.words.record_sources import has_illustrative, record_source_sentence

INTERVAL = "Line: where the true share probably lies (95% interval)."
HOLLOW = "Hollow: illustrative."
WITHHELD = "withheld"


def share_row(
    row: Row,
    label: str,
    *,
    value: str = "value",
    group: str = "",
    bounds: tuple[str, str] | None = None,
    is_illustrative: bool = False,
) -> ShareRow:
    """Return one row of a chart from a summary's row.

    Parameters
    ----------
    row : with `value`, `value_lower`, `value_upper` (or `lower`, `upper`) in per cent, and
        `is_withheld`, where the page must not say it.
    value : the name of the share's column.
    bounds : the columns of the least and the most that the share could be, where there are any.
    """
    if row["is_withheld"] or is_missing(row[value]):
        is_withheld = bool(row["is_withheld"])
        words = WITHHELD if is_withheld else "none"
        return ShareRow(
            label, nan, nan, nan, words, group, is_illustrative=is_illustrative, is_withheld=is_withheld
        )
    low, high = limits_of(row, value)
    least, most = (nan, nan) if bounds is None else (float(row[bounds[0]]), float(row[bounds[1]]))
    text = f"{format_number(row[value])}% ({format_number(low)} to {format_number(high)})"
    return ShareRow(label, float(row[value]), low, high, text, group, least, most, is_illustrative)


def limits_of(row: Row, value: str = "value") -> tuple[float, float]:
    """Return the limits of a share: the columns named after it, else `lower` and `upper`."""
    named = f"{value}_lower" in row.index
    low, high = (f"{value}_lower", f"{value}_upper") if named else ("lower", "upper")
    return float(row[low]), float(row[high])


def show_shares(
    rows: Sequence[ShareRow],
    caption: Caption,
    counts: Sequence[tuple[float, float]],
    *records: pd.DataFrame,
    base: str,
    reference: Reference | None = None,
) -> Shown:
    """Return the chart of some shares and its table; only the table's note where all are withheld.

    Parameters
    ----------
    caption : title, finding without "illustrative", unit, notices and method; marks and source are added.
    counts : numerator and denominator of each row, for the table.
    records : what the shares are counted from; they say whether it is illustrative.
    base : what the denominator counts, for the table: "Audits".
    """
    if not rows:
        return show_note(f"{caption.title}: there is nothing to show.")
    table = _table(rows, counts, caption.title, base)
    if not table.tables:
        return table
    is_drawn_up = has_illustrative(*records)
    finding = f"Illustrative: {lower_first(caption.finding)}" if is_drawn_up else caption.finding
    told = replace(
        caption,
        finding=finding,
        alt=f"{finding}. " + " ".join(f"{_name(row)}: {row.text}." for row in rows),
        notices=[INTERVAL, *caption.notices, *([HOLLOW] if is_drawn_up else [])],
        source=record_source_sentence(*records),
    )
    wide, narrow = (draw_share_rows(rows, reference, is_narrow=is_narrow) for is_narrow in (False, True))
    return show_chart(wide, narrow, told, table)


def _name(row: ShareRow) -> str:
    return f"{row.group}, {row.label}" if row.group else row.label


def _table(rows: Sequence[ShareRow], counts: Sequence[tuple[float, float]], title: str, base: str) -> Shown:
    columns = [
        Column("Which"), Column("Count", is_number=True), Column(base, is_number=True),
        Column("Share", unit="% (95% interval)", is_number=True),
    ]  # fmt: skip
    groups: dict[str, list[list[Cell]]] = {}
    for row, pair in zip(rows, counts, strict=True):
        cells = [missing(WITHHELD) if row.is_withheld else Cell(format_count(count)) for count in pair]
        groups.setdefault(row.group, []).append([Cell(row.label), *cells, Cell(row.text)])
    return show_table(Table(title, columns, [Group(cells, name) for name, cells in groups.items()]))
