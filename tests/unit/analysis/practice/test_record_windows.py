"""Records by quarter and by the four quarters up to one."""

import pandas as pd

from kpi_lib.analysis.practice.records import add_quarter, add_year_to, quarters_to, select_quarters
from kpi_lib.core.periods import parse_period

Q4 = parse_period("2017-18-Q4")


def test_a_day_falls_in_its_financial_quarter() -> None:
    days = pd.DataFrame({"done": pd.to_datetime(["2018-03-31", "2018-04-01", "2000-01-01"])})
    assert add_quarter(days, "done")["period"].tolist() == ["2017-18-Q4", "2018-19-Q1", "1999-00-Q4"]


def test_a_rolling_year_ends_with_its_quarter() -> None:
    assert quarters_to(parse_period("2017-18-Q2")) == ["2016-17-Q3", "2016-17-Q4", "2017-18-Q1", "2017-18-Q2"]
    rows = pd.DataFrame({"quarter": ["2016-17-Q4", "2017-18-Q1", "2017-18-Q4", "2018-19-Q1"]})
    kept = select_quarters(rows, Q4, by="quarter")
    assert kept["quarter"].tolist() == ["2017-18-Q1", "2017-18-Q4"]


def test_two_years_stand_under_their_own_last_quarters() -> None:
    rows = pd.DataFrame({"quarter": ["2015-16-Q4", "2016-17-Q1", "2017-18-Q1", "2017-18-Q4"], "n": range(4)})
    found = add_year_to(rows, Q4, by="quarter")
    # 2015-16 Q4 is more than two years back
    assert found[["n", "period"]].to_numpy().tolist() == [
        [1, "2016-17-Q4"],
        [2, "2017-18-Q4"],
        [3, "2017-18-Q4"],
    ]
