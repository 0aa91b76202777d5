from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.areas import load_areas
from kpi_lib.catalogue.contracts import TARGETS, frame_of
from kpi_lib.core.periods import parse_period
from kpi_lib.pack.records import targets_of_files

HOME = load_areas().find(code="E10000034")


def rows(*stated: tuple[str, str, float, str]) -> pd.DataFrame:
    made = []
    for indicator, period, value, cell in stated:
        end = pd.Timestamp(parse_period(period).end) if period else pd.NaT
        made.append({"indicator_id": indicator, "area_code": HOME.area_code, "period": period,
                     "period_end": end,
                     "source": "card.csv", "cell": cell, "edition": "2025-05", "published": pd.NaT,
                     "value": value})  # fmt: skip
    return frame_of(made, TARGETS)


def test_the_newest_target_that_holds_in_the_quarter_counts_with_its_cell() -> None:
    stated = rows(
        ("rereferral_percent", "", 25, "cell B2"),
        ("rereferral_percent", "2023-24", 20, "cell C2"),
        ("rereferral_percent", "2024-25", 18, "cell D2"),
        ("assessment_45_days_percent", "2024-25-Q4", 90, "cell E3"),
    )
    (target,) = targets_of_files(stated, HOME, parse_period("2024-25-Q2"))
    assert (target.indicator, target.value, target.source) == ("rereferral_percent", 18, "card.csv, cell D2")
    (before,) = targets_of_files(stated, HOME, parse_period("2023-24-Q4"))
    assert before.value == 20
    assert len(targets_of_files(stated, HOME, parse_period("2024-25-Q4"))) == 2


def test_another_councils_target_is_not_ours() -> None:
    other = rows(("rereferral_percent", "2024-25", 18, "cell D2")).assign(area_code="E10000012")
    assert targets_of_files(other, HOME, parse_period("2024-25-Q2")) == ()
