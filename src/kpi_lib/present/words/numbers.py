"""Numbers and units in words, as pages print them. Rounding happens here and nowhere else."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from kpi_lib.catalogue.indicators import Indicator, Kind, Unit
from kpi_lib.core.rounding import round_half_up
from kpi_lib.core.status import Status

MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"
MILLION = 1_000_000
OF_A_QUARTER = "in a quarter"
NO_BREAK = "\N{NO-BREAK SPACE}"

_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)(?:%|\s*(?:million|m|weeks?|days?|cases?|points))?")

Row = pd.Series
"""One row of a frame of docs/architecture.md."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed and the unit that follows it, smaller; `str` puts them together."""

    number: str
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.number} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class _UnitWords:
    plural: str = ""
    singular: str = ""
    before: str = ""
    after: str = ""
    difference: str = ""
    axis: str = ""


_UNITS = {
    Unit.PERCENT: _UnitWords(after="%", difference="percentage points", axis="Per cent"),
    Unit.PER_10000: _UnitWords("per 10,000 children", axis="Per 10,000 children"),
    Unit.COUNT: _UnitWords(axis="Number"),
    Unit.CASES: _UnitWords("cases", "case", axis="Cases"),
    Unit.WEEKS: _UnitWords("weeks", "week", axis="Weeks"),
    Unit.DAYS: _UnitWords("days", "day", axis="Days"),
    Unit.POUNDS: _UnitWords(before="£", axis="£"),
    Unit.MILLION_POUNDS: _UnitWords(before="£", after=f"{NO_BREAK}million", axis="£ million"),
}

_SHORT_STATUS = {
    Status.SUPPRESSED: "withheld",
    Status.NOT_APPLICABLE: "does not apply",
    Status.NOT_AVAILABLE: "not available",
    Status.LOW_RELIABILITY: "unreliable",
    Status.ROUNDS_TO_ZERO: "rounds to 0",
    Status.BAND: "band only",
}


def is_missing(value: object) -> bool:
    """Say whether there is no number here; the status then says why."""
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def format_number(value: float, decimals: int = 0) -> str:
    """Return a number half up to `decimals`, with commas in thousands and a real minus sign.

    >>> format_number(-1234.25, 1)
    '−1,234.3'
    """
    return f"{round_half_up(value, decimals):,}".replace("-", MINUS)


def format_millions(pounds: float) -> str:
    """Return pounds as millions: "£7.6 million", "−£0.5 million"."""
    number = format_number(pounds / MILLION, 1)
    sign, digits = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
    return f"{sign}£{digits}{NO_BREAK}million"


def parse_number(text: str) -> Decimal | None:
    """Return the number that a printed figure shows, without its unit; nothing where it is no single number.

    >>> parse_number("−1,234.3%"), parse_number("under 6")
    (Decimal('-1234.3'), None)
    """
    bare = text.replace(MINUS, "-").replace(",", "").replace("£", "").strip()
    found = _NUMBER.fullmatch(bare)
    return Decimal(found[1]) if found else None


def format_value(value: float, indicator: Indicator) -> Figure:
    """Return a value of an indicator with its unit: "36.3 per 10,000 children", "85.0%", "£7.6 million"."""
    unit = _UNITS[indicator.unit]
    number = format_number(value, indicator.decimals)
    sign, digits = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
    words = unit.singular if number == "1" and unit.singular else unit.plural
    return Figure(f"{sign}{unit.before}{digits}{unit.after}", words)


def at_source_decimals(row: Mapping[Any, Any] | Row, indicator: Indicator, *of: str) -> Indicator:
    """Return the indicator with no more decimals than the sources of a row's figures give.

    Parameters
    ----------
    of : names of the figures, such as `earlier_value`, whose decimals are in `earlier_decimals`; for what
        is made of several, the coarsest counts.
    """
    told: list[Any] = [row.get(f"{name.removesuffix('value')}decimals") for name in of]
    fewest = min([indicator.decimals, *(int(places) for places in told if not is_missing(places))])
    return indicator if fewest == indicator.decimals else indicator.model_copy(update={"decimals": fewest})


def format_figure(row: Mapping[Any, Any] | Row, indicator: Indicator, of: str = "value") -> Figure:
    """Return a figure of a row with its unit, no finer than its source gives it: "85%", not "85.0%".

    `of`: which of them, such as `comparator_value`.
    """
    return format_value(row[of], at_source_decimals(row, indicator, of))


def format_size(difference: float, indicator: Indicator) -> Figure:
    """Return the size of a difference without its sign: "3.1 percentage points", "£0.4 million"."""
    unit = _UNITS[indicator.unit]
    if not unit.difference:
        return format_value(abs(difference), indicator)
    return Figure(format_number(abs(difference), indicator.decimals), unit.difference)


def format_interval(lower: float, upper: float, indicator: Indicator) -> str:
    """Return a 95% interval as "31.2 to 42.0"; an empty text where there is none."""
    if is_missing(lower) or is_missing(upper):
        return ""
    return f"{format_value(lower, indicator).number} to {format_value(upper, indicator).number}"


def format_count(value: float) -> str:
    """Return a count with commas; a whole number unless the source gives parts (full-time equivalents)."""
    return format_number(value, 0 if float(value).is_integer() else 1)


def format_estimate(row: Row, indicator: Indicator) -> Figure:
    """Return an estimate's value with unit, or the words of its status where there is no number.

    A quarter's rate of events says that it is of three months: it does not compare with a year's.
    """
    figure = format_dated(row, indicator)
    is_part_of_year = row["basis"] == "quarter" and indicator.kind is Kind.FLOW
    if figure.unit and is_part_of_year and indicator.unit is Unit.PER_10000:
        return Figure(figure.number, f"{figure.unit} {OF_A_QUARTER}")
    return figure


def format_dated(row: Row, indicator: Indicator) -> Figure:
    """Return an estimate like `format_estimate`, for a sentence that goes on to say its period."""
    if is_missing(row["value"]):
        return Figure(status_words(row["status"]))
    return format_figure(row, indicator)


def status_words(status: str) -> str:
    """Return a status in the two or three words that fit a table's cell."""
    return _SHORT_STATUS.get(Status(status), "not available")


def axis_unit(indicator: Indicator) -> str:
    """Return the unit as it is above a chart's axis."""
    return _UNITS[indicator.unit].axis


def join_words(words: list[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def number_words(number: int) -> str:
    """Return a whole number as sentences write it, after GOV.UK's style: "no", "one", then digits.

    So no sentence counts some things in words and others in digits. Counts that stand side by side are
    shown by `tally`. Names of periods ("four quarters") and set phrases keep their words.

    >>> number_words(1), number_words(4), number_words(12)
    ('one', '4', '12')
    """
    return {0: "no", 1: "one"}.get(number, format_number(number))


def tally(number: int) -> str:
    """Return one of several counts side by side, all in digits but nothing: "1 improved, none got worse".

    >>> tally(0), tally(1), tally(12)
    ('none', '1', '12')
    """
    return format_number(number) if number else "none"


def sentence_case(text: str) -> str:
    """Return `text` with its first letter raised and the rest untouched."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Return `text` with its first letter lowered and the rest untouched."""
    return text[:1].lower() + text[1:]
