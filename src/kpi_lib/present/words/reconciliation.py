"""What is said of a local figure next to a published one. Each is a function of one row of the ledger."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator, Kind
from kpi_lib.core.periods import Frequency, parse_period, snapshot
from kpi_lib.core.small_counts import SMALLEST_COUNT_SHOWN
from kpi_lib.present.words.numbers import (
    EN_DASH,
    MINUS,
    Row,
    at_source_decimals,
    format_count,
    format_figure,
    format_number,
    format_size,
    is_missing,
    number_words,
    sentence_case,
    tally,
)

_EVIDENCE = ("same_source", "independent")
_UNDER = f"under {SMALLEST_COUNT_SHOWN}"


def figure_words(row: Row, side: str, indicator: Indicator) -> str:
    """Return one side's figure as it is compared: a count, or a value with its unit; empty where none."""
    if row["compared"] == "count" or is_missing(row[f"{side}_value"]):
        count = row[f"{side}_numerator"]
        return "" if is_missing(count) else _UNDER if _is_small(count) else format_count(round(count))
    return format_figure(row, indicator, f"{side}_value").number


def difference_words(row: Row, indicator: Indicator) -> str:
    """Return the residual with its sign; empty where there is none or it would give away a small count."""
    residual = row["residual"]
    if is_missing(residual) or _would_reveal(row):
        return ""
    sign = MINUS if residual < 0 else "+" if residual > 0 else ""
    if row["compared"] == "value":
        size = format_number(abs(residual), _as_compared(row, indicator).decimals)
        return size if _is_zero(size) else f"{sign}{size}"
    counted = format_count(abs(round(residual)))
    return counted if counted == "0" else f"{sign}{counted}"


def share_words(row: Row) -> str:
    """Return a difference of counts as a percentage of the published count, with its sign, else nothing."""
    if row["compared"] == "value" or is_missing(row["residual_percent"]) or _would_reveal(row):
        return ""
    sign = MINUS if row["residual"] < 0 else "+"
    share = _share(row)
    return "" if _is_zero(share) else f"{sign}{share}%"


def quotation(row: Row, indicator: Indicator) -> str:
    """Return a report's words on a figure, and what is known of its difference from the published one."""
    source = f" ({row['reason_source']})" if row["reason_source"] else ""
    about = f"{what_is_compared(row, indicator)}, {period_of(row, 'local', indicator)}"
    return f"{about}: {row['claim']}. {row['reason']}{source}"


def what_is_compared(row: Row, indicator: Indicator) -> str:
    """Return what both figures are of: the events counted where counts are compared, else the indicator."""
    return indicator.numerator if row["compared"] == "count" else indicator.title


def period_of(row: Row, side: str, indicator: Indicator) -> str:
    """Return a side's period: "January to March 2018", "2017–18"; of a stock the day it was counted."""
    period = parse_period(str(row[f"{side}_period"]))
    if period.frequency is Frequency.YEAR:
        return period.label.replace("-", EN_DASH)
    return snapshot(period.end).words if indicator.kind is Kind.STOCK else period.words


def agreement_sentence(row: Row, indicator: Indicator) -> str:
    """Return a year of the ledger: "Our quarters against DfE’s year 2017–18: 3,080 against 3,480, …"."""
    year = str(row["year"]).replace("-", EN_DASH)
    whose = "DfE’s own" if row["evidence"] == "same_source" else "Our"
    what = "count on the census day" if indicator.kind is Kind.STOCK else "four quarters"
    return f"{whose} {what} against DfE’s figure for {year}: {_told(row, indicator)}"


def claim_sentence(row: Row, indicator: Indicator) -> str:
    """Return a report's statement: "The report of 2018-07-12: 770 against 870, 11.5% lower: unexplained."."""
    where = "" if row["is_same_period"] else f" for {period_of(row, 'published', indicator)}"
    against = f"The council’s report, {period_of(row, 'local', indicator)}, against DfE{where}"
    return f"{against}: {_told(row, indicator)}"


def _told(row: Row, indicator: Indicator) -> str:
    if row["status"] == "cannot_say":
        return f"nothing can be said. {row['reason']}"
    ours, theirs = (figure_words(row, side, indicator) for side in ("local", "published"))
    both = f"{ours} against {theirs}{_distance(row, indicator)}"
    return f"{both}: {row['status']}. {row['reason']}".strip()


def _distance(row: Row, indicator: Indicator) -> str:
    if _would_reveal(row) or row["status"] == "agrees":
        return ""
    way = "higher" if row["residual"] > 0 else "lower"
    if row["compared"] == "value":
        return f", {format_size(row['residual'], _as_compared(row, indicator))} {way}"
    return f", {_share(row)}% {way}"


def summary_sentences(ledger: pd.DataFrame, claims: pd.DataFrame) -> list[str]:
    """Return how many statements and years agree, are explained or not, and how many prove nothing."""
    return [*_of_claims(claims), *_of_ledger(ledger)]


def _of_claims(claims: pd.DataFrame) -> list[str]:
    if claims.empty:
        return ["No report states a figure of this area."]
    compared = claims.loc[claims["status"].ne("cannot_say")]
    stated = f"The council’s reports state {_plural(len(claims), 'figure')}."
    if compared.empty:
        return [f"{stated} None of them can be set beside a published one."]
    number = sentence_case(number_words(len(compared)))
    return [f"{stated} {number} can be set beside a published one: {_outcomes(compared)}."]


def _of_ledger(ledger: pd.DataFrame) -> list[str]:
    compared = ledger.loc[ledger["status"].ne("cannot_say")]
    if compared.empty:
        return ["No year has both our quarters and a figure of DfE’s."]
    same, own = (compared["evidence"].eq(name) for name in _EVIDENCE)
    clauses = [
        f"in {tally(int(same.sum()))} both sides are DfE’s" if same.any() else "",
        f"{_counted(own, 'sets', 'set')} the council’s own counts beside DfE’s",
    ]
    number = f"{tally(len(compared))} indicators and years"
    sentence = f"Of {number} with both quarters and DfE’s figure, {'; '.join(filter(None, clauses))}."
    return [sentence, f"Of the council’s own: {_outcomes(compared.loc[own])}."] if own.any() else [sentence]


def _plural(count: int, noun: str) -> str:
    return f"{number_words(count)} {noun}{'' if count == 1 else 's'}"


def _outcomes(rows: pd.DataFrame) -> str:
    """Return "1 agrees, 2 differ for a known reason and none differs for no known reason"."""
    agree, known, unknown = (rows["status"].eq(name) for name in ("agrees", "explained", "unexplained"))
    return (
        f"{_counted(agree, 'agrees', 'agree')}, {_counted(known, 'differs', 'differ')} for a known reason "
        f"and {_counted(unknown, 'differs', 'differ')} for no known reason"
    )


def _counted(found: pd.Series, one: str, many: str) -> str:
    """Return how many are found with their verb: "none agrees", "1 agrees", "2 agree"."""
    count = int(found.sum())
    return f"{tally(count)} {one if count in (0, 1) else many}"


def _as_compared(row: Row, indicator: Indicator) -> Indicator:
    """Return the indicator with the decimals of the coarser side: a difference has no more."""
    return at_source_decimals(row, indicator, "local_value", "published_value")


def _share(row: Row) -> str:
    return format_number(abs(row["residual_percent"]), 1)


def _is_zero(printed: str) -> bool:
    """Say whether a number prints as nothing but noughts."""
    return not printed.strip("0.,")


def _is_small(count: float) -> bool:
    return 0 < count < SMALLEST_COUNT_SHOWN


def _would_reveal(row: Row) -> bool:
    """Say whether the difference would give away a count that is not shown."""
    counts = [row["local_numerator"], row["published_numerator"]]
    return row["compared"] == "count" and any(not is_missing(count) and _is_small(count) for count in counts)
