"""Change on a year before: the interval of a difference, and the words it allows."""

from collections.abc import Callable
from math import nan

import pandas as pd
import pytest

from kpi_lib.analysis.change.year_on_year import difference_limits, summarise_changes
from kpi_lib.analysis.estimates.rates import summarise_estimates
from kpi_lib.catalogue.indicators import Catalogue

Observe = Callable[..., pd.DataFrame]


def changes(frame: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    return summarise_changes(summarise_estimates(frame, catalogue), catalogue)


def test_newcombe_1998_worked_example() -> None:
    # Newcombe (1998) table II, case (a): 56/70 against 48/80, method 10: 0.0524 to 0.3339
    from kpi_lib.analysis.estimates.intervals import wilson_limits

    low1, high1 = wilson_limits(56, 70)
    low0, high0 = wilson_limits(48, 80)
    low, high = difference_limits(0.8, low1, high1, 0.6, low0, high0)
    assert (float(low), float(high)) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@pytest.mark.parametrize(
    ("indicator", "now", "verdict"),
    [
        ("repeat_percent", 30, "got_worse"),  # 10 % → 30 % of 100, lower is better
        ("timely_percent", 30, "improved"),
        ("repeat_percent", 11, "no_clear_change"),
    ],
)
def test_verdict_follows_polarity(
    observe: Observe, catalogue: Catalogue, indicator: str, now: int, verdict: str
) -> None:
    frame = observe((indicator, "A", "2016-17", 10, 100, nan), (indicator, "A", "2017-18", now, 100, nan))
    found = changes(frame, catalogue).set_index("period").loc["2017-18"]
    assert found["verdict"] == verdict
    assert (found["change"], found["direction"]) == (pytest.approx(now - 10), "up")
    assert found["change_lower"] < found["change"] < found["change_upper"]


def test_demand_rises_or_falls(observe: Observe, catalogue: Catalogue) -> None:
    frame = observe(
        ("referral_rate", "A", "2016-17", 1000, 10_000, nan),
        ("referral_rate", "A", "2017-18", 500, 10_000, nan),
    )
    assert changes(frame, catalogue)["verdict"].tolist() == ["cannot_say", "fell"]


def test_a_quarter_meets_the_same_quarter(observe: Observe, catalogue: Catalogue) -> None:
    frame = observe(
        ("repeat_percent", "A", "2016-17-Q4", 10, 100, nan),
        ("repeat_percent", "A", "2017-18-Q3", 20, 100, nan),
    )
    found = changes(frame, catalogue).query("basis == 'quarter'")
    assert found["earlier_period"].tolist() == ["2015-16-Q4", "2016-17-Q3"]
    assert set(found["verdict"]) == {"cannot_say"}
    assert set(found["direction"]) == {"none"}
    assert "year before" in found["reason"].iloc[1]


def test_without_counts_nothing_is_claimed(observe: Observe, catalogue: Catalogue) -> None:
    frame = observe(
        ("caseload", "A", "2016-17", nan, nan, 19.5), ("caseload", "A", "2017-18", nan, nan, 16.9)
    )
    found = changes(frame, catalogue).iloc[1]
    assert (found["verdict"], found["direction"]) == ("cannot_say", "down")
    assert found["change"] == pytest.approx(-2.6)
    assert "no counts" in found["reason"]


def test_two_editions_are_shown(observe: Observe, catalogue: Catalogue) -> None:
    frame = observe(
        ("repeat_percent", "A", "2016-17", 10, 100, nan), ("repeat_percent", "A", "2017-18", 11, 100, nan)
    ).assign(edition=["2017", "2018"])
    assert "different editions" in changes(frame, catalogue)["reason"].iloc[1]
