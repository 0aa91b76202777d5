import pandas as pd
import pytest

from kpi_lib.present.charts.funnel import draw_funnel
from kpi_lib.present.figures.funnels import show_funnels

THEMES = {"front-door": "Front door and assessment"}
HOME, NEAR, FAR, OTHER = "E10000034", "E10000031", "E10000016", "E10000099"


@pytest.fixture
def funnel():
    return pd.DataFrame(
        {
            "indicator_id": "timely_percent", "area_code": [HOME, NEAR, FAR, OTHER], "basis": "year",
            "period": "2017-18", "value": [60.0, 81.0, 84.0, 72.0],
            "denominator": [900.0, 500.0, 1500.0, 1200.0],
            "baseline": 80.0, "baseline_source": "england", "lower95": 70.0, "upper95": 90.0,
            "lower998": 65.0, "upper998": 95.0,
            "place": ["low_998", "within", "within", "within"], "n_areas": 16, "n_left_out": 1,
            "is_overdispersed": True,
        }
    )  # fmt: skip


@pytest.fixture
def curves():
    return pd.DataFrame(
        {
            "indicator_id": "timely_percent", "denominator": [500.0, 1500.0], "lower95": [70.0, 72.0],
            "upper95": [90.0, 88.0], "lower998": [65.0, 67.0], "upper998": [95.0, 93.0],
        }
    )  # fmt: skip


def line(axes, gid):
    return next(line for line in axes.get_lines() if line.get_gid() == gid)


def test_size_lies_along_the_bottom_and_home_is_among_its_neighbours(timely, funnel, curves, neighbourhood):
    axes = draw_funnel(timely, funnel, curves, neighbourhood)
    assert line(axes, "home").get_xydata().tolist() == [[900.0, 60.0]]
    assert line(axes, "neighbours").get_xydata().tolist() == [[500.0, 81.0], [1500.0, 84.0]]
    assert line(axes, "other").get_xydata().tolist() == [[1200.0, 72.0]]
    assert set(line(axes, "baseline").get_ydata()) == {80.0}


def test_limits_at_95_are_solid_and_at_998_dashed(timely, funnel, curves, neighbourhood):
    axes = draw_funnel(timely, funnel, curves, neighbourhood)
    assert not line(axes, "lower95").is_dashed() and line(axes, "lower998").is_dashed()


def test_home_and_neighbours_are_named_and_no_name_lies_over_another(timely, funnel, curves, neighbourhood):
    axes = draw_funnel(timely, funnel, curves, neighbourhood)
    names = [text for text in axes.texts if text.get_gid() == "name"]
    assert {text.get_text() for text in names} == {"Worcestershire", "Warwickshire", "Kent"}
    renderer = axes.figure.canvas.get_renderer()
    boxes = [text.get_window_extent(renderer) for text in names]
    assert not any(a.overlaps(b) for place, a in enumerate(boxes) for b in boxes[place + 1 :])


LONG = "Children on a plan for three months or more on the last day of the period (published)"


@pytest.mark.parametrize("name", ["All finished", LONG], ids=["short", "long"])
def test_every_word_of_a_funnel_lies_within_its_picture(timely, funnel, curves, neighbourhood, name):
    large = funnel.assign(denominator=[5_000.0, 1_000.0, 20_000.0, 9_000.0])  # a tick at the right edge
    indicator = timely.model_copy(update={"denominator": name})
    axes = draw_funnel(indicator, large, curves.assign(denominator=[1_000.0, 20_000.0]), neighbourhood)
    axes.figure.draw_without_rendering()
    width, height = axes.figure.get_size_inches() * 72
    drawn = [
        tick.label1 for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim()))
        for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high
    ]  # fmt: skip
    boxes = {text.get_text(): text.get_window_extent() for text in [*axes.texts, *drawn]}
    assert {"20,000", "Worcestershire"} <= set(boxes)
    assert not [text for text, box in boxes.items()
                if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]  # fmt: skip
    sizes = [text for text in axes.texts if text.get_gid() == "sizes"]
    assert " ".join(text.get_text() for text in reversed(sizes)) == name.split(" (")[0]
    lines = [text.get_window_extent() for text in (*sizes, *axes.get_xticklabels())]
    assert not [1 for place, box in enumerate(lines[: len(sizes)]) for other in lines[place + 1 :]
                if box.overlaps(other)]  # fmt: skip
    assert len({round(box.x1) for box in lines[: len(sizes)]}) == 1


def test_a_longer_axis_name_leaves_the_plot_as_large(timely, funnel, curves, neighbourhood):
    long = timely.model_copy(update={"denominator": LONG})
    one, two = (
        draw_funnel(indicator, funnel, curves, neighbourhood).get_window_extent()
        for indicator in (timely, long)
    )
    assert two.size == pytest.approx(one.size)


def test_names_keep_off_dots_and_the_baselines_name(timely, funnel, curves, neighbourhood):
    # the largest area stands just above the right end of England's line, where its name would stand
    near = funnel.assign(value=[60.0, 81.0, 82.0, 72.0], denominator=[900.0, 500.0, 1500.0, 960.0])
    axes = draw_funnel(timely, near, curves, neighbourhood)
    words = [text.get_window_extent() for text in axes.texts if text.get_gid() in ("name", "baseline-name")]
    dots = axes.transData.transform(near[["denominator", "value"]].to_numpy())
    assert len(words) >= 3
    assert not [1 for box in words for x, y in dots if box.contains(x, y)]


def test_no_neighbours_name_stands_nearer_to_another_dot(timely, funnel, curves, neighbourhood):
    # rows of grey dots above and below the neighbour at 1,000: free ground is left only nearer to them
    places = [(1000.0 + across, 80.0 + up) for across in range(-160, 161, 16) for up in (-3.0, 3.0)]
    grey = [funnel.iloc[[3]].assign(denominator=x, value=y, area_code=f"E11{x:06.0f}") for x, y in places]
    known = funnel.assign(value=[62.0, 80.0, 94.0, 72.0], denominator=[600.0, 1000.0, 1400.0, 600.0])
    axes = draw_funnel(timely, pd.concat([known, *grey]), curves, neighbourhood)
    named = {text.get_text() for text in axes.texts if text.get_gid() == "name"}
    assert named == {"Worcestershire", "Kent"}


def test_the_finding_the_limits_and_who_is_left_out_are_told(timely, funnel, curves, neighbourhood):
    shown = show_funnels([timely], funnel, curves, neighbourhood, themes=THEMES)
    assert "Worcestershire is far lower than its size explains, which is worse." in shown.text
    assert (
        "16 areas. Limits widened, for areas differ by more than chance. 1 left out for want of counts."
        in shown.text
    )
    assert (
        "Worcestershire | 900 | 60.0% | 70.0% to 90.0% | 65.0% to 95.0% | far lower than its size explains"
        in shown.text
    )
    assert "60.0%; England 80.0%, 95% limits 70.0% to 90.0%." in shown.html


def test_without_ten_authorities_there_is_a_sentence(timely, funnel, curves, neighbourhood):
    nothing = show_funnels([timely], funnel.iloc[:0], curves, neighbourhood, themes=THEMES)
    assert nothing.text.startswith("A funnel needs ten")


def test_a_funnel_that_finds_something_stands_open(timely, funnel, curves, neighbourhood):
    shown = show_funnels([timely], funnel, curves, neighbourhood, themes=THEMES)
    assert "1 of 1 funnels shows Worcestershire beyond the limits for its size." in shown.text
    assert "<summary>Front door and assessment" not in shown.html


def test_funnels_within_their_limits_are_closed_under_their_theme(timely, funnel, curves, neighbourhood):
    within = funnel.assign(place="within")
    shown = show_funnels([timely], within, curves, neighbourhood, themes=THEMES)
    assert "Worcestershire is within the limits for its size on every funnel (1)." in shown.text
    assert "<summary>Front door and assessment: 1 within the limits</summary>" in shown.html


def test_sizes_are_told_in_whole_numbers(timely, funnel, curves, neighbourhood):
    halves = funnel.assign(denominator=[116_573.5, 500.0, 1500.0, 1200.0])
    shown = show_funnels([timely], halves, curves, neighbourhood, themes=THEMES)
    assert "Worcestershire | 116,574 |" in shown.text
