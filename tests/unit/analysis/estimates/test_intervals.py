"""Intervals: cases worked by hand, the ends, and counts that cannot be."""

import numpy as np
import pytest

from kpi_lib.analysis.estimates.intervals import (
    LEVEL_998,
    byar_limits,
    count_limits,
    exact_poisson_limits,
    mean_limits,
    wilson_limits,
    z_of,
)
from kpi_lib.core.errors import AnalysisError


def test_wilson_half_of_four() -> None:
    # z² = 3.841459; centre (2·2 + 3.841459) / (2·7.841459) = 0.5;
    # half width 1.959964·√(3.841459 + 4·2·0.5) / 15.682918 = 1.959964·2.800261 / 15.682918 = 0.349959
    lower, upper = wilson_limits(2, 4)
    assert lower == pytest.approx(0.5 - 0.349959, abs=1e-5)
    assert upper == pytest.approx(0.5 + 0.349959, abs=1e-5)


def test_wilson_ends_are_exact() -> None:
    # none of 10: upper z²/(n + z²) = 3.841459 / 13.841459 = 0.277533; all of 10 mirrors it
    lower, upper = wilson_limits([0, 10], [10, 10], multiplier=100)
    assert lower.tolist() == pytest.approx([0, 72.2467], abs=1e-4)
    assert upper.tolist() == pytest.approx([27.7533, 100], abs=1e-4)
    assert (lower[0], upper[1]) == (0.0, 100.0)


def test_no_events_have_an_upper_limit() -> None:
    # P(0 events) = exp(−μ) = 0.025 at μ = −ln 0.025 = 3.688879
    lower, upper = count_limits(0)
    assert (float(lower), float(upper)) == pytest.approx((0, 3.688879), abs=1e-6)


def test_one_event_exact() -> None:
    # lower: 1 − exp(−μ) = 0.025, μ = −ln 0.975 = 0.025318
    assert float(exact_poisson_limits(1)[0]) == pytest.approx(0.025318, abs=1e-6)


def test_exact_below_ten_then_byar() -> None:
    few, many = count_limits([9, 10])[0]
    assert few == exact_poisson_limits(9)[0]
    assert many == byar_limits(10)[0]


def test_byar_of_a_hundred() -> None:
    # 100·(1 − 1/900 − 1.959964/30)³ = 100·(0.933557)³ = 81.3621
    assert float(byar_limits(100)[0]) == pytest.approx(81.362, abs=1e-3)


def test_byar_lower_limit_never_negative() -> None:
    # 1·(1 − 1/9 − 3.090232/3)³ < 0
    assert np.isnan(byar_limits(1, level=LEVEL_998)[0])


def test_mean_of_five() -> None:
    # t(4; 0.975) = 2.776445; half width 2.776445·3/√5 = 3.724992
    lower, upper = mean_limits(10, 3, 5)
    assert (float(lower), float(upper)) == pytest.approx((10 - 3.724992, 10 + 3.724992), abs=1e-5)


def test_one_value_has_no_interval() -> None:
    assert np.isnan(mean_limits(10, np.nan, 1)).all()


def test_missing_stays_missing() -> None:
    lower, upper = wilson_limits([np.nan, 1], [10, np.nan])
    assert np.isnan(lower).all() and np.isnan(upper).all()
    assert np.isnan(count_limits([np.nan])).all()


@pytest.mark.parametrize(
    ("numerator", "denominator", "fault"),
    [
        (-1, 10, "negative"),
        (11, 10, "above its denominator"),
        (1, 0, "denominator of 0"),
        (np.inf, np.inf, "infinite"),
    ],
)
def test_counts_that_cannot_be(numerator: float, denominator: float, fault: str) -> None:
    with pytest.raises(AnalysisError, match=fault):
        wilson_limits(numerator, denominator)


@pytest.mark.parametrize("level", [95, 1.0, 0.5])
def test_level_is_a_share(level: float) -> None:
    with pytest.raises(AnalysisError, match="no level of confidence"):
        z_of(level)
