from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from kpi_lib.present.charts.beeswarm import DOT, NARROW_SWARM, WIDE_SWARM, draw_neighbours
from kpi_lib.present.figures.neighbours import show_neighbours
from kpi_lib.present.ink.swarm_names import Label, place_labels
from kpi_lib.present.ink.theme import light

HOME, NEAR, FAR = "E10000034", "E10000031", "E10000016"


@pytest.fixture
def drawn(timely, estimates, neighbourhood):
    rows = estimates((HOME, "2017-18", 85.0), (NEAR, "2017-18", 78.0), (FAR, "2017-18", 80.0))

    def draw(size=WIDE_SWARM):
        return draw_neighbours(
            timely, rows[1:], rows.iloc[0], neighbourhood, average=79.0, england=82.0, size=size
        )

    return draw


def test_each_neighbour_is_a_dot_at_its_value_and_home_is_larger(drawn):
    axes = drawn()
    axes.figure.draw_without_rendering()
    dots = next(dots for dots in axes.collections if dots.get_gid() == "neighbours")
    assert dots.get_offsets()[:, 0].tolist() == [78.0, 80.0]
    home = next(line for line in axes.get_lines() if line.get_gid() == "home")
    assert home.get_xdata() == [85.0] or list(home.get_xdata()) == [85.0]
    assert home.get_markersize() ** 2 > dots.get_sizes()[0]
    assert to_hex(home.get_markerfacecolor()) == light("home").lower()


def test_average_and_england_are_lines_with_their_figures(drawn):
    axes = drawn()
    at = {
        line.get_gid(): line.get_xdata()[0] for line in axes.get_lines() if line.get_gid().endswith("-line")
    }
    assert at == {"neighbours-line": 79.0, "england-line": 82.0}
    said = [text.get_text() for text in axes.texts]
    assert "Neighbours’ average 79.0%" in said and "England 82.0%" in said


AREAS = (
    "East Sussex", "North Somerset", "Warwickshire", "South Gloucestershire", "Leicestershire",
    "Staffordshire", "Kent", "Essex", "West Sussex",
)  # fmt: skip
SWARMS = {
    # figures of 2017-18 as in edition 2017-18-Q4, areas in the order above: home, neighbours, lines
    "assessment_45_days_percent": (76.4, [60.6, 66.8, 71.7, 76.0, 82.9, 86.6, 86.9, 87.8, 97.8], 79.7, 82.7),
    "referral_rate": (74.6, [107.0, 67.3, 237.4, 101.9, 137.3, 142.0, 133.6, 78.4, 159.5], 129.4, 141.8),
    # by hand: stacked dots, one on the average’s line, England far right over the axis's name
    "by_hand": (50.0, [50, 50, 51, 52, 60, 60, 61, 70, 90], 60.0, 89.0),
}


@pytest.fixture
def swarm(timely, estimates, neighbourhood):
    names = {**neighbourhood.names, **dict(zip(AREAS, AREAS, strict=True))}
    near = replace(neighbourhood, names=names, members=AREAS)

    def draw(name, size):
        own, values, average, england = SWARMS[name]
        others = estimates(
            *((code, "2017-18", float(value)) for code, value in zip(AREAS, values, strict=True))
        )
        home = estimates((HOME, "2017-18", own)).iloc[0]
        axes = draw_neighbours(timely, others, home, near, average=average, england=england, size=size)
        axes.figure.draw_without_rendering()
        return axes

    return draw


def boxes_of(axes, *gids):
    return {text.get_text(): text.get_window_extent() for text in axes.texts if text.get_gid() in gids}


@pytest.mark.parametrize("size", [WIDE_SWARM, NARROW_SWARM], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", SWARMS)
def test_no_name_touches_a_line_another_name_or_the_axis_name(swarm, name, size):
    axes = swarm(name, size)
    names = boxes_of(axes, "name")
    everything = boxes_of(axes, "name", "neighbours-name", "england-name", "unit")
    drawn_lines = [line for line in axes.get_lines() if line.get_gid() in ("neighbours-line", "england-line")]
    assert len(names) >= 8 and len(drawn_lines) == 2
    for line in drawn_lines:
        (x, one), (_, other) = axes.transData.transform(line.get_xydata())
        low, high = sorted((one, other))
        assert not [text for text, box in names.items()
                    if box.x0 <= x <= box.x1 and box.y0 < high and box.y1 > low]  # fmt: skip
    pairs = combinations(everything.items(), 2)
    assert not [(one, other) for (one, box), (other, second) in pairs if box.overlaps(second)]
    assert all(box.x0 >= 0 and box.x1 <= size.width and box.y0 >= 0 and box.y1 <= size.height
               for box in everything.values())  # fmt: skip


@pytest.mark.parametrize("size", [WIDE_SWARM, NARROW_SWARM], ids=["wide", "narrow"])
def test_names_stand_clear_of_the_dots(swarm, size):
    axes = swarm("by_hand", size)
    dots = next(dots for dots in axes.collections if dots.get_gid() == "neighbours")
    centres = axes.transData.transform(dots.get_offsets())
    for box in boxes_of(axes, "name").values():
        assert not [1 for x, y in centres if box.padded(DOT / 2).contains(x, y)]


@pytest.mark.parametrize("size", [WIDE_SWARM, NARROW_SWARM], ids=["wide", "narrow"])
def test_every_dot_of_a_loose_swarm_is_named(swarm, size):
    names = boxes_of(swarm("assessment_45_days_percent", size), "name")
    assert len(names) == 10  # nine neighbours and home


def test_the_axis_is_named_left_where_england_stands_right(swarm):
    unit = boxes_of(swarm("by_hand", NARROW_SWARM), "unit")["Per cent"]
    assert unit.x0 < 20
    unit = boxes_of(swarm("assessment_45_days_percent", NARROW_SWARM), "unit")["Per cent"]
    assert unit.x1 > 340


def test_the_axis_has_no_tick_beyond_the_outermost_figures(swarm):
    ticks = swarm("assessment_45_days_percent", WIDE_SWARM).get_xticks()
    assert ticks.tolist() == [70, 80, 90]  # figures run from 60.6 to 97.8


def test_names_keep_their_places_in_a_document(swarm):
    # a document's picture has twice the pixels: names hang at points, not at pixels
    hung = {text.xycoords for text in swarm("by_hand", WIDE_SWARM).texts if text.get_gid() == "name"}
    assert hung == {"figure points"}


def test_names_take_the_nearest_row_that_is_free():
    # both are 40 wide and stand 10 apart, so the second goes below the line
    placed = place_labels([Label("a", 100, 40), Label("b", 110, 40)], left=0, right=300, rows=2, gap=5)
    assert [(spot.label.text, spot.row, spot.centre) for spot in placed] == [("a", 1, 100), ("b", -1, 110)]


def test_names_lean_apart_where_dots_share_a_place():
    # 3 pixels beside the one leader, from 37 to 97 and from 103 to 163, above and below
    labels = [Label("a", 100, 60), Label("b", 100, 60), Label("c", 100, 60), Label("d", 100, 60)]
    placed = place_labels(labels, left=0, right=300, rows=1, gap=10)
    assert {(spot.left, spot.right, spot.row) for spot in placed} == {
        (37, 97, 1), (103, 163, 1), (37, 97, -1), (103, 163, -1),
    }  # fmt: skip


def test_a_name_leans_off_a_line_on_its_side():
    # centred it would reach from 70 to 130, over the line at 110; it stands 4 short of it, from 46 to 106
    (spot,) = place_labels([Label("a", 100, 60)], left=0, right=300, rows=1, gap=2, lines={1: [110]})
    assert spot.right <= 106 and spot.row == 1
    (spot,) = place_labels([Label("a", 100, 60)], left=0, right=300, rows=1, gap=2, lines={-1: [110]})
    assert spot.centre == 100


def test_a_name_leaves_other_dots_clear_rather_than_cost_them_their_names():
    # centred, a would cover the dots of b and c and leave one without a row; leaning left it ends at 97
    labels = [Label("home", 10, 10), Label("a", 100, 40), Label("b", 104, 40), Label("c", 108, 40)]
    placed = place_labels(labels, left=0, right=300, rows=1, gap=4)
    assert {spot.label.text: (spot.right, spot.row) for spot in placed}["a"] == (97, 1)
    assert len(placed) == 4


def test_those_left_out_choose_sooner_in_the_next_try():
    # from left to right and from right to left one of b and c is left out: both stand at 60
    labels = [
        Label("home", 0, 1), Label("a", 40, 60), Label("b", 60, 40), Label("c", 60, 60), Label("d", 160, 20)
    ]  # fmt: skip
    assert len(place_labels(labels, left=0, right=200, rows=1, gap=4)) == 5


def test_a_leader_never_runs_through_another_name():
    labels = [Label("wide", 100, 100), Label("b", 110, 20), Label("c", 120, 20)]
    placed = place_labels(labels, left=0, right=300, rows=3, gap=4)
    for far in placed:
        for near in placed:
            if far.row * near.row > 0 and abs(far.row) > abs(near.row):
                assert not near.left <= far.label.x <= near.right


def test_no_names_need_no_room():
    assert place_labels([], left=0, right=100, rows=2, gap=4) == []


def test_the_table_lists_every_neighbour_and_says_who_has_no_figure(
    timely, estimates, comparison, neighbourhood
):
    rows = estimates((HOME, "2017-18", 85.0), (NEAR, "2017-18", 78.0), (FAR, "2017-18", None))
    against = pd.DataFrame([comparison(n_available=1, n_expected=2)])
    shown = show_neighbours(timely, rows, against, neighbourhood, basis="year", period="2017-18")
    assert "Kent | 2 | withheld | none" in shown.text
    assert "Warwickshire | 1 | 78.0%" in shown.text
    assert "Without a figure: Kent." in shown.text
    assert "<title>Warwickshire: 78.0%</title>" in shown.html


def test_without_neighbours_the_page_says_so(timely, estimates, comparison, neighbourhood):
    rows = estimates((HOME, "2017-18-Q4", 85.0))
    shown = show_neighbours(
        timely, rows, pd.DataFrame([comparison()]), neighbourhood, basis="quarter", period="2017-18-Q4"
    )
    assert shown.text == f"{timely.plain_title}: no neighbour has a figure in January to March 2018."
