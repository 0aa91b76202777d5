import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from kpi_lib.catalogue.indicators import Kind
from kpi_lib.present.charts.sparkline import draw_sparkline, select_window
from kpi_lib.present.shown.tiles import show_tiles
from kpi_lib.present.words.headline import Headline
from kpi_lib.present.words.verdicts import change_short, comparison_words

HOME = "E10000034"


@pytest.fixture
def history(estimates):
    return estimates((HOME, "2016-17", 66.0), (HOME, "2017-18", 85.0))


@pytest.fixture
def headline(timely, history, change, comparison):
    return Headline(timely, history.iloc[1], change(), comparison())


def words(html: str) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def test_a_tile_has_name_value_change_and_verdict(timely, headline, history):
    shown = show_tiles([headline], history)
    assert words(shown.html) == (
        f"{timely.plain_title} 85.0% Year to 31 March 2018 ▲ {change_short(headline.change, timely)} "
        f"▲ {comparison_words(headline.comparison)} (mean 79.0%, 10 of 10)"
    )


def test_the_whole_tile_is_one_link_with_one_hidden_picture(headline, history):
    page = BeautifulSoup(show_tiles([headline], history, link="x/{slug}.html").html, "html.parser")
    assert [link["href"] for link in page.select("li > a")] == ["x/timely-percent.html"]
    assert page.select_one("a svg")["aria-hidden"] == "true"


def test_a_comparison_of_another_period_names_it(headline, history, comparison):
    earlier = Headline(headline.indicator, headline.estimate, None, comparison(period="2016-17"))
    said = words(show_tiles([earlier], history).html)
    assert (
        f"85.0% in the year to 31 March 2017: {comparison_words(comparison())} (mean 79.0%, 10 of 10)" in said
    )
    assert change_short(None, headline.indicator) in said


def test_hostile_names_are_inert(headline, history):
    hostile = headline.indicator.model_copy(update={"plain_title": '"><script>alert(1)</script>'})
    html = show_tiles([Headline(hostile, headline.estimate)], history).html
    assert not BeautifulSoup(html, "html.parser").select("script")


def test_no_tiles_is_said(history):
    assert show_tiles([], history).text == "There are no figures for these indicators."


def drawn(axes):
    return {stroke.get_gid(): stroke for stroke in axes.get_lines()}


def test_a_sparkline_shows_twelve_points_and_marks_the_last():
    window = select_window(pd.Series([float(value) for value in range(16)]), 15)
    strokes = drawn(draw_sparkline(window, average=5.0))
    assert strokes["home"].get_ydata().tolist() == [float(value) for value in range(4, 16)]
    assert list(strokes["last"].get_ydata()) == [15.0]
    assert list(strokes["average"].get_ydata()) == [5.0, 5.0]


def test_a_series_that_ended_early_stops_short_of_the_edition():
    # the edition's newest period is at place 15, the series ends at 13: two places before the right edge
    axes = draw_sparkline(select_window(pd.Series([float(value) for value in range(14)]), 15))
    assert list(drawn(axes)["last"].get_xdata()) == [13]
    assert axes.get_xlim() == (3.8, 15.2)


def test_two_points_are_dots_without_a_line():
    strokes = drawn(draw_sparkline(select_window(pd.Series([1.0, 2.0]), 1)))
    assert "home" not in strokes
    assert strokes["home-dot"].get_ydata().tolist() == [1.0]
    assert strokes["last"].get_ydata().tolist() == [2.0]


def test_a_missing_quarter_breaks_the_sparkline():
    axes = draw_sparkline(pd.Series([1.0, float("nan"), 3.0, 4.0]))
    assert np.isnan(drawn(axes)["home"].get_ydata()[1])


def test_an_annual_tile_ends_at_the_last_full_year_of_the_edition(headline, history, estimates):
    # a quarter to June 2018 is in the edition; the last year that had ended by then is 2017-18
    later = pd.concat([history, estimates((HOME, "2018-19-Q1", 80.0))])
    assert show_tiles([headline], later).html == show_tiles([headline], history).html


@pytest.mark.parametrize(("kind", "is_drawn"), [(Kind.STOCK, True), (Kind.FLOW, False)])
def test_neighbours_by_year_are_a_hairline_by_quarter_only_for_states_on_a_day(
    timely, estimates, comparison, kind, is_drawn
):
    quarters = estimates((HOME, "2017-18-Q3", 84.0), (HOME, "2017-18-Q4", 85.0))
    indicator = timely.model_copy(update={"kind": kind})
    html = show_tiles([Headline(indicator, quarters.iloc[1], None, comparison())], quarters).html
    assert ("--kpi-neighbours" in html) is is_drawn
