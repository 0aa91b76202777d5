"""What must hold of charts and trends: shifts, scaling, direction, polarity."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi_lib.analysis.change.recent_trend import Marker, trend_of_intervals
from kpi_lib.analysis.compare.ranks import quantile_bounds, quartile_bands, ranks_among
from kpi_lib.analysis.spc.limits import xmr_limits
from kpi_lib.analysis.spc.signals import signals_of, variation_of
from kpi_lib.catalogue.indicators import Polarity

# whole numbers, so that shifting and scaling lose nothing in floating point
series = st.lists(st.integers(0, 1000), min_size=8, max_size=24)
values = st.lists(st.integers(0, 50), min_size=4, max_size=40)
UP, DOWN = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER


@given(series, st.integers(-500, 500))
def test_a_shift_moves_the_limits_and_no_signal(points: list[int], step: int) -> None:
    here, there = xmr_limits(points), xmr_limits([point + step for point in points])
    assert there.lower[0] == pytest.approx(here.lower[0] + step, abs=1e-6)
    np.testing.assert_array_equal(signals_of(here)[0], signals_of(there)[0])


@given(series, st.sampled_from([2, 4, 64]))
def test_scaling_changes_no_signal(points: list[int], scale: int) -> None:
    here, there = xmr_limits(points), xmr_limits([point * scale for point in points])
    assert there.upper[0] == pytest.approx(here.upper[0] * scale, rel=1e-9, abs=1e-9)
    np.testing.assert_array_equal(signals_of(here)[1], signals_of(there)[1])


@given(series)
def test_upside_down_is_the_other_side(points: list[int]) -> None:
    here, there = (signals_of(xmr_limits(np.array(way))) for way in (points, [-point for point in points]))
    np.testing.assert_array_equal(here[0], there[0])
    np.testing.assert_array_equal(here[1], -there[1])


@given(series)
def test_polarity_swaps_improvement_and_concern(points: list[int]) -> None:
    _, side = signals_of(xmr_limits(points))
    swap = {"improvement": "concern", "concern": "improvement", "common_cause": "common_cause"}
    assert [swap[word] for word in variation_of(side, UP)] == list(variation_of(side, DOWN))


@given(values)
def test_ranks_turn_round_with_polarity(points: list[int]) -> None:
    down, up = np.array(points), -np.array(points)
    low, high = (ranks_among(own, [own] * len(own), way) for own, way in ((down, DOWN), (up, UP)))
    np.testing.assert_array_equal(low, high)
    assert low.min() == 1 and low.max() <= len(points)


@given(values)
def test_every_value_has_a_band_and_the_best_has_a(points: list[int]) -> None:
    bands = quartile_bands(points, quantile_bounds(points), DOWN)
    assert set(bands) <= set("ABCD")
    assert bands[int(np.argmin(points))] == "A"


@given(st.lists(st.integers(1, 90), min_size=5, max_size=9), st.integers(1, 9))
def test_a_recent_trend_reversed_points_the_other_way(points: list[int], width: int) -> None:
    v = np.array(points[-5:], dtype=float)
    found, turned = (trend_of_intervals(way, way - width, way + width) for way in (v, v[::-1]))
    assert found.chi_square == pytest.approx(turned.chi_square, abs=1e-9)
    swap = {Marker.INCREASING: Marker.DECREASING, Marker.DECREASING: Marker.INCREASING}
    if found.marker in swap and turned.marker in swap:
        assert swap[found.marker] is turned.marker
