"""A page's figures as lines of plain text, so that a change in any of them shows as a difference."""

from __future__ import annotations

from collections.abc import Iterable

from kpi_lib.present.shown.display import Shown, show_text
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.numbers import Row, format_estimate, format_figure, format_interval, is_missing

HEADER = "indicator | period | value | 95% interval | provenance | change | comparator | verdict"


def show_ledger(headlines: Iterable[Headline]) -> Shown:
    """Return one line per headline, the same text every time for the same figures."""
    return show_text("\n".join([HEADER, *(ledger_line(headline) for headline in headlines)]))


def ledger_line(headline: Headline) -> str:
    """Return one figure as text: what, when, how much, how sure, whose, and its two verdicts."""
    indicator, estimate = headline.indicator, headline.estimate
    parts = [
        indicator.id,
        f"{estimate['basis']} {estimate['period']}",
        str(format_estimate(estimate, indicator)),
        format_interval(estimate["lower"], estimate["upper"], indicator) or "none",
        str(estimate["provenance"]),
        _verdict(headline.change),
        _comparator(headline),
        _verdict(headline.comparison),
    ]
    return " | ".join(parts)


def _comparator(headline: Headline) -> str:
    row = headline.comparison
    if row is None or is_missing(row["comparator_value"]):
        return "none"
    figure = format_figure(row, headline.indicator, "comparator_value").number
    counted = f"{int(row['n_available'])} of {int(row['n_expected'])}"
    return f"{row['average']} {figure}, {counted}, {row['basis']} {row['period']}"


def _verdict(row: Row | None) -> str:
    return "none" if row is None else str(row["verdict"])
