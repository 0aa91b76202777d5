"""Spend against budget: price, volume and mix, to the penny."""

import pandas as pd
import pytest

from kpi_lib.analysis.practice.price_volume_mix import pence_of, summarise_price_volume_mix
from kpi_lib.analysis.practice.spend import summarise_unit_costs
from kpi_lib.core.errors import AnalysisError

FIGURES = ["placement_type", "budget_amount", "budget_weeks", "spend_amount", "spend_weeks"]


def spend(*rows: tuple[object, ...], **columns: object) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=FIGURES).assign(**columns)


def test_two_types_are_worked_by_hand() -> None:
    found = summarise_price_volume_mix(
        spend(("foster", 1000.0, 10, 1320.0, 12), ("home", 3000.0, 10, 4000.0, 12))
    ).set_index("placement_type")
    # prices 100 and 300; use 24 against 20, so volume is a fifth of each budget: 200 and 600;
    # 12 of each keeps the mix; price 1320 − 12·100 = 120 and 4000 − 12·300 = 400
    assert list(found.loc["foster", ["price", "volume", "mix"]]) == [120_00, 200_00, 0]
    assert list(found.loc["home", ["price", "volume", "mix"]]) == [400_00, 600_00, 0]
    assert found.loc["all", "total"] == 1320_00


def test_weeks_moved_to_the_dearer_type_are_mix() -> None:
    found = summarise_price_volume_mix(
        spend(("foster", 1000.0, 10, 800.0, 8), ("home", 3000.0, 10, 3600.0, 12))
    ).set_index("placement_type")
    # as many weeks at budget prices: −2·100 + 2·300 = 400
    assert list(found.loc["all", ["price", "volume", "mix", "total"]]) == [0, 0, 400_00, 400_00]


def test_new_and_ended_types_stand_apart() -> None:
    found = summarise_price_volume_mix(
        spend(("foster", 1000.0, 10, 1000.0, 10), ("home", 500.0, 5, 0.0, 0), ("secure", 0.0, 0, 700.5, 1))
    ).set_index("placement_type")
    assert list(found["kind"]) == ["both", "ended", "new", "all"]
    assert (found.loc["home", "ended"], found.loc["secure", "new"]) == (-500_00, 700_50)
    assert list(found.loc["all", ["price", "volume", "mix", "total"]]) == [0, 0, 0, 200_50]


def test_a_third_of_a_penny_is_not_lost() -> None:
    found = summarise_price_volume_mix(spend(("a", 10.0, 3, 10.0, 2), ("b", 10.0, 3, 10.01, 5)))
    parts = found[["price", "volume", "mix", "new", "ended"]].sum(axis=1)
    assert list(parts) == list(found["total"])
    assert found["total"].iloc[-1] == 1


def test_money_without_weeks_is_a_residual_that_is_stated() -> None:
    found = summarise_price_volume_mix(
        spend(("foster", 1000.0, 10, 1320.0, 12), ("late", 50.0, 5, 80.0, 0), ("lump", 70.0, 0, 90.0, 3))
    ).set_index("placement_type")
    assert list(found["kind"]) == ["both", "unpriced", "unpriced", "all"]
    assert list(found["unpriced"]) == [0, 30_00, 20_00, 50_00]
    # the weeks of both are in neither growth nor mix: 12 of 10 weeks is volume 200, price 1320 − 12·100
    assert list(found.loc["all", ["price", "volume", "mix", "total"]]) == [120_00, 200_00, 0, 370_00]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("a", None, 1, 1.0, 1), "missing"),
        (("a", -1.0, 1, 1.0, 1), "negative"),
    ],
)
def test_figures_that_cannot_be_are_refused(row: tuple[object, ...], fault: str) -> None:
    with pytest.raises(AnalysisError, match=fault):
        summarise_price_volume_mix(spend(row))


def test_a_type_twice_is_refused() -> None:
    with pytest.raises(AnalysisError, match="twice"):
        summarise_price_volume_mix(spend(("a", 1.0, 1, 1.0, 1), ("a", 1.0, 1, 1.0, 1)))


def test_part_of_a_penny_is_refused() -> None:
    with pytest.raises(AnalysisError, match="whole pence"):
        pence_of(1.005)


def test_a_week_costs_spend_over_weeks() -> None:
    found = summarise_unit_costs(spend(("a", 900.0, 10, 1200.0, 12), ("b", 10.0, 1, 0.0, 0)))
    assert list(found["cost_per_week"].fillna(-1)) == [100, -1]
    assert list(found["budget_per_week"]) == [90, 10]
    assert list(found["reason"].ne("")) == [False, True]
