from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from kpi_lib.present.charts.neighbours import draw_neighbours
from kpi_lib.present.figures.neighbours import show_neighbours
from kpi_lib.present.ink.theme import light

HOME, NEAR, FAR = "E10000034", "E10000031", "E10000016"
AREAS = (
    "East Sussex", "North Somerset", "Warwickshire", "South Gloucestershire", "Leicestershire",
    "Staffordshire", "Kent", "Essex", "West Sussex",
)  # fmt: skip
FIGURES = {
    # figures of 2017-18 as in edition 2017-18-Q4, areas in the order above: home, neighbours, lines
    "assessment_45_days_percent": (76.4, [60.6, 66.8, 71.7, 76.0, 82.9, 86.6, 86.9, 87.8, 97.8], 79.7, 82.7),
    "referral_rate": (74.6, [107.0, 67.3, 237.4, 101.9, 137.3, 142.0, 133.6, 78.4, 159.5], 129.4, 141.8),
    # by hand: figures that are the same, comparators at either end
    "by_hand": (50.0, [50, 50, 51, 52, 60, 60, 61, 70, 90], 50.0, 90.0),
}


@pytest.fixture
def drawn(timely, estimates, neighbourhood):
    names = {**neighbourhood.names, **dict(zip(AREAS, AREAS, strict=True))}
    near = replace(neighbourhood, names=names, members=AREAS)

    def draw(name, *, is_narrow=False):
        own, values, average, england = FIGURES[name]
        rows = estimates(
            (HOME, "2017-18", own),
            *((code, "2017-18", float(value)) for code, value in zip(AREAS, values, strict=True)),
        ).sort_values("value", ascending=False, kind="stable")
        axes = draw_neighbours(timely, rows, near, average=average, england=england, is_narrow=is_narrow)
        axes.figure.draw_without_rendering()
        return axes

    return draw


def boxes_of(axes):
    words = [*axes.texts, *axes.get_yticklabels()]
    return {f"{text.get_gid()} {text.get_text()} {place}": text.get_window_extent()
            for place, text in enumerate(words)}  # fmt: skip


def test_each_area_is_a_dot_at_its_value_the_highest_at_the_top_and_home_is_larger(drawn):
    axes = drawn("assessment_45_days_percent")
    (dots,) = axes.collections
    values = [97.8, 87.8, 86.9, 86.6, 82.9, 76.4, 76.0, 71.7, 66.8, 60.6]
    assert dots.get_offsets().tolist() == [[value, place] for place, value in enumerate(values)]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]  # the first row is the uppermost
    sizes, home = dots.get_sizes(), values.index(76.4)
    assert sizes[home] > max(size for place, size in enumerate(sizes) if place != home)
    colours = [to_hex(colour) for colour in dots.get_facecolors()]
    assert colours[home] == light("home").lower() and set(colours) == {
        light(role).lower() for role in ("home", "neighbours")
    }


@pytest.mark.parametrize("is_narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", FIGURES)
def test_every_area_is_named_with_its_figure_and_no_word_lies_over_another(drawn, name, is_narrow):
    axes = drawn(name, is_narrow=is_narrow)
    assert {label.get_text() for label in axes.get_yticklabels()} == {*AREAS, "Worcestershire"}
    figures = [text.get_text() for text in axes.texts if text.get_gid() == "figure"]
    own, values, *_ = FIGURES[name]
    assert figures == [f"{value:.1f}%" for value in sorted([own, *values], reverse=True)]
    width, height = axes.figure.get_size_inches() * 72
    boxes = boxes_of(axes)
    assert not [name for name, box in boxes.items()
                if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]  # fmt: skip
    pairs = combinations(boxes.items(), 2)
    assert not [(one, other) for (one, box), (other, second) in pairs if box.overlaps(second)]


def test_average_and_england_are_lines_with_their_figures(drawn):
    axes = drawn("assessment_45_days_percent")
    at = {line.get_gid(): line.get_xdata()[0] for line in axes.get_lines()}
    assert at == {"neighbours-line": 79.7, "england-line": 82.7}
    said = [text.get_text() for text in axes.texts]
    assert "Neighbours’ average 79.7%" in said and "England 82.7%" in said


def test_the_axis_has_no_tick_beyond_the_outermost_figures(drawn):
    ticks = drawn("assessment_45_days_percent").get_xticks()
    assert ticks.tolist() == [70, 80, 90]  # figures run from 60.6 to 97.8


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
