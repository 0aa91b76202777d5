"""What projected children would cost beyond the budget."""

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.spend.pressure import WEEKS_IN_QUARTER, summarise_pressure

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


def years(spend: float = 0.0, n_spend: int = 0, n_budget: int = 4) -> pd.DataFrame:
    row = {"year": "2018-19", "spend_amount": spend, "n_spend": n_spend}
    return pd.DataFrame([{**row, "budget_amount": 4000.0, "n_budget": n_budget}])


def test_the_pressure_is_the_projected_spend_above_the_budget() -> None:
    found = summarise_pressure(steady(100), {"home": 2.0}, years()).set_index("year")
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
    one = summarise_pressure(steady(100), {"home": 2.0}, years()).iloc[0]
    two = summarise_pressure(both, {"home": 2.0, "foster": 2.0}, years()).iloc[0]
    assert two["spend_projected"] == pytest.approx(2 * one["spend_projected"], rel=0.02)
    width = [row["spend_upper80"] - row["spend_lower80"] for row in (one, two)]
    assert width[0] < width[1] < 1.8 * width[0]  # independent draws: √2 times, not twice


def test_quarters_that_have_passed_count_as_they_were() -> None:
    flows = steady(100).iloc[:-1]  # known up to 2017-18-Q3, so one quarter of 2017-18 is projected
    known = years(9000.0, 3).assign(year="2017-18")
    row = summarise_pressure(flows, {"home": 2.0}, known).iloc[0]
    assert (row["year"], row["n_past"], row["n_ahead"], row["reason"]) == ("2017-18", 3, 1, "")
    assert row["spend_projected"] == pytest.approx(9000 + 100 * WEEKS_IN_QUARTER * 2, rel=0.01)


@pytest.mark.parametrize(
    ("flows", "prices", "known", "reason"),
    [
        (steady(100), {"home": 2.0}, years(n_budget=3), "No budget for the whole year is known."),
        (steady(100), {}, years(), "A type of placement with children has no price."),
        (steady(100).tail(3), {"home": 2.0}, years(), "3 unbroken quarters are known; a projection needs 7."),
        (steady(100).head(0), {"home": 2.0}, years(), "No child in a placement is known."),
    ],
)
def test_no_pressure_without_its_grounds(
    flows: pd.DataFrame, prices: dict[str, float], known: pd.DataFrame, reason: str
) -> None:
    row = summarise_pressure(flows, prices, known).iloc[0]
    assert row["reason"] == reason
    assert np.isnan(row["pressure_projected"])
