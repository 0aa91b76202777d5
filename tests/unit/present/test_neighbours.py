import pandas as pd
import pytest
from matplotlib.colors import to_hex

from kpi_lib.present.beeswarm import NARROW_SWARM, WIDE_SWARM, draw_neighbours
from kpi_lib.present.labels import Label, place_labels
from kpi_lib.present.neighbours_figure import show_neighbours
from kpi_lib.present.theme import light

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


@pytest.mark.parametrize("size", [WIDE_SWARM, NARROW_SWARM])
def test_names_stay_in_the_picture_and_off_each_other(drawn, size):
    axes = drawn(size)
    axes.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in axes.texts if text.get_gid() == "name"]
    assert len(boxes) == 3
    assert all(box.x0 >= 0 and box.x1 <= size.width for box in boxes)
    assert not [1 for place, box in enumerate(boxes) for other in boxes[:place] if box.overlaps(other)]


def test_names_take_the_nearest_row_that_is_free():
    # both are 40 wide and stand 10 apart, so the second goes below the line
    placed = place_labels([Label("a", 100, 40), Label("b", 110, 40)], left=0, right=300, rows=2, gap=5)
    assert [(spot.label.text, spot.row, spot.centre) for spot in placed] == [("a", 1, 100), ("b", -1, 110)]


def test_names_lean_apart_where_dots_share_a_place():
    labels = [Label("a", 100, 60), Label("b", 100, 60), Label("c", 100, 60), Label("d", 100, 60)]
    placed = place_labels(labels, left=0, right=300, rows=1, gap=2)
    assert [spot.label.text for spot in placed] == ["a", "b"]
    assert {spot.row for spot in placed} == {1, -1}


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
    assert shown.text == "No neighbour has a figure for this indicator in January to March 2018."
