"""Distributions of the workforce on the page: cases held, and social workers per child."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpi_lib.core.periods import Period
from kpi_lib.present.charts.band_bars import draw_band_bars
from kpi_lib.present.figures.chart import Caption
from kpi_lib.present.figures.records import show_record_chart, wide_and_narrow
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import missing, number, show_rows
from kpi_lib.present.words.marks import LEVEL, Mark
from kpi_lib.present.words.numbers import Row, format_number, is_missing

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
    before = bands.loc[bands["quarter"].eq(quarter.year_before().label)].set_index("least")
    shares = before["share"].astype(float).mask(before["is_withheld"].astype(bool)).reindex(now["least"])
    bars = pd.DataFrame({"share": now["share"].to_numpy(dtype=float), "before": shares.to_numpy()})
    bars = bars.set_axis([band_words(row) for _, row in now.iterrows()])
    text = "; ".join(f"{name}: {format_number(share)}%" for name, share in bars["share"].items())
    caption = Caption(
        title=title,
        finding=finding,
        alt=f"{finding}. {across}: {text}.",
        unit=f"Per cent, at the end of {quarter.words}",
        marks=[(Mark(LEVEL, "", "similar"), line) for line in lines],
        notices=_year_before_words(bars, before),
        method=method,
    )
    pictures = wide_and_narrow(draw_band_bars, bars, across)
    table = _table(title, across, now, before, quarter)
    return show_record_chart(pictures, caption, table, records)


def _year_before_words(bars: pd.DataFrame, before: pd.DataFrame) -> list[str]:
    """Say what the grey lines are where any is drawn, or that the counts of a year before are withheld."""
    if bars["before"].notna().any():
        return ["Grey lines: a year before."]
    return ["The counts of a year before are withheld."] if before["is_withheld"].any() else []


def _table(title: str, across: str, now: pd.DataFrame, before: pd.DataFrame, quarter: Period) -> Shown:
    def then(row: Row) -> Row | None:
        return before.loc[row["least"]] if row["least"] in before.index else None

    this, last = quarter.words, quarter.year_before().words
    columns = {
        across: band_words,
        number(this, "number"): lambda row: _figure(row, "n"),
        number(this, "%"): lambda row: _figure(row, "share"),
        number(last, "number"): lambda row: _figure(then(row), "n"),
        number(last, "%"): lambda row: _figure(then(row), "share"),
    }
    return show_rows(title, now, columns)


def _figure(row: Row | None, name: str) -> Cell | str:
    if row is None:
        return missing("none")
    return missing(WITHHELD) if row["is_withheld"] else format_number(row[name])
