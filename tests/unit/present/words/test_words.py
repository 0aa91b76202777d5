from kpi_lib.catalogue.indicators import Measure, Unit
from kpi_lib.present.words.dates import in_period, model_words, period_words
from kpi_lib.present.words.numbers import (
    axis_unit,
    format_estimate,
    format_interval,
    format_number,
    format_size,
    format_value,
    join_words,
    number_words,
    tally,
)


def amount(indicator, unit, **changes):
    return indicator.model_copy(
        update={"unit": unit, "measure": Measure.AMOUNT, "multiplier": 1, "decimals": 1, **changes}
    )


def test_numbers_round_half_up_with_commas_and_a_real_minus():
    # 15.15 prints as 15.15, so half up gives 15.2, though the float lies below it
    assert format_number(15.15, 1) == "15.2"
    assert format_number(1234567.5) == "1,234,568"
    assert format_number(-0.25, 1) == "\N{MINUS SIGN}0.3"
    assert format_number(-0.04, 1) == "0.0"


def test_values_carry_their_unit(timely, plans):
    assert str(format_value(85.04, timely)) == "85.0%"
    assert str(format_value(36.25, plans)) == "36.3 per 10,000 children"
    assert str(format_value(7.6, amount(timely, Unit.MILLION_POUNDS))) == "£7.6\N{NO-BREAK SPACE}million"
    assert str(format_value(-1250.0, amount(timely, Unit.POUNDS, decimals=0))) == "\N{MINUS SIGN}£1,250"


def test_one_of_a_thing_is_singular(timely):
    weeks = amount(timely, Unit.WEEKS, decimals=0)
    assert str(format_value(1.2, weeks)) == "1 week"
    assert str(format_value(26.0, weeks)) == "26 weeks"


def test_differences_of_percentages_are_percentage_points(timely, plans):
    assert str(format_size(-3.14, timely)) == "3.1 percentage points"
    assert str(format_size(2.45, plans)) == "2.5 per 10,000 children"


def test_a_missing_figure_shows_its_status_and_a_true_zero_shows_zero(timely, estimates):
    frame = estimates(("E1", "2017-18", None), ("E2", "2017-18", 0.0), ("E3", "2017-18", None))
    frame = frame.assign(status=["suppressed", "ok", "rounds_to_zero"])
    shown = [str(format_estimate(row, timely)) for _, row in frame.iterrows()]
    assert shown == ["withheld", "0.0%", "rounds to 0"]


def test_an_interval_without_limits_is_empty(timely):
    assert format_interval(81.64, 90.45, timely) == "81.6% to 90.5%"
    assert format_interval(float("nan"), 90.0, timely) == ""


def test_periods_of_flows_and_stocks_read_differently(timely, plans, estimates, change):
    quarter, year = (
        row for _, row in estimates(("E1", "2017-18-Q4", 1.0), ("E1", "2017-18", 1.0)).iterrows()
    )
    assert in_period(quarter, timely) == "in January to March 2018"
    assert in_period(year, timely) == "in the year to 31 March 2018"
    assert in_period(year, plans) == "on 31 March 2018"
    assert period_words(change(basis="quarter", period="2017-18-Q3"), plans) == "31 December 2017"


def test_a_stock_without_its_day_is_named_by_its_year(plans, change):
    assert in_period(change(), plans) == "in 2017–18"


def test_a_census_on_another_day_keeps_that_day(plans, estimates):
    row = estimates(("E1", "2017-18", 1.0)).iloc[0].copy()
    row["period_end"] = row["period_end"].replace(year=2017, month=9, day=30)
    assert in_period(row, plans) == "on 30 September 2017"


def test_counts_of_one_sentence_are_never_in_words_and_in_digits():
    # GOV.UK's style: "one", then digits; counts side by side all in digits
    assert [number_words(n) for n in (0, 1, 2, 9, 10, 1234)] == ["no", "one", "2", "9", "10", "1,234"]
    assert [tally(n) for n in (0, 1, 2, 10)] == ["none", "1", "2", "10"]


def test_lists_join_with_and():
    assert [join_words(words) for words in (["a"], ["a", "b"], ["a", "b", "c"], [])] == [
        "a",
        "a and b",
        "a, b and c",
        "",
    ]


def test_a_model_named_by_month_reads_as_a_month():
    assert model_words("2021-04") == "April 2021"
    assert model_words("nearest ten") == "nearest ten"


def test_the_axis_names_the_unit(timely, plans):
    assert (axis_unit(timely), axis_unit(plans)) == ("Per cent", "Per 10,000 children")
