"""Figures that do not fit together, as the page shows them."""

from __future__ import annotations

import pandas as pd

from kpi_lib.catalogue.pathways import Bound, Relation, Rule, Term
from kpi_lib.present.shown.pathways import show_pathways

RULE = Rule(
    id="one-rule", title="Referrals against assessments", why="One starts from the other.",
    left=(Term(indicator="referral_rate"),), relation=Relation.AT_LEAST,
    right=(Term(indicator="assessment_rate"),), year=Bound(percent=15, reason="Children are assessed again."),
)  # fmt: skip


def rows(*found: tuple[str, float, float, str, str]) -> pd.DataFrame:
    columns = ["period", "left", "right", "status", "provenance"]
    frame = pd.DataFrame(list(found), columns=columns)
    return frame.assign(
        rule_id=RULE.id, title=RULE.title, basis="year", difference=frame["right"] - frame["left"],
        allowed=10.0, reason="No count of: assessments.",
    )  # fmt: skip


def test_a_breach_shows_both_numbers_and_how_far_off_they_are() -> None:
    shown = show_pathways(
        rows(("2017-18", 4461, 5954, "breach", "published"), ("2016-17", 100, 150, "breach", "local")),
        [RULE],
    )
    assert "2017–18 | 4,461 | 5,954 | 1,493 | 10" in shown.text
    assert "2016–17 | 100 | 150 | 50 | 10" in shown.text
    assert "2 times they do not fit, and" in shown.text


def test_a_count_under_six_hides_the_difference_too() -> None:
    shown = show_pathways(rows(("2017-18", 4, 25, "breach", "published")), [RULE])
    assert "2017–18 | under 6 | 25 | not shown | 10" in shown.text
    assert "21" not in shown.text


def test_each_status_is_counted_and_a_missing_figure_says_which() -> None:
    shown = show_pathways(
        rows(
            ("2017-18", 200, 150, "holds", "published"), ("2016-17", 140, 150, "within_bounds", "published"),
            ("2015-16", 140, float("nan"), "cannot_say", "published"),
        ),
        [RULE],
    )  # fmt: skip
    assert "Referrals against assessments | 1 | 1 | 0 | 1" in shown.text
    assert "No rule is broken." in shown.text
    assert "2015–16 | No count of: assessments." in shown.text


def test_the_rules_say_what_they_allow_for_and_why() -> None:
    shown = show_pathways(rows(("2017-18", 200, 150, "holds", "published")), [RULE])
    assert "At least. One starts from the other. In a year it may be off by up to 15%." in shown.text
    assert "Children are assessed again." in shown.text
