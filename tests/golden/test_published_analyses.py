"""Kappa, Kaplan and Meier, price–volume–mix and power: against examples that others have published."""

import numpy as np
import pandas as pd
import pytest

from kpi_lib.analysis.practice.audit_agreement import Weights, weighted_kappa
from kpi_lib.analysis.practice.audit_quality import audits_needed
from kpi_lib.analysis.practice.durations import summarise_cohort_test, summarise_durations
from kpi_lib.analysis.practice.price_volume_mix import summarise_price_volume_mix
from kpi_lib.analysis.practice.survival import fit_survival

# SAS/STAT User's Guide, The FREQ Procedure, "Agreement Study" (SkinCondition, 88 patients, four grades):
# weighted kappa 0.5082, ASE 0.0655, 95 % 0.3798 to 0.6366 (Cicchetti-Allison, that is linear, weights).
SKIN_CONDITION = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]]

# Agresti (1990), Categorical data analysis, p. 370, from Hout, Duncan and Sobel (1987): 91 couples, four
# grades; R package vcd, example(Kappa): weighted (equal spacing) 0.2374, ASE 0.07832.
COUPLES = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]


def test_weighted_kappa_of_two_dermatologists() -> None:
    found = weighted_kappa(SKIN_CONDITION, Weights.LINEAR)
    assert (found.kappa, found.lower, found.upper) == pytest.approx((0.5082, 0.3798, 0.6366), abs=5e-5)


def test_weighted_kappa_of_ninety_one_couples() -> None:
    found = weighted_kappa(COUPLES, Weights.LINEAR)
    assert found.kappa == pytest.approx(0.2374, abs=5e-5)
    assert (found.upper - found.lower) / 2 / 1.959964 == pytest.approx(0.07832, abs=5e-6)


def test_quadratic_kappa_is_the_correlation_that_it_must_be() -> None:
    # Fleiss and Cohen (1973), Educ. Psychol. Meas. 33:613-619: with quadratic weights, kappa = 2·covariance /
    # (variance + variance + squared difference of means) of the grades as numbers, all over n.
    counts = np.array(SKIN_CONDITION)
    first, second = (np.repeat(index.ravel(), counts.ravel()) for index in np.indices(counts.shape))
    covariance = np.cov(first, second, bias=True)
    bottom = covariance[0, 0] + covariance[1, 1] + (first.mean() - second.mean()) ** 2
    assert weighted_kappa(counts, Weights.QUADRATIC).kappa == pytest.approx(2 * covariance[0, 1] / bottom)


# Freireich, E.J. et al. (1963), Blood 21:699-716: weeks in remission, 6-MP (12 of 21 still in remission)
# and placebo; the example of Kaplan and Meier in Cox and Oakes (1984) and Kleinbaum and Klein (2012), ch. 2.
DRUG = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
DRUG_ENDED = [True] * 9 + [False] * 12
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def remissions() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "stage": "remission",
            "cohort": ["drug"] * 21 + ["placebo"] * 21,
            "weeks": [*DRUG, *PLACEBO],
            "has_ended": [*DRUG_ENDED, *[True] * 21],
        }
    )


def test_the_curve_of_the_leukaemia_trial() -> None:
    found = fit_survival(DRUG, DRUG_ENDED)
    assert list(found.weeks) == [6, 7, 10, 13, 16, 22, 23]
    assert list(found.open_share.round(4)) == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert list(found.error.round(4)) == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]


def test_the_limits_of_the_curve_are_statas_and_sass() -> None:
    # Stata, `sts list` (log(−log) limits): at 6 weeks 0.6197 to 0.9516, at 23 weeks 0.1881 to 0.6801
    lower, upper = fit_survival(DRUG, DRUG_ENDED).limits
    assert (lower[0], upper[0]) == pytest.approx((0.6197, 0.9516), abs=5e-5)
    assert (lower[-1], upper[-1]) == pytest.approx((0.1881, 0.6801), abs=5e-5)


def test_the_medians_of_the_leukaemia_trial() -> None:
    # SAS, PROC LIFETEST (CONFTYPE=LOGLOG): 23 weeks, 13 to not reached; placebo 8 weeks, 4 to 11
    found = summarise_durations(remissions(), ["cohort"]).set_index("cohort")
    assert (found.loc["drug", "median"], found.loc["drug", "median_lower"]) == (23, 13)
    assert np.isnan(found.loc["drug", "median_upper"])
    medians = ["median", "median_lower", "median_upper"]
    assert list(found.loc["placebo", medians]) == [8, 4, 11]


def test_the_log_rank_test_of_the_leukaemia_trial() -> None:
    # R, survdiff: χ² = 16.8 on 1 degree of freedom, p = 4.17e-05
    found = summarise_cohort_test(remissions()).iloc[0]
    assert found["chi_square"] == pytest.approx(16.79, abs=0.005)
    assert found["p_value"] == pytest.approx(4.17e-5, abs=5e-8)


def test_quantity_and_mix_of_three_drinks() -> None:
    # Horngren, Datar et al. (2009), Cost accounting, 13th ed., ch. 14, problem on Kola, Limor and Orlem: sales
    # quantity 160,000; 144,000; 750,000 and sales mix 0; 216,000; −450,000, at the budgeted margin a unit.
    margin, planned, used = [2.0, 1.2, 2.5], [400_000, 600_000, 1_500_000], [480_000, 900_000, 1_620_000]
    rows = pd.DataFrame(
        {
            "placement_type": ["Kola", "Limor", "Orlem"],
            "budget_weeks": planned,
            "budget_amount": [price * units for price, units in zip(margin, planned, strict=True)],
            "spend_weeks": used,
            "spend_amount": [price * units for price, units in zip(margin, used, strict=True)],
        }
    )
    found = summarise_price_volume_mix(rows).set_index("placement_type")
    assert list(found["volume"] / 100) == [160_000, 144_000, 750_000, 1_054_000]
    assert list(found["mix"] / 100) == [0, 216_000, -450_000, -234_000]
    assert list(found["price"]) == [0, 0, 0, 0]


def test_price_volume_and_mix_of_two_products() -> None:
    # FreeMathHelp forum, "Price, volume and mix variance": 60 at 1.10 against 50 at 1.20, 50 at 1.00 against
    # 40 at 0.80; price −6.0 and 10.0, volume 13.3 and 7.1, mix −1.3 and 0.9, total 24.0.
    rows = pd.DataFrame(
        {
            "placement_type": ["ABC", "DEF"],
            "budget_weeks": [50, 40], "budget_amount": [60.0, 32.0],
            "spend_weeks": [60, 50], "spend_amount": [66.0, 50.0],
        }
    )  # fmt: skip
    found = summarise_price_volume_mix(rows).set_index("placement_type")
    assert list(found["price"]) == [-6_00, 10_00, 4_00]
    assert list(found["volume"]) == [13_33, 7_11, 20_44]
    assert list(found["mix"]) == [-1_33, 89, -44]
    assert found.loc["all", "total"] == 24_00


def test_the_sample_of_a_five_point_change() -> None:
    # R package pwr, vignette: pwr.2p.test(h = ES.h(p1 = 0.55, p2 = 0.50), sig.level = 0.05, power = 0.80)
    # gives n = 1564.529 a group
    assert audits_needed(50, 5) == 1565
