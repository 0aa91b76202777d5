# ruff: noqa: E501 (the samples are wide)
"""Months, quarters, years to date, and periods that cannot be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Take = Callable[..., object]
HOME = "E10000034"
A = "Referrals within 12 months of an earlier referral"
MONTHS = "Indicator,Part,Apr-24,May-24,Jun-24"
COUNTS = f"{A},Numerator,12,10,13\n{A},Denominator,70,60,70\n"
QUARTER = ("rereferral_percent", HOME, "2024-25-Q1")


def test_months_with_counts_add_up_to_their_quarter(take: Take) -> None:
    taken = take(f"{MONTHS}\n{COUNTS}")
    assert taken.counts[QUARTER] == (35, 200) and len(taken.counts) == 4 and not taken.stops


def test_a_stated_quarter_that_its_months_do_not_make_stops_with_both(take: Take) -> None:
    text = f"{MONTHS},Q1 24/25\n{A},Numerator,12,10,13,36\n{A},Denominator,70,60,70,200\n"
    assert "36 stated, 35 from its months" in take(text).stop("months-disagree")


def test_a_stated_quarter_that_its_months_make_is_one_figure(take: Take) -> None:
    text = f"{MONTHS},Q1 24/25\n{A},Numerator,12,10,13,35\n{A},Denominator,70,60,70,200\n"
    taken = take(text)
    assert taken.counts[QUARTER] == (35, 200) and len(taken.counts) == 4 and not taken.stops


def test_percentages_of_months_make_no_quarter_and_say_so(take: Take) -> None:
    taken = take(f"Indicator,April 2024,May 2024,June 2024\n{A},17.1,18.2,19.3\n")
    assert set(taken.of("rereferral_percent")) == {"2024-M04", "2024-M05", "2024-M06"}
    assert not taken.stops and any("give no quarter" in note for note in taken.notes)


def test_a_state_of_months_is_its_quarters_last(take: Take) -> None:
    name = "Children on a child protection plan per 10,000 children"
    taken = take(f'Indicator,April 2024,May 2024,June 2024\n"{name}",40.1,41.2,42.3\n')
    assert taken.of("child_protection_plan_rate")["2024-25-Q1"] == 42.3 and not taken.stops


def test_counts_to_date_become_the_quarters_own(take: Take) -> None:
    text = f"Indicator,Part,YTD Q1 24/25,YTD Q2 24/25,YTD Q3 24/25\n{A},Num,35,75,110\n{A},Den,200,410,600\n"
    taken = take(text)
    assert not taken.stops
    assert taken.counts == {
        ("rereferral_percent", HOME, "2024-25-Q1"): (35, 200),
        ("rereferral_percent", HOME, "2024-25-Q2"): (40, 210),
        ("rereferral_percent", HOME, "2024-25-Q3"): (35, 190),
    }


def test_the_population_under_a_rate_to_date_stays_as_it_is(take: Take) -> None:
    text = "Indicator,Part,YTD Q1 24/25,YTD Q2 24/25\nreferral_rate,Num,1010,2000\nreferral_rate,Den,116697,116697\n"
    assert take(text).counts[("referral_rate", HOME, "2024-25-Q2")] == (990, 116697)


def test_a_count_to_date_that_falls_stops(take: Take) -> None:
    text = f"Indicator,Part,YTD Q1 24/25,YTD Q2 24/25\n{A},Num,35,30\n{A},Den,200,410\n"
    assert "falls from one quarter to the next" in take(text).stop("to-date-falls")


def test_a_percentage_to_date_is_left_out_aloud(take: Take) -> None:
    taken = take(f"Indicator,Q1 24/25,Q2 24/25,YTD Q2 24/25\n{A},17.5,19.5,18.5\n")
    assert taken.of("rereferral_percent") == {"2024-25-Q1": 17.5, "2024-25-Q2": 19.5}
    assert not taken.stops and any("year-to-date" in note for note in taken.notes)


def test_a_quarter_of_2024_is_asked_about_and_the_answer_decides(take: Take) -> None:
    text = f"Indicator,Q1 2024,Q2 2024\n{A},17.5,19.5\n"
    asked = take(text)
    assert set(asked.stops) == {"period-unclear"}
    assert any("--quarters" in issue.hint for issue in asked.issues)
    assert set(take(text, quarters="calendar").of("rereferral_percent")) == {"2023-24-Q4", "2024-25-Q1"}
    assert set(take(text, quarters="financial").of("rereferral_percent")) == {"2024-25-Q1", "2024-25-Q2"}


@pytest.mark.parametrize("heading", ["2025/26", "Q1 25/26"])
def test_a_period_that_had_not_ended_stops(take: Take, heading: str) -> None:
    assert take(f"Indicator,Q4 24/25,{heading}\n{A},17.5,0\n").stops == ["period-after-edition"]


def test_a_title_of_one_quarter_over_years_stops(take: Take) -> None:
    taken = take(f"Quarter 1 performance (April to June)\nIndicator,2023/24,2024/25\n{A},17.5,19.5\n")
    values = taken.of("rereferral_percent")
    assert taken.stops or values == {"2023-24-Q1": 17.5, "2024-25-Q1": 19.5}


def test_a_further_table_has_the_year_of_its_own_title(take: Take) -> None:
    taken = take(f"2023/24\nIndicator,Q1,Q2\n{A},17.5,19.5\n\n2024/25\nIndicator,Q1,Q2\n{A},18.3,20.3\n")
    assert taken.of("rereferral_percent") == {
        "2023-24-Q1": 17.5, "2023-24-Q2": 19.5, "2024-25-Q1": 18.3, "2024-25-Q2": 20.3,
    }  # fmt: skip


def test_a_quarter_that_its_year_to_date_does_not_make_stops(take: Take) -> None:
    head = "Indicator,Part,Q2 24/25,YTD Q1 24/25,YTD Q2 24/25"
    good = f"{head}\n{A},Num,40,35,75\n{A},Den,210,200,410\n"
    assert take(good).counts[("rereferral_percent", HOME, "2024-25-Q2")] == (40, 210) and not take(good).stops
    assert "41 stated, 40 by the year to date" in take(good.replace("Num,40", "Num,41")).stop(
        "to-date-disagrees"
    )
