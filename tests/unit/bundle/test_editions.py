"""Earlier editions stand beside the newest: what each said, in its own words, and when it was known.

Figures typed by hand from DfE's files: Characteristics of children in need 2020 (tables C1, D1) and the
underlying data of 2013 and 2017, Children's social work workforce 2022.
"""

from __future__ import annotations

import pandas as pd
import pytest

HOME, REGION, ENGLAND, ESSEX = "E10000034", "E12000005", "E92000001", "E10000012"
KEY = ["indicator_id", "area_code", "period"]

SAID = [
    # indicator, area, period, what each edition said, oldest first
    ("referral_rate", HOME, "2017-18", {"2020": "381.5", "2024": "382.3"}),
    ("referral_rate", HOME, "2016-17", {"2017": "473.7", "2020": "473.7", "2024": "473.1"}),
    ("referral_rate", HOME, "2012-13", {"2013": "276.2", "2020": "276", "2024": "275.7"}),
    ("rereferral_percent", HOME, "2012-13", {"2013": "15", "2020": "15", "2024": "15"}),
    ("child_protection_plan_rate", HOME, "2018-03-31", {"2020": "36.3", "2024": "36.3"}),
    ("section_47_rate", HOME, "2016-17", {"2017": "181", "2026": "180.8"}),
    ("caseload_average", HOME, "2017-09-30", {"2022": "19.7", "2025": "19.5"}),
    ("looked_after_rate", HOME, "2018-03-31", {"2018": "68", "2021": "68"}),
]


@pytest.mark.parametrize(("indicator_id", "area", "period", "said"), SAID)
def test_each_edition_says_what_it_said(
    every_edition: pd.DataFrame, indicator_id: str, area: str, period: str, said: dict[str, str]
) -> None:
    key = dict(zip(KEY, (indicator_id, area, period), strict=True))
    rows = every_edition[every_edition[list(key)].eq(pd.Series(key)).all(axis=1)]
    assert dict(zip(rows["edition"], rows["value"], strict=True)) == said


def test_an_earlier_edition_is_kept_for_the_neighbours_region_and_england_too(
    every_edition: pd.DataFrame,
) -> None:
    older = every_edition[every_edition["file"].eq("published/children-in-need-2020.csv")]
    assert {HOME, REGION, ENGLAND, ESSEX} <= set(older["area_code"])
    assert set(older["period"]) >= {"2012-13", "2017-18", "2018-03-31"}


def test_nothing_is_known_from_an_earlier_edition_alone(
    every_edition: pd.DataFrame, published: pd.DataFrame
) -> None:
    newest = published.set_index(KEY)["edition"]
    older = every_edition[every_edition["file"].isin(
        ["published/children-in-need-2020.csv", "published/social-work-workforce-2022.csv"]
    )]  # fmt: skip
    assert (newest.loc[pd.MultiIndex.from_frame(older[KEY])].to_numpy() > older["edition"]).all()
