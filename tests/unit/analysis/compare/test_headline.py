"""Which figure a page leads with."""

import pandas as pd

from kpi_lib.analysis.compare.headline import select_current, select_lead_changes, select_lead_estimates
from kpi_lib.core.periods import parse_period

Q4, HOME = parse_period("2017-18-Q4"), "E10000034"


def estimates(*rows: tuple) -> pd.DataFrame:
    names = ["basis", "period", "provenance", "status", "value"]
    return pd.DataFrame(rows, columns=names).assign(indicator_id="timely_percent", area_code=HOME)


def test_a_real_year_leads_before_an_illustrative_quarter():
    frame = estimates(
        ("quarter", "2017-18-Q4", "illustrative", "ok", 85.0), ("year", "2017-18", "published", "ok", 76.4)
    )
    assert select_lead_estimates(frame, Q4)["value"].tolist() == [76.4]


def test_the_quarter_leads_where_it_is_as_real_as_the_year():
    frame = estimates(
        ("year", "2017-18", "published", "ok", 76.4), ("quarter", "2017-18-Q4", "local", "ok", 85.0)
    )
    assert select_lead_estimates(frame, Q4)["value"].tolist() == [85.0]


def test_a_withheld_real_figure_is_not_replaced_by_an_invented_one():
    frame = estimates(
        ("quarter", "2017-18-Q4", "illustrative", "ok", 3.0),
        ("year", "2017-18", "published", "suppressed", None),
    )
    assert select_lead_estimates(frame, Q4)["status"].tolist() == ["suppressed"]


def test_a_year_that_has_not_ended_is_not_current():
    # Quarter 3 of 2017-18 ends in December 2017, so the newest full year is 2016-17.
    frame = estimates(
        ("year", "2017-18", "published", "ok", 76.4), ("year", "2016-17", "published", "ok", 72.4)
    )
    assert select_current(frame, parse_period("2017-18-Q3"))["period"].tolist() == ["2016-17"]


def test_a_change_is_real_only_when_both_its_ends_are():
    frame = estimates(
        ("quarter", "2017-18-Q4", "reported", "ok", 85.0),
        ("quarter", "2016-17-Q4", "illustrative", "ok", 73.8),
        ("year", "2017-18", "published", "ok", 76.4),
        ("year", "2016-17", "published", "ok", 72.4),
    )
    changes = pd.DataFrame(
        [("quarter", "2017-18-Q4", "2016-17-Q4", "improved"), ("year", "2017-18", "2016-17", "cannot_say")],
        columns=["basis", "period", "earlier_period", "verdict"],
    ).assign(indicator_id="timely_percent", area_code=HOME)
    lead = select_lead_changes(changes, frame, Q4)
    assert lead[["basis", "is_real"]].to_numpy().tolist() == [["year", True]]


def test_the_frame_handed_in_is_as_it_was():
    frame = estimates(("year", "2017-18", "published", "ok", 76.4))
    before = frame.copy(deep=True)
    select_lead_estimates(frame, Q4)
    pd.testing.assert_frame_equal(frame, before)
