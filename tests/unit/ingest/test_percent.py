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
        (("0.66", "0.7", "0.85"), [66, 70, 85], ["fraction-as-percentage"]),  # all within 0 to 1: fractions
        (("66%", "70", "85 %"), [66, 70, 85], []),
        (("66", "0.85", "85"), [66, 0.85, 85], ["fraction-or-percentage"]),  # one stands out: not guessed
        (("0.85", ""), [0.85, float("nan")], ["fraction-or-percentage"]),  # alone: nothing to judge by
        (("0.4%", "0.5%", "0.6%"), [0.4, 0.5, 0.6], []),  # the sign settles it
        (("0.9", "1.1", "1.2"), [0.9, 1.1, 1.2], []),  # small percentages among their like
        (("0", "0", "0"), [0, 0, 0], []),
    ],
)
def test_fractions_are_told_from_percentages(
    clean: Clean, figures: tuple[str, ...], values: list[float], codes: list[str]
) -> None:
    observations, issues = clean(card(*figures))
    assert observations["value"].tolist() == pytest.approx(values, nan_ok=True)
    assert issues["code"].tolist() == codes


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
