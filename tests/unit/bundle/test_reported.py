"""Worcestershire's folder holds what is published, and what the report of 12 July 2018 states: no more."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd

from kpi_lib.core.rounding import round_half_up

HOME = "E10000034"
OWN = ("inspection", "money", "plan", "reported")
"""The folders of what the council itself stated."""


def test_a_real_councils_folder_holds_nothing_invented(
    raw: Path, bundle: pd.DataFrame, listed: list[dict[str, str]]
) -> None:
    assert {path.name for path in raw.iterdir() if path.is_dir()} == {*OWN, "published"}
    assert set(bundle["provenance"]) == {"published", "reported"}
    stated = [entry for entry in listed if entry["path"].split("/")[0] in OWN]
    assert {entry["edition"] for entry in stated} == {"2018-07-12"}
    assert {entry["provenance"] for entry in stated if entry["layout"] == "records"} == {"reported"}
    for entry in listed:
        assert "invented" not in " ".join(map(str, entry.values())).lower(), entry["path"]
        assert "illustrative" not in (raw / entry["path"]).read_text(encoding="utf-8"), entry["path"]


def test_only_the_home_area_has_figures_that_dfe_does_not_publish(bundle: pd.DataFrame) -> None:
    assert set(bundle.loc[bundle["provenance"].ne("published"), "area_code"]) == {HOME}


def test_every_record_is_the_home_areas_and_names_its_paragraph(raw: Path) -> None:
    for path in (file for folder in OWN[:3] for file in (raw / folder).glob("*.csv")):
        rows = pd.read_csv(path, dtype=str)
        assert set(rows["area_code"]) == {HOME}, path.name
        assert rows["paragraph"].astype(int).between(1, 12).all(), path.name


def test_plans_at_the_end_of_2017_18_are_the_424_children_that_round_to_36(
    bundle: pd.DataFrame, published: pd.DataFrame
) -> None:
    is_plans = published["indicator_id"].eq("child_protection_plan_rate") & published["area_code"].eq(HOME)
    (row,) = published[is_plans & published["period"].eq("2018-03-31")].to_dict("records")
    assert row["numerator"] == "424"
    assert round_half_up(Decimal(424) / Decimal(row["denominator"]) * 10_000) == 36


def test_the_report_s_own_figures_are_kept_as_it_states_them(bundle: pd.DataFrame) -> None:
    said = bundle[bundle["file"].str.startswith("reported/")]
    figures = {
        (row["indicator_id"], row["period"]): row["value"] or row["numerator"]
        for row in said.to_dict("records")
    }
    assert figures == {
        ("referral_rate", "2017-18-Q4"): "770",
        ("assessment_45_days_percent", "2017-18-Q1"): "66",
        ("assessment_45_days_percent", "2017-18-Q4"): "85",
        ("child_protection_plan_rate", "2017-18-Q4"): "36",
        ("looked_after_start_rate", "2017-18"): "269",
        ("left_care_within_12_months_percent", "2016-17"): "35",
        ("left_care_within_12_months_percent", "2017-18"): "48",
        ("placement_cost_pressure", "2017-18"): "7.6",
        ("safeguarding_cost_pressure", "2017-18"): "0.6",
    }
    assert len(said) == len(figures)
    assert set(said["provenance"]) == {"reported"}
    assert said["note"].str.startswith("paragraph ").all()


def test_the_report_s_sum_for_placements_is_kept_as_it_states_it(raw: Path) -> None:
    (row,) = pd.read_csv(raw / "money" / "allocations.csv", dtype=str).to_dict("records")
    assert (row["amount"], row["year"], row["paragraph"]) == ("10500000", "2018-19", "11")
    assert row["statement"].startswith("A further £10.5million has been allocated in the 2018/19 budget")
