"""Tested trends, the smallest change that could have shown, and the way to a target, in words."""

from __future__ import annotations

import math

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.core.periods import Frequency, parse_period
from kpi_lib.present.words.marks import CHANCE, UNKNOWN, Mark, change_mark
from kpi_lib.present.words.numbers import (
    EN_DASH,
    Row,
    format_number,
    format_size,
    format_value,
    is_missing,
    lower_first,
    parse_number,
    sentence_case,
)

RESTLESS = (
    "Each quarter of the year may have a level of its own, so that a season is not taken for a trend; and "
    "how much the quarters jump about is measured from the series itself, so that a restless series must "
    "show a larger trend."
)
METHODS = {
    "recent_trend": "By year: is there a straight line through the newest 5 years, the surer figures "
    "counting for more? A trend must be beyond chance at 99.8% and keep its way with each year left out in "
    "turn. Technical name: recent trend test (weighted regression, chi-squared) of the Office for Health "
    "Improvement and Disparities.",
    "quasi_binomial": "By quarter: does the line that fits the shares best rise or fall by more than chance "
    f"would explain? {RESTLESS} Technical name: quasi-binomial regression with a term for each quarter.",
    "quasi_poisson": "By quarter: does the line that fits the counts best, for the size of the population or "
    f"group, rise or fall by more than chance would explain? {RESTLESS} Technical name: quasi-Poisson "
    "regression with a term for each quarter.",
    "least_squares": "By quarter: does the line that fits the amounts best rise or fall by more than chance "
    f"would explain? {RESTLESS} Technical name: least-squares regression with a term for each quarter.",
}
MOVES = {"improved": "improving", "got_worse": "getting worse", "rose": "rising", "fell": "falling"}
SPANS = {"quarter": "quarters", "year": "years"}


def trend_line(trend: Row, indicator: Indicator) -> tuple[Mark, str]:
    """Return the mark and the sentence of one tested trend, or why it is not tested."""
    mark = change_mark(trend["verdict"], "up" if trend["slope"] > 0 else "down")
    return mark, _trend(trend, indicator)


def _trend(trend: Row, indicator: Indicator) -> str:
    span = SPANS[str(trend["basis"])]
    if trend["verdict"] == "cannot_say":
        why = lower_first(str(trend["reason"]).removeprefix("Not tested: "))
        return f"By {span.removesuffix('s')} no trend can be tested: {why}"
    over = f"over {int(trend['n_points'])} {span}, {_ends(trend)}"
    if trend["verdict"] == "no_clear_change":
        text = f"No clear trend {over}: {_slope(trend, indicator)}."
        return f"{text} {trend_power(trend, indicator)}".rstrip()
    move = sentence_case(MOVES[str(trend["verdict"])])
    return f"{move} {over}, by {CHANCE}: {_slope(trend, indicator)}."


def _ends(trend: Row) -> str:
    """Return the first and the last period of a tested series: "2013–14 to 2017–18"."""
    last = parse_period(str(trend["period"]))
    first = last.shift(1 - int(trend["n_points"]))
    if last.frequency is Frequency.QUARTER:
        return f"{first.start:%B %Y} to {last.end:%B %Y}"
    return f"{first.label} to {last.label}".replace("-", EN_DASH)


def _slope(trend: Row, indicator: Indicator) -> str:
    """Return the yearly change with its interval: "up 3.5 percentage points a year (95% interval …)"."""
    size = format_size(trend["slope"], indicator)
    way = "down " if trend["slope"] < 0 else "up "
    low, high = (format_number(trend[name], indicator.decimals) for name in ("slope_lower", "slope_upper"))
    return f"{way * (parse_number(size.number) != 0)}{size} a year (95% interval {low} to {high})"


def trend_power(trend: Row, indicator: Indicator) -> str:
    """Return the slope that the series would have shown four times in five; empty where none is known."""
    if is_missing(trend["least_detectable"]):
        return ""
    return (
        f"A trend of {format_size(trend['least_detectable'], indicator)} a year is the smallest that would "
        "have shown four times in five."
    )


def change_power(change: Row | None, indicator: Indicator) -> str:
    """Return the smallest change on a year ago that a figure could have shown, or why that is not known."""
    if change is None:
        return ""
    if is_missing(change["least_detectable"]):
        return "How small a change could have shown is not known, for the sources give no counts."
    least = format_size(change["least_detectable"], indicator)
    return f"The smallest change on a year ago this series could have shown, four times in five, is {least}."


def path_line(path: Row, indicator: Indicator) -> tuple[Mark, str]:
    """Return the mark and the sentence of the way to a target: when, or why there is no date."""
    return _path(path, f"Target of {format_value(path['target'], indicator)}")


def _path(path: Row, target: str) -> tuple[Mark, str]:
    state = str(path["state"])
    if state == "met":
        return Mark("✓", "met", "better"), f"{target}: met, the ups and downs of the seasons left out."
    if state == "on_the_way":
        return Mark("→", "on the way", "similar"), f"{target}: {_quarters(path)} if the tested trend holds."
    mark = (
        Mark("✗", "moving away", "worse") if state == "moving_away" else Mark(UNKNOWN, "no date", "unknown")
    )
    return mark, f"{target}: {lower_first(str(path['reason']))}"


def _quarters(path: Row) -> str:
    count, low, high = (path[name] for name in ("quarters", "quarters_lower", "quarters_upper"))
    if is_missing(count) or math.isinf(count):
        return "out of reach"
    end = ", without an end" if math.isinf(high) else f" to {format_number(high)}"
    return f"about {format_number(count)} more quarters (95% interval from {format_number(low)}{end})"
