"""Teams in a funnel of their own."""

import pandas as pd

from kpi_lib.analysis.teams import summarise_team_funnels, summarise_team_years
from kpi_lib.catalogue.indicators import Catalogue
from kpi_lib.core.periods import parse_period


def figures(*counts: tuple[float, float], period: str = "2017-18-Q4") -> pd.DataFrame:
    frame = pd.DataFrame(list(counts), columns=["numerator", "denominator"]).astype("float64")
    teams = [f"Team {letter}" for letter in "ABCDEFGH"[: len(frame)]]
    return frame.assign(indicator_id="repeat_percent", team=teams, period=period)


def funnels(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    years = summarise_team_years(frame, parse_period("2017-18-Q4"), catalogue)
    return summarise_team_funnels(years, catalogue).set_index("area_code")


def test_the_baseline_is_all_teams_together(catalogue: Catalogue) -> None:
    found = funnels(figures((20, 100), (10, 50), (22, 100), (9, 50), (19, 100)), catalogue)
    # 80 of 400
    assert set(found["baseline"]) == {20}
    assert set(found["baseline_source"]) == {"pooled"}
    assert set(found["place"]) == {"within"}


def test_a_small_team_is_not_blamed_for_noise(catalogue: Catalogue) -> None:
    found = funnels(figures((20, 100), (21, 100), (22, 100), (18, 100), (4, 10)), catalogue)
    # 4 of 10 is 40 %, twice the others, and well within what ten cases do by chance
    assert found.loc["Team E", "place"] == "within"
    assert found.loc["Team E", "upper95"] > 40


def test_a_large_team_far_out_is_seen(catalogue: Catalogue) -> None:
    counts = [(100, 500), (101, 500), (99, 500), (102, 500), (98, 500), (100, 500), (100, 500), (250, 500)]
    assert funnels(figures(*counts), catalogue).loc["Team H", "place"].startswith("high")


def test_four_teams_have_no_funnel_and_a_team_without_cases_is_counted_out(catalogue: Catalogue) -> None:
    assert funnels(figures((20, 100), (10, 50), (22, 100), (9, 50)), catalogue).empty
    five = funnels(figures((20, 100), (10, 50), (22, 100), (9, 50), (19, 100), (0, 0)), catalogue)
    assert (set(five["n_areas"]), set(five["n_left_out"])) == ({5}, {1})


def test_four_quarters_of_a_flow_make_the_year(catalogue: Catalogue) -> None:
    parts = [figures(*[(20, 100)] * 5, period=f"2017-18-Q{quarter}") for quarter in (1, 2, 3, 4)]
    found = funnels(pd.concat(parts), catalogue)
    assert set(found["denominator"]) == {400}
    assert len(found) == 5
