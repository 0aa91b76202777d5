"""Spend joined to its budget, added up to the penny, for the year so far."""

import pandas as pd

from kpi_lib.analysis.spend.years import join_budget, select_to_date, summarise_types, summarise_years
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


def test_a_side_that_is_not_there_is_nothing() -> None:
    found = join_budget(SPEND, BUDGETS).set_index(["quarter", "placement_type"])
    assert found.loc[("2016-17-Q4", "foster"), "budget_amount"] == 0
    assert found.loc[("2017-18-Q3", "foster"), ["spend_amount", "spend_weeks"]].tolist() == [0, 0]
    assert found.loc[("2016-17-Q4", "foster"), "year"] == "2016-17"


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


def test_the_years_count_their_quarters() -> None:
    found = summarise_years(join_budget(SPEND, BUDGETS)).set_index("year")
    assert found.loc["2017-18", ["spend_amount", "budget_amount"]].tolist() == [700.35, 243.0]
    assert found[["n_spend", "n_budget"]].to_numpy().tolist() == [[1, 0], [2, 3]]
