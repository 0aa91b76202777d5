"""Distributions of the workforce on the page: cases held, and social workers per child."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

import pandas as pd

from kpi_lib.core.periods import Period
from kpi_lib.present.charts.band_bars import NARROW_BARS, WIDE_BARS, Bar, draw_band_bars
from kpi_lib.present.figures.chart import Caption, show_chart
from kpi_lib.present.ink.bars import PALE
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell, Column, Group, Table
from kpi_lib.present.shown.tables import missing, show_table
from kpi_lib.present.words.marks import LEVEL, Mark
from kpi_lib.present.words.numbers import Row, format_number, is_missing
from kpi_lib.present.words.record_sources import has_illustrative, record_source_sentence

WITHHELD = "withheld"


def band_words(row: Row) -> str:
    """Return a band's name: "10–14", "30 or more", "3"."""
    low = format_number(row["least"])
    if is_missing(row["greatest"]):
        return f"{low} or more"
    return low if row["least"] == row["greatest"] else f"{low}–{format_number(row['greatest'])}"


def show_distribution(
    bands: pd.DataFrame,
    quarter: Period,
    records: pd.DataFrame,
    *,
    title: str,
    finding: str,
    across: str,
    lines: Sequence[str],
    method: Sequence[str],
) -> Shown:
    """Return a distribution at the end of a quarter next to the year before, with its table.

    Parameters
    ----------
    bands : from `analysis.practice.workforce.summarise_bands`.
    title, finding : what it is of, and what it finds, without a full stop.
    across : what the bands are of.
    lines : what to notice, each a sentence without a full stop.
    """
    now = bands.loc[bands["quarter"].eq(quarter.label)]
    if now.empty or now["is_withheld"].all():
        return show_note(f"{title}: {'too few to show' if len(now) else 'no records of this quarter'}.")
    before = bands.loc[bands["quarter"].eq(quarter.year_before().label)]
    bars = [Bar(band_words(row), float(row["share"]), _share_at(before, row)) for _, row in now.iterrows()]
    is_drawn_up = has_illustrative(records)
    wide, narrow = (
        draw_band_bars(bars, across, is_illustrative=is_drawn_up, size=size)
        for size in (WIDE_BARS, NARROW_BARS)
    )
    found = f"{finding} (illustrative)" if is_drawn_up else finding
    text = "; ".join(f"{bar.label}: {format_number(bar.value)}%" for bar in bars)
    caption = Caption(
        title=title,
        finding=found,
        alt=f"{found}. {across}: {text}.",
        unit=f"Per cent, at the end of {quarter.words}{', illustrative' * is_drawn_up}",
        marks=[(Mark(LEVEL, "", "similar"), line) for line in lines],
        notices=[*_year_before_words(bars, before), *([PALE] if is_drawn_up else [])],
        method=method,
        source=record_source_sentence(records),
    )
    return show_chart(wide, narrow, caption, _table(title, across, now, before, quarter))


def _year_before_words(bars: Sequence[Bar], before: pd.DataFrame) -> list[str]:
    """Say what the grey lines are where any is drawn, or that the counts of a year before are withheld."""
    if any(isfinite(bar.before) for bar in bars):
        return ["Grey lines: a year before."]
    return ["The counts of a year before are withheld."] if before["is_withheld"].any() else []


def _share_at(before: pd.DataFrame, band: Row) -> float:
    rows = before.loc[before["least"].eq(band["least"]) & ~before["is_withheld"]]
    return float(rows["share"].iloc[0]) if len(rows) else float("nan")


def _table(title: str, across: str, now: pd.DataFrame, before: pd.DataFrame, quarter: Period) -> Shown:
    rows = [
        [Cell(band_words(row)), *_figures(row), *_figures(_row_at(before, row))] for _, row in now.iterrows()
    ]
    dates = [period.words for period in (quarter, quarter.year_before())]
    columns = [Column(across)]
    for words in dates:
        columns += [Column(words, unit=unit, is_number=True) for unit in ("number", "%")]
    return show_table(Table(title, columns, [Group(rows)]))


def _row_at(before: pd.DataFrame, band: Row) -> Row | None:
    rows = before.loc[before["least"].eq(band["least"])]
    return rows.iloc[0] if len(rows) else None


def _figures(row: Row | None) -> list[Cell]:
    if row is None:
        return [missing("none"), missing("none")]
    if row["is_withheld"]:
        return [missing(WITHHELD), missing(WITHHELD)]
    return [Cell(format_number(row["n"])), Cell(format_number(row["share"]))]
