from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

Clean = Callable[..., tuple[pd.DataFrame, pd.DataFrame]]


def card(*figures: str) -> str:
    quarters = [f"2017-18-Q{number}" for number in range(1, len(figures) + 1)]
    return f"indicator_id,{','.join(quarters)}\nassessment_45_days_percent,{','.join(figures)}\n"


@pytest.mark.parametrize(
    ("figures", "values", "codes"),
    [
        (("66%", "70", "85 %"), [66, 70, 85], []),
        (("0", "0", "0"), [0, 0, 0], []),  # nothing to ask
        (("0.66", "0.7", "0.85"), None, ["unit-unknown"]),  # shares, or a disaster: only the council knows
        (("0.85", ""), None, ["unit-unknown"]),
        (("66%", "0.7", "85%"), None, ["unit-unknown"]),  # one cell has lost its sign, or its format
    ],
)
def test_percentages_and_shares_are_told_apart_by_what_is_stated(
    clean: Clean, figures: tuple[str, ...], values: list[float] | None, codes: list[str]
) -> None:
    observations, issues = clean(card(*figures))
    assert issues["code"].tolist() == codes
    if values is not None:
        assert observations["value"].tolist() == values


def test_a_small_percentage_is_asked_of_once_and_kept_as_answered(clean: Clean) -> None:
    text = "indicator_id,Q1 2017/18,Q2 2017/18\nchild_protection_two_years_percent,{},{}\n"
    observations, issues = clean(text.format("0.6%", "0.9%"))
    assert observations["value"].tolist() == [0.6, 0.9] and issues.empty
    _, issues = clean(text.format("0.6", "0.9"))
    assert issues[["severity", "code"]].values.tolist() == [["stop", "unit-unknown"]]


def test_numerator_and_denominator_decide(clean: Clean) -> None:
    header = "indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"
    row = "rereferral_percent,E10000034,{},{},{},{},local,\n"
    # 17 / 20 = 0.85, so 0.85 is a fraction; 1 / 200 = 0.5 %, so 0.5 is a percentage.
    observations, _ = clean(header + row.format("2016-17", 17, 20, 0.85) + row.format("2017-18", 1, 200, 0.5))
    assert observations["value"].tolist() == [85, 0.5]


def test_a_published_figure_is_never_touched(clean: Clean) -> None:
    header = "indicator_id,area_code,period,numerator,denominator,value,provenance,note\n"
    rows = [f"rereferral_percent,E10000034,{year},,,0.{n},published,\n" for n, year in
            enumerate(("2014-15", "2015-16", "2016-17"), start=4)]  # fmt: skip
    observations, issues = clean(header + "".join(rows))
    assert observations["value"].tolist() == [0.4, 0.5, 0.6]
    assert issues.empty


def test_a_rate_is_never_a_percentage(clean: Clean) -> None:
    observations, _ = clean("indicator_id,2017-18-Q1,2017-18-Q2,2017-18-Q3\nreferral_rate,0.5,0.6,0.7\n")
    assert observations["value"].tolist() == [0.5, 0.6, 0.7]
