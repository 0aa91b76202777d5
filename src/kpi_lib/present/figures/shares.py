"""A chart of shares one under the other, with its words and its table of the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from kpi_lib.present.charts.share_rows import draw_share_rows
from kpi_lib.present.figures.chart import Caption
from kpi_lib.present.figures.records import show_record_chart, wide_and_narrow
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.numbers import format_count, format_number

INTERVAL = "Line: where the true share probably lies (95% interval)."
WITHHELD = "withheld"
MARKS = ["value", "lower", "upper", "outer_lower", "outer_upper"]


def select_shares(
    rows: pd.DataFrame,
    labels: Sequence[str],
    counts: tuple[str, str],
    *,
    value: str = "value",
    group: str | Sequence[str] = "",
    bounds: tuple[str, str] | None = None,
) -> pd.DataFrame:
    """Return what a chart of shares draws and its table says, one row a share.

    Parameters
    ----------
    rows : of a summary, with the share and its limits in per cent and `is_withheld`, where the page must not
        say it: nothing of the share, its limits and its counts is in what is returned.
    labels : what each row is called; `group` what is above it.
    counts : the columns of the numerator and the denominator.
    value : the share's column; its limits are named after it ("agreement_lower"), else `lower` and `upper`.
    bounds : the columns of the least and the most that the share could be, where there are any.
    """
    low, high = (f"{value}_{end}" if f"{value}_{end}" in rows else end for end in ("lower", "upper"))
    names = [value, low, high, *(bounds or ()), *counts]
    marks = rows[names].astype(float).set_axis([*MARKS[: len(names) - 2], "count", "of"], axis=1)
    is_withheld = rows["is_withheld"].astype(bool)
    shares = marks.reindex(columns=[*MARKS, "count", "of"]).mask(is_withheld)
    # Of nobody who answered there is no share; what it could have been, 0 to 100%, is nothing to draw.
    shares[MARKS] = shares[MARKS].mask(shares["value"].isna())
    texts = [
        f"{format_number(share)}% ({format_number(least)} to {format_number(most)})"
        if share == share
        else none
        for share, least, most, none in zip(
            shares["value"],
            shares["lower"],
            shares["upper"],
            np.where(is_withheld, WITHHELD, "none"),
            strict=True,
        )
    ]
    return shares.assign(label=list(labels), group=group, text=texts, is_withheld=is_withheld)


def show_shares(
    shares: pd.DataFrame,
    caption: Caption,
    *records: pd.DataFrame,
    base: str,
    reference: tuple[float, str] | None = None,
) -> Shown:
    """Return the chart of some shares and its table; only the table's note where all are withheld.

    Parameters
    ----------
    shares : of `select_shares`.
    caption : title, finding, unit, notices and method; the alternative is added.
    records : what the shares are counted from.
    base : what the denominator counts, for the table: "Audits".
    """
    if shares.empty:
        return show_note(f"{caption.title}: there is nothing to show.")
    table = _table(shares, caption.title, base)
    if not table.tables:
        return table
    names = [
        f"{group}, {label}" if group else label
        for group, label in zip(shares["group"], shares["label"], strict=True)
    ]
    stated = " ".join(f"{name}: {text}." for name, text in zip(names, shares["text"], strict=True))
    caption = replace(caption, alt=f"{caption.finding}. {stated}", notices=[INTERVAL, *caption.notices])
    pictures = wide_and_narrow(draw_share_rows, shares, reference)
    return show_record_chart(pictures, caption, table, *records)


def _table(shares: pd.DataFrame, title: str, base: str) -> Shown:
    columns = [Column("Which"), Column("Count", is_number=True), Column(base, is_number=True)]
    columns.append(Column("Share", unit="% (95% interval)", is_number=True))
    groups = [
        Group([_cells(row) for _, row in rows.iterrows()], str(name))
        for name, rows in shares.groupby("group", sort=False)
    ]
    return show_table(Table(title, columns, groups))


def _cells(row: pd.Series) -> list[Cell]:
    counts = [
        missing(WITHHELD) if row["is_withheld"] else Cell(format_count(row[name])) for name in ("count", "of")
    ]
    return [Cell(row["label"]), *counts, Cell(row["text"])]
