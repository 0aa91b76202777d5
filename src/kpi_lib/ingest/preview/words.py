"""The words of a preview: what is asked of a row or column, periods, units and runs of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpi_lib.catalogue.indicators import Unit
from kpi_lib.core.periods import MonthOfYear, Period, QuarterOfYear, YearOnly
from kpi_lib.ingest.issues import Issue
from kpi_lib.ingest.sheets.headings.heading import Heading, Partial

ASKS = {
    "unknown-indicator": "which indicator?", "unit-unknown": "in what unit?", "far-outside": "is it right?",
    "period-unclear": "of which period?", "no-period": "of which period?", "unknown-area": "whose?",
    "two-areas": "whose?", "no-area": "whose?", "unknown-column": "what does it hold?",
}  # fmt: skip
"""What is asked where an issue stops a row or a column; of other issues their own first sentence."""
UNITS = {
    Unit.PERCENT: "per cent", Unit.PER_10000: "per 10,000", Unit.COUNT: "a number", Unit.CASES: "cases",
    Unit.WEEKS: "weeks", Unit.DAYS: "days", Unit.POUNDS: "pounds", Unit.MILLION_POUNDS: "millions of pounds",
}  # fmt: skip


def asked(stops: Sequence[Issue]) -> str:
    """Return what a row or column asks, each question once."""
    return "; ".join(dict.fromkeys(ASKS.get(issue.code, issue.what) for issue in stops))


def heading_words(heading: Heading) -> str:
    """Return the period that a heading states, in words, and what kind it is where that is not plain."""
    if heading.fault is not None:
        return ""
    if heading.period is not None and (heading.is_cumulative or heading.is_rolling):
        span = "year to date, to" if heading.is_cumulative else "twelve months to"
        return f"{span} {heading.period.end.day} {heading.period.end:%B %Y}"
    words = time_words(heading.period or heading.partial)
    kind = "year to date" if heading.is_cumulative else ""
    return f"{words}, {kind}" if words and kind else words or kind


def time_words(when: Period | Partial | None) -> str:
    """Return a period, or the piece of one that is known, in words."""
    match when:
        case None:
            return ""
        case YearOnly():
            return f"{when.first}/{(when.first + 1) % 100:02d}" if when.is_financial else str(when.first)
        case MonthOfYear():
            return f"month {when.month}, of a year stated elsewhere"
        case QuarterOfYear():
            return f"{when.words}, of a year stated elsewhere"
    return when.words


def spans(numbers: Iterable[int]) -> str:
    """Return whole numbers in words, those that follow each other joined.

    >>> spans([3, 4, 5, 9])
    '3 to 5, 9'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
