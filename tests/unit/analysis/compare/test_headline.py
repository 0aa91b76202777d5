"""Which figure a page leads with."""

import pandas as pd

from kpi_lib.analysis.compare.headline import select_current, select_lead_changes, select_lead_estimates
from kpi_lib.core.periods import parse_period

Q4, HOME = parse_period("2017-18-Q4"), "E10000034"


def estimates(*rows: tuple) -> pd.DataFrame:
    names = ["basis", "period", "provenance", "status", "value"]
    return pd.DataFrame(rows, columns=names).assign(indicator_id="timely_percent", area_code=HOME)


def test_the_quarter_leads_where_both_have_a_figure():
    frame = estimates(
        ("year", "2017-18", "published", "ok", 76.4), ("quarter", "2017-18-Q4", "local", "ok", 85.0)
    )
    assert select_lead_estimates(frame, Q4)["value"].tolist() == [85.0]


def test_a_year_leads_before_a_quarter_that_is_withheld():
    frame = estimates(
        ("quarter", "2017-18-Q4", "local", "suppressed", None), ("year", "2017-18", "published", "ok", 76.4)
    )
    assert select_lead_estimates(frame, Q4)["value"].tolist() == [76.4]


def test_a_tested_change_leads_before_one_that_cannot_be():
    changes = pd.DataFrame(
        [("quarter", "2017-18-Q4", "cannot_say"), ("year", "2017-18", "improved")],
        columns=["basis", "period", "verdict"],
    ).assign(indicator_id="timely_percent", area_code=HOME)
    assert select_lead_changes(changes, Q4)["basis"].tolist() == ["year"]


def test_a_year_that_has_not_ended_is_not_current():
    # Quarter 3 of 2017-18 ends in December 2017, so the newest full year is 2016-17.
    frame = estimates(
        ("year", "2017-18", "published", "ok", 76.4), ("year", "2016-17", "published", "ok", 72.4)
    )
    assert select_current(frame, parse_period("2017-18-Q3"))["period"].tolist() == ["2016-17"]


def test_the_frame_handed_in_is_as_it_was():
    frame = estimates(("year", "2017-18", "published", "ok", 76.4))
    before = frame.copy(deep=True)
    select_lead_estimates(frame, Q4)
    pd.testing.assert_frame_equal(frame, before)
