from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from kpi_lib.present.charts.series import select_trend
from kpi_lib.present.charts.trend import draw_trend
from kpi_lib.present.figures.trend import show_trend
from kpi_lib.present.ink.theme import HOME_WIDTH, light
from kpi_lib.present.words.marks import NEIGHBOURS_AVERAGE
from kpi_lib.present.words.numbers import lower_first
from kpi_lib.present.words.verdicts import finding

HOME, NEAR, FAR = "E10000034", "E10000031", "E10000016"
YEARS = ("2015-16", "2016-17", "2017-18")


@pytest.fixture
def members(estimates):
    rows = [(HOME, year, value) for year, value in zip(YEARS, (66.0, 70.0, 85.0), strict=True)]
    rows += [(NEAR, year, 78.0) for year in YEARS] + [(FAR, year, 80.0) for year in YEARS]
    return estimates(*rows)


@pytest.fixture
def against(comparison):
    rows = [comparison(period=year, comparator_value=79.0) for year in YEARS]
    rows += [
        comparison(period=year, comparator="england", average="", model="", comparator_value=82.0)
        for year in YEARS
    ]
    return pd.DataFrame(rows)


@pytest.fixture
def trend(timely, members, against, neighbourhood):
    def draw(estimates=members, is_narrow=False, basis="year"):
        lines = select_trend(estimates, against, neighbourhood, basis=basis, average="mean")
        return draw_trend(timely, lines, neighbourhood.home_name, is_narrow=is_narrow)

    return draw


def line(axes, gid):
    return next(line for line in axes.get_lines() if line.get_gid() == gid)


def test_home_is_the_thick_line_through_its_values(trend):
    home = line(trend(), "home")
    assert home.get_ydata().tolist() == [66.0, 70.0, 85.0]
    assert (home.get_linewidth(), to_hex(home.get_color())) == (HOME_WIDTH, light("home").lower())


def test_england_is_dashed_and_the_average_is_not(trend):
    axes = trend()
    assert line(axes, "england").is_dashed() and not line(axes, "neighbours").is_dashed()
    assert set(line(axes, "england").get_ydata()) == {82.0}
    assert set(line(axes, "neighbours").get_ydata()) == {79.0}


def test_the_range_spans_lowest_to_highest_neighbour(trend):
    band = next(band for band in trend().collections if band.get_gid() == "neighbours-band")
    heights = band.get_paths()[0].vertices[:, 1]
    assert (heights.min(), heights.max()) == (78.0, 80.0)


def test_the_interval_is_a_soft_band(trend):
    band = next(band for band in trend().collections if band.get_gid() == "home-band")
    heights = band.get_paths()[0].vertices[:, 1]
    # lower and upper are the value ∓ 2
    assert (heights.min(), heights.max()) == (64.0, 87.0)
    assert band.get_alpha() < 0.3


def test_a_missing_year_breaks_the_line_in_its_place(trend, estimates):
    axes = trend(estimates((HOME, "2015-16", 66.0), (HOME, "2017-18", 85.0)))
    assert np.isnan(line(axes, "home").get_ydata()).tolist() == [False, True, False]
    assert np.diff(line(axes, "home").get_xdata()).tolist() == [1.0, 1.0]


def test_a_figure_without_a_neighbour_in_time_is_a_dot_and_no_band_is_spoken_of(
    timely, estimates, change, comparison, neighbourhood
):
    areas = ((HOME, 66.0, 85.0), (NEAR, 78.0, 79.0), (FAR, 80.0, 81.0))
    rows = [
        (area, year, value) for area, *values in areas for year, value in zip(YEARS[::2], values, strict=True)
    ]
    average = pd.DataFrame([comparison(period=year, comparator_value=79.0) for year in YEARS[::2]])
    # 2016-17 is missing from every line, so that 2015-16 and 2017-18 stand alone
    lines = select_trend(estimates(*rows), average, neighbourhood, basis="year", average="mean")
    axes = draw_trend(timely, lines, neighbourhood.home_name)
    assert line(axes, "neighbours-dot").get_ydata().tolist() == [79.0, 79.0]
    assert line(axes, "home-dot").get_ydata().tolist() == [66.0]
    assert line(axes, "last").get_ydata().tolist() == [85.0]
    shown = show_trend(
        timely, estimates(*rows), pd.DataFrame([change()]), average, neighbourhood, basis="year"
    )
    assert not axes.collections and " band: " not in shown.text


@pytest.mark.parametrize("is_narrow", [False, True])
def test_no_label_is_cut_off_or_on_top_of_another(trend, is_narrow):
    axes = trend(is_narrow=is_narrow)
    figure = axes.figure
    figure.draw_without_rendering()
    low, high = axes.get_ylim()
    ticks = [tick for tick in axes.get_yticklabels() if low <= tick.get_position()[1] <= high]
    boxes = {
        text.get_text(): text.get_window_extent() for text in [*axes.texts, *axes.get_xticklabels(), *ticks]
    }
    width, height = figure.get_size_inches() * 72
    cut = [
        text for text, box in boxes.items() if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height
    ]
    assert len(boxes) > 6 and not cut
    ends = [text.get_window_extent() for text in axes.texts if text.get_gid() != "unit"]
    assert len(ends) == 3
    ends.sort(key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 + 1 for low, high in pairwise(ends))


def test_lines_are_labelled_at_their_end_with_their_last_figure(trend):
    said = {text.get_text() for text in trend().texts}
    assert {"Worcestershire 85.0%", "Neighbours 79.0%", "England 82.0%"} <= said


def test_a_last_figure_older_than_the_picture_says_its_period(trend, members):
    is_newest = members["period"].eq("2017-18") & members["area_code"].eq(HOME)
    unknown = members.assign(value=members["value"].mask(is_newest))
    said = {text.get_text() for text in trend(unknown).texts}
    assert {"Worcestershire 70.0% (2016/17)", "England 82.0%"} <= said


def test_quarters_are_labelled_as_quarters_with_breaks_between_years(
    timely, estimates, against, neighbourhood
):
    quarters = [f"{year}-Q{number}" for year in ("2016-17", "2017-18") for number in (1, 2, 3, 4)]
    own = estimates(*[(HOME, quarter, 70.0 + place) for place, quarter in enumerate(quarters)])
    lines = select_trend(own, against, neighbourhood, basis="quarter", average="mean")
    axes = draw_trend(timely, lines, neighbourhood.home_name)
    assert [label.get_text() for label in axes.get_xticklabels()] == ["Q4 17/18", "Q4 16/17"]
    breaks = [line.get_xdata()[0] for line in axes.get_lines() if line.get_gid() == "year-break"]
    first = line(axes, "home").get_xdata()[0]
    assert breaks == [first + 3.5]


def test_the_figure_says_in_words_what_it_shows(timely, members, against, change, neighbourhood):
    changes = pd.DataFrame([change()])
    shown = show_trend(timely, members, changes, against, neighbourhood, basis="year")
    alt = (
        f"Assessments finished on time: {lower_first(finding(change(), against.iloc[0]))}. "
        "Worcestershire 85.0% in the year to 31 March 2018, 66.0% a year before, "
        f"{NEIGHBOURS_AVERAGE} 79.0% (10 of 10 neighbours)."
    )
    assert shown.html.count(f'aria-label="{alt}"') == 2
    assert "The vertical axis does not start at zero." in shown.text
    assert "Year to 31 March 2017 | 70.0% | 68.0% to 72.0% | 850 | 1,000 | 79.0% | 82.0%" in shown.text
    assert "Source: Children in need, table C1 (2024 edition); published statistics." in shown.text
    assert shown.png.startswith(b"\x89PNG")


def test_without_figures_the_page_says_so(timely, estimates, against, change, neighbourhood):
    empty = estimates((HOME, "2017-18", None))
    shown = show_trend(timely, empty, pd.DataFrame([change()]), against, neighbourhood, basis="year")
    assert shown.text == "There is nothing to draw by year for this indicator."


def test_a_single_figure_of_a_single_area_is_a_sentence_and_no_picture(
    timely, estimates, against, change, neighbourhood
):
    changes, alone = pd.DataFrame([change()]), estimates((HOME, "2016-17", None), (HOME, "2017-18", 85.0))
    shown = show_trend(timely, alone, changes, against.iloc[:0], neighbourhood, basis="year")
    assert shown.text == (
        "Assessments finished on time: 85.0% in the year to 31 March 2018. "
        "There is nothing to draw by year: no other figure is known. "
        "Source: Children in need, table C1 (2024 edition); published statistics."
    )
    # beside the neighbours' average the same figure is worth a picture
    assert show_trend(timely, alone, changes, against, neighbourhood, basis="year").html.count("<svg") == 2


def test_a_chart_without_anything_to_compare_with_names_its_measure(
    timely, members, comparison, change, neighbourhood
):
    absent = pd.DataFrame([comparison(comparator_value=float("nan"), verdict="cannot_say", rank=None)])
    shown = show_trend(timely, members, pd.DataFrame([change()]).head(0), absent, neighbourhood, basis="year")
    title = f"{timely.plain_title}, Worcestershire: no neighbour has a figure"
    assert f'<p class="kpi-chart-title">{title}</p>' in shown.html
