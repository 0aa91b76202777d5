from itertools import pairwise

import pytest

from kpi_lib.present.ink.canvas import WIDE, house_style, new_axes
from kpi_lib.present.ink.scales import scale_figures, spread


@pytest.fixture
def scaled():
    def scale(*figures):
        with house_style():
            axes = new_axes(WIDE)
            scale_figures(axes, figures, WIDE, is_share=True)
        return axes

    return scale


def test_the_axis_starts_at_zero_where_that_is_near(scaled):
    assert scaled(10.0, 60.0).get_ylim()[0] == 0


def test_the_axis_is_fitted_where_zero_is_far(scaled):
    low, high = scaled(66.0, 85.0).get_ylim()
    # 8% of 19 on either side
    assert (low, high) == pytest.approx((64.48, 86.52))


def test_a_percentage_never_goes_over_a_hundred(scaled):
    assert scaled(40.0, 99.0).get_ylim()[1] == 100


def test_one_single_figure_still_has_an_axis(scaled):
    low, high = scaled(50.0).get_ylim()
    assert low < 50 < high


def test_ticks_have_the_fewest_decimals_that_tell_them_apart(scaled):
    axes = scaled(1.0, 2.2)
    axes.figure.draw_without_rendering()
    texts = [tick.get_text() for tick in axes.get_yticklabels()]
    assert len(set(texts)) == len(texts) and all("." in text for text in texts)


def test_labels_are_moved_apart_as_little_as_possible():
    # 10 and 11 need 6 between them: their middle 10.5 stays, so 7.5 and 13.5
    assert spread([10.0, 11.0, 40.0], 6.0) == [7.5, 13.5, 40.0]
    assert spread([10.0, 20.0], 6.0) == [10.0, 20.0]
    assert spread([], 6.0) == []
    moved = spread([10.0, 10.0, 12.0, 17.0], 5.0)
    assert [high - low for low, high in pairwise(moved)] == [5.0, 5.0, 5.0]


def test_a_tick_label_wider_than_the_margin_still_lies_in_the_picture(scaled):
    axes = scaled(100.0, 1400.0)
    axes.figure.draw_without_rendering()
    low, high = axes.get_ylim()
    seen = [label for label in axes.get_yticklabels() if low <= label.get_position()[1] <= high]
    assert "1,000" in [label.get_text() for label in seen]
    assert min(label.get_window_extent().x0 for label in seen) >= 0


def test_ticks_are_exact_at_the_decimals_shown(scaled):
    # steps of 0.025 need three decimals; two would print 0.575 as 0.58
    axes = scaled(0.55, 0.65)
    ticks = axes.get_yticks()
    texts = axes.yaxis.get_major_formatter().format_ticks(list(ticks))
    assert [float(text) for text in texts] == pytest.approx(list(ticks), abs=1e-9)
