"""Children by placement and by route: flows of types and of care, routes beside the year before."""

import pandas as pd
import pytest

from kpi_lib.analysis.practice.flows import select_flows, summarise_care_flows, summarise_type_flows
from kpi_lib.analysis.practice.routes import PERMANENCE, summarise_routes
from kpi_lib.core.periods import parse_period

COUNTS = pd.DataFrame(
    {
        "quarter": ["2017-18-Q4", "2017-18-Q4", "2017-18-Q3"],
        "placement_type": ["foster", "home", "foster"],
        "children": [100, 20, 98],
        "came_into_care": [8, 2, 7],
        "left_care": [5, 1, 6],
        "moved_in": [3, 4, 2],
        "moved_out": [4, 3, 1],
    }
).astype(dict.fromkeys(("children", "came_into_care", "left_care", "moved_in", "moved_out"), "Int64"))
QUARTER = parse_period("2017-18-Q4")


def exits(now: dict[str, int], before: dict[str, int]) -> pd.DataFrame:
    """Put a year's numbers into its last quarter and nothing into the three before."""
    rows = [
        {"quarter": f"{year}-Q{number}", "route": route, "children": count if number == 4 else 0}
        for year, counts in (("2017-18", now), ("2016-17", before))
        for number in (1, 2, 3, 4)
        for route, count in counts.items()
    ]
    return pd.DataFrame(rows)


def test_moves_are_flows_of_a_type_but_not_of_care() -> None:
    types = summarise_type_flows(COUNTS).set_index(["period", "placement_type"])
    assert types.loc[("2017-18-Q4", "foster")].tolist() == [100, 8 + 3, 5 + 4]
    care = summarise_care_flows(COUNTS)
    assert care.to_numpy().tolist() == [["2017-18-Q3", 98, 7, 6], ["2017-18-Q4", 120, 10, 6]]


def test_flows_come_from_the_counts_of_three_indicators() -> None:
    named = {"looked_after_rate": 796, "looked_after_start_rate": 81, "looked_after_cease_rate": 54}
    rows = [
        {"indicator_id": name, "basis": "quarter", "period": period, "numerator": count, "provenance": kind}
        for period, kind in (("2017-18-Q3", "published"), ("2017-18-Q4", "local"))
        for name, count in named.items()
        if (name, period) != ("looked_after_cease_rate", "2017-18-Q3")
    ]
    found = select_flows(pd.DataFrame(rows), "quarter")
    # exits are not known in the third quarter, so the series begins with the fourth
    assert found.to_numpy().tolist() == [["2017-18-Q4", 796, 81, 54]]


def test_routes_with_their_shares_and_those_to_a_permanent_home_together() -> None:
    found = summarise_routes(
        exits({"home": 50, "other": 30, "adoption": 20}, {"home": 10, "other": 90}), QUARTER
    )
    rows = found.set_index("route")
    assert rows.index.tolist() == ["home", "other", "adoption", PERMANENCE]
    # 50 and 20 of 100 lead to a permanent home, 10 of 100 did the year before
    assert rows.loc[PERMANENCE, ["children", "share", "earlier_share", "change"]].tolist() == [70, 70, 10, 60]
    assert rows["verdict"].tolist() == ["rose", "fell", "cannot_say", "rose"]
    # Wilson for 50 of 100: 40.4 to 59.6
    assert rows.loc["home", ["lower", "upper"]].tolist() == pytest.approx([40.38, 59.62], abs=0.01)


def test_a_small_number_withholds_all_routes_for_the_total_would_tell() -> None:
    found = summarise_routes(exits({"home": 50, "adoption": 5}, {"home": 50}), QUARTER, least=6)
    assert found["is_withheld"].all()
    assert not summarise_routes(exits({"home": 50, "adoption": 6}, {"home": 50}), QUARTER, least=6)[
        "is_withheld"
    ].any()


def test_less_than_four_quarters_say_nothing() -> None:
    few = exits({"home": 50}, {"home": 40}).query("quarter != '2017-18-Q2'")
    assert summarise_routes(few, QUARTER).empty


@pytest.mark.parametrize(("now", "before"), [(0, 40), (40, 0), (0, 0)])
def test_a_year_in_which_nobody_left_has_no_shares_and_no_verdict(now: int, before: int) -> None:
    found = summarise_routes(exits({"home": now}, {"home": before}), QUARTER)
    assert (found["children"].tolist(), found["earlier_children"].tolist()) == ([now] * 2, [before] * 2)
    # of 40 who left all went home; of nobody there is no share
    assert found["share"].fillna(-1).tolist() == [100 if now else -1] * 2
    assert found["verdict"].tolist() == ["cannot_say"] * 2
