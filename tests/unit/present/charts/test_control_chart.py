import pandas as pd
import pytest
from matplotlib.colors import to_hex

from kpi_lib.core.periods import parse_period
from kpi_lib.present.charts.control_chart import draw_control_chart
from kpi_lib.present.figures.control_chart import show_control_chart
from kpi_lib.present.ink.free_ground import line_ink
from kpi_lib.present.ink.theme import light

QUARTERS = ["2016-17-Q3", "2016-17-Q4", "2017-18-Q1", "2017-18-Q2", "2017-18-Q3", "2017-18-Q4"]
VALUES = [70.0, 71.0, 69.0, 70.0, 72.0, 85.0]


@pytest.fixture
def limits():
    """Six quarters around 70 within 60 to 80, but for the last one, which is above the limit."""
    return pd.DataFrame(
        {
            "indicator_id": "timely_percent", "area_code": "E10000034", "basis": "quarter",
            "period": QUARTERS,
            "period_end": pd.to_datetime([parse_period(label).end for label in QUARTERS]), "value": VALUES,
            "chart": "p", "segment": 1, "centre": 70.0, "lower_limit": 60.0, "upper_limit": 80.0,
            "signal": ["", "", "", "", "", "outside"], "side": [0, 1, -1, 0, 1, 1],
            "variation": ["common_cause"] * 5 + ["improvement"], "is_trial": True, "event": "",
            "lower": [value - 3 for value in VALUES], "upper": [value + 3 for value in VALUES],
            "provenance": "local", "status": "ok",
        }
    )  # fmt: skip


@pytest.fixture
def events():
    dates = pd.to_datetime(["2010-01-01", "2016-10-01", "2018-01-01", "2018-04-01"])
    return pd.DataFrame({"date": dates, "reason": ["long ago", "inspection", "visit", "too late"]})


@pytest.fixture
def chart():
    return pd.Series(
        {
            "chart": "p", "signal": "outside", "side": 1, "variation": "improvement", "assurance": "none",
            "is_trial": True, "longest_run": 2, "longest_run_limit": 5, "n_crossings": 3,
            "n_crossings_limit": 1, "is_run_signal": False,
        }
    )  # fmt: skip


def marks(axes, gid):
    return [line for line in axes.get_lines() if line.get_gid() == gid]


def test_a_signal_is_a_triangle_to_its_side_with_words_beside_it(timely, limits, events):
    axes = draw_control_chart(timely, limits, events)
    (signal,) = marks(axes, "signal")
    assert (signal.get_marker(), signal.get_ydata()[0]) == ("^", 85.0)
    assert to_hex(signal.get_color()) == light("home").lower()
    assert [text.get_text() for text in axes.texts if text.get_gid() == "signal-name"] == [
        "above the upper limit"
    ]
    assert sum(len(points.get_ydata()) for points in marks(axes, "point")) == 5


def test_a_concern_is_in_the_other_colour_and_still_a_triangle(timely, limits, events):
    worse = limits.assign(variation=["common_cause"] * 5 + ["concern"])
    (signal,) = marks(draw_control_chart(timely, worse, events), "signal")
    assert (signal.get_marker(), to_hex(signal.get_color())) == ("^", light("worse").lower())


def test_limits_are_hairlines_named_with_their_value(timely, limits, events):
    axes = draw_control_chart(timely, limits, events)
    (upper,) = marks(axes, "upper-limit")
    assert set(upper.get_ydata()) == {80.0} and upper.get_linewidth() == 1.0
    names = {text.get_text() for text in axes.texts}
    assert {"Upper trial limit 80.0%", "Average 70.0%", "Lower trial limit 60.0%", "Newest 85.0%"} <= names


def test_every_point_has_its_interval(timely, limits, events):
    axes = draw_control_chart(timely, limits, events)
    (bars,) = [item for item in axes.collections if item.get_gid() == "intervals"]
    ends = [segment[:, 1].tolist() for segment in bars.get_segments()]
    assert ends == [[value - 3, value + 3] for value in VALUES]


def test_events_stand_within_their_quarter_and_those_outside_are_left_out(timely, limits, events):
    axes = draw_control_chart(timely, limits, events)
    first = parse_period("2016-17-Q3").as_pandas.ordinal
    # 1 October is the first day of quarter 3, 1 January of quarter 4: each half a place before its own
    spots = [line.get_xdata()[0] for line in marks(axes, "event")]
    assert spots == [first - 0.5, first + 5 - 0.5]


def test_a_rebase_breaks_the_limits_and_says_so(timely, limits, events, chart):
    rebased = limits.assign(
        segment=[1, 1, 1, 2, 2, 2], centre=[70.0] * 3 + [75.0] * 3, event=["", "", "", "new practice", "", ""]
    )
    axes = draw_control_chart(timely, rebased, events)
    assert [set(line.get_ydata()) for line in marks(axes, "centre")] == [{70.0}, {75.0}]
    assert len(marks(axes, "rebase")) == 1
    assert (
        "New limits from July to September 2017: new practice."
        in show_control_chart(timely, rebased, chart, events).text
    )


def test_a_target_is_drawn_and_named(timely, limits, events):
    aimed = timely.model_copy(update={"target": 82.0, "target_source": "plan"})
    axes = draw_control_chart(aimed, limits, events)
    assert set(marks(axes, "target")[0].get_ydata()) == {82.0}
    assert "Target 82.0%" in {text.get_text() for text in axes.texts}


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
def test_no_word_lies_over_another_or_outside_the_picture(timely, limits, events, is_narrow):
    axes = draw_control_chart(timely, limits, events, is_narrow=is_narrow)
    renderer = axes.figure.canvas.get_renderer()
    names = [text for text in axes.texts if text.get_gid() == "signal-name"]
    boxes = [text.get_window_extent(renderer) for text in names]
    assert all(not a.overlaps(b) for place, a in enumerate(boxes) for b in boxes[place + 1 :])
    assert all(box.x0 >= 0 and box.x1 <= axes.figure.get_size_inches()[0] * 72 for box in boxes)


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
def test_words_of_a_signal_stand_near_it_and_off_limits_whiskers_and_the_series(
    timely, limits, events, is_narrow
):
    # the newest three lie near the lower limit: straight below them stand their whiskers and the limit
    low = limits.assign(
        value=[70.0, 71.0, 69.0, 62.0, 61.5, 62.0],
        signal=["", "", "", *["two_of_three"] * 3],
        side=[0, 1, -1, -1, -1, -1],
    )
    low = low.assign(lower=low["value"] - 3, upper=low["value"] + 3)
    axes = draw_control_chart(timely, low, events, is_narrow=is_narrow)
    solid = line_ink(axes, without=("event", "year-break"))
    for text in [text for text in axes.texts if text.get_gid() == "signal-name"]:
        box = text.get_window_extent()
        assert not [1 for x, y in solid if box.x0 < x < box.x1 and box.y0 < y < box.y1]
    assert is_narrow or "signal-name" in {text.get_gid() for text in axes.texts}


def test_ink_lies_along_lines_and_whiskers_but_not_along_those_left_out(timely, limits, events):
    axes = draw_control_chart(timely, limits, events)
    (upper,) = marks(axes, "upper-limit")
    level = axes.transData.transform((0, upper.get_ydata()[0]))[1]
    assert (abs(line_ink(axes)[:, 1] - level) < 0.01).any()
    assert len(line_ink(axes, without=("event",))) < len(line_ink(axes))


def test_the_figure_tells_finding_three_numbers_marks_events_and_table(timely, limits, events, chart):
    lines = show_control_chart(timely, limits, chart, events).text.split("\n")
    assert lines[0].endswith("The newest quarter is above the upper limit, an improvement.")
    assert lines[1].endswith("85.0%, against an average of 70.0% and limits of 60.0% to 80.0%.")
    assert "▲ Newest quarter: improvement." in lines and "◌ No target is set." in lines
    assert "A October 2016: inspection." in lines and not any("too late" in line for line in lines)
    row = next(line for line in lines if line.startswith("January to March 2018"))
    assert row.split(" | ")[1:] == [
        "85.0%", "82.0% to 88.0%", "70.0%", "60.0%", "80.0%", "▲ above the upper limit improvement",
    ]  # fmt: skip
    assert "nan" not in "\n".join(lines).lower()


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
def test_events_are_lettered_and_the_list_tells_their_dates(timely, limits, events, is_narrow):
    axes = draw_control_chart(timely, limits, events, is_narrow=is_narrow)
    assert [text.get_text() for text in axes.texts if text.get_gid() == "event-name"] == ["A", "B"]


def test_a_figure_that_prints_like_its_limit_is_told_with_one_more_decimal(timely, limits, events, chart):
    whole = timely.model_copy(update={"decimals": 0})
    # 80.4 and the limit of 80.0 both print as 80% without decimals
    near = limits.assign(value=[*VALUES[:-1], 80.4])
    assert {"Upper trial limit 80.0%", "Newest 80.4%"} <= {
        text.get_text() for text in draw_control_chart(whole, near, events).texts
    }
    told = show_control_chart(whole, near, chart, events).text.split("\n")[1]
    assert told.endswith("80.4%, against an average of 70.0% and limits of 60.0% to 80.0%.")
    far = {text.get_text() for text in draw_control_chart(whole, limits, events).texts}
    assert {"Upper trial limit 80%", "Newest 85%"} <= far
