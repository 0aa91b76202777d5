"""The newest quarters, for a run that is not told which."""

import pandas as pd
import pytest

from kpi_lib.core.errors import DataError
from kpi_lib.core.periods import parse_period
from kpi_lib.pack.quarters import newest_quarters

HOME = "E10000034"


def observations(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["area_code", "period", "status"])
    ends = [pd.Timestamp(parse_period(period).end) for period in frame["period"]]
    return frame.assign(period_end=pd.to_datetime(pd.Series(ends, dtype="datetime64[ns]")))


def test_the_newest_come_oldest_first_whatever_the_order_of_the_files():
    frame = observations(
        (HOME, "2017-18-Q4", "ok"),
        (HOME, "2016-17-Q4", "ok"),
        (HOME, "2017-18-Q3", "ok"),
        ("E10000012", "2018-19-Q1", "ok"),
    )
    assert [quarter.label for quarter in newest_quarters(frame, HOME, 2)] == ["2017-18-Q3", "2017-18-Q4"]


def test_a_quarter_without_any_figure_does_not_count():
    frame = observations((HOME, "2017-18-Q3", "ok"), (HOME, "2017-18-Q4", "not_available"))
    assert [quarter.label for quarter in newest_quarters(frame, HOME, 1)] == ["2017-18-Q3"]


def test_a_year_ends_in_its_fourth_quarter_and_a_census_in_september_in_the_second():
    frame = observations((HOME, "2018-03-31", "ok"), (HOME, "2016-17", "ok"), (HOME, "2018-09-30", "ok"))
    newest = [quarter.label for quarter in newest_quarters(frame, HOME, 3)]
    assert newest == ["2016-17-Q4", "2017-18-Q4", "2018-19-Q2"]


@pytest.mark.parametrize(
    ("period", "quarter"),
    [
        ("2025-09-30", "2025-26-Q2"),  # the workforce census
        ("2024-25", "2024-25-Q4"),
        ("2025-04", "2025-26-Q1"),
        ("2024-12-31", "2024-25-Q3"),
    ],
)
def test_a_figure_counts_for_the_quarter_in_which_it_ends(period: str, quarter: str):
    frame = observations((HOME, period, "ok"), (HOME, "2024-25-Q1", "ok"))
    assert [found.label for found in newest_quarters(frame, HOME, 1)] == [quarter]


def test_an_area_without_figures_is_refused():
    with pytest.raises(DataError, match="no figure for this area"):
        newest_quarters(observations(), HOME, 1)
