"""Teams: a year added up, funnels that do not blame a small team, totals beside the council."""

import pandas as pd
import pytest

from kpi_lib.analysis.funnels.teams import (
    join_team_counts,
    summarise_team_funnels,
    summarise_team_totals,
    summarise_team_years,
)
from kpi_lib.catalogue.indicators import load_catalogue
from kpi_lib.core.periods import parse_period

Q4 = parse_period("2017-18-Q4")
FLOW, STOCK, RATE = "assessment_45_days_percent", "three_placements_percent", "assessment_rate"


def counts(*rows: tuple[str, str, str, float, float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["indicator_id", "team", "period", "numerator", "denominator"])


def test_flows_add_up_over_the_year_and_stocks_do_not() -> None:
    rows = counts(
        (FLOW, "A", "2016-17-Q4", 9, 9),  # the year before
        (FLOW, "A", "2017-18-Q1", 10, 20),
        (FLOW, "A", "2017-18-Q4", 20, 20),
        (STOCK, "A", "2017-18-Q3", 5, 10),
        (STOCK, "A", "2017-18-Q4", 1, 10),
        (RATE, "A", "2017-18-Q4", 1, 10),  # a team has no population
    )
    found = summarise_team_years(rows, Q4, load_catalogue()).set_index("indicator_id")
    assert found.loc[FLOW, ["numerator", "denominator", "value"]].tolist() == [30, 40, 75]
    assert found.loc[STOCK, "value"] == 10
    assert RATE not in found.index


def test_audits_are_counted_beside_the_other_shares() -> None:
    audits = pd.DataFrame(
        {"team": ["A", "A", "B"], "period": "2017-18-Q4", "grade": ["good", "inadequate", "good"]}
    )
    figures = counts((FLOW, "A", "2017-18-Q4", 1, 2)).rename(columns={"period": "quarter"})
    found = join_team_counts(figures, audits, ("outstanding", "good"))
    assert found.iloc[1:, 1:].to_numpy().tolist() == [["A", "2017-18-Q4", 1, 2], ["B", "2017-18-Q4", 1, 1]]


@pytest.mark.parametrize(("small", "place"), [((0, 4), "within"), ((0, 40), "low_998")])
def test_a_small_team_is_not_blamed_for_noise(small: tuple[int, int], place: str) -> None:
    # Five teams at 41 of 100. Chance alone gives 0 of 4 once in eight times (0.59⁴ = 0.12), though the
    # funnel's scale puts its lower limit at 4%; 0 of 40 comes less than once in a hundred million.
    rows = [(FLOW, name, "2017-18-Q4", 41.0, 100.0) for name in "ABCDE"]
    years = summarise_team_years(counts(*rows, (FLOW, "F", "2017-18-Q4", *small)), Q4, load_catalogue())
    found = summarise_team_funnels(years, load_catalogue()).set_index("area_code")
    assert found.loc["F", "place"] == place
    assert (found.loc[list("ABCDE"), "place"] == "within").all()


def test_four_teams_are_too_few_for_a_funnel() -> None:
    rows = [(FLOW, name, "2017-18-Q4", 50.0, 100.0) for name in "ABCD"]
    years = summarise_team_years(counts(*rows), Q4, load_catalogue())
    assert summarise_team_funnels(years, load_catalogue()).empty


def test_teams_are_set_beside_the_council_quarter_by_quarter() -> None:
    rows = counts(
        (FLOW, "A", "2017-18-Q4", 1, 2), (FLOW, "B", "2017-18-Q4", 2, 4), (FLOW, "A", "2017-18-Q3", 1, 2)
    )
    council = pd.DataFrame(
        {
            "indicator_id": FLOW,
            "period": ["2017-18-Q3", "2017-18-Q4"],
            "numerator": [1, 3],
            "denominator": [3, 6],
        }
    )
    found = summarise_team_totals(rows, council, Q4).set_index("period")
    assert found["is_same"].to_dict() == {"2017-18-Q3": False, "2017-18-Q4": True}
