"""Periods and days in plain English, as pages print them."""

from __future__ import annotations

from datetime import date

from kpi_lib.catalogue.indicators import Indicator, Kind
from kpi_lib.core.periods import parse_period
from kpi_lib.present.words.numbers import EN_DASH, Row


def period_words(row: Row, indicator: Indicator) -> str:
    """Return a row's period in plain English.

    A flow: "January to March 2018", "the year to 31 March 2018". A stock: the day it was counted,
    "31 March 2018", or its year, "2017–18", where the row does not hold the day.
    """
    period = parse_period(str(row["period"]))
    is_quarter = row["basis"] == "quarter"
    if indicator.kind is Kind.STOCK:
        day = row.get("period_end", period.end if is_quarter else None)
        return period.label.replace("-", EN_DASH) if day is None else day_words(day)
    return period.words if is_quarter else f"the year to {day_words(period.end)}"


def in_period(row: Row, indicator: Indicator) -> str:
    """Return a row's period with its preposition: "in January to March 2018", "on 31 March 2018"."""
    words = period_words(row, indicator)
    return f"{'on' if words[:1].isdigit() and EN_DASH not in words else 'in'} {words}"


def day_words(day: date) -> str:
    """Return a day in words: "12 July 2018"."""
    return f"{day.day} {day:%B %Y}"


def model_words(model: str) -> str:
    """Return a neighbour list's name in words: "2021-04" is "April 2021"; other names stay as they are."""
    try:
        return f"{date.fromisoformat(f'{model}-01'):%B %Y}"
    except ValueError:
        return model
