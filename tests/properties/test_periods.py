"""What the pack prints of a period it can read, and whatever else stands there ends in a refusal."""

from __future__ import annotations

import ast
import calendar
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kpi_lib.assure.disclosure.rules.periods import parse_span
from kpi_lib.core.errors import DataError
from kpi_lib.core.periods import (
    Frequency,
    Period,
    StatedPeriod,
    join,
    month_of,
    parse_partial,
    parse_period,
    parse_stated_period,
    quarter_of,
    snapshot,
    year_ending,
)
from kpi_lib.pack.edition import Edition
from kpi_lib.pages.courts.words import year_words
from kpi_lib.present.shown.footer import small_print
from kpi_lib.present.words.dates import day_words

SOURCE = Path(__file__).parents[2] / "src" / "kpi_lib"
YEARS, SHORT_YEARS = st.integers(1991, 2099), st.integers(2001, 2088)
MONTHS = st.integers(1, 12)
Words = Callable[[Period], str]


def any_period(years: st.SearchStrategy[int]) -> st.SearchStrategy[Period]:
    days = st.builds(
        lambda year, place: date(year, 1, 1) + pd.Timedelta(days=place), years, st.integers(0, 364)
    )
    return st.one_of(
        st.builds(quarter_of, years, st.integers(1, 4)),
        st.builds(year_ending, years),
        st.builds(month_of, years, MONTHS),
        st.builds(snapshot, days),
    )


ANY: dict[str, Words] = {
    "label": lambda period: period.label,
    "words": lambda period: period.words,
    "label of an address": lambda period: period.label.lower(),
    "label with its dashes": lambda period: period.label.replace("-", "–"),
    "in brackets": lambda period: f"({period.words})",
}
SHORT: dict[str, Words] = {"short": lambda period: period.short}
QUARTERS: dict[str, Words] = {
    "a menu": lambda period: Edition(period, "E10000034", "Worcestershire").short_title,
    "the small print": lambda period: small_print(council="", edition=period, method="")[0][1].split(";")[0],
    "with its months": lambda period: f"{period.label[-2:]} {period.year} ({period.words})",
    "a finding": lambda period: parse_span(period.label).words,
}
WHOLE_YEARS: dict[str, Words] = {
    "to a month": lambda period: f"Year to {period.end:%B %Y}",
    "of a cohort": lambda period: year_words(period.end.isoformat()),
    "of a page": lambda period: f"the year to {day_words(period.end)}",
    "four quarters": lambda period: f"four quarters to {day_words(period.end)}",
    "a finding": lambda period: parse_span(period.label).words,
    "its months": lambda period: f"{period.start:%B %Y} to {period.end:%B %Y}",
}


@pytest.mark.parametrize("form", ANY)
@given(any_period(YEARS))
@settings(max_examples=60, deadline=None)
def test_a_printed_period_is_read_as_itself(form: str, period: Period) -> None:
    assert parse_period(ANY[form](period)) == period


@given(any_period(SHORT_YEARS))
@settings(max_examples=200, deadline=None)
def test_a_period_as_printed_on_an_axis_is_read_as_itself(period: Period) -> None:
    assert parse_period(period.short) == period


@pytest.mark.parametrize("form", QUARTERS)
@given(st.builds(quarter_of, SHORT_YEARS, st.integers(1, 4)))
@settings(max_examples=40, deadline=None)
def test_a_printed_quarter_is_read_as_itself(form: str, period: Period) -> None:
    assert parse_period(QUARTERS[form](period)) == period


@pytest.mark.parametrize("form", WHOLE_YEARS)
@given(st.builds(year_ending, SHORT_YEARS))
@settings(max_examples=20, deadline=None)
def test_a_printed_year_is_read_as_itself(form: str, period: Period) -> None:
    assert parse_period(WHOLE_YEARS[form](period)) == period


@given(st.builds(quarter_of, SHORT_YEARS, st.integers(1, 3)))
@settings(max_examples=40, deadline=None)
def test_a_printed_rolling_year_and_year_to_date_are_read_as_such(period: Period) -> None:
    rolling = StatedPeriod(period, is_rolling=True)
    assert parse_stated_period(f"the year to {day_words(period.end)}") == rolling
    assert parse_stated_period(f"four quarters to {period.end:%B %Y}") == rolling
    april = date(int(period.year[:4]), 4, 1)
    if period.start != april:
        to_date = StatedPeriod(period, is_cumulative=True)
        assert parse_stated_period(f"{april:%B %Y} to {period.end:%B %Y}") == to_date


def date_formats() -> Iterator[str]:
    """Yield every way in which the library formats a date with its year."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            has_month = any(code in text for code in ("%m", "%b", "%B"))
            if len(text) < 20 and has_month and "%y" in text.lower() and "%H" not in text:
                yield text


@pytest.mark.parametrize("form", sorted({*date_formats()}))
def test_a_date_is_read_in_every_form_that_the_library_prints(form: str) -> None:
    for day in (date(2018, 3, 31), date(2017, 9, 1), date(2024, 5, 9)):
        period = parse_period(day.strftime(form))
        assert period in (snapshot(day), month_of(day.year, day.month))


def test_the_forms_of_dates_are_found() -> None:
    assert {"%B %Y", "%Y-%m-%d", "%b %Y", "%b %y"} <= {*date_formats()}


SPLIT: tuple[Callable[[Period], tuple[str, str]], ...] = (
    lambda quarter: (quarter.year, quarter.label[-2:]),
    lambda quarter: (quarter.year.replace("-", "/"), quarter.label[-1]),
    lambda quarter: (quarter.year, f"{quarter.start:%b} - {quarter.end:%b}"),
    lambda quarter: (
        f"FY{quarter.year}",
        f"Qtr {quarter.label[-1]} ({quarter.start:%B} to {quarter.end:%B})",
    ),
    lambda quarter: (str(quarter.end.year), f"{quarter.start:%B} to {quarter.end:%B}"),
)


@given(st.builds(quarter_of, YEARS, st.integers(1, 4)), st.sampled_from(SPLIT))
@settings(max_examples=100, deadline=None)
def test_a_header_of_two_rows_is_one_period(
    quarter: Period, split: Callable[[Period], tuple[str, str]]
) -> None:
    year, part = (parse_partial(text) for text in split(quarter))
    assert join(year, part) == quarter


PIECES = [
    *calendar.month_name[1:], *calendar.month_abbr[1:], "Q1", "q4", "24/25", "2024-25", "24-25", "2024", "24",
    "to", "-", "–", "/", "(", ")", "YTD", "cumulative", "year", "quarter", "ending", "30", "31st",
    "12 months", "rolling",
    "outturn", "as at", "end of", "FY", "M3", "00:00:00", "'", ".", ",", "of", "0000-01", "99", "32", "1 - 3",
]  # fmt: skip
NUMBERINGS = st.sampled_from([None, "calendar", "financial"])


JOINED = st.lists(st.sampled_from(PIECES), max_size=8)


@given(st.one_of(JOINED.map(" ".join), JOINED.map("".join), st.text(max_size=30)), NUMBERINGS)
@example("0000-01", None)
@settings(max_examples=1500, deadline=None)
def test_whatever_is_written_is_a_period_or_is_refused_in_three_lines(
    text: str, quarters: str | None
) -> None:
    try:
        stated = parse_stated_period(text, quarters)
    except DataError as error:
        assert len(error.as_text().splitlines()) == 3
    else:
        assert 1990 <= stated.period.end.year <= 2100
        assert not (stated.is_cumulative and stated.is_rolling)
        assert parse_period(stated.period.label) == stated.period
        is_to_date = stated.is_cumulative or stated.is_rolling
        assert stated.period.frequency in (Frequency.QUARTER, Frequency.MONTH) or not is_to_date
    try:
        parse_partial(text, quarters)
    except DataError as error:
        assert len(error.as_text().splitlines()) == 3
