"""Cases worked by hand or printed in the methods' own papers; they run wherever the project does."""

import numpy as np
import pytest

from kpi_lib.analysis.change import difference_limits
from kpi_lib.analysis.funnel import count_verdicts, proportion_funnel, ratio_funnel
from kpi_lib.analysis.intervals import count_limits, mean_limits, wilson_limits
from kpi_lib.analysis.overdispersion import Scale, dispersion_of
from kpi_lib.analysis.ranks import category_of, equal_groups, quantile_bounds, quartile_bands, ranks_of
from kpi_lib.analysis.recent_trend import Marker, trend_of_intervals, trend_of_proportions
from kpi_lib.analysis.spc.attributes import c_limits, p_limits, sigma_z, u_limits
from kpi_lib.analysis.spc.marks import Assurance, Signal, assurance_of, signals_of
from kpi_lib.analysis.spc.rules import (
    part_of_run,
    run_ends,
    trend_ends,
    two_of_three_counts,
    two_of_three_windows,
)
from kpi_lib.analysis.spc.runs import runs_about
from kpi_lib.analysis.spc.xmr import I_FACTOR, xmr_limits
from kpi_lib.catalogue.indicators import Polarity

LOW, HIGH, NEUTRAL = Polarity.LOWER_IS_BETTER, Polarity.HIGHER_IS_BETTER, Polarity.NEUTRAL


def test_newcombe_1998_table_1() -> None:
    """Newcombe, Stat. Med. 17:857, table I, method 3: four shares with their score intervals."""
    printed = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (x, n), limits in printed.items():
        assert tuple(map(float, wilson_limits(x, n))) == pytest.approx(limits, abs=5e-5)


def test_poisson_tables() -> None:
    """Exact limits of a count, as printed in every table of them: 1, 5 and 9 events."""
    for events, limits in {1: (0.0253, 5.5716), 5: (1.6235, 11.6683), 9: (4.1154, 17.0848)}.items():
        assert tuple(map(float, count_limits(events))) == pytest.approx(limits, abs=5e-5)


def test_mean_of_two() -> None:
    # 1 and 3: mean 2, s = √2, s/√2 = 1, t(1; 0.975) = 12.7062
    assert tuple(map(float, mean_limits(2, 2**0.5, 2))) == pytest.approx((-10.7062, 14.7062), abs=5e-5)


def test_newcombe_1998_difference() -> None:
    """Newcombe, Stat. Med. 17:873, table II, case (b), method 10: 9/10 against 3/10."""
    one, other = ((x / n, *wilson_limits(x, n)) for x, n in ((9, 10), (3, 10)))
    assert tuple(map(float, difference_limits(*one, *other))) == pytest.approx((0.1705, 0.8090), abs=5e-5)


def test_ranks_and_bands() -> None:
    values = [10, 20, 20, 30, np.nan]
    assert ranks_of(values, LOW).tolist() == pytest.approx([1, 2, 2, 4, np.nan], nan_ok=True)
    assert ranks_of(values, HIGH).tolist() == pytest.approx([4, 2, 2, 1, np.nan], nan_ok=True)
    # n = 4: positions 1, 1.75, 2.5, 3.25, 4 → 10, 17.5, 20, 22.5, 30
    assert quantile_bounds(values).tolist() == [10, 17.5, 20, 22.5, 30]
    assert quartile_bands(values, quantile_bounds(values), LOW).tolist() == ["A", "B", "B", "D", ""]
    assert quartile_bands(values, quantile_bounds(values), HIGH).tolist() == ["D", "C", "C", "A", ""]
    assert quartile_bands([31], quantile_bounds(values), LOW).tolist() == [""]


def test_equal_groups_and_categories() -> None:
    # six areas in three groups: ranks 1..6 → 1 1 2 2 3 3
    assert equal_groups([1, 2, 3, 4, 5, 6], 3, highest_first=False).tolist() == [1, 1, 2, 2, 3, 3]
    assert equal_groups([1, 2, 3, 4, 5, 6], 3, highest_first=True).tolist() == [3, 3, 2, 2, 1, 1]
    assert category_of(3, range(1, 11), 5, LOW) == 2 and category_of(3, range(1, 11), 5, HIGH) == 4
    assert category_of(3, [1, 2], 5, LOW) == 0


def test_xmr_by_hand() -> None:
    # 3, 4, 5: mean 4, ranges 1, 1: 4 ± 2.66; with 3/1.128: 4 ± 2.65957
    found = xmr_limits([3, 4, 5])
    limits = (found.lower[0], found.upper[0], found.upper_inner[0])
    assert limits == pytest.approx((1.34, 6.66, 4 + 2.66 * 2 / 3))
    assert xmr_limits([3, 4, 5], factor=I_FACTOR).upper[0] == pytest.approx(6.659574, abs=1e-6)


def test_screening_drops_the_wild_ranges_once() -> None:
    # sixteen ranges of 1 and two of 8 and 9: mean 33/18 = 1.833, limit 5.99: both go, mean 1
    values = [1, 2, 1, 2, 10, 1, *[2, 1] * 6]
    assert xmr_limits(values).moving_range == pytest.approx(1)
    assert xmr_limits(values, screen=False).moving_range == pytest.approx(np.abs(np.diff(values)).mean())


def test_a_drop_after_a_constant_is_a_signal() -> None:
    limits = xmr_limits([100] * 12 + [80], freeze_after=12)
    signal, side = signals_of(limits)
    assert (signal[-1], side[-1]) == (Signal.OUTSIDE, -1)
    assert set(signal[:-1]) == {Signal.NONE}


def test_rules_by_hand() -> None:
    assert run_ends([1] * 7 + [0] + [-1] * 6).tolist() == [0] * 6 + [1] + [0] * 7
    assert trend_ends([1, 2, 3, 4, 5, 6, 7, 7]).tolist() == [0] * 6 + [1, 0]
    assert part_of_run([0, 0, 1, 0], 2).tolist() == [0, 1, 1, 0]
    assert two_of_three_windows([1, 1, 1, 1], [1, 0, 1, 0]).tolist() == [1, 1, 1, 0]
    assert two_of_three_windows([1, -1, 1], [1, 0, 1]).tolist() == [0, 0, 0]
    # the other reading counts without asking where the third lies
    assert two_of_three_counts([1, 0, 1, 0]).tolist() == [1, 0, 1, 0]


def test_order_of_signals() -> None:
    # a point outside within a run of seven above is first of all outside
    series = [0, 1] * 8 + [2, 2, 2, 9, 2, 2, 2]
    signal, _ = signals_of(xmr_limits(series, freeze_after=16))
    assert signal[19] is Signal.OUTSIDE and signal[18] is not Signal.NONE


def test_attribute_charts_by_hand() -> None:
    # p̄ = 30/300; 3√(0.1·0.9/100) = 0.09
    assert p_limits([10, 10, 10], 100).upper[0] == pytest.approx(0.19)
    # ū = 30/30 = 1; 3√(1/10) = 0.948683
    assert u_limits([10, 8, 12], 10).upper[0] == pytest.approx(1.948683, abs=1e-6)
    # c̄ = 9; 9 ± 9
    found = c_limits([9, 9, 9])
    assert (found.lower[0], found.upper[0]) == (0, 18)
    # z-scores +1, −1, +1: mean moving range 2, over 1.128
    assert sigma_z(np.array([1.0, -1.0, 1.0]), 0.0, np.ones(3)) == pytest.approx(2 / 1.128)


def test_anhoej_limits() -> None:
    # 24 points: longest run limit round(log2 24) + 3 = 8; Binomial(23, ½): P(≤ 7) = 4.66 %, P(≤ 8) = 10.5 %
    found = runs_about([1, -1] * 12, 0)
    assert (found.longest_run_limit, found.n_crossings_limit, found.n_crossings) == (8, 8, 23)
    assert runs_about([1] * 12 + [-1] * 12, 0).is_signal
    assert runs_about([0] * 5, 0).is_signal is None


@pytest.mark.parametrize(
    ("target", "polarity", "expected"),
    [
        (4, HIGH, Assurance.PASS),
        (8, HIGH, Assurance.FAIL),
        (8, LOW, Assurance.PASS),
        (5, HIGH, Assurance.INCONSISTENT),
        (6, LOW, Assurance.INCONSISTENT),
        (4, NEUTRAL, Assurance.NONE),
        (None, HIGH, Assurance.NONE),
    ],
)
def test_assurance(target: float | None, polarity: Polarity, expected: Assurance) -> None:
    assert assurance_of(5, 7, target, polarity) is expected


def test_recent_trend_by_hand() -> None:
    # 1..5, limits ± 1.96: w = (3.92/3.92)² = 1; slope 1; χ² = 1²·(5·55 − 15²)/5 = 10
    v = np.arange(1.0, 6)
    found = trend_of_intervals(v, v - 1.96, v + 1.96)
    assert (found.slope, found.chi_square, found.marker) == (
        pytest.approx(1),
        pytest.approx(10),
        Marker.INCREASING,
    )
    # ± 2.1 is too wide: χ² = 10·(1.96/2.1)² = 8.7
    assert trend_of_intervals(v, v - 2.1, v + 2.1).marker is Marker.NO_CHANGE
    assert trend_of_intervals(v[1:], v[1:] - 1, v[1:] + 1).marker is Marker.CANNOT_BE_CALCULATED
    gap = np.array([1, 2, np.nan, 4, 5, 6])
    assert trend_of_intervals(gap, gap - 1, gap + 1).marker is Marker.CANNOT_BE_CALCULATED


def test_armitage_by_hand() -> None:
    # c = 10, 20, 30, 40, 50 of 100: N = 500, C = 150, Σct = 550, Σnt = 1500, Σnt² = 5500
    # 500·(500·550 − 150·1500)² / (150·350·(500·5500 − 1500²)) = 47.619
    found = trend_of_proportions([10, 20, 30, 40, 50], [100] * 5)
    assert found.chi_square == pytest.approx(500 * 50_000**2 / (52_500 * 500_000))
    assert found.marker is Marker.INCREASING
    assert trend_of_proportions([10, 20, 30, 40, 100], [100] * 5).marker is Marker.CANNOT_BE_CALCULATED


def test_funnels_by_hand() -> None:
    # 0.2 ± 1.959964·√(0.16/100)
    lower, upper = proportion_funnel(100, 0.2)
    assert (float(lower), float(upper)) == pytest.approx((0.121601, 0.278399), abs=1e-6)
    # 10 expected: ½χ²(0.025; 20)/10 = 0.4795, ½χ²(0.975; 22)/10 = 1.8390
    assert tuple(map(float, ratio_funnel(10))) == pytest.approx((0.47954, 1.83904), abs=1e-5)
    assert str(count_verdicts(30, 10, 1)) == "high_998" and str(count_verdicts(10, 10, 1)) == "within"


def test_overdispersion_by_hand() -> None:
    # √ scale, E = 100: z = (√(O/E) − 1)·20: O = 81, 121 → −2, +2; nothing trimmed away by a type-7 quantile
    # at 0: φ = 4, w = 400, τ² = (2·4 − 1)/(800 − 400) = 0.0175
    found = dispersion_of([81, 121], [100, 100], scale=Scale.SQRT, trim=0.0)
    assert (found.phi, found.tau2) == (pytest.approx(4), pytest.approx(0.0175))
    assert found.is_overdispersed
