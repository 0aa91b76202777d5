"""Spend joined to its budget, added up to the penny, for the year so far."""

import numpy as np
import pandas as pd

from kpi_lib.analysis.practice.spend import (
    join_budget,
    select_to_date,
    summarise_quarters,
    summarise_types,
    summarise_unit_costs,
    summarise_years,
)
from kpi_lib.core.periods import parse_period

SPEND = pd.DataFrame(
    {
        "quarter": ["2016-17-Q4", "2017-18-Q1", "2017-18-Q2", "2017-18-Q2"],
        "placement_type": ["foster", "foster", "foster", "home"],
        "spend_amount": [90.00, 100.10, 100.20, 500.05],
        "spend_weeks": [9.0, 10.1, 10.2, 2.0],
    }
)
BUDGETS = pd.DataFrame(
    {
        "quarter": ["2017-18-Q1", "2017-18-Q2", "2017-18-Q3"],
        "placement_type": ["foster"] * 3,
        "budget_amount": [80.0, 81.0, 82.0],
        "budget_weeks": [10.0, 10.0, 10.0],
    }
)


def test_a_type_without_a_row_has_nothing_and_a_quarter_without_any_is_not_known() -> None:
    found = join_budget(SPEND, BUDGETS).set_index(["quarter", "placement_type"])
    # other types of the second quarter have a budget, homes have none
    assert found.loc[("2017-18-Q2", "home"), ["budget_amount", "budget_weeks"]].tolist() == [0, 0]
    # nobody has a budget for the first of these quarters, or has told the spend of the second
    assert found.loc[("2016-17-Q4", "foster"), ["budget_amount", "budget_weeks"]].isna().all()
    assert found.loc[("2017-18-Q3", "foster"), ["spend_amount", "spend_weeks"]].isna().all()
    assert found.loc[("2016-17-Q4", "foster"), "year"] == "2016-17"


def test_part_of_a_budget_is_not_added_up_beside_the_whole_of_a_spend() -> None:
    joined = join_budget(SPEND, BUDGETS.iloc[:1])  # a budget for the first of two quarters with spend
    found = summarise_types(select_to_date(joined, parse_period("2017-18-Q2"))).set_index("placement_type")
    assert found[["budget_amount", "budget_weeks"]].isna().all(axis=None)
    assert found["spend_amount"].to_dict() == {"foster": 200.30, "home": 500.05}
    costs = summarise_unit_costs(joined).set_index("placement_type")
    assert np.isnan(costs.loc["foster", "budget_per_week"])


def test_the_year_so_far_ends_with_the_quarter() -> None:
    joined = join_budget(SPEND, BUDGETS)
    quarter = parse_period("2017-18-Q2")
    assert sorted(select_to_date(joined, quarter)["quarter"].unique()) == ["2017-18-Q1", "2017-18-Q2"]
    assert select_to_date(joined, quarter, years_back=1).empty  # 2016-17 is known in its last quarter only


def test_pounds_add_up_to_the_penny() -> None:
    found = summarise_types(select_to_date(join_budget(SPEND, BUDGETS), parse_period("2017-18-Q2")))
    foster = found.set_index("placement_type").loc["foster"]
    # 100.10 + 100.20 = 200.30, which floating point makes 200.3 or 200.29999…; 10.1 + 10.2 = 20.3
    assert foster.tolist() == [161.0, 200.3, 20.0, 20.3]


def test_quarters_add_up_their_types_and_stay_unknown_where_they_are() -> None:
    found = summarise_quarters(join_budget(SPEND, BUDGETS)).set_index("quarter")
    assert found["spend_amount"].fillna(-1).tolist() == [90, 100.10, 600.25, -1]
    assert found["budget_amount"].fillna(-1).tolist() == [-1, 80, 81, 82]


def test_a_year_is_known_with_all_four_of_its_quarters() -> None:
    assert summarise_years(join_budget(SPEND, BUDGETS)).empty  # one quarter of one year, three of the next
    fourth = pd.DataFrame({"quarter": ["2017-18-Q4"], "placement_type": "foster"})
    whole = pd.concat([BUDGETS, fourth.assign(budget_amount=83.0, budget_weeks=10.0)])
    found = summarise_years(join_budget(SPEND, whole))
    assert found[["year", "budget_amount"]].to_numpy().tolist() == [["2017-18", 326]]
    assert np.isnan(found["spend_amount"].iloc[0])
