"""What must hold for any audits, cases, spend and answers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_lib.analysis.practice.audit_agreement import summarise_agreement, summarise_direction
from kpi_lib.analysis.practice.audit_quality import POINTS
from kpi_lib.analysis.practice.durations import summarise_durations
from kpi_lib.analysis.practice.price_volume_mix import PARTS, summarise_price_volume_mix
from kpi_lib.analysis.practice.surveys import summarise_answers

grades = st.sampled_from(list(POINTS))
audits = st.lists(st.tuples(grades, st.none() | grades), min_size=0, max_size=40).map(
    lambda rows: pd.DataFrame(rows, columns=["grade", "moderator_grade"])
)
both = st.lists(st.tuples(grades, grades), min_size=2, max_size=40).map(
    lambda rows: pd.DataFrame(rows, columns=["grade", "moderator_grade"])
)
spells = st.lists(
    st.tuples(st.floats(0, 200).map(lambda weeks: round(weeks * 7) / 7), st.booleans()),
    min_size=1,
    max_size=40,
).map(lambda rows: pd.DataFrame(rows, columns=["weeks", "has_ended"]).assign(stage="court"))
pounds = st.integers(0, 10**9).map(lambda pence: pence / 100)
weeks = st.integers(0, 20_000).map(lambda days: days / 7)
FIGURES = ["budget_amount", "budget_weeks", "spend_amount", "spend_weeks"]


def known_side(side: tuple[float, float]) -> tuple[float, float]:
    """Return money only where there are weeks."""
    return (side[0] if side[1] else 0.0), side[1]


side = st.tuples(pounds, weeks).map(known_side)
spends = st.lists(st.tuples(side, side), min_size=1, max_size=12).map(
    lambda rows: pd.DataFrame([(*plan, *use) for plan, use in rows], columns=FIGURES).assign(
        placement_type=[f"type {place}" for place in range(len(rows))]
    )
)


def swapped(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.rename(columns={"grade": "moderator_grade", "moderator_grade": "grade"})


@settings(max_examples=30, deadline=None)
@given(both)
def test_swapping_auditors_flips_the_sign_and_leaves_agreement(frame: pd.DataFrame) -> None:
    one, other = (summarise_direction(rows).iloc[0] for rows in (frame, swapped(frame)))
    assert other["difference"] == -one["difference"]
    assert (other["n_stricter"], other["n_more_generous"]) == (one["n_more_generous"], one["n_stricter"])
    assert other["p_value"] == pytest.approx(one["p_value"])
    here, there = (summarise_agreement(rows).iloc[0] for rows in (frame, swapped(frame)))
    for name in ("agreement", "kappa_linear", "kappa_quadratic", "kappa_linear_lower"):
        assert there[name] == pytest.approx(here[name], nan_ok=True, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(audits, st.randoms(use_true_random=False))
def test_the_order_of_audits_does_not_matter(frame: pd.DataFrame, random: object) -> None:
    mixed = frame.sample(frac=1, random_state=random.randrange(2**31))
    pd.testing.assert_frame_equal(summarise_agreement(frame), summarise_agreement(mixed))


@settings(max_examples=30, deadline=None)
@given(audits)
def test_no_kappa_comes_without_its_reason_or_leaves_its_range(frame: pd.DataFrame) -> None:
    found = summarise_agreement(frame).iloc[0]
    assert found["reason"] != ""
    assert np.isnan(found["kappa_linear"]) <= (found["verdict"] == "cannot_say")
    assert not found["kappa_linear"] > 1 and not found["kappa_linear"] < -1


@settings(max_examples=30, deadline=None)
@given(spells)
def test_calling_all_cases_open_gives_no_median(frame: pd.DataFrame) -> None:
    found = summarise_durations(frame.assign(has_ended=False)).iloc[0]
    assert np.isnan(found["median"])
    assert found["reason"] != ""


@settings(max_examples=30, deadline=None)
@given(spells)
def test_a_median_lies_within_its_limits_and_the_cases(frame: pd.DataFrame) -> None:
    found = summarise_durations(frame).iloc[0]
    if np.isfinite(found["median"]):
        assert frame["weeks"].min() <= found["median"] <= frame["weeks"].max()
        assert not found["median_lower"] > found["median"]
        assert not found["median_upper"] < found["median"]
        assert found["reason"] == ""


@settings(max_examples=30, deadline=None)
@given(spells)
def test_weeks_doubled_double_the_median(frame: pd.DataFrame) -> None:
    one = summarise_durations(frame).iloc[0]
    two = summarise_durations(frame.assign(weeks=frame["weeks"] * 2), limit=52).iloc[0]
    for name in ("median", "median_lower", "lower_quartile"):
        assert two[name] == pytest.approx(2 * one[name], nan_ok=True)
    assert two["share_within"] == pytest.approx(one["share_within"], nan_ok=True)


@settings(max_examples=30, deadline=None)
@given(spells)
def test_without_open_cases_the_median_is_the_plain_one(frame: pd.DataFrame) -> None:
    found = summarise_durations(frame.assign(has_ended=True)).iloc[0]
    assert found["median"] == pytest.approx(frame["weeks"].median())


@settings(max_examples=30, deadline=None)
@given(spends)
def test_the_parts_add_up_to_the_penny(frame: pd.DataFrame) -> None:
    found = summarise_price_volume_mix(frame)
    assert (found[PARTS].sum(axis=1) == found["total"]).all()
    assert (found["spend"] - found["budget"] == found["total"]).all()
    rows, whole = found.iloc[:-1], found.iloc[-1]
    for name in ["budget", "spend", *PARTS, "total"]:
        assert rows[name].sum() == whole[name]
    assert whole["budget"] == round(frame["budget_amount"].sum() * 100)


@settings(max_examples=30, deadline=None)
@given(spends)
def test_spend_on_budget_has_nothing_to_explain(frame: pd.DataFrame) -> None:
    plain = frame.assign(spend_amount=frame["budget_amount"], spend_weeks=frame["budget_weeks"])
    assert summarise_price_volume_mix(plain)[[*PARTS, "total"]].eq(0).all(axis=None)


@settings(max_examples=30, deadline=None)
@given(spends)
def test_growth_alone_has_no_mix(frame: pd.DataFrame) -> None:
    doubled = frame.assign(spend_amount=frame["budget_amount"] * 2, spend_weeks=frame["budget_weeks"] * 2)
    found = summarise_price_volume_mix(doubled)
    assert found[["mix", "price"]].eq(0).all(axis=None)
    assert list(found["volume"]) == list(found["total"])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_the_truth_lies_between_the_bounds_whatever_the_silent_say(yes: int, no: int, silent: int) -> None:
    counts = {"n_invited": [yes + no + silent], "n_answered": [yes + no], "n_positive": [yes]}
    found = summarise_answers(pd.DataFrame(counts), []).iloc[0]
    invited = yes + no + silent
    for silent_yes in {0, silent // 2, silent}:
        if invited:
            truth = (yes + silent_yes) / invited * 100
            assert found["bound_lower"] - 1e-9 <= truth <= found["bound_upper"] + 1e-9
            assert found["outer_lower"] <= truth + 1e-9 and truth - 1e-9 <= found["outer_upper"]
