"""The workforce in words and in one table: the council's quarters next to DfE's census."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kpi_lib.analysis.practice.workforce import summarise_staff_years
from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.periods import Period
from kpi_lib.core.status import Provenance
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import missing, number, show_rows
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.marks import COMPARISONS, NEIGHBOURS_AVERAGE
from kpi_lib.present.words.numbers import (
    Row,
    format_figure,
    format_interval,
    format_number,
    is_missing,
    join_words,
    lower_first,
    sentence_case,
)

if TYPE_CHECKING:
    from kpi_lib.pack.pack import Pack

FALLBACK = "Workforce and practice: what moves together, and what cannot be said"
NO_WORSE = f"No workforce figure is {COMPARISONS['worse'].phrase} {NEIGHBOURS_AVERAGE} beyond chance"
CASELOAD_METHOD = (
    "One row a social worker who held a case on the last day of the quarter, agency workers included. The "
    "mean hides who carries most, so the whole distribution is shown; quantiles are type 7. A part-time "
    "worker counts as one here; the caseload of the indicator is per full-time equivalent.",
)
TWO_AVERAGES = (
    "The mean here counts every worker as one; the average caseload above counts a part-time worker as part "
    "of one, so the two differ"
)
CHANGES_METHOD = (
    "Children looked after on the last day of the quarter, by how many different social workers each had in "
    "the twelve months before. A child with three social workers had two changes. Intervals: Wilson, 95%.",
)


THEME = "workforce"
OF_STAFF = {"social_worker_turnover_percent": "turnover", "social_worker_absence_percent": "absence"}
"""Indicators published by year alone, and where `summarise_staff_years` has them by quarter."""
NONE = pd.Series({"value": float("nan")})


@dataclass(frozen=True, slots=True)
class LocalFigure:
    """One measure of the workforce: by the council's quarter, a year before, and DfE's newest census.

    Each is a row with `value` (NaN where there is none) and, where its source is coarser than the indicator,
    `decimals`.
    """

    indicator: Indicator
    now: Row
    before: Row
    census: Row


def local_figures(pack: Pack) -> list[LocalFigure]:
    """Return every measure of the workforce by quarter, in the catalogue's order."""
    years = summarise_staff_years(pack.records("staff_changes")).rename(columns={"quarter": "period"})
    figures = []
    for indicator in pack.catalogue.in_theme(THEME):
        rows = pack.figures(indicator.id, basis="quarter")
        if indicator.id in OF_STAFF:
            rows = years.assign(value=years[OF_STAFF[indicator.id]])
        now, before = (
            _newest(rows.loc[rows["period"].eq(period.label)])
            for period in (pack.quarter, pack.quarter.year_before())
        )
        figures.append(LocalFigure(indicator, now, before, newest_published(pack, indicator.id)))
    return figures


def newest_published(pack: Pack, indicator_id: str, area: str = "") -> Row:
    """Return the newest published year of an indicator, of the pack's area or another; NaN where none is."""
    rows = pack.figures(indicator_id, basis="year", area=area)
    return _newest(rows.loc[rows["provenance"].eq(Provenance.PUBLISHED.value) & rows["value"].notna()])


def _newest(rows: pd.DataFrame) -> Row:
    return rows.iloc[-1] if len(rows) else NONE


def workforce_title(headlines: Iterable[Headline]) -> str:
    """Return the page's title: which figures are worse than the neighbours' average."""
    judged = [headline for headline in headlines if headline.comparison is not None]
    if not judged:
        return FALLBACK
    worse = [
        lower_first(headline.indicator.title) for headline in judged if headline.comparison_verdict == "worse"
    ]
    phrase = sentence_case(COMPARISONS["worse"].phrase)
    return f"{phrase} {NEIGHBOURS_AVERAGE}: {join_words(worse)}" if worse else NO_WORSE


def show_local(figures: Sequence[LocalFigure], quarter: Period, *, link: str) -> Shown:
    """Return the council's figures of the quarter and of a year before, next to DfE's census.

    Parameters
    ----------
    link : address of an indicator's page; `{slug}` is filled in.
    """
    rows = pd.DataFrame({"figure": [figure for figure in figures if not is_missing(figure.now["value"])]})
    if rows.empty:
        return show_note("There are no figures of the council’s own for this quarter.")
    columns = {
        "Measure": lambda row: _measure(row["figure"], link),
        number("This quarter"): lambda row: _value(row["figure"], row["figure"].now),
        number("A year before"): lambda row: _value(row["figure"], row["figure"].before),
        number("DfE’s census"): lambda row: _value(row["figure"], row["figure"].census),
    }
    notes = [
        f"This quarter: {quarter.words}. DfE’s census: the newest of 30 September, published.",
        "Turnover and sickness: the four quarters up to the date, as DfE counts a year.",
    ]
    return show_rows("The council’s quarters beside DfE’s census", rows, columns, notes=notes)


def _measure(figure: LocalFigure, link: str) -> Cell:
    indicator = figure.indicator
    return Cell(indicator.title, href=link.format(slug=indicator.slug))


def _value(figure: LocalFigure, row: Row) -> Cell | str:
    return missing("none") if is_missing(row["value"]) else str(format_figure(row, figure.indicator))


def caseload_lines(now: Row, england: float) -> list[str]:
    """Return what the caseloads of one quarter say, each a sentence without a full stop."""
    if is_missing(now["median"]):
        return [str(now["reason"]).rstrip(".")]
    n, half, tenth = (format_number(now[name]) for name in ("n_workers", "median", "p90"))
    mean = format_number(now["mean"], 1)
    lines = [
        f"Half of {n} social workers hold {half} cases or fewer, one in ten {tenth} or more (mean {mean})"
    ]
    if not is_missing(england) and not is_missing(now["share_above"]):
        share, low, high = (format_number(now[f"share_{name}"]) for name in ("above", "lower", "upper"))
        lines.append(
            f"In all, {share}% hold more than England’s average of {format_number(england, 1)} "
            f"(95% interval {low} to {high})"
        )
    return [*lines, TWO_AVERAGES]


def changes_lines(many_workers: Row, many_changes: Row, indicator: Indicator) -> list[str]:
    """Return how many children had three or more social workers, and three or more changes."""
    lines = [
        f"{format_figure(row, indicator)} of children looked after had {what} in the year "
        f"(95% interval {format_interval(row['lower'], row['upper'], indicator)})"
        for row, what in (
            (many_workers, "three or more social workers"),
            (many_changes, "three or more changes"),
        )
        if not is_missing(row["value"])
    ]
    return lines or [str(many_workers["reason"]).rstrip(".")]
