"""Every usual English spelling of a period, and what is refused: `spellings.csv`, one row each."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kpi_lib.core.errors import AmbiguousPeriodError, ContradictoryPeriodError, DataError, KpiError
from kpi_lib.core.periods import (
    MonthOfYear,
    QuarterOfYear,
    StatedPeriod,
    YearOnly,
    join,
    join_stated,
    parse_partial,
    parse_period,
    parse_stated_period,
    period_between,
    quarter_ending,
)

with (Path(__file__).parent / "spellings.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
REFUSALS = {
    "ambiguous": AmbiguousPeriodError,
    "contradiction": ContradictoryPeriodError,
    "no period": DataError,
}


def kind_of(error: type[DataError]) -> str:
    return next(name for name, kind in REFUSALS.items() if kind is error)


def stated(spelling: str, quarters: str = "") -> tuple[str, str, str]:
    try:
        found = parse_stated_period(spelling, quarters or None)
    except DataError as error:
        return kind_of(type(error)), "no", "no"
    words = {True: "yes", False: "no"}
    return found.period.label, words[found.is_cumulative], words[found.is_rolling]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['spelling'][:40]} {row['quarters']}".strip())
def test_a_spelling_is_read_or_refused_as_listed(row: dict[str, str]) -> None:
    assert stated(row["spelling"], row["quarters"]) == (row["expected"], row["cumulative"], row["rolling"])


def test_the_list_is_long_and_names_no_spelling_twice() -> None:
    assert len(ROWS) >= 350
    assert len({(row["spelling"], row["quarters"]) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['spelling'][:40]} {row['quarters']}".strip())
def test_a_figure_to_date_or_of_a_rolling_year_is_not_taken_for_one_period(row: dict[str, str]) -> None:
    arguments = row["spelling"], row["quarters"] or None
    if row["expected"] not in REFUSALS and "yes" not in (row["cumulative"], row["rolling"]):
        assert parse_period(*arguments).label == row["expected"]
        return
    with pytest.raises(REFUSALS.get(row["expected"], DataError)) as caught:
        parse_period(*arguments)
    assert len(caught.value.as_text().splitlines()) == 3


@pytest.mark.parametrize(
    ("spelling", "words"),
    [
        ("Q1 2024", ["January to March 2024 (calendar)", "April to June 2024 (financial)",
                     "kpi add --quarters calendar|financial"]),
        ("24-25", ["2024-25", "kpi add --quarters financial"]),
        ("FY25", ["2024-25 or 2025-26"]),
        ("2010-12", ["the years 2010 to 2012 or month 12 of 2010"]),
        ("Q2 24/25 (Apr-Jun 24)", ["July to September 2024", "April to June 2024"]),
        ("Apr-Dec 2024", ["counted from 1 April to 2024-12-31"]),
        ("12 months to June 2024", ["a year that ends on 2024-06-30"]),
    ],
)  # fmt: skip
def test_a_refusal_names_what_it_can_mean(spelling: str, words: list[str]) -> None:
    with pytest.raises(DataError) as caught:
        parse_period(spelling)
    assert [word for word in words if word not in caught.value.as_text()] == []


def test_a_refusal_is_a_new_error_each_time() -> None:
    errors = []
    for _ in range(2):
        with pytest.raises(KpiError) as caught:
            parse_period("Q1 2024")
        errors.append(caught.value)
    assert errors[0] is not errors[1] and errors[0].as_text() == errors[1].as_text()


def test_quarters_are_of_a_calendar_or_a_financial_year() -> None:
    with pytest.raises(ValueError, match="fiscal"):
        parse_period("Q1 2024", "fiscal")


PARTS = {
    "Q1": QuarterOfYear(1), "1": QuarterOfYear(1), " 4 ": QuarterOfYear(4), "Qtr 1": QuarterOfYear(1),
    "Quarter 1": QuarterOfYear(1), "First quarter": QuarterOfYear(1), "Apr–Jun": QuarterOfYear(None, 6),
    "April to June": QuarterOfYear(None, 6), "Jan - Mar": QuarterOfYear(None, 3),
    "Q1 (Apr-Jun)": QuarterOfYear(1, 6), "Q1 (Jan-Mar)": QuarterOfYear(1, 3),
    "Q3 YTD": QuarterOfYear(3, None, is_cumulative=True), "Q1-Q3": QuarterOfYear(3, None, is_cumulative=True),
    "Apr-Dec": QuarterOfYear(None, 12, is_cumulative=True), "Apr-Nov": MonthOfYear(11, is_cumulative=True),
    "Apr": MonthOfYear(4), "April": MonthOfYear(4), "Sept": MonthOfYear(9),
    "YTD Nov": MonthOfYear(11, is_cumulative=True), "2024/25": YearOnly(2024, is_financial=True),
    "24/25": YearOnly(2024, is_financial=True), "2024-25": YearOnly(2024, is_financial=True),
    "FY 2024/25": YearOnly(2024, is_financial=True), "2024": YearOnly(2024, is_financial=False),
    "": None, "5": None, "0": None, "24": None, "1066": None, "Q5": None, "Q2-Q3": None, "Feb-Apr": None,
    "Q1 24/25": None, "Jun 2024": None, "30 June 2024": None, "total": None, "2024/25 YTD": None,
    "Jan-Mar YTD": None, "12 months to June 2024": None, "Apr-Mar": None,
}  # fmt: skip


@pytest.mark.parametrize("text", PARTS)
def test_a_part_of_a_period_is_read_by_itself(text: str) -> None:
    assert parse_partial(text) == PARTS[text]


def test_a_part_with_two_meanings_or_none_is_a_stop() -> None:
    for text in ("24-25", "FY25", "11/12"):
        with pytest.raises(AmbiguousPeriodError):
            parse_partial(text)
    assert parse_partial("24-25", "financial") == YearOnly(2024, is_financial=True)
    for text, quarters in (("Q2 (Apr-Dec)", None), ("Q3 (Apr-Jun)", None), ("Q1 (Jan-Mar)", "financial")):
        with pytest.raises(ContradictoryPeriodError):
            parse_partial(text, quarters)


FINANCIAL, SINGLE = YearOnly(2024, is_financial=True), YearOnly(2024, is_financial=False)
JOINED = [
    (FINANCIAL, QuarterOfYear(1), None, "2024-25-Q1"),
    (FINANCIAL, QuarterOfYear(4), "calendar", "2024-25-Q4"),
    (FINANCIAL, QuarterOfYear(None, 3), None, "2024-25-Q4"),
    (FINANCIAL, QuarterOfYear(4, 3), None, "2024-25-Q4"),
    (FINANCIAL, MonthOfYear(4), None, "2024-M04"),
    (FINANCIAL, MonthOfYear(3), None, "2025-M03"),
    (SINGLE, QuarterOfYear(1), "calendar", "2023-24-Q4"),
    (SINGLE, QuarterOfYear(1), "financial", "2024-25-Q1"),
    (SINGLE, QuarterOfYear(4), "financial", "2024-25-Q4"),
    (SINGLE, QuarterOfYear(4, 3), "financial", "2024-25-Q4"),
    (SINGLE, QuarterOfYear(None, 6), None, "2024-25-Q1"),
    (SINGLE, QuarterOfYear(1, 6), None, "2024-25-Q1"),
    (SINGLE, MonthOfYear(3), None, "2024-M03"),
]


@pytest.mark.parametrize(("year", "part", "quarters", "label"), JOINED)
def test_a_year_and_a_part_of_it_are_one_period(
    year: YearOnly, part: QuarterOfYear | MonthOfYear, quarters: str | None, label: str
) -> None:
    assert join(year, part, quarters).label == label


def test_a_year_and_a_part_that_leave_it_open_are_a_stop() -> None:
    for part in (QuarterOfYear(1), QuarterOfYear(4, 3)):
        with pytest.raises(AmbiguousPeriodError):
            join(SINGLE, part)
    for year, part, quarters in (
        (FINANCIAL, QuarterOfYear(1, 3), None),
        (SINGLE, QuarterOfYear(1, 6), "calendar"),
    ):
        with pytest.raises(ContradictoryPeriodError):
            join(year, part, quarters)


def test_a_part_that_counts_from_april_is_joined_as_such() -> None:
    to_date = QuarterOfYear(3, None, is_cumulative=True)
    assert join_stated(FINANCIAL, to_date) == StatedPeriod(parse_period("2024-25-Q3"), is_cumulative=True)
    assert join_stated(FINANCIAL, QuarterOfYear(3)) == StatedPeriod(parse_period("2024-25-Q3"))
    november = MonthOfYear(11, is_cumulative=True)
    assert join_stated(FINANCIAL, november) == StatedPeriod(parse_period("2024-M11"), is_cumulative=True)
    with pytest.raises(DataError, match="not the figure of one period"):
        join(FINANCIAL, to_date)


def test_a_period_is_found_by_its_days() -> None:
    assert quarter_ending(date(2025, 3, 31)).label == "2024-25-Q4"
    days = [(date(2024, 4, 1), date(2024, 6, 30)), (date(2024, 4, 1), date(2025, 3, 31))]
    days += [(date(2024, 2, 1), date(2024, 2, 29)), (date(2024, 6, 30), date(2024, 6, 30))]
    labels = [period_between(*pair).label for pair in days]
    assert labels == ["2024-25-Q1", "2024-25", "2024-M02", "2024-06-30"]
    with pytest.raises(DataError, match="No quarter ends"):
        quarter_ending(date(2024, 6, 29))
    with pytest.raises(DataError, match="No period begins"):
        period_between(date(2024, 4, 1), date(2024, 12, 31))
