import pytest

from kpi_lib.catalogue.indicators import Polarity
from kpi_lib.present.figures.spine import show_spine
from kpi_lib.present.words.headline import Headline

HOME, NEAR, FAR = "E10000034", "E10000031", "E10000016"


@pytest.fixture
def members(estimates):
    return estimates((HOME, "2017-18", 85.0), (NEAR, "2017-18", 70.0), (FAR, "2017-18", 90.0))


@pytest.fixture
def england(comparison):
    row = comparison(comparator="england", average="", model="", comparator_value=80.0)
    return {"timely_percent": row}


def spine(indicator, members, england, neighbourhood, comparison):
    headline = Headline(indicator, members.iloc[0], None, comparison())
    return show_spine([headline], members, england, neighbourhood)


def test_better_is_to_the_right_of_england_in_the_middle(timely, members, england, neighbourhood, comparison):
    # furthest from England's 80 are 70 and 90, ten away: 85 stands half of 48 to the right of 50
    html = spine(timely, members, england, neighbourhood, comparison).html
    assert "left: 74.0%" in html
    assert "left: 2.0%; width: 96.0%" in html


def test_where_low_is_better_the_strip_is_turned(timely, members, england, neighbourhood, comparison):
    low = timely.model_copy(update={"polarity": Polarity.LOWER_IS_BETTER})
    assert "left: 26.0%" in spine(low, members, england, neighbourhood, comparison).html


def test_demand_stands_apart(timely, members, england, neighbourhood, comparison):
    demand = timely.model_copy(update={"polarity": Polarity.NEUTRAL})
    text = spine(demand, members, england, neighbourhood, comparison).text
    assert (
        text.startswith("Not judged as good or bad: higher to the right")
        and "Better to the right" not in text
    )


def test_the_numbers_are_told_in_words(timely, members, england, neighbourhood, comparison):
    assert spine(timely, members, england, neighbourhood, comparison).text.endswith(
        "Assessments finished on time, per cent, in the year to 31 March 2018: 85.0%; "
        "neighbours 70.0% to 90.0%; England 80.0%; ▲ better"
    )


def test_without_england_or_a_figure_there_is_no_row(timely, members, england, neighbourhood, comparison):
    nothing = "No indicator has figures of the area, its neighbours and England together."
    assert spine(timely, members, {}, neighbourhood, comparison).text == nothing
    gone = Headline(timely, members.iloc[0], None, comparison(value=float("nan")))
    assert show_spine([gone], members, england, neighbourhood).text == nothing


def test_the_ends_of_the_range_are_told_as_they_stand(timely, members, england, neighbourhood, comparison):
    low = timely.model_copy(update={"polarity": Polarity.LOWER_IS_BETTER})
    assert "neighbours 90.0% to 70.0%" in spine(low, members, england, neighbourhood, comparison).text
