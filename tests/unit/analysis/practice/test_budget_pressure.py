"""What projected children would cost beyond the budget."""

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.practice.budget_pressure import WEEKS_IN_QUARTER, summarise_pressure

QUARTERS = [f"{year}-{year - 1999:02d}-Q{number}" for year in (2015, 2016, 2017) for number in (1, 2, 3, 4)]


def steady(stock: float, name: str = "home") -> pd.DataFrame:
    """Return twelve quarters in which a tenth comes and a tenth leaves."""
    return pd.DataFrame(
        {
            "placement_type": name,
            "period": QUARTERS,
            "stock": stock,
            "entries": stock / 10,
            "exits": stock / 10,
        }
    )


def known(spend: dict[str, float] | None = None, n_budget: int = 4) -> pd.DataFrame:
    """Return the quarters of 2017-18 and 2018-19: £1,000 of budget each, and the spend of those named."""
    labels = [f"{year}-Q{number}" for year in ("2017-18", "2018-19") for number in (1, 2, 3, 4)]
    rows = pd.DataFrame({"quarter": labels, "year": [label[:7] for label in labels]})
    budget = rows["quarter"].str[-1].astype(int).le(n_budget).map({True: 1000.0, False: np.nan})
    return rows.assign(spend_amount=rows["quarter"].map(spend or {}).astype(float), budget_amount=budget)


def test_the_pressure_is_the_projected_spend_above_the_budget() -> None:
    found = summarise_pressure(steady(100), {"home": 2.0}, known()).set_index("year")
    assert found.index.tolist() == ["2018-19", "2019-20"]
    row = found.loc["2018-19"]
    # about 100 children × 13.04 weeks × £2 × 4 quarters = £10,436
    expected = 100 * WEEKS_IN_QUARTER * 2 * 4
    assert expected == pytest.approx(10436, abs=1)
    assert row["spend_projected"] == pytest.approx(expected, rel=0.03)
    for name in ("lower95", "lower80", "projected", "upper80", "upper95"):
        assert row[f"pressure_{name}"] == pytest.approx(row[f"spend_{name}"] - 4000)
    assert row[["spend_lower95", "spend_lower80", "spend_projected", "spend_upper80"]].is_monotonic_increasing


def test_two_types_cost_what_both_cost_and_vary_less_than_the_sum_of_their_limits() -> None:
    both = pd.concat([steady(100), steady(100, "foster")])
    one = summarise_pressure(steady(100), {"home": 2.0}, known()).iloc[0]
    two = summarise_pressure(both, {"home": 2.0, "foster": 2.0}, known()).iloc[0]
    assert two["spend_projected"] == pytest.approx(2 * one["spend_projected"], rel=0.02)
    width = [row["spend_upper80"] - row["spend_lower80"] for row in (one, two)]
    assert width[0] < width[1] < 1.8 * width[0]  # independent draws: √2 times, not twice


def test_quarters_that_have_passed_count_as_they_were() -> None:
    flows = steady(100).iloc[:-1]  # known up to 2017-18-Q3, so one quarter of 2017-18 is projected
    past = dict.fromkeys(QUARTERS[-4:-1], 3000.0)
    row = summarise_pressure(flows, {"home": 2.0}, known(past)).iloc[0]
    assert (row["year"], row["n_past"], row["n_ahead"], row["reason"]) == ("2017-18", 3, 1, "")
    assert row["spend_projected"] == pytest.approx(9000 + 100 * WEEKS_IN_QUARTER * 2, rel=0.01)


def test_a_quarter_with_known_spend_is_not_projected_as_well() -> None:
    flows = steady(100).iloc[:-1]  # children up to 2017-18-Q3, spend a year further, up to 2018-19-Q2
    past = dict.fromkeys([*QUARTERS[-4:], "2018-19-Q1", "2018-19-Q2"], 3000.0)
    row = summarise_pressure(flows, {"home": 2.0}, known(past)).iloc[0]
    # 2017-18 is over; of 2018-19 two quarters are known and the fourth and fifth to come are projected
    assert (row["year"], row["n_past"], row["n_ahead"], row["reason"]) == ("2018-19", 2, 2, "")
    assert row["spend_projected"] == pytest.approx(2 * 3000 + 2 * 100 * WEEKS_IN_QUARTER * 2, rel=0.02)


def test_a_quarter_neither_known_nor_projected_leaves_its_year_without_pressure() -> None:
    flows = steady(100).iloc[:-1]  # children up to the third quarter, spend up to the first
    row = summarise_pressure(flows, {"home": 2.0}, known({"2017-18-Q1": 3000.0})).iloc[0]
    assert (row["n_past"], row["n_ahead"]) == (1, 1)
    assert row["reason"] == "Only 2 of the year's quarters are known or projected."


def test_a_type_that_is_not_known_up_to_the_newest_quarter_stops_the_projection() -> None:
    stale = pd.concat([steady(100), steady(50, "foster").iloc[:-2]])
    row = summarise_pressure(stale, {"home": 2.0, "foster": 2.0}, known()).iloc[0]
    assert row["reason"] == ("The children of a type of placement are not known up to January to March 2018.")
    assert np.isnan(row["spend_projected"])


def test_a_type_that_was_left_by_its_last_child_costs_nothing() -> None:
    gone = steady(50, "foster").iloc[:-2]
    gone = gone.assign(stock=gone["stock"].where(gone["period"].ne(gone["period"].iloc[-1]), 0))
    both, home = (
        summarise_pressure(flows, {"home": 2.0, "foster": 2.0}, known()).iloc[0]
        for flows in (pd.concat([steady(100), gone]), steady(100))
    )
    assert both["spend_projected"] == home["spend_projected"]


@pytest.mark.parametrize(
    ("flows", "prices", "quarters", "reason"),
    [
        (steady(100), {"home": 2.0}, known(n_budget=3), "No budget for the whole year is known."),
        (steady(100), {}, known(), "A type of placement with children has no price."),
        (steady(100).tail(3), {"home": 2.0}, known(), "3 unbroken quarters are known; a projection needs 7."),
        (steady(100).head(0), {"home": 2.0}, known(), "No child in a placement is known."),
    ],
)
def test_no_pressure_without_its_grounds(
    flows: pd.DataFrame, prices: dict[str, float], quarters: pd.DataFrame, reason: str
) -> None:
    row = summarise_pressure(flows, prices, quarters).iloc[0]
    assert row["reason"] == reason
    assert np.isnan(row["pressure_projected"])
