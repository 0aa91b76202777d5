# ruff: noqa: E501 (the samples are wide)
"""Rows under an indicator: its target, its rating, England's figures, other councils', and its parts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Take = Callable[..., object]
REPEAT, TIMELY, SHROPSHIRE = "rereferral_percent", "assessment_45_days_percent", "E06000051"
A, B = "Referrals within 12 months of an earlier referral", "Assessments completed within 45 working days"
Q1, Q2 = "2024-25-Q1", "2024-25-Q2"
TARGETS = {(REPEAT, Q1): 20, (REPEAT, Q2): 19}
TARGETED = {
    "a column of parts": f"Indicator,Type,Q1 24/25,Q2 24/25\n{A},Actual,17.5,19.5\n,Target,20,19\n,RAG,G,A\n",
    "names of their own": f"Measure,Q1 24/25,Q2 24/25\n{A},17.5,19.5\nTarget,20,19\nRAG,Green,Amber\n",
    "after the name": f"KPI,Q1 24/25,Q2 24/25\n{A},17.5,19.5\n{A} - target,20,19\n{A} (RAG),G,A\n",
    "before the name": f"KPI,Q1 24/25,Q2 24/25\n{A},17.5,19.5\nTarget: {A},20,19\n",
    "long": f"Quarter,Indicator,Type,Value\nQ1 24/25,{A},Actual,17.5\nQ1 24/25,{A},Target,20\n"
    f"Q2 24/25,{A},Actual,19.5\nQ2 24/25,{A},Target,19\n",
    "quarters down": f"Quarter,Measure,{A}\nQ1 24/25,Actual,17.5\n,Target,20\nQ2 24/25,Actual,19.5\n,Target,19\n",
    "a column each": f"Quarter,{A},{A} target,{A} RAG\nQ1 24/25,17.5,20,G\nQ2 24/25,19.5,19,R\n",
}  # fmt: skip


@pytest.mark.parametrize("name", TARGETED)
def test_a_target_in_a_row_is_a_target_and_no_figure(take: Take, name: str) -> None:
    taken = take(TARGETED[name])
    assert (taken.stops, taken.of(REPEAT), taken.targets) == ([], {Q1: 17.5, Q2: 19.5}, TARGETS)


def test_a_remark_in_a_row_is_a_comment_of_its_quarter(take: Take) -> None:
    taken = take(f"Measure,Q1 24/25,Q2 24/25\n{A},17.5,19.5\nCommentary,as planned,two families\n")
    assert taken.comments == {(REPEAT, Q1): "as planned", (REPEAT, Q2): "two families"}


@pytest.mark.parametrize(
    "text",
    [
        f"Measure,Q1 24/25\n{A},17.5\nEngland,22\nSN average,21\n{B},81\nEngland,85\n",
        f"Measure,Q1 24/25\n{A},\nWorcestershire,17.5\nEngland,22\n{B},\nWorcestershire,81\nEngland,85\n",
        f"Measure,Whose,Q1 24/25\n{A},Worcestershire,17.5\n,Statistical neighbours,22\n{B},Worcestershire,81\n",
    ],
)
def test_figures_of_england_under_an_indicator_are_left_out_aloud(take: Take, text: str) -> None:
    taken = take(text)
    assert (taken.stops, taken.of(REPEAT), taken.of(TIMELY)) == ([], {Q1: 17.5}, {Q1: 81})
    assert any("left out" in note for note in taken.notes)


def test_another_councils_row_under_an_indicator_is_that_councils(take: Take) -> None:
    taken = take(f"Measure,Q1 24/25\n{A},17.5\nShropshire,22\n{B},\nShropshire,85\n")
    assert (taken.of(REPEAT), taken.of(TIMELY)) == ({Q1: 17.5}, {})
    assert (taken.of(REPEAT, SHROPSHIRE), taken.of(TIMELY, SHROPSHIRE)) == ({Q1: 22}, {Q1: 85})


def test_a_blank_name_goes_on_with_the_one_above(take: Take) -> None:
    taken = take(f"Indicator,Quarter,Value\n{A},Q1 24/25,17.5\n,Q2 24/25,19.5\n{B},Q1 24/25,81\n")
    assert (taken.of(REPEAT), taken.of(TIMELY)) == ({Q1: 17.5, Q2: 19.5}, {Q1: 81})


def test_a_footnote_in_the_column_of_areas_is_no_area(take: Take) -> None:
    taken = take(f"Authority,Indicator,Q1 24/25\nWorcestershire,{A},17.5\nc = suppressed,,\n")
    assert (taken.stops, taken.of(REPEAT)) == ([], {Q1: 17.5})


@pytest.mark.parametrize("name", ["Numerator", "Target", "England", "%"])
def test_a_row_under_a_name_that_nobody_knows_is_not_the_last_known_ones(take: Take, name: str) -> None:
    taken = take(f"Measure,Q1 24/25\n{A},17.5\nEarly help in Malvern,4\n{name},3\n")
    assert taken.stops == ["unknown-indicator"]
    assert "'Early help in Malvern'" in taken.stop("unknown-indicator")
    assert (taken.counts, taken.targets) == ({}, {})


def test_parts_of_quarters_down_are_parts(take: Take) -> None:
    taken = take(f"Quarter,Measure,{A}\nQ1 24/25,Numerator,35\n,Denominator,200\n")
    assert taken.counts == {(REPEAT, "E10000034", Q1): (35, 200)}


def test_unknown_names_over_quarters_are_asked(take: Take) -> None:
    taken = take("Quarter,Early help in Malvern,Nights at home\nQ1 24/25,17.5,4\nQ2 24/25,19.5,5\n")
    assert taken.stops == ["unknown-indicator", "unknown-indicator"]
