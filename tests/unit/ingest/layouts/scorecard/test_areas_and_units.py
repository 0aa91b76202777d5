"""Whose a figure is, and in what it is counted: stated, or asked."""

from __future__ import annotations

from collections.abc import Callable

Take = Callable[..., object]
HOME, SHROPSHIRE = "E10000034", "E06000051"
A = "Referrals within 12 months of an earlier referral"
HEAD = "Indicator,Q1 24/25,Q2 24/25"


def test_a_title_names_whose_the_figures_are(take: Take) -> None:
    taken = take(f"Shropshire Council scorecard\n{HEAD}\n{A},18.3,20.3\n")
    assert taken.of("rereferral_percent", SHROPSHIRE) == {"2024-25-Q1": 18.3, "2024-25-Q2": 20.3}
    assert len(taken.values) == 2 and not taken.stops


def test_a_column_of_names_is_the_areas_whatever_its_heading(take: Take) -> None:
    taken = take(f"Where,{HEAD}\nShropshire,{A},18.3,20.3\nWorcestershire,{A},17.5,19.5\n")
    assert taken.of("rereferral_percent", SHROPSHIRE) == {"2024-25-Q1": 18.3, "2024-25-Q2": 20.3}
    assert taken.of("rereferral_percent", HOME) == {"2024-25-Q1": 17.5, "2024-25-Q2": 19.5}


def test_an_unknown_area_stops(take: Take) -> None:
    taken = take(f"Council,{HEAD}\nWorcestershire,{A},17.5,19.5\nMordor,{A},18.3,20.3\n")
    assert "'Mordor'" in taken.stop("unknown-area")


def test_rows_of_england_are_left_out_aloud(take: Take) -> None:
    taken = take(f"Area,{HEAD}\nWorcestershire,{A},17.5,19.5\nEngland,{A},22.4,22.5\n")
    assert len(taken.values) == 2 and not taken.stops
    assert any("'England' are left out" in note for note in taken.notes)


def test_a_home_area_is_assumed_where_nothing_names_one(take: Take) -> None:
    assert take(f"{HEAD}\n{A},17.5,19.5\n").of("rereferral_percent", HOME) == {
        "2024-25-Q1": 17.5,
        "2024-25-Q2": 19.5,
    }


def test_percentages_between_0_and_1_are_asked_about(take: Take) -> None:
    taken = take(f"{HEAD}\n{A},0.6,0.9\n")
    assert "percent or share" in taken.stop("unit-unknown")


def test_a_row_of_nothing_but_0_needs_no_answer(take: Take) -> None:
    taken = take(f"{HEAD}\nChildren on a plan for two years or more,0,0\n")
    assert list(taken.values.values()) == [0, 0] and not taken.stops


def test_a_percent_sign_settles_it(take: Take) -> None:
    name = "Children on a plan for two years or more"
    assert list(take(f"{HEAD}\n{name},0.6%,0.9%\n").values.values()) == [0.6, 0.9]
    assert list(take(f"{HEAD}\n{name} (%),0.6,0.9\n").values.values()) == [0.6, 0.9]


def test_a_count_where_a_rate_belongs_is_held_back_with_both_numbers(take: Take) -> None:
    said = take(f"{HEAD}\nreferral_rate,1010,990\n").stop("far-outside")
    assert "1010" in said and "between" in said


def test_an_unknown_name_stops(take: Take) -> None:
    taken = take(f"{HEAD}\n{A},17.5,19.5\nMissing episodes (number),12,14\n")
    assert "'Missing episodes (number)'" in taken.stop("unknown-indicator")


def test_a_further_table_has_its_own_title(take: Take) -> None:
    taken = take(f"Worcestershire\n{HEAD}\n{A},17.5,19.5\n\nShropshire\n{HEAD}\n{A},18.3,20.3\n")
    assert taken.of("rereferral_percent", HOME) == {"2024-25-Q1": 17.5, "2024-25-Q2": 19.5}
    assert taken.of("rereferral_percent", SHROPSHIRE) == {"2024-25-Q1": 18.3, "2024-25-Q2": 20.3}


def test_a_row_of_nothing_but_a_council_heads_those_below(take: Take) -> None:
    taken = take(f"{HEAD}\n{A},17.5,19.5\nShropshire,,\n{A},18.3,20.3\nEngland,,\n{A},22.4,22.5\n")
    assert taken.of("rereferral_percent", HOME) == {"2024-25-Q1": 17.5, "2024-25-Q2": 19.5}
    assert taken.of("rereferral_percent", SHROPSHIRE) == {"2024-25-Q1": 18.3, "2024-25-Q2": 20.3}
    assert len(taken.values) == 4 and not taken.stops


def test_a_figure_stated_again_alike_is_one_and_another_stops(take: Take) -> None:
    taken = take(f"{HEAD}\n{A},17.5,19.5\n{A},17.5,19.5\n")
    assert len(taken.values) == 2 and not taken.stops and any("stated again" in note for note in taken.notes)
    assert set(take(f"{HEAD}\n{A},17.5,19.5\n{A},17.5,19.6\n").stops) == {"duplicate-key"}
