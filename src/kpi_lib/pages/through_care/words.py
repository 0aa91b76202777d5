"""Through Care in words: the page's title and what its first figures rest on."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator
from kpi_lib.present.words.numbers import EN_DASH, format_figure

REPORTED = "reported"
NOT_KNOWN = "How soon children leave care is not known yet"


def through_care_title(years: pd.DataFrame, indicator: Indicator) -> str:
    """Return the page's title: "48% of children who left care in 2017–18 had been in it for under a year, …".

    Parameters
    ----------
    years : the annual estimates of the share, oldest first, all known.
    """
    if years.empty:
        return NOT_KNOWN
    now = years.iloc[-1]
    text = (
        f"{format_figure(now, indicator)} of children who left care in {_year(now)} had been in it "
        "for less than 12 months"
    )
    before = years.iloc[-2:-1]
    if before.empty:
        return text
    row = before.iloc[0]
    return f"{text}, against {format_figure(row, indicator)} in {_year(row)}"


def claim_words(years: pd.DataFrame) -> str:
    """Return that the title's figures are the report's own, where they are."""
    is_reported = len(years) and years.tail(2)["provenance"].eq(REPORTED).all()
    if not is_reported:
        return ""
    if len(years) == 1:
        return "The figure in the heading is as reported to Cabinet, without the counts behind it."
    return (
        "Both figures in the heading are as reported to Cabinet, without the counts behind them, so their "
        "difference cannot be tested."
    )


def _year(row: pd.Series) -> str:
    return str(row["year"]).replace("-", EN_DASH)
