"""Two auditors on Ofsted's four points: agreement, direction, drift, quality, sample."""

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.practice.audit_agreement import (
    Weights,
    summarise_agreement,
    summarise_agreement_drift,
    summarise_direction,
    weighted_kappa,
)
from kpi_lib.analysis.practice.audit_quality import audits_needed, least_change, summarise_quality
from kpi_lib.core.errors import AnalysisError

WORDS = {"O": "outstanding", "G": "good", "R": "requires_improvement", "I": "inadequate", "-": None}


def audits(auditor: str, moderator: str, **columns: object) -> pd.DataFrame:
    """Return audits from two texts of letters, - for none."""
    grades = {"grade": map(WORDS.get, auditor), "moderator_grade": map(WORDS.get, moderator)}
    return pd.DataFrame({name: list(values) for name, values in grades.items()}).assign(**columns)


def test_agreement_of_four_is_worked_by_hand() -> None:
    found = summarise_agreement(audits("GGRI", "GRR-")).iloc[0]
    assert (found["n_audits"], found["n_moderated"], found["n_agreed"]) == (4, 3, 2)
    assert found["agreement"] == pytest.approx(200 / 3)
    # agreement weights 1 and 2/3: observed (1 + 2/3 + 1)/3 = 8/9; auditor G 2/3 R 1/3, moderator
    # G 1/3 R 2/3: expected 4/9 + 5/9·2/3 = 22/27; kappa = (24 − 22)/(27 − 22) = 0.4
    assert found["kappa_linear"] == pytest.approx(0.4)
    assert found["is_small_sample"]
    assert found["verdict"] == "not_beyond_chance"


@pytest.mark.parametrize(
    ("auditor", "moderator", "why"),
    [
        ("GGRI", "----", "No audit has a second"),
        ("GR", "G-", "One audit with two grades"),
        ("GGG", "GGG", "one grade throughout"),
        ("GRI", "GRI", "an interval of no width"),
        ("IRGI", "OGGO", "an interval of no width"),
        ("", "", "No audit has a second"),
    ],
)
def test_what_cannot_be_said_says_why(auditor: str, moderator: str, why: str) -> None:
    found = summarise_agreement(audits(auditor, moderator)).iloc[0]
    assert found["verdict"] == "cannot_say"
    assert why in found["reason"]
    assert np.isnan(found["kappa_linear_lower"])


def test_perfect_agreement_is_one_without_an_interval() -> None:
    assert summarise_agreement(audits("GRI", "GRI"))["kappa_linear"].iloc[0] == 1


def test_no_audits_keep_the_columns() -> None:
    empty = audits("", "", period="2017-18-Q1")
    assert "kappa_linear" in summarise_agreement(empty, ["period"])
    assert summarise_agreement_drift(empty)["verdict"].tolist() == ["cannot_say", "cannot_say"]
    assert "n_needed" in summarise_quality(empty, ["period"])


def test_a_fifth_grade_is_refused() -> None:
    with pytest.raises(AnalysisError, match="none of Ofsted's four"):
        summarise_agreement(audits("G", "G").assign(grade="5"))


def test_the_stricter_moderator_is_named_with_a_sign_test() -> None:
    found = summarise_direction(audits("GGGGGGO", "RRRRRRO")).iloc[0]
    # six of six stricter: two-sided sign test 2·(1/2)⁶ = 0.03125; mean 6/7 of a grade
    assert found["p_value"] == pytest.approx(0.03125)
    assert found["difference"] == pytest.approx(6 / 7)
    assert found["verdict"] == "moderator_stricter"
    assert found["share_stricter"] == pytest.approx(600 / 7)


def test_five_of_five_are_too_few_to_name_anybody() -> None:
    found = summarise_direction(audits("GGGGG", "RRRRR")).iloc[0]
    assert found["p_value"] == pytest.approx(0.0625)
    assert found["verdict"] == "no_clear_difference"
    assert np.isnan(found["difference_lower"])  # no spread, so no interval of no width


def test_drift_is_worked_by_hand() -> None:
    quarters = [f"2017-18-Q{quarter}" for quarter in (1, 1, 2, 2, 3, 3, 4, 4)]
    found = summarise_agreement_drift(audits("GGGGGGGG", "GGGGGRRR").assign(period=quarters))
    row = found.loc[found["measure"].eq("agreement")].iloc[0]
    # x = −1.5 … 1.5 twice, y = 100,100,100,100,100,0,0,0: Σxy = 100(−3 − 1 + 0.5) = −350, Σx² = 10;
    # variance of y without trend = 62.5·37.5, error = √(2343.75/10) = 15.309, z = −2.286
    assert row["slope"] == pytest.approx(-35)
    assert row["p_value"] == pytest.approx(0.02224, abs=1e-4)
    assert row["verdict"] == "fell"
    assert found.loc[found["measure"].eq("direction"), "verdict"].iloc[0] == "rose"


def test_three_quarters_show_no_drift() -> None:
    found = summarise_agreement_drift(audits("GGG", "GRG").assign(period=["2017-18-Q1"] * 3))
    assert set(found["verdict"]) == {"cannot_say"}
    assert "needs 4" in found["reason"].iloc[0]


def test_quality_by_theme_with_wilson_and_sample() -> None:
    rows = audits("OGRI", "GGRI", theme=["a", "a", "a", "b"])
    found = summarise_quality(rows, ["theme"]).set_index("theme")
    assert found.loc["a", "value"] == pytest.approx(200 / 3)
    assert (found.loc["a", "n_good_or_better"], found.loc["a", "n_audits"]) == (2, 3)
    # Wilson of 2 of 3: (4 + 3.8415 ∓ 1.96√(3.8415 + 8/3)) / (2·6.8415) = 0.2077, 0.9385
    assert found.loc["a", "lower"] == pytest.approx(20.77, abs=0.01)
    assert found.loc["a", "upper"] == pytest.approx(93.85, abs=0.01)
    assert (found.loc["b", "value"], found.loc["b", "n_inadequate"]) == (0, 1)


def test_the_sample_needed_and_the_change_seen_are_each_others_inverse() -> None:
    # h = 2·asin √0.6 − 2·asin √0.5 = 0.20136; n = 2(1.959964 + 0.841621)²/h² = 387.2
    assert audits_needed(50) == 388
    assert least_change(50, 388) == pytest.approx(10, abs=0.02)
    assert np.isnan(least_change(50, 3))


def test_swapping_a_table_leaves_kappa() -> None:
    table = np.array([[5, 3, 0, 0], [1, 7, 2, 0], [0, 1, 4, 4], [0, 0, 1, 2]])
    assert weighted_kappa(table, Weights.QUADRATIC).kappa == weighted_kappa(table.T, Weights.QUADRATIC).kappa
