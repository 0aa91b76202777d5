"""The workforce in words and in one table: the council's quarters next to DfE's census."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.periods import Period
from kpi_lib.present.shown.display import Shown, show_note
from kpi_lib.present.shown.exhibits import Cell
from kpi_lib.present.shown.tables import missing, number, show_rows
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.numbers import (
    Row,
    format_figure,
    format_interval,
    format_number,
    is_missing,
    join_words,
    lower_first,
)

FALLBACK = "Workforce and practice: what moves together, and what cannot be said"
NO_WORSE = "No workforce figure is worse than the neighbours’ average beyond chance"
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


@dataclass(frozen=True, slots=True)
class LocalFigure:
    """One measure of the workforce: by the council's quarter, a year before, and DfE's newest census."""

    indicator: Indicator
    now: float
    before: float
    census: float
    is_illustrative: bool
    is_before_illustrative: bool = False
    decimals: Mapping[str, int] = field(default_factory=dict)
    """To how many decimals the sources of `now`, `before` and `census` give them, where they are coarser."""


def workforce_title(headlines: Iterable[Headline]) -> str:
    """Return the page's title: which real figures are worse than the neighbours' average."""
    judged = [item for item in headlines if item.has_real_comparison and item.comparison is not None]
    if not judged:
        return FALLBACK
    worse = [lower_first(item.indicator.title) for item in judged if _verdict(item) == "worse"]
    return f"Worse than the neighbours’ average: {join_words(worse)}" if worse else NO_WORSE


def _verdict(headline: Headline) -> str:
    assert headline.comparison is not None, "headlines without a comparison were left out"
    return str(headline.comparison["verdict"])


def show_local(figures: Sequence[LocalFigure], quarter: Period, *, link: str) -> Shown:
    """Return the council's figures of the quarter and of a year before, next to DfE's census.

    Parameters
    ----------
    link : address of an indicator's page; `{slug}` is filled in.
    """
    rows = pd.DataFrame({"figure": [figure for figure in figures if not is_missing(figure.now)]})
    if rows.empty:
        return show_note("There are no figures of the council’s own for this quarter.")
    columns = {
        "Measure": lambda row: _measure(row["figure"], link),
        number("This quarter"): lambda row: _value(row["figure"], "now"),
        number("A year before"): lambda row: _value(row["figure"], "before", _note_before(row["figure"])),
        number("DfE’s census"): lambda row: _value(row["figure"], "census"),
    }
    notes = [
        f"This quarter: {quarter.words}. DfE’s census: the newest of 30 September, published.",
        "Turnover and sickness: the four quarters up to the date, as DfE counts a year.",
    ]
    return show_rows("The council’s quarters beside DfE’s census", rows, columns, notes=notes)


def _measure(figure: LocalFigure, link: str) -> Cell:
    note, indicator = "illustrative" if figure.is_illustrative else "", figure.indicator
    return Cell(indicator.title, note=note, href=link.format(slug=indicator.slug))


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


def _note_before(figure: LocalFigure) -> str:
    """Return the mark of the year before where the measure's own does not say it already."""
    return "illustrative" if figure.is_before_illustrative and not figure.is_illustrative else ""


def _value(figure: LocalFigure, of: str, note: str = "") -> Cell:
    stated = {"value": getattr(figure, of), "decimals": figure.decimals.get(of)}
    if is_missing(stated["value"]):
        return missing("none")
    return Cell(str(format_figure(stated, figure.indicator)), note=note)
