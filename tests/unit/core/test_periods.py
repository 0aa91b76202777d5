"""Periods: one label each, however they are spelt."""

from datetime import date

import pytest

from kpi_lib.core.errors import DataError
from kpi_lib.core.periods import latest_full_year, parse_period, quarters_of


@pytest.mark.parametrize(
    ("spelling", "label"),
    [
        ("201718", "2017-18"),
        ("2017/18", "2017-18"),
        ("2017-2018", "2017-18"),
        ("Year to 31 March 2018", "2017-18"),
        ("2017-18 Q4", "2017-18-Q4"),
        ("Q4 2017/18", "2017-18-Q4"),
        ("Jan-Mar 2018", "2017-18-Q4"),
        ("January to March 2018", "2017-18-Q4"),
        ("Apr–Jun 2017", "2017-18-Q1"),
        ("31 March 2018", "2018-03-31"),
        (" at 31st  March 2018 ", "2018-03-31"),
        ("31/03/2018", "2018-03-31"),
        ("March 2018", "2018-M03"),
        ("2011-12", "2011-12"),  # a financial year, not December 2011
        ("1999-00", "1999-00"),
    ],
)
def test_every_spelling_leads_to_one_label(spelling, label):
    assert parse_period(spelling).label == label


@pytest.mark.parametrize("label", ["2017-18-Q4", "2017-18", "2018-M03", "2018-03-31"])
def test_a_label_reads_back_as_itself(label):
    assert parse_period(label).label == label


@pytest.mark.parametrize(
    "text",
    [
        "2017-18-Q5",
        "2017-19",
        "30 February 2018",
        "2018",
        "Jan-Apr 2018",
        "Feb-Apr 2018",
        "",
        "1817-18",
        "soon",
    ],
)
def test_a_period_that_does_not_exist_is_refused(text):
    with pytest.raises(DataError, match="no period that exists"):
        parse_period(text)


def test_quarter_four_is_january_to_march():
    period = parse_period("2017-18-Q4")
    assert (period.start, period.end, period.year) == (date(2018, 1, 1), date(2018, 3, 31), "2017-18")
    assert (period.words, period.short) == ("January to March 2018", "Q4 17/18")


@pytest.mark.parametrize(
    ("label", "earlier"),
    [
        ("2017-18-Q1", "2016-17-Q1"),
        ("2017-18", "2016-17"),
        ("2018-M03", "2017-M03"),
        ("2016-02-29", "2015-02-28"),  # the last day of February, a year before a leap day
    ],
)
def test_a_year_before_is_the_same_part_of_the_year(label, earlier):
    assert parse_period(label).year_before().label == earlier


def test_the_newest_full_year_has_ended():
    assert latest_full_year(parse_period("2017-18-Q4")).label == "2017-18"
    assert latest_full_year(parse_period("2017-18-Q3")).label == "2016-17"


def test_a_year_has_four_quarters_that_follow_each_other():
    quarters = quarters_of(parse_period("2017-18"))
    assert [quarter.label for quarter in quarters] == [f"2017-18-Q{number}" for number in (1, 2, 3, 4)]
    assert [quarter.shift(1) for quarter in quarters[:-1]] == list(quarters[1:])
