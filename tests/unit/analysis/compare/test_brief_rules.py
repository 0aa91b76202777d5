from __future__ import annotations

import pandas as pd
import pytest

from kpi_lib.analysis.compare.brief_rules import summarise_brief_rules

QUIET = {
    "indicator_id": "a", "change": "no_clear_change", "comparison": "similar", "level": "", "target": "",
    "share_agreeing": 1.0, "is_outermost": False, "is_headline": False, "is_kept": True,
}  # fmt: skip
FAR = {"comparison": "worse", "level": "99.8"}


def rules_of(*rows: dict[str, object]) -> list[tuple[str, str]]:
    leads = pd.DataFrame([{**QUIET, **row} for row in rows])
    found = summarise_brief_rules(leads, fragile_below=0.9)
    return list(found.itertuples(index=False, name=None))


def test_a_figure_close_to_its_neighbours_and_its_past_is_no_matter() -> None:
    assert rules_of({}) == []


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ({"change": "got_worse", "comparison": "worse", "level": "95"}, "worse-and-got-worse"),
        (FAR, "worse-every-way"),
        ({**FAR, "change": "cannot_say"}, "worse-every-way"),
        ({"change": "got_worse"}, "got-worse"),
        ({"change": "got_worse", "comparison": "better"}, "got-worse"),
        ({"target": "worse"}, "worse-than-target"),
        ({"change": "cannot_say", "is_headline": True}, "no-verdict"),
        ({"comparison": "cannot_say", "is_headline": True}, "no-verdict"),
        ({"share_agreeing": 0.89, "is_headline": True}, "fragile"),
        ({"share_agreeing": 0.5, "comparison": "better"}, "fragile"),
        ({"change": "fell", "is_kept": False}, "may-be-chance"),
        ({"comparison": "cannot_say", "is_outermost": True}, "beyond-neighbours"),
    ],
)
def test_each_rule_names_what_it_states(row: dict[str, object], rule: str) -> None:
    assert rules_of(row) == [(rule, "a")]


@pytest.mark.parametrize(
    "row",
    [
        {**FAR, "change": "improved"},
        {**FAR, "level": "95"},
        {**FAR, "share_agreeing": 59 / 60},  # above the bound of `fragile`, yet not every way
        {"change": "cannot_say"},
        {"share_agreeing": 0.9, "is_headline": True},
        {"share_agreeing": 0.1},
        {"share_agreeing": float("nan"), "is_headline": True},
        {"change": "no_clear_change", "is_kept": False},
    ],
)
def test_no_rule_names_what_falls_short_of_it(row: dict[str, object]) -> None:
    assert rules_of(row) == []


def test_a_measure_is_decided_about_once_and_rules_come_in_their_order() -> None:
    both = {**FAR, "change": "got_worse", "target": "worse"}
    assert rules_of({"indicator_id": "b", **FAR}, both) == [
        ("worse-and-got-worse", "a"),
        ("worse-every-way", "b"),
    ]
